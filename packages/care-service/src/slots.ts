/** The practice's free times: what is free for whom, in the clinic's own days. */
import { randomUUID } from 'node:crypto';
import { PublicError, type AppointmentType, type ClinicConfig, type DaysAnswer, type daysQuery, type SlotsAnswer, type SlotSummary, type slotsQuery } from '@balie/contracts';
import { and, asc, count, eq, gt, gte, inArray, isNull, lt, min, not, notExists, or, type Queryable, schema, type SQL, sql, type Transaction } from '@balie/database';
import { addDays, instantOf, localDate } from '@balie/rules';
import type { output } from 'zod/mini';
import type { CareAct } from './act.ts';
import { holdersOf } from './by-staff.ts';
import { lockImports } from './import/store.ts';
import { practitionerOf } from './people.ts';
import { deskMade } from './systems/things.ts';

const { slots, slotHolds, schedules, appointments, practitioners, agendaBlocks } = schema;

/** Calendar days in one answer. */
const span = 14;
/** Slots in one answer: a large practice gets fewer days, never half a day. */
const most = 500;
/** Farthest day that may be asked for, counted from today. */
const horizon = 366;

export function appointmentTypeOf(clinic: ClinicConfig, id: string): AppointmentType {
  const type = clinic.appointments.types.find((one) => one.id === id);
  if (!type) throw new PublicError('invalid_request', { fields: ['type'] });
  return type;
}

/** Where appointments are only looked at, patients are; the desk books for them. */
export const isBooking = ({ access, clinic }: CareAct): boolean => access.kind === 'staff' || clinic.appointments.online;
/** Throws `access_denied` where appointments are only looked at. */
export function demandBooking(act: CareAct): void {
  if (!isBooking(act)) throw new PublicError('access_denied');
}

/** Who asks for what, when: a slot that one of `holders` holds, for the same patient, is free to it. */
export interface Asked { clinic: ClinicConfig; type: AppointmentType; holders: string[]; patient: string; now: Date }
export const askedBy = (act: CareAct, type: AppointmentType): Asked => ({ clinic: act.clinic, type, holders: holdersOf(act.access), patient: act.access.patient, now: act.now });

/** Free, booked by nobody, held by nobody (but by `own`, for that patient), and in no stretch that the desk blocked or closed. */
export const unclaimed = (db: Queryable, clinic: string, now: Date, own?: Pick<Asked, 'holders' | 'patient'>): SQL | undefined => and(
  eq(slots.clinic, clinic), eq(slots.status, 'free'),
  notExists(db.select({ one: sql`1` }).from(appointments).where(and(eq(appointments.slot, slots.id), eq(appointments.state, 'booked')))),
  notExists(db.select({ one: sql`1` }).from(slotHolds).where(and(eq(slotHolds.slot, slots.id), gt(slotHolds.expiresAt, now), own && not(and(eq(slotHolds.patient, own.patient), inArray(slotHolds.account, own.holders))!)))),
  notExists(db.select({ one: sql`1` }).from(agendaBlocks).where(and(eq(agendaBlocks.clinic, clinic), or(isNull(agendaBlocks.practitioner), eq(agendaBlocks.practitioner, slots.practitioner)), lt(agendaBlocks.start, slots.end), gt(agendaBlocks.end, slots.start)))),
);
/** To come, unclaimed, long enough, given by someone of a fitting role. */
const bookable = (db: Queryable, { clinic, type, now, ...own }: Asked): SQL | undefined =>
  and(unclaimed(db, clinic.id, now, own), gt(slots.start, now), inArray(practitioners.role, type.roles), sql`${slots.end} - ${slots.start} >= make_interval(mins => ${type.minutes}::int)`);

export type SlotRow = { slot: typeof slots.$inferSelect; practitioner: typeof practitioners.$inferSelect };
const from = (db: Queryable) => db.select({ slot: slots, practitioner: practitioners }).from(slots).innerJoin(practitioners, eq(practitioners.id, slots.practitioner));

export const slotOf = ({ slot, practitioner }: SlotRow): SlotSummary => ({ id: slot.id, start: slot.start.toISOString(), end: slot.end.toISOString(), practitioner: practitionerOf(practitioner) });

/** What is free, earliest first. */
export const freeSlots = (db: Queryable, asked: Asked, more: SQL | undefined) => from(db).where(and(bookable(db, asked), more)).orderBy(asc(slots.start), asc(slots.id));

export async function findSlot(db: Queryable, clinic: string, id: string): Promise<SlotRow | undefined> {
  const [row] = await from(db).where(and(eq(slots.id, id), eq(slots.clinic, clinic)));
  return row;
}

/**
 * As `findSlot`, for who is about to fill it: until the transaction ends the desk cannot block it, and what the desk was blocking is done (`lockSlots`). So asked after this, whether it is
 * bookable stays true.
 */
export async function lockSlot(db: Queryable, clinic: string, id: string): Promise<SlotRow | undefined> {
  await db.select({ id: slots.id }).from(slots).where(and(eq(slots.id, id), eq(slots.clinic, clinic))).for('key share');
  return findSlot(db, clinic, id);
}

/**
 * Every slot of a stretch, of one practitioner or (null) of all: bookings under way are waited for and then seen, later ones wait and then see what was done. So is an import, which has an
 * order of its own to lock them in.
 */
