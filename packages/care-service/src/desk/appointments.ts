/** Appointments at the desk: seen, or cancelled with a reason that the patient reads. */
import { PublicError, type deskAppointment } from '@balie/contracts';
import { and, eq, isNull, schema, type Queryable } from '@balie/database';
import type { output } from 'zod/mini';
import type { StaffAct, Trail } from '../act.ts';
import { appointmentOf, type AppointmentRow } from '../appointments.ts';
import type { CareBase } from '../deps.ts';
import { mailPatient } from '../mails.ts';
import { deskPatientOf, type PatientRow } from '../people.ts';
import { seal } from '../seals.ts';
import { contactOf } from './contacts.ts';
import { demand, may } from './roles.ts';

const { appointments, slots, practitioners, patients } = schema;
export type DeskAppointment = output<typeof deskAppointment>;

export const deskAppointmentRows = (db: Queryable) => db.select({ appointment: appointments, slot: slots, practitioner: practitioners, patient: patients }).from(appointments)
  .innerJoin(slots, eq(slots.id, appointments.slot)).innerJoin(practitioners, eq(practitioners.id, slots.practitioner)).innerJoin(patients, eq(patients.id, appointments.patient));

export const deskAppointmentOf = (base: CareBase, row: AppointmentRow & { patient: PatientRow }): DeskAppointment =>
  ({ ...appointmentOf(base, row), patient: deskPatientOf(base, row.patient), seen: row.appointment.seenAt !== null });

const ofClinic = (act: StaffAct, id: string) => and(eq(appointments.id, id), eq(appointments.clinic, act.clinic.id));

/** What a compare-and-set of nothing means: `not_found`, or `already_handled` by somebody else. */
async function result(db: Queryable, act: StaffAct, id: string, trail: Trail, changed: boolean): Promise<DeskAppointment> {
  const [row] = await deskAppointmentRows(db).where(ofClinic(act, id));
  if (!row) throw new PublicError('not_found');
  trail.patient = row.patient.id;
  if (!changed) throw new PublicError('already_handled');
  return deskAppointmentOf(act.deps, row);
}

/** POST /staff/appointments/:id/seen */
export function markSeen(act: StaffAct, id: string): Promise<DeskAppointment> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const changed = await tx.update(appointments).set({ seenAt: act.now, seenBy: act.access.staff }).where(and(ofClinic(act, id), eq(appointments.state, 'booked'), isNull(appointments.seenAt))).returning({ id: appointments.id });
    return result(tx, act, id, trail, changed.length > 0);
  });
}

/** POST /staff/appointments/:id/cancel: the slot is free again, and the patient is mailed that there is something to read. */
export async function cancel(act: StaffAct, id: string, reason: string): Promise<DeskAppointment> {
  demand(may(act.access, act.clinic).care);
  const contact = await contactOf(act, appointments, id);
  return act.transact(async (tx, trail) => {
    const changed = await tx.update(appointments).set({ state: 'cancelled', cancellationSealed: seal(act.deps.keyring, 'cancellation', reason), seenAt: act.now, seenBy: act.access.staff })
      .where(and(ofClinic(act, id), eq(appointments.state, 'booked'))).returning({ id: appointments.id });
    const answer = await result(tx, act, id, trail, changed.length > 0);
    await mailPatient(tx, act.deps, act.clinic, contact, act.now, { template: 'answer-ready', data: { service: 'appointments' } });
    return answer;
  });
}
