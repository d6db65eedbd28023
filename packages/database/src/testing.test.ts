import { expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { outbox } from './schema.ts';
import { asWritten, testDatabase } from './testing.ts';

it('rows are read in the order they were written, whichever connection wrote them and wherever they found room', async () => {
  const { db, close } = await testDatabase();
  try {
    const put = (at: number, size: number) => db.insert(outbox).values({ template: String(at), clinic: 'c', mailSealed: 'x'.repeat(size), createdAt: new Date(0) });
    for (let at = 0; at < 60; at += 2) {
      await put(at, 1500);
      // The other connection: this one is busy.
      await Promise.all([db.execute(sql`select pg_sleep(0.01)`), put(at + 1, 300)]);
    }
    const read = async (order: typeof asWritten) => (await db.select({ template: outbox.template }).from(outbox).orderBy(order)).map(({ template }) => Number(template));
    const written = Array.from({ length: 60 }, (_, at) => at);
    expect(await read(asWritten)).toEqual(written);
    expect(await read(sql`ctid`)).not.toEqual(written);
  } finally { await close(); }
});
