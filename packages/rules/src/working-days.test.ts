import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, instantOf, localDate } from './dates.ts';
import { hoursOn } from './opening-hours.ts';
import { practice } from './practice.fixture.ts';
import { countsAsPlacedOn, isLate, promiseFor, workingDaysAfter } from './working-days.ts';

const at = (date: string, time: string) => instantOf(date, time, practice.timeZone);
// 2026-11-16 is a Monday.
const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'] as const;
const repeat = { workingDays: 3, cutOff: '17:00', from: '15:30' };

describe('repeat prescriptions as huisartsenlagezwaluwe.nl has them: ready three working days after the order day, from 15:30 (N3)', () => {
  it.each([[saturday, '11:00'], [sunday, '23:59']])('ordered in the week-end (%s %s): counts as Monday, ready Thursday', (date, time) => {
    expect(countsAsPlacedOn(practice, at(date, time), repeat.cutOff)).toBe('2026-11-23');
    expect(promiseFor(practice, at(date, time), repeat)).toEqual({ date: '2026-11-26', from: '15:30' });
  });
  it('ordered on Tuesday evening: counts as Wednesday, ready Monday', () => {
    expect(countsAsPlacedOn(practice, at(tuesday, '19:00'), repeat.cutOff)).toBe(wednesday);
    expect(promiseFor(practice, at(tuesday, '19:00'), repeat)).toEqual({ date: '2026-11-23', from: '15:30' });
  });
  it('ordered in the night before opening, or over lunch: counts as that day', () => {
    expect(countsAsPlacedOn(practice, at(tuesday, '05:00'), repeat.cutOff)).toBe(tuesday);
    expect(countsAsPlacedOn(practice, at(tuesday, '12:45'), repeat.cutOff)).toBe(tuesday);
  });
  it('Friday afternoon is Friday until the clinic\'s cut-off', () => {
    expect(countsAsPlacedOn(practice, at(friday, '16:59'), '17:00')).toBe(friday);
    expect(countsAsPlacedOn(practice, at(friday, '17:00'), '17:00')).toBe('2026-11-23');
    expect(countsAsPlacedOn(practice, at(friday, '13:00'), '12:00')).toBe('2026-11-23');
  });
  it('a cut-off after closing time does not keep the day open', () => {
    const earlyFriday = { ...practice, openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' }] };
    expect(countsAsPlacedOn(earlyFriday, at(friday, '14:00'), '17:00')).toBe('2026-11-23');
  });
});

describe('other practices', () => {
  it('before 11:00 the same day from 16:00, after that the next (huisartsgarnier.nl)', () => {
    const garnier = { workingDays: 0, cutOff: '11:00', from: '16:00' };
    expect(promiseFor(practice, at(monday, '10:59'), garnier)).toEqual({ date: monday, from: '16:00' });
    expect(promiseFor(practice, at(monday, '11:00'), garnier)).toEqual({ date: tuesday, from: '16:00' });
  });
  it('an e-consult of Friday afternoon is answered in 1-2 working days: three or four days later (vanlune)', () => {
    expect(promiseFor(practice, at(friday, '15:00'), { workingDays: 1, cutOff: '17:00' })).toEqual({ date: addDays(friday, 3), from: null });
    expect(promiseFor(practice, at(friday, '15:00'), { workingDays: 2, cutOff: '17:00' })).toEqual({ date: addDays(friday, 4), from: null });
  });
  it('passes over holidays, week-ends and closures', () => {
    expect(workingDaysAfter(practice, '2026-12-24', 1)).toBe('2026-12-28');
    expect(workingDaysAfter(practice, '2026-04-02', 2)).toBe('2026-04-07'); // Good Friday works, Easter Monday does not
    expect(workingDaysAfter(practice, '2026-07-17', 1)).toBe('2026-07-27');
    expect(workingDaysAfter(practice, thursday, 0)).toBe(thursday);
  });
  it('gives no date rather than a false one', () => expect(promiseFor({ ...practice, closedOn: () => true }, at(monday, '10:00'), repeat)).toBeNull());
});

describe('always', () => {
  const minute = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 }).map((value) => new Date(value * 60_000));
  it('counts on a day the practice opens, never before the order', () => fc.assert(fc.property(minute, (when) => {
    const placed = countsAsPlacedOn(practice, when, '17:00')!;
    expect(hoursOn(practice, placed).length).toBeGreaterThan(0);
    expect(placed >= localDate(when, practice.timeZone)).toBe(true);
  })));
  it('never promises a later order for an earlier day', () => fc.assert(fc.property(minute, minute, (a, b) => {
    const [first, second] = a <= b ? [a, b] : [b, a];
    expect(promiseFor(practice, first, repeat)!.date <= promiseFor(practice, second, repeat)!.date).toBe(true);
  })));
});

it('is late from the midnight after the promised day (N3)', () => {
  const promised = { date: '2026-11-26', from: '15:30' };
  expect(isLate(promised, new Date('2026-11-26T22:59:59Z'), practice.timeZone)).toBe(false);
  expect(isLate(promised, new Date('2026-11-26T23:00:00Z'), practice.timeZone)).toBe(true);
});
