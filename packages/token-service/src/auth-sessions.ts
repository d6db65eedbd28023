/**
 * A log-in or step-up under way (OAuth 2.0 for First-Party Applications): bound to key, client and origin, twenty requests, a new secret with each
 * answer that lives ten minutes. A lost answer is given again for 60 seconds to whoever repeats the same request with the same key.
 */
import type { PageScope, Scope } from '@balie/contracts';
import { PublicError } from '@balie/contracts';
import { and, canonicalJson, eq, hashSecret, lt, or, schema, sql, type Queryable, type Transaction } from '@balie/database';
import type { Client } from './clients.ts';
import type { Context } from './context.ts';
import { limits } from './limits.ts';
import { secretFrom } from './random.ts';

const { authSessions } = schema;
export const authSessionLife = 600_000;
/** While a code is on its way: as long again as the code itself, so that one that expired can be told from a wrong one, and replaced. */
const codeStepLife = 2 * authSessionLife;
/** Long enough to find an app, install it and scan. */
const setUpLife = 3 * authSessionLife;
const lifeOf = (state: SessionState): number => (state.step === 'code' ? codeStepLife : state.step === 'totp_setup' ? setUpLife : authSessionLife);
export const lostAnswerLife = 60_000;

/** What the code will be bound to, as the first request asked. */
export interface Wish { scope: Scope; redirectUri: string; codeChallenge: string; state: string | null }
export type SessionState =
  | { step: 'password'; wish: Wish }
  | { step: 'totp'; wish: Wish; staff: string }
  /** No second factor yet; the secret to be proved, sealed. */
  | { step: 'totp_setup'; wish: Wish; staff: string; secretSealed: string }
  /** A passkey was asked for: to log in, or where `page` is set to open that page. */
  | { step: 'passkey'; wish: Wish; challenge: string; page: { id: string; account: string } | null }
  /** A passkey is being made for this account. */
  | { step: 'new_passkey'; account: string; challenge: string }
  /** A page that has not asked yet. */
  | { step: 'page'; account: string; page: string; service: PageScope }
  /** A code is on its way, to open a page or, with none, to log in; `network` is the counter to give the message back to. */
  | { step: 'code'; wish: Wish; account: string; page: string | null; by: CodeWay; network: string };
/** How a code travels. */
export type CodeWay = 'email' | 'sms';

export interface AuthSession { id: string; jkt: string; client: Client; state: SessionState }
export interface ChallengeReply { status: 200 | 400; body: Record<string, unknown> }
type Row = typeof authSessions.$inferSelect;

const expiry = (ctx: Context, state: SessionState) => new Date(ctx.clock().getTime() + lifeOf(state));

/** Writes a new session, still without an answer, and gives the secret that the client comes back with. */
export async function startSession(tx: Transaction, ctx: Context, session: AuthSession): Promise<string> {
  const secret = secretFrom(ctx.random);
  await tx.insert(authSessions).values({ id: session.id, secretHash: hashSecret(secret), jkt: session.jkt, clientId: session.client.id, origin: session.client.origin, state: session.state, expiresAt: expiry(ctx, session.state) });
  return secret;
}

export const startForPage = (tx: Transaction, ctx: Context, client: Client, page: { id: string; account: string; service: string; jkt: string }): Promise<string> =>
  startSession(tx, ctx, { id: crypto.randomUUID(), client, jkt: page.jkt, state: { step: 'page', account: page.account, page: page.id, service: page.service as PageScope } });

export interface Presented { secret: string; client: Client; jkt: string; /** The whole request, to know a repetition by. */ request: Record<string, unknown> }
export type Found = { session: AuthSession } | { again: ChallengeReply };

/**
 * The session that this secret opens now, or the answer that got lost. With `lock` the row is held until the transaction ends, so that N
 * callers with one secret are handled one after the other: the first acts, the others find its answer. @throws PublicError invalid_session
 */
export async function findSession(db: Queryable, ctx: Context, presented: Presented, lock = false): Promise<Found> {
  const hash = hashSecret(presented.secret);
  const query = db.select().from(authSessions).where(or(eq(authSessions.secretHash, hash), eq(authSessions.lastSecretHash, hash)));
  const [row] = lock ? await query.for('update') : await query;
  const now = ctx.clock();
  if (!row || row.jkt !== presented.jkt || row.clientId !== presented.client.id || row.origin !== presented.client.origin || row.expiresAt <= now) throw new PublicError('invalid_session');
  if (row.secretHash !== hash) return { again: lostAnswer(ctx, row, presented, now) };
  if (row.usedAt) throw new PublicError('invalid_session');
  return { session: { id: row.id, jkt: row.jkt, client: presented.client, state: row.state as SessionState } };
}

/** In a statement of its own before the act, so that what is refused stays counted. @throws PublicError invalid_session when its requests are spent */
export async function countRequest(db: Queryable, session: string): Promise<void> {
  const rows = await db.update(authSessions).set({ requests: sql`${authSessions.requests} + 1` }).where(and(eq(authSessions.id, session), lt(authSessions.requests, limits.challengeRequests))).returning({ id: authSessions.id });
  if (rows.length === 0) throw new PublicError('invalid_session');
}

function lostAnswer(ctx: Context, row: Row, presented: Presented, now: Date): ChallengeReply {
  const same = row.lastRequestHash === requestHash(ctx, presented.request) && row.lastAnswerAt && row.lastAnswerSealed && now.getTime() - row.lastAnswerAt.getTime() <= lostAnswerLife;
  if (!same) throw new PublicError('invalid_session');
  return JSON.parse(ctx.keyring.open('challenge-answer', row.lastAnswerSealed!)) as ChallengeReply;
}

/** The request carries the session's own secret, so this hash tells nothing about a password in it. */
const requestHash = (ctx: Context, request: Record<string, unknown>) => ctx.keyring.hmac('challenge-request', canonicalJson(request));

export type Step =
  | { state: SessionState; body: Record<string, unknown> & { error: string } }
  | { done: Record<string, unknown> };

/** Writes how a step ended: the next secret or the end, and the answer in case it gets lost. */
export async function settle(tx: Transaction, ctx: Context, session: AuthSession, presented: Presented, step: Step): Promise<ChallengeReply> {
  const now = ctx.clock();
  const secret = secretFrom(ctx.random);
  const reply: ChallengeReply = 'done' in step ? { status: 200, body: step.done } : { status: 400, body: { ...step.body, auth_session: secret } };
  await tx.update(authSessions).set({
    secretHash: hashSecret(secret), lastSecretHash: hashSecret(presented.secret), lastRequestHash: requestHash(ctx, presented.request), lastAnswerSealed: ctx.keyring.seal('challenge-answer', JSON.stringify(reply)),
    lastAnswerAt: now, ...('done' in step ? { usedAt: now } : { state: step.state, expiresAt: expiry(ctx, step.state) }),
  }).where(eq(authSessions.id, session.id));
  return reply;
}

export async function sweepSessions(db: Queryable, now: Date): Promise<void> {
  await db.delete(authSessions).where(lt(authSessions.expiresAt, now));
}
