import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outbox } from './schema.ts';
import { asWritten, testDatabase } from './testing.ts';

let cache: string;
beforeEach(async () => { cache = await mkdtemp(join(tmpdir(), 'balie-tests-')); await chmod(cache, 0o755); });
afterEach(() => rm(cache, { recursive: true, force: true }));

/** A test process of its own: the answer of a query, or what went wrong. */
const another = () => new Promise<string>((done) => {
  const script = `import { testDatabase } from ${JSON.stringify(new URL('./testing.ts', import.meta.url).href)};
    const { db, close } = await testDatabase({ cache: process.env.CACHE });
    const { rows } = await db.execute('select count(*)::int as n from audit');
    process.stdout.write(String(rows[0].n));
    await close();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, CACHE: cache }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { said += part.toString(); });
  child.once('close', () => done(said));
});
const servers = async () => (await readdir(cache)).filter((name) => !name.endsWith('.broken')).sort();

describe('databases for tests', { timeout: 60_000 }, () => {
  it('come back by themselves after a power cut spoilt the data, also for processes that start together', async () => {
    await (await testDatabase({ cache })).close();
    const [spoilt] = await servers();
    // What PostgreSQL then says: could not locate a valid checkpoint record.
    const wal = join(cache, spoilt!, 'postgres/data/pg_wal');
    for (const file of await readdir(wal)) await rm(join(wal, file), { recursive: true });
    expect(await Promise.all([another(), another()])).toEqual(['0', '0']);
    expect(await servers()).toHaveLength(2);
  });

  it('of an earlier boot of the machine are cleared away', async () => {
    await (await testDatabase({ cache })).close();
    const [now] = await servers();
    await rename(join(cache, now!), join(cache, 'earlier-0'));
    await (await testDatabase({ cache })).close();
    expect(await servers()).toEqual([now]);
  });
});

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
