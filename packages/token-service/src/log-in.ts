/** Password and TOTP: what they cost, and that they answer alike whoever asks (T14, T15, T16). */
import { createHash } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { PublicError } from '@balie/contracts';
import { and, eq, isNotNull, isNull, lt, or, readCount, schema, type Queryable, type Transaction } from '@balie/database';
import { readCode } from '@balie/rules';
import { emailHmac, findAccount, identityOf } from './accounts.ts';
import { authSessionLife } from './auth-sessions.ts';
import type { Client } from './clients.ts';
import type { Context } from './context.ts';
import { counterKey, countHit, forget, limits, networkOf, tryWithBackoff, uncount } from './limits.ts';

const { accounts, knownDevices, staff, staffDevices } = schema;

/** `worked`: this very try comes with the work that a storm asks for. */
export interface Credentials { client: Client; username: string; password: string; jkt: string; address: string; worked: boolean }

/** `user`: whom the name is of, for the audit alone; null when nobody's. `clinic` of a member of staff. */
export interface PasswordCheck { right: boolean; user: { id: string; clinic: string | null; passwordHash: string | null } | null }
/** Nothing was looked at: work first. */
export interface WorkAsked { bits: number }

/** Whether the work was done for this secret. */
export const workDone = (secret: string, work: string | undefined): boolean => {
  if (work === undefined) return false;
  const digest = createHash('sha256').update(`${secret}.${work}`).digest();
  return Math.clz32(digest.readUInt32BE()) >= limits.passwordWork.bits;
};

/** Work opens one try, however many callers bring it at once (T14). */
export const spendWork = async (ctx: Context, secret: string, work: string | undefined): Promise<boolean> =>
  workDone(secret, work) && (await countHit(ctx.db, counterKey(ctx, 'work', secret), { limit: 1, windowSeconds: authSessionLife / 1000 }, ctx.clock())).allowed;

/**
 * Whether these credentials are right. Every way to "no" hashes exactly once: unknown, wrong, waiting, locked.
 * A device that once logged in as this user has a bucket of its own, so that strangers cannot lock patient or desk out; no work is asked of it.
 * @throws PublicError too_many_requests by network, by the whole service or by a full hashing queue: none of them depends on the account
 */
export async function checkPassword(ctx: Context, { client, username, password, jkt, address, worked }: Credentials): Promise<PasswordCheck | WorkAsked> {
  const now = ctx.clock();
  const user = await findUser(ctx, client, username);
  const whose = `${client.kind}/${client.clinic ? identityOf(ctx, client.clinic, username).hmac : emailHmac(ctx, username)}`;
  const device = user && await isKnown(ctx.db, client, user.id, jkt) ? jkt : null;
  const keys = {
    tries: counterKey(ctx, 'password', whose, device ? `device/${device}` : `network/${networkOf(address)}`),
    inARow: counterKey(ctx, 'password-in-a-row', whose, device ?? ''),
  };
  const crowd = device ? [] : [
    { key: counterKey(ctx, 'password-network', networkOf(address)), limit: limits.passwordNetwork, calm: limits.passwordWork.network },
    { key: counterKey(ctx, 'password-everywhere'), limit: limits.passwordEverywhere, calm: limits.passwordWork.everywhere },
  ];
  if (!worked) for (const { key, calm } of crowd) if (await readCount(ctx.db, key, now) >= calm) return { bits: limits.passwordWork.bits };
  for (const { key, limit } of crowd) {
    const hit = await countHit(ctx.db, key, limit, now);
    if (!hit.allowed) throw new PublicError('too_many_requests', { retry_after: hit.retryAfter });
  }
  const mayTry = await tryWithBackoff(ctx.db, keys.tries, limits.password, now) && (await countHit(ctx.db, keys.inARow, limits.passwordInARow, now)).allowed;
  const right = await ctx.hasher.verify(mayTry && user ? user.passwordHash : null, password);
  if (!right || !user) return { right: false, user };
  await forget(ctx.db, keys.tries);
  await forget(ctx.db, keys.inARow);
  for (const { key } of crowd) await uncount(ctx.db, key);
  return { right: true, user };
}

