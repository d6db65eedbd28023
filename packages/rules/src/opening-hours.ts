import { addDays, localTime, weekdayOf } from './dates.ts';

/** A stretch of the week: ISO weekdays (Monday 1), `HH:MM` from and to. A lunch break makes two of them. */
export interface OpeningHours { days: readonly number[]; from: string; to: string }

/** A stretch in which the practice is closed against its rule, by its own clock: `YYYY-MM-DDTHH:MM`, the last minute not included. */
export interface Closing { from: string; until: string }

/** When a practice is there, and when against that rule it is not. A clinic's public settings are one of these. */
export interface PracticeHours {
  timeZone: string;
  openingHours: readonly OpeningHours[];
  /** Holidays and closures: asked (see `/calendar`), or as dates for who has no tables. */
  closedOn?: (date: string) => boolean;
  closed?: readonly string[] | undefined;
  /** What its desk said besides. */
  closings?: readonly Closing[] | undefined;
}

/** A year and a day: a practice that is closed for longer has no next opening. */
const horizon = 366;

/** Stretches of one date, earliest first, without what is closed of them; none on a closed day. */
export function hoursOn(practice: PracticeHours, date: string): { from: string; to: string }[] {
  if (practice.closed?.includes(date) || practice.closedOn?.(date)) return [];
  const weekday = weekdayOf(date);
  // Day and time as text are in the order of time.
  const open = practice.openingHours.filter((hours) => hours.days.includes(weekday)).map(({ from, to }): [string, string] => [`${date}T${from}`, `${date}T${to}`]);
  return (practice.closings ?? []).reduce((left, closing) => left.flatMap(([from, to]): [string, string][] => [[from, to < closing.from ? to : closing.from], [from > closing.until ? from : closing.until, to]]), open)
    .filter(([from, to]) => from < to).sort().map(([from, to]) => ({ from: from.slice(11), to: to.slice(11) }));
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
