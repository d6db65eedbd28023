import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { goodPassword, harness, logIn, openPrompt, type Harness } from '../test/harness.ts';
import { guessCode, networkKey, sendCode, type CodeFor } from './session-codes.ts';
import type { Context } from './context.ts';
import { systemRandom } from './random.ts';

let h: Harness;
beforeAll(async () => { h = await harness(); });
afterAll(() => h.close());

let count = 0;
const patient = () => h.account(`codes${count++}@patient.example`);
const code = async () => (await h.lastMail('session-code'))!.data.code;
const wrong = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, '0');

describe('a session code (T10)', () => {
  it('opens its own page once; the same code again is refused (S0-27)', async () => {
    const prompt = await openPrompt(h, await patient());
    const mailed = await code();
    const used = { ...prompt.state };
    const first = await prompt.again({ code: mailed });
    expect(first.status).toBe(200);
    expect((await prompt.redeem(first.body.authorization_code!)).status).toBe(200);
    // Later than a lost answer is given again, and as another request.
    prompt.state.session = used.session;
    h.pass(61);
    expect(await prompt.again({ code: mailed })).toMatchObject({ status: 400, body: { error: 'invalid_session' } });
  });
  it('does not open another page, though both wait for the same account (S0-28)', async () => {
    const base = await patient();
    const left = await openPrompt(h, base);
    const old = await code();
    const right = await openPrompt(h, base);
    expect(await right.again({ code: old })).toMatchObject({ status: 400, body: { error: 'wrong_code' } });
    expect(await left.again({ code: old })).toMatchObject({ status: 400, body: { error: 'code_replaced' } });
    expect(await left.again({ code: await code() })).toMatchObject({ status: 400, body: { error: 'code_replaced' } });
    expect(await right.again({ code: await code() })).toMatchObject({ status: 200 });
  });
  it('does not open another service', async () => {
    const base = await patient();
    await openPrompt(h, base, 'prescriptions');
    const forPrescriptions = await code();
    const other = await openPrompt(h, base, 'econsults');
    expect(await other.again({ code: forPrescriptions })).toMatchObject({ status: 400, body: { error: 'wrong_code' } });
  });
  it('is dead once a newer one was asked for on the same page (S0-31)', async () => {
    const prompt = await openPrompt(h, await patient());
    const old = await code();
    expect(await prompt.again({ resend: '1' })).toMatchObject({ status: 400, body: { error: 'insufficient_authorization' } });
    expect(await prompt.again({ code: old })).toMatchObject({ status: 400, body: { error: 'wrong_code' } });
    expect(await prompt.again({ code: await code() })).toMatchObject({ status: 200 });
  });
  it('is dead once its page was closed (S0-28), also in the hands of who kept session, key and code', async () => {
    const prompt = await openPrompt(h, await patient());
    expect((await prompt.close()).status).toBe(204);
    expect(await prompt.again({ code: await code() })).toMatchObject({ status: 401, body: { error: 'page_closed' } });
  });
  it('dies after ten minutes, and says so; a new one is a click away', async () => {
    const prompt = await openPrompt(h, await patient());
    h.pass(599);
    expect(await prompt.again({ code: wrong(await code()) })).toMatchObject({ body: { error: 'wrong_code', next: { expires_in: 1 } } });
    h.pass(1);
    expect(await prompt.again({ code: await code() })).toMatchObject({ status: 400, body: { error: 'code_expired', next: { expires_in: 0 } } });
    expect(await prompt.again({ resend: '1' })).toMatchObject({ body: { error: 'insufficient_authorization', next: { expires_in: 600 } } });
    expect(await prompt.again({ code: await code() })).toMatchObject({ status: 200 });
  });
  it('waits in vain for a session left alone for twenty minutes', async () => {
    const prompt = await openPrompt(h, await patient());
    h.pass(1200);
    expect(await prompt.again({ resend: '1' })).toMatchObject({ status: 400, body: { error: 'invalid_session' } });
  });
  it('is asked for and typed in at most twenty requests of one session', async () => {
    const prompt = await openPrompt(h, await patient());
    for (let turn = 0; turn < 19; turn++) expect(await prompt.again({ code: 'no digits' })).toMatchObject({ body: { error: 'wrong_code' } });
    expect(await prompt.again({ code: await code() })).toMatchObject({ status: 400, body: { error: 'invalid_session' } });
  });
  it('requests that are refused count among the twenty', async () => {
    const prompt = await openPrompt(h, await patient());
    const statuses: number[] = [];
    for (let turn = 0; turn < 19; turn++) statuses.push((await prompt.again({ resend: '1' })).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(17);
    expect(await prompt.again({ code: await code() })).toMatchObject({ status: 400, body: { error: 'invalid_session' } });
  });
  it('is refused from any key but the page\'s', async () => {
    const base = await patient();
    const prompt = await openPrompt(h, base);
    for (const thief of [base.device, await h.device()]) expect(await prompt.again({ code: await code() }, thief)).toMatchObject({ status: 400, body: { error: 'invalid_session' } });
    expect(await prompt.again({ code: await code() })).toMatchObject({ status: 200 });
  });
  it('is read with spaces and dashes, and what is no code costs no guess', async () => {
    const prompt = await openPrompt(h, await patient());
    const right = await code();
    expect(await prompt.again({ code: 'twelve' })).toMatchObject({ body: { error: 'wrong_code', guesses_left: 5 } });
    expect(await prompt.again({ code: ` ${right.slice(0, 3)}-${right.slice(3)} ` })).toMatchObject({ status: 200 });
  });
  it('used nineteen times in parallel, all that is left of its session, opens once: the others find the first one\'s answer', async () => {
    const prompt = await openPrompt(h, await patient());
    const fields = { client_id: 'de-linde', auth_session: prompt.state.session, code: await code() };
    const answers = await Promise.all(Array.from({ length: 19 }, () => prompt.page.form('/authorize-challenge', fields)));
    const bodies = await Promise.all(answers.map(async (answer) => await answer.json() as { authorization_code?: string }));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(bodies.map((body) => body.authorization_code)).size).toBe(1);
    expect(await h.db.$count(schema.authorizationCodes, eq(schema.authorizationCodes.page, prompt.made.page))).toBe(1);
  });
  it('carries a mark that stands in prompt and mail, another one each time (N6), and no patient data (S0-32)', async () => {
    const prompt = await openPrompt(h, await patient());
    const mail = await h.lastMail('session-code');
    expect(prompt.asked.body['next']).toMatchObject({ mark: mail!.data.mark });
    expect(Object.keys(mail!.data).sort()).toEqual(['at', 'code', 'mark', 'minutes', 'service']);
    const next = await prompt.again({ resend: '1' });
    expect((next.body['next'] as { mark: string }).mark).not.toBe(mail!.data.mark);
  });
  it('of an answer that got lost is not mailed twice: the same request within 60 s gets the same answer', async () => {
    const prompt = await openPrompt(h, await patient());
    const before = (await h.mails('session-code')).length;
    const fields = { client_id: 'de-linde', auth_session: prompt.state.session, resend: '1' };
    const [first, second] = [await (await prompt.page.form('/authorize-challenge', fields)).json() as object, await (await prompt.page.form('/authorize-challenge', fields)).json() as object];
    expect(second).toEqual(first);
    expect(await h.mails('session-code')).toHaveLength(before + 1);
    expect(await (await prompt.page.form('/authorize-challenge', { ...fields, resend: '', code: '123456' })).json()).toMatchObject({ error: 'invalid_session' });
    h.pass(61);
    expect(await (await prompt.page.form('/authorize-challenge', fields)).json()).toMatchObject({ error: 'invalid_session' });
  });
});

