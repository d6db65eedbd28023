import type { EconsultIntake, EconsultsAnswer, EconsultSummary, Receipt } from '@balie/contracts';
import { button, dayInWords, errorSummary, errorWords, field, notice, radios, textArea, wallTime } from '@balie/forms';
import type { CareApi } from '@balie/portal-client';
import { isLate } from '@balie/rules';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { Act, type Problem } from '../shared/act.ts';
import { promiseInWords } from '../shared/promise.ts';
import { SendingElement } from '../shared/sending-element.ts';
import { sendingStyles } from '../shared/sending.styles.ts';
import { Submission } from '../shared/submission.ts';
import { askAgain, econsultOrderOf, emptyEconsult, subjectMax, type EconsultDraft } from './econsult-flow.ts';
import { styles } from './econsult-form.styles.ts';
import { roomLeft } from './room.ts';
import type { FilesPart } from './files-part.ts';
import type { MovePart } from './move-part.ts';
import type { ThreadPart } from './thread-part.ts';

/**
 * A question to the practice: first whether it can wait (S4-06, N4), then the question; and the answers to earlier ones, which no mail carries (S1-06, S1-07).
 *
 * @summary E-consult.
 * @fires balie-service-opened - The session code was right.
 * @fires balie-service-closed - The page closed.
 * @fires balie-sent - A question was received; `detail.number` is its number.
 * @fires balie-failed - Sending did not succeed; `detail.code` says why.
 */
export class EconsultForm extends SendingElement<EconsultsAnswer, EconsultDraft, Receipt> {
  static override properties: PropertyDeclarations = { thread: { state: true }, wanted: { state: true }, files: { state: true }, moving: { state: true } };
  static override sheets = [sendingStyles, styles];
  override readonly service = 'econsults' as const;
  protected override readonly submission = new Submission<EconsultDraft, Receipt>(this, 'econsults', emptyEconsult, () => this.balie?.portal);
  /** The question being read. Those opened before stay known, with what was typed in them. */
  private thread: ThreadPart | null = null;
  readonly #threads = new Map<string, ThreadPart>();
  /** The question being fetched, by id. */
  private wanted: string | null = null;
  /** Once somebody wants to add a photo. */
  private files: FilesPart | null = null;
  /** Once there is something to write: what belongs in another form is offered to be moved there (N5). */
  private moving: MovePart | null = null;
  readonly #opening = new Act(this);

  protected override read(care: CareApi, after?: string) { return care.econsults(after); }
  protected override joined(data: EconsultsAnswer, { items, next }: EconsultsAnswer) { return { ...data, items: [...data.items, ...items], next }; }
  protected override dataRead(_data: EconsultsAnswer, restored: boolean) {
    // Only the page that had them knows them.
    if (this.draft.files && !this.files) void this.#loadFiles().then((files) => files.lost(), () => undefined);
    if (restored && !this.submission.tried) this.change(askAgain(this.draft));
  }
  protected override serviceClosed() { super.serviceClosed(); this.thread = null; this.#threads.clear(); this.files = null; this.moving?.close(); }
  override updated(changed: PropertyValues) {
    super.updated(changed);
    this.thread?.updated();
    if (this.files && this.files.any !== !!this.draft.files) this.change({ files: this.files.any });
  }
  protected override notSent({ code }: Problem) { if (code === 'econsults_closed') void this.load(); if (code === 'file_refused') this.files?.lost(); }
  protected override typed() { const { subject, question } = this.draft; return { subject, question }; }
  get #max() { return this.clinic.econsults.maxLength; }

  protected override renderData(data: EconsultsAnswer): TemplateResult {
    if (this.thread) return this.thread.render(this.balie!, { heading: (words) => this.heading(words), back: () => this.#back(), seen: this.seen, care: this.page.care, files: data.files });
    const elsewhere = this.moving?.elsewhere(this.balie!, () => this.submission.again());
    if (elsewhere) return elsewhere;
    const { sending } = this.submission;
    const { t } = this;
    return html`${sending.state === 'sent' ? this.#sent(sending.answer) : this.#step(data)}${this.own(t('econsults.own'), t('econsults.ownEmpty'), data.items, (item) => this.#item(item))}`;
  }

  #step(data: EconsultsAnswer): TemplateResult {
    if (!data.intake.open) return this.#closed(data, data.intake);
    switch (this.draft.step) {
      case 'stop': return this.#stop();
      case 'write': return this.#write();
      case 'check': return this.#check();
      default: return this.#urgency(data);
    }
  }

  // ── no questions now ──────────────────────────────────────────────────────────────────────────────────────────────
  #closed({ items }: EconsultsAnswer, { why, opens }: Extract<EconsultIntake, { open: false }>): TemplateResult {
    const { t, stem, draft } = this;
    return html`<section class="stack" data-step="closed" aria-labelledby="${stem}-title">
      ${this.#newAnswers(items)}
      ${this.heading(t('econsults.shut'))}
      <p>${t(`econsults.shut.${why}`)} ${opens ? t('econsults.opens', { date: dayInWords(t, opens.date, 'UTC', new Date(this.now)), time: wallTime(t, opens.time) }) : t('econsults.opensNot')}</p>
      ${draft.subject || draft.question ? html`<p>${t('econsults.stopKept')}</p>` : nothing}
      <div><p><strong>${t('econsults.shutUrgent')}</strong></p>${this.numbers}</div>
      <p>${button(t, { label: t('econsults.shutLook'), busy: this.reading.busy, onClick: () => void this.load() })}</p>
    </section>`;
  }
  #newAnswers(items: readonly EconsultSummary[]): unknown {
    const { t } = this;
    const unread = items.filter((item) => item.unread);
    return unread.length ? notice({ kind: 'success', live: 'polite', title: t('econsults.newAnswer', { count: unread.reduce((sum, item) => sum + item.unread, 0) }), body: unread.map((item) => this.#readButton(item)) }) : nothing;
  }

  // ── can it wait? ──────────────────────────────────────────────────────────────────────────────────────────────────
  #urgency({ items }: EconsultsAnswer): TemplateResult {
    const { t, stem, draft, form } = this;
    return html`<form class="stack" data-step="urgency" novalidate aria-labelledby="${stem}-title" @submit=${this.#answered} @input=${form.mend}>
      ${this.#newAnswers(items)}
      ${this.heading(t('econsults.urgency'))}
      ${errorSummary(t, stem, form.summary)}
      ${this.restoredNotice}
      ${radios({
        id: `${stem}-urgent`, name: 'urgent', legend: html`<span class="hidden">${t('econsults.urgency')}</span>`, hint: t('econsults.urgencyHint'), error: form.error('urgent'),
        choices: (['yes', 'no'] as const).map((value) => ({ value, label: t(`econsults.urgent.${value}`), checked: draft.urgent === value })),
        onChange: (event) => this.change({ urgent: (event.target as HTMLInputElement).value as EconsultDraft['urgent'] }),
      })}
      ${button(t, { type: 'submit', label: t('common.next') })}
    </form>`;
  }
  readonly #answered = (event: SubmitEvent) => {
    event.preventDefault();
    const { urgent } = this.draft;
    if (!this.form.check({ urgent: urgent ? '' : this.t('econsults.urgent.none') })) return;
    this.go({ step: urgent === 'yes' ? 'stop' : 'write' });
    void this.#meetMoving().catch(() => undefined);
  };
  /** Without it the question goes as it is. */
  async #meetMoving() {
    const [{ MovePart }] = await Promise.all([import('./move-part.ts'), this.balie!.need('econsult-move')]);
    this.moving ??= new MovePart(this);
  }

