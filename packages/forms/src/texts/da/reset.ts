import type nl from '../nl/reset.ts';
import type { Translation } from '../types.ts';

export default {
  'reset.title': 'Nulstil adgangskode',
  'reset.lead': 'Skriv den e-mailadresse, du logger ind med. Vi sender dig et link, så du kan vælge en ny adgangskode.',
  'reset.leadNumber': 'Skriv dit CPR-nummer og den e-mailadresse, der hører til din bruger. Vi sender dig et link, så du kan vælge en ny adgangskode.',
  'reset.email': 'E-mail',
  'reset.submit': 'Nulstil adgangskode',
  'reset.stuck': 'Har du ikke længere den e-mailadresse? Ring til os på {phone}.',
  'reset.sentTitle': 'Se i din e-mail',
  'reset.sent': 'Hvis portalen kender oplysningerne, får du en e-mail med et link i løbet af få minutter. Linket virker i en time.',
  'reset.sentSpam': 'Har du ikke fået en e-mail? Se i mappen Uønsket mail (spam), eller tjek det, du har skrevet.',
  'reset.again': 'Bed om et nyt link',
  'reset.pasteHere': 'Har du fået e-mailen, men virker linket ikke? Vælg din nye adgangskode her.',
  'reset.newTitle': 'Vælg en ny adgangskode',
  'reset.new': 'Ny adgangskode',
  'reset.newAgain': 'Bekræft den nye adgangskode',
  'reset.differs': 'De to adgangskoder er ikke ens.',
  'reset.save': 'Gem adgangskode',
  'reset.doneTitle': 'Din adgangskode er ændret',
  'reset.done': 'Du er logget ud alle steder. Log ind med din nye adgangskode.',
  'reset.reloaded': 'Siden blev indlæst igen. Af hensyn til din sikkerhed gemmer den ikke linket fra e-mailen: åbn linket igen. Er det allerede brugt eller for gammelt? Så bed om et nyt herunder.',
  'reset.dead': 'Linket er allerede brugt, der er et nyere, eller der er gået mere end en time. Bed om et nyt.',
} as const satisfies Translation<typeof nl>;
