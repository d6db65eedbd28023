import type { Behind, Receipt, Service } from '@balie/contracts';
import { button, errorWords, notice, type NoticeKind } from '@balie/forms';
import type { CareApi, ServicePage } from '@balie/portal-client';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { Act, type Problem } from './act.ts';
import { FormState } from './form-state.ts';
import { LookedAt } from './looked-at.ts';
import { momentInWords } from './promise.ts';
import { ServiceElement } from './service-element.ts';
import type { Submission } from './submission.ts';
import { urgentNumbers } from './urgent-numbers.ts';

/** The service closed before the order was taken: the gate asks for a new code, and then it can go again. */
const closed: readonly Problem['code'][] = ['page_closed', 'invalid_token', 'invalid_grant', 'login_required', 'insufficient_user_authentication'];

/**
 * A service with something to send and a list of the patient's own: reads its data when it opens, keeps what is typed, sends it once, and says
 * at every moment how it stands (N1). Its views are drawn by the element.
 */
export abstract class SendingElement<Data extends { behind?: Behind; next?: string | null }, Draft extends object, Sent extends { number: string }> extends ServiceElement {
  static override properties: PropertyDeclarations = { data: { state: true }, restored: { state: true } };
  abstract override readonly service: Service;
  protected abstract readonly submission: Submission<Draft, Sent>;
  /** `after`: the older page of one's own list, where there is one. */
  protected abstract read(care: CareApi, after?: string): Promise<Data>;
  /** That page behind what is shown. */
  protected joined(_data: Data, older: Data): Data { return older; }
  protected abstract renderData(data: Data): TemplateResult;
  /** What is in the inputs of the step shown, by name. */
  protected abstract typed(): Readonly<Record<string, string>>;
  /** Data was read: when the service opened (`restored`: with something typed in an earlier document), or again. */
  protected dataRead(_data: Data, _restored: boolean): void {}
  /** The order was refused, or got no answer. */
  protected notSent(_problem: Problem): void {}

  protected data: Data | null = null;
  protected readonly reading = new Act(this);
  protected readonly form = new FormState(this);
  /** The practice may have answered meanwhile. Who is typing is let be. */
  protected readonly back = new LookedAt(this, () => { if (this.data && !this.submission.dirty) void this.load(); });
  private restored = false;
  /** How many older pages of one's own list stand behind the first. */
  #older = 0;

  protected override personChanged(child: string | null) { this.submission.belongTo(child); }
  protected override get draftToTake() { return this.submission.toTake; }
  protected override get hasDraft() { return this.submission.dirty; }
  protected get now() { return this.balie!.now(); }
  protected get draft(): Draft { return this.submission.draft; }

