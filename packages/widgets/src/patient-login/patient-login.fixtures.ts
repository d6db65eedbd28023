import { settled, type Fixtures } from '../shared/fixture.ts';
import { PortalError, type PortalErrorCode } from '@balie/portal-client';
import { submit, typeIn, until } from '../shared/acts.ts';
import { examplePublicClinic } from '@balie/contracts/testing';
import { closedClinic, danishClinic } from '../shared/danish.fixtures.ts';
import { fakeClinic } from '../shared/fake-portal.ts';
import type { PatientLogin } from './patient-login.ts';

const tries = (element: HTMLElement) => { typeIn(element, 'username', 'a.devries@voorbeeld.nl'); typeIn(element, 'password', 'niet dit'); element.querySelector<HTMLInputElement>('[name=password]')!.form!.requestSubmit(); };
/** The part with the code is loaded when it is asked for. */
const asksCode = async (element: HTMLElement) => { tries(element); await import('../shared/log-in-code.ts'); await settled(element); };
const refuses = (code: PortalErrorCode, more: ConstructorParameters<typeof PortalError>[1] = {}) => ({ logIn: () => Promise.reject(new PortalError(code, more)) });

const digid = examplePublicClinic({ preset: 'nl-digid' }), mitid = examplePublicClinic({ logIn: { ways: ['eid'], userName: 'email' }, eid: { scheme: 'mitid', fromAge: 15 } });
const eid = ({ logIn, eid: scheme, registration }: typeof digid) => ({ logIn, eid: scheme, registration });
const failed = (code: PortalErrorCode) => ({ step: 'failed', purpose: 'log-in', error: new PortalError(code) }) as const;
const byPasskey = { logIn: { ...fakeClinic.logIn, ways: ['passkey', 'password'] as ('passkey' | 'password')[] } };
/** Its words come in a chunk of their own. */
const pressPasskey = async (element: HTMLElement) => { element.querySelector<HTMLButtonElement>('form > button[type=button]')!.click(); await until(() => element.querySelector('.error-summary')); };

