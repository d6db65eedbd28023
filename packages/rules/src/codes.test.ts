import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode, windowMark } from './codes.ts';

describe('one-time code as typed (S0-28)', () => {
  it.each(['123456', '123 456', '123-456', ' 12-34 56\n', '123\u00a0456', '123\u2009456', '123–456', '123\u200b456', '１２３４５６'])('%o is 123456', (typed) => expect(readCode(typed)).toBe('123456'));
  it.each(['', '12345', '1234567', '12345a', 'O12345', '123+456', '-1e5 00'])('%o is no code', (typed) => expect(readCode(typed)).toBeNull());
  it('keeps leading zeros', () => expect(readCode('000 012')).toBe('000012'));
});

describe('window mark (N6)', () => {
  it('is a letter and a digit, none of which looks like another', () => fc.assert(fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => { expect(windowMark(bytes)).toMatch(/^[ACEFHJKMNPRTUWXY][2-9]$/); })));
  it('comes evenly from one byte', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte += 1) counts.set(windowMark(Uint8Array.of(byte)), (counts.get(windowMark(Uint8Array.of(byte))) ?? 0) + 1);
    expect([counts.size, ...new Set(counts.values())]).toEqual([128, 2]);
  });
  it('passes over the marks of earlier mails', () => {
    const first = windowMark(Uint8Array.of(7, 99));
    expect(windowMark(Uint8Array.of(7, 99), [first])).toBe(windowMark(Uint8Array.of(99)));
  });
  it('needs a random byte', () => expect(() => windowMark(new Uint8Array())).toThrow(RangeError));
});
