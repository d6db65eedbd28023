/** The practice's agenda, at its desk. Orders name times as the practice's clock shows them; answers are instants. */
import * as z from 'zod/mini';
import { deskAppointment, practitioner } from './care.ts';
import { instant, isoDate, line, locales, text, uuid } from './ids.ts';
import { agendaDate, clock, wallTime } from './times.ts';

/** `busy`: taken in the practice's own system. */
export const slotStates = ['free', 'booked', 'held', 'blocked', 'busy'] as const;
/** `extra`: made by the desk for one appointment, beside the others; patients are never offered it. `heldUntil`: a patient is filling in a form for it, or it is kept for one who waits. */
export const agendaSlot = z.object({ id: uuid, practitioner: uuid, start: instant, end: instant, state: z.enum(slotStates), extra: z.boolean(), heldUntil: z.nullable(instant), appointment: z.nullable(deskAppointment) });
export type AgendaSlot = z.infer<typeof agendaSlot>;
const patientWords = z.partialRecord(z.enum(locales), line(400));
/** `closed`: the whole practice, with words that patients read. A block's reason is for the staff alone. */
export const blockKinds = ['block', 'break', 'closed'] as const;
/** `practitioner` null: everybody. `id` null: a break of a schedule, changed there. */
export const agendaBlock = z.object({ id: z.nullable(uuid), practitioner: z.nullable(uuid), start: instant, end: instant, kind: z.enum(blockKinds), reason: z.nullable(z.string()), words: patientWords });
export type AgendaBlock = z.infer<typeof agendaBlock>;
/** GET /staff/agenda?from=&days=&practitioner=: one day of everybody or of one, or a week of one. Days that have been too. */
export const agendaQuery = z.strictObject({ from: z.optional(agendaDate), days: z.optional(z.enum(['1', '7'])), practitioner: z.optional(uuid) }).check(z.refine(({ days, practitioner }) => days !== '7' || practitioner !== undefined, { path: ['practitioner'] }));
/** `closed`: by the practice's settings; of a holiday with its name. */
export const agendaDay = z.object({ date: isoDate, closed: z.boolean(), holiday: z.nullable(z.string()) });
export const agendaAnswer = z.object({
  today: isoDate, days: z.array(agendaDay), practitioners: z.array(practitioner), types: z.array(z.object({ id: z.string(), title: z.string(), minutes: z.number(), roles: z.array(z.string()) })), slots: z.array(agendaSlot), blocks: z.array(agendaBlock),
  /** In which patients read the words of a closing. */
  locales: z.array(z.enum(locales)),
});
export type AgendaAnswer = z.infer<typeof agendaAnswer>;

/** A free time, or one of its own: at a time that is taken, or outside all others. */
export const agendaPlace = z.union([z.strictObject({ slot: uuid }), z.strictObject({ practitioner: uuid, at: wallTime, minutes: z.int().check(z.minimum(5), z.maximum(240)) })]);
export type AgendaPlace = z.infer<typeof agendaPlace>;
/** POST /staff/agenda/book and /staff/appointments/:id/move (Idempotency-Key). 409 `slot_taken` where the time is no longer free. */
export const agendaBooking = z.strictObject({ patient: uuid, type: line(40), reason: z.optional(text(300)), place: agendaPlace });
export type AgendaBooking = z.infer<typeof agendaBooking>;
export const agendaMove = z.strictObject({ place: agendaPlace });
/** `told`: a mail or SMS goes to the patient; else somebody calls. */
export const agendaBooked = z.object({ appointment: deskAppointment, told: z.boolean() });
export type AgendaBooked = z.infer<typeof agendaBooked>;

const stretch = { practitioner: z.nullable(uuid), from: wallTime, until: wallTime };
const inOrder = { path: ['until'] };
/** POST /staff/agenda/blocks. No patient is offered a time in it from here on; what is booked stands until somebody cancels it. `from` left out: now. */
export const blockOrder = z.strictObject({ ...stretch, from: z.optional(wallTime), kind: z.enum(blockKinds), reason: z.optional(line(200)), words: z.optional(patientWords) })
  .check(z.refine(({ from, until }) => from === undefined || from < until, inOrder), z.refine(({ kind, practitioner }) => (kind === 'closed') === (practitioner === null), { path: ['practitioner'] }));
export type BlockOrder = z.infer<typeof blockOrder>;
/** Also GET /staff/agenda/blocks/:id. `inTheWay`: appointments to come that are booked in it, at most 200. */
export const blockAnswer = z.object({ block: agendaBlock, inTheWay: z.array(deskAppointment) });
export type BlockAnswer = z.infer<typeof blockAnswer>;
/** POST /staff/agenda/free: of what is blocked that stretch is not any more. */
export const freeOrder = z.strictObject(stretch).check(z.refine(({ from, until }) => from < until, inOrder));
export type FreeOrder = z.infer<typeof freeOrder>;
/** POST /staff/agenda/cancel: all with one reason, which the patients read. `untold`: whom nothing could be sent; somebody calls them. */
export const manyCancelled = z.strictObject({ appointments: z.array(uuid).check(z.minLength(1), z.maxLength(200)), reason: line(200) });
export const manyCancelledAnswer = z.object({ cancelled: z.array(uuid), untold: z.array(deskAppointment) });
export type ManyCancelled = z.infer<typeof manyCancelledAnswer>;
/** GET /staff/agenda/closings: those of the desk, and the closed days of the settings in the coming weeks. */
export const closingsAnswer = z.object({ closings: z.array(agendaBlock), days: z.array(agendaDay), locales: z.array(z.enum(locales)) });
export type ClosingsAnswer = z.infer<typeof closingsAnswer>;

const hours = z.strictObject({ days: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)), from: clock, to: clock }).check(z.refine(({ from, to }) => from < to, { path: ['to'] }));
/** A practitioner's week: times of so many minutes within the hours and outside the breaks, from a day until a day, both included. ISO weekdays, Monday 1. */
export const agendaPlan = z.strictObject({ hours: z.array(hours).check(z.minLength(1), z.maxLength(21)), breaks: z.array(hours).check(z.maxLength(21)), minutes: z.int().check(z.minimum(5), z.maximum(240)), from: agendaDate, until: agendaDate })
  .check(z.refine(({ from, until }) => from <= until && Date.parse(until) - Date.parse(from) <= 366 * 86_400_000, inOrder));
export type AgendaPlan = z.infer<typeof agendaPlan>;
export const agendaSchedule = z.object({ id: uuid, practitioner, plan: agendaPlan });
export type AgendaSchedule = z.infer<typeof agendaSchedule>;
/** GET /staff/agenda/schedules: those laid out at the desk whose last day has not been. */
export const schedulesAnswer = z.object({ schedules: z.array(agendaSchedule), practitioners: z.array(practitioner) });
export type SchedulesAnswer = z.infer<typeof schedulesAnswer>;
/** POST /staff/agenda/schedules; POST /staff/agenda/schedules/:id changes one, from now on; /:id/end takes its times to come away. */
export const scheduleOrder = z.strictObject({ practitioner: uuid, plan: agendaPlan });
export const scheduleChange = z.strictObject({ plan: agendaPlan });
/** `times`: to come; `kept`: booked times that are no longer in it, and stand; `passed`: left out, because the practitioner has another time then. */
export const scheduleAnswer = z.object({ schedule: agendaSchedule, times: z.number(), kept: z.array(deskAppointment), passed: z.number() });
export type ScheduleAnswer = z.infer<typeof scheduleAnswer>;
