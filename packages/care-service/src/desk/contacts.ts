import { PublicError, type AccountContact } from '@balie/contracts';
import { and, eq, type schema } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { linkedAccount } from '../people.ts';

/** What an account sent, or asked for, at a clinic. */
type Sent = typeof schema.recordLinks | typeof schema.prescriptionRequests | typeof schema.appointments | typeof schema.econsults;

/**
 * Whom to mail about it: who sent it or, where the desk filled it in for somebody without an account, who has been linked to the record since. Looked up before the act's transaction, because the other service reads contacts over a connection of its own:
 * transactions that each wait for a second connection can use up the pool. Throws `not_found` for another clinic's.
 */
export async function contactOf(act: StaffAct, table: Sent, id: string): Promise<AccountContact | undefined> {
  const [row] = await act.deps.db.select({ account: table.account, patient: table.patient }).from(table).where(and(eq(table.id, id), eq(table.clinic, act.clinic.id)));
  if (!row) throw new PublicError('not_found');
  const account = row.account ?? (row.patient === null ? null : await linkedAccount(act.deps.db, act.clinic.id, row.patient));
  return account === null ? undefined : (await act.deps.accounts.contacts([account])).get(account);
}
