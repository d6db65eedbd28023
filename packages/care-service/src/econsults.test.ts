import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskEconsultThread, deskQueue, econsultsAnswer, econsultThread, receipt } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { seal } from './seals.ts';
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
const intake = async (page: string, at = world) => econsultsAnswer.parse((await at.get('/care/econsults', page)).body).intake;
const list = async (page: string) => econsultsAnswer.parse((await world.get('/care/econsults', page)).body).items;
const read = (page: string, id: string) => world.get(`/care/econsults/${id}`, page);
const reply = (id: string, by = gp, text = 'Het is goed.\nGroet', seen = 1) => world.post(`/staff/econsults/${id}/answer`, by, { text, seen });
const writeAgain = (page: string, id: string, text = 'En de pillen?', key: string = randomUUID()) => world.post(`/care/econsults/${id}/reply`, page, { text }, key);
const waiting = async () => deskQueue.parse((await world.get('/staff/queue', gp)).body).econsults;

describe('a question to the practice', () => {
  it('is received with a number and the day of the answer, and waits at the desk (N1, N3)', async () => {
    const one = await patient();
    const made = await sent(one.page);
    expect(made).toMatchObject({ receivedAt: world.now.toISOString(), promise: { date: '2026-11-26', from: null } });
    expect(made.number).toMatch(/^E-/);
    expect(await list(one.page)).toEqual([{ ...made, subject: 'Uitslag', state: 'sent', waitingSince: made.receivedAt, answeredAt: null, unread: 0 }]);
    expect(deskQueue.parse((await world.get('/staff/queue', gp)).body).econsults.find((item) => item.id === made.id)).toMatchObject({ subject: 'Uitslag', patient: { id: one.patient } });
    expect(deskEconsultThread.parse((await world.get(`/staff/econsults/${made.id}`, gp)).body)).toMatchObject({ messages: [{ from: 'patient', author: null, text: question.question }], patient: { id: one.patient } });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'econsult.read', actorKind: 'staff', object: made.id, patient: one.patient, outcome: 'done' });
  });

  it('names at the desk the account\'s telephone where the record has none, as long as the account sees the record (T32)', async () => {
    const one = { account: world.account({ phone: '+31687654321' }), patient: (await world.patient()).id };
    const made = await sent(world.page('econsults', one));
    const shown = async () => [(await waiting()).find(({ id }) => id === made.id)!, deskEconsultThread.parse((await world.get(`/staff/econsults/${made.id}`, gp)).body)].map(({ patient: { phone }, accountPhone }) => [phone, accountPhone]);
    expect(await shown()).toEqual([['+31612345678', undefined], ['+31612345678', undefined]]);
    await world.db.update(schema.patients).set({ phoneSealed: null }).where(eq(schema.patients.id, one.patient));
    expect(await shown()).toEqual([[null, '+31687654321'], [null, '+31687654321']]);
    expect((await reply(made.id)).body).toMatchObject({ patient: { phone: null }, accountPhone: '+31687654321' });
    world.endedGuardians.add(one.account);
    expect(await shown()).toEqual([[null, undefined], [null, undefined]]);
  });

  it('is found in the list however many came after it: page by page, each once; nobody else’s', async () => {
    const one = await patient();
    const rows = await world.db.insert(schema.econsults).values(Array.from({ length: 45 }, (_, at) => { const waitingSince = new Date(Date.parse('2026-01-01T09:00:00Z') + Math.floor(at / 3) * 60_000); return { number: `E-PAGE-${22 + 10 * Math.floor(at / 8) + (at % 8)}`, clinic: 'de-linde', patient: one.patient, account: one.account, subjectSealed: seal(world.keyring, 'econsultSubject', `Vraag ${at}`), state: 'answered', receivedAt: waitingSince, waitingSince, answeredAt: waitingSince, messages: 1 }; })).returning({ id: schema.econsults.id });
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page = econsultsAnswer.parse((await world.get(`/care/econsults${next === null ? '' : `?after=${next}`}`, one.page)).body);
      expect(page.items.length).toBeLessThanOrEqual(20);
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
    } while (next !== null && seen.length < 100);
    expect(seen.toSorted()).toEqual(rows.map(({ id }) => id).sort());
    expect(econsultsAnswer.parse((await world.get(`/care/econsults?after=${rows.at(-1)!.id}`, (await patient()).page)).body)).toMatchObject({ items: [] });
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
    expect(await list(one.page)).toMatchObject([{ state: 'answered', unread: 1, answeredAt: world.now.toISOString() }]);
    expect(econsultThread.parse((await read(one.page, id)).body)).toMatchObject({ unread: 0, messages: [{ text: question.question }, { author: 'A. Balie', text: 'Het is goed.\nGroet' }] });
    expect(await list(one.page)).toMatchObject([{ unread: 0 }]);
  });

  it('stays unread while it only waits for an answer', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    await read(one.page, id);
    await reply(id);
    expect(await list(one.page)).toMatchObject([{ unread: 1 }]);
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

  it('one key for two children of a guardian makes two questions: the answer for one is never given for the other (N8)', async () => {
    const [one, other] = [await patient(), await patient()];
    const forOther = world.page('econsults', { account: one.account, patient: other.patient });
    const key = randomUUID();
    const [first, second] = [receipt.parse((await send(one.page, question, key)).body), receipt.parse((await send(forOther, question, key)).body)];
    expect(second.id).not.toBe(first.id);
    expect(await list(other.page)).toMatchObject([{ id: second.id }]);
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

describe('writing again in a question (S4-05)', () => {
  it('goes both ways: what was answered waits again with a day of its own, and the practice is told', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    await reply(id);
    await read(one.page, id);
    world.set('2026-12-01T16:05:00Z');
    const again = econsultThread.parse((await writeAgain(one.page, id)).body);
    expect(again).toMatchObject({ state: 'sent', promise: { date: '2026-12-04' }, waitingSince: world.now.toISOString(), unread: 0, reply: { until: null }, messages: [{ from: 'patient' }, { from: 'practice' }, { from: 'patient', text: 'En de pillen?' }] });
    expect((await world.mails()).at(-1)).toMatchObject({ template: 'practice-new-work' });
    expect((await waiting()).find((item) => item.id === id)).toMatchObject({ state: 'sent' });
    expect((await reply(id, gp, 'Die ook.', 3)).body).toMatchObject({ state: 'answered', messages: [{}, {}, {}, { text: 'Die ook.' }] });
    world.set('2026-11-24T09:00:00Z');
  });

  it('keeps the day that was promised while it waits (N3)', async () => {
    const one = await patient();
    const { id, promise } = await sent(one.page);
    world.set('2026-11-25T09:00:00Z');
    expect((await writeAgain(one.page, id)).body).toMatchObject({ promise, waitingSince: '2026-11-24T09:00:00.000Z', messages: [{}, {}] });
    world.set('2026-11-24T09:00:00Z');
  });

  it('an answer by somebody who did not read the patient’s last word is not sent', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    await writeAgain(one.page, id, 'Het is intussen erger.');
    expect((await reply(id, gp, 'Rustig aan.', 1)).body.error).toBe('already_handled');
    expect(await list(one.page)).toMatchObject([{ state: 'sent' }]);
    expect((await reply(id, gp, 'Bel ons.', 2)).status).toBe(200);
  });

  it('counts what is unread, and shows the desk whether and when it was read', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    await reply(id);
    await reply(id, gp, 'Nog iets.', 2);
    expect(await list(one.page)).toMatchObject([{ unread: 2 }]);
    expect((await waiting()).find((item) => item.id === id)).toMatchObject({ state: 'answered', unread: 2 });
    expect(deskEconsultThread.parse((await world.get(`/staff/econsults/${id}`, gp)).body).messages.map(({ readAt }) => readAt)).toEqual([null, null, null]);
    world.pass(60);
    const at = world.now.toISOString();
    await read(one.page, id);
    world.pass(60);
    await read(one.page, id);
    expect(deskEconsultThread.parse((await world.get(`/staff/econsults/${id}`, gp)).body)).toMatchObject({ unread: 0, messages: [{ readAt: null }, { readAt: at }, { readAt: at }] });
  });

  it('one message tells of ten answers; after those were read, or a day later, the next is told (S1-07)', async () => {
    const one = await patient();
    const questions = await Promise.all([sent(one.page), sent(one.page)]);
    const told = async () => (await world.mails()).filter((mail) => mail.template === 'answer-ready' && mail.to.startsWith(one.account)).length;
    for (let seen = 1; seen <= 5; seen += 1) for (const { id } of questions) expect((await reply(id, gp, `Deel ${seen}`, seen)).status).toBe(200);
    expect(await told()).toBe(1);
    for (const { id } of questions) await read(one.page, id);
    world.pass(15 * 60);
    await reply(questions[0]!.id, gp, 'Nog iets.', 6);
    expect(await told()).toBe(2);
    world.pass(86_400);
    await reply(questions[1]!.id, gp, 'En nog iets.', 6);
    expect(await told()).toBe(3);
    world.set('2026-11-24T09:00:00Z');
  });

  it('what a guardian writes for a child says so, with the name, to child, guardian and desk; what the child writes does not (N8)', async () => {
    const child = await patient();
    const guardian = world.page('econsults', { account: world.account(), patient: child.patient, guardian: 'Kirsten Berggren' });
    const { id } = await sent(guardian);
    const writers = (body: unknown) => (body as { messages: { from: string; author: string | null }[] }).messages.map(({ from, author }) => [from, author]);
    for (const token of [guardian, child.page]) expect(writers((await read(token, id)).body)).toEqual([['guardian', 'Kirsten Berggren']]);
    expect(writers((await world.get(`/staff/econsults/${id}`, gp)).body)).toEqual([['guardian', 'Kirsten Berggren']]);
    const own = await sent(child.page);
    expect(writers((await read(child.page, own.id)).body)).toEqual([['patient', null]]);
  });

  it('what a guardian was told and did not read keeps no message from the child who asked something else (N8)', async () => {
    const child = await patient();
    const guardian = world.account();
    const theirs = await sent(world.page('econsults', { account: guardian, patient: child.patient })), own = await sent(child.page);
    await reply(theirs.id);
    await reply(own.id);
    expect((await world.mails()).filter((mail) => mail.template === 'answer-ready').map(({ to }) => to).slice(-2)).toEqual([`${guardian}@post.example`, `${child.account}@post.example`]);
  });

  it('is over so many days after the answer, and where the practice wants none', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    await reply(id);
    expect((await read(one.page, id)).body).toMatchObject({ reply: { until: '2026-12-08T09:00:00.000Z' } });
    world.set('2026-12-08T09:00:00Z');
    expect((await read(one.page, id)).body).toMatchObject({ reply: null });
    expect((await writeAgain(one.page, id)).body.error).toBe('conflict');
    world.set('2026-11-24T09:00:00Z');
    const strict = await openWorld({ 'de-linde': { econsults: { replyDays: 0 } } });
    try {
      const person = { account: strict.account(), patient: (await strict.patient()).id };
      const page = strict.page('econsults', person);
      const { id: made } = receipt.parse((await strict.post('/care/econsults', page, question, randomUUID())).body);
      expect((await strict.get(`/care/econsults/${made}`, page)).body).toMatchObject({ reply: null });
      expect((await strict.post(`/care/econsults/${made}/reply`, page, { text: 'x' }, randomUUID())).body.error).toBe('conflict');
    } finally { await strict.close(); }
  });

  it('is sent once: 20 parallel tries with one key make one message; another patient’s question is unknown', async () => {
    const one = await patient();
    const { id } = await sent(one.page);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => writeAgain(one.page, id, 'Eenmaal.', key)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await read(one.page, id)).body).toMatchObject({ messages: [{}, { text: 'Eenmaal.' }] });
    expect((await writeAgain((await patient()).page, id)).status).toBe(404);
    expect((await writeAgain(one.page, id, 'k'.repeat(501))).body).toMatchObject({ error: 'invalid_request', fields: ['text'] });
    expect(JSON.stringify(await world.db.select().from(schema.econsultMessages))).not.toContain('Eenmaal');
  });
});

