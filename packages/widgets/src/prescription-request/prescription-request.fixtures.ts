import type { MedicationAnswer, MedicationItem, PrescriptionRequest as Request, Receipt } from '@balie/contracts';
import { PortalError, type CareApi, type PortalErrorCode } from '@balie/portal-client';
import { fixtureId, inTurn, pressSend, submit, tick, typeIn, until } from '../shared/acts.ts';
import { opened, gateFixtures } from '../shared/gate.fixtures.ts';
import type { Fixture, Fixtures } from '../shared/fixture.ts';
import type { PrescriptionRequest } from './prescription-request.ts';
import '../shared/behind-part.ts';

export const item = (number: number, name: string, dosage: string | null, lastIssued: string | null, renewal: MedicationItem['renewal'], remaining: MedicationItem['remaining'] = null): MedicationItem => ({ id: fixtureId(number), name, dosage, lastIssued, remaining, renewal });
export const metoprolol = item(1, 'Metoprolol retard 50 mg', '1 tablet per dag, ’s ochtends', '2026-08-24', { state: 'renewable' }, { until: '2026-11-22', repeats: 0 });
export const omeprazole = item(2, 'Omeprazol 20 mg', '1 capsule per dag, voor het ontbijt', '2026-08-24', { state: 'renewable' });
export const items: MedicationItem[] = [
  metoprolol, omeprazole,
  item(3, 'Paracetamol/codeïne zetpil 500/10 mg', 'Zo nodig 1 zetpil, ten hoogste 3 per dag', '2026-06-02', { state: 'practice-decides', reason: 'unknown-class' }),
  item(4, 'Oxazepam 10 mg', 'Zo nodig 1 tablet voor de nacht', '2026-10-12', { state: 'practice-decides', reason: 'listed-class' }),
  item(5, 'Oxycodon 5 mg', 'Zo nodig 1 tablet', '2026-11-02', { state: 'not-renewable', reason: 'addictive', from: null }),
  item(6, 'Simvastatine 40 mg', '1 tablet per dag, ’s avonds', '2026-11-09', { state: 'not-renewable', reason: 'too-soon', from: '2027-01-31' }, { until: '2027-02-07', repeats: 1 }),
  item(7, 'Salbutamol aerosol 100 microgram', null, '2026-09-01', { state: 'not-renewable', reason: 'pending', from: null }),
  item(8, 'Ibuprofen 400 mg', 'Zo nodig 1 tablet', null, { state: 'not-renewable', reason: 'stopped', from: null }),
  item(9, 'Levothyroxine 50 microgram', '1 tablet per dag', '2026-08-24', { state: 'not-renewable', reason: 'review-due', from: null }),
  item(10, 'Methotrexaat 2,5 mg', '1 keer per week 4 tabletten', '2026-09-14', { state: 'not-renewable', reason: 'not-online', from: null }),
];
const line = (number: number, name: string, state: Request['lines'][number]['state'], reason: string | null = null, note: string | null = null, why: string | null = null) => ({ id: fixtureId(200 + number), medicationId: number ? fixtureId(number) : null, name, state, reason, note, why });
export const requests: Request[] = [
  { id: fixtureId(101), number: 'R-7K4M-2Q', receivedAt: '2026-11-22T18:20:00Z', promise: { date: '2026-11-26', from: '15:30' }, remark: null, pharmacy: null, by: null, lines: [line(7, 'Salbutamol aerosol 100 microgram', 'received', null, 'Graag twee, ik ga op reis.')] },
  { id: fixtureId(102), number: 'R-3HPX-9C', receivedAt: '2026-11-09T08:00:00Z', promise: { date: '2026-11-12', from: '15:30' }, remark: 'Ik haal het zelf op.', pharmacy: 'Apotheek in het dorp', by: 'S. Bakker', lines: [line(6, 'Simvastatine 40 mg', 'at-pharmacy'), line(1, 'Metoprolol retard 50 mg', 'approved'), line(5, 'Oxycodon 5 mg', 'refused', 'Maak eerst een afspraak.')] },
  { id: fixtureId(103), number: 'R-W8DT-4F', receivedAt: '2026-11-13T08:00:00Z', promise: { date: '2026-11-18', from: '15:30' }, remark: null, pharmacy: null, by: null, lines: [line(2, 'Omeprazol 20 mg', 'received'), line(0, 'Hydrocortisonzalf 1%', 'received', null, null, 'Eczeem op de hand')] },
];
export const receipt: Receipt = { id: fixtureId(104), number: 'R-M2N7-8V', receivedAt: '2026-11-23T09:00:00Z', promise: { date: '2026-11-26', from: '15:30' } };
export const terms: MedicationAnswer['terms'] = { promise: { date: '2026-11-26', from: '15:30' }, pharmacies: [], pharmacy: null, why: 'never', unlisted: false, wayOut: null };
export const answer: MedicationAnswer = { items, requests, terms, next: null };
/** A practice that asks everything there is to ask. */
export const asking: MedicationAnswer['terms'] = { ...terms, pharmacies: [{ id: 'dorp', name: 'Apotheek in het dorp' }, { id: 'brug', name: 'Apotheek bij de brug' }], why: 'decides', unlisted: true, wayOut: { type: 'consult', title: 'Spreekuur bij de huisarts' } };

