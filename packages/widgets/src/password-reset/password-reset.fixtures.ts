import { PortalError } from '@balie/portal-client';
import type { Fixtures } from '../shared/fixture.ts';
import { submit, typeIn, until } from '../shared/acts.ts';
import { danishClinic } from '../shared/danish.fixtures.ts';
import type { PasswordReset } from './password-reset.ts';

const opened = (element: PasswordReset, secret = 's'.repeat(43)) => { element.fragment = `balie-reset=${secret}`; };
export const ask = async (element: PasswordReset) => { typeIn(element, 'email', 'a.devries@voorbeeld.nl'); submit(element); await until(() => !element.querySelector('form') || element.querySelector('.error-summary')); };
export const choose = async (element: PasswordReset, password = 'Nieuwe groene theepot 7') => {
  opened(element);
  await until(() => element.querySelector('form[action$=reset]'));
  typeIn(element, 'password', password);
  typeIn(element, 'passwordAgain', password);
  submit(element);
  await until(() => !element.querySelector('form') || element.querySelector('.error-summary'));
};
const danish = { clinic: danishClinic };

export const fixtures = {
  forgot: { title: 'Where to send the link' },
  'forgot-number': { title: 'By number and address (S4-16)', portal: danish },
  'empty-submit': { title: 'Sent without filling in', portal: danish, act: async (element) => { submit(element); await until(() => element.querySelector('.error-summary')); } },
  sent: { title: 'The mail is on its way, whatever exists', portal: { self: { forgot: async () => undefined } }, act: ask },
  offline: { title: 'No internet while sending', portal: { self: { forgot: () => Promise.reject(new PortalError('offline')) } }, act: ask },
  'too-many': { title: 'Too many from here', portal: { self: { forgot: () => Promise.reject(new PortalError('too_many_requests', { retryAfter: 3600 })) } }, act: ask },
  choose: { title: 'Behind the link: a new password', act: (element) => opened(element) },
  'choose-offline': { title: 'Behind the link, while it cannot be asked whether it still works', portal: { self: { resetLink: () => Promise.reject(new PortalError('offline')) } }, act: (element) => opened(element) },
  'dead-at-once': { title: 'The link was used before: told when the page opens', portal: { self: { resetLink: () => Promise.reject(new PortalError('link_invalid')) } }, act: (element) => opened(element) },
  reloaded: { title: 'The page of the link was loaded again', act: (element) => opened(element, '') },
  mistakes: { title: 'Too weak, and not twice the same', act: async (element) => { opened(element); await until(() => element.querySelector('form[action$=reset]')); typeIn(element, 'password', 'Nieuwe groene theepot 7'); typeIn(element, 'passwordAgain', 'iets anders'); submit(element); await until(() => element.querySelector('.error-summary')); } },
  refused: { title: 'The service finds it too weak', portal: { self: { reset: () => Promise.reject(new PortalError('weak_password')) } }, act: (element) => choose(element) },
  done: { title: 'Changed; logged out everywhere', portal: { self: { resetLink: async () => undefined, reset: async () => undefined } }, act: (element) => choose(element) },
  dead: { title: 'The link was used, replaced or is too old', portal: { self: { reset: () => Promise.reject(new PortalError('link_invalid')) } }, act: (element) => choose(element) },
  broken: { title: 'The link is not complete', act: (element) => opened(element, 'abc') },
} as const satisfies Fixtures<PasswordReset>;
