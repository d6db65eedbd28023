/** The hours of a day, and the next ones: more than a page needs that only asks whether the practice is open now. */
import { addDays, localTime } from './dates.ts';
import { isOpenAt, ruleOn, type PracticeHours } from './opening-hours.ts';

/** A year and a day: a practice that is closed for longer has no next opening. */
const horizon = 366;

/** Stretches of one date, earliest first, without what is closed of them. */
export function hoursOn(practice: PracticeHours, date: string): { from: string; to: string }[] {
  const at = (time: string) => (time.startsWith(date) ? time.slice(11) : time < date ? '00:00' : '24:00');
  return (practice.closings ?? []).reduce((left, closing) => left.flatMap(({ from, to }) => {
    const [shuts, opens] = [at(closing.from), at(closing.until)];
    return [{ from, to: to < shuts ? to : shuts }, { from: from > opens ? from : opens, to }].filter((part) => part.from < part.to);
  }), ruleOn(practice, date));
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
