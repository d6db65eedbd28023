/** Refresh families (docs/protocol.md, "Keys and tokens"): rotated at each use, forgiving about lost answers, merciless about reuse. */
import type { Acr, Locale, TokenAnswer } from '@balie/contracts';
import { PublicError } from '@balie/contracts';
import { and, appendAudit, eq, hashSecret, inArray, isNull, ne, queueMail, schema, sql, type Queryable, type SQL, type Transaction } from '@balie/database';
import { accessTokenLife, signAccessToken } from './access-tokens.ts';
import { accountById, openContact } from './accounts.ts';
import type { Client } from './clients.ts';
import type { Context } from './context.ts';
import type { SigningKeys } from './keys.ts';
import { guardianEnded } from './rights.ts';
import { secretFrom } from './random.ts';

const { authorizationCodes, authSessions, tokenFamilies, refreshTokens, pages, staff } = schema;
export type Family = typeof tokenFamilies.$inferSelect;

const minutes = 60_000;
/** Idle and longest life of a base session and of a page's renewal. */
export const familyLife = { base: { idle: 30 * minutes, most: 480 * minutes }, page: { idle: 15 * minutes, most: 60 * minutes } } as const;
/** After the successor's first use a late twin of the last request still gets its answer for this long; later it is reuse. */
export const reuseGrace = 10_000;

const lifeOf = (family: Pick<Family, 'page'>) => (family.page ? familyLife.page : familyLife.base);
const invalidGrant = () => new PublicError('invalid_grant');

export interface NewFamily { subject: string; client: Client; clinic: string; jkt: string; scope: string; acr: Acr; authTime: Date; page: string | null; actsFor?: string | null; endsAt?: Date }

/** A new family with its first refresh token, in the caller's transaction. */
export async function mintFamily(tx: Transaction, ctx: Context, wish: NewFamily): Promise<{ family: Family; refreshToken: string }> {
  const now = ctx.clock();
  const endsAt = wish.endsAt ?? new Date(now.getTime() + lifeOf(wish).most);
  const [family] = await tx.insert(tokenFamilies).values({ subject: wish.subject, clientId: wish.client.id, clinic: wish.clinic, jkt: wish.jkt, scope: wish.scope, acr: wish.acr, authTime: wish.authTime, page: wish.page, actsFor: wish.actsFor ?? null, createdAt: now, endsAt }).returning();
  if (!family) throw new Error('A family was not written.');
  return { family, refreshToken: await mintToken(tx, ctx, family, now) };
}

async function mintToken(tx: Transaction, ctx: Context, family: Family, now: Date): Promise<string> {
  const token = secretFrom(ctx.random);
  const idleUntil = new Date(Math.min(now.getTime() + lifeOf(family).idle, family.endsAt.getTime()));
  await tx.insert(refreshTokens).values({ tokenHash: hashSecret(token), family: family.id, issuedAt: now, idleUntil });
  return token;
}

export async function tokenAnswerFor(ctx: Context, keys: SigningKeys, client: Client, family: Family, refreshToken: string): Promise<TokenAnswer> {
  return { access_token: await signAccessToken(ctx, keys, client, family), token_type: 'DPoP', expires_in: accessTokenLife, refresh_token: refreshToken, scope: family.scope };
}

/**
 * One successor a token, however many callers race: they wait for each other on the token's row. A spent token from the same key gets the same
 * successor with a fresh access token until ten seconds after the successor's first use; then it is reuse, and family and pages end.
 * Another key or client changes nothing. @throws PublicError invalid_grant, invalid_scope
 */
