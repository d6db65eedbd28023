/** What the parts of the agenda share: how they say times and failures, and what they ask in a form. */
import { clockTime, dayInWords, language, type Texts } from '@balie/forms';
import type { AgendaAnswer, AgendaPlace } from '@balie/contracts';
import { wallOf, weekdayOf } from '@balie/rules';
import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../shared/act.ts';
import { deskError, type DeskAt } from './part.ts';

export type Practitioners = AgendaAnswer['practitioners'];
/** Where somebody is put: a free time, or an extra one that is still to be named. */
export type Where = { slot: string; practitioner: string; start: string; end: string } | 'extra';

export const span = ({ t, zone }: DeskAt, start: string, end: string): string => t('desk.diary.span', { from: clockTime(t, start, zone), to: clockTime(t, end, zone) });
/** A calendar date in words. */
export const dayOf = ({ t, now }: DeskAt, date: string): string => dayInWords(t, date, 'UTC', new Date(now()));
/** An instant by the practice's clock. */
export const wallAt = ({ zone }: DeskAt, at: string | number): string => wallOf(new Date(at), zone);
export const agendaError = (t: Texts, problem: Problem): string => (problem.code === 'slot_taken' ? t('desk.diary.taken') : deskError(t, problem));

/** Short names of the weekdays, Monday first. */
export const weekdays = (t: Texts): string[] => Array.from({ length: 7 }, (_, day) => new Intl.DateTimeFormat(language[t.locale], { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + day))));
export const mondayOf = (date: string): number => 1 - weekdayOf(date);

/** One of several, in little room. */
export const select = (o: { id: string; name: string; label: string; options: readonly { value: string; label: string }[]; value?: string; onChange?: (value: string) => void }): TemplateResult => html`
  <div class="field"><label for=${o.id}>${o.label}</label><div class="control"><select id=${o.id} name=${o.name} @change=${o.onChange ? (event: Event) => o.onChange!((event.target as HTMLSelectElement).value) : nothing}>
    ${o.options.map(({ value, label }) => html`<option value=${value} ?selected=${value === o.value}>${label}</option>`)}</select></div></div>`;
export const whose = (people: Practitioners) => people.map(({ id, name }) => ({ value: id, label: name }));

/** The place an extra appointment is typed into. */
export const extraPlace = (typed: Record<string, string>): AgendaPlace => ({ practitioner: typed['practitioner'] ?? '', at: `${typed['date']}T${typed['time']}`, minutes: Number(typed['minutes']) });
