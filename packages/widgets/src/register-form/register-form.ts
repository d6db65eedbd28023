import { eidDoneView, eidName, errorWords, letterView, linkButton, linkNotice, notice, onlyByLetter, registerForm, type FormError, type RegisterField, type RegisterStep, type Texts } from '@balie/forms';
import { html, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { registersByNumber, type RegisterRequest } from '@balie/contracts';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { LightElement } from '../shared/light-element.ts';
import type { NumberRegistration } from '../shared/number-part.ts';
import type { ActivationPart } from './activation-part.ts';
import type { ConfirmPart } from './confirm-part.ts';
import { StrengthMeter } from '../shared/strength-meter.ts';

/**
 * @summary Registers a patient: before you begin, the form, a look at the address, the mail; and what follows a click on the mailed link.
 * @tag register-form
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 * @fires balie-registered - The mail is on its way.
 * @fires balie-confirmed - The account exists.
 */
export class RegisterFormElement extends LightElement {
  /** A `balie-confirm=…` fragment of the page, handed over by the page that holds this element; never an attribute. */
  @property({ attribute: false }) fragment: string | null = null;

  readonly #form = new FormState(this);
  readonly #act = new Act(this);
  readonly #strength = new StrengthMeter(this);
  #confirm: ConfirmPart | undefined;
  #activation: ActivationPart | null = null;
  /** A part is being loaded: the form is not for who has the link. */
  #coming = false;
  #step: RegisterStep = 'begin';
  #showPassword = false;
  #request: Omit<RegisterRequest, 'clinic' | 'locale'> | null = null;
  /** Where one registers with a personal number. */
  #number: NumberRegistration | undefined;
  /** This element is at work; else a patient who is logged in is told that there is an account already. */
  #began = false;
  /** After a reload: what is said of what was typed, or the address of the mail that is on its way. */
  #recalled: ((t: Texts) => unknown) | undefined;

  override willUpdate(changed: PropertyValues) {
    if (!changed.has('fragment') || !this.fragment) return;
    const { fragment } = this;
    this.fragment = null;
    // Without its secret, as when it is loaded again, either link's page says the same.
    if (/^balie-(activation|confirm=$)/.test(fragment)) {
      this.#coming = true;
      return void this.#activate(fragment);
    }
    if (!/^#?balie-confirm=/.test(fragment)) return;
    this.#began = true;
    // After this render: the served form is taken over first.
    queueMicrotask(() => void this.#confirmed(fragment));
  }

  override firstUpdated() {
    // Nothing takes the focus: the page is loaded, and may be the practice's own.
    if (!this.#number) void import('./recall-part.ts').then(({ recall }) => recall(this, this.balie!, (step, words) => { this.#to(step); this.#recalled = words; })).catch(() => undefined);
  }

  /** What follows the mailed link: loaded when it leads here. */
  async #confirmed(fragment: string) {
    this.#coming = true;
    await this.#act.run(async () => {
      const { ConfirmPart, confirmSecret } = await import('./confirm-part.ts');
      this.#confirm ??= new ConfirmPart(this, `${this.localName}-confirm`, () => this.emit('balie-confirmed', {}));
      void this.#confirm.begin(this.balie!, confirmSecret(fragment)!);
    });
    this.#coming = false;
    this.requestUpdate();
  }

  /** The way by letter: loaded when its mailed link leads here. */
  async #activate(fragment: string) {
    try {
      const [{ ActivationPart }] = await Promise.all([import('./activation-part.ts'), this.balie!.need('activation')]);
      this.#activation = new ActivationPart(this, `${this.localName}-activation`, () => this.emit('balie-confirmed', {}));
    } finally {
      this.#coming = false;
      this.requestUpdate();
    }
    await this.#activation.begin(this.balie!, fragment, !onlyByLetter(this.clinic));
  }

  override render(): unknown {
    const { t, clinic } = this;
    if (this.#activation) return this.#activation.render(this.balie!);
    if (this.#coming) return html`<p role="status">${t('common.loading')}</p>`;
    if (this.#confirm?.active) return this.#confirm.render(this.balie!);
    const { number } = this.balie!;
    if (number && registersByNumber(clinic) && this.session.value?.state !== 'in') return (this.#number ??= new number.NumberRegistration(this, this.stem, 'number')).render(this.balie!);
    if (onlyByLetter(clinic) && this.session.value?.state !== 'in') return letterView({ t, clinic, stem: this.stem });
    const back = this.balie!.eid?.value;
    if (back?.step === 'back' && back.purpose === 'register' && this.session.value?.state === 'in') return eidDoneView({ t, clinic, stem: this.stem, link: linkNotice(t, clinic, this.session.value.me.link, { follows: this.balie!.eid?.follows(t, this.session.value.me) }) });
    if (this.session.value?.state === 'in' && (!this.#began || this.#step === 'sent')) {
      return html`<div class="stack"><h2>${t('register.title')}</h2>${notice({ body: t('register.already') })}${linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: t('register.toPortal') })}</div>`;
    }
    const { problem } = this.#act;
    const errors: FormError[] = [...this.#form.summary, ...(problem ? [{ message: errorWords(t, clinic, problem) }] : [])];
    return registerForm({
      t, clinic, stem: this.stem, step: this.#step, errors, busy: this.#act.busy, showPassword: this.#showPassword, strength: this.#strength.render(t), eid: this.balie!.eid?.form({ host: this, t, stem: this.stem, purpose: 'register' }), eidName: eidName(t, clinic),
      email: this.#request?.email, recalled: this.#recalled?.(t), fieldError: (name) => this.#form.error(name),
      onBegin: (event) => { event.preventDefault(); this.#to('form', 'title'); },
      onInput: this.#typed,
      onShowPassword: () => { this.#showPassword = !this.#showPassword; this.requestUpdate(); },
      onSubmit: (event) => { event.preventDefault(); void this.#check(event.currentTarget as HTMLFormElement); },
      onSend: () => void this.#send(),
      onBack: () => this.#to('form', 'email'),
    });
  }

  readonly #typed = (event: Event) => {
    this.#form.mend(event);
    const { name, value, form } = event.target as HTMLInputElement;
    // Loaded with the first key, so that submitting need not wait.
    void import('@balie/forms/registration').catch(() => undefined);
    if (name === 'password' && form) this.#strength.measure(value, [typedIn(form)['email'] ?? '', typedIn(form)['name'] ?? '', this.clinic.name]);
  };

  async #check(form: HTMLFormElement) {
    const typed = typedIn(form) as Partial<Record<RegisterField, string>>;
    let checked: Awaited<ReturnType<typeof this.check>> | null = null;
    const loaded = await this.#act.run(async () => { checked = await this.check(typed); });
    if (!loaded) return this.#form.focusSummary();
    const { errors, request } = checked!;
    if (!this.#form.check(errors)) return;
    this.#showPassword = false;
    this.#request = request;
    if (this.clinic.registration.confirmEmail === 'review') this.#to('review', 'review');
    else await this.#send();
  }
  private async check(typed: Partial<Record<RegisterField, string>>) {
    const { checkRegistration } = await import('@balie/forms/registration');
    // The tables of telephone numbers are large: only when there is one, and the server checks it anyway.
    const readPhone = typed.phone?.trim() ? (await import('@balie/rules/phones').catch(() => null))?.readPhone : undefined;
    return checkRegistration(this.t, this.clinic, typed, new Date(this.balie!.now()), readPhone);
  }

  async #send() {
    const sent = await this.#act.run(() => this.portal.register(this.#request!));
    const { problem } = this.#act;
    if (sent) {
      this.#began = true;
      this.emit('balie-registered', {});
      this.#to('sent', 'sent');
    } else if (problem && (problem.code === 'weak_password' || problem.fields.length > 0)) {
      // The server saw more than we did: back to the field it is about.
      const field = problem.code === 'weak_password' ? 'password' : problem.fields[0]!;
      this.#act.reset();
      this.#to('form', 'title');
      await this.updateComplete;
      this.#form.check({ [field]: this.t(problem.code === 'weak_password' ? 'errors.weak_password' : 'common.required') });
    } else if (problem) await this.focusOn(`${this.stem}${this.#step === 'review' ? '-send' : ''}-errors`);
  }

  #to(step: RegisterStep, focus = '') {
    this.#act.reset();
    this.#step = step;
    this.#recalled = undefined;
    this.requestUpdate();
    void this.focusOn(`${this.stem}-${focus}`);
  }
}
customElements.define('register-form', RegisterFormElement);
declare global { interface HTMLElementTagNameMap { 'register-form': RegisterFormElement } }
