import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { binaries, runAs } from './postgres/platform.ts';

const run = promisify(execFile);
const as = await runAs();
const embedded = await binaries(as);
/** The embedded one, and whatever else this machine has of versions 15 to 18. */
const installed = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').filter((version) => Number(version) >= 15 && Number(version) <= 18).map((version) => ({ version, initdb: `/usr/lib/postgresql/${version}/bin/initdb`, pgCtl: `/usr/lib/postgresql/${version}/bin/pg_ctl` })) : [];
const freePort = () => new Promise<number>((done) => { const probe = createServer().listen(0, '127.0.0.1', () => { const address = probe.address(); probe.close(() => done(typeof address === 'object' && address ? address.port : 0)); }); });

describe('migrations', { timeout: 60_000 }, () => {
  it.each([{ version: 'embedded', ...embedded }, ...installed])('run on PostgreSQL $version, for five servers that start at once and for one that starts later', async ({ initdb, pgCtl }) => {
    const folder = await mkdtemp(join(tmpdir(), 'balie-migrate-'));
    await chmod(folder, 0o755);
    if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
    const data = join(folder, 'data'), port = await freePort(), options = { ...as, cwd: folder };
    await run(initdb, ['-D', data, '-U', 'balie', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], options);
    await run(pgCtl, ['-D', data, '-w', '-s', '-l', join(folder, 'log'), '-o', `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`, 'start'], options);
    try {
      const url = `postgres://balie@127.0.0.1:${port}/postgres`;
      await Promise.all(Array.from({ length: 5 }, () => migrate(url)));
      await migrate(url);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query<{ applied: number; tables: number; queues: number }>(`select (select count(*)::int from drizzle.__drizzle_migrations) as applied, (select count(*)::int from information_schema.tables where table_schema = 'public') as tables, (select count(*)::int from pgboss.queue where name = 'mail' and notify) as queues`);
      await client.end();
      const files = readdirSync(new URL('../migrations', import.meta.url)).filter((name) => name.endsWith('.sql'));
      expect(rows[0]).toMatchObject({ applied: files.length, queues: 1 });
      expect(rows[0]?.tables).toBeGreaterThan(25);
    } finally {
      await run(pgCtl, ['-D', data, '-s', '-m', 'immediate', 'stop'], options);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
