/** One question with all that was written in it, and writing again. In a chunk of its own, loaded when a question is opened. */
import type { EconsultsAnswer, EconsultThread } from '@balie/contracts';
import { button, clockTime, dayInWords, errorSummary, errorWords, notice, phoneLink, textArea } from '@balie/forms';
import type { CareApi } from '@balie/portal-client';
import { isLate } from '@balie/rules';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';
import type { Balie } from '../shared/balie.ts';
import { FormState } from '../shared/form-state.ts';
import { momentInWords, promiseInWords } from '../shared/promise.ts';
import { saveFile, sentFiles } from '../shared/sent-files.ts';
import { Submission } from '../shared/submission.ts';
import { urgentNumbers } from '../shared/urgent-numbers.ts';
import { FilesPart } from './files-part.ts';
import { roomLeft } from './room.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
interface Reply { text: string }
/** What the host lends: `heading` as it draws its own; `back` leaves; `seen` is asked before anything goes (T21); how many files may go along. */
interface Lent { heading: (words: unknown) => TemplateResult; back: () => void; seen: () => Promise<boolean>; care: CareApi; files: EconsultsAnswer['files'] }

export class ThreadPart {
  thread: EconsultThread;
  readonly #host: Host;
  readonly #stem: string;
  readonly #form: FormState;
  readonly #saving: Act;
  readonly #reply: Submission<Reply, EconsultThread>;
  #files: FilesPart;
  /** Filled once, when it appears; from then on it belongs to the patient. */
  #input: HTMLTextAreaElement | null = null;

