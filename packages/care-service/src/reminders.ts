/**
 * Reminders that a medicine is due again (S1-04): one when it is, and one when it was only looked at and not ordered (N1). At most one of each a due date, one message for
 * all of a patient's medicines, by day, and without a word about which.
 */
import type { ClinicConfig, MedicationItem } from '@balie/contracts';
import { and, appendAudit, asc, between, eq, gt, inArray, isNull, lt, notExists, notInArray, schema, sql } from '@balie/database';
import type { Queryable, Transaction } from '@balie/database';
import { addDays, localDate, renewableFrom, renewalOf } from '@balie/rules';
import type { PatientAct } from './act.ts';
import { eachByItself } from './by-itself.ts';
import { isDaytime } from './daytime.ts';
import type { CareDeps } from './deps.ts';
import { mistaken } from './mistaken.ts';
import { carrierFor, notify } from './notices.ts';
import { offeredTo } from './offered.ts';
import { overridesOf } from './overrides.ts';
import { opensOwn } from './people.ts';

const { medications, medicationReminders, patients, prescriptionLines, prescriptionRequests, recordLinks } = schema;
/** How long after a look the patient may still order without being told (N1). */
const afterLook = 24 * 3_600_000;
/** Nobody is told of what has been due for longer: a practice that begins with this would wake everybody at once. In days. */
const tooLate = 30;
const batch = 500;
const statuses = ['stopped', 'cancelled', mistaken, 'draft', 'on-hold'];

/** It was asked for since its last issue, whatever became of that. */
const ordered = (db: Queryable) => db.select({ one: sql`1` }).from(prescriptionLines).innerJoin(prescriptionRequests, eq(prescriptionRequests.id, prescriptionLines.request))
  .where(and(eq(prescriptionLines.medication, medications.id), sql`${prescriptionRequests.receivedAt} >= ${medications.authoredOn}`));

/** The list was opened: what is due in it and may be asked for was seen. */
export async function noteViewed(tx: Transaction, { clinic, now }: Pick<PatientAct, 'clinic' | 'now'>, items: readonly (MedicationItem & { due: string | null })[]): Promise<void> {
  if (!clinic.prescriptions.reminders) return;
  const today = localDate(now, clinic.timeZone);
  // By id: two pages of one patient lock in the same order.
  const seen = items.filter(({ due, renewal }) => due !== null && due <= today && renewal.state !== 'not-renewable').map(({ id, due }) => ({ medication: id, due: due!, viewedAt: now })).toSorted((a, b) => (a.medication < b.medication ? -1 : 1));
  if (seen.length) await tx.insert(medicationReminders).values(seen).onConflictDoUpdate({ target: [medicationReminders.medication, medicationReminders.due], set: { viewedAt: now }, setWhere: isNull(medicationReminders.viewedAt) });
}

interface Due { account: string; patient: string; medication: string; due: string; viewed: boolean }

/** To be called now and then. Of N services that call it at once, one tells. */
export async function remindOfMedicine(deps: CareDeps, now: Date): Promise<void> {
  await eachByItself(deps.clinics.values(), async (clinic) => {
    if (!clinic.services.prescriptions || !clinic.prescriptions.reminders || !isDaytime(clinic, now)) return;
    for (let after: string | null = null, more = true; more;) {
      const rows = await candidates(deps.db, clinic, now, after);
      more = rows.length === batch;
      const last = rows.at(-1)?.medication.patient;
      // Whose medicines go on in the next batch is told then; nobody has a batch of them.
      const whole = more ? rows.filter(({ medication }) => medication.patient !== last) : rows;
      after = whole.at(-1)?.medication.patient ?? null;
      const due = await dueOf(deps.db, clinic, now, whole);
      const contacts = await deps.accounts.contacts([...new Set(due.map(({ account }) => account))]);
      await eachByItself(Map.groupBy(due, (one) => one.account), async ([account, of]) => {
        const contact = contacts.get(account);
        if (contact) await deps.db.transaction((tx) => tell(tx, deps, clinic, contact, of, now));
      });
      if (whole.length === 0) break;
    }
  });
}

