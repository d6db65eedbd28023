import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agendaAnswer, agendaBooked, appointment, appointmentsAnswer, blockAnswer, closingsAnswer, deskQueue, hold, manyCancelledAnswer, medicationAnswer, scheduleAnswer, schedulesAnswer, slotsAnswer, slotTaken, type AgendaPlan, type AgendaPlace, type BlockOrder } from '@balie/contracts';
import { and, eq, schema, sql, type Transaction } from '@balie/database';
import { createClosings } from '../closings.ts';
import { lockImports } from '../import/store.ts';
import { importFhir } from '../index.ts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let gp: Awaited<ReturnType<World['practitioner']>>;
let desk: string;
beforeAll(async () => { world = await openWorld({ zeezicht: { closures: [{ from: '2026-11-26', to: '2026-11-26' }] } }); desk = world.staff(['assistant']); });
afterAll(() => world.close());
// Tuesday 24 November 2026, 10:00. Each test has a practitioner, and so an agenda, of its own.
beforeEach(async () => {
  world.set('2026-11-24T09:00:00Z');
  await world.db.delete(schema.agendaBlocks);
  await world.db.update(schema.appointments).set({ state: 'cancelled' });
  await world.db.update(schema.slots).set({ status: 'busy' });
  gp = await world.practitioner();
});

async function patient(contact: Parameters<World['account']>[0] = {}) {
  const record = await world.patient();
  const person = { account: world.account(contact), patient: record.id };
  await world.db.insert(schema.recordLinks).values({ ...person, clinic: 'de-linde', state: 'linked', requestedAt: world.now });
  return { ...person, page: world.page('appointments', person) };
}
type Person = Awaited<ReturnType<typeof patient>>;
const agenda = async (query = `from=2026-11-25&practitioner=${gp.id}`, as = desk) => agendaAnswer.parse((await world.get(`/staff/agenda?${query}`, as)).body);
const offered = async ({ page }: Person, from = '2026-11-25') => slotsAnswer.parse((await world.get(`/care/slots?type=consult&practitioner=${gp.id}&from=${from}`, page)).body).slots.map(({ id }) => id);
const take = async ({ page }: Person, slot: string) => hold.parse((await world.post('/care/holds', page, { slot, type: 'consult' })).body).id;
const bookOwn = async (one: Person, slot: string) => appointment.parse((await world.post('/care/appointments', one.page, { hold: await take(one, slot), reason: 'Pijn in de schouder' }, randomUUID())).body);
const book = (person: string, place: AgendaPlace, more: object = {}, key: string = randomUUID(), as = desk) => world.post('/staff/agenda/book', as, { patient: person, type: 'consult', place, ...more }, key);
const booked = async (...args: Parameters<typeof book>) => agendaBooked.parse((await book(...args)).body);
const block = (order: Partial<BlockOrder>, as = desk) => world.post('/staff/agenda/blocks', as, { practitioner: gp.id, kind: 'block', from: '2026-11-25T09:00', until: '2026-11-25T10:00', ...order });
const blocked = async (order: Partial<BlockOrder>) => blockAnswer.parse((await block(order)).body);
const close = (order: Partial<BlockOrder>) => blocked({ practitioner: null, kind: 'closed', ...order });
const free = (from: string, until: string, practitioner: string | null = gp.id) => world.post('/staff/agenda/free', desk, { practitioner, from, until });
/** Times of ten minutes from nine o'clock there. */
const times = (count: number, day = '2026-11-25') => Promise.all(Array.from({ length: count }, (_, at) => world.slot(gp, new Date(Date.parse(`${day}T08:00:00Z`) + at * 600_000).toISOString(), 10)));
const mailsTo = async (account: string) => (await world.mails()).filter(({ to }) => to === `${account}@post.example`);

