/** `balie import fhir`: FHIR R4 into the clinic's records, all of it in one transaction. */
import type { ClinicConfig } from '@balie/contracts';
import { and, appendAudit, eq, schema, sql, type Transaction } from '@balie/database';
import { bsnSystems, readBsn } from '@balie/rules';
import type { CareBase } from '../deps.ts';
import { bsnKey, open, seal } from '../seals.ts';
import { medicationOf } from './medication.ts';
import { patientOf } from './patients.ts';
import { practitionerOf, practitionerRoleOf, unknownRole } from './practitioners.ts';
import { readFile, type FhirFile, type Found, type Resource } from './read-files.ts';
import { createIndex, sourceIdOf, type Index, type Target } from './references.ts';
import { Refusal, type ImportLine, type ImportReport } from './report.ts';
import { clinical, readAs, schedule, slot, type Reference } from './resources.ts';
import { knownIds, settleShared, storeClinical, storeMedications, storePatients, storePractitioners, storeRole, storeSchedules, storeSlots, withdraw } from './store.ts';

/** Kept whole for the record, each under its patient. */
export const clinicalTypes = [
  'AllergyIntolerance', 'CarePlan', 'ClinicalImpression', 'Condition', 'DiagnosticReport', 'DocumentReference', 'Encounter', 'EpisodeOfCare', 'FamilyMemberHistory', 'Flag', 'Goal', 'Immunization',
  'MedicationAdministration', 'MedicationDispense', 'MedicationStatement', 'Observation', 'Procedure', 'QuestionnaireResponse', 'ServiceRequest', 'Specimen',
] as const;
/** Kept because later imports may refer to them. */
const supportingTypes = ['Medication', 'PractitionerRole'] as const;
const readTypes = new Set<string>(['Patient', 'Practitioner', 'Schedule', 'Slot', 'MedicationRequest', ...supportingTypes, ...clinicalTypes]);
const enteredInError = 'entered in error';

export type ImportDeps = Pick<CareBase, 'db' | 'keyring' | 'clock' | 'clinics'>;

/**
 * Loads what can be loaded and lists the rest; nothing of a refused resource stays, and if the database fails nothing at all does. The same files
 * again change nothing. @throws Error for an unknown clinic
 */
export async function importFhir(deps: ImportDeps, clinicId: string, files: Iterable<FhirFile>): Promise<ImportReport> {
  const clinic = deps.clinics.get(clinicId);
  if (!clinic) throw new Error('There is no such clinic.');
  const report: ImportReport = { loaded: {}, notVerified: [], refused: [], ignored: {} };
  const refused = (line: ImportLine) => { report.refused.push(line); };
  const index = createIndex(refused);
  for (const file of files) {
    readFile(file, (one) => {
      if (readTypes.has(one.type)) index.add(one);
      else report.ignored[one.type] = (report.ignored[one.type] ?? 0) + 1;
    }, refused);
  }
  await deps.db.transaction(async (tx) => {
    // Two imports at once would wait for each other's rows.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('balie-import'), hashtext(${clinic.id}))`);
    await load(tx, { deps, clinic, index, report });
    await appendAudit(tx, { at: deps.clock(), clinic: clinic.id, actorKind: 'operator', actor: null, action: 'import', objectKind: null, object: null, patient: null, outcome: 'done' });
  });
  return report;
}

interface Import { deps: ImportDeps; clinic: ClinicConfig; index: Index; report: ImportReport }

