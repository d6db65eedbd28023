import type { AppointmentsAnswer, AppointmentSummary, Hold, SlotsAnswer, SlotSummary, Waiting } from '@balie/contracts';
import { button, dayInWords, errorSummary, errorWords, notice, radios, textArea } from '@balie/forms';
import { localDate } from '@balie/rules';
import type { CareApi } from '@balie/portal-client';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { Act, type Problem } from '../shared/act.ts';
import { SendingElement } from '../shared/sending-element.ts';
import { sendingStyles } from '../shared/sending.styles.ts';
import { Submission } from '../shared/submission.ts';
import { bookingOrderOf, emptyBooking, reasonMax, withHold, type BookingDraft } from './booking-flow.ts';
import { styles } from './book-appointment.styles.ts';
import type { CalendarPart, CalendarView } from './calendar-part.ts';
import { HoldClock } from './hold-clock.ts';
import { freeTimes, timeButtons } from './free-times.ts';
import type { OwnPart, OwnView } from './own-part.ts';
import { questionErrors, questionFields } from './questions.ts';

/**
 * Books a time at the practice: what for and with whom, a free time that is held while the form is filled in (N9), check, confirm; and one's own
 * appointments, to move or cancel until the practice's deadline, and its waiting list (S1-05). Not for urgent matters (S4-04): says whom to call now.
 *
 * @summary Book an appointment.
 * @fires balie-service-opened - The session code was right.
 * @fires balie-service-closed - The page closed.
 * @fires balie-sent - An appointment was made; `detail.number` is its number.
 * @fires balie-failed - Confirming did not succeed; `detail.code` says why.
 */
export class BookAppointment extends SendingElement<AppointmentsAnswer, BookingDraft, AppointmentSummary> {
  static override properties: PropertyDeclarations = { type: {}, free: { state: true }, passed: { state: true }, lost: { state: true }, view: { state: true }, day: { state: true } };
  static override sheets = [sendingStyles, styles];
  override readonly service = 'appointments' as const;
  protected override readonly submission = new Submission<BookingDraft, AppointmentSummary>(this, 'appointments', emptyBooking, () => this.balie?.portal);
  /** Id of the type to begin with, as another element of ours sets it (N2). */
  type = '';
  private free: SlotsAnswer | null = null;
  /** The first dates of the stretches of free times seen before this one. */
  private passed: readonly string[] = [];
  /** What came instead of a time that was lost; null when none was. */
  private lost: readonly SlotSummary[] | null = null;
  private view: 'list' | CalendarView = 'list';
  /** The day chosen in the calendar. */
  private day: string | null = null;
  /** Fetched when there is data: choosing a time does not wait for it. */
  #own: OwnPart | null = null;
  /** Loaded when a calendar is asked for. */
  #calendar: CalendarPart | null = null;
  /** What was sent last moved an appointment. */
  #moved = false;
  readonly #fetching = new Act(this);
  readonly #finding = new Act(this);
  readonly #waiting = new Act(this);
  readonly #holding = new Act(this);
  readonly #extending = new Act(this);
  readonly #clock = new HoldClock(this, () => (this.#holds ? this.draft.hold : null), () => this.now);

  /** Counting down makes sense while a time is held and nothing was sent. */
  get #holds() { return this.data !== null && (this.draft.step === 'details' || this.draft.step === 'check') && !this.submission.tried; }