describe('GET /staff/agenda', () => {
  it('shows each time of a day as it is: free, held, booked with who and why, blocked with why, taken elsewhere; a patient is not told why (T45)', async () => {
    const [one, two] = [await patient(), await patient()];
    const [a, b, c, d] = (await times(4)).map(({ id }) => id) as [string, string, string, string];
    const e = await world.slot(gp, '2026-11-25T09:00:00Z', 10, 'busy-unavailable');
    await world.slot(gp, '2026-11-25T09:20:00Z', 10, 'entered-in-error');
    await take(two, b);
    const mine = await bookOwn(one, c);
    await blocked({ from: '2026-11-25T09:30', until: '2026-11-25T09:40', reason: 'Overleg met de wijkzorg' });
    const shown = await agenda();
    expect(shown.slots.map(({ id, state }) => [id, state])).toEqual([[a, 'free'], [b, 'held'], [c, 'booked'], [d, 'blocked'], [e.id, 'busy']]);
    expect(shown.slots[2]!.appointment).toMatchObject({ id: mine.id, title: 'Spreekuur', reason: 'Pijn in de schouder', patient: { id: one.patient, phone: '+31612345678' } });
    expect(shown.slots[1]!.heldUntil).toBe('2026-11-24T09:03:00.000Z');
    expect(shown.blocks).toMatchObject([{ kind: 'block', practitioner: gp.id, reason: 'Overleg met de wijkzorg', start: '2026-11-25T08:30:00.000Z' }]);
    expect([shown.today, shown.days, shown.types.map(({ id }) => id)]).toEqual(['2026-11-24', [{ date: '2026-11-25', closed: false, holiday: null }], ['consult', 'nurse']]);
    // Whose appointment was shown stands in the audit; that the patients were not told why a time is blocked is held by the answers of their side.
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'agenda.read', patient: one.patient, outcome: 'done' });
    expect((await world.get(`/care/slots?type=consult&from=2026-11-25`, two.page)).text).not.toContain('wijkzorg');
  });

  it('shows a week of one practitioner, days that have been and holidays by name, and a day of everybody', async () => {
    const nurse = await world.practitioner('nurse');
    const [past] = await times(1, '2026-11-23');
    const other = await world.slot(nurse, '2026-11-23T09:00:00Z');
    const week = await agenda(`from=2026-11-23&days=7&practitioner=${gp.id}`);
    expect([week.days.length, week.slots.map(({ id }) => id)]).toEqual([7, [past!.id]]);
    expect((await agenda('from=2026-11-23')).slots.map(({ id }) => id)).toEqual(expect.arrayContaining([past!.id, other.id]));
    expect((await agenda('from=2026-12-25')).days).toEqual([{ date: '2026-12-25', closed: true, holiday: 'Kerstmis' }]);
    expect((await agenda('')).days[0]!.date).toBe('2026-11-24');
    expect((await world.get('/staff/agenda?days=7', desk)).body).toMatchObject({ error: 'invalid_request', fields: ['practitioner'] });
  });

  it('is for who does the work of the day, and only within their own clinic (T42)', async () => {
    await times(1);
    const [admin, elsewhere] = [world.staff(['admin']), world.staff(['owner', 'gp'], 'zeezicht')];
    const plan = { hours: [{ days: [1], from: '09:00', to: '10:00' }], breaks: [], minutes: 10, from: '2026-12-07', until: '2026-12-13' };
    for (const path of ['', '/closings', '/schedules', `/blocks/${randomUUID()}`]) expect([path, (await world.get(`/staff/agenda${path}`, admin)).status]).toEqual([path, 403]);
    expect((await world.post(`/staff/appointments/${randomUUID()}/move`, admin, { place: { slot: randomUUID() } }, randomUUID())).status).toBe(403);
    for (const [path, body, key] of [['book', { patient: randomUUID(), type: 'consult', place: { slot: randomUUID() } }, randomUUID()], ['cancel', { appointments: [randomUUID()], reason: 'x' }], ['blocks', { practitioner: gp.id, kind: 'block', until: '2026-11-26T09:00' }], ['free', { practitioner: gp.id, from: '2026-11-25T09:00', until: '2026-11-26T09:00' }], ['schedules', { practitioner: gp.id, plan }], [`schedules/${randomUUID()}`, { plan }], [`schedules/${randomUUID()}/end`, {}]] as const) {
      expect([path, (await world.post(`/staff/agenda/${path}`, admin, body, key)).status]).toEqual([path, 403]);
    }
    expect((await agenda('from=2026-11-25', elsewhere)).slots).toEqual([]);
    expect((await world.post('/staff/agenda/schedules', elsewhere, { practitioner: gp.id, plan })).body).toMatchObject({ error: 'invalid_request', fields: ['practitioner'] });
    expect((await block({}, elsewhere)).body).toMatchObject({ error: 'invalid_request', fields: ['practitioner'] });
    const one = await patient();
    const { appointment: mine } = await booked(one.patient, { practitioner: gp.id, at: '2026-11-25T12:00', minutes: 10 });
    expect((await world.post(`/staff/appointments/${mine.id}/move`, elsewhere, { place: { slot: randomUUID() } }, randomUUID())).status).toBe(404);
    expect(manyCancelledAnswer.parse((await world.post('/staff/agenda/cancel', elsewhere, { appointments: [mine.id], reason: 'x' })).body).cancelled).toEqual([]);
  });

  it('reads a day of a practice with 40,000 times and 50,000 patients by its index', async () => {
    await world.db.execute(sql`insert into patient (clinic, source_id, family, given, verified) select 'de-linde', 'many-' || n, 'Proef', 'Testje', false from generate_series(1, 50000) n`);
    await world.db.execute(sql`insert into slot (clinic, source_id, schedule, practitioner, start, "end", status) select 'de-linde', 'many-' || n, ${gp.schedule}, ${gp.id}, timestamptz '2024-01-01' + n * interval '20 minutes', timestamptz '2024-01-01' + (n + 1) * interval '20 minutes', 'free' from generate_series(1, 40000) n`);
    await world.db.execute(sql`analyze slot`);
    const plan = await world.db.execute<{ 'QUERY PLAN': string }>(sql`explain select * from slot left join appointment on appointment.slot = slot.id and state = 'booked' where slot.clinic = 'de-linde' and slot.start >= '2024-06-03' and slot.start < '2024-06-10'`);
    const told = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(told).toContain('slot_agenda');
    expect(told).not.toContain('Seq Scan on slot');
    // What is locked to block a stretch is not looked for in what has been.
    const locks = await world.db.execute<{ 'QUERY PLAN': string }>(sql`explain select id from slot where clinic = 'de-linde' and practitioner = ${gp.id} and start < '2026-11-25T10:00Z' and "end" > '2026-11-25T09:00Z' order by id for update`);
    expect(locks.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('slot_over');
    const begun = performance.now();
    expect((await agenda(`from=2024-06-03&days=7&practitioner=${gp.id}`)).slots).toHaveLength(504);
    expect(performance.now() - begun).toBeLessThan(2_000);
    await world.db.execute(sql`delete from slot where source_id like 'many-%'`);
  });
});

