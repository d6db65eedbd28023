/** A desk client without a network, for fixtures, stories and tests. */
import type { DeskAccount, DeskActivation, DeskEconsultThread, DeskLink, DeskLogAnswer, DeskMedication, DeskMember, DeskPatient, DeskQueue, GuardianRequest, InvitationAnswer, MembersAnswer, PatientGuardians, PatientService, PreviewAnswer, StaffMe, Template } from '@balie/contracts';
import { workKinds } from '@balie/contracts/ids';
import type { CareApi } from '@balie/portal-client';
import type { Desk, DeskAgenda, DeskSession, TotpSetup } from '@balie/portal-client/desk';
import { answer as ownAppointments, ownCare } from '../book-appointment/book-appointment.fixtures.ts';
import { answer as questions, receipt as asked } from '../econsult-form/econsult-form.fixtures.ts';
import { answer as ownMedicines, receipt } from '../prescription-request/prescription-request.fixtures.ts';
import { fakeClinic, observable, type Settable } from '../shared/fake-portal.ts';
import { fakeAgenda } from './fake-agenda.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const staff: StaffMe = {
  id: id(1), clinic: 'de-linde', clinic_name: 'Huisartsenpraktijk De Linde', name: 'S. Bakker', roles: ['assistant', 'gp'], locale: 'nl', may: { checkIdentity: true, link: true, accounts: true, care: true, members: false, letters: false, templates: false, preview: false, activate: null }, locales: ['nl', 'en', 'da'], recovery_codes: 9, time_zone: 'Europe/Amsterdam',
};
export const patient: DeskPatient = { id: id(10), name: 'J. Voorbeeld', birthDate: '1964-03-12', verified: true, phone: '+31612345678', email: 'j.voorbeeld@example.nl', numberEnds: '782' };
export const unverified: DeskPatient = { ...patient, id: id(11), name: 'P. Voorbeeld', verified: false, numberEnds: null };
const received = { receivedAt: '2026-11-20T10:15:00Z', promise: { date: '2026-11-25', from: '15:30' } };
export const newAccount: DeskLink = { id: id(20), state: 'requested', requestedAt: '2026-11-20T08:05:00Z', name: 'J. Voorbeeld', birthDate: '1964-03-12', phone: '+31612345678', email: 'j.voorbeeld@example.nl', checkedBy: null, checkedPatient: null };
export const checkedAccount: DeskLink = { ...newAccount, id: id(21), name: 'A. Testpersoon', phone: null, email: 'a.testpersoon@example.nl', state: 'identity-checked', checkedBy: id(1), checkedPatient: { ...patient, id: id(12), name: 'A. Testpersoon' } };

