/** POST /authorize-challenge: log-in by password, then a second factor at the desk or a code where clinic or account ask one (C2), or by passkey; and the session code or passkey that opens a page. */
import { codeAtLogIn, codeToOpen, deskClientId, opensAtOnce, PublicError, type Acr, type ChallengeRequest, type Scope } from '@balie/contracts';
import { appendAudit, eq, schema, type AuditEntry, type Transaction } from '@balie/database';
import { demandAdmission } from './admission.ts';
import { demandConfirmed } from './confirmation.ts';
import { countRequest, findSession, settle, startSession, type AuthSession, type ChallengeReply, type Presented, type SessionState, type Step, type Wish } from './auth-sessions.ts';
import { clinicOfStaff, issueCode } from './authorization-codes.ts';
import { serviceOfClinic, type Client } from './clients.ts';
import type { Context } from './context.ts';
import { familyById, isAlive } from './families.ts';
import { counterKey, limits, networkOf, spend } from './limits.ts';
import { checkPassword, isStillTheirs, spendWork, type PasswordCheck, type WorkAsked } from './log-in.ts';
import { openPage } from './pages.ts';
import { askPasskey, checkPasskey } from './passkeys.ts';
import { askSecondFactor, checkSecondFactor, setUp, type SecondFactor } from './second-factor.ts';
import { smsNumber } from './sms-number.ts';
import { codeOut, codesClosed, guessCode, networkKey, sendCode, type CodeFor } from './session-codes.ts';

/** `device`: browser and system in plain words. */
export interface Caller { jkt: string; address: string; device: string | null }
type Outcome = Step & { audit?: AuditEntry };

/** Proof, nonce and form have been checked. @throws PublicError invalid_request, invalid_scope, invalid_session, page_closed, login_required, too_many_requests, approval_pending, approval_refused, guardian_ended, eid_confirmation */
export async function challenge(ctx: Context, client: Client, request: ChallengeRequest, caller: Caller): Promise<ChallengeReply> {
  if (request.auth_session === undefined) return begin(ctx, client, request, caller);
  const presented: Presented = { secret: request.auth_session, client, jkt: caller.jkt, request };
  const found = await findSession(ctx.db, ctx, presented);
  if ('again' in found) return found.again;
  await countRequest(ctx.db, found.session.id);
  // Hashing takes long: it is done before a connection is held.
  const tried = found.session.state.step === 'password' ? await credentialsOf(ctx, client, request, caller) : null;
  return ctx.db.transaction(async (tx) => {
    const locked = await findSession(tx, ctx, presented, true);
    if ('again' in locked) return locked.again;
    const outcome = await next(tx, ctx, locked.session, request, caller, tried);
    const reply = await settle(tx, ctx, locked.session, presented, outcome);
    if (outcome.audit) await appendAudit(tx, outcome.audit);
    return reply;
  });
}

async function begin(ctx: Context, client: Client, request: ChallengeRequest, caller: Caller): Promise<ChallengeReply> {
  const wish = wishOf(client, request, caller, client.baseScope);
  const state: SessionState = { step: 'password', wish };
  const asked = request.passkey === undefined && (request.username !== undefined || request.password !== undefined);
  // Whoever brings no credentials, or is asked for work, is counted by nothing else.
  const tried = asked ? await credentialsOf(ctx, client, request, caller) : null;
  if (!tried || 'bits' in tried) await spend(ctx.db, counterKey(ctx, 'challenge-network', networkOf(caller.address)), limits.challengeNetwork, ctx.clock());
  if (request.passkey !== undefined) return beginPasskey(ctx, client, wish, caller);
  return ctx.db.transaction(async (tx) => {
    const session: AuthSession = { id: crypto.randomUUID(), jkt: caller.jkt, client, state };
    const outcome: Outcome = tried ? await afterPassword(tx, ctx, session, wish, caller, tried) : { state, body: { error: 'insufficient_authorization', next: { type: 'password' } } };
    const reply: ChallengeReply = 'done' in outcome ? { status: 200, body: outcome.done } : { status: 400, body: { ...outcome.body, auth_session: await startSession(tx, ctx, { ...session, state: outcome.state }) } };
    if (outcome.audit) await appendAudit(tx, outcome.audit);
    return reply;
  });
}