describe('the desk books, moves and cancels (N14)', () => {
  it('books a patient into a free time: the patient is told by mail with a calendar entry, sees it, and nobody is offered it', async () => {
    const [one, two] = [await patient(), await patient()];
    const [slot] = await times(1);
    const { appointment: mine, told } = await booked(one.patient, { slot: slot!.id }, { reason: 'Belde zelf' });
    expect([told, mine.seen, mine.reason, mine.patient.id]).toEqual([true, true, 'Belde zelf', one.patient]);
    expect(await mailsTo(one.account)).toMatchObject([{ template: 'appointment-booked', data: { id: mine.id, sequence: 0, start: slot!.start.toISOString() } }]);
    expect(appointmentsAnswer.parse((await world.get('/care/appointments', one.page)).body).upcoming.map(({ id }) => id)).toEqual([mine.id]);
    expect(await offered(two)).toEqual([]);
    // What the desk did itself is no news to it.
    expect(deskQueue.parse((await world.get('/staff/queue', desk)).body).appointments.map(({ id }) => id)).not.toContain(mine.id);
    expect((await world.audit()).filter(({ object }) => object === mine.id)).toMatchObject([{ action: 'appointment.book', patient: one.patient, actorKind: 'staff', outcome: 'done' }]);
  });

  it('books somebody without an account, and says that nobody was told', async () => {
    const caller = await world.patient();
    const [slot] = await times(1);
    const { appointment: mine, told } = await booked(caller.id, { slot: slot!.id });
    expect(told).toBe(false);
    expect((await world.post(`/staff/appointments/${mine.id}/cancel`, desk, { reason: 'Arts ziek' })).status).toBe(200);
  });

  it('moves: the old time is free at once, the calendar entry is a newer version of the same, also for who wants no messages', async () => {
    const one = await patient();
    await world.db.insert(schema.notificationChoices).values({ account: (await world.db.insert(schema.accounts).values({ id: one.account, locale: 'nl', createdAt: world.now }).returning())[0]!.id, clinic: 'de-linde', kind: 'appointments', channel: 'none' });
    const [a, b] = await times(2);
    const { appointment: mine } = await booked(one.patient, { slot: a!.id });
    const moved = agendaBooked.parse((await world.post(`/staff/appointments/${mine.id}/move`, desk, { place: { slot: b!.id } }, randomUUID())).body);
    expect([moved.appointment.id, moved.appointment.start, moved.told]).toEqual([mine.id, b!.start.toISOString(), true]);
    expect((await mailsTo(one.account)).map(({ template, data }) => [template, data['sequence']])).toEqual([['appointment-booked', 0], ['appointment-moved', 1]]);
    expect(await offered(await patient())).toEqual([a!.id]);
    await world.post(`/staff/appointments/${mine.id}/cancel`, desk, { reason: 'Arts ziek' });
    expect((await world.post(`/staff/appointments/${mine.id}/move`, desk, { place: { slot: a!.id } }, randomUUID())).body.error).toBe('already_handled');
  });

  it('takes no time that is held, blocked, booked or over; and a double click is one appointment', async () => {
    const [one, two] = [await patient(), await patient()];
    const [a, b, c, d] = await times(4);
    await take(two, a!.id);
    await blocked({ from: '2026-11-25T09:10', until: '2026-11-25T09:20' });
    const key = randomUUID();
    const first = await booked(one.patient, { slot: c!.id }, {}, key);
    expect((await booked(one.patient, { slot: c!.id }, {}, key)).appointment.id).toBe(first.appointment.id);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'appointment.book', object: first.appointment.id, patient: one.patient, outcome: 'repeated' });
    const [again, e] = [randomUUID(), await world.slot(gp, '2026-11-25T10:00:00Z', 10)];
    for (const outcome of ['done', 'repeated']) {
      expect((await world.post(`/staff/appointments/${first.appointment.id}/move`, desk, { place: { slot: e.id } }, again)).status).toBe(200);
      expect((await world.audit()).at(-1)).toMatchObject({ action: 'appointment.move', object: first.appointment.id, patient: one.patient, outcome });
    }
    expect((await world.post(`/staff/appointments/${first.appointment.id}/move`, desk, { place: { slot: c!.id } }, randomUUID())).status).toBe(200);
    const over = await world.slot(gp, '2026-11-24T08:00:00Z');
    for (const slot of [a!.id, b!.id, c!.id, over.id]) expect((await book(one.patient, { slot })).body.error).toBe('slot_taken');
    expect((await book(randomUUID(), { slot: d!.id })).status).toBe(404);
    expect((await book(one.patient, { slot: randomUUID() })).status).toBe(404);
    expect((await book(one.patient, { slot: d!.id }, { type: 'kanarie' })).status).toBe(400);
    // The hold has ended by itself.
    world.pass(181);
    expect((await book(one.patient, { slot: a!.id })).status).toBe(200);
  });

  it('of 20 members of staff who book one time at once, one does (T44)', async () => {
    const one = await patient();
    const [slot] = await times(1);
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(one.patient, { slot: slot!.id })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(409)]);
  });
});

