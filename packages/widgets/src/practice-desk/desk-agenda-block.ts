import { button, checkboxes, errorSummary, field, notice, phoneLink, radios } from '@balie/forms';
import type { AgendaAnswer, BlockAnswer, ManyCancelled } from '@balie/contracts';
import { addDays } from '@balie/rules';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { agendaError, dayOf, select, span, wallAt, whose } from './agenda-words.ts';
import { DeskPart } from './part.ts';
import { reasonError, reasonField } from './reason-form.ts';

/** Blocks a stretch of somebody's day, or a day, with a reason that only the staff reads. */
@customElement('desk-agenda-block')
export class DeskAgendaBlock extends DeskPart {
  @property({ attribute: false }) answer!: AgendaAnswer;
  @property({ attribute: false }) date = '';
  @property({ attribute: false }) practitioner = '';
  @property({ attribute: false }) done: (blocked: BlockAnswer | null) => void = () => undefined;
  @state() private whole = false;
  readonly #form = new FormState(this, () => 'agenda-block');
  readonly #act = new Act(this);

  override firstUpdated() { void this.focusOn('h3'); }
  override render() {
    const { t } = this;
    const problem = this.#act.problem;
    return html`<section class="card stack" aria-labelledby="agenda-block-title">
      <h3 id="agenda-block-title" tabindex="-1">${t('desk.diary.block')}</h3>
      <p class="soft">${t('desk.diary.blockHint')}</p>
      <form class="stack" novalidate @submit=${this.#submit} @input=${this.#form.mend}>
        ${errorSummary(t, 'agenda-block', [...this.#form.summary, ...(problem ? [{ message: agendaError(t, problem) }] : [])])}
        ${select({ id: 'agenda-block-practitioner', name: 'practitioner', label: t('desk.agenda.with'), options: whose(this.answer.practitioners), value: this.practitioner })}
        ${field(t, { id: 'agenda-block-date', name: 'date', type: 'date', label: t('desk.diary.date'), value: this.date, error: this.#form.error('date') })}
        ${radios({ id: 'agenda-block-how', name: 'how', legend: t('desk.diary.how'), onChange: (event) => { this.whole = (event.target as HTMLInputElement).value === 'day'; }, choices: [{ value: 'block', label: t('desk.diary.howPart'), checked: true }, { value: 'break', label: t('desk.diary.howBreak') }, { value: 'day', label: t('desk.diary.howDay') }] })}
        ${this.whole ? nothing : html`<div class="fields side">${field(t, { id: 'agenda-block-from', name: 'from', type: 'time', label: t('desk.diary.from'), error: this.#form.error('from') })}${field(t, { id: 'agenda-block-until', name: 'until', type: 'time', label: t('desk.diary.until'), error: this.#form.error('until') })}</div>`}
        ${field(t, { id: 'agenda-block-reason', name: 'reason', label: t('desk.diary.why'), hint: t('desk.diary.whyHint'), optional: true, error: this.#form.error('reason') })}
        <div class="row">${button(t, { type: 'submit', label: t('desk.diary.doBlock'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.done(null) })}</div>
      </form>
    </section>`;
  }
  readonly #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const { practitioner = '', date = '', how, from = '', until = '', reason = '' } = typedIn(event.currentTarget as HTMLFormElement);
    const day = how === 'day';
    this.#act.reset();
    const ok = this.#form.check({
      date: date ? '' : t('desk.diary.dateMissing'), from: day || from ? '' : t('desk.diary.timeMissing'), until: day ? '' : !until ? t('desk.diary.timeMissing') : until > from ? '' : t('desk.diary.untilShape'), reason: reason.trim() ? reasonError(this.at!, reason) : '',
    });
    if (!ok) return;
    const stretch = day ? { from: `${date}T00:00`, until: `${addDays(date, 1)}T00:00` } : { from: `${date}T${from}`, until: `${date}T${until}` };
    const done = await this.#act.run(async () => this.done(await this.desk.agenda.block({ practitioner, kind: how === 'break' ? 'break' : 'block', ...stretch, ...(reason.trim() ? { reason: reason.trim() } : {}) })));
    if (!done && this.#act.problem) await this.#form.focusSummary();
  };
}

/** Who is booked in what was blocked or closed: each stays, or is cancelled with a reason that goes to the patient. */
@customElement('desk-agenda-way')
export class DeskAgendaWay extends DeskPart {
  @property({ attribute: false }) blocked!: BlockAnswer;
  @property({ attribute: false }) done: (changed: boolean) => void = () => undefined;
  @state() private result: ManyCancelled | null = null;
  readonly #form = new FormState(this, () => 'agenda-way');
  readonly #act = new Act(this);

  override willUpdate(changed: PropertyValues) { if (changed.has('blocked')) this.result = null; }
  override firstUpdated() { void this.focusOn('h3'); }
  override render() {
    const { t, result } = this;
    const { inTheWay } = this.blocked;
    const problem = this.#act.problem;
    return html`<section class="card stack" aria-labelledby="agenda-way-title">
      <h3 id="agenda-way-title" tabindex="-1">${t('desk.diary.wayTitle', { count: inTheWay.length })}</h3>
      ${result ? this.#told(result) : html`
        <p>${t('desk.diary.wayLead')}</p>
        <form class="stack" novalidate @submit=${this.#submit} @input=${this.#form.mend}>
          ${errorSummary(t, 'agenda-way', [...this.#form.summary, ...(problem ? [{ message: agendaError(t, problem) }] : [])])}
          ${checkboxes({ id: 'agenda-way-which', name: 'which', legend: t('desk.diary.wayWhich'), error: this.#form.error('which'), onChange: this.#form.mend, choices: inTheWay.map((one) => ({ value: one.id, label: `${one.patient.name}, ${this.when(one.start)}`, hint: `${one.title}, ${one.practitioner.name}`, checked: this.blocked.block.kind === 'closed' })) })}
          ${reasonField(this, this.at!, { stem: 'agenda-way', hint: t('desk.agenda.cancelHint'), error: this.#form.error('reason'), template: 'cancellation' })}
          <div class="row">${button(t, { type: 'submit', label: t('desk.diary.wayCancel'), busy: this.#act.busy })}${button(t, { label: t('desk.diary.wayKeep'), onClick: () => this.done(false) })}</div>
        </form>`}
    </section>`;
  }
  #told({ cancelled, untold }: ManyCancelled) {
    const { t } = this;
    return html`${notice({ kind: 'success', live: 'polite', body: t('desk.diary.cancelledCount', { count: cancelled.length }) })}
      ${untold.length ? html`<div class="notice warning" role="status"><p class="notice-title">${t('desk.diary.untold')}</p><ul>${untold.map((one) => html`<li>${one.patient.name}, ${span(this.at!, one.start, one.end)}${one.patient.phone ? html`: ${phoneLink(one.patient.phone)}` : nothing}</li>`)}</ul></div>` : nothing}
      <div class="row">${button(t, { kind: 'primary', label: t('common.close'), onClick: () => this.done(true) })}</div>`;
  }
  readonly #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const which = new FormData(form).getAll('which') as string[];
    const reason = typedIn(form)['reason'] ?? '';
    this.#act.reset();
    if (!this.#form.check({ which: which.length ? '' : this.t('desk.diary.wayNone'), reason: reasonError(this.at!, reason) })) return;
    const done = await this.#act.run(async () => { this.result = await this.desk.agenda.cancelMany(which, reason.trim()); });
    if (done) void this.focusOn('h3'); else if (this.#act.problem) await this.#form.focusSummary();
  };
}

/** Closed days, and closing at once: with words for patients in each of the practice's languages. */
@customElement('desk-agenda-closings')
export class DeskAgendaClosings extends DeskPart {
  @property({ attribute: false }) done: (blocked: BlockAnswer | null) => void = () => undefined;
  @state() private list: Awaited<ReturnType<DeskAgendaClosings['desk']['agenda']['closings']>> | null = null;
  @state() private atOnce = false;
  readonly #form = new FormState(this, () => 'agenda-closing');
  readonly #act = new Act(this);
  readonly #open = new Act(this);

  override firstUpdated() { void this.#load().then(() => this.focusOn('h3')); }
  #load() { return this.#open.run(async () => { this.list = await this.desk.agenda.closings(); }); }

  override render() {
    const { t, list } = this;
    const problem = this.#act.problem;
    if (!list) return this.#open.problem ? notice({ kind: 'danger', live: 'assertive', body: agendaError(t, this.#open.problem) }) : html`<p role="status">${t('common.loading')}</p>`;
    const stretch = (start: string, end: string) => t('desk.diary.stretch', { from: this.when(start), to: this.when(end) });
    return html`<section class="card stack" aria-labelledby="agenda-closing-title">
      <h3 id="agenda-closing-title" tabindex="-1">${t('desk.diary.close')}</h3>
      <p class="soft">${t('desk.diary.closeHint')}</p>
      ${list.closings.map((one) => html`<div class="line"><p><strong>${stretch(one.start, one.end)}</strong>${one.reason ? html` – ${one.reason}` : nothing}</p>
        <div class="row">${button(t, { label: t('desk.diary.way'), ariaLabel: `${t('desk.diary.way')}: ${stretch(one.start, one.end)}`, busy: this.#open.busy, onClick: () => void this.#open.run(async () => this.done(await this.desk.agenda.readBlock(one.id!))) })}
        ${button(t, { kind: 'quiet', label: t('desk.diary.reopen'), ariaLabel: `${t('desk.diary.reopen')}: ${stretch(one.start, one.end)}`, busy: this.#open.busy, onClick: () => void this.#reopen(one.start, one.end) })}</div></div>`)}
      ${this.#open.problem ? notice({ kind: 'danger', live: 'assertive', body: agendaError(t, this.#open.problem) }) : nothing}
      ${list.days.length ? html`<details><summary>${t('desk.diary.fixed')}</summary><ul>${list.days.map((day) => html`<li>${dayOf(this.at!, day.date)}${day.holiday ? html` (${day.holiday})` : nothing}</li>`)}</ul></details>` : nothing}
      <form class="stack line" novalidate @submit=${this.#submit} @input=${this.#form.mend}>
        ${errorSummary(t, 'agenda-closing', [...this.#form.summary, ...(problem ? [{ message: agendaError(t, problem) }] : [])])}
        ${radios({ id: 'agenda-closing-how', name: 'how', legend: t('desk.diary.closeHow'), onChange: (event) => { this.atOnce = (event.target as HTMLInputElement).value === 'now'; }, choices: [{ value: 'days', label: t('desk.diary.closeDays'), checked: true }, { value: 'now', label: t('desk.diary.closeNow') }] })}
        ${this.atOnce
          ? html`<div class="fields side">${field(t, { id: 'agenda-closing-until', name: 'until', type: 'date', label: t('desk.diary.untilDate'), value: wallAt(this.at!, this.at!.now()).slice(0, 10), error: this.#form.error('until') })}${field(t, { id: 'agenda-closing-time', name: 'time', type: 'time', label: t('desk.diary.time'), error: this.#form.error('time') })}</div>`
          : html`<div class="fields side">${field(t, { id: 'agenda-closing-from', name: 'from', type: 'date', label: t('desk.diary.fromDate'), error: this.#form.error('from') })}${field(t, { id: 'agenda-closing-until', name: 'until', type: 'date', label: t('desk.diary.lastDate'), error: this.#form.error('until') })}</div>`}
        ${field(t, { id: 'agenda-closing-reason', name: 'reason', label: t('desk.diary.why'), hint: t('desk.diary.whyHint'), optional: true, error: this.#form.error('reason') })}
        ${list.locales.map((locale) => field(t, { id: `agenda-closing-words-${locale}`, name: `words-${locale}`, label: t(`desk.diary.words.${locale}`), hint: t('desk.diary.wordsHint'), optional: true, error: this.#form.error(`words-${locale}`) }))}
        <div class="row">${button(t, { type: 'submit', label: t('desk.diary.doClose'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.done(null) })}</div>
      </form>
    </section>`;
  }
  async #reopen(start: string, end: string) {
    const done = await this.#open.run(async () => {
      await this.desk.agenda.free({ practitioner: null, from: wallAt(this.at!, start), until: wallAt(this.at!, end) });
      this.list = await this.desk.agenda.closings();
    });
    if (done) this.at!.say(this.t('desk.diary.reopened'));
  }
  readonly #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const { how, from = '', until = '', time = '', reason = '' } = typed;
    const now = how === 'now';
    this.#act.reset();
    const words = this.list!.locales.flatMap((locale) => { const said = typed[`words-${locale}`]?.trim(); return said ? [[locale, said] as const] : []; });
    const ok = this.#form.check({
      ...(now ? { until: until ? '' : t('desk.diary.dateMissing'), time: !time ? t('desk.diary.timeMissing') : `${until}T${time}` > wallAt(this.at!, this.at!.now()) ? '' : t('desk.diary.untilShape') }
        : { from: from ? '' : t('desk.diary.dateMissing'), until: !until ? t('desk.diary.dateMissing') : until >= from ? '' : t('desk.diary.untilShape') }),
      reason: reason.trim() ? reasonError(this.at!, reason) : '', ...Object.fromEntries(words.map(([locale, said]) => [`words-${locale}`, said.length > 400 ? t('desk.diary.wordsLong') : ''])),
    });
    if (!ok) return;
    const stretch = now ? { until: `${until}T${time}` } : { from: `${from}T00:00`, until: `${addDays(until, 1)}T00:00` };
    const done = await this.#act.run(async () => this.done(await this.desk.agenda.block({ practitioner: null, kind: 'closed', ...stretch, ...(reason.trim() ? { reason: reason.trim() } : {}), words: Object.fromEntries(words) })));
    if (!done && this.#act.problem) await this.#form.focusSummary();
  };
}
declare global { interface HTMLElementTagNameMap { 'desk-agenda-block': DeskAgendaBlock; 'desk-agenda-way': DeskAgendaWay; 'desk-agenda-closings': DeskAgendaClosings } }
