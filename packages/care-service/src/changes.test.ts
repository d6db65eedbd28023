import ICAL from 'ical.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appointment, appointmentsAnswer, calendarFile, daysAnswer, deskQueue, hold, pastAnswer, slotsAnswer, slotTaken, waitingAnswer } from '@balie/contracts';
import { and, eq, schema, sql } from '@balie/database';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let gp: Awaited<ReturnType<World['practitioner']>>;
const consult = {
  id: 'consult', title: { nl: 'Spreekuur', en: 'Consultation' }, minutes: 10, roles: ['gp'], instructions: { nl: 'Neem uw medicijnen mee.' },
  questions: [
    { id: 'first', label: { nl: 'Is dit uw eerste bezoek?' }, kind: 'yes-no' as const, required: true }, { id: 'side', label: { nl: 'Welke kant?' }, kind: 'choice' as const, options: [{ nl: 'Links' }, { nl: 'Rechts' }] }, { id: 'more', label: { nl: 'Nog iets?' }, kind: 'text' as const },
  ],
};
beforeAll(async () => {
  world = await openWorld({
    'de-linde': { appointments: { types: [consult, { id: 'plain', title: { nl: 'Kort' }, minutes: 10, roles: ['gp'] }, { id: 'nurse', title: { nl: 'Praktijkondersteuner' }, minutes: 20, roles: ['nurse'] }] } },
    zeezicht: { appointments: { online: false, types: [{ id: 'plain', title: { nl: 'Kort' }, minutes: 10, roles: ['gp'] }] } },
  });
});
afterAll(() => world.close());
// Each test has an agenda and a waiting list of its own.
beforeEach(async () => {
  world.set('2026-11-24T09:00:00Z');
  await world.db.update(schema.slots).set({ status: 'busy' });
  await world.db.delete(schema.waitingList);
  gp = await world.practitioner();
});

async function patient(clinic = 'de-linde') {
  const person = { account: world.account(), patient: (await world.patient({ clinic })).id, clinic };
  return { ...person, page: world.page('appointments', person) };
}
type Person = Awaited<ReturnType<typeof patient>>;
const overview = async ({ page }: Person) => appointmentsAnswer.parse((await world.get('/care/appointments', page)).body);
const take = async ({ page }: Person, slot: string, type = 'plain') => hold.parse((await world.post('/care/holds', page, { slot, type })).body);
async function booked(one: Person, start: string) {
  const slot = await world.slot(gp, start, 10);
  return { slot, appointment: appointment.parse((await world.post('/care/appointments', one.page, { hold: (await take(one, slot.id)).id }, randomUUID())).body) };
}
const move = (one: Person, id: string, holdId: string, key: string = randomUUID()) => world.post(`/care/appointments/${id}/move`, one.page, { hold: holdId }, key);
const cancel = (one: Person, id: string) => world.post(`/care/appointments/${id}/cancel`, one.page, undefined);
const mailsTo = async ({ account }: Person) => (await world.mails()).filter(({ to }) => to === `${account}@post.example`);
const free = async ({ page }: Person) => slotsAnswer.parse((await world.get('/care/slots?type=plain', page)).body).slots.map(({ id }) => id);

