/** What a practice may ask with a request, and what it says of one prescription. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskMedicationAnswer, medicationAnswer, type ClinicConfigFile } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let gp: string;
const asking: NonNullable<ClinicConfigFile['prescriptions']> = { notRenewable: ['N05BA'], practiceDecides: ['N02A'], wayOut: 'consult', pharmacies: [{ id: 'dorp', name: 'Apotheek in het dorp' }, { id: 'brug', name: 'Apotheek bij de brug' }], why: 'decides', unlisted: true };
beforeAll(async () => { world = await openWorld({ 'de-linde': { prescriptions: asking } }); gp = world.staff(['gp']); });
afterAll(() => world.close());

async function patient(clinic = 'de-linde') {
  const person = { account: world.account(), patient: (await world.patient({ clinic })).id, clinic };
  return { ...person, page: world.page('prescriptions', person) };
}
const send = (page: string, body: object) => world.post('/care/prescription-requests', page, body, randomUUID());
const read = async (page: string) => medicationAnswer.parse((await world.get('/care/medication', page)).body);

describe('what the practice asks', () => {
  it('stands beside the list: pharmacies, reasons, other medicine, the way out and the date for what is sent now (N2, N3)', async () => {
    expect((await read((await patient()).page)).terms).toEqual({ promise: { date: '2026-11-27', from: '15:30' }, pharmacies: asking.pharmacies, pharmacy: null, why: 'decides', unlisted: true, wayOut: { type: 'consult', title: 'Spreekuur' } });
    expect((await read((await patient('zeezicht')).page)).terms).toEqual({ promise: { date: '2026-11-27', from: '15:30' }, pharmacies: [], pharmacy: null, why: 'never', unlisted: false, wayOut: null });
  });

  it('a pharmacy is chosen, shown by name, and remembered for the next time', async () => {
    const { patient: id, page } = await patient();
    const lines = [{ medicationId: (await world.medicine(id)).id }];
    for (const pharmacy of [undefined, 'elders']) expect((await send(page, { lines, pharmacy })).body, pharmacy).toMatchObject({ error: 'invalid_request', fields: ['pharmacy'] });
    expect((await send(page, { lines, pharmacy: 'brug' })).status).toBe(200);
    const { requests, terms } = await read(page);
    expect([requests[0]?.pharmacy, terms.pharmacy]).toEqual(['Apotheek bij de brug', 'brug']);
    const other = await patient('zeezicht');
    expect((await send(other.page, { lines: [{ medicationId: (await world.medicine(other.patient, { clinic: 'zeezicht' })).id }], pharmacy: 'brug' })).body).toMatchObject({ fields: ['pharmacy'] });
  });

  it('asks why only where the practice decides, and keeps it sealed', async () => {
    const { patient: id, page } = await patient();
    const [plain, listed] = [await world.medicine(id), await world.medicine(id, { atc: 'N02AA05' })];
    expect((await send(page, { lines: [{ medicationId: plain.id }, { medicationId: listed.id }], pharmacy: 'dorp' })).body).toMatchObject({ error: 'invalid_request', fields: ['lines.why'] });
    expect((await read(page)).requests).toEqual([]);
    expect((await send(page, { lines: [{ medicationId: plain.id }, { medicationId: listed.id, why: 'kanarie in de knie' }], pharmacy: 'dorp' })).status).toBe(200);
    expect((await read(page)).requests[0]?.lines.find((line) => line.medicationId === listed.id)?.why).toBe('kanarie in de knie');
    expect(JSON.stringify([await world.db.select().from(schema.prescriptionLines), await world.mails(), await world.audit()])).not.toContain('kanarie');
  });

  it('takes a medicine that is not in the list, by name, for the practice to decide; another practice does not', async () => {
    const { page } = await patient();
    const unlisted = [{ name: 'Kanariezalf 2%', why: 'jeuk' }];
    expect((await send(page, { lines: [], unlisted: [{ name: 'Kanariezalf 2%' }], pharmacy: 'dorp' })).body).toMatchObject({ fields: ['unlisted.why'] });
    expect((await send(page, { lines: [], unlisted, pharmacy: 'dorp' })).status).toBe(200);
    const [request] = (await read(page)).requests;
    expect(request?.lines).toMatchObject([{ medicationId: null, name: 'Kanariezalf 2%', why: 'jeuk', state: 'received' }]);
    expect((await world.post(`/staff/prescriptions/${request!.id}/decide`, gp, { decisions: [{ line: request!.lines[0]!.id, state: 'refused', reason: 'Kom langs.' }] })).body).toMatchObject({ lines: [{ name: 'Kanariezalf 2%', state: 'refused', reason: 'Kom langs.' }] });
    expect(JSON.stringify(await world.db.select().from(schema.prescriptionLines))).not.toContain('Kanariezalf');
    expect((await send((await patient('zeezicht')).page, { lines: [], unlisted })).body).toMatchObject({ error: 'invalid_request', fields: ['unlisted'] });
  });

  it('tells what is left, and that a review is due (S1-03, N2)', async () => {
    const { patient: id, page } = await patient();
    await world.medicine(id, { name: 'A', authoredOn: '2026-10-01', supplyDays: 30, repeatsAllowed: 2 });
    await world.medicine(id, { name: 'B', reviewDue: '2026-11-24' });
    const { items } = await read(page);
    expect(items.map(({ remaining, renewal }) => [remaining, renewal])).toEqual([
      [{ until: '2026-12-30', repeats: 1 }, { state: 'not-renewable', reason: 'too-soon', from: '2026-12-23' }],
      [null, { state: 'not-renewable', reason: 'review-due', from: null }],
    ]);
  });
});

describe('what was approved is on its way (N2)', () => {
  const day = 86_400;
  /** Asked for and decided at ten in the morning of the 24th. */
  async function approved(...states: readonly string[]) {
    world.set('2026-11-24T09:00:00Z');
    const { patient: id, account } = await patient('zeezicht');
    const medicine = await world.medicine(id, { clinic: 'zeezicht', authoredOn: '2026-08-01' });
    const open = () => world.page('prescriptions', { account, patient: id, clinic: 'zeezicht' });
    const ask = async () => (await send(open(), { lines: [{ medicationId: medicine.id }] })).status;
    expect(await ask()).toBe(200);
    const [request] = (await read(open())).requests;
    for (const state of states) expect((await world.post(`/staff/prescriptions/${request!.id}/decide`, world.staff(['gp'], 'zeezicht'), { decisions: [{ line: request!.lines[0]!.id, state }] })).status).toBe(200);
    return { medicine, ask, renewal: async () => (await read(open())).items[0]?.renewal };
  }
  const pending = { state: 'not-renewable', reason: 'pending', from: null };

  it.each([['approved'], ['approved', 'at-pharmacy']])('%s %s: it is not asked for twice, and for no longer than seven days', async (...states) => {
    const { ask, renewal } = await approved(...states);
    world.pass(2 * day);
    expect([await renewal(), await ask()]).toEqual([pending, 409]);
    world.pass(5 * day - 60);
    expect(await renewal()).toEqual(pending);
    world.pass(120);
    expect([await renewal(), await ask()]).toEqual([{ state: 'renewable' }, 200]);
  });
  it('what is at the pharmacy and was issued since may be asked for again as soon as its own time lets', async () => {
    const { medicine, renewal } = await approved('approved', 'at-pharmacy');
    await world.db.update(schema.medications).set({ authoredOn: '2026-11-24' }).where(eq(schema.medications.id, medicine.id));
    expect(await renewal()).toEqual({ state: 'renewable' });
  });
  it('what was refused may be asked for at once', async () => expect(await (await approved('refused')).renewal()).toEqual({ state: 'renewable' }));
  it('what the practice says of it goes before', async () => {
    const { medicine, ask, renewal } = await approved('approved');
    expect((await world.post(`/staff/medication/${medicine.id}/override`, world.staff(['gp'], 'zeezicht'), { override: { state: 'renewable', until: null } })).status).toBe(200);
    expect([await renewal(), await ask()]).toEqual([{ state: 'renewable' }, 200]);
  });
});