export const whole: Pick<DeskQueue, 'more' | 'next' | 'assigned' | 'members'> = {
  more: { links: 0, prescriptions: 0, appointments: 0, econsults: 0 }, next: { links: null, prescriptions: null, appointments: null, econsults: null }, assigned: {},
  members: [{ id: id(1), name: 'S. Bakker', kinds: [...workKinds] }, { id: id(62), name: 'T. Visser', kinds: [...workKinds] }],
};
export const queue: DeskQueue = {
  links: [newAccount, checkedAccount],
  prescriptions: [{
    id: id(30), number: 'R-7K4M-2Q', ...received, remark: 'Graag voor drie maanden.', pharmacy: 'Apotheek in het dorp', by: null, patient,
    lines: [
      { id: id(33), medicationId: id(31), name: 'Metoprolol 50 mg tablet', note: null, why: null, state: 'received', reason: null },
      { id: id(34), medicationId: null, name: 'Salbutamol inhalator', note: 'De vorige is bijna leeg.', why: 'Benauwd bij het sporten', state: 'received', reason: null },
    ],
  }],
  appointments: [{ id: id(40), number: 'A-9X3P-4H', receivedAt: received.receivedAt, promise: null, type: 'consult', title: 'Spreekuur', instructions: null, answers: [{ label: 'Is dit uw eerste bezoek?', kind: 'yes-no', answer: 'no' }], changeBy: null, cancelledBy: null, by: null, start: '2026-11-24T09:20:00Z', end: '2026-11-24T09:30:00Z', practitioner: { id: id(41), name: 'Dr. E. van den Broek', role: 'gp' }, reason: 'Pijn in de schouder', state: 'booked', patient, seen: false }],
  econsults: [{ id: id(50), number: 'E-3W8K-7T', ...received, promise: { date: '2026-11-24', from: null }, subject: 'Uitslag van vorige week', state: 'sent', waitingSince: received.receivedAt, answeredAt: null, unread: 0, patient }],
  ...whole,
};
const medicine = (n: number, name: string, dosage: string | null, renewal: DeskMedication['renewal'], override: DeskMedication['override'] = null): DeskMedication => ({ id: id(n), name, dosage, lastIssued: '2026-08-24', remaining: null, renewal, override });
export const medicines: DeskMedication[] = [
  medicine(31, 'Metoprolol 50 mg tablet', '1 maal per dag 1 tablet', { state: 'renewable' }), medicine(35, 'Oxazepam 10 mg tablet', 'Zo nodig 1 tablet voor de nacht', { state: 'not-renewable', reason: 'addictive', from: null }),
  medicine(36, 'Simvastatine 40 mg tablet', null, { state: 'not-renewable', reason: 'too-soon', from: '2027-01-31' }), medicine(37, 'Codeïne 10 mg tablet', null, { state: 'renewable' }, { state: 'renewable', until: '2026-12-31' }),
];
export const emptyQueue: DeskQueue = { links: [], prescriptions: [], appointments: [], econsults: [], ...whole };
export const thread: DeskEconsultThread = { ...queue.econsults[0]!, reply: { until: null }, messages: [{ id: id(51), files: [], readAt: null, from: 'patient', author: null, at: '2026-11-20T10:15:00Z', text: 'Goedemorgen,\nis de uitslag van mijn bloedonderzoek al bekend?' }] };
/** The same answered, and read by the patient. */
export const answeredThread: DeskEconsultThread = { ...thread, state: 'answered', answeredAt: '2026-11-23T08:50:00Z', unread: 1, messages: [...thread.messages, { id: id(52), files: [], readAt: null, from: 'practice', author: 'M. Jansen', at: '2026-11-23T08:50:00Z', text: 'De uitslag is goed.' }] };
export const activations: DeskActivation[] = [
  { id: id(80), patient: id(10), name: 'J. Voorbeeld', email: 'j.voorbeeld@example.nl', by: 'letter', step: 'letter', createdAt: '2026-11-23T08:40:00Z', expiresAt: '2026-12-23T08:40:00Z' },
  { id: id(81), patient: id(12), name: 'A. Testpersoon', email: 'a.testpersoon@example.nl', by: 'letter', step: 'confirm', createdAt: '2026-11-20T08:40:00Z', expiresAt: '2026-11-24T08:40:00Z' },
];
export const letter = { activation: activations[0]!, pin: '12345678' };
export const invitation: InvitationAnswer = { email: 's.bakker@de-linde.example', name: 'S. Bakker', clinic: 'de-linde', clinic_name: 'Huisartsenpraktijk De Linde', locale: 'nl', password: { minLength: 12, composition: false } };
export const setup: TotpSetup = {
  type: 'totp_setup', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/serviceportaal.example:s.bakker%40de-linde.example?issuer=serviceportaal.example&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  app: { name: 'Microsoft Authenticator', reason: 'Deze app gebruikt u al voor uw werk.' },
};
export const recovery = ['K7M4P-9QXRT', '2HJ8W-NCDYA', 'TR6XG-4MPKQ', 'W9E3B-7YFHN', 'C5ZUA-QK2DM', 'P8TVJ-6RX4G', 'X3NHD-YW7KE', 'MA2QF-B9TCS', 'D4GKR-H5PWU', 'Y6CXM-3EJVZ'];
export const account: DeskAccount = { ...checkedAccount, state: 'linked', linkedAt: '2026-11-20T11:00:00Z', codesClosed: false, smsNumber: true };
const member = (n: number, more: Partial<DeskMember>): DeskMember => ({ id: id(60 + n), name: `Medewerker ${n}`, email: `medewerker${n}@de-linde.example`, roles: ['assistant'], state: 'active', secondFactor: true, since: '2026-10-01T09:00:00Z', mine: true, ...more });
export const members: MembersAnswer = {
  members: [
    member(1, { id: id(1), name: 'S. Bakker', email: 's.bakker@de-linde.example', roles: ['gp', 'owner'] }), member(2, { name: 'T. Visser', roles: ['assistant', 'admin'] }), member(3, { name: 'K. de Boer', secondFactor: false }),
    member(4, { name: 'M. Jansen', state: 'invited', secondFactor: false, since: '2026-11-19T09:00:00Z' }), member(5, { name: 'L. Smit', roles: ['gp'], state: 'expired', secondFactor: false, since: '2026-11-01T09:00:00Z' }),
  ], give: ['assistant', 'gp', 'admin', 'owner'],
};
export const templates: Template[] = [
  { id: id(90), kind: 'answer', locale: 'en', title: 'Good result', text: 'The result is good.' }, { id: id(91), kind: 'answer', locale: 'nl', title: 'Uitslag goed', text: 'De uitslag is goed.\nMet vriendelijke groet, {practice}, {date}' },
  { id: id(92), kind: 'refusal', locale: 'nl', title: 'Eerst een afspraak', text: 'Maak eerst een afspraak bij {practice}.' }, { id: id(94), kind: 'cancellation', locale: 'nl', title: 'Arts ziek', text: 'De arts is ziek.' },
];
export const patientServices: PatientService[] = [
  { service: 'prescriptions', off: { reason: 'Bestelt steeds te vroeg, belt liever.', since: '2026-11-20T10:15:00Z', by: 'T. Visser' } }, { service: 'appointments', off: null }, { service: 'econsults', off: null }, { service: 'record', off: null },
];
export const log: DeskLogAnswer = {
  entries: [
    { id: 9, at: '2026-11-23T08:50:00Z', who: 'staff', name: 'S. Bakker', did: 'econsult.answer', refused: false }, { id: 8, at: '2026-11-23T08:40:00Z', who: 'patient', name: null, did: 'record.read', refused: true },
    { id: 7, at: '2026-11-22T18:00:00Z', who: 'guardian', name: null, did: 'appointment.book', refused: false }, { id: 6, at: '2026-11-22T09:00:00Z', who: 'system', name: null, did: 'medication.remind', refused: false }, { id: 5, at: '2026-11-20T09:00:00Z', who: 'staff', name: null, did: 'patient.search', refused: false },
  ], next: 5,
};
export const patientGuardians: PatientGuardians = { account: true, acting: [{ id: id(95), name: null, since: '2026-10-05T08:00:00Z' }, { id: id(96), name: 'E. Lauridsen', since: '2026-11-20T10:15:00Z' }] };
export const guardianAsks: GuardianRequest = { id: id(98), state: 'requested', requestedAt: '2026-11-23T08:05:00Z', patient: { ...patient, name: 'L. Berggren', birthDate: '2015-05-05' }, name: 'E. Lauridsen', numberEnds: '995', birthDate: '1960-01-02', email: 'e.lauridsen@example.nl', phone: '+31612345678', acting: [patientGuardians.acting[0]!], waits: false, before: null };
export const owner: Partial<StaffMe> = { roles: ['gp', 'owner'], may: { ...staff.may, members: true, templates: true, preview: true } };