async function beginPasskey(ctx: Context, client: Client, wish: Wish, caller: Caller): Promise<ChallengeReply> {
  return ctx.db.transaction(async (tx) => {
    const asked = await passkeyStep(tx, ctx, client, wish, null);
    const secret = await startSession(tx, ctx, { id: crypto.randomUUID(), client, jkt: caller.jkt, state: asked.state });
    return { status: 400, body: { ...asked.body, auth_session: secret } };
  });
}

/** Asks for a passkey, with a challenge that this step alone will take. */
async function passkeyStep(tx: Transaction, ctx: Context, client: Client, wish: Wish, page: { id: string; account: string } | null, error = 'insufficient_authorization') {
  const { challenge: question, options } = await askPasskey(tx, ctx, client, page?.account);
  return { state: { step: 'passkey', wish, challenge: question, page } satisfies SessionState, body: { error, next: { type: 'passkey', options } } };
}

/** Right: logs in or opens the page. Wrong, of another account, or seen before: asks again, with another challenge. */
async function passkey(tx: Transaction, ctx: Context, session: AuthSession, state: SessionState & { step: 'passkey' }, request: ChallengeRequest): Promise<Outcome> {
  if (state.page) await lockPage(tx, state.page.id);
  const account = request.assertion === undefined ? null : await checkPasskey(tx, ctx, session.client, state.challenge, request.assertion);
  if (account === null || (state.page && state.page.account !== account)) return passkeyStep(tx, ctx, session.client, state.wish, state.page, request.assertion === undefined ? undefined : 'wrong_credentials');
  const proof = { acr: 'urn:balie:acr:passkey', authTime: ctx.clock() } as const;
  if (state.page) return open(tx, ctx, session, { page: state.page.id, account }, state.wish, proof);
  await demandAdmission(ctx, session.client.clinic!, account, tx);
  return { done: await grant(tx, ctx, session, state.wish, { subject: account, ...proof, page: null }) };
}

/** What the authorization code will be bound to. @throws PublicError invalid_request, invalid_scope */
function wishOf(client: Client, request: ChallengeRequest, caller: Caller, scope: Scope): Wish {
  const fits = request.response_type === 'code' && request.code_challenge !== undefined && request.code_challenge_method === 'S256' && request.redirect_uri === client.redirectUri && (request.dpop_jkt ?? caller.jkt) === caller.jkt;
  if (!fits) throw new PublicError('invalid_request');
  if (request.scope !== scope) throw new PublicError('invalid_scope');
  return { scope, redirectUri: client.redirectUri, codeChallenge: request.code_challenge!, state: request.state ?? null };
}

async function credentialsOf(ctx: Context, client: Client, request: ChallengeRequest, caller: Caller): Promise<PasswordCheck | WorkAsked> {
  if (request.username === undefined || request.password === undefined) throw new PublicError('invalid_request', { fields: ['username', 'password'].filter((field) => !(field in request)) });
  const tried = await checkPassword(ctx, { client, username: request.username, password: request.password, jkt: caller.jkt, address: caller.address, worked: request.auth_session !== undefined && await spendWork(ctx, request.auth_session, request.work) });
  if ('bits' in tried) return tried;
  if (tried.right && tried.user && client.clinic) {
    await demandConfirmed(ctx, client.clinic, tried.user.id, { username: request.username, jkt: caller.jkt });
    await demandAdmission(ctx, client.clinic, tried.user.id);
  }
  return tried;
}

