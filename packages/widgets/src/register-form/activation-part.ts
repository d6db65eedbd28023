import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { button, eidName, errorSummary, errorWords, field, linkButton, notice, passwordRule, phoneLink, showPasswordButton, type FormError } from '@balie/forms';
import { checkPassword } from '@balie/rules';
import { Act } from '../shared/act.ts';
import type { Balie } from '../shared/balie.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { StrengthMeter } from '../shared/strength-meter.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
type Step = 'reading' | 'pin' | 'password' | 'mailed' | 'made' | 'confirm' | 'setup' | 'known' | 'taken' | 'dead' | 'reloaded';

/**
 * From the activation mail to an account (S2-08 … S2-11): PIN, password twice, the second mail; then its link and the password. What follows
 * (terms, telephone number) is `second-factor-setup`, right here. Where the link alone suffices (S4-35): password twice, and on to the log-in. Secrets and PIN live in this
 * object's memory only.
 */
export class ActivationPart {
  readonly #host: Host;
  readonly #stem: string;
  readonly #form: FormState;
  readonly #act: Act;
  readonly #strength: StrengthMeter;
  readonly #confirmed: () => void;
  #step: Step = 'reading';
  #secret = '';
  /** Null where the link alone suffices. */
  #pin: string | null = null;
  /** The first log-in brings an eID (S4-36). */
  #confirms = false;
  #show = false;
  #resent = false;
  /** Who has no link can register here without the practice's letter or mail. */
  #open = false;

  constructor(host: Host, stem: string, confirmed: () => void) {
    this.#host = host;
    this.#stem = stem;
    this.#confirmed = confirmed;
    this.#form = new FormState(host, () => stem);
    this.#act = new Act(host);
    this.#strength = new StrengthMeter(host);
  }

