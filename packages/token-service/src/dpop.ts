/** DPoP proofs (RFC 9449): who holds the key, for this one request, now. Everything is checked before anything is counted or consumed (T08). */
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify, type JWK } from 'jose';
import * as z from 'zod/mini';
import { PublicError } from '@balie/contracts';
import { lt, schema, type Queryable } from '@balie/database';
import { sameText } from './compare.ts';
import type { Context } from './context.ts';

/** Seconds a proof may be old, or early by a clock that runs ahead. */
export const proofLife = 60;
/** Seconds a nonce is handed out; the one before it is accepted too. */
export const nonceWindow = 300;

export interface ProofDemand {
  proof: string | null;
  method: string;
  /** The public URLs this request may have been meant for, without query. */
  urls: readonly string[];
  /** The access token it comes with, if any: `ath` must be its hash. */
  accessToken?: string;
  /** Where the answer goes: a refusal is 400 from a token endpoint, 401 from a resource (RFC 9449 §5, §7). */
  at: 'token' | 'resource';
  /** The second proof of one request needs no nonce, for the first one has it. */
  nonce?: 'optional';
}
export interface Proven { jkt: string; url: string }

const publicJwk = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string().check(z.maxLength(64)), y: z.string().check(z.maxLength(64)), kid: z.optional(z.string()), alg: z.optional(z.literal('ES256')), use: z.optional(z.literal('sig')), key_ops: z.optional(z.array(z.string())), ext: z.optional(z.boolean()) });
const claims = z.looseObject({ jti: z.string().check(z.minLength(8), z.maxLength(200)), htm: z.string(), htu: z.string().check(z.maxLength(600)), iat: z.number(), ath: z.optional(z.string()), nonce: z.optional(z.string()) });

/** @throws PublicError invalid_dpop_proof, use_dpop_nonce (with a fresh `DPoP-Nonce`) */
export async function verifyProof(ctx: Context, demand: ProofDemand): Promise<Proven> {
  const refused = () => refusal('invalid_dpop_proof', demand.at);
  const { proof } = demand;
  // Two DPoP headers arrive joined by a comma, which no compact JWS holds.
  if (!proof || proof.length > 4000 || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(proof)) throw refused();
  const { jkt, payload } = await verified(proof, ctx.clock()).catch(() => { throw refused(); });
  const now = ctx.clock().getTime() / 1000;
  const url = demand.urls.find((one) => sameUrl(one, payload.htu));
  if (payload.htm !== demand.method || !url || Math.abs(now - payload.iat) > proofLife) throw refused();
  if (demand.accessToken !== undefined && payload.ath !== createHash('sha256').update(demand.accessToken).digest('base64url')) throw refused();
  if (payload.nonce === undefined ? demand.nonce !== 'optional' : !nonceHolds(ctx, payload.nonce)) throw refusal('use_dpop_nonce', demand.at, { 'dpop-nonce': nonceNow(ctx) });
  if (!await firstUse(ctx, jkt, payload.jti)) throw refused();
  return { jkt, url };
}

async function verified(proof: string, now: Date): Promise<{ jkt: string; payload: z.infer<typeof claims> }> {
  const header = decodeProtectedHeader(proof);
  // Strict: a private key (`d`) in the header is refused like any other member that does not belong.
  const jwk = z.parse(publicJwk, header.jwk) as JWK;
  const { payload } = await jwtVerify(proof, await importJWK({ kty: jwk.kty!, crv: jwk.crv!, x: jwk.x!, y: jwk.y! }, 'ES256'), { algorithms: ['ES256'], typ: 'dpop+jwt', currentDate: now });
  return { jkt: await calculateJwkThumbprint(jwk, 'sha256'), payload: z.parse(claims, payload) };
}

/** Equal after normalisation, query and fragment apart (RFC 9449 §4.3, 9). */
function sameUrl(ours: string, htu: string): boolean {
  try {
    const url = new URL(htu);
    return url.username === '' && url.password === '' && `${url.origin}${url.pathname}` === ours;
  } catch { return false; }
}

function refusal(code: 'invalid_dpop_proof' | 'use_dpop_nonce', at: ProofDemand['at'], headers: Record<string, string> = {}): PublicError {
  return new PublicError(code, {}, { ...headers, ...(at === 'resource' ? { 'www-authenticate': `DPoP error="${code}", algs="ES256"` } : {}) }, at === 'resource' ? 401 : 400);
}

/** HMAC of the time window: nothing to store, the same on every process. */
const nonceOf = (ctx: Context, window: number) => ctx.keyring.hmac('dpop-nonce', String(window)).slice(0, 22);
const windowAt = (ctx: Context) => Math.floor(ctx.clock().getTime() / 1000 / nonceWindow);
export const nonceNow = (ctx: Context): string => nonceOf(ctx, windowAt(ctx));
const nonceHolds = (ctx: Context, nonce: string) => [0, 1].some((back) => sameText(nonce, nonceOf(ctx, windowAt(ctx) - back)));

/** Of N callers with one proof, one gets true. Kept for as long as its `iat` could still pass. */
async function firstUse(ctx: Context, jkt: string, jti: string): Promise<boolean> {
  const expiresAt = new Date(ctx.clock().getTime() + 2 * proofLife * 1000 + 1000);
  const rows = await ctx.db.insert(schema.dpopProofs).values({ hash: ctx.keyring.hmac('dpop-proof', jkt, jti), expiresAt }).onConflictDoNothing().returning({ hash: schema.dpopProofs.hash });
  return rows.length === 1;
}

export async function sweepProofs(db: Queryable, now: Date): Promise<void> {
  await db.delete(schema.dpopProofs).where(lt(schema.dpopProofs.expiresAt, now));
}
