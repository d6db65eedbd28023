/** Writes rows under the id they have in the source: a second import of the same changes what changed, and nothing else. */
import { and, eq, inArray, schema, sql, type SQL, type Transaction } from '@balie/database';
import { mistaken } from '../mistaken.ts';

const { patients, practitioners, schedules, slots, medications, clinicalFiles, clinicalResources, appointments } = schema;
const incoming = (column: { name: string }): SQL => sql.raw(`excluded."${column.name}"`);
const chunks = <T>(rows: readonly T[], size = 500): T[][] => Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size));

/** Two imports of one clinic at once, or an import and who blocks its times, would wait for each other's rows. */
export const lockImports = (tx: Transaction, clinic: string) => tx.execute(sql`select pg_advisory_xact_lock(hashtext('balie-import'), hashtext(${clinic}))`);

export async function storePatients(tx: Transaction, rows: readonly (typeof patients.$inferInsert)[]): Promise<void> {
  const { family, given, birthDate, gender, numberHmac, numberSealed, verified, phoneSealed, emailSealed, deceased } = patients;
  const set = Object.fromEntries(Object.entries({ family, given, birthDate, gender, numberHmac, numberSealed, verified, phoneSealed, emailSealed, deceased }).map(([key, column]) => [key, incoming(column)]));
  for (const part of chunks(rows)) await tx.insert(patients).values(part).onConflictDoUpdate({ target: [patients.clinic, patients.sourceId], set });
}

/** A number that two records of a clinic have proves neither; when one of them gives it up, the other counts again. Answers who shares one. */
export async function settleShared(tx: Transaction, clinic: string): Promise<Set<string>> {
  const shared = sql`exists (select 1 from patient other where other.clinic = ${patients.clinic} and other.number_hmac = ${patients.numberHmac} and other.id <> ${patients.id})`;
  await tx.update(patients).set({ verified: sql`not ${shared}` }).where(and(eq(patients.clinic, clinic), sql`${patients.numberHmac} is not null`, sql`${patients.verified} = ${shared}`));
  const rows = await tx.select({ sourceId: patients.sourceId }).from(patients).where(and(eq(patients.clinic, clinic), sql`${patients.numberHmac} is not null`, eq(patients.verified, false)));
  return new Set(rows.map((row) => row.sourceId));
}

/** `role` null: this import does not tell it, so a role known before stays. */
export async function storePractitioners(tx: Transaction, rows: readonly { clinic: string; sourceId: string; name: string; role: string | null }[], unknown: string): Promise<void> {
  for (const part of chunks(rows)) {
    await tx.insert(practitioners).values(part.map((row) => ({ ...row, role: row.role ?? unknown }))).onConflictDoUpdate({
      target: [practitioners.clinic, practitioners.sourceId],
      set: { name: incoming(practitioners.name), role: sql`case when ${incoming(practitioners.role)} = ${unknown} then ${practitioners.role} else ${incoming(practitioners.role)} end` },
    });
  }
}

export async function storeRole(tx: Transaction, practitioner: string, role: string): Promise<void> {
  await tx.update(practitioners).set({ role }).where(eq(practitioners.id, practitioner));
}

export async function storeSchedules(tx: Transaction, rows: readonly (typeof schedules.$inferInsert)[]): Promise<void> {
  for (const part of chunks(rows)) await tx.insert(schedules).values(part).onConflictDoUpdate({ target: [schedules.clinic, schedules.sourceId], set: { practitioner: incoming(schedules.practitioner) } });
}

/** A slot that a patient has booked is the patient's: the source may not free, move or withdraw it here. */
const unbooked = sql`not exists (select 1 from ${appointments} where ${appointments.slot} = ${slots.id} and ${appointments.state} = 'booked')`;

export async function storeSlots(tx: Transaction, rows: readonly (typeof slots.$inferInsert)[]): Promise<void> {
  const { schedule, practitioner, start, end, status } = slots;
  const set = Object.fromEntries(Object.entries({ schedule, practitioner, start, end, status }).map(([key, column]) => [key, incoming(column)]));
  for (const part of chunks(rows)) await tx.insert(slots).values(part).onConflictDoUpdate({ target: [slots.clinic, slots.sourceId], set, setWhere: unbooked });
}

export async function storeMedications(tx: Transaction, rows: readonly (typeof medications.$inferInsert)[]): Promise<void> {
  const { patient, name, dosage, atc, status, authoredOn, supplyDays, repeatsAllowed, reviewDue } = medications;
  const set = Object.fromEntries(Object.entries({ patient, name, dosage, atc, status, authoredOn, supplyDays, repeatsAllowed, reviewDue }).map(([key, column]) => [key, incoming(column)]));
  for (const part of chunks(rows)) await tx.insert(medications).values(part).onConflictDoUpdate({ target: [medications.clinic, medications.sourceId], set });
}

export async function storeClinical(tx: Transaction, rows: readonly (typeof clinicalResources.$inferInsert)[]): Promise<void> {
  for (const part of chunks(rows)) {
    await tx.insert(clinicalResources).values(part).onConflictDoUpdate({ target: [clinicalResources.clinic, clinicalResources.type, clinicalResources.sourceId], set: { patient: incoming(clinicalResources.patient), about: incoming(clinicalResources.about), resourceSealed: incoming(clinicalResources.resourceSealed) } });
  }
}

export type ClinicalFile = Omit<typeof clinicalFiles.$inferInsert, 'resource'>;
/** What documents hold that were stored just now; what one held before goes. */
export async function storeFiles(tx: Transaction, clinic: string, type: string, held: readonly { sourceId: string; file: ClinicalFile | undefined }[]): Promise<void> {
  for (const part of chunks(held, 50)) {
    const rows = await tx.select({ id: clinicalResources.id, sourceId: clinicalResources.sourceId }).from(clinicalResources).where(and(eq(clinicalResources.clinic, clinic), eq(clinicalResources.type, type), inArray(clinicalResources.sourceId, part.map(({ sourceId }) => sourceId))));
    if (rows.length === 0) continue;
    await tx.delete(clinicalFiles).where(inArray(clinicalFiles.resource, rows.map(({ id }) => id)));
    const files = rows.flatMap(({ id, sourceId }) => { const file = part.find((one) => one.sourceId === sourceId)?.file; return file ? [{ resource: id, ...file }] : []; });
    if (files.length) await tx.insert(clinicalFiles).values(files);
  }
}

/** What was loaded before and now is said to have been a mistake. */
export async function withdraw(tx: Transaction, clinic: string, type: string, sourceIds: readonly string[]): Promise<void> {
  if (sourceIds.length === 0) return;
  const ids = [...sourceIds], status = mistaken;
  if (type === 'Slot') await tx.update(slots).set({ status }).where(and(eq(slots.clinic, clinic), inArray(slots.sourceId, ids), unbooked));
  else if (type === 'MedicationRequest') await tx.update(medications).set({ status }).where(and(eq(medications.clinic, clinic), inArray(medications.sourceId, ids)));
  else await tx.delete(clinicalResources).where(and(eq(clinicalResources.clinic, clinic), eq(clinicalResources.type, type), inArray(clinicalResources.sourceId, ids)));
}

/** Source id → our id, of all that the clinic has. */
export async function knownIds(tx: Transaction, table: typeof patients | typeof practitioners | typeof schedules, clinic: string): Promise<Map<string, string>> {
  const rows = await tx.select({ id: table.id, sourceId: table.sourceId }).from(table).where(eq(table.clinic, clinic));
  return new Map(rows.map((row) => [row.sourceId, row.id]));
}
