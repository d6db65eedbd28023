/** Reminders of medicine that is due (S1-04) or was only looked at (N1). */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountContact, NotificationChannel } from '@balie/contracts';
import { schema } from '@balie/database';
import { openWorld, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => { world = await openWorld({ 'de-linde': { sms: { sender: 'De Linde' } }, zeezicht: { prescriptions: { reminders: false } } }); });
afterEach(() => world.close());

/** Issued so that it is due again on that day: 30 days of supply, seven days before the end. */
const dueOn = (day: string) => ({ authoredOn: new Date(Date.parse(day) - 23 * 86_400_000).toISOString().slice(0, 10), supplyDays: 30 });
const today = '2026-11-24';
async function linked({ clinic = 'de-linde', contact = {}, channel }: { clinic?: string; contact?: Partial<AccountContact>; channel?: NotificationChannel } = {}) {
  const account = world.account(contact);
  const { id } = await world.patient({ clinic });
  await world.db.insert(schema.recordLinks).values({ account, clinic, patient: id, state: 'linked', requestedAt: world.now });
  if (channel) {
    await world.db.insert(schema.accounts).values({ id: account, locale: 'nl', createdAt: world.now });
    await world.db.insert(schema.notificationChoices).values({ account, clinic, kind: 'renewals', channel });
  }
  return { account, patient: id, page: world.page('prescriptions', { account, patient: id, clinic }) };
}
const sweep = (time?: string) => { if (time) world.set(time); return world.care.sweep(world.now); };
const told = async () => (await world.mails()).map(({ template, to }) => [template, to]);
const order = (page: string, id: string) => world.post('/care/prescription-requests', page, { lines: [{ medicationId: id }] }, randomUUID());

describe('due again (S1-04)', () => {
  it('is told once, by mail, for all of a patient’s medicines, in their language and without a word about which', async () => {
    const { account, patient } = await linked();
    for (const name of ['Kanariepillen', 'Kanariedrank']) await world.medicine(patient, { name, ...dueOn(today) });
    await sweep();
    await sweep();
    expect(await world.mails()).toEqual([{ template: 'medicine-due', to: `${account}@post.example`, locale: 'en', clinic: 'de-linde', data: { service: 'prescriptions' } }]);
    expect((await world.audit()).filter((row) => row.action === 'medication.remind')).toMatchObject([{ actorKind: 'system', object: account, patient, outcome: 'told' }]);
    expect(JSON.stringify([await world.mails(), await world.audit()])).not.toContain('Kanarie');
  });

  it('not before the day, by the clinic’s calendar and in its daytime, also on the day the clock changes', async () => {
    const { patient } = await linked();
    await world.medicine(patient, dueOn('2027-03-28'));
    for (const night of ['2027-03-27T18:00:00Z', '2027-03-28T06:59:00Z', '2027-03-28T18:00:00Z']) { await sweep(night); expect(await told(), night).toEqual([]); }
    // Nine o'clock, the first morning of summer time.
    await sweep('2027-03-28T07:00:00Z');
    expect(await told()).toHaveLength(1);
  });

  it('again with the next issue, and not for another reason', async () => {
    const { patient } = await linked();
    const medicine = await world.medicine(patient, dueOn(today));
    await sweep();
    for (let day = 1; day < 60; day += 1) { world.pass(86_400); await sweep(); }
    expect(await told()).toHaveLength(1);
    await world.db.update(schema.medications).set(dueOn('2027-02-10'));
    await sweep('2027-02-10T10:00:00Z');
    expect(await told()).toHaveLength(2);
    expect(medicine.id).toBeTruthy();
  });

  it.each([
    ['what may not be renewed online', { atc: 'N05BA04' }], ['what is stopped', { status: 'stopped' }], ['what needs a review first', { reviewDue: today }], ['what has repeats left', { repeatsAllowed: 1 }],
    ['what has been due for long', dueOn('2026-10-01')], ['what nobody knows the supply of', { supplyDays: null }],
  ])('says nothing of %s', async (_, more) => {
    const { patient } = await linked();
    await world.medicine(patient, { ...dueOn(today), ...more });
    await sweep();
    expect(await told()).toEqual([]);
  });

  it('says nothing at a clinic that does not remind, to somebody who is not linked, or of the dead', async () => {
    const elsewhere = await linked({ clinic: 'zeezicht' });
    await world.medicine(elsewhere.patient, { clinic: 'zeezicht', ...dueOn(today) });
    await world.medicine((await world.patient()).id, dueOn(today));
    const gone = await linked();
    await world.medicine(gone.patient, dueOn(today));
    await world.db.update(schema.patients).set({ deceased: true });
    await sweep();
    expect(await told()).toEqual([]);
  });

  it('of services that sweep at once one tells', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => linked()));
    for (const { patient } of people) await world.medicine(patient, dueOn(today));
    await Promise.all(Array.from({ length: 8 }, () => sweep()));
    expect(await told()).toHaveLength(5);
  });

  it('reaches everybody, however many there are', async () => {
    for (let batch = 0; batch < 13; batch += 1) await Promise.all(Array.from({ length: 10 }, async () => {
      const { patient } = await linked();
      // Every tenth has an addictive one: what is passed over must not stand in the way.
      for (let at = 0; at < 5; at += 1) await world.medicine(patient, { ...dueOn(today), ...(at ? {} : { atc: 'N05BA04' }) });
    }));
    await sweep();
    const mails = await told();
    expect([mails.length, new Set(mails.map(([, to]) => to)).size]).toEqual([130, 130]);
  }, 60_000);
});