export const preview: PreviewAnswer = {
  call: { which: 'outOfHours', number: '+31107654321', emergency: '112', words: null }, acts: 'shared',
  logIn: { number: 'email', scheme: 'digid', eidFrom: 16, ways: [{ way: 'eid', allowed: false, code: null }, { way: 'password', allowed: true, code: 'email' }], admitted: 'in' }, register: ['eid', 'email'], caller: 'patient',
  services: [
    { service: 'prescriptions', title: 'Herhaalrecepten', shut: null, opens: [{ way: 'password', by: 'email' }], promise: { date: '2026-12-03', from: '15:30' }, closed: null, types: null },
    { service: 'appointments', title: 'Afspraak maken', shut: null, opens: [{ way: 'password', by: 'at-once' }], promise: null, closed: null, types: ['Spreekuur', 'Bloed prikken'] },
    { service: 'econsults', title: 'eConsult', shut: null, opens: [{ way: 'password', by: 'sms' }], promise: null, closed: { why: 'hours', opens: { date: '2026-11-30', time: '08:00' } }, types: null },
    { service: 'record', title: 'Mijn dossier', shut: null, opens: [{ way: 'password', by: 'stronger' }], promise: null, closed: null, types: null },
  ],
};

type Methods = Omit<Desk, 'session' | 'online' | 'storage' | 'drafts' | 'agenda'>;
export interface FakeDesk extends Desk { readonly session: Settable<DeskSession>; readonly online: Settable<boolean>; readonly calls: unknown[][] }
export interface FakeDeskOptions { session?: DeskSession; me?: Partial<StaffMe>; queue?: DeskQueue; online?: boolean; storage?: boolean; drafts?: Record<string, unknown>; does?: Partial<Methods>; agenda?: Partial<DeskAgenda> }

