/** Every call that needs no log-in, taken from the description of the routes: whoever it is about, known or not, the answer has the same bytes and costs the same hashing (T16). */
import { generateSpecs } from 'hono-openapi';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq, hashSecret, schema } from '@balie/database';
import { danish, numberOf, password as danishPassword, people as children, sendForm, user } from '../test/danish.ts';
import { clinic, deskOrigin, goodPassword, harness, issuer, logIn, openPrompt, pkce, wish, type Device, type Harness } from '../test/harness.ts';
import { limits } from './limits.ts';

const ahorn = danish('ahorn');
const ways = { logIn: { ways: ['password', 'passkey'] } };
const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' } as never;
let h: Harness, device: Device;
beforeAll(async () => {
  h = await harness({ clinics: [clinic('de-linde', ways), clinic('zeezicht'), clinic('streng', { registration: { admission: 'approve' } }), ahorn], brokers: { mitid: { issuer: 'http://eid.localhost:4410', client_id: 'balie', private_key: key } } });
  device = await h.device();
});
afterAll(() => h.close());

let serial = 0;
/** Each caller from a network of its own: limits by network are no part of this. */
const network = (): Record<string, string> => { serial += 1; return { 'x-test-address': `10.${serial >> 8}.${serial & 255}.1` }; };
const secret = () => pkce().verifier;
/** What is asked about, by name: all of them must get one answer. */
type Asked = Record<string, () => Promise<Response>>;
interface Case { what: string; hashes: number; asked: () => Promise<Asked> }

const json = (path: string, body: object, by = device, more: object = {}) => by.json(path, body, { headers: network(), ...more });
const challenge = (client: string, fields: Record<string, string>, by = device, headers = network(), origin = issuer) => by.form('/authorize-challenge', { ...wish(client, client === 'desk' ? 'desk' : 'portal', pkce().challenge, origin), ...fields }, { headers, origin });

/** People in every state an account can be in, as the address they are known by. */
async function people(): Promise<Record<string, { email: string; headers: Record<string, string>; device: Device }>> {
  const one = async (state: string, change: (id: string) => unknown = () => undefined, link: 'linked' | 'requested' = 'linked') => {
    const email = `persoon${serial += 1}@patient.example`;
    const made = await h.account(email, { link });
    await change(made.id);
    return { [state]: { email, headers: network(), device } };
  };
  const locked = { email: `persoon${serial += 1}@patient.example`, headers: network(), device };
  await h.account(locked.email);
  for (let turn = 0; turn < limits.password.free; turn++) await logIn(device, locked.email, { password: 'mis', headers: locked.headers });
  const pending = `persoon${serial += 1}@patient.example`;
  await json('/register', { clinic: 'de-linde', locale: 'nl', email: pending, password: goodPassword });
  return {
    unknown: { email: `persoon${serial += 1}@patient.example`, headers: network(), device }, pending: { email: pending, headers: network(), device }, locked,
    ...await one('known'), ...await one('unlinked', undefined, 'requested'), ...await one('refused', (id) => h.links.set(`${id}/de-linde`, 'refused')),
    ...await one('without a password', (id) => h.db.update(schema.accounts).set({ passwordHash: null }).where(eq(schema.accounts.id, id))),
    ...await one('closed', (id) => h.db.delete(schema.accounts).where(eq(schema.accounts.id, id))),
  };
}
const each = async (ask: (person: Awaited<ReturnType<typeof people>>[string], state: string) => Promise<Response>): Promise<Asked> => Object.fromEntries(Object.entries(await people()).map(([state, person]) => [state, () => ask(person, state)]));

/** Danish numbers of somebody with an account here, with one elsewhere that was never asked, with none, and what is no number. */
let born = 1000;
const number = () => { for (;;) { const typed = `0${1 + (born % 9)}0${1 + (born % 9)}75${born++}`; try { return numberOf(typed).number; } catch { /* no such number */ } } };
async function numbers() {
  const known = number(), waiting = number(), refused = number();
  await user(h, ahorn, { number: known, email: `tal${serial += 1}@patient.example` });
  await user(h, ahorn, { number: waiting, email: `tal${serial += 1}@patient.example`, approved: false });
  const no = await user(h, ahorn, { number: refused, email: `tal${serial += 1}@patient.example` });
  h.links.set(`${no.account}/ahorn`, 'refused');
  return { known, waiting, refused, unknown: number() };
}

