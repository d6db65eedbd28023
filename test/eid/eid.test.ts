/** eID trips against a real OpenID provider: what they open, attach and refuse. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { asc, eq, schema } from '@balie/database';
import type { TokenAnswer } from '@balie/contracts';
import { readBsn } from '@balie/rules';
import { goodPassword, issuer, openPrompt, pkce } from '../../packages/token-service/test/harness.ts';
import { waitingForms } from '../../packages/token-service/src/eid/proofs.ts';
import { createBrowser, danish, dutch, fragmentOf, openWorld, otherDutch, type World } from './walk.ts';

let w: World;
beforeAll(async () => { w = await openWorld(); });
afterAll(() => w.close());

let serial = 100;
/** Another person each time. */
const bsn = (): string => { for (;;) { const number = `9998${String(serial += 1).padStart(5, '0')}`; if (readBsn(number).ok) return number; } };
const me = async (tokens: { access_token: string }, device: Awaited<ReturnType<World['device']>>) => await (await device.get('/me', tokens.access_token)).json() as Record<string, unknown>;
const accountOf = async (number: string) => {
  const found = await w.db.select().from(schema.identities).where(eq(schema.identities.hmac, w.keyring.hmac('bsn', number)));
  return found[0]?.account ?? null;
};

/** Registered by e-mail and logged in; not linked. */
async function withPassword() {
  const device = await w.device();
  await device.json('/register', { clinic: 'de-eik', locale: 'nl', email: `p${serial += 1}@patient.example`, password: goodPassword, name: 'Testje Proef', birthDate: '1980-05-17' });
  const mail = (await w.mails('confirm-registration')).at(-1) as unknown as { data: { secret: string } };
  const { tokens } = await (await device.json('/register/confirm', { clinic: 'de-eik', secret: mail.data.secret })).json() as { tokens: TokenAnswer };
  const [newest] = await w.db.select().from(schema.knownDevices).where(eq(schema.knownDevices.jkt, device.jkt));
  return { device, tokens, account: newest!.account };
}

