import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessClaims, TokenAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { decodeJwt } from 'jose';
import { counterKey, limits } from './limits.ts';
import { clinic, harness, logIn, openPrompt, type Harness } from '../test/harness.ts';

/** `mailed` asks a code at each log-in and none after (S4); `free` asks one only of accounts that chose it; `texted` wants an SMS for its services (S2). */
const logged = { services: { prescriptions: { title: { nl: 'Recept' }, maxAge: 28_800 }, econsults: { title: { nl: 'Vraag' } } } };
const texted = { logIn: { code: 'sms' }, services: { prescriptions: { title: { nl: 'Recept' }, minAcr: 'urn:balie:acr:sms-code', maxAge: 28_800 } } };
let h: Harness;
beforeAll(async () => { h = await harness({ clinics: [clinic('mailed', { logIn: { code: 'email' }, ...logged }), clinic('free', logged), clinic('texted', texted)] }); });
afterAll(() => h.close());

let count = 0;
async function patient(at = 'mailed') {
  const email = `codes${count++}@patient.example`;
  return { email, ...await h.account(email, { at }) };
}
const addPhone = (owner: string, phone = '+31612345678') => h.db.insert(schema.factors).values({ owner, kind: 'sms', secretSealed: h.keyring.seal('factor', JSON.stringify({ phone })), createdAt: h.time.now, activatedAt: h.time.now });
const mailed = async () => (await h.lastMail('log-in-code'))!.data.code;
const texted6 = async () => (await h.texts()).at(-1)!.data.code;
const wrong = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, '0');
const enter = (who: { device: Awaited<ReturnType<typeof h.device>>; email: string; client: string }) => logIn(who.device, who.email, { client: who.client });
const claimsOf = (tokens: TokenAnswer) => decodeJwt(tokens.access_token) as unknown as AccessClaims;

describe('a code at each log-in (C2)', () => {
  it('follows the password by mail, and the session then says so (S4-37, S4-39)', async () => {
    const who = await patient();
    const at = await enter(who);
    expect(at).toMatchObject({ status: 400, body: { error: 'insufficient_authorization', next: { type: 'email_code', to: 'c***@p***.example', expires_in: 600 } } });
    const mail = await h.lastMail('log-in-code');
    expect(mail).toMatchObject({ to: who.email, clinic: 'mailed', data: { mark: (at.body as unknown as { next: { mark: string } }).next.mark } });
    const done = await at.again({ code: mail!.data.code });
    expect(done.status).toBe(200);
    const tokens = await (await at.redeem({ code: done.body.authorization_code! })).json() as TokenAnswer;
    expect(claimsOf(tokens)).toMatchObject({ scope: 'portal', acr: 'urn:balie:acr:email-code' });
    expect(claimsOf(tokens)).not.toHaveProperty('page');
  });
  it('then opens services without another one where they allow its age, and asks one where they do not', async () => {
    const who = await patient();
    const at = await enter(who);
    const tokens = await (await at.redeem({ code: (await at.again({ code: await mailed() })).body.authorization_code! })).json() as TokenAnswer;
    expect((await openPrompt(h, { ...who, tokens }, 'prescriptions')).asked).toMatchObject({ status: 200 });
    expect((await openPrompt(h, { ...who, tokens }, 'econsults')).asked).toMatchObject({ status: 400, body: { next: { type: 'email_code' } } });
  });
  it('is not asked for where the password is wrong, and nothing is mailed then (T13, T16)', async () => {
    const who = await patient();
    const mails = (await h.mails()).length;
    expect((await logIn(who.device, who.email, { client: 'mailed', password: 'wrong' })).body).toMatchObject({ error: 'wrong_credentials', next: { type: 'password' } });
    expect(await h.mails()).toHaveLength(mails);
  });
  it('is asked for of nobody where neither clinic nor account wants one (S0-38)', async () => {
    expect((await enter(await patient('free'))).status).toBe(200);
  });
  it('goes by SMS once a telephone number was activated, at every clinic, and is worth more (S2-14)', async () => {
    for (const at of ['texted', 'mailed', 'free']) {
      const who = await patient(at);
      await addPhone(who.id, `+3161234560${count}`);
      const mails = (await h.mails()).length;
      const begun = await enter(who);
      expect(begun).toMatchObject({ status: 400, body: { next: { type: 'sms_code', to: `*** 0${count}` } } });
      expect((await h.texts()).at(-1)).toEqual({ template: 'code', to: `+3161234560${count}`, locale: 'nl', clinic: at, data: { code: expect.stringMatching(/^\d{6}$/) as string, mark: expect.stringMatching(/^[A-Z]\d$/) as string } });
      expect(await h.mails()).toHaveLength(mails);
      const tokens = await (await begun.redeem({ code: (await begun.again({ code: await texted6() })).body.authorization_code! })).json() as TokenAnswer;
      expect(claimsOf(tokens).acr).toBe('urn:balie:acr:sms-code');
      if (at !== 'mailed') expect((await openPrompt(h, { ...who, tokens }, 'prescriptions')).asked.status).toBe(200);
    }
  });
  it('costs a practice no more than a thousand unused messages a day; a used one is given back, and mail goes on (T16)', async () => {
    const key = counterKey(h.context, 'code-sms-clinic', 'texted');
    const spent = async () => (await h.db.select().from(schema.counters).where(eq(schema.counters.key, key)))[0]?.count ?? 0;
    const [who, next] = [await patient('texted'), await patient('texted')];
    await addPhone(who.id, '+31612345691');
    await addPhone(next.id, '+31612345692');
    await enter(next);
    await h.db.update(schema.counters).set({ count: limits.smsClinic.limit - 1 }).where(eq(schema.counters.key, key));
    const last = await enter(who);
    expect([last.body, await spent()]).toMatchObject([{ next: { type: 'sms_code' } }, limits.smsClinic.limit]);
    h.pass(60);
    const texts = (await h.texts()).length;
    expect(await enter(next)).toMatchObject({ status: 429, body: { error: 'too_many_requests' } });
    expect(await h.texts()).toHaveLength(texts);
    expect((await last.again({ code: await texted6() })).status).toBe(200);
    expect(await spent()).toBe(limits.smsClinic.limit - 1);
    expect((await enter(await patient())).body).toMatchObject({ next: { type: 'email_code' } });
    await h.db.delete(schema.counters).where(eq(schema.counters.key, key));
  });
  it('goes by mail until there is a number; a service that wants an SMS then stays shut', async () => {
    const who = await patient('texted');
    const at = await enter(who);
    expect(at.body).toMatchObject({ next: { type: 'email_code' } });
    const tokens = await (await at.redeem({ code: (await at.again({ code: await mailed() })).body.authorization_code! })).json() as TokenAnswer;
    await expect(openPrompt(h, { ...who, tokens }, 'prescriptions')).rejects.toThrow('insufficient_user_authentication');
    // With a number, that service asks for an SMS by itself.
    await addPhone(who.id, '+31687654321');
    expect((await openPrompt(h, { ...who, tokens }, 'prescriptions')).asked).toMatchObject({ status: 400, body: { next: { type: 'sms_code', to: '*** 21' } } });
  });
});

