/** Whether an account whose password was right may log in at a clinic: not while the clinic has yet to admit it (S4-33), not with what a guardian set up once that ended (T32). Where a clinic was never asked, it may: to ask (S4-21). */
import { PublicError, type ClinicConfig } from '@balie/contracts';
import type { Context } from './context.ts';
import { demandOwn } from './rights.ts';

/** @throws PublicError approval_pending, approval_refused, guardian_ended */
export async function demandAdmission(ctx: Context, clinic: ClinicConfig, account: string): Promise<void> {
  await demandOwn(ctx.db, ctx, account);
  if (clinic.registration.admission !== 'approve') return;
  const link = await ctx.linking.state(account, clinic.id);
  if (link?.state === 'refused' || link?.state === 'revoked') throw new PublicError('approval_refused');
  if (link && link.state !== 'linked') throw new PublicError('approval_pending');
}
