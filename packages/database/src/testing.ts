/** An own, migrated database a test file, on one embedded server that all test processes of the machine share while any of them lives. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { createKeyring } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { channels, queueOptions } from './queues.ts';
import { migrate, migrationsFolder } from './migrate.ts';
import { openDatabase } from './open.ts';
import type { Database } from './open.ts';
import { openCluster } from './postgres/cluster.ts';

/** Shared by every living test process; the last one to go takes it alone and stops the server. */
const serverLock = 4_400_010;
const templateLock = 4_400_011;
// The data is thrown away, so the disk need not be waited for.
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=400'];

/** Rows in the order they were written. Not `ctid`: each connection fills a page of its own, so a later row may stand before an earlier one. */
export const asWritten = sql`xmin::text::bigint, cmin::text::bigint`;

export interface TestDatabase { db: Database; url: string; keyring: Keyring; close(): Promise<void> }

/** `max`: connections of `db`'s pool. */
export async function testDatabase({ max = 20 }: { max?: number } = {}): Promise<TestDatabase> {
  const cluster = await openCluster(folder());
  const { client: guest, port } = await enter();
  const template = await makeTemplate(guest, (name) => cluster.url(port, name));
  const name = `test_${randomBytes(8).toString('hex')}`;
  await guest.query(`create database ${name} template ${template}`);
  const url = cluster.url(port, name);
  const { db, close } = openDatabase({ url, max });
  return {
    db, url, keyring: createKeyring(randomBytes(32)),
    async close() {
      await close();
      await guest.query(`drop database if exists ${name} with (force)`);
      await guest.query('select pg_advisory_unlock_shared($1)', [serverLock]);
      const { rows } = await guest.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [serverLock]);
      // Stopped while still holding the lock: whoever waits for it is turned away and starts the server again.
      if (rows[0]?.alone) await cluster.stop();
      await guest.end().catch(() => {});
    },
  };

  /** Another process may be stopping the server just now: then the connection fails, and it is started again. */
  async function enter(): Promise<{ client: pg.Client; port: number }> {
    for (let turn = 0; ; turn++) {
      const { port: at } = await cluster.start(0, settings);
      const client = new pg.Client({ connectionString: cluster.url(at, 'postgres'), application_name: 'balie-test' });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.query('select pg_advisory_lock_shared($1)', [serverLock]);
        return { client, port: at };
      } catch (thrown) {
        await client.end().catch(() => {});
        if (turn >= 60) throw thrown;
        await new Promise((done) => setTimeout(done, 250));
      }
    }
  }
}

function folder(): string {
  const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
  const cache = join(modules, '.cache', 'balie-tests');
  try { mkdirSync(cache, { recursive: true }); return cache; } catch { return join(tmpdir(), `balie-tests-${createHash('sha256').update(modules).digest('hex').slice(0, 8)}`); }
}

/** Named for the migrations it was made from: a changed migration makes a new one. Made under a lock, and visible only when complete. */
async function makeTemplate(client: pg.Client, url: (name: string) => string): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([channels, queueOptions]));
  for (const file of readdirSync(migrationsFolder).filter((entry) => entry.endsWith('.sql')).sort()) hash.update(file).update(readFileSync(join(migrationsFolder, file)));
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  await client.query('select pg_advisory_lock($1)', [templateLock]);
  try {
    const { rows } = await client.query<{ datname: string }>(`select datname from pg_database where datname like 'template\\_%' or datname like 'building\\_%'`);
    if (!rows.some((row) => row.datname === name)) {
      for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
      const building = `building_${randomBytes(4).toString('hex')}`;
      await client.query(`create database ${building}`);
      await migrate(url(building));
      await client.query(`alter database ${building} rename to ${name}`);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateLock]);
  }
  return name;
}
