/** Finding a patient in the practice's records. */
import { PublicError, type PatientSearch, type patientSearchAnswer } from '@balie/contracts';
import { and, asc, eq, numberHmac, schema, sql } from '@balie/database';
import { readPersonalNumber } from '@balie/rules';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import { deskPatientOf } from '../people.ts';
import { demand, may } from './roles.ts';

const { patients } = schema;
const page = 50;

export const wordsOf = (name: string): string[] => name.toLowerCase().split(/\s+/);
/** Each word of a name must begin a word of the patient's name; `%` and `_` are letters like others. */
export const nameFits = (name: string) => and(...wordsOf(name).map((word) => {
  const pattern = word.replace(/[\\%_]/g, '\\$&');
  return sql`' ' || lower(${patients.given} || ' ' || ${patients.family}) like ${`% ${pattern}%`}`;
}));

/** POST /staff/patients/search: all fields given must fit. A number that cannot be one is `invalid_request`, so that a slip is not "nobody". */
export function searchPatients(act: StaffAct, search: PatientSearch): Promise<output<typeof patientSearchAnswer>> {
  demand(may(act.access, act.clinic).accounts);
  const number = search.number === undefined ? null : readPersonalNumber(act.clinic.country, search.number);
  if (number?.ok === false) throw new PublicError('invalid_request', { fields: ['number'] });
  const where = and(
    eq(patients.clinic, act.clinic.id),
    search.name === undefined ? undefined : nameFits(search.name),
    search.birthDate === undefined ? undefined : eq(patients.birthDate, search.birthDate),
    number === null ? undefined : eq(patients.numberHmac, numberHmac(act.deps.keyring, act.clinic.country, number.value.number)),
  );
  return act.transact(async (tx, trail) => {
    const rows = await tx.select().from(patients).where(where).orderBy(asc(patients.family), asc(patients.given), asc(patients.id)).limit(page);
    trail.shown = rows.map((row) => row.id);
    return { patients: rows.map((row) => deskPatientOf(act.deps, row)), more: await tx.$count(patients, where) - rows.length };
  });
}
