import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countHit, readCount, uncount } from './counters.ts';
import { testDatabase } from './testing.ts';
import type { TestDatabase } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => { test = await testDatabase({ max: 25 }); });
afterAll(() => test.close());
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, seconds));
const rule = { limit: 5, windowSeconds: 60 };

describe('limits', () => {
  it('counts 50 parallel hits as 50 and lets exactly the limit through (T09)', async () => {
    const hits = await Promise.all(Array.from({ length: 50 }, () => countHit(test.db, 'parallel', rule, at(0))));
    expect(hits.map((hit) => hit.count).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(hits.filter((hit) => hit.allowed)).toHaveLength(5);
    expect(await readCount(test.db, 'parallel', at(1))).toBe(50);
  });

  it('begins a new window when the old one has ended, and says how long until then', async () => {
    for (let hit = 0; hit < 5; hit++) await countHit(test.db, 'window', rule, at(hit));
    expect(await countHit(test.db, 'window', rule, at(20))).toEqual({ allowed: false, count: 6, retryAfter: 40, windowEndsAt: at(60) });
    expect(await readCount(test.db, 'window', at(59))).toBe(6);
    expect(await readCount(test.db, 'window', at(60))).toBe(0);
    expect(await countHit(test.db, 'window', rule, at(60))).toEqual({ allowed: true, count: 1, retryAfter: 0, windowEndsAt: at(120) });
  });

  it('gives hits back, never below none', async () => {
    await countHit(test.db, 'back', rule, at(0));
    await Promise.all([uncount(test.db, 'back'), uncount(test.db, 'back'), uncount(test.db, 'unknown')]);
    expect(await readCount(test.db, 'back', at(0))).toBe(0);
    expect(await readCount(test.db, 'unknown', at(0))).toBe(0);
  });
});
