import { inArray, schema, verifyAudit } from '@balie/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFhir } from './import.ts';
import { allExamples, clinic, importWorld, type ImportWorld } from './import.fixture.ts';
import type { ImportReport } from './report.ts';

let world: ImportWorld;
let first: ImportReport;
beforeAll(async () => { world = await importWorld(); first = await importFhir(world.deps, clinic.id, allExamples()); }, 120_000);
afterAll(() => world.close());

const tally = (reasons: readonly { reason: string }[]) => Object.fromEntries([...Map.groupBy(reasons, ({ reason }) => reason)].map(([reason, lines]) => [reason, lines.length]));

describe("all of HL7's R4 examples", () => {
  it('load without a throw, with these figures', () => {
    expect(first.loaded).toEqual({
      Patient: 45, Practitioner: 75, PractitionerRole: 16, Schedule: 2, Medication: 24, MedicationRequest: 41,
      AllergyIntolerance: 7, CarePlan: 10, ClinicalImpression: 1, Condition: 12, DiagnosticReport: 29, DocumentReference: 2, Encounter: 11, EpisodeOfCare: 1, FamilyMemberHistory: 2, Flag: 2, Goal: 2, Immunization: 5,
      MedicationAdministration: 13, MedicationDispense: 29, MedicationStatement: 7, Observation: 494, Procedure: 14, QuestionnaireResponse: 4, ServiceRequest: 16, Specimen: 7,
    });
    expect(tally(first.notVerified)).toEqual({ 'has no BSN': 43, 'its BSN fails the check': 2 });
    expect(tally(first.refused)).toEqual({
      'has no resourceType, so it is not FHIR': 1, 'has the id of a resource of another server, in Bundle-bundle-references.json': 1, 'names no practitioner known here': 1, 'its Schedule is neither in this import nor in the records': 4,
      'its medicine has no name': 1, 'entered in error': 5, 'names no patient': 17, 'its patient stands only inside it': 6, 'its patient is neither in this import nor in the records': 28, 'is not about a patient known here': 10,
    });
    expect(first.ignored).toMatchObject({ StructureDefinition: expect.any(Number) as number, ValueSet: expect.any(Number) as number });
  });

  it('are in the tables as counted', async () => {
    const { patients, practitioners, schedules, slots, medications, clinicalResources } = schema;
    const counts = await Promise.all([patients, practitioners, schedules, slots, medications, clinicalResources].map((table) => world.db.$count(table)));
    const kept = Object.entries(first.loaded).filter(([type]) => !['Patient', 'Practitioner', 'Schedule', 'Slot', 'MedicationRequest'].includes(type)).reduce((sum, [, count]) => sum + count, 0);
    expect(counts).toEqual([45, 75, 2, 0, 41, kept]);
  });

  it('a prescription that names an earlier one is a medicine of its own: it may be another drug (trap 5)', async () => {
    const rows = await world.db.select().from(schema.medications).where(inArray(schema.medications.sourceId, ['medrx0312', 'medrx0304']));
    expect(Object.fromEntries(rows.map(({ sourceId, name, status }) => [sourceId, [name, status]]))).toEqual({ medrx0312: ['Phenytoin 25mg/ml oral suspension', 'active'], medrx0304: ['Nystatin 100,000 units/ml oral suspension (product)', 'completed'] });
  });

  it('name the Dutch patients with their invalid numbers, and never the numbers', () => {
    expect(first.notVerified).toContainEqual({ file: 'Patient-f001.json', resource: 'Patient/f001', reason: 'its BSN fails the check' });
    expect(first.notVerified).toContainEqual({ file: 'Patient-f201.json', resource: 'Patient/f201', reason: 'its BSN fails the check' });
    expect(JSON.stringify(first)).not.toMatch(/738472983|123456789|Heuvel|Roel/);
  });

  it('change nothing when they are loaded again', async () => {
    const rows = () => Promise.all([schema.patients, schema.practitioners, schema.schedules, schema.medications].map((table) => world.db.select().from(table).orderBy(table.id)));
    const open = ([patients, ...rest]: Awaited<ReturnType<typeof rows>>) => [patients?.map((row) => ({ ...row, phoneSealed: null, emailSealed: null })), ...rest];
    const before = await rows();
    expect(await importFhir(world.deps, clinic.id, allExamples())).toEqual(first);
    expect(open(await rows())).toEqual(open(before));
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true, rows: 2 });
  }, 120_000);
});
