import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, harness, issuer, type Device, type Harness, type Proof } from '../test/harness.ts';
import { nonceWindow } from './dpop.ts';

let h: Harness, device: Device, token: string;
beforeAll(async () => { h = await harness(); const made = await h.account('proof@patient.example'); device = made.device; token = made.tokens.access_token; });
afterAll(() => h.close());

const url = `${issuer}/me`;
const me = (proof: string | null, authorization = `DPoP ${token}`) => h.send('/me', { headers: { authorization, ...(proof === null ? {} : { dpop: proof }) } });
const proof = (more: Proof = {}) => device.proof(url, { method: 'GET', accessToken: token, ...more });
const now = () => Math.floor(h.time.now.getTime() / 1000);

it('lets a right proof through, once (T08)', async () => {
  const right = await proof();
  expect((await me(right)).status).toBe(200);
  const again = await me(right);
  expect(again.status).toBe(401);
  expect(await bodyOf(again)).toMatchObject({ error: 'invalid_dpop_proof' });
});

it('of 50 parallel uses of one proof lets one through (T08)', async () => {
  const right = await proof();
  const answers = await Promise.all(Array.from({ length: 50 }, () => me(right)));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
});

describe('refuses with 401 every proof with (T08)', () => {
  const cases: Record<string, () => Proof> = {
    'another method': () => ({ method: 'POST' }),
    'a method in lower case': () => ({ claims: { htm: 'get' } }),
    'another path': () => ({ htu: `${issuer}/logout` }),
    'another host': () => ({ htu: 'http://evil.localhost:4400/me' }),
    'another scheme': () => ({ htu: url.replace('http:', 'https:') }),
    'a name in its URL': () => ({ htu: url.replace('://', '://me@') }),
    'no URL': () => ({ htu: 'me' }),
    'an age of 61 s': () => ({ claims: { iat: now() - 61 } }),
    'a time 61 s ahead': () => ({ claims: { iat: now() + 61 } }),
    'no time': () => ({ claims: { iat: undefined } }),
    'a time in words': () => ({ claims: { iat: 'now' } }),
    'no jti': () => ({ claims: { jti: undefined } }),
    'a jti too short to be random': () => ({ claims: { jti: 'a' } }),
    'the hash of another token': () => ({ claims: { ath: createHash('sha256').update('x').digest('base64url') } }),
    'no hash of the token': () => ({ claims: { ath: undefined } }),
    'another type': () => ({ header: { typ: 'JWT' } }),
    'a critical extension': () => ({ header: { crit: ['x'], x: 1 } }),
    'no key': () => ({ header: { jwk: undefined } }),
    'a nonce of our own making': () => ({ nonce: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  };
  it.each(Object.entries(cases))('%s', async (_name, more) => {
    const answer = await me(await proof(more()).catch(async () => {
      // jose does not sign a header with `crit` it does not know: sign it by hand.
      const [, payload] = (await proof()).split('.');
      const head = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'dpop+jwt', jwk: device.jwk, ...more().header })).toString('base64url');
      const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, device.privateKey, new TextEncoder().encode(`${head}.${payload}`));
      return `${head}.${payload}.${Buffer.from(signature).toString('base64url')}`;
    }));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^DPoP error="(invalid_dpop_proof|use_dpop_nonce)"/);
  });

  it('a private key in the header', async () => { expect((await me(await proof({ header: { jwk: await exportJWK(device.privateKey) } }))).status).toBe(401); });
  it('another key than the token is bound to', async () => { expect((await me(await (await h.device()).proof(url, { method: 'GET', accessToken: token }))).status).toBe(401); });
  it('a key in the header that did not sign', async () => { expect((await me(await proof({ header: { jwk: (await h.device()).jwk } }))).status).toBe(401); });
  it('alg none', async () => {
    const head = Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: device.jwk })).toString('base64url');
    expect((await me(`${head}.${(await proof()).split('.')[1]}.`)).status).toBe(401);
    expect((await me(`${head}.${(await proof()).split('.')[1]}.AA`)).status).toBe(401);
  });
  it('alg HS256 keyed with the public key', async () => {
    const [, payload] = (await proof()).split('.');
    const forged = await new SignJWT(JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Record<string, unknown>).setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: device.jwk }).sign(new TextEncoder().encode(JSON.stringify(device.jwk)));
    expect((await me(forged)).status).toBe(401);
  });
  it('another curve', async () => {
    const pair = await generateKeyPair('ES384', { extractable: true });
    const forged = await new SignJWT({ jti: 'abcdefghij', htm: 'GET', htu: url, iat: now(), nonce: h.service.nonce() }).setProtectedHeader({ alg: 'ES384', typ: 'dpop+jwt', jwk: await exportJWK(pair.publicKey) }).sign(pair.privateKey);
    expect((await me(forged)).status).toBe(401);
  });
  it('a second DPoP header', async () => {
    const headers = new Headers({ authorization: `DPoP ${token}` });
    headers.append('dpop', await proof()); headers.append('dpop', await proof());
    expect((await h.send('/me', { headers })).status).toBe(401);
  });
  it('no proof at all, or the token as a bearer', async () => {
    expect((await me(null)).status).toBe(401);
    expect((await me(await proof(), `Bearer ${token}`)).status).toBe(401);
    expect((await me(await proof(), '')).status).toBe(401);
  });
});

describe('the nonce (T08)', () => {
  it('is asked for, with the next one in the header: 401 from a resource, 400 from a token endpoint', async () => {
    const resource = await me(await proof({ nonce: null }));
    expect(resource.status).toBe(401);
    expect(await bodyOf(resource)).toMatchObject({ error: 'use_dpop_nonce' });
    expect(resource.headers.get('dpop-nonce')).toBe(h.service.nonce());
    const endpoint = await device.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: 'x' }, { proof: { nonce: null } });
    expect(endpoint.status).toBe(400);
    expect(endpoint.headers.get('dpop-nonce')).toBe(h.service.nonce());
  });
  it('comes with 2xx and with no other refusal, behind which a library would hide our error', async () => {
    expect((await me(await proof())).headers.get('dpop-nonce')).toBe(h.service.nonce());
    const refused = await device.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: 'x' });
    expect(refused.status).toBe(400);
    expect(refused.headers.has('dpop-nonce')).toBe(false);
  });
  it('of the last window still counts, an older one does not', async () => {
    const { tokens, device: mine } = await h.account('nonce@patient.example');
    const nonce = h.service.nonce();
    const ask = async () => (await mine.get('/me', tokens.access_token, { proof: { nonce } })).status;
    h.pass(nonceWindow - 1);
    expect(await ask()).toBe(200);
    const fresh = (await bodyOf(await mine.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: tokens.refresh_token! })))['access_token'] as string;
    h.pass(nonceWindow + 1);
    const stale = await mine.get('/me', fresh, { proof: { nonce } });
    expect(stale.status).toBe(401);
  });
});
