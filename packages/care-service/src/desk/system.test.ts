import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deskQueue, receipt } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld({ 'de-linde': { system: { kind: 'fhir', url: 'http://system.localhost:1/fhir', clientId: 'balie', key: 'none' } } }); });
afterAll(() => world.close());

it('what a practice\'s own system refused is shown to the desk by number and name, and whose it is stands in the audit (T33)', async () => {
  const record = await world.patient({ given: 'Anna', family: 'Weigering' });
  const medicine = await world.medicine(record.id);
  const sent = receipt.parse((await world.post('/care/prescription-requests', world.page('prescriptions', { account: world.account(), patient: record.id }), { lines: [{ medicationId: medicine.id }] }, randomUUID())).body);
  await world.db.update(schema.prescriptionRequests).set({ handledAt: world.now }).where(eq(schema.prescriptionRequests.id, sent.id));
  await world.db.update(schema.systemPushes).set({ failedAt: world.now, reason: 'http-422' });
  const desk = world.staff(['assistant']);
  const { system } = deskQueue.parse((await world.get('/staff/queue', desk)).body);
  expect(system?.refused).toMatchObject([{ number: sent.number, patient: 'Anna Weigering', at: world.now.toISOString(), reason: 'http-422' }]);
  expect((await world.audit()).at(-1)).toMatchObject({ action: 'desk.queue', actor: world.staffId(desk), patient: record.id });
});

it('of every kind, however many there are, in as many queries', async () => {
  const desk = world.staff(['assistant']), gp = await world.practitioner();
  const refuse = async () => {
    const record = await world.patient({ given: 'Bas', family: 'Meer' });
    const person = { account: world.account(), patient: record.id };
    const asked = receipt.parse((await world.post('/care/econsults', world.page('econsults', person), { urgent: false, subject: 'Hoest', question: 'Wat nu?' }, randomUUID())).body);
    const booked = await world.post('/staff/agenda/book', desk, { patient: record.id, type: 'consult', place: { practitioner: gp.id, at: '2026-11-26T09:00', minutes: 10 } }, randomUUID());
    await world.db.update(schema.systemPushes).set({ failedAt: world.now, reason: 'http-422' });
    return [asked.number, (booked.body['appointment'] as { number: string }).number];
  };
  const connect = (world.db as unknown as { $client: { connect(callback?: unknown): Promise<object> } }).$client;
  let queries = 0;
  const counted = async () => {
    const real = connect.connect.bind(connect);
    // With a callback the pool asks for itself, for one query outside a transaction.
    connect.connect = async (callback) => callback ? real(callback) : new Proxy(await real(), { get: (target, name) => { if (name === 'query') queries += 1; const value: unknown = Reflect.get(target, name); return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value; } });
    queries = 0;
    try { return [deskQueue.parse((await world.get('/staff/queue?kind=links', desk)).body).system!.refused.map(({ number }) => number), queries] as const; } finally { connect.connect = real; }
  };
  const first = await refuse();
  const [shown, few] = await counted();
  const more = [...await refuse(), ...await refuse(), ...await refuse()];
  const [all, many] = await counted();
  expect(shown).toEqual(expect.arrayContaining(first));
  expect(all).toEqual(expect.arrayContaining([...first, ...more]));
  expect([few > 3, many]).toEqual([true, few]);
});