/** Medicines of linked patients whose supply ends about now and of which not everything was told; the rules decide on each. */
function candidates(db: Queryable, clinic: ClinicConfig, now: Date, after: string | null) {
  const ends = addDays(localDate(now, clinic.timeZone), clinic.prescriptions.daysBeforeEnd);
  const told = db.select({ one: sql`1` }).from(medicationReminders).where(and(
    eq(medicationReminders.medication, medications.id), sql`${medicationReminders.due} >= ${medications.authoredOn}`,
    sql`case when ${medicationReminders.viewedAt} is null then ${medicationReminders.toldDueAt} is not null else ${medicationReminders.toldViewedAt} is not null or ${medicationReminders.viewedAt} > ${lookedBefore(now).toISOString()}::timestamptz end`,
  ));
  return db.select({ medication: medications, account: recordLinks.account }).from(medications)
    .innerJoin(recordLinks, and(eq(recordLinks.clinic, medications.clinic), eq(recordLinks.patient, medications.patient), opensOwn))
    .innerJoin(patients, and(eq(patients.id, medications.patient), eq(patients.deceased, false)))
    .where(and(eq(medications.clinic, clinic.id), between(medications.supplyEnds, addDays(ends, -tooLate), ends), notInArray(medications.status, statuses), offeredTo(medications.patient, 'prescriptions'), after === null ? undefined : gt(medications.patient, after), notExists(told), notExists(ordered(db))))
    .orderBy(asc(medications.patient), asc(medications.id)).limit(batch);
}
const lookedBefore = (now: Date) => new Date(now.getTime() - afterLook);

async function dueOf(db: Queryable, clinic: ClinicConfig, now: Date, rows: Awaited<ReturnType<typeof candidates>>): Promise<Due[]> {
  const ids = rows.map(({ medication }) => medication.id);
  if (ids.length === 0) return [];
  const today = localDate(now, clinic.timeZone);
  const overrides = await overridesOf(db, ids);
  const known = await db.select().from(medicationReminders).where(inArray(medicationReminders.medication, ids));
  return rows.flatMap(({ account, medication }) => {
    const due = renewableFrom(medication, clinic.prescriptions);
    if (due === null || due > today || renewalOf({ ...medication, override: overrides.get(medication.id) ?? null, pending: false }, clinic.prescriptions, today).state === 'not-renewable') return [];
    const viewed = known.some((row) => row.medication === medication.id && row.due === due && row.viewedAt !== null);
    return [{ account, patient: medication.patient, medication: medication.id, due, viewed }];
  });
}

/** Marks and tells in one transaction: whoever marked first tells. Who cannot be reached yet is told once they can. */
async function tell(tx: Transaction, deps: CareDeps, clinic: ClinicConfig, contact: Parameters<typeof notify>[3], due: readonly Due[], now: Date): Promise<void> {
  if (await carrierFor(tx, clinic, contact, 'renewals', true) === null) return;
  const mine = async (viewed: boolean) => {
    const rows = due.filter((one) => one.viewed === viewed).map(({ medication, due: on }) => ({ medication, due: on, ...(viewed ? { toldViewedAt: now } : { toldDueAt: now }) }));
    if (rows.length === 0) return 0;
    const { toldDueAt, toldViewedAt, viewedAt } = medicationReminders;
    const marked = await tx.insert(medicationReminders).values(rows).onConflictDoUpdate({
      target: [medicationReminders.medication, medicationReminders.due], set: viewed ? { toldViewedAt: now } : { toldDueAt: now }, setWhere: viewed ? isNull(toldViewedAt) : and(isNull(toldDueAt), isNull(viewedAt))!,
    }).returning({ medication: medicationReminders.medication });
    return marked.length;
  };
  const [looked, never] = [await mine(true), await mine(false)];
  if (looked + never === 0) return;
  const told = await notify(tx, deps, clinic, contact, now, { template: looked ? 'medicine-viewed' : 'medicine-due', data: { service: 'prescriptions' }, patient: due[0]!.patient });
  await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'system', actor: null, action: 'medication.remind', objectKind: 'account', object: contact.account, patient: due[0]!.patient, outcome: told ? 'told' : 'switched-off' });
}

/** What was due long ago needs no memory. */
export async function sweepReminders(db: Queryable, now: Date): Promise<void> {
  await db.delete(medicationReminders).where(lt(medicationReminders.due, addDays(now.toISOString().slice(0, 10), -400)));
}
