import { addDays, instantOf, localDate, localTime } from './dates.ts';
import { hoursOn, workingDayFrom } from './hours.ts';
import type { PracticeHours } from './opening-hours.ts';

/** What a practice promises: done on that date, from that time if it names one (N3). */
export interface Promised { date: string; from: string | null }

/**
 * The working day an order counts as placed on. Out of hours or on a closed day it is the next working day; the working day ends at the
 * clinic's cut-off, or at closing time where that is earlier.
 */
export function countsAsPlacedOn(practice: PracticeHours, at: Date, cutOff: string): string | null {
  const { date, time } = localTime(at, practice.timeZone);
  const closing = hoursOn(practice, date).at(-1)?.to;
  const inTime = closing !== undefined && time < (cutOff < closing ? cutOff : closing);
  return workingDayFrom(practice, inTime ? date : addDays(date, 1));
}

/** The `count`th working day after a date, which itself does not count; 0 gives the date. Null when the practice stays closed for a year. */
export function workingDaysAfter(practice: PracticeHours, date: string, count: number): string | null {
  let day: string | null = date;
  for (let counted = 0; counted < count && day !== null; counted += 1) day = workingDayFrom(practice, addDays(day, 1));
  return day;
}

/** "Ready Thursday from 15:30", "answer by Thursday": null when no honest date can be given. */
export function promiseFor(practice: PracticeHours, at: Date, terms: { workingDays: number; cutOff: string; from?: string }): Promised | null {
  const placed = countsAsPlacedOn(practice, at, terms.cutOff);
  const date = placed === null ? null : workingDaysAfter(practice, placed, terms.workingDays);
  return date === null ? null : terms.from === undefined ? { date, from: null } : { date: openAfter(practice, date, terms.from), from: terms.from };
}

/** The first day on or after it that the practice is still open at that time: nobody collects at a closed door. The day itself where it never is: then that time is of another place, such as a pharmacy. */
function openAfter(practice: PracticeHours, date: string, time: string): string {
  for (let day: string | null = date, turn = 0; day !== null && turn < 30; day = workingDayFrom(practice, addDays(day, 1)), turn += 1) if (hoursOn(practice, day).some(({ to }) => time < to)) return day;
  return date;
}

/** What was promised has passed and nothing came, "late: call us" (N3): from that time on or, where only a day was promised, after that day. */
export const isLate = ({ date, from }: Promised, at: Date, timeZone: string): boolean => (from ? at > instantOf(date, from, timeZone) : localDate(at, timeZone) > date);