export async function refresh(ctx: Context, keys: SigningKeys, wish: { client: Client; jkt: string; refreshToken: string; scope: string | undefined }): Promise<TokenAnswer> {
  const now = ctx.clock();
  const outcome = await ctx.db.transaction(async (tx) => {
    const [token] = await tx.select().from(refreshTokens).where(eq(refreshTokens.tokenHash, hashSecret(wish.refreshToken))).for('update');
    const family = token && await familyById(tx, token.family);
    if (!token || !family || family.jkt !== wish.jkt || family.clientId !== wish.client.id) return null;
    if (family.revokedAt || !await ownerIsThere(tx, ctx, family, wish.client, now)) return null;
    if (wish.scope !== undefined && wish.scope !== family.scope) throw new PublicError('invalid_scope');
    if (token.usedAt && token.successorHash && token.successorSealed) {
      const [successor] = await tx.select().from(refreshTokens).where(eq(refreshTokens.tokenHash, token.successorHash));
      if (successor?.usedAt && now.getTime() - successor.usedAt.getTime() > reuseGrace) { await endReused(tx, ctx, family, now); return null; }
      return family.endsAt > now && successor && (successor.usedAt !== null || successor.idleUntil > now) ? { family, refreshToken: ctx.keyring.open('successor', token.successorSealed) } : null;
    }
    if (family.endsAt <= now || token.idleUntil <= now) return null;
    const successor = await mintToken(tx, ctx, family, now);
    await tx.update(refreshTokens).set({ usedAt: now, successorHash: hashSecret(successor), successorSealed: ctx.keyring.seal('successor', successor) }).where(eq(refreshTokens.tokenHash, token.tokenHash));
    return { family, refreshToken: successor };
  });
  if (!outcome) throw invalidGrant();
  return tokenAnswerFor(ctx, keys, wish.client, outcome.family, outcome.refreshToken);
}

export async function familyById(db: Queryable, id: string): Promise<Family | null> {
  const [family] = await db.select().from(tokenFamilies).where(eq(tokenFamilies.id, id));
  return family ?? null;
}

/** A family that may still be used: not ended, and whoever it belongs to still there. */
export const isAlive = (family: Family, now: Date): boolean => family.revokedAt === null && family.endsAt > now;

async function ownerIsThere(tx: Transaction, ctx: Context, family: Family, client: Client, now: Date): Promise<boolean> {
  if (family.page) {
    if (await guardianEnded(tx, ctx, family.subject)) return false;
    const at = sql`${now.toISOString()}::timestamptz`;
    const [page] = await tx.select({ id: pages.id }).from(pages).where(and(eq(pages.id, family.page), isNull(pages.closedAt), sql`${pages.leaseUntil} > ${at}`, sql`${pages.endsAt} > ${at}`));
    return page !== undefined;
  }
  if (client.kind === 'desk') {
    const [member] = await tx.select({ id: staff.id }).from(staff).where(and(eq(staff.id, family.subject), isNull(staff.removedAt)));
    return member !== undefined;
  }
  return !await guardianEnded(tx, ctx, family.subject);
}

/** Ends a family; with a base family its pages and their families, with a page's family that page. */
export async function endFamily(tx: Transaction, family: Pick<Family, 'id' | 'page'>, now: Date): Promise<void> {
  await endPages(tx, family.page ? eq(pages.id, family.page) : eq(pages.family, family.id), now);
  await tx.update(tokenFamilies).set({ revokedAt: now }).where(and(isNull(tokenFamilies.revokedAt), eq(tokenFamilies.id, family.id)));
}

/** Pages and their families. */
export async function endPages(tx: Transaction, which: SQL | undefined, now: Date): Promise<void> {
  const closed = await tx.update(pages).set({ closedAt: now }).where(and(isNull(pages.closedAt), which)).returning({ id: pages.id });
  if (closed.length > 0) await tx.update(tokenFamilies).set({ revokedAt: now }).where(and(isNull(tokenFamilies.revokedAt), inArray(tokenFamilies.page, closed.map((page) => page.id))));
}

/**
 * Log-ins under way of an account or a member of staff: codes not redeemed yet, and whoever has shown the password and waits for a code. Before the families: a
 * code that is being redeemed just now is waited for, and its family is there to be ended. `but`: the device that goes on; `of`: the only one meant.
 */
