import { addDays, localTime } from './dates.ts';
import { hoursOn, nextOpening, workingDayFrom } from './hours.ts';
import { isOpenAt, type OpeningHours, type PracticeHours } from './opening-hours.ts';

/** When a practice takes questions. */
export interface IntakeTerms {
  /** None: day and night. */
  hours: readonly OpeningHours[];
  /** Both dates included. */
  closures: readonly { from: string; to: string }[];
  /** Most questions of one day, of all patients together. */
  perDay: number | null;
}
export type Intake = { open: true } | { open: false; why: 'closed' | 'hours' | 'full'; /** By the practice's clock; null: not within a year. */ opens: { date: string; time: string } | null };

const always: readonly OpeningHours[] = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }];

/** Whether a question can be sent at that moment and, if not, why and from when; `taken`: how many were, that day. */
export function intakeAt({ hours, closures, perDay }: IntakeTerms, timeZone: string, at: Date, taken: number): Intake {
  const closedOn = (date: string) => closures.some((closure) => closure.from <= date && date <= closure.to);
  const desk: PracticeHours = { timeZone, openingHours: hours.length ? hours : always, closedOn };
  const { date } = localTime(at, timeZone);
  if (!isOpenAt(desk, at)) return { open: false, why: closedOn(date) ? 'closed' : 'hours', opens: nextOpening(desk, at) };
  if (perDay === null || taken < perDay) return { open: true };
  const next = workingDayFrom(desk, addDays(date, 1));
  return { open: false, why: 'full', opens: next === null ? null : { date: next, time: hoursOn(desk, next)[0]!.from } };
}
