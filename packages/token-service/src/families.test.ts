import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq, schema } from '@balie/database';
import { bodyOf, harness, logIn, openPrompt, type Device, type Harness } from '../test/harness.ts';

let h: Harness;
beforeAll(async () => { h = await harness(); });
afterAll(() => h.close());

let count = 0;
const session = () => h.account(`family${count++}@patient.example`);
const refresh = async (device: Device, token: string, client = 'de-linde') => { const answer = await device.token({ grant_type: 'refresh_token', client_id: client, refresh_token: token }); return { status: answer.status, body: await bodyOf(answer) as { access_token: string; refresh_token: string; error?: string } }; };
const isIn = async (device: Device, token: string) => (await device.get('/me', token)).status === 200;

describe('a refresh token (T07)', () => {
  it('has one successor for 50 parallel callers, and all of them stay logged in', async () => {
    const { device, tokens } = await session();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(device, tokens.refresh_token!)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200));
    expect(new Set(answers.map((answer) => answer.body.refresh_token)).size).toBe(1);
    expect(await isIn(device, answers[7]!.body.access_token)).toBe(true);
  });
  it('gives the same successor again while that one is unused: the answer got lost when the patient switched to the mail app', async () => {
    const { device, tokens } = await session();
    const first = await refresh(device, tokens.refresh_token!);
    h.pass(25 * 60);
    const again = await refresh(device, tokens.refresh_token!);
    expect(again.body.refresh_token).toBe(first.body.refresh_token);
    expect(await isIn(device, again.body.access_token)).toBe(true);
  });
  it('is forgiven for ten seconds after its successor was first used: two tabs refresh, both live on', async () => {
    const { device, tokens } = await session();
    const first = await refresh(device, tokens.refresh_token!);
    const second = await refresh(device, first.body.refresh_token);
    h.pass(10);
    const late = await refresh(device, tokens.refresh_token!);
    expect(late.status).toBe(200);
    expect(await isIn(device, second.body.access_token)).toBe(true);
    expect((await refresh(device, late.body.refresh_token)).status).toBe(200);
  });
  it('used later than that ends family and pages, is audited and mailed', async () => {
    const base = await session();
    const prompt = await openPrompt(h, base);
    const service = await prompt.open();
    const first = await refresh(base.device, base.tokens.refresh_token!);
    const second = await refresh(base.device, first.body.refresh_token);
    h.pass(11);
    expect(await refresh(base.device, base.tokens.refresh_token!)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await refresh(base.device, second.body.refresh_token)).toMatchObject({ status: 400 });
    expect(await isIn(base.device, second.body.access_token)).toBe(false);
    expect((await prompt.page.post('/page/lease', service.access_token)).status).toBe(401);
    expect(await refresh(prompt.page, service.refresh_token!)).toMatchObject({ status: 400 });
    expect((await h.mails('sessions-ended')).at(-1)).toMatchObject({ clinic: 'de-linde', to: expect.stringContaining('family') as string });
    expect(await h.db.select().from(schema.audit).where(eq(schema.audit.action, 'refresh-reuse'))).toEqual([expect.objectContaining({ actor: base.id, outcome: 'revoked' })]);
  });
  it('from another key or for another client is refused and leaves the family untouched', async () => {
    const { device, tokens } = await session();
    const thief = await h.device();
    expect(await refresh(thief, tokens.refresh_token!)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await refresh(device, tokens.refresh_token!, 'zeezicht')).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const used = await refresh(device, tokens.refresh_token!);
    const next = await refresh(device, used.body.refresh_token);
    h.pass(60);
    expect((await refresh(thief, tokens.refresh_token!)).status).toBe(400);
    expect((await refresh(device, next.body.refresh_token)).status).toBe(200);
  });
  it('dies after 30 idle minutes, and after 8 hours whatever happens', async () => {
    const idle = await session();
    h.pass(30 * 60);
    expect((await refresh(idle.device, idle.tokens.refresh_token!)).status).toBe(400);
    const busy = await session();
    let token = busy.tokens.refresh_token!;
    for (let turn = 0; turn < 19; turn++) { h.pass(25 * 60); const next = await refresh(busy.device, token); expect(next.status).toBe(200); token = next.body.refresh_token; }
    h.pass(5 * 60);
    expect((await refresh(busy.device, token)).status).toBe(400);
  });
  it('never raises acr or scope', async () => {
    const { device, tokens } = await session();
    const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
    h.pass(60);
    const next = await refresh(device, tokens.refresh_token!);
    for (const claim of ['acr', 'auth_time', 'scope', 'sub', 'aud', 'client_id']) expect(claims(next.body.access_token)[claim]).toBe(claims(tokens.access_token)[claim]);
    expect(claims(next.body.access_token)).toMatchObject({ acr: 'urn:balie:acr:password', scope: 'portal', aud: expect.stringContaining('/clinic/de-linde') as string });
    const wider = await device.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: next.body.refresh_token, scope: 'portal prescriptions' });
    expect(await bodyOf(wider)).toMatchObject({ error: 'invalid_scope' });
  });
});

describe('log-out', () => {
  it('ends session, pages and all their tokens', async () => {
    const base = await session();
    const prompt = await openPrompt(h, base);
    const service = await prompt.open();
    expect((await base.device.post('/logout', base.tokens.access_token)).status).toBe(204);
    expect(await isIn(base.device, base.tokens.access_token)).toBe(false);
    expect((await refresh(base.device, base.tokens.refresh_token!)).status).toBe(400);
    expect((await prompt.page.post('/page/lease', service.access_token)).status).toBe(401);
    expect((await refresh(prompt.page, service.refresh_token!)).status).toBe(400);
  });
  it('by /revoke needs the right key, and tells nobody whether a token exists', async () => {
    const { device, tokens } = await session();
    const thief = await h.device();
    const revoke = (by: Device, token: string) => by.form('/revoke', { client_id: 'de-linde', token, token_type_hint: 'refresh_token' });
    expect((await revoke(thief, tokens.refresh_token!)).status).toBe(200);
    expect((await revoke(thief, 'nothing')).status).toBe(200);
    expect(await isIn(device, tokens.access_token)).toBe(true);
    expect((await revoke(device, tokens.refresh_token!)).status).toBe(200);
    expect(await isIn(device, tokens.access_token)).toBe(false);
  });
  it('leaves another log-in of the same account alone', async () => {
    const { device, tokens } = await h.account('twice@patient.example');
    const other = await h.device();
    const second = await bodyOf(await (await logIn(other, 'twice@patient.example')).redeem());
    await device.post('/logout', tokens.access_token);
    expect(await isIn(other, second['access_token'] as string)).toBe(true);
  });
});
