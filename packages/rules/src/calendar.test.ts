import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { closedDates, practiceHours, publicHolidays } from './calendar.ts';
import { schedule } from './practice.fixture.ts';

const dates = (country: 'NL' | 'DK', year: number) => publicHolidays(country, year).map((holiday) => holiday.date.slice(5));

describe('holidays (N3)', () => {
  it('knows the Dutch public holidays; Good Friday and Bevrijdingsdag are the clinic\'s choice', () => {
    expect(dates('NL', 2026)).toEqual(['01-01', '04-05', '04-06', '04-27', '05-14', '05-24', '05-25', '12-25', '12-26']);
    const free = practiceHours({ ...schedule, closures: [{ from: '2026-05-05', to: '2026-05-05' }] });
    expect([practiceHours(schedule).closedOn('2026-05-05'), free.closedOn('2026-05-05'), free.closedOn('2026-04-03')]).toEqual([false, true, false]);
  });
  it('knows the Danish ones; Store Bededag ended with 2023', () => {
    expect(dates('DK', 2026)).toEqual(['01-01', '04-02', '04-03', '04-05', '04-06', '05-14', '05-24', '05-25', '12-25', '12-26']);
    expect(dates('DK', 2023)).toContain('05-05');
    expect(dates('DK', 2024)).not.toContain('04-26');
  });
  it('agrees with an independent table, day by day and name by name, from 2014 to 2099', () => {
    for (const country of ['NL', 'DK'] as const) for (let year = 2014; year < 2100; year += 1) {
      const others = new Holidays(country).getHolidays(year).filter(({ type }) => type === 'public').map(({ date, name }) => ({ date: date.slice(0, 10), name }));
      expect(publicHolidays(country, year), `${country} ${year}`).toEqual(others);
    }
  });
  it('keeps Koningsdag off a Sunday', () => expect([dates('NL', 2025).includes('04-26'), dates('NL', 2031).includes('04-26'), dates('NL', 2031).includes('04-27')]).toEqual([true, true, false]));
  it('lists closed dates for a browser, closures with both ends', () => {
    expect(closedDates(schedule, '2026-07-18', 9)).toEqual(['2026-07-20', '2026-07-21', '2026-07-22', '2026-07-23', '2026-07-24']);
    expect(closedDates(schedule, '2026-12-24', 10)).toEqual(['2026-12-25', '2026-12-26', '2027-01-01']);
  });
});