  #stop(): TemplateResult {
    const { t, stem, draft } = this;
    return html`<section class="stack" data-step="stop" aria-labelledby="${stem}-title">
      ${this.heading(t('econsults.stop'))}
      ${notice({ kind: 'danger', body: html`<p>${t('econsults.stopText')}</p>${this.numbers}` })}
      ${draft.subject || draft.question ? html`<p>${t('econsults.stopKept')}</p>` : nothing}
      ${button(t, { label: t('econsults.stopBack'), onClick: () => this.go({ step: 'urgency', urgent: '' }) })}
    </section>`;
  }

  // ── the question ──────────────────────────────────────────────────────────────────────────────────────────────────
  #write(): TemplateResult {
    const { t, stem, form } = this;
    return html`<form class="stack" data-step="write" novalidate aria-labelledby="${stem}-title" @submit=${this.#written} @input=${this.#typing}>
      ${this.heading(t('econsults.write'))}
      ${errorSummary(t, stem, form.summary)}
      ${this.restoredNotice}
      ${notice({ body: t('econsults.writeHint') })}
      ${field(t, { id: `${stem}-subject`, name: 'subject', label: t('econsults.subject'), hint: t('econsults.subjectHint'), error: form.error('subject') })}
      ${textArea(t, { id: `${stem}-question`, name: 'question', label: t('econsults.question'), hint: t('econsults.questionHint', { max: this.#max }), error: form.error('question'), rows: 8, after: roomLeft(t, this.draft.question.trim().length, this.#max, Boolean(form.error('question'))) })}
      ${this.#adding()}
      <div class="row">
        ${button(t, { type: 'submit', label: t('common.next') })}
        ${button(t, { label: t('common.back'), kind: 'quiet', onClick: () => this.go({ step: 'urgency' }) })}
      </div>
    </form>`;
  }

  readonly #typing = (event: Event) => {
    const { name, value } = event.target as HTMLInputElement;
    this.form.mend(event);
    if (name === 'subject' || name === 'question') this.change({ [name]: value });
  };
  readonly #written = (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const { subject, question } = econsultOrderOf(this.draft);
    const errors = {
      subject: !subject ? t('econsults.noSubject') : subject.length > subjectMax ? t('sending.tooLong', { count: subject.length - subjectMax }) : '',
      question: !question ? t('econsults.noQuestion') : question.length > this.#max ? t('econsults.over', { count: question.length - this.#max }) : '',
    };
    if (this.form.check(errors)) this.go({ step: 'check' });
  };

  #adding(): unknown {
    const limits = this.data?.files;
    if (!limits?.count) return nothing;
    return this.files ? this.files.render(this.balie!, this.stem, this.page.care, limits) : html`<div>${button(this.t, { id: `${this.stem}-add-file`, label: this.t('econsults.file.add'), onClick: () => void this.#addFiles() })}</div>`;
  }
  async #loadFiles() {
    const [{ FilesPart }] = await Promise.all([import('./files-part.ts'), this.balie!.need('econsult-files')]);
    return this.files ??= new FilesPart(this, true);
  }
  async #addFiles() {
    await this.#loadFiles();
    void this.focusOn(`${this.stem}-agree`);
  }

  #check(): TemplateResult {
    const { t, stem, draft } = this;
    const files = this.files?.ids ?? [];
    const order = { ...econsultOrderOf(draft), ...(files.length ? { files } : {}) };
    return html`<section class="stack" data-step="check" aria-labelledby="${stem}-title">
      ${this.heading(t('econsults.check'))}
      <dl class="checks">
        ${this.check(t('econsults.subject'), order.subject, { label: t('econsults.changeSubject'), onClick: () => this.go({ step: 'write' }, `${stem}-subject`) })}
        ${this.check(t('econsults.question'), html`<span class="typed">${order.question}</span>`, { label: t('econsults.changeQuestion'), onClick: () => this.go({ step: 'write' }, `${stem}-question`) })}
        ${files.length ? this.check(t('econsults.file.with'), this.files!.names.join(', '), { label: t('econsults.file.change'), onClick: () => this.go({ step: 'write' }, `${stem}-file`) }) : nothing}
      </dl>
      ${this.moving?.offer(this.balie!, stem, this.submission) ?? nothing}
      ${this.sendingNotice(t('sending.notYet'))}
      ${this.sendButton(t('econsults.send'), t('sending.again'), () => this.send(async (key) => { const sent = await this.page.care.sendEconsult(order, key); this.files = null; return sent; }))}
    </section>`;
  }

  #sent(sent: Receipt): TemplateResult {
    const { t } = this;
    const promise = sent.promise ? t.rich('econsults.promise', { date: html`<strong>${promiseInWords(t, sent.promise, this.now)}</strong>` }) : t('econsults.noPromise');
    return this.receipt(t('econsults.sent'), sent, html`<p>${promise}</p><p>${t(this.unheard ? 'econsults.mailNone' : 'econsults.mail')}</p>`, t('econsults.another'));
  }

  // ── earlier questions ─────────────────────────────────────────────────────────────────────────────────────────────
  #item(item: EconsultSummary): TemplateResult {
    const { t } = this;
    const { problem } = this.#opening;
    const waits = item.state === 'sent';
    return html`
      <p><strong>${item.subject}</strong> ${item.unread ? html`<span class="badge">${t('econsults.unread', { count: item.unread })}</span>` : nothing}</p>
      <p class="soft">${item.number} · ${t('sending.received', { when: this.moment(item.receivedAt) })}</p>
      <p class="state ${item.state === 'answered' ? 'good' : ''}">${item.state === 'answered' && item.answeredAt ? t('econsults.state.answered', { when: this.moment(item.answeredAt) }) : t(`econsults.state.${item.state}`, { when: '' })}</p>
      ${waits && item.promise ? (isLate(item.promise, new Date(this.now), this.clinic.timeZone) ? html`<p class="late">${t.rich('sending.late', { phone: this.phone })}</p>` : html`<p>${t('econsults.expected', { date: promiseInWords(t, item.promise, this.now) })}</p>`) : nothing}
      ${this.wanted === item.id && problem ? this.notice('danger', nothing, errorWords(t, this.clinic, problem)) : nothing}
      ${this.#readButton(item)}`;
  }
  #readButton(item: EconsultSummary): TemplateResult {
    return button(this.t, { label: this.t('econsults.read', { subject: item.subject }), busy: this.#opening.busy && this.wanted === item.id, onClick: () => void this.#open(item.id) });
  }

  async #open(id: string) {
    if (this.#opening.busy) return;
    this.wanted = id;
    const done = await this.#opening.run(async () => {
      const [{ ThreadPart }, thread] = await Promise.all([import('./thread-part.ts'), this.page.care.econsult(id), this.balie!.need('econsult-thread')]);
      if (this.pageState.value?.step !== 'open') return;
      const part = this.#threads.get(id) ?? new ThreadPart(this, `${this.stem}-thread`, thread, () => this.balie);
      if (this.#threads.has(id)) part.thread = thread; else await part.restore();
      this.#threads.set(id, part);
      this.thread = part;
    });
    if (done) this.toHeading();
  }
  /** Reading marked it read, so the list is read again. */
  #back() {
    this.thread = null;
    void this.focusOn(`${this.stem}-own`);
    void this.load();
  }
}

customElements.define('econsult-form', EconsultForm);
declare global { interface HTMLElementTagNameMap { 'econsult-form': EconsultForm } }
