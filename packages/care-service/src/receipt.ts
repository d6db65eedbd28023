/** Gives what was received its number (N1). */
import { randomBytes } from 'node:crypto';
import { PublicError, type SendingService } from '@balie/contracts';
import { receiptNumber } from '@balie/rules';

const fresh = (kind: SendingService): string => receiptNumber(kind, randomBytes(16));

/**
 * Stores a row under a fresh number. `insert` must do nothing on a number in use and then answer nothing; it is called again with
 * another number. There are 31^6 of each kind, so a fifth clash in a row is a broken random source.
 */
export async function withReceiptNumber<Row>(kind: SendingService, insert: (number: string) => Promise<Row | undefined>, next: (kind: SendingService) => string = fresh): Promise<Row> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const row = await insert(next(kind));
    if (row) return row;
  }
  throw new PublicError('temporarily_unavailable');
}
