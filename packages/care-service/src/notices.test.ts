/** One message for several things within a quarter of an hour (S1-07, S1-04); what somebody has to know at once comes at once. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountContact, NotificationChannel } from '@balie/contracts';
import { eq, schema, sql } from '@balie/database';
import { notify } from './notices.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => { world = await openWorld({ 'de-linde': { sms: { sender: 'De Linde' } } }); });
afterEach(() => world.close());

const contact = (account: string, more: Partial<AccountContact> = {}): AccountContact => ({ account, name: 'T. Proef', birthDate: '1980-05-17', phone: '+31612345678', email: `${account}@post.example`, locale: 'en', ...more });
const tell = (account: string, service: 'prescriptions' | 'econsults' = 'econsults', clinic = 'de-linde') =>
  world.db.transaction((tx) => notify(tx, world, world.clinics.get(clinic)!, contact(account), world.now, { template: 'answer-ready', data: { service }, patient: randomUUID() }));
const told = async () => (await world.mails()).map(({ template, data }) => [template, data]);
const sweep = () => world.care.sweep(world.now);
const minutes = (count: number) => { world.pass(count * 60); };
async function chooses(account: string, channel: NotificationChannel) {
  await world.db.insert(schema.accounts).values({ id: account, locale: 'en', createdAt: world.now });
  await world.db.insert(schema.notificationChoices).values({ account, clinic: 'de-linde', kind: 'answers', channel });
}
const first = ['answer-ready', { service: 'econsults' }];

describe('several things within a quarter of an hour', () => {
  it('the first is told at once, all others together: how many and where, never what', async () => {
    const account = world.account();
    await tell(account);
    for (let more = 0; more < 9; more += 1) await tell(account, more % 3 ? 'econsults' : 'prescriptions');
    expect(await told()).toEqual([first]);
    minutes(14);
    await sweep();
    expect(await told(), 'not before the quarter is over').toEqual([first]);
    minutes(1);
    await sweep();
    await sweep();
    expect(await told()).toEqual([first, ['several-waiting', { count: 9, services: ['prescriptions', 'econsults'] }]]);
    expect((await world.audit()).filter(({ action }) => action === 'notice.gathered')).toMatchObject([{ actorKind: 'system', object: account, patient: null, outcome: 'told' }]);
  });

  it('a digest begins a quarter of its own, and one thing alone is told as itself', async () => {
    const account = world.account();
    await tell(account); await tell(account, 'prescriptions');
    minutes(15);
    await sweep();
    expect((await told()).at(-1)).toEqual(['answer-ready', { service: 'prescriptions' }]);
    minutes(5);
    await tell(account); await tell(account);
    expect(await told()).toHaveLength(2);
    minutes(10);
    await sweep();
    expect((await told()).at(-1)).toEqual(['several-waiting', { count: 2, services: ['econsults'] }]);
    minutes(15);
    await sweep();
    expect(await world.db.$count(schema.notices), 'and nothing is remembered of it').toBe(0);
    await tell(account);
    expect(await told()).toHaveLength(4);
  });

  it('go also while something else that is done now and then fails, and that is not kept quiet', async () => {
    const account = world.account();
    await tell(account); await tell(account);
    minutes(15);
    await world.db.execute(sql`alter table medication_reminder rename to away`);
    try { await expect(sweep()).rejects.toThrow(); } finally { await world.db.execute(sql`alter table away rename to medication_reminder`); }
    expect(await told()).toHaveLength(2);
  });

  it('people, practices and channels each have their own', async () => {
    const [one, other] = [world.account(), world.account()];
    await chooses(one, 'sms');
    for (const account of [one, other]) { await tell(account); await tell(account); }
    await tell(other, 'econsults', 'zeezicht');
    expect(await told()).toHaveLength(3);
    minutes(15);
    await sweep();
    await tell(one);
    expect((await world.mails()).slice(3).map(({ template, to }) => [template, to]).sort()).toEqual([['answer-ready', '+31612345678'], ['answer-ready', `${other}@post.example`]].sort());
  });

  it('of ten at the same moment, and of five services that tell what waited, each message goes once', async () => {
    const accounts = Array.from({ length: 5 }, () => world.account());
    await Promise.all(accounts.flatMap((account) => Array.from({ length: 10 }, () => tell(account))));
    expect(await told()).toEqual(accounts.map(() => first));
    minutes(15);
    await Promise.all(Array.from({ length: 5 }, sweep));
    expect((await told()).slice(5)).toEqual(accounts.map(() => ['several-waiting', { count: 9, services: ['econsults'] }]));
  });

  it('what rolls back was not told, and does not wait', async () => {
    const account = world.account();
    const broken = (at: Promise<unknown>) => expect(at).rejects.toThrow('no');
    await broken(world.db.transaction(async (tx) => { await notify(tx, world, world.clinics.get('de-linde')!, contact(account), world.now, { template: 'answer-ready', data: { service: 'econsults' }, patient: randomUUID() }); throw new Error('no'); }));
    await tell(account);
    expect(await told()).toEqual([first]);
    minutes(15);
    await sweep();
    expect(await told()).toEqual([first]);
  });

  it('waits for the morning, and is dropped with an account that is gone', async () => {
    world.set('2026-11-24T18:50:00Z'); // 19:50 at the practice
    const [one, gone] = [world.account(), randomUUID()];
    for (const account of [one, gone]) { await tell(account); await tell(account); }
    for (const night of ['2026-11-24T19:05:00Z', '2026-11-25T07:59:00Z']) { world.set(night); await sweep(); expect(await told()).toHaveLength(2); }
    world.set('2026-11-25T08:00:00Z');
    await sweep();
    expect((await world.mails()).slice(2).map(({ to }) => to)).toEqual([`${one}@post.example`]);
    expect(await world.db.select({ account: schema.notices.account }).from(schema.notices)).toEqual([{ account: one }]);
  });
});

describe('what is told together is decided when it goes', () => {
  const change = (account: string, channel: NotificationChannel) => world.db.insert(schema.notificationChoices).values({ account, clinic: 'de-linde', kind: 'answers', channel }).onConflictDoUpdate({ target: [schema.notificationChoices.account, schema.notificationChoices.clinic, schema.notificationChoices.kind], set: { channel } });
  async function asks() {
    const account = world.account(), { id: patient } = await world.patient();
    await world.db.insert(schema.accounts).values({ id: account, locale: 'en', createdAt: world.now });
    return { account, patient, page: world.page('econsults', { account, patient }), list: world.page('prescriptions', { account, patient }), ask: async () => (await world.post('/care/econsults', world.page('econsults', { account, patient }), { urgent: false, subject: 'Hoest', question: 'Wat nu?' }, randomUUID())).body['id'] as string };
  }
  const gp = () => world.staff(['gp']);
  const answers = async (id: string) => { expect((await world.post(`/staff/econsults/${id}/answer`, gp(), { text: 'Rust.', seen: 1 })).status).toBe(200); };
  const mailsTo = async (account: string) => (await world.mails()).filter(({ to }) => to === `${account}@post.example` || to === '+31612345678').map(({ template, data }) => [template, data]);

  it('not of answers that were read meanwhile, but of one that came unread beside them', async () => {
    const [one, other] = [await asks(), await asks()];
    for (const { account, page, ask } of [one, other]) {
      await tell(account);
      const [read, beside] = [await ask(), await ask()];
      await answers(read);
      if (account === other.account) await answers(beside);
      expect((await world.get(`/care/econsults/${read}`, page)).status).toBe(200);
    }
    minutes(15);
    await sweep();
    expect(await mailsTo(one.account)).toEqual([first]);
    expect(await mailsTo(other.account)).toEqual([first, first]);
  });

  it('not of decisions whose list was opened meanwhile; of the rest it is', async () => {
    const one = await asks();
    await tell(one.account); await tell(one.account, 'prescriptions'); await tell(one.account); await tell(one.account, 'prescriptions'); await tell(one.account);
    expect((await world.get('/care/medication', one.list)).status).toBe(200);
    minutes(15);
    await sweep();
    expect(await mailsTo(one.account)).toEqual([first, ['several-waiting', { count: 2, services: ['econsults'] }]]);
  });

  it('not of a service that was switched off meanwhile', async () => {
    const one = await asks();
    await tell(one.account, 'prescriptions');
    await answers(await one.ask());
    await world.post(`/staff/patients/${one.patient}/services`, gp(), { service: 'econsults', off: { reason: 'Belt liever' } });
    minutes(15);
    await sweep();
    expect(await mailsTo(one.account)).toEqual([['answer-ready', { service: 'prescriptions' }]]);
  });

  it('not to who chose to hear of nothing meanwhile, and as they choose now', async () => {
    const [none, sms] = [await asks(), await asks()];
    for (const { account } of [none, sms]) { await tell(account); await tell(account); }
    await change(none.account, 'none');
    await change(sms.account, 'sms');
    minutes(15);
    await sweep();
    expect((await world.mails()).filter(({ template }) => template === 'answer-ready').slice(2).map(({ to }) => to)).toEqual(['+31612345678']);
    await sweep();
    expect(await world.db.$count(schema.notices, eq(schema.notices.account, none.account))).toBe(0);
  });
});

it('one that always fails holds up none of those behind it, and is not kept quiet', async () => {
  const [broken, fine] = [world.account(), world.account()];
  await tell(broken); await tell(broken);
  minutes(1);
  await tell(fine); await tell(fine);
  await world.db.execute(sql`update notice set waiting = '[{"template":"answer-ready"},{"template":"answer-ready"}]' where account = ${broken}`);
  minutes(15);
  await expect(sweep()).rejects.toThrow();
  expect((await world.mails()).slice(2).map(({ to }) => to)).toEqual([`${fine}@post.example`]);
});

it('a time that is offered, and an appointment that the practice cancels, are told at once each', async () => {
  const account = world.account();
  const entry = { id: randomUUID(), sequence: 1, start: '2026-11-26T09:00:00Z', end: '2026-11-26T09:10:00Z', at: '2026-11-24T09:00:00Z' };
  await tell(account);
  for (const notice of [{ template: 'earlier-time', data: { service: 'appointments' }, patient: randomUUID() }, { template: 'appointment-cancelled', data: entry }, { template: 'appointment-cancelled', data: entry }] as const) await world.db.transaction((tx) => notify(tx, world, world.clinics.get('de-linde')!, contact(account), world.now, notice, true));
  expect((await told()).map(([template]) => template)).toEqual(['answer-ready', 'earlier-time', 'appointment-cancelled', 'appointment-cancelled']);
});