async function next(tx: Transaction, ctx: Context, session: AuthSession, request: ChallengeRequest, caller: Caller, tried: PasswordCheck | WorkAsked | null): Promise<Outcome> {
  const { state } = session;
  switch (state.step) {
    case 'password': return afterPassword(tx, ctx, session, state.wish, caller, tried!);
    case 'totp': return secondFactor(tx, ctx, session, state, await checkSecondFactor(tx, ctx, state, request.code));
    case 'totp_setup': return secondFactor(tx, ctx, session, state, await setUp(tx, ctx, state, request.code));
    case 'passkey': return passkey(tx, ctx, session, state, request);
    case 'new_passkey': throw new PublicError('invalid_session');
    case 'page': return askPage(tx, ctx, session, state, request, caller);
    case 'code': return typedCode(tx, ctx, session, state, request, caller);
  }
}

async function afterPassword(tx: Transaction, ctx: Context, session: AuthSession, wish: Wish, caller: Caller, tried: PasswordCheck | WorkAsked): Promise<Outcome> {
  if ('bits' in tried) return { state: { step: 'password', wish }, body: { error: 'insufficient_authorization', next: { type: 'work', bits: tried.bits } } };
  const { right, user } = tried;
  if (!right || !user || !await isStillTheirs(tx, session.client, user)) return { state: { step: 'password', wish }, body: { error: 'wrong_credentials', next: { type: 'password' } }, audit: refusedLogIn(ctx, session.client, user, 'wrong_credentials') };
  if (session.client.id === deskClientId) return askSecondFactor(tx, ctx, wish, user.id);
  const by = codeAtLogIn(session.client.clinic, await smsNumber(tx, ctx, user.id) !== null);
  if (by) return outCode(tx, ctx, session, { step: 'code', wish, account: user.id, page: null, by, network: networkKey(ctx, by, networkOf(caller.address)) });
  return { done: await grant(tx, ctx, session, wish, { subject: user.id, acr: 'urn:balie:acr:password', authTime: ctx.clock(), page: null }) };
}

/** Whichever way it was proved, the session is one of two factors (S3-11). */
async function secondFactor(tx: Transaction, ctx: Context, session: AuthSession, state: SessionState & { step: 'totp' | 'totp_setup' }, outcome: SecondFactor): Promise<Outcome> {
  if (!('right' in outcome)) return outcome.body.error === 'wrong_code' ? { ...outcome, audit: refusedLogIn(ctx, session.client, { id: state.staff, clinic: await clinicOfStaff(tx, state.staff) }, 'wrong_code') } : outcome;
  return { done: await grant(tx, ctx, session, state.wish, { subject: state.staff, acr: 'urn:balie:acr:totp', authTime: ctx.clock(), page: null }), ...(outcome.right ? { audit: outcome.right } : {}) };
}

/** First request of a page: opens at once where the log-in is proof enough and fresh enough, else mails a code. */
async function askPage(tx: Transaction, ctx: Context, session: AuthSession, state: SessionState & { step: 'page' }, request: ChallengeRequest, caller: Caller): Promise<Outcome> {
  const wish = wishOf(session.client, request, caller, state.service);
  const page = await lockPage(tx, state.page);
  const base = await familyById(tx, page.family);
  const now = ctx.clock();
  if (!base || !isAlive(base, now)) throw new PublicError('login_required');
  const need = serviceOfClinic(session.client.clinic!, state.service);
  const clinic = session.client.clinic!, acr = base.acr as Acr;
  if (opensAtOnce(clinic, need, { acr, ms: now.getTime() - base.authTime.getTime() })) return open(tx, ctx, session, state, wish, { acr, authTime: base.authTime });
  if (request.passkey !== undefined) return passkeyStep(tx, ctx, session.client, wish, { id: state.page, account: state.account });
  const by = codeToOpen(need);
  return outCode(tx, ctx, session, { step: 'code', wish, account: state.account, page: state.page, by, network: networkKey(ctx, by, networkOf(caller.address)) });
}

type CodeState = SessionState & { step: 'code' };

