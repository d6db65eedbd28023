import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appointment, appointmentsAnswer, deskQueue, hold, slotsAnswer, slotTaken } from '@balie/contracts';
import { and, eq, schema } from '@balie/database';
import { receiptNumber } from '@balie/rules';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let gp: Awaited<ReturnType<World['practitioner']>>;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world.close());
// Each test has an agenda of its own: it begins with no free slot but its own.
beforeEach(async () => {
  world.set('2026-11-24T09:00:00Z');
  await world.db.update(schema.slots).set({ status: 'busy' });
  gp = await world.practitioner();
});

async function patient() {
  const person = { account: world.account(), patient: (await world.patient()).id };
  return { ...person, page: world.page('appointments', person) };
}
const at = (minutes: number) => new Date(Date.parse('2026-11-25T08:00:00Z') + minutes * 60_000).toISOString();
const agenda = (count: number) => Promise.all(Array.from({ length: count }, (_, index) => world.slot(gp, at(index * 20))));
const list = async (page: string, query = 'type=consult') => slotsAnswer.parse((await world.get(`/care/slots?${query}`, page)).body);
const take = (page: string, slot: string, type = 'consult') => world.post('/care/holds', page, { slot, type });
const holdOf = async (page: string, slot: string) => hold.parse((await take(page, slot)).body);
const book = (page: string, holdId: string, key: string = randomUUID(), reason?: string) => world.post('/care/appointments', page, { hold: holdId, ...(reason === undefined ? {} : { reason }) }, key);
const overview = async (page: string) => appointmentsAnswer.parse((await world.get('/care/appointments', page)).body);
const held = async (account: string) => (await world.db.select().from(schema.slotHolds).where(eq(schema.slotHolds.account, account))).filter((row) => row.expiresAt > world.now);

describe('GET /care/slots', () => {
  it('offers only times to come that are free, long enough, and given by a fitting practitioner', async () => {
    const { page } = await patient();
    const nurse = await world.practitioner('nurse');
    const free = await world.slot(gp, at(0));
    await world.slot(gp, '2026-11-24T08:59:59Z'); // has begun
    for (const status of ['busy', 'busy-unavailable', 'busy-tentative', 'entered-in-error']) await world.slot(gp, at(20), 20, status);
    await world.slot(gp, at(40), 5); // too short for ten minutes
    const nurses = await world.slot(nurse, at(60));
    await world.slot(await world.practitioner('gp', 'zeezicht'), at(80));
    expect((await list(page)).slots).toEqual([{ id: free.id, start: '2026-11-25T08:00:00.000Z', end: '2026-11-25T08:20:00.000Z', practitioner: { id: gp.id, name: 'Dr. gp', role: 'gp' } }]);
    expect((await list(page, 'type=nurse')).slots.map((slot) => slot.id)).toEqual([nurses.id]);
    expect((await list(page, `type=consult&practitioner=${nurse.id}`)).slots).toEqual([]);
  });

  it('counts days as the clinic does: late in the evening UTC is already tomorrow there', async () => {
    const { page } = await patient();
    const night = await world.slot(gp, '2026-12-08T23:10:00Z'); // 9 December, 00:10 in Amsterdam
    const [first, second] = [await list(page, 'type=consult&from=2026-11-25'), await list(page, 'type=consult&from=2026-11-26')];
    expect([first.from, first.to, first.next, first.slots.length]).toEqual(['2026-11-25', '2026-12-08', '2026-12-09', 0]);
    expect([second.to, second.next, second.slots.map((slot) => slot.id)]).toEqual(['2026-12-09', null, [night.id]]);
  });

  it('takes fourteen calendar days over the end of summer time too', async () => {
    world.set('2026-10-20T09:00:00Z');
    const { page } = await patient();
    const last = await world.slot(gp, '2026-11-02T22:50:00Z'); // 23:50, an hour later in UTC than before the change
    expect((await list(page)).slots.map((slot) => slot.id)).toEqual([last.id]);
  });

  it('counts a day in the past as today and refuses one that is too far or does not exist', async () => {
    const { page } = await patient();
    expect((await list(page, 'type=consult&from=2020-01-01')).from).toBe('2026-11-24');
    for (const from of ['2028-01-01', '9999-12-31', '2026-02-30', 'kanarie']) {
      const answer = await world.get(`/care/slots?type=consult&from=${from}`, page);
      expect([answer.status, answer.body]).toMatchObject([400, { error: 'invalid_request', fields: ['from'] }]);
      expect(answer.text).not.toContain(from);
    }
    expect((await world.get('/care/slots?type=kanarie', page)).body).toMatchObject({ error: 'invalid_request', fields: ['type'] });
    expect((await world.get('/care/slots', page)).body).toMatchObject({ error: 'invalid_request', fields: ['type'] });
    expect((await world.get('/care/slots?type=consult&type=nurse', page)).status).toBe(400);
    expect((await world.get('/care/slots?type=consult&canary=1', page)).status).toBe(400);
  });

  it('gives a large practice fewer days, never half a day', async () => {
    const { page } = await patient();
    const row = (day: number, index: number) => ({ clinic: 'de-linde', sourceId: `big-${day}-${index}-${gp.id}`, schedule: gp.schedule, practitioner: gp.id, start: new Date(Date.parse('2026-11-25T08:00:00Z') + day * 86_400_000 + index * 60_000), end: new Date(Date.parse('2026-11-25T08:20:00Z') + day * 86_400_000 + index * 60_000), status: 'free' });
    await world.db.insert(schema.slots).values([0, 1, 2].flatMap((day) => Array.from({ length: 200 }, (_, index) => row(day, index))));
    const answer = await list(page);
    expect([answer.slots.length, answer.to, answer.next]).toEqual([400, '2026-11-26', '2026-11-27']);
    expect((await list(page, 'type=consult&from=2026-11-27')).slots).toHaveLength(200);
  });

  it('hides what others hold or booked, and shows it again when it is free', async () => {
    const [one, other] = [await patient(), await patient()];
    const slots = await agenda(2);
    const mine = await holdOf(one.page, slots[0]!.id);
    expect((await list(other.page)).slots.map((slot) => slot.id)).toEqual([slots[1]!.id]);
    expect((await list(one.page)).slots).toHaveLength(2); // one's own stays in sight
    const booked = appointment.parse((await book(one.page, mine.id)).body);
    expect((await list(one.page)).slots.map((slot) => slot.id)).toEqual([slots[1]!.id]);
    await world.post(`/staff/appointments/${booked.id}/cancel`, world.staff(['assistant']), { reason: 'Arts ziek' });
    expect((await list(other.page)).slots).toHaveLength(2);
  });
});

