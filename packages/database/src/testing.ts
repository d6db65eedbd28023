/** An own, migrated database a test file, on one embedded server that all test processes of the machine share while any of them lives. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, uptime } from 'node:os';
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
import { openCluster, type Cluster } from './postgres/cluster.ts';
import { reachableFolder, runAs } from './postgres/platform.ts';

/** Shared by every living test process; the last one to go takes it alone and stops the server. */
const serverLock = 4_400_010;
const templateLock = 4_400_011;
// The data is thrown away, so the disk need not be waited for: after a power cut it may be nonsense, so each boot of the machine begins anew.
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=400'];

/** Rows in the order they were written. Not `ctid`: each connection fills a page of its own, so a later row may stand before an earlier one. */
export const asWritten = sql`xmin::text::bigint, cmin::text::bigint`;

export interface TestDatabase { db: Database; url: string; keyring: Keyring; close(): Promise<void> }

/** `max`: connections of `db`'s pool. `cache`: where the servers' folders are. */
export async function testDatabase({ max = 20, cache = cacheFolder() }: { max?: number; cache?: string } = {}): Promise<TestDatabase> {
  const boot = bootName();
  await clearOldBoots(cache, boot);
  const { cluster, client: guest, port } = await enter();
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

  /**
   * The first server of this boot that is not known as broken. One that does not start is marked and the next one made: nothing is taken away from a process
   * that may be at work there, and of several that find it broken at once all meet at the next.
   */
  async function enter(): Promise<{ cluster: Cluster; client: pg.Client; port: number }> {
    let broken: unknown;
    for (let n = 0; ; n++) {
      const folder = join(cache, `${boot}-${n}`);
      if (existsSync(`${folder}.broken`)) continue;
      mkdirSync(folder, { recursive: true });
      try {
        const cluster = await openCluster(folder);
        return { cluster, ...await meet(cluster) };
      } catch (thrown) {
        // A second one that does not start either is no matter of the data.
        if (broken !== undefined) throw thrown;
        broken = thrown;
        writeFileSync(`${folder}.broken`, '');
      }
    }
  }

  /** Another process may be stopping the server just now: then the connection fails, and it is started again. */
  async function meet(cluster: Cluster): Promise<{ client: pg.Client; port: number }> {
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

function cacheFolder(): string {
  const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
  const cache = join(modules, '.cache', 'balie-tests');
  try { mkdirSync(cache, { recursive: true }); return cache; } catch { return join(tmpdir(), `balie-tests-${createHash('sha256').update(modules).digest('hex').slice(0, 8)}`); }
}

/** Of this boot of the machine, where the system tells; else of its minute. */
function bootName(): string {
  try { return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8); } catch { return `boot${Math.round((Date.now() / 1000 - uptime()) / 60)}`; }
}

/** What an earlier boot left behind: no process of it lives. */
async function clearOldBoots(cache: string, boot: string): Promise<void> {
  const old = existsSync(cache) ? readdirSync(cache).filter((name) => !name.startsWith(boot)) : [];
  for (const name of old) for (const folder of [(await reachableFolder(join(cache, name), await runAs())).folder, join(cache, name)]) rmSync(folder, { recursive: true, force: true });
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
