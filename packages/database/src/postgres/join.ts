/** For a command beside the server: joins the database of the server that runs in this folder, or starts one for as long as the command takes. */
import pg from 'pg';
import { openCluster } from './cluster.ts';
import { database, folderLock, startPostgres } from './start.ts';

/** `stop` ends what was started here and leaves a database alone that a server uses. */
export async function joinPostgres({ folder, port }: { folder: string; port: number }): Promise<{ url: string; stop(): Promise<void> }> {
  const cluster = await openCluster(folder);
  const { port: found, attached } = await cluster.start(port);
  if (attached) {
    const url = cluster.url(found, database);
    const client = new pg.Client({ connectionString: cluster.url(found, 'postgres') });
    await client.connect();
    try {
      const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [folderLock]);
      if (!rows[0]?.free) return { url, stop: async () => {} };
    } finally { await client.end(); }
  }
  return startPostgres({ folder, port });
}
