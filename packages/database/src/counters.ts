/** Limits. One statement counts and reads, so that N parallel callers count N; count before the act that is limited, outside its transaction. */
import { eq, sql } from 'drizzle-orm';
import type { Queryable } from './open.ts';
import { counters } from './schema.ts';

export interface Hit { allowed: boolean; count: number; /** Seconds until the window ends; 0 when allowed. */ retryAfter: number; windowEndsAt: Date }

/** Counts one hit in a fixed window that begins with its first hit. `key` is an HMAC, never a name. */
export async function countHit(db: Queryable, key: string, { limit, windowSeconds }: { limit: number; windowSeconds: number }, now: Date): Promise<Hit> {
  const ends = new Date(now.getTime() + windowSeconds * 1000);
  const over = sql`${counters.windowEndsAt} <= ${now.toISOString()}::timestamptz`;
  const [row] = await db.insert(counters).values({ key, count: 1, windowEndsAt: ends }).onConflictDoUpdate({
    target: counters.key,
    set: { count: sql`case when ${over} then 1 else least(${counters.count}, 1000000000) + 1 end`, windowEndsAt: sql`case when ${over} then excluded.window_ends_at else ${counters.windowEndsAt} end` },
  }).returning();
  if (!row) throw new Error('A counter was not counted.');
  const allowed = row.count <= limit;
  return { allowed, count: row.count, windowEndsAt: row.windowEndsAt, retryAfter: allowed ? 0 : Math.max(1, Math.ceil((row.windowEndsAt.getTime() - now.getTime()) / 1000)) };
}

/** Gives hits back, e.g. when the code was right: only failures stay counted. */
export async function uncount(db: Queryable, key: string, hits = 1): Promise<void> {
  await db.update(counters).set({ count: sql`greatest(${counters.count} - ${hits}::int, 0)` }).where(eq(counters.key, key));
}

/** Hits in the window that is open at `now`. */
export async function readCount(db: Queryable, key: string, now: Date): Promise<number> {
  const [row] = await db.select().from(counters).where(eq(counters.key, key));
  return row && row.windowEndsAt > now ? row.count : 0;
}
