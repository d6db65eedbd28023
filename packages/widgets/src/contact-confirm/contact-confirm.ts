import type { ContactAnswer } from '@balie/contracts';
import { errorWords, notice, phoneToEdit, type FormError } from '@balie/forms';
import { contactForm, verifiedView, type ContactField } from '@balie/forms/contact';
import { html, nothing, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { LightElement } from '../shared/light-element.ts';

/**
 * @summary Where the portal's address or telephone number differs from the practice's, asks to confirm both; a new address counts once its mailed link was used.
 * @tag contact-confirm
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 */
export class ContactConfirm extends LightElement {
  /** A `balie-contact=…` fragment; only our own hosted page hands one over. */
  @property({ attribute: false }) fragment: string | null = null;
  /** Shows nothing where there is nothing to ask: inside the log-in. */
  @property({ type: Boolean, attribute: 'only-when-asked' }) onlyWhenAsked = false;

  readonly #form = new FormState(this);
  readonly #act = new Act(this);
  #known: { sub: string; answer: ContactAnswer } | null = null;
  #said: unknown = null;
  /** The page of a mailed link was loaded again: its secret left the address when it was first opened. */
  #reloaded = false;
  #verify: 'no' | 'at-work' | 'done' | 'dead' = 'no';

  override willUpdate(changed: PropertyValues) {
    const secret = changed.has('fragment') ? /^balie-contact=(.*)$/.exec(this.fragment ?? '')?.[1] : undefined;
    if (secret === undefined) return;
    this.fragment = null;
    queueMicrotask(() => {
      this.#reloaded = !secret;
      if (secret) void this.#use(secret); else this.requestUpdate();
    });
  }
  override updated(changed: PropertyValues) {
    super.updated(changed);
    const session = this.session.value;
    if (session?.state !== 'in') { this.#known = null; this.#said = null; return; }
    const { sub } = session.me;
    if (this.#verify !== 'no' || this.#known?.sub === sub || this.#act.busy || this.#act.problem) return;
    void this.#act.run(async () => { this.#known = { sub, answer: await (await this.portal.self()).contact() }; }).then(() => this.requestUpdate());
  }

  override render(): unknown {
    const { t, clinic, stem } = this;
    const { problem, busy } = this.#act;
    if (this.#verify === 'at-work') return html`<div class="stack"><h2>${t('contact.verifyTitle')}</h2><p role="status">${t('contact.verifying')}</p></div>`;
    if (this.#verify !== 'no') return html`${verifiedView({ t, stem, dead: this.#verify === 'dead' })}${problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, problem) }) : nothing}`;
    const answer = this.#known?.answer;
    if (this.#reloaded && this.session.value?.state === 'out') return html`<div class="stack"><h2>${t('contact.verifyTitle')}</h2>${notice({ kind: 'warning', live: 'polite', body: t('contact.reloaded') })}</div>`;
    if (this.session.value?.state !== 'in') return this.onlyWhenAsked ? nothing : html`<div class="stack"><h2>${t('contact.title')}</h2><p role="status">${t(this.session.value?.state === 'out' ? 'errors.login_required' : 'common.loading')}</p></div>`;
    if (this.#said) return html`<div class="stack">${notice({ kind: 'success', live: 'polite', body: this.#said })}</div>`;
    if (!answer) return this.onlyWhenAsked ? nothing : html`<div class="stack"><h2>${t('contact.title')}</h2>${problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, problem) }) : html`<p role="status">${t('common.loading')}</p>`}</div>`;
    if (this.onlyWhenAsked && !answer.ask) return nothing;
    const errors: FormError[] = [...this.#form.summary, ...(problem ? [{ message: problem.code === 'insufficient_user_authentication' ? t('contact.codeFirst') : errorWords(t, clinic, problem) }] : [])];
    const { pending } = answer;
    return html`<div class="stack">${pending ? notice({ body: t.rich('contact.mailed', { email: html`<strong>${pending}</strong>` }) }) : nothing}${contactForm({
      t, stem, email: answer.email, phone: answer.phone && phoneToEdit(answer.phone, clinic.country), differs: answer.differs.email || answer.differs.phone, errors, busy, fieldError: (name: ContactField) => this.#form.error(name), onInput: this.#form.mend,
      onSubmit: (event) => { event.preventDefault(); void this.#confirm(typedIn(event.currentTarget as HTMLFormElement)); },
    })}</div>`;
  }

  async #confirm(typed: { email?: string; phone?: string }) {
    if (this.#act.busy) return;
    let email = '';
    const done = await this.#act.run(async () => {
      const { checkContact } = await import('@balie/forms/registration');
      const readPhone = typed.phone?.trim() ? (await import('@balie/rules/phones').catch(() => null))?.readPhone : undefined;
      const { errors, contact } = checkContact(this.t, this.clinic.country, typed, readPhone);
      if (!this.#form.check(errors)) return;
      const { mailed } = await (await this.portal.self()).confirmContact(contact);
      email = contact.email;
      this.#said = mailed ? this.t.rich('contact.mailed', { email: html`<strong>${email}</strong>` }) : this.t('contact.done');
    });
    const { problem } = this.#act;
    if (done) return this.requestUpdate();
    if (problem?.fields.includes('phone')) { this.#act.reset(); this.#form.check({ phone: this.t('register.phoneShape') }); } else await this.#form.focusSummary();
  }

  /** By POST, once a person's browser opened the page: scanners run no script (T30). */
  async #use(secret: string) {
    this.#verify = 'at-work';
    this.requestUpdate();
    const done = await this.#act.run(async () => (await this.portal.self()).verifyContact(secret));
    this.#verify = done ? 'done' : 'dead';
    if (this.#act.problem?.code === 'link_invalid' || this.#act.problem?.code === 'invalid_request') this.#act.reset();
    this.requestUpdate();
    await this.focusOn(`${this.stem}-title`);
  }
}
customElements.define('contact-confirm', ContactConfirm);
declare global { interface HTMLElementTagNameMap { 'contact-confirm': ContactConfirm } }
