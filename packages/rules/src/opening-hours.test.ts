import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from './dates.ts';
import { hoursOn, nextOpening, workingDayFrom } from './hours.ts';
import { isOpenAt } from './opening-hours.ts';
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
  it('is closed where its desk says so, also for a part of a day, over midnight and over days (N4)', () => {
    const closed = { ...practice, closings: [{ from: '2026-11-24T10:15', until: '2026-11-24T15:00' }, { from: '2026-11-25T16:00', until: '2026-11-27T09:00' }] };
    expect(hoursOn(closed, '2026-11-24')).toEqual([{ from: '08:00', to: '10:15' }, { from: '15:00', to: '17:00' }]);
    expect([hoursOn(closed, '2026-11-25'), hoursOn(closed, '2026-11-26'), hoursOn(closed, '2026-11-27')]).toEqual([[{ from: '08:00', to: '12:30' }, { from: '13:30', to: '16:00' }], [], [{ from: '09:00', to: '12:30' }, { from: '13:30', to: '17:00' }]]);
    expect(['10:14', '10:15', '14:59', '15:00'].map((time) => isOpenAt(closed, at('2026-11-24', time)))).toEqual([true, false, false, true]);
    expect(nextOpening(closed, at('2026-11-24', '11:00'))).toEqual({ date: '2026-11-24', time: '15:00' });
    expect(nextOpening(closed, at('2026-11-25', '16:30'))).toEqual({ date: '2026-11-27', time: '09:00' });
    expect([workingDayFrom(closed, '2026-11-26'), hoursOn(closed, '2026-11-23')]).toEqual(['2026-11-27', hoursOn(practice, '2026-11-23')]);
  });
  it('is open at a moment just when its hours of that day say so, however the desk closed it', () => {
    const wall = fc.tuple(fc.integer({ min: 20, max: 28 }), fc.integer({ min: 0, max: 1439 })).map(([day, minute]) => `2026-11-${day}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    fc.assert(fc.property(fc.array(fc.record({ from: wall, until: wall }), { maxLength: 4 }), wall, (closings, now) => {
      const closed = { ...practice, closings };
      expect(isOpenAt(closed, at(now.slice(0, 10), now.slice(11)))).toBe(hoursOn(closed, now.slice(0, 10)).some(({ from, to }) => from <= now.slice(11) && now.slice(11) < to));
    }));
  });
  it('has no next opening when it is closed for good', () => {
    const gone = { ...practice, closedOn: () => true };
    expect([nextOpening(gone, at('2026-11-24', '10:00')), workingDayFrom(gone, '2026-11-24')]).toEqual([null, null]);
  });
});
