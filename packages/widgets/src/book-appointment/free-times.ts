/** The free times as a list that eye, keyboard and screen reader go through alike: days that open, times as buttons. */
import type { SlotsAnswer, SlotSummary } from '@balie/contracts';
import { button, clockTime, dayInWords, type Texts } from '@balie/forms';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { daysOf } from './booking-flow.ts';

type Pick = (slot: SlotSummary) => void;

/** `days`: the now of this document when the times are of several days and each must say which. */
export function timeButtons(t: Texts, timeZone: string, slots: readonly SlotSummary[], more: { names: boolean; days?: number; pick: Pick }): TemplateResult {
  return html`<ul class="times">${slots.map((slot) => html`<li>${button(t, {
    label: html`${more.days === undefined ? nothing : html`<span>${dayInWords(t, slot.start, timeZone, new Date(more.days))}</span> `}<span class="clock">${t('appointments.time', { time: clockTime(t, slot.start, timeZone) })}</span>${more.names ? html` <span>${slot.practitioner.name}</span>` : nothing}`,
    onClick: () => more.pick(slot),
  })}</li>`)}</ul>`;
}

export interface FreeTimes {
  t: Texts;
  stem: string;
  free: SlotsAnswer;
  timeZone: string;
  now: number;
  /** With each time the name: when it does not matter with whom. */
  names: boolean;
  /** Nothing earlier to go back to. */
  first: boolean;
  phone: TemplateResult;
  pick: Pick;
  later(): void;
  earlier(): void;
  /** Looks with everyone, when one practitioner was asked for. */
  anyone?(): void;
  /** Where none is free, beside the telephone: the waiting list. */
  wait: unknown;
}

export function freeTimes({ t, stem, free, timeZone, now, names, first, phone, pick, later, earlier, anyone, wait }: FreeTimes): TemplateResult {
  const day = (date: string) => dayInWords(t, date, 'UTC', new Date(now));
  const span = { from: day(free.from), to: day(free.to) };
  const days = daysOf(free.slots, timeZone);
  return html`
    <h3 id="${stem}-between" tabindex="-1">${t(days.length ? 'appointments.between' : 'appointments.none', span)}</h3>
    ${days.length ? html`<div class="days">${days.map(({ date, slots }, at) => keyed(date, html`
      <details class="day" ?open=${at === 0}>
        <summary><span class="date">${day(date)}</span> <span class="soft">${t('appointments.times', { count: slots.length })}</span></summary>
        ${timeButtons(t, timeZone, slots, { names, pick })}
      </details>`))}</div>` : nothing}
    ${days.length || free.next ? nothing : html`<p>${t.rich('appointments.noNext', { phone })}</p>`}
    <div class="row">
      ${first ? nothing : button(t, { label: t('appointments.earlier'), onClick: earlier })}
      ${days.length ? (free.next ? button(t, { label: t('appointments.later'), onClick: later }) : nothing) : free.next ? button(t, { label: t('appointments.showNext', { date: day(free.next) }), kind: 'primary', onClick: later }) : nothing}
      ${anyone && !days.length ? button(t, { label: t('appointments.tryAnyone'), onClick: anyone }) : nothing}
    </div>
    ${days.length ? nothing : wait}`;
}