  protected override read(care: CareApi) { return care.appointments(); }
  async #needOwn() {
    if (this.#own) return;
    await this.#fetching.run(async () => { const [{ OwnPart }] = await Promise.all([import('./own-part.ts'), this.balie!.need('own-appointments')]); this.#own ??= new OwnPart(this); });
  }
  protected override dataRead({ hold, types, upcoming }: AppointmentsAnswer) {
    const { draft, submission } = this;
    void this.#needOwn();
    // A receipt does not outlive its appointment: the list says what became of it.
    if (submission.sending.state === 'sent') { const { id } = submission.sending.answer; if (upcoming.some((one) => one.id === id && one.state !== 'booked')) submission.again(); }
    // What may have been confirmed is shown as it was sent: its hold is then used up.
    if (submission.tried || submission.sending.state === 'sent') return;
    // An appointment that no longer stands cannot be moved.
    if (draft.moves && !upcoming.some(({ id, changeBy }) => id === draft.moves && changeBy)) this.change({ moves: null });
    if (hold || draft.hold) this.change(withHold(this.draft, hold));
    if (!this.draft.type && types.some(({ id }) => id === this.type)) this.change({ type: this.type });
    if (this.draft.type && !types.some(({ id }) => id === this.draft.type)) this.change({ type: '', step: 'what' });
    if (this.draft.step === 'when') void this.#find();
  }
  protected override serviceClosed() {
    super.serviceClosed();
    this.free = null;
    this.lost = null;
    this.day = null;
    this.#own?.clear();
    this.#calendar?.forget();
  }
  protected override typed() { return { reason: this.draft.reason, ...Object.fromEntries(this.#asked.flatMap(({ id, kind }) => (kind === 'text' ? [[`answer-${id}`, this.draft.answers[id] ?? '']] : []))) }; }

  get #type() { return this.data?.types.find(({ id }) => id === this.draft.type); }
  get #asked() { return this.#type?.questions ?? []; }
  get #moving() { return this.draft.moves ? this.data?.upcoming.find(({ id }) => id === this.draft.moves) : undefined; }

  protected override renderData(data: AppointmentsAnswer): TemplateResult {
    const { submission: { sending } } = this;
    return html`${sending.state === 'sent' ? this.#sent(sending.answer) : this.#step(data)}${this.#list(data)}`;
  }
  #list(data: AppointmentsAnswer): TemplateResult {
    const { t } = this;
    const { problem, busy } = this.#fetching;
    const [own, view] = [this.#own, this.#view(data)];
    if (own) return html`${this.own(t('appointments.own'), t('appointments.ownEmpty'), data.upcoming, (item) => own.item(view, item))}<div class="service">${own.rest(view)}</div>`;
    return problem ? html`<div class="stack">${this.notice('danger', nothing, errorWords(t, this.clinic, problem))}<p>${button(t, { label: t('common.retry'), busy, onClick: () => void this.#needOwn() })}</p></div>` : html`<p role="status">${t('common.loading')}</p>`;
  }
  #view(data: AppointmentsAnswer): OwnView {
    const { t, stem, clinic, phone } = this;
    return {
      t, stem, clinic, data, phone, unheard: this.unheard, care: this.page.care, moment: (at) => this.moment(at), seen: this.seen, reload: () => this.load(), focus: (id) => void this.focusOn(id), waiting: (waiting) => this.#waits(waiting),
      move: ({ id, type }) => { this.submission.again(); this.change({ moves: id, type, practitioner: '' }); this.#choose(); },
      take: (place) => this.#take(place),
    };
  }
  #waits(waiting: Waiting[]) { if (this.data) this.data = { ...this.data, waiting }; }
  /** The time is held already; now it becomes this page's. */
  #take({ type, appointment, offer }: Waiting) {
    if (!offer) return;
    this.submission.again();
    this.change({ type, moves: appointment, practitioner: '' });
    this.#choose(false);
    void this.#hold(offer.slot, 'details');
  }
  #step(data: AppointmentsAnswer): TemplateResult {
    if (!data.online) return html`<section class="stack">${this.heading(this.serviceTitle)}<p>${this.t.rich('appointments.notOnline', { phone: this.phone })}</p></section>`;
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
    const fitting = practitioners.filter(({ id }) => !this.#type || this.#type.practitioners.includes(id));
    return html`<form class="stack" data-step="what" novalidate aria-labelledby="${stem}-title" @submit=${this.#wanted} @input=${form.mend}>
      ${this.heading(t('appointments.what'))}
      ${errorSummary(t, stem, form.summary)}
      ${this.submission.sending.state === 'arrived' ? this.sendingNotice(nothing) : this.restoredNotice}
      ${notice({ kind: 'warning', title: t('appointments.urgentTitle'), body: html`<p>${t('appointments.urgent')}</p>${this.numbers}` })}
      ${radios({
        id: `${stem}-type`, name: 'type', legend: t('appointments.type'), error: form.error('type'),
        choices: types.map(({ id, title, minutes, instructions }) => ({ value: id, label: title, hint: html`${t('common.minutes', { count: minutes })}${instructions ? html`<br>${instructions}` : nothing}`, checked: draft.type === id })),
        onChange: (event) => this.#chooseType((event.target as HTMLInputElement).value),
      })}
      ${fitting.length > 1 ? radios({
        id: `${stem}-practitioner`, name: 'practitioner', legend: t('appointments.who'),
        choices: [{ value: '', label: t('appointments.anyone'), checked: !draft.practitioner }, ...fitting.map(({ id, name, role }) => ({ value: id, label: name, hint: isRole(role) ? t(`appointments.role.${role}`) : nothing, checked: draft.practitioner === id }))],
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
  #chooseType(type: string) {
    this.change({ type });
    if (!this.#type?.practitioners.includes(this.draft.practitioner)) this.change({ practitioner: '' });
  }
  #choose(find = true) {
    this.lost = null;
    this.passed = [];
    this.day = null;
    this.#calendar?.forget();
    this.#holding.reset();
    this.#waiting.reset();
    this.go({ step: 'when' });
    if (find) void this.#find();
  }

  // ── a free time ───────────────────────────────────────────────────────────────────────────────────────────────────
  get #wish() { const { type, practitioner } = this.draft; return { type, ...(practitioner ? { practitioner } : {}) }; }
  async #find(from?: string) {
    this.free = null;
    await this.#finding.run(async () => {
      const free = await this.page.care.slots({ ...this.#wish, ...(from ? { from } : {}) });
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
    const { t, stem, draft, lost } = this;
    const name = data.practitioners.find(({ id }) => id === draft.practitioner)?.name;
    const refused = lost ? null : this.#holding.problem;
    const moving = this.#moving;
    return html`<section class="stack" data-step="when" aria-labelledby="${stem}-title">
      ${this.heading(t(moving ? 'appointments.moveTo' : 'appointments.when'))}
      ${moving ? html`<p>${t('appointments.moveKeeps', { when: this.moment(moving.start) })}</p>` : nothing}
      <p class="soft">${this.#type?.title}${name ? html` · ${t('appointments.with', { name })}` : nothing}</p>
      ${this.submission.sending.state === 'arrived' ? this.sendingNotice(nothing) : nothing}
      ${lost ? html`<div class="held over" id="${stem}-lost" tabindex="-1" role="alert">
        <p class="notice-title">${t('appointments.takenTitle')}</p>
        <p>${t(lost.length ? 'appointments.taken' : 'appointments.takenNone')}</p>
        ${lost.length ? timeButtons(t, this.clinic.timeZone, lost, { days: this.now, names: !draft.practitioner, pick: this.#pick }) : nothing}
      </div>` : nothing}
      ${refused ? this.notice('danger', nothing, errorWords(t, this.clinic, refused)) : nothing}
      <p class="soft">${t('appointments.whenHint')} ${t('appointments.zone')}</p>
      <p class="hidden" role="status">${this.#holding.busy ? t('appointments.holding') : nothing}</p>
      ${this.#views()}
      ${this.view === 'list' ? this.#days(data) : this.#grid(this.view)}
      ${moving ? button(t, { label: t('appointments.moveStop'), kind: 'quiet', onClick: () => { this.submission.again(); this.toHeading(); } }) : button(t, { label: t('appointments.changeWhat'), kind: 'quiet', onClick: () => this.go({ step: 'what' }) })}
    </section>`;
  }

  #views(): TemplateResult {
    const { t } = this;
    return html`<div class="row views" role="group" aria-label=${t('appointments.view')}>${(['list', 'week', 'month'] as const).map((view) => html`<button type="button" class="button secondary" aria-pressed=${this.view === view ? 'true' : 'false'} @click=${() => void this.#show(view)}>${t(`appointments.view.${view}`)}</button>`)}</div>`;
  }
  async #show(view: 'list' | CalendarView) {
    if (view === 'list') { this.view = view; void this.#find(this.day ?? undefined); return; }
    await this.#finding.run(async () => {
      const [{ CalendarPart }] = await Promise.all([import('./calendar-part.ts'), this.balie!.need('own-appointments')]);
      this.#calendar ??= new CalendarPart(this);
      this.view = view;
    });
  }
  #days(data: AppointmentsAnswer): TemplateResult {
    const { t, stem, draft, free } = this;
    const { problem } = this.#finding;
    if (!free) return problem ? html`${this.notice('danger', nothing, html`<p>${errorWords(t, this.clinic, problem)}</p>`)}${button(t, { label: t('common.retry'), busy: this.#finding.busy, onClick: () => void this.#find() })}` : html`<p role="status">${t('common.loading')}</p>`;
    return freeTimes({
      t, stem, free, timeZone: this.clinic.timeZone, now: this.now, names: !draft.practitioner, first: this.passed.length === 0, phone: this.phone, pick: this.#pick, later: () => this.#later(), earlier: () => this.#earlier(),
      ...(draft.practitioner ? { anyone: () => { this.change({ practitioner: '' }); this.#turn(undefined); } } : {}), wait: this.#waitHere(data),
    });
  }
  /** Where nothing is free: a place on the waiting list, for what was asked for. */
  #waitHere({ waitingList, waiting }: AppointmentsAnswer): unknown {
    const { t, draft: { type, moves } } = this;
    if (!waitingList) return nothing;
    const { problem, busy } = this.#waiting;
    const hint = t(this.unheard ? 'appointments.waitHere' : 'appointments.waitHint');
    if (waiting.some((place) => (moves ? place.appointment === moves : place.type === type && place.appointment === null))) return html`<p role="status">${t('appointments.waits')}. ${hint}</p>`;
    return html`<p>${hint}</p>${problem ? this.notice('danger', nothing, errorWords(t, this.clinic, problem)) : nothing}
      <div>${button(t, { label: t('appointments.wait'), busy, onClick: () => void this.#waiting.run(async () => { this.#waits(await this.page.care.wait(moves ? { appointment: moves } : this.#wish)); }) })}</div>`;
  }
  #grid(view: CalendarView): TemplateResult {
    const { t, stem, day, free } = this;
    const { problem } = this.#finding;
    const words = day && dayInWords(t, day, 'UTC', new Date(this.now));
    return html`${this.#calendar!.render({ t, stem, clinic: this.clinic, view, now: this.now, chosen: day, focus: (id) => void this.focusOn(id), read: (month) => this.page.care.days({ ...this.#wish, month }), choose: (date) => { this.day = date; void this.#find(date).then(() => this.focusOn(`${stem}-between`)); } })}
      ${!day ? nothing : problem ? this.notice('danger', nothing, errorWords(t, this.clinic, problem)) : !free ? html`<p role="status">${t('common.loading')}</p>` : html`
        <h3 id="${stem}-between" tabindex="-1">${t('appointments.dayTimes', { date: words! })}</h3>
        ${timeButtons(t, this.clinic.timeZone, free.slots.filter(({ start }) => localDate(new Date(start), this.clinic.timeZone) === day), { names: !this.draft.practitioner, pick: this.#pick })}`}`;
  }

  /** Choosing is holding. The time held before is let go once the new one is won. */
  readonly #pick = (slot: SlotSummary) => { void this.#hold(slot, 'details'); };
  async #hold(slot: SlotSummary, step: BookingDraft['step']) {
    const { hold: old, type } = this.draft;
    const done = await this.#holding.run(async () => {
      const hold = await this.page.care.hold(slot.id, type);
      this.lost = null;
      this.go({ hold, step: this.draft.moves ? 'check' : step });
      if (old && old.id !== hold.id) void this.page.care.releaseHold(old.id).catch(() => undefined);
    });
    if (!done && this.#holding.problem?.code === 'slot_taken') this.#taken(this.#holding.problem);
  }
  /** The three nearest free times stand right there (N9); the list below is read anew, from where it was. */
  #taken(problem: Problem) {
    const from = this.free?.from;
    this.lost = problem.alternatives;
    this.#calendar?.forget();
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
      ${questionFields(t, stem, this.#asked, draft.answers, (name) => form.error(name), (id, answer) => this.change({ answers: { ...this.draft.answers, [id]: answer } }))}
      ${button(t, { type: 'submit', label: t('common.next') })}
    </form>`;
  }
  readonly #typing = (event: Event) => {
    this.form.mend(event);
    const { name, value } = event.target as HTMLTextAreaElement;
    if (name === 'reason') this.change({ reason: value });
    const question = this.#asked.find(({ id, kind }) => kind === 'text' && name === `answer-${id}`);
    if (question) this.change({ answers: { ...this.draft.answers, [question.id]: value } });
  };
  readonly #explained = (event: SubmitEvent) => {
    event.preventDefault();
    const over = this.draft.reason.trim().length - reasonMax;
    if (this.form.check({ reason: over > 0 ? this.t('sending.tooLong', { count: over }) : '', ...questionErrors(this.t, this.#asked, this.draft.answers, reasonMax) })) this.go({ step: 'check' });
  };

  // ── checking and confirming ───────────────────────────────────────────────────────────────────────────────────────
  #check({ types }: AppointmentsAnswer): TemplateResult {
    const { t, stem, draft: { hold, reason, answers }, submission } = this;
    if (!hold) return this.#details();
    const unsure = submission.tried;
    const live = unsure || this.#clock.left > 0;
    const moving = this.#moving;
    const type = types.find(({ id }) => id === hold.type);
    const change = { label: t('appointments.change'), onClick: () => this.go({ step: 'details' }) };
    return html`<section class="stack" data-step="check" aria-labelledby="${stem}-title">
      ${this.heading(t(moving ? 'appointments.moveCheck' : 'appointments.check'))}
      ${this.restoredNotice}
      ${unsure ? nothing : this.#held(hold, false)}
      <dl class="checks">
        ${this.check(t('appointments.checkWhen'), this.moment(hold.slot.start))}
        ${moving ? this.check(t('appointments.moveOld'), this.moment(moving.start)) : nothing}
        ${this.check(t('appointments.checkType'), type?.title ?? hold.type)}
        ${this.check(t('appointments.checkWho'), hold.slot.practitioner.name)}
        ${type?.instructions ? this.check(t('appointments.prepare'), html`<span class="typed">${type.instructions}</span>`) : nothing}
        ${moving ? nothing : html`
          ${this.check(t('appointments.checkReason'), html`<span class="typed">${reason.trim() || t('appointments.noReason')}</span>`, { label: t('appointments.changeReason'), onClick: () => this.go({ step: 'details' }, `${stem}-reason`) })}
          ${this.#asked.flatMap(({ id, label, kind }, at) => { const answer = answers[id]?.trim(); return answer ? [this.check(label, html`<span class="typed">${kind === 'yes-no' ? t(answer === 'yes' ? 'appointments.yes' : 'appointments.no') : answer}</span>`, at === 0 ? change : undefined)] : []; })}`}
      </dl>
      ${live ? html`${this.sendingNotice(t(moving ? 'appointments.moveNotYet' : 'appointments.confirmNotYet'))}${this.sendButton(t(moving ? 'appointments.moveConfirm' : 'appointments.confirm'), t('appointments.confirmAgain'), () => this.#confirm())}` : nothing}
      ${moving && !unsure ? button(t, { label: t('appointments.moveStop'), kind: 'quiet', onClick: () => { void this.page.care.releaseHold(hold.id).catch(() => undefined); this.submission.again(); this.toHeading(); } }) : nothing}
    </section>`;
  }
  async #confirm() {
    const order = bookingOrderOf(this.draft, this.#asked);
    const { moves } = this.draft;
    this.#moved = moves !== null;
    if (order) await this.send(async (key) => {
      const sent = await (moves ? this.page.care.moveAppointment(moves, order.hold, key) : this.page.care.book(order, key));
      // In the list at once, not when it is read again.
      if (this.data) this.data = { ...this.data, upcoming: [...this.data.upcoming.filter(({ id }) => id !== sent.id), sent].sort((a, b) => a.start.localeCompare(b.start)) };
      return sent;
    });
  }
  protected override notSent(problem: Problem) {
    if (problem.code === 'slot_taken') this.#taken(problem);
    if (problem.code === 'hold_expired') { this.submission.calm(); this.#over(); }
    // The practice cancelled it meanwhile: the list as it now is says so, and what is held becomes a new appointment.
    const { moves } = this.draft;
    if (moves && problem.code === 'already_handled') { this.submission.calm(); void this.load().then(() => this.focusOn(`${this.stem}-own-${moves}`)); }
  }

  #sent(sent: AppointmentSummary): TemplateResult {
    const { t } = this;
    return this.receipt(t(sent.onItsWay ? 'appointments.kept' : this.#moved ? 'appointments.moved' : 'appointments.sent'), sent, html`
      ${sent.onItsWay ? html`<p>${t('appointments.confirming')}</p>` : nothing}
      <p><strong>${this.moment(sent.start)}</strong><br>${sent.title}<br>${t('appointments.with', { name: sent.practitioner.name })}</p>
      ${sent.instructions ? html`<p class="typed"><strong>${t('appointments.prepare')}:</strong> ${sent.instructions}</p>` : nothing}
      <p>${sent.changeBy ? t('appointments.changeUntil', { when: this.moment(sent.changeBy) }) : t.rich('appointments.cannotCome', { phone: this.phone })}</p>`, t('appointments.another'));
  }
}

const isRole = (role: string): role is 'gp' | 'physician-assistant' | 'nurse' => ['gp', 'physician-assistant', 'nurse'].includes(role);

customElements.define('book-appointment', BookAppointment);
declare global { interface HTMLElementTagNameMap { 'book-appointment': BookAppointment } }
