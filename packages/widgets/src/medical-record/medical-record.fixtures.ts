import type { AdviceEntry, FileAnswer, RecordAnswer, RecordLetter, RecordMedicine, ResultEntry, ResultValue } from '@balie/contracts';
import { PortalError, type CareApi, type PortalErrorCode } from '@balie/portal-client';
import { fixtureId, inTurn } from '../shared/acts.ts';
import type { Fixtures } from '../shared/fixture.ts';
import { gateFixtures, opened } from '../shared/gate.fixtures.ts';
import type { MedicalRecord } from './medical-record.ts';
import '../shared/behind-part.ts';

const value = (name: string, measured: ResultValue['value'], judgement: ResultValue['judgement'] = null, range: ResultValue['range'] = null, comment: string | null = null): ResultValue => ({ name, value: measured, judgement, range, comment });
const between = (low: string | null, high: string | null) => ({ low, high, text: null });
export const advice: AdviceEntry[] = [
  { kind: 'episode', id: fixtureId(1), date: '2019', until: null, ended: false, title: 'Hoge bloeddruk', note: 'Elk half jaar controle bij de praktijkondersteuner.' },
  { kind: 'advice', id: fixtureId(2), date: '2026-11-09', title: 'Controle bloeddruk', note: 'De bloeddruk is goed.\nGa door met de tabletten. Minder zout helpt ook.', author: 'J. Jansen, huisarts' },
  { kind: 'episode', id: fixtureId(3), date: '2026-02', until: '2026-03-15', ended: true, title: 'Verstuikte enkel', note: null },
  { kind: 'episode', id: fixtureId(4), date: null, until: null, ended: true, title: 'Hooikoorts', note: null },
];
export const results: ResultEntry[] = [
  {
    id: fixtureId(11), date: '2026-11-16', title: 'Bloedonderzoek', comment: 'Uw nieren werken goed. De suiker is iets te hoog: kom in januari nog eens langs.', author: 'J. Jansen, huisarts', corrected: false,
    values: [value('Kreatinine', '78 µmol/l', 'usual', between('50', '110 µmol/l')), value('Glucose, nuchter', '6,3 mmol/l', 'higher', between('3,1', '6,2 mmol/l')), value('Kalium', '2,9 mmol/l', 'much-lower', between('3,5 mmol/l', null)), value('LDL-cholesterol', '2,4 mmol/l', null, between(null, '2,6 mmol/l'))],
  },
  { id: fixtureId(12), date: '2026-11-09', title: 'Bloeddruk', comment: null, author: null, corrected: true, values: [value('Bovendruk', '128 mmHg', 'usual'), value('Onderdruk', '79 mmHg')] },
  { id: fixtureId(13), date: '2026-09-01', title: 'Urineonderzoek', comment: null, author: 'Laboratorium De Test', corrected: false, values: [value('Eiwit in urine', false), value('Bloed in urine', true, 'unusual', { low: null, high: null, text: 'Geen' }, 'Waarschijnlijk van een blaasontsteking.'), value('Kweek', null, null, null, 'Volgt nog.')] },
];
export const medication: RecordMedicine[] = [
  { id: fixtureId(21), name: 'Metoprolol retard 50 mg', dosage: '1 tablet per dag, ’s ochtends', date: '2026-08-24', ended: false },
  { id: fixtureId(22), name: 'Salbutamol aerosol 100 microgram', dosage: null, date: null, ended: false },
  { id: fixtureId(23), name: 'Nitrofurantoïne 100 mg', dosage: '2 maal per dag 1 capsule', date: '2026-09-01', ended: true },
];
export const answer: RecordAnswer = { since: '2025-09-23', parts: [{ part: 'advice', items: advice, next: null }, { part: 'results', items: results, next: null }, { part: 'medication', items: medication, next: null }] };
export const letters: RecordLetter[] = [
  { id: fixtureId(31), date: '2026-11-12', title: 'Brief van de cardioloog', author: 'Ziekenhuis De Test' },
  { id: fixtureId(32), date: '2026-06', title: 'Verwijzing naar de fysiotherapeut', author: null },
];
const withLetters: RecordAnswer = { ...answer, parts: [{ part: 'letters', items: letters, next: null }, ...answer.parts] };
export const letter: FileAnswer = { id: fixtureId(31), kind: 'pdf', size: 15, data: btoa('%PDF-1.7 letter') };
const fetches = (element: HTMLElement) => inTurn(element, (at) => at.querySelector<HTMLButtonElement>('[aria-label$="cardioloog"]')!.click());
/** Weighed time after time: one entry. */
export const weighed: ResultEntry = {
  id: fixtureId(15), date: '2026-11-02', title: 'Gewicht', comment: null, author: null, corrected: false, values: [value('Gewicht', '81,4 kg')],
  earlier: [{ id: fixtureId(16), date: '2026-08-10', title: 'Gewicht', comment: 'Goed bezig.', author: null, corrected: false, values: [value('Gewicht', '82,9 kg')] }, { id: fixtureId(17), date: '2026-05-11', title: 'Gewicht', comment: null, author: null, corrected: false, values: [value('Gewicht', '84 kg')] }],
};
const unfolds = (element: HTMLElement) => inTurn(element, (at) => at.querySelector<HTMLElement>('summary')!.click());
/** A record with more results than a page holds. */
const long: RecordAnswer = { ...answer, parts: [{ part: 'results', items: results, next: '2026-09-01_x' }] };
const older: ResultEntry = { id: fixtureId(14), date: '2025-12-01', title: 'Röntgenfoto enkel', comment: 'Niets gebroken.', author: null, values: [], corrected: false };

