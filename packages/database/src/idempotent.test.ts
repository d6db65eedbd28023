import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { idempotent } from './idempotent.ts';
import type { Transaction } from './open.ts';
import { dpopProofs, idempotency } from './schema.ts';
import { testDatabase } from './testing.ts';
import type { TestDatabase } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => { test = await testDatabase({ max: 25 }); });
afterAll(() => test.close());
const signal = (): [Promise<void>, () => void] => { const { promise, resolve } = Promise.withResolvers<void>(); return [promise, resolve]; };
const now = new Date('2026-01-01T12:00:00Z');

/** Any effect that can be counted: a row with a random key. */
const effect = async (tx: Transaction, mark: string) => {
  await tx.insert(dpopProofs).values({ hash: `${mark}-${randomUUID()}`, expiresAt: now });
  return { number: randomUUID() };
};
const effects = async (mark: string) => (await test.db.select().from(dpopProofs)).filter((row) => row.hash.startsWith(mark)).length;
const call = (mark: string, request: unknown, scope = 'account/econsult') => test.db.transaction((tx) => idempotent(tx, test.keyring, { key: mark, scope, request, now }, () => effect(tx, mark)));

describe('sending once', () => {
  it('gives 50 parallel callers of one key one effect and one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => call('race', { text: 'x' })));
    expect(new Set(answers.map((answer) => answer.number)).size).toBe(1);
    expect(await effects('race')).toBe(1);
  });

  it('gives a retry the first answer whatever the order of its fields, and refuses another body', async () => {
    const first = await call('retry', { a: 1, b: { c: [1, 2], d: null } });
    expect(await call('retry', { b: { d: null, c: [1, 2] }, a: 1 })).toEqual(first);
    await expect(call('retry', { a: 1, b: { c: [2, 1], d: null } })).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    expect(await effects('retry')).toBe(1);
  });

  it('keeps the same key of another account or operation apart', async () => {
    const [mine, other] = [await call('apart', {}, 'account-1/econsult'), await call('apart', {}, 'account-2/econsult')];
    expect(mine.number).not.toBe(other.number);
  });

  it('remembers nothing of an act that failed: the next try acts, and a waiting one takes over', async () => {
    const [inside, enter] = signal(), [failure, fail] = signal();
    const failing = test.db.transaction((tx) => idempotent(tx, test.keyring, { key: 'failed', scope: 's', request: {}, now }, async () => { await effect(tx, 'failed'); enter(); await failure; throw new Error('down'); }));
    await inside;
    const second = call('failed', {}, 's');
    await vi.waitFor(async () => expect((await test.db.execute(sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rows).toHaveLength(1));
    fail();
    await expect(failing).rejects.toThrow('down');
    expect((await second).number).toMatch(/-/);
    expect(await effects('failed')).toBe(1);
  });

  it('stores neither key, request nor answer in the clear (T25)', async () => {
    const key = randomUUID();
    await test.db.transaction((tx) => idempotent(tx, test.keyring, { key, scope: 's', request: { question: 'huiduitslag' }, now }, () => Promise.resolve({ secret: 'huiduitslag' })));
    expect(JSON.stringify(await test.db.select().from(idempotency))).not.toMatch(new RegExp(`${key}|huiduitslag`));
  });
});
