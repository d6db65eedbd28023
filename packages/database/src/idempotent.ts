/** One act a key: a retry, a double click or fifty of them at once get the first answer. */
import { PublicError } from '@balie/contracts';
import { eq } from 'drizzle-orm';
import { canonicalJson } from './canonical.ts';
import type { Keyring } from './keyring.ts';
import type { Transaction } from './open.ts';
import { idempotency } from './schema.ts';

const label = 'idempotency';

export interface IdempotentRequest {
  /** The client's `Idempotency-Key`. */
  key: string;
  /** Whose key, for what: account and operation. The same key of another account is another key. */
  scope: string;
  /** The parsed body; the same key with another one is refused. */
  request: unknown;
  now: Date;
}

/**
 * Runs `act` in the caller's transaction unless its key was used; then gives the stored answer. Callers with the same key wait for the first one's
 * transaction: if it commits they get its answer, if it rolls back the next one acts. The answer must survive JSON.
 * @throws PublicError idempotency_mismatch
 */
export async function idempotent<Answer>(tx: Transaction, keyring: Keyring, { key, scope, request, now }: IdempotentRequest, act: () => Promise<Answer>): Promise<Answer> {
  const stored = keyring.hmac(label, scope, key);
  const requestHash = keyring.hmac(`${label}-request`, scope, canonicalJson(request));
  const [mine] = await tx.insert(idempotency).values({ key: stored, requestHash, answerSealed: '', createdAt: now }).onConflictDoNothing().returning({ key: idempotency.key });
  if (mine) {
    const answer = await act();
    await tx.update(idempotency).set({ answerSealed: keyring.seal(label, JSON.stringify(answer ?? null)) }).where(eq(idempotency.key, stored));
    return answer;
  }
  const [first] = await tx.select().from(idempotency).where(eq(idempotency.key, stored));
  if (!first || first.requestHash !== requestHash) throw new PublicError('idempotency_mismatch');
  return JSON.parse(keyring.open(label, first.answerSealed)) as Answer;
}
