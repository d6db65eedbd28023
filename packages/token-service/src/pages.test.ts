import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenAnswer } from '@balie/contracts';
import { asc, schema } from '@balie/database';
import { bodyOf, clinic, deskOrigin, harness, issuer, logIn, openPrompt, pkce, wish, type Device, type Harness } from '../test/harness.ts';

let h: Harness;
beforeAll(async () => { h = await harness({ clinics: [clinic('de-linde'), clinic('zeezicht'), clinic('open', { services: { prescriptions: { title: { nl: 'Recepten' }, minAcr: 'urn:balie:acr:password', maxAge: 600 }, econsults: { title: { nl: 'Vragen' }, minAcr: 'urn:balie:acr:eid' } } })] }); });
afterAll(() => h.close());

let count = 0;
const patient = (more = {}) => h.account(`page${count++}@patient.example`, more);
const care = `${issuer}/care/medication`;
/** As a route of the care service asks. */
async function ask(device: Device, token: string, service: 'prescriptions' | 'econsults' = 'prescriptions') {
  const request = new Request(care, { headers: { authorization: `DPoP ${token}`, dpop: await device.proof(care, { method: 'GET', accessToken: token }) } });
  return h.service.guard.patient(request, service).then((access) => ({ access, error: null, headers: {} as Record<string, string> }), (error: { code: string; status: number; headers: Record<string, string> }) => ({ access: null, error: `${error.status} ${error.code}`, headers: error.headers }));
}
const opened = async (base: Awaited<ReturnType<typeof patient>>) => { const prompt = await openPrompt(h, base); return { prompt, tokens: await prompt.open() }; };

