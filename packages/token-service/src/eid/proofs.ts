/** What a proven personal number does: which account it opens, attaches to or makes (protocol, "eID"). Everything in the transaction of the trip's return. */
import { PublicError, type ClinicConfig, type EidPurpose, type Locale } from '@balie/contracts';
import { and, desc, eq, gt, hashSecret, isNull, schema, type Transaction } from '@balie/database';
import { numberKinds, type PersonalNumber } from '@balie/rules';
import { accountById, claimIdentity, confirmIdentities, findAccount, numberIdentity, openContact, type Identity } from '../accounts.ts';
import { demandAdmission } from '../admission.ts';
import type { Context } from '../context.ts';
import { takeOver } from '../guardians.ts';

const { accounts, identities, registrations } = schema;
export type WaitingRow = typeof registrations.$inferSelect;

export interface Proof {
  clinic: ClinicConfig; purpose: EidPurpose;
  /** Account logged in when the trip began, or registration that waits. */
  subject: string | null;
  /** Null: known by the broker's own identifier from an earlier comparison. */
  number: PersonalNumber | null;
  /** Keyed hash of that identifier, where the scheme hands out no numbers. */
  brokerSubject: string | null;
  locale: Locale; jkt: string;
}
/** `account` null: nobody is logged in by it; `result` says to the page why. `patient`: record that was linked just now. */
export interface Settled { account: string | null; result: 'logged-in' | 'registered' | 'attached' | 'waiting' | 'confirmed' | 'exists'; patient?: string | null }

/**
 * A form that waits for an eID before it takes effect, by kind of its row (`number`: S4-22, `child`: S4-27, `confirm`: S4-36). Whoever builds such a form puts it here: `/par` with its
 * secret then begins the trip, and `proven` is called once the eID has proved exactly `numberOf` its row. The row is used up already; it must not be used twice.
 */
export interface WaitingForm {
  purpose: 'register' | 'child' | 'confirm';
  /** The number to be proven (of the guardian, where it is a child's form), as `readPersonalNumber` gives it, out of the row's sealed JSON. */
  numberOf(person: Readonly<Record<string, unknown>>): string | null;
  proven(tx: Transaction, ctx: Context, row: WaitingRow, proof: Proof & { number: PersonalNumber }, now: Date): Promise<Settled>;
}
export const waitingForms = new Map<string, WaitingForm>();

/** By its secret; a first log-in by the device key that typed the password alone. @throws PublicError link_invalid: unknown, used, expired, of another device, or of a kind that waits for no eID */
export async function registrationOf(ctx: Context, of: { clinic: string; purpose: EidPurpose; secret: string | null; jkt: string }): Promise<{ subject: string; number: string }> {
  const [row] = await ctx.db.select().from(registrations).where(and(of.secret === null ? eq(registrations.kind, 'confirm') : eq(registrations.secretHash, hashSecret(of.secret)), eq(registrations.clinic, of.clinic), eq(registrations.jkt, of.jkt), isNull(registrations.usedAt), gt(registrations.expiresAt, ctx.clock()))).orderBy(desc(registrations.createdAt)).limit(1);
  const form = row && waitingForms.get(row.kind);
  const number = row && form?.purpose === of.purpose ? form.numberOf(JSON.parse(ctx.keyring.open('registration', row.personSealed)) as Record<string, unknown>) : null;
  if (!row || !number) throw new PublicError('link_invalid');
  return { subject: row.id, number };
}

/** Keyed number of the account that this broker's identifier belongs to; null when it is new. */
export async function numberOfSubject(ctx: Context, brokerSubject: string, kind: Identity['kind']): Promise<string | null> {
  const account = await findAccount(ctx.db, { kind: 'mitid', hmac: brokerSubject });
  return account && (await identityOfKind(ctx.db, account.id, kind))?.hmac || null;
}
async function identityOfKind(db: Context['db'] | Transaction, account: string, kind: Identity['kind']) {
  const [row] = await db.select().from(identities).where(and(eq(identities.account, account), eq(identities.kind, kind)));
  return row ?? null;
}

