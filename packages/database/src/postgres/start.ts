/** The embedded database of one Balie server: started or attached to, kept for this process alone, brought back when it crashes. */
import pg from 'pg';
import { openCluster } from './cluster.ts';

/** Key of the advisory lock that says "a server uses this folder"; held by one connection, so it ends with the process, however that ends. */
export const folderLock = 4_400_001;
export const database = 'balie';
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export interface EmbeddedPostgres {
  url: string;
  /** True when the server ran already: an earlier process of ours crashed and left it running. */
  attached: boolean;
  /** Where the data is. `moved`: not where it was asked for, because the postgres user cannot reach that folder. */
  folder: string;
  moved: boolean;
  stop(): Promise<void>;
}

export class FolderInUse extends Error {
  constructor(folder: string) { super(`Another server uses the database in ${folder}. Stop it, or give this one a folder of its own.`); this.name = 'FolderInUse'; }
}

/**
 * @param folder made if missing; data, password and log go to `<folder>/postgres`
 * @param port TCP port on 127.0.0.1; 0 = any free one. A server that runs already keeps its own.
 * @param onRestart told after the database crashed and was started again
 * @throws FolderInUse when another live process holds the folder; Error with PostgreSQL's last words when it does not start
 */
export async function startPostgres({ folder, port, onRestart }: { folder: string; port: number; onRestart?: () => void }): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(folder);
  const first = await cluster.start(port);
  let stopping = false;
  let restart: Promise<void> | undefined;
  let lock = await hold(first.port, 12);

  /** A crash shows as the end of the lock's connection. Same port again, or the address we gave out would be wrong. */
  function watch(client: pg.Client): void {
    client.once('end', () => {
      if (stopping) return;
      restart = (async () => {
        for (let turn = 0; !stopping; turn++) {
          try {
            await cluster.start(first.port);
            lock = await hold(first.port, 40);
            watch(lock);
            onRestart?.();
            return;
          } catch { await pause(Math.min(250 * 2 ** turn, 10_000)); }
        }
      })();
    });
  }
  watch(lock);

  /** Takes the lock; the connection of a process that was just killed may need a moment to be noticed. */
  async function hold(at: number, turns: number): Promise<pg.Client> {
    for (let turn = 0; ; turn++) {
      const client = new pg.Client({ connectionString: cluster.url(at, 'postgres'), application_name: 'balie-folder-lock', keepAlive: true });
      client.on('error', () => {});
      try {
        await client.connect();
        const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [folderLock]);
        if (rows[0]?.held) {
          const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
          if (!rowCount) await client.query(`create database ${database}`);
          return client;
        }
        await client.end();
        if (turn >= turns) throw new FolderInUse(cluster.folder);
      } catch (thrown) {
        await client.end().catch(() => {});
        if (thrown instanceof FolderInUse || turn >= turns) throw thrown;
      }
      await pause(250);
    }
  }

  return {
    url: cluster.url(first.port, database), attached: first.attached, folder: cluster.folder, moved: cluster.moved,
    async stop() {
      stopping = true;
      await restart;
      await lock.end().catch(() => {});
      await cluster.stop();
    },
  };
}
