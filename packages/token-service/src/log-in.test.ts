import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicError } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { bodyOf, clinic, deskOrigin, goodPassword, harness, logIn, pkce, wish, type Device, type Harness } from '../test/harness.ts';
import { clientOf } from './clients.ts';
import type { Context } from './context.ts';
import { counterKey, limits, networkOf } from './limits.ts';
import { checkPassword, totpOf, totpStep, workDone } from './log-in.ts';
import { createHasher } from './passwords.ts';

let h: Harness;
beforeAll(async () => { h = await harness(); });
afterAll(() => h.close());

let count = 0;
const name = () => `login${count++}@patient.example`;
/** What a browser would find for this auth_session. */
function work(secret: string): string {
  for (let n = 0; ; n++) if (workDone(secret, String(n))) return String(n);
}
/** As if so many wrong passwords had come from there. */
const storm = (of: Harness, count: number, ...key: [what: string, ...parts: string[]]) => of.db.insert(schema.counters).values({ key: counterKey(of.context, ...key), count, windowEndsAt: new Date(of.time.now.getTime() + 900_000) }).onConflictDoUpdate({ target: schema.counters.key, set: { count } });
const from = (address: string) => ({ headers: { 'x-test-address': address } });

describe('whoever asks, and whatever is wrong (T16)', () => {
  /** Everything in an answer that is not random. */
  async function shape(device: Device, email: string, password: string, address = `10.${count}.${Math.floor(Math.random() * 200)}.1`) {
    const before = h.hasher.verified;
    const { challenge } = pkce();
    const answer = await device.form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge), username: email, password }, from(address));
    const text = (await answer.text()).replace(/"auth_session":"[\w-]{43}"/, '"auth_session":"…"');
    return { bytes: text, status: answer.status, headers: JSON.stringify([...answer.headers]), hashed: h.hasher.verified - before };
  }
  it('the answer has the same bytes, after exactly one hash', async () => {
    const known = name(), unlinked = name(), locked = name();
    await h.account(known);
    await h.account(unlinked, { link: null });
    await h.account(locked);
    for (let turn = 0; turn < 8; turn++) await logIn(await h.device(), locked, { password: 'wrong', headers: { 'x-test-address': '203.0.113.9' } });
    const device = await h.device();
    const golden = await shape(device, 'nobody@patient.example', 'wrong password');
    expect(golden).toMatchObject({ status: 400, hashed: 1, bytes: '{"error":"wrong_credentials","next":{"type":"password"},"auth_session":"…"}' });
    expect(await shape(device, known, 'wrong password')).toEqual(golden);
    expect(await shape(device, unlinked, 'wrong password')).toEqual(golden);
    expect(await shape(device, 'not an address', 'wrong password')).toEqual(golden);
    // Locked: with the right password too.
    expect(await shape(device, locked, goodPassword, '203.0.113.77')).toEqual(golden);
  });
});

