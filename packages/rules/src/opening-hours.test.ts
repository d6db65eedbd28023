import { describe, expect, it } from 'vitest';
import { instantOf } from './dates.ts';
import { hoursOn, isOpenAt, nextOpening, workingDayFrom } from './opening-hours.ts';
import { practice } from './practice.fixture.ts';

const at = (date: string, time: string) => instantOf(date, time, practice.timeZone);

describe('opening hours', () => {
  it.each([['07:59', false], ['08:00', true], ['12:29', true], ['12:30', false], ['13:30', true], ['16:59', true], ['17:00', false]])('on a Tuesday at %s: %s', (time, open) => expect(isOpenAt(practice, at('2026-11-24', time))).toBe(open));
  it('goes by the practice\'s own clock in summer and winter', () => {
    expect(isOpenAt(practice, new Date('2026-07-07T06:00:00Z'))).toBe(true);
    expect(isOpenAt(practice, new Date('2026-11-24T06:59:59Z'))).toBe(false);
    expect(isOpenAt(practice, new Date('2026-11-24T07:00:00Z'))).toBe(true);
  });
  it.each([['2026-11-22', 'Sunday'], ['2026-12-25', 'Christmas'], ['2026-07-22', 'a closure'], ['2026-04-27', 'Koningsdag']])('is closed on %s, %s', (date) => {
    expect(isOpenAt(practice, at(date, '10:00'))).toBe(false);
    expect(hoursOn(practice, date)).toEqual([]);
  });
  it('says when it opens again', () => {
    expect(nextOpening(practice, at('2026-11-24', '10:00'))).toBeNull();
    expect(nextOpening(practice, at('2026-11-24', '06:00'))).toEqual({ date: '2026-11-24', time: '08:00' });
    expect(nextOpening(practice, at('2026-11-24', '12:45'))).toEqual({ date: '2026-11-24', time: '13:30' });
    expect(nextOpening(practice, at('2026-11-27', '17:00'))).toEqual({ date: '2026-11-30', time: '08:00' });
    expect(nextOpening(practice, at('2026-07-17', '18:00'))).toEqual({ date: '2026-07-27', time: '08:00' });
  });
  it('has no next opening when it is closed for good', () => {
    const gone = { ...practice, closedOn: () => true };
    expect([nextOpening(gone, at('2026-11-24', '10:00')), workingDayFrom(gone, '2026-11-24')]).toEqual([null, null]);
  });
});
