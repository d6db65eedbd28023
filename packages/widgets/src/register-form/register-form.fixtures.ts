import { examplePublicClinic } from '@balie/contracts/testing';
import { PortalError, type JoiningApi, type PortalErrorCode } from '@balie/portal-client';
import { settled, type Fixtures } from '../shared/fixture.ts';
import { fakeClinic, type FakeOptions } from '../shared/fake-portal.ts';
import { submit, typeIn, until } from '../shared/acts.ts';
import { closedClinic, danishClinic } from '../shared/danish.fixtures.ts';
import type { RegisterFormElement } from './register-form.ts';

const secret = 's'.repeat(43);
const { registration } = fakeClinic;
const refuses = (code: PortalErrorCode, more: ConstructorParameters<typeof PortalError>[1] = {}) => () => Promise.reject(new PortalError(code, more));
const linked = (element: RegisterFormElement, is = secret) => { element.fragment = `balie-confirm=${is}`; };

const begin = async (element: RegisterFormElement) => { element.querySelector<HTMLAnchorElement>('a[href="#register-form-form"]')!.click(); await element.updateComplete; };
export const fill = (element: RegisterFormElement) => {
  typeIn(element, 'email', 'a.devries@voorbeeld.nl');
  typeIn(element, 'password', 'vier blauwe fietsen op dinsdag');
  typeIn(element, 'name', 'Anna de Vries');
  typeIn(element, 'birthDate', '31-12-1970');
  typeIn(element, 'phone', '06-12345678');
};
export const toReview = async (element: RegisterFormElement) => { await begin(element); fill(element); submit(element); await until(() => element.querySelector('.register.review')); };
const send = async (element: RegisterFormElement) => { await toReview(element); element.querySelector<HTMLButtonElement>('section .row .primary')!.click(); await until(() => !element.querySelector('[aria-disabled]')); };

const letter = examplePublicClinic({ preset: 'nl-letter-pin-sms', sms: { sender: 'De Linde' }, registration: { documents: [{ id: 'privacy', url: 'https://linde.example/privacy', version: '1' }, { id: 'terms', url: 'https://linde.example/terms', version: '1' }] } }).registration;
const byLetter = (more: Partial<JoiningApi> = {}): FakeOptions => ({ clinic: { registration: letter }, joining: { activation: async () => 'pin', checkPin: async () => {}, choosePassword: async () => ({ state: 'mailed', confirm: false }), resendSecond: async () => {}, ...more } });
const activates = async (element: RegisterFormElement, which = '', secret = 'A'.repeat(43)) => { element.fragment = `balie-activation${which}=${secret}`; await import('./activation-part.ts'); await until(() => element.querySelector('[id$=activation-title]')); await settled(element); };
const typesPin = async (element: RegisterFormElement, pin = '1234 5678') => { typeIn(element, 'pin', pin); submit(element); await settled(element); };
const toPassword = async (element: RegisterFormElement) => { await activates(element); await typesPin(element); };
const alone = (): FakeOptions => ({ clinic: danishClinic, joining: { activation: async () => 'password', choosePassword: async () => ({ state: 'made', confirm: true }) } });
const choosesPassword = async (element: RegisterFormElement, again = 'zeven paarse fietsen', password = 'zeven paarse fietsen') => { typeIn(element, 'password', password); typeIn(element, 'again', again); submit(element); await settled(element); };
const digid = examplePublicClinic({ preset: 'nl-digid' });
const eid = { logIn: digid.logIn, eid: digid.eid, registration: digid.registration };

