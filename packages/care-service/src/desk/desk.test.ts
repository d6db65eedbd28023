import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskQueue, patientSearchAnswer } from '@balie/contracts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let assistant: string;
beforeAll(async () => { world = await openWorld(); assistant = world.staff(['assistant']); });
afterAll(() => world.close());

const search = async (body: object, as = assistant) => patientSearchAnswer.parse((await world.post('/staff/patients/search', as, body)).body);
const names = async (body: object) => (await search(body)).patients.map((patient) => patient.name);

describe('finding a patient (S0-21)', () => {
  beforeAll(async () => {
    await world.patient({ given: 'Anna Maria', family: 'van den Berg', bsn: '249566758', birthDate: '1970-01-02' });
    await world.patient({ given: 'Ánna', family: 'Bergsma', birthDate: '1970-01-02' });
    await world.patient({ given: 'Bert', family: '100% Zeker_', birthDate: null });
    await world.patient({ clinic: 'zeezicht', given: 'Anna', family: 'Berg', bsn: '249566758' });
  });

  it('takes the beginnings of any words of the name, in any case and order', async () => {
    expect(await names({ name: 'berg anna' })).toEqual(['Anna Maria van den Berg']);
    expect(await names({ name: 'BERG' })).toEqual(['Ánna Bergsma', 'Anna Maria van den Berg']);
    expect(await names({ name: 'erg' })).toEqual([]);
  });
  it('takes signs of a pattern as letters', async () => {
    expect(await names({ name: '100% zeker_' })).toEqual(['Bert 100% Zeker_']);
    expect(await names({ name: '%' })).toEqual([]);
    expect(await names({ name: '_' })).toEqual([]);
    expect(await names({ name: '\\' })).toEqual([]);
  });
  it('takes a BSN as written, and shows its end only', async () => {
    const { patients } = await search({ number: '2495.66.758' });
    expect(patients).toMatchObject([{ name: 'Anna Maria van den Berg', numberEnds: '758', verified: true, phone: '+31612345678' }]);
    expect(JSON.stringify(patients)).not.toContain('249566');
  });
  it('wants all fields to fit', async () => {
    expect(await names({ birthDate: '1970-01-02' })).toHaveLength(2);
    expect(await names({ birthDate: '1970-01-02', number: '249566758' })).toEqual(['Anna Maria van den Berg']);
    expect(await names({ birthDate: '1970-01-03', number: '249566758' })).toEqual([]);
  });
  it('says which field is wrong: no field at all, a BSN that cannot be one, a date that does not exist', async () => {
    const fields = async (body: object) => (await world.post('/staff/patients/search', assistant, body)).body;
    expect(await fields({})).toMatchObject({ error: 'invalid_request' });
    expect(await fields({ number: '249566759' })).toMatchObject({ error: 'invalid_request', fields: ['number'] });
    expect(await fields({ birthDate: '1970-02-30' })).toMatchObject({ error: 'invalid_request', fields: ['birthDate'] });
  });
  it('finds nobody of another clinic', async () => {
    expect((await search({ number: '249566758' }, world.staff(['assistant'], 'zeezicht'))).patients.map((patient) => patient.name)).toEqual(['Anna Berg']);
  });
  it('shows fifty and counts the rest', async () => {
    for (let at = 0; at < 53; at += 1) await world.patient({ family: 'Velen' });
    const answer = await search({ name: 'velen' });
    expect([answer.patients.length, answer.more]).toEqual([50, 3]);
  });
});

describe('the queue', () => {
  it('shows fifty of each kind, oldest first, and counts the rest; nothing of another clinic', async () => {
    world.set('2026-11-01T09:00:00Z');
    for (let at = 0; at < 52; at += 1) {
      const person = { account: world.account(), patient: (await world.patient()).id };
      await world.requestLink(person.account);
      await world.post('/care/econsults', world.page('econsults', person), { urgent: false, subject: `Vraag ${at}`, question: 'x' }, randomUUID());
      await world.post('/care/prescription-requests', world.page('prescriptions', person), { lines: [{ medicationId: (await world.medicine(person.patient)).id }] }, randomUUID());
      world.pass(60);
    }
    const queue = deskQueue.parse((await world.get('/staff/queue', assistant)).body);
    expect([queue.links.length, queue.econsults.length, queue.prescriptions.length, queue.appointments.length, queue.more]).toEqual([50, 50, 50, 0, { links: 2, prescriptions: 2, appointments: 0, econsults: 2 }]);
    expect(queue.econsults.map((item) => item.subject)).toEqual(Array.from({ length: 50 }, (_, at) => `Vraag ${at}`));
    for (const items of [queue.links.map((one) => one.requestedAt), queue.prescriptions.map((one) => one.receivedAt)]) expect(items).toEqual(items.toSorted());
    expect(deskQueue.parse((await world.get('/staff/queue', world.staff(['owner'], 'zeezicht'))).body)).toEqual({ links: [], prescriptions: [], appointments: [], econsults: [], more: { links: 0, prescriptions: 0, appointments: 0, econsults: 0 } });
  }, 60_000);
});