  protected override async serviceOpened(_page: ServicePage) {
    this.restored = await this.submission.restore();
    await this.load(this.restored);
  }
  protected override serviceClosed() { this.data = null; this.#older = 0; this.restored = false; }

  /** Who waited at the heading goes on at the heading of what came; a list that was read further stays as long. */
  protected async load(restored = false) {
    const waiting = this.data === null && this.contains(document.activeElement);
    await this.reading.run(async () => {
      let data = await this.read(this.page.care);
      for (let page = 0; page < this.#older && data.next; page += 1) data = this.joined(data, await this.read(this.page.care, data.next));
      if (data.behind) void this.balie!.need('behind');
      if (this.pageState.value?.step !== 'open') return;
      this.data = data;
      this.dataRead(data, restored);
    });
    if (waiting) this.toHeading();
  }

  /** The first of what came gets the focus. */
  async #more(data: Data, shown: number) {
    await this.reading.run(async () => {
      const older = await this.read(this.page.care, data.next!);
      if (this.data !== data) return;
      this.data = this.joined(data, older);
      this.#older += 1;
    });
    void this.focusOn(`${this.stem}-own-${shown}`);
  }

  protected change(patch: Partial<Draft>) { this.submission.change(patch); }
  /** To another step: its heading gets the focus. */
  protected go(patch: Partial<Draft>, focus?: string) {
    this.restored = false;
    this.form.clear();
    this.submission.calm();
    this.change(patch);
    if (focus) void this.focusOn(focus); else this.toHeading();
  }
  protected toHeading() { void this.updateComplete.then(() => this.querySelector<HTMLElement>('h2')?.focus()); }

  protected async send(call: (key: string) => Promise<Sent>) {
    if (!await this.seen() || this.submission.sending.state === 'busy') return;
    await this.submission.send(call);
    const { sending } = this.submission;
    if (sending.state === 'unsent') {
      this.emit('balie-failed', { code: sending.problem.code });
      this.notSent(sending.problem);
      return;
    }
    if (sending.state === 'sent') {
      this.emit('balie-sent', { service: this.service, number: sending.answer.number });
      this.toHeading();
    }
    if (this.pageState.value?.step === 'open') await this.load();
  }

  /** Inputs are filled once, when they appear; from then on they belong to the patient. */
  override updated(changed: PropertyValues) {
    super.updated(changed);
    if (!this.data) return;
    for (const [name, value] of Object.entries(this.typed())) {
      const input = this.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${CSS.escape(name)}"]`);
      if (input && input.value !== value) input.value = value;
    }
  }

  protected override renderService(): TemplateResult {
    if (this.data) return html`<div class="service">${this.data.behind ? html`<behind-notice .of=${this.data.behind} sends></behind-notice>` : nothing}${this.renderData(this.data)}</div>`;
    const { t, reading: { problem } } = this;
    return html`<div class="stack">
      <h2 tabindex="-1">${this.serviceTitle}</h2>
      ${problem
        ? html`${notice({ kind: 'danger', live: 'assertive', body: html`${problem.code === 'offline' && this.online.value === false ? nothing : html`<p>${errorWords(t, this.clinic, problem)}</p>`}${this.numbers}` })}${button(t, { label: t('common.retry'), kind: 'primary', busy: this.reading.busy, onClick: () => void this.load() })}`
        : html`<p role="status">${t('common.loading')}</p>`}
    </div>`;
  }

  protected get numbers() { return urgentNumbers(this.t, this.clinic, this.now); }
  protected heading(words: unknown, id = `${this.stem}-title`): TemplateResult { return html`<hgroup><p>${this.serviceTitle}</p><h2 id=${id} tabindex="-1">${words}</h2></hgroup>`; }
  protected notice(kind: NoticeKind, title: unknown, body?: unknown) { return notice({ kind, live: 'assertive', title, body }); }
  protected get restoredNotice() { return this.restored && this.submission.sending.state === 'no' ? notice({ live: 'polite', body: this.t('sending.restored') }) : nothing; }

  /** How the sending stands, above the button that sends (N1). `notYet`: what the patient still has to do. */
  protected sendingNotice(notYet: unknown): unknown {
    const { t, submission: { sending } } = this;
    if (sending.state === 'arrived') return this.notice('warning', t('sending.arrivedTitle'), t('sending.arrived'));
    if (sending.state !== 'unsent') return html`<p>${notYet}</p>`;
    const { code } = sending.problem;
    const why = code === 'offline' ? t('sending.unsent.offline') : closed.includes(code) ? t('sending.unsent.closed') : errorWords(t, this.clinic, sending.problem);
    return this.notice('danger', t('sending.unsentTitle'), html`<p>${why}</p>`);
  }
  protected sendButton(label: string, again: string, send: () => Promise<void>): TemplateResult {
    const { t, submission: { sending } } = this;
    const busy = sending.state === 'busy';
    return html`${button(t, { kind: 'primary', label: sending.state === 'unsent' ? again : label, busy, id: `${this.stem}-send`, onClick: () => void send() })}
      <p class="hidden" role="status">${busy ? t('sending.busy') : nothing}</p>`;
  }

  /** One row of the answers to check, with the way back to it. */
  protected check(term: unknown, value: unknown, change?: { label: string; onClick: () => void }): TemplateResult {
    return html`<div><dt>${term}</dt><dd>${value}</dd>${change ? html`<dd class="act">${button(this.t, { kind: 'quiet', label: change.label, onClick: change.onClick })}</dd>` : nothing}</div>`;
  }

  /** What the patient can keep and read out: number, time, and what happens next in `body`. */
  protected receipt(title: unknown, sent: Pick<Receipt, 'number' | 'receivedAt'>, body: unknown, another: string): TemplateResult {
    const { t } = this;
    return html`<section class="stack" data-step="sent" aria-labelledby="${this.stem}-title">
      ${this.heading(title)}
      ${notice({ kind: 'success', body: html`
        <p class="number">${t.rich('common.receiptNumber', { number: html`<strong>${sent.number}</strong>` })}</p>
        <p>${t('sending.keepNumber')}</p>
        <p class="soft">${t('sending.received', { when: this.moment(sent.receivedAt) })}</p>` })}
      ${body}
      <div><p><strong>${t('sending.worse')}</strong></p>${this.numbers}</div>
      ${button(t, { label: another, onClick: () => { this.submission.again(); this.toHeading(); } })}
    </section>`;
  }
  protected moment(at: string) { return momentInWords(this.t, at, this.clinic.timeZone, this.now); }

  /** The patient's own, under the form. A list that could not be read anew says so; the old one stays. */
  protected own<Item>(title: string, empty: string, items: readonly Item[], draw: (item: Item) => unknown): TemplateResult {
    const { t, stem, data, reading: { problem, busy } } = this;
    return html`<section class="stack" aria-labelledby="${stem}-own">
      <h2 id="${stem}-own" tabindex="-1">${title}</h2>
      ${problem ? notice({ kind: 'warning', live: 'polite', body: html`<p>${errorWords(t, this.clinic, problem)}</p><p>${button(t, { label: t('common.retry'), busy, onClick: () => void this.load() })}</p>` }) : nothing}
      ${items.length ? html`<ul class="items">${items.map((item, at) => html`<li class="item" id="${stem}-own-${at}" tabindex="-1">${draw(item)}</li>`)}</ul>` : html`<p>${empty}</p>`}
      ${data?.next ? html`<div>${button(t, { label: t('sending.older'), busy, onClick: () => void this.#more(data, items.length) })}</div>` : nothing}
    </section>`;
  }
}
