/** Patients and practitioners, before everything that refers to them. */
import { and, eq, numberHmac, schema } from '@balie/database';
import { numberSystems, readPersonalNumber } from '@balie/rules';
import type { Loading } from './loading.ts';
import { patientOf } from './patients.ts';
import { practitionerOf, practitionerRoleOf, unknownRole } from './practitioners.ts';
import { Refusal } from './report.ts';
import type { Reference } from './resources.ts';
import { knownIds, settleShared, storeClinical, storePatients, storePractitioners, storeRole } from './store.ts';

/** Answers our id of the patient that a reference means. @throws Refusal */
export type PatientFor = (reference: Reference | undefined) => string;

export async function loadPatients({ tx, keyring, clinic, index, report, key, each }: Loading): Promise<PatientFor> {
  const read = each('Patient', index.of('Patient'), (one) => ({ one, ...patientOf(one, clinic, keyring) }));
  await storePatients(tx, read.map(({ row }) => row));
  const shared = await settleShared(tx, clinic.id);
  for (const { one, row, reason } of read) {
    const why = reason ?? (shared.has(row.sourceId) ? 'another patient has the same number' : null);
    if (why !== null) report.notVerified.push({ file: one.file, resource: one.label, reason: why });
  }

  const ids = await knownIds(tx, schema.patients, clinic.id);
  const proven = await tx.select({ id: schema.patients.id, hmac: schema.patients.numberHmac }).from(schema.patients).where(and(eq(schema.patients.clinic, clinic.id), eq(schema.patients.verified, true)));
  const byNumber = new Map(proven.map((row) => [row.hmac, row.id]));
  return (reference) => {
    const target = index.target(reference, ['Patient']);
    // A reference may name its patient by number alone.
    const { system, value } = reference?.identifier ?? {};
    const number = value !== undefined && numberSystems[clinic.country].includes(system ?? '') ? readPersonalNumber(clinic.country, value) : null;
    const id = target ? ids.get(key(target)) : number?.ok ? byNumber.get(numberHmac(keyring, clinic.country, number.value.number)) : undefined;
    if (id !== undefined) return id;
    if (!reference) throw new Refusal('names no patient');
    if (reference.reference?.startsWith('#')) throw new Refusal('its patient stands only inside it');
    throw new Refusal(target ? 'its patient is neither in this import nor in the records' : 'is not about a patient known here');
  };
}

/** Source id → our id. A role may come with its practitioner or in a later import. */
export async function loadPractitioners({ tx, clinic, index, key, each, whole }: Loading): Promise<ReadonlyMap<string, string>> {
  const roles = each('PractitionerRole', index.of('PractitionerRole'), (one) => ({ one, read: practitionerRoleOf(one.resource) }));
  await storeClinical(tx, roles.map(({ one }) => whole(one, null)));
  const told = new Map<string, string>();
  for (const { read } of roles) {
    const target = read && index.target(read.practitioner, ['Practitioner']);
    if (read?.role && target && !told.has(key(target))) told.set(key(target), read.role);
  }
  await storePractitioners(tx, each('Practitioner', index.of('Practitioner'), (one) => ({ clinic: clinic.id, sourceId: key(one), ...practitionerOf(one.resource) })), unknownRole);
  const ids = await knownIds(tx, schema.practitioners, clinic.id);
  for (const [sourceId, role] of told) {
    const id = ids.get(sourceId);
    if (id) await storeRole(tx, id, role);
  }
  return ids;
}
