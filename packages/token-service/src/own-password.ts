/** The password of who is logged in, asked again. Tries wait as at the log-in, by a bucket of their own, so that nobody is locked out of logging in by them; of whatever asks, one bucket. */
import type { AccountRow } from './accounts.ts';
import type { Context } from './context.ts';
import { counterKey, forget, limits, tryWithBackoff } from './limits.ts';

/** Hashes once whatever comes of it. */
export async function isOwnPassword(ctx: Context, account: Pick<AccountRow, 'id' | 'passwordHash'>, password: string): Promise<boolean> {
  const key = counterKey(ctx, 'own-password', account.id);
  const mayTry = await tryWithBackoff(ctx.db, key, limits.password, ctx.clock());
  if (!await ctx.hasher.verify(mayTry ? account.passwordHash : null, password)) return false;
  await forget(ctx.db, key);
  return true;
}
