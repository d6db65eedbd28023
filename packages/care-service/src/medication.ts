/** The patient's own medicines, and asking for more of them. */
import { PublicError, type MedicationAnswer, type MedicationItem, type PrescriptionOrder, type PrescriptionRequest, type Receipt } from '@balie/contracts';
import { and, asc, desc, eq, inArray, notInArray, type Queryable, schema, type Transaction } from '@balie/database';
import { localDate, renewalOf } from '@balie/rules';
import type { PatientAct } from './act.ts';
import type { CareBase } from './deps.ts';
import { mailNewWork } from './mails.ts';
import { prescriptionPromise, storedPromise } from './promise.ts';
import { withReceiptNumber } from './receipt.ts';
import { openOptional, sealOptional } from './seals.ts';
import { sendOnce } from './send.ts';

const { medications, prescriptionRequests, prescriptionLines } = schema;
type MedicationRow = typeof medications.$inferSelect;
export type RequestRow = typeof prescriptionRequests.$inferSelect;

/** What was a mistake, or never was issued, is no medicine of the patient's. */
const neverShown = ['entered-in-error', 'draft'];

/** Medicines with whether each may be renewed now; today is the clinic's day. */
async function withRenewal(db: Queryable, act: PatientAct, rows: readonly MedicationRow[]): Promise<MedicationItem[]> {
  if (rows.length === 0) return [];
  const waiting = await db.select({ medication: prescriptionLines.medication }).from(prescriptionLines).where(and(inArray(prescriptionLines.medication, rows.map((row) => row.id)), eq(prescriptionLines.state, 'received')));
  const pending = new Set(waiting.map((line) => line.medication));
  const today = localDate(act.now, act.clinic.timeZone);
  return rows.map((row) => ({ id: row.id, name: row.name, dosage: row.dosage, lastIssued: row.authoredOn, renewal: renewalOf({ ...row, pending: pending.has(row.id) }, act.clinic.prescriptions, today) }));
}

const own = (act: PatientAct) => and(eq(medications.clinic, act.clinic.id), eq(medications.patient, act.access.patient), notInArray(medications.status, neverShown));

/** GET /care/medication: what can be renewed and, if not, why; and the state of what was asked before (N1). */
export function listMedication(act: PatientAct): Promise<MedicationAnswer> {
  return act.transact(async (tx) => {
    const rows = await tx.select().from(medications).where(own(act)).orderBy(asc(medications.name), asc(medications.id)).limit(200);
    const requests = await tx.select().from(prescriptionRequests).where(and(eq(prescriptionRequests.clinic, act.clinic.id), eq(prescriptionRequests.patient, act.access.patient))).orderBy(desc(prescriptionRequests.receivedAt)).limit(50);
    return { items: await withRenewal(tx, act, rows), requests: await requestsOf(tx, act.deps, requests) };
  });
}

/** Requests with their lines opened. */
export async function requestsOf(db: Queryable, { keyring }: CareBase, rows: readonly RequestRow[]): Promise<PrescriptionRequest[]> {
  if (rows.length === 0) return [];
  const lines = await db.select({ line: prescriptionLines, name: medications.name }).from(prescriptionLines).innerJoin(medications, eq(medications.id, prescriptionLines.medication))
    .where(inArray(prescriptionLines.request, rows.map((row) => row.id))).orderBy(asc(medications.name), asc(medications.id));
  return rows.map((row) => ({
    id: row.id, number: row.number, receivedAt: row.receivedAt.toISOString(), promise: storedPromise(row.promiseDate, row.promiseFrom), remark: openOptional(keyring, 'prescriptionRemark', row.remarkSealed),
    lines: lines.filter(({ line }) => line.request === row.id).map(({ line, name }) => ({
      medicationId: line.medication, name, note: openOptional(keyring, 'prescriptionNote', line.noteSealed), state: line.state as PrescriptionRequest['lines'][number]['state'], reason: openOptional(keyring, 'prescriptionReason', line.reasonSealed),
    })),
  }));
}

/**
 * POST /care/prescription-requests: all lines or none. Throws `not_found` for a medicine that is not this patient's and `medication_not_renewable`
 * with the ids of those that may not be renewed; a medicine that a parallel request asked for first is one of them (unique index on waiting lines).
 */
export function orderPrescriptions(act: PatientAct, order: PrescriptionOrder, key: string): Promise<Receipt> {
  // By id: two requests that lock the same lines do so in the same order.
  const lines = order.lines.toSorted((a, b) => (a.medicationId < b.medicationId ? -1 : 1));
  const ids = lines.map((line) => line.medicationId);
  if (new Set(ids).size !== ids.length) throw new PublicError('invalid_request', { fields: ['lines.medicationId'] });

  return sendOnce(act, { operation: 'prescription-request', key, request: order }, async (tx, trail) => {
    const rows = await tx.select().from(medications).where(and(own(act), inArray(medications.id, ids)));
    if (rows.length !== ids.length) throw new PublicError('not_found');
    const refused = (await withRenewal(tx, act, rows)).filter((item) => item.renewal.state === 'not-renewable').map((item) => item.id);
    if (refused.length) throw new PublicError('medication_not_renewable', { medications: refused });

    const promise = prescriptionPromise(act.clinic, act.now);
    const { keyring } = act.deps;
    const request = await withReceiptNumber('prescriptions', async (number) => insert(tx, act, { number, remark: order.remark, promise }));
    const stored = await tx.insert(prescriptionLines).values(lines.map((line) => ({ request: request.id, medication: line.medicationId, noteSealed: sealOptional(keyring, 'prescriptionNote', line.note), state: 'received' })))
      .onConflictDoNothing().returning({ medication: prescriptionLines.medication });
    if (stored.length !== ids.length) throw new PublicError('medication_not_renewable', { medications: ids.filter((id) => !stored.some((line) => line.medication === id)) });
    trail.object = request.id;
    await mailNewWork(tx, act.deps, act.clinic, 'prescriptions', act.now);
    return { id: request.id, number: request.number, receivedAt: request.receivedAt.toISOString(), promise };
  });
}

async function insert(tx: Transaction, act: PatientAct, what: { number: string; remark: string | undefined; promise: Receipt['promise'] }): Promise<RequestRow | undefined> {
  const [row] = await tx.insert(prescriptionRequests).values({
    number: what.number, clinic: act.clinic.id, patient: act.access.patient, account: act.access.account, remarkSealed: sealOptional(act.deps.keyring, 'prescriptionRemark', what.remark),
    receivedAt: act.now, promiseDate: what.promise?.date ?? null, promiseFrom: what.promise?.from ?? null,
  }).onConflictDoNothing().returning();
  return row;
}
