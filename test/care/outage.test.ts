/** A practice's own system that is away, slow to agree, or hostile: nothing is lost, nothing arrives twice, and nobody is told what is not so. */
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskQueue, type SystemKey } from '@balie/contracts';
import { eq, schema, sql } from '@balie/database';
import { openWorld } from '../../packages/care-service/src/testing/world.ts';
import { plainJpeg, plainPdf } from '../../packages/care-service/src/files/hostile.ts';
import { ids, openPractice, type Practice } from './practice.ts';

let practice: Practice;
beforeAll(async () => { practice = await openPractice('fhir', { examples: false }); }, 60_000);
afterAll(() => practice.close());
beforeEach(async () => { await practice.system!.control({ faults: {} }); await practice.pass(3600); await sync(); });

const sync = () => practice.world.care.systems.sync('de-linde');
const system = () => practice.system!;
const state = async () => (await practice.world.db.select().from(schema.systemStates))[0]!;
const metoprolol = async () => (await practice.medication()).items.find(({ name }) => name === 'Metoprolol 50 mg')!.id;
const queue = async () => deskQueue.parse((await practice.world.get('/staff/queue', practice.gp)).body);
/** Decided, so that it can be asked for again. */
const done = async () => { await practice.settle(); await practice.decide('refused'); await practice.settle(); };

describe('while the system is away', () => {
  it.each([['hangs up', { down: true }, 'unreachable'], ['is busy', { status: 429, retryAfter: 120 }, 'http-429'], ['is being mended', { status: 503 }, 'http-503']])('that %s: patients read as of when, what they send waits, and it arrives once', async (_how, faults, problem) => {
    const before = await practice.medication();
    expect(before.behind).toBeUndefined();
    const last = (await state()).pulledAt!;
    await system().control({ faults });
    await sync();
    const tasks = (await system().search('Task')).length;
    const sent = await practice.order(await metoprolol());
    expect(sent.status).toBe(200);
    const during = await practice.medication();
    expect(during.behind).toEqual({ since: last.toISOString() });
    expect(during.requests[0]!.lines[0]!.state).toBe('received');
    for (const path of ['/care/appointments', '/care/econsults', '/care/record'] as const) expect((await practice.world.get(path, practice.page(path.slice(6) as 'appointments'))).body['behind'], path).toEqual({ since: last.toISOString() });
    await sync();
    expect((await queue()).system).toMatchObject({ waiting: 1, refused: [], failingSince: (await state()).failedSince!.toISOString() });
    expect(await state()).toMatchObject({ failures: 2, problem });
    await system().control({ faults: {} });
    await practice.settle();
    expect((await system().search('Task?_count=100')).length).toBe(tasks + 1);
    expect((await practice.medication()).behind).toBeUndefined();
    expect((await queue()).system).toBeUndefined();
    await done();
  });

  it('each try comes later than the one before, as late as the system asks, and never later than ten minutes for that', async () => {
    await system().control({ faults: { down: true } });
    const waits: number[] = [];
    for (let turn = 0; turn < 9; turn++) { await sync(); waits.push(((await state()).nextAt.getTime() - practice.world.now.getTime()) / 1000); }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
    await system().control({ faults: { status: 429, retryAfter: 1800 } });
    await sync();
    expect(((await state()).nextAt.getTime() - practice.world.now.getTime()) / 1000).toBe(1800);
  });

  it('a booking is kept, is said to be on its way, and is told by mail only once it holds', async () => {
    await system().control({ faults: { down: true } });
    const mails = (await practice.world.mails()).length;
    const booked = await practice.book('T-5');
    expect(booked.body).toMatchObject({ state: 'booked', onItsWay: true });
    await sync();
    expect((await practice.appointments()).upcoming).toContainEqual(expect.objectContaining({ id: booked.body['id'], onItsWay: true }));
    const since = async () => (await practice.world.mails()).slice(mails).map(({ template }) => template).filter((template) => template !== 'practice-new-work');
    expect(await since()).toEqual([]);
    await system().control({ faults: {} });
    await practice.settle();
    expect((await practice.appointments()).upcoming.find(({ id }) => id === booked.body['id'])!.onItsWay).toBeUndefined();
    expect(await since()).toEqual(['appointment-booked']);
  });

  it('booked and cancelled before it could arrive leaves nothing there', async () => {
    await system().control({ faults: { down: true } });
    const { body } = await practice.book('T-6');
    await practice.world.post(`/care/appointments/${String(body['id'])}/cancel`, practice.page('appointments'), {});
    await system().control({ faults: {} });
    await practice.settle();
    expect(await system().search(`Appointment?identifier=${ids('appointment')}|${String(body['id'])}`)).toEqual([]);
    expect(await system().search('Slot?_id=T-6')).toEqual([expect.objectContaining({ status: 'free' })]);
  });
});

