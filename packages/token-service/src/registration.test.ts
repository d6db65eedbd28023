import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq, schema, sql, verifyAudit } from '@balie/database';
import { bodyOf, clinic, goodPassword, harness, logIn, type Device, type Harness } from '../test/harness.ts';

let h: Harness;
beforeAll(async () => { h = await harness(); });
afterAll(() => h.close());

let count = 0;
const name = () => `reg${count++}@patient.example`;
const register = (device: Device, email: string, more: Record<string, unknown> = {}) => device.json('/register', { clinic: 'de-linde', locale: 'nl', email, password: goodPassword, ...more }, { headers: { 'x-test-address': `10.9.${count}.1` } });
const confirm = async (device: Device, secret: string, more: Record<string, unknown> = {}) => { const answer = await device.json('/register/confirm', { clinic: 'de-linde', secret, ...more }); return { status: answer.status, body: await bodyOf(answer) }; };
const secret = async () => (await h.lastMail('confirm-registration'))!.data.secret;
const accounts = () => h.db.$count(schema.accounts);

describe('registering (S0-03, S0-09, S0-13, T16)', () => {
  it('answers the same bytes to a new address, a known one, one that waits and one that has had its three mails, after one hash each', async () => {
    const known = name(), waiting = name();
    await h.account(known);
    const device = await h.device();
    await register(device, waiting);
    const answers = [];
    for (const email of [name(), known, waiting, waiting, waiting]) {
      const before = h.hasher.hashed;
      const answer = await register(device, email);
      answers.push(JSON.stringify({ status: answer.status, bytes: await answer.text(), headers: [...answer.headers], hashed: h.hasher.hashed - before }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0]!)).toMatchObject({ status: 202, bytes: '{}', hashed: 1 });
    expect((await h.mails()).filter((mail) => mail.to === waiting)).toHaveLength(3);
    expect((await h.mails()).filter((mail) => mail.to === known).map((mail) => mail.template)).toEqual(['confirm-registration', 'already-registered']);
  });
  it('takes one patient an address, however it is written (S0-03)', async () => {
    const email = name();
    await h.account(email);
    await register(await h.device(), email.toUpperCase());
    expect((await h.mails()).at(-1)).toMatchObject({ template: 'already-registered' });
  });
  it('refuses a password from the blocklist although a rule would take it, and names the field, not the value (S4-30)', async () => {
    const strict = await harness({ clinics: [clinic('de-linde', { registration: { confirmEmail: 'review', fields: [], password: { minLength: 8, composition: true }, linkHours: 24 } })] });
    try {
      const device = await strict.device();
      const send = async (password: string) => { const answer = await device.json('/register', { clinic: 'de-linde', locale: 'nl', email: 'x@patient.example', password }); return { status: answer.status, body: await bodyOf(answer) }; };
      expect(await send('Welkom01')).toMatchObject({ status: 400, body: { error: 'weak_password', fields: ['password'], problems: ['too-common'] } });
      expect(await send('paarse koffiemok')).toMatchObject({ body: { problems: ['needs-upper', 'needs-digit'] } });
      expect(await send('Paarse koffiemok 4')).toMatchObject({ status: 202 });
    } finally { await strict.close(); }
  });
  it('asks what the clinic asks, reads the telephone number, and keeps it sealed (S0-20)', async () => {
    const asking = await harness({ clinics: [clinic('de-linde', { registration: { confirmEmail: 'review', fields: ['name', 'birthDate', 'phone'], password: { minLength: 10, composition: false }, linkHours: 24 } })] });
    try {
      const device = await asking.device();
      const send = async (more: object) => { const answer = await device.json('/register', { clinic: 'de-linde', locale: 'nl', email: 'y@patient.example', password: goodPassword, ...more }); return { status: answer.status, body: await bodyOf(answer) }; };
      expect(await send({ name: 'Jan Jansen' })).toMatchObject({ status: 400, body: { error: 'invalid_request', fields: ['birthDate'] } });
      // The form says that the practice then calls the number it has.
      expect(await send({ name: 'Jan Jansen', birthDate: '1980-02-03', email: 'zonder@patient.example' })).toMatchObject({ status: 202 });
      expect(await send({ name: 'Jan Jansen', birthDate: '1980-02-30', phone: '06-12345678' })).toMatchObject({ body: { fields: ['birthDate'] } });
      expect(await send({ name: 'Jan Jansen', birthDate: '2026-03-03' })).toMatchObject({ status: 400, body: { fields: ['birthDate'] } });
      expect(await send({ name: 'Jan Jansen', birthDate: '1850-03-02' })).toMatchObject({ status: 400, body: { fields: ['birthDate'] } });
      expect(await send({ name: 'Jan Jansen', birthDate: '2026-03-02', email: 'vandaag@patient.example' })).toMatchObject({ status: 202 });
      expect(await send({ name: 'Jan Jansen', birthDate: '1980-02-03', phone: '06 123' })).toMatchObject({ body: { fields: ['phone'] } });
      expect(await send({ name: 'Jan Jansen', birthDate: '1980-02-03', phone: '06-12345678' })).toMatchObject({ status: 202 });
      const mail = await asking.lastMail('confirm-registration');
      await device.json('/register/confirm', { clinic: 'de-linde', secret: mail!.data.secret });
      const account = asking.linked[0]!.split('/')[0]!;
      expect((await asking.service.accounts.contacts([account])).get(account)).toEqual({ account, name: 'Jan Jansen', birthDate: '1980-02-03', phone: '+31612345678', email: 'y@patient.example', locale: 'nl' });
      const dump = JSON.stringify(await asking.db.select().from(schema.accounts));
      for (const plain of ['Jan', '1980', '612345678', 'y@patient']) expect(dump).not.toContain(plain);
    } finally { await asking.close(); }
  });
});