describe('the patient cancels and moves (S1-05)', () => {
  it('cancels until the deadline: the time is free in the same instant, the desk sees it, the mail takes it out of the calendar', async () => {
    const [one, other] = [await patient(), await patient()];
    const { slot, appointment: mine } = await booked(one, '2026-11-26T09:00:00Z');
    expect(mine.changeBy).toBe('2026-11-25T09:00:00.000Z');
    expect(await free(other)).toEqual([]);
    expect((await cancel(one, mine.id)).body).toMatchObject({ state: 'cancelled', cancelledBy: 'patient', changeBy: null });
    expect(await free(other)).toEqual([slot.id]);
    expect((await mailsTo(one)).map(({ template, data }) => [template, data['id'], data['sequence']])).toEqual([['appointment-booked', mine.id, 0], ['appointment-cancelled', mine.id, 1]]);
    const desk = deskQueue.parse((await world.get('/staff/queue', world.staff(['assistant']))).body);
    expect(desk.appointments.find(({ id }) => id === mine.id)).toMatchObject({ state: 'cancelled', cancelledBy: 'patient', seen: false });
    expect((await cancel(one, mine.id)).body.error).toBe('already_handled');
  });

  it('keeps to the deadline by the clinic\'s clock, also over the end of summer time', async () => {
    world.set('2026-10-20T09:00:00Z');
    const one = await patient();
    const { appointment: mine } = await booked(one, '2026-10-25T08:00:00Z'); // 9:00; nine the day before is 25 hours earlier
    expect(mine.changeBy).toBe('2026-10-24T07:00:00.000Z');
    const later = await world.slot(gp, '2026-10-28T08:00:00Z', 10);
    world.set('2026-10-24T06:59:00Z');
    const held = await take(one, later.id);
    world.set('2026-10-24T07:00:00Z');
    expect((await move(one, mine.id, held.id)).body.error).toBe('too_late');
    expect((await cancel(one, mine.id)).body.error).toBe('too_late');
    expect((await overview(one)).upcoming).toMatchObject([{ id: mine.id, state: 'booked', changeBy: null }]);
  });

  it('moves: same number, same UID, higher sequence; the old time is free and the new one taken in one act, once for one key', async () => {
    const [one, other] = [await patient(), await patient()];
    const { slot, appointment: mine } = await booked(one, '2026-11-26T09:00:00Z');
    const next = await world.slot(gp, '2026-11-27T09:00:00Z', 10);
    await world.post(`/staff/appointments/${mine.id}/seen`, world.staff(['assistant']), undefined);
    const held = await take(one, next.id);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => move(one, mine.id, held.id, key)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]!.body).toMatchObject({ id: mine.id, number: mine.number, start: '2026-11-27T09:00:00.000Z', state: 'booked' });
    expect(await free(other)).toEqual([slot.id]);
    expect((await mailsTo(one)).map(({ template, data }) => [template, data['sequence'], data['start']])).toEqual([['appointment-booked', 0, slot.start.toISOString()], ['appointment-moved', 1, next.start.toISOString()]]);
    expect(deskQueue.parse((await world.get('/staff/queue', world.staff(['assistant']))).body).appointments.some(({ id }) => id === mine.id)).toBe(true);
  });

  it('of parallel moves and cancels leaves one appointment with at most one time', async () => {
    const one = await patient();
    const { appointment: mine } = await booked(one, '2026-11-26T09:00:00Z');
    const times = await Promise.all([1, 2].map((hour) => world.slot(gp, `2026-11-27T1${hour}:00:00Z`, 10)));
    const other = { ...one, page: world.page('appointments', one) };
    const [first, second] = [await take(one, times[0]!.id), await take(other, times[1]!.id)];
    const answers = await Promise.all([move(one, mine.id, first.id), move(other, mine.id, second.id), cancel(one, mine.id)]);
    for (const { status, body } of answers) if (status !== 200) expect(body.error).toBe('already_handled');
    const rows = await world.db.select().from(schema.appointments).where(eq(schema.appointments.patient, one.patient));
    expect(rows).toMatchObject([{ state: 'cancelled', sequence: answers.filter(({ status }) => status === 200).length }]);
  });

  it('answers with alternatives when the practice closed the new time meanwhile; the old one stays', async () => {
    const one = await patient();
    const { slot, appointment: mine } = await booked(one, '2026-11-26T09:00:00Z');
    const [next, near] = [await world.slot(gp, '2026-11-27T09:00:00Z', 10), await world.slot(gp, '2026-11-27T09:10:00Z', 10)];
    const held = await take(one, next.id);
    await world.db.update(schema.slots).set({ status: 'busy-unavailable' }).where(eq(schema.slots.id, next.id));
    expect(slotTaken.parse((await move(one, mine.id, held.id)).body).alternatives.map(({ id }) => id)).toEqual([near.id]);
    expect((await overview(one)).upcoming).toMatchObject([{ id: mine.id, start: slot.start.toISOString() }]);
  });

  it('changes nothing of somebody else\'s, and takes no time of another kind', async () => {
    const [one, other] = [await patient(), await patient()];
    const { appointment: mine } = await booked(one, '2026-11-26T09:00:00Z');
    const next = await world.slot(gp, '2026-11-27T09:00:00Z', 10);
    expect((await cancel(other, mine.id)).status).toBe(404);
    expect((await move(other, mine.id, (await take(other, next.id)).id)).status).toBe(404);
    await world.post('/care/holds/release', other.page, { hold: (await overview(other)).hold!.id });
    expect((await move(one, mine.id, (await take(one, next.id, 'consult')).id)).body).toMatchObject({ error: 'invalid_request', fields: ['hold'] });
    expect((await world.get(`/care/appointments/${mine.id}/calendar`, other.page)).status).toBe(404);
  });

  it('sends nothing to who wants no messages, except that the practice cancelled', async () => {
    const one = await patient();
    await world.db.insert(schema.accounts).values({ id: one.account, locale: 'nl', createdAt: world.now } as never).onConflictDoNothing();
    await world.db.insert(schema.notificationChoices).values({ account: one.account, clinic: 'de-linde', kind: 'appointments', channel: 'none' });
    const { appointment: mine } = await booked(one, '2026-11-26T09:00:00Z');
    expect(await mailsTo(one)).toEqual([]);
    await world.post(`/staff/appointments/${mine.id}/cancel`, world.staff(['assistant']), { reason: 'Arts ziek' });
    expect((await mailsTo(one)).map(({ template }) => template)).toEqual(['appointment-cancelled']);
  });
});