async function findUser(ctx: Context, client: Client, username: string): Promise<{ id: string; clinic: string | null; passwordHash: string | null } | null> {
  if (client.clinic) {
    const account = await findAccount(ctx.db, identityOf(ctx, client.clinic, username));
    return account && { id: account.id, clinic: null, passwordHash: account.passwordHash };
  }
  const [member] = await ctx.db.select({ id: staff.id, clinic: staff.clinic, passwordHash: staff.passwordHash }).from(staff).where(and(eq(staff.emailHmac, emailHmac(ctx, username)), isNull(staff.removedAt), isNotNull(staff.passwordHash)));
  return member ?? null;
}

async function isKnown(db: Queryable, client: Client, owner: string, jkt: string): Promise<boolean> {
  const rows = client.clinic
    ? await db.select({ jkt: knownDevices.jkt }).from(knownDevices).where(and(eq(knownDevices.account, owner), eq(knownDevices.jkt, jkt)))
    : await db.select({ jkt: staffDevices.jkt }).from(staffDevices).where(and(eq(staffDevices.staff, owner), eq(staffDevices.jkt, jkt)));
  return rows.length > 0;
}

/** Whether the password that was right is still theirs: hashing takes a while, and a new password ends what the old one began. Held until the log-in is written. */
export async function isStillTheirs(tx: Transaction, client: Client, { id, passwordHash }: NonNullable<PasswordCheck['user']>): Promise<boolean> {
  const rows = client.clinic
    ? await tx.select({ hash: accounts.passwordHash }).from(accounts).where(eq(accounts.id, id)).for('share')
    : await tx.select({ hash: staff.passwordHash }).from(staff).where(and(eq(staff.id, id), isNull(staff.removedAt))).for('update');
  return rows[0]?.hash === passwordHash;
}

/** RFC 6238 with its defaults: SHA-1, six digits, 30 seconds; `secret` is base32. */
export const totpOf = (secret: string, label = '', issuer = ''): TOTP => new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30, ...(label ? { label } : {}), ...(issuer ? { issuer } : {}) });

/** The time step a code belongs to: this one or a neighbour (a clock half a minute off); null when it fits none. */
export function totpStep(secret: string, typed: string, now: Date): number | null {
  const token = readCode(typed);
  const delta = token === null ? null : totpOf(secret).validate({ token, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 30_000) + delta;
}

/**
 * Counted first, with the password's back-off; a time step is taken once (RFC 6238 §5.2), whoever of N callers comes first. What has not the shape of six
 * digits is given to `instead`.
 */
export async function checkTotp(db: Queryable, ctx: Context, member: string, typed: string, instead: () => Promise<boolean>): Promise<'totp' | 'recovery' | null> {
  const now = ctx.clock();
  const key = counterKey(ctx, 'totp', member);
  // The member's row is held first, as by whoever removes them or their second factor: what was taken away meanwhile gets nobody in.
  const [row] = await db.select().from(staff).where(and(eq(staff.id, member), isNull(staff.removedAt), isNotNull(staff.totpSealed))).for('update');
  if (!await tryWithBackoff(db, key, limits.password, now) || !row?.totpSealed) return null;
  const proof = readCode(typed) === null ? (await instead() ? 'recovery' : null) : await takeStep(db, member, totpStep(ctx.keyring.open('totp', row.totpSealed), typed, now)) ? 'totp' : null;
  if (proof) await forget(db, key);
  return proof;
}

async function takeStep(db: Queryable, member: string, step: number | null): Promise<boolean> {
  if (step === null) return false;
  const taken = await db.update(staff).set({ totpLastStep: step }).where(and(eq(staff.id, member), or(isNull(staff.totpLastStep), lt(staff.totpLastStep, step)))).returning({ id: staff.id });
  return taken.length === 1;
}
