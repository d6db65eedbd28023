import { expect, it, describe } from 'vitest';
import { instantOf } from './dates.ts';
import { practice } from './practice.fixture.ts';
import { numberToCall } from './urgency.ts';

const phones = { practice: '+31101234567', outOfHours: '+31107654321', emergency: '112' };
const at = (date: string, time: string) => instantOf(date, time, practice.timeZone);

describe('the number to call now (N4)', () => {
  it('is the practice while it is open', () => expect(numberToCall(practice, phones, at('2026-11-24', '10:00'))).toEqual({ which: 'practice', number: '+31101234567', href: 'tel:+31101234567' }));
  it.each([['2026-11-24', '19:00'], ['2026-11-22', '10:00'], ['2026-12-25', '10:00'], ['2026-07-21', '10:00']])('is the out-of-hours post on %s at %s', (date, time) => expect(numberToCall(practice, phones, at(date, time)).which).toBe('outOfHours'));
  it('is the emergency number in an emergency, at any hour', () => expect(['10:00', '03:00'].map((time) => numberToCall(practice, phones, at('2026-11-24', time), 'emergency').href)).toEqual(['tel:112', 'tel:112']));
});
