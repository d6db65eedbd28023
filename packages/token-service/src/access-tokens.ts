/** Access tokens (RFC 9068, `at+jwt`, ES256), five minutes, bound to a key (`cnf.jkt`) and to one clinic (`aud`). */
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { accessClaims, parse, PublicError, type AccessClaims } from '@balie/contracts';
import type { Client } from './clients.ts';
import { clientOf } from './clients.ts';
import type { Context } from './context.ts';
import type { Family } from './families.ts';
import type { SigningKeys } from './keys.ts';

export const accessTokenLife = 300;

/** Another name for the same person at every clinic: what two clinics hold cannot be joined (T24). */
export const pairwise = (ctx: Context, client: Client, subject: string): string => ctx.keyring.hmac('sub', client.audience, subject);

export async function signAccessToken(ctx: Context, keys: SigningKeys, client: Client, family: Family): Promise<string> {
  const { kid, key } = await keys.signing();
  const now = Math.floor(ctx.clock().getTime() / 1000);
  return new SignJWT({
    client_id: client.id, scope: family.scope, acr: family.acr, auth_time: Math.floor(family.authTime.getTime() / 1000), cnf: { jkt: family.jkt }, fam: family.id, ...(family.page ? { page: family.page } : {}), ...(family.actsFor ? { act: { sub: pairwise(ctx, client, family.subject) } } : {}),
  }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid }).setIssuer(ctx.issuer).setAudience(client.audience).setSubject(pairwise(ctx, client, family.actsFor ?? family.subject))
    .setIssuedAt(now).setExpirationTime(now + accessTokenLife).setJti(Buffer.from(ctx.random(16)).toString('base64url')).sign(key);
}

/** Signature, issuer, times, and that audience and client belong together. @throws PublicError invalid_token */
export async function verifyAccessToken(ctx: Context, keys: SigningKeys, token: string): Promise<{ claims: AccessClaims; client: Client }> {
  try {
    const { kid } = decodeProtectedHeader(token);
    const key = kid ? await keys.verifying(kid) : null;
    if (!key) throw invalidToken();
    const { payload } = await jwtVerify(token, key, { algorithms: ['ES256'], typ: 'at+jwt', issuer: ctx.issuer, currentDate: ctx.clock(), requiredClaims: ['exp', 'iat', 'sub', 'aud', 'jti'] });
    const claims = parse(accessClaims, payload);
    const client = clientOf(ctx, claims.client_id);
    if (claims.aud !== client.audience) throw invalidToken();
    return { claims, client };
  } catch (thrown) {
    // A database that is down is not the caller's fault.
    if (thrown instanceof PublicError || isJose(thrown)) throw invalidToken();
    throw thrown;
  }
}

const isJose = (thrown: unknown) => thrown instanceof TypeError || (typeof thrown === 'object' && thrown !== null && 'code' in thrown && String(thrown.code).startsWith('ERR_J'));
export const invalidToken = (): PublicError => new PublicError('invalid_token', {}, { 'www-authenticate': 'DPoP error="invalid_token", algs="ES256"' });
