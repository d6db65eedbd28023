import { describe, expect, it } from 'vitest';
import { practice } from './practice.fixture.ts';
import { overlap, timesOf, type Plan } from './schedules.ts';

const zone = 'Europe/Amsterdam';
const plan = (more: Partial<Plan>): Plan => ({ hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '10:00' }], breaks: [], minutes: 20, from: '2026-11-23', until: '2026-11-23', ...more });
const starts = (of: Plan, closedOn: (date: string) => boolean = () => false) => timesOf(of, zone, closedOn).map(({ start }) => start.toISOString());

describe('the times of a schedule', () => {
  it('fill the hours of its weekdays, from its first day until its last, and never reach beyond the hours', () => {
    expect(starts(plan({}))).toEqual(['2026-11-23T08:00:00.000Z', '2026-11-23T08:20:00.000Z', '2026-11-23T08:40:00.000Z']);
    expect(starts(plan({ minutes: 25 }))).toHaveLength(2);
    expect(new Set(starts(plan({ from: '2026-11-21', until: '2026-11-29' })).map((at) => at.slice(0, 10)))).toEqual(new Set(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']));
  });
  it('begin anew after a break and never reach into one', () => {
    const broken = plan({ hours: [{ days: [1], from: '09:00', to: '11:00' }], breaks: [{ days: [1], from: '09:30', to: '09:45' }, { days: [2], from: '09:00', to: '11:00' }] });
    expect(starts(broken)).toEqual(['08:00', '08:45', '09:05', '09:25'].map((time) => `2026-11-23T${time}:00.000Z`));
  });
  it('never lie over one another, also where the hours of a day do', () => {
    const twice = plan({ hours: [{ days: [1], from: '09:00', to: '10:00' }, { days: [1, 2], from: '09:00', to: '10:00' }, { days: [1], from: '09:50', to: '10:30' }] });
    expect(starts(twice)).toEqual(['08:00', '08:20', '08:40', '09:10'].map((time) => `2026-11-23T${time}:00.000Z`));
  });
  it('pass over holidays and closed days', () => {
    expect(starts(plan({ from: '2026-04-24', until: '2026-04-28' }), practice.closedOn).map((at) => at.slice(0, 10))).toEqual([...Array<string>(3).fill('2026-04-24'), ...Array<string>(3).fill('2026-04-28')]);
    expect(starts(plan({ from: '2026-07-20', until: '2026-07-24' }), practice.closedOn)).toEqual([]);
  });
  it.each([['2026-03-28', '08'], ['2026-03-29', '07'], ['2026-10-24', '07'], ['2026-10-25', '08']])('begin at nine by the clock on the wall also on %s, as summer time begins and ends', (date, hour) => {
    expect(starts(plan({ hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '09:20' }], from: date, until: date }))).toEqual([`${date}T${hour}:00:00.000Z`]);
  });
  it('in the night of the change leave out what the clock skips, take what comes twice once, and none overlaps another', () => {
    const night = (date: string) => timesOf(plan({ hours: [{ days: [7], from: '01:00', to: '04:00' }], minutes: 30, from: date, until: date }), zone, () => false);
    expect(night('2026-03-29').map(({ start }) => start.toISOString().slice(11, 16))).toEqual(['00:00', '00:30', '01:00', '01:30']);
    expect(night('2026-10-25').map(({ start }) => start.toISOString().slice(11, 16))).toEqual(['23:00', '23:30', '00:00', '00:30', '02:00', '02:30']);
    for (const times of ['2026-03-29', '2026-10-25'].map(night)) for (const [at, one] of times.entries()) {
      expect(one.end.getTime() - one.start.getTime()).toBe(1_800_000);
      expect(times.slice(at + 1).some((other) => overlap(one, other))).toBe(false);
    }
  });
});
