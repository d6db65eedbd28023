import { button, dayInWords, errorSummary, notice, phoneLink, textArea } from '@balie/forms';
import type { DeskEconsultThread } from '@balie/contracts';
import type { DeskEconsult as Econsult } from '@balie/portal-client/desk';
import { isLate } from '@balie/rules';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { saveFile, sentFiles } from '../shared/sent-files.ts';
import { FormState } from '../shared/form-state.ts';
import { typeInto } from './desk-template.ts';
import { deskError, DeskPart, ItemAct, printButton, takeButton } from './part.ts';
import { fact, patientFacts } from './patient-facts.ts';

const longest = 5000;

/** One question: its text is fetched only when somebody opens it, the answer is kept as a draft until it is sent. */
@customElement('desk-econsult')
export class DeskEconsultItem extends DeskPart {
  @property({ attribute: false }) item: Econsult | undefined;
  @state() private thread: DeskEconsultThread | null = null;
  @state() private restored = false;
  readonly #open = new Act(this);
  readonly #send = new ItemAct(this);
  readonly #form = new FormState(this, () => this.#stem);
  #text = '';
  #saving: ReturnType<typeof setTimeout> | undefined;

  get #stem() { return `econsult-${this.item!.id}`; }
  get #draft() { return `answer:${this.item!.id}`; }

