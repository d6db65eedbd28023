import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '@balie/database';
import { bodyOf, harness, logIn, type Harness } from '../test/harness.ts';

let h: Harness;
beforeAll(async () => { h = await harness(); await h.account('code@patient.example'); });
afterAll(() => h.close());

const start = async () => { const device = await h.device(); return { device, ...await logIn(device, 'code@patient.example') }; };
const tokens = async (answer: Response) => ({ status: answer.status, body: await bodyOf(answer) });

describe('an authorization code (T06)', () => {
  it('gives tokens once to its own client, key and verifier', async () => {
    const { redeem, body } = await start();
    expect(body).toMatchObject({ iss: 'http://balie.localhost:4400', state: 'st4te' });
    expect((await redeem()).status).toBe(200);
  });
  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }], ['another redirect_uri', { redirect_uri: 'http://balie.localhost:4400/return/zeezicht' }], ['another client', { client_id: 'zeezicht' }], ['another code', { code: 'y'.repeat(43) }],
  ])('is refused with %s, which costs its owner nothing', async (_name, wrong) => {
    const { redeem } = await start();
    expect(await tokens(await redeem(wrong))).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await redeem()).status).toBe(200);
  });
  it('is refused from another key, which costs its owner nothing', async () => {
    const { redeem } = await start();
    expect((await redeem({}, await h.device())).status).toBe(400);
    expect((await redeem()).status).toBe(200);
  });
  it('dies after 60 seconds', async () => {
    const { redeem } = await start();
    h.pass(60);
    expect((await redeem()).status).toBe(400);
  });
  it('used twice takes back what it gave', async () => {
    const { device, redeem } = await start();
    const first = await bodyOf(await redeem());
    expect((await device.get('/me', first['access_token'] as string)).status).toBe(200);
    expect((await redeem()).status).toBe(400);
    expect((await device.get('/me', first['access_token'] as string)).status).toBe(401);
    expect((await device.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: first['refresh_token'] as string })).status).toBe(400);
  });
  it('replayed by a host script with its own key or verifier logs nobody out', async () => {
    const { device, redeem } = await start();
    const first = await bodyOf(await redeem());
    expect((await redeem({}, await h.device())).status).toBe(400);
    expect((await redeem({ code_verifier: 'x'.repeat(43) })).status).toBe(400);
    expect((await device.get('/me', first['access_token'] as string)).status).toBe(200);
  });
  it('used by 50 in parallel gives tokens to one', async () => {
    const { redeem } = await start();
    const before = await h.db.$count(schema.tokenFamilies);
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem()));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await h.db.$count(schema.tokenFamilies)).toBe(before + 1);
  });
});

it('a log-in asks exactly what this client may ask', async () => {
  const device = await h.device();
  const ask = async (more: Record<string, string>) => bodyOf(await device.form('/authorize-challenge', { client_id: 'de-linde', response_type: 'code', scope: 'portal', redirect_uri: 'http://balie.localhost:4400/return/de-linde', code_challenge: 'c'.repeat(43), code_challenge_method: 'S256', ...more }));
  expect(await ask({})).toMatchObject({ error: 'insufficient_authorization', next: { type: 'password' } });
  expect(await ask({ scope: 'prescriptions' })).toMatchObject({ error: 'invalid_scope' });
  expect(await ask({ scope: 'desk' })).toMatchObject({ error: 'invalid_scope' });
  expect(await ask({ redirect_uri: 'http://balie.localhost:4400/return/de-linde/' })).toMatchObject({ error: 'invalid_request' });
  expect(await ask({ code_challenge_method: 'plain' })).toMatchObject({ error: 'invalid_request' });
  expect(await ask({ code_challenge: '' })).toMatchObject({ error: 'invalid_request' });
  expect(await ask({ dpop_jkt: 'j'.repeat(43) })).toMatchObject({ error: 'invalid_request' });
  expect(await ask({ client_id: 'nobody' })).toMatchObject({ error: 'invalid_client' });
});