describe('the mailed link', () => {
  it('is used by POST alone: scanners that GET and HEAD it ten times use nothing up (T30)', async () => {
    const device = await h.device();
    await register(device, name());
    const link = await secret();
    for (let turn = 0; turn < 10; turn++) for (const method of ['GET', 'HEAD']) expect((await h.send(`/register/confirm?secret=${link}`, { method })).status).toBe(404);
    expect((await confirm(device, link)).body).toMatchObject({ state: 'confirmed' });
    expect(JSON.stringify(h.logs)).not.toContain(link);
  });
  it('lives 24 hours (S0-10)', async () => {
    const device = await h.device();
    await register(device, name());
    const link = await secret();
    h.pass(24 * 3600);
    expect(await confirm(device, link)).toMatchObject({ status: 400, body: { error: 'link_invalid' } });
  });
  it('asks the practice to link and tells it only now (S0-19, S0-35), in one transaction with the account', async () => {
    const device = await h.device();
    const before = h.linked.length;
    await register(device, name());
    expect(h.linked).toHaveLength(before);
    await confirm(device, await secret());
    expect(h.linked).toHaveLength(before + 1);
  });
  it('in another browser wants the password chosen then; whoever reads the URL of the page has nothing (T38)', async () => {
    const device = await h.device(), other = await h.device();
    const email = name();
    await register(device, email);
    const link = await secret();
    const before = await accounts();
    expect(await confirm(other, link)).toEqual({ status: 200, body: { state: 'password_needed' } });
    expect(await confirm(other, link, { password: 'not this one' })).toMatchObject({ status: 400, body: { error: 'wrong_credentials' } });
    expect(await h.service.withoutScript.confirm({ clinic: 'de-linde', secret: link })).toBe('password_needed');
    expect(await confirm(other, link, { clinic: 'zeezicht', password: goodPassword })).toMatchObject({ body: { error: 'link_invalid' } });
    expect(await accounts()).toBe(before);
    expect(await confirm(other, link, { password: goodPassword })).toMatchObject({ status: 200, body: { state: 'confirmed', tokens: { scope: 'portal' } } });
  });
  it('cannot be used to try passwords: the back-off of log-ins holds', async () => {
    const device = await h.device();
    await register(device, name());
    const link = await secret(), thief = await h.device();
    for (let turn = 0; turn < 5; turn++) await confirm(thief, link, { password: 'wrong wrong' });
    expect(await confirm(thief, link, { password: goodPassword })).toMatchObject({ body: { error: 'wrong_credentials' } });
    expect((await confirm(device, link)).body).toMatchObject({ state: 'confirmed' });
  });
  it('of an attacker who registered the victim\'s address dies with the victim\'s own; his password never works (T39)', async () => {
    const attacker = await h.device(), victim = await h.device();
    const email = name();
    await register(attacker, email, { password: 'attacker chose this 1' });
    const his = await secret();
    await register(victim, email);
    const hers = await secret();
    // She opens his mail first: her browser has another key, her password is not his.
    expect((await confirm(victim, his)).body).toEqual({ state: 'password_needed' });
    expect((await confirm(victim, his, { password: goodPassword })).body).toMatchObject({ error: 'wrong_credentials' });
    expect((await confirm(victim, hers)).body).toMatchObject({ state: 'confirmed' });
    expect(await confirm(attacker, his)).toMatchObject({ status: 400, body: { error: 'link_invalid' } });
    expect(await confirm(attacker, his, { password: 'attacker chose this 1' })).toMatchObject({ status: 400, body: { error: 'link_invalid' } });
    expect((await logIn(attacker, email, { password: 'attacker chose this 1' })).status).toBe(400);
    expect((await logIn(victim, email)).status).toBe(200);
  });
  it('used 50 times in parallel makes one account and one session', async () => {
    const device = await h.device();
    await register(device, name());
    const link = await secret(), before = await accounts();
    const answers = await Promise.all(Array.from({ length: 50 }, () => confirm(device, link)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.body['error'] === 'link_invalid')).toHaveLength(49);
    expect(await accounts()).toBe(before + 1);
  });
  it('two links for one address used at the same moment make one account', async () => {
    const device = await h.device(), email = name();
    await register(device, email);
    const first = await secret();
    await register(device, email);
    const second = await secret(), before = await accounts();
    const answers = await Promise.all([first, second].flatMap((link) => Array.from({ length: 10 }, () => confirm(device, link))));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await accounts()).toBe(before + 1);
  });
});

