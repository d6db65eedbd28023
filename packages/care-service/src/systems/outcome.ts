/** What follows once the practice's own system has answered. In the transaction that records it: told once. */
import { and, eq, schema, sql, type Transaction } from '@balie/database';
import type { AccountContact, ClinicConfig } from '@balie/contracts';
import { appointmentRows, tell } from '../appointments.ts';
import type { CareDeps } from '../deps.ts';
import { mailNewWork } from '../mails.ts';
import { passOn } from './changes.ts';
import type { Booking } from './things.ts';

const { appointments, slots } = schema;
export interface Scene { deps: CareDeps; clinic: ClinicConfig; now: Date }

/** It holds there: now the patient gets the message with the calendar file. `first`: nothing of it was there before. */
export async function confirm(tx: Transaction, scene: Scene, one: Booking, contact: AccountContact | undefined, first: boolean): Promise<void> {
  const [row] = await appointmentRows(tx).where(and(eq(appointments.id, one.id), eq(appointments.state, 'booked'), eq(slots.id, one.time)));
  if (row) await tell(tx, scene, contact, first ? 'appointment-booked' : 'appointment-moved', row);
}

/** The time was given away there: the appointment ends, the desk sees it, the patient is told and finds the free times nearest to it. Nothing where the patient moved or cancelled it meanwhile. */
export async function lose(tx: Transaction, scene: Scene, one: Booking, contact: AccountContact | undefined): Promise<void> {
  const { deps, clinic, now } = scene;
  const [lost] = await tx.update(appointments).set({ state: 'cancelled', cancelledBy: 'system', sequence: sql`${appointments.sequence} + 1`, seenAt: null, seenBy: null })
    .where(and(eq(appointments.id, one.id), eq(appointments.state, 'booked'), eq(appointments.slot, one.time))).returning();
  if (!lost) return;
  // As far as we know it now; the next look at the system corrects it.
  await tx.update(slots).set({ status: 'busy' }).where(eq(slots.id, lost.slot));
  const [row] = await appointmentRows(tx).where(eq(appointments.id, one.id));
  await mailNewWork(tx, deps, clinic, 'appointments', now);
  await passOn(tx, scene, 'appointment', lost.patient, [one.id]);
  await tell(tx, scene, contact, 'appointment-cancelled', row!, true);
}
