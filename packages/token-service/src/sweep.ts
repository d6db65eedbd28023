/** Deletes what nobody can use any more. Everything refuses by its own time already; this only keeps the tables small and forgets people's data. */
import { lt, schema, sql } from '@balie/database';
import { sweepActivations } from './activation.ts';
import { sweepSessions } from './auth-sessions.ts';
import type { Context } from './context.ts';
import { sweepTrips } from './eid/trips.ts';
import { sweepProofs } from './dpop.ts';
import { announceRights } from './guardians.ts';
import type { SigningKeys } from './keys.ts';
import { sweepRegistrations } from './registration.ts';

const day = 86_400_000;
const { accountLinks, authorizationCodes, counters, pages, sessionCodes, tokenFamilies } = schema;

/** Also turns the signing keys. `now` default: the service's clock. */
export async function sweep(ctx: Context, keys: SigningKeys, now: Date = ctx.clock()): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  await keys.rotate();
  await sweepProofs(ctx.db, now);
  await sweepSessions(ctx.db, now);
  await sweepRegistrations(ctx.db, now);
  await announceRights(ctx, now);
  await ctx.db.delete(accountLinks).where(lt(accountLinks.expiresAt, before(day)));
  await sweepActivations(ctx.db, now);
  await sweepTrips(ctx.db, now);
  // Back-offs end some time after their row's instant; an hour of quiet forgets them anyway.
  await ctx.db.delete(counters).where(lt(counters.windowEndsAt, before(2 * 3_600_000)));
  await ctx.db.delete(sessionCodes).where(lt(sessionCodes.expiresAt, before(day)));
  await ctx.db.delete(authorizationCodes).where(lt(authorizationCodes.expiresAt, before(day)));
  await ctx.db.delete(tokenFamilies).where(lt(tokenFamilies.endsAt, before(day)));
  await ctx.db.delete(pages).where(sql`coalesce(${pages.endsAt}, ${pages.createdAt} + interval '1 hour') < ${before(day).toISOString()}::timestamptz`);
}
