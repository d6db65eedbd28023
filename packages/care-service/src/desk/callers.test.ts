import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agendaAnswer, appointment, appointmentsAnswer, callerAnswer, deskQueue, hold, slotsAnswer, slotTaken, waitingAnswer, econsultsAnswer, econsultThread, medicationAnswer, receipt, type ClinicConfigFile } from '@balie/contracts';
import { schema } from '@balie/database';
import { openWorld, type World } from '../testing/world.ts';

const appointments: ClinicConfigFile['appointments'] = {
  changeHours: 24, offerMinutes: 60,
  types: [{ id: 'consult', title: { nl: 'Spreekuur' }, minutes: 10, roles: ['gp'], questions: [{ id: 'first', label: { nl: 'Voor het eerst?' }, kind: 'yes-no', required: true }] }],
};
let world: World;
let assistant: string;
beforeAll(async () => {
  world = await openWorld({ zeezicht: { appointments: { ...appointments, online: false } }, 'de-linde': { appointments, econsults: { hours: [{ days: [7], from: '08:00', to: '09:00' }], perDay: 1 } } });
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
    const [one, other, unreached] = [await person(true), await person(false), await person(true)];
    world.account({ account: unreached.account!, email: '' });
    expect(callerAnswer.parse((await world.get(`${unreached.at}/care`, assistant)).body).told, 'an account without an address').toBe(false);
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

describe('the desk books for a caller (N14)', () => {
  // Tuesday 24 November 2026, 10:00. Each test has a practitioner of its own.
  let gp: Awaited<ReturnType<World['practitioner']>>;
  beforeEach(async () => {
    world.set('2026-11-24T09:00:00Z');
    await world.db.update(schema.slots).set({ status: 'busy' });
    gp = await world.practitioner();
  });
  const times = (...starts: string[]) => Promise.all(starts.map(async (start) => (await world.slot(gp, start, 10)).id));
  const answers = [{ question: 'first', answer: 'no' }];
  const take = (at: string, slot: string, as = assistant) => world.post(`${at}/care/holds`, as, { slot, type: 'consult' });
  const taken = async (at: string, slot: string, as = assistant) => hold.parse((await take(at, slot, as)).body);
  const booked = async (at: string, slot: string, as = assistant) => appointment.parse((await world.post(`${at}/care/appointments`, as, { hold: (await taken(at, slot, as)).id, reason: 'Oorpijn', answers }, randomUUID())).body);
  const list = async (at: string, as = assistant) => appointmentsAnswer.parse((await world.get(`${at}/care/appointments`, as)).body);
  const own = (one: Awaited<ReturnType<typeof person>>) => world.page('appointments', { account: one.account!, patient: one.patient });
  const mailsTo = async (account: string) => (await world.mails()).filter(({ to }) => to === `${account}@post.example`).map(({ template }) => template);
  const freeAt = async (at: string, as: string) => slotsAnswer.parse((await world.get(`${at}/care/slots?type=consult&practitioner=${gp.id}`, as)).body).slots.map(({ id }) => id);

  it('with the same hold, countdown and questions; the patient sees who did and is told, and the desk has no new work of it', async () => {
    const one = await person(true);
    const [slot] = await times('2026-11-25T08:00:00Z') as [string];
    const held = await taken(one.at, slot);
    expect(held).toMatchObject({ expiresAt: '2026-11-24T09:03:00.000Z', canExtend: true });
    expect((await list(one.at)).hold).toEqual(held);
    expect(hold.parse((await world.post(`${one.at}/care/holds/extend`, assistant, { hold: held.id })).body)).toMatchObject({ id: held.id });
    expect((await world.post(`${one.at}/care/appointments`, assistant, { hold: held.id }, randomUUID())).body).toMatchObject({ error: 'invalid_request' });
    const before = (await world.mails()).length;
    const [key, order] = [randomUUID(), { hold: held.id, reason: 'Oorpijn', answers }];
    const all = await Promise.all(Array.from({ length: 4 }, () => world.post(`${one.at}/care/appointments`, assistant, order, key)));
    expect(new Set(all.map(({ text }) => text)).size).toBe(1);
    const made = appointment.parse(all[0]!.body);
    expect(made).toMatchObject({ by: 'A. Balie', reason: 'Oorpijn', answers: [{ label: 'Voor het eerst?', answer: 'no' }] });
    expect((await world.audit()).filter(({ object }) => object === made.id)).toMatchObject([{ actorKind: 'staff', actor: world.staffId(assistant), action: 'appointment.book', patient: one.patient, outcome: 'done' }]);
    expect((await world.mails()).slice(before).map(({ template, to }) => [template, to])).toEqual([['appointment-booked', `${one.account}@post.example`]]);
    expect(appointmentsAnswer.parse((await world.get('/care/appointments', own(one))).body).upcoming).toMatchObject([{ id: made.id, by: 'A. Balie' }]);
    expect(deskQueue.parse((await world.get('/staff/queue', assistant)).body).appointments.map(({ id }) => id)).not.toContain(made.id);
    expect(agendaAnswer.parse((await world.get(`/staff/agenda?from=2026-11-25&practitioner=${gp.id}`, assistant)).body).slots[0]!.appointment).toMatchObject({ id: made.id, by: 'A. Balie', seen: true });
  });

  it('moves and cancels what is the patient\'s until it begins, which the patient themselves may not any more', async () => {
    const one = await person(true);
    const [soon, later] = await times('2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z') as [string, string];
    const page = own(one);
    const held = hold.parse((await world.post('/care/holds', page, { slot: soon, type: 'consult' })).body);
    const mine = appointment.parse((await world.post('/care/appointments', page, { hold: held.id, answers }, randomUUID())).body);
    expect([mine.changeBy, mine.by]).toEqual([null, null]);
    expect((await list(one.at)).upcoming).toMatchObject([{ id: mine.id, changeBy: '2026-11-24T10:00:00.000Z' }]);
    const moved = appointment.parse((await world.post(`${one.at}/care/appointments/${mine.id}/move`, assistant, { hold: (await taken(one.at, later)).id }, randomUUID())).body);
    expect(moved).toMatchObject({ id: mine.id, start: '2026-11-24T11:00:00.000Z', by: 'A. Balie' });
    expect((await world.post(`/care/appointments/${mine.id}/cancel`, page, {})).body).toMatchObject({ error: 'too_late' });
    // It was the patient who asked for it: their own cancelling, with the name of who did it for them.
    expect(appointment.parse((await world.post(`${one.at}/care/appointments/${mine.id}/cancel`, assistant, {})).body)).toMatchObject({ state: 'cancelled', cancelledBy: 'patient', by: 'A. Balie' });
    expect(await mailsTo(one.account!)).toEqual(['appointment-booked', 'appointment-moved', 'appointment-cancelled']);
    world.set('2026-11-24T11:00:00Z');
    const [past] = await times('2026-11-24T11:05:00Z') as [string];
    const begun = await booked(one.at, past);
    world.set('2026-11-24T11:05:00Z');
    expect((await world.post(`${one.at}/care/appointments/${begun.id}/cancel`, assistant, {})).body).toMatchObject({ error: 'too_late' });
  });

  it('what the patient holds online or was offered is free to the desk for them, and for nobody else', async () => {
    const [one, other] = [await person(true), await person(true)];
    const [a, b] = await times('2026-11-25T08:00:00Z', '2026-11-25T08:10:00Z') as [string, string];
    const theirs = hold.parse((await world.post('/care/holds', own(one), { slot: a, type: 'consult' })).body);
    expect([await freeAt(one.at, assistant), await freeAt(other.at, assistant)]).toEqual([[a, b], [b]]);
    expect(slotTaken.parse((await take(other.at, a)).body).alternatives.map(({ id }) => id)).toEqual([b]);
    expect(await booked(one.at, a)).toMatchObject({ by: 'A. Balie' });
    // The form that the patient still has open says that the time is over.
    expect((await world.post('/care/appointments', own(one), { hold: theirs.id, answers }, randomUUID())).body).toMatchObject({ error: 'hold_expired' });
    // A colleague's caller loses the race for what is held at the desk; the first books it.
    const mine = await taken(other.at, b);
    expect((await take(one.at, b, world.staff(['gp']))).body).toMatchObject({ error: 'slot_taken' });
    expect((await world.post(`${other.at}/care/holds/release`, assistant, { hold: mine.id })).status).toBe(204);
    expect(await freeAt(one.at, assistant)).toEqual([b]);
  });

  it('serves one caller after the other, each with one time; what was left of the first lapses', async () => {
    const slots = await times('2026-11-25T08:00:00Z', '2026-11-25T08:10:00Z', '2026-11-25T08:20:00Z', '2026-11-25T08:30:00Z', '2026-11-25T08:40:00Z');
    const people = await Promise.all(slots.slice(1).map(() => person(false)));
    for (const [at, one] of people.entries()) expect((await take(one.at, slots[at]!)).status).toBe(200);
    // Another time for the same caller lets the first go.
    expect((await take(people[0]!.at, slots[4]!)).status).toBe(200);
    expect(await freeAt(people[1]!.at, assistant)).toEqual([slots[0], slots[1]]);
  });

  it('books where appointments are only looked at online', async () => {
    const elsewhere = await world.practitioner('gp', 'zeezicht');
    const [slot, { id: patient }, desk] = [await world.slot(elsewhere, '2026-11-25T08:00:00Z', 10), await world.patient({ clinic: 'zeezicht' }), world.staff(['gp'], 'zeezicht')];
    const at = `/staff/patients/${patient}`;
    expect((await world.post('/care/holds', world.page('appointments', { account: world.account(), patient, clinic: 'zeezicht' }), { slot: slot.id, type: 'consult' })).status).toBe(403);
    expect(await list(at, desk)).toMatchObject({ online: true, waitingList: false, types: [{ id: 'consult' }] });
    expect(await booked(at, slot.id, desk)).toMatchObject({ state: 'booked', changeBy: '2026-11-25T08:00:00.000Z' });
  });

  it('somebody without an account can be booked for, and waits for nothing that nobody could tell them', async () => {
    const [alone, linked] = [await person(false), await person(true)];
    const [slot] = await times('2026-11-25T08:00:00Z') as [string];
    const before = (await world.mails()).length;
    expect(await booked(alone.at, slot)).toMatchObject({ by: 'A. Balie' });
    expect(await world.mails()).toHaveLength(before);
    expect([(await list(alone.at)).waitingList, (await list(linked.at)).waitingList]).toEqual([false, true]);
    expect((await world.post(`${alone.at}/care/waiting`, assistant, { type: 'consult' })).status).toBe(403);
    const [place] = waitingAnswer.parse((await world.post(`${linked.at}/care/waiting`, assistant, { type: 'consult' })).body).waiting;
    expect(appointmentsAnswer.parse((await world.get('/care/appointments', own(linked))).body).waiting).toMatchObject([{ id: place!.id }]);
  });

  it('is for the roles that do the daily work, at their own practice, and reaches nobody else\'s appointment', async () => {
    const [one, other] = [await person(true), await person(true)];
    const [slot] = await times('2026-11-25T08:00:00Z') as [string];
    const made = await booked(one.at, slot);
    expect((await world.post(`${other.at}/care/appointments/${made.id}/cancel`, assistant, {})).status).toBe(404);
    expect((await world.get(`${one.at}/care/appointments`, world.staff(['admin']))).status).toBe(403);
    expect((await world.get(`${one.at}/care/appointments`, world.staff(['gp'], 'zeezicht'))).status).toBe(404);
    expect((await world.get(`${one.at}/care/appointments`, own(one))).status).toBe(401);
    expect((await list(one.at)).upcoming).toMatchObject([{ id: made.id, state: 'booked' }]);
  });
});
