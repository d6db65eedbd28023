import { PortalError } from '@balie/portal-client';
import type { GuardiansAnswer } from '@balie/contracts';
import type { Fixtures } from '../shared/fixture.ts';
import { submit, typeIn, until } from '../shared/acts.ts';
import { closedClinic, danishClinic } from '../shared/danish.fixtures.ts';
import type { GuardianAccounts } from './guardian-accounts.ts';

const clinic = danishClinic;
const answer = (more: Partial<GuardiansAnswer> = {}) => async (): Promise<GuardiansAnswer> => ({ rights: 'own', next: null, guardians: [], children: [], ...more });
export const fill = (element: HTMLElement, more: Record<string, string> = {}) => {
  const typed = { number: '050515-9995', guardianNumber: '291182-9996', givenName: 'Lars', familyName: 'Berggren', email: 'lars@patient.example', emailAgain: 'lars@patient.example', password: 'Blaa cykel 1970', passwordAgain: 'Blaa cykel 1970', ...more };
  for (const [name, value] of Object.entries(typed)) typeIn(element, name, value);
};
const send = async (element: GuardianAccounts, more: Record<string, string> = {}) => { fill(element, more); submit(element); await until(() => element.querySelector('.error-summary')); };
const back = (result: string) => ({ step: 'back' as const, purpose: 'child' as const, result });

export const fixtures = {
  form: { title: 'A child\'s form', portal: { clinic } },
  closed: { title: 'Switched off: contact the clinic (S4-18)', portal: { clinic: closedClinic } },
  'empty-submit': { title: 'Sent without filling in', portal: { clinic }, act: async (element) => { submit(element); await until(() => element.querySelector('.error-summary')); } },
  'too-old': { title: 'The child is 15 or older', portal: { clinic }, act: (element) => send(element, { number: '020160-9995' }) },
  'same-number': { title: 'Twice the same number', portal: { clinic }, act: (element) => send(element, { guardianNumber: '050515-9995' }) },
  doubtful: { title: 'A number whose date does not exist: please check', portal: { clinic }, act: (element) => send(element, { guardianNumber: '310282-9996' }) },
  offline: { title: 'No internet while sending', portal: { clinic, self: { registerNumber: () => Promise.reject(new PortalError('offline')) } }, act: (element) => send(element) },
  'eid-down': { title: 'MitID is out of order: the form is kept', portal: { clinic, eid: { step: 'failed', purpose: 'child', error: new PortalError('temporarily_unavailable'), waits: true } } },
  waiting: { title: 'Confirmed; the clinic looks at it', portal: { clinic, eid: back('waiting') } },
  loading: { title: 'Asking who reads along', portal: { clinic, me: {}, self: { guardians: () => new Promise<never>(() => undefined) } } },
  nobody: { title: 'Nobody reads along', portal: { clinic, me: {}, self: { guardians: answer() } } },
  child: { title: 'A child sees who reads along, and until when (N8)', portal: { clinic, me: {}, self: { guardians: answer({ rights: 'guardian', next: { date: '2030-05-05', rights: 'own' }, guardians: [{ name: 'Kirsten Berggren', since: '2026-11-23T09:00:00Z' }, { name: null, since: '2026-11-23T09:00:00Z' }] }) } } },
  guardian: { title: 'A guardian sees for whom (N8)', portal: { clinic, me: {}, self: { guardians: answer({ children: [{ id: '00000000-0000-4000-8000-000000000001', open: true, name: 'Lars Berggren', since: '2026-11-23T09:00:00Z', rights: 'guardian', next: { date: '2030-05-05', rights: 'own' }, others: [{ name: 'Einer Lauridsen', since: '2026-11-24T09:00:00Z' }, { name: null, since: '2026-11-20T09:00:00Z' }] }, { id: '00000000-0000-4000-8000-000000000002', open: false, name: null, since: '2026-11-23T09:00:00Z', rights: null, next: null }] }) } } },
  'dutch-child': { title: 'A Dutch child of twelve decides together', portal: { me: {}, self: { guardians: answer({ rights: 'shared', next: { date: '2030-05-05', rights: 'own' }, guardians: [{ name: 'A. de Vries', since: '2026-11-23T09:00:00Z' }] }) } } },
  failed: { title: 'It cannot be read', portal: { clinic, me: {}, self: { guardians: () => Promise.reject(new PortalError('server_error', { id: 'K3T9-P2WX' })) } } },
} as const satisfies Fixtures<GuardianAccounts>;
