import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agendaBooked, appointment, blockAnswer, hold, medicationAnswer, receipt, scheduleAnswer, sendingServices, sentFile, templatesAnswer, waitingAnswer } from '@balie/contracts';
import { inArray, schema, sql, verifyAudit } from '@balie/database';
import { rateKey } from './limits.ts';
import { plainPng } from './files/hostile.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let account: string;
beforeAll(async () => { world = await openWorld({ 'de-linde': { guardians: true } }); });
afterAll(() => world.close());

const effects = ['record_link', 'medication_override', 'medication_reminder', 'prescription_request', 'prescription_line', 'appointment', 'slot_hold', 'waiting_list', 'econsult', 'econsult_message', 'assignment', 'answer_template', 'service_block', 'agenda_block', 'schedule', 'slot', 'idempotency', 'outbox', 'audit'];
/** Every row of every table an act can change, and the counters that are part of an act. Requests are counted before it, and stay so. */
const everything = async () => ({
  ...Object.fromEntries(await Promise.all(effects.map(async (table) => [table, (await world.db.execute(sql`select row_to_json(t)::text as row from ${sql.identifier(table)} t order by 1`)).rows] as const))),
  counter: await world.db.select().from(schema.counters).where(inArray(schema.counters.key, sendingServices.flatMap((service) => [
    world.keyring.hmac('limit', 'practice-new-work', 'de-linde', service), rateKey(world.keyring, 'send', { prescriptions: 'prescription-request', appointments: 'appointment', econsults: 'econsult' }[service], account),
  ]))).orderBy(schema.counters.key),
});

