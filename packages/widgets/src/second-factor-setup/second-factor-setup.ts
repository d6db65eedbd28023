import { button, checkbox, describes, errorOf, errorSummary, errorWords, field, linkButton, notice, phoneLink, showPasswordButton, type FormError } from '@balie/forms';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { SetupAnswer } from '@balie/contracts';
import type { PageState, PhoneSetup } from '@balie/portal-client';
import { Act } from '../shared/act.ts';
import { CodePart } from '../shared/code-part.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { LightElement } from '../shared/light-element.ts';
import { Watch } from '../shared/watch.ts';
import { countriesFor } from './countries.ts';
import { sheet } from './second-factor-setup.styles.ts';

type Step = 'terms' | 'method' | 'phone' | 'sent' | 'code' | 'password' | 'done' | 'ready';

/**
 * @summary What an account still has to agree to and set up: both documents, then the telephone number that each log-in sends a code to. Opens by itself at the first step that is due (S2-12 … S2-25, S2-33).
 * @tag second-factor-setup
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 */
export class SecondFactorSetup extends LightElement {
  static override sheets = [sheet];
  /** Shows nothing where nothing is due: inside the log-in. */
  @property({ type: Boolean, attribute: 'only-when-asked' }) onlyWhenAsked = false;
  /** Inside the log-in: what holds once nothing is due, or when it cannot be told. */
  @property({ attribute: false }) otherwise: unknown = nothing;
  readonly #form = new FormState(this, () => this.stem);
  readonly #act = new Act(this);
  readonly #code = new CodePart(this, `${this.stem}-tan`);
  readonly #prompt = new Watch<PageState>(this, () => this.#phone?.prompt, (state) => this.#prompted(state));
  #step: Step | null = null;
  #setup: SetupAnswer | null = null;
  #phone: PhoneSetup | null = null;
  #of: string | null = null;
  #show = false;
  /** The whole way ended here, and the session with it (S2-26). */
  #finished = false;

  /** A service below the log-in may show another one. */
  protected override get stem() { return this.onlyWhenAsked ? `${this.localName}-due` : this.localName; }

