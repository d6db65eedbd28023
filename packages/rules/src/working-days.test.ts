import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { practiceHours } from './calendar.ts';
import { addDays, instantOf, localDate } from './dates.ts';
import { hoursOn } from './hours.ts';
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
  it('is never ready at a time of a day on which the practice has closed by then: on a short day, or closed by its desk', () => {
    const short = { ...practice, openingHours: [{ days: [1, 2, 3, 4], from: '08:00', to: '16:00' }, { days: [5], from: '08:00', to: '14:00' }] };
    expect(['15:30', '14:00', '13:59'].map((from) => promiseFor(short, at(tuesday, '10:00'), { ...repeat, from })?.date)).toEqual(['2026-11-23', '2026-11-23', friday]);
    expect(promiseFor({ ...practice, closings: [{ from: `${thursday}T11:00`, until: `${thursday}T17:00` }] }, at(monday, '10:00'), repeat)).toEqual({ date: friday, from: '15:30' });
    // Open in the mornings only, always: that time is the pharmacy's.
    expect(promiseFor({ ...practice, openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' }] }, at(monday, '10:00'), repeat)).toEqual({ date: thursday, from: '15:30' });
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

describe('holidays of both countries (N3)', () => {
  const danish = practiceHours({ country: 'DK', timeZone: 'Europe/Copenhagen', openingHours: [{ days: [1, 2, 3, 4], from: '08:00', to: '16:00' }, { days: [5], from: '08:00', to: '14:00' }], closures: [{ from: '2026-12-24', to: '2026-12-24' }, { from: '2026-12-31', to: '2026-12-31' }] });
  const ready = (of: typeof practice, date: string, time: string, terms: { workingDays: number; cutOff: string }) => promiseFor(of, instantOf(date, time, of.timeZone), terms)?.date;
  const nl = (date: string, time = '10:00') => ready(practice, date, time, { workingDays: 3, cutOff: '17:00' });
  const dk = (date: string, time = '10:00') => ready(danish, date, time, { workingDays: 2, cutOff: '14:00' });
  it('Christmas: the Netherlands close on the 25th and 26th; a Danish clinic says itself that it closes on the 24th', () => {
    expect([nl('2026-12-23'), nl('2026-12-24', '17:30')]).toEqual(['2026-12-29', '2026-12-31']);
    expect([dk('2026-12-22'), dk('2026-12-23', '14:00'), dk('2026-12-25')]).toEqual(['2026-12-28', '2026-12-30', '2026-12-30']);
  });
  it('New Year', () => {
    expect([nl('2026-12-30'), nl('2026-12-31'), nl('2027-01-01')]).toEqual(['2027-01-05', '2027-01-06', '2027-01-07']);
    expect([dk('2026-12-30'), dk('2026-12-31')]).toEqual(['2027-01-05', '2027-01-06']);
  });
  it('Easter: Maundy Thursday, Good Friday and Easter Monday in Denmark, Easter Monday alone in the Netherlands', () => {
    expect([nl('2026-04-01'), nl('2026-04-03', '18:00')]).toEqual(['2026-04-07', '2026-04-10']);
    expect([dk('2026-03-31'), dk('2026-04-01'), dk('2026-04-02')]).toEqual(['2026-04-07', '2026-04-08', '2026-04-09']);
  });
  it('Ascension and Whitsun; King\'s Day in the Netherlands', () => {
    expect([nl('2026-05-13'), nl('2026-05-22'), nl('2026-04-24')]).toEqual(['2026-05-19', '2026-05-28', '2026-04-30']);
    expect([dk('2026-05-13'), dk('2026-05-22')]).toEqual(['2026-05-18', '2026-05-27']);
  });
  it.each([[practice, 'Europe/Amsterdam'], [danish, 'Europe/Copenhagen']])('the cut-off is by the clock on the wall, before and after it changes', (of) => {
    const cutOff = { workingDays: 0, cutOff: '14:00' };
    // The Friday before and the Monday after: 13:59 and 14:00 there, an hour apart in UTC.
    for (const [at, date] of [['2026-03-27T12:59:00Z', '2026-03-27'], ['2026-03-27T13:00:00Z', '2026-03-30'], ['2026-03-30T11:59:00Z', '2026-03-30'], ['2026-03-30T12:00:00Z', '2026-03-31'], ['2026-10-26T12:59:00Z', '2026-10-26'], ['2026-10-26T13:00:00Z', '2026-10-27']] as const) {
      expect(promiseFor(of, new Date(at), cutOff)?.date, at).toBe(date);
    }
    // In the night itself an order is one of the week-end, also in the hour that comes twice.
    for (const at of ['2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) expect(promiseFor(of, new Date(at), cutOff)?.date, at).toBe(at.startsWith('2026-03') ? '2026-03-30' : '2026-10-26');
  });
  it('"ready from 15:30" is that wall-clock time, on the first day of summer time too', () => {
    const promised = promiseFor(practice, new Date('2026-03-25T09:00:00Z'), { workingDays: 3, cutOff: '17:00', from: '15:30' })!;
    expect(promised).toEqual({ date: '2026-03-30', from: '15:30' });
    expect(isLate(promised, new Date('2026-03-30T13:30:00Z'), practice.timeZone)).toBe(false);
    expect(isLate(promised, new Date('2026-03-30T13:30:01Z'), practice.timeZone)).toBe(true);
  });
  it('a week ahead, seven days, and a request within two days is looked at (bostonspasurgery): working days alone count', () => {
    expect(ready(practice, '2026-11-16', '10:00', { workingDays: 5, cutOff: '17:00' })).toBe('2026-11-23');
    expect(ready(practice, '2026-12-21', '10:00', { workingDays: 5, cutOff: '17:00' })).toBe('2026-12-29');
  });
});

it('is late from the promised time on or, where only a day was promised, from the midnight after it (N3)', () => {
  const late = (from: string | null, at: string) => isLate({ date: '2026-11-26', from }, new Date(at), practice.timeZone);
  expect([late('15:30', '2026-11-26T14:30:00Z'), late('15:30', '2026-11-26T14:30:01Z')]).toEqual([false, true]);
  expect([late(null, '2026-11-26T22:59:59Z'), late(null, '2026-11-26T23:00:00Z')]).toEqual([false, true]);
});