describe('wrong passwords', () => {
  it('after five tries from one network wait 1, 2, 4 … seconds, and the answer does not tell', async () => {
    const email = name();
    await h.account(email);
    const device = await h.device();
    const tries = async (password: string) => (await logIn(device, email, { password, headers: { 'x-test-address': '203.0.113.20' } })).status;
    for (let turn = 0; turn < 5; turn++) expect(await tries('wrong')).toBe(400);
    expect(await tries(goodPassword)).toBe(400);
    h.pass(1);
    expect(await tries('wrong')).toBe(400);
    h.pass(1);
    expect(await tries(goodPassword)).toBe(400);
    h.pass(1);
    expect(await tries(goodPassword)).toBe(200);
    // Right once: the count begins anew.
    for (let turn = 0; turn < 4; turn++) await tries('wrong');
    expect(await tries(goodPassword)).toBe(200);
  });
  it('never wait longer than 15 minutes', async () => {
    const email = name();
    await h.account(email);
    const device = await h.device();
    const tries = async (password: string) => (await logIn(device, email, { password, headers: { 'x-test-address': '203.0.113.30' } })).status;
    for (let turn = 0; turn < 20; turn++) { await tries('wrong'); h.pass(901); }
    expect(await tries(goodPassword)).toBe(200);
  });
  it('from everywhere lock an account at 100 in a row; the device that once logged in still gets in (T15)', async () => {
    const email = name();
    const { device: own } = await h.account(email);
    const attacker = await h.device();
    for (let turn = 0; turn < 100; turn++) { await logIn(attacker, email, { password: 'wrong', headers: { 'x-test-address': `198.18.${turn}.1` } }); h.pass(2); }
    expect((await logIn(attacker, email, { headers: { 'x-test-address': '198.19.0.1' } })).status).toBe(400);
    expect((await logIn(await h.device(), email, { headers: { 'x-test-address': '198.19.1.1' } })).status).toBe(400);
    expect((await logIn(own, email, { headers: { 'x-test-address': '198.18.7.1' } })).status).toBe(200);
    // Nothing locks for good.
    h.pass(86_400);
    expect((await logIn(await h.device(), email, { headers: { 'x-test-address': '198.19.2.1' } })).status).toBe(200);
  });
  it('does not keep the desk out of its own browser: strangers fill every bucket, the network\'s and everybody\'s too (T15)', async () => {
    const fresh = await harness();
    try {
      const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', email = 'desk@praktijk.example';
      await fresh.service.seedStaff({ clinic: 'de-linde', email, name: 'Ans', roles: ['assistant'], locale: 'nl', password: goodPassword, totpSecret: secret });
      const step = (device: Device, password: string) => { const { verifier, challenge } = pkce(); return device.form('/authorize-challenge', { ...wish('desk', 'desk', challenge, deskOrigin), username: email, password }, { origin: deskOrigin, ...from('203.0.113.40') }).then(async (answer) => ({ status: answer.status, verifier, body: await bodyOf(answer) as Record<string, string> })); };
      const [own, stranger] = [await fresh.device(), await fresh.device()];
      const first = await step(own, goodPassword);
      const done = await bodyOf(await own.form('/authorize-challenge', { client_id: 'desk', auth_session: first.body['auth_session']!, code: totpOf(secret).generate({ timestamp: fresh.time.now.getTime() }) }, { origin: deskOrigin })) as Record<string, string>;
      expect(await bodyOf(await own.token({ grant_type: 'authorization_code', client_id: 'desk', code: done['authorization_code']!, code_verifier: first.verifier, redirect_uri: `${deskOrigin}/return/desk` }, { origin: deskOrigin }))).toMatchObject({ scope: 'desk' });
      await storm(fresh, limits.passwordNetwork.limit, 'password-network', '203.0.113');
      await storm(fresh, limits.passwordEverywhere.limit, 'password-everywhere');
      const { auth_session } = (await step(stranger, goodPassword)).body as { auth_session: string };
      expect((await stranger.form('/authorize-challenge', { client_id: 'desk', auth_session, username: email, password: goodPassword, work: work(auth_session) }, { origin: deskOrigin, ...from('203.0.113.40') })).status).toBe(429);
      expect((await step(own, goodPassword)).body).toMatchObject({ error: 'insufficient_authorization', next: { type: 'totp' } });
      // Its own bucket is no larger than a stranger's.
      for (let turn = 0; turn < 5; turn++) await step(own, 'wrong');
      expect((await step(own, goodPassword)).body).toMatchObject({ error: 'wrong_credentials' });
    } finally { await fresh.close(); }
  });
  it('a stolen known device has a budget of its own, no larger', async () => {
    const email = name();
    const { device } = await h.account(email);
    for (let turn = 0; turn < 5; turn++) await logIn(device, email, { password: 'wrong', headers: { 'x-test-address': `198.20.${turn}.1` } });
    expect((await logIn(device, email, { headers: { 'x-test-address': '198.20.99.1' } })).status).toBe(400);
  });
});