describe('without script', () => {
  it('registers without a key and confirms with the password', async () => {
    const email = name();
    await h.service.withoutScript.register({ clinic: 'de-linde', locale: 'nl', email, password: goodPassword }, '10.8.0.1');
    const link = await secret();
    expect(await h.service.withoutScript.confirm({ clinic: 'de-linde', secret: link, password: goodPassword })).toBe('confirmed');
    expect((await logIn(await h.device(), email)).status).toBe(200);
    await expect(h.service.withoutScript.register({ clinic: 'de-linde', locale: 'nl', email, password: 'kort' }, '10.8.0.1')).rejects.toMatchObject({ code: 'weak_password' });
  });
});

it('without a word in the audit nothing is done: 503, no account, the link still counts (T33)', async () => {
  const device = await h.device();
  await register(device, name());
  const link = await secret(), before = await accounts();
  await h.db.execute(sql`alter table audit rename to audit_away`);
  const refused = await confirm(device, link);
  await h.db.execute(sql`alter table audit_away rename to audit`);
  expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
  expect(await accounts()).toBe(before);
  expect((await confirm(device, link)).body).toMatchObject({ state: 'confirmed' });
  expect(await verifyAudit(h.db)).toMatchObject({ ok: true });
  const [row] = await h.db.select().from(schema.audit).limit(1);
  await h.db.execute(sql`alter table audit disable trigger all`);
  await h.db.update(schema.audit).set({ outcome: 'forged' }).where(eq(schema.audit.sequence, row!.sequence));
  expect(await verifyAudit(h.db)).toEqual({ ok: false, sequence: row!.sequence });
});