/** Every route with what makes it succeed; the effect of one is undone before the next. */
async function acts(): Promise<{ name: string; run: () => Promise<{ status: number; body: { error?: string } }> }[]> {
  account = world.account();
  const person = { account, patient: (await world.patient({ bsn: '249566758' })).id };
  const [prescriptions, appointments, econsults, record] = (['prescriptions', 'appointments', 'econsults', 'record'] as const).map((service) => world.page(service, person)) as [string, string, string, string];
  const owner = world.staff(['owner']);
  const gp = await world.practitioner();
  const slots = await Promise.all(['08:00', '09:00', '10:00', '11:00', '12:00'].map((time) => world.slot(gp, `2026-11-26T${time}:00Z`)));
  const [sentMedicine, freshMedicine, calledMedicine] = [await world.medicine(person.patient), await world.medicine(person.patient), await world.medicine(person.patient)];
  const calling = `/staff/patients/${person.patient}`;
  const request = receipt.parse((await world.post('/care/prescription-requests', prescriptions, { lines: [{ medicationId: sentMedicine.id }] }, randomUUID())).body);
  const { id: sentFileId } = sentFile.parse((await world.post('/care/econsults/files', econsults, { data: plainPng.toString('base64') })).body);
  const question = receipt.parse((await world.post('/care/econsults', econsults, { urgent: false, subject: 'a', question: 'b', files: [sentFileId] }, randomUUID())).body);
  const holdFor = async (page: string, at: number) => hold.parse((await world.post('/care/holds', page, { slot: slots[at]!.id, type: 'consult' })).body);
  const booked = appointment.parse((await world.post('/care/appointments', appointments, { hold: (await holdFor(appointments, 0)).id }, randomUUID())).body);
  const mine = await holdFor(appointments, 1);
  const other = world.page('appointments', person);
  const moved = appointment.parse((await world.post('/care/appointments', other, { hold: (await holdFor(other, 3)).id }, randomUUID())).body);
  const next = await holdFor(other, 4);
  const place = waitingAnswer.parse((await world.post('/care/waiting', appointments, { type: 'nurse' })).body).waiting[0]!;
  const [link, checked] = [await world.requestLink(person.account), await world.requestLink(world.account())];
  const said = { patient: person.patient, birthDate: '1980-05-17', number: '249566758', how: 'telephone' };
  await world.post(`/staff/links/${checked}/check`, owner, said);
  const minor = await world.patient({ given: 'Klein', family: 'Barn', birthDate: '2016-05-17', bsn: '111222333' }), minors = `/staff/patients/${minor.id}/guardians`;
  const [asks, asksToo] = [randomUUID(), randomUUID()];
  for (const id of [asks, asksToo]) world.asked.set(id, { id, state: 'requested', child: world.account({ name: 'K. Barn' }), childNumber: minor.numberHmac, guardianNumber: 'x', numberEnds: '782', birthDate: null, name: null, email: null, phone: null, requestedAt: world.now, before: null });
  const text = { kind: 'answer', locale: 'nl', title: 'a', text: 'b' };
  const kept = templatesAnswer.parse((await world.post('/staff/templates', owner, text)).body).templates[0]!;
  const member = world.staffId(world.staff(['assistant']));
  const extra = (at: string) => ({ place: { practitioner: gp.id, at, minutes: 10 } });
  const visit = { patient: person.patient, type: 'consult' };
  const many = agendaBooked.parse((await world.post('/staff/agenda/book', owner, { ...visit, ...extra('2026-11-27T09:00') }, randomUUID())).body).appointment;
  const stretch = { practitioner: gp.id, from: '2026-11-28T09:00', until: '2026-11-28T10:00' };
  const { block } = blockAnswer.parse((await world.post('/staff/agenda/blocks', owner, { ...stretch, kind: 'block' })).body);
  const plan = { hours: [{ days: [1], from: '09:00', to: '10:00' }], breaks: [], minutes: 10, from: '2026-12-07', until: '2026-12-13' };
  const { schedule } = scheduleAnswer.parse((await world.post('/staff/agenda/schedules', owner, { practitioner: gp.id, plan })).body);

  const get = (path: string, as: string) => ({ name: `GET ${path}`, run: () => world.get(path, as) });
  const [refused] = await world.db.insert(schema.systemPushes).values({ clinic: 'de-linde', kind: 'message', object: randomUUID(), patient: person.patient, changedAt: world.now, nextAt: world.now, failedAt: world.now, reason: 'http-422' }).returning();
  const post = (path: string, as: string, body?: object, key?: string) => ({ name: `POST ${path}`, run: () => world.post(path, as, body, key) });
  return [
    get('/care/medication', prescriptions), post('/care/prescription-requests', prescriptions, { lines: [{ medicationId: freshMedicine.id }] }, randomUUID()),
    get('/care/appointments', appointments), get('/care/slots?type=consult', appointments), get('/care/days?type=consult&month=2026-11', appointments), get('/care/appointments/past', appointments), get(`/care/appointments/${booked.id}/calendar`, appointments),
    post(`/care/appointments/${moved.id}/move`, other, { hold: next.id }, randomUUID()), post(`/care/appointments/${moved.id}/cancel`, other), post('/care/waiting', appointments, { appointment: booked.id }), post(`/care/waiting/${place.id}/decline`, appointments), post(`/care/waiting/${place.id}/leave`, appointments),
    post('/care/holds', appointments, { slot: slots[2]!.id, type: 'consult' }), post('/care/holds/extend', appointments, { hold: mine.id }), post('/care/holds/release', appointments, { hold: mine.id }), post('/care/appointments', appointments, { hold: mine.id }, randomUUID()),
    get('/care/econsults', econsults), get(`/care/econsults/${question.id}`, econsults), post('/care/econsults', econsults, { urgent: false, subject: 'a', question: 'b' }, randomUUID()),
    post('/care/econsults/files', econsults, { data: plainPng.toString('base64') }), get(`/care/econsults/files/${sentFileId}`, econsults), get(`/staff/econsults/files/${sentFileId}`, owner), get(`/staff/econsults/${question.id}/bundle`, owner), get(`/staff/prescriptions/${request.id}/bundle`, owner), get(`/staff/appointments/${booked.id}/bundle`, owner),
    post(`/care/econsults/${question.id}/reply`, econsults, { text: 'd' }, randomUUID()),
    get('/care/record', record), get('/care/record/page?part=advice&after=_00000000-0000-4000-8000-000000000000', record), get(`/care/record/letters/${randomUUID()}`, record),
    get('/staff/me', owner), get('/staff/queue', owner), get(`/staff/patients/${person.patient}/services`, owner), post(`/staff/patients/${person.patient}/services`, owner, { service: 'record', off: { reason: 'x' } }), get(`/staff/patients/${person.patient}/log`, owner), get('/staff/templates', owner), post('/staff/templates', owner, text), post(`/staff/templates/${kept.id}`, owner, text), post(`/staff/templates/${kept.id}/remove`, owner), post('/staff/work', owner, { kind: 'econsults', item: question.id, from: null, to: world.staffId(owner) }), post('/staff/patients/search', owner, { name: 'proef' }),
    post(`/staff/links/${link}/check`, owner, said), post(`/staff/links/${checked}/link`, owner, { patient: person.patient }), post(`/staff/links/${link}/refuse`, owner, { reason: 'x' }),
    post(`/staff/links/${checked}/revoke`, owner, { reason: 'x' }), post(`/staff/links/${checked}/reopen-codes`, owner), post(`/staff/links/${checked}/remove-number`, owner), post('/staff/accounts/search', owner, { name: 'proef' }),
    post(`/staff/system/${refused!.object}/retry`, owner),
    post(`/staff/guardians/${asks}/approve`, owner, { patient: minor.id }), post(`/staff/guardians/${asksToo}/refuse`, owner, { reason: 'x' }), get(minors, owner), post(minors, owner, { number: '249566758', name: 'x' }), post(`${minors}/stop`, owner, { guardianship: randomUUID(), reason: 'x' }),
    get('/staff/members', owner), post('/staff/members', owner, { name: 'A', email: 'a@praktijk.example', roles: ['assistant'] }), post(`/staff/members/${member}/resend`, owner), post(`/staff/members/${member}/roles`, owner, { roles: ['gp'] }),
    post(`/staff/members/${member}/reset`, owner), post(`/staff/members/${member}/remove`, owner), post('/staff/recovery-codes', owner),
    get(`/staff/patients/${person.patient}/medication`, owner), post(`/staff/medication/${sentMedicine.id}/override`, owner, { override: { state: 'renewable', until: null } }), post(`/staff/prescriptions/${request.id}/decide`, owner, { decisions: [{ line: medicationAnswer.parse((await world.get('/care/medication', prescriptions)).body).requests[0]!.lines[0]!.id, state: 'approved' }] }),
    post(`/staff/appointments/${booked.id}/seen`, owner), post(`/staff/appointments/${booked.id}/move`, owner, extra('2026-11-27T10:00'), randomUUID()), post(`/staff/appointments/${booked.id}/cancel`, owner, { reason: 'x' }),
    get('/staff/agenda?from=2026-11-27', owner), post('/staff/agenda/book', owner, { ...visit, ...extra('2026-11-27T11:00') }, randomUUID()), post('/staff/agenda/cancel', owner, { appointments: [many.id], reason: 'x' }),
    post('/staff/agenda/blocks', owner, { practitioner: null, kind: 'closed', from: '2026-11-29T09:00', until: '2026-11-29T10:00' }), get(`/staff/agenda/blocks/${block.id}`, owner), post('/staff/agenda/free', owner, stretch), get('/staff/agenda/closings', owner),
    get('/staff/agenda/schedules', owner), post('/staff/agenda/schedules', owner, { practitioner: gp.id, plan: { ...plan, minutes: 20 } }), post(`/staff/agenda/schedules/${schedule.id}`, owner, { plan: { ...plan, minutes: 5 } }), post(`/staff/agenda/schedules/${schedule.id}/end`, owner),
    get(`/staff/econsults/${question.id}`, owner), post(`/staff/econsults/${question.id}/answer`, owner, { text: 'c', seen: 2 }),
    get('/staff/preview?age=14&link=none&guardian=no&mobile=no&at=2026-11-29T10:00', owner), get(`${calling}/care`, owner), get(`${calling}/care/medication`, owner), post(`${calling}/care/prescription-requests`, owner, { lines: [{ medicationId: calledMedicine.id }] }, randomUUID()),
    get(`${calling}/care/econsults`, owner), get(`${calling}/care/econsults/${question.id}`, owner), post(`${calling}/care/econsults`, owner, { urgent: false, subject: 'a', question: 'b' }, randomUUID()), post(`${calling}/care/econsults/${question.id}/reply`, owner, { text: 'd' }, randomUUID()),
    get(`${calling}/care/appointments`, owner), get(`${calling}/care/appointments/past`, owner), get(`${calling}/care/appointments/${booked.id}/calendar`, owner), get(`${calling}/care/days?type=consult&month=2026-11`, owner), get(`${calling}/care/slots?type=consult`, owner),
    post(`${calling}/care/holds`, owner, { slot: slots[2]!.id, type: 'consult' }), post(`${calling}/care/holds/extend`, owner, { hold: mine.id }), post(`${calling}/care/holds/release`, owner, { hold: mine.id }), post(`${calling}/care/appointments`, owner, { hold: mine.id }, randomUUID()),
    post(`${calling}/care/appointments/${booked.id}/move`, owner, { hold: next.id }, randomUUID()), post(`${calling}/care/appointments/${booked.id}/cancel`, owner), post(`${calling}/care/waiting`, owner, { type: 'consult' }), post(`${calling}/care/waiting/${place.id}/decline`, owner), post(`${calling}/care/waiting/${place.id}/leave`, owner),
  ];
}

