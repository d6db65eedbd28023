import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '@balie/database';
import { danish, numberOf, password, people, prove, settle, sendForm, session, user } from '../test/danish.ts';
import { bodyOf, harness, logIn, type Harness } from '../test/harness.ts';
import { guardianEnded } from './rights.ts';

const ahorn = danish('ahorn'), birk = danish('birk'), selv = danish('selv', { registration: { admission: 'automatic' } }), lukket = danish('lukket', { registration: { ways: [] } });
let h: Harness;
beforeAll(async () => { h = await harness({ clinics: [ahorn, birk, selv, lukket] }); });
afterAll(() => h.close());

const fresh = () => `${String(1 + Math.floor(Math.random() * 28)).padStart(2, '0')}0475${String(1000 + Math.floor(Math.random() * 2999))}`;

describe('a form with a personal number (S4-22, S4-24, S4-46)', () => {
  it('waits for the eID: no account, no mail, no work for the clinic until then; the same answer whatever exists (T16)', async () => {
    const known = fresh();
    await user(h, ahorn, { number: known });
    const before = { accounts: await h.db.$count(schema.accounts), mails: (await h.mails()).length, links: h.linked.length };
    const device = await h.device();
    const shapes = [];
    for (const number of [known, fresh(), '020160-1AB2', '6701601234', '3102601234']) {
      const hashed = h.hasher.hashed;
      const { status, body } = await sendForm(device, 'ahorn', { number });
      shapes.push(JSON.stringify([status, Object.keys(body), body.registration?.length, h.hasher.hashed - hashed]));
    }
    expect(new Set(shapes)).toEqual(new Set([JSON.stringify([202, ['registration'], 43, 1])]));
    expect({ accounts: await h.db.$count(schema.accounts), mails: (await h.mails()).length, links: h.linked.length }).toEqual(before);
  });
  it('asks the fields of the clinic, names the one that misses, and takes the password rule with the blocklist above it (S4-28, S4-30)', async () => {
    const device = await h.device();
    expect(await sendForm(device, 'ahorn', { number: fresh(), familyName: undefined })).toMatchObject({ status: 400, body: { fields: ['familyName'] } });
    expect(await sendForm(device, 'ahorn', { number: '12345' })).toMatchObject({ status: 400, body: { fields: ['number'] } });
    for (const [typed, problem] of [['Welkom01', 'too-common'], ['kort1A', 'too-short'], ['paarse koffiemok 4', 'needs-upper'], ['Paarse koffiemok', 'needs-digit']]) expect(await sendForm(device, 'ahorn', { number: fresh(), password: typed })).toMatchObject({ status: 400, body: { error: 'weak_password', problems: [problem] } });
  });
  it('a clinic that has switched it off takes none, also not by mail (S4-18)', async () => {
    const device = await h.device();
    expect((await sendForm(device, 'lukket', { number: fresh() })).body.error).toBe('access_denied');
    expect((await sendForm(device, 'lukket', {})).body.error).toBe('access_denied');
    expect((await sendForm(device, 'ahorn', {})).body.error).toBe('access_denied');
  });
  it('from the fifteenth birthday on one registers for oneself, before it a guardian does (S4-17, S4-52)', async () => {
    const device = await h.device();
    // Gitte is born on 5 May 2010.
    h.time.now = new Date('2025-05-04T21:59:59Z');
    expect((await sendForm(device, 'ahorn', { number: people.gitte })).body).toMatchObject({ fields: ['number'], problems: ['too-young'] });
    expect((await sendForm(device, 'ahorn', { number: people.gitte, guardianNumber: people.kirsten })).status).toBe(202);
    h.time.now = new Date('2025-05-04T22:00:00Z');
    expect((await sendForm(device, 'ahorn', { number: people.gitte })).status).toBe(202);
    expect((await sendForm(device, 'ahorn', { number: people.gitte, guardianNumber: people.kirsten })).body).toMatchObject({ fields: ['number'], problems: ['too-old'] });
    expect((await sendForm(device, 'ahorn', { number: people.lars, guardianNumber: people.lars })).body).toMatchObject({ fields: ['guardianNumber'], problems: ['same-number'] });
    h.time.now = new Date('2026-03-02T09:00:00Z');
  });
});

