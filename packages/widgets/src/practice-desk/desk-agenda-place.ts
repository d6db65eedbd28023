import { button, errorSummary, field } from '@balie/forms';
import type { AgendaAnswer, AgendaBooked, AgendaPlace, DeskPatient } from '@balie/contracts';
import type { DeskAppointment } from '@balie/portal-client/desk';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { agendaError, dayOf, extraPlace, select, span, wallAt, whose, type Where } from './agenda-words.ts';
import { FindPatient } from './find-patient.ts';
import { DeskPart } from './part.ts';
import { patientFacts } from './patient-facts.ts';

/** Puts somebody into the agenda: a patient that is looked up, or (`moving`) an appointment that gets an extra time. */
@customElement('desk-agenda-place')
export class DeskAgendaPlace extends DeskPart {
  @property({ attribute: false }) answer!: AgendaAnswer;
  @property({ attribute: false }) where!: Where;
  @property({ attribute: false }) moving: DeskAppointment | null = null;
  /** Of an extra time: the day that is looked at. */
  @property({ attribute: false }) date = '';
  @property({ attribute: false }) done: (booked: AgendaBooked | null) => void = () => undefined;
  @state() private patient: DeskPatient | null = null;
  readonly #find = new FindPatient(this, () => 'agenda-find');
  readonly #form = new FormState(this, () => 'agenda-place');
  readonly #act = new Act(this);
  /** One act, however often it is tried. */
  readonly #key = crypto.randomUUID();

  override firstUpdated() { void this.focusOn('h3'); }
  override render() {
    const { t, where } = this;
    const title = this.moving ? t('desk.diary.moveTitle', { name: this.moving.patient.name }) : where === 'extra' ? t('desk.diary.extra') : t('desk.diary.bookTitle', { when: `${dayOf(this.at!, wallAt(this.at!, where.start).slice(0, 10))} ${span(this.at!, where.start, where.end)}` });
    const ready = this.moving !== null || this.patient !== null;
    return html`<section class="card stack" aria-labelledby="agenda-place-title">
      <h3 id="agenda-place-title" tabindex="-1">${title}</h3>
      ${where === 'extra' ? html`<p class="soft">${t('desk.diary.extraHint')}</p>` : nothing}
      ${ready ? this.#fields() : html`${this.#find.render(this.at!)}${this.#find.found?.items.map((one) => html`<div class="line"><p><strong>${one.name}</strong></p><dl class="facts">${patientFacts(t, one)}</dl>
          <div class="row">${button(t, { label: t('desk.diary.choose'), ariaLabel: `${t('desk.diary.choose')}: ${one.name}`, onClick: () => this.#choose(one) })}</div></div>`)}${this.#find.more(this.at!)}
        <div class="row">${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.done(null) })}</div>`}
    </section>`;
  }

  /** What who has the time gives; else, and of an extra time, the first. */
  get #type() {
    const { where, answer: { types, practitioners } } = this;
    const role = where === 'extra' ? undefined : practitioners.find(({ id }) => id === where.practitioner)?.role;
    return types.find(({ roles }) => roles.some((one) => one === role)) ?? types[0];
  }
  /** Of an extra time: as long as what is moved, or as the type is. */
  get #minutes(): number { return this.moving ? (Date.parse(this.moving.end) - Date.parse(this.moving.start)) / 60_000 : this.#type?.minutes ?? 10; }
  readonly #typeChosen = (id: string) => {
    const minutes = this.querySelector<HTMLInputElement>('#agenda-place-minutes');
    if (minutes) minutes.value = String(this.answer.types.find((one) => one.id === id)!.minutes);
  };

  #fields() {
    const { t, answer, where } = this;
    const problem = this.#act.problem;
    return html`<form class="stack" novalidate @submit=${this.#submit} @input=${this.#form.mend}>
      ${errorSummary(t, 'agenda-place', [...this.#form.summary, ...(problem ? [{ message: agendaError(t, problem) }] : [])])}
      ${this.patient ? html`<p><strong>${this.patient.name}</strong> ${button(t, { kind: 'quiet', label: t('desk.diary.other'), onClick: () => { this.patient = null; void this.focusOn('h3'); } })}</p>` : nothing}
      ${this.moving ? nothing : select({ id: 'agenda-place-type', name: 'type', label: t('desk.agenda.type'), options: answer.types.map(({ id, title, minutes }) => ({ value: id, label: t('desk.diary.typeMinutes', { title, minutes }) })), ...(this.#type ? { value: this.#type.id } : {}), onChange: this.#typeChosen })}
      ${where === 'extra' ? html`
        ${select({ id: 'agenda-place-practitioner', name: 'practitioner', label: t('desk.agenda.with'), options: whose(answer.practitioners), ...(this.moving ? { value: this.moving.practitioner.id } : {}) })}
        <div class="fields side">
          ${field(t, { id: 'agenda-place-date', name: 'date', type: 'date', label: t('desk.diary.date'), value: this.date, error: this.#form.error('date') })}
          ${field(t, { id: 'agenda-place-time', name: 'time', type: 'time', label: t('desk.diary.time'), error: this.#form.error('time') })}
          ${field(t, { id: 'agenda-place-minutes', name: 'minutes', type: 'number', inputmode: 'numeric', label: t('desk.diary.minutes'), value: String(this.#minutes), error: this.#form.error('minutes') })}
        </div>` : nothing}
      ${this.moving ? nothing : field(t, { id: 'agenda-place-reason', name: 'reason', label: t('desk.diary.reason'), hint: t('desk.diary.reasonHint'), optional: true, error: this.#form.error('reason') })}
      <div class="row">${button(t, { type: 'submit', label: this.moving ? t('desk.diary.moveHere') : t('desk.diary.book'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.done(null) })}</div>
    </form>`;
  }

  #choose(patient: DeskPatient) {
    this.patient = patient;
    void this.focusOn('#agenda-place-type');
  }
  readonly #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t, where } = this;
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    this.#act.reset();
    const minutes = Number(typed['minutes']);
    const ok = this.#form.check({
      ...(where === 'extra' ? { date: typed['date'] ? '' : t('desk.diary.dateMissing'), time: typed['time'] ? '' : t('desk.diary.timeMissing'), minutes: Number.isInteger(minutes) && minutes >= 5 && minutes <= 240 ? '' : t('desk.diary.minutesShape') } : {}),
      reason: (typed['reason'] ?? '').length > 300 ? t('desk.diary.reasonLong') : '',
    });
    if (!ok) return;
    const place: AgendaPlace = where === 'extra' ? extraPlace(typed) : { slot: where.slot };
    const reason = typed['reason']?.trim();
    const done = await this.#act.run(async () => {
      this.done(await (this.moving ? this.desk.agenda.move(this.moving.id, place, this.#key) : this.desk.agenda.book({ patient: this.patient!.id, type: typed['type'] ?? '', ...(reason ? { reason } : {}), place }, this.#key)));
    });
    if (!done && this.#act.problem) await this.#form.focusSummary();
  };
}
declare global { interface HTMLElementTagNameMap { 'desk-agenda-place': DeskAgendaPlace } }
