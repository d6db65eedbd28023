import { randomBytes } from 'node:crypto';
import type { Random } from './context.ts';

export const systemRandom: Random = (size) => randomBytes(size);

/** 256 bits, base64url, 43 characters. */
export const secretFrom = (random: Random): string => Buffer.from(random(32)).toString('base64url');

/** `count` digits, at most nine, each number as likely as another: draws that would favour the low ones are thrown away. */
function digits(random: Random, count: number): string {
  const numbers = 10 ** count;
  const fair = 2 ** 32 - (2 ** 32 % numbers);
  for (;;) {
    const drawn = Buffer.from(random(4)).readUInt32BE();
    if (drawn < fair) return String(drawn % numbers).padStart(count, '0');
  }
}
export const sixDigits = (random: Random): string => digits(random, 6);
/** A letter's PIN. */
export const eightDigits = (random: Random): string => digits(random, 8);