describe('when questions are taken', () => {
  const limited = (econsults: object) => openWorld({ 'de-linde': { econsults } });
  const visitor = async (at: World) => at.page('econsults', { account: at.account(), patient: (await at.patient()).id });

  it('day and night where the practice says nothing (S1-01)', async () => {
    world.set('2026-11-29T02:00:00Z');
    const { page } = await patient();
    expect(await intake(page)).toEqual({ open: true });
    expect((await send(page)).status).toBe(200);
    world.set('2026-11-24T09:00:00Z');
  });

  it('in its hours only, and for a question under way too; nothing is counted or written outside', async () => {
    const small = await limited({ hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '16:00' }], closures: [{ from: '2026-11-26', to: '2026-11-26' }] });
    try {
      const page = await visitor(small);
      const { id } = receipt.parse((await small.post('/care/econsults', page, question, randomUUID())).body);
      for (const [time, why, opens] of [['2026-11-24T15:00:00Z', 'hours', '2026-11-25'], ['2026-11-26T10:00:00Z', 'closed', '2026-11-27']] as const) {
        small.set(time);
        expect(await intake(page, small)).toEqual({ open: false, why, opens: { date: opens, time: '08:00' } });
        expect((await small.post('/care/econsults', page, question, randomUUID())).body.error).toBe('econsults_closed');
        expect((await small.post(`/care/econsults/${id}/reply`, page, { text: 'x' }, randomUUID())).body.error).toBe('econsults_closed');
      }
      expect(await small.db.$count(schema.econsultMessages)).toBe(1);
    } finally { await small.close(); }
  });

  it('so many a day: of 30 at once as many as the practice takes, then “full” until its next day', async () => {
    const small = await limited({ perDay: 4 });
    try {
      small.set('2026-11-24T22:30:00Z');
      const pages = await Promise.all(Array.from({ length: 30 }, () => visitor(small)));
      const answers = await Promise.all(pages.map((page) => small.post('/care/econsults', page, question, randomUUID())));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(4);
      expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.error))).toEqual(new Set(['econsults_closed']));
      expect(await intake(pages[0]!, small)).toEqual({ open: false, why: 'full', opens: { date: '2026-11-25', time: '00:00' } });
      const sentBy = pages[answers.findIndex(({ status }) => status === 200)]!;
      const { id } = receipt.parse(answers.find(({ status }) => status === 200)!.body);
      expect((await small.post(`/care/econsults/${id}/reply`, sentBy, { text: 'Nog iets.' }, randomUUID())).status, 'writing again is not one more').toBe(200);
      small.set('2026-11-24T23:00:00Z');
      expect(await intake(pages[0]!, small)).toEqual({ open: true });
    } finally { await small.close(); }
  });
});
