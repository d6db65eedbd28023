/** Pages: one frame, one document, one key, one row (docs/protocol.md, "A page"). Closing destroys the only copy of the key; the row follows. */
import type { Acr, PageAnswer, PageScope } from '@balie/contracts';
import { acrAtLeast, canOpen, PublicError } from '@balie/contracts';
import { and, appendAudit, eq, gt, hashSecret, isNotNull, isNull, schema, sql, type Queryable, type Transaction } from '@balie/database';
import { startForPage } from './auth-sessions.ts';
import { serviceOfClinic } from './clients.ts';
import type { Context } from './context.ts';
import { smsNumber } from './sms-number.ts';
import { familyLife } from './families.ts';
import { childOf } from './guardians.ts';
import type { BaseAccess, ServiceAccess } from './guard.ts';
import { secretFrom } from './random.ts';
import { stepUp } from './step-up.ts';

const { pages, sessionCodes } = schema;
export type Page = typeof pages.$inferSelect;

/** A page row for a key that never had one, and an auth_session bound to that key. `guardianship`: the page is about that child (N8). @throws PublicError invalid_scope, not_linked, service_off, invalid_dpop_proof, insufficient_user_authentication, access_denied, guardian_ended */
export async function startPage(ctx: Context, base: BaseAccess, service: PageScope, pageJkt: string, guardianship?: string): Promise<PageAnswer> {
  const { clinic } = base.client;
  if (!clinic) throw new PublicError('access_denied');
  const config = serviceOfClinic(clinic, service);
  if (!canOpen(config, base.family.acr as Acr, await smsNumber(ctx.db, ctx, base.subject) !== null)) throw stepUp(config.minAcr, service);
  if (guardianship !== undefined && service === 'account') throw new PublicError('invalid_scope');
  const actsFor = guardianship === undefined ? null : await childOf(ctx.db, ctx, clinic, base.subject, { guardianship });
  // One's own account is there before anything is linked.
  const patient = service === 'account' ? null : (await ctx.linking.state(actsFor ?? base.subject, clinic.id))?.[actsFor === null ? 'own' : 'patient'] ?? null;
  if (service !== 'account' && patient === null) throw new PublicError('not_linked');
  const now = ctx.clock();
  if (service !== 'account' && patient !== null && !await ctx.linking.offered(patient, service)) {
    await ctx.db.transaction((tx) => appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'account', actor: base.subject, action: 'page-start', objectKind: 'page', object: null, patient, outcome: 'service_off' }));
    throw new PublicError('service_off');
  }
  const closeSecret = secretFrom(ctx.random);
  return ctx.db.transaction(async (tx) => {
    const [page] = await tx.insert(pages).values({ account: base.subject, actsFor, clinic: clinic.id, clientId: base.client.id, service, jkt: pageJkt, family: base.family.id, closeSecretHash: hashSecret(closeSecret), createdAt: now }).onConflictDoNothing().returning();
    if (!page || pageJkt === base.family.jkt) throw new PublicError('invalid_dpop_proof', {}, {}, 400);
    const authSession = await startForPage(tx, ctx, base.client, page);
    // Who acted for whom: from here on each act on that record names both.
    if (actsFor !== null) await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'account', actor: base.subject, action: 'page-start', objectKind: 'page', object: page.id, patient, outcome: 'acts-for' });
    return { page: page.id, auth_session: authSession, close_secret: closeSecret };
  });
}

/** Compare-and-set: a page opens once, and never after it was closed. */
export async function openPage(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const times = { openedAt: now, leaseUntil: new Date(now.getTime() + familyLife.page.idle), endsAt: new Date(now.getTime() + familyLife.page.most) };
  const rows = await tx.update(pages).set(times).where(and(eq(pages.id, id), isNull(pages.openedAt), isNull(pages.closedAt))).returning({ id: pages.id });
  return rows.length === 1;
}

/** The page while it is open: opened, not closed, leased, within its hour. */
export async function openedPage(db: Queryable, id: string, now: Date): Promise<(Page & { leaseUntil: Date; endsAt: Date }) | null> {
  const [page] = await db.select().from(pages).where(and(eq(pages.id, id), isNotNull(pages.openedAt), isNull(pages.closedAt), gt(pages.leaseUntil, now), gt(pages.endsAt, now)));
  return page?.leaseUntil && page.endsAt ? { ...page, leaseUntil: page.leaseUntil, endsAt: page.endsAt } : null;
}

/**
 * Whoever came in by a password alone has not shown the mailbox, and may not put another mailbox or telephone in its place: a code at the log-in did, or one's own
 * account, opened beside it with one and still open (T31). @throws PublicError insufficient_user_authentication
 */
export async function demandMailbox(db: Queryable, ctx: Context, { family }: BaseAccess): Promise<void> {
  const strong: Acr = 'urn:balie:acr:email-code';
  if (acrAtLeast(family.acr as Acr, strong)) return;
  const now = ctx.clock();
  const [open] = await db.select({ id: pages.id }).from(pages).where(and(eq(pages.family, family.id), eq(pages.service, 'account'), isNotNull(pages.openedAt), isNull(pages.closedAt), gt(pages.leaseUntil, now), gt(pages.endsAt, now))).limit(1);
  if (!open) throw stepUp(strong, 'account');
}

/** Real input: fifteen minutes more, never past the hour, written at most once a minute. */
export async function leasePage(ctx: Context, access: ServiceAccess): Promise<{ ends_at: string; final_at: string }> {
  const now = ctx.clock();
  const until = new Date(Math.min(now.getTime() + familyLife.page.idle, access.page.endsAt.getTime()));
  const due = until.getTime() - access.page.leaseUntil.getTime() >= 60_000 || until.getTime() === access.page.endsAt.getTime();
  if (due) await ctx.db.update(pages).set({ leaseUntil: sql`greatest(${pages.leaseUntil}, ${until.toISOString()}::timestamptz)` }).where(and(eq(pages.id, access.page.id), isNull(pages.closedAt)));
  return { ends_at: (due ? until : access.page.leaseUntil).toISOString(), final_at: access.page.endsAt.toISOString() };
}

/** By the secret of `sendBeacon`: it can only close, and says nothing about what it closed. The code mailed for the page dies with it (S0-28). */
export async function closePage(ctx: Context, secret: string): Promise<void> {
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    const [page] = await tx.update(pages).set({ closedAt: now }).where(and(eq(pages.closeSecretHash, hashSecret(secret)), isNull(pages.closedAt))).returning();
    if (!page) return;
    await tx.delete(sessionCodes).where(and(eq(sessionCodes.account, page.account), eq(sessionCodes.page, page.id)));
    await tx.update(schema.tokenFamilies).set({ revokedAt: now }).where(and(eq(schema.tokenFamilies.page, page.id), isNull(schema.tokenFamilies.revokedAt)));
    await appendAudit(tx, { at: now, clinic: page.clinic, actorKind: 'account', actor: page.account, action: 'page-close', objectKind: 'page', object: page.id, patient: null, outcome: 'done' });
  });
}

