import { button, clockTime, notice, phoneLink } from '@balie/forms';
import type { AgendaAnswer, AgendaBlock, AgendaBooked, AgendaSlot, BlockAnswer } from '@balie/contracts';
import { addDays, localDate } from '@balie/rules';
import type { DeskAppointment } from '@balie/portal-client/desk';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Act } from '../shared/act.ts';
import { agendaError, dayOf, mondayOf, select, span, wallAt, whose, type Where } from './agenda-words.ts';
import './desk-agenda-block.ts';
import './desk-agenda-place.ts';
import './desk-agenda-schedules.ts';
import { andTold, DeskPart } from './part.ts';
import { birthDate } from './patient-facts.ts';
import { ReasonForm } from './reason-form.ts';

/** What is being done above the times. */
type Doing = { what: 'place'; where: Where; moving: DeskAppointment | null } | { what: 'block' | 'closings' | 'schedules' } | { what: 'way'; blocked: BlockAnswer };
type Item = { slot: AgendaSlot } | { block: AgendaBlock };

/** The practice's agenda: a day of everybody or somebody's week, and all that staff may do with it. */
@customElement('desk-agenda')
export class DeskAgenda extends DeskPart {
  /** Read when looked at. */
  @property({ type: Boolean }) shown = false;
  @state() private answer: AgendaAnswer | null = null;
  @state() private week = false;
  /** The day that is looked at, or a day of the week; '' today. */
  @state() private date = '';
  @state() private practitioner = '';
  @state() private doing: Doing | null = null;
  /** An appointment that looks for another time. */
  @state() private moving: DeskAppointment | null = null;
  @state() private cancelling: string | null = null;
  readonly #open = new Act(this);
  readonly #act = new Act(this);
  readonly #reason = new ReasonForm(this, () => 'agenda-cancel');
  #turn = 0;

  override updated(changed: PropertyValues) { if (changed.has('shown') && this.shown) void this.load(); }
  get #day() { return this.date || localDate(new Date(this.at!.now()), this.at!.zone); }
  get #first() { return this.week ? addDays(this.#day, mondayOf(this.#day)) : this.#day; }

