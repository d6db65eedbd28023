import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskQueue, medicationAnswer, receipt, type MedicationAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let gp: string;
beforeAll(async () => { world = await openWorld(); gp = world.staff(['gp']); });
afterAll(() => world.close());

async function patient() {
  const person = { account: world.account(), patient: (await world.patient()).id };
  return { ...person, page: world.page('prescriptions', person) };
}
const order = (ids: readonly string[], more: object = {}) => ({ lines: ids.map((medicationId) => ({ medicationId })), ...more });
const send = (page: string, body: object, key: string = randomUUID()) => world.post('/care/prescription-requests', page, body, key);
const read = async (page: string) => medicationAnswer.parse((await world.get('/care/medication', page)).body);

describe('GET /care/medication', () => {
  it('lists the patient’s own medicines, each with whether it can be renewed and why not (N2, S4-02)', async () => {
    const { patient: id, page } = await patient();
    const other = await patient();
    await world.medicine(other.patient, { name: 'Van een ander' });
    await world.medicine(id, { name: 'A gewoon', dosage: '1 dd 1' });
    await world.medicine(id, { name: 'B verslavend', atc: 'N05BA04' });
    await world.medicine(id, { name: 'C pijnstiller', atc: 'N02AA05' });
    await world.medicine(id, { name: 'D zonder klasse', atc: null });
    await world.medicine(id, { name: 'E te vroeg', authoredOn: '2026-11-20', supplyDays: 90 });
    await world.medicine(id, { name: 'F gestopt', status: 'stopped' });
    await world.medicine(id, { name: 'G vergissing', status: 'entered-in-error' });
    const { items } = await read(page);
    expect(items.map((item) => [item.name, item.renewal.state, 'reason' in item.renewal ? item.renewal.reason : null, 'from' in item.renewal ? item.renewal.from : null])).toEqual([
      ['A gewoon', 'renewable', null, null],
      ['B verslavend', 'not-renewable', 'addictive', null],
      ['C pijnstiller', 'practice-decides', 'listed-class', null],
      ['D zonder klasse', 'practice-decides', 'unknown-class', null],
      ['E te vroeg', 'not-renewable', 'too-soon', '2027-02-11'],
      ['F gestopt', 'not-renewable', 'stopped', null],
    ]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'medication.list', actorKind: 'patient', patient: id, outcome: 'done' });
  });

  it('lists nothing for a record without medicines', async () => {
    expect(await read((await patient()).page)).toMatchObject({ items: [], requests: [] });
  });

  it('pages through what was asked before, newest first, each once, also where several came in the same moment; nobody else’s', async () => {
    const one = await patient();
    const rows = await world.db.insert(schema.prescriptionRequests).values(Array.from({ length: 45 }, (_, at) => ({ number: `R-PAGE-${22 + 10 * Math.floor(at / 8) + (at % 8)}`, clinic: 'de-linde', patient: one.patient, account: one.account, receivedAt: new Date(Date.parse('2026-01-01T09:00:00Z') + Math.floor(at / 3) * 60_000), handledAt: world.now }))).returning({ id: schema.prescriptionRequests.id });
    const seen: MedicationAnswer['requests'] = [];
    let next: string | null = null;
    do {
      const page = medicationAnswer.parse((await world.get(`/care/medication${next === null ? '' : `?after=${next}`}`, one.page)).body);
      expect(page.requests.length).toBeLessThanOrEqual(20);
      seen.push(...page.requests);
      next = page.next;
    } while (next !== null && seen.length < 100);
    expect(seen.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
    expect(seen.map(({ receivedAt }) => receivedAt)).toEqual(seen.map(({ receivedAt }) => receivedAt).sort().reverse());
    expect(medicationAnswer.parse((await world.get(`/care/medication?after=${rows.at(-1)!.id}`, (await patient()).page)).body)).toMatchObject({ requests: [] });
  });

  it('judges "too soon" by the clinic’s calendar day, not by UTC’s', async () => {
    const { patient: id, page } = await patient();
    await world.medicine(id, { authoredOn: '2026-11-01', supplyDays: 32 }); // from 26 November on
    world.set('2026-11-25T22:59:00Z');
    expect((await read(page)).items[0]?.renewal).toMatchObject({ state: 'not-renewable', from: '2026-11-26' });
    world.set('2026-11-25T23:01:00Z'); // 00:01 on the 26th in Amsterdam
    expect((await read(page)).items[0]?.renewal.state).toBe('renewable');
    world.set('2026-11-24T09:00:00Z');
  });
});

