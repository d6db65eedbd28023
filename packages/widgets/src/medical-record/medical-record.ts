import type { AdviceEntry, RecordAnswer, RecordLetter, RecordMedicine, RecordPage, RecordPart, ResultEntry, ResultValue } from '@balie/contracts';
import { button, errorWords, notice } from '@balie/forms';
import type { ServicePage } from '@balie/portal-client';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';
import { saveFile } from '../shared/sent-files.ts';
import { ServiceElement } from '../shared/service-element.ts';
import { styles } from './medical-record.styles.ts';
import { recordDay } from './record-day.ts';

/**
 * The patient's own record as the practice shares it, to read, print and take along (S1-08 … S1-14): the doctor's advice, results of tests, medicines, letters.
 *
 * @summary One's own medical record, to read.
 * @tag medical-record
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 * @fires balie-service-opened - `{ service: 'record' }`
 * @fires balie-service-closed - `{ service: 'record' }`
 */
export class MedicalRecord extends ServiceElement {
  static override properties: PropertyDeclarations = { answer: { state: true } };
  static override sheets = [styles];
  readonly service = 'record' as const;

  private answer: RecordAnswer | null = null;
  readonly #reading = new Act(this);
  readonly #more = new Act(this);
  /** The part whose next page was asked for last. */
  #asked: RecordPart | null = null;
  readonly #fetching = new Act(this);
  /** The letter that was asked for last. */
  #letterAsked: string | null = null;

