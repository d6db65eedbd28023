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
