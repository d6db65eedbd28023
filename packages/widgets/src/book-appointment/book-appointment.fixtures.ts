import type { AppointmentQuestion, AppointmentsAnswer, AppointmentSummary, Hold, SlotsAnswer, SlotSummary, Waiting } from '@balie/contracts';
import { PortalError, type CareApi, type PortalErrorCode } from '@balie/portal-client';
import { fixtureId, inTurn, pressSend, submit, tick, typeIn, until } from '../shared/acts.ts';
import { fixtureNow } from '../shared/fake-portal.ts';
import { settled, type Fixture, type Fixtures } from '../shared/fixture.ts';
import { gateFixtures, opened } from '../shared/gate.fixtures.ts';
import type { BookAppointment } from './book-appointment.ts';
import '../shared/behind-part.ts';

export const jansen = { id: fixtureId(1), name: 'M. Jansen', role: 'gp' };
export const bakker = { id: fixtureId(2), name: 'S. Bakker-van den Oudenhoven', role: 'physician-assistant' };
export const slot = (number: number, start: string, practitioner = jansen, minutes = 10): SlotSummary => ({ id: fixtureId(number), start, end: new Date(Date.parse(start) + minutes * 60_000).toISOString(), practitioner });
export const slots: SlotSummary[] = [
  slot(11, '2026-11-24T07:30:00Z'), slot(12, '2026-11-24T07:40:00Z', bakker), slot(13, '2026-11-24T09:20:00Z'), slot(14, '2026-11-24T13:00:00Z', bakker),
  slot(15, '2026-11-25T08:10:00Z'), slot(16, '2026-11-27T10:00:00Z'), slot(17, '2026-11-27T10:10:00Z', bakker),
];
export const free: SlotsAnswer = { slots, from: '2026-11-23', to: '2026-12-06', next: '2026-12-07' };
const later: SlotsAnswer = { slots: [slot(21, '2026-12-07T08:00:00Z')], from: '2026-12-07', to: '2026-12-20', next: null };
export const hold: Hold = { id: fixtureId(31), slot: slots[2]!, type: 'consult', expiresAt: new Date(fixtureNow + 165_000).toISOString(), canExtend: true };
const appointment = (number: number, receiptNumber: string, start: string, more: Partial<AppointmentSummary> = {}): AppointmentSummary => ({
  id: fixtureId(number), number: receiptNumber, receivedAt: '2026-11-20T10:12:00Z', promise: null, type: 'consult', title: 'Spreekuur', instructions: null, start, end: start, practitioner: jansen, reason: null, answers: [], state: 'booked', changeBy: null, cancelledBy: null, by: null, ...more,
});
export const booked = appointment(41, 'A-6RWT-3K', slots[2]!.start, { receivedAt: '2026-11-23T09:00:00Z', reason: 'Pijn in mijn schouder', changeBy: null });
export const upcoming: AppointmentSummary[] = [
  appointment(42, 'A-4NPV-8H', '2026-11-30T10:20:00Z', { type: 'double', title: 'Dubbel spreekuur', practitioner: bakker, changeBy: '2026-11-29T10:20:00Z', instructions: 'Neem de metingen van thuis mee.', reason: 'Controle van mijn bloeddruk' }),
  appointment(43, 'A-2CDF-5M', '2026-12-02T08:00:00Z', { state: 'cancelled', cancelledBy: 'practice', cancellation: 'De dokter is die dag op nascholing. Maak een nieuwe afspraak.' }),
];
const given = { instructions: null, questions: [], practitioners: [jansen.id, bakker.id] };
export const questions: AppointmentQuestion[] = [
  { id: 'first', label: 'Komt u hiervoor voor het eerst?', kind: 'yes-no', required: true, options: [] }, { id: 'side', label: 'Aan welke kant?', kind: 'choice', required: false, options: ['Links', 'Rechts'] },
  { id: 'more', label: 'Wat wilt u nog vertellen?', kind: 'text', required: false, options: [] },
];
export const types: AppointmentsAnswer['types'] = [
  { id: 'consult', title: 'Spreekuur', minutes: 10, ...given }, { id: 'double', title: 'Dubbel spreekuur', minutes: 20, ...given }, { id: 'phone', title: 'Telefonisch spreekuur', minutes: 5, ...given },
  { id: 'lung', title: 'Longfunctie', minutes: 30, instructions: 'Rook niet op de dag zelf, en neem uw inhalator mee.', questions, practitioners: [bakker.id] },
];
export const place: Waiting = { id: fixtureId(51), type: 'consult', title: 'Spreekuur', practitioner: null, appointment: null, since: '2026-11-20T10:12:00Z', offer: null };
export const offered: Waiting = { ...place, id: fixtureId(52), type: 'double', title: 'Dubbel spreekuur', appointment: upcoming[0]!.id, offer: { slot: slot(18, '2026-11-26T08:00:00Z', bakker, 20), until: '2026-11-23T11:00:00Z' } };
export const past: AppointmentSummary[] = [appointment(44, 'A-7HJK-2P', '2026-10-26T09:20:00Z', { reason: 'Oorpijn' }), appointment(45, 'A-8MNP-3R', '2026-10-05T08:00:00Z', { state: 'cancelled', cancelledBy: 'patient' })];
export const answer: AppointmentsAnswer = { online: true, waitingList: true, types, practitioners: [jansen, bakker], hold: null, upcoming, waiting: [] };

