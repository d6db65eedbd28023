/** Device keys an account logged in with: known ones keep a bucket of their own (T15), a new one is told by mail, each can be ended. */
import { PublicError, type Locale } from '@balie/contracts';
import { and, desc, eq, inArray, isNull, ne, queueMail, schema, sql, type Transaction } from '@balie/database';
import { accountById, openContact } from './accounts.ts';
import type { Context } from './context.ts';
import { endFamily, endLogIns } from './families.ts';

const { accounts, knownDevices, tokenFamilies } = schema;

/**
 * Notes a log-in by this key. The account's first device is told to nobody: it has just registered. Any other new one is mailed about; of N log-ins at
 * once with one new key, one mails. Before the caller's audit entry.
 */
export async function noteDevice(tx: Transaction, ctx: Context, of: { account: string; clinic: string; jkt: string; label: string | null }, now: Date): Promise<void> {
  const { account, jkt, label } = of;
  const seen = await tx.update(knownDevices).set({ lastSeen: now, ...(label ? { label } : {}) }).where(and(eq(knownDevices.account, account), eq(knownDevices.jkt, jkt))).returning({ jkt: knownDevices.jkt });
  if (seen.length > 0) return;
  const made = await tx.insert(knownDevices).values({ account, jkt, firstSeen: now, lastSeen: now, label }).onConflictDoNothing().returning({ jkt: knownDevices.jkt });
  if (made.length === 0) return;
  const [other] = await tx.select({ jkt: knownDevices.jkt }).from(knownDevices).where(and(eq(knownDevices.account, account), ne(knownDevices.jkt, jkt))).limit(1);
  if (other) await mailOwner(tx, ctx, account, (to) => queueMail(tx, ctx.keyring, { template: 'new-device', ...to, clinic: of.clinic, data: { device: label, at: now.toISOString() } }, now));
}

/** Where there is an address to mail to. */
export async function mailOwner(tx: Transaction, ctx: Context, account: string, mail: (to: { to: string; locale: Locale }) => Promise<void>): Promise<void> {
  const row = await accountById(tx, account);
  const { email, locale } = row ? openContact(ctx, row) : { email: null, locale: 'nl' as const };
  if (email !== null) await mail({ to: email, locale });
}

/** Logs an account out: one device of it, or all but one, at every clinic; pages and log-ins under way go too. Answers how many sessions ended. */
export async function endSessions(tx: Transaction, account: string, which: { device: string } | { allBut: string | null }, now: Date): Promise<number> {
  await endLogIns(tx, account, 'device' in which ? { of: which.device } : which.allBut === null ? {} : { but: which.allBut });
  const key = 'device' in which ? eq(tokenFamilies.jkt, which.device) : which.allBut === null ? undefined : ne(tokenFamilies.jkt, which.allBut);
  const families = await tx.select({ id: tokenFamilies.id, page: tokenFamilies.page }).from(tokenFamilies).where(and(eq(tokenFamilies.subject, account), isNull(tokenFamilies.revokedAt), isNull(tokenFamilies.page), key)).orderBy(tokenFamilies.id).for('update');
  for (const family of families) await endFamily(tx, family, now);
  return families.length;
}

/** Ends its sessions and forgets it: at its next log-in it is new again. @throws PublicError not_found for another account's */
export async function forgetDevices(tx: Transaction, account: string, which: { device: string } | { allBut: string }, now: Date): Promise<void> {
  await endSessions(tx, account, which, now);
  const gone = await tx.delete(knownDevices).where(and(eq(knownDevices.account, account), 'device' in which ? eq(knownDevices.jkt, which.device) : ne(knownDevices.jkt, which.allBut))).returning({ jkt: knownDevices.jkt });
  if ('device' in which && gone.length === 0) throw new PublicError('not_found');
}

/** Newest first, at most fifty. */
export async function devicesOf(ctx: Context, account: string, here: string, now: Date) {
  const rows = await ctx.db.select().from(knownDevices).where(eq(knownDevices.account, account)).orderBy(desc(sql`coalesce(${knownDevices.lastSeen}, ${knownDevices.firstSeen})`)).limit(50);
  const live = rows.length === 0 ? [] : await ctx.db.select({ jkt: tokenFamilies.jkt }).from(tokenFamilies).where(and(
    eq(tokenFamilies.subject, account), isNull(tokenFamilies.revokedAt), isNull(tokenFamilies.page), inArray(tokenFamilies.jkt, rows.map(({ jkt }) => jkt)), sql`${tokenFamilies.endsAt} > ${now.toISOString()}::timestamptz`,
    sql`exists (select 1 from refresh_token r where r.family = ${tokenFamilies.id} and r.used_at is null and r.idle_until > ${now.toISOString()}::timestamptz)`));
  const active = new Set(live.map(({ jkt }) => jkt));
  return rows.map((row) => ({ device: row.jkt, label: row.label, first_seen: row.firstSeen.toISOString(), last_seen: row.lastSeen?.toISOString() ?? null, here: row.jkt === here, active: active.has(row.jkt) }));
}

/** The words the patient chose, for a device they know: whoever last logged in with this key (T05). Null for every other key. */
export async function phraseFor(ctx: Context, jkt: string): Promise<string | null> {
  const [row] = await ctx.db.select({ phrase: accounts.phraseSealed }).from(knownDevices).innerJoin(accounts, eq(accounts.id, knownDevices.account)).where(eq(knownDevices.jkt, jkt)).orderBy(desc(sql`coalesce(${knownDevices.lastSeen}, ${knownDevices.firstSeen})`)).limit(1);
  return row?.phrase ? ctx.keyring.open('account-phrase', row.phrase) : null;
}
