/** The audit (NEN 7513): written in the transaction of the act itself, chained by hash, so that a changed or missing row shows (T33). */
import { createHash } from 'node:crypto';
import { PublicError } from '@balie/contracts';
import { asc, gt, sql } from 'drizzle-orm';
import { canonicalJson } from './canonical.ts';
import type { Queryable, Transaction } from './open.ts';
import { audit } from './schema.ts';

/** Ids and states only: no names, numbers or content. */
export interface AuditEntry {
  at: Date;
  clinic: string | null;
  actorKind: string;
  actor: string | null;
  action: string;
  objectKind: string | null;
  object: string | null;
  patient: string | null;
  outcome: string;
}

const chainLock = 4_400_003;
const firstLink = 'balie-audit';

const linkHash = (entry: AuditEntry & { sequence: number; previous: string }): string => createHash('sha256').update(canonicalJson({
  sequence: entry.sequence, previous: entry.previous, at: entry.at.toISOString(), clinic: entry.clinic, actorKind: entry.actorKind, actor: entry.actor,
  action: entry.action, objectKind: entry.objectKind, object: entry.object, patient: entry.patient, outcome: entry.outcome,
})).digest('base64url');

/** One row; see `appendAudits`. */
export const appendAudit = (tx: Transaction, entry: AuditEntry): Promise<void> => appendAudits(tx, [entry]);

/**
 * Appends rows, in this order. The chain's lock is held until the transaction ends, so this is the transaction's last statement, or two of them
 * could wait for each other. @throws PublicError temporarily_unavailable. Needs READ COMMITTED (the default): the newest link must be seen after the lock was got.
 */
export async function appendAudits(tx: Transaction, entries: readonly AuditEntry[]): Promise<void> {
  try { await append(tx, entries); } catch (thrown) {
    // Fails closed: what cannot be written down is not done, and the caller may come back (T33).
    const refused = new PublicError('temporarily_unavailable', { retry_after: 5 });
    refused.cause = thrown;
    throw refused;
  }
}

async function append(tx: Transaction, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(${chainLock})`);
  const { rows } = await tx.execute<{ sequence: string; previous: string | null }>(sql`select nextval(pg_get_serial_sequence('audit', 'sequence')) as sequence, newest.hash as previous from generate_series(1, ${entries.length}::int) left join (select hash from audit order by sequence desc limit 1) newest on true order by 1`);
  let previous = rows[0]?.previous ?? firstLink;
  await tx.insert(audit).values(entries.map((entry, at) => {
    const link = { ...entry, sequence: Number(rows[at]!.sequence), previous };
    return { ...link, hash: previous = linkHash(link) };
  }));
}

export type AuditVerdict = { ok: true; rows: number; /** Hash of the newest row: kept elsewhere, it also proves that none was cut off the end. */ head: string } | { ok: false; sequence: number };

/** Walks the whole chain. `sequence`: the first row that does not fit, itself changed or following one that is gone. */
export async function verifyAudit(db: Queryable): Promise<AuditVerdict> {
  let previous = firstLink, rows = 0, last = 0;
  for (;;) {
    const part = await db.select().from(audit).where(gt(audit.sequence, last)).orderBy(asc(audit.sequence)).limit(1000);
    for (const row of part) {
      if (row.previous !== previous || row.hash !== linkHash(row)) return { ok: false, sequence: row.sequence };
      ({ hash: previous, sequence: last } = row);
      rows++;
    }
    if (part.length < 1000) return { ok: true, rows, head: previous };
  }
}