describe('what has been, and the calendar file', () => {
  it('pages through past appointments, newest first, each once', async () => {
    const one = await patient();
    const ids: string[] = [];
    for (let at = 0; at < 12; at += 1) ids.unshift((await booked(one, new Date(Date.parse('2026-11-26T09:00:00Z') + at * 600_000).toISOString())).appointment.id);
    world.set('2026-11-26T10:55:00Z'); // the last one is still going on
    const past = async (after = '') => pastAnswer.parse((await world.get(`/care/appointments/past${after && `?after=${after}`}`, one.page)).body);
    const first = await past();
    const second = await past(first.next!);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.slice(1));
    expect([first.items.length, second.next]).toEqual([10, null]);
    expect((await overview(one)).upcoming.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await past(ids[0]!)).items.length).toBe(10);
    expect((await world.get(`/care/appointments/past?after=${ids[3]}`, (await patient()).page)).body).toMatchObject({ items: [] });
  });

  it('gives a file that another program reads, without what the appointment is for (T25)', async () => {
    const one = await patient();
    const slot = await world.slot(gp, '2026-11-26T09:00:00Z', 10);
    const mine = appointment.parse((await world.post('/care/appointments', one.page, { hold: (await take(one, slot.id)).id, reason: 'Kanarie in de keel' }, randomUUID())).body);
    const file = calendarFile.parse((await world.get(`/care/appointments/${mine.id}/calendar`, one.page)).body);
    const event = new ICAL.Event(new ICAL.Component(ICAL.parse(file.text) as unknown[]).getFirstSubcomponent('vevent')!);
    expect([event.uid, event.sequence, event.startDate.toJSDate().toISOString(), event.summary]).toEqual([`${mine.id}@balie.localhost`, 0, mine.start, 'Praktijk de-linde']);
    expect(`${file.name}${file.text}`).not.toMatch(/kanarie|kort/i);
  });
});

describe('what is asked when booking (S1-05)', () => {
  it('keeps the answers sealed, with the words of their questions, for patient and desk', async () => {
    const one = await patient();
    const slot = await world.slot(gp, '2026-11-26T09:00:00Z', 10);
    const { types } = await overview(one);
    expect(types[0]).toMatchObject({ instructions: 'Neem uw medicijnen mee.', practitioners: expect.arrayContaining([gp.id]) as unknown, questions: [{ id: 'first', kind: 'yes-no', required: true }, { id: 'side', options: ['Links', 'Rechts'] }, { id: 'more', kind: 'text' }] });
    const order = (answers: { question: string; answer: string }[]) => world.post('/care/appointments', one.page, { hold: held.id, answers }, randomUUID());
    const held = await take(one, slot.id, 'consult');
    expect((await order([])).body).toMatchObject({ error: 'invalid_request', fields: ['answers.first'] });
    expect((await order([{ question: 'first', answer: 'yes' }, { question: 'side', answer: 'Boven' }])).body).toMatchObject({ fields: ['answers.side'] });
    expect((await order([{ question: 'first', answer: 'yes' }, { question: 'canary', answer: 'x' }])).body).toMatchObject({ fields: ['answers'] });
    const mine = appointment.parse((await order([{ question: 'more', answer: 'Kanarie' }, { question: 'first', answer: 'no' }])).body);
    expect(mine.answers).toEqual([{ label: 'Is dit uw eerste bezoek?', kind: 'yes-no', answer: 'no' }, { label: 'Nog iets?', kind: 'text', answer: 'Kanarie' }]);
    expect((await overview(one)).upcoming[0]).toMatchObject({ answers: mine.answers, title: 'Spreekuur', instructions: 'Neem uw medicijnen mee.' });
    expect(deskQueue.parse((await world.get('/staff/queue', world.staff(['gp']))).body).appointments.find(({ id }) => id === mine.id)!.answers).toEqual(mine.answers);
    expect(JSON.stringify([await world.db.select().from(schema.appointments), await world.mails(), await world.audit()])).not.toContain('Kanarie');
  });
});

