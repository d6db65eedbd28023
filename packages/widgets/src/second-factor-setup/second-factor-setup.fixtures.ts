import { PortalError, type JoiningApi, type PageState } from '@balie/portal-client';
import type { SetupAnswer } from '@balie/contracts';
import { submit, typeIn, until } from '../shared/acts.ts';
import { fakeClinic, fakePrompt, type FakeOptions } from '../shared/fake-portal.ts';
import { settled, type Fixtures } from '../shared/fixture.ts';
import type { SecondFactorSetup } from './second-factor-setup.ts';

const documents: SetupAnswer['documents'] = [{ id: 'privacy', url: 'https://linde.example/privacy', version: '2026-01' }, { id: 'terms', url: 'https://linde.example/terms', version: '3' }];
const at = (setup: Partial<SetupAnswer>, joining: Partial<JoiningApi> = {}, more: FakeOptions = {}): FakeOptions => ({
  me: {}, ...more,
  joining: { setup: async () => ({ documents: [], phone: 'asked', help: 'hulp@linde.example', ...setup }), agree: async () => {}, addPhone: async () => phone(), ...joining },
});
const phone = (state: Partial<Extract<PageState, { step: 'code' }>> = {}, activate: () => Promise<void> = async () => {}) => ({ prompt: fakePrompt({ by: 'sms', to: '*** 78', ...state }), activate });
const logInPage: FakeOptions = { clinic: { registration: { ...fakeClinic.registration, after: 'log-in-page' } } };
const refuses = (code: 'offline' | 'insufficient_user_authentication' | 'wrong_credentials' | 'not_found' | 'too_many_requests') => () => Promise.reject(new PortalError(code, { retryAfter: 60 }));

/** Presses what carries the step on. */
const on = async (element: SecondFactorSetup) => { element.querySelector<HTMLButtonElement>('section .primary')!.click(); await settled(element); };
const toPhone = async (element: SecondFactorSetup) => { await until(() => element.querySelector('section .primary')); await on(element); };
const sends = async (element: SecondFactorSetup, number = '06-12345678') => { await toPhone(element); typeIn(element, 'number', number); submit(element); await until(() => !element.querySelector('select') || element.querySelector('.error-summary')); await settled(element); };
/** Where nothing is due: the only button leads to the number. */
const presses = async (element: SecondFactorSetup) => { await until(() => element.querySelector('section button')); element.querySelector<HTMLButtonElement>('section button')!.click(); await settled(element); typeIn(element, 'number', '06-12345678'); submit(element); await until(() => element.querySelector('.error-summary')); };
const toCode = async (element: SecondFactorSetup) => { await sends(element); await on(element); };
const toPassword = async (element: SecondFactorSetup) => { await toCode(element); typeIn(element, 'code', '123456'); submit(element); await settled(element); };
const activates = async (element: SecondFactorSetup) => { await toPassword(element); typeIn(element, 'password', 'zeven paarse fietsen'); submit(element); await settled(element); };

const due = { 'only-when-asked': '' } as const;

export const fixtures = {
  'logged-out': { title: 'Not logged in' },
  loading: { title: 'Before it is known what is due', portal: at({}, { setup: () => new Promise<never>(() => undefined) }) },
  offline: { title: 'No internet', portal: at({}, { setup: refuses('offline') }) },
  terms: { title: 'Both documents, two boxes (S2-12)', portal: at({ documents }) },
  'terms-missing': { title: 'One box left open', portal: at({ documents }), act: async (element) => { await until(() => element.querySelector('form')); element.querySelector<HTMLInputElement>('[name=privacy]')!.click(); submit(element); await settled(element); } },
  method: { title: 'The method, with its reason (S2-14, S2-17)', portal: at({}) },
  phone: { title: 'Country code and number apart (S2-18)', portal: at({}), act: toPhone },
  'phone-empty': { title: 'No number', portal: at({}), act: (element) => sends(element, '') },
  'phone-fixed': { title: 'A fixed number, with the reason', portal: at({}), act: (element) => sends(element, '010-1234567') },
  'phone-voip': { title: 'An internet number, with the reason', portal: at({}), act: (element) => sends(element, '085-1234567') },
  'phone-short': { title: 'Too short a number', portal: at({}), act: (element) => sends(element, '06 1234567') },
  'phone-offline': { title: 'No internet while sending', portal: at({}, { addPhone: refuses('offline') }), act: (element) => sends(element) },
  'phone-code-first': { title: 'A first number, logged in by a password alone (T31)', portal: at({ phone: 'offered' }, { addPhone: refuses('insufficient_user_authentication') }), act: presses },
  'phone-stronger': { title: 'Another number, logged in without the code of the one before (T31)', portal: at({ phone: 'there' }, { addPhone: refuses('insufficient_user_authentication') }), act: presses },
  sent: { title: 'The SMS was sent (S2-20, S2-21)', portal: at({}), act: (element) => sends(element) },
  code: { title: 'The code', portal: at({}), act: toCode },
  'code-wrong': { title: 'A wrong code', portal: at({}, { addPhone: async () => phone({ problem: 'wrong_code', guessesLeft: 4 }) }), act: toCode },
  'code-expired': { title: 'A code that expired', portal: at({}, { addPhone: async () => phone({ problem: 'code_expired', expiresAt: 0, resendAt: 0 }) }), act: toCode },
  password: { title: 'The password again (S2-24)', portal: at({}), act: toPassword },
  'password-wrong': { title: 'A wrong password', portal: at({}, { addPhone: async () => phone({}, refuses('wrong_credentials')) }), act: activates },
  late: { title: 'The password came too late', portal: at({}, { addPhone: async () => phone({}, refuses('not_found')) }), act: activates },
  done: { title: 'Activated', portal: at({}), act: activates },
  finished: { title: 'Registered and logged out: log in (S2-26, S2-33)', portal: at({}, {}, logInPage), act: activates },
  there: { title: 'Set up already', portal: at({ phone: 'there' }) },
  offered: { title: 'May be set up', portal: at({ phone: 'offered' }) },
  due: { title: 'In the log-in: the number was left for later', portal: at({}), attributes: due, act: async (element) => { await until(() => element.querySelector('section')); } },
  'due-done': { title: 'In the log-in: set up, and still logged in', portal: at({}, {}, logInPage), attributes: due, act: activates },
  none: { title: 'Nothing to set up here', portal: at({ phone: 'none' }) },
} as const satisfies Fixtures<SecondFactorSetup>;
