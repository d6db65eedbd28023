import type nl from '../nl/care-errors.ts';
import type { Translation } from '../types.ts';

export default {
  'errors.page_closed': 'Af hensyn til dit privatliv er tjenesten blevet lukket. Bed om en ny sikkerhedskode for at fortsætte.',
  'errors.slot_taken': 'En anden har netop valgt denne tid. Vælg en anden tid.',
  'errors.hold_expired': 'Den tid, du havde valgt, er ledig for andre igen. Vælg en tid på ny. Resten er gemt.',
  'errors.hold_limit': 'Du har allerede reserveret to tider. Slip den ene, eller vent nogle minutter.',
  'errors.too_late': 'Det kan ikke længere lade sig gøre her, for der er for kort tid til. Ring til klinikken på {phone}.',
  'errors.medication_not_renewable': 'Noget af denne medicin kan ikke fornyes på nettet. Ring til os på {phone}.',
  'errors.econsults_closed': 'Du kan ikke sende et spørgsmål lige nu. Det, du har skrevet, er gemt. Kan det ikke vente, så ring på {phone}.',
  'errors.file_refused': 'Filen kan ikke sendes. Send et billede (JPEG, PNG eller WebP) eller en PDF.',
  'errors.already_handled': 'Det er allerede behandlet. Genindlæs siden for at se, hvad der er sket.',
  'errors.idempotency_mismatch': 'Det er blevet sendt før, med et andet indhold. Se i din oversigt, hvad vi har modtaget, eller ring til os på {phone}.',
  'errors.too_large': 'Det er for meget på én gang. Gør det kortere, eller del det op.',
  'errors.not_found': 'Det findes ikke længere. Genindlæs siden, eller ring til os på {phone}.',
  'errors.conflict': 'Noget er blevet ændret i mellemtiden. Tjek det, og prøv igen.',
} as const satisfies Translation<typeof nl>;
