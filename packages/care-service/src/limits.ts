/** How much one account, or one member of staff, may do in an hour, by operation: a script that drives an open page is slowed down (T04). Counters are atomic, their keys HMACs. */
import { PublicError } from '@balie/contracts';
import { countHit, type Queryable } from '@balie/database';
import type { CareBase } from './deps.ts';

const hour = 3600;
export const limits = {
  /** Sent, not tried: an act that is repeated or refused costs nothing here. */
  send: { limit: 20, windowSeconds: hour },
  /** Requests that change something, whatever became of them; reads. */
  write: { limit: 240, windowSeconds: hour },
  read: { limit: 600, windowSeconds: hour },
  /** Files and letters opened: each lies in memory whole. */
  file: { limit: 120, windowSeconds: hour },
  /** Files sent up: each is read byte by byte before it is kept or refused. */
  upload: { limit: 60, windowSeconds: hour },
  /** The same of one member of staff, whose desk reads by itself each minute: more than hands can do, less than a script wants. */
  staffWrite: { limit: 600, windowSeconds: hour },
  staffRead: { limit: 1200, windowSeconds: hour },
  staffFile: { limit: 300, windowSeconds: hour },
} as const;

/** Counts one or throws `too_many_requests`. */
export async function spend(db: Queryable, { keyring, clock }: CareBase, kind: keyof typeof limits, operation: string, account: string): Promise<void> {
  const hit = await countHit(db, rateKey(keyring, kind, operation, account), limits[kind], clock());
  if (!hit.allowed) throw new PublicError('too_many_requests', { retry_after: hit.retryAfter });
}

export const rateKey = (keyring: CareBase['keyring'], kind: keyof typeof limits, operation: string, account: string): string => keyring.hmac('limit', kind, operation, account);
