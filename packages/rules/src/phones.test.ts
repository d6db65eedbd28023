import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPhone } from './phones.ts';

const read = (typed: string, country: string) => {
  const reading = readPhone(typed, country);
  return reading.ok ? [reading.value.e164, reading.value.sms.able ? 'sms' : reading.value.sms.reason] : reading.problem;
};

describe('telephone numbers (S2-18, S2-19)', () => {
  it.each(['06-12345678', '0612345678', '612345678', '+31 (0)6 12345678', '0031612345678', '+31 0612345678', ' 06 12 34 56 78 ', '06–12345678', '06.12.34.56.78'])('NL %o is a mobile', (typed) => expect(read(typed, 'NL')).toEqual(['+31612345678', 'sms']));
  it.each([
    ['010-1234567', 'NL', '+31101234567', 'fixed-line'], ['085-1234567', 'NL', '+31851234567', 'voip'], ['0800-1234', 'NL', '+318001234', 'special'], ['097012345678', 'NL', '+3197012345678', 'sms'],
    ['20123456', 'DK', '+4520123456', 'sms'], ['34412345', 'DK', '+4534412345', 'sms'],
    ['0045 20123456', 'NL', '+4520123456', 'sms'], ['+4520123456', 'NL', '+4520123456', 'sms'], ['0045 20123456', 'US', '+4520123456', 'sms'],
  ])('%s with %s is %s: %s', (typed, country, e164, sms) => expect(read(typed, country)).toEqual([e164, sms]));
  it.each([['06 1234567', 'NL'], ['12 34 56 78', 'DK'], ['0612345678', 'DK'], ['020123456', 'DK'], ['', 'NL'], ['112', 'NL'], ['bel mij: 0612345678', 'NL'], ['0612345678 ext. 5', 'NL'], ['+', 'NL'], ['12345678', 'XX'], ['tel:0612345678', 'NL'], ['1'.repeat(5000), 'NL']])('%o with %s is refused', (typed, country) => expect(read(typed, country)).toBe('invalid'));
  it('takes the country from the prefix and writes the number both ways', () => expect(readPhone('+4520123456', 'NL')).toMatchObject({ value: { country: 'DK', national: '20 12 34 56', international: '+45 20 12 34 56' } }));
  it('reads back what it stores, and never throws', () => fc.assert(fc.property(fc.stringMatching(/^(\+31|0)6[1-5][0-9]{7}$/), fc.string(), (typed, anything) => {
    const once = readPhone(typed, 'NL');
    expect(readPhone(once.ok ? once.value.e164 : '', 'DK')).toEqual(once);
    expect(once.ok).toBe(true);
    readPhone(anything, anything);
  })));
});