  override willUpdate(_changed: PropertyValues) {
    const session = this.session.value;
    const who = session?.state === 'in' ? session.me.sub : null;
    if (who === this.#of || this.#finished) return;
    this.#of = who;
    this.#step = null;
    this.#phone = null;
    if (who) queueMicrotask(() => void this.#look());
  }
  async #look() {
    await this.#act.run(async () => { this.#setup = await this.portal.joining.setup(); });
    if (this.#setup && !this.#act.problem) this.#to(this.#next());
  }
  #next(): Step { return this.#setup!.documents.length > 0 ? 'terms' : this.#setup!.phone === 'asked' ? 'method' : 'ready'; }

  override render(): unknown {
    const { t, clinic } = this;
    const session = this.session.value;
    const { problem } = this.#act;
    if (this.#step === 'done') return this.#done();
    if (this.onlyWhenAsked && (session?.state !== 'in' || !this.#step || this.#step === 'ready')) return session?.state === 'in' && (this.#step || problem) ? this.otherwise : nothing;
    if (session?.state === 'out') return this.#view(t('factor.title'), html`<p>${t('setup.out')}</p>${linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: t('factor.toLogIn') })}`);
    if (!this.#step) return this.#view(t('factor.title'), problem ? html`${notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, problem) })}${button(t, { label: t('common.retry'), onClick: () => void this.#look() })}` : html`<p role="status">${t('common.loading')}</p>`);
    switch (this.#step) {
      case 'terms': return this.#terms();
      case 'method': return this.#view(t('factor.title'), html`<p>${t('factor.why')}</p><p><strong>${t('factor.method')}</strong></p>${button(t, { kind: 'primary', label: t('factor.add'), onClick: () => this.#to('phone') })}`);
      case 'phone': return this.#number();
      case 'sent': return this.#view(t('factor.sentTitle'), html`<p role="status">${t('factor.sent', { to: this.#sentTo })}</p><div class="row">${button(t, { kind: 'primary', label: t('factor.goOn'), onClick: () => this.#to('code') })}${button(t, { kind: 'quiet', label: t('factor.otherNumber'), onClick: () => this.#to('phone') })}</div>`);
      case 'code': return html`${this.#back()}${this.#code.prompt(this.balie!, this.#phone!.prompt, this.#prompt.value as Extract<PageState, { step: 'code' }>, { title: t('factor.codeTitle'), why: t('factor.why'), submit: t('factor.confirm'), other: { label: t('factor.otherNumber'), act: () => this.#to('phone') } })}`;
      case 'password': return this.#password();
      case 'ready': return this.#ready();
    }
  }
  get #sentTo() { const state = this.#phone?.prompt.value; return state?.step === 'code' ? state.to : ''; }

  /** S2-25: back to the portal, from every step. */
  #back() { return this.onlyWhenAsked ? nothing : html`<p class="back"><a href=${this.clinic.pages.portal} target="_top">${this.t('setup.back', { clinic: this.clinic.name })}</a></p>`; }
  /** Why it stands here, until something was done about it (S2-13). */
  #due() { return this.onlyWhenAsked && (this.#step === 'terms' || this.#step === 'method') ? notice({ kind: 'warning', body: this.t('setup.due') }) : nothing; }
  #view(title: string, body: unknown): TemplateResult { return html`${this.#back()}<section class="stack" aria-labelledby="${this.stem}-title"><h2 id="${this.stem}-title" tabindex="-1">${title}</h2>${this.#due()}${body}</section>`; }
  #asks(title: string, body: unknown, submit: string, send: (form: HTMLFormElement) => Promise<void>): TemplateResult {
    const { t, clinic } = this;
    const { problem } = this.#act;
    const errors: FormError[] = [...this.#form.summary, ...(problem ? [{ message: problem.code === 'insufficient_user_authentication' ? this.#stronger() : errorWords(t, clinic, problem) }] : [])];
    return html`${this.#back()}<form class="stack" method="post" action="" novalidate aria-labelledby="${this.stem}-title" @submit=${(event: SubmitEvent) => { event.preventDefault(); if (!this.#act.busy) void send(event.currentTarget as HTMLFormElement); }} @input=${this.#form.mend}>
      <h2 id="${this.stem}-title" tabindex="-1">${title}</h2>
      ${errorSummary(t, this.stem, errors)}
      ${this.#due()}${body}
      ${button(t, { type: 'submit', label: submit, busy: this.#act.busy })}
    </form>`;
  }

  /** A first number takes a code that came by mail, another one a code to the number of before (T31). */
  #stronger() {
    const { t, clinic } = this;
    return this.#setup?.phone === 'there' ? t.rich('factor.stronger', { phone: this.phone }) : t.rich('factor.codeFirst', { account: html`<a href=${clinic.pages.account ?? `/hosted/${clinic.id}/patient-account?lang=${t.locale}`} target="_top">${t('factor.account')}</a>` });
  }

  /** S2-12: two boxes, both needed; the version agreed to goes with them. */
  #terms() {
    const { t } = this;
    const documents = this.#setup!.documents;
    const label = (id: 'privacy' | 'terms', url: string) => t.rich(`setup.${id}`, { link: html`<a href=${url} target="_blank" rel="noopener">${t(`setup.${id}Link`)}<span class="hidden"> (${t('setup.newTab')})</span></a>` });
    return this.#asks(t('setup.termsTitle'), html`<p>${t('setup.termsLead')}</p>
      <fieldset id="${this.stem}-agreed" class=${this.#form.error('agreed') ? 'choices wrong' : 'choices'} tabindex="-1" aria-describedby=${describes(`${this.stem}-agreed`, { error: this.#form.error('agreed') })}>
        <legend class="hidden">${t('setup.termsTitle')}</legend>${errorOf(`${this.stem}-agreed`, this.#form.error('agreed'))}
        ${documents.map(({ id, url }) => checkbox({ id: `${this.stem}-${id}`, name: id, label: label(id, url) }))}
      </fieldset>`, t('activation.next'), async (form) => {
      const ticked = new FormData(form);
      this.#act.reset();
      if (!this.#form.check({ agreed: documents.every(({ id }) => ticked.has(id)) ? '' : t('setup.termsMissing') })) return;
      const done = await this.#act.run(async () => { await this.portal.joining.agree(documents); this.#setup = { ...this.#setup!, documents: [] }; });
      if (done) return this.#to(this.#next());
      if (this.#act.problem?.code !== 'conflict') return this.#form.focusSummary();
      await this.#look();
      this.#form.check({ agreed: t('setup.termsChanged') });
    });
  }

  /** S2-18, S2-19: country and number apart; a leading zero is dropped where that country has one. */
  #number() {
    const { t, clinic } = this;
    const id = `${this.stem}-country`;
    return this.#asks(t('factor.title'), html`<p>${t('factor.phoneLead')}</p>
      <div class="field"><label for=${id}>${t('factor.country')}</label><div class="control"><select id=${id} name="country" autocomplete="tel-country-code">${countriesFor(t.locale, clinic.country).map(({ code, label }) => html`<option value=${code}>${label}</option>`)}</select></div></div>
      ${field(t, { id: `${this.stem}-number`, name: 'number', type: 'tel', inputmode: 'tel', autocomplete: 'tel-national', label: t('factor.number'), hint: clinic.country === 'NL' ? t('factor.numberHint') : t('factor.numberHintPlain'), error: this.#form.error('number'), size: 18 })}
      <p class="soft">${t.rich('factor.noMobile', { phone: this.phone })}</p>`, t('factor.send'), async (form) => {
      const { country = '', number = '' } = typedIn(form);
      this.#act.reset();
      if (!this.#form.check({ number: number.trim() ? await this.#wrongNumber(number, country) : t('factor.numberMissing') })) return;
      const done = await this.#act.run(async () => { this.#phone = await this.portal.joining.addPhone(country, number.trim()); });
      if (done) return this.#to('sent');
      if (!this.#act.problem?.fields.includes('number')) return this.#form.focusSummary();
      this.#act.reset();
      this.#form.check({ number: t('factor.numberShape') });
    });
  }
  /** The tables of telephone numbers are large: loaded with the first number, and the server checks it anyway. */
  async #wrongNumber(number: string, country: string): Promise<string> {
    const readPhone = (await import('@balie/rules/phones').catch(() => null))?.readPhone;
    const read = readPhone?.(number, country);
    if (read?.ok === false) return this.t('factor.numberShape');
    return read?.ok && !read.value.sms.able ? this.t(`factor.noSms.${read.value.sms.reason}`) : '';
  }

  /** S2-24. */
  #password() {
    const { t } = this;
    return this.#asks(t('factor.passwordTitle'), html`<p>${t('factor.passwordLead')}</p>
      ${field(t, { id: `${this.stem}-password`, name: 'password', type: this.#show ? 'text' : 'password', autocomplete: 'current-password', label: t('login.password'), error: this.#form.error('password'), beside: showPasswordButton(t, this.#show, () => { this.#show = !this.#show; this.requestUpdate(); }) })}`, t('factor.activate'), async (form) => {
      const { password = '' } = typedIn(form);
      this.#act.reset();
      if (!this.#form.check({ password: password ? '' : t('login.passwordMissing') })) return;
      const asked = this.#setup?.phone === 'asked';
      const done = await this.#act.run(async () => {
        await this.#phone!.activate(password);
        this.#setup = { ...this.#setup!, phone: 'there' };
        // Ends where the clinic says registering ends: on the log-in page, logged out (S2-26).
        this.#finished = asked && !this.onlyWhenAsked && this.clinic.registration.after === 'log-in-page';
        if (this.#finished) await this.portal.logOut();
      });
      if (done) return this.#to('done');
      const code = this.#act.problem?.code;
      if (code === 'wrong_credentials') { this.#act.reset(); this.#form.check({ password: t('factor.wrongPassword') }); }
      else if (code === 'not_found') { this.#act.reset(); this.#to('phone'); this.#form.check({ number: t('factor.late') }); }
      else await this.#form.focusSummary();
    });
  }

  /** S2-27, S2-33. */
  #done() {
    const { t, clinic } = this;
    return this.#view(t('factor.doneTitle'), html`${notice({ kind: 'success', body: this.#finished ? t('factor.finished') : t('factor.done') })}
      ${this.#finished ? html`<p>${t('factor.done')}</p>` : nothing}
      <p>${t('factor.questions')} ${this.#help()}</p>
      ${this.onlyWhenAsked ? nothing : linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: this.#finished ? t('factor.toLogIn') : t('setup.back', { clinic: clinic.name }) })}`);
  }
  #help() { const help = this.#setup?.help; return help ? html`<a href="mailto:${help}" target="_top">${help}</a>, ${phoneLink(this.clinic.phones.practice)}` : phoneLink(this.clinic.phones.practice); }

  #ready() {
    const { t } = this;
    const { phone } = this.#setup!;
    return this.#view(t('factor.thereTitle'), html`<p>${t(phone === 'there' ? 'factor.there' : phone === 'offered' ? 'factor.offered' : 'factor.none')}</p>
      ${phone === 'none' ? nothing : button(t, { label: phone === 'there' ? t('factor.other') : t('factor.add'), onClick: () => this.#to('phone') })}`);
  }

  #prompted(state: PageState) {
    if (state.step === 'open') this.#to('password');
    if (state.step === 'failed') { this.#act.problem = state.error; this.#to('phone', true); }
  }
  #to(step: Step, keep = false) {
    const began = this.#step !== null;
    this.#step = step;
    this.#show = false;
    if (!keep) this.#act.reset();
    this.#form.clear();
    // Whoever is at work here goes on at the new heading; a page that just opened leaves the focus alone.
    if (began) void this.updateComplete.then(() => this.querySelector<HTMLElement>('h2')?.focus());
  }
}
customElements.define('second-factor-setup', SecondFactorSetup);
declare global { interface HTMLElementTagNameMap { 'second-factor-setup': SecondFactorSetup } }
