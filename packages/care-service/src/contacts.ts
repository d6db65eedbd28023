import { PublicError, type AccountContact } from '@balie/contracts';
import { and, eq, schema } from '@balie/database';
import type { Act } from './act.ts';
import { hearerOf } from './people.ts';

/** What an account sent, or asked for, at a clinic. */
type Sent = typeof schema.recordLinks | typeof schema.prescriptionRequests | typeof schema.appointments | typeof schema.econsults;

/**
 * Whom to mail about it. Looked up before the transaction of the act, because the other service reads contacts over a connection of its own:
 * transactions that each wait for a second connection can use up the pool. Throws `not_found` for another clinic's.
 */
export async function contactOf({ deps, clinic }: Pick<Act, 'deps' | 'clinic'>, table: Sent, id: string): Promise<AccountContact | undefined> {
  const [row] = await deps.db.select({ account: table.account, patient: table.patient }).from(table).where(and(eq(table.id, id), eq(table.clinic, clinic.id)));
  if (!row) throw new PublicError('not_found');
  // Somebody else's address, who is not let in here.
  if (table === schema.recordLinks && await deps.db.$count(schema.recordLinks, and(eq(schema.recordLinks.id, id), eq(schema.recordLinks.guardiansOnly, true))) > 0) return undefined;
  // Of a link who asked for it is told, whatever becomes of it.
  return row.patient === null || table === schema.recordLinks ? (await deps.accounts.contacts([row.account!])).get(row.account!) : hearerOf(deps, { ...row, patient: row.patient, clinic: clinic.id });
}
