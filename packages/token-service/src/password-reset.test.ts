import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema, verifyAudit } from '@balie/database';
import { danish, password, user } from '../test/danish.ts';
import { bodyOf, clinic, goodPassword, harness, issuer, logIn, type Device, type Harness } from '../test/harness.ts';
import { limits } from './limits.ts';

const ahorn = danish('ahorn');
let h: Harness;
beforeAll(async () => { h = await harness({ clinics: [clinic('de-linde', { services: { prescriptions: { title: { nl: 'Recept' }, minAcr: 'urn:balie:acr:eid' }, econsults: { title: { nl: 'Vraag' } } } }), ahorn] }); });
afterAll(() => h.close());

let count = 0;
const address = () => `reset${count++}@patient.example`;
const forgot = (device: Device, more: Record<string, unknown>, from = `10.3.${count}.1`) => device.json('/password/forgot', { clinic: 'de-linde', locale: 'nl', ...more }, { headers: { 'x-test-address': from } });
const secret = async () => (await h.lastMail('password-reset'))!.data.secret;
const reset = async (device: Device, more: Record<string, unknown>) => { const answer = await device.json('/password/reset', { clinic: 'de-linde', password: 'nieuwe groene theepot 7', ...more }); return { status: answer.status, body: answer.status === 204 ? {} : await bodyOf(answer) }; };

describe('a forgotten password', () => {
  it('answers the same bytes whoever asks, hashes nothing, mails only an address that has an account, three times a day (T13, T16)', async () => {
    const known = address();
    await h.account(known);
    const device = await h.device();
    const answers = [];
    const hashed = h.hasher.hashed + h.hasher.verified;
    for (const email of [known, address(), known, known, known]) {
      const answer = await forgot(device, { email });
      answers.push(JSON.stringify({ status: answer.status, bytes: await answer.text(), headers: [...answer.headers].filter(([name]) => name !== 'dpop-nonce') }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0]!)).toMatchObject({ status: 202, bytes: '{}' });
    expect(h.hasher.hashed + h.hasher.verified).toBe(hashed);
    expect((await h.mails('password-reset')).map((mail) => mail.to)).toEqual([known, known, known]);
  });
  it('ends after so many from one network, whoever is asked about', async () => {
    const device = await h.device();
    let refused: Response | null = null;
    for (let turn = 0; turn <= limits.registerNetwork.limit && !refused; turn++) { const answer = await forgot(device, { email: address() }, '10.77.1.1'); if (answer.status === 429) refused = answer; }
    expect(refused?.headers.get('retry-after')).toBeTruthy();
  });
  it('where the user name is a CPR number it and the address must belong together (S4-16)', async () => {
    const number = '1204751234';
    const { device } = await user(h, ahorn, { number, email: 'tilhoerer@patient.example' });
    const ask = (more: Record<string, unknown>) => forgot(device, { clinic: 'ahorn', locale: 'da', ...more });
    const before = (await h.mails('password-reset')).length;
    expect((await ask({ email: 'tilhoerer@patient.example' })).status).toBe(400);
    for (const wrong of [{ email: 'tilhoerer@patient.example', number: '1304751234' }, { email: 'anden@patient.example', number }, { email: 'tilhoerer@patient.example', number: 'vrøvl' }]) expect((await ask(wrong)).status).toBe(202);
    expect(await h.mails('password-reset')).toHaveLength(before);
    await ask({ email: 'Tilhoerer@Patient.example', number: '120475-1234' });
    expect(await h.mails('password-reset')).toHaveLength(before + 1);
    expect(await reset(device, { clinic: 'ahorn', secret: await secret(), password: 'Grøn tekande 77' })).toMatchObject({ status: 204 });
    expect((await logIn(device, number, { client: 'ahorn', password: 'Grøn tekande 77' })).status).toBe(200);
    expect((await logIn(device, number, { client: 'ahorn', password })).body).toMatchObject({ error: 'wrong_credentials' });
  });
});

