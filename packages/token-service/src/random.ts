import { randomBytes } from 'node:crypto';
import type { Random } from './context.ts';

export const systemRandom: Random = (size) => randomBytes(size);

/** 256 bits, base64url, 43 characters. */
export const secretFrom = (random: Random): string => Buffer.from(random(32)).toString('base64url');

/** Six digits, each code as likely as another: draws that would favour the low ones are thrown away. */
export function sixDigits(random: Random): string {
  for (;;) {
    const number = Buffer.from(random(4)).readUInt32BE();
    if (number < 4_294_000_000) return String(number % 1_000_000).padStart(6, '0');
  }
}
