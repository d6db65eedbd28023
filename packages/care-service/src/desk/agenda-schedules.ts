/** Schedules laid out at the desk: a practitioner's week, and the times that are made of it. A booked time is never removed. */
import { randomUUID } from 'node:crypto';
import { PublicError, type AgendaPlan, type AgendaSchedule, type ScheduleAnswer, type SchedulesAnswer } from '@balie/contracts';
import { and, asc, eq, gt, inArray, isNotNull, ne, or, schema, sql, type Transaction } from '@balie/database';
import { addDays, instantOf, localDate, overlap, timesOf } from '@balie/rules';
import { practiceHours } from '@balie/rules/calendar';
import type { StaffAct, Trail } from '../act.ts';
import { lockImports } from '../import/store.ts';
import { mistaken } from '../mistaken.ts';
import { practitionerOf } from '../people.ts';
import { lockSlots } from '../slots.ts';
import { agendasOf } from './agenda.ts';
import { deskAppointmentOf, deskAppointmentRows } from './appointments.ts';
import { demand, may } from './roles.ts';

const { schedules, slots, appointments, practitioners } = schema;
type Row = { schedule: typeof schedules.$inferSelect; practitioner: typeof practitioners.$inferSelect };

const scheduleOf = ({ schedule, practitioner }: Row): AgendaSchedule => ({ id: schedule.id, practitioner: practitionerOf(practitioner), plan: schedule.plan as AgendaPlan });

/** Laid out here, and its last day has not been. */
const running = ({ clinic, now }: StaffAct) => and(eq(schedules.clinic, clinic.id), isNotNull(schedules.plan), sql`${schedules.plan}->>'until' >= ${localDate(now, clinic.timeZone)}`);

/** GET /staff/agenda/schedules */
export function listSchedules(act: StaffAct): Promise<SchedulesAnswer> {
  demand(may(act.access, act.clinic).care);
  const { clinic } = act;
  return act.transact(async (tx) => {
    const rows = await tx.select({ schedule: schedules, practitioner: practitioners }).from(schedules).innerJoin(practitioners, eq(practitioners.id, schedules.practitioner))
      .where(running(act)).orderBy(asc(practitioners.name), sql`${schedules.plan}->>'from'`, asc(schedules.id));
    return { schedules: rows.map(scheduleOf), practitioners: await agendasOf(tx, clinic) };
  });
}

/** Of one practitioner, running or to come. */
const most = 20;

/** POST /staff/agenda/schedules. `conflict`: the practitioner has as many as one may have. */
export function laySchedule(act: StaffAct, { practitioner, plan }: { practitioner: string; plan: AgendaPlan }): Promise<ScheduleAnswer> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const [whose] = await tx.select().from(practitioners).where(and(eq(practitioners.id, practitioner), eq(practitioners.clinic, act.clinic.id)));
    if (!whose) throw new PublicError('invalid_request', { fields: ['practitioner'] });
    await lockImports(tx, act.clinic.id);
    if (await tx.$count(schedules, and(running(act), eq(schedules.practitioner, practitioner))) >= most) throw new PublicError('conflict');
    const [schedule] = await tx.insert(schedules).values({ clinic: act.clinic.id, sourceId: `desk/${randomUUID()}`, practitioner, plan }).returning();
    trail.object = schedule!.id;
    return fill(tx, act, { schedule: schedule!, practitioner: whose }, trail);
  });
}

/** POST /staff/agenda/schedules/:id: another plan, from now on; what has begun stays as it was. */
export function changeSchedule(act: StaffAct, id: string, plan: AgendaPlan): Promise<ScheduleAnswer> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => fill(tx, act, await planned(tx, act, id, () => plan), trail));
}

/** POST /staff/agenda/schedules/:id/end: its times to come are withdrawn. */
export function endSchedule(act: StaffAct, id: string): Promise<ScheduleAnswer> {
  demand(may(act.access, act.clinic).care);
  const yesterday = addDays(localDate(act.now, act.clinic.timeZone), -1);
  return act.transact(async (tx, trail) => fill(tx, act, await planned(tx, act, id, (plan) => ({ ...plan, from: plan.from < yesterday ? plan.from : yesterday, until: yesterday })), trail));
}

