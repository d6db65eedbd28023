/** Days as a reader says them: what a log-in needs none of. */
import type { Texts } from './texts/types.ts';
import { clockTime, language } from './words.ts';

/** A time of the clinic's own calendar (`HH:MM`), as `clockTime` writes it. */
export const wallTime = (t: Texts, time: string): string => clockTime(t, `1970-01-01T${time}Z`, 'UTC');
/** `maandag 23 november`, `mandag den 23. november`, with the year when it is not this one. A calendar date (`YYYY-MM-DD`) has no zone. */
export function dayInWords(t: Texts, at: string | number | Date, timeZone = 'UTC', now = new Date()): string {
  const date = new Date(at);
  const year = (value: Date) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(value);
  const day = new Intl.DateTimeFormat(language[t.locale], { weekday: 'long', day: 'numeric', month: 'long', ...(year(date) === year(now) ? {} : { year: 'numeric' }), timeZone }).format(date);
  // CLDR writes `den` only where the year follows; in a sentence it is always said.
  return t.locale === 'da' ? day.replace(/dag (?=\d)/, 'dag den ') : day;
}
/** `23-11-2026` */
export const shortDate = (t: Texts, at: string | number | Date, timeZone = 'UTC'): string => new Intl.DateTimeFormat(language[t.locale], { day: '2-digit', month: '2-digit', year: 'numeric', timeZone }).format(new Date(at));
