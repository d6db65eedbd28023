import type { AppointmentsAnswer, AppointmentSummary, PastAnswer, PublicClinic, Waiting } from '@balie/contracts';
import { button, errorWords, notice, type Texts } from '@balie/forms';
import type { CareApi } from '@balie/portal-client';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';

/** What the element lends its list. */
export interface OwnView {
  t: Texts;
  stem: string;
  clinic: PublicClinic;
  data: AppointmentsAnswer;
  care: CareApi;
  phone: TemplateResult;
  /** No message can be sent. */
  unheard: boolean;
  moment(at: string): string;
  /** What is pressed can be seen (T21). */
  seen(): Promise<boolean>;
  move(appointment: AppointmentSummary): void;
  take(place: Waiting): void;
  waiting(places: Waiting[]): void;
  reload(): Promise<void>;
  focus(id: string): void;
}

/** One's own appointments: moving, cancelling, the calendar file; the waiting list; and what has been. */
export class OwnPart {
  readonly #host: ReactiveControllerHost;
  readonly #act: Act;
  readonly #reading: Act;
  /** The appointment or place that is being acted on, where the outcome is shown. */
  #at = '';
  #asking = '';
  /** `start`: a file made before the appointment was moved holds the old time. */
  #file: { id: string; start: AppointmentSummary['start']; name: string; url: string } | null = null;
  #past: PastAnswer | null = null;
  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#act = new Act(host);
    this.#reading = new Act(host);
  }

  clear() {
    this.#at = this.#asking = '';
    this.#past = null;
    this.#dropFile();
    this.#act.reset();
    this.#reading.reset();
  }

  /** `over`: it has been, so nothing can be done about it. */
  item(view: OwnView, item: AppointmentSummary, over = false): TemplateResult {
    const { t, stem, data, phone, moment } = view;
    const { id, title, start, practitioner, reason, answers, instructions, number, state, cancelledBy, cancellation, changeBy, by, onItsWay, alternatives } = item;
    const stands = state === 'booked' && !over;
    const name = `${stem}-own-${id}`;
    const label = (what: string) => `${what}: ${moment(start)}`;
    const waits = data.waiting.some(({ appointment }) => appointment === id);
    return html`
      <p id=${name} tabindex="-1"><strong>${moment(start)}</strong></p>
      <p>${title} · ${t('appointments.with', { name: practitioner.name })}</p>
      ${over && state === 'booked' ? nothing : html`<p class="state ${state !== 'booked' ? 'bad' : onItsWay ? '' : 'good'}">${t(onItsWay && state === 'booked' ? 'appointments.state.onItsWay' : cancelledBy === 'patient' ? 'appointments.state.byPatient' : cancelledBy === 'system' ? 'appointments.state.bySystem' : `appointments.state.${state}`)}</p>`}
      ${alternatives?.length ? html`<p>${t('appointments.instead')}</p><ul>${alternatives.map((slot) => html`<li>${moment(slot.start)}</li>`)}</ul>` : nothing}
      ${cancellation ? html`<p class="typed">${cancellation}</p>` : nothing}
      ${stands && instructions ? html`<p class="typed"><strong>${t('appointments.prepare')}:</strong> ${instructions}</p>` : nothing}
      ${reason ? html`<p class="soft typed">${t('appointments.checkReason')}: ${reason}</p>` : nothing}
      ${answers.map(({ label: question, kind, answer }) => html`<p class="soft typed">${question} ${kind === 'yes-no' ? t(answer === 'yes' ? 'appointments.yes' : 'appointments.no') : answer}</p>`)}
      ${by ? html`<p class="soft">${t('appointments.by', { name: by })}</p>` : nothing}
      <p class="soft">${t('appointments.number', { number })}</p>
      ${!stands ? nothing : html`
        ${changeBy ? html`<p class="soft">${t('appointments.changeUntil', { when: moment(changeBy) })}</p>` : html`<p>${t.rich('appointments.cannotCome', { phone })}</p>`}
        ${this.#problem(view, id)}
        ${this.#asking === id ? html`<div class="held over" role="group" aria-labelledby="${name}-ask">
          <p id="${name}-ask" tabindex="-1">${t('appointments.cancelAsk')}</p>
          <div class="row">
            ${button(t, { label: t('appointments.cancelYes'), kind: 'primary', busy: this.#busy(id), onClick: () => void this.#cancel(view, item) })}
            ${button(t, { label: t('appointments.cancelNo'), kind: 'quiet', onClick: () => this.#ask(view, '', name) })}
          </div></div>` : html`<div class="row">
          ${changeBy ? html`${button(t, { label: t('appointments.move'), ariaLabel: label(t('appointments.move')), onClick: () => view.move(item) })}${button(t, { label: t('appointments.cancel'), ariaLabel: label(t('appointments.cancel')), onClick: () => this.#ask(view, id, `${name}-ask`) })}` : nothing}
          ${this.#file?.id === id && this.#file.start === start ? html`<p role="status">${t('appointments.calendarReady')} <a id="${name}-file" href=${this.#file.url} download=${this.#file.name}>${t('appointments.calendarSave')}</a></p>`
            : button(t, { label: t('appointments.calendar'), ariaLabel: label(t('appointments.calendar')), kind: 'quiet', busy: this.#busy(`${id} file`), onClick: () => void this.#makeFile(view, item, `${name}-file`) })}
          ${data.waitingList && changeBy && !waits ? button(t, { label: t('appointments.waitEarlier'), ariaLabel: label(t('appointments.waitEarlier')), kind: 'quiet', busy: this.#busy(`${id} wait`), onClick: () => void this.#run(`${id} wait`, async () => { view.waiting(await view.care.wait({ appointment: id })); view.focus(`${stem}-waiting`); }) }) : nothing}
        </div>`}`}`;
  }

  /** The waiting list, and what has been. */
  rest(view: OwnView): TemplateResult {
    const { t, stem, data } = view;
    const past = this.#past;
    return html`
      ${data.waiting.length ? html`<section class="stack" aria-labelledby="${stem}-waiting">
        <h2 id="${stem}-waiting" tabindex="-1">${t('appointments.waitTitle')}</h2>
        <ul class="items">${data.waiting.map((place) => html`<li class="item">${this.#place(view, place)}</li>`)}</ul>
      </section>` : nothing}
      ${past ? html`<section class="stack" aria-labelledby="${stem}-past">
          <h2 id="${stem}-past" tabindex="-1">${t('appointments.past')}</h2>
          ${past.items.length ? html`<ul class="items">${past.items.map((item) => html`<li class="item">${this.item(view, item, true)}</li>`)}</ul>` : html`<p>${t('appointments.pastNone')}</p>`}
        </section>` : nothing}
      ${this.#reading.problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, view.clinic, this.#reading.problem) }) : nothing}
      ${past && past.next === null ? nothing : html`<div>${button(t, { label: t(past ? 'appointments.pastMore' : 'appointments.pastShow'), kind: 'quiet', busy: this.#reading.busy, onClick: () => void this.#readPast(view) })}</div>`}`;
  }

  #place(view: OwnView, place: Waiting): TemplateResult {
    const { t, data, moment } = view;
    const { id, title, practitioner, appointment, offer } = place;
    const of = data.upcoming.find((one) => one.id === appointment);
    const label = (what: string) => `${what}: ${title}`;
    const act = (what: 'decline' | 'leave') => () => void this.#run(`${id} ${what}`, async () => { view.waiting(await view.care.waiting(id, what)); view.focus(data.waiting.length > 1 || what === 'decline' ? `${view.stem}-waiting` : `${view.stem}-own`); });
    return html`
      <p><strong>${title}</strong>${practitioner ? html` · ${t('appointments.with', { name: practitioner.name })}` : nothing}</p>
      ${offer ? html`<div class="held" role="group" aria-label=${t('appointments.offer')}>
        <p>${t('appointments.offer')}</p><p class="when">${moment(offer.slot.start)}</p><p>${t('appointments.with', { name: offer.slot.practitioner.name })}</p>
        <p>${t('appointments.offerUntil', { when: moment(offer.until) })}</p>
        <div class="row">
          ${button(t, { label: t('appointments.take'), kind: 'primary', onClick: () => view.take(place) })}
          ${button(t, { label: t('appointments.decline'), kind: 'quiet', busy: this.#busy(`${id} decline`), onClick: act('decline') })}
        </div></div>` : html`<p>${of && !view.unheard ? t('appointments.waitsEarlier', { when: moment(of.start) }) : `${t('appointments.waits')}. ${t(view.unheard ? 'appointments.waitHere' : 'appointments.waitHint')}`}</p>`}
      ${this.#problem(view, id)}
      <div>${button(t, { label: t('appointments.leave'), ariaLabel: label(t('appointments.leave')), kind: 'quiet', busy: this.#busy(`${id} leave`), onClick: act('leave') })}</div>`;
  }

  #busy(what: string) { return this.#act.busy && this.#at === what; }
  #problem({ t, clinic }: OwnView, id: string) { return this.#act.problem && this.#at.startsWith(id) ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, this.#act.problem) }) : nothing; }
  async #run(what: string, act: () => Promise<void>) {
    if (!this.#act.busy) this.#at = what;
    return this.#act.run(act);
  }
  #ask(view: OwnView, id: string, focus: string) {
    this.#asking = id;
    this.#act.reset();
    this.#host.requestUpdate();
    view.focus(focus);
  }
  async #cancel(view: OwnView, { id }: AppointmentSummary) {
    if (!await view.seen()) return;
    const done = await this.#run(id, async () => { await view.care.cancelAppointment(id); });
    // Too late, or gone: the list as it now is says it.
    if (done || this.#act.problem?.code === 'already_handled') this.#asking = '';
    await view.reload();
    if (done) view.focus(`${view.stem}-own-${id}`);
  }
  async #makeFile(view: OwnView, { id, start }: AppointmentSummary, link: string) {
    const done = await this.#run(`${id} file`, async () => {
      const { name, text } = await view.care.calendarFile(id);
      this.#dropFile();
      this.#file = { id, start, name, url: URL.createObjectURL(new Blob([text], { type: 'text/calendar' })) };
    });
    if (done) view.focus(link);
  }
  #dropFile() {
    if (this.#file) URL.revokeObjectURL(this.#file.url);
    this.#file = null;
  }
  async #readPast(view: OwnView) {
    const first = this.#past === null;
    await this.#reading.run(async () => {
      const more = await view.care.pastAppointments(this.#past?.next ?? undefined);
      this.#past = { items: [...(this.#past?.items ?? []), ...more.items], next: more.next };
    });
    if (first && this.#past) view.focus(`${view.stem}-past`);
  }
}
