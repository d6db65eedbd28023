/** What holds only when both services stand behind one door: the composed app, over the network. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TokenAnswer } from '@balie/contracts';
import { schema } from '@balie/database';
import { deskOrigin, goodPassword, issuer, pkce, wish, type Device } from '../packages/token-service/test/harness.ts';
import { totpOf } from '../packages/token-service/src/log-in.ts';
import { openHouse, type WatchedHouse } from './canary/house.ts';

let house: WatchedHouse;
beforeAll(async () => { house = await openHouse(); }, 60_000);
afterAll(() => house?.close(), 60_000);

async function patient(): Promise<{ device: Device; token: string }> {
  const device = await house.device(), email = 'samen@patient.example';
  await device.json('/register', { clinic: 'de-eik', locale: 'nl', email, password: goodPassword, name: 'S. Amen', birthDate: '1980-05-17', phone: '0612345678' });
  const secret = /#balie-confirm=([\w-]{43})/.exec((await house.mail(email, /balie-confirm/)).text)![1]!;
  const { tokens } = await (await device.json('/register/confirm', { clinic: 'de-eik', secret })).json() as { tokens: TokenAnswer };
  return { device, token: tokens.access_token };
}
async function desk(): Promise<{ device: Device; token: string }> {
  const device = await house.device(), totpSecret = 'JBSWY3DPEHPK3PXPKRSXG5CTMVRXEZLU', username = 'samen@de-eik.example';
  await house.tokens.seedStaff({ clinic: 'de-eik', email: username, name: 'A. Balie', roles: ['owner'], locale: 'nl', password: goodPassword, totpSecret });
  const { verifier, challenge } = pkce();
  const asked = await (await device.form('/authorize-challenge', { ...wish('desk', 'desk', challenge, deskOrigin), username, password: goodPassword }, { origin: deskOrigin })).json() as { auth_session: string };
  const done = await (await device.form('/authorize-challenge', { client_id: 'desk', auth_session: asked.auth_session, code: totpOf(totpSecret).generate() }, { origin: deskOrigin })).json() as { authorization_code: string };
  const tokens = await (await device.token({ grant_type: 'authorization_code', client_id: 'desk', code: done.authorization_code, code_verifier: verifier, redirect_uri: `${deskOrigin}/return/desk` }, { origin: deskOrigin })).json() as TokenAnswer;
  return { device, token: tokens.access_token };
}
const id = '00000000-0000-4000-8000-000000000000';
const routes = () => [...new Map(house.care.app.routes.filter(({ method, path }) => method !== 'ALL' && path !== '/*').map(({ method, path }) => [`${method} ${path}`, { method, path: path.replace(':id', id) }])).values()];

it('T03 a base token opens no route of care and none of the desk: each asks for the code of its own service', async () => {
  const { device, token } = await patient();
  const care = routes().filter(({ path }) => path.startsWith('/care/')), staff = routes().filter(({ path }) => path.startsWith('/staff/'));
  expect(Math.min(care.length, staff.length)).toBeGreaterThan(10);
  const rows = await house.db.$count(schema.audit);
  for (const { method, path } of [...care, ...staff]) {
    const origin = path.startsWith('/care/') ? issuer : deskOrigin;
    const answer = method === 'GET' ? await device.get(path, token, { origin }) : await device.json(path, {}, { accessToken: token, origin });
    const { error } = await answer.json() as { error: string };
    // On the desk's host the proof is for another URL than the token's client has.
    expect([answer.status, error], `${method} ${path}`).toEqual(path.startsWith('/care/') ? [401, 'insufficient_user_authentication'] : [401, 'invalid_dpop_proof']);
    if (path.startsWith('/care/')) expect(answer.headers.get('www-authenticate'), path).toMatch(/^DPoP error="insufficient_user_authentication", acr_values="urn:balie:acr:email-code", scope="(prescriptions|appointments|econsults|record)"$/);
  }
  // Nor with a proof that fits the token.
  for (const { method, path } of staff) {
    const url = `${deskOrigin}${path}`;
    const answer = await house.send(url, { method, headers: { origin: deskOrigin, authorization: `DPoP ${token}`, dpop: await device.proof(url, { method, htu: `${issuer}${path}`, accessToken: token }), ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) }, ...(method === 'POST' ? { body: '{}' } : {}) });
    expect([answer.status, (await answer.json() as { error: string }).error], path).toEqual([403, 'access_denied']);
  }
  expect(await house.db.$count(schema.audit)).toBe(rows);
});

it('an answer of 2xx to a call with a proof brings the next nonce, on every route; a refusal brings none', async () => {
  const { device, token } = await desk();
  for (const path of ['/staff/me', '/staff/queue']) {
    const answer = await device.get(path, token, { origin: deskOrigin });
    expect([answer.status, answer.headers.get('dpop-nonce')], path).toEqual([200, house.tokens.nonce()]);
  }
  const refused = await device.json('/staff/patients/search', {}, { origin: deskOrigin, accessToken: token });
  expect([refused.status, refused.headers.get('dpop-nonce')]).toEqual([400, null]);
});
