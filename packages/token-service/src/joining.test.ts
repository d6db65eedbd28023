import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MailRequest, StaffRole, TokenAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { bodyOf, clinic, deskOrigin, goodPassword, harness, issuer, logIn, openPrompt, type Device, type Harness } from '../test/harness.ts';
import { logInAtDesk, type DeskClient } from '../test/desk.ts';

const documents = [{ id: 'privacy', url: 'https://p.example/privacy', version: '2026-01' }, { id: 'terms', url: 'https://p.example/terms', version: '3' }] as const;
const byLetter = { logIn: { code: 'sms' }, sms: { sender: 'De Beuk' }, registration: { ways: ['letter'], terms: 'boxes', documents, secondFactor: 'sms', after: 'log-in-page' }, services: { prescriptions: { title: { nl: 'Recept' }, minAcr: 'urn:balie:acr:sms-code', maxAge: 28_800 } } };
let h: Harness;
let desk: DeskClient;
const atDesk = (at: string, email: string, roles: StaffRole[]) => logInAtDesk(h, at, email, roles);
beforeAll(async () => { h = await harness({ clinics: [clinic('de-beuk', byLetter), clinic('de-linde'), clinic('es', byLetter)] }); });
// A log-in of its own for each test: clocks are turned, and a code of the app counts once.
beforeEach(async () => { h.pass(30); desk = await atDesk('de-beuk', 'ans@beuk.example', ['assistant']); });
afterAll(() => h.close());

let count = 0;
function person() {
  const patient = crypto.randomUUID();
  h.patients.set(patient, { name: 'J. Voorbeeld', birthDate: '1964-03-12' });
  return { patient, email: `letter${count++}@patient.example` };
}
type Link = Extract<MailRequest, { template: 'activation' | 'activation-confirm' }>;
const linkTo = async (email: string, template: Link['template']) => ((await h.mails(template)) as Link[]).findLast((mail) => mail.to === email)!.data.secret;
const post = async (device: Device, path: string, body: unknown) => { const answer = await device.json(`/activation${path}`, { clinic: 'de-beuk', ...body as object }); return { status: answer.status, body: answer.status === 204 ? {} : await bodyOf(answer) }; };

/** At the desk: letter and mail, both in hand. */
async function begun() {
  const who = person();
  const { activation, pin } = await desk.letter(who);
  expect((await desk.call('activations/mail', { id: activation.id })).body).toMatchObject({ step: 'mailed' });
  return { ...who, id: activation.id, pin, secret: await linkTo(who.email, 'activation'), device: await h.device() };
}
/** Through to the account, logged in by the second link. */
async function activated() {
  const one = await begun();
  expect(await post(one.device, '/password', { secret: one.secret, pin: one.pin, password: goodPassword })).toMatchObject({ status: 202 });
  const confirmed = await post(one.device, '/confirm', { secret: await linkTo(one.email, 'activation-confirm'), password: goodPassword });
  const tokens = (confirmed.body as { tokens: TokenAnswer }).tokens;
  const account = h.linked.at(-1)!.split('/')[0]!;
  const own = async (path: string, body?: unknown) => { const answer = await (body === undefined ? one.device.get(`/account${path}`, tokens.access_token) : one.device.json(`/account${path}`, body, { accessToken: tokens.access_token })); return { status: answer.status, body: answer.status === 204 ? {} : await bodyOf(answer) }; };
  return { ...one, confirmed, tokens, account, own };
}

