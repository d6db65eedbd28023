import type nl from '../nl/contact.ts';
import type { Translation } from '../types.ts';

export default {
  'contact.title': 'Er dine oplysninger rigtige?',
  'contact.lead': 'Det, portalen har om dig, er et andet end det, klinikken har. Tjek begge dele, og ret det, der er forkert.',
  'contact.leadAny': 'Tjek begge dele, og ret det, der er forkert.',
  'contact.email': 'E-mail',
  'contact.phone': 'Mobil',
  'contact.confirm': 'Bekræft',
  'contact.done': 'Tak. Dine oplysninger er bekræftet.',
  'contact.mailed': 'Vi har sendt et link til {email}. Klik på linket inden for 24 timer. Indtil da sender vi alt til din gamle adresse.',
  'contact.codeFirst': 'Vil du have en anden e-mailadresse? Åbn først “Min profil” med en kode. Så ved vi, at det er dig.',
  'contact.right': 'Alt passer. Du behøver ikke at gøre noget.',
  'contact.verifying': 'Vi bekræfter din e-mailadresse…',
  'contact.verified': 'Din e-mailadresse er bekræftet. Vi bruger den fra nu af.',
  'contact.dead': 'Linket virker ikke længere. Log ind, og skriv din e-mailadresse igen.',
  'contact.reloaded': 'Siden blev indlæst igen. Af hensyn til din sikkerhed gemmer den ikke linket fra e-mailen. Stod der her, at din e-mailadresse er bekræftet? Så behøver du ikke at gøre noget. Ellers åbn linket igen.',
  'contact.verifyTitle': 'Bekræft din e-mailadresse',
} as const satisfies Translation<typeof nl>;