/** Links that lead nowhere any more, of one kind of row. */
async function deadLinks(purpose: 'password' | 'contact'): Promise<Record<string, string>> {
  const row = async (change: Partial<typeof schema.accountLinks.$inferInsert>) => {
    const { id } = await h.account(`link${serial += 1}@patient.example`);
    const link = secret();
    await h.db.insert(schema.accountLinks).values({ secretHash: hashSecret(link), account: id, clinic: 'de-linde', purpose, dataSealed: h.keyring.seal('account-link', '{"email":"a@b.example"}'), createdAt: h.time.now, expiresAt: new Date(h.time.now.getTime() + 60_000), ...change });
    return link;
  };
  return {
    unknown: secret(), used: await row({ usedAt: h.time.now }), 'too old': await row({ expiresAt: h.time.now }), 'of another clinic': await row({ clinic: 'zeezicht' }), 'for something else': await row({ purpose: purpose === 'password' ? 'contact' : 'password' }),
  };
}
async function deadActivations(of: 'linkHash' | 'confirmHash', step: 'letter' | 'confirm'): Promise<Record<string, string>> {
  const row = async (change: Partial<typeof schema.activations.$inferInsert>) => {
    const link = secret();
    await h.db.insert(schema.activations).values({
      clinic: 'de-linde', patient: crypto.randomUUID(), personSealed: h.keyring.seal('activation', JSON.stringify({ email: 'a@b.example', name: null, birthDate: null, phone: null })), pinHash: 'plain:12345678', passwordHash: `plain:${goodPassword}`, [of]: hashSecret(link), step, locale: 'nl', createdBy: crypto.randomUUID(), createdAt: h.time.now, expiresAt: new Date(h.time.now.getTime() + 60_000), ...change,
    });
    return link;
  };
  return { unknown: secret(), done: await row({ step: 'done' }), 'too old': await row({ expiresAt: h.time.now }), 'of another clinic': await row({ clinic: 'zeezicht' }) };
}
const over = (links: Record<string, string>, ask: (link: string) => Promise<Response>): Asked => Object.fromEntries(Object.entries(links).map(([state, link]) => [state, () => ask(link)]));

async function deadInvitations(): Promise<Record<string, string>> {
  const row = async (change: Partial<typeof schema.staff.$inferInsert>) => {
    const link = secret();
    await h.db.insert(schema.staff).values({ clinic: 'de-linde', emailHmac: crypto.randomUUID(), emailSealed: h.keyring.seal('staff-email', 'a@b.example'), name: 'A', roles: ['gp'], locale: 'nl', invitationHash: hashSecret(link), invitationExpiresAt: new Date(h.time.now.getTime() + 60_000), createdAt: h.time.now, ...change });
    return link;
  };
  return { unknown: secret(), accepted: await row({ passwordHash: 'plain:x' }), removed: await row({ removedAt: h.time.now }), 'too old': await row({ invitationExpiresAt: h.time.now }) };
}

