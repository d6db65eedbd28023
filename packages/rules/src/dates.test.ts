import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, hoursBefore, instantOf, isDate, localDate, localTime, weekdayOf } from './dates.ts';

const amsterdam = 'Europe/Amsterdam';

describe('dates', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '26-01-01', '2026-01-32', '', 'today', '0000-01-01'])('%o is no date', (value) => expect(isDate(value)).toBe(false));
  it.each(['2024-02-29', '2026-12-31', '1858-01-01'])('%s is a date', (value) => expect(isDate(value)).toBe(true));
  it('counts days over month, year and clock changes', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  });
  it('counts hours back by the clock on the wall, also over both changes of the clock', () => {
    expect(hoursBefore(new Date('2026-10-26T08:00:00Z'), 24, amsterdam).toISOString()).toBe('2026-10-25T08:00:00.000Z');
    expect(hoursBefore(new Date('2026-10-25T08:00:00Z'), 24, amsterdam).toISOString()).toBe('2026-10-24T07:00:00.000Z'); // 9:00 and 9:00, 25 hours
    expect(hoursBefore(new Date('2026-03-29T07:00:00Z'), 24, 'Europe/Copenhagen').toISOString()).toBe('2026-03-28T08:00:00.000Z'); // 23 hours
    expect(hoursBefore(new Date('2026-03-30T00:30:00Z'), 24, amsterdam).toISOString()).toBe('2026-03-29T01:30:00.000Z'); // half past two that day is skipped: half past three
    expect(hoursBefore(new Date('2026-11-24T09:20:00Z'), 0, amsterdam).toISOString()).toBe('2026-11-24T09:20:00.000Z');
  });
  it('numbers weekdays from Monday', () => expect(['2026-11-23', '2026-11-29'].map(weekdayOf)).toEqual([1, 7]));
});

describe.each([amsterdam, 'Europe/Copenhagen'])('the wall clock of %s', (zone) => {
  it('is a day ahead of UTC late in the evening', () => {
    expect(localTime(new Date('2026-07-31T22:00:00Z'), zone)).toEqual({ date: '2026-08-01', time: '00:00', weekday: 6 });
    expect(localDate(new Date('2026-12-31T22:59:59Z'), zone)).toBe('2026-12-31');
    expect(localDate(new Date('2026-12-31T23:00:00Z'), zone)).toBe('2027-01-01');
  });
  it('shows slot times, which come in UTC, in summer and winter time', () => {
    expect(localTime(new Date('2026-03-29T00:59:00Z'), zone).time).toBe('01:59');
    expect(localTime(new Date('2026-03-29T01:00:00Z'), zone).time).toBe('03:00');
    expect(localTime(new Date('2026-10-25T00:30:00Z'), zone).time).toBe('02:30');
    expect(localTime(new Date('2026-10-25T01:30:00Z'), zone).time).toBe('02:30');
  });
  it('moves a time that does not exist (2026-03-29 02:00) on by the hour that was skipped', () => {
    expect(instantOf('2026-03-29', '02:00', zone).toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(instantOf('2026-03-29', '02:30', zone).toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(instantOf('2026-03-29', '01:59', zone).toISOString()).toBe('2026-03-29T00:59:00.000Z');
    expect(instantOf('2026-03-29', '03:00', zone).toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });
  it('takes the first of a time that happens twice (2026-10-25 02:30)', () => {
    expect(instantOf('2026-10-25', '02:30', zone).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantOf('2026-10-25', '03:00', zone).toISOString()).toBe('2026-10-25T02:00:00.000Z');
  });
  it('reads back every instant it makes, the skipped hour apart', () => {
    const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 });
    fc.assert(fc.property(minutes, (minute) => {
      const { date, time } = localTime(new Date(minute * 60_000), zone);
      expect(localTime(instantOf(date, time, zone), zone)).toMatchObject({ date, time });
    }));
  });
});
