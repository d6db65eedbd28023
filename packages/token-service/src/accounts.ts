/** Accounts: a person, known by an e-mail address or a personal number (C1). Both are found by their HMAC; address, name, birth date and telephone number are sealed. */
import { PublicError, type AccountContact, type ClinicConfig, type Locale } from '@balie/contracts';
import { and, eq, inArray, numberHmac, schema, type Queryable, type SQL, type Transaction } from '@balie/database';
import { emailKey, numberKinds, readPersonalNumber, type Country } from '@balie/rules';
import type { Context } from './context.ts';

const { accounts, identities } = schema;
export type AccountRow = typeof accounts.$inferSelect;
export interface Person { email: string | null; name: string | null; birthDate: string | null; phone: string | null }

export const emailHmac = (ctx: Context, email: string): string => ctx.keyring.hmac('email', emailKey(email));

/** What an account is known by. One of each kind an account; one account a value, over all clinics. */
export interface Identity { kind: 'email' | 'mitid' | (typeof numberKinds)[Country]; hmac: string }
export const emailIdentity = (ctx: Context, email: string): Identity => ({ kind: 'email', hmac: emailHmac(ctx, email) });
/** `number` as `readPersonalNumber` gives it. */
export const numberIdentity = (ctx: Context, country: Country, number: string): Identity => ({ kind: numberKinds[country], hmac: numberHmac(ctx.keyring, country, number) });
/** What was typed as a user name, by what the clinic calls one. A number that cannot be read is nobody's. */
export function identityOf(ctx: Context, clinic: Pick<ClinicConfig, 'country' | 'logIn'>, typed: string): Identity {
  if (clinic.logIn.userName === 'email') return emailIdentity(ctx, typed);
  const read = readPersonalNumber(clinic.country, typed);
  return numberIdentity(ctx, clinic.country, read.ok ? read.value.number : `unread ${typed}`);
}

export async function findAccount(db: Queryable, identity: Identity): Promise<AccountRow | null> {
  const [row] = await db.select({ account: accounts }).from(identities).innerJoin(accounts, eq(accounts.id, identities.account)).where(and(eq(identities.kind, identity.kind), eq(identities.hmac, identity.hmac)));
  return row?.account ?? null;
}

/** `guardian`: a child's number, named by a guardian who proved only their own; `unconfirmed`: named by the practice, until an eID proved it (S4-36); `eid-alone`: then proved by an eID without the password, which whoever got the mail may have chosen: it waits on. */
export type IdentityProof = 'mail' | 'eid' | 'letter' | 'practice' | 'unconfirmed' | 'eid-alone' | 'guardian';
/** Gives an account a name to be known by. False when another account has it; of N callers one gets it. */
export async function claimIdentity(tx: Transaction, account: string, identity: Identity, proof: IdentityProof, now: Date): Promise<boolean> {
  const rows = await tx.insert(identities).values({ ...identity, account, proof, createdAt: now }).onConflictDoNothing().returning({ account: identities.account });
  return rows.length === 1;
}

/** An eID has proved this account's number. `typed`: by whoever had just typed its password, which waits for that (S4-36). */
export async function confirmIdentities(tx: Transaction, account: string, number: Identity['kind'], typed: boolean): Promise<void> {
  const set = (proof: IdentityProof, was: IdentityProof[], ...which: SQL[]) => tx.update(identities).set({ proof }).where(and(eq(identities.account, account), inArray(identities.proof, was), ...which));
  await set('eid', typed ? ['practice', 'unconfirmed', 'eid-alone'] : ['practice'], eq(identities.kind, number));
  if (!typed) await set('eid-alone', ['unconfirmed'], eq(identities.kind, number));
  await set('practice', ['unconfirmed']);
}
const has = async (db: Queryable, account: string, proofs: IdentityProof[]): Promise<boolean> => await db.$count(identities, and(eq(identities.account, account), inArray(identities.proof, proofs))) > 0;
/** Nobody has been in yet: what is chosen for it is nobody's. */
export const isUnconfirmed = (db: Queryable, account: string): Promise<boolean> => has(db, account, ['unconfirmed']);
/** Whether a log-in by its password must still bring an eID. */
export const passwordWaits = (db: Queryable, account: string): Promise<boolean> => has(db, account, ['unconfirmed', 'eid-alone']);
/** Whether an eID has proved whose number it is: what a practice mailed alone does not act for others (T32). */
export const provenByEid = (db: Queryable, account: string): Promise<boolean> => has(db, account, ['eid', 'eid-alone']);

export async function accountById(db: Queryable, id: string): Promise<AccountRow | null> {
  const [row] = await db.select().from(accounts).where(eq(accounts.id, id));
  return row ?? null;
}

const fields = { emailSealed: 'account-email', nameSealed: 'account-name', birthDateSealed: 'account-birth-date', phoneSealed: 'account-phone' } as const;

export function sealPerson(ctx: Context, person: Person) {
  const seal = (field: keyof typeof fields, value: string | null) => (value === null ? null : ctx.keyring.seal(fields[field], value));
  return { emailHmac: person.email === null ? null : emailHmac(ctx, person.email), emailSealed: seal('emailSealed', person.email), nameSealed: seal('nameSealed', person.name), birthDateSealed: seal('birthDateSealed', person.birthDate), phoneSealed: seal('phoneSealed', person.phone) };
}

export function openContact(ctx: Context, row: AccountRow): AccountContact {
  const open = (field: keyof typeof fields) => { const sealed = row[field]; return sealed === null ? null : ctx.keyring.open(fields[field], sealed); };
  return { account: row.id, email: open('emailSealed'), name: open('nameSealed'), birthDate: open('birthDateSealed'), phone: open('phoneSealed'), locale: row.locale as Locale };
}

/** An account, known by what was proven or vouched for. @throws PublicError conflict: it is somebody's already, of N callers too, and nothing of this one stays */
export async function makeAccount(tx: Transaction, ctx: Context, identity: Identity, person: Person, { passwordHash, locale, proof }: { passwordHash: string | null; locale: string; proof: IdentityProof }, now: Date): Promise<string> {
  const [row] = await tx.insert(accounts).values({ ...sealPerson(ctx, person), passwordHash, locale, createdAt: now }).returning({ id: accounts.id });
  if (!row || !await claimIdentity(tx, row.id, identity, proof, now)) throw new PublicError('conflict');
  return row.id;
}