export const fixtures = {
  'logged-out': { title: 'Not logged in' },
  unknown: { title: 'Before the session is known: the form is there already', portal: { session: { state: 'unknown' } } },
  'empty-submit': { title: 'Sent without filling in', act: submit },
  'wrong-credentials': { title: 'User name and password do not belong together', portal: { portal: refuses('wrong_credentials') }, act: tries },
  'too-many': { title: 'Too many attempts, with the wait in words', portal: { portal: refuses('too_many_requests', { retryAfter: 900 }) }, act: tries },
  'server-error': { title: 'A fault of ours, with a number to quote', portal: { portal: refuses('server_error', { id: 'K3T9-P2WX' }) }, act: tries },
  busy: { title: 'Logging in', portal: { portal: { logIn: () => new Promise(() => undefined) } }, act: tries },
  'code-mailed': { title: 'The password was right; a code was mailed (S4)', portal: { logInCode: {} }, act: asksCode },
  'code-by-sms': { title: 'A code went by SMS (S2)', portal: { logInCode: { by: 'sms', to: '*** 78' } }, act: asksCode },
  'code-no-number': { title: 'By mail, because the number for codes by SMS was never set up (S2-13)', portal: { clinic: { logIn: { ...fakeClinic.logIn, code: 'sms', asks: ['phone'] } }, logInCode: {} }, act: async (element) => { await asksCode(element); await until(() => element.querySelector('.notice + form')); } },
  'due-out': { title: 'Not logged in, where the log-in has more to ask', portal: { clinic: { logIn: { ...fakeClinic.logIn, code: 'sms', asks: ['phone'] } } } },
  'phone-there': { title: 'Logged in: the number is set up', portal: { clinic: { logIn: { ...fakeClinic.logIn, code: 'sms', asks: ['phone'] } }, me: {}, joining: { setup: async () => ({ documents: [], phone: 'there', help: null }) } } },
  'phone-unknown': { title: 'Logged in: what is due could not be asked', portal: { clinic: { logIn: { ...fakeClinic.logIn, code: 'sms', asks: ['phone'] } }, me: {}, joining: { setup: () => Promise.reject(new PortalError('offline')) } } },
  'phone-due': { title: 'Logged in: the number is still due', portal: { clinic: { logIn: { ...fakeClinic.logIn, code: 'sms', asks: ['phone'] } }, me: {}, joining: { setup: async () => ({ documents: [], phone: 'asked', help: null }) } } },
  'code-wrong': { title: 'The code by SMS was wrong', portal: { logInCode: { by: 'sms', to: '*** 78', problem: 'wrong_code', guessesLeft: 4 } }, act: asksCode },
  'code-replaced': { title: 'A newer code was sent', portal: { logInCode: { problem: 'code_replaced' } }, act: asksCode },
  'code-own-name': { title: 'The clinic calls the code something else (S2-15)', portal: { clinic: { texts: { 'code.sms.label': 'TAN-code' } }, logInCode: { by: 'sms', to: '*** 78' } }, act: asksCode },
  offline: { title: 'No internet', portal: { online: false } },
  'own-label': { title: 'The clinic calls registering something else', portal: { clinic: { registration: { ...fakeClinic.registration, label: 'Account aanmaken' } } } },
  phrase: { title: 'A device that somebody logged in with: their own phrase (T05)', portal: { portal: { phrase: async () => 'De kat van oma slaapt' } } },
  passkey: { title: 'With a passkey as a way in', portal: { clinic: byPasskey } },
  'passkey-cancelled': { title: 'The passkey was not finished', portal: { clinic: byPasskey, portal: { logInByPasskey: async () => 'cancelled' } }, act: pressPasskey },
  'passkey-unsupported': { title: 'The browser has no passkeys', portal: { clinic: byPasskey, portal: { logInByPasskey: async () => 'unsupported' } }, act: pressPasskey },
  'passkey-unknown': { title: 'A passkey that was removed', portal: { clinic: byPasskey, portal: { logInByPasskey: () => Promise.reject(new PortalError('wrong_credentials')) } }, act: pressPasskey },
  'logged-in-linked': { title: 'Logged in, linked', portal: { me: {} } },
  'logged-in-requested': { title: 'Logged in, not linked: the practice calls', portal: { me: { link: 'requested', record_name: null } } },
  'logged-in-patient-calls': { title: 'Logged in, not linked: the patient calls', portal: { me: { link: 'requested', record_name: null }, clinic: { linking: { caller: 'patient' } } } },
  'logged-in-checked': { title: 'Logged in, identity checked', portal: { me: { link: 'identity-checked' } } },
  'logged-in-refused': { title: 'Logged in, link refused', portal: { me: { link: 'refused' } } },
  'logged-out-by-patient': { title: 'Logged out', portal: { session: { state: 'out', why: 'patient' } } },
  'ended-idle': { title: 'Session ended after doing nothing', portal: { session: { state: 'out', why: 'idle' } } },
  'ended-elsewhere': { title: 'Session ended', portal: { session: { state: 'out', why: 'ended' } } },
  'eid-first': { title: 'DigiD first, the password below it (S1-26)', portal: { clinic: eid(digid) } },
  'eid-alone': { title: 'MitID alone, from fifteen on (S4-10, S4-11)', portal: { clinic: eid(mitid) } },
  'eid-leaving': { title: 'On the way to DigiD', portal: { clinic: eid(digid), eid: { step: 'leaving', url: null } } },
  'eid-leaving-link': { title: 'The browser did not go by itself', portal: { clinic: eid(digid), eid: { step: 'leaving', url: 'http://balie.localhost:4400/authorize' } } },
  'eid-returning': { title: 'Back from DigiD', portal: { clinic: eid(digid), eid: { step: 'returning' } } },
  'eid-cancelled': { title: 'Cancelled there (S4-32)', portal: { clinic: eid(digid), eid: failed('eid_cancelled') } },
  'eid-failed': { title: 'DigiD cannot be reached', portal: { clinic: eid(digid), eid: failed('temporarily_unavailable') } },
  'eid-level': { title: 'Too low a level', portal: { clinic: eid(digid), eid: failed('eid_level') } },
  'eid-mismatch': { title: 'Logged in, and somebody else at DigiD', portal: { clinic: eid(digid), me: {}, eid: failed('identity_mismatch') } },
  'eid-new': { title: 'Logged in by DigiD, not linked: no name yet', portal: { clinic: { ...eid(digid), linking: digid.linking }, me: { link: 'requested', record_name: null, name: null, email: null } } },
  'eid-no-storage': { title: 'The browser may keep nothing', portal: { clinic: eid(digid), storage: false }, act: (element) => { element.querySelector<HTMLFormElement>('[data-eid]')!.requestSubmit(); } },
  front: { title: 'The front page of a clinic that asks CPR numbers (S4-44)', portal: { clinic: danishClinic } },
  'front-closed': { title: 'Where one cannot register by oneself (S4-18)', portal: { clinic: closedClinic } },
  'front-hidden': { title: 'The number is hidden', portal: { clinic: danishClinic }, act: (element) => { typeIn(element, 'username', '020160-9995'); element.querySelector<HTMLInputElement>('[name=hide]')!.click(); } },
  'front-wrong': { title: 'Number and password do not belong together', portal: { clinic: danishClinic, portal: refuses('wrong_credentials') }, act: tries },
  'front-pending': { title: 'The clinic has yet to say yes', portal: { clinic: danishClinic, portal: refuses('approval_pending') }, act: tries },
  'front-confirm': { title: 'A first log-in that MitID confirms (S4-36)', portal: { clinic: danishClinic, portal: refuses('eid_confirmation') }, act: tries },
  'front-refused': { title: 'The clinic said no', portal: { clinic: danishClinic, portal: refuses('approval_refused') }, act: tries },
  'front-grown': { title: 'What a guardian set up has ended', portal: { clinic: danishClinic, portal: refuses('guardian_ended') }, act: tries },
  'second-clinic': { title: 'A user of another clinic (S4-21)', portal: { clinic: danishClinic, me: { link: null, record_name: null } } },
  'second-clinic-asked': { title: 'Asked, and waiting', portal: { clinic: danishClinic, me: { link: 'requested', record_name: null } } },
  'second-clinic-linked': { title: 'Linked', portal: { clinic: danishClinic, me: {} } },
} as const satisfies Fixtures<PatientLogin>;
