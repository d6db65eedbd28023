/** Calendar dates are `YYYY-MM-DD`, clock times `HH:MM`, both as seen in a zone; instants are `Date`. */

/** True for a date that exists (years 1000-9999). */
export function isDate(value: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

export interface LocalTime {
  date: string;
  /** `HH:MM` */
  time: string;
  /** ISO: Monday 1 … Sunday 7. */
  weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, calendar: 'iso8601', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

/** What calendar and clock on the wall say in that zone. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const parts = Object.fromEntries(formatFor(timeZone).formatToParts(at).map((part) => [part.type, part.value]));
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  return { date, time: `${parts['hour']}:${parts['minute']}`, weekday: weekdayOf(date) };
}

export const localDate = (at: Date, timeZone: string): string => localTime(at, timeZone).date;

/** ISO weekday: Monday 1 … Sunday 7. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/**
 * The instant of a wall-clock time. A time that happens twice (2026-10-25 02:30) is the first of the two;
 * one that the clock skips (2026-03-29 02:30) is as long after midnight as written: 03:30.
 */
export function instantOf(date: string, time: string, timeZone: string): Date {
  const written = Date.parse(`${date}T${time}:00Z`);
  const day = 86_400_000;
  const candidates = [written - day, written + day].map((near) => written - offsetAt(near, timeZone)).sort((a, b) => a - b);
  const right = candidates.find((candidate) => candidate + offsetAt(candidate, timeZone) === written);
  return new Date(right ?? candidates.at(-1)!);
}

/** So many hours earlier by the clock on the wall: a day before nine is nine, also over a change of the clock. */
export function hoursBefore(at: Date, hours: number, timeZone: string): Date {
  const { date, time } = localTime(at, timeZone);
  const wall = new Date(Date.parse(`${date}T${time}:00Z`) - hours * 3_600_000).toISOString();
  return instantOf(wall.slice(0, 10), wall.slice(11, 16), timeZone);
}

/** Milliseconds that the zone's wall clock is ahead of UTC, to the minute. */
function offsetAt(at: number, timeZone: string): number {
  const local = localTime(new Date(at), timeZone);
  return Date.parse(`${local.date}T${local.time}:00Z`) - Math.floor(at / 60_000) * 60_000;
}