describe('the audit (T33)', () => {
  it('fails closed: while it cannot be written no route answers anything and nothing changes', async () => {
    const all = await acts();
    const routes = new Set(world.app.routes.filter((route) => route.method !== 'ALL').map((route) => `${route.method} ${route.path}`));
    expect(all).toHaveLength(routes.size);
    await world.db.execute(sql`alter table audit add constraint broken check (false) not valid`);
    const before = await everything();
    expect(before.counter).toHaveLength(6);
    for (const act of all) {
      const { status, body } = await act.run();
      expect([status, body.error], act.name).toEqual([503, 'temporarily_unavailable']);
    }
    expect(await everything()).toEqual(before);
    expect(world.logged.filter((record) => record.status === 503 && record.systemCode === '23514')).toHaveLength(all.length);

    await world.db.execute(sql`alter table audit drop constraint broken`);
    for (const act of all) {
      const rows = (await world.audit()).length;
      expect((await act.run()).status, act.name).not.toBe(503);
      expect((await world.audit()).length - rows, act.name).toBe(1);
    }
  });

  it('says of whom the desk saw something: one row a patient shown, by search and queue; of a search that found nobody one without a patient', async () => {
    const assistant = world.staff(['assistant'], 'zeezicht');
    const shown = [await world.patient({ clinic: 'zeezicht', family: 'Getoond' }), await world.patient({ clinic: 'zeezicht', family: 'Getoond' })].map((one) => one.id);
    const left = async (act: () => Promise<unknown>) => { const before = (await world.audit()).length; await act(); return (await world.audit()).slice(before).map(({ action, actor, patient, outcome }) => ({ action, actor, patient, outcome })); };
    const row = (action: string, patient: string | null) => ({ action, actor: world.staffId(assistant), patient, outcome: 'done' });
    expect((await left(() => world.post('/staff/patients/search', assistant, { name: 'getoond' }))).sort((a, b) => (a.patient! < b.patient! ? -1 : 1))).toEqual(shown.toSorted().map((id) => row('patient.search', id)));
    expect(await left(() => world.post('/staff/patients/search', assistant, { name: 'niemand' }))).toEqual([row('patient.search', null)]);
    // A queue that is read each minute, and empty, showed nobody.
    expect(await left(() => world.get('/staff/queue', assistant))).toEqual([]);
    // Twice in the queue, one row.
    const page = world.page('econsults', { account: world.account(), patient: shown[0]!, clinic: 'zeezicht' });
    for (const question of ['a', 'b']) await world.post('/care/econsults', page, { urgent: false, subject: 'x', question }, randomUUID());
    expect(await left(() => world.get('/staff/queue', assistant))).toEqual([row('desk.queue', shown[0]!)]);
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true });
  });

  it('a desk that is left open writes no line a minute: each member\'s sight of a patient has a beginning and an end, and who comes new to the queue a line of their own (T33)', async () => {
    const [assistant, colleague] = [world.staff(['assistant'], 'zeezicht'), world.staff(['assistant'], 'zeezicht')];
    const [first, second] = [(await world.patient({ clinic: 'zeezicht' })).id, (await world.patient({ clinic: 'zeezicht' })).id];
    const asks = (patient: string) => world.post('/care/econsults', world.page('econsults', { account: world.account(), patient, clinic: 'zeezicht' }), { urgent: false, subject: 'x', question: 'a' }, randomUUID());
    const of = async (patient: string, member: string) => (await world.audit()).filter((row) => row.patient === patient && row.actor === world.staffId(member)).map(({ at, action, outcome }) => [at.toISOString().slice(11, 16), action, outcome]);
    const minutes = async (count: number, members: string[]) => { for (let turn = 0; turn < count; turn += 1) { world.pass(60); for (const member of members) expect((await world.get('/staff/queue', member)).status).toBe(200); } };
    world.set('2026-11-25T09:00:00Z');
    await asks(first);
    const before = (await world.audit()).length;
    await minutes(30, [assistant]);
    expect((await world.audit()).length - before).toBeLessThan(10);
    await asks(second);
    await minutes(5, [assistant, colleague]);
    expect([await of(first, assistant), await of(second, assistant), await of(first, colleague)]).toEqual([[['09:01', 'desk.queue', 'done']], [['09:31', 'desk.queue', 'done']], [['09:31', 'desk.queue', 'done']]]);
    // Gone for half an hour: when it ended is told when they come back, and what was swept is not told twice.
    world.pass(30 * 60);
    await minutes(1, [assistant]);
    expect(await of(first, assistant)).toEqual([['09:01', 'desk.queue', 'done'], ['09:35', 'desk.queue', 'until-then'], ['10:06', 'desk.queue', 'done']]);
    await Promise.all([1, 2, 3].map(() => world.care.sweep(world.now)));
    expect(await of(first, colleague)).toEqual([['09:31', 'desk.queue', 'done'], ['09:35', 'desk.queue', 'until-then']]);
    world.pass(16 * 60);
    await world.care.sweep(world.now);
    // Seen once only: nothing more to say.
    expect(await of(first, assistant)).toHaveLength(3);
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true });
  });

  it('fails closed for a refusal too: what cannot be written down is not answered', async () => {
    const assistant = world.staff(['assistant']);
    const link = await world.requestLink(world.account());
    await world.db.execute(sql`alter table audit add constraint broken check (false) not valid`);
    const unseen = { patient: randomUUID() };
    expect((await world.post(`/staff/links/${link}/link`, assistant, unseen)).status).toBe(503);
    await world.db.execute(sql`alter table audit drop constraint broken`);
    expect((await world.post(`/staff/links/${link}/link`, assistant, unseen)).status).toBe(403);
  });

  it('holds ids and states only, and its chain holds under load', async () => {
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true });
    const id = /^[0-9a-f-]{36}$/;
    for (const row of await world.db.select().from(schema.audit)) {
      for (const value of [row.actor, row.object, row.patient]) if (value !== null) expect(value).toMatch(id);
      expect(row.action).toMatch(/^[a-z-]+\.[a-z]+$/);
      expect(row.outcome).toMatch(/^[a-z_-]+$/);
    }
  });
});
