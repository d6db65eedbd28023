import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PasskeyOptionsAnswer, TokenAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { createAuthenticator, type Authenticator } from '../test/authenticator.ts';
import { limits } from './limits.ts';
import { bodyOf, clinic, harness, issuer, openPrompt, pkce, wish, type Device, type Harness } from '../test/harness.ts';

const ways = { logIn: { ways: ['passkey', 'password'] } };
let h: Harness;
beforeAll(async () => { h = await harness({ clinics: [clinic('de-linde', ways), clinic('zeezicht', ways), clinic('zonder'), clinic('kort', { logIn: { ways: ['passkey', 'password'], passkeyMaxAge: 120 }, services: { prescriptions: { title: { nl: 'Recept' } }, econsults: { title: { nl: 'Vraag' }, minAcr: 'urn:balie:acr:eid' } } })] }); });
afterAll(() => h.close());

type Patient = Awaited<ReturnType<Harness['account']>>;
let patient: Patient, count = 0;
beforeEach(async () => { patient = await h.account(`passkey${count++}@patient.example`); });

async function openAccount(who: Patient = patient, client = 'de-linde') {
  const prompt = await openPrompt(h, { ...who, client }, 'account');
  const { access_token: accessToken } = await prompt.open();
  const post = (path: string, body: unknown = {}) => prompt.page.json(path, body, { accessToken, headers: { 'user-agent': 'Mozilla/5.0 (Macintosh) Safari/605' } });
  return { post, offer: async () => await bodyOf(await post('/account/passkey/options')) as unknown as PasskeyOptionsAnswer };
}
async function withPasskey(who: Patient = patient): Promise<Authenticator> {
  const account = await openAccount(who);
  const { auth_session, options } = await account.offer();
  const authenticator = createAuthenticator(issuer);
  expect((await account.post('/account/passkey', { auth_session, response: authenticator.create(options) })).status).toBe(204);
  return authenticator;
}
/** A log-in by passkey, from a device nobody knows, without a user name. */
async function begin(device: Device, client = 'de-linde') {
  const { verifier, challenge } = pkce();
  const asked = await device.form('/authorize-challenge', { ...wish(client, 'portal', challenge), passkey: '1' });
  const first = await bodyOf(asked) as { error: string; auth_session: string; next: { type: string; options: Record<string, unknown> } };
  const state = { session: first.auth_session, options: first.next?.options };
  return {
    status: asked.status, first, state,
    async answer(assertion: unknown, by: Device = device) {
      const answer = await by.form('/authorize-challenge', { client_id: client, auth_session: state.session, assertion: typeof assertion === 'string' ? assertion : JSON.stringify(assertion) });
      const body = await bodyOf(answer) as { error?: string; auth_session?: string; authorization_code?: string; next?: { options: Record<string, unknown> } };
      if (body.auth_session) { state.session = body.auth_session; state.options = body.next?.options ?? state.options; }
      return { status: answer.status, body };
    },
    redeem: (code: string) => device.token({ grant_type: 'authorization_code', client_id: client, code, code_verifier: verifier, redirect_uri: `${issuer}/return/${client}` }),
  };
}
const acrOf = async (tokens: TokenAnswer) => (JSON.parse(Buffer.from(tokens.access_token.split('.')[1]!, 'base64url').toString()) as { acr: string }).acr;

