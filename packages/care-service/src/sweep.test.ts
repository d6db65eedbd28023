import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { hold } from '@balie/contracts';
import { schema } from '@balie/database';
import { openWorld } from './testing/world.ts';

it('sweeping forgets holds that ended and answers older than two days, and nothing that still works', async () => {
  const world = await openWorld();
  try {
    const person = { account: world.account(), patient: (await world.patient()).id };
    const [page, other] = [world.page('appointments', person), world.page('appointments', person)];
    const gp = await world.practitioner();
    const [ended, live] = [await world.slot(gp, '2026-11-28T08:00:00Z'), await world.slot(gp, '2026-11-28T09:00:00Z')];
    const question = { urgent: false, subject: 'a', question: 'b' };
    const [old, young] = [randomUUID(), randomUUID()];
    const send = (key: string) => world.post('/care/econsults', world.page('econsults', person), question, key);
    await send(old);
    world.pass(86_400 + 60);
    await world.post('/care/holds', page, { slot: ended.id, type: 'consult' });
    world.pass(86_400);
    const first = (await send(young)).text;
    const mine = hold.parse((await world.post('/care/holds', other, { slot: live.id, type: 'consult' })).body);

    await world.care.sweep();
    expect((await world.db.select().from(schema.slotHolds)).map((row) => row.id)).toEqual([mine.id]);
    expect(await world.db.select().from(schema.idempotency)).toHaveLength(1);
    expect((await send(young)).text).toBe(first);
  } finally { await world.close(); }
});
