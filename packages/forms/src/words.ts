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

export const language = { nl: 'nl-NL', en: 'en-GB', da: 'da-DK' } as const;
/** `14:30` on the clinic's clock; `14.30` in Danish. */
export const clockTime = (t: Texts, at: string | number | Date, timeZone: string): string => new Intl.DateTimeFormat(language[t.locale], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(at));

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
/** As people of that country write it, where it is read again as typed there; a foreign one keeps its prefix. */
export const phoneToEdit = (number: string, country: 'NL' | 'DK'): string => (number.startsWith(country === 'NL' ? '+31' : '+45') ? showPhone(number) : number);
/** A telephone number to press. In a frame it must leave the frame. */
export const phoneLink = (number: string): TemplateResult => html`<a class="phone" href="tel:${number}" target="_top">${showPhone(number)}</a>`;