describe('overbooking', () => {
  it('is for staff alone: an extra appointment at a time that is taken, or outside all times, is a time of its own that no patient is ever offered (T44)', async () => {
    const [one, two, three] = [await patient(), await patient(), await patient()];
    const [slot] = await times(1);
    await booked(one.patient, { slot: slot!.id });
    const at = { practitioner: gp.id, at: '2026-11-25T09:00', minutes: 10 };
    const extra = await booked(two.patient, at);
    expect([extra.appointment.start, extra.appointment.id]).toEqual([slot!.start.toISOString(), expect.any(String)]);
    const late = await booked(three.patient, { ...at, at: '2026-11-25T19:00' });
    const shown = await agenda();
    expect(shown.slots.map(({ state, extra: more }) => [state, more])).toEqual(expect.arrayContaining([['booked', false], ['booked', true], ['booked', true]]));
    // Not offered while booked, nor held by who knows its id, nor when it has been cancelled.
    const [own] = shown.slots.filter(({ appointment: its }) => its?.id === late.appointment.id);
    await world.post(`/staff/appointments/${late.appointment.id}/cancel`, desk, { reason: 'Belde af' });
    expect(await offered(three)).toEqual([]);
    expect((await world.post('/care/holds', three.page, { slot: own!.id, type: 'consult' })).body.error).toBe('slot_taken');
    expect((await agenda()).slots.map(({ id }) => id)).not.toContain(own!.id);
    // Two in one extra time cannot be either: the index on booked slots holds for all.
    const mine = shown.slots.find(({ appointment: its }) => its?.id === extra.appointment.id)!;
    await expect(world.db.insert(schema.appointments).values({ number: 'A-2222-22', clinic: 'de-linde', patient: three.patient, slot: mine.id, type: 'consult', state: 'booked', receivedAt: world.now })).rejects.toThrow();
    expect((await book(two.patient, { ...at, at: '2026-11-24T09:00' })).body).toMatchObject({ error: 'invalid_request', fields: ['place.at'] });
  });

  it('an appointment can be moved beside the others too; a patient cannot', async () => {
    const one = await patient();
    const [a] = await times(1);
    const mine = await bookOwn(one, a!.id);
    const place = { practitioner: gp.id, at: '2026-11-25T12:05', minutes: 15 };
    expect(agendaBooked.parse((await world.post(`/staff/appointments/${mine.id}/move`, desk, { place }, randomUUID())).body).appointment.start).toBe('2026-11-25T11:05:00.000Z');
    for (const [path, body] of [['/care/appointments', { place }], [`/care/appointments/${mine.id}/move`, { place }], ['/care/holds', { ...place, type: 'consult' }]] as const) expect((await world.post(path, one.page, body, randomUUID())).status).toBe(400);
  });
});