export const fixtures = {
  begin: { title: 'Before you begin' },
  form: { title: 'The form', act: begin },
  'eid-first': { title: 'DigiD first, the manual route beside it (S1-15, S1-16)', portal: { clinic: eid } },
  'eid-failed': { title: 'Cancelled at DigiD', portal: { clinic: eid, eid: { step: 'failed', purpose: 'register', error: new PortalError('eid_cancelled') } } },
  'eid-registered': { title: 'The account exists, by DigiD, and is linked', portal: { clinic: eid, me: {}, eid: { step: 'back', purpose: 'register', result: 'logged-in' } } },
  'type-twice': { title: 'The address typed twice, and a password rule', portal: { clinic: { registration: { ...registration, fields: [], confirmEmail: 'type-twice', password: { minLength: 8, composition: true } } } }, act: begin },
  'empty-submit': { title: 'Sent without filling in', act: async (element) => { await begin(element); submit(element); await until(() => element.querySelector('.error-summary')); } },
  mistakes: {
    title: 'Every field is wrong',
    act: async (element) => {
      await begin(element);
      typeIn(element, 'email', 'anna@voorbeeld');
      typeIn(element, 'password', 'Welkom01!!');
      typeIn(element, 'name', 'Anna');
      typeIn(element, 'birthDate', '31-02-1970');
      typeIn(element, 'phone', '06 1234567');
      submit(element);
      await until(() => element.querySelector('.error-summary'));
    },
  },
  'weak-password': { title: 'The meter says: weak', act: async (element) => { await begin(element); typeIn(element, 'password', 'huisarts'); await until(() => element.querySelector('.strength')); } },
  'strong-password': { title: 'The meter says: strong', act: async (element) => { await begin(element); typeIn(element, 'password', 'vier blauwe fietsen op dinsdag'); await until(() => element.querySelector('.strength')); } },
  review: { title: 'One look at the address', act: toReview },
  'send-offline': { title: 'No internet while sending', portal: { portal: { register: refuses('offline') } }, act: send },
  sent: { title: 'The mail is on its way', act: send },
  recalled: { title: 'After a reload: what was typed stands there, but for the password (N7)', portal: { typed: { 'register-email': { email: 'a.devries@voorbeeld.nl', name: 'Anna de Vries', birthDate: '31-12-1970', phone: '0612345678' } } }, act: async (element) => { await until(() => element.querySelector<HTMLInputElement>('[name=phone]')?.value); } },
  'recalled-sent': { title: 'After a reload: the mail is on its way (N7)', portal: { typed: { 'register-email': { sent: 'yes' } } }, act: async (element) => { await until(() => element.querySelector('.register.sent')); } },
  'password-refused': { title: 'The service finds the password too weak', portal: { portal: { register: refuses('weak_password') } }, act: async (element) => { await send(element); } },
  confirming: { title: 'The mailed link was clicked', portal: { portal: { confirm: () => new Promise<never>(() => undefined) } }, act: (element) => linked(element) },
  'confirm-password': { title: 'Another browser: the password chosen then', portal: { portal: { confirm: async () => 'password_needed' as const } }, act: (element) => linked(element) },
  'confirm-wrong': {
    title: 'Another browser, wrong password',
    portal: { portal: { confirm: async (_secret, password) => { if (password) throw new PortalError('wrong_credentials'); return 'password_needed' as const; } } },
    act: async (element) => { linked(element); await until(() => element.querySelector('form[action$=confirm]')); typeIn(element, 'password', 'niet dit'); submit(element); },
  },
  'confirm-offline': { title: 'No internet while confirming', portal: { portal: { confirm: refuses('offline') } }, act: (element) => linked(element) },
  'link-dead': { title: 'The link was used, replaced or is too old', portal: { portal: { confirm: refuses('link_invalid') } }, act: (element) => linked(element) },
  'link-broken': { title: 'The link is not complete', act: (element) => linked(element, 'abc') },
  confirmed: { title: 'The account exists, logged in at once', portal: { me: { link: 'requested', record_name: null } }, act: (element) => linked(element) },
  'confirmed-elsewhere': { title: 'The account exists, not logged in here; the patient calls', portal: { clinic: { linking: { caller: 'patient' } } }, act: (element) => linked(element) },
  'by-letter': { title: 'Accounts begin with the practice (S2-01)', portal: { clinic: { registration: letter } } },
  'by-letter-computer': { title: 'The practice says: on a computer only (S2-28)', portal: { clinic: { registration: { ...letter, devices: 'computer' } } } },
  'activation-reading': { title: 'The activation link was clicked', portal: byLetter({ activation: () => new Promise<never>(() => undefined) }), act: (element) => activates(element) },
  'activation-offline': { title: 'No internet while the link is looked at', portal: byLetter({ activation: () => Promise.reject(new PortalError('offline')) }), act: (element) => activates(element) },
  'activation-pin': { title: 'The PIN of the letter', portal: byLetter(), act: (element) => activates(element) },
  'activation-pin-short': { title: 'A PIN that is not whole', portal: byLetter(), act: async (element) => { await activates(element); await typesPin(element, '1234 567'); } },
  'activation-pin-wrong': { title: 'A wrong PIN', portal: byLetter({ checkPin: () => Promise.reject(new PortalError('wrong_code', { guessesLeft: 4 })) }), act: async (element) => { await activates(element); await typesPin(element); } },
  'activation-pin-spent': { title: 'Too many wrong PINs', portal: byLetter({ checkPin: () => Promise.reject(new PortalError('code_guesses_spent', { guessesLeft: 0 })) }), act: async (element) => { await activates(element); await typesPin(element); } },
  'by-practice': { title: 'Accounts begin with the practice, by its mail alone (S4-35)', portal: { clinic: { registration: { ...registration, ways: ['practice'] } } } },
  'activation-alone': { title: 'The link alone: a password for one\'s CPR number, and the terms (S4-35)', portal: alone(), act: (element) => activates(element) },
  'activation-made': { title: 'The account is there; the first log-in brings MitID (S4-36)', portal: alone(), act: async (element) => { await activates(element); await choosesPassword(element, 'Blaa cykel 1970', 'Blaa cykel 1970'); } },
  'activation-password': { title: 'The password, twice', portal: byLetter(), act: toPassword },
  'activation-differs': { title: 'Two passwords that differ', portal: byLetter(), act: async (element) => { await toPassword(element); await choosesPassword(element, 'iets anders'); } },
  'activation-mailed': { title: 'The second mail is on its way', portal: byLetter(), act: async (element) => { await toPassword(element); await choosesPassword(element); } },
  'activation-confirm': { title: 'The second link: the password again', portal: byLetter(), act: (element) => activates(element, '-confirm') },
  'activation-confirm-wrong': { title: 'The second link, wrong password', portal: byLetter({ confirmActivation: () => Promise.reject(new PortalError('wrong_credentials')) }), act: async (element) => { await activates(element, '-confirm'); typeIn(element, 'password', 'niet dit'); submit(element); await until(() => element.querySelector('.error-summary')); } },
  'activation-known': { title: 'The address had an account already', portal: byLetter({ confirmActivation: async () => 'known' }), act: async (element) => { await activates(element, '-confirm'); typeIn(element, 'password', 'zeven paarse fietsen'); submit(element); await until(() => !element.querySelector('form')); } },
  'activation-taken': { title: 'The record got its account meanwhile', portal: byLetter({ confirmActivation: () => Promise.reject(new PortalError('conflict')) }), act: async (element) => { await activates(element, '-confirm'); typeIn(element, 'password', 'zeven paarse fietsen'); submit(element); await until(() => !element.querySelector('form')); } },
  'activation-reloaded': { title: 'The page of the link was loaded again', portal: byLetter(), act: (element) => activates(element, '', '') },
  'activation-dead': { title: 'The activation link no longer works', portal: byLetter({ activation: () => Promise.reject(new PortalError('link_invalid')) }), act: (element) => activates(element) },
  already: { title: 'Logged in already', portal: { me: {} } },
  number: { title: 'The form with a CPR number (S4-24)', portal: { clinic: danishClinic } },
  'number-closed': { title: 'Self-registration is switched off (S4-18)', portal: { clinic: closedClinic } },
  'number-empty': { title: 'Sent without filling in', portal: { clinic: danishClinic }, act: async (element) => { submit(element); await until(() => element.querySelector('.error-summary')); } },
  'number-recalled': { title: 'After a reload: what was typed stands there, but for number and password (N7)', portal: { clinic: danishClinic, typed: { 'register-number': { givenName: 'Einer', familyName: 'Testmand', email: 'einer@patient.example', emailAgain: 'einer@patient.example', phone: '20 12 34 56' } } }, act: async (element) => { await until(() => element.querySelector<HTMLInputElement>('[name=givenName]')?.value); } },
  'number-cancelled': { title: 'Cancelled at MitID: what was typed stands there', portal: { clinic: danishClinic, eid: { step: 'failed', purpose: 'register', error: new PortalError('eid_cancelled'), waits: true, draft: { name: 'register-number', value: { givenName: 'Einer Test', familyName: 'Lauridsen', email: 'einer@patient.example', emailAgain: 'einer@patient.example', phone: '20 12 34 56' } } } } },
  'number-waiting': { title: 'Proved; the clinic has yet to say yes', portal: { clinic: danishClinic, eid: { step: 'back', purpose: 'register', result: 'waiting' } } },
  'number-created': { title: 'Proved; the account exists', portal: { clinic: danishClinic, eid: { step: 'back', purpose: 'register', result: 'registered' } } },
  'number-exists': { title: 'There is a user with that number', portal: { clinic: danishClinic, eid: { step: 'back', purpose: 'register', result: 'exists' } } },
} as const satisfies Fixtures<RegisterFormElement>;