describe('what the practice says of one prescription (S4-02)', () => {
  const say = (id: string, override: object | null, by = gp) => world.post(`/staff/medication/${id}/override`, by, { override });
  it('an addictive one may be renewed online after all, until a day; the desk sees the list as the patient does', async () => {
    const { patient: id, page } = await patient();
    const medicine = await world.medicine(id, { atc: 'N05BA04' });
    const state = async () => (await read(page)).items[0]?.renewal;
    expect(await state()).toMatchObject({ reason: 'addictive' });
    expect((await say(medicine.id, { state: 'renewable', until: '2026-11-24' })).body).toMatchObject({ id: medicine.id, renewal: { state: 'renewable' }, override: { state: 'renewable', until: '2026-11-24' } });
    expect(await state()).toEqual({ state: 'renewable' });
    expect(deskMedicationAnswer.parse((await world.get(`/staff/patients/${id}/medication`, gp)).body).items).toMatchObject([{ id: medicine.id, override: { state: 'renewable' } }]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'medication.read', actorKind: 'staff', patient: id, outcome: 'done' });
    world.set('2026-11-25T09:00:00Z');
    expect(await state()).toMatchObject({ reason: 'addictive' });
    world.set('2026-11-24T09:00:00Z');
  });
  it('another may not, until it is taken back; nor can it then be ordered', async () => {
    const { patient: id, page } = await patient();
    const medicine = await world.medicine(id);
    await say(medicine.id, { state: 'not-online', until: null });
    expect((await read(page)).items[0]?.renewal).toEqual({ state: 'not-renewable', reason: 'not-online', from: null });
    expect((await send(page, { lines: [{ medicationId: medicine.id }], pharmacy: 'dorp' })).body).toMatchObject({ error: 'medication_not_renewable', medications: [medicine.id] });
    expect((await say(medicine.id, null)).body).toMatchObject({ override: null, renewal: { state: 'renewable' } });
  });
  it('is for those who do care, at their own practice', async () => {
    const { patient: id } = await patient();
    const medicine = await world.medicine(id);
    const withdrawn = await world.medicine(id, { status: 'entered-in-error' });
    expect((await say(medicine.id, null, world.staff(['admin']))).status).toBe(403);
    expect((await world.get(`/staff/patients/${id}/medication`, world.staff(['admin']))).status).toBe(403);
    const elsewhere = world.staff(['gp'], 'zeezicht');
    expect((await say(medicine.id, null, elsewhere)).status).toBe(404);
    expect((await world.get(`/staff/patients/${id}/medication`, elsewhere)).status).toBe(404);
    expect((await say(withdrawn.id, null)).status).toBe(404);
    expect((await say(medicine.id, { state: 'renewable', until: '2026-02-30' })).status).toBe(400);
  });
});