describe('stuffing (T14)', () => {
  it('any number of pairs costs a bounded number of hashes: 100 a network, 2000 in all in a quarter of an hour; then 429', async () => {
    const fresh = await harness();
    try {
      const ctx = { db: fresh.db, keyring: fresh.keyring, clock: () => fresh.time.now, hasher: fresh.hasher, clinics: new Map([['de-linde', clinic('de-linde')]]), issuer: 'http://x.localhost' } as unknown as Context;
      const storm = async (pairs: number, address: (n: number) => string) => {
        const before = fresh.hasher.verified;
        const tries = await Promise.allSettled(Array.from({ length: pairs }, (_, n) => checkPassword(ctx, { client: clientOf(ctx, 'de-linde'), username: `v${n}@patient.example`, password: 'x', jkt: 'k', address: address(n), worked: true })));
        return { hashed: fresh.hasher.verified - before, refused: tries.filter((one) => one.status === 'rejected' && (one.reason as PublicError).code === 'too_many_requests').length };
      };
      expect(await storm(600, () => '203.0.113.5')).toEqual({ hashed: 100, refused: 500 });
      // As if 1,890 more had come from elsewhere.
      await fresh.db.update(schema.counters).set({ count: 1990 }).where(eq(schema.counters.key, counterKey(ctx, 'password-everywhere')));
      expect(await storm(200, (n) => `10.1.${n}.1`)).toEqual({ hashed: 10, refused: 190 });
      fresh.pass(900);
      expect(await storm(5, () => '203.0.113.5')).toEqual({ hashed: 5, refused: 0 });
    } finally { await fresh.close(); }
  });
  it('in a storm each try costs work first, before anything is looked at or hashed; in normal use nobody is asked, and a known device never', async () => {
    const fresh = await harness();
    try {
      const email = 'rustig@patient.example', other = 'ander@patient.example';
      const { device: own } = await fresh.account(email);
      await fresh.account(other);
      const stranger = await fresh.device();
      const at = from('203.0.113.60');
      const begin = async (device: Device, username: string, password: string) => { const { challenge } = pkce(); const answer = await device.form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge), username, password }, at); return { status: answer.status, body: await bodyOf(answer) as { error?: string; next?: object; auth_session: string } }; };
      const goOn = async (auth_session: string, fields: object) => { const answer = await stranger.form('/authorize-challenge', { client_id: 'de-linde', auth_session, ...fields }, at); return { status: answer.status, body: await bodyOf(answer) as { error?: string; next?: object; auth_session: string } }; };
      await storm(fresh, limits.passwordWork.network - 1, 'password-network', '203.0.113');
      expect((await begin(stranger, other, 'wrong')).body).toMatchObject({ error: 'wrong_credentials' });

      const before = fresh.hasher.verified;
      const asked = { status: 400, body: { error: 'insufficient_authorization', next: { type: 'work', bits: limits.passwordWork.bits } } };
      const first = await begin(stranger, other, goodPassword);
      expect(first).toMatchObject(asked);
      expect(await begin(stranger, 'niemand@patient.example', 'x')).toMatchObject(asked);
      // Another's work, none and a wrong one are no work.
      const again = await goOn(first.body.auth_session, { username: other, password: goodPassword, work: work('x'.repeat(43)) });
      expect(again).toMatchObject(asked);
      expect(fresh.hasher.verified).toBe(before);
      // One piece of work is one try, of ten at once too.
      const done = work(again.body.auth_session);
      await Promise.all(Array.from({ length: 10 }, (_, n) => goOn(again.body.auth_session, { username: other, password: `guess ${n}`, work: done })));
      expect(fresh.hasher.verified).toBe(before + 1);
      const begun = await begin(stranger, other, 'wrong');
      const wrong = await goOn(begun.body.auth_session, { username: other, password: 'wrong', work: work(begun.body.auth_session) });
      expect(wrong.body).toMatchObject({ error: 'wrong_credentials' });
      // Each try its own.
      const third = await goOn(wrong.body.auth_session, { username: other, password: goodPassword, work: work(begun.body.auth_session) });
      expect(third).toMatchObject(asked);
      expect(fresh.hasher.verified).toBe(before + 2);
      expect((await goOn(third.body.auth_session, { username: other, password: goodPassword, work: work(third.body.auth_session) })).status).toBe(200);
      expect((await begin(own, email, goodPassword)).status).toBe(200);

      await storm(fresh, limits.passwordWork.everywhere, 'password-everywhere');
      const { challenge } = pkce();
      expect(await bodyOf(await stranger.form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge), username: other, password: goodPassword }, from('198.51.100.1')))).toMatchObject(asked.body);
    } finally { await fresh.close(); }
  });
  it('a crowd that never works fills no table: asking is counted for its network', async () => {
    const fresh = await harness();
    try {
      await storm(fresh, limits.passwordWork.network, 'password-network', '203.0.113');
      await storm(fresh, limits.challengeNetwork.limit, 'challenge-network', '203.0.113');
      const { challenge } = pkce();
      expect((await (await fresh.device()).form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge), username: 'a@patient.example', password: 'x' }, from('203.0.113.61'))).status).toBe(429);
      expect(await fresh.db.$count(schema.authSessions)).toBe(0);
    } finally { await fresh.close(); }
  });
  it('the work is SHA-256 of secret and text with so many zero bits, as the page finds it', () => {
    const text = work('s'.repeat(43));
    expect(createHash('sha256').update(`${'s'.repeat(43)}.${text}`).digest().readUInt16BE()).toBe(0);
    expect(workDone('s'.repeat(43), `${text} `)).toBe(false);
    expect(workDone('t'.repeat(43), text)).toBe(false);
    expect(workDone('s'.repeat(43), undefined)).toBe(false);
  });
  it('counts networks, not addresses', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113');
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113');
    expect(networkOf('2001:db8:12:3400::1')).toBe(networkOf('2001:db8:12:34ff:ffff::'));
    expect(networkOf('2001:db8:12:3400::1')).not.toBe(networkOf('2001:db8:12:3500::1'));
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0000:0000:00');
    expect(networkOf('nonsense')).toBe('unknown');
  });
});

