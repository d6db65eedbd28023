/** The patient's own medicines, and asking for more of them. */
import { PublicError, wordsIn, type ClinicConfig, type Locale, type MedicationAnswer, type MedicationItem, type PrescriptionOrder, type PrescriptionRequest, type Receipt } from '@balie/contracts';
import { and, asc, desc, eq, gt, inArray, isNotNull, notInArray, or, type Queryable, schema, sql, type Transaction } from '@balie/database';
import { asksWhy, localDate, remainingOf, renewableFrom, renewalOf, type RenewalOverride } from '@balie/rules';
import type { Act, CareAct } from './act.ts';
import { byOf, byStaffOf, guardianOf } from './by-staff.ts';
import { mailNewWork } from './mails.ts';
import { mistaken } from './mistaken.ts';
import { noteSeen } from './notices.ts';
import { overridesOf } from './overrides.ts';
import { ownLimit, ownPage } from './own-pages.ts';
import { prescriptionPromise, storedPromise } from './promise.ts';
import { withReceiptNumber } from './receipt.ts';
import { noteViewed } from './reminders.ts';
import { openOptional, sealOptional } from './seals.ts';
import { sendOnce } from './send.ts';
import { passOn, stepOf } from './systems/changes.ts';

const { medications, prescriptionRequests, prescriptionLines } = schema;
export type MedicationRow = typeof medications.$inferSelect;
export type RequestRow = typeof prescriptionRequests.$inferSelect;

/** What was a mistake, or never was issued, is no medicine of the patient's. */
export const neverShown = [mistaken, 'draft'];
const shownOf = (clinic: string, patient: string) => and(eq(medications.clinic, clinic), eq(medications.patient, patient), notInArray(medications.status, neverShown));
const own = (act: CareAct) => shownOf(act.clinic.id, act.access.patient);

/** What was approved counts as asked for so long: a practice that never says "at the pharmacy" keeps nobody from asking again for longer. */
const onItsWay = 7 * 24 * 3_600_000;

/** Medicines with what is left of them and whether each may be renewed now; today is the clinic's day. */
export async function withRenewal(db: Queryable, { clinic, now }: Pick<Act, 'clinic' | 'now'>, rows: readonly MedicationRow[]): Promise<(MedicationItem & { override: RenewalOverride | null; due: string | null })[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  // A line whose request still waits in part counts from when it was asked for.
  const approvedAt = sql<Date>`coalesce(${prescriptionRequests.handledAt}, ${prescriptionRequests.receivedAt})`.mapWith(prescriptionRequests.receivedAt);
  const asked = await db.select({ medication: prescriptionLines.medication, state: prescriptionLines.state, approvedAt }).from(prescriptionLines).innerJoin(prescriptionRequests, eq(prescriptionRequests.id, prescriptionLines.request))
    .where(and(inArray(prescriptionLines.medication, ids), or(eq(prescriptionLines.state, 'received'), and(inArray(prescriptionLines.state, ['approved', 'at-pharmacy']), gt(approvedAt, new Date(now.getTime() - onItsWay))))));
  const overrides = await overridesOf(db, ids);
  const today = localDate(now, clinic.timeZone);
  return rows.map((row) => {
    const override = overrides.get(row.id) ?? null;
    const lines = asked.filter(({ medication }) => medication === row.id);
    const pending = lines.some(({ state }) => state === 'received');
    // What is at the pharmacy has been given out once it was issued anew.
    const coming = lines.some(({ state, approvedAt }) => state === 'approved' || (state === 'at-pharmacy' && (row.authoredOn === null || row.authoredOn < localDate(approvedAt, clinic.timeZone))));
    return {
      id: row.id, name: row.name, dosage: row.dosage, lastIssued: row.authoredOn, remaining: remainingOf(row, today), renewal: renewalOf({ ...row, override, pending, coming }, clinic.prescriptions, today),
      override, due: renewableFrom(row, clinic.prescriptions),
    };
  });
}
const asShown = ({ override: _override, due: _due, ...item }: Awaited<ReturnType<typeof withRenewal>>[number]): MedicationItem => item;

export const medicationRows = (db: Queryable, clinic: string, patient: string) => db.select().from(medications).where(shownOf(clinic, patient)).orderBy(asc(medications.name), asc(medications.id)).limit(200);