/** A reason instead of cases: the call is about nobody. */
const table: Record<string, Case[] | string> = {
  'GET /.well-known/oauth-authorization-server': 'about the service', 'GET /jwks': 'about the service',
  'GET /eid/callback': 'about a trip, which only the browser that began it knows (T17): test/eid',
  'GET /authorize': [{ what: 'a request_uri that is no more', hashes: 0, asked: async () => over({ unknown: secret(), nonsense: 'x' }, (uri) => h.send(`/authorize?${new URLSearchParams({ client_id: 'ahorn', request_uri: `urn:ietf:params:oauth:request_uri:${uri}` })}`, { headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' } })) }],
  'POST /authorize-challenge': [
    { what: 'a wrong password, or a right one while it waits', hashes: 1, asked: () => each(({ email, headers }, state) => challenge('de-linde', { username: email, password: state === 'locked' ? goodPassword : 'mis' }, device, headers)) },
    { what: 'the same where the clinic admits first', hashes: 1, asked: () => each(({ email, headers }) => challenge('streng', { username: email, password: 'mis' }, device, headers)) },
    { what: 'a CPR number', hashes: 1, asked: async () => ({ ...over(await numbers(), (username) => challenge('ahorn', { username, password: 'mis' })), 'no number': () => challenge('ahorn', { username: 'vrøvl', password: 'mis' }) }) },
    { what: 'the desk', hashes: 1, asked: async () => {
      const member = async (change: Partial<typeof schema.staff.$inferInsert> = {}) => { const email = `lid${serial += 1}@praktijk.example`; const id = await h.service.seedStaff({ clinic: 'de-linde', email, name: 'A', roles: ['gp'], locale: 'nl', password: goodPassword, totpSecret: 'JBSWY3DPEHPK3PXPKRSXG5CTMVRXEZLU' }); if (Object.keys(change).length) await h.db.update(schema.staff).set(change).where(eq(schema.staff.id, id)); return email; };
      return over({ unknown: 'niemand@praktijk.example', known: await member(), removed: await member({ removedAt: h.time.now }), invited: await member({ passwordHash: null }) }, (username) => challenge('desk', { username, password: 'mis' }, device, network(), deskOrigin));
    } },
    { what: 'a passkey', hashes: 0, asked: async () => {
      const { id } = await h.account(`sleutel${serial += 1}@patient.example`);
      await h.db.insert(schema.factors).values({ owner: id, kind: 'passkey', handle: 'known', secretSealed: h.keyring.seal('passkey', JSON.stringify({ publicKey: 'AAAA', transports: [] })), createdAt: h.time.now, activatedAt: h.time.now });
      return over({ known: 'known', unknown: 'unknown' }, async (handle) => {
        const begun = await (await challenge('de-linde', { passkey: '1' })).json() as { auth_session: string };
        return device.form('/authorize-challenge', { client_id: 'de-linde', auth_session: begun.auth_session, assertion: JSON.stringify({ id: handle, rawId: handle, type: 'public-key', response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' } }) });
      });
    } },
    { what: 'an auth_session that is nobody\'s', hashes: 0, asked: async () => { const theirs = await (await challenge('de-linde', {})).json() as { auth_session: string }; const other = await h.device(); return over({ unknown: secret(), 'of another key': theirs.auth_session }, (session) => other.form('/authorize-challenge', { client_id: 'de-linde', auth_session: session, username: 'a@b.example', password: 'mis' })); } },
  ],
  'POST /par': [{ what: 'a form that waits for no eID any more', hashes: 0, asked: async () => {
    const waiting = async (change: Partial<typeof schema.registrations.$inferInsert>, by = device) => { const { body } = await sendForm(by, 'ahorn', { number: number() }); await h.db.update(schema.registrations).set({ createdAt: h.time.now, ...change }).where(eq(schema.registrations.secretHash, hashSecret(body.registration!))); return body.registration!; };
    return over({ unknown: secret(), used: await waiting({ usedAt: h.time.now }), 'too old': await waiting({ expiresAt: h.time.now }), 'of another device': await waiting({}, await h.device()), 'of another clinic': await waiting({ clinic: 'de-linde' }) }, (registration) =>
      device.form('/par', { client_id: 'ahorn', response_type: 'code', scope: 'portal', redirect_uri: ahorn.pages.portal, state: secret(), code_challenge: pkce().challenge, code_challenge_method: 'S256', purpose: 'register', registration }, { headers: network() }));
  } }],
  'POST /token': [
    { what: 'a code', hashes: 0, asked: async () => {
      const email = `code${serial += 1}@patient.example`;
      await h.account(email);
      const [mine, used, late, theirs] = [await logIn(device, email), await logIn(device, email), await logIn(device, email), await logIn(await h.device(), email)];
      await used.redeem();
      await h.db.update(schema.authorizationCodes).set({ expiresAt: h.time.now }).where(eq(schema.authorizationCodes.codeHash, hashSecret(late.body['authorization_code']!)));
      return { unknown: () => mine.redeem({ code: secret() }), 'another verifier': () => mine.redeem({ code_verifier: secret() }), 'of another key': () => theirs.redeem({}, device), 'too old': () => late.redeem(), used: () => used.redeem() };
    } },
    { what: 'a refresh token', hashes: 0, asked: async () => {
      const [one, out, old] = [await h.account(`rt${serial += 1}@patient.example`), await h.account(`rt${serial += 1}@patient.example`), await h.account(`rt${serial += 1}@patient.example`)];
      await out.device.post('/logout', out.tokens.access_token);
      await h.db.update(schema.tokenFamilies).set({ endsAt: h.time.now }).where(eq(schema.tokenFamilies.subject, old.id));
      const refresh = (token: string, by: Device) => by.token({ grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: token });
      return { unknown: () => refresh(secret(), device), 'of another key': () => refresh(one.tokens.refresh_token!, device), 'logged out': () => refresh(out.tokens.refresh_token!, out.device), 'too old': () => refresh(old.tokens.refresh_token!, old.device) };
    } },
  ],
  'POST /revoke': [{ what: 'a token', hashes: 0, asked: async () => { const one = await h.account(`rv${serial += 1}@patient.example`); const revoke = (token: string, by: Device) => by.form('/revoke', { client_id: 'de-linde', token }); return { unknown: () => revoke(secret(), device), 'of another key': () => revoke(one.tokens.refresh_token!, device), known: () => revoke(one.tokens.refresh_token!, one.device) }; } }],
  'POST /page/close': [{ what: 'a page', hashes: 0, asked: async () => {
    const prompt = await openPrompt(h, await h.account(`pg${serial += 1}@patient.example`));
    const close = (body: string) => h.send('/page/close', { method: 'POST', headers: { origin: issuer, 'content-type': 'text/plain' }, body });
    return { unknown: () => close(secret()), known: () => close(prompt.made.close_secret), closed: () => close(prompt.made.close_secret), nonsense: () => close('x') };
  } }],
  'POST /register': [
    { what: 'an address', hashes: 1, asked: () => each(({ email, headers }) => device.json('/register', { clinic: 'de-linde', locale: 'nl', email, password: goodPassword }, { headers })) },
    { what: 'a CPR number', hashes: 1, asked: async () => over(await numbers(), (typed) => device.json('/register', { clinic: 'ahorn', locale: 'da', email: `tal${serial += 1}@patient.example`, password: danishPassword, givenName: 'A', familyName: 'B', number: typed }, { headers: network() })) },
    { what: 'a child\'s number, of a guardian', hashes: 1, asked: async () => {
      const guardian = number();
      await user(h, ahorn, { number: children.lars, guardian });
      return over({ 'a child with an account': children.lars, 'one without': children.aya }, (child) => device.json('/register', { clinic: 'ahorn', locale: 'da', email: `barn${serial += 1}@patient.example`, password: danishPassword, givenName: 'A', familyName: 'B', number: child, guardianNumber: guardian }, { headers: network() }));
    } },
  ],
  'POST /register/confirm': [
    { what: 'a link that is no more', hashes: 0, asked: async () => {
      const waiting = async (change: Partial<typeof schema.registrations.$inferInsert>) => { const link = secret(); await h.db.insert(schema.registrations).values({ clinic: 'de-linde', secretHash: hashSecret(link), emailHmac: link, personSealed: h.keyring.seal('registration', '{}'), passwordHash: 'plain:x', jkt: device.jkt, locale: 'nl', createdAt: h.time.now, expiresAt: new Date(h.time.now.getTime() + 60_000), ...change }); return link; };
      return over({ unknown: secret(), used: await waiting({ usedAt: h.time.now }), 'too old': await waiting({ expiresAt: h.time.now }), 'of another clinic': await waiting({ clinic: 'zeezicht' }) }, (link) => json('/register/confirm', { clinic: 'de-linde', secret: link, password: goodPassword }));
    } },
    { what: 'a wrong password from another browser, or the right one while it waits', hashes: 1, asked: async () => {
      const link = async () => { const email = `bev${serial += 1}@patient.example`; await json('/register', { clinic: 'de-linde', locale: 'nl', email, password: goodPassword }); return (await h.lastMail('confirm-registration'))!.data.secret; };
      const other = await h.device(), locked = await link(), fresh = await link();
      for (let turn = 0; turn < limits.password.free; turn++) await json('/register/confirm', { clinic: 'de-linde', secret: locked, password: 'mis' }, other);
      return { wrong: () => json('/register/confirm', { clinic: 'de-linde', secret: fresh, password: 'mis' }, other), locked: () => json('/register/confirm', { clinic: 'de-linde', secret: locked, password: goodPassword }, other) };
    } },
  ],
  'POST /password/forgot': [
    { what: 'an address', hashes: 0, asked: () => each(({ email, headers }) => device.json('/password/forgot', { clinic: 'de-linde', locale: 'nl', email }, { headers })) },
    { what: 'a CPR number with an address', hashes: 0, asked: async () => ({ ...over(await numbers(), (typed) => json('/password/forgot', { clinic: 'ahorn', locale: 'da', email: `tal${serial}@patient.example`, number: typed })), 'no number': () => json('/password/forgot', { clinic: 'ahorn', locale: 'da', email: 'a@b.example', number: 'vrøvl' }) }) },
  ],
  'POST /password/link': [{ what: 'a link that is no more', hashes: 0, asked: async () => over(await deadLinks('password'), (link) => json('/password/link', { clinic: 'de-linde', secret: link })) }],
  'POST /password/reset': [{ what: 'a link that is no more', hashes: 0, asked: async () => over(await deadLinks('password'), (link) => json('/password/reset', { clinic: 'de-linde', secret: link, password: 'groene theepot 52' })) }],
  'POST /contact/verify': [{ what: 'a link that is no more', hashes: 0, asked: async () => over(await deadLinks('contact'), (link) => json('/contact/verify', { clinic: 'de-linde', secret: link })) }],
  'POST /activation': [{ what: 'a link that is no more', hashes: 0, asked: async () => over(await deadActivations('linkHash', 'letter'), (link) => json('/activation', { clinic: 'de-linde', secret: link })) }],
  'POST /activation/pin': [{ what: 'a link that is no more', hashes: 0, asked: async () => over(await deadActivations('linkHash', 'letter'), (link) => json('/activation/pin', { clinic: 'de-linde', secret: link, pin: '12345678' })) }],
  'POST /activation/password': [{ what: 'a link that is no more', hashes: 0, asked: async () => over(await deadActivations('linkHash', 'letter'), (link) => json('/activation/password', { clinic: 'de-linde', secret: link, pin: '12345678', password: goodPassword })) }],
  'POST /activation/resend': [{ what: 'a link that is no more', hashes: 0, asked: async () => over(await deadActivations('linkHash', 'confirm'), (link) => json('/activation/resend', { clinic: 'de-linde', secret: link })) }],
  'POST /activation/confirm': [{ what: 'a link that is no more', hashes: 0, asked: async () => over(await deadActivations('confirmHash', 'confirm'), (link) => json('/activation/confirm', { clinic: 'de-linde', secret: link, password: goodPassword })) }],
  'POST /device/phrase': [{ what: 'a key', hashes: 0, asked: async () => { const known = await h.account(`zin${serial += 1}@patient.example`); const other = await h.device(); return { unknown: () => json('/device/phrase', { clinic: 'de-linde' }, other), 'of somebody without a phrase': () => json('/device/phrase', { clinic: 'de-linde' }, known.device) }; } }],
  'POST /staff/invitation': [{ what: 'an invitation that is no more', hashes: 0, asked: async () => over(await deadInvitations(), (link) => json('/staff/invitation', { secret: link }, device, { origin: deskOrigin })) }],
  'POST /staff/invitation/accept': [{ what: 'an invitation that is no more', hashes: 0, asked: async () => over(await deadInvitations(), (link) => json('/staff/invitation/accept', { secret: link, password: goodPassword }, device, { origin: deskOrigin })) }],
};

/** New with each answer, whoever asks: their length stays. */
const fresh = new Set(['id', 'auth_session', 'registration', 'challenge']);
async function bytesOf(answer: Response): Promise<string> {
  const text = (await answer.text()).replace(/"(\w+)":"([^"]*)"/g, (whole, name: string, value: string) => (fresh.has(name) ? `"${name}":${String(value.length)}` : whole));
  return JSON.stringify({ status: answer.status, headers: [...answer.headers].filter(([name]) => !['date', 'dpop-nonce'].includes(name)), text });
}

it('every call that needs no log-in is in the table: a new one fails here until it says what it is about (T16)', async () => {
  const { paths = {} } = await generateSpecs(new Hono().route('/', h.service.app), { documentation: { info: { title: 'x', version: '1' } } });
  const open = Object.entries(paths).flatMap(([path, operations]) => Object.entries(operations as Record<string, { parameters?: { name: string }[] }>).filter(([, { parameters = [] }]) => !parameters.some(({ name }) => name === 'Authorization')).map(([method]) => `${method.toUpperCase()} ${path}`));
  expect(open.length).toBeGreaterThan(20);
  expect(Object.keys(table).sort()).toEqual(open.sort());
});

describe('T16 the same bytes, the same hashing', () => {
  for (const [call, cases] of Object.entries(table)) if (typeof cases !== 'string') it.each(cases)(`${call}: $what`, async ({ hashes, asked }) => {
    const answers = new Map<string, string[]>();
    for (const [state, ask] of Object.entries(await asked())) {
      h.hasher.hashed = h.hasher.verified = 0;
      const bytes = await bytesOf(await ask());
      expect(h.hasher.hashed + h.hasher.verified, `hashes for ${state}`).toBe(hashes);
      answers.set(bytes, [...answers.get(bytes) ?? [], state]);
    }
    expect([...answers.values()].flat().length).toBeGreaterThan(1);
    expect(Object.fromEntries(answers)).toEqual({ [[...answers.keys()][0]!]: [...answers.values()].flat() });
  });
});