describe('holding a time (N9, T29)', () => {
  it('lasts three minutes, can be extended five times, and then ends', async () => {
    const one = await patient();
    const [slot] = await agenda(1);
    const first = await holdOf(one.page, slot!.id);
    expect(first).toMatchObject({ type: 'consult', expiresAt: '2026-11-24T09:03:00.000Z', canExtend: true, slot: { id: slot!.id } });
    const extend = () => world.post('/care/holds/extend', one.page, { hold: first.id });
    for (let time = 1; time <= 5; time += 1) {
      world.pass(170);
      expect((await extend()).body).toMatchObject({ id: first.id, expiresAt: new Date(world.now.getTime() + 180_000).toISOString(), canExtend: time < 5 });
    }
    expect((await extend()).body.error).toBe('hold_limit');
    world.pass(180);
    expect((await extend()).body.error).toBe('hold_expired');
    expect((await book(one.page, first.id)).body.error).toBe('hold_expired');
  });

  it('gives 100 pages of one account two holds, and no more when they race (T29)', async () => {
    const person = await patient();
    const slots = await agenda(100);
    const answers = await Promise.all(slots.map((slot) => take(world.page('appointments', person), slot.id)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(2);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map((answer) => answer.body.error))).toEqual(new Set(['hold_limit']));
    expect(await held(person.account)).toHaveLength(2);
    world.pass(180);
    expect((await take(world.page('appointments', person), slots[50]!.id)).status).toBe(200);
  });

  it('holds one time for a page also when it takes over a hold of another: its own goes', async () => {
    const person = await patient();
    const slots = await agenda(2);
    const first = await holdOf(person.page, slots[0]!.id);
    const other = world.page('appointments', person);
    const second = await holdOf(other, slots[1]!.id);
    expect((await world.post('/care/holds/extend', person.page, { hold: second.id })).status).toBe(200);
    expect((await held(person.account)).map((row) => row.id)).toEqual([second.id]);
    expect((await world.post('/care/holds/extend', other, { hold: first.id })).body.error).toBe('hold_expired');
  });

  it('holds one time for a page: choosing another lets the first go, losing another does not', async () => {
    const [one, other] = [await patient(), await patient()];
    const slots = await agenda(3);
    await take(one.page, slots[0]!.id);
    await take(one.page, slots[1]!.id);
    expect((await held(one.account)).map((row) => row.slot)).toEqual([slots[1]!.id]);
    await take(other.page, slots[2]!.id);
    expect((await take(one.page, slots[2]!.id)).status).toBe(409);
    expect((await held(one.account)).map((row) => row.slot)).toEqual([slots[1]!.id]);
  });

  it('survives a reload: the new page finds the hold, and holding it again is the same hold', async () => {
    const one = await patient();
    const [slot] = await agenda(1);
    const first = await holdOf(one.page, slot!.id);
    const reloaded = world.page('appointments', one);
    expect((await overview(reloaded)).hold).toEqual(first);
    expect(await holdOf(reloaded, slot!.id)).toEqual(first);
    expect(await held(one.account)).toHaveLength(1);
    expect((await world.post('/care/holds/extend', reloaded, { hold: first.id })).status).toBe(200);
    world.pass(181);
    expect((await overview(reloaded)).hold).toBeNull();
  });

  it('lets one of 50 parallel patients have a time; each loser gets the three nearest in the same answer (N9)', async () => {
    const slots = await agenda(9);
    const wanted = slots[4]!;
    await world.db.update(schema.slots).set({ status: 'busy' }).where(eq(schema.slots.id, slots[5]!.id));
    const people = await Promise.all(Array.from({ length: 50 }, () => patient()));
    const answers = await Promise.all(people.map((person) => take(person.page, wanted.id)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    for (const answer of answers.filter((one) => one.status !== 200)) {
      expect(answer.status).toBe(409);
      expect(slotTaken.parse(answer.body).alternatives.map((slot) => slot.id)).toEqual([slots[2]!.id, slots[3]!.id, slots[6]!.id]);
    }
  });

  it('lets one of 50 take over a hold that ended; the hold that ended is worth nothing', async () => {
    const late = await patient();
    const [slot] = await agenda(1);
    const first = await holdOf(late.page, slot!.id);
    world.pass(180);
    const people = await Promise.all(Array.from({ length: 50 }, () => patient()));
    const answers = await Promise.all(people.map((person) => take(person.page, slot!.id)));
    const winners = answers.filter((answer) => answer.status === 200);
    expect(winners).toHaveLength(1);
    expect(hold.parse(winners[0]!.body)).toMatchObject({ canExtend: true, expiresAt: new Date(world.now.getTime() + 180_000).toISOString() });
    expect(hold.parse(winners[0]!.body).id).not.toBe(first.id);
    expect((await world.post('/care/holds/extend', late.page, { hold: first.id })).body.error).toBe('hold_expired');
    expect((await book(late.page, first.id)).body.error).toBe('hold_expired');
  });

  it('is for whom it was held: a guardian who holds a time for a child does not hold it for themselves, and the other way round (N8)', async () => {
    const [time] = await agenda(1);
    const guardian = await patient();
    const forChild = world.page('appointments', { account: guardian.account, patient: (await world.patient()).id });
    const its = await holdOf(forChild, time!.id);
    expect((await take(guardian.page, time!.id)).status).toBe(409);
    for (const [path, body] of [['/care/holds/extend', { hold: its.id }], ['/care/appointments', { hold: its.id }]] as const) expect((await world.post(path, guardian.page, body, randomUUID())).body).toMatchObject({ error: 'hold_expired' });
    await world.post('/care/holds/release', guardian.page, { hold: its.id });
    expect([(await overview(guardian.page)).hold, (await overview(forChild)).hold?.id, (await list(guardian.page)).slots.length]).toEqual([null, its.id, 0]);
    expect((await book(forChild, its.id)).status).toBe(200);
  });

  it('is let go by its owner alone', async () => {
    const [one, other] = [await patient(), await patient()];
    const [slot] = await agenda(1);
    const mine = await holdOf(one.page, slot!.id);
    for (const act of ['release', 'extend']) await world.post(`/care/holds/${act}`, other.page, { hold: mine.id });
    expect((await book(other.page, mine.id)).body.error).toBe('hold_expired');
    expect((await held(one.account)).map((row) => [row.id, row.extensions])).toEqual([[mine.id, 0]]);
    expect((await world.post('/care/holds/release', one.page, { hold: mine.id })).status).toBe(204);
    expect(await held(one.account)).toEqual([]);
    expect((await world.post('/care/holds/release', one.page, { hold: mine.id })).status).toBe(204);
    expect((await take(other.page, slot!.id)).status).toBe(200);
  });

  it('is not given for a time that is past, busy, of another role or another clinic', async () => {
    const one = await patient();
    const nurse = await world.practitioner('nurse');
    const unfit = [await world.slot(gp, '2026-11-24T08:00:00Z'), await world.slot(gp, at(0), 20, 'busy'), await world.slot(nurse, at(20))];
    for (const slot of unfit) expect((await take(one.page, slot.id)).body.error).toBe('slot_taken');
    expect(await held(one.account)).toEqual([]);
    const foreign = await world.slot(await world.practitioner('gp', 'zeezicht'), at(0));
    for (const id of [foreign.id, randomUUID()]) expect((await take(one.page, id)).status).toBe(404);
  });
});

describe('booking', () => {
  it('makes the held time an appointment with a number, seen at the desk and in the list (N1)', async () => {
    const one = await patient();
    const [slot] = await agenda(1);
    const mine = await holdOf(one.page, slot!.id);
    const booked = appointment.parse((await book(one.page, mine.id, randomUUID(), 'Kanarie in de keel')).body);
    expect(booked).toMatchObject({ state: 'booked', type: 'consult', start: slot!.start.toISOString(), reason: 'Kanarie in de keel', promise: null, receivedAt: world.now.toISOString() });
    expect(booked.number).toMatch(/^A-/);
    expect(await overview(one.page)).toMatchObject({ hold: null, upcoming: [booked], types: [{ id: 'consult', title: 'Spreekuur', minutes: 10 }, { id: 'nurse' }] });
    expect(await held(one.account)).toEqual([]);
    const desk = deskQueue.parse((await world.get('/staff/queue', world.staff(['assistant']))).body);
    expect(desk.appointments.find((item) => item.id === booked.id)).toMatchObject({ seen: false, reason: 'Kanarie in de keel', patient: { id: one.patient } });
    expect(JSON.stringify([await world.db.select().from(schema.appointments), await world.mails(), await world.audit()])).not.toContain('Kanarie');
    expect((await world.mails()).some((mail) => mail.template === 'practice-new-work' && mail.data['service'] === 'appointments')).toBe(true);
  });

  it('books once: 50 parallel tries with one key make one appointment and one answer', async () => {
    const one = await patient();
    const [slot] = await agenda(1);
    const mine = await holdOf(one.page, slot!.id);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => book(one.page, mine.id, key)));
    expect(new Set(answers.map((answer) => [answer.status, answer.text].join()))).toHaveProperty('size', 1);
    expect(answers[0]!.status).toBe(200);
    expect(await world.db.select().from(schema.appointments).where(eq(schema.appointments.slot, slot!.id))).toHaveLength(1);
  });

  it('books once: of 50 parallel bookings with keys of their own one wins', async () => {
    const one = await patient();
    const [slot] = await agenda(1);
    const mine = await holdOf(one.page, slot!.id);
    const answers = await Promise.all(Array.from({ length: 50 }, () => book(one.page, mine.id)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map((answer) => answer.body.error))).toEqual(new Set(['hold_expired']));
    expect(await world.db.select().from(schema.appointments).where(and(eq(schema.appointments.slot, slot!.id), eq(schema.appointments.state, 'booked')))).toHaveLength(1);
  });

  it('books once even where nothing but the database stands in between: the slot’s unique index', async () => {
    const [slot] = await agenda(1);
    const people = await Promise.all(Array.from({ length: 50 }, () => patient()));
    const tries = await Promise.allSettled(people.map((person) => world.db.insert(schema.appointments).values({ number: receiptNumber('appointments', randomBytes(16)), clinic: 'de-linde', patient: person.patient, account: person.account, slot: slot!.id, type: 'consult', state: 'booked', receivedAt: world.now })));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it('answers with alternatives when the practice closed the time meanwhile, and keeps the hold as it was', async () => {
    const one = await patient();
    const slots = await agenda(4);
    const mine = await holdOf(one.page, slots[0]!.id);
    await world.db.update(schema.slots).set({ status: 'busy' }).where(eq(schema.slots.id, slots[0]!.id));
    const answer = await book(one.page, mine.id);
    expect(slotTaken.parse(answer.body).alternatives.map((slot) => slot.id)).toEqual([slots[1]!.id, slots[2]!.id, slots[3]!.id]);
    expect(await held(one.account)).toHaveLength(1);
    await take(one.page, slots[1]!.id);
    expect(await held(one.account)).toHaveLength(1);
  });

  it('is seen once and cancelled once at the desk; the patient reads why, the slot is free again', async () => {
    const [one, other] = [await patient(), await patient()];
    const [slot] = await agenda(1);
    const booked = appointment.parse((await book(one.page, (await holdOf(one.page, slot!.id)).id)).body);
    const assistant = world.staff(['assistant']);
    const act = (name: string, body?: object, by = assistant) => world.post(`/staff/appointments/${booked.id}/${name}`, by, body);
    expect((await act('seen')).body).toMatchObject({ id: booked.id, seen: true });
    expect((await act('seen')).body.error).toBe('already_handled');
    expect((await act('seen', undefined, world.staff(['owner'], 'zeezicht'))).status).toBe(404);
    expect((await act('cancel', { reason: 'x' }, world.staff(['owner'], 'zeezicht'))).status).toBe(404);
    expect(deskQueue.parse((await world.get('/staff/queue', assistant)).body).appointments.some((item) => item.id === booked.id)).toBe(false);

    const cancels = await Promise.all(Array.from({ length: 20 }, () => act('cancel', { reason: 'Arts ziek' })));
    expect(cancels.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect((await world.mails()).filter((mail) => mail.to === `${one.account}@post.example`)).toMatchObject([{ template: 'appointment-booked', data: { sequence: 0 } }, { template: 'appointment-cancelled', data: { id: booked.id, sequence: 1, start: slot!.start.toISOString() } }]);
    expect((await overview(one.page)).upcoming).toMatchObject([{ id: booked.id, state: 'cancelled', cancellation: 'Arts ziek' }]);
    expect((await act('seen')).body.error).toBe('already_handled');
    expect((await book(other.page, (await holdOf(other.page, slot!.id)).id)).status).toBe(200);
  });

  it('shows a patient nothing of others', async () => {
    const [one, other] = [await patient(), await patient()];
    const [slot] = await agenda(1);
    await book(one.page, (await holdOf(one.page, slot!.id)).id);
    expect(await overview(other.page)).toMatchObject({ hold: null, upcoming: [] });
  });
});

describe('what a guardian does for a child (N8)', () => {
  it('is said at the desk with the name, for an appointment and for medicine as for a question; what the child or the desk does after it is theirs', async () => {
    const child = { account: world.account(), patient: (await world.patient({ given: 'Lars', family: 'Berggren' })).id };
    const guardian = world.account(), staff = world.staff(['assistant', 'gp']);
    const acts = (service: 'appointments' | 'prescriptions') => world.page(service, { account: guardian, patient: child.patient, guardian: 'Kirsten Berggren' });
    const atDesk = async () => { const queue = deskQueue.parse((await world.get('/staff/queue', staff)).body); return [queue.appointments, queue.prescriptions].map((pile) => pile.filter(({ patient }) => patient.id === child.patient).map(({ guardian: name, by }) => [name, by])); };
    const [first, second] = await Promise.all([2880, 2900].map((minutes) => world.slot(gp, at(minutes))));
    const theirs = acts('appointments');
    const { id } = appointment.parse((await book(theirs, (await holdOf(theirs, first!.id)).id)).body);
    expect((await world.post('/care/prescription-requests', acts('prescriptions'), { lines: [{ medicationId: (await world.medicine(child.patient)).id }] }, randomUUID())).status).toBe(200);
    expect(await atDesk()).toEqual([[['Kirsten Berggren', null]], [['Kirsten Berggren', null]]]);
    const own = world.page('appointments', child);
    expect((await world.post(`/care/appointments/${id}/move`, own, { hold: (await holdOf(own, second!.id)).id }, randomUUID())).status).toBe(200);
    expect((await atDesk())[0]).toEqual([[undefined, null]]);
  });
});
