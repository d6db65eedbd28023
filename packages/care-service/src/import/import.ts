/** `balie import fhir`: FHIR R4 into the clinic's records, all of it in one transaction. */
import { appendAudits } from '@balie/database';
import type { CareBase } from '../deps.ts';
import { recheckLinks } from '../linking.ts';
import { loadAgenda } from './load-agenda.ts';
import { loadPatients, loadPractitioners } from './load-people.ts';
import { clinicalTypes, loadClinical, loadMedications } from './load-records.ts';
import { createLoading } from './loading.ts';
import { readFile, type FhirFile } from './read-files.ts';
import { createIndex } from './references.ts';
import type { ImportLine, ImportReport } from './report.ts';
import { lockImports } from './store.ts';

const readTypes = new Set<string>(['Patient', 'Practitioner', 'PractitionerRole', 'Schedule', 'Slot', 'Medication', 'MedicationRequest', ...clinicalTypes]);

export type ImportDeps = Pick<CareBase, 'db' | 'keyring' | 'clock' | 'clinics'>;

/**
 * Loads what can be loaded and lists the rest; nothing of a refused resource stays, and if the database fails nothing at all does. The same files
 * again change nothing; a slot that a patient has booked is left as it is. `by`: who began it, for the audit; of a practice's own system no letters are kept. @throws Error for an unknown clinic
 */
export async function importFhir(deps: ImportDeps, clinicId: string, files: Iterable<FhirFile>, by: 'operator' | 'system' = 'operator'): Promise<ImportReport> {
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
    await lockImports(tx, clinic.id);
    const loading = createLoading(tx, deps.keyring, clinic, index, report, by === 'operator');
    const patientFor = await loadPatients(loading);
    const now = deps.clock();
    const unlinked = await recheckLinks(tx, deps, clinic, now);
    await loadAgenda(loading, await loadPractitioners(loading));
    await loadMedications(loading, patientFor);
    await loadClinical(loading, patientFor);
    const entry = { at: now, clinic: clinic.id, actorKind: by, actor: null, outcome: 'done' };
    await appendAudits(tx, [...unlinked.map(({ link, patient }) => ({ ...entry, action: 'link.recheck', objectKind: 'record-link', object: link, patient })), { ...entry, action: 'import', objectKind: null, object: null, patient: null }]);
  });
  return report;
}
