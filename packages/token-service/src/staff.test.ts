import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StaffRole } from '@balie/contracts';
import { countHit, eq, readCount, schema } from '@balie/database';
import { bodyOf, clinic, deskOrigin, goodPassword, harness, openPrompt, pkce, wish, type Device, type Harness } from '../test/harness.ts';
import { limits } from './limits.ts';
import { totpOf } from './log-in.ts';
import { guessKey, guessKeyAt } from './session-codes.ts';

let h: Harness, device: Device, serial = 0;
beforeAll(async () => { h = await harness({ clinics: [clinic('de-linde', { desk: { authenticator: { name: 'Een app', reason: { nl: 'Die heeft u al.' } } } }), clinic('zeezicht')] }); });
beforeEach(async () => { device = await h.device(); });
afterAll(() => h.close());

const address = () => `lid${serial++}@praktijk.example`;
const call = async (path: string, body: object) => { const answer = await device.json(path, body, { origin: deskOrigin }); return { status: answer.status, body: answer.status === 204 ? {} : await bodyOf(answer) }; };
const invite = async (email: string, roles: StaffRole[] = ['assistant']) => { await h.service.inviteStaff({ clinic: 'de-linde', email, name: 'Ans de Vries', roles, locale: 'nl' }); return (await h.lastMail('staff-invitation'))!.data.secret; };
const accept = (secret: string, password = goodPassword) => call('/staff/invitation/accept', { secret, password });
const row = async (id: string) => (await h.db.select().from(schema.staff).where(eq(schema.staff.id, id)))[0]!;
const idOf = async (email: string) => (await h.db.transaction((tx) => h.service.members.of(tx, 'de-linde'))).find((one) => one.email === email)!.id;

type Next = { type: string; secret?: string; uri?: string; app?: unknown };
async function enter(email: string, by: Device = device) {
  const { verifier, challenge } = pkce();
  const first = await bodyOf(await by.form('/authorize-challenge', { ...wish('desk', 'desk', challenge, deskOrigin), username: email, password: goodPassword }, { origin: deskOrigin }));
  const state = { session: String(first['auth_session'] ?? '') };
  const say = async (fields: Record<string, string>) => {
    const next = await bodyOf(await by.form('/authorize-challenge', { client_id: 'desk', auth_session: state.session, ...fields }, { origin: deskOrigin }));
    state.session = String(next['auth_session'] ?? state.session);
    return next;
  };
  const tokens = async (code: unknown) => bodyOf(await by.token({ grant_type: 'authorization_code', client_id: 'desk', code: String(code), code_verifier: verifier, redirect_uri: `${deskOrigin}/return/desk` }, { origin: deskOrigin })) as Promise<Record<string, string>>;
  return { first, next: first['next'] as Next, say, state, tokens };
}
const codeOf = (secret: string) => totpOf(secret).generate({ timestamp: h.time.now.getTime() });
/** Up to being logged in for the first time. */
async function joined(roles?: StaffRole[]) {
  const email = address();
  await accept(await invite(email, roles));
  const inside = await enter(email);
  const secret = inside.next.secret!;
  const done = await inside.say({ code: codeOf(secret) });
  const tokens = await inside.tokens(done['authorization_code']);
  h.pass(30);
  return { email, id: await idOf(email), secret, tokens, device };
}
const atDesk = async (of: { tokens: Record<string, string>; device: Device }) => h.service.guard.staff(new Request(`${deskOrigin}/staff/me`, { headers: { authorization: `DPoP ${of.tokens['access_token']}`, dpop: await of.device.proof(`${deskOrigin}/staff/me`, { method: 'GET', accessToken: of.tokens['access_token']! }) } }));
const refresh = async (of: { tokens: Record<string, string>; device: Device }) => (await bodyOf(await of.device.token({ grant_type: 'refresh_token', client_id: 'desk', refresh_token: of.tokens['refresh_token']! }, { origin: deskOrigin })))['error'] ?? 'ok';

