import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessLogAnswer, accountAnswer, accountExport, notificationsAnswer, type AccountAnswer, type ClinicConfig, type TokenAnswer } from '@balie/contracts';
import { appendAudit, eq, schema, sql, verifyAudit } from '@balie/database';
import { bodyOf, goodPassword, harness, issuer, logIn, openPrompt, type Device, type Harness } from '../test/harness.ts';

let h: Harness;
beforeAll(async () => { h = await harness(); });
afterAll(() => h.close());

const windows = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36' };
type Patient = Awaited<ReturnType<Harness['account']>>;
let patient: Patient, email: string, count = 0;
beforeEach(async () => { email = `own${count++}@patient.example`; patient = await h.account(email, { link: null }); });

/** The account's page, opened by its code; `request` under its token. */
async function openAccount(who: { device: Device; tokens: TokenAnswer } = patient) {
  const prompt = await openPrompt(h, who, 'account');
  const { access_token: accessToken } = await prompt.open();
  return {
    accessToken, page: prompt.page,
    get: (path: string) => prompt.page.get(path, accessToken, { proof: { htu: `${issuer}${path.split('?')[0]}` } }),
    post: (path: string, body: unknown = {}) => prompt.page.json(path, body, { accessToken }),
    async read() { return accountAnswer.parse(await bodyOf(await prompt.page.get('/account', accessToken))) as AccountAnswer; },
  };
}
/** Another device that logs in. */
async function elsewhere(headers: Record<string, string> = windows, client = 'de-linde') {
  const device = await h.device();
  const { verifier, body } = await logIn(device, email, { client });
  const answer = await device.token({ grant_type: 'authorization_code', client_id: client, code: body['authorization_code']!, code_verifier: verifier, redirect_uri: `${issuer}/return/${client}` }, { headers });
  expect(answer.status).toBe(200);
  return { device, tokens: await answer.json() as TokenAnswer, client };
}
const alive = async (who: { device: Device; tokens: TokenAnswer }) => (await who.device.get('/me', who.tokens.access_token)).status === 200;
const audited = async () => (await h.db.select().from(schema.audit).where(eq(schema.audit.actor, patient.id))).map((row) => `${row.action} ${row.outcome}`);