const never = () => new Promise<never>(() => undefined);
export const fails = (code: PortalErrorCode, more: ConstructorParameters<typeof PortalError>[1] = {}) => () => Promise.reject(new PortalError(code, more));
export const ownCare: Partial<CareApi> = {
  appointments: async () => answer, slots: async ({ from }) => (from && from >= later.from ? later : free), hold: async () => hold,
  extendHold: async () => ({ ...hold, expiresAt: new Date(fixtureNow + 180_000).toISOString(), canExtend: false }), releaseHold: async () => {}, book: async () => booked,
  days: async ({ month }) => ({ first: '2026-11', last: '2027-11', days: month === '2026-11' ? [{ date: '2026-11-24', count: 4 }, { date: '2026-11-25', count: 1 }, { date: '2026-11-27', count: 2 }] : [{ date: '2026-12-07', count: 1 }] }),
  pastAppointments: async () => ({ items: past, next: null }), calendarFile: async () => ({ name: 'A-4NPV-8H.ics', text: 'BEGIN:VCALENDAR' }), cancelAppointment: async () => upcoming[0]!, wait: async () => [place], waiting: async () => [],
  moveAppointment: async () => ({ ...upcoming[0]!, start: hold.slot.start }),
};
const open = (care: Partial<CareApi> = {}) => opened('appointments', { care: { ...ownCare, ...care } });
const held = (care: Partial<CareApi> = {}, more: Partial<Hold> = {}) => open({ appointments: async () => ({ ...answer, hold: { ...hold, ...more } }), ...care });
export const toTimes = (element: HTMLElement) => inTurn(element, (at) => tick(at, 'consult'), submit);
export const toHeld = async (element: HTMLElement) => { await toTimes(element); await inTurn(element, (at) => at.querySelectorAll<HTMLButtonElement>('.times button')[slots.indexOf(hold.slot)]!.click()); };
export const toCheck = async (element: HTMLElement) => { await toHeld(element); await inTurn(element, (at) => typeIn(at, 'reason', 'Pijn in mijn schouder'), submit); };
const confirm = async (element: HTMLElement) => { await toCheck(element); await inTurn(element, pressSend); };
const confirms = (title: string, care: Partial<CareApi>): Fixture => ({ title, portal: open(care), act: confirm });
export const toMoved = async (element: HTMLElement) => { await toMove(element); await inTurn(element, (shown) => at(shown, '.times button').click()); };
export const toAnswered = (element: HTMLElement) => inTurn(element, (shown) => tick(shown, 'lung'), submit, (shown) => at(shown, '.times button').click(), (shown) => tick(shown, 'yes'), (shown) => tick(shown, 'Rechts'), (shown) => typeIn(shown, 'answer-more', 'Sinds vorige week'), submit);
const kept = { type: 'consult', practitioner: '', reason: 'Pijn in mijn schouder' };
/** The own list is fetched when there is data. */
export const listed = (element: HTMLElement) => until(() => element.querySelector('[id$="-own"]'));
const onItem = (...selectors: string[]) => async (element: HTMLElement) => { await listed(element); await inTurn(element, ...selectors.map((selector) => (shown: HTMLElement) => at(shown, selector).click())); };
export const toMove = onItem('.item .row button');
const toCalendar = (which: 1 | 2) => async (element: HTMLElement) => { await toTimes(element); at(element, `.views button:nth-child(${which + 1})`).click(); await until(() => element.querySelector('.calendar .day-free')); await settled(element); };
const at = (element: HTMLElement, selector: string) => element.querySelector<HTMLElement>(selector)!;
export const nearest = [slots[0]!, slots[1]!, slots[4]!];