  /** `balie-activation=<secret>` of the first mail, `balie-activation-confirm=<secret>` of the second. Only ever by POST (T30). */
  async begin(balie: Balie, fragment: string, open: boolean) {
    this.#open = open;
    const [, second, secret = ''] = /^balie-activation(-confirm)?=([A-Za-z0-9_-]{43})$/.exec(fragment) ?? [];
    this.#secret = secret;
    // Its secret left the address when it was first opened.
    if (!secret) return this.#to(fragment.endsWith('=') ? 'reloaded' : 'dead');
    if (second) return this.#to('confirm');
    await this.#read(balie);
  }
  async #read({ portal }: Balie) {
    this.#to('reading');
    const done = await this.#act.run(async () => { const step = await portal.joining.activation(this.#secret); this.#to(step === 'confirm' ? 'mailed' : step); });
    if (!done) await this.#failed();
  }

  render(balie: Balie): TemplateResult {
    const { portal: { clinic }, texts: t } = balie;
    const phone = phoneLink(clinic.phones.practice);
    const logIn = linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: t('activation.toLogIn') });
    switch (this.#step) {
      case 'reading': return this.#view(t('activation.title'), this.#act.problem ? html`${notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, this.#act.problem) })}${button(t, { label: t('common.retry'), onClick: () => void this.#read(balie) })}` : html`<p role="status">${t('activation.reading')}</p>`);
      case 'pin': return this.#form_(balie, t('activation.title'), html`<p>${t('activation.pinLead')}</p>
        ${field(t, { ...this.#field('pin'), label: t('activation.pin'), hint: t('activation.pinHint'), inputmode: 'numeric', size: 12 })}`, t('activation.next'), (typed) => this.#checkPin(balie, typed));
      case 'password': {
        const lead = this.#pin !== null ? 'passwordLead' : clinic.logIn.userName === 'cpr' ? 'numberLead' : 'emailLead';
        return this.#form_(balie, t('activation.passwordTitle'), html`<p>${t(`activation.${lead}`)}</p>
          ${field(t, { ...this.#password(balie, 'new-password'), label: t('register.password'), hint: html`${passwordRule(t, clinic)} ${t('register.passwordHint')}`, describedBy: `${this.#stem}-strength`, after: html`<div id="${this.#stem}-strength">${this.#strength.render(t)}</div>` })}
          ${field(t, { ...this.#field('again'), type: this.#show ? 'text' : 'password', autocomplete: 'new-password', label: t('activation.passwordAgain') })}
          ${this.#pin === null ? this.#terms(balie) : nothing}`, t('activation.next'), (typed) => this.#choose(balie, typed));
      }
      case 'mailed': return this.#view(t('activation.mailedTitle'), html`
        ${this.#act.problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, this.#act.problem) }) : nothing}
        <p>${t('activation.mailed')}</p><p class="soft">${t('activation.mailedSpam')}</p>
        <p role="status">${this.#resent ? t('activation.resent') : nothing}</p>
        ${button(t, { label: t('activation.resend'), busy: this.#act.busy, onClick: () => void this.#act.run(async () => { this.#resent = false; await balie.portal.joining.resendSecond(this.#secret); this.#resent = true; }) })}`);
      case 'made': return this.#view(t('activation.madeTitle'), html`${notice({ kind: 'success', body: t('activation.made') })}${this.#confirms ? html`<p>${t('activation.madeConfirm', { name: eidName(t, clinic) })}</p>` : nothing}${logIn}`);
      case 'confirm': return this.#form_(balie, t('activation.confirmTitle'), html`<p>${t('activation.confirmLead')}</p>
        ${field(t, { ...this.#password(balie, 'current-password'), label: t('login.password') })}`, t('activation.next'), (typed) => this.#confirm(balie, typed));
      case 'setup': return html`<second-factor-setup></second-factor-setup>`;
      case 'known': return this.#view(t('activation.knownTitle'), html`<p>${t('activation.known', { clinic: clinic.name })}</p>${logIn}`);
      case 'taken': return this.#view(t('activation.takenTitle'), html`<p>${t.rich('activation.taken', { phone })}</p>`);
      case 'reloaded': return this.#view(t('activation.reloadedTitle'), html`<p>${t('activation.reloaded')}</p>${logIn}${!this.#open ? nothing : linkButton({ href: clinic.pages.register, target: '_top', label: clinic.registration.label ?? t('login.register') })}`);
      case 'dead': return this.#view(t('activation.deadTitle'), html`<p>${t.rich('activation.dead', { phone })}</p>${logIn}`);
    }
  }

  #view(title: string, body: unknown) { return html`<section class="stack" aria-labelledby="${this.#stem}-title"><h2 id="${this.#stem}-title" tabindex="-1">${title}</h2>${body}</section>`; }
  #form_(balie: Balie, title: string, body: unknown, submit: string, send: (typed: Record<string, string>) => Promise<void>) {
    const { portal: { clinic }, texts: t } = balie;
    const { problem } = this.#act;
    // With the guesses spent nothing can be mended at the field: whom to call stands in the summary, to press.
    const errors: FormError[] = [...this.#form.summary, ...(problem ? [{ message: problem.code === 'code_guesses_spent' ? t.rich('activation.pinSpent', { phone: phoneLink(clinic.phones.practice) }) : errorWords(t, clinic, problem) }] : [])];
    return html`<form class="stack" method="post" action="" novalidate aria-labelledby="${this.#stem}-title" @submit=${(event: SubmitEvent) => { event.preventDefault(); if (!this.#act.busy) void send(typedIn(event.currentTarget as HTMLFormElement)); }} @input=${(event: Event) => this.#typed(balie, event)}>
      <h2 id="${this.#stem}-title" tabindex="-1">${title}</h2>
      ${errorSummary(t, this.#stem, errors)}
      ${body}
      ${button(t, { type: 'submit', label: submit, busy: this.#act.busy })}
    </form>`;
  }
  /** Agreed to by the button below them (S4-31). */
  #terms({ portal: { clinic: { registration: { terms, documents } } }, texts: t }: Balie) {
    const document = terms === 'button' ? documents.find(({ id }) => id === 'terms') : undefined;
    return document ? html`<p>${t.rich('number.terms', { button: t('activation.next'), terms: html`<a href=${document.url} target="_blank" rel="noopener">${t('number.termsLink')}</a>` })}</p>` : nothing;
  }
  #field(name: string) { return { id: `${this.#stem}-${name}`, name, error: this.#form.error(name) }; }
  #password({ texts: t }: Balie, autocomplete: string) {
    return { ...this.#field('password'), type: this.#show ? 'text' as const : 'password' as const, autocomplete, beside: showPasswordButton(t, this.#show, () => { this.#show = !this.#show; this.#host.requestUpdate(); }) };
  }
  #typed({ portal: { clinic } }: Balie, event: Event) {
    this.#form.mend(event);
    const { name, value } = event.target as HTMLInputElement;
    if (name === 'password' && this.#step === 'password') this.#strength.measure(value, [clinic.name]);
  }

  async #checkPin(balie: Balie, typed: Record<string, string>) {
    const { portal, texts: t } = balie;
    const pin = (typed['pin'] ?? '').replace(/[\s-]/g, '');
    this.#act.reset();
    if (!this.#form.check({ pin: /^\d{8}$/.test(pin) ? '' : t('activation.pinMissing') })) return;
    const done = await this.#act.run(() => portal.joining.checkPin(this.#secret, pin));
    if (!done) return this.#failed(balie);
    this.#pin = pin;
    await this.#on('password');
  }
  async #choose(balie: Balie, typed: Record<string, string>) {
    const { portal, texts: t } = balie;
    const password = typed['password'] ?? '';
    const { password: policy } = portal.clinic.registration;
    const [problem] = checkPassword(password, policy, [portal.clinic.name]);
    this.#act.reset();
    const words = !password ? t('register.passwordMissing') : !problem ? '' : problem === 'too-short' ? t('register.passwordTooShort', { count: policy.minLength }) : problem.startsWith('needs') ? t('register.passwordComposition') : t('errors.weak_password');
    if (!this.#form.check({ password: words, again: words || password === typed['again'] ? '' : t('activation.passwordDiffers') })) return;
    let state: Step = 'mailed';
    const done = await this.#act.run(async () => { ({ state, confirm: this.#confirms } = await portal.joining.choosePassword(this.#secret, this.#pin, password)); });
    if (!done) return this.#failed(balie);
    this.#pin = null;
    if (state !== 'mailed') this.#secret = '';
    await this.#on(state);
  }
  async #confirm(balie: Balie, { password = '' }: Record<string, string>) {
    const { portal, texts: t } = balie;
    this.#act.reset();
    if (!this.#form.check({ password: password ? '' : t('login.passwordMissing') })) return;
    let state = 'known' as 'in' | 'known';
    const done = await this.#act.run(async () => {
      state = await portal.joining.confirmActivation(this.#secret, password);
      if (state === 'in') await balie.need('second-factor-setup');
    });
    if (!done) return this.#failed(balie);
    this.#secret = '';
    this.#confirmed();
    await this.#on(state === 'in' ? 'setup' : 'known');
  }

  /** What ends the way, and what is wrong with a field. */
  async #failed(balie?: Balie) {
    const problem = this.#act.problem;
    const end = { link_invalid: 'dead', conflict: 'taken' } as const;
    const step = end[problem?.code as keyof typeof end];
    if (step) { this.#act.reset(); return this.#on(step); }
    const wrong = balie && problem ? { wrong_code: 'pin', weak_password: 'password', wrong_credentials: 'password' }[problem.code as string] : undefined;
    if (!balie || !wrong) return this.#form.focusSummary();
    const { texts: t } = balie;
    this.#act.reset();
    this.#form.check({ [wrong]: problem!.code === 'wrong_code' ? t('activation.pinWrong', { count: problem!.guessesLeft ?? 0 }) : problem!.code === 'weak_password' ? t('errors.weak_password') : t('factor.wrongPassword') });
  }
  #to(step: Step) {
    this.#step = step;
    this.#show = false;
    this.#form.clear();
    this.#host.requestUpdate();
  }
  async #on(step: Step) {
    this.#to(step);
    await this.#host.updateComplete;
    await this.#host.querySelector<HTMLElement & { updateComplete?: Promise<unknown> }>('second-factor-setup')?.updateComplete;
    this.#host.querySelector<HTMLElement>('h2')?.focus();
  }
}