/** GET /care/medication: what can be renewed and, if not, why; what the practice asks and promises; and the state of what was asked before (N1). */
export function listMedication(act: CareAct, { after }: { after?: string | undefined }): Promise<MedicationAnswer> {
  return act.transact(async (tx) => {
    const { clinic, access: { patient, locale } } = act;
    const items = await withRenewal(tx, act, await medicationRows(tx, clinic.id, patient));
    const before = after === undefined ? undefined : sql`(${prescriptionRequests.receivedAt}, ${prescriptionRequests.id}) < (select r.received_at, r.id from ${prescriptionRequests} r where r.id = ${after} and r.patient = ${patient})`;
    const { rows, older } = ownPage(await tx.select().from(prescriptionRequests).where(and(eq(prescriptionRequests.clinic, clinic.id), eq(prescriptionRequests.patient, patient), before)).orderBy(desc(prescriptionRequests.receivedAt), desc(prescriptionRequests.id)).limit(ownLimit));
    if (act.access.kind === 'patient') {
      await noteViewed(tx, act, items);
      await noteSeen(tx, act.access.account, clinic.id, 'prescriptions');
    }
    return { items: items.map(asShown), requests: await requestsOf(tx, act, rows), terms: await termsOf(tx, act, locale), ...await stepOf(tx, act), ...older };
  });
}

async function termsOf(tx: Transaction, { clinic, access, now }: CareAct, locale: Locale): Promise<MedicationAnswer['terms']> {
  const { pharmacies, why, unlisted, wayOut } = clinic.prescriptions;
  const [last] = await tx.select({ pharmacy: prescriptionRequests.pharmacy }).from(prescriptionRequests)
    .where(and(eq(prescriptionRequests.clinic, clinic.id), eq(prescriptionRequests.patient, access.patient), isNotNull(prescriptionRequests.pharmacy))).orderBy(desc(prescriptionRequests.receivedAt)).limit(1);
  const type = clinic.services.appointments && clinic.appointments.types.find(({ id }) => id === wayOut);
  return {
    promise: await prescriptionPromise(tx, clinic, now), pharmacies, pharmacy: pharmacies.find(({ id }) => id === last?.pharmacy)?.id ?? null, why, unlisted,
    wayOut: type ? { type: type.id, title: wordsIn(clinic, type.title, locale) ?? type.id } : null,
  };
}

/** By name; a pharmacy that the clinic no longer lists, by its id. */
export const pharmacyOf = (clinic: ClinicConfig, id: string | null): string | null => id && (clinic.prescriptions.pharmacies.find((one) => one.id === id)?.name ?? id);

/** Requests with their lines opened; what is not in the list comes last. */
export async function requestsOf(db: Transaction, { deps: { keyring, members }, clinic }: Pick<Act, 'deps' | 'clinic'>, rows: readonly RequestRow[]): Promise<PrescriptionRequest[]> {
  if (rows.length === 0) return [];
  const lines = await db.select({ line: prescriptionLines, name: medications.name }).from(prescriptionLines).leftJoin(medications, eq(medications.id, prescriptionLines.medication))
    .where(inArray(prescriptionLines.request, rows.map((row) => row.id))).orderBy(sql`${medications.name} nulls last`, asc(prescriptionLines.id));
  const names = await members.names(db, rows.flatMap(({ byStaff }) => byStaff ?? []));
  return rows.map((row) => ({
    id: row.id, number: row.number, receivedAt: row.receivedAt.toISOString(), promise: storedPromise(row.promiseDate, row.promiseFrom), remark: openOptional(keyring, 'prescriptionRemark', row.remarkSealed), pharmacy: pharmacyOf(clinic, row.pharmacy), by: byOf(names, row.byStaff), ...(row.byGuardian === null ? {} : { guardian: row.byGuardian }),
    lines: lines.filter(({ line }) => line.request === row.id).map(({ line, name }) => ({
      id: line.id, medicationId: line.medication, name: name ?? openOptional(keyring, 'prescriptionName', line.nameSealed) ?? '', note: openOptional(keyring, 'prescriptionNote', line.noteSealed), why: openOptional(keyring, 'prescriptionWhy', line.whySealed),
      state: line.state as PrescriptionRequest['lines'][number]['state'], reason: openOptional(keyring, 'prescriptionReason', line.reasonSealed),
    })),
  }));
}