describe('blocking and freeing', () => {
  it('a time, a part of a day and a whole day: none of it is offered, and what is freed is offered again', async () => {
    const one = await patient();
    const slots = (await times(6)).map(({ id }) => id);
    await blocked({ from: '2026-11-25T09:00', until: '2026-11-25T09:10' });
    expect(await offered(one)).toEqual(slots.slice(1));
    await blocked({ from: '2026-11-25T00:00', until: '2026-11-26T00:00', reason: 'Nascholing' });
    expect(await offered(one)).toEqual([]);
    expect((await free('2026-11-25T09:20', '2026-11-25T09:40')).status).toBe(204);
    expect(await offered(one)).toEqual(slots.slice(2, 4));
    expect((await agenda()).blocks.map(({ start, end, reason }) => [start.slice(11, 16), end.slice(11, 16), reason])).toEqual([['23:00', '08:20', 'Nascholing'], ['08:00', '08:10', null], ['08:40', '23:00', 'Nascholing']]);
    const left = (await world.db.select({ id: schema.agendaBlocks.id }).from(schema.agendaBlocks)).map(({ id }) => id).sort();
    await free('2026-11-25T00:00', '2026-11-26T00:00');
    // What was freed stands in the audit, each block by itself.
    expect((await world.audit()).slice(-3).map(({ action, objectKind, object }) => `${action} ${objectKind} ${object}`).sort()).toEqual(left.map((id) => `agenda.free agenda-block ${id}`));
    expect([await offered(one), (await agenda()).blocks]).toEqual([slots, []]);
  });

  it('of two who free stretches that overlap at the same moment, nothing of either stays blocked', async () => {
    const { block: made } = await blocked({ from: '2026-11-25T09:00', until: '2026-11-25T14:00' });
    let both: Promise<{ status: number }[]> | undefined;
    await world.db.transaction(async (tx) => {
      await tx.select().from(schema.agendaBlocks).where(eq(schema.agendaBlocks.id, made.id!)).for('update');
      both = Promise.all([free('2026-11-25T10:00', '2026-11-25T12:00'), free('2026-11-25T11:00', '2026-11-25T13:00')]);
      await expect.poll(async () => (await world.db.execute(sql`select 1 from pg_locks where not granted`)).rows.length).toBeGreaterThan(1);
    });
    expect((await both!).map(({ status }) => status)).toEqual([204, 204]);
    expect((await agenda()).blocks.map(({ start, end }) => [start.slice(11, 16), end.slice(11, 16)])).toEqual([['08:00', '09:00'], ['12:00', '13:00']]);
  });

  it('never loses a booked appointment: the desk is shown which are in the way, keeps one and cancels another with a reason that goes by mail', async () => {
    const [one, two] = [await patient(), await patient()];
    const [a, b] = await times(2);
    const [mine, yours] = [await bookOwn(one, a!.id), await bookOwn(two, b!.id)];
    const { block: made, inTheWay } = await blocked({});
    expect(inTheWay.map(({ id, patient: { id: who } }) => [id, who])).toEqual([[mine.id, one.patient], [yours.id, two.patient]]);
    const { cancelled, untold } = manyCancelledAnswer.parse((await world.post('/staff/agenda/cancel', desk, { appointments: [yours.id], reason: 'De arts is op cursus' })).body);
    expect([cancelled, untold]).toEqual([[yours.id], []]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'appointment.cancel', objectKind: 'appointment', object: yours.id, patient: two.patient, outcome: 'done' });
    expect((await mailsTo(two.account)).at(-1)).toMatchObject({ template: 'appointment-cancelled', data: { id: yours.id, sequence: 1 } });
    expect(JSON.stringify(await mailsTo(two.account))).not.toContain('cursus');
    expect(blockAnswer.parse((await world.get(`/staff/agenda/blocks/${made.id}`, desk)).body).inTheWay.map(({ id }) => id)).toEqual([mine.id]);
    expect((await agenda()).slots.map(({ state }) => state)).toEqual(['booked', 'blocked']);
    expect(appointmentsAnswer.parse((await world.get('/care/appointments', two.page)).body).upcoming[0]).toMatchObject({ state: 'cancelled', cancellation: 'De arts is op cursus' });
  });

  it('a hold that was there cannot be booked any more, and its patient gets other times (T44)', async () => {
    const one = await patient();
    const [a, b] = await times(2);
    const held = await take(one, a!.id);
    await blocked({ from: '2026-11-25T09:00', until: '2026-11-25T09:10' });
    const answer = await world.post('/care/appointments', one.page, { hold: held }, randomUUID());
    expect(answer.status).toBe(409);
    expect(slotTaken.parse(answer.body).alternatives.map(({ id }) => id)).toEqual([b!.id]);
  });

  it('stays over an import, also for times that the import brings anew (T44)', async () => {
    const one = await patient();
    const bundle = (...ids: string[]) => JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [
      { resource: { resourceType: 'Practitioner', id: 'dr-import', name: [{ text: 'Dr. Import' }] } }, { resource: { resourceType: 'PractitionerRole', id: 'role', practitioner: { reference: 'Practitioner/dr-import' }, code: [{ text: 'gp' }] } },
      { resource: { resourceType: 'Schedule', id: 'week', actor: [{ reference: 'Practitioner/dr-import' }] } },
      ...ids.map((id, at) => ({ resource: { resourceType: 'Slot', id, schedule: { reference: 'Schedule/week' }, status: 'free', start: `2026-11-25T13:${at}0:00+01:00`, end: `2026-11-25T13:${at + 1}0:00+01:00` } })),
    ] });
    const load = (...ids: string[]) => importFhir(world, 'de-linde', [{ name: 'agenda.json', content: bundle(...ids) }] as never);
    await load('s1');
    const [doctor] = await world.db.select().from(schema.practitioners).where(eq(schema.practitioners.name, 'Dr. Import'));
    gp = { ...gp, id: doctor!.id };
    await world.db.update(schema.practitioners).set({ role: 'gp' }).where(eq(schema.practitioners.id, doctor!.id));
    expect(await offered(one)).toHaveLength(1);
    await blocked({ from: '2026-11-25T13:00', until: '2026-11-25T13:20' });
    await load('s1', 's2', 's3');
    expect((await agenda()).slots.map(({ state }) => state)).toEqual(['blocked', 'blocked', 'free']);
  });

  it('refuses a stretch that ends before it begins, is over, is too long or a day that does not exist', async () => {
    for (const order of [{ from: '2026-11-25T10:00', until: '2026-11-25T10:00' }, { from: '2026-11-23T10:00', until: '2026-11-23T11:00' }, { until: '2028-01-01T00:00' }, { until: '2026-02-30T00:00' }, { until: '2026-11-25T25:00' }]) expect([order, (await block(order)).status]).toEqual([order, 400]);
    expect((await block({ practitioner: null })).status).toBe(400);
    expect((await block({ kind: 'closed' })).status).toBe(400);
  });
});