describe('exactly once', () => {
  const count = async (type: string) => (await system().search(`${type}?_count=100`)).length;

  it('when its answer is lost after it was stored', async () => {
    const tasks = await count('Task');
    await practice.order(await metoprolol());
    await system().control({ faults: { drop: 'Task' } });
    await sync();
    expect((await state()).problem).toBe('unreachable');
    expect(await count('Task')).toBe(tasks + 1);
    await practice.settle();
    expect(await count('Task')).toBe(tasks + 1);
    await done();
  });

  it('when we die between its answer and writing that down, for every kind; and the patient is told once', async () => {
    const { db } = practice.world;
    await practice.order(await metoprolol());
    await practice.ask('Mag ik sporten?');
    const { body: { id } } = await practice.book('T-4');
    const before = [await count('Task'), await count('Communication'), await count('Appointment')];
    const mails = (await practice.world.mails()).length;
    await db.execute(sql.raw(`create function die() returns trigger language plpgsql as $$ begin if new.sent > old.sent then raise exception 'died'; end if; return new; end $$`));
    await db.execute(sql.raw('create trigger die before update on system_push for each row execute function die()'));
    await sync();
    const after = [await count('Task'), await count('Communication'), await count('Appointment')];
    expect(after).toEqual(before.map((one) => one + 1));
    expect((await practice.appointments()).upcoming.find((one) => one.id === id)!.onItsWay).toBe(true);
    await db.execute(sql.raw('drop trigger die on system_push'));
    await practice.pass(60);
    await practice.settle();
    expect([await count('Task'), await count('Communication'), await count('Appointment')]).toEqual(after);
    expect((await practice.appointments()).upcoming.find((one) => one.id === id)).toMatchObject({ state: 'booked' });
    expect((await practice.world.mails()).slice(mails).map(({ template }) => template)).toEqual(['appointment-booked']);
    await done();
  });

  it('with its files, when we die between one of them and the message', async () => {
    const [documents, messages] = [await count('DocumentReference'), await count('Communication')];
    await practice.ask('Is dit erg?', plainJpeg, plainPdf);
    await system().control({ faults: { refuse: 'Communication' } });
    await sync();
    expect([await count('DocumentReference'), await count('Communication')]).toEqual([documents + 2, messages]);
    await system().control({ faults: {} });
    await practice.world.db.update(schema.systemPushes).set({ failedAt: null, nextAt: practice.world.now });
    await system().control({ faults: { drop: 'Communication' } });
    await sync();
    await practice.settle();
    expect([await count('DocumentReference'), await count('Communication')]).toEqual([documents + 2, messages + 1]);
  });

  it('of two services that keep the clinic in step at once one does', async () => {
    await practice.order(await metoprolol());
    const tasks = await count('Task');
    await system().control({ faults: { delay: 50 } });
    expect((await Promise.all([sync(), sync(), sync()])).filter(Boolean)).toHaveLength(1);
    await system().control({ faults: {} });
    expect(await count('Task')).toBe(tasks + 1);
    await done();
  });

  it('one that died while it did is followed once its lease is over', async () => {
    await practice.world.db.update(schema.systemStates).set({ leaseUntil: new Date(practice.world.now.getTime() + 120_000) });
    expect(await sync()).toBe(false);
    await practice.pass(121);
    expect(await sync()).toBe(true);
  });
});

