/** How the rows about guardians are read: who acts, what they are called, what a form asked. */
import type { Linking, Locale } from '@balie/contracts';
import { and, eq, isNull, schema, type Transaction } from '@balie/database';
import { openContact, type AccountRow } from './accounts.ts';
import type { Context } from './context.ts';

const { guardianships } = schema;

/** Who acts now: neither ended by the calendar nor let go by the practice. */
export const standing = and(isNull(guardianships.endedAt), isNull(guardianships.stoppedAt));

/** Where a child is linked, or was, and who acts or acted for it: none of it changes until the transaction ends. Links before guardianships, as at the desk. */
export async function holdGuardians(tx: Transaction, ctx: Context, child: string) {
  const links = await ctx.linking.all(child, tx, true);
  return { links, guardians: await tx.select().from(guardianships).where(eq(guardianships.child, child)).orderBy(guardianships.id).for('update') };
}
/** Linked, or waiting to be. */
export const counts = ({ state }: Awaited<ReturnType<Linking['all']>>[number]): boolean => state !== 'refused' && state !== 'revoked';

/** As the account knows them, else as the practice does. */
export const guardianName = (ctx: Context, { nameSealed }: Pick<typeof guardianships.$inferSelect, 'nameSealed'>, name: string | null | undefined): string | null => name ?? (nameSealed === null ? null : ctx.keyring.open('guardian-name', nameSealed));

/** Where a guardian is told: their account's own address, else the one that the form or the counter gave. */
export function guardianMail(ctx: Context, { toSealed }: Pick<typeof guardianships.$inferSelect, 'toSealed'>, account: AccountRow | null | undefined): { email: string | null; locale: Locale } | null {
  const own = account && openContact(ctx, account);
  return own?.email || toSealed === null ? own ?? null : JSON.parse(ctx.keyring.open('guardian-mail', toSealed)) as { email: string; locale: Locale };
}

/** What the form said. `number`: the guardian's, as it was proven; `email` and `phone`: where to reach them, and in which language. */
export interface Asked { childName: string | null; birthDate: string | null; number: string; email: string | null; phone: string | null; locale: Locale }
export const openAsked = (ctx: Context, row: Pick<typeof schema.guardianRequests.$inferSelect, 'askedSealed'>): Asked => JSON.parse(ctx.keyring.open('guardian-request', row.askedSealed)) as Asked;
