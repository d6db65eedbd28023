/** `kill -9` between the answer of a practice's own system and our writing it down: what was brought is there once, and is told once. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { eq, schema, verifyAudit } from '@balie/database';
import { ids } from '../care/practice.ts';
import { startPracticeSystem, type PracticeSystem } from '../../demo-site/system/start.ts';
import { createHouse, type House } from './house.ts';
import { post, settlePatient } from './patient.ts';

let house: House | undefined, system: PracticeSystem | undefined;
afterEach(async () => { await house?.remove(); await system?.stop(); });

async function until(what: string, so: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(200)) if (await so()) return;
  throw new Error(`not within a minute: ${what}`);
}

it('kill -9 after the practice\'s system stored it and before we know: started again, each kind is there once, and told once', async () => {
  system = await startPracticeSystem();
  house = await createHouse(system);
  const { patient, slot } = await house.inside(async (inside) => ({ patient: await settlePatient(inside, { medicines: 1, slots: 1 }), slot: (await inside.db.select().from(schema.slots))[0]! }));
  await system.load(
    { resourceType: 'Patient', id: 'faults', name: [{ family: 'Proef', given: ['Testje'] }], birthDate: '1980-05-17' }, { resourceType: 'Practitioner', id: 'faults', name: [{ family: 'Proef', prefix: ['Dr.'] }] },
    { resourceType: 'Schedule', id: 'faults', actor: [{ reference: 'Practitioner/faults' }] }, { resourceType: 'Slot', id: 'faults-0', schedule: { reference: 'Schedule/faults' }, status: 'free', start: slot.start.toISOString(), end: slot.end.toISOString() },
    { resourceType: 'MedicationRequest', id: 'faults-0', status: 'active', intent: 'order', subject: { reference: 'Patient/faults' }, medicationCodeableConcept: { text: 'Middel 0', coding: [{ system: 'http://www.whocc.no/atc', code: 'C07AB02' }] } },
  );
  patient.talkTo(house.send);
  const sent = async (path: string, body: unknown, page: 'econsults' | 'prescriptions' | 'appointments') => { const answer = await post(patient.pages[page], path, body, randomUUID()); expect(answer.status, JSON.stringify(answer.body)).toBe(200); return answer.body; };
  const acts = [
    { type: 'Communication', kind: 'message', send: () => sent('/care/econsults', { urgent: false, subject: 'Hoest', question: 'Wat nu?' }, 'econsults') },
    { type: 'Task', kind: 'prescription-line', send: () => sent('/care/prescription-requests', { lines: [{ medicationId: patient.medicines[0] }], remark: 'graag' }, 'prescriptions') },
    { type: 'Appointment', kind: 'appointment', send: async () => sent('/care/appointments', { hold: (await post(patient.pages.appointments, '/care/holds', { slot: patient.slots[0], type: 'spreekuur' })).body['id'] }, 'appointments') },
  ];
  const waits = (kind: string) => house!.inside(async ({ db }) => {
    const rows = await db.select().from(schema.systemPushes).where(eq(schema.systemPushes.kind, kind));
    // The lease of who died ends by itself after three minutes: here at once.
    await db.update(schema.systemStates).set({ leaseUntil: null });
    return rows.map((row) => row.sent < row.wanted);
  });
  for (const { type, kind, send } of acts) {
    await house.start();
    await system.control({ faults: { stall: type } });
    await send();
    await until(`${type} is stored there`, async () => (await system!.search(type)).length === 1);
    await house.stop('SIGKILL');
    expect(await waits(kind), kind).toEqual([true]);
    await system.control({ faults: {} });
    await house.start();
    // What waits is brought before anything is read.
    const before = (await system.control({})).requests.length;
    await until(`${type} was looked for, and all was read`, async () => { const since = (await system!.control({})).requests.slice(before); return since.includes(`GET /${type}`) && since.includes('GET /Patient'); });
    await house.stop('SIGTERM');
    expect(await waits(kind), kind).toEqual([false]);
    expect(await system.search(type)).toEqual([expect.objectContaining({ identifier: expect.arrayContaining([expect.objectContaining({ system: ids(kind) })]) as unknown })]);
  }
  expect(await system.search('Slot')).toEqual([expect.objectContaining({ id: 'faults-0', status: 'busy' })]);
  await house.inside(async ({ db }) => {
    const brought = (await db.select().from(schema.audit)).filter(({ action }) => action === 'system.bring').map(({ objectKind, outcome }) => [objectKind, outcome]);
    expect(brought).toEqual(acts.map(({ kind }) => [kind, 'done']));
    expect((await db.select().from(schema.outbox)).filter(({ template }) => template === 'appointment-booked')).toHaveLength(1);
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
  });
}, 400_000);
