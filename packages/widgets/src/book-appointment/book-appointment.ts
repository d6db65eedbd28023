import type { AppointmentsAnswer, AppointmentSummary, Hold, SlotsAnswer, SlotSummary } from '@balie/contracts';
import { button, errorSummary, errorWords, notice, radios, textArea } from '@balie/forms';
import type { CareApi } from '@balie/portal-client';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act, type Problem } from '../shared/act.ts';
import { SendingElement } from '../shared/sending-element.ts';
import { sendingStyles } from '../shared/sending.styles.ts';
import { Submission } from '../shared/submission.ts';
import { bookingOrderOf, emptyBooking, reasonMax, withHold, type BookingDraft } from './booking-flow.ts';
import { styles } from './book-appointment.styles.ts';
import { HoldClock } from './hold-clock.ts';
import { freeTimes, timeButtons } from './free-times.ts';

/**
 * Books a time at the practice: what for and with whom, a free time that is held while the form is filled in (N9), check, confirm; and the
 * appointments to come (S1-05). Not for urgent matters (S4-04): says whom to call now.
 *
 * @summary Book an appointment.
 * @fires balie-service-opened - The session code was right.
 * @fires balie-service-closed - The page closed.
 * @fires balie-sent - An appointment was made; `detail.number` is its number.
 * @fires balie-failed - Confirming did not succeed; `detail.code` says why.
 */
@customElement('book-appointment')
export class BookAppointment extends SendingElement<AppointmentsAnswer, BookingDraft, AppointmentSummary> {
  static override sheets = [sendingStyles, styles];
  override readonly service = 'appointments' as const;
  protected override readonly submission = new Submission<BookingDraft, AppointmentSummary>(this, 'appointments', emptyBooking, () => this.balie?.portal);
  /** Id of the type to begin with, as another element of ours sets it (N2). */
  @property() type = '';
  @state() private free: SlotsAnswer | null = null;
  /** The first dates of the stretches of free times seen before this one. */
  @state() private passed: readonly string[] = [];
  /** What came instead of a time that was lost; null when none was. */
  @state() private lost: readonly SlotSummary[] | null = null;
  readonly #finding = new Act(this);
  readonly #holding = new Act(this);
  readonly #extending = new Act(this);
  readonly #clock = new HoldClock(this, () => (this.#holds ? this.draft.hold : null), () => this.now);

  /** Counting down makes sense while a time is held and nothing was sent. */
  get #holds() { return this.data !== null && (this.draft.step === 'details' || this.draft.step === 'check') && !this.submission.tried; }

  protected override read(care: CareApi) { return care.appointments(); }
  protected override dataRead({ hold, types }: AppointmentsAnswer) {
    const { draft, submission } = this;
    // What may have been confirmed is shown as it was sent: its hold is then used up.
    if (submission.tried || submission.sending.state === 'sent') return;
    if (hold || draft.hold) this.change(withHold(draft, hold));
    if (!this.draft.type && types.some(({ id }) => id === this.type)) this.change({ type: this.type });
    if (this.draft.type && !types.some(({ id }) => id === this.draft.type)) this.change({ type: '', step: 'what' });
    if (this.draft.step === 'when') void this.#find();
  }
  protected override serviceClosed() {
    super.serviceClosed();
    this.free = null;
    this.lost = null;
  }
  protected override typed() { return { reason: this.draft.reason }; }