describe('one’s own account', () => {
  it('opens by a code of its own, before anything is linked; a base token or another service’s opens nothing (T03)', async () => {
    expect((await patient.device.get('/account', patient.tokens.access_token)).status).toBe(401);
    h.links.set(`${patient.id}/de-linde`, 'linked');
    const other = await openPrompt(h, patient, 'prescriptions');
    const { access_token: accessToken } = await other.open();
    expect((await other.page.get('/account', accessToken)).status).toBe(401);
    h.links.set(`${patient.id}/de-linde`, 'requested');
    const account = await openAccount();
    expect((await h.lastMail('session-code'))!.data.service).toBe('account');
    expect((await account.read()).profile).toMatchObject({ email, has_password: true, phrase: null });
    // Nor does its token open a service.
    expect((await account.page.get('/me', account.accessToken)).status).toBe(401);
  });

  it('shows devices in plain words, which one this is, and the practices of the account', async () => {
    const other = await elsewhere();
    const { devices, clinics } = await (await openAccount()).read();
    expect(devices).toHaveLength(2);
    expect(devices.find(({ device }) => device === other.device.jkt)).toMatchObject({ label: 'Chrome, Windows', here: false, active: true });
    expect(devices.find(({ device }) => device === patient.device.jkt)).toMatchObject({ here: true, active: true });
    expect(clinics.map(({ id, link }) => `${id} ${link}`)).toEqual(['de-linde requested']);
    h.links.set(`${patient.id}/de-linde`, 'linked');
    expect((await (await openAccount()).read()).clinics).toEqual([{ id: 'de-linde', name: 'Praktijk de-linde', page: 'http://de-linde.localhost:4401/p', link: 'linked', since: '2026-03-01T00:00:00.000Z' }]);
  });

  it('changes name and telephone number at once; another address waits for its own link, and the old one is told (T38)', async () => {
    const account = await openAccount();
    expect(await bodyOf(await account.post('/account/profile', { name: 'Anna de Vries', email, phone: '12' }))).toMatchObject({ error: 'invalid_request', fields: ['phone'] });
    expect(await bodyOf(await account.post('/account/profile', { name: 'Anna de Vries', email, phone: '06 12345678' }))).toEqual({ mailed: false });
    expect((await account.read()).profile).toMatchObject({ name: 'Anna de Vries', email, phone: '+31612345678' });
    const next = `new-${email}`;
    expect(await bodyOf(await account.post('/account/profile', { name: 'Anna de Vries', email: next }))).toEqual({ mailed: true });
    expect((await account.read()).profile).toMatchObject({ email, phone: null });
    expect(await h.lastMail('contact-changing')).toMatchObject({ to: email });
    const link = (await h.lastMail('contact-verify'))!;
    expect(link.to).toBe(next);
    expect((await patient.device.json('/contact/verify', { clinic: 'de-linde', secret: link.data.secret })).status).toBe(204);
    expect((await account.read()).profile.email).toBe(next);
    expect((await logIn(await h.device(), next)).status).toBe(200);
    expect(await audited()).toContain('account.profile mailed');
    // Only behind the code of one's own account.
    expect((await patient.device.json('/account/profile', { name: 'X', email: next }, { accessToken: patient.tokens.access_token })).status).toBe(401);
  });
  it('changes the password with the old one, ends every other session at every clinic, and mails', async () => {
    const other = await elsewhere(), atOther = await elsewhere(windows, 'zeezicht');
    const account = await openAccount();
    expect((await bodyOf(await account.post('/account/password', { current: 'niet dit', password: 'groene theepot 52' })))['error']).toBe('wrong_credentials');
    expect((await bodyOf(await account.post('/account/password', { current: goodPassword, password: 'welkom' })))['error']).toBe('weak_password');
    expect(await alive(other)).toBe(true);
    expect((await account.post('/account/password', { current: goodPassword, password: 'groene theepot 52' })).status).toBe(204);
    expect([await alive(patient), await alive(other), await alive(atOther)]).toEqual([true, false, false]);
    expect((await logIn(await h.device(), email)).body['error']).toBe('wrong_credentials');
    expect((await logIn(await h.device(), email, { password: 'groene theepot 52' })).status).toBe(200);
    expect((await h.lastMail('password-changed'))).toMatchObject({ to: email });
    expect(await audited()).toEqual(expect.arrayContaining(['account.confirm wrong_credentials', 'account.password done']));
    // This page is still open.
    expect((await account.get('/account')).status).toBe(200);
  });

  it('T16 guesses of the old password wait like those of a log-in, hash once each, and do not keep its owner from logging in', async () => {
    const account = await openAccount();
    const before = h.hasher.verified;
    for (let guess = 0; guess < 8; guess++) expect((await account.post('/account/password', { current: `gok ${String(guess)}`, password: 'groene theepot 52' })).status).toBe(400);
    expect(h.hasher.verified - before).toBe(8);
    expect((await bodyOf(await account.post('/account/password', { current: goodPassword, password: 'groene theepot 52' })))['error']).toBe('wrong_credentials');
    expect((await logIn(patient.device, email)).status).toBe(200);
    h.pass(901);
  });

  it('a password change ends log-ins under way elsewhere too, and a link on its way to another address (T31)', async () => {
    const { device } = await elsewhere();
    const through = await logIn(device, email);
    const account = await openAccount();
    await patient.device.json('/contact/start', { email: 'dief@kwaad.example' }, { accessToken: patient.tokens.access_token });
    const link = (await h.lastMail('contact-verify'))!.data.secret;
    expect((await account.post('/account/password', { current: goodPassword, password: 'groene theepot 52' })).status).toBe(204);
    expect((await through.redeem()).status).toBe(400);
    expect((await device.json('/contact/verify', { clinic: 'de-linde', secret: link })).status).toBe(400);
  });
  it('of two password changes at once one wins', async () => {
    const account = await openAccount();
    const answers = await Promise.all(['groene theepot 52', 'gele suikerpot 63'].map((password) => account.post('/account/password', { current: goodPassword, password })));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  it('ends one device, or all but this one; what was ended is new again at its next log-in', async () => {
    const [first, second] = [await elsewhere(), await elsewhere({ 'user-agent': 'curl/8' })];
    const account = await openAccount();
    expect((await account.post('/account/devices/end', { device: first.device.jkt })).status).toBe(204);
    expect([await alive(first), await alive(second)]).toEqual([false, true]);
    expect((await account.post('/account/devices/end', { device: first.device.jkt })).status).toBe(404);
    expect((await account.post('/account/devices/end')).status).toBe(204);
    expect([await alive(patient), await alive(second)]).toEqual([true, false]);
    expect((await account.read()).devices.map(({ device }) => device)).toEqual([patient.device.jkt]);
    const stranger = await h.account(`stranger${count}@patient.example`, { link: null });
    expect((await account.post('/account/devices/end', { device: stranger.device.jkt })).status).toBe(404);
    expect(await alive(stranger)).toBe(true);
  });

  it('a mailbox alone cannot take a second factor away; a passkey may go', async () => {
    const add = async (kind: string) => (await h.db.insert(schema.factors).values({ owner: patient.id, kind, secretSealed: h.keyring.seal('factor', '{"phone":"+31612345678"}'), createdAt: h.time.now, activatedAt: h.time.now, ...(kind === 'passkey' ? { handle: `h${String(count)}` } : {}) }).returning())[0]!.id;
    const [sms, passkey] = [await add('sms'), await add('passkey')];
    const account = await openAccount();
    expect((await account.read()).factors.map(({ kind, label }) => `${kind} ${String(label)}`).sort()).toEqual(['passkey null', 'sms *** 78']);
    expect(await bodyOf(await account.post('/account/factors/remove', { factor: sms }))).toMatchObject({ error: 'insufficient_user_authentication', acr_values: 'urn:balie:acr:sms-code' });
    expect((await account.post('/account/factors/remove', { factor: passkey })).status).toBe(204);
    expect((await h.lastMail('factor-removed'))!.data).toEqual({ kind: 'passkey' });
    expect((await account.read()).factors.map(({ kind }) => kind)).toEqual(['sms']);
    await h.db.update(schema.tokenFamilies).set({ acr: 'urn:balie:acr:sms-code' }).where(eq(schema.tokenFamilies.subject, patient.id));
    expect((await account.post('/account/factors/remove', { factor: sms })).status).toBe(204);
    const stranger = await h.account(`other${count}@patient.example`, { link: null });
    const theirs = await openAccount(stranger);
    expect((await theirs.post('/account/factors/remove', { factor: await add('sms') })).status).toBe(404);
  });

  it('tells the access log in roles and codes, newest first, in parts, without a name; and that it was read', async () => {
    const [member] = await h.db.insert(schema.staff).values({ clinic: 'de-linde', emailHmac: `gp${String(count)}`, emailSealed: 'x', name: 'Dr. Geheim', roles: ['gp', 'owner'], locale: 'nl', createdAt: h.time.now }).returning();
    h.links.set(`${patient.id}/de-linde`, 'linked');
    for (let row = 0; row < 60; row++) await h.db.transaction((tx) => appendAudit(tx, { at: h.time.now, clinic: 'de-linde', actorKind: 'staff', actor: member!.id, action: 'econsult.read', objectKind: 'econsult', object: null, patient: `patient-of-${patient.id}`, outcome: 'done' }));
    // Of the same record at a practice this account is not linked with.
    await h.db.transaction((tx) => appendAudit(tx, { at: h.time.now, clinic: 'zeezicht', actorKind: 'staff', actor: member!.id, action: 'hidden.read', objectKind: null, object: null, patient: `patient-of-${patient.id}`, outcome: 'done' }));
    const account = await openAccount();
    const parts = [];
    for (let before = ''; ;) {
      const answer = accessLogAnswer.parse(await bodyOf(await account.get(`/account/log${before}`)));
      parts.push(answer.entries);
      if (answer.next === null) break;
      before = `?before=${String(answer.next)}`;
    }
    const all = parts.flat();
    expect(parts[0]).toHaveLength(25);
    expect(all.filter(({ did }) => did === 'econsult.read')).toHaveLength(60);
    expect(new Set(all.filter(({ did }) => did === 'econsult.read').map(({ who }) => who))).toEqual(new Set(['gp']));
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((a, b) => b - a));
    expect(all.some(({ did, who }) => did === 'registration-confirm' && who === 'you')).toBe(true);
    expect(JSON.stringify(all)).not.toMatch(/Geheim|hidden/);
    expect((await audited()).filter((row) => row === 'account.log done')).toHaveLength(1);
    expect((await bodyOf(await account.get('/account/log?before=x')))['error']).toBe('invalid_request');
  });

  it('the log is read by its indexes, whatever its length', async () => {
    await h.db.execute(sql`set enable_seqscan = off`);
    const plan = async (where: ReturnType<typeof sql>) => JSON.stringify((await h.db.execute(sql`explain select * from audit where ${where} order by sequence desc limit 26`)).rows);
    expect(await plan(sql`actor = 'x'`)).toContain('audit_own');
    expect(await plan(sql`patient = 'x' and clinic = 'y'`)).toContain('audit_record');
  });

  it('how one hears of things is chosen by kind and clinic; SMS only where clinic and number take it (S1-04)', async () => {
    const account = await openAccount();
    const read = async () => notificationsAnswer.parse(await bodyOf(await account.get('/account/notifications')));
    const choose = async (kind: string, channel: string) => { const answer = await account.post('/account/notifications', { kind, channel }); return [answer.status, answer.status === 204 ? null : (await bodyOf(answer))['error']]; };
    expect(await read()).toEqual({ choices: [{ kind: 'renewals', channel: 'mail' }, { kind: 'answers', channel: 'mail' }], phone: null });
    expect(await choose('renewals', 'sms')).toEqual([403, 'access_denied']);
    for (const channel of ['none', 'mail', 'none']) expect(await choose('renewals', channel)).toEqual([204, null]);
    expect((await read()).choices).toEqual([{ kind: 'renewals', channel: 'none' }, { kind: 'answers', channel: 'mail' }]);
    expect(await choose('weather', 'mail')).toEqual([400, 'invalid_request']);
    expect(await h.db.select().from(schema.notificationChoices).where(eq(schema.notificationChoices.account, patient.id))).toHaveLength(1);
    expect(await audited()).toContain('account.notifications none');

    // At a clinic that sends SMS, to a number that takes them.
    const clinics = h.context.clinics as Map<string, ClinicConfig>;
    const clinic = clinics.get('de-linde')!;
    clinics.set('de-linde', { ...clinic, sms: { sender: 'De Linde' } });
    const has = (phone: string) => h.db.update(schema.accounts).set({ phoneSealed: h.keyring.seal('account-phone', phone) }).where(eq(schema.accounts.id, patient.id));
    await has('+31101234567');
    expect([(await read()).phone, await choose('answers', 'sms')]).toEqual([null, [403, 'access_denied']]);
    await has('+31612345678');
    expect([(await read()).phone, await choose('answers', 'sms')]).toEqual(['*** 78', [204, null]]);
    // A clinic without reminders has nothing to choose there.
    clinics.set('de-linde', { ...clinic, prescriptions: { ...clinic.prescriptions, reminders: false } });
    expect((await read()).choices.map(({ kind }) => kind)).toEqual(['answers']);
    clinics.set('de-linde', clinic);
  });

  it('exports all that is held, by POST, and nothing of it in an address', async () => {
    const account = await openAccount();
    const answer = await account.post('/account/export');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const file = accountExport.parse(await bodyOf(answer));
    expect(file).toMatchObject({ account: { profile: { email } }, known_by: [{ kind: 'email', proof: 'mail' }], log_is_complete: true });
    expect(await audited()).toContain('account.export done');
  });

  it('closes for good: password first, then nothing of the person is left but the audit', async () => {
    h.links.set(`${patient.id}/de-linde`, 'linked');
    const other = await elsewhere();
    await h.db.insert(schema.factors).values({ owner: patient.id, kind: 'totp', secretSealed: h.keyring.seal('factor', '{}'), createdAt: h.time.now, activatedAt: h.time.now });
    const account = await openAccount();
    expect((await bodyOf(await account.post('/account/close')))['error']).toBe('wrong_credentials');
    expect((await bodyOf(await account.post('/account/close', { password: 'niet dit' })))['error']).toBe('wrong_credentials');
    expect((await account.post('/account/close', { password: goodPassword })).status).toBe(204);
    expect([await alive(patient), await alive(other), (await account.get('/account')).status]).toEqual([false, false, 401]);
    expect(h.links.get(`${patient.id}/de-linde`)).toBe('revoked');
    expect((await h.lastMail('account-closed'))).toMatchObject({ to: email });
    for (const table of ['account_identity', 'known_device', 'page', 'session_code', 'consent']) expect((await h.db.execute(sql`select 1 from ${sql.identifier(table)} where account = ${patient.id}`)).rows, table).toEqual([]);
    expect(await h.db.select().from(schema.factors).where(eq(schema.factors.owner, patient.id))).toEqual([]);
    expect(await h.db.select().from(schema.accounts).where(eq(schema.accounts.id, patient.id))).toEqual([]);
    expect(await audited()).toContain('account.close done');
    expect(await verifyAudit(h.db)).toMatchObject({ ok: true });
    expect((await logIn(patient.device, email)).body['error']).toBe('wrong_credentials');
    // The address is free again.
    expect((await h.account(email, { link: null })).id).not.toBe(patient.id);
  });

  it('without a password it closes only after a log-in as strong as a passkey', async () => {
    await h.db.update(schema.accounts).set({ passwordHash: null }).where(eq(schema.accounts.id, patient.id));
    const account = await openAccount();
    expect((await account.post('/account/close')).status).toBe(403);
    expect((await account.post('/account/password', { current: 'x', password: 'groene theepot 52' })).status).toBe(403);
    await h.db.update(schema.tokenFamilies).set({ acr: 'urn:balie:acr:passkey', authTime: h.time.now }).where(eq(schema.tokenFamilies.subject, patient.id));
    const prompt = await openPrompt(h, patient, 'account');
    expect(prompt.asked.status).toBe(200);
    const tokens = await (await prompt.redeem(String(prompt.asked.body['authorization_code']))).json() as TokenAnswer;
    expect((await prompt.page.json('/account/close', {}, { accessToken: tokens.access_token })).status).toBe(204);
  });
});

describe('a new device', () => {
  it('is told by mail at its first log-in and never again; the one that registered is not', async () => {
    const before = (await h.mails('new-device')).length;
    expect((await logIn(patient.device, email)).status).toBe(200);
    expect((await h.mails('new-device')).length).toBe(before);
    const other = await elsewhere();
    expect(await h.lastMail('new-device')).toMatchObject({ to: email, data: { device: 'Chrome, Windows', at: h.time.now.toISOString() } });
    await (await logIn(other.device, email)).redeem();
    expect((await h.mails('new-device')).length).toBe(before + 1);
  });
  it('mails once, however many log-ins it makes at once', async () => {
    const before = (await h.mails('new-device')).length;
    const device = await h.device();
    const logins = await Promise.all(Array.from({ length: 5 }, () => logIn(device, email)));
    expect((await Promise.all(logins.map(({ redeem }) => redeem()))).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await h.mails('new-device')).length).toBe(before + 1);
  });
});