describe('an invitation (S3-02, S3-07, S3-08, S3-10, S3-22)', () => {
  it('shows whom it is for and sets the password once; looking at it changes nothing', async () => {
    const email = address();
    const secret = await invite(email);
    for (let turn = 0; turn < 2; turn++) expect(await call('/staff/invitation', { secret })).toEqual({ status: 200, body: { email, name: 'Ans de Vries', clinic: 'de-linde', clinic_name: 'Praktijk de-linde', locale: 'nl', password: { minLength: 12, composition: false } } });
    expect((await enter(email)).first).toMatchObject({ error: 'wrong_credentials' });
    expect((await accept(secret, 'Welkom01')).body).toMatchObject({ error: 'weak_password', fields: ['password'] });
    expect((await accept(secret, email)).body).toMatchObject({ error: 'weak_password' });
    expect((await accept(secret)).status).toBe(204);
    expect((await accept(secret, 'een ander lang wachtwoord')).body).toMatchObject({ error: 'link_invalid' });
    expect((await call('/staff/invitation', { secret })).body).toMatchObject({ error: 'link_invalid' });
    expect((await enter(email)).first).toMatchObject({ error: 'insufficient_authorization' });
  });
  it('opens at the desk alone: the patients\' origin is refused', async () => {
    const secret = await invite(address());
    for (const path of ['/staff/invitation', '/staff/invitation/accept']) expect((await device.json(path, { secret, password: goodPassword })).status).toBe(403);
    expect((await accept(secret)).status).toBe(204);
  });
  it('of many who use it at once one sets the password', async () => {
    const secret = await invite(address());
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => accept(secret, `zoveelste lange zin ${at}`)));
    expect(answers.map((one) => one.status).sort()).toEqual([204, ...Array<number>(7).fill(400)]);
  });
  it('ends after seven days, and with the next invitation', async () => {
    const email = address();
    const old = await invite(email);
    const fresh = await invite(email);
    expect((await accept(old)).body).toMatchObject({ error: 'link_invalid' });
    h.pass(7 * 86_400 + 1);
    expect((await accept(fresh)).body).toMatchObject({ error: 'link_invalid' });
    expect((await h.db.transaction((tx) => h.service.members.of(tx, 'de-linde'))).find((one) => one.email === email)).toMatchObject({ state: 'expired' });
  });
});

describe('the first log-in sets up the app (S3-11 … S3-20)', () => {
  it('gives one secret for the whole set-up, labelled with the portal\'s host name, and the practice\'s app with its reason', async () => {
    const email = address();
    await accept(await invite(email));
    const { first, next, say } = await enter(email);
    expect(first).toMatchObject({ error: 'insufficient_authorization', next: { type: 'totp_setup', app: { name: 'Een app', reason: 'Die heeft u al.' } } });
    const uri = new URL(next.uri!);
    expect([uri.protocol, decodeURIComponent(uri.pathname).replace(/^\/+/, ''), uri.searchParams.get('issuer'), uri.searchParams.get('secret')]).toEqual(['otpauth:', expect.stringMatching(new RegExp(`desk\\.localhost:${email.replace('.', '\\.')}$`)), 'desk.localhost', next.secret]);
    expect(next.secret).toMatch(/^[A-Z2-7]{32}$/);
    h.pass(25 * 60);
    expect(await say({ code: '000000' })).toMatchObject({ error: 'wrong_code', next: { type: 'totp_setup', secret: next.secret } });
  });
  it('is on only after one right code: nothing is stored before, and another set-up has another secret (S3-19)', async () => {
    const email = address();
    await accept(await invite(email));
    const id = await idOf(email);
    const [one, other] = [await enter(email), await enter(email)];
    expect(one.next.secret).not.toBe(other.next.secret);
    await one.say({ code: '000000' });
    expect((await row(id)).totpSealed).toBeNull();
    const done = await one.say({ code: codeOf(one.next.secret!) });
    expect(done).toHaveProperty('authorization_code');
    expect((await row(id)).totpSealed).not.toBeNull();
    expect(await atDesk({ tokens: await one.tokens(done['authorization_code']), device })).toMatchObject({ staff: id });
    // The slower set-up finds it done, and cannot put its own key in place.
    expect(await other.say({ code: codeOf(other.next.secret!) })).toMatchObject({ error: 'invalid_session' });
    const later = await enter(email);
    expect(later.next).toEqual({ type: 'totp' });
    expect(await later.say({ code: codeOf(one.next.secret!) })).toMatchObject({ error: 'wrong_code' });
    h.pass(30);
    expect(await later.say({ code: codeOf(one.next.secret!) })).toHaveProperty('authorization_code');
  });
  it('counts guesses as at any log-in', async () => {
    const email = address();
    await accept(await invite(email));
    const { next, say } = await enter(email);
    for (let turn = 0; turn < 5; turn++) await say({ code: '000000' });
    expect(await say({ code: codeOf(next.secret!) })).toMatchObject({ error: 'wrong_code' });
    h.pass(1);
    expect(await say({ code: codeOf(next.secret!) })).toHaveProperty('authorization_code');
  });
});