export function fakeDesk(options: FakeDeskOptions = {}): FakeDesk {
  const calls: unknown[][] = [];
  const session = observable<DeskSession>(options.session ?? { state: 'in', me: { ...staff, ...options.me } });
  const kept = new Map<string, unknown>(Object.entries(options.drafts ?? {}));
  const normal: Methods = {
    logIn: async () => 'totp', verify: async () => session.set({ state: 'in', me: staff }), logOut: async () => session.set({ state: 'out', why: 'patient' }), refresh: async () => undefined,
    invitation: async () => invitation, acceptInvitation: async () => undefined, retry: async () => undefined, recoveryCodes: async () => recovery, queue: async () => options.queue ?? queue, assign: async ({ to }) => ({ assigned: whole.members.find(({ id: one }) => one === to) ?? null }),
    search: async () => ({ patients: [patient, unverified].map((one) => ({ ...one, linked: false })), more: 0 }),
    check: async (link) => ({ matched: true, birthDate: true, number: true, link: { ...newAccount, id: link, state: 'identity-checked', checkedBy: staff.id, checkedPatient: patient } }),
    link: async () => ({ ...checkedAccount, told: true }), refuse: async (link) => ({ ...newAccount, id: link, state: 'refused' }),
    decide: async (_id, decisions) => ({ ...queue.prescriptions[0]!, told: true, lines: queue.prescriptions[0]!.lines.map((line) => { const made = decisions.find((one) => one.line === line.id); return made ? { ...line, state: made.state, reason: made.reason ?? null } : line; }) }),
    medication: async () => medicines, override: async (medicine, override) => ({ ...medicines.find((one) => one.id === medicine)!, override, renewal: override?.state === 'renewable' ? { state: 'renewable' } : override ? { state: 'not-renewable', reason: 'not-online', from: null } : medicines.find((one) => one.id === medicine)!.renewal }),
    activations: async () => activations, beginActivation: async () => letter, newLetter: async () => letter, mailActivation: async () => ({ ...activations[0]!, step: 'mailed' }), voidActivation: async () => undefined,
    preview: async () => preview,
    caller: async () => ({ clinic: fakeClinic, told: true, care: { ...ownCare, appointments: async () => ({ ...ownAppointments, upcoming: ownAppointments.upcoming.map((one) => ({ ...one, ...(one.changeBy ? { changeBy: one.start, by: staff.name } : {}) })) }), medication: async () => ownMedicines, orderPrescriptions: async () => receipt, econsults: async () => ({ ...questions, files: { count: 0, bytes: 0 } }), sendEconsult: async () => asked } as Partial<CareApi> as CareApi }),
    seen: async () => queue.appointments[0]!, cancel: async () => ({ ...queue.appointments[0]!, told: true }), econsult: async () => thread, answer: async () => ({ ...answeredThread, told: true }), bundle: async () => ({ resourceType: 'Bundle', type: 'collection', entry: [] }), econsultFile: async (file) => ({ id: file, kind: 'png', size: 68, data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' }),
    accounts: async () => ({ accounts: [account, { ...newAccount, linkedAt: null, codesClosed: true, smsNumber: false }], more: 0 }), revoke: async () => ({ ...account, state: 'revoked' }), reopenCodes: async () => ({ ...newAccount, linkedAt: null, codesClosed: false, smsNumber: false }), removeNumber: async () => ({ ...account, smsNumber: false }),
    approveGuardian: async () => undefined, refuseGuardian: async () => undefined, guardians: async () => patientGuardians, addGuardian: async (_patient, { name }) => ({ ...patientGuardians, acting: [...patientGuardians.acting, { id: id(97), name, since: '2026-11-23T08:55:00Z' }] }), endGuardian: async (_patient, gone) => ({ ...patientGuardians, acting: patientGuardians.acting.filter((one) => one.id !== gone) }),
    services: async () => [...patientServices], switchService: async (_patient, { service, off }) => patientServices.map((one) => (one.service === service ? { service, off: off && { ...off, since: '2026-11-23T08:55:00Z', by: staff.name } } : one)), log: async (_patient, before) => (before ? { entries: [{ ...log.entries[0]!, id: 1 }], next: null } : log),
    templates: async () => [...templates], addTemplate: async (order) => [...templates, { id: id(93), ...order }], changeTemplate: async (one, order) => templates.map((was) => (was.id === one ? { id: one, ...order } : was)), removeTemplate: async (gone) => templates.filter((one) => one.id !== gone),
    members: async () => members, invite: async () => members, resend: async () => members, setRoles: async () => members, resetMember: async () => members, removeMember: async (gone) => ({ ...members, members: members.members.filter((one) => one.id !== gone) }),
  };
  const note = <T extends object>(acts: T, within = '') => Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, (...args: unknown[]) => { calls.push([within + name, ...args]); return (act as (...given: unknown[]) => unknown)(...args); }])) as unknown as T;
  return {
    ...note({ ...normal, ...options.does }), agenda: note(fakeAgenda(queue.appointments[0]!, options.agenda), 'agenda.'), session, calls, online: observable(options.online ?? true), storage: options.storage ?? true,
    drafts: {
      load: async <T>(name: string) => (kept.get(name) ?? null) as T | null,
      save: async (name, value) => { calls.push(['drafts.save', name, value]); kept.set(name, value); },
      clear: async (name) => { calls.push(['drafts.clear', name]); kept.delete(name); },
    },
  };
}