export const fixtures = {
  ...gateFixtures('appointments'),
  loading: { title: 'Reading kinds, practitioners and appointments', portal: open({ appointments: never }) },
  failed: { title: 'It could not be read', portal: open({ appointments: fails('temporarily_unavailable', { id: 'K3T9-P2WX' }) }) },
  'no-types': { title: 'Nothing can be booked', portal: open({ appointments: async () => ({ ...answer, types: [], upcoming: [] }) }) },
  what: { title: 'What for, and with whom', portal: open() },
  'what-empty': { title: 'Went on without choosing a kind', portal: open(), act: submit },
  'times-loading': { title: 'Reading free times', portal: open({ slots: never }), act: toTimes },
  'times-failed': { title: 'Free times could not be read', portal: open({ slots: fails('offline') }), act: toTimes },
  times: { title: 'Free times by day', portal: open(), act: toTimes },
  'times-one-practitioner': { title: 'Free times with one practitioner', portal: open({ slots: async () => ({ ...free, slots: slots.filter(({ practitioner }) => practitioner === jansen) }) }), act: (element) => inTurn(element, (at) => tick(at, 'consult'), (at) => tick(at, jansen.id), submit) },
  'times-later': { title: 'Later free times', portal: open(), act: async (element) => { await toTimes(element); await inTurn(element, (at) => at.querySelectorAll<HTMLButtonElement>('[data-step=when] .row:not(.views) .button')[0]!.click()); } },
  'times-none': { title: 'None in these two weeks; the first day that has one', portal: open({ slots: async ({ from }) => (from ? later : { ...free, slots: [] }) }), act: toTimes },
  'times-none-at-all': { title: 'None at all', portal: open({ slots: async () => ({ ...free, slots: [], next: null }) }), act: toTimes },
  'times-none-with-one': { title: 'None with this practitioner', portal: open({ slots: async ({ practitioner }) => (practitioner ? { ...free, slots: [], next: null } : free) }), act: (element) => inTurn(element, (at) => tick(at, 'consult'), (at) => tick(at, jansen.id), submit) },
  taken: { title: 'Lost the race: the three nearest times', portal: open({ hold: fails('slot_taken', { alternatives: nearest }) }), act: toHeld },
  'taken-none-left': { title: 'Lost the race, nothing near', portal: open({ hold: fails('slot_taken') }), act: toHeld },
  'hold-limit': { title: 'Two times are held already', portal: open({ hold: fails('hold_limit') }), act: toHeld },
  details: { title: 'A time is held; what is it about?', portal: open(), act: toHeld },
  'held-after-reload': { title: 'The hold survived a reload', portal: { ...held(), drafts: { appointments: { draft: { step: 'details', hold, ...kept }, key: fixtureId(900), tried: false } } } },
  'last-seconds': { title: 'Held for a few seconds more', portal: held({}, { expiresAt: new Date(fixtureNow + 14_000).toISOString() }) },
  'no-more-time': { title: 'Cannot be held longer', portal: held({}, { canExtend: false }) },
  over: { title: 'No longer held', portal: held({}, { expiresAt: new Date(fixtureNow - 1_000).toISOString() }) },
  'reason-too-long': { title: 'The reason is too long', portal: open(), act: async (element) => { await toHeld(element); await inTurn(element, (at) => typeIn(at, 'reason', 'x'.repeat(312)), submit); } },
  check: { title: 'Check the appointment', portal: open(), act: toCheck },
  confirming: confirms('Confirming', { book: never }),
  'not-confirmed-offline': confirms('Not confirmed yet: no internet', { book: fails('offline') }),
  'not-confirmed-expired': confirms('The hold ended before confirming', { book: fails('hold_expired') }),
  'not-confirmed-taken': confirms('The practice closed the time meanwhile', { book: fails('slot_taken', { alternatives: nearest }) }),
  arrived: confirms('An earlier confirmation had arrived', { book: fails('idempotency_mismatch') }),
  sent: confirms('Booked, with number', {}),
  week: { title: 'Free times in a week', portal: open(), act: toCalendar(1) },
  month: { title: 'Free times in a month', portal: open(), act: toCalendar(2) },
  'month-day': { title: 'A day chosen in the month', portal: open(), act: async (element) => { await toCalendar(2)(element); await inTurn(element, (shown) => at(shown, '.day-free').click()); } },
  'month-failed': { title: 'The month could not be read', portal: open({ days: fails('offline') }), act: async (element) => { await toTimes(element); at(element, '.views button:nth-child(3)').click(); await until(() => element.querySelector('.calendar .notice')); await settled(element); } },
  'questions-empty': { title: 'What the practice asks; nothing answered', portal: open({ hold: async () => ({ ...hold, type: 'lung' }) }), act: async (element) => { await inTurn(element, (shown) => tick(shown, 'lung'), submit, (shown) => at(shown, '.times button').click(), submit); } },
  'questions-check': { title: 'Check the answers too', portal: open({ hold: async () => ({ ...hold, type: 'lung' }) }), act: toAnswered },
  'waits-here': { title: 'None at all: on the waiting list', portal: open({ slots: async () => ({ ...free, slots: [], next: null }) }), act: async (element) => { await toTimes(element); await inTurn(element, (shown) => [...shown.querySelectorAll<HTMLElement>('[data-step=when] .button')].at(-2)!.click()); } },
  moving: { title: 'Moving an appointment: a new time', portal: open(), act: toMove },
  'moving-check': { title: 'Moving an appointment: check', portal: open({ hold: async () => ({ ...hold, type: 'double' }) }), act: toMoved },
  moved: { title: 'Moved', portal: open({ hold: async () => ({ ...hold, type: 'double' }) }), act: async (element) => { await toMoved(element); await inTurn(element, pressSend); } },
  cancelling: { title: 'Cancelling asks once', portal: open(), act: onItem('.item .row button:nth-of-type(2)') },
  'cancel-too-late': { title: 'Too late to cancel here', portal: open({ cancelAppointment: fails('too_late') }), act: onItem('.item .row button:nth-of-type(2)', '.item .held .primary') },
  'calendar-file': { title: 'The calendar file is ready', portal: open(), act: onItem('.item .row button:nth-of-type(3)') },
  past: { title: 'What has been', portal: open(), act: async (element) => { await listed(element); await inTurn(element, (shown) => [...shown.querySelectorAll<HTMLElement>('.button')].at(-1)!.click()); } },
  'waiting-unheard': { title: 'On the waiting list, from an account without an e-mail address', portal: { ...open({ appointments: async () => ({ ...answer, waiting: [place] }) }), me: { email: null } }, act: listed },
  waiting: { title: 'On the waiting list, and an earlier time is offered', portal: open({ appointments: async () => ({ ...answer, waiting: [offered, place] }) }), act: listed },
  'by-the-practice': { title: 'The practice moved one for the patient (N14)', portal: open({ appointments: async () => ({ ...answer, upcoming: [{ ...upcoming[0]!, by: 'S. Bakker' }] }) }), act: listed },
  'only-to-look-at': { title: 'Appointments are made by telephone', portal: open({ appointments: async () => ({ ...answer, online: false, waitingList: false, types: [], practitioners: [], upcoming: upcoming.map((item) => ({ ...item, changeBy: null })) }) }), act: listed },
  behind: { title: 'The practice’s own system cannot be reached: one waits to be confirmed, another’s time was given away (N9)', portal: open({ appointments: async () => ({ ...answer, behind: { since: '2026-11-23T08:12:00Z' }, upcoming: [{ ...upcoming[0]!, onItsWay: true }, appointment(46, 'A-5QRS-6T', '2026-11-27T09:00:00Z', { state: 'cancelled', cancelledBy: 'system', changeBy: null, alternatives: nearest })] }) }), act: listed },
  'sent-on-its-way': confirms('Kept, and confirmed once the practice’s system has it', { book: async () => ({ ...booked, onItsWay: true }) }),
  'no-appointments': { title: 'No appointments yet, one practitioner', portal: open({ appointments: async () => ({ ...answer, practitioners: [jansen], upcoming: [] }) }) },
  'restored-unsure': { title: 'After a reload: confirmed without an answer', portal: { ...open(), drafts: { appointments: { draft: { step: 'check', hold: { ...hold, expiresAt: new Date(fixtureNow - 1_000).toISOString() }, ...kept }, key: fixtureId(900), tried: true } } } },
} satisfies Fixtures<BookAppointment>;
