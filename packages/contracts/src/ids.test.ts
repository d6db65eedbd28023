import { receiptNumber as make, receiptLetters, type ReceiptKind } from '@balie/rules';
import { describe, expect, it } from 'vitest';
import { isoDate, receiptNumber, sendingServices } from './ids.ts';

describe('what the rules make, the contract reads', () => {
  it('receipt numbers of every service (N1)', () => {
    expect(Object.keys(receiptLetters)).toEqual([...sendingServices]);
    for (const kind of sendingServices satisfies readonly ReceiptKind[]) {
      const random = crypto.getRandomValues(new Uint8Array(16));
      expect(receiptNumber.safeParse(make(kind, random)).success).toBe(true);
    }
  });
  it('dates exist', () => expect(['2024-02-29', '2026-02-29', '2026-1-1', 'today', '0000-01-01', '0999-12-31'].map((date) => isoDate.safeParse(date).success)).toEqual([true, false, false, false, false, false]));
});
