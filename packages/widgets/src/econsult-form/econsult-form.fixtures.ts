import type { EconsultsAnswer, EconsultSummary, EconsultThread, GuardiansAnswer, MeAnswer, Receipt } from '@balie/contracts';
import { PortalError, type CareApi, type PortalErrorCode } from '@balie/portal-client';
import { fixtureId, inTurn, pressSend, submit, tick, typeIn, until } from '../shared/acts.ts';
import type { FakeOptions } from '../shared/fake-portal.ts';
import { gateFixtures, opened } from '../shared/gate.fixtures.ts';
import { settled, type Fixture, type Fixtures } from '../shared/fixture.ts';
import type { EconsultForm } from './econsult-form.ts';
import '../shared/behind-part.ts';

const summary = (number: number, receiptNumber: string, subject: string, more: Partial<EconsultSummary>): EconsultSummary => ({
  id: fixtureId(number), number: receiptNumber, receivedAt: '2026-11-20T10:12:00Z', promise: { date: '2026-11-24', from: null }, subject, state: 'sent', waitingSince: more.receivedAt ?? '2026-11-20T10:12:00Z', answeredAt: null, unread: 0, ...more,
});
export const answered = summary(1, 'E-5FWK-3B', 'Uitslag bloedonderzoek', { receivedAt: '2026-11-17T19:02:00Z', promise: { date: '2026-11-19', from: null }, state: 'answered', answeredAt: '2026-11-19T11:45:00Z', unread: 1 });
export const waiting = summary(2, 'E-9TQR-7D', 'Jeuk aan mijn handen', {});
export const items: EconsultSummary[] = [
  waiting, answered,
  summary(3, 'E-2MNP-6X', 'Reizen naar Suriname', { receivedAt: '2026-11-12T09:00:00Z', promise: { date: '2026-11-16', from: null } }),
  summary(4, 'E-8CDH-4Z', 'Pijn in mijn knie', { receivedAt: '2026-10-05T09:00:00Z', promise: { date: '2026-10-07', from: null }, state: 'closed', answeredAt: '2026-10-06T12:00:00Z' }),
];
export const thread: EconsultThread = { ...answered, unread: 0, reply: { until: '2026-12-03T11:45:00Z' }, messages: [
  { id: fixtureId(21), files: [], readAt: null, from: 'patient', author: null, at: answered.receivedAt, text: 'Vorige week is er bloed geprikt.\n\nIs de uitslag er al, en moet ik nuchter terugkomen?' },
  { id: fixtureId(22), files: [], readAt: '2026-11-23T09:00:00Z', from: 'practice', author: 'M. Jansen, huisarts', at: '2026-11-19T11:45:00Z', text: 'De uitslag is goed.\n\nU hoeft niet terug te komen.' },
] };
export const receipt: Receipt = { id: fixtureId(5), number: 'E-4RVS-9K', receivedAt: '2026-11-23T09:00:00Z', promise: { date: '2026-11-26', from: null } };
const filesOf = { files: { count: 3, bytes: 5_000_000 } };
export const answer: EconsultsAnswer = { items, intake: { open: true }, ...filesOf, next: null };
export const shut = (why: 'closed' | 'hours' | 'full', opens: { date: string; time: string } | null): EconsultsAnswer => ({ items, intake: { open: false, why, opens }, ...filesOf, next: null });

