import { PortalError, type PortalErrorCode } from '@balie/portal-client';
import type { Fixtures } from '../shared/fixture.ts';
import { fakeClinic } from '../shared/fake-portal.ts';
import { submit, typeIn, until } from '../shared/acts.ts';
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

export const fixtures = {
  begin: { title: 'Before you begin' },
  form: { title: 'The form', act: begin },
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
  already: { title: 'Logged in already', portal: { me: {} } },
} as const satisfies Fixtures<RegisterFormElement>;