describe('an account by letter (S2)', () => {
  it('link → PIN → password → second mail → password, in that order alone, and the record is linked by it (S2-29, S2-30)', async () => {
    const one = await begun();
    expect(await post(one.device, '', { secret: one.secret })).toMatchObject({ status: 200, body: { step: 'pin' } });
    expect(await post(one.device, '/resend', { secret: one.secret })).toMatchObject({ body: { error: 'link_invalid' } });
    expect(await post(one.device, '/confirm', { secret: one.secret, password: goodPassword })).toMatchObject({ body: { error: 'link_invalid' } });
    expect((await post(one.device, '/pin', { secret: one.secret, pin: `${one.pin.slice(0, 4)} ${one.pin.slice(4)}` })).status).toBe(204);
    expect(await post(one.device, '/password', { secret: one.secret, pin: one.pin, password: 'kort' })).toMatchObject({ status: 400, body: { error: 'weak_password' } });
    expect((await post(one.device, '/password', { secret: one.secret, pin: one.pin, password: goodPassword })).status).toBe(202);
    expect(await post(one.device, '', { secret: one.secret })).toMatchObject({ body: { step: 'confirm' } });
    // Nobody is in before the second mail's link and the password.
    expect((await logIn(await h.device(), one.email, { client: 'de-beuk' })).body).toMatchObject({ error: 'wrong_credentials' });
    const second = await linkTo(one.email, 'activation-confirm');
    expect(await post(one.device, '/confirm', { secret: second, password: 'another one 123' })).toMatchObject({ body: { error: 'wrong_credentials' } });
    // On another device than the one before: a letter is read at home, a mail on the telephone.
    const telephone = await h.device();
    const confirmed = await post(telephone, '/confirm', { secret: second, password: goodPassword });
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'in', tokens: { scope: 'portal' } } });
    expect(await h.service.accounts.contacts([h.linked.at(-1)!.split('/')[0]!])).toEqual(new Map([[h.linked.at(-1)!.split('/')[0], expect.objectContaining({ email: one.email, name: 'J. Voorbeeld', birthDate: '1964-03-12' })]]));
    expect(h.links.get(h.linked.at(-1)!)).toBe('linked');
    expect(await post(telephone, '/confirm', { secret: second, password: goodPassword })).toMatchObject({ body: { error: 'link_invalid' } });
    expect(await post(one.device, '', { secret: one.secret })).toMatchObject({ body: { error: 'link_invalid' } });
  });
  it('the PIN dies with the first password, and stands nowhere but in the answer to the desk (S2-03, S2-32)', async () => {
    const one = await begun();
    expect(one.pin).toMatch(/^\d{8}$/);
    await post(one.device, '/password', { secret: one.secret, pin: one.pin, password: goodPassword });
    expect(await post(one.device, '/pin', { secret: one.secret, pin: one.pin })).toMatchObject({ body: { error: 'link_invalid' } });
    expect(await post(one.device, '/password', { secret: one.secret, pin: one.pin, password: 'een ander wachtwoord 9' })).toMatchObject({ body: { error: 'link_invalid' } });
    const [row] = await h.db.select().from(schema.activations).where(eq(schema.activations.id, one.id));
    expect(row!.pinHash).toBeNull();
    expect(JSON.stringify([await h.mails(), h.logs, (await desk.call('activations')).body])).not.toContain(one.pin);
  });
  it('five wrong PINs end a letter, over all days; a new one has five again, and the old PIN is dead (T09)', async () => {
    const one = await begun();
    const lefts: unknown[] = [];
    for (let guess = 0; guess < 5; guess++) { const { body } = await post(one.device, '/pin', { secret: one.secret, pin: '00000000' }); lefts.push([body['error'], body['guesses_left']]); h.pass(86_400); }
    expect(lefts).toEqual([['wrong_code', 4], ['wrong_code', 3], ['wrong_code', 2], ['wrong_code', 1], ['code_guesses_spent', 0]]);
    expect(await post(one.device, '/pin', { secret: one.secret, pin: one.pin })).toMatchObject({ body: { error: 'code_guesses_spent' } });
    desk = await atDesk('de-beuk', 'ans@beuk.example', ['assistant']);
    const stepAtDesk = async () => ((await desk.call('activations')).body as { activations: { id: string; step: string }[] }).activations.find(({ id }) => id === one.id)!.step;
    expect(await stepAtDesk()).toBe('blocked');
    const { pin, activation } = (await desk.call('activations/letter', { id: one.id })).body as { pin: string; activation: { step: string } };
    expect([activation.step, await stepAtDesk()]).toEqual(['mailed', 'mailed']);
    expect(await post(one.device, '/pin', { secret: one.secret, pin: one.pin })).toMatchObject({ body: { error: 'wrong_code' } });
    expect((await post(one.device, '/pin', { secret: one.secret, pin })).status).toBe(204);
  });
  it('50 at once with link, PIN and a password each choose one, and 50 confirmations make one account', async () => {
    const one = await begun();
    const chosen = await Promise.all(Array.from({ length: 5 }, (_, at) => post(one.device, '/password', { secret: one.secret, pin: one.pin, password: `${goodPassword} ${at}` })));
    expect(chosen.filter(({ status }) => status === 202)).toHaveLength(1);
    const password = `${goodPassword} ${chosen.findIndex(({ status }) => status === 202)}`;
    const secret = await linkTo(one.email, 'activation-confirm');
    const before = h.linked.length;
    const confirmed = await Promise.all(Array.from({ length: 5 }, () => post(one.device, '/confirm', { secret, password })));
    expect(confirmed.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(h.linked.length).toBe(before + 1);
  });
  it('mails sent again replace their link; the second mail comes again by the first link (S2-29)', async () => {
    const one = await begun();
    await desk.call('activations/mail', { id: one.id });
    expect(await post(one.device, '', { secret: one.secret })).toMatchObject({ body: { error: 'link_invalid' } });
    const newer = await linkTo(one.email, 'activation');
    await post(one.device, '/password', { secret: newer, pin: one.pin, password: goodPassword });
    const first = await linkTo(one.email, 'activation-confirm');
    expect((await post(one.device, '/resend', { secret: newer })).status).toBe(202);
    expect(await post(one.device, '/confirm', { secret: first, password: goodPassword })).toMatchObject({ body: { error: 'link_invalid' } });
    expect((await post(one.device, '/confirm', { secret: await linkTo(one.email, 'activation-confirm'), password: goodPassword })).status).toBe(200);
  });
  it('of an address that has an account links that one and leaves its password (S0-03)', async () => {
    const known = await h.account('known-letter@patient.example', { at: 'de-linde', link: null });
    const patient = crypto.randomUUID();
    h.patients.set(patient, { name: 'J. Voorbeeld', birthDate: null });
    const { activation, pin } = await desk.letter({ patient, email: 'known-letter@patient.example' });
    await desk.call('activations/mail', { id: activation.id });
    const device = await h.device();
    await post(device, '/password', { secret: await linkTo('known-letter@patient.example', 'activation'), pin, password: 'nieuw wachtwoord 77' });
    expect(await post(device, '/confirm', { secret: await linkTo('known-letter@patient.example', 'activation-confirm'), password: 'nieuw wachtwoord 77' })).toMatchObject({ status: 200, body: { state: 'known' } });
    expect(h.links.get(`${known.id}/de-beuk`)).toBe('linked');
    expect((await logIn(known.device, 'known-letter@patient.example', { password: 'nieuw wachtwoord 77' })).body).toMatchObject({ error: 'wrong_credentials' });
    expect((await logIn(known.device, 'known-letter@patient.example')).status).toBe(200);
  });
  it('is begun by who may check identities, at a practice that hands out letters, for somebody in its records; ended by the desk, and forgotten in time', async () => {
    const who = person();
    for (const [at, roles, email] of [['de-linde', ['assistant', 'owner'], 'a@x.example'], ['de-beuk', ['admin'], 'b@x.example']] as const) expect((await (await atDesk(at, email, [...roles])).call('activations', { ...who, by: 'letter' })).body).toMatchObject({ error: 'access_denied' });
    expect((await desk.call('activations', { ...who, by: 'letter', patient: crypto.randomUUID() })).body).toMatchObject({ error: 'conflict' });
    const one = await begun();
    const elsewhere = await atDesk('es', 'c@x.example', ['assistant']);
    for (const act of ['letter', 'mail', 'void']) expect((await elsewhere.call(`activations/${act}`, { id: one.id })).body).toMatchObject({ error: 'not_found' });
    // Another letter for the same patient ends the first.
    const { activation } = await desk.letter(one);
    expect(await post(one.device, '', { secret: one.secret })).toMatchObject({ body: { error: 'link_invalid' } });
    expect((await desk.call('activations/void', { id: activation.id })).status).toBe(204);
    const two = await begun();
    h.pass(30 * 86_400 + 1);
    expect(await post(two.device, '', { secret: two.secret })).toMatchObject({ body: { error: 'link_invalid' } });
    await h.service.sweep();
    expect(await h.db.$count(schema.activations, eq(schema.activations.id, two.id))).toBe(0);
  });
});

