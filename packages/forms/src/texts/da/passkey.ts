import type { Translation } from '../types.ts';
import type nl from '../nl/passkey.ts';

export default {
  'passkey.cancelled': 'Du blev ikke færdig med at logge ind med en passkey. Prøv igen, eller vælg en anden måde.',
  'passkey.addCancelled': 'Der blev ikke lavet en passkey. Prøv igen.',
  'passkey.unsupported': 'Denne browser eller enhed kan ikke bruge en passkey her. Vælg en anden måde.',
  'passkey.unknown': 'Vi kender ikke denne passkey, eller den er fjernet. Log ind med din adgangskode. Så kan du lave en ny passkey under “Min profil”.',
  'passkey.none': 'Der er ikke en passkey til din bruger endnu, eller den virker ikke på denne enhed. Bed om en kode.',
  'passkey.exists': 'Der er allerede en passkey til din bruger på denne enhed.',
  'passkey.hosted': 'Lykkes det ikke her? Prøv på en side for sig',
  'passkey.add': 'Lav en passkey på denne enhed',
  'passkey.addHint': 'Med en passkey logger du ind med din finger, dit ansigt eller enhedens pinkode, uden adgangskode og uden kode.',
  'passkey.added': 'Din passkey er klar. Fremover kan du logge ind med den.',
} as const satisfies Translation<typeof nl>;
