/** Holidays. A subpath of its own: the rules of all the world's holidays are large, so this is for servers. */
import Holidays from 'date-holidays';
import type { Closing, PracticeHours, OpeningHours } from './opening-hours.ts';
import { addDays } from './dates.ts';

type Country = 'NL' | 'DK';
export interface Holiday { date: string; name: string }

const years = new Map<string, readonly Holiday[]>();

/**
 * Public holidays of a year, named in the country's language. Bevrijdingsdag and Goede Vrijdag (NL), 1. maj, Grundlovsdag and Juleaftensdag (DK)
 * are not public holidays: a clinic that closes then says so in its closures.
 */
export function publicHolidays(country: Country, year: number): readonly Holiday[] {
  const key = `${country}${year}`;
  const known = years.get(key);
  if (known) return known;
  const found = new Holidays(country).getHolidays(year).filter((holiday) => holiday.type === 'public').map((holiday) => ({ date: holiday.date.slice(0, 10), name: holiday.name }));
  years.set(key, found);
  return found;
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
