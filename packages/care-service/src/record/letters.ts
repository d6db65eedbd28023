/** Letters: documents of the practice about the patient. What one is stands with the record; what it holds is read when the patient asks for it, and handed on as a file that no page shows. */
import { PublicError, type FileAnswer, type FileKind, type RecordLetter } from '@balie/contracts';
import { and, eq, inArray, schema, type Queryable } from '@balie/database';
import { addDays } from '@balie/rules';
import type { PatientAct } from '../act.ts';
import { FileRefused } from '../files/fault.ts';
import { handedOn, type Held } from '../files/handed-on.ts';
import { sourceIdOf } from '../import/references.ts';
import { open } from '../seals.ts';
import { isElsewhere, systemOf } from '../systems/connectors.ts';
import { identifierSystem, patientsOf } from '../systems/fhir/writing.ts';
import { SystemTrouble } from '../systems/system.ts';
import { dayOf, firstDay, isRecent } from './days.ts';
import { documentReference, isOneOf, nameOf } from './fhir.ts';
import type { View } from './results.ts';

const { clinicalFiles, clinicalResources, patients } = schema;
/** The author is done with it. Without a word on that nobody knows. */
const done = ['final', 'amended'];
/** HL7 v3 Confidentiality: restricted, very restricted. */
const restricted = ['R', 'V'];

/** Null: not for the patient (yet). Undefined: meant for the patient, but not in a form that can be shown. */
function letterOf(id: string, resource: unknown, { timeZone, today, since, resultsAfterDays }: View, issuer: string): RecordLetter | null | undefined {
  const { data: it } = documentReference.safeParse(resource);
  if (!it) return undefined;
  // A file of a question stands with its question.
  if (it.status !== 'current' || !done.includes(it.docStatus ?? '') || it.securityLabel?.some((label) => isOneOf(label, restricted)) || it.identifier?.some(({ system }) => system === identifierSystem(issuer, 'file'))) return null;
  const title = it.description ?? nameOf(it.type) ?? nameOf(it.category?.[0]);
  if (!title) return undefined;
  const date = dayOf(it.date, timeZone);
  if (!isRecent(date, since) || (resultsAfterDays > 0 && (date === null || today < addDays(firstDay(date), resultsAfterDays)))) return null;
  return { id, date, title, author: it.author?.find(({ display }) => display)?.display ?? null };
}

/** Of what was imported only what holds something: a title without its letter helps nobody. */
export async function lettersOf(db: Queryable, { deps, clinic }: PatientAct, rows: readonly { id: string; resource: unknown }[], view: View): Promise<{ items: RecordLetter[]; unreadable: number }> {
  const held = isElsewhere(clinic) || rows.length === 0 ? null : new Set((await db.select({ id: clinicalFiles.resource }).from(clinicalFiles).where(inArray(clinicalFiles.resource, rows.map(({ id }) => id)))).map(({ id }) => id));
  const read = rows.filter(({ id }) => held?.has(id) ?? true).map(({ id, resource }) => letterOf(id, resource, view, deps.issuer));
  return { items: read.filter((one) => one != null), unreadable: read.filter((one) => one === undefined).length };
}

const refused = (why: string) => new PublicError('file_refused', { fields: [why] });

/** GET /care/record/letters/:id. What is not, or no longer, in the list is `not_found`; what may not be handed on `file_refused`; `temporarily_unavailable` while the practice's system is away. */
export async function readLetter(act: PatientAct, view: View, id: string): Promise<FileAnswer> {
  const { deps, clinic, access } = act;
  const shown = async (db: Queryable) => {
    const [row] = clinic.record.parts.includes('letters') ? await db.select({ sealed: clinicalResources.resourceSealed, source: clinicalResources.sourceId, patient: patients.sourceId }).from(clinicalResources).innerJoin(patients, eq(patients.id, clinicalResources.patient))
      .where(and(eq(clinicalResources.id, id), eq(clinicalResources.clinic, clinic.id), eq(clinicalResources.patient, access.patient), eq(clinicalResources.type, 'DocumentReference'))) : [];
    if (!row || !letterOf(id, JSON.parse(open(deps.keyring, 'resource', row.sealed)), view, deps.issuer)) throw new PublicError('not_found');
    return row;
  };
  // Before the transaction: another system may take its time. What is shown is asked again after it.
  const there = isElsewhere(clinic) ? await fetchLetter(act, view, id, await shown(deps.db)) : null;
  return act.transact(async (tx) => {
    await shown(tx);
    const [kept] = there ? [there] : (await tx.select().from(clinicalFiles).where(eq(clinicalFiles.resource, id))).map(({ kind, size, dataSealed }): Held => ({ kind: kind as FileKind, size, data: open(deps.keyring, 'letter', dataSealed) }));
    if (!kept) throw new PublicError('not_found');
    return { id, ...kept };
  });
}

/** As it is there now, which may be no longer for this patient. */
async function fetchLetter({ deps, clinic }: PatientAct, view: View, id: string, { source, patient }: { source: string; patient: string }): Promise<Held> {
  try {
    const found = await systemOf(deps, clinic).document(source);
    const named = patientsOf(found?.resource);
    if (!found || !named?.length || !named.every((one) => sourceIdOf(deps.keyring, one) === patient) || !letterOf(id, found.resource, view, deps.issuer)) throw new PublicError('not_found');
    return await handedOn(found.bytes, clinic.econsults.files.megabytes);
  } catch (thrown) {
    if (thrown instanceof FileRefused) throw refused(thrown.fault);
    if (!(thrown instanceof SystemTrouble)) throw thrown;
    deps.log({ event: 'letter-not-read', level: 'warn', clinic: clinic.id, code: thrown.code, job: id });
    throw thrown.kind === 'refused' || ['link-leads-elsewhere', 'answer-too-large'].includes(thrown.code) ? refused('type') : new PublicError('temporarily_unavailable');
  }
}