describe('adding a passkey', () => {
  it('asks for one that the device keeps, the user verified, of the issuer’s host; keeps it under its own name and mails', async () => {
    const account = await openAccount();
    const { auth_session, options } = await account.offer();
    expect(options).toMatchObject({ rp: { id: 'balie.localhost' }, attestation: 'none', authenticatorSelection: { residentKey: 'required', userVerification: 'required' }, user: { name: `passkey${count - 1}@patient.example` } });
    const authenticator = createAuthenticator(issuer);
    expect((await account.post('/account/passkey', { auth_session, response: authenticator.create(options) })).status).toBe(204);
    const [row] = await h.db.select().from(schema.factors).where(eq(schema.factors.owner, patient.id));
    expect(row).toMatchObject({ kind: 'passkey', handle: authenticator.id, label: 'Safari, Mac' });
    expect(row!.secretSealed).not.toContain('publicKey');
    expect((await h.lastMail('factor-added'))!.data).toEqual({ kind: 'passkey' });
    // The device is told not to make a second one.
    expect((await account.offer()).options['excludeCredentials']).toEqual([expect.objectContaining({ id: authenticator.id })]);
  });
  it('from a frame on a site of this clinic, and of no other (T21)', async () => {
    for (const [topOrigin, status] of [['http://de-linde.localhost:4401', 204], ['http://zeezicht.localhost:4401', 400], ['https://evil.example', 400]] as const) {
      const account = await openAccount();
      const { auth_session, options } = await account.offer();
      expect((await account.post('/account/passkey', { auth_session, response: createAuthenticator(issuer).create(options, { topOrigin }) })).status, topOrigin).toBe(status);
      h.pass(3600);
      patient = await h.account(`passkey${count++}@patient.example`);
    }
  });
  it('a challenge is taken once, whatever came of it; N answers at once add one', async () => {
    const account = await openAccount();
    const { auth_session, options } = await account.offer();
    expect((await account.post('/account/passkey', { auth_session, response: createAuthenticator(issuer).create(options, { userVerified: false }) })).status).toBe(400);
    expect((await bodyOf(await account.post('/account/passkey', { auth_session, response: createAuthenticator(issuer).create(options) })))['error']).toBe('invalid_session');
    const second = await account.offer();
    const answers = await Promise.all(Array.from({ length: 4 }, () => account.post('/account/passkey', { auth_session: second.auth_session, response: createAuthenticator(issuer).create(second.options) })));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });
  it.each([
    ['another challenge', { challenge: 'A'.repeat(43) }], ['another origin', { origin: 'https://evil.example' }], ['another host', { rpId: 'evil.example' }], ['the answer to a log-in', { type: 'webauthn.get' }], ['no verified user', { userVerified: false }],
  ])('is refused for %s', async (_what, said) => {
    const account = await openAccount();
    const { auth_session, options } = await account.offer();
    expect((await bodyOf(await account.post('/account/passkey', { auth_session, response: createAuthenticator(issuer).create(options, said) })))['error']).toBe('wrong_credentials');
    expect(await h.db.select().from(schema.factors).where(eq(schema.factors.owner, patient.id))).toEqual([]);
  });
  it('is refused for bytes that are none, and where the clinic has no passkeys', async () => {
    const account = await openAccount();
    const { auth_session } = await account.offer();
    expect((await bodyOf(await account.post('/account/passkey', { auth_session, response: { id: 'x', response: { clientDataJSON: '%' } } })))['error']).toBe('wrong_credentials');
    const elsewhere = await h.account(`none${count}@patient.example`, { at: 'zonder' });
    expect((await (await openAccount(elsewhere, 'zonder')).post('/account/passkey/options')).status).toBe(403);
    expect((await begin(await h.device(), 'zonder')).status).toBe(403);
  });
});

