/** Appointments: what the booking form begins with, booking, moving and cancelling. */
import { PublicError, wordsIn, type AccountContact, type AppointmentOrder, type AppointmentsAnswer, type AppointmentSummary, type AppointmentTemplate, type PastAnswer } from '@balie/contracts';
import { and, asc, desc, eq, gt, inArray, isNull, lte, ne, or, type Queryable, schema, sql, type Transaction } from '@balie/database';
import { hoursBefore } from '@balie/rules';
import { calendarFile } from '@balie/rules/calendar-file';
import type { Act, CareAct } from './act.ts';
import { fillsIn, guardianOf } from './by-staff.ts';
import { consumeHold, currentHold } from './holds.ts';
import { mailNewWork } from './mails.ts';
import { notify } from './notices.ts';
import { ownPage } from './own-pages.ts';
import { hearerOf, practitionerOf } from './people.ts';
import { questionsOf, readAnswers } from './questions.ts';
import { withReceiptNumber } from './receipt.ts';
import { open, openOptional, seal, sealOptional } from './seals.ts';
import { sendOnce } from './send.ts';
import { appointmentTypeOf, askedBy, demandBooking, isBookable, isBooking, lockSlot, nearestTo, slotTaken, type Asked } from './slots.ts';
import { passOn, onTheirWay, stepOf } from './systems/changes.ts';
import { hasWaitingList, leaveAfter, waitingOf } from './waiting.ts';

const { appointments, slots, practitioners } = schema;
export type AppointmentRow = { appointment: typeof appointments.$inferSelect; slot: typeof slots.$inferSelect; practitioner: typeof practitioners.$inferSelect };
/** Who reads it, and when. */
type Reader = Pick<Act, 'deps' | 'clinic' | 'now' | 'access'>;

export function appointmentOf(reader: Reader, { appointment, slot, practitioner }: AppointmentRow): AppointmentSummary {
  const { deps: { keyring }, clinic, access } = reader;
  const cancellation = openOptional(keyring, 'cancellation', appointment.cancellationSealed);
  const type = clinic.appointments.types.find(({ id }) => id === appointment.type);
  const until = changeBy(reader, appointment, slot.start);
  const theirs = appointment.cancelledBy === null || appointment.cancelledBy === 'patient';
  return {
    id: appointment.id, number: appointment.number, receivedAt: appointment.receivedAt.toISOString(), promise: null, type: appointment.type, title: wordsIn(clinic, type?.title, access.locale) ?? appointment.type,
    instructions: wordsIn(clinic, type?.instructions, access.locale) ?? null, start: slot.start.toISOString(), end: slot.end.toISOString(), practitioner: practitionerOf(practitioner),
    reason: openOptional(keyring, 'appointmentReason', appointment.reasonSealed), answers: appointment.answersSealed === null ? [] : JSON.parse(open(keyring, 'appointmentAnswers', appointment.answersSealed)) as AppointmentSummary['answers'],
    state: appointment.state as AppointmentSummary['state'], changeBy: until?.toISOString() ?? null, cancelledBy: appointment.cancelledBy as AppointmentSummary['cancelledBy'], by: theirs ? appointment.byName : null, ...(theirs && appointment.byGuardian !== null ? { guardian: appointment.byGuardian } : {}), ...(cancellation === null ? {} : { cancellation }),
  };
}

/** Until when the patient may still move or cancel it, or the desk for them: that may until it begins. Null: never, or not any more. */
function changeBy({ access, clinic: { appointments: { online, changeHours }, timeZone }, now }: Reader, { state }: { state: string }, start: Date): Date | null {
  const hours = fillsIn(access) ? 0 : online ? changeHours : null;
  if (hours === null || state !== 'booked') return null;
  const until = hoursBefore(start, hours, timeZone);
  return until > now ? until : null;
}

export const appointmentRows = (db: Queryable) => db.select({ appointment: appointments, slot: slots, practitioner: practitioners }).from(appointments)
  .innerJoin(slots, eq(slots.id, appointments.slot)).innerJoin(practitioners, eq(practitioners.id, slots.practitioner));

