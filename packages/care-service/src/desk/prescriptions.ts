/** Deciding on what patients asked for: line by line, once. */
import { PublicError, type deskPrescription, type prescriptionDecision } from '@balie/contracts';
import { and, eq, inArray, schema, type Queryable } from '@balie/database';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import type { CareBase } from '../deps.ts';
import { mailPatient } from '../mails.ts';
import { requestsOf, type RequestRow } from '../medication.ts';
import { deskPatientOf, type PatientRow } from '../people.ts';
import { sealOptional } from '../seals.ts';
import { contactOf } from './contacts.ts';
import { demand, may } from './roles.ts';

const { prescriptionRequests, prescriptionLines, patients } = schema;
export type DeskPrescription = output<typeof deskPrescription>;
export type RequestWithPatient = { request: RequestRow; patient: PatientRow };

export const requestRows = (db: Queryable) => db.select({ request: prescriptionRequests, patient: patients }).from(prescriptionRequests).innerJoin(patients, eq(patients.id, prescriptionRequests.patient));

export async function deskPrescriptionsOf(db: Queryable, base: CareBase, rows: readonly RequestWithPatient[]): Promise<DeskPrescription[]> {
  const requests = await requestsOf(db, base, rows.map((row) => row.request));
  return requests.map((request, index) => ({ ...request, patient: deskPatientOf(base, rows[index]!.patient) }));
}

/**
 * POST /staff/prescriptions/:id/decide: all decisions or none. Some lines may wait for a later decision; the patient is mailed once, when none waits.
 * Throws `not_found` for a medicine that was not asked for and `already_handled` for a line that was decided before.
 */
export async function decide(act: StaffAct, id: string, { decisions }: output<typeof prescriptionDecision>): Promise<DeskPrescription> {
  demand(may(act.access, act.clinic).care);
  const ids = decisions.map((decision) => decision.medicationId);
  if (new Set(ids).size !== ids.length) throw new PublicError('invalid_request', { fields: ['decisions.medicationId'] });
  const ofClinic = and(eq(prescriptionRequests.id, id), eq(prescriptionRequests.clinic, act.clinic.id));
  const contact = await contactOf(act, prescriptionRequests, id);
  return act.transact(async (tx, trail) => {
    const [request] = await tx.select().from(prescriptionRequests).where(ofClinic).for('update');
    if (!request) throw new PublicError('not_found');
    trail.patient = request.patient;
    const lines = await tx.select().from(prescriptionLines).where(eq(prescriptionLines.request, id));
    const asked = lines.filter((line) => ids.includes(line.medication));
    if (asked.length !== ids.length) throw new PublicError('not_found');
    if (asked.some((line) => line.state !== 'received')) throw new PublicError('already_handled');

    for (const { medicationId, state, reason } of decisions) {
      await tx.update(prescriptionLines).set({ state, reasonSealed: sealOptional(act.deps.keyring, 'prescriptionReason', reason) }).where(and(eq(prescriptionLines.request, id), eq(prescriptionLines.medication, medicationId)));
    }
    if (!lines.some((line) => line.state === 'received' && !ids.includes(line.medication))) {
      await tx.update(prescriptionRequests).set({ handledAt: act.now, handledBy: act.access.staff }).where(ofClinic);
      await mailPatient(tx, act.deps, act.clinic, contact, act.now, { template: 'answer-ready', data: { service: 'prescriptions' } });
    }
    const [answer] = await deskPrescriptionsOf(tx, act.deps, await requestRows(tx).where(inArray(prescriptionRequests.id, [id])));
    return answer!;
  });
}
