import type nl from '../nl/guardians.ts';
import type { Translation } from '../types.ts';

export default {
  'guardians.title': 'Hvem kan læse med',
  'guardians.none': 'Ingen andre kan læse med eller gøre noget for dig med din bruger.',
  'guardians.mine': 'Disse personer kan læse med og handle for dig:',
  'guardians.guardian': 'Forælder eller værge',
  'guardians.child': 'Barn',
  'guardians.since': '{name}, siden {date}',
  'guardians.children': 'Børn, du handler for:',
  'guardians.notOpen': 'Endnu ikke tilknyttet her: du kan ikke åbne noget for barnet endnu.',
  'guardians.others': 'Også for barnet: {names}.',
  'guardians.rights.guardian': 'En forælder eller værge bestemmer.',
  'guardians.rights.shared': 'Barnet og en forælder eller værge bestemmer sammen.',
  'guardians.rights.own': 'Du bestemmer selv.',
  'guardians.next.shared': 'Fra den {date} bestemmer barnet og forælder eller værge sammen.',
  'guardians.next.own': 'Fra den {date} bestemmer barnet selv. Så kan ingen længere læse med.',
  'guardians.next.guardian': 'Fra den {date} bestemmer en forælder eller værge.',
  'guardians.nextMine.shared': 'Fra den {date} bestemmer du og din forælder eller værge sammen.',
  'guardians.nextMine.own': 'Fra den {date} bestemmer du selv. Så kan ingen længere læse med.',
  'guardians.logIn': 'Log ind for at se, hvem der kan læse med.',
  'guardians.forWhom': 'Hvem er det til?',
  'guardians.myself': 'Til mig selv',
  'guardians.notLinked': 'Din egen bruger er ikke tilknyttet her endnu.',
  'guardians.acting': 'Du gør dette for {name}',
  'guardians.actingSeen': 'Klinikken kan se, at det er dig, og det kan barnet også.',
  'guardians.readAlong': 'Det, du ser og sender her, kan også læses af: {names}.',
} as const satisfies Translation<typeof nl>;