describe('guesses (T09)', () => {
  it('five wrong ones spend a code; a new one gives five more, until the day\'s ten are gone: closed, mailed, no further code', async () => {
    const base = await patient();
    const prompt = await openPrompt(h, base);
    const lefts: unknown[] = [];
    for (let guess = 0; guess < 5; guess++) lefts.push((await prompt.again({ code: wrong(await code()) })).body.guesses_left);
    expect(lefts).toEqual([4, 3, 2, 1, 0]);
    expect(await prompt.again({ code: await code() })).toMatchObject({ status: 400, body: { error: 'code_guesses_spent' } });
    await prompt.again({ resend: '1' });
    const problems: unknown[] = [];
    for (let guess = 0; guess < 5; guess++) problems.push((await prompt.again({ code: wrong(await code()) })).body.error);
    expect(problems).toEqual(['wrong_code', 'wrong_code', 'wrong_code', 'wrong_code', 'code_guesses_spent']);
    expect(await h.mails('code-log-in-closed')).toHaveLength(1);
    expect(await prompt.again({ code: await code() })).toMatchObject({ body: { error: 'code_guesses_spent' } });
    const mails = (await h.mails('session-code')).length;
    expect(await prompt.again({ resend: '1' })).toMatchObject({ body: { error: 'code_guesses_spent' } });
    expect((await openPrompt(h, base, 'econsults')).asked).toMatchObject({ body: { error: 'code_guesses_spent' } });
    expect(await h.mails('session-code')).toHaveLength(mails);
    expect(await h.mails('code-log-in-closed')).toHaveLength(1);
    // The next day codes work again.
    h.pass(86_400);
    const tokens = await (await (await logIn(base.device, `codes${count - 1}@patient.example`)).redeem()).json() as TokenAnswer;
    const next = await openPrompt(h, { ...base, tokens });
    expect(await next.again({ code: await code() })).toMatchObject({ status: 200 });
  });

  /** The functions beneath the routes, so that thousands of rounds and true parallelism are cheap. */
  async function direct() {
    const base = await patient();
    const ctx = { db: h.db, keyring: h.keyring, clock: () => h.time.now, random: systemRandom } as unknown as Context;
    const of: CodeFor = { account: base.id, clinic: 'de-linde', scope: 'prescriptions', by: 'email', page: crypto.randomUUID(), session: crypto.randomUUID(), jkt: 'page-key' };
    const network = networkKey(ctx, 'email', base.id);
    // A guess is compared when its HMAC is made, and only then.
    let compared = 0;
    const guessing: Context = { ...ctx, keyring: { ...h.keyring, hmac: (label, ...parts) => { if (label === 'session-code') compared++; return h.keyring.hmac(label, ...parts); } } };
    return { of, compared: () => compared, mail: () => h.db.transaction((tx) => sendCode(tx, ctx, of, network)), guess: (typed: string) => h.db.transaction((tx) => guessCode(tx, guessing, of, typed, network)) };
  }

  it('1000 rounds of re-send and guess compare exactly ten guesses, however the rounds are spread over the mail limits', async () => {
    const { mail, guess, compared } = await direct();
    let mailed = 0;
    for (let round = 0; round < 1000; round++) {
      await mail().then(() => mailed++, () => undefined);
      expect((await guess('000000')).right).toBe(false);
      h.pass(86);
    }
    expect(compared()).toBe(10);
    expect(mailed).toBe(10);
  }, 60_000);
  it('50 in parallel count 50, and five are compared', async () => {
    const { of, mail, guess, compared } = await direct();
    await mail();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => guess('000000')));
    const [row] = await h.db.select().from(schema.sessionCodes).where(eq(schema.sessionCodes.account, of.account));
    expect(row!.guesses).toBe(50);
    expect(compared()).toBe(5);
    expect(outcomes.filter((outcome) => !outcome.right && outcome.problem === 'wrong_code')).toHaveLength(4);
    expect(outcomes.every((outcome) => !outcome.right)).toBe(true);
  });
  it('mailing and guessing at the same time never wait for each other in a circle', async () => {
    const { mail, guess, of } = await direct();
    await mail();
    for (let round = 0; round < 40; round++) {
      const { code: right } = (await h.lastMail('session-code'))!.data;
      const outcomes = await Promise.allSettled([mail(), guess(right), mail(), guess(right)]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'too_many_requests' });
      h.pass(86_400);
      await h.db.delete(schema.sessionCodes).where(eq(schema.sessionCodes.account, of.account));
      await mail();
    }
  }, 60_000);
  it('a right one gives guess and mail back: a patient may open services all day', async () => {
    const base = await patient();
    for (let turn = 0; turn < 25; turn++) {
      const prompt = await openPrompt(h, base);
      expect(await prompt.again({ code: await code() })).toMatchObject({ status: 200 });
    }
  });
});