describe('recovery codes', () => {
  const renew = (id: string) => h.db.transaction((tx) => h.service.members.renewRecoveryCodes(tx, id));
  const left = (id: string) => h.db.transaction((tx) => h.service.members.recoveryCodesLeft(tx, id));
  it('ten, each once instead of the six digits, however it is typed; the owner is told how many are left', async () => {
    const { email, id } = await joined();
    const codes = await renew(id);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}$/);
    expect(JSON.stringify(await h.db.select().from(schema.recoveryCodes))).not.toContain(codes[0]!.replace('-', ''));
    const inside = await enter(email);
    expect(await inside.say({ code: ` ${codes[0]!.toLowerCase().replace('-', ' ')}` })).toHaveProperty('authorization_code');
    expect(await left(id)).toBe(9);
    expect(await h.lastMail('recovery-code-used')).toMatchObject({ to: email, data: { left: 9 } });
    expect(await (await enter(email)).say({ code: codes[0]! })).toMatchObject({ error: 'wrong_code' });
  });
  it('of many who use one at once one gets in', async () => {
    const { email, id } = await joined();
    const [code] = await renew(id);
    const tries = await Promise.all(Array.from({ length: 5 }, async () => enter(email, await h.device())));
    const answers = await Promise.all(tries.map((one) => one.say({ code: code! })));
    expect(answers.filter((one) => 'authorization_code' in one)).toHaveLength(1);
  });
  it('new ones stop the earlier ones; another\'s never work', async () => {
    const [one, other] = [await joined(), await joined()];
    const [old] = await renew(one.id);
    const [fresh] = await renew(one.id);
    expect(await (await enter(one.email)).say({ code: old! })).toMatchObject({ error: 'wrong_code' });
    expect(await (await enter(other.email)).say({ code: fresh! })).toMatchObject({ error: 'wrong_code' });
    expect(await (await enter(one.email)).say({ code: fresh! })).toHaveProperty('authorization_code');
  });
  it('guesses wait as guesses of the six digits do', async () => {
    const { email, id } = await joined();
    const [code] = await renew(id);
    const inside = await enter(email);
    for (let turn = 0; turn < 5; turn++) await inside.say({ code: turn % 2 ? '000000' : 'AAAAA-AAAAA' });
    expect(await inside.say({ code: code! })).toMatchObject({ error: 'wrong_code' });
    h.pass(1);
    expect(await inside.say({ code: code! })).toHaveProperty('authorization_code');
  });
});

