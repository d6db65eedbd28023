/** argon2id behind a queue with an end: too many at once are refused, not piled up (T36). */
import { hash, verify } from '@node-rs/argon2';
import { PublicError } from '@balie/contracts';
import { normalisePassword } from '@balie/rules';

export interface Hasher {
  /** @throws PublicError too_many_requests when the queue is full */
  hash(password: string): Promise<string>;
  /** Against null (no such user, or one that may not try now) it hashes all the same and answers false (T16). */
  verify(stored: string | null, password: string): Promise<boolean>;
}

/** OWASP's second choice of cost: 19 MiB, two passes, one lane; `algorithm` 2 is argon2id, the library's constant is a const enum. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** `concurrent`: hashes at once; `waiting`: callers that may wait for one. Refusals say to come back in two seconds. */
export function createHasher({ concurrent = 2, waiting = 64 }: { concurrent?: number; waiting?: number } = {}): Hasher {
  let running = 0;
  const queue: (() => void)[] = [];
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= concurrent) {
      if (queue.length >= waiting) throw new PublicError('too_many_requests', { retry_after: 2 });
      await new Promise<void>((turn) => queue.push(turn));
    } else running++;
    try { return await work(); } finally {
      const next = queue.shift();
      if (next) next(); else running--;
    }
  }
  // Made with the same cost as real ones, from a password nobody has.
  let dummy: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => hash(normalisePassword(password), cost)),
    verify: (stored, password) => inTurn(async () => {
      dummy ??= hash(crypto.randomUUID(), cost);
      const right = await verify(stored ?? await dummy, normalisePassword(password));
      return stored !== null && right;
    }),
  };
}
