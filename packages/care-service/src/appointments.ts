/** Appointments: what the booking form begins with, and the booking itself. */
import { wordsIn, type AppointmentOrder, type AppointmentsAnswer, type AppointmentSummary } from '@balie/contracts';
import { and, asc, eq, gt, inArray, type Queryable, schema, type Transaction } from '@balie/database';
import type { PatientAct } from './act.ts';
import type { CareBase } from './deps.ts';
import { consumeHold, currentHold } from './holds.ts';
import { mailNewWork } from './mails.ts';
import { practitionerOf } from './people.ts';
import { withReceiptNumber } from './receipt.ts';
import { openOptional, sealOptional } from './seals.ts';
import { sendOnce } from './send.ts';
import { appointmentTypeOf, askedBy, findSlot, isBookable, slotTaken } from './slots.ts';

const { appointments, slots, practitioners } = schema;
export type AppointmentRow = { appointment: typeof appointments.$inferSelect; slot: typeof slots.$inferSelect; practitioner: typeof practitioners.$inferSelect };

export function appointmentOf({ keyring }: CareBase, { appointment, slot, practitioner }: AppointmentRow): AppointmentSummary {
  const cancellation = openOptional(keyring, 'cancellation', appointment.cancellationSealed);
  return {
    id: appointment.id, number: appointment.number, receivedAt: appointment.receivedAt.toISOString(), promise: null, type: appointment.type,
    start: slot.start.toISOString(), end: slot.end.toISOString(), practitioner: practitionerOf(practitioner),
    reason: openOptional(keyring, 'appointmentReason', appointment.reasonSealed), state: appointment.state as AppointmentSummary['state'], ...(cancellation === null ? {} : { cancellation }),
  };
}

export const appointmentRows = (db: Queryable) => db.select({ appointment: appointments, slot: slots, practitioner: practitioners }).from(appointments)
  .innerJoin(slots, eq(slots.id, appointments.slot)).innerJoin(practitioners, eq(practitioners.id, slots.practitioner));

/** GET /care/appointments */
export function listAppointments(act: PatientAct): Promise<AppointmentsAnswer> {
  const { clinic, access, now } = act;
  const { types } = clinic.appointments;
  return act.transact(async (tx) => {
    const givers = await tx.select().from(practitioners).where(and(eq(practitioners.clinic, clinic.id), inArray(practitioners.role, types.flatMap((type) => type.roles)))).orderBy(asc(practitioners.name)).limit(100);
    const upcoming = await appointmentRows(tx).where(and(eq(appointments.clinic, clinic.id), eq(appointments.patient, access.patient), gt(slots.end, now))).orderBy(asc(slots.start)).limit(50);
    return {
      types: types.map(({ id, title, minutes }) => ({ id, title: wordsIn(clinic, title, access.locale) ?? id, minutes })),
      practitioners: givers.map(practitionerOf), hold: await currentHold(tx, act), upcoming: upcoming.map((row) => appointmentOf(act.deps, row)),
    };
  });
}

/**
 * POST /care/appointments: the hold is used up and the slot becomes the appointment's, both or neither. The hold keeps rivals away; the unique
 * index on booked slots is what makes a second booking impossible. Throws `hold_expired`, or `slot_taken` when the practice closed the slot meanwhile.
 */
export function book(act: PatientAct, order: AppointmentOrder, key: string): Promise<AppointmentSummary> {
  return sendOnce(act, { operation: 'appointment', key, request: order }, async (tx, trail) => {
    const held = await consumeHold(tx, act, order.hold);
    const asked = askedBy(act, appointmentTypeOf(act.clinic, held.type));
    const { slot, practitioner } = (await findSlot(tx, act.clinic.id, held.slot))!;
    if (!(await isBookable(tx, asked, slot.id))) throw await slotTaken(tx, asked, slot.start);
    const appointment = await withReceiptNumber('appointments', async (number) => {
      const row = await insert(tx, act, { number, slot: slot.id, type: held.type, reason: order.reason });
      if (!row && !(await isBookable(tx, asked, slot.id))) throw await slotTaken(tx, asked, slot.start);
      return row;
    });
    trail.object = appointment.id;
    await mailNewWork(tx, act.deps, act.clinic, 'appointments', act.now);
    return appointmentOf(act.deps, { appointment, slot, practitioner });
  });
}

async function insert(tx: Transaction, act: PatientAct, what: { number: string; slot: string; type: string; reason: string | undefined }): Promise<AppointmentRow['appointment'] | undefined> {
  const [row] = await tx.insert(appointments).values({
    number: what.number, clinic: act.clinic.id, patient: act.access.patient, account: act.access.account, slot: what.slot, type: what.type,
    reasonSealed: sealOptional(act.deps.keyring, 'appointmentReason', what.reason), state: 'booked', receivedAt: act.now,
  }).onConflictDoNothing().returning();
  return row;
}
