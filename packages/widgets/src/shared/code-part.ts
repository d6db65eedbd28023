import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { button, errorSummary, errorWords, field, notice, phoneLink, timeInWords, type FormError, type Key, type Texts } from '@balie/forms';
import { readCode } from '@balie/rules';
import type { CodePrompt, PageState, ServicePage } from '@balie/portal-client';
import type { Balie } from './balie.ts';
import { FormState, typedIn } from './form-state.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
type CodeState = Extract<PageState, { step: 'code' }>;

/** The same prompt in the words of each code: of a service by mail (S0), of a log-in by mail (S4), and by SMS (S2). */
const wordings = {
  session: { label: 'code.label', sent: 'code.sent', mark: 'code.mark', keepOpenTitle: 'code.keepOpenTitle', keepOpen: 'code.keepOpen', missing: 'code.missing', shape: 'code.shape', once: 'code.deleteMail', wrong_code: 'code.problem.wrong_code', code_used: 'code.problem.code_used' },
  mail: { label: 'code.mail.label', sent: 'code.mail.sent', mark: 'code.mark', keepOpenTitle: 'code.mail.keepOpenTitle', keepOpen: 'code.mail.keepOpen', missing: 'code.missing', shape: 'code.mail.shape', once: 'code.mail.deleteMail', wrong_code: 'code.problem.wrong_code', code_used: 'code.mail.used' },
  sms: { label: 'code.sms.label', sent: 'code.sms.sent', mark: 'code.sms.mark', keepOpenTitle: 'code.sms.keepOpenTitle', keepOpen: 'code.sms.keepOpen', missing: 'code.sms.missing', shape: 'code.sms.shape', once: 'code.sms.deleteMail', wrong_code: 'code.sms.wrong', code_used: 'code.sms.used' },
} as const satisfies Record<string, Record<string, Key>>;

type Wording = (typeof wordings)[keyof typeof wordings];

interface Prompting { title: string; /** Why there is a code, in a sentence. */ why: string; /** In place of "continue". */ submit?: string; other?: { label: string; act: () => void } }

/**
 * Asks for a code, of one service or of the log-in, and says in words how it stands: sent, wrong, used, replaced, expired, closed (S0-24 … S0-33, N6).
 * The code goes out only on the patient's own click (S0-39). Times are told in words and renewed every 15 seconds, never as a ticking clock.
 */
export class CodePart implements ReactiveController {
  readonly #host: Host;
  readonly #stem: string;
  readonly #form: FormState;
  #timer: ReturnType<typeof setInterval> | undefined;
  #resent = false;
  #told: string | null = null;
  #said: unknown = null;