describe('the mailed link', () => {
  it('works once, by POST alone, for one hour, and the newest alone; at its own clinic (T30, T38)', async () => {
    const email = address();
    const { device } = await h.account(email);
    await forgot(device, { email });
    const first = await secret();
    await forgot(device, { email });
    const newest = await secret();
    expect(await reset(device, { secret: first })).toMatchObject({ status: 400, body: { error: 'link_invalid' } });
    for (let turn = 0; turn < 10; turn++) for (const method of ['GET', 'HEAD']) expect((await h.send(`/password/reset?secret=${newest}`, { method, headers: { origin: issuer } })).status).toBe(404);
    expect(await reset(device, { secret: newest, clinic: 'ahorn' })).toMatchObject({ body: { error: 'link_invalid' } });
    // Too weak a password costs nothing but another try.
    expect(await reset(device, { secret: newest, password: 'kort' })).toMatchObject({ body: { error: 'weak_password', problems: ['too-short'] } });
    const ends = await Promise.all(Array.from({ length: 5 }, () => reset(device, { secret: newest })));
    expect(ends.map(({ status }) => status).sort()).toEqual([204, 400, 400, 400, 400]);
    expect(JSON.stringify(h.logs)).not.toContain(newest);
    await forgot(device, { email });
    const late = await secret();
    h.pass(3601);
    expect(await reset(device, { secret: late })).toMatchObject({ body: { error: 'link_invalid' } });
  });
  it('tells when its page opens whether it still works, and uses nothing up; the same bytes for what was used, replaced, is too old, is another clinic\'s or never was (T16, T30)', async () => {
    const email = address();
    const { device } = await h.account(email);
    const look = async (link: string, clinic = 'de-linde') => { const answer = await device.json('/password/link', { clinic, secret: link }); return { status: answer.status, body: await answer.text() }; };
    await forgot(device, { email });
    const replaced = await secret();
    await forgot(device, { email });
    const used = await secret();
    expect([await look(used), await look(used)]).toEqual([{ status: 204, body: '' }, { status: 204, body: '' }]);
    const elsewhere = await look(used, 'ahorn');
    expect((await reset(device, { secret: used })).status).toBe(204);
    await forgot(device, { email });
    const late = await secret();
    h.pass(3601);
    const answers = [elsewhere, await look(used), await look(replaced), await look(late), await look('n'.repeat(43))].map(({ status, body }) => ({ status, body: body.replace(/"id":"[^"]*"/, '') }));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 400, body: expect.stringContaining('link_invalid') });
  });
  it('ends every session, and what an eID had proven with them; the mailbox is told; records stay shut to whoever has the mailbox alone (T31)', async () => {
    const email = address();
    const account = await h.account(email);
    // A session of an eID: it may open the record.
    await h.db.update(schema.tokenFamilies).set({ acr: 'urn:balie:acr:eid' });
    const page = async (device: Device, token: string) => { const key = await h.device(); return device.json('/page', { service: 'prescriptions', page_proof: await key.proof(`${issuer}/page`) }, { accessToken: token }); };
    expect((await page(account.device, account.tokens.access_token)).status).toBe(200);
    const thief = await h.device();
    await forgot(thief, { email });
    expect(await reset(thief, { secret: await secret() })).toMatchObject({ status: 204 });
    expect(await h.lastMail('password-changed')).toMatchObject({ to: email });
    expect((await account.device.get('/me', account.tokens.access_token)).status).toBe(401);
    expect((await account.device.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: account.tokens.refresh_token! })).status).toBe(400);
    const { redeem } = await logIn(thief, email, { password: 'nieuwe groene theepot 7' });
    const stolen = await (await redeem()).json() as { access_token: string };
    const refused = await page(thief, stolen.access_token);
    expect([refused.status, await bodyOf(refused)]).toMatchObject([401, { error: 'insufficient_user_authentication', acr_values: 'urn:balie:acr:eid', scope: 'prescriptions' }]);
  });
  it('ends log-ins that were through but not redeemed, and a link on its way to another address (T31)', async () => {
    const email = address();
    const account = await h.account(email);
    const thief = await h.device();
    const through = await logIn(thief, email);
    expect(through.status).toBe(200);
    await h.db.update(schema.tokenFamilies).set({ acr: 'urn:balie:acr:email-code' });
    await account.device.json('/contact/start', { email: 'dief@kwaad.example' }, { accessToken: account.tokens.access_token });
    const taking = (await h.lastMail('contact-verify'))!.data.secret;
    await forgot(account.device, { email });
    expect(await reset(account.device, { secret: await secret() })).toMatchObject({ status: 204 });
    expect((await through.redeem()).status).toBe(400);
    expect((await thief.json('/contact/verify', { clinic: 'de-linde', secret: taking })).status).toBe(400);
  });
  it('a log-in whose old password was checked just before the new one was set is not through after it (T31)', async () => {
    const email = address();
    const { device } = await h.account(email);
    await forgot(device, { email });
    const link = await secret();
    // The hash of the log-in takes as long as the whole reset.
    const { verify } = h.hasher;
    h.hasher.verify = async (stored, typed) => { const right = await verify(stored, typed); h.hasher.verify = verify; expect(await reset(device, { secret: link })).toMatchObject({ status: 204 }); return right; };
    try { expect((await logIn(device, email)).body).toMatchObject({ error: 'wrong_credentials' }); } finally { h.hasher.verify = verify; }
  });
  it('goes to the mailbox of the account, not to one whose name only folds to the same letters', async () => {
    const email = address();
    await h.account(`k${email}`);
    // KELVIN SIGN: its lower case is the letter k.
    await forgot(await h.device(), { email: `\u212a${email}` });
    expect(await h.lastMail('password-reset')).toMatchObject({ to: `k${email}` });
  });
  it('lets in again who was kept out by a hundred wrong tries', async () => {
    const email = address();
    const { device } = await h.account(email);
    await h.db.delete(schema.knownDevices);
    for (let turn = 0; turn < limits.passwordInARow.limit + 3; turn++) await logIn(device, email, { password: 'mis', headers: { 'x-test-address': `10.200.${turn}.1` } });
    expect((await logIn(device, email, { password: goodPassword, headers: { 'x-test-address': '10.201.1.1' } })).status).toBe(400);
    await forgot(device, { email });
    await reset(device, { secret: await secret() });
    expect((await logIn(device, email, { password: 'nieuwe groene theepot 7', headers: { 'x-test-address': '10.201.2.1' } })).status).toBe(200);
    expect(await verifyAudit(h.db)).toMatchObject({ ok: true });
  });
  it('an account that has only an eID gets no password by mail', async () => {
    const number = '1404751234';
    const { device } = await user(h, ahorn, { number, email: 'kun-mitid@patient.example' });
    await h.db.update(schema.accounts).set({ passwordHash: null });
    const before = (await h.mails('password-reset')).length;
    await forgot(device, { clinic: 'ahorn', locale: 'da', email: 'kun-mitid@patient.example', number });
    expect(await h.mails('password-reset')).toHaveLength(before);
  });
});