describe('what the eID proved', () => {
  it('another number than the one typed makes nothing; a child needs its guardian\'s (S4-48)', async () => {
    const device = await h.device(), mine = fresh();
    const own = (await sendForm(device, 'ahorn', { number: mine })).body.registration!;
    await expect(prove(h, ahorn, own, people.einer)).rejects.toMatchObject({ code: 'identity_mismatch' });
    const child = (await sendForm(device, 'ahorn', { number: people.aya, guardianNumber: people.kirsten })).body.registration!;
    await expect(prove(h, ahorn, child, people.aya)).rejects.toMatchObject({ code: 'identity_mismatch' });
    await expect(prove(h, ahorn, child, people.einer)).rejects.toMatchObject({ code: 'identity_mismatch' });
    expect(await h.db.$count(schema.guardianships)).toBe(0);
  });
  it('makes one account a number; the terms agreed to are kept with their version (S4-20, S4-31)', async () => {
    const number = fresh();
    const made = await user(h, ahorn, { number });
    expect(made.state).toBe('created');
    expect(await h.db.select().from(schema.consents)).toContainEqual(expect.objectContaining({ account: made.account, clinic: 'ahorn', document: 'terms', version: '2026-01' }));
    const again = await user(h, birk, { number });
    expect(again).toMatchObject({ state: 'exists', account: made.account });
    const dump = JSON.stringify([await h.db.select().from(schema.accounts), await h.db.select().from(schema.registrations), await h.db.select().from(schema.audit)]);
    expect(dump).not.toContain(numberOf(number).number);
  });
  it('of two trips with one number one makes the account', async () => {
    const device = await h.device(), number = fresh();
    const forms = await Promise.all([0, 1, 2].map(async () => (await sendForm(device, 'ahorn', { number })).body.registration!));
    const ends = await Promise.allSettled(forms.map((form) => prove(h, ahorn, form, number)));
    expect(ends.filter((end) => end.status === 'fulfilled' && end.value.state === 'created')).toHaveLength(1);
    expect(ends.filter((end) => end.status === 'rejected').every((end) => (end as PromiseRejectedResult).reason.code === 'conflict')).toBe(true);
  });
  it('what was asked of the clinic goes with a trip that failed in the end', async () => {
    const device = await h.device(), number = fresh(), asked = h.linked.length;
    const form = (await sendForm(device, 'ahorn', { number })).body.registration!;
    await expect(h.db.transaction(async (tx) => { await settle(tx, h, ahorn, form, number); throw new Error('the audit cannot be written'); })).rejects.toThrow('audit');
    expect([h.linked.length, (await prove(h, ahorn, form, number)).state, h.linked.length]).toEqual([asked, 'created', asked + 1]);
  });
  it('asks the clinic with the number beside it, so that it can look the record up (S4-33, S4-46)', async () => {
    const number = fresh();
    const { account } = await user(h, ahorn, { number, approved: false });
    expect(h.proved.get(`${account}/ahorn`)).toMatchObject({ number: expect.any(String), mailTo: { email: 'kirsten@patient.example', locale: 'da' }, byGuardian: false });
  });
});

describe('who may log in where', () => {
  it('not before the clinic admitted, and then it says so; only with the right password (S4-33, S4-47)', async () => {
    const number = fresh();
    const { device, account } = await user(h, ahorn, { number, approved: false });
    expect((await logIn(device, number, { client: 'ahorn', password })).body).toMatchObject({ error: 'approval_pending' });
    expect((await logIn(device, number, { client: 'ahorn', password: 'Noget andet 12' })).body).toMatchObject({ error: 'wrong_credentials' });
    h.links.set(`${account}/ahorn`, 'refused');
    expect((await logIn(device, number, { client: 'ahorn', password })).body).toMatchObject({ error: 'approval_refused' });
    h.links.set(`${account}/ahorn`, 'linked');
    expect((await logIn(device, number, { client: 'ahorn', password })).status).toBe(200);
  });
  it('the automatic clinic lets in straight away (S4-34)', async () => {
    const number = fresh();
    const { device } = await user(h, selv, { number, approved: false });
    expect((await logIn(device, number, { client: 'selv', password })).status).toBe(200);
  });
  it('with the hyphen or without, in the other clinic too: there one logs in to register, and nothing is asked before one presses it (S4-20, S4-21)', async () => {
    const number = fresh();
    const { device, account } = await user(h, ahorn, { number });
    const tokens = await session(device, `${number.slice(0, 6)}-${number.slice(6)}`, 'birk');
    expect(await bodyOf(await device.get('/me', tokens.access_token))).toMatchObject({ link: null });
    expect(h.links.has(`${account}/birk`)).toBe(false);
    expect((await device.json('/register/here', {}, { accessToken: tokens.access_token })).status).toBe(204);
    expect(h.links.get(`${account}/birk`)).toBe('requested');
    expect((await logIn(device, number, { client: 'birk', password })).body).toMatchObject({ error: 'approval_pending' });
  });
});

