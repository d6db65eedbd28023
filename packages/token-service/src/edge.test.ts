import { generateSpecs } from 'hono-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Hono } from 'hono';
import { schema } from '@balie/database';
import { bodyOf, goodPassword, harness, issuer, pkce, wish, type Device, type Harness } from '../test/harness.ts';

let h: Harness, device: Device;
beforeAll(async () => { h = await harness(); device = await h.device(); });
afterAll(() => h.close());

const posts = ['/authorize-challenge', '/par', '/token', '/revoke', '/page', '/page/lease', '/page/close', '/register', '/register/confirm', '/register/here', '/password/forgot', '/password/link', '/password/reset', '/contact/start', '/contact/verify', '/logout', '/staff/invitation', '/staff/invitation/accept', '/account/profile', '/account/notifications', '/account/password', '/account/export', '/account/devices/end', '/account/factors/remove', '/account/passkey/options', '/account/passkey', '/account/phrase', '/account/close', '/device/phrase',
  '/activation', '/activation/pin', '/activation/password', '/activation/resend', '/activation/confirm', '/account/consents', '/account/phone', '/account/phone/code', '/account/phone/activate', '/staff/activations', '/staff/activations/letter', '/staff/activations/mail', '/staff/activations/void'];

describe('the origin gate (T22, T23)', () => {
  it.each(posts.flatMap((path) => ['http://evil.localhost', 'null', `${issuer}.evil.example`, 'http://de-linde.localhost:4401', 'https://balie.localhost:4400'].map((origin) => [path, origin])))('POST %s from %s is refused before anything is read', async (path, origin) => {
    let read = false;
    const body = new ReadableStream({ pull(controller) { read = true; controller.close(); } }, { highWaterMark: 0 });
    const answer = await h.service.app.request(`${issuer}${path}`, { method: 'POST', headers: { origin, 'content-type': 'text/plain' }, body, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(403);
    expect(await bodyOf(answer)).toMatchObject({ error: 'origin_refused' });
    expect(read).toBe(false);
    expect([...answer.headers.keys()].filter((header) => header.startsWith('access-control'))).toEqual([]);
  });
  it('a form post of another site changes nothing in the store (T22)', async () => {
    const counts = () => Promise.all([schema.registrations, schema.authSessions, schema.outbox, schema.dpopProofs, schema.counters].map((table) => h.db.$count(table)));
    const before = await counts();
    const { challenge } = pkce();
    await device.form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge), username: 'a@b.example', password: goodPassword }, { headers: { origin: 'http://evil.localhost' } });
    await device.json('/register', { clinic: 'de-linde', locale: 'nl', email: 'a@b.example', password: goodPassword }, { headers: { origin: 'null' } });
    expect(await counts()).toEqual(before);
  });
  it('keeps the desk\'s client off the patients\' origin and the other way round', async () => {
    const { challenge } = pkce();
    const asDesk = await device.form('/authorize-challenge', { ...wish('desk', 'desk', challenge, 'http://desk.localhost:4400') });
    expect(asDesk.status).toBe(403);
    const asPatient = await device.form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge) }, { origin: 'http://desk.localhost:4400' });
    expect(asPatient.status).toBe(403);
  });
  it('answers no preflight with permission', async () => {
    const answer = await h.send('/token', { method: 'OPTIONS', headers: { origin: 'http://evil.localhost', 'access-control-request-method': 'POST', 'access-control-request-headers': 'dpop' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('GET /authorize (T03)', () => {
  it('starts nothing: login_required, in no frame', async () => {
    for (const query of ['', '?prompt=none&client_id=de-linde&response_type=code&scope=portal', '?client_id=de-linde&redirect_uri=http://evil.example']) {
      const answer = await h.send(`/authorize${query}`);
      expect(answer.status).toBe(400);
      expect(await bodyOf(answer)).toMatchObject({ error: 'login_required' });
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(answer.headers.get('location')).toBeNull();
    }
  });
});

describe('bad input is a clear refusal, never a 500', () => {
  const form = (body: string, type = 'application/x-www-form-urlencoded') => h.send('/token', { method: 'POST', headers: { origin: issuer, 'content-type': type }, body });
  const json = (body: string, type = 'application/json') => h.send('/register', { method: 'POST', headers: { origin: issuer, 'content-type': type }, body });
  it('a repeated parameter', async () => { expect(await bodyOf(await form('grant_type=refresh_token&client_id=de-linde&client_id=de-linde&refresh_token=x'))).toMatchObject({ error: 'invalid_request' }); });
  it('an unknown grant, client or type of body', async () => {
    expect(await bodyOf(await form('grant_type=password&client_id=de-linde'))).toMatchObject({ error: 'unsupported_grant_type' });
    expect(await form('grant_type=refresh_token&client_id=nobody&refresh_token=x')).toMatchObject({ status: 401 });
    expect(await form('{}', 'application/json')).toMatchObject({ status: 415 });
    expect(await json('a=b', 'application/x-www-form-urlencoded')).toMatchObject({ status: 415 });
    expect(await json('{}', 'text/plain')).toMatchObject({ status: 415 });
  });
  it('too much', async () => {
    expect(await form(`grant_type=${'x'.repeat(20_000)}`)).toMatchObject({ status: 413 });
    expect(await json(JSON.stringify({ email: 'x'.repeat(20_000) }))).toMatchObject({ status: 413 });
  });
  it.each(['\u0000', '\u001f', '\n', '\u007f'])('%j in any field of any form, of log-in, token and end', async (sign) => {
    const { challenge } = pkce();
    const begin = { ...wish('de-linde', 'portal', challenge), username: 'x@patient.example', password: goodPassword, response_mode: 'query', ui_locales: 'nl', dpop_jkt: device.jkt, auth_session: 'A'.repeat(43), code: '123456', resend: '1' };
    const first = wish('de-linde', 'portal', challenge);
    const forms: [path: string, fields: Record<string, string>, also: string[]][] = [
      ['/authorize-challenge', first, []], ['/authorize-challenge', { ...first, username: 'x@patient.example', password: goodPassword }, []], ['/authorize-challenge', begin, []],
      ['/token', { grant_type: 'authorization_code', client_id: 'de-linde', code: 'x', code_verifier: 'v'.repeat(43), redirect_uri: `${issuer}/return/de-linde` }, []],
      ['/token', { grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: 'x', scope: 'portal' }, []],
      ['/revoke', { client_id: 'de-linde', token: 'x', token_type_hint: 'refresh_token' }, []],
    ];
    for (const [path, fields] of forms) for (const name of Object.keys(fields)) {
      const before = await h.db.$count(schema.authSessions);
      const answer = await device.form(path, { ...fields, [name]: `${fields[name]!.slice(0, 1)}${sign}${fields[name]!.slice(1)}` });
      expect([400, 401], `${path} ${name}`).toContain(answer.status);
      // A password may hold what it likes: it is hashed. All else is refused before anything is kept.
      if (name !== 'password') expect(await h.db.$count(schema.authSessions), `${path} ${name}`).toBe(before);
    }
  });
  it.each(['', '{', 'null', '[]', '"x"', '{"clinic":1}', '\u0000'])('JSON %j', async (body) => { expect(await json(body)).toMatchObject({ status: 400 }); });
  it('bytes that are no UTF-8', async () => { expect(await h.send('/register', { method: 'POST', headers: { origin: issuer, 'content-type': 'application/json' }, body: new Uint8Array([0x7b, 0xff, 0x7d]) })).toMatchObject({ status: 400 }); });
  it('__proto__ and constructor in JSON and form reach nothing (T27)', async () => {
    const good = { clinic: 'de-linde', locale: 'nl', email: 'p@patient.example', password: goodPassword };
    for (const evil of ['"__proto__":{"jkt":"x"}', '"constructor":{"prototype":{"jkt":"x"}}', '"name":{"__proto__":{}}']) {
      const answer = await device.json('/register', 0, {}).then(() => json(`${JSON.stringify(good).slice(0, -1)},${evil}}`));
      expect(answer.status).toBe(400);
      expect(JSON.stringify(await bodyOf(answer))).not.toMatch(/proto|constructor/);
    }
    expect(await form('grant_type=refresh_token&client_id=de-linde&refresh_token=x&__proto__=y')).toMatchObject({ status: 400 });
    expect(await form('client_id=__proto__&grant_type=refresh_token&refresh_token=x')).toMatchObject({ status: 401 });
    expect(await form('client_id=constructor&grant_type=refresh_token&refresh_token=x&constructor=y')).toMatchObject({ status: 401 });
    expect(({} as Record<string, unknown>)['jkt']).toBeUndefined();
  });
});

it('no error and no log line holds what was sent: values, key names, tokens (T25, T26)', async () => {
  const canaries = ['canary@patient.example', 'canaryPassword-1', '249566758', 'canaryKey', 'eyJjYW5hcnki'];
  const [email, password, bsn, key, token] = canaries as [string, string, string, string, string];
  h.logs.length = 0;
  const { challenge } = pkce();
  const answers = [
    await device.json('/register', { clinic: 'de-linde', locale: 'nl', email, password: bsn }),
    await device.json('/register', { clinic: 'de-linde', locale: 'nl', email: `${email} x`, password, [key]: bsn }),
    await device.json('/register', { clinic: bsn, locale: key, email, password }),
    await device.form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge), username: email, password }),
    await device.form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge), state: bsn.repeat(60) }),
    await device.form('/token', { grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: `${token}.${token}.${token}` }),
    await device.form('/token', { grant_type: bsn, client_id: key }),
    await h.send('/me', { headers: { authorization: `DPoP ${token}.${token}.${token}`, dpop: `${token}.${token}.${token}` } }),
    await h.send(`/nowhere/${bsn}?${key}=${email}`),
    await h.send('/register', { method: 'POST', headers: { origin: issuer, 'content-type': 'application/json' }, body: `{"${key}": ${bsn}` }),
  ];
  const seen = JSON.stringify(h.logs) + (await Promise.all(answers.map(async (answer) => JSON.stringify([...answer.headers]) + await answer.text()))).join('\n');
  for (const canary of canaries) expect(seen).not.toContain(canary);
  expect(answers.every((answer) => answer.status < 500)).toBe(true);
});