async function load(tx: Transaction, { deps: { keyring }, clinic, index, report }: Import): Promise<void> {
  const key = ({ id }: Target) => sourceIdOf(keyring, id);
  const refuse = (one: Found, reason: string) => { report.refused.push({ file: one.file, resource: one.label, reason }); };
  /** Reads each, stores what could be read, counts it. */
  function readEach<Row>(type: string, found: readonly Found[], read: (one: Found) => Row | null): Row[] {
    const rows: Row[] = [];
    for (const one of found) {
      try {
        const row = read(one);
        if (row === null) continue;
        rows.push(row);
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        refuse(one, thrown.message);
      }
    }
    if (rows.length) report.loaded[type] = rows.length;
    return rows;
  }
  /** Takes out what the source calls a mistake. */
  async function withoutMistakes(type: string): Promise<Found[]> {
    const wrong = (one: Found) => {
      const { status, verificationStatus } = one.resource as Record<string, unknown>;
      return status === 'entered-in-error' || JSON.stringify(verificationStatus ?? null).includes('"entered-in-error"');
    };
    const found = index.of(type);
    const mistakes = found.filter(wrong);
    for (const one of mistakes) refuse(one, enteredInError);
    await withdraw(tx, clinic.id, type, mistakes.map(key));
    return found.filter((one) => !wrong(one));
  }

  const read = readEach('Patient', index.of('Patient'), (one) => ({ one, ...patientOf(one, clinic, keyring) }));
  await storePatients(tx, read.map(({ row }) => row));
  const shared = await settleShared(tx, clinic.id);
  for (const { one, row, reason } of read) {
    const why = reason ?? (shared.has(row.sourceId) ? 'another patient has the same BSN' : null);
    if (why !== null) report.notVerified.push({ file: one.file, resource: one.label, reason: why });
  }
  const patients = await knownIds(tx, schema.patients, clinic.id);
  const byNumber = await numbers(tx, clinic.id);
  function patientFor(reference: Reference | undefined): string {
    const target = index.target(reference, ['Patient']);
    const { system, value } = reference?.identifier ?? {};
    const bsn = value !== undefined && (bsnSystems as readonly (string | undefined)[]).includes(system) ? readBsn(value) : null;
    const found = target ? patients.get(key(target)) : bsn?.ok ? byNumber.get(bsnKey(keyring, bsn.value)) : undefined;
    if (found) return found;
    if (!reference) throw new Refusal('names no patient');
    if (reference.reference?.startsWith('#')) throw new Refusal('its patient stands only inside it');
    throw new Refusal(target ? 'its patient is neither in this import nor in the records' : 'is not about a patient known here');
  }

  const roles = readEach('PractitionerRole', index.of('PractitionerRole'), (one) => ({ one, read: practitionerRoleOf(one) }));
  const told = new Map<string, string>();
  for (const { read: role } of roles) {
    const target = role && index.target(role.practitioner, ['Practitioner']);
    if (role?.role && target && !told.has(key(target))) told.set(key(target), role.role);
  }
  await storePractitioners(tx, readEach('Practitioner', index.of('Practitioner'), (one) => {
    const { name, role } = practitionerOf(one);
    return { clinic: clinic.id, sourceId: key(one), name, role: told.get(key(one)) ?? role };
  }), unknownRole);
  const practitioners = await knownIds(tx, schema.practitioners, clinic.id);
  for (const [sourceId, role] of told) {
    const id = practitioners.get(sourceId);
    if (id) await storeRole(tx, id, role);
  }
  const supporting = (one: Found) => ({ clinic: clinic.id, type: one.type, sourceId: key(one), patient: null, resourceSealed: seal(keyring, 'resource', JSON.stringify(one.resource)) });
  await storeClinical(tx, [...roles.map(({ one }) => supporting(one)), ...readEach('Medication', await withoutMistakes('Medication'), supporting)]);
  const stored = await supportingOf(tx, clinic.id, (sealed) => JSON.parse(open(keyring, 'resource', sealed)) as Resource);
  const supportingFor = (reference: Reference, type: (typeof supportingTypes)[number]): Resource | undefined => {
    const target = index.target(reference, [type]);
    return target ? index.get(target)?.resource ?? stored(type, key(target)) : undefined;
  };

  const practitionerFor = (actors: readonly Reference[]): string => {
    for (const actor of actors) {
      const role = supportingFor(actor, 'PractitionerRole');
      const person = role ? practitionerRoleOf({ resource: role } as Found)?.practitioner : actor;
      const target = index.target(person, ['Practitioner']);
      const id = target && practitioners.get(key(target));
      if (id) return id;
    }
    throw new Refusal('names no practitioner known here');
  };
  const ofSchedule = new Map<string, string>();
  await storeSchedules(tx, readEach('Schedule', index.of('Schedule'), (one) => {
    const practitioner = practitionerFor(readAs(schedule, one.resource).actor);
    ofSchedule.set(key(one), practitioner);
    return { clinic: clinic.id, sourceId: key(one), practitioner };
  }));
  const schedules = await knownIds(tx, schema.schedules, clinic.id);
  const practitionerOfSchedule = new Map((await tx.select().from(schema.schedules).where(eq(schema.schedules.clinic, clinic.id))).map((row) => [row.id, row.practitioner]));
  await storeSlots(tx, readEach('Slot', await withoutMistakes('Slot'), (one) => {
    const written = readAs(slot, one.resource);
    const target = index.target(written.schedule, ['Schedule']);
    const id = target && schedules.get(key(target));
    const practitioner = id && practitionerOfSchedule.get(id);
    if (!id || !practitioner) throw new Refusal('its Schedule is neither in this import nor in the records');
    const [start, end] = [new Date(written.start), new Date(written.end)];
    if (end <= start) throw new Refusal('Slot.end is not after Slot.start');
    return { clinic: clinic.id, sourceId: key(one), schedule: id, practitioner, start, end, status: written.status };
  }));

  await storeMedications(tx, readEach('MedicationRequest', await withoutMistakes('MedicationRequest'), (one) => {
    const { subject, ...row } = medicationOf(one.resource, clinic.timeZone, (reference) => supportingFor(reference, 'Medication'));
    return { clinic: clinic.id, sourceId: key(one), patient: patientFor(subject), ...row };
  }));
  for (const type of clinicalTypes) {
    await storeClinical(tx, readEach(type, await withoutMistakes(type), (one) => {
      const about = readAs(clinical, one.resource);
      return { ...supporting(one), patient: patientFor(about.subject ?? about.patient) };
    }));
  }
}

/** A reference may name a patient by BSN alone. */
async function numbers(tx: Transaction, clinic: string): Promise<Map<string, string>> {
  const rows = await tx.select({ id: schema.patients.id, hmac: schema.patients.bsnHmac }).from(schema.patients).where(and(eq(schema.patients.clinic, clinic), eq(schema.patients.verified, true)));
  return new Map(rows.flatMap((row) => (row.hmac === null ? [] : [[row.hmac, row.id] as const])));
}

async function supportingOf(tx: Transaction, clinic: string, unseal: (sealed: string) => Resource): Promise<(type: string, sourceId: string) => Resource | undefined> {
  const rows = await tx.select().from(schema.clinicalResources).where(and(eq(schema.clinicalResources.clinic, clinic), sql`${schema.clinicalResources.patient} is null`));
  const byKey = new Map(rows.map((row) => [`${row.type}/${row.sourceId}`, row.resourceSealed]));
  return (type, sourceId) => {
    const sealed = byKey.get(`${type}/${sourceId}`);
    return sealed === undefined ? undefined : unseal(sealed);
  };
}