export async function lockSlots(tx: Transaction, clinic: string, { practitioner, start, end }: { practitioner: string | null; start: Date; end: Date }): Promise<void> {
  await lockImports(tx, clinic);
  await tx.select({ id: slots.id }).from(slots).where(and(eq(slots.clinic, clinic), practitioner === null ? undefined : eq(slots.practitioner, practitioner), lt(slots.start, end), gt(slots.end, start))).orderBy(asc(slots.id)).for('update');
}

/** A time for one appointment, beside the others: its status is never `free`, so that it is offered to nobody. */
export async function makeExtra(tx: Transaction, clinic: string, { practitioner, ...at }: { practitioner: string; start: Date; end: Date }): Promise<typeof slots.$inferSelect> {
  const sourceId = `${deskMade}extra/`;
  const [schedule] = await tx.insert(schedules).values({ clinic, sourceId: sourceId + practitioner, practitioner }).onConflictDoUpdate({ target: [schedules.clinic, schedules.sourceId], set: { practitioner } }).returning({ id: schedules.id });
  const [made] = await tx.insert(slots).values({ ...at, clinic, sourceId: sourceId + randomUUID(), schedule: schedule!.id, practitioner, status: 'busy-unavailable', extra: true }).returning();
  return made!;
}

export async function isBookable(db: Queryable, asked: Asked, id: string): Promise<boolean> {
  const rows = await from(db).where(and(eq(slots.id, id), bookable(db, asked)));
  return rows.length > 0;
}

/** `slot_taken`, with the three free times nearest to the lost one in the same answer (N9). */
export async function slotTaken(db: Queryable, asked: Asked, lost: Date): Promise<PublicError> {
  return new PublicError('slot_taken', { alternatives: await nearestTo(db, asked, lost) });
}
export async function nearestTo(db: Queryable, asked: Asked, lost: Date): Promise<SlotSummary[]> {
  const nearest = await from(db).where(bookable(db, asked)).orderBy(sql`abs(extract(epoch from (${slots.start} - ${lost.toISOString()}::timestamptz)))`, asc(slots.start)).limit(3);
  return nearest.sort((a, b) => +a.slot.start - +b.slot.start).map(slotOf);
}

/** GET /care/slots. Days are the clinic's: a slot at 23:30 UTC may be tomorrow's. A day in the past counts as today. */
export async function listSlots(act: CareAct, query: output<typeof slotsQuery>): Promise<SlotsAnswer> {
  demandBooking(act);
  const { timeZone } = act.clinic;
  const asked = askedBy(act, appointmentTypeOf(act.clinic, query.type));
  const today = localDate(act.now, timeZone);
  const first = query.from !== undefined && query.from > today ? query.from : today;
  if (first > addDays(today, horizon)) throw new PublicError('invalid_request', { fields: ['from'] });
  const midnight = (date: string) => instantOf(date, '00:00', timeZone);
  const dayOf = (row: SlotRow) => localDate(row.slot.start, timeZone);
  const withWhom = query.practitioner === undefined ? undefined : eq(slots.practitioner, query.practitioner);

  return act.transact(async (tx) => {
    const found = await freeSlots(tx, asked, and(withWhom, gte(slots.start, midnight(first)), lt(slots.start, midnight(addDays(first, span))))).limit(most + 1);
    const cutDay = found.length > most && dayOf(found[0]!) !== dayOf(found[most]!) ? dayOf(found[most]!) : null;
    const shown = cutDay === null ? found : found.filter((row) => dayOf(row) < cutDay);
    const to = addDays(cutDay ?? addDays(first, span), -1);
    const [later] = await tx.select({ start: min(slots.start) }).from(slots).innerJoin(practitioners, eq(practitioners.id, slots.practitioner)).where(and(bookable(tx, asked), withWhom, gte(slots.start, midnight(addDays(to, 1)))));
    return { slots: shown.map(slotOf), from: first, to, next: later?.start ? localDate(later.start, timeZone) : null };
  });
}

/** GET /care/days: how many times are free on each day of a month, for a calendar. Months run from this one to the farthest that may be asked for. */
export function listDays(act: CareAct, query: output<typeof daysQuery>): Promise<DaysAnswer> {
  demandBooking(act);
  const { timeZone } = act.clinic;
  const asked = askedBy(act, appointmentTypeOf(act.clinic, query.type));
  const today = localDate(act.now, timeZone);
  const [first, last] = [today, addDays(today, horizon)].map((date) => date.slice(0, 7)) as [string, string];
  if (query.month < first || query.month > last) throw new PublicError('invalid_request', { fields: ['month'] });
  const begins = `${query.month}-01`;
  const [since, until] = [begins, `${addDays(begins, 31).slice(0, 7)}-01`].map((date) => instantOf(date, '00:00', timeZone));
  const date = sql<string>`to_char(${slots.start} at time zone ${sql.raw(`'${timeZone}'`)}, 'YYYY-MM-DD')`;
  return act.transact(async (tx) => ({
    first, last,
    days: await tx.select({ date, count: count() }).from(slots).innerJoin(practitioners, eq(practitioners.id, slots.practitioner))
      .where(and(bookable(tx, asked), query.practitioner === undefined ? undefined : eq(slots.practitioner, query.practitioner), gte(slots.start, since!), lt(slots.start, until!))).groupBy(date).orderBy(date),
  }));
}