const never = () => new Promise<never>(() => undefined);
const fails = (code: PortalErrorCode, more: ConstructorParameters<typeof PortalError>[1] = {}) => () => Promise.reject(new PortalError(code, more));
const clinic = { services: [{ id: 'record' as const, title: 'Mijn dossier' }] };
const open = (care: Partial<CareApi> = {}) => opened('record', { clinic, care: { record: async () => answer, recordPage: async () => ({ part: 'results', items: [older], next: null }), ...care } });
const olderOnes = (element: HTMLElement) => inTurn(element, (at) => at.querySelector<HTMLButtonElement>('#medical-record-results-more')!.click());

export const fixtures = {
  ...gateFixtures('record', clinic),
  loading: { title: 'Reading the record', portal: open({ record: never }) },
  failed: { title: 'The record could not be read', portal: open({ record: fails('server_error', { id: 'K3T9-P2WX' }) }) },
  'failed-offline': { title: 'No internet while reading', portal: { ...open({ record: fails('offline') }), online: false } },
  read: { title: 'Advice, results and medicines', portal: open() },
  behind: { title: 'The practice’s own system was never read', portal: open({ record: async () => ({ since: null, parts: [], behind: { since: null } }) }) },
  empty: { title: 'Nothing in the record yet', portal: open({ record: async () => ({ since: '2025-09-23', parts: [{ part: 'advice', items: [], next: null }, { part: 'results', items: [], next: null }, { part: 'medication', items: [], next: null }] }) }) },
  'one-part': { title: 'The practice shows results alone, however old (S1-25)', portal: open({ record: async () => ({ since: null, parts: [{ part: 'results', items: results, next: null }] }) }) },
  letters: { title: 'Letters of the practice, to save', portal: open({ record: async () => withLetters, letter: async () => letter }) },
  'letters-none': { title: 'The practice shares letters, and there are none', portal: open({ record: async () => ({ since: '2025-09-23', parts: [{ part: 'letters', items: [], next: null }] }) }) },
  'letter-fetching': { title: 'A letter is being fetched', portal: open({ record: async () => withLetters, letter: never }), act: fetches },
  'letter-refused': { title: 'A letter that cannot be handed on: the practice has it', portal: open({ record: async () => withLetters, letter: fails('file_refused', { fields: ['type'] }) }), act: fetches },
  'letter-away': { title: 'A letter cannot be fetched while the practice’s own system is away', portal: open({ record: async () => withLetters, letter: fails('temporarily_unavailable') }), act: fetches },
  measured: { title: 'Measured time after time: the newest, and those before it', portal: open({ record: async () => ({ since: null, parts: [{ part: 'results', items: [weighed, ...results], next: null }] }) }) },
  'measured-unfolded': { title: 'The measurements of before', portal: open({ record: async () => ({ since: null, parts: [{ part: 'results', items: [weighed], next: null }] }) }), act: unfolds },
  more: { title: 'There are older results', portal: open({ record: async () => long }) },
  'more-shown': { title: 'Older results were asked for', portal: open({ record: async () => long }), act: olderOnes },
  'more-loading': { title: 'Older results are being read', portal: open({ record: async () => long, recordPage: never }), act: olderOnes },
  'more-failed': { title: 'Older results could not be read', portal: open({ record: async () => long, recordPage: fails('offline') }), act: olderOnes },
} satisfies Fixtures<MedicalRecord>;
