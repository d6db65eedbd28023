/** Whether an account whose password was right may log in at a clinic: not while the clinic has yet to admit it (S4-33), not with what a guardian set up once that ended (T32). Where a clinic was never asked, it may: to ask (S4-21). */
import { admission, PublicError, type ClinicConfig, type Locale } from '@balie/contracts';
import { and, eq, inArray, schema, type Transaction } from '@balie/database';
import { numberKinds } from '@balie/rules';
import { accountById, openContact } from './accounts.ts';
import type { Context } from './context.ts';
import { demandNotOutgrown } from './rights.ts';

/** As the transaction sees it, where there is one. @throws PublicError approval_pending, approval_refused, guardian_ended */
export async function demandAdmission(ctx: Context, clinic: ClinicConfig, account: string, tx?: Transaction): Promise<void> {
  await demandNotOutgrown(tx ?? ctx.db, ctx, account);
  const link = await ctx.linking.state(account, clinic.id, tx);
  // A child's log-in, set up by a guardian whom this practice did not let in, or let go.
  if (link?.guardiansOnly) throw new PublicError('approval_refused');
  if (clinic.registration.admission !== 'approve') return;
  const admitted = admission(clinic, link?.state ?? null);
  if (admitted !== 'in') throw new PublicError(`approval_${admitted}`);
}

/** An account that is known elsewhere asks this clinic (S4-21). A number that was proven, or named for a child, goes along, so that the clinic finds the record; a child's is looked at here too. */
export async function askHere(tx: Transaction, ctx: Context, clinic: ClinicConfig, id: string): Promise<void> {
  const { identities } = schema;
  const [proved] = await tx.select().from(identities).where(and(eq(identities.account, id), eq(identities.kind, numberKinds[clinic.country]), inArray(identities.proof, ['eid', 'eid-alone', 'guardian'])));
  const account = await accountById(tx, id);
  if (!account) throw new PublicError('not_found');
  const { email } = openContact(ctx, account);
  await ctx.linking.request(tx, id, clinic.id, ...(proved ? [{ number: proved.hmac, mailTo: email === null ? null : { email, locale: account.locale as Locale }, byGuardian: proved.proof === 'guardian' }] : []));
}