describe('a service', () => {
  it('opens to a page with its code, and names whose record it is (S0-23)', async () => {
    const base = await patient();
    const { prompt, tokens } = await opened(base);
    expect((await ask(prompt.page, tokens.access_token)).access).toMatchObject({ kind: 'patient', account: base.id, clinic: 'de-linde', service: 'prescriptions', page: prompt.made.page, patient: `patient-of-${base.id}`, guardian: null, acr: 'urn:balie:acr:email-code', locale: 'nl' });
  });
  it('answers a base token with what would open it (RFC 9470, T03)', async () => {
    const { device, tokens } = await patient();
    const refused = await ask(device, tokens.access_token);
    expect(refused.error).toBe('401 insufficient_user_authentication');
    expect(refused.headers['www-authenticate']).toBe('DPoP error="insufficient_user_authentication", acr_values="urn:balie:acr:email-code", scope="prescriptions"');
  });
  it('is not opened by the token of another service', async () => {
    const { prompt, tokens } = await opened(await patient());
    expect((await ask(prompt.page, tokens.access_token, 'econsults')).error).toBe('401 insufficient_user_authentication');
  });
  it('stays closed to an account that is registered and not linked (S0-23), and mails it no code', async () => {
    const base = await patient({ link: 'requested' });
    const mails = (await h.mails('session-code')).length;
    await expect(openPrompt(h, base)).rejects.toThrow('no page: not_linked');
    expect(await h.mails('session-code')).toHaveLength(mails);
    const linked = await patient();
    const { prompt, tokens } = await opened(linked);
    h.links.set(`${linked.id}/de-linde`, 'revoked');
    expect((await ask(prompt.page, tokens.access_token)).error).toBe('403 not_linked');
  });
  it('that the practice switched off for this patient says so before a code is mailed (T43)', async () => {
    const base = await patient();
    const mails = (await h.mails('session-code')).length;
    const me = async () => bodyOf(await base.device.get('/me', base.tokens.access_token));
    expect(await me()).not.toHaveProperty('off');
    h.off.add(`patient-of-${base.id}/prescriptions`);
    expect(await me()).toMatchObject({ off: 'prescriptions' });
    await expect(openPrompt(h, base)).rejects.toThrow('no page: service_off');
    expect(await h.mails('session-code')).toHaveLength(mails);
    expect((await h.db.select().from(schema.audit).orderBy(asc(schema.audit.sequence))).at(-1)).toMatchObject({ actor: base.id, action: 'page-start', patient: `patient-of-${base.id}`, outcome: 'service_off' });
    h.off.clear();
    await opened(base);
  });
  it('that the clinic does not offer cannot be asked for', async () => { await expect(openPrompt(h, await patient(), 'appointments')).rejects.toThrow('no page: invalid_scope'); });
  it('is asked for by one network at most 120 times in ten minutes, and so are log-ins that bring no credentials; others go on', async () => {
    const base = await patient();
    const from = (address: string) => ({ headers: { 'x-test-address': address } });
    const page = async (address: string) => { const key = await h.device(); return base.device.json('/page', { service: 'prescriptions', page_proof: await key.proof(`${issuer}/page`) }, { accessToken: base.tokens.access_token, ...from(address) }); };
    const begin = async (address: string) => base.device.form('/authorize-challenge', wish('de-linde', 'portal', pkce().challenge), from(address));
    for (const [act, granted] of [[page, 200], [begin, 400]] as const) {
      const statuses: number[] = [];
      for (let at = 0; at < 125; at += 25) statuses.push(...(await Promise.all(Array.from({ length: 25 }, (_, n) => act(`198.51.100.${n}`)))).map(({ status }) => status));
      expect(statuses.filter((status) => status === granted)).toHaveLength(120);
      const refused = await act('198.51.100.200');
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600']);
      expect((await act('198.51.101.1')).status).toBe(granted);
    }
    h.pass(600);
    expect((await begin('198.51.100.1')).status).toBe(400);
  });
  it('takes no page key twice, and not the device key as one', async () => {
    const base = await patient();
    const prompt = await openPrompt(h, base);
    for (const key of [prompt.page, base.device]) expect(await bodyOf(await base.device.json('/page', { service: 'prescriptions', page_proof: await key.proof(`${issuer}/page`) }, { accessToken: base.tokens.access_token }))).toMatchObject({ error: 'invalid_dpop_proof' });
  });
  it('opens at once where the clinic takes a fresh log-in for proof enough, and asks eID where it wants that (T12)', async () => {
    const base = await patient({ at: 'open' });
    const prompt = await openPrompt(h, { ...base, client: 'open' });
    expect(prompt.asked.status).toBe(200);
    const tokens = await (await prompt.redeem(String(prompt.asked.body['authorization_code']))).json() as TokenAnswer;
    expect((await ask(prompt.page, tokens.access_token)).access).toMatchObject({ acr: 'urn:balie:acr:password' });
    h.pass(601);
    const later = await (await base.device.token({ grant_type: 'refresh_token', client_id: 'open', refresh_token: base.tokens.refresh_token! })).json() as TokenAnswer;
    expect((await openPrompt(h, { ...base, tokens: later, client: 'open' })).asked).toMatchObject({ status: 400, body: { next: { type: 'email_code' } } });
    await expect(openPrompt(h, { ...base, tokens: later, client: 'open' }, 'econsults')).rejects.toThrow('insufficient_user_authentication');
  });
});

