import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiptNumber } from './receipts.ts';

describe('receipt number (N1)', () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
  it('has no 0, O, 1, I or L to mistake on the telephone', () => fc.assert(fc.property(bytes, (random) => {
    expect(receiptNumber('prescriptions', random)).toMatch(/^R-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}$/);
  })));
  it('says what it is for', () => {
    const random = new Uint8Array(16);
    expect([receiptNumber('prescriptions', random), receiptNumber('appointments', random), receiptNumber('econsults', random)]).toEqual(['R-2222-22', 'A-2222-22', 'E-2222-22']);
  });
  it('uses all its characters', () => {
    const seen = new Set(fc.sample(bytes, { numRuns: 2000, seed: 7 }).flatMap((random) => [...receiptNumber('econsults', random).replace(/^E|-/g, '')]));
    expect(seen.size).toBe(31);
  });
  it('refuses too little randomness', () => expect(() => receiptNumber('econsults', new Uint8Array(4))).toThrow(RangeError));
});