describe('looked at and not ordered (N1)', () => {
  it('a due medicine that was seen and not asked for is told once, a day later; the reminder that it is due then is not needed', async () => {
    const { patient, page } = await linked();
    await world.medicine(patient, dueOn(today));
    await world.get('/care/medication', page);
    for (const time of ['2026-11-24T15:00:00Z', '2026-11-25T08:59:00Z']) await sweep(time);
    expect(await told()).toEqual([]);
    await sweep('2026-11-25T09:00:00Z');
    expect((await told()).map(([template]) => template)).toEqual(['medicine-viewed']);
    await world.get('/care/medication', page);
    for (let day = 0; day < 20; day += 1) { world.pass(86_400); await sweep(); }
    expect(await told()).toHaveLength(1);
  });

  it('what was ordered is not told of, whatever the practice made of it', async () => {
    const { patient, page } = await linked();
    const medicine = await world.medicine(patient, dueOn(today));
    await world.get('/care/medication', page);
    await order(page, medicine.id);
    await sweep('2026-11-26T10:00:00Z');
    await world.db.update(schema.prescriptionLines).set({ state: 'refused' });
    await sweep('2026-11-27T10:00:00Z');
    expect((await told()).filter(([template]) => template?.startsWith('medicine'))).toEqual([]);
  });

  it('what cannot be asked for was not overlooked', async () => {
    const { patient, page } = await linked();
    await world.medicine(patient, { ...dueOn(today), atc: 'N05BA04' });
    await world.medicine(patient, dueOn('2026-12-24'));
    await world.get('/care/medication', page);
    expect(await world.db.select().from(schema.medicationReminders)).toEqual([]);
  });

  it('after the reminder that it is due, a look without an order is told once more and never again', async () => {
    const { patient, page } = await linked();
    await world.medicine(patient, dueOn(today));
    await sweep();
    await world.get('/care/medication', page);
    for (let day = 0; day < 9; day += 1) { world.pass(86_400); await sweep(); }
    expect((await told()).map(([template]) => template)).toEqual(['medicine-due', 'medicine-viewed']);
  });
});

describe('as the patient chose (S1-04)', () => {
  const remind = async (choice: Parameters<typeof linked>[0]) => {
    const { patient } = await linked(choice);
    await world.medicine(patient, dueOn(today));
    await sweep();
    return (await world.mails()).map(({ template, to }) => [template, to]);
  };
  const outbox = async () => (await world.db.select().from(schema.outbox)).map((row) => row.template);
  it('by SMS, to their number', async () => {
    expect(await remind({ channel: 'sms' })).toEqual([['medicine-due', '+31612345678']]);
    expect(await outbox()).toEqual(['sms-medicine-due']);
  });
  it('by mail where the number takes no SMS', async () => {
    await remind({ channel: 'sms', contact: { phone: '+31101234567' } });
    expect(await outbox()).toEqual(['medicine-due']);
  });
  it('not at all, and not later either', async () => {
    expect(await remind({ channel: 'none' })).toEqual([]);
    await world.db.delete(schema.notificationChoices);
    await sweep();
    expect(await told()).toEqual([]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'medication.remind', outcome: 'switched-off' });
  });
  it('with an address that is added later, where there was none to tell at', async () => {
    const { account, patient } = await linked({ contact: { email: '' } });
    await world.medicine(patient, dueOn(today));
    await sweep();
    expect(await world.db.select().from(schema.medicationReminders)).toEqual([]);
    world.account({ account, email: 'nu@post.example' });
    world.pass(3 * 86_400);
    await sweep();
    await sweep();
    expect(await told()).toEqual([['medicine-due', 'nu@post.example']]);
  });
  it('that the practice has answered goes the same way, by a choice of its own', async () => {
    const { account, patient, page } = await linked({ channel: 'none' });
    await world.db.insert(schema.notificationChoices).values({ account, clinic: 'de-linde', kind: 'answers', channel: 'sms' });
    const { body } = await order(page, (await world.medicine(patient)).id);
    const lines = (await world.get('/care/medication', page)).body['requests'] as { lines: { id: string }[] }[];
    await world.post(`/staff/prescriptions/${String(body['id'])}/decide`, world.staff(['gp']), { decisions: [{ line: lines[0]!.lines[0]!.id, state: 'approved' }] });
    expect(await outbox()).toContain('sms-answer-ready');
  });
});