describe('POST /care/prescription-requests', () => {
  it('answers a receipt with number and honest date, and shows the request (N1, N3, S1-28)', async () => {
    const { patient: id, page } = await patient();
    const medicines = [await world.medicine(id, { name: 'Een' }), await world.medicine(id, { name: 'Twee' })];
    const { status, body } = await send(page, { lines: [{ medicationId: medicines[0]!.id, note: 'graag\n2 dozen' }, { medicationId: medicines[1]!.id }], remark: 'Ik kom langs' });
    expect(status).toBe(200);
    // Tuesday before the cut-off: the third working day after it is Friday.
    expect(receipt.parse(body)).toMatchObject({ receivedAt: '2026-11-24T09:00:00.000Z', promise: { date: '2026-11-27', from: '15:30' } });
    expect(receipt.parse(body).number).toMatch(/^R-/);
    const { requests, items } = await read(page);
    expect(requests).toMatchObject([{ number: receipt.parse(body).number, remark: 'Ik kom langs', lines: [{ name: 'Een', note: 'graag\n2 dozen', state: 'received', reason: null }, { name: 'Twee', note: null }] }]);
    expect(items.map((item) => item.renewal)).toEqual(Array(2).fill({ state: 'not-renewable', reason: 'pending', from: null }));
  });

  it('counts an order after the cut-off, or at the week-end, from the next working day (N3)', async () => {
    world.set('2026-11-27T16:30:00Z'); // Friday 17:30
    const { patient: id, page } = await patient();
    const medicine = await world.medicine(id);
    expect((await send(page, order([medicine.id]))).body).toMatchObject({ promise: { date: '2026-12-03', from: '15:30' } });
    world.set('2026-11-24T09:00:00Z');
  });

  it('keeps what the patient wrote sealed: not a word of it is legible in the tables or mails', async () => {
    const { patient: id, page } = await patient();
    const medicine = await world.medicine(id);
    await send(page, { lines: [{ medicationId: medicine.id, note: 'kanarienoot' }], remark: 'kanarieopmerking' });
    const tables = [await world.db.select().from(schema.prescriptionLines), await world.db.select().from(schema.prescriptionRequests), await world.db.select().from(schema.idempotency), await world.audit(), await world.mails()];
    expect(JSON.stringify(tables)).not.toContain('kanarie');
  });

  it('refuses what may not be renewed, and then stores none of the order', async () => {
    const { patient: id, page } = await patient();
    const [good, barred] = [await world.medicine(id), await world.medicine(id, { atc: 'N05BA04' })];
    const { status, body } = await send(page, order([good.id, barred.id]));
    expect([status, body]).toMatchObject([409, { error: 'medication_not_renewable', medications: [barred.id] }]);
    expect((await read(page)).requests).toEqual([]);
    expect((await world.audit()).at(-2)).toMatchObject({ action: 'prescription-request.send', outcome: 'medication_not_renewable', patient: id });
    expect((await send(page, order([good.id]))).status).toBe(200);
  });

  it('takes what the practice decides on (unknown class is never refused)', async () => {
    const { patient: id, page } = await patient();
    expect((await send(page, order([(await world.medicine(id, { atc: null })).id]))).status).toBe(200);
  });

  it('does not know another patient’s medicine, nor another clinic’s', async () => {
    const { patient: id, page } = await patient();
    const foreign = [await world.medicine((await patient()).patient), await world.medicine(id, { clinic: 'zeezicht' }), await world.medicine(id, { status: 'entered-in-error' })];
    for (const medicine of foreign) expect((await send(page, order([medicine.id]))).status).toBe(404);
    expect((await send(page, order([randomUUID()]))).status).toBe(404);
  });

  it('sends once however often it is sent: 50 parallel tries with one key make one request and one answer', async () => {
    const { patient: id, page } = await patient();
    const medicine = await world.medicine(id);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(page, order([medicine.id]), key)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(await world.db.select().from(schema.prescriptionRequests).where(eq(schema.prescriptionRequests.patient, id))).toHaveLength(1);
    const sends = (await world.audit()).filter((row) => row.action === 'prescription-request.send' && row.patient === id);
    expect(sends.map((row) => row.outcome).sort()).toEqual(['done', ...Array<string>(49).fill('repeated')]);
  });

  it('refuses the same key with another body', async () => {
    const { patient: id, page } = await patient();
    const [a, b] = [await world.medicine(id), await world.medicine(id)];
    const key = randomUUID();
    await send(page, order([a.id]), key);
    expect((await send(page, order([b.id]), key)).body.error).toBe('idempotency_mismatch');
  });

  it('gives a key of one patient no meaning for another', async () => {
    const key = randomUUID();
    for (const one of [await patient(), await patient()]) expect((await send(one.page, order([(await world.medicine(one.patient)).id]), key)).status).toBe(200);
  });

  it('orders a medicine once: of 50 parallel requests from different pages one wins', async () => {
    const person = await patient();
    const medicines = [await world.medicine(person.patient), await world.medicine(person.patient)];
    const ids = medicines.map((medicine) => medicine.id);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => send(world.page('prescriptions', person), order(at % 2 ? ids : ids.toReversed()))));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map((answer) => answer.body.error))).toEqual(new Set(['medication_not_renewable']));
    expect(await world.db.select().from(schema.prescriptionRequests).where(eq(schema.prescriptionRequests.patient, person.patient))).toHaveLength(1);
  });

  it.each([
    ['no line', { lines: [] }, ['lines']], ['a line twice', null, ['lines.medicationId']], ['a note that is too long', { lines: [{ medicationId: randomUUID(), note: 'x'.repeat(301) }] }, ['lines.note']],
    ['an id that is none', { lines: [{ medicationId: 'kanarie' }] }, ['lines.medicationId']],
  ])('names the field on %s', async (_, body, fields) => {
    const { patient: id, page } = await patient();
    const medicine = await world.medicine(id);
    const answer = await send(page, body ?? order([medicine.id, medicine.id]));
    expect([answer.status, answer.body]).toMatchObject([400, { error: 'invalid_request', fields }]);
    expect(answer.text).not.toContain('kanarie');
  });

  it('tells the practice at most once in ten minutes', async () => {
    world.set('2026-12-01T09:00:00Z');
    const told = async () => (await world.mails()).filter((mail) => mail.template === 'practice-new-work' && mail.data['service'] === 'prescriptions').length;
    const before = await told();
    const one = async () => { const { patient: id, page } = await patient(); await send(page, order([(await world.medicine(id)).id])); };
    await one(); await one();
    expect(await told() - before).toBe(1);
    world.pass(599); await one();
    expect(await told() - before).toBe(1);
    world.pass(2); await one();
    expect(await told() - before).toBe(2);
    expect((await world.mails()).at(-1)).toEqual({ template: 'practice-new-work', to: 'team@de-linde.example', locale: 'nl', clinic: 'de-linde', data: { service: 'prescriptions' } });
    world.set('2026-11-24T09:00:00Z');
  });
});

