import type { Translation } from '../types.ts';
import type nl from '../nl/menu.ts';

export default {
  'menu.title': 'Patientportal',
  'menu.practices': 'Vælg din klinik',
  'menu.thisPractice': '(denne klinik)',
  'menu.services': 'Hvad vil du?',
  'menu.noServices': 'Klinikken har ingen tjenester på portalen lige nu. Ring på {phone}.',
  'menu.open': 'Gå til {service}',
  'menu.logIn': 'Log ind',
  'menu.account': 'Min profil',
  'menu.help': 'Hjælp',
  'menu.in': 'Du er logget ind som {name}.',
  'menu.apps': 'App til telefon eller tablet',
  'menu.newTab': '(åbner i en ny fane)',
  'help.title': 'Hjælp',
  'help.pages': 'Vejledninger',
  'help.films': 'Film',
  'help.apps': 'App til telefon eller tablet',
  'help.none': 'Der er ingen vejledninger her endnu. Du er velkommen til at ringe.',
  'help.mail': 'Har du spørgsmål eller problemer, kan du skrive til:',
  'help.mailHint': 'Skriv ikke om dit helbred i en e-mail.',
  'help.call': 'Ring',
  'help.closedUntil': 'Klinikken åbner igen {day} kl. {time}.',
} as const satisfies Translation<typeof nl>;
