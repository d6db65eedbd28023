import { addDays, instantOf, localTime, weekdayOf } from './dates.ts';
import { hoursOn } from './hours.ts';
import type { OpeningHours } from './opening-hours.ts';

/** A practitioner's week: appointments of so many minutes within the hours, none in a break; from a day until a day, both included. */
export interface Plan { hours: readonly OpeningHours[]; breaks: readonly OpeningHours[]; minutes: number; from: string; until: string }
export interface Stretch { start: Date; end: Date }

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** What of the breaks lies on a date. */
export const breaksOn = ({ breaks, from, until }: Plan, date: string): { from: string; to: string }[] => (date < from || date > until ? [] : breaks.filter(({ days }) => days.includes(weekdayOf(date))));

/**
 * The times of a plan, earliest first, none on a closed day. They begin when the clock on the wall says so: a time that the clock skips is left out, one that comes twice is the
 * first, and each lasts its minutes. What would begin before a break or reach into it begins after it instead; where hours lie over one another their times do not.
 */
export function timesOf(plan: Plan, timeZone: string, closedOn: (date: string) => boolean): Stretch[] {
  const times: Stretch[] = [];
  for (let date = plan.from; date <= plan.until; date = addDays(date, 1)) {
    const closings = breaksOn(plan, date).map(({ from, to }) => ({ from: `${date}T${from}`, until: `${date}T${to}` }));
    for (const { from, to } of hoursOn({ timeZone, openingHours: plan.hours, closedOn, closings }, date)) {
      for (let at = minutesOf(from); at + plan.minutes <= minutesOf(to); at += plan.minutes) {
        const start = instantOf(date, clockOf(at), timeZone);
        if (localTime(start, timeZone).time === clockOf(at) && start >= (times.at(-1)?.end ?? start)) times.push({ start, end: new Date(start.getTime() + plan.minutes * 60_000) });
      }
    }
  }
  return times;
}

/** Whether two stretches share a moment: one that begins when the other ends does not. */
export const overlap = (one: Stretch, other: Stretch): boolean => one.start < other.end && other.start < one.end;