describe('such a code (T10)', () => {
  it('is good for the log-in it was sent for, with that key, once', async () => {
    const who = await patient();
    const left = await enter(who);
    const old = await mailed();
    const right = await enter(who);
    expect((await right.again({ code: old })).body).toMatchObject({ error: 'wrong_code' });
    expect((await left.again({ code: await mailed() })).body).toMatchObject({ error: 'code_replaced' });
    expect((await right.again({ code: await mailed() }, await h.device())).body).toMatchObject({ error: 'invalid_session' });
    const used = right.state.session;
    expect((await right.again({ code: await mailed() })).status).toBe(200);
    h.pass(61);
    right.state.session = used;
    expect((await right.again({ code: await mailed() })).body).toMatchObject({ error: 'invalid_session' });
  });
  it('opens no service, and a session code does not log in: one live code an account', async () => {
    const who = await patient('mailed');
    const at = await enter(who);
    const forLogIn = await mailed();
    const prompt = await openPrompt(h, who, 'econsults');
    expect(await prompt.again({ code: forLogIn })).toMatchObject({ body: { error: 'wrong_code' } });
    expect((await at.again({ code: forLogIn })).body).toMatchObject({ error: 'code_replaced' });
    expect((await at.again({ code: (await h.lastMail('session-code'))!.data.code })).body).toMatchObject({ error: 'code_replaced' });
    expect(await h.db.$count(schema.sessionCodes, eq(schema.sessionCodes.account, who.id))).toBe(1);
  });
  it('dies after ten minutes and when a newer one was asked for; the newer one logs in', async () => {
    const at = await enter(await patient());
    h.pass(600);
    const old = await mailed();
    expect((await at.again({ code: old })).body).toMatchObject({ error: 'code_expired' });
    expect((await at.again({ resend: '1' })).body).toMatchObject({ error: 'insufficient_authorization', next: { expires_in: 600 } });
    expect((await at.again({ code: old })).body.error).toMatch(/wrong_code/);
    expect((await at.again({ code: await mailed() })).status).toBe(200);
  });
  it('typed 15 times in parallel logs in once', async () => {
    const who = await patient();
    const at = await enter(who);
    const fields = { client_id: 'mailed', auth_session: at.state.session, code: await mailed() };
    const bodies = await Promise.all(Array.from({ length: 15 }, async () => (await who.device.form('/authorize-challenge', fields)).json() as Promise<{ authorization_code?: string }>));
    expect(new Set(bodies.map((body) => body.authorization_code)).size).toBe(1);
  });
});

describe('guesses at it (T09)', () => {
  it('share the day\'s ten with session codes, however often a log-in begins anew; then codes are closed and the patient is told by mail', async () => {
    const who = await patient();
    let tried = 0;
    for (let round = 0; tried < 10 && round < 8; round++) {
      const at = await enter(who);
      for (let guess = 0; guess < 3 && tried < 10; guess++, tried++) expect((await at.again({ code: wrong(await mailed()) })).body.error).toBe(tried === 9 ? 'code_guesses_spent' : 'wrong_code');
      h.pass(3600);
    }
    expect(tried).toBe(10);
    expect((await h.mails('code-log-in-closed')).filter((mail) => mail.to === who.email)).toHaveLength(1);
    const sent = (await h.mails('log-in-code')).length;
    expect((await enter(who)).body).toMatchObject({ error: 'code_guesses_spent' });
    expect(await h.mails('log-in-code')).toHaveLength(sent);
  });
  it('and unused messages are what counts: logging in rightly all day is never refused; five unused ones in an hour are', async () => {
    const who = await patient();
    await addPhone(who.id, '+31611111111');
    for (let turn = 0; turn < 12; turn++) expect((await (await enter(who)).again({ code: await texted6() })).status).toBe(200);
    const statuses: number[] = [];
    for (let turn = 0; turn < 6; turn++) { statuses.push((await enter(who)).status); h.pass(60); }
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
  });
});
