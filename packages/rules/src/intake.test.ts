import { describe, expect, it } from 'vitest';
import { intakeAt, type IntakeTerms } from './intake.ts';

const zone = 'Europe/Amsterdam';
const terms = (more: Partial<IntakeTerms> = {}): IntakeTerms => ({ hours: [], closures: [], perDay: null, ...more });
const weekdays = [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '16:00' }];
const at = (more: Partial<IntakeTerms>, time: string, taken = 0) => intakeAt(terms(more), zone, new Date(time), taken);

describe('when questions are taken', () => {
  it('day and night, where the practice says nothing (S1-01)', () => {
    for (const time of ['2026-11-24T02:59:00Z', '2026-11-28T23:00:00Z', '2026-12-25T12:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) expect(at({}, time)).toEqual({ open: true });
  });
  it.each([
    ['before the first minute', '2026-11-24T06:59:00Z', { date: '2026-11-24', time: '08:00' }], ['in the last minute', '2026-11-24T14:59:00Z', null], ['from the end on', '2026-11-24T15:00:00Z', { date: '2026-11-25', time: '08:00' }],
    ['on Friday evening', '2026-11-27T18:00:00Z', { date: '2026-11-30', time: '08:00' }], ['the evening summer time ends', '2026-10-24T22:30:00Z', { date: '2026-10-26', time: '08:00' }],
  ])('in its hours, by its own clock: %s', (_, time, opens) => expect(at({ hours: weekdays }, time)).toEqual(opens ? { open: false, why: 'hours', opens } : { open: true }));
  it('not while it is closed: both days included, and then in its hours', () => {
    const closures = [{ from: '2026-12-24', to: '2026-12-27' }];
    expect(at({ closures }, '2026-12-23T22:59:00Z')).toEqual({ open: true });
    expect(at({ closures }, '2026-12-23T23:00:00Z')).toEqual({ open: false, why: 'closed', opens: { date: '2026-12-28', time: '00:00' } });
    expect(at({ closures, hours: weekdays }, '2026-12-27T12:00:00Z')).toEqual({ open: false, why: 'closed', opens: { date: '2026-12-28', time: '08:00' } });
    expect(at({ closures: [{ from: '2026-01-01', to: '2028-12-31' }] }, '2026-11-24T09:00:00Z')).toEqual({ open: false, why: 'closed', opens: null });
  });
  it('up to so many a day; then from the next day that it takes any', () => {
    expect(at({ perDay: 3 }, '2026-11-24T09:00:00Z', 2)).toEqual({ open: true });
    expect(at({ perDay: 3 }, '2026-11-24T09:00:00Z', 3)).toEqual({ open: false, why: 'full', opens: { date: '2026-11-25', time: '00:00' } });
    expect(at({ perDay: 3, hours: weekdays, closures: [{ from: '2026-11-30', to: '2026-11-30' }] }, '2026-11-27T09:00:00Z', 5)).toEqual({ open: false, why: 'full', opens: { date: '2026-12-01', time: '08:00' } });
  });
});
