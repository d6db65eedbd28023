import { describe, expect, it } from 'vitest';
import { numberEnds, readPersonalNumber } from './personal-numbers.ts';

describe('the personal number of a country', () => {
  it('is a BSN that passes its check in the Netherlands, with the leading zero of old numbers (N13)', () => {
    expect(readPersonalNumber('NL', '2495.66.758')).toEqual({ ok: true, value: { number: '249566758', birthDate: null, doubtful: false } });
    expect(readPersonalNumber('NL', '249566759')).toEqual({ ok: false, problem: 'check' });
  });
  it('is a CPR number in Denmark, never judged by modulus 11, with letters of replacement numbers (N13)', () => {
    expect(readPersonalNumber('DK', '050490-9995')).toEqual({ ok: true, value: { number: '0504909995', birthDate: '1990-04-05', doubtful: false } });
    expect(readPersonalNumber('DK', '0504907aa1')).toMatchObject({ ok: true, value: { number: '0504907AA1', birthDate: null } });
    expect(readPersonalNumber('DK', '310290-1234')).toMatchObject({ ok: true, value: { doubtful: true } });
  });
  it('shows less of a CPR number, whose other digits are the birth date', () => {
    expect([numberEnds('NL', '249566758'), numberEnds('DK', '0504909995')]).toEqual(['758', '95']);
  });
});
