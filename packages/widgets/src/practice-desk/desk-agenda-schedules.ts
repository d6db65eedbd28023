import { button, checkboxes, errorSummary, field, notice } from '@balie/forms';
import type { AgendaPlan, AgendaSchedule, ScheduleAnswer, SchedulesAnswer } from '@balie/contracts';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { agendaError, dayOf, select, weekdays, whose } from './agenda-words.ts';
import { DeskPart } from './part.ts';

/** A stretch of the week as it is typed: one row of the form. */
type Row = AgendaPlan['hours'][number];
const empty: AgendaPlan = { hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' }], breaks: [{ days: [1, 2, 3, 4, 5], from: '12:30', to: '13:30' }], minutes: 10, from: '', until: '' };

/** Schedules: a practitioner's week, from a day until a day, of which the free times are made. */
@customElement('desk-agenda-schedules')
export class DeskAgendaSchedules extends DeskPart {
  @property({ attribute: false }) done: () => void = () => undefined;
  @state() private list: SchedulesAnswer | null = null;
  /** Which one is being changed; null: a new one; undefined: none. */
  @state() private editing: AgendaSchedule | null | undefined;
  @state() private plan: AgendaPlan = empty;
  @state() private outcome: ScheduleAnswer | null = null;
  @state() private ending: string | null = null;
  readonly #form = new FormState(this, () => 'agenda-schedule');
  readonly #act = new Act(this);
  readonly #open = new Act(this);

  override firstUpdated() { void this.#open.run(async () => { this.list = await this.desk.agenda.schedules(); }).then(() => this.focusOn('h3')); }

  override render() {
    const { t, list, outcome } = this;
    if (!list) return this.#open.problem ? notice({ kind: 'danger', live: 'assertive', body: agendaError(t, this.#open.problem) }) : html`<p role="status">${t('common.loading')}</p>`;
    return html`<section class="card stack" aria-labelledby="agenda-schedule-title">
      <h3 id="agenda-schedule-title" tabindex="-1">${t('desk.diary.schedules')}</h3>
      <p class="soft">${t('desk.diary.schedulesHint')}</p>
      ${outcome ? html`${notice({ kind: 'success', live: 'polite', body: t('desk.diary.timesMade', { count: outcome.times }) })}
        ${outcome.passed ? html`<p>${t('desk.diary.timesPassed', { count: outcome.passed })}</p>` : nothing}
        ${outcome.kept.length ? html`<p>${t('desk.diary.kept')}</p><ul>${outcome.kept.map((one) => html`<li>${one.patient.name}, ${this.when(one.start)}</li>`)}</ul>` : nothing}` : nothing}
      ${this.editing === undefined ? html`
        ${list.schedules.length ? list.schedules.map((one) => this.#one(one)) : html`<p>${t('desk.diary.noSchedules')}</p>`}
        ${this.#act.problem ? notice({ kind: 'danger', live: 'assertive', body: agendaError(t, this.#act.problem) }) : nothing}
        <div class="row">${button(t, { kind: 'primary', label: t('desk.diary.newSchedule'), onClick: () => this.#edit(null) })}${button(t, { label: t('common.close'), onClick: () => this.done() })}</div>` : this.#fields(list)}
    </section>`;
  }

  #one(one: AgendaSchedule) {
    const { t } = this;
    const { plan, practitioner } = one;
    const days = weekdays(t);
    const inWords = (row: Row) => `${row.days.map((day) => days[day - 1]).join(', ')} ${t('desk.diary.span', { from: row.from, to: row.to })}`;
    const about = (label: string) => `${label}: ${practitioner.name}, ${dayOf(this.at!, plan.from)}`;
    return html`<div class="line"><p><strong>${practitioner.name}</strong><br>${t('desk.diary.stretch', { from: dayOf(this.at!, plan.from), to: dayOf(this.at!, plan.until) })}, ${t('common.minutes', { count: plan.minutes })}</p>
      <ul>${plan.hours.map((row) => html`<li>${inWords(row)}</li>`)}${plan.breaks.map((row) => html`<li>${t('desk.diary.break')}: ${inWords(row)}</li>`)}</ul>
      ${this.ending === one.id ? html`<p>${t('desk.diary.endSure')}</p>` : nothing}
      <div class="row">${this.ending === one.id
        ? html`${button(t, { kind: 'primary', label: t('desk.diary.doEnd'), ariaLabel: about(t('desk.diary.doEnd')), busy: this.#act.busy, onClick: () => void this.#act.run(() => this.#did(this.desk.agenda.endSchedule(one.id))) })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => { this.ending = null; void this.focusOn('h3'); } })}`
        : html`${button(t, { label: t('desk.diary.change'), ariaLabel: about(t('desk.diary.change')), onClick: () => this.#edit(one) })}${button(t, { kind: 'quiet', label: t('desk.diary.end'), ariaLabel: about(t('desk.diary.end')), onClick: () => { this.ending = one.id; void this.focusOn('.line .button.primary'); } })}`}</div></div>`;
  }

  #fields({ practitioners }: SchedulesAnswer) {
    const { t, plan } = this;
    const problem = this.#act.problem;
    return html`<form class="stack" novalidate @submit=${this.#submit} @input=${this.#form.mend}>
      ${errorSummary(t, 'agenda-schedule', [...this.#form.summary, ...(problem ? [{ message: problem.code === 'conflict' ? t('desk.diary.manySchedules') : agendaError(t, problem) }] : [])])}
      ${this.editing ? html`<p><strong>${this.editing.practitioner.name}</strong></p>` : select({ id: 'agenda-schedule-practitioner', name: 'practitioner', label: t('desk.agenda.with'), options: whose(practitioners) })}
      <div class="fields side">
        ${field(t, { id: 'agenda-schedule-from', name: 'from', type: 'date', label: t('desk.diary.fromDate'), value: plan.from, error: this.#form.error('from') })}
        ${field(t, { id: 'agenda-schedule-until', name: 'until', type: 'date', label: t('desk.diary.lastDate'), value: plan.until, error: this.#form.error('until') })}
        ${field(t, { id: 'agenda-schedule-minutes', name: 'minutes', type: 'number', inputmode: 'numeric', label: t('desk.diary.minutes'), value: String(plan.minutes), error: this.#form.error('minutes') })}
      </div>
      ${(['hours', 'breaks'] as const).map((kind) => html`${plan[kind].map((row, at) => this.#row(kind, row, at))}<div class="row">${button(t, { label: t(kind === 'hours' ? 'desk.diary.addHours' : 'desk.diary.addBreak'), onClick: (event) => this.#add(kind, event) })}</div>`)}
      <div class="row">${button(t, { type: 'submit', label: t('desk.diary.saveSchedule'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => { this.editing = undefined; this.#form.clear(); void this.focusOn('h3'); } })}</div>
    </form>`;
  }
  #row(kind: 'hours' | 'breaks', row: Row, at: number) {
    const { t } = this;
    const name = `${kind}-${at}`;
    const legend = t(kind === 'hours' ? 'desk.diary.hoursOf' : 'desk.diary.breakOf', { number: at + 1 });
    return html`<div class="line weekdays">
      ${checkboxes({ id: `agenda-schedule-${name}`, name, legend, error: this.#form.error(name), onChange: this.#form.mend, choices: weekdays(t).map((label, day) => ({ value: String(day + 1), label, checked: row.days.includes(day + 1) })) })}
      <div class="fields side">
        ${field(t, { id: `agenda-schedule-${name}-from`, name: `${name}-from`, type: 'time', label: t('desk.diary.from'), value: row.from, error: this.#form.error(`${name}-from`) })}
        ${field(t, { id: `agenda-schedule-${name}-to`, name: `${name}-to`, type: 'time', label: t('desk.diary.until'), value: row.to, error: this.#form.error(`${name}-to`) })}
        ${kind === 'breaks' || this.plan.hours.length > 1 ? button(t, { kind: 'quiet', label: t('desk.diary.removeRow'), ariaLabel: `${t('desk.diary.removeRow')}: ${legend}`, onClick: (event) => this.#remove(kind, at, event) }) : nothing}
      </div></div>`;
  }

  /** What is typed now, so that a row can come or go without losing the others. */
  #typed(form: HTMLFormElement): AgendaPlan {
    const typed = typedIn(form), data = new FormData(form);
    const rows = (kind: 'hours' | 'breaks') => this.plan[kind].map((_row, at): Row => ({ days: data.getAll(`${kind}-${at}`).map(Number), from: typed[`${kind}-${at}-from`] ?? '', to: typed[`${kind}-${at}-to`] ?? '' }));
    return { hours: rows('hours'), breaks: rows('breaks'), minutes: Number(typed['minutes']), from: typed['from'] ?? '', until: typed['until'] ?? '' };
  }
  #add(kind: 'hours' | 'breaks', event: Event) {
    const plan = this.#typed((event.currentTarget as HTMLElement).closest('form')!);
    this.plan = { ...plan, [kind]: [...plan[kind], { days: [], from: '', to: '' }] };
    void this.focusOn(`#agenda-schedule-${kind}-${plan[kind].length}`);
  }
  #remove(kind: 'hours' | 'breaks', gone: number, event: Event) {
    const form = (event.currentTarget as HTMLElement).closest('form')!;
    const plan = this.#typed(form);
    this.plan = { ...plan, [kind]: plan[kind].filter((_row, at) => at !== gone) };
    // Values are attributes, which what was typed has left behind: each row that moved up is written anew.
    void this.updateComplete.then(() => this.plan[kind].forEach((row, at) => {
      for (const part of ['from', 'to'] as const) (form.elements.namedItem(`${kind}-${at}-${part}`) as HTMLInputElement).value = row[part];
      form.querySelectorAll<HTMLInputElement>(`input[name="${kind}-${at}"]`).forEach((box) => { box.checked = row.days.includes(Number(box.value)); });
    }));
    void this.focusOn('#agenda-schedule-title');
  }
  #edit(one: AgendaSchedule | null) {
    this.editing = one;
    this.plan = one?.plan ?? empty;
    this.outcome = null;
    this.#act.reset();
    void this.focusOn(one ? '#agenda-schedule-from' : '#agenda-schedule-practitioner');
  }
  async #did(work: Promise<ScheduleAnswer>) {
    this.outcome = await work;
    this.list = await this.desk.agenda.schedules();
    this.editing = undefined;
    this.ending = null;
    void this.focusOn('h3');
  }
  readonly #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const form = event.currentTarget as HTMLFormElement;
    const plan = this.#typed(form);
    this.#act.reset();
    const rows = (['hours', 'breaks'] as const).flatMap((kind) => plan[kind].flatMap((row, at): [string, string][] => [
      [`${kind}-${at}`, row.days.length ? '' : t('desk.diary.daysMissing')], [`${kind}-${at}-from`, row.from ? '' : t('desk.diary.timeMissing')], [`${kind}-${at}-to`, !row.to ? t('desk.diary.timeMissing') : row.to > row.from ? '' : t('desk.diary.untilShape')],
    ]));
    const far = Date.parse(plan.until) - Date.parse(plan.from) > 366 * 86_400_000;
    const ok = this.#form.check({
      from: plan.from ? '' : t('desk.diary.dateMissing'), until: !plan.until ? t('desk.diary.dateMissing') : plan.until < plan.from ? t('desk.diary.untilShape') : far ? t('desk.diary.yearMost') : '',
      minutes: Number.isInteger(plan.minutes) && plan.minutes >= 5 && plan.minutes <= 240 ? '' : t('desk.diary.minutesShape'), ...Object.fromEntries(rows),
    });
    if (!ok) return;
    this.plan = plan;
    const { editing } = this;
    const done = await this.#act.run(() => this.#did(editing ? this.desk.agenda.changeSchedule(editing.id, plan) : this.desk.agenda.laySchedule(typedIn(form)['practitioner'] ?? '', plan)));
    if (!done && this.#act.problem) await this.#form.focusSummary();
  };
}
declare global { interface HTMLElementTagNameMap { 'desk-agenda-schedules': DeskAgendaSchedules } }
