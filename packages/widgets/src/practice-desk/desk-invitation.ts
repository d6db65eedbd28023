import { button, errorSummary, field, notice } from '@balie/forms';
import type { InvitationAnswer } from '@balie/contracts';
import { checkPassword } from '@balie/rules';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { StrengthMeter } from '../shared/strength-meter.ts';
import { deskError, DeskPart } from './part.ts';

/** "Instellen wachtwoord": whom the invitation is for, fixed, and a password twice; seen once (S3-07 … S3-10, S3-22). */
@customElement('desk-invitation')
export class DeskInvitation extends DeskPart {
  @property({ attribute: false }) secret = '';
  /** Hears the user name once the password is set, or null when the way to the log-in is asked for. */
  @property({ attribute: false }) done: (username: string | null) => void = () => undefined;
  @state() private invitation: InvitationAnswer | null = null;
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

  #setUp({ email, name, clinic_name: clinic, password }: InvitationAnswer) {
    const { t } = this;
    const problem = this.#act.problem;
    const required = (label: string) => html`${label} <abbr class="required" title=${t('desk.invitation.required')}>*</abbr>`;
    return html`<form class="stack" novalidate @submit=${this.#accept} @input=${this.#typed}>
      <p>${t('desk.invitation.lead', { name, clinic })}</p>
      ${errorSummary(t, 'invitation', [...this.#form.summary, ...(problem ? [{ message: problem.code === 'weak_password' ? t('desk.invitation.tooEasy') : problem.code === 'link_invalid' ? t('desk.invitation.dead') : deskError(t, problem) }] : [])])}
      ${field(t, { id: 'invitation-username', name: 'username', type: 'email', autocomplete: 'username', label: t('desk.username'), value: email, readonly: true })}
      ${field(t, { id: 'invitation-password', name: 'password', type: 'password', autocomplete: 'new-password', label: required(t('desk.password')), hint: t('desk.invitation.rule', { count: password.minLength }), error: this.#form.error('password'), after: this.#strength.render(t) })}
      ${field(t, { id: 'invitation-again', name: 'again', type: 'password', autocomplete: 'new-password', label: required(t('desk.invitation.again')), error: this.#form.error('again') })}
      ${button(t, { type: 'submit', label: t('desk.invitation.accept'), busy: this.#act.busy })}
    </form>`;
  }

  async #read() {
    await this.#open.run(async () => { this.invitation = await this.desk.invitation(this.secret); });
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
    const { password = '', again } = typedIn(event.currentTarget as HTMLFormElement);
    const [problem] = checkPassword(password, invitation.password, [invitation.email, invitation.name]);
    this.#act.reset();
    const ok = this.#form.check({
      password: !problem ? '' : problem === 'too-short' ? t('desk.invitation.tooShort', { count: invitation.password.minLength }) : t('desk.invitation.tooEasy'),
      again: password === again ? '' : t('desk.invitation.different'),
    });
    if (!ok) return;
    const done = await this.#act.run(() => this.desk.acceptInvitation(this.secret, password));
    if (done) this.done(invitation.email);
    else if (this.#act.problem) await this.#form.focusSummary();
  };
}
