import { describe, expect, it } from 'vitest';
import { readPostcode } from './postcodes.ts';

describe('postcode', () => {
  it.each(['1234 AB', '1234ab', ' 1234 aB ', '1234\u00a0AB', '1234AB'])('NL: %o is stored as "1234 AB"', (typed) => expect(readPostcode(typed, 'NL')).toEqual({ ok: true, value: '1234 AB' }));
  it.each(['0123 AB', '1234 SA', '1234sd', '1234 SS', '1234', '1234 A', '1234 ABC', '12345 AB', '1234-AB', ''])('NL: %o is refused', (typed) => expect(readPostcode(typed, 'NL')).toEqual({ ok: false, problem: 'format' }));
  it.each(['2100', '0999', ' 8000 '])('DK: %o is accepted', (typed) => expect(readPostcode(typed, 'DK')).toEqual({ ok: true, value: typed.trim() }));
  it.each(['210', '21000', 'DK-2100', '2100 K'])('DK: %o is refused', (typed) => expect(readPostcode(typed, 'DK').ok).toBe(false));
});
