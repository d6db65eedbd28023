/** SMART backend services (hl7.org/fhir/smart-app-launch/backend-services.html): client credentials with a signed assertion (private_key_jwt, ES384 or RS384). */
import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';
import * as z from 'zod/mini';
import type { Clock, FhirSystem, SystemKey } from '@balie/contracts';
import { SystemTrouble } from '../system.ts';
import { call } from './client.ts';

export interface Tokens { /** @throws SystemTrouble `out` */ get(): Promise<string>; forget(): void }

const smart = z.object({ token_endpoint: z.string() });
const granted = z.object({ access_token: z.string().check(z.minLength(1), z.maxLength(16_384)), token_type: z.string().check(z.regex(/^bearer$/i)), expires_in: z.optional(z.number()) });
/** Seconds that an assertion holds (the standard allows five minutes), and that a token is let go before its end. */
const assertionLives = 120;
const before = 30;

/** One token at a time, asked when first needed and kept until shortly before its end. */
export function createTokens(system: FhirSystem, key: SystemKey | undefined, clock: Clock): Tokens {
  let live: Promise<{ token: string; until: number }> | null = null;
  return {
    async get() {
      const now = clock().getTime();
      const kept = await live;
      if (kept && kept.until > now) return kept.token;
      const asked = ask();
      live = asked;
      asked.catch(() => { if (live === asked) live = null; });
      return (await asked).token;
    },
    forget() { live = null; },
  };

  async function ask(): Promise<{ token: string; until: number }> {
    if (!key) throw new SystemTrouble('out', 'key-missing');
    const endpoint = await discover();
    const alg = key.kty === 'EC' ? 'ES384' : 'RS384';
    const now = Math.floor(clock().getTime() / 1000);
    const assertion = await new SignJWT().setProtectedHeader({ alg, kid: key.kid, typ: 'JWT' }).setIssuer(system.clientId).setSubject(system.clientId).setAudience(endpoint.href).setJti(randomUUID()).setIssuedAt(now).setExpirationTime(now + assertionLives)
      .sign(await importJWK({ ...key, alg } as JWK, alg).catch(() => { throw new SystemTrouble('out', 'key-unusable'); }));
    const answer = await call(endpoint, {
      method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: system.scope, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion }).toString(),
    });
    if (answer.status !== 200) throw new SystemTrouble('out', `token-${answer.status}`);
    const { access_token: token, expires_in: lives = 300 } = read(granted, answer.text);
    return { token, until: (now + lives - before) * 1000 };
  }

  /** The token's server is the practice's own, or the one that its file names; no answer can send our assertion anywhere else. */
  async function discover(): Promise<URL> {
    const base = new URL(system.url);
    const answer = await call(new URL(`${base.href.replace(/\/$/, '')}/.well-known/smart-configuration`), { headers: { accept: 'application/json' } });
    if (answer.status !== 200) throw new SystemTrouble('out', `smart-configuration-${answer.status}`);
    const endpoint = URL.parse(read(smart, answer.text).token_endpoint);
    if (!endpoint || endpoint.origin !== (system.tokenOrigin ?? base.origin)) throw new SystemTrouble('out', 'token-origin');
    return endpoint;
  }
}

function read<T extends z.ZodMiniType>(schema: T, text: string): z.output<T> {
  let json: unknown;
  try { json = JSON.parse(text); } catch { json = undefined; }
  const result = schema.safeParse(json);
  if (!result.success) throw new SystemTrouble('out', 'token-answer');
  return result.data;
}
