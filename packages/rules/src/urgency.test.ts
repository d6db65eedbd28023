import { expect, it, describe } from 'vitest';
import { instantOf } from './dates.ts';
import { practice } from './practice.fixture.ts';
import { numberToCall } from './urgency.ts';

const phones = { practice: '+31101234567', outOfHours: '+31107654321', emergency: '112' };
const at = (date: string, time: string) => instantOf(date, time, practice.timeZone);

describe('the number to call now (N4)', () => {
  it('is the practice while it is open', () => expect(numberToCall(practice, phones, at('2026-11-24', '10:00'))).toEqual({ which: 'practice', number: '+31101234567' }));
  it.each([['2026-11-24', '19:00'], ['2026-11-22', '10:00'], ['2026-12-25', '10:00'], ['2026-07-21', '10:00']])('is the out-of-hours post on %s at %s', (date, time) => expect(numberToCall(practice, phones, at(date, time)).which).toBe('outOfHours'));
  it('is the out-of-hours post while the desk closed the practice, and only then', () => {
    const closed = { ...practice, closings: [{ from: '2026-11-24T10:15', until: '2026-11-24T15:00' }] };
    expect(['10:14', '10:15', '14:59', '15:00'].map((time) => numberToCall(closed, phones, at('2026-11-24', time)).which)).toEqual(['practice', 'outOfHours', 'outOfHours', 'practice']);
  });
});