describe('deciding at the desk', () => {
  async function sent(count: number) {
    const person = await patient();
    const medicines = [];
    for (let at = 0; at < count; at += 1) medicines.push(await world.medicine(person.patient, { name: `Middel ${at}` }));
    const { body } = await send(person.page, order(medicines.map((medicine) => medicine.id), { remark: 'dank' }));
    const { lines } = (await read(person.page)).requests[0]!;
    return { ...person, id: receipt.parse(body).id, lines: medicines.map((medicine) => lines.find((line) => line.medicationId === medicine.id)!.id) };
  }
  const decide = (id: string, decisions: object[], by = gp) => world.post(`/staff/prescriptions/${id}/decide`, by, { decisions });

  it('shows the request in the queue and the decision, with its reason, to the patient (N1)', async () => {
    const one = await sent(2);
    const open = async () => deskQueue.parse((await world.get('/staff/queue', gp)).body).prescriptions.find((request) => request.id === one.id);
    expect(await open()).toMatchObject({ remark: 'dank', patient: { id: one.patient } });
    const { status, body } = await decide(one.id, [{ line: one.lines[0], state: 'approved' }, { line: one.lines[1], state: 'refused', reason: 'Eerst bloeddruk meten' }]);
    expect([status, body]).toMatchObject([200, { lines: [{ state: 'approved' }, { state: 'refused', reason: 'Eerst bloeddruk meten' }], patient: { id: one.patient } }]);
    const { requests, items } = await read(one.page);
    expect(requests[0]?.lines.map((line) => [line.state, line.reason])).toEqual([['approved', null], ['refused', 'Eerst bloeddruk meten']]);
    expect(items.map((item) => item.renewal.state)).toEqual(['not-renewable', 'renewable']);
    expect((await world.mails()).at(-1)).toEqual({ template: 'answer-ready', to: `${one.account}@post.example`, locale: 'en', clinic: 'de-linde', data: { service: 'prescriptions' } });
    expect(JSON.stringify(await world.db.select().from(schema.prescriptionLines))).not.toContain('bloeddruk');
    // What was approved stands at the end of the queue until it is at the pharmacy.
    expect(deskQueue.parse((await world.get('/staff/queue', gp)).body)).toMatchObject({ prescriptions: expect.arrayContaining([expect.objectContaining({ id: one.id })]) as object[], more: { prescriptions: 0 } });
    await decide(one.id, [{ line: one.lines[0], state: 'at-pharmacy' }]);
    expect(await open()).toBeUndefined();
  });

  it('stays open until the last line is decided, and mails then', async () => {
    const one = await sent(2);
    const before = (await world.mails()).length;
    await decide(one.id, [{ line: one.lines[0], state: 'approved' }]);
    expect((await world.mails()).length).toBe(before);
    await decide(one.id, [{ line: one.lines[1], state: 'approved' }]);
    expect((await world.mails()).length).toBe(before + 1);
  });

  it('decides a line once: of 20 who decide at once one does', async () => {
    const one = await sent(1);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => decide(one.id, [{ line: one.lines[0], state: at % 2 ? 'approved' : 'refused' }])));
    expect(answers.map((answer) => answer.status).filter((status) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map((answer) => answer.body.error))).toEqual(new Set(['already_handled']));
  });

  it('knows only what was asked for, at its own clinic', async () => {
    const one = await sent(1);
    expect((await decide(one.id, [{ line: randomUUID(), state: 'approved' }])).status).toBe(404);
    expect((await decide(one.id, [{ line: one.lines[0], state: 'approved' }], world.staff(['owner'], 'zeezicht'))).status).toBe(404);
    expect((await decide(one.id, [{ line: one.lines[0], state: 'received' }])).body).toMatchObject({ error: 'invalid_request', fields: ['decisions.state'] });
    expect((await decide(one.id, [...Array<object>(2).fill({ line: one.lines[0], state: 'approved' })])).body).toMatchObject({ error: 'invalid_request' });
  });
});

