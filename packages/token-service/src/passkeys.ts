/**
 * Passkeys (WebAuthn level 3): discoverable, user verified, of the issuer's host, so that one serves every clinic. A challenge lives in its auth_session and
 * is consumed with it. The library is loaded with the first passkey: a server that sees none does not carry it.
 */
import type { AuthenticationResponseJSON, AuthenticatorTransportFuture, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { PublicError, type PasskeyAnswer, type PasskeyOptionsAnswer } from '@balie/contracts';
import { and, appendAudit, count, eq, isNotNull, lt, or, queueMail, schema, type Transaction } from '@balie/database';
import { accountById, openContact } from './accounts.ts';
import { findSession, settle, startSession } from './auth-sessions.ts';
import type { Client } from './clients.ts';
import type { Context } from './context.ts';
import { mailOwner } from './devices.ts';
import type { ServiceAccess } from './guard.ts';
import { secretFrom } from './random.ts';

const { factors } = schema;
/** An account may have this many: one for each device a person uses. */
const mostPasskeys = 10;
const library = () => import('@simplewebauthn/server');
const rpIdOf = (ctx: Context) => new URL(ctx.issuer).hostname;

interface Credential { publicKey: string; transports: AuthenticatorTransportFuture[] }
const sealed = (ctx: Context, credential: Credential) => ctx.keyring.seal('passkey', JSON.stringify(credential));

/** ES256 everywhere, RS256 for Windows Hello of old. */
const algorithms = [-7, -257];

/** Whether passkeys are a way in here; the same words for logging in and adding one. @throws PublicError access_denied */
function demandPasskeys(client: Client): void {
  if (!client.clinic?.logIn.ways.includes('passkey')) throw new PublicError('access_denied');
}

/**
 * Client data says where the ceremony took place: our own origin, at top level or in a frame of a site of this clinic, where the browser tells (WebAuthn
 * level 3, 5.8.1). The library checks type, challenge and origin.
 */
function framedByClinic(ctx: Context, client: Client, clientDataJson: string): boolean {
  const { topOrigin } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8')) as { topOrigin?: unknown };
  return topOrigin === undefined || topOrigin === ctx.issuer || (typeof topOrigin === 'string' && (client.clinic?.origins.includes(topOrigin) ?? false));
}

// ── adding one ──────────────────────────────────────────────────────────────────────────────────────────────────────
/** What `navigator.credentials.create` is asked, and the auth_session that holds its challenge. */
export async function offerPasskey(ctx: Context, access: ServiceAccess): Promise<PasskeyOptionsAnswer> {
  demandPasskeys(access.client);
  const account = await accountById(ctx.db, access.account);
  if (!account) throw new PublicError('invalid_token');
  const { email, name } = openContact(ctx, account);
  const own = await ctx.db.select({ handle: factors.handle }).from(factors).where(and(eq(factors.owner, account.id), eq(factors.kind, 'passkey'), isNotNull(factors.handle)));
  if (own.length >= mostPasskeys) throw new PublicError('too_many_requests', { retry_after: 0 });
  const challenge = secretFrom(ctx.random);
  const { generateRegistrationOptions } = await library();
  const options: PublicKeyCredentialCreationOptionsJSON = await generateRegistrationOptions({
    rpName: access.client.clinic!.name, rpID: rpIdOf(ctx), userName: email ?? name ?? access.client.clinic!.name, userDisplayName: name ?? email ?? '',
    // Tells nothing: one account always gives the same, so that a device replaces its own.
    userID: new Uint8Array(Buffer.from(ctx.keyring.hmac('passkey-user', account.id), 'base64url')),
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')), attestationType: 'none', supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' }, excludeCredentials: own.map(({ handle }) => ({ id: handle! })),
  });
  return ctx.db.transaction(async (tx) => {
    const secret = await startSession(tx, ctx, { id: crypto.randomUUID(), client: access.client, jkt: access.page.jkt, state: { step: 'new_passkey', account: account.id, challenge } });
    return { auth_session: secret, options: options as unknown as Record<string, unknown> };
  });
}

