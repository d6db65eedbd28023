/** The desk books and moves: into a free time or, as no patient can, beside the others. */
import { PublicError, type AgendaBooked, type AgendaBooking, type AgendaPlace } from '@balie/contracts';
import { and, eq, gt, idempotent, schema, sql, type Transaction } from '@balie/database';
import { instantOfWall } from '@balie/rules';
import type { StaffAct, Trail } from '../act.ts';
import { tell } from '../appointments.ts';
import { findPatient, hearerOf } from '../people.ts';
import { withReceiptNumber } from '../receipt.ts';
import { sealOptional } from '../seals.ts';
import { appointmentTypeOf, lockSlot, makeExtra, unclaimed } from '../slots.ts';
import { leaveAfter } from '../waiting.ts';
import { passOn } from '../systems/changes.ts';
import { deskAppointmentOf, deskAppointmentRows } from './appointments.ts';
import { contactOf } from '../contacts.ts';
import { demand, may } from './roles.ts';

const { appointments, slots, practitioners } = schema;

/** A retry or a double click at the desk is one act too; an extra time would else be made twice. */
async function once(tx: Transaction, act: StaffAct, what: { operation: string; key: string; request: unknown }, trail: Trail, work: () => Promise<AgendaBooked>): Promise<AgendaBooked> {
  trail.outcome = 'repeated';
  const booked = await idempotent(tx, act.deps.keyring, { key: what.key, scope: `${what.operation} ${act.clinic.id} ${act.access.staff}`, request: what.request, now: act.now }, () => { trail.outcome = 'done'; return work(); });
  [trail.object, trail.patient] = [booked.appointment.id, booked.appointment.patient.id];
  return booked;
}

/**
 * The slot that an appointment is put into, locked. `slot_taken` where it is blocked, booked, held by a patient who is filling in a form, or over. An extra one is made here; it
 * holds one appointment like every other (the unique index on booked slots).
 */
async function takePlace(tx: Transaction, act: StaffAct, place: AgendaPlace): Promise<string> {
  const { clinic, now } = act;
  if ('slot' in place) {
    if (!await lockSlot(tx, clinic.id, place.slot)) throw new PublicError('not_found');
    if (await tx.$count(slots, and(eq(slots.id, place.slot), unclaimed(tx, clinic.id, now), gt(slots.end, now))) === 0) throw new PublicError('slot_taken', { alternatives: [] });
    return place.slot;
  }
  const start = instantOfWall(place.at, clinic.timeZone), end = new Date(start.getTime() + place.minutes * 60_000);
  if (end <= now) throw new PublicError('invalid_request', { fields: ['place.at'] });
  if (await tx.$count(practitioners, and(eq(practitioners.id, place.practitioner), eq(practitioners.clinic, clinic.id))) === 0) throw new PublicError('invalid_request', { fields: ['place.practitioner'] });
  return (await makeExtra(tx, clinic.id, { practitioner: place.practitioner, start, end })).id;
}

/** The unique index on booked slots has the last word here too. */
const asTaken = (thrown: unknown): never => {
  const code = (one: unknown) => (one as { code?: unknown } | undefined)?.code;
  throw code(thrown) === '23505' || code((thrown as Error).cause) === '23505' ? new PublicError('slot_taken', { alternatives: [] }) : thrown;
};

/** POST /staff/agenda/book: for somebody at the counter or on the telephone (N14). An account that is linked to the record sees it, and is told. */
export async function bookAtDesk(act: StaffAct, order: AgendaBooking, key: string): Promise<AgendaBooked> {
  demand(may(act.access, act.clinic).care);
  const { clinic, deps, now } = act;
  appointmentTypeOf(clinic, order.type);
  const contact = await hearerOf(deps, { clinic: clinic.id, account: null, patient: order.patient }), account = contact?.account ?? null;
  return act.transact((tx, trail) => once(tx, act, { operation: 'desk-book', key, request: order }, trail, async () => {
    if (!await findPatient(tx, clinic.id, order.patient)) throw new PublicError('not_found');
    trail.patient = order.patient;
    const slot = await takePlace(tx, act, order.place);
    const { id } = await withReceiptNumber('appointments', async (number) => {
      const [row] = await tx.insert(appointments).values({ number, clinic: clinic.id, patient: order.patient, account, slot, type: order.type, reasonSealed: sealOptional(deps.keyring, 'appointmentReason', order.reason), state: 'booked', receivedAt: now, seenAt: now, seenBy: act.access.staff, byName: act.access.name })
        .onConflictDoNothing({ target: appointments.number }).returning({ id: appointments.id });
      return row;
    }).catch(asTaken);
    await leaveAfter(tx, { clinic, access: { patient: order.patient } }, { type: order.type });
    return answer(tx, act, id, contact, 'appointment-booked');
  }));
}

/** POST /staff/appointments/:id/move: the same appointment at another time; its old one is free in the same instant. Throws `not_found`, `already_handled` when it was cancelled, `slot_taken`. */
export async function moveAtDesk(act: StaffAct, id: string, order: { place: AgendaPlace }, key: string): Promise<AgendaBooked> {
  demand(may(act.access, act.clinic).care);
  const contact = await contactOf(act, appointments, id);
  return act.transact((tx, trail) => once(tx, act, { operation: 'desk-move', key, request: { id, ...order } }, trail, async () => {
    const [row] = await tx.select().from(appointments).where(and(eq(appointments.id, id), eq(appointments.clinic, act.clinic.id))).for('update');
    if (!row) throw new PublicError('not_found');
    trail.patient = row.patient;
    if (row.state !== 'booked') throw new PublicError('already_handled');
    const slot = await takePlace(tx, act, order.place);
    await tx.update(appointments).set({ slot, sequence: sql`${appointments.sequence} + 1`, seenAt: act.now, seenBy: act.access.staff, byName: act.access.name, byGuardian: null }).where(eq(appointments.id, id)).catch(asTaken);
    await leaveAfter(tx, { clinic: act.clinic, access: { patient: row.patient } }, { appointment: id });
    return answer(tx, act, id, contact, 'appointment-moved');
  }));
}

async function answer(tx: Transaction, act: StaffAct, id: string, contact: Parameters<typeof tell>[2], template: 'appointment-booked' | 'appointment-moved'): Promise<AgendaBooked> {
  const [row] = await deskAppointmentRows(tx).where(eq(appointments.id, id));
  // What is only on its way to the practice's own system is told once it holds there.
  const told = await passOn(tx, act, 'appointment', row!.patient.id, [id]) ? await tell(tx, act, contact, template, row!) : contact !== undefined;
  return { appointment: deskAppointmentOf(act, row!), told };
}
