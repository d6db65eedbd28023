import type { DaysAnswer, PublicClinic } from '@balie/contracts';
import { button, dayInWords, errorWords, language, notice, type Texts } from '@balie/forms';
import { addDays, localDate, weekdayOf } from '@balie/rules';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';

export type CalendarView = 'week' | 'month';
export interface Calendar {
  t: Texts;
  stem: string;
  clinic: PublicClinic;
  view: CalendarView;
  /** Epoch ms. */
  now: number;
  /** The day whose times are shown below, if any. */
  chosen: string | null;
  /** Free times by day of a month, YYYY-MM. */
  read(month: string): Promise<DaysAnswer>;
  choose(date: string): void;
  focus(id: string): void;
}

const monthOf = (date: string) => date.slice(0, 7);
/** The Monday of that week. */
const weekOf = (date: string) => addDays(date, 1 - weekdayOf(date));
const nextMonth = (date: string) => `${monthOf(addDays(`${monthOf(date)}-01`, 31))}-01`;
/** The same day of another month, or its last. */
function sameDay(date: string, first: string): string {
  const last = addDays(nextMonth(first), -1);
  const wanted = `${first.slice(0, 8)}${date.slice(8)}`;
  return wanted > last ? last : wanted;
}

/** Rows of seven dates, Monday first, that hold the week or the month of a date. */
export function weeksOf(date: string, view: CalendarView): string[][] {
  const first = view === 'week' ? weekOf(date) : weekOf(`${monthOf(date)}-01`);
  const end = view === 'week' ? addDays(first, 7) : nextMonth(date);
  const rows: string[][] = [];
  for (let at = first; at < end; at = addDays(at, 7)) rows.push(Array.from({ length: 7 }, (_, day) => addDays(at, day)));
  return rows;
}

/** Where a key leads (the grid pattern of the ARIA Authoring Practices); null: it is no key of ours. */
export function goes(date: string, key: string, view: CalendarView): string | null {
  switch (key) {
    case 'ArrowLeft': return addDays(date, -1);
    case 'ArrowRight': return addDays(date, 1);
    case 'ArrowUp': return addDays(date, -7);
    case 'ArrowDown': return addDays(date, 7);
    case 'Home': return weekOf(date);
    case 'End': return addDays(weekOf(date), 6);
    case 'PageUp': return view === 'week' ? addDays(date, -7) : sameDay(date, `${monthOf(addDays(`${monthOf(date)}-01`, -1))}-01`);
    case 'PageDown': return view === 'week' ? addDays(date, 7) : sameDay(date, nextMonth(date));
    default: return null;
  }
}

