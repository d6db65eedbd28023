import { withoutSeparators } from './reading.ts';

/** A one-time code as typed or pasted, without the spaces and dashes of "123 456". Null unless six digits remain. */
export function readCode(typed: string): string | null {
  const digits = withoutSeparators(typed);
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** Signs of a recovery code: nothing that is read for another (0 O, 1 I L). */
export const recoverySigns = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** Ten signs as typed, in any case, with or without dash and spaces: `K7M4P-9QXRT`. Null for anything else. */
export function readRecoveryCode(typed: string): string | null {
  const signs = withoutSeparators(typed).toUpperCase();
  return signs.length === 10 && [...signs].every((sign) => recoverySigns.includes(sign)) ? signs : null;
}
export const showRecoveryCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

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
