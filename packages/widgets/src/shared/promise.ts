import type { Receipt } from '@balie/contracts';
import { clockTime, dayInWords, wallTime, type Texts } from '@balie/forms';

type Promised = NonNullable<Receipt['promise']>;

/** `donderdag 26 november vanaf 15:30 uur`: a date of the clinic's calendar, with the clock time where there is one (N3). */
export function promiseInWords(t: Texts, promise: Promised, now: number): string {
  const date = dayInWords(t, promise.date, 'UTC', new Date(now));
  return promise.from ? t('sending.until', { date, time: wallTime(t, promise.from) }) : date;
}

/** `maandag 23 november om 10:05 uur`, on the clinic's clock. */
export const momentInWords = (t: Texts, at: string, timeZone: string, now: number): string => t('common.at', { date: dayInWords(t, at, timeZone, new Date(now)), time: clockTime(t, at, timeZone) });
