import { describe, expect, it } from 'vitest';
import { textsOf } from './texts/all.ts';
import { dayInWords, shortDate, wallTime } from './days.ts';
import { clockTime, phoneToEdit, showPhone, timeInWords } from './words.ts';

const nl = textsOf('nl');
const da = textsOf('da');

describe('times in words', () => {
  it('never promises more than there is: seconds, then minutes, then hours', () => {
    expect([0, 1, 45_000, 59_001, 60_000, 61_000, 900_000, 7_199_000, 7_200_000].map((ms) => timeInWords(nl, ms))).toEqual(['1 seconde', '1 seconde', '45 seconden', '1 minuut', '1 minuut', '2 minuten', '15 minuten', '2 uur', '2 uur']);
  });
  it('tells time and day on the clinic’s clock, on the days it changes too', () => {
    expect(clockTime(nl, '2026-11-23T13:05:00Z', 'Europe/Amsterdam')).toBe('14:05');
    expect(clockTime(nl, '2026-10-25T00:30:00Z', 'Europe/Amsterdam')).toBe('02:30');
    expect(clockTime(nl, '2026-10-25T01:30:00Z', 'Europe/Amsterdam')).toBe('02:30');
    expect(dayInWords(nl, '2026-11-23', 'UTC', new Date('2026-01-01'))).toBe('maandag 23 november');
    expect(dayInWords(textsOf('en'), '2027-01-04', 'UTC', new Date('2026-12-31'))).toMatch(/^Monday,? 4 January 2027$/);
    expect(shortDate(nl, '2026-11-23')).toBe('23-11-2026');
    expect([wallTime(nl, '15:30'), wallTime(textsOf('en'), '08:00')]).toEqual(['15:30', '08:00']);
  });
  it('writes Danish times with a point and days with `den`, so that they read right inside a sentence', () => {
    expect(clockTime(da, '2026-11-23T13:05:00Z', 'Europe/Copenhagen')).toBe('14.05');
    expect(wallTime(da, '15:30')).toBe('15.30');
    expect(dayInWords(da, '2026-11-23', 'UTC', new Date('2026-01-01'))).toBe('mandag den 23. november');
    expect(dayInWords(da, '2027-01-04', 'UTC', new Date('2026-12-31'))).toBe('mandag den 4. januar 2027');
    expect(shortDate(da, '2026-11-23')).toBe('23.11.2026');
    expect(da('sending.until', { date: dayInWords(da, '2026-11-26', 'UTC', new Date('2026-01-01')), time: wallTime(da, '15:30') })).toBe('torsdag den 26. november fra kl. 15.30');
    expect(da('code.resendIn', { wait: timeInWords(da, 60_000) })).toBe('Du kan bede om en ny kode om 1 minut.');
  });
});

describe('showPhone', () => {
  it('in a field that is read again, a number of another country keeps its prefix', () => {
    expect([phoneToEdit('+31612345678', 'NL'), phoneToEdit('+4520123456', 'NL'), phoneToEdit('+4520123456', 'DK'), phoneToEdit('+31612345678', 'DK')]).toEqual(['06 12 34 56 78', '+4520123456', '20 12 34 56', '+31612345678']);
  });
  it('writes numbers as people of that country do', () => {
    expect(['+31101234567', '+31612345678', '+31851234567', '+31113123456', '+4520123456', '112', '+32470123456'].map(showPhone)).toEqual(['010 123 45 67', '06 12 34 56 78', '085 123 45 67', '0113 12 34 56', '20 12 34 56', '112', '+32470123456']);
  });
});
