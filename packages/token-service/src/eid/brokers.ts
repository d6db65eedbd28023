/** The brokers of national eIDs, through `openid-client`: pushed requests, private_key_jwt, a signed ID token. Loaded and discovered when first needed. */
import { request as httpRequest } from 'node:http';
import { importJWK } from 'jose';
import type { Configuration } from 'openid-client';
import { PublicError, type BrokerSettings, type EidScheme } from '@balie/contracts';
import type { Context } from '../context.ts';
import { defaultScope, type Claims } from './schemes.ts';

/** Seconds for each call to a broker. */
const patience = 10;
const client = () => import('openid-client');
const isLoopback = (issuer: string) => new URL(issuer).protocol === 'http:';

/** What we keep of a trip between leaving for the broker and coming back; sealed in the row. */
export interface BrokerCheck { state: string; nonce: string; verifier: string }
/** Who came back, as far as the broker says. `accessToken` only asks it more about this log-in. */
export interface Returned { claims: Claims; accessToken: string }

/** One process, one discovery a broker; forgotten when it failed, so that the next patient tries again. */
const known = new WeakMap<BrokerSettings, Promise<Configuration>>();

export function brokerOf(ctx: Context, scheme: string): BrokerSettings {
  const broker = ctx.brokers[scheme as EidScheme];
  if (!broker) throw unavailable();
  return broker;
}

async function configurationOf(broker: BrokerSettings): Promise<Configuration> {
  let found = known.get(broker);
  if (!found) {
    known.set(broker, found = discover(broker));
    found.catch(() => known.delete(broker));
  }
  return found;
}

async function discover(broker: BrokerSettings): Promise<Configuration> {
  const oidc = await client();
  const { kid, alg = broker.private_key.kty === 'EC' ? 'ES256' : 'PS256', ...jwk } = broker.private_key;
  const key = await importJWK({ ...jwk, alg }, alg) as CryptoKey;
  const loopback = isLoopback(broker.issuer);
  const configuration = await oidc.discovery(new URL(broker.issuer), broker.client_id, undefined, oidc.PrivateKeyJwt(kid === undefined ? key : { key, kid }), {
    timeout: patience, ...(loopback ? { execute: [oidc.allowInsecureRequests], [oidc.customFetch]: loopbackFetch } : {}),
  });
  // The signature is checked too, not only the connection it came by.
  oidc.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** Where to send the patient, and what to check when they come back. @throws PublicError temporarily_unavailable */
export async function leaveFor(ctx: Context, broker: BrokerSettings, scheme: EidScheme, transaction: string): Promise<{ url: string; check: BrokerCheck }> {
  return guarded(async () => {
    const [oidc, configuration] = await Promise.all([client(), configurationOf(broker)]);
    const check: BrokerCheck = { state: `${transaction}.${oidc.randomState()}`, nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const url = await oidc.buildAuthorizationUrlWithPAR(configuration, {
      redirect_uri: callbackUrl(ctx), scope: broker.scope ?? defaultScope[scheme], response_mode: 'query', prompt: 'login', state: check.state, nonce: check.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(check.verifier), code_challenge_method: 'S256', ...(broker.acr_values ? { acr_values: broker.acr_values } : {}),
    });
    return { url: url.href, check };
  });
}

/** Redeems the broker's code: state, nonce, issuer, signature, times and audience are checked here. @throws PublicError eid_failed, temporarily_unavailable */
export async function comeBack(ctx: Context, broker: BrokerSettings, query: URLSearchParams, check: BrokerCheck): Promise<Returned> {
  return guarded(async () => {
    const [oidc, configuration] = await Promise.all([client(), configurationOf(broker)]);
    const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${callbackUrl(ctx)}?${query.toString()}`), { expectedState: check.state, expectedNonce: check.nonce, pkceCodeVerifier: check.verifier, idTokenExpected: true });
    return { claims: { ...tokens.claims() } as Claims, accessToken: tokens.access_token };
  });
}

/** Is this CPR number the one of who logged in? The number goes in the body. @throws PublicError temporarily_unavailable, eid_failed */
export async function matchesNumber(broker: BrokerSettings, accessToken: string, cpr: string): Promise<boolean> {
  return guarded(async () => {
    if (!broker.cpr_match) throw new PublicError('eid_no_number');
    const answer = await (isLoopback(broker.cpr_match) ? loopbackFetch : fetch)(broker.cpr_match, {
      method: 'POST', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ cpr }), redirect: 'error', signal: AbortSignal.timeout(patience * 1000),
    });
    if (!answer.ok) throw answer.status >= 500 ? unavailable() : new PublicError('eid_failed');
    return (await answer.json() as { match?: unknown }).match === true;
  });
}

/** One for all clinics, registered at the brokers. */
export const callbackUrl = (ctx: Context): string => `${ctx.issuer}/eid/callback`;
export const unavailable = (): PublicError => new PublicError('temporarily_unavailable', { retry_after: 60 });

/**
 * Errors of the library hold what was sent and received: they end here as a code. What the broker could not do now (no connection, no answer in time, 5xx) may go
 * well later; what it refused, or what did not fit, will not.
 */
async function guarded<T>(act: () => Promise<T>): Promise<T> {
  try { return await act(); } catch (thrown) {
    if (thrown instanceof PublicError) throw thrown;
    const refused = brokerRefused(thrown) ? new PublicError('eid_failed') : unavailable();
    refused.cause = new BrokerError(thrown);
    throw refused;
  }
}
/** Only the code of what went wrong, for the log. */
class BrokerError extends Error {
  readonly code: string;
  constructor(thrown: unknown) {
    super('broker');
    this.name = 'BrokerError';
    const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
    this.code = /^[A-Z0-9_]{2,40}$/.test(code) ? code : 'BROKER';
  }
}
function brokerRefused(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const status = (thrown as { status?: unknown }).status;
  if (typeof status === 'number') return status < 500;
  const { code } = thrown as { code?: unknown };
  // A connection that failed or a time that ran out; everything else the library throws is an answer that did not fit.
  return !(code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || thrown.name === 'TimeoutError' || thrown.name === 'AbortError' || /^(ECONN|ETIMEDOUT|ENOTFOUND|EAI_|EPIPE|UND_)/.test(String(code)) || (thrown instanceof TypeError && code === undefined) || isNetwork(thrown.cause));
}
const isNetwork = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && /^(ECONN|ETIMEDOUT|ENOTFOUND|EAI_|EPIPE|UND_)/.test(String(cause.code));

/** For names under localhost, which not every resolver knows (RFC 6761 §6.3): goes to this machine, with the name as `Host`. */
async function loopbackFetch(url: string, init: { method?: string | undefined; headers?: HeadersInit | undefined; body?: unknown; signal?: AbortSignal | null | undefined; redirect?: unknown } = {}): Promise<Response> {
  const { hostname, port, pathname, search, host } = new URL(url);
  if (!/(^|\.)localhost$/.test(hostname)) throw new TypeError('not under localhost');
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: port || 80, path: pathname + search, method: init.method ?? 'GET', headers: { ...Object.fromEntries(new Headers(init.headers)), host }, ...(init.signal ? { signal: init.signal } : {}) }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).once('error', reject).once('end', () => {
        const status = answer.statusCode ?? 500;
        resolve(new Response(status === 204 || status === 304 ? null : Buffer.concat(parts), { status, headers: Object.entries(answer.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]])) }));
      });
    });
    sent.once('error', reject).end(init.body === undefined || init.body === null ? undefined : String(init.body));
  });
}