describe('members', () => {
  const members = <T>(act: (members: typeof h.service.members, tx: Parameters<Parameters<typeof h.db.transaction>[0]>[0]) => Promise<T>) => h.db.transaction((tx) => act(h.service.members, tx));
  it('a log-in that was through but not redeemed yet ends with the second factor it was made by, and so does one that waits for its digits (T40)', async () => {
    const lost = await joined();
    const through = await enter(lost.email);
    const done = await through.say({ code: codeOf(lost.secret) });
    expect(done).toHaveProperty('authorization_code');
    const waiting = await enter(lost.email);
    await members((m, tx) => m.resetSecondFactor(tx, lost.id));
    expect(await through.tokens(done['authorization_code'])).toMatchObject({ error: 'invalid_grant' });
    expect(await waiting.say({ code: codeOf(lost.secret) })).toMatchObject({ error: 'invalid_session' });
  });
  it('digits typed while the second factor is taken away let nobody in: a session there is of before, and ended (T40)', async () => {
    for (let round = 0; round < 5; round++) {
      const lost = await joined();
      const waiting = await enter(lost.email);
      const [, said] = await Promise.all([members((m, tx) => m.resetSecondFactor(tx, lost.id)), waiting.say({ code: codeOf(lost.secret) })]);
      if (said['authorization_code']) expect(await waiting.tokens(said['authorization_code'])).toMatchObject({ error: 'invalid_grant' });
    }
  });
  it('removing ends every session of theirs at once, their codes and their invitation, and lets go of their work; nobody else\'s (T40)', async () => {
    const [gone, stays] = [await joined(), await joined()];
    await members((m, tx) => m.renewRecoveryCodes(tx, gone.id));
    expect(await atDesk(gone)).toMatchObject({ staff: gone.id });
    const underWay = await enter(gone.email);
    await members((m, tx) => m.remove(tx, gone.id));
    expect(h.letGo).toEqual([gone.id]);
    await expect(atDesk(gone)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await refresh(gone)).toBe('invalid_grant');
    expect(await underWay.say({ code: codeOf(gone.secret) })).toMatchObject({ error: 'invalid_session' });
    expect((await enter(gone.email)).first).toMatchObject({ error: 'wrong_credentials' });
    expect(await members((m, tx) => m.recoveryCodesLeft(tx, gone.id))).toBe(0);
    expect(await h.db.select().from(schema.tokenFamilies).where(eq(schema.tokenFamilies.subject, gone.id))).toMatchObject([{ revokedAt: expect.any(Date) as Date }]);
    expect(await atDesk(stays)).toMatchObject({ staff: stays.id });
    expect(await refresh(stays)).toBe('ok');
  });
  it('who was removed may be invited again, here or by another practice, and begins anew; who is there may not', async () => {
    const { email, id } = await joined();
    const elsewhere = () => h.service.inviteStaff({ clinic: 'zeezicht', email, name: 'Ans', roles: ['gp'], locale: 'nl' });
    await expect(invite(email)).rejects.toMatchObject({ code: 'conflict' });
    await expect(elsewhere()).rejects.toMatchObject({ code: 'conflict' });
    await members((m, tx) => m.remove(tx, id));
    await accept(await invite(email));
    expect(await idOf(email)).toBe(id);
    expect((await enter(email)).next).toMatchObject({ type: 'totp_setup' });
    await members((m, tx) => m.remove(tx, id));
    await elsewhere();
    expect(await members((m, tx) => m.of(tx, 'zeezicht'))).toMatchObject([{ email, roles: ['gp'], state: 'invited' }]);
    expect(await row(id)).toMatchObject({ clinic: 'de-linde', removedAt: expect.any(Date) as Date });
  });
  it('resetting the second factor ends sessions and codes, mails the member, and the next log-in sets it up anew', async () => {
    const one = await joined();
    const codes = await members((m, tx) => m.renewRecoveryCodes(tx, one.id));
    await members((m, tx) => m.resetSecondFactor(tx, one.id));
    await expect(atDesk(one)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await h.lastMail('second-factor-reset')).toMatchObject({ to: one.email });
    const again = await enter(one.email);
    expect(again.next).toMatchObject({ type: 'totp_setup' });
    expect(again.next.secret).not.toBe(one.secret);
    expect(await again.say({ code: codes[0]! })).toMatchObject({ error: 'wrong_code' });
    expect(await again.say({ code: codeOf(again.next.secret!) })).toHaveProperty('authorization_code');
  });
  it('other roles count from the next request on', async () => {
    const one = await joined(['assistant']);
    await members((m, tx) => m.setRoles(tx, one.id, ['gp', 'admin']));
    expect(await atDesk(one)).toMatchObject({ roles: ['gp', 'admin'] });
  });
  it('two who change members at once wait for each other', async () => {
    await joined();
    const order: string[] = [];
    await Promise.all(['a', 'b'].map((name) => members(async (m, tx) => {
      await m.of(tx, 'de-linde', true);
      order.push(`${name} in`);
      await new Promise((done) => setTimeout(done, 100));
      order.push(`${name} out`);
    })));
    expect(order.join()).toMatch(/^(a in,a out,b in,b out|b in,b out,a in,a out)$/);
  });
});

