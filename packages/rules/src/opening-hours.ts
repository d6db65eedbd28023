import { addDays, localTime, weekdayOf } from './dates.ts';

/** A stretch of the week: ISO weekdays (Monday 1), `HH:MM` from and to. A lunch break makes two of them. */
export interface OpeningHours { days: readonly number[]; from: string; to: string }

/** When a practice is there. `closedOn`: holidays and closures, see `/calendar`. */
export interface PracticeHours {
  timeZone: string;
  openingHours: readonly OpeningHours[];
  closedOn: (date: string) => boolean;
}

/** A year and a day: a practice that is closed for longer has no next opening. */
const horizon = 366;

/** Stretches of one date, earliest first; none on a closed day. */
export function hoursOn(practice: PracticeHours, date: string): { from: string; to: string }[] {
  if (practice.closedOn(date)) return [];
  const weekday = weekdayOf(date);
  return practice.openingHours.filter((hours) => hours.days.includes(weekday) && hours.from < hours.to).map(({ from, to }) => ({ from, to })).sort((a, b) => a.from.localeCompare(b.from));
}

/** Open from the first minute of a stretch until, not including, its last. */
export function isOpenAt(practice: PracticeHours, at: Date): boolean {
  const { date, time } = localTime(at, practice.timeZone);
  return hoursOn(practice, date).some((hours) => hours.from <= time && time < hours.to);
}

/** When a closed practice opens again, by its own clock; null when it is open now or stays closed for a year. */
export function nextOpening(practice: PracticeHours, at: Date): { date: string; time: string } | null {
  if (isOpenAt(practice, at)) return null;
  const now = localTime(at, practice.timeZone);
  for (let day = 0; day <= horizon; day += 1) {
    const date = addDays(now.date, day);
    const next = hoursOn(practice, date).find((hours) => day > 0 || hours.from > now.time);
    if (next) return { date, time: next.from };
  }
  return null;
}

/** First day on or after `date` on which the practice opens; null when there is none within a year. */
export function workingDayFrom(practice: PracticeHours, date: string): string | null {
  for (let day = 0; day <= horizon; day += 1) {
    const candidate = addDays(date, day);
    if (hoursOn(practice, candidate).length > 0) return candidate;
  }
  return null;
}
