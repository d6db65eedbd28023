import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq, schema } from '@balie/database';
import { danish, numberOf, password, people, session, user } from '../test/danish.ts';
import { bodyOf, harness, logIn, type Device, type Harness } from '../test/harness.ts';
import type { TokenAnswer } from '@balie/contracts';
import { settleProof } from './eid/proofs.ts';
import { announceRights, takeOver } from './guardians.ts';

const ahorn = danish('ahorn');
let h: Harness, device: Device, account: string, tokens: TokenAnswer;
/** Gitte becomes 15 on 5 May 2025, by the calendar of Copenhagen: at 22:00 UTC of the day before. */
const lastSecond = new Date('2025-05-04T21:59:59Z'), midnight = new Date('2025-05-04T22:00:00Z');
beforeAll(async () => {
  h = await harness({ clinics: [ahorn] });
  h.time.now = new Date('2025-05-04T21:30:00Z');
  ({ device, account } = await user(h, ahorn, { number: people.gitte, guardian: people.kirsten, email: 'barnet@patient.example' }));
});
afterAll(() => h.close());
const refresh = (token: string) => device.token({ grant_type: 'refresh_token', client_id: 'ahorn', refresh_token: token });

describe('what a guardian set up ends on the day the law says (N8, T32)', () => {
  it('until the last second before midnight in the clinic all is as it was', async () => {
    tokens = await session(device, people.gitte, 'ahorn');
    h.time.now = new Date('2025-05-04T21:40:00Z');
    tokens = await (await refresh(tokens.refresh_token!)).json() as TokenAnswer;
    h.time.now = new Date('2025-05-04T21:58:00Z');
    tokens = await (await refresh(tokens.refresh_token!)).json() as TokenAnswer;
    h.time.now = lastSecond;
    expect((await h.service.accounts.contacts([account])).get(account)).toMatchObject({ email: 'barnet@patient.example', child: true });
    expect((await device.get('/me', tokens.access_token)).status).toBe(200);
  });
  it('the child sees who reads along and from when on nobody does; the guardian too (N8)', async () => {
    expect(await bodyOf(await device.get('/guardians', tokens.access_token))).toEqual({ rights: 'guardian', next: { date: '2025-05-05', rights: 'own' }, guardians: [{ name: null, since: '2025-05-04T21:30:00.000Z' }], children: [] });
  });
  it('at midnight the next call is 403, the refresh fails, and the password of before opens nothing (T32)', async () => {
    h.time.now = midnight;
    // Nor is the guardian's mailbox told any more that there is an answer or a medicine due.
    expect((await h.service.accounts.contacts([account])).get(account)).toMatchObject({ email: null, phone: null });
    const call = await device.get('/me', tokens.access_token);
    expect([call.status, (await bodyOf(call))['error']]).toEqual([403, 'guardian_ended']);
    expect(await bodyOf(await refresh(tokens.refresh_token!))).toMatchObject({ error: 'invalid_grant' });
    expect((await logIn(device, people.gitte, { client: 'ahorn', password })).body).toMatchObject({ error: 'guardian_ended' });
  });
  it('until the grown child has proven with an eID who it is: then guardian and password are of the past, the account goes on', async () => {
    // What a guardian can have set up beside the password: a passkey and a telephone of their own, their address, the words at the log-in, their device, a link on its way.
    await h.db.insert(schema.factors).values([{ owner: account, kind: 'passkey', handle: 'guardian', secretSealed: 'x', createdAt: midnight, activatedAt: midnight }, { owner: account, kind: 'sms', secretSealed: h.keyring.seal('factor', '{"phone":"+4520123456"}'), createdAt: midnight, activatedAt: midnight }]);
    await h.db.insert(schema.accountLinks).values({ secretHash: 'x', account, clinic: 'ahorn', purpose: 'contact', createdAt: midnight, expiresAt: new Date('2025-06-01') });
    await h.db.transaction(async (tx) => { expect(await takeOver(tx, h.context, account)).toBe(true); });
    expect([await h.db.select().from(schema.factors), await h.db.select().from(schema.accountLinks), await h.db.select().from(schema.knownDevices)]).toEqual([[], [], []]);
    expect((await h.db.select().from(schema.accounts)).find(({ id }) => id === account)).toMatchObject({ passwordHash: null, emailHmac: null, emailSealed: null, phoneSealed: null, phraseSealed: null });
    expect((await logIn(device, people.gitte, { client: 'ahorn', password })).body).toMatchObject({ error: 'wrong_credentials' });
    await h.db.transaction(async (tx) => { expect(await takeOver(tx, h.context, account)).toBe(false); });
    expect((await h.db.select().from(schema.guardianships))[0]!.endedAt).toEqual(midnight);
  });
});

