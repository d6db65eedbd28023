import type { Translation } from '../types.ts';
import type nl from '../nl/menu.ts';

export default {
  'menu.title': 'Patient portal',
  'menu.practices': 'Choose your practice',
  'menu.thisPractice': '(this practice)',
  'menu.services': 'What would you like to do?',
  'menu.noServices': 'This practice offers no services online at the moment. Call {phone}.',
  'menu.open': 'Go to {service}',
  'menu.logIn': 'Log in',
  'menu.account': 'My account',
  'menu.help': 'Help',
  'menu.in': 'You are logged in as {name}.',
  'menu.apps': 'App for phone or tablet',
  'menu.newTab': '(opens in a new tab)',
  'help.title': 'Help',
  'help.pages': 'Guides',
  'help.films': 'Films',
  'help.apps': 'App for phone or tablet',
  'help.none': 'There are no guides here yet. Please do call us.',
  'help.mail': 'With questions or problems you can write to:',
  'help.mailHint': 'Do not put medical information in an e-mail.',
  'help.call': 'Calling',
  'help.closedUntil': 'The practice opens again on {day} at {time}.',
} as const satisfies Translation<typeof nl>;
