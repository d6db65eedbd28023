/** Times and numbers as a reader says them. */
import { html, type TemplateResult } from 'lit';
import type { Texts } from './texts/types.ts';

/** A span in words, rounded so that it never promises too much: seconds under a minute, then minutes, then hours. Milliseconds in. */
export function timeInWords(t: Texts, milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds < 60) return t('common.seconds', { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? t('common.minutes', { count: minutes }) : t('common.hours', { count: Math.ceil(minutes / 60) });
}

const language = { nl: 'nl-NL', en: 'en-GB', da: 'da-DK' } as const;
/** `14:30` on the clinic's clock; `14.30` in Danish. */
export const clockTime = (t: Texts, at: string | number | Date, timeZone: string): string => new Intl.DateTimeFormat(language[t.locale], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(at));
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

/** Dutch area codes of two digits after the zero; every other has three. */
const shortAreas = /^(1[035]|2[0346]|3[03568]|4[03-6]|5[0358]|7[0-9]|8[58])/;
/** An E.164 number as people of that country write it: `010 123 45 67`, `06 12 34 56 78`, `20 12 34 56`. Short numbers stay. */
export function showPhone(number: string): string {
  const pairs = (digits: string) => digits.replace(/\d\d(?=\d)/g, '$& ');
  const dutch = /^\+31(\d{9})$/.exec(number)?.[1];
  if (dutch) {
    if (dutch.startsWith('6')) return `06 ${pairs(dutch.slice(1))}`;
    const area = shortAreas.test(dutch) ? 2 : 3;
    const rest = dutch.slice(area);
    return `0${dutch.slice(0, area)} ${rest.length === 7 ? `${rest.slice(0, 3)} ${rest.slice(3, 5)} ${rest.slice(5)}` : pairs(rest)}`;
  }
  const danish = /^\+45(\d{8})$/.exec(number)?.[1];
  return danish ? pairs(danish) : number;
}
/** A telephone number to press. In a frame it must leave the frame. */
export const phoneLink = (number: string): TemplateResult => html`<a class="phone" href="tel:${number}" target="_top">${showPhone(number)}</a>`;