describe('schedules', () => {
  const plan = (more: Partial<AgendaPlan> = {}): AgendaPlan => ({ hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '10:00' }], breaks: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:20', to: '09:40' }], minutes: 20, from: '2026-11-25', until: '2026-11-25', ...more });
  const lay = async (of: AgendaPlan, as = desk, practitioner = gp.id) => scheduleAnswer.parse((await world.post('/staff/agenda/schedules', as, { practitioner, plan: of })).body);
  const change = async (id: string, of: AgendaPlan) => scheduleAnswer.parse((await world.post(`/staff/agenda/schedules/${id}`, desk, { plan: of })).body);
  const startsOf = async (query?: string, as?: string) => (await agenda(query, as)).slots.map(({ start }) => start);

  it('make times that patients are offered, with their break in the agenda', async () => {
    const one = await patient();
    const { schedule, times: made } = await lay(plan());
    expect([made, (await offered(one)).length, await startsOf()]).toEqual([2, 2, ['2026-11-25T08:00:00.000Z', '2026-11-25T08:40:00.000Z']]);
    expect((await agenda()).blocks).toEqual([{ id: null, practitioner: gp.id, kind: 'break', reason: null, words: {}, start: '2026-11-25T08:20:00.000Z', end: '2026-11-25T08:40:00.000Z' }]);
    expect(schedulesAnswer.parse((await world.get('/staff/agenda/schedules', desk)).body).schedules.map(({ id }) => id)).toContain(schedule.id);
  });

  it('begin at nine by the practice\'s clock before and after it changes', async () => {
    world.set('2026-03-20T09:00:00Z');
    await lay(plan({ breaks: [], minutes: 60, from: '2026-03-28', until: '2026-03-30' }));
    expect(await startsOf(`from=2026-03-23&days=7&practitioner=${gp.id}`)).toEqual(['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z']);
    world.set('2026-10-20T09:00:00Z');
    await lay(plan({ breaks: [], minutes: 60, from: '2026-10-24', until: '2026-10-26' }));
    expect(await startsOf(`from=2026-10-24&days=7&practitioner=${gp.id}`)).toEqual(['2026-10-24T07:00:00.000Z', '2026-10-25T08:00:00.000Z', '2026-10-26T08:00:00.000Z']);
  });

  it('pass over holidays and the practice\'s closed days', async () => {
    expect((await lay(plan({ from: '2026-12-24', until: '2026-12-27' }))).times).toBe(4);
    const [owner, doctor] = [world.staff(['owner'], 'zeezicht'), await world.practitioner('gp', 'zeezicht')];
    await lay(plan({ until: '2026-11-27' }), owner, doctor.id);
    expect(new Set((await startsOf(`from=2026-11-25&days=7&practitioner=${doctor.id}`, owner)).map((start) => start.slice(0, 10)))).toEqual(new Set(['2026-11-25', '2026-11-27']));
  });

  it('changing one never removes a booked time, makes nothing on top of it, and does not offer it again once it is cancelled', async () => {
    const [one, two] = [await patient(), await patient()];
    const { schedule } = await lay(plan());
    const mine = await bookOwn(one, (await offered(one))[0]!);
    const changed = await change(schedule.id, plan({ breaks: [], minutes: 15 }));
    expect([changed.times, changed.passed, changed.kept.map(({ id }) => id)]).toEqual([2, 2, [mine.id]]);
    expect((await agenda()).slots.map(({ start, state }) => [start.slice(11, 16), state])).toEqual([['08:00', 'booked'], ['08:30', 'free'], ['08:45', 'free']]);
    await world.post(`/staff/appointments/${mine.id}/cancel`, desk, { reason: 'Belde af' });
    expect(await offered(two)).toHaveLength(2);
    // Laid out again, they are all there.
    expect((await change(schedule.id, plan({ breaks: [], minutes: 15 }))).times).toBe(4);
    expect(await offered(two)).toHaveLength(4);
  });

  it('ending one takes its free times away and leaves what is booked', async () => {
    const one = await patient();
    const { schedule } = await lay(plan());
    const mine = await bookOwn(one, (await offered(one))[0]!);
    const ended = scheduleAnswer.parse((await world.post(`/staff/agenda/schedules/${schedule.id}/end`, desk, {})).body);
    expect([ended.times, ended.kept.map(({ id }) => id), await offered(one)]).toEqual([0, [mine.id], []]);
    expect(schedulesAnswer.parse((await world.get('/staff/agenda/schedules', desk)).body).schedules.map(({ id }) => id)).not.toContain(schedule.id);
  });

  it('makes each time once, also where the hours of a day lie over one another', async () => {
    const twice = plan({ hours: [{ days: [3], from: '09:00', to: '10:00' }, { days: [3, 4], from: '09:00', to: '10:00' }], breaks: [] });
    expect((await lay(twice)).times).toBe(3);
  });
  it('are twenty of one practitioner at most, also when they are laid out at the same moment; one that was ended makes room', async () => {
    const order = { practitioner: gp.id, plan: plan({ from: '2026-12-01', until: '2026-12-01' }) };
    const answers = await Promise.all(Array.from({ length: 23 }, () => world.post('/staff/agenda/schedules', desk, order)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(20).fill(200), ...Array<number>(3).fill(409)]);
    expect(answers.find(({ status }) => status === 409)!.body.error).toBe('conflict');
    expect((await world.post('/staff/agenda/schedules', desk, { ...order, practitioner: (await world.practitioner()).id })).status).toBe(200);
    await world.post(`/staff/agenda/schedules/${scheduleAnswer.parse(answers.find(({ status }) => status === 200)!.body).schedule.id}/end`, desk, {});
    expect((await world.post('/staff/agenda/schedules', desk, order)).status).toBe(200);
  });
  it('makes no time on top of an imported one or of another schedule', async () => {
    await world.slot(gp, '2026-11-25T08:10:00Z', 20);
    const first = await lay(plan({ breaks: [] }));
    expect([first.times, first.passed]).toEqual([1, 2]);
    expect((await lay(plan({ breaks: [], minutes: 30 }))).times).toBe(0);
  });
});

