/** The agenda as the desk sees it: every time of a day or of somebody's week, what became of it, and what is blocked. */
import { wordsIn, type AgendaAnswer, type AgendaBlock, type agendaDay, type AgendaPlan, type agendaQuery, type AgendaSlot, type PractitionerSummary, type Words } from '@balie/contracts';
import { and, asc, eq, gt, gte, isNotNull, isNull, lt, ne, or, schema, sql, type Queryable } from '@balie/database';
import { addDays, breaksOn, instantOf, localDate, overlap } from '@balie/rules';
import { practiceHours, publicHolidays } from '@balie/rules/calendar';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import { mistaken } from '../mistaken.ts';
import { practitionerOf } from '../people.ts';
import { openOptional } from '../seals.ts';
import { deskAppointmentOf } from './appointments.ts';
import { demand, may } from './roles.ts';

const { slots, slotHolds, appointments, patients, practitioners, schedules, agendaBlocks } = schema;
export type BlockRow = typeof agendaBlocks.$inferSelect;
/** Whose, and when; practitioner null: everybody's. */
export interface Span { practitioner: string | null; start: Date; end: Date }

export const blockOf = ({ deps }: StaffAct, row: BlockRow): AgendaBlock => ({
  id: row.id, practitioner: row.practitioner, start: row.start.toISOString(), end: row.end.toISOString(), kind: row.kind as AgendaBlock['kind'], reason: openOptional(deps.keyring, 'agendaBlock', row.reasonSealed), words: row.words as Words,
});

/** Blocks that reach into a stretch: of that practitioner and of the whole practice, or (null) all. */
export const blocksIn = (db: Queryable, clinic: string, { practitioner, start, end }: Span): Promise<BlockRow[]> => db.select().from(agendaBlocks)
  .where(and(eq(agendaBlocks.clinic, clinic), lt(agendaBlocks.start, end), gt(agendaBlocks.end, start), practitioner === null ? undefined : or(isNull(agendaBlocks.practitioner), eq(agendaBlocks.practitioner, practitioner)))).orderBy(asc(agendaBlocks.start), asc(agendaBlocks.id));

/** Who has an agenda, by name. */
export const agendasOf = async (db: Queryable, { id }: { id: string }): Promise<PractitionerSummary[]> => (await db.select().from(practitioners).where(eq(practitioners.clinic, id)).orderBy(asc(practitioners.name), asc(practitioners.id)).limit(200)).map(practitionerOf);

/** By the settings and the calendar, each of `count` days from one on. */
export function daysFrom({ clinic }: Pick<StaffAct, 'clinic'>, from: string, count: number): output<typeof agendaDay>[] {
  const { closedOn } = practiceHours(clinic);
  return Array.from({ length: count }, (_, at) => addDays(from, at)).map((date) => ({ date, closed: closedOn(date), holiday: publicHolidays(clinic.country, Number(date.slice(0, 4))).find((one) => one.date === date)?.name ?? null }));
}

/** GET /staff/agenda. Withdrawn times are not shown, unless somebody is booked in one. */
export function readAgenda(act: StaffAct, query: output<typeof agendaQuery>): Promise<AgendaAnswer> {
  demand(may(act.access, act.clinic).care);
  const { clinic, now } = act;
  const { timeZone } = clinic;
  const today = localDate(now, timeZone);
  const from = query.from ?? today, days = daysFrom(act, from, Number(query.days ?? 1));
  const [start, end] = [from, addDays(from, days.length)].map((date) => instantOf(date, '00:00', timeZone)) as [Date, Date];
  const practitioner = query.practitioner ?? null;
  const whose = practitioner === null ? undefined : eq(slots.practitioner, practitioner);

  return act.transact(async (tx, trail) => {
    const rows = await tx.select({ slot: slots, practitioner: practitioners, appointment: appointments, patient: patients, hold: slotHolds }).from(slots).innerJoin(practitioners, eq(practitioners.id, slots.practitioner))
      .leftJoin(appointments, and(eq(appointments.slot, slots.id), eq(appointments.state, 'booked'))).leftJoin(patients, eq(patients.id, appointments.patient)).leftJoin(slotHolds, and(eq(slotHolds.slot, slots.id), gt(slotHolds.expiresAt, now)))
      .where(and(eq(slots.clinic, clinic.id), gte(slots.start, start), lt(slots.start, end), whose, or(isNotNull(appointments.id), and(ne(slots.status, mistaken), eq(slots.extra, false)))))
      .orderBy(asc(slots.start), asc(practitioners.name), asc(slots.id));
    const blocks = await blocksIn(tx, clinic.id, { practitioner, start, end });
    const plans = await tx.select().from(schedules).where(and(eq(schedules.clinic, clinic.id), isNotNull(schedules.plan), sql`${schedules.plan}->>'until' >= ${from}`, practitioner === null ? undefined : eq(schedules.practitioner, practitioner)));
    const people = await agendasOf(tx, clinic);
    trail.shown = rows.flatMap(({ patient }) => patient?.id ?? []);
    const breaks = plans.flatMap((row) => days.filter(({ closed }) => !closed).flatMap(({ date }) => breaksOn(row.plan as AgendaPlan, date).map(({ from: begins, to }): AgendaBlock => ({ id: null, practitioner: row.practitioner, start: instantOf(date, begins, timeZone).toISOString(), end: instantOf(date, to, timeZone).toISOString(), kind: 'break', reason: null, words: {} }))));
    return {
      today, days, practitioners: people, types: clinic.appointments.types.map(({ id, title, minutes, roles }) => ({ id, title: wordsIn(clinic, title, act.access.locale) ?? id, minutes, roles })), locales: clinic.locales,
      slots: rows.map(({ slot, practitioner: by, appointment, patient, hold }): AgendaSlot => ({
        id: slot.id, practitioner: slot.practitioner, start: slot.start.toISOString(), end: slot.end.toISOString(), extra: slot.extra, heldUntil: hold?.expiresAt.toISOString() ?? null,
        state: appointment ? 'booked' : blocks.some((block) => (block.practitioner ?? slot.practitioner) === slot.practitioner && overlap(block, slot)) ? 'blocked' : slot.status !== 'free' ? 'busy' : hold ? 'held' : 'free',
        appointment: appointment && patient && deskAppointmentOf(act, { appointment, slot, practitioner: by, patient }),
      })),
      blocks: [...blocks.map((row) => blockOf(act, row)), ...breaks],
    };
  });
}
