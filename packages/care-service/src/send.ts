/** What a patient sends, sent once: a double click, a retry after a lost answer and fifty parallel tries make one (Idempotency-Key). A key is one's own, for one record: a guardian's for a child gives nothing of it for another (N8). */
import { idempotent, type Transaction } from '@balie/database';
import { actorOf, type CareAct, type Trail } from './act.ts';
import { spend } from './limits.ts';

/** The first answer is kept with the key and given again. The same key with another body is `idempotency_mismatch`; more than an hour's worth `too_many_requests`. */
export function sendOnce<T>(act: CareAct, what: { operation: string; key: string; request: unknown }, work: (tx: Transaction, trail: Trail) => Promise<T>): Promise<T> {
  const scope = `${what.operation} ${act.access.clinic} ${actorOf(act.access)} ${act.access.patient}`;
  return act.transact(async (tx, trail) => {
    trail.outcome = 'repeated';
    return idempotent(tx, act.deps.keyring, { key: what.key, scope, request: what.request, now: act.now }, async () => {
      trail.outcome = 'done';
      if (act.access.kind === 'patient') await spend(tx, act.deps, 'send', what.operation, act.access.account);
      return work(tx, trail);
    });
  });
}
