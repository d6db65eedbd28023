import { button, errorSummary, field, notice } from '@balie/forms';
import type { TotpSetup } from '@balie/portal-client/desk';
import { readCode, readRecoveryCode } from '@balie/rules';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import './desk-second-factor.ts';
import { deskError, DeskPart } from './part.ts';

/** User name and password, then six digits, at every log-in (S3-06, S3-08, S3-11); at the first one the app is set up in between. */
@customElement('desk-log-in')
export class DeskLogIn extends DeskPart {
  /** How the last session ended, if one did. */
  @property({ attribute: false }) why: null | 'patient' | 'idle' | 'ended' = null;
  /** Of an invitation that was just accepted. */
  @property({ attribute: false }) invited: string | null = null;
  /** The page of an invitation was loaded again. */
  @property({ attribute: false }) reloaded = false;
  /** Hears after the password whether the second factor is set up now: recovery codes follow then. */
  @property({ attribute: false }) settingUp: (is: boolean) => void = () => undefined;
  @state() private step: 'password' | 'code' | TotpSetup = 'password';
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => 'desk-login');

  override render() {
    if (this.step === 'password') return this.#password();
    return this.step === 'code' ? this.#code() : html`<desk-second-factor .at=${this.at} .setup=${this.step} .again=${(problem: Act['problem']) => { this.step = 'password'; this.#act.problem = problem; void this.#form.focusSummary(); }}></desk-second-factor>`;
  }

  #errors() {
    const problem = this.#act.problem;
    return errorSummary(this.t, 'desk-login', [...this.#form.summary, ...(problem ? [{ message: deskError(this.t, problem) }] : [])]);
  }

  #password() {
    const { t, why } = this;
    return html`<form class="stack" novalidate aria-labelledby="desk-login-title" @submit=${this.#logIn} @input=${this.#form.mend}>
      <h2 id="desk-login-title" tabindex="-1">${t('desk.logIn')}</h2>
      ${this.invited ? notice({ kind: 'success', live: 'polite', body: t('desk.invitation.done') }) : nothing}
      ${this.reloaded ? notice({ kind: 'warning', live: 'polite', body: t('desk.invitation.reloaded') }) : nothing}
      ${why ? notice({ kind: why === 'patient' ? 'success' : 'warning', live: 'polite', body: html`<p>${t(`desk.ended.${why}`)}</p>${why === 'patient' ? nothing : html`<p>${t('desk.kept')}</p>`}` }) : nothing}
      ${this.#errors()}
      ${field(t, { id: 'desk-login-username', name: 'username', type: 'email', inputmode: 'email', autocomplete: 'username', label: t('desk.username'), value: this.invited ?? undefined, error: this.#form.error('username') })}
      ${field(t, { id: 'desk-login-password', name: 'password', type: 'password', autocomplete: 'current-password', label: t('desk.password'), error: this.#form.error('password') })}
      ${button(t, { type: 'submit', label: t('desk.submit'), busy: this.#act.busy })}
      ${this.desk.storage ? nothing : notice({ kind: 'warning', body: t('desk.storageRefused') })}
    </form>`;
  }

  #code() {
    const { t } = this;
    return html`<form class="stack" novalidate aria-labelledby="desk-login-title" @submit=${this.#verify} @input=${this.#form.mend}>
      <h2 id="desk-login-title" tabindex="-1">${t('desk.codeTitle')}</h2>
      <p>${t('desk.codeLead')}</p>
      ${this.#errors()}
      ${field(t, { id: 'desk-login-code', name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', label: t('desk.code'), hint: t('desk.codeOr'), size: 14, error: this.#form.error('code') })}
      <div class="row">${button(t, { type: 'submit', label: t('desk.verify'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('desk.startAgain'), onClick: () => { this.#act.reset(); this.#form.clear(); this.step = 'password'; void this.focusOn('#desk-login-username'); } })}</div>
    </form>`;
  }

  readonly #logIn = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const { username = '', password = '' } = typedIn(event.currentTarget as HTMLFormElement);
    this.#act.reset();
    if (!this.#form.check({ username: username.trim() ? '' : t('common.required'), password: password ? '' : t('common.required') })) return;
    const done = await this.#act.run(async () => {
      const next = await this.desk.logIn(username.trim(), password);
      if (next === 'in') return;
      this.step = next === 'totp' ? 'code' : next;
      this.settingUp(next !== 'totp');
    });
    if (done) await this.focusOn('#desk-login-code');
    else if (this.#act.problem) await this.#form.focusSummary();
  };

  readonly #verify = async (event: SubmitEvent) => {
    event.preventDefault();
    const typed = typedIn(event.currentTarget as HTMLFormElement)['code'] ?? '';
    const code = readCode(typed) ?? readRecoveryCode(typed);
    this.#act.reset();
    if (!this.#form.check({ code: code ? '' : this.t('desk.codeShape') }) || !code) return;
    const done = await this.#act.run(() => this.desk.verify(code));
    if (done) { this.step = 'password'; return; }
    const { problem } = this.#act;
    // Only a wrong code, or an answer that never came, may be tried again at this step.
    if (problem && !['wrong_code', 'offline', 'temporarily_unavailable', 'too_many_requests'].includes(problem.code)) this.step = 'password';
    if (problem) await this.#form.focusSummary();
  };
}
