import { errorWords, type FormError } from '@balie/forms';
import { forgotForm, forgotSent, resetDead, resetDone, resetForm, type ResetField } from '@balie/forms/reset';
import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { Act, asProblem } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { LightElement } from '../shared/light-element.ts';
import { HideNumbers, typeHyphen } from '../shared/number-fields.ts';
import { StrengthMeter } from '../shared/strength-meter.ts';

type Step = 'forgot' | 'sent' | 'reset' | 'done' | 'dead';

/**
 * @summary A forgotten password: asks where to send the link, and, on our own page, takes the new password behind it.
 * @tag password-reset
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 */
export class PasswordReset extends LightElement {
  /** A `balie-reset=…` fragment; only our own hosted page hands one over. */
  @property({ attribute: false }) fragment: string | null = null;

  readonly #form = new FormState(this);
  readonly #act = new Act(this);
  readonly #hide = new HideNumbers(this);
  readonly #strength = new StrengthMeter(this);
  #step: Step = 'forgot';
  #secret = '';
  #showPassword = false;
  /** The page was loaded again: the link's secret left the address when it was first opened. */
  #reloaded = false;

  override willUpdate(changed: PropertyValues) {
    const secret = changed.has('fragment') ? /^balie-reset=(.*)$/.exec(this.fragment ?? '')?.[1] : undefined;
    if (secret === undefined) return;
    this.fragment = null;
    // After this render: the served form is taken over first.
    queueMicrotask(() => {
      this.#secret = secret;
      this.#reloaded = secret === '';
      this.#to(this.#reloaded ? 'forgot' : /^[A-Za-z0-9_-]{43}$/.test(secret) ? 'reset' : 'dead');
      if (this.#step === 'reset') void this.#look();
    });
  }
  /** Said before anybody types a password for nothing. What cannot be told now, sending tells. */
  async #look() {
    const dead = await this.portal.self().then((self) => self.resetLink(this.#secret)).then(() => false, (thrown: unknown) => asProblem(thrown).code === 'link_invalid');
    if (dead && this.#step === 'reset' && !this.#act.busy) this.#to('dead');
  }

  override render(): unknown {
    const { t, clinic, stem } = this;
    const { problem } = this.#act;
    const errors: FormError[] = [...this.#form.summary, ...(problem ? [{ message: errorWords(t, clinic, problem) }] : [])];
    const shared = { t, clinic, stem, errors, busy: this.#act.busy, fieldError: (name: ResetField) => this.#form.error(name) };
    switch (this.#step) {
      case 'forgot': return forgotForm({ ...shared, reloaded: this.#reloaded, hidden: this.#hide.hidden, onHide: this.#hide.toggle, onNumber: typeHyphen, onInput: this.#form.mend, onSubmit: (event) => { event.preventDefault(); void this.#forgot(typedIn(event.currentTarget as HTMLFormElement)); } });
      case 'sent': return forgotSent({ t, clinic, stem, onAgain: () => this.#to('forgot') });
      case 'reset': return resetForm({
        ...shared, secretKnown: true, showPassword: this.#showPassword, strength: this.#strength.render(t), onInput: this.#typed,
        onShowPassword: () => { this.#showPassword = !this.#showPassword; this.requestUpdate(); }, onSubmit: (event) => { event.preventDefault(); void this.#reset(typedIn(event.currentTarget as HTMLFormElement)); },
      });
      case 'done': return resetDone({ t, clinic, stem });
      case 'dead': return resetDead({ t, clinic, stem, onAgain: () => this.#to('forgot') });
    }
  }

  readonly #typed = (event: Event) => {
    this.#form.mend(event);
    const { name, value } = event.target as HTMLInputElement;
    if (name === 'password') this.#strength.measure(value, [this.clinic.name]);
  };

  async #forgot(typed: Partial<Record<ResetField, string>>) {
    if (this.#act.busy) return;
    let fits = false;
    const sent = await this.#act.run(async () => {
      const { checkForgot } = await import('@balie/forms/registration');
      const { errors, request } = checkForgot(this.t, this.clinic, typed);
      fits = this.#form.check(errors);
      if (fits) await (await this.portal.self()).forgot(request);
    });
    if (!sent) await this.#form.focusSummary();
    else if (fits) this.#to('sent');
  }

  async #reset(typed: Partial<Record<ResetField, string>>) {
    if (this.#act.busy) return;
    let fits = false;
    const done = await this.#act.run(async () => {
      const { checkReset } = await import('@balie/forms/registration');
      fits = this.#form.check(checkReset(this.t, this.clinic, typed));
      if (fits) await (await this.portal.self()).reset(this.#secret, typed.password ?? '');
    });
    const { problem } = this.#act;
    this.#showPassword = false;
    if (done && fits) { this.#secret = ''; this.#to('done'); }
    else if (problem?.code === 'link_invalid') this.#to('dead');
    else if (problem?.code === 'weak_password') { this.#act.reset(); this.#form.check({ password: this.t('errors.weak_password') }); }
    else if (problem) await this.#form.focusSummary();
  }

  #to(step: Step) {
    this.#act.reset();
    this.#form.clear();
    this.#step = step;
    this.requestUpdate();
    void this.focusOn(`${this.stem}-title`);
  }
}
customElements.define('password-reset', PasswordReset);
declare global { interface HTMLElementTagNameMap { 'password-reset': PasswordReset } }
