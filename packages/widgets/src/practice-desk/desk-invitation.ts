import { button, errorSummary, field, notice } from '@balie/forms';
import type { InvitationAnswer } from '@balie/contracts';
import { checkPassword, readCode } from '@balie/rules';
import { html, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { StrengthMeter } from '../shared/strength-meter.ts';
import { deskError, DeskPart } from './part.ts';

/** An invitation: set a password, add the authenticator app, and prove with six digits that it works (S3-02, S3-07 … S3-19). */
@customElement('desk-invitation')
export class DeskInvitation extends DeskPart {
  @property({ attribute: false }) secret = '';
  /** Hears the user name once access is made, or null when the way to the log-in is asked for. */
  @property({ attribute: false }) done: (username: string | null) => void = () => undefined;
  @state() private invitation: InvitationAnswer | null = null;
  @state() private qr: { size: number; path: string } | null = null;
  readonly #open = new Act(this);
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => 'invitation');
  readonly #strength = new StrengthMeter(this);
  #asked = '';

  override updated(_changed: PropertyValues) {
    if (this.#asked === this.secret) return;
    this.#asked = this.secret;
    void this.#read();
  }

  override render() {
    const { t, invitation } = this;
    return html`<section class="stack" aria-labelledby="invitation-title">
      <h2 id="invitation-title" tabindex="-1">${t('desk.invitation.title')}</h2>
      ${invitation ? this.#setUp(invitation) : this.#open.problem ? html`
        ${notice({ kind: 'danger', live: 'assertive', body: this.#open.problem.code === 'link_invalid' ? t('desk.invitation.dead') : deskError(t, this.#open.problem) })}
        <div class="row">${this.#open.problem.code === 'link_invalid' ? nothing : button(t, { label: t('common.retry'), onClick: () => void this.#read() })}${button(t, { label: t('desk.invitation.toLogIn'), onClick: () => this.done(null) })}</div>`
      : html`<p role="status">${t('common.loading')}</p>`}
    </section>`;
  }

  #setUp({ email, name, clinic_name: clinic, password, totp }: InvitationAnswer) {
    const { t } = this;
    const problem = this.#act.problem;
    return html`<form class="stack" novalidate @submit=${this.#accept} @input=${this.#typed}>
      <p>${t('desk.invitation.lead', { name, clinic })}</p>
      ${errorSummary(t, 'invitation', [...this.#form.summary, ...(problem ? [{ message: problem.code === 'weak_password' ? t('desk.invitation.tooEasy') : problem.code === 'link_invalid' ? t('desk.invitation.dead') : deskError(t, problem) }] : [])])}
      ${field(t, { id: 'invitation-username', name: 'username', type: 'email', autocomplete: 'username', label: t('desk.username'), value: email, readonly: true })}
      ${field(t, { id: 'invitation-password', name: 'password', type: 'password', autocomplete: 'new-password', label: t('desk.password'), hint: t('desk.invitation.rule', { count: password.minLength }), error: this.#form.error('password'), after: this.#strength.render(t) })}
      ${field(t, { id: 'invitation-again', name: 'again', type: 'password', autocomplete: 'new-password', label: t('desk.invitation.again'), error: this.#form.error('again') })}
      <h3>${t('desk.invitation.totp')}</h3>
      <p>${t('desk.invitation.totpLead')}</p>
      ${this.qr ? html`<svg class="qr" role="img" aria-label=${t('desk.invitation.qr')} viewBox="0 0 ${this.qr.size} ${this.qr.size}" shape-rendering="crispEdges">${svg`<rect width="100%" height="100%" fill="#fff"/><path fill="#000" d=${this.qr.path}/>`}</svg>` : nothing}
      <dl class="facts"><dt>${t('desk.invitation.secret')}</dt><dd><code>${totp.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></dd></dl>
      ${field(t, { id: 'invitation-code', name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', label: t('desk.invitation.code'), size: 10, error: this.#form.error('code') })}
      ${button(t, { type: 'submit', label: t('desk.invitation.accept'), busy: this.#act.busy })}
    </form>`;
  }

  async #read() {
    await this.#open.run(async () => {
      this.invitation = await this.desk.invitation(this.secret);
      // Text alone is enough: without the drawing one types the key.
      const uqr = await import('uqr').catch(() => null);
      if (!uqr) return;
      const { data, size } = uqr.encode(this.invitation.totp.uri, { ecc: 'M', border: 3 });
      this.qr = { size, path: data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('') };
    });
  }

  readonly #typed = (event: Event) => {
    this.#form.mend(event);
    const { name, value } = event.target as HTMLInputElement;
    if (name === 'password' && this.invitation) this.#strength.measure(value, [this.invitation.email, this.invitation.name, this.invitation.clinic_name]);
  };

  readonly #accept = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t, invitation } = this;
    if (!invitation) return;
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const password = typed['password'] ?? '';
    const [problem] = checkPassword(password, invitation.password, [invitation.email, invitation.name]);
    const code = readCode(typed['code'] ?? '');
    this.#act.reset();
    const ok = this.#form.check({
      password: !problem ? '' : problem === 'too-short' ? t('desk.invitation.tooShort', { count: invitation.password.minLength }) : t('desk.invitation.tooEasy'),
      again: password === typed['again'] ? '' : t('desk.invitation.different'), code: code ? '' : t('desk.codeShape'),
    });
    if (!ok || !code) return;
    const done = await this.#act.run(() => this.desk.acceptInvitation(this.secret, password, code));
    if (done) this.done(invitation.email);
    else if (this.#act.problem) await this.#form.focusSummary();
  };
}
