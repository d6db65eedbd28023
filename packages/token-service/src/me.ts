/** GET /me and POST /logout: one's own session. */
import type { MeAnswer } from '@balie/contracts';
import { PublicError, services } from '@balie/contracts';
import { appendAudit, eq, max, schema } from '@balie/database';
import { invalidToken, pairwise } from './access-tokens.ts';
import { accountById, openContact } from './accounts.ts';
import type { Context } from './context.ts';
import { endFamily } from './families.ts';
import type { BaseAccess } from './guard.ts';

export async function me(ctx: Context, access: BaseAccess): Promise<MeAnswer> {
  const { client, subject, family } = access;
  if (!client.clinic) throw new PublicError('access_denied');
  const account = await accountById(ctx.db, subject);
  if (!account) throw invalidToken();
  const contact = openContact(ctx, account);
  const link = await ctx.linking.state(subject, client.clinic.id);
  const off = link?.patient ? await Promise.all(services.map(async (service) => (await ctx.linking.offered(link.patient!, service) ? [] : [service]))) : [];
  const [idle] = await ctx.db.select({ until: max(schema.refreshTokens.idleUntil) }).from(schema.refreshTokens).where(eq(schema.refreshTokens.family, family.id));
  return {
    sub: pairwise(ctx, client, subject), clinic: client.clinic.id, name: contact.name, email: contact.email, link: link?.state ?? null, record_name: link?.recordName ?? null,
    draft_key: Buffer.from(ctx.keyring.derive('draft', subject, client.id)).toString('base64url'), session_ends_at: new Date(Math.min((idle?.until ?? family.endsAt).getTime(), family.endsAt.getTime())).toISOString(),
    ...(off.flat().length > 0 ? { off: off.flat().join(' ') } : {}),
  };
}

/** Ends the session, its pages and all their tokens. */
export async function logOut(ctx: Context, { client, subject, family }: BaseAccess): Promise<void> {
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    await endFamily(tx, family, now);
    await appendAudit(tx, { at: now, clinic: family.clinic, actorKind: client.kind === 'desk' ? 'staff' : 'account', actor: subject, action: 'log-out', objectKind: 'family', object: family.id, patient: null, outcome: 'done' });
  });
}
