/** Appointments at the desk: seen, or cancelled with a reason that the patient reads. */
import { PublicError, type AccountContact, type deskAppointment, type ManyCancelled } from '@balie/contracts';
import { and, asc, eq, inArray, schema, sql, type Queryable, type Transaction } from '@balie/database';
import type { output } from 'zod/mini';
import type { StaffAct, Trail } from '../act.ts';
import { appointmentOf, tell, unseen, type AppointmentRow } from '../appointments.ts';
import { deskPatientOf, hearerOf, type PatientRow } from '../people.ts';
import { seal } from '../seals.ts';
import { passOn } from '../systems/changes.ts';
import { contactOf } from '../contacts.ts';
import { demand, may } from './roles.ts';

const { appointments, slots, practitioners, patients } = schema;
export type DeskAppointment = output<typeof deskAppointment>;

export const deskAppointmentRows = (db: Queryable) => db.select({ appointment: appointments, slot: slots, practitioner: practitioners, patient: patients }).from(appointments)
  .innerJoin(slots, eq(slots.id, appointments.slot)).innerJoin(practitioners, eq(practitioners.id, slots.practitioner)).innerJoin(patients, eq(patients.id, appointments.patient));

export const deskAppointmentOf = (act: StaffAct, row: AppointmentRow & { patient: PatientRow }): DeskAppointment =>
  ({ ...appointmentOf(act, row), patient: deskPatientOf(act.deps, row.patient), seen: row.appointment.seenAt !== null });

const ofClinic = (act: StaffAct, id: string) => and(eq(appointments.id, id), eq(appointments.clinic, act.clinic.id));

/** What a compare-and-set of nothing means: `not_found`, or `already_handled` by somebody else. */
async function result(db: Queryable, act: StaffAct, id: string, trail: Trail, changed: boolean) {
  const [row] = await deskAppointmentRows(db).where(ofClinic(act, id));
  if (!row) throw new PublicError('not_found');
  trail.patient = row.patient.id;
  if (!changed) throw new PublicError('already_handled');
  return row;
}

/** POST /staff/appointments/:id/seen */
export function markSeen(act: StaffAct, id: string): Promise<DeskAppointment> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const changed = await tx.update(appointments).set({ seenAt: act.now, seenBy: act.access.staff }).where(and(ofClinic(act, id), unseen)).returning({ id: appointments.id });
    return deskAppointmentOf(act, await result(tx, act, id, trail, changed.length > 0));
  });
}

/** What stands and is booked becomes cancelled, each once, whoever else is at it; answers those it took. */
const cancelThese = async (tx: Transaction, act: StaffAct, ids: readonly string[], reason: string): Promise<string[]> =>
  (await tx.update(appointments).set({ state: 'cancelled', cancelledBy: 'practice', sequence: sql`${appointments.sequence} + 1`, cancellationSealed: seal(act.deps.keyring, 'cancellation', reason), seenAt: act.now, seenBy: act.access.staff })
    .where(and(inArray(appointments.id, [...ids]), eq(appointments.clinic, act.clinic.id), eq(appointments.state, 'booked'))).returning({ id: appointments.id })).map(({ id }) => id);

/** POST /staff/appointments/:id/cancel: the slot is free again, and the patient is told, with a calendar file that takes it out. */
export async function cancel(act: StaffAct, id: string, reason: string): Promise<DeskAppointment> {
  demand(may(act.access, act.clinic).care);
  const contact = await contactOf(act, appointments, id);
  return act.transact(async (tx, trail) => {
    const changed = await cancelThese(tx, act, [id], reason);
    const row = await result(tx, act, id, trail, changed.length > 0);
    await passOn(tx, act, 'appointment', row.patient.id, [id]);
    return { ...deskAppointmentOf(act, row), told: await tell(tx, act, contact, 'appointment-cancelled', row) };
  });
}

/** POST /staff/agenda/cancel: all of them with one reason, and everybody is told. What was cancelled before, or is another clinic's, is passed over. */
export async function cancelMany(act: StaffAct, { appointments: ids, reason }: { appointments: readonly string[]; reason: string }): Promise<ManyCancelled> {
  demand(may(act.access, act.clinic).care);
  const sent = await act.deps.db.select({ id: appointments.id, clinic: appointments.clinic, account: appointments.account, patient: appointments.patient }).from(appointments).where(and(inArray(appointments.id, [...ids]), eq(appointments.clinic, act.clinic.id)));
  const contacts = new Map<string, AccountContact | undefined>();
  for (const one of sent) contacts.set(one.id, await hearerOf(act.deps, one));
  return act.transact(async (tx, trail) => {
    const cancelled = await cancelThese(tx, act, ids, reason);
    const rows = cancelled.length === 0 ? [] : await deskAppointmentRows(tx).where(inArray(appointments.id, cancelled)).orderBy(asc(slots.start), asc(appointments.id));
    trail.each = rows.map(({ appointment, patient }) => ({ objectKind: 'appointment', object: appointment.id, patient: patient.id }));
    const untold: DeskAppointment[] = [];
    for (const { appointment, patient } of rows) await passOn(tx, act, 'appointment', patient.id, [appointment.id]);
    for (const row of rows) if (!await tell(tx, act, contacts.get(row.appointment.id), 'appointment-cancelled', row)) untold.push(deskAppointmentOf(act, row));
    return { cancelled, untold };
  });
}
