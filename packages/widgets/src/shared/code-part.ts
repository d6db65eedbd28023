import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { button, errorSummary, errorWords, field, notice, phoneLink, timeInWords, type FormError, type Texts } from '@balie/forms';
import { readCode } from '@balie/rules';
import type { PageState, ServicePage } from '@balie/portal-client';
import type { Balie } from './balie.ts';
import { FormState, typedIn } from './form-state.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
type CodeState = Extract<PageState, { step: 'code' }>;

/**
 * Asks for the session code of one service and says in words how it stands: sent, wrong, used, replaced, expired, closed (S0-24 … S0-33, N6).
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

  render(balie: Balie, page: ServicePage, more: { title: string; kept?: boolean; other?: () => void }): TemplateResult {
    const state = page.value;
    const t = balie.texts;
    const heading = html`<h2 id="${this.#stem}-title" tabindex="-1">${more.title}</h2>`;
    if (state.step === 'code') return this.#prompt(balie, page, state, heading, more);
    const why = state.step === 'closed' ? state.why : 'new';
    return html`<div class="stack" data-step=${state.step}>
      ${heading}
      ${why === 'new' ? nothing : notice({ kind: 'warning', live: 'polite', body: html`<p>${why === 'logged-out' ? t('code.again.logged-out') : t(`code.again.${why}`, { service: more.title })}</p>${more.kept ? html`<p>${t('code.kept')}</p>` : nothing}` })}
      ${state.step === 'failed' ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, balie.portal.clinic, state.error) }) : nothing}
      ${this.#said ? notice({ kind: 'warning', live: 'assertive', body: this.#said }) : nothing}
      ${why === 'new' ? html`<p>${balie.eid ? t('eid.askHint', { service: more.title, name: balie.eid.name(t) }) : t('code.askHint', { service: more.title })}</p>` : nothing}
      <p class="soft">${t('code.why')}</p>
      <div class="row">
        ${button(t, { label: why === 'new' && state.step !== 'failed' ? t('code.ask', { service: more.title }) : t('code.askAgain'), kind: 'primary', busy: state.step === 'sending', onClick: () => { if (state.step !== 'sending') this.#ask(page); } })}
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

  #ask(page: ServicePage) {
    this.#said = null;
    this.#resent = false;
    this.#form.clear();
    void page.ask();
  }

  #prompt({ portal, texts: t, now }: Balie, page: ServicePage, state: CodeState, heading: TemplateResult, more: { title: string; other?: () => void }): TemplateResult {
    const left = state.expiresAt - now();
    // Told where it stands, without taking the focus from who is typing.
    const expired = left <= 0 && state.problem !== 'code_expired';
    const dead = expired || state.problem === 'code_expired' || state.problem === 'code_used' || state.problem === 'code_guesses_spent';
    const wait = state.resendAt - now();
    const errors: FormError[] = [...this.#form.summary];
    const trouble = state.problem ? this.#problemWords(t, state, portal.clinic.phones.practice) : null;
    if (trouble && errors.length === 0) errors.push(state.problem === 'wrong_code' ? { field: `${this.#stem}-code`, message: trouble } : { message: trouble });
    return html`<form class="stack" data-step="code" method="post" action="" novalidate aria-labelledby="${this.#stem}-title" @submit=${(event: SubmitEvent) => { event.preventDefault(); this.#submit(t, page, state, event.currentTarget as HTMLFormElement); }} @input=${this.#form.mend}>
      ${heading}
      ${errorSummary(t, this.#stem, errors)}
      <p role="status">${this.#resent ? t('code.resent') : nothing} ${t.rich('code.sent', { to: html`<strong>${state.to}</strong>` })} ${t.rich('code.mark', { mark: html`<strong class="mark">${state.mark}</strong>` })}</p>
      <div role="status">${expired ? notice({ kind: 'warning', body: t('code.expired') }) : nothing}</div>
      ${notice({ kind: 'warning', title: t('code.keepOpenTitle'), body: t('code.keepOpen') })}
      ${field(t, {
        id: `${this.#stem}-code`, name: 'code', label: t('code.label'), hint: t('code.hint'), inputmode: 'numeric', autocomplete: 'one-time-code', size: 10,
        error: this.#form.error('code'), describedBy: `${this.#stem}-valid`,
        after: html`<p class="soft" id="${this.#stem}-valid">${left > 0 && !dead ? t('code.validFor', { time: timeInWords(t, left) }) : nothing}</p>`,
      })}
      <div class="row">
        ${button(t, { type: 'submit', label: t('code.submit'), kind: dead ? 'secondary' : 'primary', busy: state.checking })}
        ${wait > 0 ? html`<span class="soft">${t('code.resendIn', { wait: timeInWords(t, wait) })}</span>` : button(t, { label: t('code.resend'), kind: dead ? 'primary' : 'secondary', onClick: () => this.#resend(page) })}
        ${more.other ? button(t, { label: t('code.otherService'), kind: 'quiet', onClick: more.other }) : nothing}
      </div>
      <p class="hidden" role="status">${state.checking ? t('code.checking') : nothing}</p>
      <p class="soft">${t('code.spam')}</p>
      <p class="soft">${t('code.why')} ${t('code.deleteMail')}</p>
    </form>`;
  }

  #problemWords(t: Texts, state: CodeState, practice: string): unknown {
    switch (state.problem) {
      case null: return null;
      case 'wrong_code': return html`${t('code.problem.wrong_code', { mark: state.mark })}${state.guessesLeft === null ? nothing : html` ${t('code.guessesLeft', { count: state.guessesLeft })}`}`;
      case 'code_guesses_spent': case 'too_many_requests': return t.rich(`code.problem.${state.problem}`, { phone: phoneLink(practice) });
      default: return t(`code.problem.${state.problem}`);
    }
  }

  #submit(t: Texts, page: ServicePage, state: CodeState, form: HTMLFormElement) {
    if (state.checking) return;
    const typed = typedIn(form)['code'] ?? '';
    const code = readCode(typed);
    this.#told = null;
    if (this.#form.check({ code: code ? '' : t(typed.trim() ? 'code.shape' : 'code.missing') })) void page.submit(code!);
  }
  #resend(page: ServicePage) {
    this.#form.clear();
    const input = this.#host.querySelector<HTMLInputElement>(`#${CSS.escape(`${this.#stem}-code`)}`);
    if (input) { input.value = ''; input.focus(); }
    void page.resend().then(() => { this.#resent = true; this.#host.requestUpdate(); });
  }
}