describe('GET /care/days', () => {
  it('counts free times by day of the clinic, over the end of summer time too', async () => {
    world.set('2026-10-20T09:00:00Z');
    const one = await patient();
    for (const start of ['2026-10-24T22:30:00Z', '2026-10-25T22:50:00Z', '2026-10-25T23:10:00Z', '2026-10-31T23:30:00Z']) await world.slot(gp, start, 10);
    const days = async (query: string) => daysAnswer.parse((await world.get(`/care/days?type=plain&${query}`, one.page)).body);
    expect(await days('month=2026-10')).toEqual({ first: '2026-10', last: '2027-10', days: [{ date: '2026-10-25', count: 2 }, { date: '2026-10-26', count: 1 }] });
    expect((await days('month=2026-11')).days).toEqual([{ date: '2026-11-01', count: 1 }]);
    expect((await days(`month=2026-10&practitioner=${randomUUID()}`)).days).toEqual([]);
    for (const month of ['2026-09', '2027-11', '2026-13', 'canary']) expect((await world.get(`/care/days?type=plain&month=${month}`, one.page)).body).toMatchObject({ error: 'invalid_request', fields: ['month'] });
  });
});

describe('only to look at', () => {
  it('shows appointments and books, moves, cancels and offers nothing', async () => {
    const one = await patient('zeezicht');
    const by = await world.practitioner('gp', 'zeezicht');
    const slot = await world.slot(by, '2026-11-26T09:00:00Z', 10);
    await world.db.insert(schema.appointments).values({ number: 'A-AAAA-AA', clinic: 'zeezicht', patient: one.patient, account: one.account, slot: slot.id, type: 'plain', state: 'booked', receivedAt: world.now });
    const list = await overview(one);
    expect(list).toMatchObject({ online: false, waitingList: false, types: [], upcoming: [{ state: 'booked', changeBy: null }] });
    expect((await world.post('/care/holds', one.page, { slot: slot.id, type: 'plain' })).body.error).toBe('access_denied');
    expect((await world.get('/care/slots?type=plain', one.page)).body.error).toBe('access_denied');
    expect((await world.post('/care/waiting', one.page, { type: 'plain' })).body.error).toBe('access_denied');
    expect((await cancel(one, list.upcoming[0]!.id)).body.error).toBe('too_late');
  });
});