describe('mails (T13)', () => {
  it('three at once, then one a minute, five an hour, ten a day; the refusal says when to come back', async () => {
    const base = await patient();
    const prompt = await openPrompt(h, base);
    const resend = async () => { const { status, body } = await prompt.again({ resend: '1' }); return status === 429 ? Number(body['retry_after']) : 0; };
    expect([await resend(), await resend()]).toEqual([0, 0]);
    expect(await resend()).toBe(60);
    h.pass(59);
    expect(await resend()).toBe(1);
    h.pass(1);
    expect(await resend()).toBe(0);
    h.pass(60);
    expect(await resend()).toBe(0);
    h.pass(60);
    expect(await resend()).toBeGreaterThan(3000);
    expect((await h.mails('session-code')).filter((mail) => mail.to === (`codes${count - 1}@patient.example`))).toHaveLength(5);
  });
  it('the prompt knows when the next one may go', async () => {
    const prompt = await openPrompt(h, await patient());
    const waits = [prompt.asked.body['next'], (await prompt.again({ resend: '1' })).body['next'], (await prompt.again({ resend: '1' })).body['next']] as { resend_in: number }[];
    expect(waits.map((wait) => wait.resend_in)).toEqual([0, 0, 60]);
  });
  it('2,000 requests for codes of one account send five in an hour', async () => {
    const base = await patient();
    const ctx = { db: h.db, keyring: h.keyring, clock: () => h.time.now, random: systemRandom } as unknown as Context;
    const of: CodeFor = { account: base.id, clinic: 'de-linde', scope: 'prescriptions', by: 'email', page: crypto.randomUUID(), session: crypto.randomUUID(), jkt: 'k' };
    let sent = 0;
    for (let request = 0; request < 2_000; request++) {
      await h.db.transaction((tx) => sendCode(tx, ctx, of, networkKey(ctx, 'email', String(request)))).then(() => sent++, () => undefined);
      h.pass(1);
    }
    expect(sent).toBe(5);
    expect((await h.mails('session-code')).filter((mail) => mail.to === `codes${count - 1}@patient.example`)).toHaveLength(5);
  }, 120_000);
  it('10,000 requests to register send three mails a mailbox and day, and sixty an hour from one network', async () => {
    const fresh = await harness();
    try {
      const device = await fresh.device();
      const ask = async (email: string, address: string) => (await device.json('/register', { clinic: 'de-linde', locale: 'nl', email, password: goodPassword }, { headers: { 'x-test-address': address } })).status;
      const statuses = new Map<number, number>();
      const storm = async (count: number, of: (n: number) => [email: string, address: string]) => {
        for (let at = 0; at < count; at += 250) for (const status of await Promise.all(Array.from({ length: 250 }, (_, n) => ask(...of(at + n))))) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      };
      await storm(2_000, (n) => ['victim@patient.example', `10.${Math.floor(n / 250)}.${n % 250}.1`]);
      await storm(8_000, (n) => [`victim${n}@patient.example`, '203.0.113.7']);
      expect(Object.fromEntries(statuses)).toEqual({ 202: 2_060, 429: 7_940 });
      const mails = await fresh.mails();
      expect([mails.filter(({ to }) => to === 'victim@patient.example').length, mails.length]).toEqual([3, 63]);
    } finally { await fresh.close(); }
  }, 180_000);
  it('one network gets twenty an hour, whoever they are for', async () => {
    const ctx = { db: h.db, keyring: h.keyring, clock: () => h.time.now, random: systemRandom } as unknown as Context;
    let sent = 0;
    for (let n = 0; n < 25; n++) {
      const base = await patient();
      h.pass(2);
      await h.db.transaction((tx) => sendCode(tx, ctx, { account: base.id, clinic: 'de-linde', scope: 'prescriptions', by: 'email', page: crypto.randomUUID(), session: crypto.randomUUID(), jkt: 'k' }, networkKey(ctx, 'email', '198.51.100'))).then(() => sent++, () => undefined);
    }
    expect(sent).toBe(20);
  });
});
