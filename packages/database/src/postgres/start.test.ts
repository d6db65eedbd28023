import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../open.ts';
import { FolderInUse, startPostgres } from './start.ts';

const execFileAsync = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const module = JSON.stringify(new URL('./start.ts', import.meta.url).href);
let folder: string;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'balie-postgres-')); await chmod(folder, 0o755); });
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end().catch(() => {});
  await rm(folder, { recursive: true, force: true });
});
const start = async (options: Partial<Parameters<typeof startPostgres>[0]> = {}) => {
  const server = await startPostgres({ folder, port: 0, ...options });
  ends.push(() => server.stop());
  return server;
};
const query = async (url: string, text: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return (await client.query(text)).rows as Record<string, unknown>[]; } finally { await client.end(); }
};
const postmaster = async (where = folder) => Number((await readFile(join(where, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

describe('embedded PostgreSQL', { timeout: 40_000 }, () => {
  it('makes, starts, stops and starts again, with what was written', async () => {
    const first = await start();
    expect(first).toMatchObject({ attached: false, moved: false, folder });
    await query(first.url, 'create table kept (n int); insert into kept values (1)');
    await first.stop();
    await expect(query(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    const second = await start();
    expect(second.attached).toBe(false);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
    expect(await query(second.url, `select lower('ÆØÅ') as letters, current_setting('data_checksums') as checksums`)).toEqual([{ letters: 'æøå', checksums: 'on' }]);
  });

  it('listens on this machine only, with a password', async () => {
    const { url } = await start();
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    await expect(query(url.replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('refuses a second server on the folder while the first lives, in words that say what to do', async () => {
    const first = await start();
    await expect(startPostgres({ folder, port: 0 })).rejects.toThrow(FolderInUse);
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('lets one of two win that start on an empty folder at once', async () => {
    const started = await Promise.allSettled([start(), start()]);
    expect(started.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(started.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(FolderInUse);
  });

  it('attaches to the database that a killed server left running, and nothing acknowledged is lost', async () => {
    const script = `
      import { startPostgres } from ${module};
      import pg from ${JSON.stringify(import.meta.resolve('pg'))};
      const { url } = await startPostgres({ folder: process.env.FOLDER, port: 0 });
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('create table kept (n int)');
      for (let n = 1; ; n++) { await client.query('insert into kept values ($1)', [n]); process.stdout.write(n + '\\n'); }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, FOLDER: folder }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (part: Buffer) => { said += part.toString(); });
    await vi.waitFor(() => expect(said.split('\n').length).toBeGreaterThan(50), { timeout: 20_000 });
    child.kill('SIGKILL');
    await once(child, 'close');
    const acknowledged = Math.max(...said.split('\n').slice(0, -1).map(Number));
    const next = await start();
    expect(next.attached).toBe(true);
    const [row] = await query(next.url, 'select count(*)::int as rows, max(n) as newest from kept');
    expect(row?.rows).toBeGreaterThanOrEqual(acknowledged);
    expect(row?.rows).toBe(row?.newest);
  });

  it('comes back by itself when the database is killed (kill -9), on the same address, with every acknowledged row once', async () => {
    const restarted = vi.fn();
    const server = await start({ onRestart: restarted });
    const { db, pool, close } = openDatabase({ url: server.url });
    ends.push(close);
    await pool.query('create table kept (n int primary key)');
    let acknowledged = 0;
    const writing = (async () => {
      for (let n = 1; n <= 2000; n++) {
        try { await db.execute(`insert into kept values (${n})`); acknowledged = n; } catch { break; }
      }
    })();
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(50));
    process.kill(await postmaster(), 'SIGKILL');
    await vi.waitFor(() => expect(restarted).toHaveBeenCalled(), { timeout: 20_000 });
    await writing;
    const { rows } = await pool.query<{ n: number }>('select n from kept order by n');
    expect(rows.map((row) => row.n).slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, index) => index + 1));
    // One more than acknowledged may be there: its answer was lost, not its row.
    expect(rows.length - acknowledged).toBeLessThanOrEqual(1);
    await expect(startPostgres({ folder, port: 0 })).rejects.toThrow(FolderInUse);
  });

  it.each([['nobody', '4194303'], ['another program', String(process.pid)]])('starts after a power cut left a lock file with the process number of %s', async (_, pid) => {
    const first = await start();
    await query(first.url, 'create table kept (n int)');
    await first.stop();
    const data = join(folder, 'postgres', 'data');
    await writeFile(join(data, 'postmaster.pid'), `${pid}\n${data}\n1\n5432\n\n127.0.0.1\n`, { mode: 0o600 });
    if (isRoot) await execFileAsync('chown', ['--reference', data, join(data, 'postmaster.pid')]);
    const second = await start();
    expect(second.attached).toBe(false);
    expect(await query(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
  });

  it('says why it does not start, with the last words of PostgreSQL', async () => {
    const first = await start();
    const taken = Number(new URL(first.url).port);
    const other = await mkdtemp(join(tmpdir(), 'balie-postgres-'));
    await chmod(other, 0o755);
    ends.push(() => rm(other, { recursive: true, force: true }));
    await expect(startPostgres({ folder: other, port: taken })).rejects.toThrow(/does not start in .*Address already in use/s);
  });

  it('runs for a user that is not root, and for root where the postgres user cannot come (then under /var/lib/balie, and it says so)', async () => {
    const home = join(folder, 'home');
    await mkdir(home, { mode: 0o700 });
    if (isRoot) {
      const moved = await start({ folder: join(home, '.balie') });
      expect(moved).toMatchObject({ moved: true });
      expect(moved.folder).toMatch(/^\/var\/lib\/balie\/balie-[0-9a-f]{12}$/);
      expect(await query(moved.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await moved.stop();
      await rm(moved.folder, { recursive: true });
      await chown(home, 65534, 65534);
    }
    const script = `
      import { startPostgres } from ${module};
      const server = await startPostgres({ folder: process.env.FOLDER, port: 0 });
      process.stdout.write(JSON.stringify({ uid: process.getuid(), attached: server.attached, moved: server.moved }));
      await server.stop();`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, FOLDER: join(home, '.balie') }, stdio: ['ignore', 'pipe', 'inherit'], ...(isRoot ? { uid: 65534, gid: 65534 } : {}) });
    let said = '';
    child.stdout.on('data', (part: Buffer) => { said += part.toString(); });
    await once(child, 'close');
    expect(JSON.parse(said)).toEqual({ uid: isRoot ? 65534 : process.getuid?.(), attached: false, moved: false });
  });
});