it('an account of one clinic that logs in at another asks to be linked there, once (S0-21)', async () => {
  const email = name();
  const { id, device } = await h.account(email);
  for (let turn = 0; turn < 2; turn++) await (await logIn(device, email, { client: 'zeezicht' })).redeem();
  expect(h.linked.filter((one) => one.startsWith(id))).toEqual([`${id}/de-linde`, `${id}/zeezicht`]);
});

it('sweeping forgets attempts that ran out, with the personal data in them', async () => {
  await register(await h.device(), name());
  await h.service.sweep();
  expect(await h.db.$count(schema.registrations)).toBeGreaterThan(0);
  h.pass(25 * 3600);
  await h.service.sweep();
  expect(await h.db.$count(schema.registrations)).toBe(0);
  expect(await h.db.$count(schema.dpopProofs)).toBe(0);
  expect(await h.db.$count(schema.authSessions)).toBe(0);
});

describe('staff', () => {
  it('is removed at once, by one of many who try: sessions, devices and factors end with it; then may be invited anew', async () => {
    const wish = { clinic: 'de-linde', email: 'fem@praktijk.example', name: 'Fem', roles: ['gp'], locale: 'nl' } as const;
    const id = await h.service.seedStaff({ ...wish, password: goodPassword, totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' });
    const last = async () => (await h.db.select().from(schema.audit).orderBy(schema.audit.sequence)).at(-1);
    expect(await last()).toMatchObject({ action: 'staff-seed', actorKind: 'operator', object: id });
    const now = h.time.now;
    await h.db.insert(schema.tokenFamilies).values({ subject: id, clientId: 'desk', clinic: 'de-linde', jkt: 'k', scope: 'desk', acr: 'urn:balie:acr:totp', authTime: now, createdAt: now, endsAt: new Date(now.getTime() + 1) });
    await h.db.insert(schema.staffDevices).values({ staff: id, jkt: 'k', firstSeen: now });
    await h.db.insert(schema.factors).values({ owner: id, kind: 'passkey', secretSealed: 'x', createdAt: now });

    await expect(h.service.removeStaff({ clinic: 'zeezicht', email: wish.email })).rejects.toMatchObject({ code: 'not_found' });
    await expect(h.service.removeStaff({ clinic: 'de-linde', email: 'nobody@praktijk.example' })).rejects.toMatchObject({ code: 'not_found' });
    const removals = await Promise.allSettled(Array.from({ length: 4 }, () => h.service.removeStaff({ clinic: 'de-linde', email: wish.email })));
    expect(removals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await last()).toMatchObject({ action: 'staff-remove', clinic: 'de-linde', actorKind: 'operator', actor: null, object: id, outcome: 'done' });
    const [family] = await h.db.select().from(schema.tokenFamilies).where(eq(schema.tokenFamilies.subject, id));
    expect(family!.revokedAt).toEqual(now);
    expect([await h.db.$count(schema.staffDevices, eq(schema.staffDevices.staff, id)), await h.db.$count(schema.factors, eq(schema.factors.owner, id))]).toEqual([0, 0]);

    await h.service.inviteStaff({ ...wish, name: 'Fem de Wit', roles: ['assistant'] });
    const [row] = await h.db.select().from(schema.staff).where(eq(schema.staff.id, id));
    expect(row).toMatchObject({ name: 'Fem de Wit', roles: ['assistant'], removedAt: null, passwordHash: null, totpSealed: null, totpLastStep: null });
    const desk = 'http://desk.localhost:4400';
    const post = async (path: string, body: object) => h.send(path, { method: 'POST', origin: desk, headers: { origin: desk, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const { secret } = (await h.lastMail('staff-invitation'))!.data;
    expect((await post('/staff/invitation/accept', { secret, password: goodPassword })).status).toBe(204);
  });
});
