import { withoutSeparators } from './reading.ts';

/** A one-time code as typed or pasted, without the spaces and dashes of "123 456". Null unless six digits remain. */
export function readCode(typed: string): string | null {
  const digits = withoutSeparators(typed);
  return /^\d{6}$/.test(digits) ? digits : null;
}

// Nothing that looks like its neighbour in print (B 8, D O Q, G 6, I L 1, S 5, V, Z 2); 16 × 8, so that one byte chooses without bias.
const letters = 'ACEFHJKMNPRTUWXY';
const digits = '23456789';

/**
 * The window mark that stands in prompt and mail alike, such as `K7`, so that a patient with three mails takes the right one (N6).
 * `bytes` are random; a mark in `avoid` (codes mailed before) is passed over as long as there are bytes left.
 */
export function windowMark(bytes: Uint8Array, avoid: readonly string[] = []): string {
  if (bytes.length === 0) throw new RangeError('windowMark needs at least one random byte');
  const marks = Array.from(bytes, (byte) => `${letters[byte >> 4]}${digits[byte & 7]}`);
  return marks.find((mark) => !avoid.includes(mark)) ?? marks[0]!;
}
