import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq, schema } from '@balie/database';
import { limits, rateKey } from './limits.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world.close());

describe('how much an account may do in an hour (T04)', () => {
  const question = { urgent: false, subject: 'a', question: 'b' };
  const person = async () => ({ account: world.account(), patient: (await world.patient()).id });

  it('sends twenty, however many pages race; then 429 that says when, and nothing is sent. A repetition costs nothing', async () => {
    const one = await person();
    const page = world.page('econsults', one);
    const key = randomUUID();
    for (let turn = 0; turn < 30; turn += 1) expect((await world.post('/care/econsults', page, question, key)).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 30 }, () => world.post('/care/econsults', world.page('econsults', one), question, randomUUID())));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(limits.send.limit - 1);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.body).toMatchObject({ error: 'too_many_requests', retry_after: 3600 });
    expect(refused.headers.get('retry-after')).toBe('3600');
    expect(await world.db.$count(schema.econsults)).toBe(limits.send.limit);
    // What went already is still answered, and nobody else waits.
    expect((await world.post('/care/econsults', page, question, key)).status).toBe(200);
    expect((await world.post('/care/econsults', world.page('econsults', await person()), question, randomUUID())).status).toBe(200);
    world.pass(3600);
    expect((await world.post('/care/econsults', page, question, randomUUID())).status).toBe(200);
  });

  it.each([['read', 'econsult.list', 200, (page: string) => world.get('/care/econsults', page)], ['write', 'econsult.send', 400, (page: string) => world.post('/care/econsults', page, {}, randomUUID())], ['file', 'econsult.file', 404, (page: string) => world.get(`/care/econsults/files/${randomUUID()}`, page)]] as const)('answers so many requests of one operation (%s), refused ones too, then 429', async (kind, operation, usual, ask) => {
    const one = await person();
    const page = world.page('econsults', one);
    const answered = (await ask(page)).status;
    expect(answered).toBe(usual);
    // As if all but one had come already.
    const set = await world.db.update(schema.counters).set({ count: limits[kind].limit - 1 }).where(eq(schema.counters.key, rateKey(world.keyring, kind, operation, one.account))).returning();
    expect(set).toHaveLength(1);
    expect([(await ask(page)).status, (await ask(page)).status]).toEqual([answered, 429]);
    // Another operation of the same account goes on.
    expect((await world.get('/care/appointments', world.page('appointments', one))).status).toBe(200);
  });
});

describe('how much a member of staff may do in an hour', () => {
  it.each([['staffRead', 'desk.queue', 200, (member: string) => world.get('/staff/queue', member)], ['staffWrite', 'account.search', 400, (member: string) => world.post('/staff/accounts/search', member, {})], ['staffRead', 'medication.list', 404, (member: string) => world.get(`/staff/patients/${randomUUID()}/care/medication`, member)]] as const)('%s: counted whatever becomes of it, of each member and operation by itself, before anything is parsed', async (kind, operation, usual, ask) => {
    const [member, colleague] = [world.staff(['assistant']), world.staff(['assistant'])];
    expect((await ask(member)).status).toBe(usual);
    const set = await world.db.update(schema.counters).set({ count: limits[kind].limit - 1 }).where(eq(schema.counters.key, rateKey(world.keyring, kind, operation, world.staffId(member)))).returning();
    expect(set).toHaveLength(1);
    expect([(await ask(member)).status, (await ask(member)).status, (await ask(colleague)).status]).toEqual([usual, 429, usual]);
    expect((await world.get('/staff/members', world.staff(['owner']))).status).toBe(200);
  });
});