describe('the waiting list (S1-05)', () => {
  const wait = async ({ page }: Person, order: object) => waitingAnswer.parse((await world.post('/care/waiting', page, order)).body).waiting;
  const offer = () => world.care.sweep(world.now);
  const waits = async (one: Person) => (await overview(one)).waiting;

  it('offers what came free to one at a time, keeps it from everybody else, and goes on to the next when nothing is done', async () => {
    const [first, second, other] = [await patient(), await patient(), await patient()];
    await wait(first, { type: 'plain' });
    world.pass(60);
    await wait(second, { type: 'plain' });
    const slot = await world.slot(gp, '2026-11-26T09:00:00Z', 10);
    await Promise.all([offer(), offer(), offer()]);
    expect(await waits(first)).toMatchObject([{ type: 'plain', offer: { slot: { id: slot.id }, until: '2026-11-24T11:01:00.000Z' } }]);
    expect([await waits(second), await free(other), await free(second)]).toMatchObject([[{ offer: null }], [], []]);
    expect((await mailsTo(first)).map(({ template, data }) => [template, data])).toEqual([['earlier-time', { service: 'appointments' }]]);
    world.set('2026-11-24T11:01:00Z');
    await offer();
    expect([await waits(first), await waits(second)]).toMatchObject([[{ offer: null }], [{ offer: { slot: { id: slot.id } } }]]);
    expect((await world.audit()).filter(({ action }) => action === 'waiting.offer').map(({ outcome }) => outcome)).toEqual(['told', 'told']);
  });

  it('goes on to those behind one that always fails, and that is not kept quiet', async () => {
    const [broken, fine] = [await patient(), await patient()];
    await wait(broken, { type: 'plain' });
    world.pass(60);
    await wait(fine, { type: 'plain' });
    const slot = await world.slot(gp, '2026-11-26T09:00:00Z', 10);
    await world.db.execute(sql.raw(`create function fail() returns trigger language plpgsql as $$ begin if new.patient = '${broken.patient}' then raise exception 'failed'; end if; return new; end $$`));
    await world.db.execute(sql.raw('create trigger fail before update on waiting_list for each row execute function fail()'));
    try { await expect(offer()).rejects.toThrow(); } finally { await world.db.execute(sql.raw('drop function fail cascade')); }
    expect(await waits(fine)).toMatchObject([{ offer: { slot: { id: slot.id } } }]);
  });

  it('is taken up by holding it, and over once booked', async () => {
    const one = await patient();
    await wait(one, { type: 'plain' });
    const slot = await world.slot(gp, '2026-11-26T09:00:00Z', 10);
    await offer();
    expect((await overview(one)).hold).toBeNull();
    world.pass(3600);
    const held = await take(one, slot.id);
    expect((await overview(one)).hold).toEqual(held);
    expect((await world.post('/care/appointments', one.page, { hold: held.id }, randomUUID())).status).toBe(200);
    expect(await waits(one)).toEqual([]);
  });

  it('is not shown to go on for an appointment that the practice cancelled', async () => {
    const one = await patient();
    const { appointment } = await booked(one, '2026-12-01T09:00:00Z');
    expect(await wait(one, { appointment: appointment.id })).toHaveLength(1);
    await world.db.update(schema.appointments).set({ state: 'cancelled', cancelledBy: 'practice' }).where(eq(schema.appointments.id, appointment.id));
    expect(await waits(one)).toEqual([]);
  });

  it('offers only an earlier time to who has one, and never the same time twice', async () => {
    const one = await patient();
    const { appointment: mine } = await booked(one, '2026-12-01T09:00:00Z');
    const [place] = await wait(one, { appointment: mine.id });
    await world.slot(gp, '2026-12-02T09:00:00Z', 10);
    await offer();
    expect((await waits(one))[0]!.offer).toBeNull();
    const earlier = await world.slot(gp, '2026-11-28T09:00:00Z', 10);
    await offer();
    expect((await waits(one))[0]!.offer!.slot.id).toBe(earlier.id);
    await world.post(`/care/waiting/${place!.id}/decline`, one.page, undefined);
    await offer();
    expect((await waits(one))[0]!.offer).toBeNull();
    const better = await world.slot(gp, '2026-11-27T09:00:00Z', 10);
    await offer();
    expect((await move(one, mine.id, (await take(one, better.id)).id)).status).toBe(200);
    expect(await waits(one)).toEqual([]);
  });

  it('offers no time again to who declined it or let it lapse, whatever was offered meanwhile', async () => {
    const one = await patient();
    const [place] = await wait(one, { type: 'plain' });
    const offered = async () => { await offer(); return (await waits(one))[0]!.offer?.slot.id; };
    const decline = () => world.post(`/care/waiting/${place!.id}/decline`, one.page, undefined);
    const declined = await world.slot(gp, '2026-11-26T09:00:00Z', 10);
    expect(await offered()).toBe(declined.id);
    await decline();
    const lapsed = await world.slot(gp, '2026-11-27T09:00:00Z', 10);
    expect(await offered()).toBe(lapsed.id);
    world.set('2026-11-24T11:01:00Z');
    const last = await world.slot(gp, '2026-11-28T09:00:00Z', 10);
    expect(await offered()).toBe(last.id);
    await decline();
    expect(await offered()).toBeUndefined();
  });

  it('leaves one\'s sleep alone, offers no time that begins before the offer ends, and keeps to whom was asked for', async () => {
    const one = await patient();
    const other = await world.practitioner();
    await wait(one, { type: 'plain', practitioner: gp.id });
    await world.slot(other, '2026-11-26T09:00:00Z', 10);
    await world.slot(gp, '2026-11-24T10:59:00Z', 10);
    await offer();
    expect((await waits(one))[0]).toMatchObject({ practitioner: { id: gp.id }, offer: null });
    await world.slot(gp, '2026-11-27T09:00:00Z', 10);
    world.set('2026-11-24T20:30:00Z'); // 21:30
    await offer();
    expect((await waits(one))[0]!.offer).toBeNull();
    world.set('2026-11-25T08:00:00Z');
    await offer();
    expect((await waits(one))[0]!.offer).not.toBeNull();
  });

  it('is one place a type, left by its owner alone, and ends with its appointment', async () => {
    const [one, other] = [await patient(), await patient()];
    await wait(one, { type: 'plain' });
    const [place, ...more] = await wait(one, { type: 'plain', practitioner: gp.id });
    expect([place!.practitioner?.id, more]).toEqual([gp.id, []]);
    const slot = await world.slot(gp, '2026-11-26T09:00:00Z', 10);
    await offer();
    for (const act of ['decline', 'leave']) await world.post(`/care/waiting/${place!.id}/${act}`, other.page, undefined);
    expect((await waits(one))[0]!.offer!.slot.id).toBe(slot.id);
    await world.post(`/care/waiting/${place!.id}/leave`, one.page, undefined);
    expect([await waits(one), await free(other)]).toEqual([[], [slot.id]]);
    const { appointment: mine } = await booked(one, '2026-12-01T09:00:00Z');
    await wait(one, { appointment: mine.id });
    expect((await world.post('/care/waiting', other.page, { appointment: mine.id })).status).toBe(404);
    await world.post(`/staff/appointments/${mine.id}/cancel`, world.staff(['assistant']), { reason: 'Arts ziek' });
    await offer();
    expect(await world.db.select().from(schema.waitingList).where(and(eq(schema.waitingList.patient, one.patient)))).toEqual([]);
  });
});