describe('the night that the clock is put forward', () => {
  it('what would end before it begins is neither blocked nor freed', async () => {
    await blocked({ from: '2027-03-28T01:00', until: '2027-03-28T05:00' });
    for (const { status } of [await block({ from: '2027-03-28T02:30', until: '2027-03-28T03:10' }), await free('2027-03-28T02:30', '2027-03-28T03:10')]) expect(status).toBe(400);
    expect((await agenda(`from=2027-03-28&practitioner=${gp.id}`)).blocks).toHaveLength(1);
  });
});

describe('blocking beside an import', () => {
  it('waits for it: neither fails, whichever times the other has locked', async () => {
    const ids = (await times(2)).map(({ id }) => id).sort();
    const touch = (tx: Transaction, id: string) => tx.update(schema.slots).set({ status: 'free' }).where(eq(schema.slots.id, id));
    let blocking: Promise<{ status: number }> | undefined;
    await world.db.transaction(async (tx) => {
      await lockImports(tx, 'de-linde');
      await touch(tx, ids[1]!);
      blocking = block({});
      await expect.poll(async () => (await world.db.execute(sql`select 1 from pg_locks where not granted`)).rows.length).toBeGreaterThan(0);
      await touch(tx, ids[0]!);
    });
    expect((await blocking!).status).toBe(200);
  });
});

describe('closing the practice', () => {
  it('nobody is offered a time in it, whoever gives it; promises pass over it; appointments in it are cancelled at once, and who could not be told is named (N3)', async () => {
    const [one, two] = [await patient(), await patient({ email: null, phone: null })];
    const nurse = await world.practitioner('nurse');
    const [a, b, c] = await times(3);
    await world.slot(nurse, '2026-11-25T08:00:00Z', 20);
    const [mine, yours] = [await bookOwn(one, a!.id), await bookOwn(two, b!.id)];
    const prescriptions = world.page('prescriptions', { account: one.account, patient: one.patient });
    const promised = async () => medicationAnswer.parse((await world.get('/care/medication', prescriptions)).body).terms.promise?.date;
    expect(await promised()).toBe('2026-11-27');
    const { block: closing, inTheWay } = await close({ from: '2026-11-25T00:00', until: '2026-11-26T00:00', reason: 'Iedereen heeft griep', words: { nl: 'De praktijk is woensdag gesloten.' } });
    expect(inTheWay.map(({ id }) => id)).toEqual([mine.id, yours.id]);
    expect(await promised()).toBe('2026-11-30');
    expect([await offered(one), (await world.post('/care/holds', one.page, { slot: c!.id, type: 'consult' })).body.error]).toEqual([[], 'slot_taken']);
    expect(slotsAnswer.parse((await world.get('/care/slots?type=nurse&from=2026-11-25', one.page)).body).slots).toEqual([]);
    const { cancelled, untold } = manyCancelledAnswer.parse((await world.post('/staff/agenda/cancel', desk, { appointments: inTheWay.map(({ id }) => id), reason: 'De praktijk is gesloten' })).body);
    expect([new Set(cancelled), untold.map(({ patient: { id } }) => id)]).toEqual([new Set([mine.id, yours.id]), [two.patient]]);
    expect((await mailsTo(one.account)).at(-1)?.template).toBe('appointment-cancelled');
    const listed = closingsAnswer.parse((await world.get('/staff/agenda/closings', desk)).body);
    expect(listed.closings).toMatchObject([{ id: closing.id, words: { nl: 'De praktijk is woensdag gesloten.' } }]);
    expect(listed.days.map(({ holiday }) => holiday)).toContain('Kerstmis');
    await free('2026-11-25T00:00', '2026-11-26T00:00', null);
    expect([await promised(), (await offered(one)).length]).toEqual(['2026-11-27', 3]);
  });

  it('pages hear of it within seconds, and go by what they know while the database does not answer (N4)', async () => {
    const clinic = world.clinics.get('de-linde')!;
    let answers = true;
    const db = new Proxy(world.db, { get: (target, name) => { if (name === 'select' && !answers) throw new Error('no database'); return Reflect.get(target, name) as unknown; } });
    const closings = createClosings({ db, clock: world.clock, log: world.log });
    expect(await closings(clinic)).toEqual([]);
    await close({ from: '2026-11-24T10:15', until: '2026-11-24T15:00', words: { nl: 'Er is brand geweest.' } });
    world.pass(5);
    const told = [{ from: '2026-11-24T10:15', until: '2026-11-24T15:00', words: { nl: 'Er is brand geweest.' } }];
    expect(await closings(clinic)).toEqual(told);
    answers = false;
    world.pass(5);
    expect(await closings(clinic)).toEqual(told);
    expect(world.logged.at(-1)).toMatchObject({ event: 'closings-unread', clinic: 'de-linde' });
    answers = true;
    world.set('2026-11-24T14:00:00Z');
    expect(await closings(clinic)).toEqual([]);
  });

  it('from now on until a time of today: an order after it counts as the next working day\'s, one before it as today\'s', async () => {
    const one = await patient();
    const later = await world.slot(gp, '2026-11-24T13:30:00Z');
    const { block: closing } = await blocked({ practitioner: null, kind: 'closed', from: undefined, until: '2026-11-24T15:00' } as Partial<BlockOrder>);
    expect([closing.start, closing.end]).toEqual(['2026-11-24T09:00:00.000Z', '2026-11-24T14:00:00.000Z']);
    expect(await offered(one, '2026-11-24')).toEqual([]);
    world.set('2026-11-24T14:00:00Z');
    expect(await offered(one, '2026-11-24')).toEqual([]); // begun
    world.set('2026-11-24T13:00:00Z');
    await free('2026-11-24T14:00', '2026-11-24T15:00', null);
    expect(await offered(one, '2026-11-24')).toEqual([later.id]);
  });
});