/** A week or a month of days as one grid: one stop for the Tab key, arrow keys within it. What is free is read month by month. */
export class CalendarPart {
  readonly #host: ReactiveControllerHost;
  readonly #reading: Act;
  readonly #months = new Map<string, ReadonlyMap<string, number>>();
  #range: Pick<DaysAnswer, 'first' | 'last'> | null = null;
  /** The day that has the one tab stop. */
  #at = '';
  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#reading = new Act(host);
  }

  /** Something else is asked for, or times were taken meanwhile. */
  forget() { this.#months.clear(); this.#reading.reset(); }

  render(calendar: Calendar): TemplateResult {
    const { t, stem, clinic, view, now } = calendar;
    const today = localDate(new Date(now), clinic.timeZone);
    if (this.#at < today) this.#at = today;
    const rows = weeksOf(this.#at, view);
    const { problem } = this.#reading;
    if (!problem) void this.#need(calendar, rows);
    const title = view === 'week' ? t('appointments.week', { date: dayInWords(t, rows[0]![0]!, 'UTC', new Date(now)) }) : new Intl.DateTimeFormat(language[t.locale], { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(this.#at));
    const none = this.#none(calendar, rows, today);
    const turn = (key: 'PageUp' | 'PageDown', label: string) => {
      const to = this.#within(goes(this.#at, key, view)!, today);
      return to === this.#at || (view === 'month' && monthOf(to) === monthOf(this.#at)) ? nothing : button(t, { label, onClick: () => { this.#at = to; this.#host.requestUpdate(); } });
    };
    const weekday = (date: string, width: 'short' | 'long') => new Intl.DateTimeFormat(language[t.locale], { weekday: width, timeZone: 'UTC' }).format(new Date(date));
    return html`<div class="calendar">
      <h3 id="${stem}-calendar" aria-live="polite">${title}</h3>
      <p class=${none ? '' : 'soft'} id="${stem}-calendar-hint" aria-live="polite">${none ? t('appointments.none', none) : t('appointments.gridHint')}</p>
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: html`<p>${errorWords(t, clinic, problem)}</p><p>${button(t, { label: t('common.retry'), onClick: () => { this.#reading.reset(); } })}</p>` }) : nothing}
      <div class="row">${turn('PageUp', t(view === 'week' ? 'appointments.backWeek' : 'appointments.backMonth'))}${turn('PageDown', t(view === 'week' ? 'appointments.nextWeek' : 'appointments.nextMonth'))}</div>
      <table role="grid" aria-labelledby="${stem}-calendar" aria-describedby="${stem}-calendar-hint" aria-busy=${this.#reading.busy} @keydown=${(event: KeyboardEvent) => this.#key(calendar, event, today)}>
        <thead><tr>${rows[0]!.map((date) => html`<th scope="col" abbr=${weekday(date, 'long')}>${weekday(date, 'short').slice(0, 2)}</th>`)}</tr></thead>
        <tbody>${rows.map((week) => html`<tr>${week.map((date) => this.#day(calendar, date, today))}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  #day(calendar: Calendar, date: string, today: string): TemplateResult {
    const { t, stem, view, now, chosen } = calendar;
    if (view === 'month' && monthOf(date) !== monthOf(this.#at)) return html`<td></td>`;
    const count = date < today ? 0 : this.#months.get(monthOf(date))?.get(date) ?? 0;
    const words = dayInWords(t, date, 'UTC', new Date(now));
    return html`<td aria-selected=${date === chosen ? 'true' : 'false'}><button type="button" class=${count ? 'day-free' : 'day-full'} id="${stem}-day-${date}" tabindex=${date === this.#at ? 0 : -1} aria-current=${date === today ? 'date' : nothing} aria-disabled=${count ? nothing : 'true'}
      aria-label=${count ? t('appointments.dayFree', { count, date: words }) : t('appointments.dayNone', { date: words })} @click=${() => { this.#at = date; this.#host.requestUpdate(); if (count) calendar.choose(date); }}><span aria-hidden="true">${Number(date.slice(8))}</span></button></td>`;
  }

  /** From and to when of the days shown no time is free, once that is known. */
  #none({ t, view, now }: Calendar, rows: readonly (readonly string[])[], today: string): { from: string; to: string } | null {
    const days = rows.flat().filter((date) => date >= today && (view === 'week' || monthOf(date) === monthOf(this.#at)));
    if (days.some((date) => { const free = this.#months.get(monthOf(date)); return !free || (free.get(date) ?? 0) > 0; })) return null;
    const words = (date: string) => dayInWords(t, date, 'UTC', new Date(now));
    return { from: words(days[0]!), to: words(days.at(-1)!) };
  }
  #within(date: string, today: string): string {
    const last = this.#range ? addDays(nextMonth(`${this.#range.last}-01`), -1) : date;
    return date < today ? today : date > last ? last : date;
  }
  #key(calendar: Calendar, event: KeyboardEvent, today: string) {
    // The day the key is pressed on: a screen reader puts the focus on days that were not pressed.
    const to = goes((event.target as HTMLElement).id.slice(-10), event.key, calendar.view);
    if (to === null) return;
    event.preventDefault();
    this.#at = this.#within(to, today);
    this.#host.requestUpdate();
    calendar.focus(`${calendar.stem}-day-${this.#at}`);
  }
  /** Reads the months shown that are not known yet, one after the other. */
  async #need(calendar: Calendar, rows: readonly (readonly string[])[]) {
    const shown = calendar.view === 'month' ? [monthOf(this.#at)] : [...new Set(rows.flat().map(monthOf))];
    const month = shown.find((one) => !this.#months.has(one) && (this.#range === null || (one >= this.#range.first && one <= this.#range.last)));
    if (month === undefined || this.#reading.busy) return;
    await this.#reading.run(async () => {
      const { days, first, last } = await calendar.read(month);
      this.#range = { first, last };
      this.#months.set(month, new Map(days.map(({ date, count }) => [date, count])));
    });
  }
}