const own = ({ clinic, access }: CareAct) => and(eq(appointments.clinic, clinic.id), eq(appointments.patient, access.patient));

/** GET /care/appointments */
export function listAppointments(act: CareAct): Promise<AppointmentsAnswer> {
  const { clinic, access, now } = act;
  const online = isBooking(act);
  const types = online ? clinic.appointments.types : [];
  return act.transact(async (tx) => {
    const givers = types.length === 0 ? [] : await tx.select().from(practitioners).where(and(eq(practitioners.clinic, clinic.id), inArray(practitioners.role, types.flatMap((type) => type.roles)))).orderBy(asc(practitioners.name)).limit(100);
    const rows = await appointmentRows(tx).where(and(own(act), gt(slots.end, now))).orderBy(asc(slots.start)).limit(50);
    const under = await onTheirWay(tx, clinic, 'appointment', rows.map(({ appointment }) => appointment.id));
    const upcoming = await Promise.all(rows.map(async (row) => ({ ...appointmentOf(act, row), ...(under.has(row.appointment.id) ? { onItsWay: true } : {}), ...await instead(tx, act, row) })));
    return {
      online, waitingList: hasWaitingList(act), practitioners: givers.map(practitionerOf), hold: online ? await currentHold(tx, act) : null, upcoming, waiting: await waitingOf(tx, act), ...await stepOf(tx, act),
      types: types.map((type) => ({
        id: type.id, title: wordsIn(clinic, type.title, access.locale) ?? type.id, minutes: type.minutes, instructions: wordsIn(clinic, type.instructions, access.locale) ?? null, questions: questionsOf(clinic, type, access.locale),
        practitioners: givers.filter(({ role }) => type.roles.includes(role)).map(({ id }) => id),
      })),
    };
  });
}

/** For one that the practice's own system had given away: the free times nearest to it (N9). */
async function instead(tx: Transaction, act: CareAct, { appointment, slot }: AppointmentRow): Promise<Pick<AppointmentSummary, 'alternatives'>> {
  const type = act.clinic.appointments.types.find(({ id }) => id === appointment.type);
  return appointment.cancelledBy === 'system' && type && isBooking(act) ? { alternatives: await nearestTo(tx, askedBy(act, type), slot.start) } : {};
}

/** Of what has been, in one answer. */
const page = 10;

/** GET /care/appointments/past, newest first. */
export function listPast(act: CareAct, { after }: { after?: string | undefined }): Promise<PastAnswer> {
  return act.transact(async (tx) => {
    const before = after === undefined ? undefined : sql`(${slots.start}, ${appointments.id}) < (select s.start, a.id from ${appointments} a join ${slots} s on s.id = a.slot where a.id = ${after} and a.patient = ${act.access.patient})`;
    const rows = await appointmentRows(tx).where(and(own(act), lte(slots.end, act.now), before)).orderBy(desc(slots.start), desc(appointments.id)).limit(page + 1);
    const { rows: items, older } = ownPage(rows.map((row) => appointmentOf(act, row)), page);
    return { items: [...items], ...older };
  });
}

/**
 * POST /care/appointments: the hold is used up and the slot becomes the appointment's, both or neither. The hold keeps rivals away; the unique
 * index on booked slots is what makes a second booking impossible. Throws `hold_expired`, or `slot_taken` when the practice closed the slot meanwhile.
 */
