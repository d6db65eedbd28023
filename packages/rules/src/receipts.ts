/** First letter of a receipt number: what it is a receipt for. */
export const receiptLetters = { prescriptions: 'R', appointments: 'A', econsults: 'E' } as const;
export type ReceiptKind = keyof typeof receiptLetters;

// Without 0/O and 1/I/L: read out on the telephone.
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** `R-7K4M-2Q` from at least 16 random bytes (31^6 numbers; the database's unique index settles the rest). */
export function receiptNumber(kind: ReceiptKind, bytes: Uint8Array): string {
  if (bytes.length < 16) throw new RangeError('receiptNumber needs at least 16 random bytes');
  let rest = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  let text = '';
  while (text.length < 6) {
    text += alphabet[Number(rest % 31n)];
    rest /= 31n;
  }
  return `${receiptLetters[kind]}-${text.slice(0, 4)}-${text.slice(4)}`;
}
