/** One PostgreSQL data folder and the server on it, driven by `pg_ctl`: it outlives us, so that a crash of ours loses nothing. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clearStaleLock } from './lock-file.ts';
import { binaries, reachableFolder, runAs } from './platform.ts';

const run = promisify(execFile);
const role = 'balie';

export interface Cluster {
  /** Where the data really is: not the folder asked for when the postgres user cannot reach that one. */
  folder: string;
  moved: boolean;
  /** Starts the server unless it runs. `port` 0 = any free one; a server that runs already keeps its own. */
  start(port: number, settings?: readonly string[]): Promise<{ attached: boolean; port: number }>;
  stop(): Promise<void>;
  url(port: number, database: string): string;
}

/** Makes the data folder if there is none. @throws Error that says what to do, when binaries, user or rights are missing. */
export async function openCluster(asked: string): Promise<Cluster> {
  const as = await runAs();
  const { initdb, pgCtl } = await binaries(as);
  const { folder, moved } = await reachableFolder(asked, as);
  const home = join(folder, 'postgres');
  const data = join(home, 'data'), secret = join(home, 'password'), log = join(home, 'log');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));
  const command = (file: string, args: readonly string[]) => run(file, args, { ...as, env, cwd: home });
  const own = async (path: string) => { if (as.uid !== undefined && as.gid !== undefined) await chown(path, as.uid, as.gid); };
  await mkdir(folder, { recursive: true });

  const exists = () => stat(home).then(() => true, () => false);
  if (!await exists()) {
    // Made beside its place and then renamed: an interrupted start leaves nothing half made, and of two starts at once one wins.
    const fresh = join(folder, `.new-${randomBytes(6).toString('hex')}`);
    try {
      await mkdir(fresh, { mode: 0o700 });
      await writeFile(join(fresh, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600 });
      await own(fresh); await own(join(fresh, 'password'));
      await run(initdb, ['-D', join(fresh, 'data'), '-U', role, '--pwfile', join(fresh, 'password'), '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=und', '--data-checksums'], { ...as, env, cwd: fresh });
      await rename(fresh, home).catch(async (thrown: unknown) => { if (!await exists()) throw thrown; });
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
  await chmod(home, 0o700);
  const password = (await readFile(secret, 'utf8')).trim();
  const running = () => command(pgCtl, ['-D', data, 'status']).then(() => true, () => false);
  const actualPort = async () => Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[3]);

  return {
    folder, moved,
    async start(port, settings = []) {
      for (let turn = 0; ; turn++) {
        await clearStaleLock(data);
        if (await running()) {
          const found = await actualPort().catch(() => 0);
          if (found) return { attached: true, port: found };
        } else {
          const chosen = port || await freePort();
          const options = { port: chosen, listen_addresses: '127.0.0.1', unix_socket_directories: '', log_min_error_statement: 'panic', log_error_verbosity: 'terse' };
          const flags = [...Object.entries(options).map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`), ...settings.map((setting) => `-c ${setting}`)].join(' ');
          const before = await size(log);
          try {
            await command(pgCtl, ['-D', data, '-w', '-t', '60', '-s', '-l', log, '-o', flags, 'start']);
            return { attached: false, port: await actualPort() };
          } catch (thrown) {
            // Lost a race with another start, or the processes of a killed server are not gone yet: look again before giving up.
            if (turn >= 8 || damaged.test((await readFile(log, 'utf8').catch(() => '')).slice(before))) throw new Error(`PostgreSQL does not start in ${home}. Its log ends with:\n${await tail(log)}`, { cause: thrown });
          }
        }
        await new Promise((done) => setTimeout(done, 250));
      }
    },
    async stop() { await clearStaleLock(data); if (await running()) await command(pgCtl, ['-D', data, '-w', '-s', '-m', 'fast', 'stop']); },
    url: (port, database) => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`,
  };
}

/** What no other try mends. */
const damaged = /PANIC: |could not locate a valid checkpoint record/;
const size = (file: string) => stat(file).then((found) => found.size, () => 0);
const tail = async (file: string) => (await readFile(file, 'utf8').catch(() => '(no log)')).trimEnd().split('\n').slice(-8).join('\n');

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