describe('a rush on few times', () => {
  it('500 patients race for 20 times while the practice closes and opens them: nobody is booked twice, every loser got what was still free, and holds end by themselves (N9, T29)', async () => {
    const slots = await Promise.all(Array.from({ length: 20 }, (_, at) => world.slot(gp, new Date(Date.parse('2026-11-26T08:00:00Z') + at * 600_000).toISOString(), 10)));
    const ids = new Set(slots.map(({ id }) => id));
    // One record for all: what races is the accounts.
    const given = await world.patient();
    const people = Array.from({ length: 500 }, () => { const person = { account: world.account(), patient: given.id, clinic: given.clinic }; return { ...person, page: world.page('appointments', person) }; });
    const outcomes = { booked: 0, left: 0 };
    let racing = true;
    const practice = (async () => {
      for (let at = 0; racing; at += 1) {
        const [slot, next] = [slots[at % 20]!, slots[(at + 7) % 20]!];
        await world.db.update(schema.slots).set({ status: 'busy-unavailable' }).where(eq(schema.slots.id, slot.id));
        await world.db.update(schema.slots).set({ status: 'free' }).where(eq(schema.slots.id, next.id));
      }
      await world.db.update(schema.slots).set({ status: 'free' }).where(and(eq(schema.slots.practitioner, gp.id)));
    })();
    const lost = (body: unknown) => { const { alternatives } = slotTaken.parse(body); expect(alternatives.length).toBeLessThanOrEqual(3); for (const { id } of alternatives) expect(ids).toContain(id); };
    await Promise.all(people.map(async ({ page }, at) => {
      const held = await world.post('/care/holds', page, { slot: slots[at % 20]!.id, type: 'plain' });
      if (held.status !== 200) { expect(held.status).toBe(409); return lost(held.body); }
      // Every third walks away.
      if (at % 3 === 0) { outcomes.left += 1; return; }
      const booked = await world.post('/care/appointments', page, { hold: hold.parse(held.body).id }, randomUUID());
      if (booked.status === 200) outcomes.booked += 1; else lost(booked.body);
    }));
    racing = false;
    await practice;
    const rows = await world.db.select({ slot: schema.appointments.slot }).from(schema.appointments).where(and(eq(schema.appointments.state, 'booked'), eq(schema.appointments.patient, given.id)));
    const taken = rows.filter(({ slot }) => ids.has(slot)).map(({ slot }) => slot);
    expect([taken.length, new Set(taken).size]).toEqual([outcomes.booked, outcomes.booked]);
    expect(outcomes.booked).toBeGreaterThan(0);
    world.pass(180);
    const other = people.at(-1)!;
    expect(new Set((await free(other)).filter((id) => ids.has(id)))).toEqual(new Set([...ids].filter((id) => !taken.includes(id))));
  }, 40_000);
});
