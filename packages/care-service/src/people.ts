/** Patients and practitioners as the desk and the portal show them. */
import type { AccountContact, DeskPatient, PractitionerSummary } from '@balie/contracts';
import { and, eq, type Queryable, schema, type Transaction } from '@balie/database';
import { numberEnds } from '@balie/rules';
import type { CareBase, CareDeps } from './deps.ts';
import { openOptional } from './seals.ts';

export type PatientRow = typeof schema.patients.$inferSelect;

/** The one living record with that number, verified, if there is one to be sure of. `lock`: it stays as it is until the transaction ends, as where links are made. */
export async function recordOf(tx: Transaction, clinic: string, number: string | null, lock = false): Promise<PatientRow | null> {
  if (number === null) return null;
  const { patients } = schema;
  const query = tx.select().from(patients).where(and(eq(patients.clinic, clinic), eq(patients.numberHmac, number), eq(patients.verified, true), eq(patients.deceased, false)));
  const found = lock ? await query.for('no key update') : await query;
  return found.length === 1 ? found[0]! : null;
}

export const fullName = (person: { given: string; family: string }): string => `${person.given} ${person.family}`.trim();

export function deskPatientOf({ keyring, clinics }: CareBase, row: PatientRow): DeskPatient {
  const number = openOptional(keyring, 'number', row.numberSealed), country = clinics.get(row.clinic)?.country;
  return {
    id: row.id, name: fullName(row), birthDate: row.birthDate, verified: row.verified, numberEnds: number !== null && country ? numberEnds(country, number) : null,
    phone: openOptional(keyring, 'phone', row.phoneSealed), email: openOptional(keyring, 'email', row.emailSealed),
  };
}

export const practitionerOf = (row: typeof schema.practitioners.$inferSelect): PractitionerSummary => ({ id: row.id, name: row.name, role: row.role });

const { recordLinks } = schema;
/** Of a link: the account's own log-in sees the record. `own` of `Linking`, for queries. */
export const opensOwn = and(eq(recordLinks.state, 'linked'), eq(recordLinks.guardiansOnly, false));
/** The account that is linked to a record and so sees it; null where nobody's is, or where a child's guardians see it and its own log-in does not. */
export async function linkedAccount(db: Queryable, clinic: string, patient: string): Promise<string | null> {
  const [link] = await db.select({ account: recordLinks.account }).from(recordLinks).where(and(eq(recordLinks.clinic, clinic), eq(recordLinks.patient, patient), opensOwn));
  return link?.account ?? null;
}

/** Whom to tell about what was sent: who did, as long as they see the record it is about (T32); else, as where the desk filled it in for somebody without an account, who is linked to the record now. Never within a transaction: it takes a connection of its own. */
export async function hearerOf({ db, accounts }: CareDeps, sent: { clinic: string; account: string | null; patient: string }): Promise<AccountContact | undefined> {
  const account = sent.account !== null && await accounts.reads(sent.account, sent.clinic, sent.patient) ? sent.account : await linkedAccount(db, sent.clinic, sent.patient);
  return account === null ? undefined : (await accounts.contacts([account])).get(account);
}

export async function findPatient(db: Queryable, clinic: string, id: string): Promise<PatientRow | undefined> {
  const [row] = await db.select().from(schema.patients).where(and(eq(schema.patients.id, id), eq(schema.patients.clinic, clinic)));
  return row;
}
