import type { AccessEntry, AccountAnswer, NotificationsAnswer } from '@balie/contracts';
import { PortalError } from '@balie/portal-client';
import { fixtureId, inTurn, submit, typeIn, until } from '../shared/acts.ts';
import { fakeClinic, openPage, type FakeOptions } from '../shared/fake-portal.ts';
import type { Fixtures } from '../shared/fixture.ts';
import { opened } from '../shared/gate.fixtures.ts';
import type { PatientAccount } from './patient-account.ts';

export const account: AccountAnswer = {
  profile: { name: 'A. de Vries', email: 'a.devries@voorbeeld.nl', phone: '+31612345678', birth_date: '1980-05-17', locale: 'nl', created_at: '2026-03-02T09:00:00Z', has_password: true, phrase: null },
  factors: [{ id: fixtureId(1), kind: 'sms', label: '*** 78', created_at: '2026-05-01T09:00:00Z', last_used_at: '2026-11-20T08:00:00Z' }, { id: fixtureId(2), kind: 'passkey', label: 'Chrome, Windows', created_at: '2026-06-01T09:00:00Z', last_used_at: null }],
  devices: [
    { device: 'A'.repeat(43), label: 'Chrome, Windows', first_seen: '2026-03-02T09:00:00Z', last_seen: '2026-11-23T08:55:00Z', here: true, active: true },
    { device: 'B'.repeat(43), label: 'Safari, iPhone', first_seen: '2026-07-12T19:00:00Z', last_seen: '2026-11-22T21:10:00Z', here: false, active: true },
    { device: 'C'.repeat(43), label: null, first_seen: '2025-12-24T10:00:00Z', last_seen: null, here: false, active: false },
  ],
  clinics: [{ id: 'de-linde', name: 'Huisartsenpraktijk De Linde', page: 'http://de-linde.localhost:4401/portaal', link: 'linked', since: '2026-03-02T09:00:00Z' }, { id: 'zeezicht', name: 'Praktijk Zeezicht', page: 'http://zeezicht.localhost:4401/portaal', link: 'requested', since: '2026-10-02T09:00:00Z' }],
};
const entry = (id: number, who: AccessEntry['who'], did: string, refused = false, clinic = 'Huisartsenpraktijk De Linde'): AccessEntry => ({ id, at: `2026-11-2${String(id % 3)}T1${String(id % 9)}:15:00Z`, who, did, refused, clinic });
export const entries = [entry(9, 'you', 'account.read'), entry(8, 'gp', 'econsult.read'), entry(7, 'assistant', 'link.check'), entry(6, 'practice', 'appointment.cancel'), entry(5, 'you', 'session-code', true), entry(4, 'system', 'quite-new.act'), entry(3, 'you', 'log-in', false, 'Praktijk Zeezicht')];

export const notifications: NotificationsAnswer = { choices: [{ kind: 'renewals', channel: 'mail' }, { kind: 'answers', channel: 'sms' }], phone: '*** 78' };
const shown = (held: AccountAnswer = account, api: FakeOptions['account'] = {}, more: FakeOptions = {}): FakeOptions => opened('account', { account: { read: async () => held, notifications: async () => notifications, log: async () => ({ entries, next: null }), ...api }, ...more });
const done = async () => {};
const fails = (code: ConstructorParameters<typeof PortalError>[0]) => () => Promise.reject(new PortalError(code));
/** By what is the same in every language. */
const open = (part: string) => (element: HTMLElement) => element.querySelector<HTMLButtonElement>(`#patient-account-${part}-open`)!.click();
const inPart = (part: string, nth = 0) => (element: HTMLElement) => element.querySelectorAll<HTMLButtonElement>(`[aria-labelledby="patient-account-${part}-title"] button`)[nth]!.click();
const changesTo = (password: string) => async (element: HTMLElement) => {
  await inTurn(element, open('password'), (at) => { typeIn(at, 'current', 'oud wachtwoord'); typeIn(at, 'password', password); }, submit);
  await until(() => element.querySelector('.error-summary') ?? !element.querySelector('[name=current]'));
};
const changes = changesTo('paarse koffiemok 41');