  protected override serviceOpened(page: ServicePage) { return this.#read(page); }
  protected override serviceClosed() { this.answer = null; this.#asked = this.#letterAsked = null; this.#more.reset(); this.#fetching.reset(); }

  async #read(page: ServicePage) {
    const waiting = this.contains(document.activeElement);
    await this.#reading.run(async () => {
      const answer = await page.care.record();
      if (answer.behind) void this.balie!.need('behind');
      if (this.pageState.value?.step === 'open') this.answer = answer;
    });
    if (waiting) void this.updateComplete.then(() => this.querySelector<HTMLElement>('h2')?.focus());
  }

  /** The first of the entries that came gets the focus. */
  async #next(part: RecordPart, after: string) {
    if (this.#more.busy) return;
    this.#asked = part;
    let first: string | undefined;
    await this.#more.run(async () => {
      const came = await this.page.care.recordPage(part, after);
      if (!this.answer || this.pageState.value?.step !== 'open') return;
      first = came.items[0]?.id;
      this.answer = { ...this.answer, parts: this.answer.parts.map((held) => (held.part === came.part ? { ...came, items: [...held.items, ...came.items] } as RecordPage : held)) };
    });
    if (first) void this.focusOn(`${this.stem}-${first}`);
  }

  /** To save, never to show: what it holds is opened by the patient's own programme. */
  async #save({ id, date }: RecordLetter) {
    if (this.#fetching.busy) return;
    this.#letterAsked = id;
    await this.#fetching.run(async () => {
      const file = await this.page.care.letter(id);
      if (this.pageState.value?.step === 'open') saveFile(file, [this.t('record.letter.name'), date].filter(Boolean).join('-'));
    });
  }

  protected override renderService(): TemplateResult {
    const { t, answer } = this;
    // One heading before and after: it may have the focus.
    return html`<div class="parts">
      ${answer?.behind ? html`<behind-notice .of=${answer.behind}></behind-notice>` : nothing}
      <div class="stack">
        <h2 tabindex="-1">${this.serviceTitle}</h2>
        ${answer ? this.#about(answer) : this.#reading.problem
          ? html`${notice({ kind: 'danger', live: 'assertive', body: errorWords(t, this.clinic, this.#reading.problem) })}<p>${button(t, { label: t('common.retry'), busy: this.#reading.busy, onClick: () => void this.#read(this.page) })}</p>`
          : html`<p role="status">${t('common.loading')}</p>`}
      </div>
      ${answer?.parts.map((page) => this.#part(page)) ?? nothing}
    </div>`;
  }
  #about(answer: RecordAnswer): TemplateResult {
    const { t } = this;
    return html`<p>${t('record.about')} ${answer.since === null ? nothing : t('record.since', { date: this.#day(answer.since) })}</p>
        <p>${t.rich('record.wrong', { phone: this.phone })}</p>
        ${answer.parts.length > 1 ? html`<ul class="jump">${answer.parts.map(({ part }) => html`<li><a href="#${this.stem}-${part}" @click=${this.#jump}>${t(`record.${part}`)}</a></li>`)}</ul>` : nothing}
        <p class="screen">${button(t, { label: t('record.print'), onClick: this.#print })}</p>`;
  }
  /** What is folded away is printed too. */
  readonly #print = () => { for (const folded of this.querySelectorAll('details')) folded.open = true; print(); };
  readonly #jump = (event: MouseEvent) => { event.preventDefault(); void this.focusOn((event.currentTarget as HTMLAnchorElement).hash.slice(1)); };

  #part(page: RecordPage): TemplateResult {
    const { t, stem } = this;
    const { part, next } = page;
    const entries = page.part === 'advice' ? page.items.map((item) => this.#entry(item.id, item.title, this.#advice(item))) : page.part === 'results' ? page.items.map((item) => this.#entry(item.id, item.title, [this.#result(item), this.#earlier(item)])) : page.part === 'letters' ? page.items.map((item) => this.#entry(item.id, item.title, this.#letter(item))) : page.items.map((item) => this.#entry(item.id, item.name, this.#medicine(item)));
    const asked = this.#asked === part;
    return html`<section class="stack" aria-labelledby="${stem}-${part}">
      <h3 id="${stem}-${part}" tabindex="-1">${t(`record.${part}`)}</h3>
      ${entries.length ? html`<ul class="entries">${entries}</ul>` : html`<p>${t(`record.${part}.none`)}</p>`}
      ${asked && this.#more.problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, this.clinic, this.#more.problem) }) : nothing}
      ${next === null ? nothing : html`<p>${button(t, { id: `${stem}-${part}-more`, label: t(`record.${part}.more`), busy: asked && this.#more.busy, onClick: () => void this.#next(part, next) })}</p>`}
    </section>`;
  }
  #entry(id: string, title: string, body: unknown) { return html`<li class="entry"><h4 id="${this.stem}-${id}" tabindex="-1">${title}</h4>${body}</li>`; }
  #day(day: string) { return recordDay(this.t, day); }

  #advice(item: AdviceEntry): unknown {
    const { t } = this;
    const date = item.date && this.#day(item.date);
    if (item.kind === 'advice') return html`<p class="soft">${this.#from(date, item.author)}</p><p class="written">${item.note}</p>`;
    return html`<p class="soft">${item.ended ? (item.until ? t('record.ended', { date: this.#day(item.until) }) : t('record.over')) : date ? t('record.ongoing', { date }) : t('record.going')}</p>${item.note ? html`<p class="written">${item.note}</p>` : nothing}`;
  }
  #from(date: string | null, author: string | null) { return date && author ? this.t('record.dateBy', { date, author }) : date ?? author ?? nothing; }

  /** What the doctor says about it comes first. */
  #result({ date, author, comment, values, corrected }: ResultEntry): unknown {
    const { t } = this;
    return html`<p class="soft">${this.#from(date && this.#day(date), author)}${corrected ? html` ${t('record.corrected')}` : nothing}</p>
      ${comment ? html`<div class="comment"><p><strong>${t('record.comment')}</strong></p><p class="written">${comment}</p></div>` : nothing}
      ${values.length ? html`<dl class="values">${values.map((value) => this.#value(value))}</dl>` : nothing}`;
  }
  #earlier({ title, earlier = [] }: ResultEntry): unknown {
    return earlier.length ? html`<details><summary>${this.t('record.earlier', { count: earlier.length })}<span class="hidden">: ${title}</span></summary><ul class="earlier">${earlier.map((one) => html`<li>${this.#result(one)}</li>`)}</ul></details>` : nothing;
  }
  #value({ name, value, judgement, range, comment }: ResultValue): TemplateResult {
    const { t } = this;
    const shown = value === null ? t('record.noValue') : typeof value === 'boolean' ? t(value ? 'record.yes' : 'record.no') : value;
    const usual = range && (range.low !== null && range.high !== null ? t('record.between', { low: range.low, high: range.high }) : range.low !== null ? t('record.from', { low: range.low }) : range.high !== null ? t('record.upTo', { high: range.high }) : range.text);
    return html`<div><dt>${name}</dt><dd>${shown}${judgement ? html`<br><span class=${judgement === 'usual' ? 'judged' : 'judged off'}>${t(`record.judged.${judgement}`)}</span>` : nothing}${usual ? html`<br><span class="soft">${t('record.usually', { range: usual })}</span>` : nothing}</dd>
      ${comment ? html`<dd class="more comment written">${comment}</dd>` : nothing}</div>`;
  }

  #medicine({ dosage, date, ended }: RecordMedicine): unknown {
    const { t } = this;
    return html`${dosage ? html`<p>${dosage}</p>` : nothing}<p class="soft">${[ended ? t('record.stopped') : '', date ? t('record.prescribed', { date: this.#day(date) }) : ''].filter(Boolean).join(' ')}</p>`;
  }

  #letter(item: RecordLetter): unknown {
    const { t } = this;
    const asked = this.#letterAsked === item.id, { busy, problem } = this.#fetching;
    return html`<p class="soft">${this.#from(item.date && this.#day(item.date), item.author)}</p>
      ${asked && problem ? notice({ kind: 'danger', live: 'assertive', body: problem.code === 'file_refused' || problem.code === 'temporarily_unavailable' ? t.rich(problem.code === 'file_refused' ? 'record.letter.cannot' : 'record.letter.away', { phone: this.phone }) : errorWords(t, this.clinic, problem) }) : nothing}
      <p class="screen">${button(t, { label: t('record.letter.save'), ariaLabel: t('record.letter.saveOf', { title: item.title }), onClick: () => void this.#save(item) })} <span role="status" class="soft">${asked && busy ? t('record.letter.busy') : nothing}</span></p>`;
  }
}

customElements.define('medical-record', MedicalRecord);
declare global { interface HTMLElementTagNameMap { 'medical-record': MedicalRecord } }