describe('T05 the patient’s own phrase', () => {
  it('is shown to a device that logged in, sealed at rest, and to no other key', async () => {
    const account = await openAccount();
    expect((await account.post('/account/phrase', { phrase: ' de kat van oma ' })).status).toBe(204);
    const ask = async (device: Device) => (await bodyOf(await device.json('/device/phrase', { clinic: 'de-linde' })))['phrase'];
    expect(await ask(patient.device)).toBe('de kat van oma');
    expect(await ask(await h.device())).toBe(null);
    const [row] = await h.db.select().from(schema.accounts).where(eq(schema.accounts.id, patient.id));
    expect(row!.phraseSealed).not.toContain('de kat');
    expect((await h.send('/device/phrase', { method: 'POST', body: '{"clinic":"de-linde"}', headers: { origin: issuer, 'content-type': 'application/json' } })).status).toBe(400);
    expect((await account.post('/account/phrase', { phrase: null })).status).toBe(204);
    expect(await ask(patient.device)).toBe(null);
  });
  it('goes with the device: one that was ended sees it no more', async () => {
    const other = await elsewhere();
    const account = await openAccount();
    await account.post('/account/phrase', { phrase: 'groene fiets' });
    await account.post('/account/devices/end');
    expect((await bodyOf(await other.device.json('/device/phrase', { clinic: 'de-linde' })))['phrase']).toBe(null);
  });
});