describe('help for accounts', () => {
  it('closes every open page of an account at one clinic, not its pages elsewhere', async () => {
    const account = await h.account(`patient${serial++}@post.example`);
    const prompt = await openPrompt(h, account);
    const opened = await prompt.open();
    const token = async () => h.service.guard.patient(new Request('http://balie.localhost:4400/care/medication', { headers: { authorization: `DPoP ${opened.access_token}`, dpop: await prompt.page.proof('http://balie.localhost:4400/care/medication', { method: 'GET', accessToken: opened.access_token }) } }), 'prescriptions');
    expect(await token()).toMatchObject({ account: account.id });
    await h.db.transaction((tx) => h.service.accounts.closePages(tx, account.id, 'zeezicht'));
    expect(await token()).toMatchObject({ account: account.id });
    await h.db.transaction((tx) => h.service.accounts.closePages(tx, account.id, 'de-linde'));
    await expect(token()).rejects.toMatchObject({ code: 'page_closed' });
  });
  it('codes that ten wrong guesses closed open again by the practice, and not before (T09)', async () => {
    const account = await h.account(`patient${serial++}@post.example`);
    const closed = async () => [...await h.service.accounts.codesClosed([account.id], 'de-linde')];
    for (let round = 0; round < 2; round++) {
      const { again } = await openPrompt(h, account);
      for (let turn = 0; turn < 5; turn++) await again({ code: '000000' });
      h.pass(120);
    }
    expect(await closed()).toEqual([account.id]);
    expect((await openPrompt(h, account)).asked.body).toMatchObject({ error: 'code_guesses_spent' });
    await h.db.transaction((tx) => h.service.accounts.reopenCodes(tx, account.id, 'de-linde'));
    expect(await closed()).toEqual([]);
    const prompt = await openPrompt(h, account);
    expect(prompt.asked.body).toMatchObject({ next: { type: 'email_code' } });
    expect(await prompt.open()).toHaveProperty('access_token');
  });
  it('T31 the practice takes a lost telephone’s number away: sessions end, the owner is mailed, and the log-in asks no SMS any more', async () => {
    const account = await h.account(`patient${serial++}@post.example`);
    expect(await h.db.transaction((tx) => h.service.accounts.removeNumber(tx, account.id, 'de-linde'))).toBe(false);
    await h.db.insert(schema.factors).values({ owner: account.id, kind: 'sms', secretSealed: h.keyring.seal('factor', '{"phone":"+31612345678"}'), createdAt: h.time.now, activatedAt: h.time.now });
    expect([...await h.service.accounts.numbered([account.id])]).toEqual([account.id]);
    expect(await h.db.transaction((tx) => h.service.accounts.removeNumber(tx, account.id, 'de-linde'))).toBe(true);
    expect([...await h.service.accounts.numbered([account.id])]).toEqual([]);
    expect((await h.lastMail('factor-removed'))!).toMatchObject({ clinic: 'de-linde', data: { kind: 'sms' } });
    expect((await account.device.get('/me', account.tokens.access_token)).status).toBe(401);
  });
  it('nor does it forgive today what was guessed there yesterday: that no longer counts (T09)', async () => {
    const account = await h.account(`patient${serial++}@post.example`), day = guessKey(h.context, account.id);
    // The day of these guesses began twenty-three hours ago, elsewhere.
    await countHit(h.db, day, limits.guessesPerAccount, new Date(h.context.clock().getTime() - 23 * 3_600_000));
    const { again } = await openPrompt(h, account);
    for (let turn = 0; turn < 5; turn++) await again({ code: '000000' });
    h.pass(2 * 3600);
    for (let turn = 0; turn < 10; turn++) await countHit(h.db, day, limits.guessesPerAccount, h.context.clock());
    expect([...await h.service.accounts.codesClosed([account.id], 'de-linde')]).toEqual([]);
    await h.db.transaction((tx) => h.service.accounts.reopenCodes(tx, account.id, 'de-linde'));
    expect(await readCount(h.db, day, h.context.clock())).toBe(10);
  });
  it('a practice forgives what was guessed there, not what was at another (T09)', async () => {
    const account = await h.account(`patient${serial++}@post.example`);
    const elsewhere = 'zeezicht';
    const { again } = await openPrompt(h, account);
    for (let turn = 0; turn < 5; turn++) await again({ code: '000000' });
    const closed = async (clinic: string) => [...await h.service.accounts.codesClosed([account.id], clinic)];
    const guesses = () => readCount(h.db, guessKey(h.context, account.id), h.context.clock());
    // As if the other five had been guessed there.
    for (let turn = 0; turn < 5; turn++) for (const key of [guessKey(h.context, account.id), guessKeyAt(h.context, account.id, elsewhere)]) await countHit(h.db, key, limits.guessesPerAccount, h.context.clock());
    expect([await closed('de-linde'), await closed(elsewhere), await closed('nergens')]).toEqual([[account.id], [account.id], []]);
    await h.db.transaction((tx) => h.service.accounts.reopenCodes(tx, account.id, elsewhere));
    expect([await guesses(), await closed('de-linde')]).toEqual([5, []]);
    await h.db.transaction((tx) => h.service.accounts.reopenCodes(tx, account.id, elsewhere));
    expect(await guesses()).toBe(5);
    await h.db.transaction((tx) => h.service.accounts.reopenCodes(tx, account.id, 'de-linde'));
    expect(await guesses()).toBe(0);
  });
});
