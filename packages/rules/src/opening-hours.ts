import { instantOf, localTime, weekdayOf } from './dates.ts';

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

/** Day and time there, `YYYY-MM-DDTHH:MM`: as text they are in the order of time. */
export function wallOf(at: Date, timeZone: string): string {
  const { date, time } = localTime(at, timeZone);
  return `${date}T${time}`;
}

/** The moment of such a day and time; see `instantOf`. */
export const instantOfWall = (wall: string, timeZone: string): Date => instantOf(wall.slice(0, 10), wall.slice(11), timeZone);

/** The closing that a moment (as `wallOf` has it) falls in. */
export const closingAt = <C extends Closing>({ closings }: { closings?: readonly C[] | undefined }, now: string): C | undefined => closings?.find(({ from, until }) => from <= now && now < until);

/** By the rule alone, earliest first; none on a closed day. */
export function ruleOn(practice: PracticeHours, date: string): { from: string; to: string }[] {
  if (practice.closed?.includes(date) || practice.closedOn?.(date)) return [];
  const weekday = weekdayOf(date);
  return practice.openingHours.filter((hours) => hours.days.includes(weekday) && hours.from < hours.to).map(({ from, to }) => ({ from, to })).sort((a, b) => a.from.localeCompare(b.from));
}

/** Open from the first minute of a stretch until, not including, its last. */
export function isOpenAt(practice: PracticeHours, at: Date): boolean {
  const now = wallOf(at, practice.timeZone);
  return !closingAt(practice, now) && ruleOn(practice, now.slice(0, 10)).some(({ from, to }) => from <= now.slice(11) && now.slice(11) < to);
}