/** Locked: of two who change a schedule the later one sees what the first left. */
async function planned(tx: Transaction, act: StaffAct, id: string, change: (plan: AgendaPlan) => AgendaPlan): Promise<Row> {
  const mine = and(eq(schedules.id, id), eq(schedules.clinic, act.clinic.id), isNotNull(schedules.plan));
  const [before] = await tx.select().from(schedules).where(mine).for('update');
  if (!before) throw new PublicError('not_found');
  const [schedule] = await tx.update(schedules).set({ plan: change(before.plan as AgendaPlan) }).where(mine).returning();
  const [practitioner] = await tx.select().from(practitioners).where(eq(practitioners.id, schedule!.practitioner));
  return { schedule: schedule!, practitioner: practitioner! };
}

/**
 * Makes the times to come what the plan says. First all are withdrawn, then those of the plan come (back); a time that somebody is booked in stays theirs, and one that is withdrawn is not
 * offered again when they cancel. A time is left out where the practitioner has another one, of an import or another schedule, or is booked. The practitioner's slots are locked throughout,
 * so a booking is either seen or comes after and is refused.
 */
async function fill(tx: Transaction, act: StaffAct, row: Row, trail: Trail): Promise<ScheduleAnswer> {
  const { clinic, now } = act;
  const { schedule, practitioner } = row;
  const plan = schedule.plan as AgendaPlan;
  // By clinic too: that is what slots are indexed by.
  const mine = and(eq(slots.clinic, clinic.id), eq(slots.schedule, schedule.id), gt(slots.start, now));
  const theirs = and(eq(slots.clinic, clinic.id), eq(slots.practitioner, practitioner.id), gt(slots.end, now));
  await lockSlots(tx, clinic.id, { practitioner: practitioner.id, start: now, end: instantOf('9999-12-31', '00:00', clinic.timeZone) });
  await tx.update(slots).set({ status: mistaken }).where(mine);
  const booked = new Set((await tx.select({ slot: slots.id }).from(slots).innerJoin(appointments, and(eq(appointments.slot, slots.id), eq(appointments.state, 'booked'))).where(theirs)).map(({ slot }) => slot));
  const others = await tx.select({ id: slots.id, sourceId: slots.sourceId, start: slots.start, end: slots.end }).from(slots)
    .where(and(theirs, eq(slots.extra, false), or(ne(slots.status, mistaken), booked.size ? inArray(slots.id, [...booked]) : undefined)));
  const wanted = timesOf(plan, clinic.timeZone, practiceHours(clinic).closedOn).filter(({ start }) => start > now).map((time) => ({ ...time, sourceId: `desk/${schedule.id}/${time.start.toISOString()}/${plan.minutes}` }));
  // By day: a year's times are not compared with a year's times.
  const dayOf = (at: Date) => localDate(at, clinic.timeZone);
  const byDay = Map.groupBy(others, ({ start }) => dayOf(start));
  const near = (at: Date) => [-1, 0, 1].flatMap((days) => byDay.get(addDays(dayOf(at), days)) ?? []);
  const times = wanted.filter((time) => !near(time.start).some((other) => other.sourceId !== time.sourceId && overlap(other, time)));
  for (let at = 0; at < times.length; at += 1000) {
    await tx.insert(slots).values(times.slice(at, at + 1000).map((time) => ({ ...time, clinic: clinic.id, schedule: schedule.id, practitioner: practitioner.id, status: 'free' }))).onConflictDoUpdate({ target: [slots.clinic, slots.sourceId], set: { status: 'free' } });
  }
  const kept = await deskAppointmentRows(tx).where(and(mine, eq(slots.status, mistaken), eq(appointments.state, 'booked'))).orderBy(asc(slots.start)).limit(200);
  trail.shown = kept.map(({ patient }) => patient.id);
  return { schedule: scheduleOf(row), times: times.length, kept: kept.map((one) => deskAppointmentOf(act, one)), passed: wanted.length - times.length };
}
