import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendAudit, verifyAudit } from './audit.ts';
import type { AuditEntry } from './audit.ts';
import { audit } from './schema.ts';
import { testDatabase } from './testing.ts';
import type { TestDatabase } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => { test = await testDatabase({ max: 25 }); });
afterAll(() => test.close());
const entry = (action: string, over: Partial<AuditEntry> = {}): AuditEntry => ({ at: new Date('2026-01-01T12:00:00.123Z'), clinic: 'de-linde', actorKind: 'staff', actor: 'a', action, objectKind: 'patient', object: 'b', patient: 'c', outcome: 'done', ...over });
const append = (one: AuditEntry) => test.db.transaction((tx) => appendAudit(tx, one));

/** As someone with the rights of the database's owner would: past the trigger. */
const tamper = (statement: ReturnType<typeof sql>) => test.db.transaction(async (tx) => {
  await tx.execute(sql`set local session_replication_role = replica`);
  await tx.execute(statement);
});

describe('audit (T33)', () => {
  it('chains rows of 50 parallel transactions without a fork or a gap', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => append(entry(`act-${index}`))));
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true, rows: 50 });
  });

  it('leaves no row when the act is rolled back, and the chain holds', async () => {
    await expect(test.db.transaction(async (tx) => { await appendAudit(tx, entry('undone')); throw new Error('no'); })).rejects.toThrow('no');
    await append(entry('next', { clinic: null, actor: null, object: null, objectKind: null, patient: null }));
    expect(await test.db.select().from(audit).where(eq(audit.action, 'undone'))).toEqual([]);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true, rows: 51 });
  });

  it.each([['update', sql`update audit set outcome = 'x'`], ['delete', sql`delete from audit`], ['truncate', sql`truncate audit`]])('refuses to %s', async (_, statement) => {
    await expect(test.db.execute(statement)).rejects.toMatchObject({ cause: { message: 'the audit is append-only' } });
  });

  it.each([
    ['a changed outcome', sql`update audit set outcome = 'refused' where sequence = (select min(sequence) + 9 from audit)`, sql`update audit set outcome = 'done' where sequence = (select min(sequence) + 9 from audit)`],
    ['a time moved by a millisecond', sql`update audit set at = at + interval '1 ms' where sequence = (select min(sequence) + 9 from audit)`, sql`update audit set at = at - interval '1 ms' where sequence = (select min(sequence) + 9 from audit)`],
    ['one flipped character of the hash', sql`update audit set hash = reverse(hash) where sequence = (select min(sequence) + 9 from audit)`, sql`update audit set hash = reverse(hash) where sequence = (select min(sequence) + 9 from audit)`],
  ])('names the row of %s', async (_, change, undo) => {
    const [tenth] = await test.db.select().from(audit).orderBy(audit.sequence).limit(1).offset(9);
    await tamper(change);
    expect(await verifyAudit(test.db)).toEqual({ ok: false, sequence: tenth?.sequence });
    await tamper(undo);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it('names the row after one that is gone; the kept head shows when the newest are', async () => {
    const rows = await test.db.select().from(audit).orderBy(audit.sequence);
    const whole = await verifyAudit(test.db);
    await tamper(sql`delete from audit where sequence = ${rows.at(-1)?.sequence}`);
    const cut = await verifyAudit(test.db);
    expect(cut).toMatchObject({ ok: true, rows: 50 });
    expect(cut).not.toMatchObject({ head: whole.ok ? whole.head : '' });
    await tamper(sql`delete from audit where sequence = ${rows[19]?.sequence}`);
    expect(await verifyAudit(test.db)).toEqual({ ok: false, sequence: rows[20]?.sequence });
  });
});