  /** What was asked for last is what is shown, whatever answers first. */
  async load() {
    const turn = this.#turn += 1;
    const query = { from: this.#first, ...(this.week ? { days: '7' as const } : {}), ...(this.practitioner ? { practitioner: this.practitioner } : {}) };
    this.#open.busy = false;
    await this.#open.run(async () => { const answer = await this.desk.agenda.read(query); if (turn === this.#turn) this.answer = answer; });
  }

  override render() {
    const { t, answer } = this;
    const problem = this.#open.problem;
    if (!answer) return problem ? html`<div class="stack">${notice({ kind: 'danger', live: 'assertive', body: agendaError(t, problem) })}${button(t, { label: t('common.retry'), onClick: () => void this.load() })}</div>` : html`<p role="status">${t('common.loading')}</p>`;
    return html`<div class="agenda">
      ${this.#bar(answer)}
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: agendaError(t, problem) }) : nothing}
      ${this.#act.problem && !this.cancelling ? notice({ kind: 'danger', live: 'assertive', body: agendaError(t, this.#act.problem) }) : nothing}
      ${this.#work(answer)}
      ${this.moving && !this.doing ? html`<div class="notice warning"><p>${t('desk.diary.moving', { name: this.moving.patient.name, when: this.when(this.moving.start) })}</p><div class="row">
        ${button(t, { label: t('desk.diary.extra'), onClick: () => this.#do({ what: 'place', where: 'extra', moving: this.moving }) })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => { this.moving = null; void this.focusOn('.days h3'); } })}</div></div>` : nothing}
      <div class=${this.week ? 'days week' : 'days'}>${answer.days.map((day) => this.#oneDay(answer, day))}</div>
    </div>`;
  }

  #bar({ practitioners, today }: AgendaAnswer) {
    const { t } = this;
    const everybody = this.week ? [] : [{ value: '', label: t('desk.diary.everybody') }];
    const step = this.week ? 7 : 1;
    return html`<div class="row bottom">
        <div class="chips" role="group" aria-label=${t('desk.diary.view')}>${[false, true].map((week) => html`<button type="button" aria-pressed=${this.week === week ? 'true' : 'false'} @click=${() => this.#view(week)}>${t(week ? 'desk.diary.week' : 'desk.diary.day')}</button>`)}</div>
        <div class="row" role="group" aria-label=${t('desk.diary.go')}>
          ${button(t, { label: t('desk.diary.back'), onClick: () => this.#goto(addDays(this.#day, -step)) })}${button(t, { label: t('desk.diary.today'), onClick: () => this.#goto(today) })}${button(t, { label: t('desk.diary.on'), onClick: () => this.#goto(addDays(this.#day, step)) })}
        </div>
        <div class="field"><label for="agenda-date">${t('desk.diary.date')}</label><div class="control"><input id="agenda-date" type="date" .value=${this.#day} @change=${(event: Event) => { const { value } = event.target as HTMLInputElement; if (value) this.#goto(value); }}></div></div>
        ${select({ id: 'agenda-practitioner', name: 'who', label: t('desk.agenda.with'), options: [...everybody, ...whose(practitioners)], value: this.practitioner, onChange: (value) => { this.practitioner = value; void this.load(); } })}
      </div>
      <div class="row">
        ${button(t, { kind: 'primary', label: t('desk.diary.extra'), onClick: () => this.#do({ what: 'place', where: 'extra', moving: null }) })}
        ${(['block', 'schedules', 'closings'] as const).map((what) => button(t, { label: t(({ block: 'desk.diary.block', schedules: 'desk.diary.schedules', closings: 'desk.diary.close' } as const)[what]), onClick: () => this.#do({ what }) }))}
        <span class="soft" role="status">${this.#open.busy ? t('common.loading') : nothing}</span>
      </div>`;
  }

  #work(answer: AgendaAnswer) {
    const { doing, at } = this;
    switch (doing?.what) {
      case undefined: return nothing;
      case 'place': return html`<desk-agenda-place .at=${at} .answer=${answer} .where=${doing.where} .moving=${doing.moving} .date=${this.#day} .done=${this.#placed}></desk-agenda-place>`;
      case 'block': return html`<desk-agenda-block .at=${at} .answer=${answer} .date=${this.#day} .practitioner=${this.practitioner || this.#someone(answer)} .done=${this.#blocked}></desk-agenda-block>`;
      case 'way': return html`<desk-agenda-way .at=${at} .blocked=${doing.blocked} .done=${() => { this.#do(null); void this.load(); }}></desk-agenda-way>`;
      case 'closings': return html`<desk-agenda-closings .at=${at} .done=${this.#blocked}></desk-agenda-closings>`;
      case 'schedules': return html`<desk-agenda-schedules .at=${at} .done=${() => { this.#do(null); void this.load(); }}></desk-agenda-schedules>`;
    }
  }

  #oneDay(answer: AgendaAnswer, { date, closed, holiday }: AgendaAnswer['days'][number]): TemplateResult {
    const { t } = this;
    const on = (instant: string) => localDate(new Date(instant), this.at!.zone) === date;
    const [start, end] = [`${date}T00:00`, `${date}T24:00`];
    const touches = (block: AgendaBlock) => wallAt(this.at!, block.start) < end && wallAt(this.at!, block.end) > start;
    const shut = answer.blocks.filter((block) => block.kind === 'closed' && touches(block));
    const people = answer.practitioners.filter(({ id }) => (this.practitioner ? id === this.practitioner : answer.slots.some((slot) => slot.practitioner === id) || answer.blocks.some((block) => block.practitioner === id)));
    return html`<section aria-labelledby="agenda-day-${date}">
      <h3 id="agenda-day-${date}" tabindex="-1" aria-current=${date === answer.today ? 'date' : nothing}>${dayOf(this.at!, date)}</h3>
      ${closed ? html`<p class="soft">${holiday ? t('desk.diary.holiday', { name: holiday }) : t('desk.diary.closedDay')}</p>` : nothing}
      ${shut.map((block) => notice({ kind: 'warning', title: t('desk.diary.closedNow', { stretch: t('desk.diary.stretch', { from: this.when(block.start), to: this.when(block.end) }) }), body: block.reason ?? nothing }))}
      ${people.length === 0 ? html`<p class="soft">${t('desk.diary.nothing')}</p>` : nothing}
      <div class="people">${people.map(({ id, name }) => {
        const items: Item[] = [...answer.slots.filter((slot) => slot.practitioner === id && on(slot.start)).map((slot) => ({ slot })), ...answer.blocks.filter((block) => block.practitioner === id && touches(block)).map((block) => ({ block }))]
          .sort((a, b) => startOf(a).localeCompare(startOf(b)));
        const free = items.filter((item) => 'slot' in item && item.slot.state === 'free').length;
        return html`<div><h4 id="agenda-${date}-${id}">${this.week ? nothing : html`${name} `}<span class="soft">${t('desk.diary.freeCount', { count: free })}</span></h4>
          ${items.length === 0 ? html`<p class="soft">${t('desk.diary.nothing')}</p>` : html`<ul class="times" aria-labelledby="agenda-day-${date} agenda-${date}-${id}">${repeat(items, (item) => ('slot' in item ? item.slot.id : `${item.block.id ?? ''}${item.block.start}`), (item) => ('slot' in item ? this.#slot(item.slot, answer) : this.#block(item.block)))}</ul>`}</div>`;
      })}</div>
    </section>`;
  }

  #slot(slot: AgendaSlot, answer: AgendaAnswer): TemplateResult {
    const { t } = this;
    const at = this.at!;
    const time = span(at, slot.start, slot.end);
    const about = (label: string) => `${label}: ${time}, ${dayOf(at, wallAt(at, slot.start).slice(0, 10))}`;
    const over = Date.parse(slot.end) <= at.now();
    const one = (label: string, onClick: () => void, kind: 'secondary' | 'quiet' | 'primary' = 'secondary') => button(t, { label, ariaLabel: about(label), kind, busy: this.#act.busy, onClick });
    const words = { free: t('desk.diary.state.free'), booked: '', held: slot.heldUntil ? t('desk.diary.state.held', { time: clockTime(t, slot.heldUntil, at.zone) }) : '', blocked: t('desk.diary.state.blocked'), busy: t('desk.diary.state.busy') }[slot.state];
    const closed = answer.blocks.some((block) => block.kind === 'closed' && block.start < slot.end && block.end > slot.start);
    return html`<li class=${slot.state} data-slot=${slot.id}>
      <span class="time">${time}</span>
      ${slot.appointment ? this.#appointment(slot.appointment, slot, over, one) : html`<span class="what">${words}</span>
        ${over ? nothing : html`<span class="row">
          ${slot.state === 'free' && this.moving ? one(t('desk.diary.moveHere'), () => void this.#move(slot), 'primary') : nothing}
          ${slot.state === 'free' && !this.moving ? html`${one(t('desk.diary.book'), () => this.#do({ what: 'place', where: { slot: slot.id, practitioner: slot.practitioner, start: slot.start, end: slot.end }, moving: null }))}${one(t('desk.diary.blockOne'), () => void this.#stretch('block', slot, slot), 'quiet')}` : nothing}
          ${slot.state === 'blocked' && !closed ? one(t('desk.diary.free'), () => void this.#stretch('free', slot, slot), 'quiet') : nothing}
        </span>`}`}
    </li>`;
  }

  #appointment(item: DeskAppointment, slot: AgendaSlot, over: boolean, one: (label: string, onClick: () => void, kind?: 'secondary' | 'quiet') => TemplateResult) {
    const { t } = this;
    return html`<div class="what">
        <p><strong>${item.patient.name}</strong> ${slot.extra ? html`<span class="badge">${t('desk.diary.extraShort')}</span>` : nothing}<br><span class="soft">${item.title}</span></p>
        ${item.reason ? html`<p class="typed">${item.reason}</p>` : nothing}
        ${item.answers.map(({ label, kind, answer }) => html`<p class="typed"><span class="soft">${label}</span> ${kind === 'yes-no' ? t(answer === 'yes' ? 'desk.agenda.yes' : 'desk.agenda.no') : answer}</p>`)}
        ${item.by ? html`<p class="soft">${t('desk.caller.by')}: ${item.by}</p>` : nothing}
        <p class="soft">${birthDate(t, item.patient.birthDate)}${item.patient.phone ? html`, ${phoneLink(item.patient.phone)}` : nothing}</p>
        ${this.cancelling === item.id ? this.#reason.render(this.at!, this.#act, { template: 'cancellation', hint: t('desk.agenda.cancelHint'), submit: t('desk.diary.doCancel'), onCancel: () => { this.cancelling = null; void this.#toRow(slot); }, onReason: (reason) => this.#cancel(item, reason) }) : nothing}
      </div>
      ${over || this.cancelling === item.id ? nothing : html`<span class="row">${one(t('desk.diary.move'), () => { this.moving = item; this.#do(null); })}${one(t('desk.agenda.cancel'), () => { this.cancelling = item.id; this.#act.reset(); void this.focusOn(`#${this.#reason.field}`); }, 'quiet')}</span>`}`;
  }

  #block(block: AgendaBlock): TemplateResult {
    const { t } = this;
    const time = span(this.at!, block.start, block.end);
    const whole = t('desk.diary.stretch', { from: this.when(block.start), to: this.when(block.end) });
    const long = wallAt(this.at!, block.start).slice(0, 10) !== wallAt(this.at!, block.end).slice(0, 10);
    return html`<li class="block">
      <span class="time">${long ? t('desk.diary.wholeDay') : time}</span>
      <span class="what"><strong>${t(block.kind === 'break' ? 'desk.diary.break' : 'desk.diary.blocked')}</strong>${block.reason ? html`<br>${block.reason}` : nothing}${long ? html`<br><span class="soft">${whole}</span>` : nothing}</span>
      ${block.id === null || Date.parse(block.end) <= this.at!.now() ? nothing : html`<span class="row">
        ${button(t, { label: t('desk.diary.way'), ariaLabel: `${t('desk.diary.way')}: ${whole}`, kind: 'quiet', busy: this.#act.busy, onClick: () => void this.#act.run(async () => { this.#blocked(await this.desk.agenda.readBlock(block.id!)); }) })}
        ${button(t, { label: t('desk.diary.free'), ariaLabel: `${t('desk.diary.free')}: ${whole}`, kind: 'quiet', busy: this.#act.busy, onClick: () => void this.#stretch('free', { practitioner: block.practitioner!, start: block.start, end: block.end }) })}</span>`}
    </li>`;
  }

  #do(doing: Doing | null) {
    const before = this.doing;
    this.doing = doing;
    this.#act.reset();
    // What was done is gone, and the focus with it.
    if (before && !doing) void this.focusOn('.days h3');
  }
  /** Who has times on the day that is looked at, else anybody. */
  #someone({ slots, practitioners }: AgendaAnswer): string { return slots[0]?.practitioner ?? practitioners[0]?.id ?? ''; }
  #view(week: boolean) {
    this.week = week;
    if (week && !this.practitioner) this.practitioner = this.answer ? this.#someone(this.answer) : '';
    if (week && !this.practitioner) { this.week = false; return; }
    void this.load();
  }
  #goto(date: string) { this.date = date; void this.load(); }

  readonly #placed = (booked: AgendaBooked | null) => {
    const moved = this.doing?.what === 'place' && this.doing.moving !== null;
    this.#do(null);
    if (booked) void this.#tell(booked, moved);
  };
  async #tell({ appointment, told }: AgendaBooked, moved: boolean) {
    this.moving = null;
    const of = { name: appointment.patient.name, when: this.when(appointment.start) };
    this.at!.say(`${this.t(moved ? 'desk.diary.moved' : 'desk.diary.booked', of)} ${this.t(told ? 'desk.diary.told' : 'desk.diary.tell')}`);
    await this.load();
  }
  async #move(slot: AgendaSlot) {
    const item = this.moving!;
    if (await this.#act.run(async () => this.#tell(await this.desk.agenda.move(item.id, { slot: slot.id }, crypto.randomUUID()), true))) await this.#toRow(slot);
    else if (this.#act.problem?.code === 'slot_taken') void this.load();
  }
  async #cancel(item: DeskAppointment, reason: string) {
    const { told } = await this.desk.cancel(item.id, reason);
    this.cancelling = null;
    this.at!.say(andTold(this.t, this.t('desk.diary.cancelled', { name: item.patient.name }), told));
    await this.load();
    await this.focusOn('.days h3');
  }
  readonly #blocked = (blocked: BlockAnswer | null) => {
    this.#do(blocked?.inTheWay.length ? { what: 'way', blocked } : null);
    if (blocked && !blocked.inTheWay.length) this.at!.say(this.t('desk.diary.clear'));
    if (blocked) void this.load();
  };
  /** What was pressed is gone: on at its time. */
  #toRow({ id }: { id: string }) { return this.focusOn(`[data-slot="${id}"] button`); }
  /** `slot`: the one time that it is about. */
  async #stretch(act: 'block' | 'free', { practitioner, start, end }: { practitioner: string; start: string; end: string }, slot?: AgendaSlot) {
    const stretch = { practitioner, from: wallAt(this.at!, start), until: wallAt(this.at!, end) };
    const done = await this.#act.run(async () => {
      if (act === 'block') this.#blocked(await this.desk.agenda.block({ ...stretch, kind: 'block' }));
      else { await this.desk.agenda.free(stretch); this.at!.say(this.t('desk.diary.freed')); }
      await this.load();
    });
    if (done && !this.doing) await (slot ? this.#toRow(slot) : this.focusOn('.days h3'));
  }
}
const startOf = (item: Item): string => ('slot' in item ? item.slot.start : item.block.start);
declare global { interface HTMLElementTagNameMap { 'desk-agenda': DeskAgenda } }
