/** Second factors of accounts: a telephone number that codes are sent to (S2-13 … S2-24). Asked for at every log-in once activated. */
import { and, eq, isNotNull, schema, type Queryable } from '@balie/database';
import type { Context } from './context.ts';

const { factors } = schema;

const openPhone = (ctx: Context, sealed: string): string => (JSON.parse(ctx.keyring.open('factor', sealed)) as { phone: string }).phone;

/** The number that codes of this account go to; null when none was activated. */
export async function smsNumber(db: Queryable, ctx: Context, account: string): Promise<string | null> {
  const [row] = await db.select({ sealed: factors.secretSealed }).from(factors).where(and(eq(factors.owner, account), eq(factors.kind, 'sms'), isNotNull(factors.activatedAt)));
  return row ? openPhone(ctx, row.sealed) : null;
}