/** @throws PublicError identity_mismatch, eid_no_account, link_invalid */
export async function settleProof(tx: Transaction, ctx: Context, proof: Proof, now: Date): Promise<Settled> {
  if (proof.subject && await isRegistration(tx, proof.subject)) return settleRegistration(tx, ctx, proof, now);
  const { clinic } = proof;
  const mine: Identity | null = proof.brokerSubject === null ? null : { kind: 'mitid', hmac: proof.brokerSubject };
  const known = mine && await findAccount(tx, mine);
  const number: Identity | null = proof.number ? numberIdentity(ctx, clinic.country, proof.number.number) : known ? await identityOfKind(tx, known.id, numberKinds[clinic.country]) as Identity | null : null;
  if (!number) throw new PublicError('eid_lost');
  const owner = await findAccount(tx, number);
  // One person, one account: a broker's identifier and a number that lead to two are no proof of either.
  if (known && owner?.id !== known.id) throw new PublicError('identity_mismatch');
  const { account, made, attached } = owner ? own(owner.id, proof) : await attachOrMake(tx, ctx, proof, number, now);
  if (mine && !known && !await claimIdentity(tx, account, mine, 'eid', now)) throw new PublicError('identity_mismatch');
  await confirmIdentities(tx, account, number.kind, false);
  // Old enough to decide, and proven: what a guardian had set up ends here (T32).
  await takeOver(tx, ctx, account);
  await demandAdmission(ctx, clinic, account, tx);
  const row = await accountById(tx, account);
  const contact = row && openContact(ctx, row);
  // Where a clinic admits first, it is asked on the patient's own word alone (S4-21).
  const { patient } = clinic.registration.admission === 'approve' ? { patient: null } : await ctx.linking.request(tx, account, clinic.id, { number: number.hmac, mailTo: contact?.email ? { email: contact.email, locale: contact.locale } : null });
  return { account, result: made ? 'registered' : attached ? 'attached' : 'logged-in', patient };
}

interface Chosen { account: string; made: boolean; attached: boolean }
/** Another identity than the account logged in: nothing is linked or switched. */
function own(account: string, { subject }: Proof): Chosen {
  if (subject && subject !== account) throw new PublicError('identity_mismatch');
  return { account, made: false, attached: false };
}

/** The number is nobody's yet. It attaches to an account only through a record link with that very number; else it begins an account of its own. */
async function attachOrMake(tx: Transaction, ctx: Context, proof: Proof, number: Identity, now: Date): Promise<Chosen> {
  const { clinic, subject } = proof;
  const linked = await ctx.linking.accountOf(tx, clinic.id, number.hmac);
  if (subject && linked !== subject) throw new PublicError('identity_mismatch');
  if (linked) {
    if (!await claimIdentity(tx, linked, number, 'eid', now)) throw new PublicError('identity_mismatch');
    return { account: linked, made: false, attached: true };
  }
  if (!clinic.registration.ways.includes('eid')) throw new PublicError('eid_no_account');
  const [row] = await tx.insert(accounts).values({ locale: proof.locale, createdAt: now }).returning({ id: accounts.id });
  if (!row) throw new Error('An account was not written.');
  if (await claimIdentity(tx, row.id, number, 'eid', now)) return { account: row.id, made: true, attached: false };
  // Another trip of the same person was first.
  await tx.delete(accounts).where(eq(accounts.id, row.id));
  const owner = await findAccount(tx, number);
  if (!owner) throw new PublicError('conflict');
  return own(owner.id, proof);
}

async function isRegistration(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.select({ id: registrations.id }).from(registrations).where(eq(registrations.id, id))).length > 0;
}

/** Of N that come back for one form, one uses it. */
async function settleRegistration(tx: Transaction, ctx: Context, proof: Proof, now: Date): Promise<Settled> {
  const [row] = await tx.update(registrations).set({ usedAt: now }).where(and(eq(registrations.id, proof.subject!), isNull(registrations.usedAt), gt(registrations.expiresAt, now))).returning();
  const form = row && waitingForms.get(row.kind);
  if (!row || !form || !proof.number) throw new PublicError('link_invalid');
  return form.proven(tx, ctx, row, { ...proof, number: proof.number }, now);
}