const never = () => new Promise<never>(() => undefined);
const fails = (code: PortalErrorCode, more: ConstructorParameters<typeof PortalError>[1] = {}) => () => Promise.reject(new PortalError(code, more));
const open = (care: Partial<CareApi> = {}) => opened('prescriptions', { care: { medication: async () => answer, orderPrescriptions: async () => receipt, ...care } });
export const fillIn = (element: HTMLElement) => inTurn(element, (at) => tick(at, metoprolol.id), (at) => tick(at, omeprazole.id), (at) => typeIn(at, `note-${omeprazole.id}`, 'Graag voor drie maanden.'), (at) => typeIn(at, 'remark', 'Ik ga op 1 december op reis.'));
export const toCheck = async (element: HTMLElement) => { await fillIn(element); await inTurn(element, submit); };
export const send = async (element: HTMLElement) => { await toCheck(element); await inTurn(element, pressSend); };
const asks = (more: Partial<MedicationAnswer> = {}) => open({ medication: async () => ({ ...answer, terms: asking, ...more }) });
/** The fields for what is not in the list come when they are needed. */
const whenAsked = (act: (element: HTMLElement) => void | Promise<void>) => async (element: HTMLElement) => { await until(() => element.querySelector('#prescription-request-add')); await act(element); };
export const addUnlisted = (element: HTMLElement) => element.querySelector<HTMLButtonElement>('#prescription-request-add')!.click();
export const askAll = (element: HTMLElement) => inTurn(element, (at) => tick(at, metoprolol.id), (at) => tick(at, items[3]!.id), (at) => typeIn(at, `why-${items[3]!.id}`, 'Ik slaap slecht.'), (at) => tick(at, 'brug'), addUnlisted, (at) => typeIn(at, 'name-0', 'Hydrocortisonzalf 1%'), (at) => typeIn(at, 'why-0', 'Eczeem'), (at) => typeIn(at, 'more-0', 'Een kleine tube.'), submit);
const sends = (title: string, care: Partial<CareApi>, more: Partial<Fixture> = {}): Fixture => ({ title, portal: open(care), act: send, ...more });

export const fixtures = {
  ...gateFixtures('prescriptions'),
  loading: { title: 'Reading the medication list', portal: open({ medication: never }) },
  failed: { title: 'The list could not be read', portal: open({ medication: fails('server_error', { id: 'K3T9-P2WX' }) }) },
  'failed-offline': { title: 'No internet while reading the list', portal: { ...open({ medication: fails('offline') }), online: false } },
  empty: { title: 'No medicine on the list', portal: open({ medication: async () => ({ items: [], requests: [], terms, next: null }) }) },
  'empty-unlisted': { title: 'No medicine on the list, another one may be asked for', portal: asks({ items: [], requests: [] }), act: whenAsked(submit) },
  choose: { title: 'The list, with every way a medicine can stand', portal: open() },
  behind: { title: 'The practice’s own system cannot be reached; what is sent is kept', portal: open({ medication: async () => ({ ...answer, behind: { since: '2026-11-23T08:12:00Z' } }) }) },
  older: { title: 'More was asked before than is shown at once', portal: open({ medication: async (after) => (after ? { ...answer, requests: requests.map((one) => ({ ...one, id: `${one.id.slice(0, -1)}f`, receivedAt: '2026-02-02T08:00:00Z' })) } : { ...answer, next: requests.at(-1)!.id }) }) },
  'nothing-to-ask': { title: 'Nothing can be asked for now', portal: open({ medication: async () => ({ items: items.slice(4), requests: [], terms, next: null }) }) },
  'empty-submit': { title: 'Went on without choosing', portal: open(), act: submit },
  chosen: { title: 'Two chosen, with a note', portal: open(), act: fillIn },
  asking: { title: 'A practice that asks for a pharmacy and a reason, takes other medicine, and offers an appointment instead (N2)', portal: asks(), act: whenAsked((element) => inTurn(element, (at) => tick(at, items[3]!.id), addUnlisted)) },
  'asking-empty': { title: 'Went on without what the practice asks', portal: asks(), act: whenAsked((element) => inTurn(element, (at) => tick(at, items[3]!.id), addUnlisted, submit)) },
  'asking-check': { title: 'Check everything that was asked', portal: asks(), act: whenAsked(askAll) },
  away: { title: 'An appointment instead; the request is kept (N2)', portal: asks(), act: whenAsked((element) => inTurn(element, (at) => tick(at, metoprolol.id), (at) => at.querySelector<HTMLButtonElement>('.way-out button')!.click())) },
  'too-long': { title: 'The message is too long', portal: open(), act: (element) => inTurn(element, (at) => tick(at, metoprolol.id), (at) => typeIn(at, 'remark', 'x'.repeat(507)), submit) },
  check: { title: 'Check the request', portal: open(), act: toCheck },
  sending: sends('Sending', { orderPrescriptions: never }),
  'not-sent-offline': sends('Not sent yet: no internet', { orderPrescriptions: fails('offline') }),
  'not-sent-fault': sends('Not sent yet: a fault of ours', { orderPrescriptions: fails('temporarily_unavailable', { id: 'K3T9-P2WX' }) }),
  arrived: sends('An earlier version had arrived', { orderPrescriptions: fails('idempotency_mismatch') }),
  sent: sends('Received, with number and date', {}),
  'list-changed': { title: 'A chosen medicine can no longer be asked for', portal: { ...open(), drafts: { prescriptions: { draft: { step: 'check', chosen: [metoprolol.id, fixtureId(7)], notes: {}, remark: '' }, key: fixtureId(900), tried: false } } } },
  restored: { title: 'What was filled in before a reload', portal: { ...open(), drafts: { prescriptions: { draft: { step: 'choose', chosen: [metoprolol.id], notes: { [metoprolol.id]: 'Liever tabletten' }, remark: 'Ik ben op reis.' }, key: fixtureId(900), tried: false } } } },
  'restored-unsure': { title: 'After a reload: sent without an answer', portal: { ...open(), drafts: { prescriptions: { draft: { step: 'check', chosen: [metoprolol.id], notes: {}, remark: '' }, key: fixtureId(900), tried: true } } } },
} satisfies Fixtures<PrescriptionRequest>;
