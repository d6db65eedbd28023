import careErrors from './care-errors.ts';
import type nl from '../nl/sending.ts';
import type { Translation } from '../types.ts';

export default {
  ...careErrors,
  'sending.notYet': 'Der er ikke sendt noget endnu. Er alt rigtigt? Så send det.',
  'sending.busy': 'Vi sender det…',
  'sending.again': 'Send igen',
  'sending.unsentTitle': 'Ikke sendt endnu',
  'sending.unsent.offline': 'Vi fik ikke noget svar. Det, du har skrevet, er gemt. Send det igen, så snart du har internet. Det tæller aldrig to gange.',
  'sending.unsent.closed': 'Tjenesten blev lukket, før det blev sendt. Det, du har skrevet, er gemt. Send det igen.',
  'sending.arrivedTitle': 'Det, du sendte før, nåede frem',
  'sending.arrived': 'Du kan se det i oversigten på denne side. Det, du har ændret siden, er ikke sendt. Send kun dette, hvis du også vil sende det.',
  'sending.restored': 'Det, du skrev før, er her stadig.',
  'sending.keepNumber': 'Oplys dette nummer, hvis du ringer til os om det.',
  'sending.received': 'Modtaget {when}',
  'sending.late': 'Det tager længere tid, end vi lovede dig. Ring til os på {phone}.',
  'sending.worse': 'Bliver det værre, eller kan det ikke vente?',
  'sending.older': 'Vis tidligere',
  'sending.until': '{date} fra kl. {time}',
  'sending.tooLong': { one: 'Gør teksten 1 tegn kortere.', other: 'Gør teksten {count} tegn kortere.' },
} as const satisfies Translation<typeof nl>;
