/** The telephone number of an account's second factor. */
import { and, eq, isNotNull, schema, type Queryable } from '@balie/database';
import type { Context } from './context.ts';

const { factors } = schema;
export const sealPhone = (ctx: Context, phone: string): string => ctx.keyring.seal('factor', JSON.stringify({ phone }));
export const openPhone = (ctx: Context, sealed: string): string => (JSON.parse(ctx.keyring.open('factor', sealed)) as { phone: string }).phone;
export const smsFactorsOf = (account: string) => and(eq(factors.owner, account), eq(factors.kind, 'sms'));

/** The number that codes of this account go to; null when none was activated. */
export async function smsNumber(db: Queryable, ctx: Context, account: string): Promise<string | null> {
  const [row] = await db.select({ sealed: factors.secretSealed }).from(factors).where(and(smsFactorsOf(account), isNotNull(factors.activatedAt)));
  return row ? openPhone(ctx, row.sealed) : null;
}
