/** Brings a database up to date, once, however many servers start together. */
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { channels, queueOptions } from './queues.ts';

const migrationLock = 4_400_002;
export const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));

/** Our tables, then the job queue's. Safe to call at every start; later callers wait for the first. */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'balie-migrate' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await applyMigrations(drizzle(client), { migrationsFolder });
    const boss = new PgBoss({ db: { executeSql: (text, values) => client.query(text, values) }, supervise: false, schedule: false });
    await boss.start();
    for (const channel of channels) {
      await boss.createQueue(channel, queueOptions);
      await boss.updateQueue(channel, queueOptions);
    }
    await boss.stop({ graceful: false });
  } finally {
    await client.end();
  }
}
