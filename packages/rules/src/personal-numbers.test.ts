import { describe, expect, it } from 'vitest';
import { endsAsNumber, isNumber, numberEnds, readPersonalNumber, withoutNumbers } from './personal-numbers.ts';

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

describe('what looks like a number where none was asked (T25)', () => {
  it('is an id that is one, of either country, and nothing else', () => {
    expect(['0201609995', '020160-9995', '020160-1ab2', '249566758', '20849665'].map(isNumber)).toEqual([true, true, true, true, false]);
    expect(['P-0201609995', '0201609995x', '249566759', '4a40b1a3-321a-4d2f-b341-209f9f172fda'].map(isNumber)).toEqual([false, false, false, false]);
  });
  it('is what ends as a CPR number, with the letters of replacement numbers too', () => {
    expect(['Einer 0201609995', '020160 - 9995 ', '0504907AA1', 'ring 020160-1ab2'].map(endsAsNumber)).toEqual([true, true, true, true]);
    expect(['20 12 34 56', 'Einer 1960', '31-12-1970', 'einer77@patient.example'].map(endsAsNumber)).toEqual([false, false, false, false]);
  });
  it('is left out of a text wherever it stands, and so is anything as long', () => {
    expect(['Observation/bsn-249566758', 'cpr-020160-1AB2', 'x249566759y'].map(withoutNumbers)).toEqual(['Observation/bsn-…', 'cpr-…', 'x…y']);
    expect(withoutNumbers('Observation/lost-1')).toBe('Observation/lost-1');
  });
});