describe('what follows (S2-12 … S2-24)', () => {
  it('both documents, each with its version; a box left open or an old version is no agreement (S2-12)', async () => {
    const { own, account } = await activated();
    expect((await own('/setup')).body).toMatchObject({ documents, phone: 'asked' });
    expect((await own('/consents', { agreed: [{ id: 'privacy', version: '2026-01' }] })).body).toMatchObject({ error: 'invalid_request' });
    expect((await own('/consents', { agreed: [{ id: 'privacy', version: '2025-01' }, { id: 'terms', version: '3' }] })).body).toMatchObject({ error: 'conflict' });
    expect(await h.db.$count(schema.consents, eq(schema.consents.account, account))).toBe(0);
    expect((await own('/consents', { agreed: documents.map(({ id, version }) => ({ id, version })) })).status).toBe(204);
    expect((await own('/setup')).body).toMatchObject({ documents: [], phone: 'asked' });
    expect((await h.db.select().from(schema.consents).where(eq(schema.consents.account, account))).map(({ document, version }) => [document, version])).toEqual([['privacy', '2026-01'], ['terms', '3']]);
  });
  it('a number is activated by the code sent there and the password again; then every log-in asks a code of it (S2-19 … S2-24, S2-14)', async () => {
    const who = await activated();
    expect((await who.own('/phone', { country: 'NL', number: '010-1234567' })).body).toMatchObject({ error: 'invalid_request', fields: ['number'] });
    expect((await who.own('/phone', { country: 'NL', number: '085-1234567' })).body).toMatchObject({ error: 'invalid_request', fields: ['number'] });
    const added = (await who.own('/phone', { country: 'NL', number: '06-12345678' })).body as { factor: string; next: { mark: string } };
    expect(added.next).toMatchObject({ type: 'sms_code', to: '*** 78', expires_in: 600 });
    const sms = (await h.texts()).at(-1)!;
    expect(sms).toMatchObject({ to: '+31612345678', data: { mark: added.next.mark } });
    expect((await who.own('/phone/activate', { factor: added.factor, password: goodPassword })).body).toMatchObject({ error: 'not_found' });
    const wrong = sms.data.code === '000000' ? '000001' : '000000';
    expect((await who.own('/phone/code', { factor: added.factor, code: wrong }))).toMatchObject({ status: 400, body: { error: 'wrong_code', guesses_left: 4, next: { type: 'sms_code' } } });
    expect((await who.own('/phone/code', { factor: added.factor, code: sms.data.code })).status).toBe(204);
    expect((await who.own('/setup')).body).toMatchObject({ phone: 'asked' });
    expect((await who.own('/phone/activate', { factor: added.factor, password: 'wrong' })).body).toMatchObject({ error: 'wrong_credentials' });
    expect((await who.own('/phone/activate', { factor: added.factor, password: goodPassword })).status).toBe(204);
    expect((await who.own('/setup')).body).toMatchObject({ phone: 'there' });
    expect((await h.mails('phone-added')).at(-1)).toMatchObject({ to: who.email, data: {} });
    const at = await logIn(who.device, who.email, { client: 'de-beuk' });
    expect(at.body).toMatchObject({ next: { type: 'sms_code', to: '*** 78' } });
    const done = await at.again({ code: (await h.texts()).at(-1)!.data.code });
    const tokens = await (await at.redeem({ code: done.body.authorization_code! })).json() as TokenAnswer;
    expect((await openPrompt(h, { device: who.device, tokens, client: 'de-beuk' }, 'prescriptions')).asked.status).toBe(200);
  });
  it('the code for a number is no log-in code, and dies with the next; ten minutes after it the password comes too late (T10)', async () => {
    const who = await activated();
    const { factor } = (await who.own('/phone', { country: 'DK', number: '20 12 34 56' })).body as { factor: string };
    const code = (await h.texts()).at(-1)!.data.code;
    expect((await h.texts()).at(-1)!.to).toBe('+4520123456');
    const at = await logIn(who.device, who.email, { client: 'de-beuk' });
    expect((await at.again({ code })).body).toMatchObject({ error: 'wrong_code' });
    expect((await who.own('/phone/code', { factor, code })).body).toMatchObject({ error: 'code_replaced' });
    expect((await who.own('/phone/code', { factor, resend: '1' }))).toMatchObject({ status: 400, body: { error: 'insufficient_authorization', next: { type: 'sms_code' } } });
    expect((await who.own('/phone/code', { factor, code: (await h.texts()).at(-1)!.data.code })).status).toBe(204);
    h.pass(600);
    const late = await who.device.token({ grant_type: 'refresh_token', client_id: 'de-beuk', refresh_token: who.tokens.refresh_token! });
    const fresh = await late.json() as TokenAnswer;
    expect(await bodyOf(await who.device.json('/account/phone/activate', { factor, password: goodPassword }, { accessToken: fresh.access_token }))).toMatchObject({ error: 'not_found' });
  });
  it('another number takes the old one\'s place only in a session that the old one opened (T31)', async () => {
    const who = await activated();
    const set = async (number: string, own = who.own) => {
      const { body } = await own('/phone', { country: 'NL', number });
      if (!body['factor']) return body;
      await own('/phone/code', { factor: body['factor'], code: (await h.texts()).at(-1)!.data.code });
      return (await own('/phone/activate', { factor: body['factor'], password: goodPassword })).body;
    };
    await set('0612345678');
    expect(await set('0687654321')).toMatchObject({ error: 'insufficient_user_authentication', acr_values: 'urn:balie:acr:sms-code' });
    const at = await logIn(who.device, who.email, { client: 'de-beuk' });
    const tokens = await (await at.redeem({ code: (await at.again({ code: (await h.texts()).at(-1)!.data.code })).body.authorization_code! })).json() as TokenAnswer;
    const own: typeof who.own = async (path, body) => { const answer = await who.device.json(`/account${path}`, body, { accessToken: tokens.access_token }); return { status: answer.status, body: answer.status === 204 ? {} : await bodyOf(answer) }; };
    expect(await set('0687654321', own)).toEqual({});
    expect((await logIn(who.device, who.email, { client: 'de-beuk' })).body).toMatchObject({ next: { to: '*** 21' } });
    expect(await h.db.$count(schema.factors, eq(schema.factors.owner, who.account))).toBe(1);
  });
  it('a password alone sets up no first number: whoever guessed it would be asked for codes of their own telephone (T31)', async () => {
    const who = await activated();
    await h.db.update(schema.tokenFamilies).set({ acr: 'urn:balie:acr:password' }).where(eq(schema.tokenFamilies.subject, who.account));
    const texts = (await h.texts()).length;
    expect((await who.own('/phone', { country: 'NL', number: '0687654321' }))).toMatchObject({ status: 401, body: { error: 'insufficient_user_authentication', acr_values: 'urn:balie:acr:email-code' } });
    expect(await h.texts()).toHaveLength(texts);
  });
  it('wrong PINs and passwords on the way leave their row in the audit', async () => {
    const one = await begun();
    await post(one.device, '/pin', { secret: one.secret, pin: '00000000' });
    await post(one.device, '/password', { secret: one.secret, pin: one.pin, password: goodPassword });
    await post(one.device, '/confirm', { secret: await linkTo(one.email, 'activation-confirm'), password: 'niet het wachtwoord' });
    const rows = await h.db.select().from(schema.audit).where(eq(schema.audit.object, one.id));
    expect(rows.map(({ actorKind, action, outcome }) => `${actorKind} ${action} ${outcome}`)).toEqual(expect.arrayContaining(['public activation-pin wrong_code', 'public activation-confirm wrong_credentials']));
    const who = await activated();
    const { factor } = (await who.own('/phone', { country: 'NL', number: '0612340987' })).body as { factor: string };
    await who.own('/phone/code', { factor, code: (await h.texts()).at(-1)!.data.code });
    await who.own('/phone/activate', { factor, password: 'niet het wachtwoord' });
    expect((await h.db.select().from(schema.audit).where(eq(schema.audit.object, factor))).map(({ action, outcome }) => `${action} ${outcome}`)).toContain('factor-activate wrong_credentials');
  });
  it('ten numbers a day are tried by an account, no more (T13)', async () => {
    const who = await activated();
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) { statuses.push((await who.own('/phone', { country: 'NL', number: `061234${String(1000 + n)}` })).status); if (n % 3 === 2) h.pass(60); }
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.at(-1)).toBe(429);
  });
  it('needs a session and the right origin: no token, no answer; the desk\'s origin is refused (T22)', async () => {
    const device = await h.device();
    expect((await device.json('/account/phone', { country: 'NL', number: '0612345678' })).status).toBe(401);
    expect((await device.json('/activation', { clinic: 'de-beuk', secret: 'A'.repeat(43) }, { origin: deskOrigin })).status).toBe(403);
    expect((await h.send('/activation/pin', { method: 'POST', headers: { origin: issuer, 'content-type': 'application/json' }, body: JSON.stringify({ clinic: 'de-beuk', secret: 'A'.repeat(43), pin: '1' }) })).status).toBe(400);
  });
});
