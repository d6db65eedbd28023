import type nl from '../nl/pages.ts';
import type { Translation } from '../types.ts';

export default {
  'pages.portal': 'Patientportalen hos {clinic}',
  'pages.phones': 'Telefonnumre',
  'pages.practice': 'Klinikken: {phone}',
  'pages.outOfHours': 'Lægevagten: {phone}',
  'pages.emergency': 'Livstruende sygdom: {phone}',
  'pages.language': 'Sprog',
  'pages.toSite': 'Til klinikkens hjemmeside',
  'pages.desk': 'Skranken',
  'pages.notFoundTitle': 'Siden findes ikke',
  'pages.notFound': 'Adressen er forkert, eller klinikken er ikke kendt her. Gå til din kliniks hjemmeside, og begynd forfra der, eller ring til din klinik.',
  'pages.notFoundPart': 'Denne del findes ikke hos {clinic}. Vælg en anden del nedenfor, eller ring til os på {phone}.',
  'pages.logInAgain': 'Du er ikke logget ind endnu: Formularen blev sendt, før siden var klar. Skriv dine oplysninger igen nedenfor.',
  'pages.notOurs': 'Formularen blev ikke sendt fra vores egen side. Der er ikke sket noget. Udfyld den igen nedenfor.',
  'pages.confirmHere': 'Har du fået e-mailen, men virker linket ikke? Bekræft din bruger her.',
  'pages.deskNoScript': 'Skranken virker kun, når JavaScript er slået til i din browser.',
} as const satisfies Translation<typeof nl>;
