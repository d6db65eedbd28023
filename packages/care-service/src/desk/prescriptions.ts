/** Deciding on what patients asked for: line by line, once. */
import { PublicError, type AccountContact, type deskPrescription, type prescriptionDecision } from '@balie/contracts';
import { and, eq, gt, inArray, schema, sql, type Queryable, type Transaction } from '@balie/database';
import type { output } from 'zod/mini';
import type { Act, StaffAct } from '../act.ts';
import { mailPatient } from '../mails.ts';
import { requestsOf, type RequestRow } from '../medication.ts';
import { deskPatientOf, type PatientRow } from '../people.ts';
import { seal } from '../seals.ts';
import { passOn } from '../systems/changes.ts';
import { contactOf } from '../contacts.ts';
import { demand, may } from './roles.ts';

const { prescriptionRequests, prescriptionLines, patients } = schema;
export type DeskPrescription = output<typeof deskPrescription>;
export type RequestWithPatient = { request: RequestRow; patient: PatientRow };

export const requestRows = (db: Queryable) => db.select({ request: prescriptionRequests, patient: patients }).from(prescriptionRequests).innerJoin(patients, eq(patients.id, prescriptionRequests.patient));

/** Approved in the last seven days, and not yet said to be at the pharmacy. */
export const approvedLately = (clinic: string, now: Date) => and(eq(prescriptionRequests.clinic, clinic), gt(prescriptionRequests.handledAt, new Date(now.getTime() - 7 * 86_400_000)),
  sql`exists (select 1 from ${prescriptionLines} where ${prescriptionLines.request} = ${prescriptionRequests.id} and ${prescriptionLines.state} = 'approved')`);

export async function deskPrescriptionsOf(db: Transaction, act: Pick<StaffAct, 'deps' | 'clinic'>, rows: readonly RequestWithPatient[]): Promise<DeskPrescription[]> {
  const requests = await requestsOf(db, act, rows.map((row) => row.request));
  return requests.map((request, index) => ({ ...request, patient: deskPatientOf(act.deps, rows[index]!.patient) }));
}

/**
 * POST /staff/prescriptions/:id/decide: all decisions or none. Some lines may wait for a later decision; the patient is told once, when none waits, and again when all
 * that was approved is at the pharmacy. Throws `not_found` for a line of another request and `already_handled` for one that was decided before: what was approved can only go to the pharmacy.
 */
export async function decide(act: StaffAct, id: string, { decisions }: output<typeof prescriptionDecision>): Promise<DeskPrescription> {
  demand(may(act.access, act.clinic).care);
  const ids = decisions.map((decision) => decision.line);
  if (new Set(ids).size !== ids.length) throw new PublicError('invalid_request', { fields: ['decisions.line'] });
  const ofClinic = and(eq(prescriptionRequests.id, id), eq(prescriptionRequests.clinic, act.clinic.id));
  const contact = await contactOf(act, prescriptionRequests, id);
  return act.transact(async (tx, trail) => {
    const [request] = await tx.select().from(prescriptionRequests).where(ofClinic).for('update');
    if (!request) throw new PublicError('not_found');
    trail.patient = request.patient;
    const lines = await tx.select().from(prescriptionLines).where(eq(prescriptionLines.request, id));
    const asked = lines.filter((line) => ids.includes(line.id));
    if (asked.length !== ids.length) throw new PublicError('not_found');
    const to = new Map(decisions.map((decision) => [decision.line, decision.state]));
    if (asked.some((line) => line.state !== 'received' && !(line.state === 'approved' && to.get(line.id) === 'at-pharmacy'))) throw new PublicError('already_handled');

    const told = await settleLines(tx, act, { request, lines, decisions, by: act.access.staff, contact });
    await passOn(tx, act, 'prescription-line', request.patient, ids);
    const [answer] = await deskPrescriptionsOf(tx, act, await requestRows(tx).where(inArray(prescriptionRequests.id, [id])));
    return { ...answer!, ...(told === null ? {} : { told }) };
  });
}

interface Decided { request: RequestRow; lines: readonly (typeof prescriptionLines.$inferSelect)[]; decisions: readonly { line: string; state: string; reason?: string | undefined }[]; /** Null: decided in the practice's own system. */ by: string | null; contact: AccountContact | undefined }
/** Writes decisions that are allowed on a locked request, and tells the patient; null: there is nothing to tell yet. `lines`: all of the request, as they were. */
export async function settleLines(tx: Transaction, { deps, clinic, now }: Pick<Act, 'deps' | 'clinic' | 'now'>, { request, lines, decisions, by, contact }: Decided): Promise<boolean | null> {
  for (const { line, state, reason } of decisions) {
    // What was said of a line before stays, unless something else is said now.
    await tx.update(prescriptionLines).set({ state, ...(reason === undefined ? {} : { reasonSealed: seal(deps.keyring, 'prescriptionReason', reason) }) }).where(eq(prescriptionLines.id, line));
  }
  const after = lines.map((line) => decisions.find((decision) => decision.line === line.id)?.state ?? line.state);
  if (after.includes('received')) return null;
  if (!request.handledAt) await tx.update(prescriptionRequests).set({ handledAt: now, handledBy: by }).where(eq(prescriptionRequests.id, request.id));
  return request.handledAt && after.includes('approved') ? null : mailPatient(tx, deps, clinic, contact, now, { template: 'answer-ready', data: { service: 'prescriptions' }, patient: request.patient });
}