describe('by DigiD', () => {
  it('S1-15 S1-26 the first log-in makes an account, linked at once to the one verified record with that BSN, and tells the practice (S1-21)', async () => {
    const number = bsn();
    const patient = await w.record(number);
    const device = await w.device();
    const before = (await w.mails('practice-new-account')).length;
    const tokens = await (await w.begin(device)).logIn({ number });
    expect(await me(tokens, device)).toMatchObject({ clinic: 'de-eik', link: 'linked', email: null, record_name: 'Testje Proef' });
    expect((await w.mails('practice-new-account')).length).toBe(before + 1);
    const entries = await w.db.select().from(schema.audit).orderBy(asc(schema.audit.sequence));
    expect(entries.findLast(({ action }) => action === 'eid-return')).toMatchObject({ outcome: 'registered', patient, actorKind: 'account' });
    const again = await w.device();
    const later = await (await w.begin(again)).logIn({ number });
    expect((await me(later, again))['sub']).toBe((await me(tokens, device))['sub']);
    expect(JSON.stringify(entries)).not.toContain(number);
  });

  it('opens services at once for fifteen minutes, then asks again (protocol, "Opening a service", step 5)', async () => {
    const number = bsn();
    await w.record(number);
    const device = await w.device();
    const tokens = await (await w.begin(device)).logIn({ number });
    expect((await openPrompt(w, { device, tokens, client: 'de-eik' })).asked.status).toBe(200);
    w.pass(901);
    const fresh = await (await device.token({ grant_type: 'refresh_token', client_id: 'de-eik', refresh_token: tokens.refresh_token! })).json() as typeof tokens;
    // No address to mail a code to: the element offers the eID again.
    expect((await openPrompt(w, { device, tokens: fresh, client: 'de-eik' })).asked).toMatchObject({ status: 409, body: { error: 'contact_missing' } });
  });

  it.each([
    ['nobody has that number', async () => undefined],
    ['two records have it', async (number: string) => { await w.record(number); await w.record(number); }],
    ['the record is not verified', async (number: string) => { await w.record(number, { verified: false }); }],
    ['its patient has died', async (number: string) => { await w.record(number, { deceased: true }); }],
  ])('S1-16 asks the practice to link where %s', async (_, prepare) => {
    const number = bsn();
    await prepare(number);
    const device = await w.device();
    const tokens = await (await w.begin(device)).logIn({ number });
    expect(await me(tokens, device)).toMatchObject({ link: 'requested', record_name: null });
  });

  it('an account with e-mail and password that the practice linked is found by the number of that record', async () => {
    const number = bsn();
    const patient = await w.record(number);
    const { account } = await withPassword();
    await w.db.update(schema.recordLinks).set({ state: 'linked', patient, linkedAt: w.time.now }).where(eq(schema.recordLinks.account, account));
    const device = await w.device();
    await (await w.begin(device)).logIn({ number });
    expect(await accountOf(number)).toBe(account);
  });

  it('of many first log-ins at once one makes the account', async () => {
    const number = bsn();
    const trips = await Promise.all(Array.from({ length: 4 }, async () => w.begin(await w.device())));
    const ends = await Promise.all(trips.map((trip) => trip.walk({ number })));
    expect(ends.map(({ error }) => error ?? 'ok')).toEqual(['ok', 'ok', 'ok', 'ok']);
    const owners = await w.db.select().from(schema.identities).where(eq(schema.identities.hmac, w.keyring.hmac('bsn', number)));
    expect(owners).toHaveLength(1);
  });

  it.each([
    ['cancelled there', { cancel: true }, 'eid_cancelled'], ['a fault there', { happens: 'error' }, 'temporarily_unavailable'], ['too low a level', { level: 'low' }, 'eid_level'],
    ['a social security number instead of a BSN (sector code)', { happens: 'sector' }, 'eid_no_number'], ['on behalf of somebody else (acting_nin)', { happens: 'behalf' }, 'eid_on_behalf'], ['no BSN at all', { number: '123456789' }, 'eid_no_number'],
  ])('comes back cleanly after %s, with nothing made', async (_, choice, error) => {
    const number = bsn();
    const back = await (await w.begin(await w.device())).walk({ number, ...choice });
    expect(back).toMatchObject({ at: dutch.pages.portal, error });
    expect(back.code).toBeUndefined();
    expect(await accountOf(number)).toBeNull();
  });

  it('S4-32 cancelled by somebody who is logged in, or who adds it to their account, leaves both as they were', async () => {
    const number = bsn();
    const patient = await w.record(number);
    const { account, device, tokens } = await withPassword();
    await w.db.update(schema.recordLinks).set({ state: 'linked', patient, linkedAt: w.time.now }).where(eq(schema.recordLinks.account, account));
    for (const purpose of ['log-in', 'attach'] as const) {
      const back = await (await w.begin(device, { purpose, accessToken: tokens.access_token })).walk({ number, cancel: true });
      expect(back).toMatchObject({ at: dutch.pages.portal, error: 'eid_cancelled' });
      expect(back.code).toBeUndefined();
      expect(await me(tokens, device)).toMatchObject({ link: 'linked' });
      expect(await accountOf(number)).toBeNull();
    }
  });

  it('is begun sixty times an hour by one network and no more: each writes a row; other networks go on', async () => {
    const device = await w.device();
    const push = (network: string) => device.form('/par', { client_id: 'de-eik', response_type: 'code', scope: 'portal', redirect_uri: dutch.pages.portal, state: pkce().verifier, code_challenge: pkce().challenge, code_challenge_method: 'S256', purpose: 'log-in' }, { headers: { 'x-test-address': network } });
    const answers: number[] = [];
    for (let turn = 0; turn < 62; turn += 1) answers.push((await push(`198.51.100.${String(turn)}`)).status);
    expect([answers.slice(0, 60).every((status) => status < 300), answers.slice(60)]).toEqual([true, [429, 429]]);
    expect((await push('203.0.113.1')).status).toBeLessThan(300);
  });

  it('takes a slow answer, and says so where the broker cannot be reached', async () => {
    expect((await (await w.begin(await w.device())).walk({ number: bsn(), happens: 'slow' })).code).toMatch(/^[\w-]{43}$/);
    const down = await openWorld([dutch]);
    await down.close().catch(() => undefined);
    const alone = await openWorld([dutch]);
    try {
      alone.brokers.digid!.issuer = 'http://eid.localhost:9';
      const trip = await alone.begin(await alone.device());
      expect(fragmentOf(await trip.browser.leave(trip.authorize))).toMatchObject({ at: dutch.pages.portal, error: 'temporarily_unavailable', state: trip.state });
    } finally { await alone.close(); }
  }, 60_000);

  it('the code lives five minutes, for the key, verifier and page it was made for (T06)', async () => {
    const trip = await w.begin(await w.device());
    const { code } = await trip.walk({ number: bsn() });
    for (const wrong of [{ code_verifier: pkce().verifier }, { redirect_uri: dutch.pages.register }, { client_id: 'de-wilg' }]) expect((await trip.redeem(code!, wrong)).status).toBe(400);
    expect((await trip.redeem(code!, {}, await w.device())).status).toBe(400);
    w.pass(299);
    expect((await trip.redeem(code!)).status).toBe(200);
    const late = await w.begin(await w.device());
    const { code: second } = await late.walk({ number: bsn() });
    w.pass(301);
    expect(await (await late.redeem(second!)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('a return after ten minutes is as good as one at once; after half an hour it is over', async () => {
    const trip = await w.begin(await w.device());
    const there = await trip.browser.leave(trip.authorize);
    const back = await trip.browser.atBroker(there, { number: bsn() });
    w.pass(600);
    expect(fragmentOf(await trip.browser.arrive(back)).code).toBeTruthy();
    const late = await w.begin(await w.device());
    const returned = await late.browser.atBroker(await late.browser.leave(late.authorize), { number: bsn() });
    w.pass(1801);
    expect(fragmentOf(await late.browser.arrive(returned))).toMatchObject({ error: 'eid_lost' });
  });
});

describe('whoever is logged in', () => {
  const linkedAccount = async (number: string) => {
    const patient = await w.record(number);
    const device = await w.device();
    const tokens = await (await w.begin(device)).logIn({ number });
    return { patient, device, tokens };
  };
  it('stays who they are: another identity is a mismatch, and nothing is linked or switched', async () => {
    const first = await linkedAccount(bsn());
    const stranger = bsn();
    await w.record(stranger);
    const back = await (await w.begin(first.device, { accessToken: first.tokens.access_token })).walk({ number: stranger });
    expect(back).toMatchObject({ error: 'identity_mismatch' });
    expect(await accountOf(stranger)).toBeNull();
    expect(await me(first.tokens, first.device)).toMatchObject({ link: 'linked' });
  });
  it('an identity attaches only through a record link with that very number', async () => {
    const [number, other] = [bsn(), bsn()];
    const patient = await w.record(number);
    const { account, device, tokens } = await withPassword();
    const trip = (fields: { number: string }) => w.begin(device, { purpose: 'attach', accessToken: tokens.access_token }).then((begun) => begun.walk(fields));
    // Not linked: the right number is not enough.
    expect(await trip({ number })).toMatchObject({ error: 'identity_mismatch' });
    await w.db.update(schema.recordLinks).set({ state: 'linked', patient, linkedAt: w.time.now }).where(eq(schema.recordLinks.account, account));
    expect(await trip({ number: other })).toMatchObject({ error: 'identity_mismatch' });
    expect((await trip({ number })).code).toBeTruthy();
    expect(await accountOf(number)).toBe(account);
  });
  it('attaching without being logged in is refused before anything begins', async () => {
    expect((await w.begin(await w.device(), { purpose: 'attach' })).body).toMatchObject({ error: 'login_required' });
  });
});

describe('a trip', () => {
  it('T17 begun in browser A and finished in B: B holds no cookie and drops it, A gets nothing, and nothing is used up', async () => {
    const trip = await w.begin(await w.device());
    const back = await trip.browser.atBroker(await trip.browser.leave(trip.authorize), { number: bsn() });
    const b = createBrowser(w);
    expect(await b.arrive(back)).toBe(`${issuer}/hosted/de-eik#balie-eid=lost&error=eid_lost`);
    expect(b.cookies.size).toBe(0);
    const [row] = await w.db.select().from(schema.eidTransactions).where(eq(schema.eidTransactions.state, trip.state));
    expect(row?.usedAt).toBeNull();
    // A cookie of another trip is none for this one.
    const other = await w.begin(await w.device());
    await other.browser.leave(other.authorize);
    expect(await other.browser.arrive(back)).toContain('#balie-eid=lost');
  });
  it('T19 an answer without `iss`, or with another, is dropped before the broker is asked for a token', async () => {
    const asked: string[] = [];
    const hear = (message: unknown) => { asked.push((message as { request: ClientRequest }).request.path); };
    const returns = async (iss: string | null) => {
      const trip = await w.begin(await w.device());
      const back = new URL(await trip.browser.atBroker(await trip.browser.leave(trip.authorize), { number: bsn() }));
      back.searchParams.delete('iss');
      if (iss !== null) back.searchParams.set('iss', iss);
      asked.length = 0;
      return fragmentOf(await trip.browser.arrive(back.href));
    };
    subscribe('http.client.request.start', hear);
    try {
      for (const iss of [null, 'https://evil.example', `${w.broker}/`]) expect([await returns(iss), asked]).toMatchObject([{ error: 'eid_failed' }, []]);
      expect((await returns(w.broker)).code).toBeTruthy();
      expect(asked).toContain('/token');
    } finally { unsubscribe('http.client.request.start', hear); }
  });
  it('with a changed state, a code of another trip, or used twice, ends without a code', async () => {
    const trip = await w.begin(await w.device());
    const back = new URL(await trip.browser.atBroker(await trip.browser.leave(trip.authorize), { number: bsn() }));
    const state = back.searchParams.get('state')!;
    back.searchParams.set('state', `${state.split('.')[0]}.${'x'.repeat(43)}`);
    expect(fragmentOf(await trip.browser.arrive(back.href))).toMatchObject({ error: 'eid_failed' });
    const [one, two] = [await w.begin(await w.device()), await w.begin(await w.device())];
    const [backOne, backTwo] = [new URL(await one.browser.atBroker(await one.browser.leave(one.authorize), { number: bsn() })), new URL(await two.browser.atBroker(await two.browser.leave(two.authorize), { number: bsn() }))];
    backTwo.searchParams.set('code', backOne.searchParams.get('code')!);
    expect(fragmentOf(await two.browser.arrive(backTwo.href))).toMatchObject({ error: 'eid_failed' });
    const jar = [...one.browser.cookies];
    const many = await Promise.all(Array.from({ length: 5 }, async () => { const twin = createBrowser(w); for (const [name, value] of jar) twin.cookies.set(name, value); return fragmentOf(await twin.arrive(backOne.href)); }));
    // The broker's own code was spent on the trip above, so here only: one is heard, the others find the trip used.
    expect(many.filter(({ error }) => error === 'eid_lost')).toHaveLength(4);
  });
  it('T37 only our own document leads to the broker: every other way is refused or begins anew, and uses nothing up', async () => {
    const trip = await w.begin(await w.device());
    for (const site of ['cross-site', 'same-site', 'none']) expect((await trip.browser.go(trip.authorize, { 'sec-fetch-site': site, 'sec-fetch-dest': 'document' })).headers.get('location')).toBe(`${issuer}/hosted/de-eik`);
    expect((await trip.browser.go(trip.authorize, {})).headers.get('location')).toBe(`${issuer}/hosted/de-eik`);
    const framed = await trip.browser.go(trip.authorize, { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' });
    expect([framed.status, framed.headers.get('content-security-policy'), framed.headers.get('x-frame-options')]).toEqual([403, `default-src 'none'; frame-ancestors 'none'`, 'DENY']);
    const silent = await trip.browser.go(`${trip.authorize}&prompt=none`, { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' });
    expect([silent.status, await silent.json()]).toMatchObject([400, { error: 'login_required' }]);
    expect((await trip.browser.leave(trip.authorize)).startsWith(w.broker)).toBe(true);
    // Once.
    expect(await trip.browser.leave(trip.authorize)).toBe(`${issuer}/hosted/de-eik#balie-eid=lost&error=eid_lost`);
  });
  it('T37 a page of the clinic cannot push one: its own Origin is refused before anything is read', async () => {
    const device = await w.device();
    const answer = await device.form('/par', { client_id: 'de-eik' }, { headers: { origin: 'http://de-eik.localhost:4401' } });
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: 'origin_refused' }]);
  });
  it('leaves within a minute or not at all', async () => {
    const trip = await w.begin(await w.device());
    w.pass(61);
    expect(await trip.browser.leave(trip.authorize)).toContain('eid_lost');
  });
  it('sets one cookie a trip: of this host alone, for no script, Lax, half an hour', async () => {
    const trip = await w.begin(await w.device());
    const answer = await trip.browser.go(trip.authorize, { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-eid-[0-9a-f-]{36}=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=1800$/);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });
  it('T20 returns to registered pages only, exactly: 200 other addresses are refused', async () => {
    const device = await w.device();
    const page = dutch.pages.portal;
    const host = new URL(page).host;
    const tricks = [
      '//', '\\\\', '/\\', 'javascript:alert(1)//', 'data:text/html,', 'vbscript:', 'file:///', 'about:blank#', 'blob:', 'http:', 'https:', 'http:/', 'http:///', 'ftp://', 'http://evil.example/', 'http://evil.example\\@', 'http://evil.example#@', 'http://evil.example?@',
      `http://${host}@evil.example/`, `http://${host}.evil.example/p`, `http://evil.example/${page}`, `http://user@${host}/p`, `http://user:pass@${host}/p`, `https://${host}/p`, `http://${host.toUpperCase()}/p`, `http://${host}:80/p`, `http://${host}/P`, `http://${host}/p/`, `http://${host}//p`, `http://${host}/./p`,
      `http://${host}/x/../p`, `http://${host}/%70`, `http://${host}/p?x=1`, `http://${host}/p#x`, `http://${host}/p?`, `http://${host}/p#`, ` ${page}`, `${page} `, `\t${page}`, `${page}\n`, `${page}%00`, `${page}\u0000`, `${page};x`, `${page}\\`, `${page}/..`, `${page}.evil.example`,
      'http://dе-eik.localhost:4401/p', 'http://de‐eik.localhost:4401/p', 'http://de-eik。localhost:4401/p', 'http://de-eik.localhost：4401/p', 'http://xn--d-eik.localhost:4401/p', 'http://[::1]:4401/p', 'http://127.0.0.1:4401/p', 'http://0x7f.1:4401/p', 'http://2130706433:4401/p', 'http://de-wilg.localhost:4401/p',
      `${issuer}/hosted/de-wilg`, `${issuer}/hosted/de-eik/`, `${issuer}/hosted/de-eik/../de-wilg`, `${issuer}/return/de-eik`, `${issuer}/eid/callback`, issuer, 'p', '/p', './p', '?p', '#p', '*', 'null', '[object Object]', '%2f%2fevil.example', 'http%3A%2F%2Fevil.example',
    ];
    const urls = new Set(tricks.flatMap((trick) => [trick, `${trick}${host}/p`, trick + page, trick.replace('http:', 'HTTP:')]).filter((url) => url !== page && url.length <= 400 && url !== ''));
    expect(urls.size).toBeGreaterThanOrEqual(200);
    for (const redirectUri of [...urls].slice(0, 30)) expect((await w.begin(device, { redirectUri })).body, redirectUri).toMatchObject({ error: 'invalid_request', fields: ['redirect_uri'] });
    // The network's limit would end it: the list itself answers for the rest.
    const { returnUrls } = await import('../../packages/token-service/src/eid/trips.ts');
    const known = returnUrls({ issuer } as never, dutch);
    for (const url of urls) expect(known.has(url), url).toBe(false);
    for (const url of [page, page.replace('//de-eik', '//www.de-eik'), `${issuer}/hosted/de-eik`, `${issuer}/hosted/de-eik/register-form`]) expect(known.has(url), url).toBe(true);
  });
  it('to another practice is no trip of this one', async () => {
    const trip = await w.begin(await w.device());
    expect((await trip.browser.go(trip.authorize.replace('de-eik', 'de-wilg'), { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' })).headers.get('location')).toContain('eid_lost');
    expect(otherDutch.id).toBe('de-wilg');
  });
});

describe('by MitID (the broker only compares CPR numbers)', () => {
  const grown = '0504909995', child = '0101124990';
  const give = (trip: string, typed: string, cookies: Map<string, string>) => w.service.withoutScript.eidNumber('havet', trip, typed, Object.fromEntries(cookies));
  const toNumber = async (number: string) => {
    const trip = await w.begin(await w.device(), { clinic: danish });
    const location = await trip.browser.callback(await trip.browser.leave(trip.authorize), { number });
    return { trip, location, id: new URL(location, issuer).searchParams.get('trip')! };
  };
  it('S4-10 asks the number once on our own page, has it compared, and knows the person from then on', async () => {
    const patient = await w.record(grown, {}, danish);
    const { trip, location, id } = await toNumber(grown);
    expect(location).toBe(`${issuer}/hosted/havet/number?lang=da&trip=${id}`);
    expect(await give(id, '020160-9995', trip.browser.cookies)).toBe('again');
    const done = await give(id, '050490-9995', trip.browser.cookies);
    const { code } = fragmentOf((done as { location: string }).location);
    expect((await trip.redeem(code!)).status).toBe(200);
    expect((await w.db.select().from(schema.recordLinks).where(eq(schema.recordLinks.patient, patient)))[0]).toMatchObject({ state: 'linked', proof: 'eid' });
    // Used up, and the second time nothing is asked.
    await expect(give(id, '050490-9995', trip.browser.cookies)).rejects.toMatchObject({ code: 'eid_lost' });
    expect(await (await w.begin(await w.device(), { clinic: danish })).walk({ number: grown })).toMatchObject({ code: expect.any(String) as string });
  });
  it('takes five numbers and no more, however many come at once, and only with the cookie of the browser that left', async () => {
    const { trip, id } = await toNumber('0201919990');
    await expect(give(id, '020191-9990', new Map())).rejects.toMatchObject({ code: 'eid_lost' });
    const many = await Promise.allSettled(Array.from({ length: 12 }, () => give(id, '020160-9995', trip.browser.cookies)));
    expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    await expect(give(id, '020191-9990', trip.browser.cookies)).rejects.toMatchObject({ code: 'eid_lost' });
  });
  it('S4-11 S4-12 S4-52 is for whoever is fifteen by the practice\'s calendar, from the birthday on', async () => {
    const before = w.time.now;
    const asked = async (now: string) => {
      w.time.now = new Date(now);
      const { trip, id } = await toNumber(child);
      return fragmentOf((await give(id, child, trip.browser.cookies) as { location: string }).location);
    };
    // Born on 1 January 2012; midnight in Copenhagen is 23:00 in UTC.
    expect(await asked('2026-12-31T22:59:00Z')).toMatchObject({ error: 'eid_too_young' });
    expect((await asked('2026-12-31T23:00:00Z')).code).toBeTruthy();
    w.time.now = before;
  });
  it('S4-22 S4-48 a form that waits is used by exactly its number, once', async () => {
    const real = waitingForms.get('number')!;
    // Modules are shared by the files of one process.
    onTestFinished(() => { waitingForms.set('number', real); });
    waitingForms.set('number', { purpose: 'register', numberOf: (person) => String(person['number']), proven: async (_tx, _ctx, row) => ({ account: null, result: row.kind === 'number' ? 'waiting' : 'attached' }) });
    const device = await w.device();
    const form = async (number: string) => {
      const secret = pkce().verifier;
      await w.db.insert(schema.registrations).values({ clinic: 'havet', secretHash: (await import('@balie/database')).hashSecret(secret), kind: 'number', emailHmac: 'x', personSealed: w.keyring.seal('registration', JSON.stringify({ number })), passwordHash: 'x', jkt: device.jkt, locale: 'da', createdAt: w.time.now, expiresAt: new Date(w.time.now.getTime() + 3_600_000) });
      return secret;
    };
    const right = await form(grown);
    // Given up at MitID it waits on (S4-32).
    expect(await (await w.begin(device, { clinic: danish, purpose: 'register', registration: right })).walk({ number: grown, cancel: true })).toMatchObject({ at: danish.pages.portal, error: 'eid_cancelled' });
    expect(await (await w.begin(device, { clinic: danish, purpose: 'register', registration: right })).walk({ number: grown })).toMatchObject({ at: danish.pages.portal, result: 'waiting' });
    expect((await w.begin(device, { clinic: danish, purpose: 'register', registration: right })).body).toMatchObject({ error: 'link_invalid' });
    const wrong = await form('0201609995');
    expect(await (await w.begin(device, { clinic: danish, purpose: 'register', registration: wrong })).walk({ number: grown })).toMatchObject({ error: 'identity_mismatch' });
    expect((await w.begin(await w.device(), { clinic: danish, purpose: 'register', registration: wrong })).body).toMatchObject({ error: 'link_invalid' });
  });
});

it('T25 no personal number stands in an address, a cookie, a log or the audit', async () => {
  const number = bsn();
  const trip = await w.begin(await w.device());
  const there = await trip.browser.leave(trip.authorize);
  const back = await trip.browser.atBroker(there, { number });
  const page = await trip.browser.arrive(back);
  const rows = await w.db.select().from(schema.audit);
  const trips = await w.db.select().from(schema.eidTransactions);
  expect([there, back, page, ...trip.browser.cookies.values(), JSON.stringify(w.logs), JSON.stringify(rows), JSON.stringify(trips)].join('\n')).not.toContain(number);
});
