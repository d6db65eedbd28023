/** The connection pool and the query builder over it. */
import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema.ts';

export type Database = NodePgDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** Whatever runs a query: functions that need no transaction of their own take this. */
export type Queryable = Database | Transaction;

export interface OpenDatabase { db: Database; pool: pg.Pool; close(): Promise<void> }

/** Connects lazily: a database that is down fails the query, not this call, and is found again by the next query. `max`: connections. */
export function openDatabase({ url, max = 20 }: { url: string; max?: number }): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url, max, application_name: 'balie', keepAlive: true, connectionTimeoutMillis: 10_000,
    // A transaction left open by a hung process would hold the audit's lock for all.
    idle_in_transaction_session_timeout: 120_000,
  });
  // A connection that breaks is replaced by the pool, and the query or transaction on it fails; without a listener it would end the process:
  // the pool's own while it is idle, the connection's while somebody has it between two queries.
  pool.on('error', () => {});
  pool.on('connect', (client) => { client.on('error', () => {}); });
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
}