const never = () => new Promise<never>(() => undefined);
const fails = (code: PortalErrorCode, more: ConstructorParameters<typeof PortalError>[1] = {}) => () => Promise.reject(new PortalError(code, more));
const open = (care: Partial<CareApi> = {}) => opened('econsults', { care: { econsults: async () => answer, econsult: async () => thread, sendEconsult: async () => receipt, ...care } });
export const toWrite = (element: HTMLElement) => inTurn(element, (at) => tick(at, 'no'), submit);
export const subject = 'Hoofdpijn na het sporten';
export const question = 'Na het hardlopen heb ik vaak hoofdpijn.\nWat kan ik daaraan doen?';
export const fillIn = async (element: HTMLElement) => { await toWrite(element); await inTurn(element, (at) => typeIn(at, 'subject', subject), (at) => typeIn(at, 'question', question)); };
export const toCheck = async (element: HTMLElement) => { await fillIn(element); await inTurn(element, submit); };
/** To the check of a text that may be moved. */
export const toMove = async (element: HTMLElement, text: string, about = 'Van vorige week') => {
  await toWrite(element);
  await inTurn(element, (at) => typeIn(at, 'subject', about), (at) => typeIn(at, 'question', text), submit);
  await until(() => element.querySelector('#econsult-form-move'));
};
export const send = async (element: HTMLElement) => { await toCheck(element); await inTurn(element, pressSend); };
const writes = (length: number) => async (element: HTMLElement) => { await toWrite(element); await inTurn(element, (at) => typeIn(at, 'subject', subject), (at) => typeIn(at, 'question', 'x'.repeat(length))); };
const pressAnswer = (element: HTMLElement) => inTurn(element, (at) => at.querySelector<HTMLButtonElement>('.notice .button')!.click());
export const openAnswer = async (element: HTMLElement) => {
  await pressAnswer(element);
  await until(() => element.querySelector('[data-step=thread], .item [role=alert]'));
  await settled(element);
};
/** Adds a file as a hand does: the button, the consent, the file. */
const letter = () => new File(['%PDF-'], 'brief van de specialist.pdf', { type: 'application/pdf' });
const choose = async (element: HTMLElement, stem: string, file: File) => {
  await inTurn(element, (at) => at.querySelector<HTMLButtonElement>(`#${stem}-add-file`)!.click());
  await until(() => element.querySelector(`#${stem}-agree`));
  await inTurn(element, (at) => at.querySelector<HTMLInputElement>(`#${stem}-agree`)!.click());
  const input = element.querySelector<HTMLInputElement>('[type=file]')!;
  const chosen = new DataTransfer();
  chosen.items.add(file);
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await until(() => element.querySelector(`form .files, #${stem}-file-error`));
  await settled(element);
};
export const addFile = async (element: HTMLElement, file = letter()) => { await fillIn(element); await choose(element, 'econsult-form', file); };
export const addToReply = async (element: HTMLElement) => { await openAnswer(element); await choose(element, 'econsult-form-thread', letter()); await inTurn(element, (at) => typeIn(at, 'text', 'Hierbij de brief.')); };
const sentPdf = { id: fixtureId(31), kind: 'pdf' as const, size: 182_000 };
const refused = (why: string) => fails('file_refused', { fields: [why] });
export const replied: EconsultThread = { ...thread, state: 'sent', waitingSince: '2026-11-23T09:00:00Z', promise: { date: '2026-11-25', from: null }, reply: { until: null }, messages: [...thread.messages, { id: fixtureId(23), files: [], readAt: null, from: 'patient', author: null, at: '2026-11-23T09:00:00Z', text: 'Dank u wel. Moet ik mijn pillen dan nog slikken?' }] };
const replies = (care: Partial<CareApi> = {}): Omit<Fixture, 'title'> => ({ portal: open({ replyEconsult: async () => replied, ...care }), act: async (element) => { await openAnswer(element); await inTurn(element, (at) => typeIn(at, 'text', 'Dank u wel. Moet ik mijn pillen dan nog slikken?'), submit); } });
const sends = (title: string, care: Partial<CareApi>): Fixture => ({ title, portal: open(care), act: send });

const family = (more: Partial<GuardiansAnswer>, me: Partial<MeAnswer> = {}): FakeOptions => {
  const known = async (): Promise<GuardiansAnswer> => ({ rights: null, next: null, guardians: [], children: [], ...more });
  return { ...open(), me, clinic: { guardians: true }, self: { guardians: known } };
};
const lars = { id: fixtureId(9), name: 'Lars Berggren', since: '2026-11-20T09:00:00Z', rights: 'guardian' as const, next: { date: '2030-05-05', rights: 'own' as const }, open: true };
const gate = (more: Partial<GuardiansAnswer>, me: Partial<MeAnswer> = {}): FakeOptions => ({ ...family(more, me), pages: {} });
const known = (element: HTMLElement) => until(() => element.querySelector('[name=for], .notice')).then(() => undefined);
/** Asks for the child chosen. */
export const forLars = async (element: HTMLElement) => { await known(element); await inTurn(element, (at) => tick(at, fixtureId(9)), (at) => at.querySelector<HTMLButtonElement>('.row .primary')!.click()); };