  protected override renderData(data: AppointmentsAnswer): TemplateResult {
    const { t, submission: { sending } } = this;
    const upcoming = data.upcoming;
    return html`${sending.state === 'sent' ? this.#sent(data, sending.answer) : this.#step(data)}${this.own(t('appointments.own'), t('appointments.ownEmpty'), upcoming, (item) => this.#appointment(data, item))}`;
  }
  #step(data: AppointmentsAnswer): TemplateResult {
    if (data.types.length === 0) return html`<section class="stack">${this.heading(this.t('appointments.what'))}<p>${this.t.rich('appointments.noTypes', { phone: this.phone })}</p></section>`;
    switch (this.draft.step) {
      case 'when': return this.#when(data);
      case 'details': return this.#details();
      case 'check': return this.#check(data);
      default: return this.#what(data);
    }
  }

  // ── what for, and with whom ───────────────────────────────────────────────────────────────────────────────────────
  #what({ types, practitioners }: AppointmentsAnswer): TemplateResult {
    const { t, stem, draft, form } = this;
    return html`<form class="stack" data-step="what" novalidate aria-labelledby="${stem}-title" @submit=${this.#wanted} @input=${form.mend}>
      ${this.heading(t('appointments.what'))}
      ${errorSummary(t, stem, form.summary)}
      ${this.submission.sending.state === 'arrived' ? this.sendingNotice(nothing) : this.restoredNotice}
      ${notice({ kind: 'warning', title: t('appointments.urgentTitle'), body: html`<p>${t('appointments.urgent')}</p>${this.numbers}` })}
      ${radios({
        id: `${stem}-type`, name: 'type', legend: t('appointments.type'), error: form.error('type'),
        choices: types.map(({ id, title, minutes }) => ({ value: id, label: title, hint: t('common.minutes', { count: minutes }), checked: draft.type === id })),
        onChange: (event) => this.change({ type: (event.target as HTMLInputElement).value }),
      })}
      ${practitioners.length > 1 ? radios({
        id: `${stem}-practitioner`, name: 'practitioner', legend: t('appointments.who'),
        choices: [{ value: '', label: t('appointments.anyone'), checked: !draft.practitioner }, ...practitioners.map(({ id, name }) => ({ value: id, label: name, checked: draft.practitioner === id }))],
        onChange: (event) => this.change({ practitioner: (event.target as HTMLInputElement).value }),
      }) : nothing}
      ${button(t, { type: 'submit', label: t('appointments.showTimes') })}
    </form>`;
  }
  readonly #wanted = (event: SubmitEvent) => {
    event.preventDefault();
    if (!this.form.check({ type: this.draft.type ? '' : this.t('appointments.noType') })) return;
    this.#choose();
  };
  #choose() {
    this.lost = null;
    this.passed = [];
    this.#holding.reset();
    this.go({ step: 'when' });
    void this.#find();
  }

  // ── a free time ───────────────────────────────────────────────────────────────────────────────────────────────────
  async #find(from?: string) {
    const { type, practitioner } = this.draft;
    this.free = null;
    await this.#finding.run(async () => {
      const free = await this.page.care.slots({ type, ...(practitioner ? { practitioner } : {}), ...(from ? { from } : {}) });
      if (this.data) this.free = free;
    });
  }
  #later() {
    if (!this.free?.next) return;
    this.passed = [...this.passed, this.free.from];
    this.#turn(this.free.next);
  }
  #earlier() {
    const from = this.passed.at(-1);
    this.passed = this.passed.slice(0, -1);
    this.#turn(from);
  }
  #turn(from: string | undefined) {
    this.lost = null;
    void this.#find(from).then(() => this.focusOn(`${this.stem}-between`));
  }

  #when(data: AppointmentsAnswer): TemplateResult {
    const { t, stem, draft, free, lost } = this;
    const type = data.types.find(({ id }) => id === draft.type)?.title ?? '';
    const name = data.practitioners.find(({ id }) => id === draft.practitioner)?.name;
    const { problem } = this.#finding;
    const refused = lost ? null : this.#holding.problem;
    return html`<section class="stack" data-step="when" aria-labelledby="${stem}-title">
      ${this.heading(t('appointments.when'))}
      <p class="soft">${type}${name ? html` · ${t('appointments.with', { name })}` : nothing}</p>
      ${this.submission.sending.state === 'arrived' ? this.sendingNotice(nothing) : nothing}
      ${lost ? html`<div class="held over" id="${stem}-lost" tabindex="-1" role="alert">
        <p class="notice-title">${t('appointments.takenTitle')}</p>
        <p>${t(lost.length ? 'appointments.taken' : 'appointments.takenNone')}</p>
        ${lost.length ? timeButtons(t, this.clinic.timeZone, lost, { days: this.now, names: !draft.practitioner, pick: this.#pick }) : nothing}
      </div>` : nothing}
      ${refused ? this.notice('danger', nothing, errorWords(t, this.clinic, refused)) : nothing}
      <p class="soft">${t('appointments.whenHint')} ${t('appointments.zone')}</p>
      <p class="hidden" role="status">${this.#holding.busy ? t('appointments.holding') : nothing}</p>
      ${free ? freeTimes({ t, stem, free, timeZone: this.clinic.timeZone, now: this.now, names: !draft.practitioner, first: this.passed.length === 0, phone: this.phone, pick: this.#pick, later: () => this.#later(), earlier: () => this.#earlier(), ...(draft.practitioner ? { anyone: () => { this.change({ practitioner: '' }); this.#turn(undefined); } } : {}) })
        : problem ? html`${this.notice('danger', nothing, html`<p>${errorWords(t, this.clinic, problem)}</p>`)}${button(t, { label: t('common.retry'), busy: this.#finding.busy, onClick: () => void this.#find() })}`
        : html`<p role="status">${t('common.loading')}</p>`}
      ${button(t, { label: t('appointments.changeWhat'), kind: 'quiet', onClick: () => this.go({ step: 'what' }) })}
    </section>`;
  }

  /** Choosing is holding. The time held before is let go once the new one is won. */
  readonly #pick = (slot: SlotSummary) => { void this.#hold(slot, 'details'); };
  async #hold(slot: SlotSummary, step: BookingDraft['step']) {
    const { hold: old, type } = this.draft;
    const done = await this.#holding.run(async () => {
      const hold = await this.page.care.hold(slot.id, type);
      this.lost = null;
      this.go({ hold, step });
      if (old && old.id !== hold.id) void this.page.care.releaseHold(old.id).catch(() => undefined);
    });
    if (!done && this.#holding.problem?.code === 'slot_taken') this.#taken(this.#holding.problem);
  }
  /** The three nearest free times stand right there (N9); the list below is read anew, from where it was. */
  #taken(problem: Problem) {
    const from = this.free?.from;
    this.lost = problem.alternatives;
    this.submission.calm();
    this.change({ step: 'when', hold: null });
    void this.focusOn(`${this.stem}-lost`);
    void this.#find(from);
  }

  // ── the held time ─────────────────────────────────────────────────────────────────────────────────────────────────
  /** `whole`: with day, time and name, where these do not stand below it. */
  #held({ slot, canExtend }: Hold, whole: boolean): TemplateResult {
    const { t } = this;
    const left = this.#clock.words(t);
    const { problem } = this.#extending;
    const again = this.#holding.problem;
    return html`<div class=${left ? 'held' : 'held over'} role="group" aria-labelledby="${this.stem}-held">
      <p id="${this.stem}-held">${t(left ? 'appointments.held' : 'appointments.overTitle')}</p>
      ${whole ? html`<p class="when">${this.moment(slot.start)}</p><p>${t('appointments.with', { name: slot.practitioner.name })}</p>` : nothing}
      <p>${left ? t('appointments.heldFor', { time: left }) : t('appointments.over')}</p>
      ${left && !canExtend ? html`<p class="soft">${t('appointments.noExtend')}</p>` : nothing}
      ${left && problem ? this.notice('danger', nothing, errorWords(t, this.clinic, problem)) : nothing}
      ${!left && again ? this.notice('danger', nothing, errorWords(t, this.clinic, again)) : nothing}
      <div class="row">
        ${!left ? button(t, { label: t('appointments.holdAgain'), kind: 'primary', busy: this.#holding.busy, onClick: () => void this.#hold(slot, this.draft.step) })
          : canExtend ? button(t, { label: t('appointments.extend'), busy: this.#extending.busy, onClick: () => void this.#extend() }) : nothing}
        ${button(t, { label: t('appointments.otherTime'), kind: 'quiet', onClick: () => this.#choose() })}
      </div>
      <p class="hidden" role="status">${this.#clock.spoken(t)}</p>
    </div>`;
  }
  async #extend() {
    const { hold } = this.draft;
    if (!hold) return;
    const done = await this.#extending.run(async () => { this.change({ hold: await this.page.care.extendHold(hold.id) }); });
    if (done) return this.#clock.extended();
    const code = this.#extending.problem?.code;
    if (code === 'hold_expired') this.#over();
    if (code === 'hold_limit') { this.#extending.reset(); this.change({ hold: { ...hold, canExtend: false } }); }
  }
  #over() {
    const { hold } = this.draft;
    if (hold) this.change({ hold: { ...hold, expiresAt: new Date(0).toISOString() } });
  }

  #details(): TemplateResult {
    const { t, stem, draft, form } = this;
    return html`<form class="stack" data-step="details" novalidate aria-labelledby="${stem}-title" @submit=${this.#explained} @input=${this.#typing}>
      ${this.heading(t('appointments.details'))}
      ${errorSummary(t, stem, form.summary)}
      ${this.restoredNotice}
      ${draft.hold ? this.#held(draft.hold, true) : nothing}
      ${textArea(t, { id: `${stem}-reason`, name: 'reason', label: t('appointments.reason'), hint: t('appointments.reasonHint'), optional: true, rows: 3, error: form.error('reason') })}
      ${button(t, { type: 'submit', label: t('common.next') })}
    </form>`;
  }
  readonly #typing = (event: Event) => {
    this.form.mend(event);
    const { name, value } = event.target as HTMLTextAreaElement;
    if (name === 'reason') this.change({ reason: value });
  };
  readonly #explained = (event: SubmitEvent) => {
    event.preventDefault();
    const over = this.draft.reason.trim().length - reasonMax;
    if (this.form.check({ reason: over > 0 ? this.t('sending.tooLong', { count: over }) : '' })) this.go({ step: 'check' });
  };

  // ── checking and confirming ───────────────────────────────────────────────────────────────────────────────────────
  #check({ types }: AppointmentsAnswer): TemplateResult {
    const { t, stem, draft: { hold, reason }, submission } = this;
    if (!hold) return this.#details();
    const unsure = submission.tried;
    const live = unsure || this.#clock.left > 0;
    return html`<section class="stack" data-step="check" aria-labelledby="${stem}-title">
      ${this.heading(t('appointments.check'))}
      ${this.restoredNotice}
      ${unsure ? nothing : this.#held(hold, false)}
      <dl class="checks">
        ${this.check(t('appointments.checkWhen'), this.moment(hold.slot.start))}
        ${this.check(t('appointments.checkType'), types.find(({ id }) => id === hold.type)?.title ?? hold.type)}
        ${this.check(t('appointments.checkWho'), hold.slot.practitioner.name)}
        ${this.check(t('appointments.checkReason'), html`<span class="typed">${reason.trim() || t('appointments.noReason')}</span>`, { label: t('appointments.changeReason'), onClick: () => this.go({ step: 'details' }, `${stem}-reason`) })}
      </dl>
      ${live ? html`${this.sendingNotice(t('appointments.confirmNotYet'))}${this.sendButton(t('appointments.confirm'), t('appointments.confirmAgain'), () => this.#confirm())}` : nothing}
    </section>`;
  }
  async #confirm() {
    const order = bookingOrderOf(this.draft);
    if (order) await this.send((key) => this.page.care.book(order, key));
  }
  protected override notSent(problem: Problem) {
    if (problem.code === 'slot_taken') this.#taken(problem);
    if (problem.code === 'hold_expired') { this.submission.calm(); this.#over(); }
  }

  #sent({ types }: AppointmentsAnswer, sent: AppointmentSummary): TemplateResult {
    const { t } = this;
    return this.receipt(t('appointments.sent'), sent, html`
      <p><strong>${this.moment(sent.start)}</strong><br>${types.find(({ id }) => id === sent.type)?.title ?? sent.type}<br>${t('appointments.with', { name: sent.practitioner.name })}</p>
      <p>${t.rich('appointments.cannotCome', { phone: this.phone })}</p>`, t('appointments.another'));
  }

  #appointment({ types }: AppointmentsAnswer, { number, type, start, practitioner, reason, state: how, cancellation }: AppointmentSummary): TemplateResult {
    const { t } = this;
    return html`
      <p><strong>${this.moment(start)}</strong></p>
      <p>${types.find(({ id }) => id === type)?.title ?? type} · ${t('appointments.with', { name: practitioner.name })}</p>
      <p class="state ${how === 'booked' ? 'good' : 'bad'}">${t(`appointments.state.${how}`)}</p>
      ${cancellation ? html`<p class="typed">${cancellation}</p>` : nothing}
      ${reason ? html`<p class="soft typed">${t('appointments.checkReason')}: ${reason}</p>` : nothing}
      <p class="soft">${t('appointments.number', { number })}</p>
      ${how === 'booked' ? html`<p>${t.rich('appointments.cannotCome', { phone: this.phone })}</p>` : nothing}`;
  }
}

declare global { interface HTMLElementTagNameMap { 'book-appointment': BookAppointment } }
