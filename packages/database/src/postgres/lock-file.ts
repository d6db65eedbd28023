/**
 * PostgreSQL's own lock file names a process id, and believes it as long as any process has that number. In a container the number
 * may be a dead child nobody collected, or, after a restart, someone else: then neither `pg_ctl` nor the server gets past it.
 */
import { readFile, readlink, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes the lock file if its process is certainly no server on this data folder. Where /proc cannot tell, PostgreSQL's own judgement stands. */
export async function clearStaleLock(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const content = await readFile(file, 'utf8').catch(() => null);
  const pid = content?.split('\n')[0];
  if (!content || !pid || !/^\d+$/.test(pid) || await mayServe(pid, data)) return;
  // Another start may have replaced the file since it was read: look at what was really taken away.
  const taken = `${file}.${process.pid}`;
  if (!await rename(file, taken).then(() => true, () => false)) return;
  if (await readFile(taken, 'utf8') === content) await rm(taken);
  else await rename(taken, file);
}

async function mayServe(pid: string, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // No such process: PostgreSQL sees that itself.
  if (stat === null) return true;
  if (/\) [ZX] /.test(stat)) return false;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return folder === null || folder === await realpath(data);
}