/** Keeps what the authenticator made, once. `label`: browser and system in plain words. @throws PublicError invalid_session, wrong_credentials, conflict */
export async function addPasskey(ctx: Context, access: ServiceAccess, answer: PasskeyAnswer, label: string | null): Promise<void> {
  demandPasskeys(access.client);
  const presented = { secret: answer.auth_session, client: access.client, jkt: access.page.jkt, request: answer };
  const now = ctx.clock();
  const { verifyRegistrationResponse } = await library();
  const outcome = await ctx.db.transaction(async (tx) => {
    const found = await findSession(tx, ctx, presented, true);
    if ('again' in found || found.session.state.step !== 'new_passkey' || found.session.state.account !== access.account) throw new PublicError('invalid_session');
    const response = answer.response as unknown as RegistrationResponseJSON;
    const { challenge } = found.session.state;
    // The challenge is spent whatever comes of it.
    await settle(tx, ctx, found.session, presented, { done: {} });
    const made = await verified(() => verifyRegistrationResponse({ response, expectedChallenge: challenge, expectedOrigin: ctx.issuer, expectedRPID: rpIdOf(ctx), requireUserVerification: true, supportedAlgorithmIDs: algorithms }));
    const right = made?.verified && made.registrationInfo && framedByClinic(ctx, access.client, response.response.clientDataJSON);
    if (!right) { await note(tx, ctx, access, null, 'wrong_credentials'); return 'wrong_credentials'; }
    const { id, publicKey, counter, transports = [] } = made.registrationInfo!.credential;
    const [had] = await tx.select({ own: count() }).from(factors).where(and(eq(factors.owner, access.account), eq(factors.kind, 'passkey')));
    if ((had?.own ?? 0) >= mostPasskeys) return 'conflict';
    const [row] = await tx.insert(factors).values({ owner: access.account, kind: 'passkey', secretSealed: sealed(ctx, { publicKey: Buffer.from(publicKey).toString('base64url'), transports }), handle: id, label, counter, createdAt: now, activatedAt: now }).onConflictDoNothing().returning({ id: factors.id });
    if (!row) return 'conflict';
    await mailOwner(tx, ctx, access.account, (to) => queueMail(tx, ctx.keyring, { template: 'factor-added', ...to, clinic: access.client.id, data: { kind: 'passkey' } }, now));
    await note(tx, ctx, access, row.id, 'done');
    return null;
  });
  if (outcome) throw new PublicError(outcome);
}

const note = (tx: Transaction, ctx: Context, access: ServiceAccess, factor: string | null, outcome: string) =>
  appendAudit(tx, { at: ctx.clock(), clinic: access.client.id, actorKind: 'account', actor: access.account, action: 'account.factor-add', objectKind: 'factor', object: factor, patient: null, outcome });

/** The library throws for everything that is not as it should be; a stranger's bytes are never our fault. */
async function verified<T>(check: () => Promise<T>): Promise<T | null> {
  try { return await check(); } catch (thrown) {
    if (thrown instanceof PublicError) throw thrown;
    return null;
  }
}

// ── using one ───────────────────────────────────────────────────────────────────────────────────────────────────────
export interface PasskeyAsk { challenge: string; options: PublicKeyCredentialRequestOptionsJSON }

/** What `navigator.credentials.get` is asked. Without a user name: the device shows whose passkeys it has, and nobody learns who has one (T16). `only`: of this account. */
export async function askPasskey(tx: Transaction, ctx: Context, client: Client, only?: string): Promise<PasskeyAsk> {
  demandPasskeys(client);
  const own = only === undefined ? [] : await tx.select().from(factors).where(and(eq(factors.owner, only), eq(factors.kind, 'passkey'), isNotNull(factors.activatedAt)));
  if (only !== undefined && own.length === 0) throw new PublicError('access_denied');
  const challenge = secretFrom(ctx.random);
  const { generateAuthenticationOptions } = await library();
  const allowCredentials = own.map((row) => ({ id: row.handle!, transports: (JSON.parse(ctx.keyring.open('passkey', row.secretSealed)) as Credential).transports }));
  const options = await generateAuthenticationOptions({ rpID: rpIdOf(ctx), challenge: new Uint8Array(Buffer.from(challenge, 'base64url')), userVerification: 'required', ...(own.length > 0 ? { allowCredentials } : {}) });
  return { challenge, options };
}

/**
 * The account whose passkey signed this challenge here, user verified; else null. The counter only rises: of two answers with one counter, as from a copied
 * key, one is taken.
 */
export async function checkPasskey(tx: Transaction, ctx: Context, client: Client, challenge: string, assertion: string): Promise<string | null> {
  const response = parsed(assertion);
  const [row] = response ? await tx.select().from(factors).where(and(eq(factors.handle, response.id), eq(factors.kind, 'passkey'), isNotNull(factors.activatedAt))).for('update') : [];
  if (!response || !row) return null;
  const { publicKey, transports } = JSON.parse(ctx.keyring.open('passkey', row.secretSealed)) as Credential;
  const { verifyAuthenticationResponse } = await library();
  const checked = await verified(() => verifyAuthenticationResponse({
    response, expectedChallenge: challenge, expectedOrigin: ctx.issuer, expectedRPID: rpIdOf(ctx), requireUserVerification: true,
    credential: { id: row.handle!, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: row.counter, transports },
  }));
  if (!checked?.verified || !framedByClinic(ctx, client, response.response.clientDataJSON)) return null;
  const counter = checked.authenticationInfo.newCounter;
  const taken = await tx.update(factors).set({ counter, lastUsedAt: ctx.clock() }).where(and(eq(factors.id, row.id), or(lt(factors.counter, counter), and(eq(factors.counter, 0), eq(factors.counter, counter))))).returning({ id: factors.id });
  return taken.length === 1 ? row.owner : null;
}

function parsed(assertion: string): AuthenticationResponseJSON | null {
  try {
    const value = JSON.parse(assertion) as Partial<AuthenticationResponseJSON> | null;
    return typeof value?.id === 'string' && typeof value.response?.clientDataJSON === 'string' ? value as AuthenticationResponseJSON : null;
  } catch { return null; }
}