describe('when both sides change something', () => {
  it('a time that the practice gave away meanwhile: the appointment ends, the patient is told, reads the three nearest times, and the desk sees it (N9)', async () => {
    const [slot] = await system().search('Slot?_id=T-2');
    await system().load({ ...slot!, status: 'busy' });
    const mails = (await practice.world.mails()).length;
    const { body: { id } } = await practice.book('T-2');
    await practice.settle();
    const mine = (await practice.appointments()).upcoming.find((one) => one.id === id)!;
    expect(mine).toMatchObject({ state: 'cancelled', cancelledBy: 'system' });
    expect(mine.onItsWay).toBeUndefined();
    expect(mine.alternatives).toHaveLength(3);
    expect(mine.alternatives!.map(({ start }) => start)).not.toContain(mine.start);
    expect((await practice.world.mails()).slice(mails).map(({ template }) => template).filter((one) => one.startsWith('appointment'))).toEqual(['appointment-cancelled']);
    expect((await queue()).appointments).toContainEqual(expect.objectContaining({ id, cancelledBy: 'system', seen: false }));
    expect(await system().search(`Appointment?identifier=${ids('appointment')}|${String(id)}`)).toEqual([]);
    expect(await system().search('Slot?_id=T-2')).toEqual([expect.objectContaining({ status: 'busy' })]);
  });

  it('a version that is no longer the newest is read again, and what the practice wrote stays', async () => {
    await system().control({ faults: { touch: 'Slot' } });
    expect((await practice.book('T-1')).status).toBe(200);
    await practice.settle();
    expect(await system().search('Slot?_id=T-1')).toEqual([expect.objectContaining({ status: 'busy', comment: 'changed by the practice' })]);
  });

  it('the practice moves an appointment in its own system, and the patient is told', async () => {
    const { id } = (await practice.appointments()).upcoming.find(({ state: is }) => is === 'booked')!;
    const [there] = await system().search(`Appointment?identifier=${ids('appointment')}|${id}`);
    const [slot] = await system().search('Slot?_id=T-3');
    const mails = (await practice.world.mails()).length;
    await system().load({ ...slot!, status: 'busy' }, { ...there!, slot: [{ reference: 'Slot/T-3' }], start: slot!['start'], end: slot!['end'] });
    await practice.settle();
    expect((await practice.appointments()).upcoming.find((one) => one.id === id)).toMatchObject({ state: 'booked', start: new Date(String(slot!['start'])).toISOString() });
    expect((await practice.world.mails()).slice(mails).map(({ template }) => template), 'once').toEqual(['appointment-moved']);
    expect(await system().search(`Appointment?identifier=${ids('appointment')}|${id}`)).toEqual([expect.objectContaining({ status: 'booked', slot: [{ reference: 'Slot/T-3' }] })]);
  });

  it('to a time that somebody books here at the same moment: nothing is out of step, and who was booked first stays', async () => {
    const { world } = practice;
    const { id } = (await practice.appointments()).upcoming.find(({ state: is }) => is === 'booked')!;
    const [there] = await system().search(`Appointment?identifier=${ids('appointment')}|${id}`);
    await system().load({ ...there!, slot: [{ reference: 'Slot/T-2' }] });
    world.logged.length = 0;
    let under: Promise<boolean> | undefined;
    const rival = await world.db.transaction(async (tx) => {
      const { patient, number: _number, id: _id, ...like } = (await tx.select().from(schema.appointments).where(eq(schema.appointments.id, id)))[0]!;
      const [made] = await tx.insert(schema.appointments).values({ ...like, patient, number: 'A-RIVAL', slot: await practice.slotId('T-2') }).returning();
      under = sync();
      await expect.poll(async () => (await world.db.execute(sql`select 1 from pg_locks where not granted`)).rows.length, { timeout: 10_000 }).toBeGreaterThan(0);
      return made!;
    });
    await under;
    expect(await state()).toMatchObject({ failures: 0, problem: null });
    expect(world.logged).toContainEqual(expect.objectContaining({ event: 'system-move-unknown', job: id }));
    const rows = await world.db.select({ id: schema.appointments.id }).from(schema.appointments).where(eq(schema.appointments.slot, rival.slot));
    expect(rows.map((one) => one.id)).toContain(rival.id);
    await world.db.delete(schema.appointments).where(eq(schema.appointments.id, rival.id));
    await system().load({ ...there! });
    await practice.settle();
  });

  it('what it refuses for good is shown at the desk with the reason, holds up nothing, and goes again when it changes', async () => {
    await system().control({ faults: { refuse: 'Communication' } });
    await practice.ask('Wat nu?');
    await practice.order(await metoprolol());
    await sync();
    const { system: trouble } = await queue();
    expect(trouble).toMatchObject({ failingSince: null, waiting: 0, refused: [{ patient: 'Testje Proef', reason: 'http-422' }] });
    expect(trouble!.refused[0]!.number).toMatch(/^E/);
    expect((await practice.medication()).behind).toBeUndefined();
    await done();
  });

  it('is tried again from the desk by who may do the work: once, written down, and never another practice\'s', async () => {
    const { world, gp } = practice;
    await system().control({ faults: { refuse: 'Communication' } });
    await practice.ask('En dit?');
    await sync();
    await system().control({ faults: {} });
    await practice.pass(900);
    await sync();
    const { number } = await practice.thread();
    const { id } = (await queue()).system!.refused.find((one) => one.number === number)!;
    const again = (as: string, object = id) => world.post(`/staff/system/${object}/retry`, as, undefined);
    const count = () => system().search(`Communication?identifier=${ids('message')}|${id}`);
    expect(await count()).toEqual([]);
    expect((await again(world.staff(['admin']))).status).toBe(403);
    expect((await again(world.staff(['gp'], 'zeezicht'))).status).toBe(404);
    expect((await again(gp, crypto.randomUUID())).status).toBe(404);
    const answers = await Promise.all([again(gp), again(gp), again(gp)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body['error']).toBe('already_handled');
    await sync();
    expect(await count()).toHaveLength(1);
    expect((await queue()).system?.refused.find((one) => one.number === number)).toBeUndefined();
    expect((await world.audit()).filter(({ action, object }) => action === 'system.retry' && object === id).map(({ objectKind, outcome, clinic, patient }) => [objectKind, outcome, clinic, patient !== null])).toEqual(expect.arrayContaining([['message', 'done', 'de-linde', true], ['system-push', 'already_handled', 'de-linde', false], ['system-push', 'access_denied', 'de-linde', false], ['system-push', 'not_found', 'zeezicht', false]]));
  });
});

describe('what is taken', () => {
  it('what was deleted there goes here too, at the daily look at the whole; a system that lacks half of all is not believed', async () => {
    const results = async () => (await practice.record()).parts.find(({ part }) => part === 'results')!.items.length;
    const more = Array.from({ length: 30 }, (_, n) => ({ resourceType: 'Observation', id: `X-${n}`, status: 'final', code: { text: `Meting ${n}` }, subject: { reference: 'Patient/P-1' }, effectiveDateTime: practice.world.now.toISOString().slice(0, 10), valueInteger: n }));
    await system().load(...more);
    await practice.settle();
    const { id: patient } = (await practice.world.db.select().from(schema.patients).where(eq(schema.patients.sourceId, 'P-1')))[0]!;
    const kept = () => practice.world.db.$count(schema.clinicalResources, sql`type = 'Observation' and patient = ${patient}`);
    expect(await kept()).toBe(31);
    await system().control({ remove: ['Observation/O-1'] });
    await practice.pass(86_400);
    await practice.settle();
    expect(await kept()).toBe(30);
    await system().control({ remove: more.map(({ id }) => `Observation/${id}`).slice(0, 25) });
    await practice.pass(86_400);
    await practice.settle();
    expect(await kept()).toBe(30);
    expect(practice.world.logged).toContainEqual(expect.objectContaining({ event: 'system-lacks-half', template: 'Observation', count: 25 }));
    expect(await results()).toBeGreaterThan(0);
  });

  it('of a page that cannot be read nothing stays, and the log says which resource and why, not what is in it', async () => {
    await system().load({ resourceType: 'Observation', id: 'lost-1', status: 'final', code: { text: 'Geheim' }, subject: { reference: 'Patient/nobody' } }, { resourceType: 'Observation', id: 'bsn-249566758', status: 'final', code: { text: 'Geheim' }, subject: { reference: 'Patient/nobody' } }, { resourceType: 'Observation', id: 'cpr-020160-1AB2', status: 'final', code: { text: 'Geheim' }, subject: { reference: 'Patient/nobody' } });
    await practice.settle();
    expect(practice.world.logged).toContainEqual({ event: 'system-not-loaded', clinic: 'de-linde', code: 'Observation/lost-1: its patient is neither in this import nor in the records' });
    expect(practice.world.logged).toContainEqual({ event: 'system-not-loaded', clinic: 'de-linde', code: 'Observation/cpr-…: its patient is neither in this import nor in the records' });
    expect(practice.world.logged).toContainEqual({ event: 'system-not-loaded', clinic: 'de-linde', code: 'Observation/bsn-…: its patient is neither in this import nor in the records' });
    // Once a day the whole is read, as at first: of all that it cannot read one line is written.
    const lines = () => practice.world.logged.filter(({ event }) => event === 'system-not-loaded');
    const before = lines().length;
    await practice.pass(86_400);
    await practice.world.care.systems.sync('de-linde');
    expect(lines().slice(before)).toEqual([{ event: 'system-not-loaded', clinic: 'de-linde', code: expect.stringContaining(': its patient is neither in this import nor in the records') as string, count: 3 }]);
  });
});

describe('a system that is not what it was (T41)', () => {
  /** Another server, on another port of this machine: nothing may ever be asked of it. */
  let asked = 0;
  const stranger = createServer((request, response) => { asked += 1; request.resume(); response.end('{}'); });
  let elsewhere = '';
  beforeAll(async () => { await new Promise<void>((up) => { stranger.listen(0, '127.0.0.1', up); }); const at = stranger.address(); elsewhere = `http://localhost:${typeof at === 'object' && at ? at.port : 0}`; });
  afterAll(() => { stranger.close(); });

  it.each([
    ['a next page elsewhere', () => ({ linkTo: `${elsewhere}/fhir/Patient?page=2` }), 'link-leads-elsewhere'],
    ['a next page outside its base', () => ({ linkTo: `${practice.system!.origin}/internal/Patient?page=2` }), 'link-leads-elsewhere'],
    ['a next page of another scheme', () => ({ linkTo: 'file:///etc/passwd' }), 'link-leads-elsewhere'],
    ['a redirect', () => ({ redirectTo: `${elsewhere}/fhir` }), 'redirected'],
    ['an answer without end', () => ({ huge: true }), 'answer-too-large'],
  ])('%s is refused, and nobody else is asked', async (_what, faults, problem) => {
    await system().control({ faults: faults() });
    await sync();
    expect((await state()).problem).toBe(problem);
    expect(asked).toBe(0);
  });

  it('a server for tokens that the practice did not name gets no assertion', async () => {
    await system().control({ faults: { tokenEndpoint: `${elsewhere}/token` }, forgetTokens: true });
    await sync();
    expect((await state()).problem).toBe('token-origin');
    expect(asked).toBe(0);
  });
});

describe('a system that says what is not so (T41)', () => {
  const warned = () => practice.world.logged.filter(({ event }) => event === 'system-of-another').map(({ template }) => template);
  const stranger = { reference: 'Patient/P-2' };
  const bare = ({ meta: _version, ...rest }: Record<string, unknown>) => rest;

  it('what it has for another patient under our identifier is no decision for ours, and not a word of it is shown', async () => {
    practice.world.logged.length = 0;
    await practice.order(await metoprolol());
    await practice.ask('Wat is dit?');
    expect((await practice.book('T-6')).status).toBe(200);
    await practice.settle();
    const { messages, id } = await practice.thread();
    const mine = (await practice.appointments()).upcoming.find(({ state: is }) => is === 'booked')!;
    const line = (await practice.medication()).requests[0]!.lines[0]!;
    const [task] = await system().search(`Task?identifier=${ids('prescription-line')}|${line.id}`);
    const [appointment] = await system().search(`Appointment?identifier=${ids('appointment')}|${mine.id}`);
    const [asked] = await system().search(`Communication?identifier=${ids('message')}|${messages[0]!.id}`);
    await system().load(
      { resourceType: 'Patient', id: 'P-2', name: [{ family: 'Ander' }], birthDate: '1970-01-01' },
      { ...bare(task!), resourceType: 'Task', id: 'copied-task', for: stranger, status: 'rejected', statusReason: { text: 'Van een ander' } },
      { ...bare(appointment!), resourceType: 'Appointment', id: 'copied-appointment', status: 'cancelled', cancelationReason: { text: 'Van een ander' }, participant: [{ actor: stranger, status: 'declined' }] },
      { resourceType: 'Communication', id: 'wrong-answer', status: 'completed', subject: stranger, inResponseTo: [{ reference: `Communication/${asked!.id}` }], payload: [{ contentString: 'Van een ander' }] },
    );
    await practice.settle();
    expect((await practice.medication()).requests[0]!.lines[0]).toMatchObject({ id: line.id, state: 'received', reason: null });
    expect((await practice.appointments()).upcoming.find((one) => one.id === mine.id)).toMatchObject({ state: 'booked' });
    expect(await practice.thread()).toMatchObject({ id, state: 'sent', messages: [{ text: 'Wat is dit?' }] });
    expect(new Set(warned())).toEqual(new Set(['Task', 'Appointment', 'Communication']));
    // Nor is what is the other's changed by us.
    await practice.world.post(`/care/appointments/${mine.id}/cancel`, practice.page('appointments'), {});
    await practice.settle();
    expect(await system().search('Appointment?_id=copied-appointment')).toEqual([expect.objectContaining({ participant: [{ actor: stranger, status: 'declined' }] })]);
    expect(await system().search(`Appointment?_id=${appointment!.id}`)).toEqual([expect.objectContaining({ status: 'cancelled' })]);
    await system().control({ remove: ['Task/copied-task', 'Appointment/copied-appointment', 'Communication/wrong-answer'] });
    await done();
  });

  it('a server that does not search by identifier changes nobody\'s things by us: refused, and said at the desk', async () => {
    const before = JSON.stringify(await system().search('Task?_count=100'));
    await system().control({ faults: { lax: true } });
    await practice.order(await metoprolol());
    await sync();
    expect((await queue()).system?.refused).toContainEqual(expect.objectContaining({ reason: 'search-without-identifier' }));
    expect(JSON.stringify(await system().search('Task?_count=100'))).toBe(before);
    await system().control({ faults: {} });
    await practice.world.db.update(schema.systemPushes).set({ failedAt: null, nextAt: practice.world.now });
    await done();
  });

  it('states that are names of what every object has change nothing and stop nothing (T27)', async () => {
    await practice.order(await metoprolol());
    await practice.settle();
    const line = (await practice.medication()).requests[0]!.lines[0]!;
    const [task] = await system().search(`Task?identifier=${ids('prescription-line')}|${line.id}`);
    for (const status of ['constructor', '__proto__', 'toString']) {
      await system().load({ ...task!, status });
      expect(await system().search(`Task?_id=${task!.id}`)).toEqual([expect.objectContaining({ status })]);
      await practice.pass(120);
      await sync();
      expect((await state()).problem).toBeNull();
      expect((await practice.medication()).requests[0]!.lines[0]!.state).toBe('received');
    }
    expect(({} as Record<string, unknown>)['status']).toBeUndefined();
    await done();
  });

  it('documents too large to list are left out, and what the practice decided is read all the same', async () => {
    await practice.order(await metoprolol());
    await practice.settle();
    await system().control({ faults: { heavy: 'DocumentReference' } });
    await practice.pass(86_400);
    await sync();
    expect((await state()).problem).toBeNull();
    await system().control({ faults: { heavy: 'Task' } });
    await practice.pass(86_400);
    await sync();
    expect((await state()).problem).toBe('answer-too-large');
  }, 60_000);

  it('pages too large to take are asked in smaller ones, and an answer that drips ends in time', async () => {
    await system().control({ faults: { most: 20 } });
    await practice.pass(86_400);
    await sync();
    expect((await state()).problem).toBeNull();
    await system().control({ faults: { drip: true } });
    await sync();
    expect((await state()).problem).toBe('no-answer-in-time');
  }, 60_000);
});

describe('SMART backend services (T41)', () => {
  it('one token serves until shortly before its end, one that was withdrawn is asked anew once, and no assertion is used twice', async () => {
    await sync();
    const before = await system().control({});
    await sync();
    expect((await system().control({})).tokens).toBe(before.tokens);
    await system().control({ forgetTokens: true });
    await sync();
    expect((await state()).failures).toBe(0);
    await practice.pass(271);
    await sync();
    const after = await system().control({});
    expect(after.tokens).toBe(before.tokens + 2);
    expect([after.replays, after.refusedTokens]).toEqual([0, 0]);
  });

  it('nothing of a patient, no token and no address of a patient stands in any log', () => {
    const said = JSON.stringify(practice.world.logged);
    for (const secret of ['Proef', 'Hoest', 'Metoprolol', '249566758', 'Geheim', 'Bearer', 'eyJ']) expect(said, secret).not.toContain(secret);
  });

  it('RS384 does as well; without a key, or with another, the practice\'s system is out and says why', async () => {
    const other = await openPractice('fhir', { examples: false, algorithm: 'RS384' });
    expect((await other.system!.control({})).tokens).toBe(1);
    expect((await other.medication()).behind).toBeUndefined();
    await other.close();
    const { privateKey } = await generateKeyPair('ES384', { extractable: true });
    for (const [keys, problem] of [[{}, 'key-missing'], [{ 'de-linde': { ...await exportJWK(privateKey), kid: 'balie-1' } as SystemKey }, 'token-401']] as const) {
      const world = await openWorld({ 'de-linde': { system: { kind: 'fhir', url: system().url, clientId: 'balie', key: 'de-linde' } } }, keys);
      await world.care.systems.sync('de-linde');
      expect((await world.db.select().from(schema.systemStates))[0]).toMatchObject({ problem, failures: 1, pulledAt: null });
      await world.close();
    }
  });
});
