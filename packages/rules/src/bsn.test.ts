import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBsn } from './bsn.ts';

const valid = (bsn: string) => ({ ok: true, value: bsn });
const refused = (problem: string) => ({ ok: false, problem });

describe('BSN (S1-20, N13)', () => {
  it.each(['249566758', '123456782', '111222333'])('accepts %s', (bsn) => expect(readBsn(bsn)).toEqual(valid(bsn)));
  it('accepts spaces, dots and dashes', () => {
    expect(readBsn(' 2495.66.758 ')).toEqual(valid('249566758'));
    expect(readBsn('249–566\u00a0758')).toEqual(valid('249566758'));
  });
  it('gives an eight-digit number of old its leading zero', () => {
    expect(readBsn('10000008')).toEqual(valid('010000008'));
    expect(readBsn('010000008')).toEqual(valid('010000008'));
  });
  it('refuses all zeros although they pass the arithmetic', () => {
    expect(readBsn('000000000')).toEqual(refused('check'));
    expect(readBsn('00000000')).toEqual(refused('check'));
  });
  it('refuses a bank account number, whose 11-proef ends in +1', () => expect(readBsn('123456789')).toEqual(refused('check')));
  it.each(['', '1234567', '1234567820'])('refuses %o for its length', (typed) => expect(readBsn(typed)).toEqual(refused('length')));
  it.each(['24956675x', '2495667O8', '249566758\u0000'])('refuses %o for its characters', (typed) => expect(readBsn(typed)).toEqual(refused('characters')));

  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 });
  it('catches every single wrong digit', () => fc.assert(fc.property(digits, fc.nat(8), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
    fc.pre(readBsn(number.join('')).ok);
    const wrong = number.map((digit, at) => (at === place ? (digit + shift) % 10 : digit));
    expect(readBsn(wrong.join('')).ok).toBe(false);
  })));
  it('catches every exchange of two neighbours', () => fc.assert(fc.property(digits, fc.nat(7), (number, place) => {
    fc.pre(readBsn(number.join('')).ok && number[place] !== number[place + 1]);
    const wrong = [...number.slice(0, place), number[place + 1], number[place], ...number.slice(place + 2)];
    expect(readBsn(wrong.join('')).ok).toBe(false);
  })));
});