it('what is thrown underneath becomes an id in answer and log, and a class name in the log alone (T26)', async () => {
  const broken = await harness({ clock: () => { throw new TypeError('canary of 249566758'); } });
  try {
    const desk = 'http://desk.localhost:4400';
    const answer = await broken.send('/staff/invitation', { method: 'POST', origin: desk, headers: { origin: desk, 'content-type': 'application/json' }, body: JSON.stringify({ secret: 'y'.repeat(43) }) });
    const body = await bodyOf(answer);
    expect(answer.status).toBe(500);
    expect(body).toEqual({ error: 'server_error', id: expect.stringMatching(/^[2-9A-Z]{10}$/) as string });
    expect(broken.logs).toEqual([{ event: 'request-refused', level: 'error', id: body['id'], route: '/staff/invitation', method: 'POST', status: 500, code: 'server_error', thrown: 'TypeError' }]);
    // Nobody reads the answer to a beacon: the log has what went wrong.
    broken.logs.length = 0;
    expect((await broken.send('/page/close', { method: 'POST', headers: { origin: issuer, 'content-type': 'text/plain' }, body: 'y'.repeat(43) })).status).toBe(204);
    expect(broken.logs).toMatchObject([{ event: 'request-refused', route: '/page/close', status: 500, thrown: 'TypeError' }]);
  } finally { await broken.close(); }
});

describe('discovery', () => {
  it('names the endpoints and what they take (RFC 8414)', async () => {
    const answer = await h.send('/.well-known/oauth-authorization-server');
    expect(answer.headers.get('cache-control')).toContain('max-age');
    expect(await bodyOf(answer)).toMatchObject({ issuer, token_endpoint: `${issuer}/token`, code_challenge_methods_supported: ['S256'], dpop_signing_alg_values_supported: ['ES256'], authorization_response_iss_parameter_supported: true });
  });
  it('describes every route for /openapi.json', async () => {
    const specification = await generateSpecs(new Hono().route('/', h.service.app), { documentation: { info: { title: 'x', version: '1' } } });
    expect(Object.keys(specification.paths ?? {}).sort()).toEqual([...posts, '/.well-known/oauth-authorization-server', '/jwks', '/authorize', '/eid/callback', '/me', '/account', '/account/setup', '/account/log', '/contact', '/guardians'].sort());
    expect(JSON.stringify(specification.paths!['/page']!.post)).toMatch(/page_proof.*close_secret/s);
  });
});