export async function book(act: CareAct, order: AppointmentOrder, key: string): Promise<AppointmentSummary> {
  demandBooking(act);
  const contact = await hearerOf(act.deps, act.access);
  return sendOnce(act, { operation: 'appointment', key, request: order }, async (tx, trail) => {
    const held = await consumeHold(tx, act, order.hold);
    const type = appointmentTypeOf(act.clinic, held.type);
    const answers = readAnswers(act.clinic, type, act.access.locale, order.answers ?? []);
    const asked = askedBy(act, type);
    const { slot, practitioner } = (await lockSlot(tx, act.clinic.id, held.slot))!;
    if (!(await isBookable(tx, asked, slot.id))) throw await slotTaken(tx, asked, slot.start);
    const appointment = await withReceiptNumber('appointments', async (number) => {
      const row = await insert(tx, act, { number, slot: slot.id, type: held.type, reason: order.reason, answers: answers.length === 0 ? null : seal(act.deps.keyring, 'appointmentAnswers', JSON.stringify(answers)) });
      if (!row && !(await isBookable(tx, asked, slot.id))) throw await slotTaken(tx, asked, slot.start);
      return row;
    });
    trail.object = appointment.id;
    await leaveAfter(tx, act, { type: type.id });
    await tellDesk(tx, act);
    return holds(tx, act, contact, 'appointment-booked', { appointment, slot, practitioner });
  });
}

/** What the desk did for a patient, nobody there has yet to see. */
const doneBy = ({ access, now }: CareAct) => ({ ...(access.kind === 'staff' ? { seenAt: now, seenBy: access.staff, byName: access.name } : { seenAt: null, seenBy: null, byName: null }), byGuardian: guardianOf(access) });
const tellDesk = async (tx: Transaction, { deps, access, clinic, now }: CareAct): Promise<void> => { if (access.kind === 'patient') await mailNewWork(tx, deps, clinic, 'appointments', now); };

/** What is only on its way to the practice's own system is told once it holds there. */
async function holds(tx: Transaction, act: CareAct, contact: AccountContact | undefined, template: AppointmentTemplate, row: AppointmentRow): Promise<AppointmentSummary> {
  if (!(await passOn(tx, act, 'appointment', act.access.patient, [row.appointment.id]))) return { ...appointmentOf(act, row), onItsWay: true };
  await tell(tx, act, contact, template, row);
  return appointmentOf(act, row);
}

async function insert(tx: Transaction, act: CareAct, what: { number: string; slot: string; type: string; reason: string | undefined; answers: string | null }): Promise<AppointmentRow['appointment'] | undefined> {
  const [row] = await tx.insert(appointments).values({
    number: what.number, clinic: act.clinic.id, patient: act.access.patient, account: act.access.account, slot: what.slot, type: what.type,
    reasonSealed: sealOptional(act.deps.keyring, 'appointmentReason', what.reason), answersSealed: what.answers, state: 'booked', receivedAt: act.now, ...doneBy(act),
  }).onConflictDoNothing().returning();
  return row;
}

/**
 * POST /care/appointments/:id/move: the same appointment at the held time; its old time is free in the same instant, and the desk sees it anew, unless it did it itself. Throws `not_found`, `too_late`,
 * `already_handled` when it was cancelled, and as `book`. Of parallel moves and cancels of one appointment each sees what the one before it left.
 */
export async function move(act: CareAct, id: string, order: { hold: string }, key: string): Promise<AppointmentSummary> {
  const contact = await hearerOf(act.deps, act.access);
  return sendOnce(act, { operation: 'appointment-move', key, request: { id, ...order } }, async (tx) => {
    const { appointment } = await changeable(tx, act, id);
    const held = await consumeHold(tx, act, order.hold);
    if (held.type !== appointment.type) throw new PublicError('invalid_request', { fields: ['hold'] });
    const asked = askedBy(act, appointmentTypeOf(act.clinic, appointment.type));
    const { slot, practitioner } = (await lockSlot(tx, act.clinic.id, held.slot))!;
    if (!(await isBookable(tx, asked, slot.id))) throw await slotTaken(tx, asked, slot.start);
    const [moved] = await inSlot(tx, appointment.id, slot.id, doneBy(act), asked, slot.start);
    await leaveAfter(tx, act, { appointment: id });
    await tellDesk(tx, act);
    return holds(tx, act, contact, 'appointment-moved', { appointment: moved!, slot, practitioner });
  });
}