/**
 * POST /care/prescription-requests: all lines or none. Throws `not_found` for a medicine that is not this patient's, `invalid_request` where an answer
 * that the practice asks is missing, and `medication_not_renewable` with the ids of those that may not be renewed; a medicine that a parallel request
 * asked for first is one of them (unique index on waiting lines).
 */
export function orderPrescriptions(act: CareAct, order: PrescriptionOrder, key: string): Promise<Receipt> {
  // By id: two requests that lock the same lines do so in the same order.
  const lines = order.lines.toSorted((a, b) => (a.medicationId < b.medicationId ? -1 : 1));
  const ids = lines.map((line) => line.medicationId);
  const { pharmacies, unlisted: takesUnlisted, why } = act.clinic.prescriptions;
  const unlisted = order.unlisted ?? [];
  const wrong = (...fields: string[]) => { throw new PublicError('invalid_request', { fields }); };
  if (new Set(ids).size !== ids.length) wrong('lines.medicationId');
  if (unlisted.length && !takesUnlisted) wrong('unlisted');
  if (pharmacies.length ? !pharmacies.some(({ id }) => id === order.pharmacy) : order.pharmacy !== undefined) wrong('pharmacy');

  return sendOnce(act, { operation: 'prescription-request', key, request: order }, async (tx, trail) => {
    const rows = ids.length ? await tx.select().from(medications).where(and(own(act), inArray(medications.id, ids))) : [];
    if (rows.length !== ids.length) throw new PublicError('not_found');
    const items = await withRenewal(tx, act, rows);
    const refused = items.filter((item) => item.renewal.state === 'not-renewable').map((item) => item.id);
    if (refused.length) throw new PublicError('medication_not_renewable', { medications: refused });
    const decides = new Set(items.filter((item) => item.renewal.state === 'practice-decides').map((item) => item.id));
    if (lines.some((line) => asksWhy(why, decides.has(line.medicationId)) && !line.why)) wrong('lines.why');
    if (unlisted.some((line) => asksWhy(why, true) && !line.why)) wrong('unlisted.why');

    const promise = await prescriptionPromise(tx, act.clinic, act.now);
    const { keyring } = act.deps;
    const request = await withReceiptNumber('prescriptions', async (number) => insert(tx, act, { number, order, promise }));
    const said = (line: { note?: string | undefined; why?: string | undefined }) => ({ request: request.id, noteSealed: sealOptional(keyring, 'prescriptionNote', line.note), whySealed: sealOptional(keyring, 'prescriptionWhy', line.why), state: 'received' });
    const stored = ids.length === 0 ? [] : await tx.insert(prescriptionLines).values(lines.map((line) => ({ ...said(line), medication: line.medicationId }))).onConflictDoNothing().returning({ id: prescriptionLines.id, medication: prescriptionLines.medication });
    if (stored.length !== ids.length) throw new PublicError('medication_not_renewable', { medications: ids.filter((id) => !stored.some((line) => line.medication === id)) });
    const byName = unlisted.length === 0 ? [] : await tx.insert(prescriptionLines).values(unlisted.map((line) => ({ ...said(line), nameSealed: sealOptional(keyring, 'prescriptionName', line.name) }))).returning({ id: prescriptionLines.id });
    await passOn(tx, act, 'prescription-line', act.access.patient, [...stored, ...byName].map(({ id }) => id));
    trail.object = request.id;
    await mailNewWork(tx, act.deps, act.clinic, 'prescriptions', act.now);
    return { id: request.id, number: request.number, receivedAt: request.receivedAt.toISOString(), promise };
  });
}

async function insert(tx: Transaction, act: CareAct, { number, order, promise }: { number: string; order: PrescriptionOrder; promise: Receipt['promise'] }): Promise<RequestRow | undefined> {
  const [row] = await tx.insert(prescriptionRequests).values({
    number, clinic: act.clinic.id, patient: act.access.patient, account: act.access.account, byStaff: byStaffOf(act.access), byGuardian: guardianOf(act.access), remarkSealed: sealOptional(act.deps.keyring, 'prescriptionRemark', order.remark), pharmacy: order.pharmacy ?? null,
    receivedAt: act.now, promiseDate: promise?.date ?? null, promiseFrom: promise?.from ?? null,
  }).onConflictDoNothing().returning();
  return row;
}
