/** Finding a patient in the practice's records. */
import { PublicError, type PatientSearch, type patientSearchAnswer } from '@balie/contracts';
import { and, asc, eq, inArray, numberHmac, schema, sql, type SQL } from '@balie/database';
import { nameWords, readPersonalNumber, type Country } from '@balie/rules';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import { deskPatientOf } from '../people.ts';
import { demand, may } from './roles.ts';

const { patients, recordLinks } = schema;
const page = 50;

/** Each word of a name must begin a word of the patient's name, whatever marks are on its letters; a name without any fits nobody. */
export function nameFits(clinic: string, name: string): SQL {
  const words = nameWords(name).map((word) => `'${`${clinic}/${word}`.replace(/['\\]/g, '$&$&')}':*`);
  return words.length === 0 ? sql`false` : sql`patient_words(${patients.clinic}, ${patients.given} || ' ' || ${patients.family}) @@ ${words.join(' & ')}::tsquery`;
}
/** As the country's telephone book has it: Å comes last in Denmark. */
const collations: Record<Country, SQL> = { NL: sql.raw('"nl-x-icu"'), DK: sql.raw('"da-x-icu"') };

/** POST /staff/patients/search: all fields given must fit. A number that cannot be one is `invalid_request`, so that a slip is not "nobody". */
export function searchPatients(act: StaffAct, search: PatientSearch): Promise<output<typeof patientSearchAnswer>> {
  demand(may(act.access, act.clinic).accounts);
  const number = search.number === undefined ? null : readPersonalNumber(act.clinic.country, search.number);
  if (number?.ok === false) throw new PublicError('invalid_request', { fields: ['number'] });
  const where = and(
    eq(patients.clinic, act.clinic.id),
    search.name === undefined ? undefined : nameFits(act.clinic.id, search.name),
    search.birthDate === undefined ? undefined : eq(patients.birthDate, search.birthDate),
    number === null ? undefined : eq(patients.numberHmac, numberHmac(act.deps.keyring, act.clinic.country, number.value.number)),
  );
  return act.transact(async (tx, trail) => {
    const inOrder = (column: typeof patients.family | typeof patients.given) => sql`${column} collate ${collations[act.clinic.country]}`;
    const rows = await tx.select().from(patients).where(where).orderBy(inOrder(patients.family), inOrder(patients.given), asc(patients.id)).limit(page);
    trail.shown = rows.map((row) => row.id);
    const links = await tx.select({ patient: recordLinks.patient }).from(recordLinks).where(and(eq(recordLinks.clinic, act.clinic.id), eq(recordLinks.state, 'linked'), inArray(recordLinks.patient, trail.shown)));
    const linked = new Set(links.map(({ patient }) => patient));
    return { patients: rows.map((row) => ({ ...deskPatientOf(act.deps, row), linked: linked.has(row.id) })), more: await tx.$count(patients, where) - rows.length };
  });
}