const byPasskey = { logIn: { ...fakeClinic.logIn, ways: ['passkey', 'password'] as ('passkey' | 'password')[] } };
const addsPasskey = async (element: HTMLElement) => { inPart('factors', 2)(element); await until(() => element.querySelector('[aria-labelledby="patient-account-factors-title"] .notice')); };

export const fixtures = {
  'logged-out': { title: 'Not logged in: the log-in form right here' },
  'ask-code': { title: 'Logged in, linked or not: asks for a session code', portal: { me: { link: 'requested', record_name: null } } },
  'closed-idle': { title: 'The page closed after doing nothing', portal: { me: {}, pages: { account: { step: 'closed', why: 'idle' } } } },
  loading: { title: 'Loading', portal: shown(account, { read: () => new Promise(() => undefined) }) },
  'load-failed': { title: 'Loading failed', portal: shown(account, { read: fails('server_error') }) },
  open: { title: 'Everything of the account', portal: shown() },
  empty: { title: 'A new account, by eID: no password, no factor, nothing given', portal: shown({ ...account, profile: { ...account.profile, name: null, email: null, phone: null, birth_date: null, has_password: false }, factors: [], devices: account.devices.slice(0, 1), clinics: [] }) },
  offline: { title: 'No internet', portal: shown(account, {}, { online: false }) },
  'profile-form': { title: 'Changing one’s details', portal: shown(), act: open('profile') },
  'profile-empty': { title: 'Changing them, nothing filled in', portal: shown(), act: (element) => inTurn(element, open('profile'), (at) => { typeIn(at, 'name', ''); typeIn(at, 'email', 'geen adres'); }, submit) },
  'profile-saved': { title: 'Details were changed', portal: shown(account, { changeProfile: async () => ({ mailed: false }) }), act: (element) => inTurn(element, open('profile'), (at) => typeIn(at, 'name', 'Anna de Vries'), submit) },
  'profile-mailed': { title: 'Another address waits for its link', portal: shown(account, { changeProfile: async () => ({ mailed: true }) }), act: (element) => inTurn(element, open('profile'), (at) => typeIn(at, 'email', 'anna@voorbeeld.nl'), submit) },
  'profile-first': { title: 'A first address waits for its link', portal: shown({ ...account, profile: { ...account.profile, email: null, phone: null } }, { changeProfile: async () => ({ mailed: true }), notifications: async () => ({ choices: [{ kind: 'renewals', channel: 'mail' }], phone: null }) }), act: (element) => inTurn(element, open('profile'), (at) => typeIn(at, 'email', 'anna@voorbeeld.nl'), submit) },
  'profile-phone': { title: 'The telephone number cannot be read', portal: shown(account, { changeProfile: () => Promise.reject(new PortalError('invalid_request', { fields: ['phone'] })) }), act: (element) => inTurn(element, open('profile'), (at) => typeIn(at, 'phone', '12'), submit) },
  'sms-offered': { title: 'A code by SMS can be added', portal: shown({ ...account, factors: account.factors.filter(({ kind }) => kind !== 'sms') }, {}, { clinic: { sms: true } }) },
  'sms-other': { title: 'Another number for codes by SMS', portal: shown(account, {}, { clinic: { sms: true } }) },
  'password-form': { title: 'Changing the password', portal: shown(), act: open('password') },
  'password-empty': { title: 'Changing the password, nothing filled in', portal: shown(), act: (element) => inTurn(element, open('password'), submit) },
  'password-wrong': { title: 'The current password is wrong', portal: shown(account, { changePassword: fails('wrong_credentials') }), act: changes },
  'password-weak': { title: 'The new password is too easy', portal: shown(account, { changePassword: fails('weak_password') }), act: changes },
  'password-rule': { title: 'The new password breaks the rule of the clinic', portal: shown(account, { changePassword: done }, { clinic: { registration: { ...fakeClinic.registration, password: { minLength: 8, composition: true } } } }), act: changesTo('paarse koffiemok') },
  'password-done': { title: 'The password was changed', portal: shown(account, { changePassword: done }), act: changes },
  'factor-removed': { title: 'A passkey was removed', portal: shown(account, { removeFactor: done }), act: inPart('factors', 1) },
  'factor-stronger': { title: 'A second factor needs a stronger log-in first', portal: shown(account, { removeFactor: fails('insufficient_user_authentication') }), act: inPart('factors') },
  passkeys: { title: 'Passkeys can be made here', portal: shown(account, {}, { clinic: byPasskey }) },
  'passkey-added': { title: 'A passkey was made', portal: shown(account, { addPasskey: async () => 'done' }, { clinic: byPasskey }), act: addsPasskey },
  'passkey-cancelled': { title: 'No passkey was made', portal: shown(account, { addPasskey: async () => 'cancelled' }, { clinic: byPasskey }), act: addsPasskey },
  'passkey-exists': { title: 'This device has one already', portal: shown(account, { addPasskey: async () => 'exists' }, { clinic: byPasskey }), act: addsPasskey },
  'device-ended': { title: 'One device was ended', portal: shown(account, { endDevice: done }), act: inPart('devices') },
  'devices-ended': { title: 'All other devices were ended', portal: shown(account, { endOtherDevices: done }), act: inPart('devices', 2) },
  'phrase-form': { title: 'Choosing a phrase', portal: shown(), act: open('phrase') },
  'phrase-chosen': { title: 'With a phrase of one’s own (T05)', portal: shown({ ...account, profile: { ...account.profile, phrase: 'De kat van oma slaapt' } }) },
  'notices-no-sms': { title: 'No SMS can be sent: mail or nothing', portal: shown(account, { notifications: async () => ({ choices: [{ kind: 'renewals', channel: 'none' }], phone: null }) }) },
  'notices-saved': { title: 'Another channel was chosen', portal: shown(account, { chooseNotification: done }), act: (element) => inTurn(element, (at) => at.querySelector<HTMLInputElement>('[name=notice-renewals][value=none]')!.click()) },
  'notices-failed': { title: 'The choice could not be kept', portal: shown(account, { chooseNotification: fails('temporarily_unavailable') }), act: (element) => inTurn(element, (at) => at.querySelector<HTMLInputElement>('[name=notice-renewals][value=none]')!.click()) },
  log: { title: 'Who has seen my data', portal: shown(), act: inPart('log') },
  'log-more': { title: 'There is more', portal: shown(account, { log: async () => ({ entries, next: 3 }) }), act: inPart('log') },
  'log-empty': { title: 'Nothing in the log yet', portal: shown(account, { log: async () => ({ entries: [], next: null }) }), act: inPart('log') },
  'log-failed': { title: 'The log could not be read', portal: shown(account, { log: fails('temporarily_unavailable') }), act: inPart('log') },
  export: { title: 'The file is ready', portal: shown(account, { export: async () => ({ made_at: '2026-11-23T09:00:00Z', account, known_by: [], consents: [], log: [], log_is_complete: true }) }), act: inPart('export') },
  'close-form': { title: 'Closing the account: sure?', portal: shown(), act: open('close') },
  'close-wrong': { title: 'Closing, with a wrong password', portal: shown(account, { close: fails('wrong_credentials') }), act: (element) => inTurn(element, open('close'), (at) => typeIn(at, 'now', 'niet dit'), submit) },
  closed: { title: 'The account is closed', portal: { ...shown(account, { close: done }), pages: { account: openPage() } }, act: (element) => inTurn(element, open('close'), (at) => typeIn(at, 'now', 'paarse koffiemok 41'), submit) },
} as const satisfies Fixtures<PatientAccount>;