async function typedCode(tx: Transaction, ctx: Context, session: AuthSession, state: CodeState, request: ChallengeRequest, caller: Caller): Promise<Outcome> {
  if (state.page) await lockPage(tx, state.page);
  if (request.resend !== undefined) return outCode(tx, ctx, session, { ...state, network: networkKey(ctx, state.by, networkOf(caller.address)) });
  const of = codeFor(session, state);
  if (request.code === undefined) return { state, body: { error: 'insufficient_authorization', ...await nextOf(tx, ctx, of) } };
  const guess = await guessCode(tx, ctx, of, request.code, state.network);
  if (!guess.right) return { state, body: { error: guess.problem, ...await nextOf(tx, ctx, of), guesses_left: guess.left }, audit: audit(ctx, session, state, codeAct(state), guess.problem) };
  const proof = { acr: `urn:balie:acr:${state.by}-code`, authTime: ctx.clock() } as const;
  if (state.page) return open(tx, ctx, session, { ...state, page: state.page }, state.wish, proof);
  return { done: await grant(tx, ctx, session, state.wish, { subject: state.account, ...proof, page: null }), audit: audit(ctx, session, state, codeAct(state), 'done') };
}

const codeAct = ({ page }: CodeState) => (page ? 'session-code' : 'log-in-code');
const codeFor = (session: AuthSession, state: CodeState): CodeFor => ({ account: state.account, clinic: session.client.id, scope: state.wish.scope, page: state.page, by: state.by, session: session.id, jkt: session.jkt });
const nextOf = async (tx: Transaction, ctx: Context, of: CodeFor) => { const next = await codeOut(tx, ctx, of); return next ? { next } : {}; };

async function outCode(tx: Transaction, ctx: Context, session: AuthSession, state: CodeState): Promise<Outcome> {
  if (await codesClosed(tx, ctx, state.account)) return { state, body: { error: 'code_guesses_spent', guesses_left: 0 }, audit: audit(ctx, session, state, codeAct(state), 'code_guesses_spent') };
  const next = await sendCode(tx, ctx, codeFor(session, state), state.network);
  return { state, body: { error: 'insufficient_authorization', next }, audit: audit(ctx, session, state, codeAct(state), 'mailed') };
}

/** Held from here on, before the code's row: closing takes them in the same order. */
async function lockPage(tx: Transaction, id: string) {
  const [page] = await tx.select().from(schema.pages).where(eq(schema.pages.id, id)).for('update');
  if (!page || page.closedAt) throw new PublicError('page_closed');
  return page;
}

async function open(tx: Transaction, ctx: Context, session: AuthSession, state: { page: string; account: string }, wish: Wish, proof: { acr: Acr; authTime: Date }): Promise<Outcome> {
  if (!await openPage(tx, state.page, ctx.clock())) throw new PublicError('page_closed');
  return { done: await grant(tx, ctx, session, wish, { subject: state.account, ...proof, page: state.page }), audit: audit(ctx, session, state, 'page-open', 'done') };
}

async function grant(tx: Transaction, ctx: Context, session: Pick<AuthSession, 'jkt' | 'client'>, wish: Wish, of: { subject: string; acr: Acr; authTime: Date; page: string | null }) {
  const code = await issueCode(tx, ctx, { client: session.client, jkt: session.jkt, codeChallenge: wish.codeChallenge, redirectUri: wish.redirectUri, scope: wish.scope, ...of });
  return { authorization_code: code, iss: ctx.issuer, ...(wish.state === null ? {} : { state: wish.state }) };
}

const audit = (ctx: Context, session: AuthSession, state: { account: string; page: string | null }, action: string, outcome: string): AuditEntry =>
  ({ at: ctx.clock(), clinic: session.client.id, actorKind: 'account', actor: state.account, action, ...(state.page ? { objectKind: 'page', object: state.page } : { objectKind: 'account', object: state.account }), patient: null, outcome });

/** Who tried is not known; on whom is, or null when the name is nobody's. One row either way, so that nothing shows outside (T16). */
const refusedLogIn = (ctx: Context, client: Client, user: Pick<NonNullable<PasswordCheck['user']>, 'id' | 'clinic'> | null, outcome: string): AuditEntry =>
  ({ at: ctx.clock(), clinic: client.clinic?.id ?? user?.clinic ?? null, actorKind: 'public', actor: null, action: 'log-in', objectKind: client.clinic ? 'account' : 'staff', object: user?.id ?? null, patient: null, outcome });
