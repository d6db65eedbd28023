import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskEconsultThread, deskQueue, econsultsAnswer, econsultThread, receipt } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let gp: string;
beforeAll(async () => { world = await openWorld(); gp = world.staff(['gp']); });
afterAll(() => world.close());

async function patient() {
  const person = { account: world.account(), patient: (await world.patient()).id };
  return { ...person, page: world.page('econsults', person) };
}
const question = { urgent: false, subject: 'Uitslag', question: 'Wat betekent\nde uitslag?' };
const send = (page: string, body: object = question, key: string = randomUUID()) => world.post('/care/econsults', page, body, key);
const sent = async (page: string) => receipt.parse((await send(page)).body);
const list = async (page: string) => econsultsAnswer.parse((await world.get('/care/econsults', page)).body).items;
const read = (page: string, id: string) => world.get(`/care/econsults/${id}`, page);
const reply = (id: string, by = gp, text = 'Het is goed.\nGroet') => world.post(`/staff/econsults/${id}/answer`, by, { text });

describe('a question to the practice', () => {
  it('is received with a number and the day of the answer, and waits at the desk (N1, N3)', async () => {
    const one = await patient();
    const made = await sent(one.page);
    expect(made).toMatchObject({ receivedAt: world.now.toISOString(), promise: { date: '2026-11-26', from: null } });
    expect(made.number).toMatch(/^E-/);
    expect(await list(one.page)).toEqual([{ ...made, subject: 'Uitslag', state: 'sent', answeredAt: null, unread: false }]);
    expect(deskQueue.parse((await world.get('/staff/queue', gp)).body).econsults.find((item) => item.id === made.id)).toMatchObject({ subject: 'Uitslag', patient: { id: one.patient } });
    expect(deskEconsultThread.parse((await world.get(`/staff/econsults/${made.id}`, gp)).body)).toMatchObject({ messages: [{ from: 'patient', author: null, text: question.question }], patient: { id: one.patient } });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'econsult.read', actorKind: 'staff', object: made.id, patient: one.patient, outcome: 'done' });
  });

  it('asked on Friday after closing counts from Monday (N3)', async () => {
    world.set('2026-11-27T16:05:00Z');
    expect((await sent((await patient()).page)).promise).toEqual({ date: '2026-12-02', from: null });
    world.set('2026-11-24T09:00:00Z');
  });

  it('is answered, mailed without content, and read: unread until then', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    world.pass(60);
    expect((await reply(id)).body).toMatchObject({ state: 'answered', messages: [{ from: 'patient' }, { from: 'practice', author: 'A. Balie', text: 'Het is goed.\nGroet' }] });
    expect((await world.mails()).at(-1)).toEqual({ template: 'answer-ready', to: `${one.account}@post.example`, locale: 'en', clinic: 'de-linde', data: { service: 'econsults' } });
    expect(await list(one.page)).toMatchObject([{ state: 'answered', unread: true, answeredAt: world.now.toISOString() }]);
    expect(econsultThread.parse((await read(one.page, id)).body)).toMatchObject({ unread: false, messages: [{ text: question.question }, { author: 'A. Balie', text: 'Het is goed.\nGroet' }] });
    expect(await list(one.page)).toMatchObject([{ unread: false }]);
  });

  it('stays unread while it only waits for an answer', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    await read(one.page, id);
    await reply(id);
    expect(await list(one.page)).toMatchObject([{ unread: true }]);
  });

  it('is sealed: neither question nor answer is legible in tables, mails or audit', async () => {
    const one = await patient();
    const { id } = receipt.parse((await send(one.page, { urgent: false, subject: 'kanarieonderwerp', question: 'kanarievraag' })).body);
    await reply(id, gp, 'kanarieantwoord');
    const { econsults, econsultMessages, idempotency, outbox, audit } = schema;
    for (const table of [econsults, econsultMessages, idempotency, outbox, audit]) expect(JSON.stringify(await world.db.select().from(table))).not.toContain('kanarie');
    expect(JSON.stringify(await world.mails())).not.toContain('kanarie');
  });

  it('is answered once: of 50 who answer at once one does, with one mail', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    const before = (await world.mails()).length;
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => reply(id, gp, `Antwoord ${at}`)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map((answer) => answer.body.error))).toEqual(new Set(['already_handled']));
    expect(await world.db.select().from(schema.econsultMessages).where(eq(schema.econsultMessages.econsult, id))).toHaveLength(2);
    expect((await world.mails()).length - before).toBe(1);
  });

  it('is sent once: 50 parallel tries with one key make one question and one answer', async () => {
    const one = await patient();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(one.page, question, key)));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    expect(await list(one.page)).toHaveLength(1);
    expect((await send(one.page, { ...question, subject: 'Anders' }, key)).body.error).toBe('idempotency_mismatch');
  });

  it.each([
    ['urgency not answered', { subject: 'a', question: 'b' }, ['urgent']], ['an urgent question', { ...question, urgent: true }, ['urgent']], ['no subject', { ...question, subject: '  ' }, ['subject']],
    ['more than the clinic takes', { ...question, question: 'k'.repeat(501) }, ['question']], ['more than the contract takes', { ...question, question: 'k'.repeat(5001) }, ['question']], ['control characters', { ...question, question: 'a\u0000b' }, ['question']],
  ])('names the field on %s (S4-06)', async (_, body, fields) => {
    const answer = await send((await patient()).page, body);
    expect([answer.status, answer.body]).toMatchObject([400, { error: 'invalid_request', fields }]);
  });

  it('is unknown to another patient and another clinic', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    const other = await patient();
    expect((await read(other.page, id)).status).toBe(404);
    expect((await read(world.page('econsults', { ...one, clinic: 'zeezicht' }), id)).status).toBe(404);
    const elsewhere = world.staff(['owner'], 'zeezicht');
    expect((await world.get(`/staff/econsults/${id}`, elsewhere)).status).toBe(404);
    expect((await reply(id, elsewhere)).status).toBe(404);
    expect((await reply(randomUUID())).status).toBe(404);
    expect(await list(one.page)).toMatchObject([{ state: 'sent' }]);
  });

  it('survives an account that is gone: answered, nobody to mail', async () => {
    const person = { account: randomUUID(), patient: (await world.patient()).id };
    const { id } = await sent(world.page('econsults', person));
    const before = (await world.mails()).length;
    expect((await reply(id)).status).toBe(200);
    expect((await world.mails()).length).toBe(before);
  });
});