  constructor(host: Host, stem: string) {
    this.#host = host;
    this.#stem = stem;
    this.#form = new FormState(host, () => stem);
    host.addController(this);
  }
  hostConnected() { this.#timer = setInterval(() => this.#host.requestUpdate(), 15_000); }
  hostDisconnected() { clearInterval(this.#timer); }

  /** A problem that just came up takes the focus, like any other error. */
  hostUpdated() {
    const shown = this.#host.querySelector(`#${CSS.escape(`${this.#stem}-errors`)}`) ? 'errors' : null;
    if (shown && shown !== this.#told) void this.#form.focusSummary();
    this.#told = shown;
  }

  render(balie: Balie, page: ServicePage, more: { title: string; /** What is chosen before it is asked. */ lead?: unknown; kept?: boolean; other?: () => void; /** Whether the button could be seen when it was pressed. */ seen?: () => Promise<boolean> }): TemplateResult {
    const state = page.value;
    const t = balie.texts;
    const heading = html`<h2 id="${this.#stem}-title" tabindex="-1">${more.title}</h2>`;
    // Where a code or an eID at the log-in may open it at once, "a new code every time" would be untrue.
    const atLogIn = balie.portal.clinic.logIn.code !== null;
    if (state.step === 'code') return this.prompt(balie, page, state, { title: more.title, why: atLogIn ? t('code.askOpen', { service: more.title }) : t('code.why'), ...(more.other ? { other: { label: t('code.otherService'), act: more.other } } : {}) });
    const why = state.step === 'closed' ? state.why : 'new';
    return html`<div class="stack" data-step=${state.step}>
      ${heading}${more.lead ?? nothing}
      ${why === 'new' ? nothing : notice({ kind: 'warning', live: 'polite', body: html`<p>${why === 'logged-out' ? t('code.again.logged-out') : t(`code.again.${why}`, { service: more.title })}</p>${more.kept ? html`<p>${t('code.kept')}</p>` : nothing}` })}
      ${state.step === 'failed' ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, balie.portal.clinic, state.error) }) : nothing}
      ${this.#said ? notice({ kind: 'warning', live: 'assertive', body: this.#said }) : nothing}
      ${why === 'new' ? html`<p>${atLogIn ? t('code.askOpen', { service: more.title }) : balie.eid ? t('eid.askHint', { service: more.title, name: balie.eid.name(t) }) : t('code.askHint', { service: more.title })}</p>` : nothing}
      ${atLogIn || balie.eid ? nothing : html`<p class="soft">${t('code.why')}</p>`}
      <div class="row">
        ${button(t, { label: why === 'new' && state.step !== 'failed' ? t('code.ask', { service: more.title }) : t('code.askAgain'), kind: 'primary', busy: state.step === 'sending', onClick: () => { if (state.step !== 'sending') void this.#ask(page, more.seen); } })}
        ${balie.portal.clinic.logIn.ways.includes('passkey') ? button(t, { label: t('code.passkey'), onClick: () => { if (state.step !== 'sending') void this.#passkey(balie, page); } }) : nothing}
        ${more.other ? button(t, { label: t('code.otherService'), kind: 'quiet', onClick: more.other }) : nothing}
      </div>
      <p class="hidden" role="status">${state.step === 'sending' ? t('code.sending') : nothing}</p>
    </div>`;
  }

  async #passkey(balie: Balie, page: ServicePage) {
    this.#said = null;
    this.#said = await (await import('./passkey.ts')).openByPasskey(balie, page, this.#host.localName);
    this.#host.requestUpdate();
  }

  async #ask(page: ServicePage, seen?: () => Promise<boolean>) {
    if (seen && (!await seen() || page.value.step === 'sending')) return;
    this.#said = null;
    this.#resent = false;
    this.#form.clear();
    void page.ask();
  }

  /** The form for the code alone, while one is out. `page` is a service's; what is not is a log-in. */
  prompt({ portal, texts: t, now }: Balie, page: CodePrompt, state: CodeState, more: Prompting): TemplateResult {
    const words = wordings[state.by === 'sms' ? 'sms' : 'service' in page ? 'session' : 'mail'];
    const phone = phoneLink(portal.clinic.phones.practice);
    const left = state.expiresAt - now();
    // Told where it stands, without taking the focus from who is typing.
    const expired = left <= 0 && state.problem !== 'code_expired';
    const dead = expired || state.problem === 'code_expired' || state.problem === 'code_used' || state.problem === 'code_replaced' || state.problem === 'code_guesses_spent';
    const wait = state.resendAt - now();
    const errors: FormError[] = [...this.#form.summary];
    const trouble = state.problem ? this.#problemWords(t, state, words, phone) : null;
    if (trouble && errors.length === 0) errors.push(state.problem === 'wrong_code' ? { field: `${this.#stem}-code`, message: trouble } : { message: trouble });
    return html`<form class="stack" data-step="code" method="post" action="" novalidate aria-labelledby="${this.#stem}-title" @submit=${(event: SubmitEvent) => { event.preventDefault(); this.#submit(t, page, state, words, event.currentTarget as HTMLFormElement); }} @input=${this.#form.mend}>
      <h2 id="${this.#stem}-title" tabindex="-1">${more.title}</h2>
      ${errorSummary(t, this.#stem, errors)}
      <p role="status">${this.#resent ? t('code.resent') : nothing} ${t.rich(words.sent, { to: html`<strong>${state.to}</strong>` })} ${t.rich(words.mark, { mark: html`<strong class="mark">${state.mark}</strong>` })}</p>
      <div role="status">${expired ? notice({ kind: 'warning', body: t('code.expired') }) : nothing}</div>
      ${notice({ kind: 'warning', title: t(words.keepOpenTitle), body: t(words.keepOpen) })}
      ${field(t, {
        id: `${this.#stem}-code`, name: 'code', label: t(words.label), hint: t('code.hint'), inputmode: 'numeric', autocomplete: 'one-time-code', size: 10,
        error: this.#form.error('code'), describedBy: `${this.#stem}-valid`,
        after: html`<p class="soft" id="${this.#stem}-valid">${left > 0 && !dead ? t('code.validFor', { time: timeInWords(t, left) }) : nothing}</p>`,
      })}
      <div class="row">
        ${button(t, { type: 'submit', label: more.submit ?? t('code.submit'), kind: dead ? 'secondary' : 'primary', busy: state.checking })}
        ${wait > 0 ? html`<span class="soft">${t('code.resendIn', { wait: timeInWords(t, wait) })}</span>` : button(t, { label: t('code.resend'), kind: dead ? 'primary' : 'secondary', onClick: () => this.#resend(page) })}
        ${more.other ? button(t, { label: more.other.label, kind: 'quiet', onClick: more.other.act }) : nothing}
      </div>
      <p class="hidden" role="status">${state.checking ? t('code.checking') : nothing}</p>
      <p class="soft">${state.by === 'sms' ? t.rich('code.sms.spam', { phone }) : t('code.spam')}</p>
      <p class="soft">${more.why} ${t(words.once)}</p>
    </form>`;
  }

  #problemWords(t: Texts, state: CodeState, words: Wording, phone: TemplateResult): unknown {
    switch (state.problem) {
      case null: return null;
      case 'wrong_code': return html`${t(words.wrong_code, { mark: state.mark })}${state.guessesLeft === null ? nothing : html` ${t('code.guessesLeft', { count: state.guessesLeft })}`}`;
      case 'code_guesses_spent': case 'too_many_requests': return t.rich(`code.problem.${state.problem}`, { phone });
      case 'code_used': return t(words.code_used);
      default: return t(`code.problem.${state.problem}`);
    }
  }

  #submit(t: Texts, page: CodePrompt, state: CodeState, words: Wording, form: HTMLFormElement) {
    if (state.checking) return;
    const typed = typedIn(form)['code'] ?? '';
    const code = readCode(typed);
    this.#told = null;
    if (this.#form.check({ code: code ? '' : t(typed.trim() ? words.shape : words.missing) })) void page.submit(code!);
  }
  #resend(page: CodePrompt) {
    this.#form.clear();
    const input = this.#host.querySelector<HTMLInputElement>(`#${CSS.escape(`${this.#stem}-code`)}`);
    if (input) { input.value = ''; input.focus(); }
    void page.resend().then(() => { this.#resent = true; this.#host.requestUpdate(); });
  }
}