describe('a rush on few times while the desk is at work', () => {
  it('500 patients race for 20 times while staff block and free them: nobody is double-booked, none books what was blocked before, every loser gets other times, and holds end by themselves (N9, T29, T44)', async () => {
    const slots = await times(20);
    const ids = new Map(slots.map((slot, at) => [slot.id, at]));
    const wall = (at: number) => `2026-11-25T${String(9 + Math.floor(at / 6)).padStart(2, '0')}:${(at % 6)}0`;
    const given = await world.patient();
    const people = Array.from({ length: 500 }, () => { const person = { account: world.account(), patient: given.id, clinic: given.clinic }; return { ...person, page: world.page('appointments', person) }; });
    let racing = true, blocks = 0;
    /** Blocks one time, sees who was booked in it; while it is blocked nobody else may come to be; then frees it. */
    const member = async (first: number) => {
      for (let at = first; racing; at = at + 3 < 20 ? at + 3 : first) {
        const { inTheWay } = await blocked({ from: wall(at), until: wall(at + 1), reason: 'Overleg' });
        blocks += 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
        const rows = await world.db.select({ id: schema.appointments.id }).from(schema.appointments).where(and(eq(schema.appointments.slot, slots[at]!.id), eq(schema.appointments.state, 'booked')));
        expect(rows.map(({ id }) => id)).toEqual(inTheWay.map(({ id }) => id));
        await free(wall(at), wall(at + 1));
      }
    };
    // Each has times of their own to block, so that what one sees is not freed by another.
    const staff = [0, 1, 2].map(member);
    const outcomes = { booked: 0, left: 0, lost: 0 };
    const lost = (answer: { status: number; body: unknown }) => {
      expect(answer.status).toBe(409);
      const { alternatives } = slotTaken.parse(answer.body);
      expect(alternatives.length).toBeLessThanOrEqual(3);
      for (const { id } of alternatives) expect(ids.has(id)).toBe(true);
      outcomes.lost += 1;
    };
    const come = async ({ page }: (typeof people)[number], at: number) => {
      const held = await world.post('/care/holds', page, { slot: slots[at % 20]!.id, type: 'consult' });
      if (held.status !== 200) return lost(held);
      if (at % 3 === 0) { outcomes.left += 1; return; }
      const answer = await world.post('/care/appointments', page, { hold: hold.parse(held.body).id }, randomUUID());
      if (answer.status === 200) outcomes.booked += 1; else lost(answer);
    };
    // Fifty at a time, and the staff at work beside each fifty, however busy the machine is.
    for (let at = 0; at < 500; at += 50) {
      const before = blocks;
      await Promise.all([...people.slice(at, at + 50).map((one, of) => come(one, at + of)), expect.poll(() => blocks, { timeout: 10_000 }).toBeGreaterThan(before)]);
    }
    racing = false;
    await Promise.all(staff);
    await free(wall(0), wall(20));
    const rows = await world.db.select({ slot: schema.appointments.slot }).from(schema.appointments).where(and(eq(schema.appointments.state, 'booked'), eq(schema.appointments.patient, given.id)));
    expect([rows.length, new Set(rows.map(({ slot }) => slot)).size]).toEqual([outcomes.booked, outcomes.booked]);
    expect(outcomes.booked + outcomes.left + outcomes.lost).toBe(500);
    expect([outcomes.booked > 0, outcomes.lost > 0]).toEqual([true, true]);
    world.pass(180);
    const other = people.at(-1)!;
    const left = [...ids.keys()].filter((id) => !rows.some(({ slot }) => slot === id));
    expect(new Set(await offered(other))).toEqual(new Set(left));
    // Who is too late for a taken time now is given the nearest that are left.
    const late = slotTaken.parse((await world.post('/care/holds', other.page, { slot: rows[0]!.slot, type: 'consult' })).body).alternatives.map(({ id }) => id);
    expect([late.length, late.every((id) => left.includes(id))]).toEqual([Math.min(3, left.length), true]);
  }, 60_000);
});