export const fixtures = {
  ...gateFixtures('econsults'),
  'for-whom': { title: 'A guardian chooses for whom (N8)', portal: gate({ children: [lars] }), act: known },
  'for-child-only': { title: 'A guardian whose own account is not linked here', portal: gate({ children: [lars] }, { link: null, record_name: null }), act: known },
  'read-along': { title: 'A child sees who reads along, before anything is sent (N8)', portal: family({ rights: 'guardian', guardians: [{ name: 'Kirsten Berggren', since: '2026-11-20T09:00:00Z' }] }), act: known },
  loading: { title: 'Reading one’s own questions', portal: open({ econsults: never }) },
  failed: { title: 'The questions could not be read', portal: open({ econsults: fails('server_error', { id: 'K3T9-P2WX' }) }) },
  behind: { title: 'The practice’s own system cannot be reached; what is sent is kept', portal: open({ econsults: async () => ({ ...answer, behind: { since: '2026-11-23T08:12:00Z' } }) }) },
  empty: { title: 'No question asked yet', portal: open({ econsults: async () => ({ ...answer, items: [] }) }) },
  'shut-hours': { title: 'No questions at this hour', portal: open({ econsults: async () => shut('hours', { date: '2026-11-24', time: '08:00' }) }) },
  'shut-closed': { title: 'No questions until further notice', portal: open({ econsults: async () => shut('closed', null) }) },
  'shut-full': { title: 'As many questions today as the practice takes', portal: open({ econsults: async () => shut('full', { date: '2026-11-24', time: '00:00' }) }) },
  'shut-meanwhile': { title: 'Full while writing', get portal() { let reads = 0; return open({ econsults: async () => (reads++ ? shut('full', { date: '2026-11-24', time: '00:00' }) : answer), sendEconsult: fails('econsults_closed') }); }, act: send },
  urgency: { title: 'First: can it wait? With earlier questions and a new answer', portal: open() },
  'urgency-empty': { title: 'Went on without an answer', portal: open(), act: submit },
  stop: { title: 'It cannot wait: call, no text field', portal: open(), act: (element) => inTurn(element, (at) => tick(at, 'yes'), submit) },
  'stop-at-night': { title: 'It cannot wait, and the practice is closed', portal: { ...open(), clinic: { openingHours: [{ days: [6], from: '08:00', to: '09:00' }] } }, act: (element) => inTurn(element, (at) => tick(at, 'yes'), submit) },
  write: { title: 'Subject and question', portal: open(), act: toWrite },
  'write-empty': { title: 'Went on without writing', portal: open(), act: async (element) => { await toWrite(element); await inTurn(element, submit); } },
  'write-nearly-full': { title: 'Little room left', portal: open(), act: writes(1_880) },
  'write-too-long': { title: 'Too long, sent on', portal: open(), act: async (element) => { await writes(2_031)(element); await inTurn(element, submit); } },
  'write-file': { title: 'A PDF with the question', portal: open({ stageFile: async () => sentPdf }), act: (element) => addFile(element) },
  'write-file-full': { title: 'As many files as go', portal: open({ econsults: async () => ({ ...answer, files: { count: 1, bytes: 5_000_000 } }), stageFile: async () => sentPdf }), act: (element) => addFile(element) },
  'write-file-refused': { title: 'A PDF that is locked', portal: open({ stageFile: refused('encrypted') }), act: (element) => addFile(element) },
  'write-file-heic': { title: 'A photo in a format that this browser cannot read', portal: open({ stageFile: refused('heic') }), act: (element) => addFile(element, new File(['ftypheic'], 'IMG_0001.HEIC', { type: 'image/heic' })) },
  'check-file': { title: 'Check the question and its file', portal: open({ stageFile: async () => sentPdf }), act: async (element) => { await addFile(element); await inTurn(element, submit); } },
  'thread-files': { title: 'A question with a photo and a PDF', portal: open({ econsult: async () => ({ ...replied, messages: replied.messages.map((one, at) => (at ? one : { ...one, files: [{ id: fixtureId(32), kind: 'jpeg', size: 240_000 }, sentPdf] })) }) }), act: openAnswer },
  check: { title: 'Check the question', portal: open(), act: toCheck },
  'check-move': { title: 'It seems to be a booking: may be moved (N5)', portal: open(), act: (element) => toMove(element, 'Ik wil graag een afspraak maken.') },
  sending: sends('Sending', { sendEconsult: never }),
  'not-sent-offline': sends('Not sent yet: no internet', { sendEconsult: fails('offline') }),
  'not-sent-too-often': sends('Not sent yet: too often', { sendEconsult: fails('too_many_requests', { retryAfter: 600 }) }),
  arrived: sends('An earlier version had arrived', { sendEconsult: fails('idempotency_mismatch') }),
  sent: sends('Received, with number and date', {}),
  'sent-unheard': { title: 'Received from an account without an e-mail address', portal: { ...open(), me: { email: null } }, act: send },
  thread: { title: 'Reading an answer', portal: open(), act: openAnswer },
  'thread-guardian': { title: 'A question that a guardian asked (N8)', portal: open({ econsult: async () => ({ ...replied, messages: replied.messages.map((one) => (one.from === 'patient' ? { ...one, from: 'guardian' as const, author: 'Kirsten Berggren' } : one)) }) }), act: openAnswer },
  'thread-waiting': { title: 'A question that waits', portal: open({ econsult: async () => replied }), act: openAnswer },
  'thread-late': { title: 'An answer that is late (N3)', portal: open({ econsult: async () => ({ ...replied, promise: { date: '2026-11-20', from: null } }) }), act: openAnswer },
  'thread-over': { title: 'Too long ago to write again', portal: open({ econsult: async () => ({ ...thread, reply: null }) }), act: openAnswer },
  'reply-file': { title: 'A PDF with a reply', portal: open({ stageFile: async () => sentPdf }), act: addToReply },
  'reply-file-lost': { title: 'The file of a reply was not kept long enough', portal: open({ stageFile: async () => sentPdf, replyEconsult: refused('gone') }), act: async (element) => { await addToReply(element); await inTurn(element, submit); } },
  'reply-empty': { title: 'Sent a reply without writing', portal: open(), act: async (element) => { await openAnswer(element); await inTurn(element, submit); } },
  replied: { title: 'A reply was received', ...replies() },
  'reply-not-sent': { title: 'A reply without an answer', ...replies({ replyEconsult: fails('offline') }) },
  'thread-opening': { title: 'Fetching a question', portal: open({ econsult: never }), act: pressAnswer },
  'thread-failed': { title: 'A question could not be fetched', portal: open({ econsult: fails('offline') }), act: openAnswer },
  restored: { title: 'What was written before a reload; urgency is asked anew', portal: { ...open(), drafts: { econsults: { draft: { step: 'write', urgent: 'no', subject, question }, key: fixtureId(900), tried: false } } } },
  'restored-files': { title: 'After a reload: the text is there, the photo has to be added again', portal: { ...open(), drafts: { econsults: { draft: { step: 'write', urgent: 'no', subject, question, files: true }, key: fixtureId(900), tried: false } } }, act: async (element) => { await until(() => element.querySelector('[name=urgent]')); await toWrite(element); await until(() => element.querySelector('.error')); } },
  'restored-unsure': { title: 'After a reload: sent without an answer', portal: { ...open(), drafts: { econsults: { draft: { step: 'check', urgent: 'no', subject, question }, key: fixtureId(900), tried: true } } } },
} satisfies Fixtures<EconsultForm>;