  override connectedCallback() { super.connectedCallback(); addEventListener('beforeunload', this.#leaving); }
  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.#leaving);
    if (this.#saving) this.#save();
  }
  override updated(changed: PropertyValues) {
    // Typed text is never bound: it is put back once, after the field appears.
    if (changed.has('thread') && this.thread && this.#text) this.querySelector('textarea')!.value = this.#text;
  }

  override render() {
    const { t, item } = this;
    if (!item) return nothing;
    const { promise } = item;
    const waits = item.state === 'sent';
    const label = t(waits ? 'desk.econsult.read' : 'desk.econsult.readAgain');
    return html`<article class="card stack" aria-labelledby="${this.#stem}-name">
      <h3 id="${this.#stem}-name" tabindex="-1">${item.patient.name}</h3>
      <dl class="facts">
        ${patientFacts(t, item.patient)}${item.accountPhone ? fact(t('desk.phoneAccount'), phoneLink(item.accountPhone)) : nothing}
        ${fact(t('desk.number'), item.number)}
        ${fact(t('desk.received'), this.when(item.receivedAt))}
        ${item.waitingSince === item.receivedAt ? nothing : fact(t('desk.econsult.lastWritten'), this.when(item.waitingSince))}
        ${waits && promise ? fact(t('desk.promised'), isLate(promise, new Date(this.at!.now()), this.at!.zone) ? html`<strong class="late">${t('desk.econsult.late', { day: dayInWords(t, promise.date) })}</strong>` : dayInWords(t, promise.date)) : nothing}
        ${item.answeredAt && !waits ? fact(t('desk.econsult.answered'), this.when(item.answeredAt)) : nothing}
        ${item.answeredAt ? fact(t('desk.econsult.receipt'), item.unread ? t('desk.econsult.unread') : t('desk.econsult.wasRead')) : nothing}
      </dl>
      ${this.#open.problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, this.#open.problem) }) : nothing}
      ${this.thread ? this.#reading(this.thread) : html`<div class="row">${button(t, { kind: waits ? 'primary' : 'quiet', label, ariaLabel: `${label}: ${item.patient.name}`, busy: this.#open.busy, onClick: () => void this.#read() })}</div>`}
    </article>`;
  }

  /** Who wrote, and when; of the practice's own whether it was read. */
  #from({ from, author, at, readAt }: DeskEconsultThread['messages'][number]) {
    const { t } = this, when = this.when(at);
    if (from === 'patient') return html`${t('desk.econsult.fromPatient', { when })}${author === null ? nothing : html`. ${t('desk.caller.by')}: ${author}`}`;
    if (from === 'guardian') return t(author ? 'desk.econsult.fromGuardianBy' : 'desk.econsult.fromGuardian', { author: author ?? '', when });
    return html`${t('desk.econsult.fromPractice', { author: author ?? t('desk.econsult.practice'), when })}. ${readAt ? t('desk.econsult.readOn', { when: this.when(readAt) }) : t('desk.econsult.unread')}`;
  }

  #reading(thread: DeskEconsultThread) {
    const { t } = this;
    const stem = this.#stem;
    const problem = this.#send.problem;
    return html`<section class="stack" aria-labelledby="${stem}-subject">
      <h4 id="${stem}-subject" tabindex="-1">${thread.subject}</h4>
      ${thread.messages.map((message) => html`<div class="message ${message.from}">
        <p class="soft">${this.#from(message)}</p>
        <p class="typed">${message.text}</p>
        ${sentFiles(t, message.files, (file, number, size) => t(file.kind === 'pdf' ? 'desk.econsult.savePdf' : 'desk.econsult.savePhoto', { number, size }), ({ id }, number) => void this.#open.run(async () => saveFile(await this.desk.econsultFile(id), `${thread.number}-${number}`)))}
      </div>`)}
      <form class="stack" novalidate @submit=${this.#answer} @input=${this.#form.mend}>
        ${errorSummary(t, stem, [...this.#form.summary, ...(problem ? [{ message: problem.code === 'already_handled' ? t('desk.econsult.writtenMeanwhile') : deskError(t, problem) }] : [])])}
        ${this.restored ? notice({ kind: 'info', live: 'polite', body: t('desk.econsult.restored') }) : nothing}
        ${textArea(t, { id: `${stem}-text`, name: 'text', label: t(thread.state === 'sent' ? 'desk.econsult.answer' : 'desk.econsult.add'), hint: html`${t('desk.econsult.answerHint')} ${this.desk.storage ? t('desk.econsult.keptHint') : nothing}`, rows: 8, error: this.#form.error('text'), onInput: this.#typed })}
        <desk-template .at=${this.at} .kind=${'answer'} .stem=${stem} .insert=${(text: string) => typeInto(this.querySelector('textarea')!, text)}></desk-template>
        <div class="row">${button(t, { type: 'submit', label: t('desk.econsult.send'), busy: this.#send.busy })}${button(t, { kind: 'quiet', label: t('desk.econsult.hide'), onClick: this.#hide })}${printButton(t, `${thread.patient.name}, ${thread.number}`)}${takeButton(this.at!, this.#open, 'econsults', thread)}</div>
      </form>
    </section>`;
  }

  async #read() {
    const { item } = this;
    const done = await this.#open.run(async () => {
      const [thread, draft] = await Promise.all([this.desk.econsult(item!.id), this.desk.drafts.load<string>(this.#draft).catch(() => null)]);
      this.restored = !this.#text && Boolean(draft);
      this.#text ||= draft ?? '';
      this.thread = thread;
      this.at!.hold(item!.id, true);
    });
    if (done) await this.focusOn(`#${CSS.escape(`${this.#stem}-subject`)}`);
  }

  readonly #typed = (event: Event) => {
    this.#text = (event.target as HTMLTextAreaElement).value;
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.#save(), 400);
  };
  #save() {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const { drafts } = this.desk;
    void (this.#text.trim() ? drafts.save(this.#draft, this.#text) : drafts.clear(this.#draft)).catch(() => undefined);
  }

  readonly #hide = () => {
    if (this.#saving) this.#save();
    this.thread = null;
    this.restored = false;
    this.at!.hold(this.item!.id, Boolean(this.#text.trim()));
    void this.focusOn(`#${CSS.escape(`${this.#stem}-name`)}`);
  };

  readonly #answer = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t, item } = this;
    const text = this.#text.trim();
    this.#send.reset();
    if (!this.#form.check({ text: !text ? t('desk.econsult.answerMissing') : text.length > longest ? t('desk.reasonTooLong', { count: text.length - longest }) : '' })) return;
    const done = await this.#send.run(async () => {
      const { messages: _messages, reply: _reply, ...answered } = await this.desk.answer(item!.id, { text, seen: this.thread!.messages.length });
      this.#text = '';
      this.#save();
      this.thread = null;
      this.at!.hold(item!.id, false);
      this.at!.replace('econsults', item!.id, answered);
      this.at!.say(t('desk.econsult.sent', { name: item!.patient.name }));
    });
    if (done) await this.focusOn(`#${CSS.escape(`${this.#stem}-name`)}`);
    if (done || !this.#send.problem) return;
    // Somebody wrote meanwhile: what they wrote is shown, what was typed here stays.
    if (this.#send.problem.code === 'already_handled') this.thread = await this.desk.econsult(item!.id).catch(() => this.thread);
    await this.#form.focusSummary();
  };

  /** The browser asks before text goes that is nowhere else. */
  readonly #leaving = (event: BeforeUnloadEvent) => {
    if (this.#text.trim() && (this.#saving || !this.desk.storage)) event.preventDefault();
  };
}