describe('a page (T11)', () => {
  it('closed by its close secret serves nobody any more, whatever they saved of it', async () => {
    const { prompt, tokens } = await opened(await patient());
    expect((await prompt.close()).status).toBe(204);
    expect((await ask(prompt.page, tokens.access_token)).error).toBe('401 page_closed');
    expect(await bodyOf(await prompt.page.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: tokens.refresh_token! }))).toMatchObject({ error: 'invalid_grant' });
    // Another document has another key: a new prompt, a new code.
    const script = await h.device();
    expect((await ask(script, tokens.access_token)).error).toBe('401 invalid_token');
  });
  it('answers 204 to any close secret, and closes by the right one alone', async () => {
    const { prompt, tokens } = await opened(await patient());
    for (const body of ['', 'x', 'y'.repeat(43), 'z'.repeat(5000)]) expect((await h.send('/page/close', { method: 'POST', body, headers: { origin: issuer, 'content-type': 'text/plain' } })).status).toBe(204);
    expect((await ask(prompt.page, tokens.access_token)).error).toBeNull();
  });
  it('ends after 15 minutes without input, lives on with it, and ends after an hour whatever happens', async () => {
    const base = await patient();
    let { prompt, tokens } = await opened(base);
    const renew = async () => { const answer = await prompt.page.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: tokens.refresh_token! }); if (answer.status === 200) tokens = await answer.json() as TokenAnswer; return answer.status; };
    h.pass(14 * 60);
    expect(await renew()).toBe(200);
    expect((await ask(prompt.page, tokens.access_token)).error).toBeNull();
    h.pass(60);
    expect((await ask(prompt.page, tokens.access_token)).error).toBe('401 page_closed');
    expect(await renew()).toBe(400);

    const fresh = await (await base.device.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: base.tokens.refresh_token! })).json() as TokenAnswer;
    ({ prompt, tokens } = await opened({ ...base, tokens: fresh }));
    for (let turn = 0; turn < 5; turn++) {
      h.pass(10 * 60);
      expect(await renew()).toBe(200);
      const lease = await bodyOf(await prompt.page.post('/page/lease', tokens.access_token)) as { ends_at: string; final_at: string };
      expect(Date.parse(lease.ends_at) - h.time.now.getTime()).toBe(Math.min(15, 60 - (turn + 1) * 10) * 60_000);
    }
    h.pass(10 * 60 - 1);
    expect(await renew()).toBe(200);
    expect((await ask(prompt.page, tokens.access_token)).error).toBeNull();
    h.pass(1);
    expect((await ask(prompt.page, tokens.access_token)).error).toBe('401 page_closed');
    expect(await renew()).toBe(400);
  });
  it('closed while its code is typed does not open', async () => {
    const base = await patient();
    for (let turn = 0; turn < 4; turn++) {
      h.pass(61);
      const prompt = await openPrompt(h, base);
      const mail = await h.lastMail('session-code');
      const [typed] = await Promise.all([prompt.again({ code: mail!.data.code }), prompt.close()]);
      if (typed.status === 200) expect((await prompt.redeem(String(typed.body.authorization_code))).status).toBe(400);
      else expect(typed.body.error).toBe('page_closed');
    }
  });
  it('does not open by a code when its log-in ended in the meantime', async () => {
    const base = await patient();
    const prompt = await openPrompt(h, base);
    await base.device.post('/logout', base.tokens.access_token);
    expect(await prompt.again({ code: (await h.lastMail('session-code'))!.data.code })).toMatchObject({ body: { error: 'page_closed' } });
  });
});

describe('clinics apart (T24)', () => {
  it('give the same person another name, and take no token, code or refresh token of each other', async () => {
    const email = `page${count++}@patient.example`;
    const base = await h.account(email);
    const there = await (await (await logIn(base.device, email, { client: 'zeezicht' })).redeem({ redirect_uri: `${issuer}/return/zeezicht` })).json() as TokenAnswer;
    const sub = async (token: string) => (await bodyOf(await base.device.get('/me', token)))['sub'];
    expect(await sub(base.tokens.access_token)).not.toBe(await sub(there.access_token));
    const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { aud: string };
    expect([claims(base.tokens.access_token).aud, claims(there.access_token).aud]).toEqual([`${issuer}/clinic/de-linde`, `${issuer}/clinic/zeezicht`]);
    expect((await base.device.token({ grant_type: 'refresh_token', client_id: 'zeezicht', refresh_token: base.tokens.refresh_token! })).status).toBe(400);
    // A page opened at one clinic shows that clinic's record, whatever the caller claims.
    const { prompt, tokens } = await opened(base);
    expect((await ask(prompt.page, tokens.access_token)).access).toMatchObject({ clinic: 'de-linde' });
    await expect(openPrompt(h, { ...base, tokens: there, client: 'zeezicht' })).rejects.toThrow('not_linked');
  });
  it('patients\' tokens are nothing at the desk', async () => {
    const { device, tokens } = await patient();
    const url = `${deskOrigin}/staff/queue`;
    const request = new Request(url, { headers: { authorization: `DPoP ${tokens.access_token}`, dpop: await device.proof(url, { method: 'GET', accessToken: tokens.access_token }) } });
    await expect(h.service.guard.staff(request)).rejects.toMatchObject({ status: 401 });
    const here = `${issuer}/staff/queue`;
    await expect(h.service.guard.staff(new Request(here, { headers: { authorization: `DPoP ${tokens.access_token}`, dpop: await device.proof(here, { method: 'GET', accessToken: tokens.access_token }) } }))).rejects.toMatchObject({ code: 'access_denied' });
  });
});