describe('a child (S4-26, S4-27, S4-49)', () => {
  it('logs in with its own number and password; the guardian is known by their number alone and has no password', async () => {
    const { device, account, person } = await user(h, ahorn, { number: people.lars, guardian: people.kirsten, email: 'lars@patient.example' });
    expect(person).not.toBe(account);
    const tokens = await session(device, people.lars, 'ahorn');
    expect(await bodyOf(await device.get('/me', tokens.access_token))).toMatchObject({ name: 'Kirsten Berggren', email: 'lars@patient.example' });
    expect((await logIn(device, people.kirsten, { client: 'ahorn', password })).body).toMatchObject({ error: 'wrong_credentials' });
    expect(h.proved.get(`${account}/ahorn`)).toMatchObject({ byGuardian: true });
    expect(await guardianEnded(h.db, h.context, account)).toBe(false);
  });
  it('its guardian makes a user of their own later, by their own form: the same account, now with address and password; a form after that changes nothing (S4-17, S4-20)', async () => {
    const [guardian, child] = [fresh(), '0207169995'];
    const { person } = await user(h, ahorn, { number: child, guardian, email: 'barnet@patient.example' });
    const own = await user(h, ahorn, { number: guardian, email: 'voksen@patient.example' });
    expect([own.state, own.account]).toEqual(['created', person]);
    expect(h.links.get(`${own.account}/ahorn`)).toBe('linked');
    const tokens = await session(own.device, guardian, 'ahorn');
    expect(await bodyOf(await own.device.get('/me', tokens.access_token))).toMatchObject({ name: 'Kirsten Berggren', email: 'voksen@patient.example' });
    expect(await user(h, ahorn, { number: guardian, email: 'anden@patient.example' })).toMatchObject({ state: 'exists', account: person });
    expect(await bodyOf(await own.device.get('/me', tokens.access_token))).toMatchObject({ email: 'voksen@patient.example' });
    // Of two forms at once one counts.
    const [second, other] = [fresh(), '0208169995'];
    await user(h, ahorn, { number: other, guardian: second, email: 'to@patient.example' });
    const both = await Promise.allSettled([user(h, ahorn, { number: second, email: 'en@patient.example' }), user(h, ahorn, { number: second, email: 'to@patient.example' })]);
    expect(both.map((one) => (one.status === 'fulfilled' ? one.value.state : (one.reason as { code?: string }).code)).filter((state) => state === 'created')).toHaveLength(1);
  });
  it('an account that is there is not touched by whoever claims to be its guardian', async () => {
    const before = await h.db.select().from(schema.guardianships);
    expect(await user(h, birk, { number: people.lars, guardian: people.einer, approved: false })).toMatchObject({ state: 'asked' });
    expect(await h.db.select().from(schema.guardianships)).toEqual(before);
    expect(await h.db.$count(schema.guardianRequests)).toBe(1);
  });
  it('at a second clinic that links by itself a child still waits for the clinic: its number was named, not proven (S4-21)', async () => {
    const { device, account } = await user(h, ahorn, { number: '0106159995', guardian: people.kirsten, email: 'barn@patient.example' });
    const tokens = await session(device, '0106159995', 'selv');
    expect((await device.json('/register/here', {}, { accessToken: tokens.access_token })).status).toBe(204);
    expect(h.proved.get(`${account}/selv`)).toMatchObject({ byGuardian: true });
  });
});
