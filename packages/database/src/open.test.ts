import { expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { openDatabase } from './open.ts';
import { testDatabase } from './testing.ts';

it('a connection that breaks between two queries of a transaction fails that transaction, not the process', async () => {
  const { db, close } = await testDatabase();
  try {
    const transaction = db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await db.execute(sql`select pg_terminate_backend(${rows[0]!.pid})`);
      // Long enough for the end of the connection to arrive while nobody waits for an answer on it.
      await new Promise((next) => { setTimeout(next, 300); });
      await tx.execute(sql`select 1`);
    });
    await expect(transaction).rejects.toThrow();
    expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  } finally { await close(); }
});

it('a database that cannot be reached fails the query, not the opening', async () => {
  const { db, close } = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
  await expect(db.execute(sql`select 1`)).rejects.toThrow();
  await close();
});