describe('logging in by passkey', () => {
  it('needs no user name, logs in with acr passkey, and at every clinic', async () => {
    const authenticator = await withPasskey();
    for (const client of ['de-linde', 'zeezicht']) {
      const login = await begin(await h.device(), client);
      expect(login.first.next.options).toMatchObject({ rpId: 'balie.localhost', userVerification: 'required' });
      expect(login.first.next.options['allowCredentials'] ?? []).toEqual([]);
      const { status, body } = await login.answer(authenticator.get(login.state.options));
      expect(status).toBe(200);
      const tokens = await (await login.redeem(body.authorization_code!)).json() as TokenAnswer;
      expect(await acrOf(tokens)).toBe('urn:balie:acr:passkey');
    }
  });
  it('asks everybody the same, whoever has one (T16)', async () => {
    const shape = async () => { const { first: { next } } = await begin(await h.device()); return JSON.stringify({ ...next, options: { ...next.options, challenge: '' } }); };
    const before = await shape();
    await withPasskey();
    expect(await shape()).toBe(before);
  });
  it.each([
    ['another challenge', { challenge: 'A'.repeat(43) }], ['another origin', { origin: 'https://evil.example' }], ['another host', { rpId: 'evil.example' }], ['a frame of a site that is not the clinic’s', { topOrigin: 'https://evil.example' }],
    ['the answer to a registration', { type: 'webauthn.create' }], ['no verified user', { userVerified: false }], ['another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
  ])('is refused for %s, and asks anew with another challenge', async (_what, said) => {
    const authenticator = await withPasskey();
    const login = await begin(await h.device());
    const before = login.state.options['challenge'];
    const { status, body } = await login.answer(authenticator.get(login.state.options, said));
    expect([status, body.error]).toEqual([400, 'wrong_credentials']);
    expect(login.state.options['challenge']).not.toBe(before);
    expect((await login.answer(authenticator.get(login.state.options))).status).toBe(200);
  });
  it('an answer is taken once: not again in its session, not in another one, not by another key (T10)', async () => {
    const authenticator = await withPasskey();
    const login = await begin(await h.device());
    const session = login.state.session;
    const assertion = authenticator.get(login.state.options);
    const thief = await h.device();
    expect((await login.answer(assertion, thief)).body.error).toBe('invalid_session');
    expect((await login.answer(assertion)).status).toBe(200);
    login.state.session = session;
    h.pass(61);
    expect((await login.answer(assertion)).body.error).toBe('invalid_session');
    const other = await begin(thief);
    expect((await other.answer(assertion)).body.error).toBe('wrong_credentials');
  });
  it('a counter that does not rise is a copy: refused; of two with one counter one is taken', async () => {
    const authenticator = await withPasskey();
    const first = await begin(await h.device());
    expect((await first.answer(authenticator.get(first.state.options, { counter: 7 }))).status).toBe(200);
    const copy = await begin(await h.device());
    expect((await copy.answer(authenticator.get(copy.state.options, { counter: 7 }))).body.error).toBe('wrong_credentials');
    const twins = await Promise.all([begin(await h.device()), begin(await h.device())]);
    const answers = await Promise.all(twins.map((login) => login.answer(authenticator.get(login.state.options, { counter: 8 }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });
  it('a passkey that keeps no counter works again and again', async () => {
    const authenticator = await withPasskey();
    for (let time = 0; time < 2; time++) { const login = await begin(await h.device()); expect((await login.answer(authenticator.get(login.state.options, { counter: 0 }))).status).toBe(200); }
  });
  it('is no way round a clinic that has yet to admit the account, or said no (S4-33)', async () => {
    const fresh = await harness({ clinics: [clinic('de-linde', ways), clinic('streng', { ...ways, registration: { admission: 'approve' } })] });
    const before = h;
    try {
      h = fresh;
      const who = await h.account('streng@patient.example');
      const authenticator = await withPasskey(who);
      for (const [state, error] of [['requested', 'approval_pending'], ['refused', 'approval_refused'], ['linked', undefined]] as const) {
        h.links.set(`${who.id}/streng`, state);
        const login = await begin(await h.device(), 'streng');
        expect((await login.answer(authenticator.get(login.state.options))).body.error).toBe(error);
      }
    } finally { h = before; await fresh.close(); }
  });
  it('is begun so many times by one network and no more: each writes a row (T14)', async () => {
    const device = await h.device();
    const statuses = new Set<number>();
    for (let turn = 0; turn <= limits.challengeNetwork.limit; turn++) statuses.add((await device.form('/authorize-challenge', { ...wish('de-linde', 'portal', pkce().challenge), passkey: '1' }, { headers: { 'x-test-address': '10.88.1.1' } })).status);
    expect([...statuses]).toEqual([400, 429]);
  });
  it('is nobody’s once it was removed, or its account closed', async () => {
    const authenticator = await withPasskey();
    await h.db.delete(schema.factors).where(eq(schema.factors.handle, authenticator.id));
    const login = await begin(await h.device());
    expect((await login.answer(authenticator.get(login.state.options))).body.error).toBe('wrong_credentials');
  });
  it.each(['', 'null', '[]', '{}', '{"id":7}', '{"id":"x","response":{}}', '{"id":"x","response":{"clientDataJSON":"%"}}'])('answers nonsense as it answers a wrong one: %s', async (assertion) => {
    const { body } = await (await begin(await h.device())).answer(assertion);
    expect(['wrong_credentials', 'insufficient_authorization']).toContain(body.error);
  });
});

describe('a passkey in place of a mailed code', () => {
  it('opens services without a code for as long after the log-in as the clinic says, and none that wants more (S1-31)', async () => {
    const authenticator = await withPasskey();
    const enter = async (client: string) => {
      const device = await h.device();
      const login = await begin(device, client);
      const { body } = await login.answer(authenticator.get(login.state.options));
      const tokens = await (await login.redeem(body.authorization_code!)).json() as TokenAnswer;
      h.links.set(`${patient.id}/${client}`, 'linked');
      return { device, tokens, client };
    };
    const inside = await enter('kort');
    expect((await openPrompt(h, inside)).asked.status).toBe(200);
    await expect(openPrompt(h, inside, 'econsults')).rejects.toThrow('insufficient_user_authentication');
    h.pass(121);
    expect((await openPrompt(h, inside)).asked).toMatchObject({ status: 400, body: { next: { type: 'email_code' } } });
    // Where the clinic says nothing a code is asked at once.
    expect((await openPrompt(h, await enter('de-linde'))).asked.status).toBe(400);
  });

  it('opens a page, with acr passkey and without a mail; one of another account does not', async () => {
    const authenticator = await withPasskey();
    const other = await withPasskey(await h.account(`theirs${count}@patient.example`));
    const mails = (await h.mails('session-code')).length;
    const page = await h.device();
    const made = await bodyOf(await patient.device.json('/page', { service: 'prescriptions', page_proof: await page.proof(`${issuer}/page`) }, { accessToken: patient.tokens.access_token })) as { auth_session: string };
    const { verifier, challenge } = pkce();
    const ask = async (fields: Record<string, string>) => bodyOf(await page.form('/authorize-challenge', { client_id: 'de-linde', ...fields })) as Promise<{ error?: string; auth_session: string; authorization_code?: string; next: { options: Record<string, unknown> } }>;
    const first = await ask({ ...wish('de-linde', 'prescriptions', challenge), auth_session: made.auth_session, passkey: '1' });
    expect(first.next.options['allowCredentials']).toEqual([expect.objectContaining({ id: authenticator.id })]);
    const second = await ask({ auth_session: first.auth_session, assertion: JSON.stringify(other.get(first.next.options)) });
    expect(second.error).toBe('wrong_credentials');
    const done = await ask({ auth_session: second.auth_session, assertion: JSON.stringify(authenticator.get(second.next.options)) });
    const tokens = await (await page.token({ grant_type: 'authorization_code', client_id: 'de-linde', code: done.authorization_code!, code_verifier: verifier, redirect_uri: `${issuer}/return/de-linde` })).json() as TokenAnswer;
    expect([await acrOf(tokens), tokens.scope]).toEqual(['urn:balie:acr:passkey', 'prescriptions']);
    expect((await h.mails('session-code')).length).toBe(mails);
  });
});