describe('a guardian whose account is closed', () => {
  it('keeps nothing of the child\'s beyond the day: password and session end at midnight all the same (T32)', async () => {
    h.time.now = new Date('2038-05-04T21:58:00Z');
    const aya = await user(h, ahorn, { number: people.aya, guardian: people.kirsten, email: 'aya@patient.example' });
    const [row] = await h.db.select().from(schema.guardianships).where(eq(schema.guardianships.child, aya.account));
    await h.db.delete(schema.accounts).where(eq(schema.accounts.id, row!.guardian!));
    const theirs = await session(aya.device, people.aya, 'ahorn');
    expect(await bodyOf(await aya.device.get('/guardians', theirs.access_token))).toMatchObject({ rights: 'guardian', guardians: [] });
    h.time.now = new Date('2038-05-04T22:00:00Z');
    expect((await bodyOf(await aya.device.get('/me', theirs.access_token)))['error']).toBe('guardian_ended');
    expect((await logIn(aya.device, people.aya, { client: 'ahorn', password })).body).toMatchObject({ error: 'guardian_ended' });
  });
});

describe('a change of rights is announced beforehand (N8)', () => {
  it('thirty days before, to both who have an address, once, without a name or a date', async () => {
    const day = (text: string) => { h.time.now = new Date(text); return announceRights(h.context, h.time.now); };
    h.time.now = new Date('2030-01-01T09:00:00Z');
    // Lars becomes 15 on 5 May 2030.
    await user(h, ahorn, { number: people.lars, guardian: people.einer, email: 'lars@patient.example' });
    // A guardian has an address once they have made a user of their own.
    await user(h, ahorn, { number: people.einer, email: 'einer@patient.example' });
    const told = async () => (await h.mails()).filter((mail) => mail.template.startsWith('rights-change'));
    await day('2030-04-04T21:59:00Z');
    expect(await told()).toEqual([]);
    await Promise.all([day('2030-04-05T08:00:00Z'), day('2030-04-05T08:00:00Z'), day('2030-04-05T08:00:00Z')]);
    await day('2030-04-20T08:00:00Z');
    expect((await told()).map(({ template, to, data }) => ({ template, to, data }))).toEqual([{ template: 'rights-change-child', to: 'lars@patient.example', data: { rights: 'own' } }, { template: 'rights-change-guardian', to: 'einer@patient.example', data: { rights: 'own' } }]);
    expect((await h.db.select().from(schema.audit)).filter(({ action }) => action === 'rights-announce')).toHaveLength(1);
  });
});

it('a grown child who fills in the form of an adult proves with it who they are: the guardian\'s password and address end, their own begin (N8, S4-17, S4-52)', async () => {
  const [aya] = await h.db.select({ id: schema.identities.account }).from(schema.identities).where(eq(schema.identities.hmac, h.keyring.hmac('cpr', people.aya)));
  h.time.now = new Date('2038-05-05T08:00:00Z');
  expect((await logIn(device, people.aya, { client: 'ahorn', password })).body).toMatchObject({ error: 'guardian_ended' });
  const own = await user(h, ahorn, { number: people.aya, email: 'egen@patient.example' });
  expect([own.state, own.account]).toEqual(['created', aya!.id]);
  const theirs = await session(own.device, people.aya, 'ahorn');
  expect(await bodyOf(await own.device.get('/me', theirs.access_token))).toMatchObject({ email: 'egen@patient.example' });
  expect(await bodyOf(await own.device.get('/guardians', theirs.access_token))).toMatchObject({ rights: 'own', guardians: [] });
});

it('a grown child who logs in with their eID is in by that very log-in: what the guardian set up ends in the transaction that looks for it (N8, T32)', async () => {
  h.time.now = new Date('2030-06-05T08:00:00Z');
  const grown = '0606159995';
  const child = await user(h, ahorn, { number: grown, guardian: people.einer, email: 'stor@patient.example' });
  h.time.now = new Date('2030-06-06T08:00:00Z');
  const proof = { clinic: ahorn, purpose: 'log-in', subject: null, number: numberOf(grown), brokerSubject: null, locale: 'da', jkt: 'x' } as const;
  expect(await h.db.transaction((tx) => settleProof(tx, h.context, proof, h.time.now))).toMatchObject({ account: child.account, result: 'logged-in' });
  expect((await logIn(child.device, grown, { client: 'ahorn', password })).body).toMatchObject({ error: 'wrong_credentials' });
});
