import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAnswer, deskQueue, econsultsAnswer, econsultThread, medicationAnswer, receipt } from '@balie/contracts';
import { schema } from '@balie/database';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let assistant: string;
beforeAll(async () => {
  world = await openWorld({ 'de-linde': { econsults: { hours: [{ days: [7], from: '08:00', to: '09:00' }], perDay: 1 } } });
  assistant = world.staff(['assistant']);
});
afterAll(() => world.close());

const link = async (account: string, patient: string) => { await world.db.insert(schema.recordLinks).values({ account, clinic: 'de-linde', patient, state: 'linked', requestedAt: world.now }); };
const person = async (linked: boolean) => {
  const patient = (await world.patient()).id;
  const account = linked ? world.account() : null;
  if (account) await link(account, patient);
  return { patient, account, at: `/staff/patients/${patient}` };
};
const order = async (patient: string) => ({ lines: [{ medicationId: (await world.medicine(patient)).id, note: 'Voor drie maanden.' }] });
const lastAudit = async () => (await world.audit()).at(-1);

describe('the desk fills in for a caller (N14)', () => {
  it('says what the elements need, and whether the patient hears of it', async () => {
    const [one, other] = [await person(true), await person(false)];
    expect(callerAnswer.parse((await world.get(`${one.at}/care`, assistant)).body)).toMatchObject({ told: true, clinic: { id: 'de-linde', phones: { practice: '+31101234567' } } });
    expect(callerAnswer.parse((await world.get(`${other.at}/care`, assistant)).body).told).toBe(false);
    expect(await lastAudit()).toMatchObject({ actorKind: 'staff', actor: world.staffId(assistant), action: 'patient.call', patient: other.patient, outcome: 'done' });
  });

  it('a request for medicine is the patient\'s, says who filled it in, and its answer is told like one of their own', async () => {
    const { patient, account, at } = await person(true);
    const body = await order(patient);
    const sent = receipt.parse((await world.post(`${at}/care/prescription-requests`, assistant, body, randomUUID())).body);
    expect(await lastAudit()).toMatchObject({ actorKind: 'staff', actor: world.staffId(assistant), action: 'prescription-request.send', objectKind: 'prescription-request', object: sent.id, patient, outcome: 'done' });
    const own = medicationAnswer.parse((await world.get('/care/medication', world.page('prescriptions', { account: account!, patient }))).body);
    expect(own.requests).toMatchObject([{ number: sent.number, by: 'A. Balie' }]);
    const [atDesk] = deskQueue.parse((await world.get('/staff/queue', assistant)).body).prescriptions.filter(({ id }) => id === sent.id);
    expect(atDesk).toMatchObject({ by: 'A. Balie', patient: { id: patient } });
    const before = (await world.mails()).length;
    await world.post(`/staff/prescriptions/${sent.id}/decide`, assistant, { decisions: [{ line: atDesk!.lines[0]!.id, state: 'approved' }] });
    expect((await world.mails()).slice(before)).toMatchObject([{ template: 'answer-ready', to: `${account}@post.example` }]);
  });

  it('somebody without an account can be served; who is linked later is told', async () => {
    const { patient, at } = await person(false);
    const first = receipt.parse((await world.post(`${at}/care/prescription-requests`, assistant, await order(patient), randomUUID())).body);
    const second = receipt.parse((await world.post(`${at}/care/econsults`, assistant, { urgent: false, subject: 'Uitslag', question: 'Is die er al?' }, randomUUID())).body);
    const lines = deskQueue.parse((await world.get('/staff/queue', assistant)).body).prescriptions.find(({ id }) => id === first.id)!.lines;
    const before = (await world.mails()).length;
    expect((await world.post(`/staff/prescriptions/${first.id}/decide`, assistant, { decisions: [{ line: lines[0]!.id, state: 'approved' }] })).status).toBe(200);
    expect(await world.mails()).toHaveLength(before);
    const account = world.account();
    await link(account, patient);
    const linked = (await world.mails()).length;
    expect((await world.post(`/staff/econsults/${second.id}/answer`, assistant, { text: 'Ja, die is goed.', seen: 1 })).status).toBe(200);
    expect((await world.mails()).slice(linked)).toMatchObject([{ template: 'answer-ready', to: `${account}@post.example` }]);
  });

  it('a question is the patient\'s word with the name of who wrote it down, whatever hours and number a day hold online', async () => {
    const { patient, account, at } = await person(true);
    expect(econsultsAnswer.parse((await world.get(`${at}/care/econsults`, assistant)).body)).toMatchObject({ intake: { open: true }, files: { count: 0 } });
    const sent = receipt.parse((await world.post(`${at}/care/econsults`, assistant, { urgent: false, subject: 'Hoofdpijn', question: 'Sinds een week.' }, randomUUID())).body);
    await world.post(`/staff/econsults/${sent.id}/answer`, assistant, { text: 'Kom langs.', seen: 1 });
    // Read out on the telephone: the patient has not opened it.
    expect(econsultThread.parse((await world.get(`${at}/care/econsults/${sent.id}`, assistant)).body)).toMatchObject({ unread: 1, messages: [{ from: 'patient', author: 'A. Balie' }, { from: 'practice', readAt: null }] });
    const again = econsultThread.parse((await world.post(`${at}/care/econsults/${sent.id}/reply`, assistant, { text: 'Wanneer?' }, randomUUID())).body);
    expect(again.messages.at(-1)).toMatchObject({ from: 'patient', author: 'A. Balie', text: 'Wanneer?' });
    const own = econsultThread.parse((await world.get(`/care/econsults/${sent.id}`, world.page('econsults', { account: account!, patient }))).body);
    expect(own.messages.map(({ author }) => author)).toEqual(['A. Balie', 'A. Balie', 'A. Balie']);
    // Their own still keeps to the hours.
    expect((await world.post('/care/econsults', world.page('econsults', { account: account!, patient }), { urgent: false, subject: 'x', question: 'y' }, randomUUID())).body).toMatchObject({ error: 'econsults_closed' });
  });

  it('a service that is off online for a patient is not off at the desk', async () => {
    const { patient, at } = await person(true);
    await world.post(`${at}/services`, assistant, { service: 'prescriptions', off: { reason: 'Belt liever.' } });
    expect((await world.post(`${at}/care/prescription-requests`, assistant, await order(patient), randomUUID())).status).toBe(200);
  });

  it('a double click makes one, and the same rules refuse what may not be renewed', async () => {
    const { patient, at } = await person(false);
    const [body, key] = [await order(patient), randomUUID()];
    const all = await Promise.all(Array.from({ length: 8 }, () => world.post(`${at}/care/prescription-requests`, assistant, body, key)));
    expect(new Set(all.map((one) => JSON.stringify(one.body))).size).toBe(1);
    expect((await world.post(`${at}/care/prescription-requests`, assistant, body, randomUUID())).body).toMatchObject({ error: 'medication_not_renewable' });
    const barred = await world.medicine(patient, { atc: 'N05BA04', name: 'Oxazepam' });
    expect((await world.post(`${at}/care/prescription-requests`, assistant, { lines: [{ medicationId: barred.id }] }, randomUUID())).body).toMatchObject({ error: 'medication_not_renewable' });
    // A medicine of somebody else stays out of reach.
    const other = await person(false);
    expect((await world.post(`${other.at}/care/prescription-requests`, assistant, { lines: [{ medicationId: barred.id }] }, randomUUID())).status).toBe(404);
  });

  it('is for the roles that do the daily work, at their own practice, and for no patient', async () => {
    const { patient, account, at } = await person(true);
    for (const path of ['care', 'care/medication', 'care/econsults']) {
      expect((await world.get(`${at}/${path}`, world.staff(['admin']))).status, path).toBe(403);
      expect((await world.get(`${at}/${path}`, world.staff(['gp'], 'zeezicht'))).status, path).toBe(404);
      expect((await world.get(`${at}/${path}`, world.page('prescriptions', { account: account!, patient }))).status, path).toBe(401);
    }
    expect(await world.db.$count(schema.prescriptionRequests)).toBeGreaterThan(0);
  });
});