/** A savepoint: the unique index may still say no, and then the free times are asked for in the same transaction. */
async function inSlot(tx: Transaction, id: string, slot: string, done: ReturnType<typeof doneBy>, asked: Asked, start: Date) {
  try {
    return await tx.transaction((inner) => inner.update(appointments).set({ slot, sequence: sql`${appointments.sequence} + 1`, ...done }).where(eq(appointments.id, id)).returning());
  } catch (thrown) {
    if (await isBookable(tx, asked, slot)) throw thrown;
    throw await slotTaken(tx, asked, start);
  }
}

/** POST /care/appointments/:id/cancel: its time is free in the same instant. Throws `not_found`, `too_late`, `already_handled`. */
export async function cancelOwn(act: CareAct, id: string): Promise<AppointmentSummary> {
  const contact = await hearerOf(act.deps, act.access);
  return act.transact(async (tx) => {
    const { appointment, ...at } = await changeable(tx, act, id);
    const [cancelled] = await tx.update(appointments).set({ state: 'cancelled', cancelledBy: 'patient', sequence: sql`${appointments.sequence} + 1`, ...doneBy(act) }).where(eq(appointments.id, appointment.id)).returning();
    await leaveAfter(tx, act, { appointment: id });
    await tellDesk(tx, act);
    await passOn(tx, act, 'appointment', act.access.patient, [id]);
    await tell(tx, act, contact, 'appointment-cancelled', { appointment: cancelled!, slot: at.slot });
    return appointmentOf(act, { appointment: cancelled!, ...at });
  });
}

/** Locked until the transaction ends. First locked and then read with its slot: a lock that waited would join the row as it is now with the slot it had before. */
async function changeable(tx: Transaction, act: CareAct, id: string): Promise<AppointmentRow> {
  const mine = and(own(act), eq(appointments.id, id));
  await tx.select({ id: appointments.id }).from(appointments).where(mine).for('update');
  const [row] = await appointmentRows(tx).where(mine);
  if (!row) throw new PublicError('not_found');
  if (row.appointment.state !== 'booked') throw new PublicError('already_handled');
  if (changeBy(act, row.appointment, row.slot.start) === null) throw new PublicError('too_late');
  return row;
}

/** What is at hand of an appointment for its calendar file. */
type Told = Pick<AppointmentRow, 'appointment' | 'slot'>;
const calendarEntry = ({ now }: { now: Date }, { appointment: { id, sequence }, slot: { start, end } }: Told) => ({ id, sequence, start: start.toISOString(), end: end.toISOString(), at: now.toISOString() });

/** By mail with a calendar file, or by SMS, as the patient chose for appointments; what the practice does is always told. True when something goes out. */
export async function tell(tx: Transaction, act: Pick<Act, 'deps' | 'clinic' | 'now'> & { access?: Act['access'] }, contact: AccountContact | undefined, template: AppointmentTemplate, told: Told, must = act.access?.kind === 'staff'): Promise<boolean> {
  return contact !== undefined && notify(tx, act.deps, act.clinic, contact, act.now, { template, data: calendarEntry(act, told) }, must);
}

/** GET /care/appointments/:id/calendar, of one that stands. */
export function readCalendar(act: CareAct, id: string): Promise<{ name: string; text: string }> {
  return act.transact(async (tx) => {
    const [row] = await appointmentRows(tx).where(and(own(act), eq(appointments.id, id), eq(appointments.state, 'booked')));
    if (!row) throw new PublicError('not_found');
    return { name: `${row.appointment.number}.ics`, text: calendarFile(act.clinic, new URL(act.deps.issuer).hostname, calendarEntry(act, row), 'PUBLISH') };
  });
}

/** What the desk has yet to see: what was booked or moved, and what a patient, or the practice's own system, cancelled. */
export const unseen = and(isNull(appointments.seenAt), or(eq(appointments.state, 'booked'), ne(appointments.cancelledBy, 'practice')));