export async function endLogIns(tx: Transaction, subject: string, { but, of }: { but?: string; of?: string } = {}): Promise<void> {
  const whose = (jkt: typeof authorizationCodes.jkt | typeof authSessions.jkt) => (of === undefined ? but === undefined ? undefined : ne(jkt, but) : eq(jkt, of));
  await tx.delete(authorizationCodes).where(and(eq(authorizationCodes.subject, subject), isNull(authorizationCodes.usedAt), isNull(authorizationCodes.page), whose(authorizationCodes.jkt)));
  // One that is at work just now is not waited for, as it may be waiting for us; it finds the member's factor gone.
  const waiting = tx.select({ id: authSessions.id }).from(authSessions).where(and(sql`coalesce(${authSessions.state}->>'account', ${authSessions.state}->>'staff') = ${subject}`, sql`${authSessions.state}->>'page' is null`, sql`${authSessions.state}->>'step' in ('code', 'totp', 'totp_setup')`, whose(authSessions.jkt))).for('update', { skipLocked: true });
  await tx.delete(authSessions).where(inArray(authSessions.id, waiting));
}

/** Ends every family of an account or a member of staff, or those at one clinic, the pages, and the log-ins under way. Locked in the order of `endSessions`. */
export async function endFamiliesOf(tx: Transaction, subject: string, now: Date, clinic?: string): Promise<void> {
  await endLogIns(tx, subject);
  const families = await tx.select({ id: tokenFamilies.id, page: tokenFamilies.page }).from(tokenFamilies).where(and(eq(tokenFamilies.subject, subject), isNull(tokenFamilies.revokedAt), clinic === undefined ? undefined : eq(tokenFamilies.clinic, clinic))).orderBy(tokenFamilies.id).for('update');
  for (const family of families) await endFamily(tx, family, now);
}

async function endReused(tx: Transaction, ctx: Context, family: Family, now: Date): Promise<void> {
  await endFamily(tx, family, now);
  const to = await addressOfOwner(tx, ctx, family);
  if (to) await queueMail(tx, ctx.keyring, { template: 'sessions-ended', ...to, clinic: family.clinic, data: {} }, now);
  await appendAudit(tx, { at: now, clinic: family.clinic, actorKind: family.clientId === 'desk' ? 'staff' : 'account', actor: family.subject, action: 'refresh-reuse', objectKind: 'family', object: family.id, patient: null, outcome: 'revoked' });
}

async function addressOfOwner(tx: Transaction, ctx: Context, family: Family): Promise<{ to: string; locale: Locale } | null> {
  if (family.clientId === 'desk') {
    const [member] = await tx.select().from(staff).where(eq(staff.id, family.subject));
    return member ? { to: ctx.keyring.open('staff-email', member.emailSealed), locale: member.locale as Locale } : null;
  }
  const account = await accountById(tx, family.subject);
  if (!account) return null;
  const { email, locale } = openContact(ctx, account);
  return email === null ? null : { to: email, locale };
}

/** RFC 7009: ends the family of a refresh token; unknown tokens, other keys and other clients change nothing and are not told. */
export async function revoke(ctx: Context, wish: { client: Client; jkt: string; token: string }): Promise<void> {
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    const [token] = await tx.select().from(refreshTokens).where(eq(refreshTokens.tokenHash, hashSecret(wish.token)));
    const family = token && await familyById(tx, token.family);
    if (!family || family.jkt !== wish.jkt || family.clientId !== wish.client.id || family.revokedAt) return;
    await endFamily(tx, family, now);
    await appendAudit(tx, { at: now, clinic: family.clinic, actorKind: wish.client.kind === 'desk' ? 'staff' : 'account', actor: family.subject, action: 'log-out', objectKind: 'family', object: family.id, patient: null, outcome: 'done' });
  });
}