describe('hashing (T36)', () => {
  it('500 parallel log-ins run two hashes at a time; the queue is bounded and the rest are told to come back', async () => {
    const hasher = createHasher({ concurrent: 2, waiting: 20 });
    const results = await Promise.allSettled(Array.from({ length: 500 }, () => hasher.verify(null, 'x')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(results.length - refused.length).toBe(22);
    expect(refused[0]).toMatchObject({ reason: { code: 'too_many_requests', status: 429, extra: { retry_after: 2 } } });
    // The queue drains and takes callers again.
    expect(await hasher.verify(null, 'x')).toBe(false);
  });
  it('is argon2id with 19 MiB, two passes', async () => {
    const hasher = createHasher();
    const stored = await hasher.hash('Å');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(stored, 'A\u030a')).toBe(true);
    expect(await hasher.verify(stored, 'A')).toBe(false);
    expect(await hasher.verify(null, 'Å')).toBe(false);
  });
});

describe('the desk', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const seed = (email: string) => h.service.seedStaff({ clinic: 'de-linde', email, name: 'Ans de Vries', roles: ['assistant'], locale: 'nl', password: goodPassword, totpSecret: secret });
  const code = () => totpOf(secret).generate({ timestamp: h.time.now.getTime() });
  async function enter(device: Device, email: string, password = goodPassword) {
    const { verifier, challenge } = pkce();
    const answer = await device.form('/authorize-challenge', { ...wish('desk', 'desk', challenge, deskOrigin), username: email, password }, { origin: deskOrigin });
    const state = { session: '' };
    const body = await bodyOf(answer) as Record<string, string>;
    state.session = body['auth_session'] ?? '';
    const type = async (typed: string) => {
      const next = await bodyOf(await device.form('/authorize-challenge', { client_id: 'desk', auth_session: state.session, code: typed }, { origin: deskOrigin })) as Record<string, string>;
      state.session = next['auth_session'] ?? state.session;
      return next;
    };
    const redeem = async (authorizationCode: string) => bodyOf(await device.token({ grant_type: 'authorization_code', client_id: 'desk', code: authorizationCode, code_verifier: verifier, redirect_uri: `${deskOrigin}/return/desk` }, { origin: deskOrigin }));
    return { body, type, redeem, state };
  }

  it('is entered with password, then TOTP, at every log-in; a code is taken once', async () => {
    await seed('ans@praktijk.example');
    const device = await h.device();
    const first = await enter(device, 'ans@praktijk.example');
    expect(first.body).toMatchObject({ error: 'insufficient_authorization', next: { type: 'totp' } });
    expect(await first.type('000000')).toMatchObject({ error: 'wrong_code', next: { type: 'totp' } });
    const used = code();
    const done = await first.type(used);
    const tokens = await first.redeem(done['authorization_code']!);
    expect(tokens).toMatchObject({ scope: 'desk' });
    const access = await h.service.guard.staff(new Request(`${deskOrigin}/staff/queue`, { headers: { authorization: `DPoP ${String(tokens['access_token'])}`, dpop: await device.proof(`${deskOrigin}/staff/queue`, { method: 'GET', accessToken: String(tokens['access_token']) }) } }));
    expect(access).toMatchObject({ kind: 'staff', clinic: 'de-linde', name: 'Ans de Vries', roles: ['assistant'], locale: 'nl' });
    const second = await enter(device, 'ans@praktijk.example');
    expect(await second.type(used)).toMatchObject({ error: 'wrong_code' });
    h.pass(30);
    expect(await second.type(code())).toHaveProperty('authorization_code');
  });
  it('tells nothing apart before the password is right, and gives guesses of the code the back-off of passwords', async () => {
    await seed('bo@praktijk.example');
    const device = await h.device();
    expect((await enter(device, 'bo@praktijk.example', 'wrong')).body).toMatchObject({ error: 'wrong_credentials', next: { type: 'password' } });
    expect((await enter(device, 'nobody@praktijk.example', 'wrong')).body).toMatchObject({ error: 'wrong_credentials', next: { type: 'password' } });
    const inside = await enter(device, 'bo@praktijk.example');
    for (let turn = 0; turn < 5; turn++) await inside.type('000000');
    expect(await inside.type(code())).toMatchObject({ error: 'wrong_code' });
    h.pass(1);
    expect(await inside.type(code())).toHaveProperty('authorization_code');
  });
  it('leaves an audit row of every refused log-in: on whom it was tried, or on nobody; never by whom', async () => {
    const email = name();
    const { id: account } = await h.account(email);
    const member = await seed('eva@praktijk.example');
    const device = await h.device();
    const left = async (act: () => Promise<unknown>) => { const before = await h.db.$count(schema.audit); await act(); return (await h.db.select().from(schema.audit).orderBy(schema.audit.sequence)).slice(before).map(({ clinic: at, actorKind, actor, action, objectKind, object, outcome }) => ({ at, actorKind, actor, action, objectKind, object, outcome })); };
    const row = (at: string | null, objectKind: string, object: string | null, outcome = 'wrong_credentials') => [{ at, actorKind: 'public', actor: null, action: 'log-in', objectKind, object, outcome }];
    expect(await left(() => logIn(device, email, { password: 'wrong' }))).toEqual(row('de-linde', 'account', account));
    expect(await left(() => logIn(device, 'nobody@patient.example', { password: 'wrong' }))).toEqual(row('de-linde', 'account', null));
    expect(await left(() => enter(device, 'eva@praktijk.example', 'wrong'))).toEqual(row('de-linde', 'staff', member));
    expect(await left(() => enter(device, 'nobody@praktijk.example', 'wrong'))).toEqual(row(null, 'staff', null));
    const inside = await enter(device, 'eva@praktijk.example');
    expect(await left(() => inside.type('000000'))).toEqual(row('de-linde', 'staff', member, 'wrong_code'));
    // A second try within the same session is a row of its own.
    const first = await bodyOf(await device.form('/authorize-challenge', wish('de-linde', 'portal', pkce().challenge)));
    expect(await left(() => device.form('/authorize-challenge', { client_id: 'de-linde', auth_session: String(first['auth_session']), username: email, password: 'wrong' }))).toEqual(row('de-linde', 'account', account));
  });
  it('takes no patient, and patients\' frames no staff', async () => {
    const email = name();
    await h.account(email);
    await seed('cor@praktijk.example');
    const device = await h.device();
    expect((await enter(device, email)).body).toMatchObject({ error: 'wrong_credentials' });
    expect((await logIn(device, 'cor@praktijk.example')).body).toMatchObject({ error: 'wrong_credentials' });
  });
  it('lets out at once who is removed', async () => {
    const id = await seed('dirk@praktijk.example');
    const device = await h.device();
    const inside = await enter(device, 'dirk@praktijk.example');
    const tokens = await inside.redeem((await inside.type(code()))['authorization_code']!);
    await h.db.update(schema.staff).set({ removedAt: h.time.now });
    const url = `${deskOrigin}/staff/queue`;
    await expect(h.service.guard.staff(new Request(url, { headers: { authorization: `DPoP ${String(tokens['access_token'])}`, dpop: await device.proof(url, { method: 'GET', accessToken: String(tokens['access_token']) }) } }))).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await bodyOf(await device.token({ grant_type: 'refresh_token', client_id: 'desk', refresh_token: String(tokens['refresh_token']) }, { origin: deskOrigin }))).toMatchObject({ error: 'invalid_grant' });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });
  it.each([[59, '287082'], [1111111109, '081804'], [1111111111, '050471'], [1234567890, '005924'], [2000000000, '279037'], [20000000000, '353130']])('computes RFC 6238 at %i: %s', (seconds, expected) => {
    expect(totpOf(secret).generate({ timestamp: seconds * 1000 })).toBe(expected);
    const at = new Date(seconds * 1000);
    expect(totpStep(secret, expected, at)).toBe(Math.floor(seconds / 30));
    expect(totpStep(secret, expected, new Date(at.getTime() + 30_000))).toBe(Math.floor(seconds / 30));
    expect(totpStep(secret, expected, new Date(at.getTime() + 90_000))).toBeNull();
  });
});