describe('approved, then at the pharmacy (N1)', () => {
  const decide = (id: string, line: string, state: string) => world.post(`/staff/prescriptions/${id}/decide`, gp, { decisions: [{ line, state }] });
  async function sent() {
    const person = await patient();
    const { body } = await send(person.page, order([(await world.medicine(person.patient)).id]));
    return { ...person, id: receipt.parse(body).id, line: (await read(person.page)).requests[0]!.lines[0]!.id };
  }
  it('the patient is told at both, and what was approved goes nowhere else', async () => {
    const { id, line, page, account } = await sent();
    const told = async () => (await world.mails()).filter((mail) => mail.to === `${account}@post.example`).map((mail) => mail.template);
    await decide(id, line, 'approved');
    expect(await told()).toEqual(['answer-ready']);
    for (const state of ['approved', 'refused']) expect((await decide(id, line, state)).body, state).toMatchObject({ error: 'already_handled' });
    world.pass(15 * 60);
    expect((await decide(id, line, 'at-pharmacy')).status).toBe(200);
    expect((await read(page)).requests[0]?.lines[0]?.state).toBe('at-pharmacy');
    expect(await told()).toEqual(['answer-ready', 'answer-ready']);
    expect((await decide(id, line, 'at-pharmacy')).body).toMatchObject({ error: 'already_handled' });
  });
  it('what the desk said of a line when it approved it is still there at the pharmacy, unless it says something else', async () => {
    const said = async (first: object, then: object) => {
      const { id, line, page } = await sent();
      await world.post(`/staff/prescriptions/${id}/decide`, gp, { decisions: [{ line, state: 'approved', ...first }] });
      await world.post(`/staff/prescriptions/${id}/decide`, gp, { decisions: [{ line, state: 'at-pharmacy', ...then }] });
      const [stored] = (await read(page)).requests[0]!.lines;
      return [stored!.state, stored!.reason];
    };
    expect(await said({ reason: 'Halve dosis' }, {})).toEqual(['at-pharmacy', 'Halve dosis']);
    expect(await said({ reason: 'Halve dosis' }, { reason: 'Ander merk' })).toEqual(['at-pharmacy', 'Ander merk']);
    expect(await said({}, {})).toEqual(['at-pharmacy', null]);
  });
  it('both at once is one message', async () => {
    const { id, line, account } = await sent();
    expect((await decide(id, line, 'at-pharmacy')).status).toBe(200);
    expect((await world.mails()).filter((mail) => mail.to === `${account}@post.example`)).toHaveLength(1);
  });
  it('what was approved leaves the queue after seven days all the same', async () => {
    const { id, line } = await sent();
    await decide(id, line, 'approved');
    const there = async () => deskQueue.parse((await world.get('/staff/queue', gp)).body).prescriptions.some((request) => request.id === id);
    world.pass(7 * 86_400 - 1);
    expect(await there()).toBe(true);
    world.pass(2);
    expect(await there()).toBe(false);
    world.set('2026-11-24T09:00:00Z');
  });
});
