/**
 * Every limit of docs/protocol.md, "Limits". Counters are atomic and their keys are HMACs. Counting comes first, the act after it; what
 * turned out well is given back.
 */
import { isIP } from 'node:net';
import { PublicError } from '@balie/contracts';
import { countHit, eq, schema, sql, uncount, type Queryable } from '@balie/database';
import type { Context } from './context.ts';

const minute = 60, hour = 3600, day = 86_400;

export const limits = {
  /** Tries before the waits begin: 1, 2, 4 … `longestWait` seconds, forgotten after `quiet` seconds without a try. */
  password: { free: 5, longestWait: 900, quiet: hour },
  /** In a row. Ends by itself: nothing here locks a patient out for good (T15). */
  passwordInARow: { limit: 100, windowSeconds: day },
  /** Wrong passwords from one network, whoever they are for; and from everywhere, known devices apart (T14). */
  passwordNetwork: { limit: 100, windowSeconds: 15 * minute },
  passwordEverywhere: { limit: 2000, windowSeconds: 15 * minute },
  /** From so many wrong passwords on, work is asked for each try: half of what is let through at all. `bits`: a second or so of a browser. */
  passwordWork: { network: 50, everywhere: 1000, bits: 16 },
  guessesPerCode: 5,
  guessesPerAccount: { limit: 10, windowSeconds: day },
  /** Three at once, then one a minute. */
  mailBurst: { burst: 3, every: minute },
  mailHour: { limit: 5, windowSeconds: hour },
  mailDay: { limit: 10, windowSeconds: day },
  mailNetwork: { limit: 20, windowSeconds: hour },
  /** A practice's codes by SMS that were not used: each costs money, wherever its number is. */
  smsClinic: { limit: 1000, windowSeconds: day },
  /** Wrong PINs of one letter, over all links and days: then a new letter (S2). */
  pinGuesses: { limit: 5, windowSeconds: 90 * day },
  activationMails: { limit: 5, windowSeconds: day },
  registerMails: { limit: 3, windowSeconds: day },
  registerNetwork: { limit: 60, windowSeconds: hour },
  eidNetwork: { limit: 60, windowSeconds: hour },
  challengeRequests: 20,
  /** Log-ins begun without credentials, and pages asked for: each writes a row that nothing else counts. */
  challengeNetwork: { limit: 120, windowSeconds: 10 * minute },
  pageNetwork: { limit: 120, windowSeconds: 10 * minute },
  /** A member of staff's requests about accounts that the practice begins, reads too: more than hands can do. */
  staff: { limit: 600, windowSeconds: hour },
} as const;

export const counterKey = (ctx: Context, what: string, ...parts: string[]): string => ctx.keyring.hmac('counter', what, ...parts);

/** The part of an address that one household or practice shares: IPv4 /24, IPv6 /56. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 4) return plain.split('.').slice(0, 3).join('.');
  if (isIP(plain) !== 6) return 'unknown';
  const [head = '', tail = ''] = plain.split('%')[0]!.split('::');
  const start = head.split(':').filter(Boolean), end = tail.split(':').filter(Boolean);
  const groups = [...start, ...Array<string>(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end].map((group) => group.padStart(4, '0'));
  return groups.slice(0, 4).join(':').slice(0, 17);
}

const { counters } = schema;

/**
 * One try in a growing back-off. Answers false while the wait lasts; that try is not counted. Of N callers after the free tries, one gets through
 * each wait. `forget` clears it.
 */
export async function tryWithBackoff(db: Queryable, key: string, { free, longestWait, quiet }: { free: number; longestWait: number; quiet: number }, now: Date): Promise<boolean> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const count = sql`case when ${counters.windowEndsAt} + make_interval(secs => ${quiet}) < ${at} then 1 else ${counters.count} + 1 end`;
  const wait = sql`case when (${count}) < ${free}::int then 0 else least(${longestWait}::int, power(2, least((${count}) - ${free}::int, 20))) end`;
  const rows = await db.insert(counters).values({ key, count: 1, windowEndsAt: now })
    .onConflictDoUpdate({ target: counters.key, set: { count, windowEndsAt: sql`${at} + make_interval(secs => ${wait})` }, setWhere: sql`${counters.windowEndsAt} <= ${at}` })
    .returning({ count: counters.count });
  return rows.length > 0;
}

export async function forget(db: Queryable, key: string): Promise<void> {
  await db.delete(counters).where(eq(counters.key, key));
}

/** One act of a bucket that holds `burst` and refills by one every `every` seconds. Answers the seconds to wait, 0 when it may. */
export async function takeFromBucket(db: Queryable, key: string, { burst, every }: { burst: number; every: number }, now: Date): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`;
  // The row holds when the bucket will be full again.
  const rows = await db.insert(counters).values({ key, count: 1, windowEndsAt: new Date(now.getTime() + every * 1000) })
    .onConflictDoUpdate({
      target: counters.key,
      set: { count: sql`${counters.count} + 1`, windowEndsAt: sql`greatest(${counters.windowEndsAt}, ${at}) + make_interval(secs => ${every})` },
      setWhere: sql`${counters.windowEndsAt} <= ${at} + make_interval(secs => ${(burst - 1) * every})`,
    }).returning({ count: counters.count });
  return rows.length > 0 ? 0 : bucketWait(db, key, { burst, every }, now);
}

/** Seconds until the bucket gives again. */
export async function bucketWait(db: Queryable, key: string, { burst, every }: { burst: number; every: number }, now: Date): Promise<number> {
  const [row] = await db.select().from(counters).where(eq(counters.key, key));
  return row ? Math.max(0, Math.ceil((row.windowEndsAt.getTime() - now.getTime()) / 1000 - (burst - 1) * every)) : 0;
}

export async function giveBackToBucket(db: Queryable, key: string, { every }: { every: number }): Promise<void> {
  await db.update(counters).set({ windowEndsAt: sql`${counters.windowEndsAt} - make_interval(secs => ${every})` }).where(eq(counters.key, key));
}

/** Counts one hit or throws `too_many_requests`; the caller's transaction rolls back what it counted before. */
export async function spend(db: Queryable, key: string, limit: { limit: number; windowSeconds: number }, now: Date): Promise<void> {
  const hit = await countHit(db, key, limit, now);
  if (!hit.allowed) throw new PublicError('too_many_requests', { retry_after: hit.retryAfter });
}

export { countHit, uncount };