  /** What is typed is kept for this question alone. */
  constructor(host: Host, stem: string, thread: EconsultThread, balie: () => Balie | undefined) {
    this.thread = thread;
    this.#host = host;
    this.#stem = stem;
    this.#saving = new Act(host);
    this.#form = new FormState(host, () => stem);
    this.#files = new FilesPart(host, false);
    this.#reply = new Submission<Reply, EconsultThread>(host, `econsult ${thread.id}`, () => ({ text: '' }), () => balie()?.portal);
  }
  /** Brings back what was typed in this question before. */
  async restore(): Promise<void> { await this.#reply.restore(); }
  /** After each render of the host. */
  updated(): void {
    const input = this.#host.querySelector<HTMLTextAreaElement>('[name=text]');
    if (input && input !== this.#input) input.value = this.#reply.draft.text;
    this.#input = input;
  }

  render(balie: Balie, lent: Lent): TemplateResult {
    const { heading, back, care } = lent;
    const { texts: t, portal: { clinic } } = balie;
    const { subject, number, messages, state, promise } = this.thread;
    const now = balie.now();
    const when = (at: string) => momentInWords(t, at, clinic.timeZone, now);
    return html`<section class="stack" data-step="thread" aria-labelledby="${this.#host.localName}-title">
      ${heading(subject)}
      <p class="soft">${number}</p>
      <ol class="messages">${messages.map(({ from, author, at, text, files }) => html`<li class="message ${from}">
        <p><strong>${from === 'patient' ? t(author === null ? 'econsults.fromYou' : 'econsults.fromYouBy', { author: author ?? '', when: when(at) }) : from === 'guardian' ? t(author ? 'econsults.fromGuardianBy' : 'econsults.fromGuardian', { author: author ?? '', when: when(at) }) : t('econsults.fromPractice', { author: author ?? clinic.name, when: when(at) })}</strong></p>
        <p class="typed">${text}</p>
        ${sentFiles(t, files, (file, count, size) => t(file.kind === 'pdf' ? 'econsults.file.savePdf' : 'econsults.file.savePhoto', { number: count, size }), ({ id }, count) => void this.#saving.run(async () => saveFile(await care.econsultFile(id), `${number}-${count}`)))}
      </li>`)}</ol>
      ${this.#saving.problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, this.#saving.problem) }) : nothing}
      ${state !== 'sent' ? nothing : promise && isLate(promise, new Date(now), clinic.timeZone)
        ? html`<p class="late">${t.rich('sending.late', { phone: phoneLink(clinic.phones.practice) })}</p>`
        : html`<p>${t('econsults.noAnswer')}${promise ? html` ${t('econsults.expected', { date: promiseInWords(t, promise, now) })}.` : nothing}</p>`}
      <div><p><strong>${t('sending.worse')}</strong></p>${urgentNumbers(t, clinic, now)}</div>
      ${this.#writing(balie, lent)}
      ${button(t, { label: t('econsults.back'), onClick: back })}
    </section>`;
  }

  #writing(balie: Balie, lent: Lent): TemplateResult {
    const { texts: t, portal: { clinic } } = balie;
    const { reply, state } = this.thread;
    const { sending } = this.#reply;
    if (!reply) return html`<p>${t('econsults.replyOver')}</p>`;
    const stem = this.#stem;
    const { maxLength } = clinic.econsults;
    const until = reply.until === null ? nothing : html` ${t('econsults.replyUntil', { date: dayInWords(t, reply.until, clinic.timeZone, new Date(balie.now())), time: clockTime(t, reply.until, clinic.timeZone) })}`;
    return html`<form class="stack" novalidate @submit=${(event: SubmitEvent) => void this.#send(event, balie, lent)} @input=${this.#typing}>
      ${errorSummary(t, stem, this.#form.summary)}
      ${sending.state === 'sent' ? notice({ kind: 'success', live: 'polite', body: t('econsults.replied') }) : nothing}
      ${sending.state === 'arrived' ? notice({ kind: 'warning', live: 'assertive', title: t('sending.arrivedTitle'), body: t('sending.arrived') }) : nothing}
      ${sending.state === 'unsent' ? notice({ kind: 'danger', live: 'assertive', title: t('sending.unsentTitle'), body: sending.problem.code === 'offline' ? t('sending.unsent.offline') : sending.problem.fields.includes('gone') ? t('econsults.file.gone') : errorWords(t, clinic, sending.problem) }) : nothing}
      ${textArea(t, { id: `${stem}-text`, name: 'text', label: t(state === 'sent' ? 'econsults.add' : 'econsults.reply'), hint: html`${t('econsults.questionHint', { max: maxLength })}${until}`, error: this.#form.error('text'), rows: 5, after: roomLeft(t, this.#reply.draft.text.trim().length, maxLength, Boolean(this.#form.error('text'))) })}
      ${lent.files.count ? this.#files.render(balie, stem, lent.care, lent.files) : nothing}
      <div>${button(t, { type: 'submit', id: `${stem}-reply`, label: t(sending.state === 'unsent' ? 'sending.again' : 'econsults.replySend'), busy: sending.state === 'busy' })}</div>
    </form>`;
  }

  readonly #typing = (event: Event) => {
    this.#form.mend(event);
    const { name, value } = event.target as HTMLTextAreaElement;
    if (name !== 'text') return;
    if (this.#reply.sending.state !== 'busy') this.#reply.calm();
    this.#reply.change({ text: value });
  };

  async #send(event: SubmitEvent, { texts: t, portal: { clinic } }: Balie, { seen, care }: Lent): Promise<void> {
    event.preventDefault();
    const text = this.#reply.draft.text.trim();
    const over = text.length - clinic.econsults.maxLength;
    if (!this.#form.check({ text: !text ? t('econsults.noReply') : over > 0 ? t('econsults.over', { count: over }) : '' }) || !await seen()) return;
    const files = this.#files.ids;
    await this.#reply.send((key) => care.replyEconsult(this.thread.id, { text, ...(files.length ? { files } : {}) }, key));
    const { sending } = this.#reply;
    if (sending.state === 'unsent' && sending.problem.code === 'file_refused') this.#files.lost();
    if (sending.state === 'sent') {
      this.#files = new FilesPart(this.#host, false);
      const input = this.#host.querySelector<HTMLTextAreaElement>('[name=text]');
      if (input) input.value = '';
      this.thread = sending.answer;
      this.#host.requestUpdate();
    }
  }
}
