import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { danish, session, user } from '../test/danish.ts';
import { bodyOf, clinic, harness, logIn, openPrompt, type Device, type Harness } from '../test/harness.ts';
import type { TokenAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';

const ahorn = danish('ahorn');
let h: Harness, device: Device, account: string, tokens: TokenAnswer;
beforeAll(async () => {
  h = await harness({ clinics: [ahorn, clinic('de-linde')] });
  ({ device, account } = await user(h, ahorn, { number: '1004751234', email: 'foer@patient.example' }));
  tokens = await session(device, '1004751234', 'ahorn');
  await shown(account);
});
/** As after a log-in with a mailed code. */
const shown = (id: string) => h.db.update(schema.tokenFamilies).set({ acr: 'urn:balie:acr:email-code' }).where(eq(schema.tokenFamilies.subject, id));
afterAll(() => h.close());
const look = async () => bodyOf(await device.get('/contact', tokens.access_token));
const start = async (body: Record<string, unknown>) => { const answer = await device.json('/contact/start', body, { accessToken: tokens.access_token }); return { status: answer.status, body: await bodyOf(answer) }; };
const verify = async (secret: string, by: Device = device) => (await by.json('/contact/verify', { clinic: 'ahorn', secret })).status;

describe('address and telephone number (S4-40)', () => {
  it('are asked where the record says something else, which is not told; never where it says nothing', async () => {
    expect(await look()).toEqual({ email: 'foer@patient.example', phone: null, differs: { email: false, phone: false }, ask: false });
    h.records.set(account, { email: 'Foer@patient.example', phone: null });
    expect(await look()).toMatchObject({ ask: false });
    h.records.set(account, { email: 'journal@patient.example', phone: '+4520123456' });
    expect(await look()).toEqual({ email: 'foer@patient.example', phone: null, differs: { email: true, phone: true }, ask: true });
    expect(JSON.stringify(await look())).not.toContain('journal');
  });
  it('confirmed as they are: not asked again for half a year', async () => {
    expect(await start({ email: 'foer@patient.example', phone: '12' })).toMatchObject({ status: 400, body: { fields: ['phone'] } });
    expect(await start({ email: 'FOER@patient.example', phone: '20 12 34 56' })).toMatchObject({ status: 200, body: { mailed: false } });
    expect(await look()).toEqual({ email: 'foer@patient.example', phone: '+4520123456', differs: { email: true, phone: false }, ask: false });
    h.pass(181 * 86_400);
    tokens = await session(device, '1004751234', 'ahorn');
    await shown(account);
    expect(await look()).toMatchObject({ ask: true });
  });
  it('a new address counts once its own link was used; the old mailbox hears of it at once; of N with one link one counts (T38)', async () => {
    expect(await start({ email: 'efter@patient.example' })).toMatchObject({ body: { mailed: true } });
    expect(await h.lastMail('contact-changing')).toMatchObject({ to: 'foer@patient.example' });
    const link = (await h.lastMail('contact-verify'))!;
    expect(link.to).toBe('efter@patient.example');
    expect(await look()).toMatchObject({ email: 'foer@patient.example', pending: 'efter@patient.example' });
    const elsewhere = await h.device();
    expect((await Promise.all([verify(link.data.secret, elsewhere), verify(link.data.secret), verify(link.data.secret)])).sort()).toEqual([204, 400, 400]);
    const after = await look();
    expect(after).toMatchObject({ email: 'efter@patient.example', ask: false });
    expect(after).not.toHaveProperty('pending');
    expect(await h.lastMail('contact-changed')).toMatchObject({ to: 'efter@patient.example' });
  });
  it('mails one address at most three links a day (T13)', async () => {
    const answers = [];
    for (let turn = 0; turn < 4; turn++) answers.push((await start({ email: 'fremmed@patient.example' })).status);
    expect(answers).toEqual([200, 200, 200, 429]);
  });
  it('a password alone changes no address: the mailbox it would take away is shown first, by a code at the log-in or by one\'s own account opened with one (T31)', async () => {
    const one = await h.account('vast@patient.example');
    const change = async (email: string) => { const answer = await one.device.json('/contact/start', { email }, { accessToken: one.tokens.access_token }); return [answer.status, await bodyOf(answer)]; };
    const mails = (await h.mails('contact-verify')).length;
    expect(await change('dief@kwaad.example')).toMatchObject([401, { error: 'insufficient_user_authentication', acr_values: 'urn:balie:acr:email-code', scope: 'account' }]);
    expect(await h.mails('contact-verify')).toHaveLength(mails);
    // To say that all is right needs no more than the session.
    expect(await change('Vast@patient.example')).toMatchObject([200, { mailed: false }]);
    const page = await openPrompt(h, one, 'account');
    expect((await change('dief@kwaad.example'))[0]).toBe(401);
    await page.open();
    expect(await change('nieuw@patient.example')).toMatchObject([200, { mailed: true }]);
    await page.close();
    expect((await change('dief@kwaad.example'))[0]).toBe(401);
  });
  it('of two accounts that reach for one free address at once, one gets it and the other is told so (S0-03)', async () => {
    const pair = [await h.account('links@patient.example'), await h.account('rechts@patient.example')];
    const secrets: string[] = [];
    for (const one of pair) { await shown(one.id); await one.device.json('/contact/start', { email: 'samen@patient.example' }, { accessToken: one.tokens.access_token }); secrets.push((await h.lastMail('contact-verify'))!.data.secret); }
    const ends = await Promise.all(pair.map((one, at) => one.device.json('/contact/verify', { clinic: 'de-linde', secret: secrets[at]! })));
    expect(ends.map(({ status }) => status).sort()).toEqual([204, 400]);
  });
  it('where the address is the user name, one logs in with the new one; another\'s stays theirs (S0-03)', async () => {
    const one = await h.account('een@patient.example'), two = await h.account('twee@patient.example');
    const change = async (of: typeof one, email: string) => {
      await shown(of.id);
      await of.device.json('/contact/start', { email }, { accessToken: of.tokens.access_token });
      return (await of.device.json('/contact/verify', { clinic: 'de-linde', secret: (await h.lastMail('contact-verify'))!.data.secret })).status;
    };
    expect(await change(one, 'twee@patient.example')).toBe(400);
    expect(await change(two, 'drie@patient.example')).toBe(204);
    expect((await logIn(two.device, 'drie@patient.example')).status).toBe(200);
    expect((await logIn(two.device, 'twee@patient.example')).body).toMatchObject({ error: 'wrong_credentials' });
  });
});
