/** Public holidays of the countries we serve, and the practice's hours that know them. */
import type { Closing, PracticeHours, OpeningHours } from './opening-hours.ts';
import { addDays, weekdayOf } from './dates.ts';

type Country = 'NL' | 'DK';
export interface Holiday { date: string; name: string }

/** Days from Easter Sunday, or a date; `years` where it was not always one. */
interface Rule { name: string; on: number | string; years?: (year: number) => boolean }
const rules: Record<Country, readonly Rule[]> = {
  NL: [
    { name: 'Nieuwjaar', on: '01-01' }, { name: 'Pasen', on: 0 }, { name: 'Tweede paasdag', on: 1 }, { name: 'Koningsdag', on: '04-27' }, { name: 'Hemelvaartsdag', on: 39 },
    { name: 'Pinksteren', on: 49 }, { name: 'Tweede pinksterdag', on: 50 }, { name: 'Kerstmis', on: '12-25' }, { name: 'Tweede kerstdag', on: '12-26' },
  ],
  // Store Bededag ended with 2023 (lov nr. 214 of 6 March 2023).
  DK: [
    { name: 'Nytårsdag', on: '01-01' }, { name: 'Skærtorsdag', on: -3 }, { name: 'Langfredag', on: -2 }, { name: 'Påskedag', on: 0 }, { name: 'Anden påskedag', on: 1 }, { name: 'Store Bededag', on: 26, years: (year) => year < 2024 },
    { name: 'Kristi Himmelfartsdag', on: 39 }, { name: 'Pinsedag', on: 49 }, { name: 'Anden Pinsedag', on: 50 }, { name: 'Juledag', on: '12-25' }, { name: 'Anden Juledag', on: '12-26' },
  ],
};

/** Easter Sunday by the Gregorian calendar (Meeus, Astronomical Algorithms, ch. 8). */
function easter(year: number): string {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  return addDays(`${year}-03-01`, h + l - 7 * m + 21);
}

/**
 * Public holidays of a year (from 2014 on), named in the country's language. Bevrijdingsdag and Goede Vrijdag (NL), 1. maj, Grundlovsdag and Juleaftensdag (DK)
 * are not public holidays: a clinic that closes then says so in its closures. Koningsdag keeps off a Sunday.
 */
export function publicHolidays(country: Country, year: number): readonly Holiday[] {
  const sunday = easter(year);
  const dateOf = ({ name, on }: Rule) => {
    const date = typeof on === 'number' ? addDays(sunday, on) : `${year}-${on}`;
    return name === 'Koningsdag' && weekdayOf(date) === 7 ? addDays(date, -1) : date;
  };
  return rules[country].filter(({ years }) => years?.(year) ?? true).map((rule) => ({ date: dateOf(rule), name: rule.name })).sort((one, other) => one.date.localeCompare(other.date));
}

/** What of a clinic's configuration decides when it is there. */
export interface PracticeSchedule {
  country: Country;
  timeZone: string;
  openingHours: readonly OpeningHours[];
  /** Both dates included. */
  closures: readonly { from: string; to: string }[];
}

/** Opening hours that know the holidays, the closures and what the desk closed besides: what the rules about open, working days and promises ask for. */
export function practiceHours(clinic: PracticeSchedule, closings: readonly Closing[] = []): PracticeHours & Required<Pick<PracticeHours, 'closedOn'>> {
  const closedOn = (date: string) =>
    clinic.closures.some((closure) => closure.from <= date && date <= closure.to) || publicHolidays(clinic.country, Number(date.slice(0, 4))).some((holiday) => holiday.date === date);
  return { timeZone: clinic.timeZone, openingHours: clinic.openingHours, closedOn, closings };
}

/** The closed dates of a stretch of days, so that a browser can tell without the tables. */
export function closedDates(clinic: PracticeSchedule, from: string, days: number): string[] {
  const { closedOn } = practiceHours(clinic);
  return Array.from({ length: days }, (_, day) => addDays(from, day)).filter(closedOn);
}
