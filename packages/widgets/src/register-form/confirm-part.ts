import { html, nothing, type ReactiveControllerHost } from 'lit';
import { confirmedView, confirmForm, errorWords, linkDeadView, linkNotice, type FormError } from '@balie/forms';
import { Act } from '../shared/act.ts';
import type { Balie } from '../shared/balie.ts';
import { FormState, typedIn } from '../shared/form-state.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
type Step = 'none' | 'confirming' | 'password' | 'dead' | 'done';

/** The secret in a `balie-confirm=…` fragment; a damaged one is empty. Null when the fragment is about something else. */
export function confirmSecret(fragment: string): string | null {
  const value = /^#?balie-confirm=(.*)$/.exec(fragment)?.[1];
  return value === undefined ? null : /^[A-Za-z0-9_-]{43}$/.test(value) ? value : '';
}

/** What follows a click on the mailed link: with the device key that registered, at once (S0-14); elsewhere with the password chosen then (T38, T39). */
export class ConfirmPart {
  readonly #host: Host;
  readonly #stem: string;
  readonly #form: FormState;
  readonly #act: Act;
  readonly #done: () => void;
  #step: Step = 'none';
  #secret = '';
  #showPassword = false;

  constructor(host: Host, stem: string, done: () => void) {
    this.#host = host;
    this.#stem = stem;
    this.#done = done;
    this.#form = new FormState(host, () => stem);
    this.#act = new Act(host);
  }
  get active(): boolean { return this.#step !== 'none'; }
  leave() { this.#to('none'); }

  /** Only ever by POST and only after the page was opened by a person's browser: scanners run no script (T30). */
  async begin(balie: Balie, secret: string) {
    this.#secret = secret;
    if (!secret) return this.#to('dead');
    this.#to('confirming');
    await this.#confirm(balie);
  }

  async #confirm({ portal, texts: t }: Balie, password?: string) {
    const done = await this.#act.run(async () => { this.#to((await portal.confirm(this.#secret, password)) === 'confirmed' ? 'done' : 'password'); });
    const problem = this.#act.problem;
    if (done) {
      if (this.#step === 'done') { this.#secret = ''; this.#done(); }
      await this.#focusHeading();
    } else if (problem?.code === 'link_invalid') {
      this.#act.reset();
      this.#to('dead');
      await this.#focusHeading();
    } else if (problem?.code === 'wrong_credentials') {
      this.#act.reset();
      this.#form.check({ password: t('register.confirmWrong') });
    } else await this.#form.focusSummary();
  }

  render(balie: Balie) {
    const { portal, texts: t } = balie;
    const { clinic } = portal;
    const stem = this.#stem;
    const { problem } = this.#act;
    switch (this.#step) {
      case 'none': return nothing;
      case 'confirming': return html`<div class="stack"><h2 tabindex="-1">${t('register.confirmPasswordTitle')}</h2>${problem
        ? html`<div class="notice danger" id="${stem}-errors" tabindex="-1">${errorWords(t, clinic, problem)}</div><p><button type="button" class="button primary" @click=${() => void this.#confirm(balie)}>${t('common.retry')}</button></p>`
        : html`<p role="status">${t('register.confirming')}</p>`}</div>`;
      case 'password': {
        const errors: FormError[] = [...this.#form.summary, ...(problem ? [{ message: errorWords(t, clinic, problem) }] : [])];
        return confirmForm({
          t, clinic, stem, secretKnown: true, errors, busy: this.#act.busy, showPassword: this.#showPassword, fieldError: (name) => this.#form.error(name), onInput: this.#form.mend,
          onShowPassword: () => { this.#showPassword = !this.#showPassword; this.#host.requestUpdate(); },
          onSubmit: (event) => {
            event.preventDefault();
            const password = typedIn(event.currentTarget as HTMLFormElement)['password'] ?? '';
            if (this.#form.check({ password: password ? '' : t('login.passwordMissing') })) void this.#confirm(balie, password);
          },
        });
      }
      case 'dead': return linkDeadView({ t, clinic, stem, onAgain: () => { this.leave(); void this.#focusHeading(); } });
      case 'done': {
        const session = portal.session.value;
        return confirmedView({ t, clinic, stem, loggedIn: session.state === 'in', link: linkNotice(t, clinic, session.state === 'in' ? session.me.link : 'requested') });
      }
    }
  }

  #to(step: Step) {
    this.#step = step;
    this.#host.requestUpdate();
  }
  async #focusHeading() {
    await this.#host.updateComplete;
    [...this.#host.querySelectorAll<HTMLElement>('h2')].find((heading) => heading.checkVisibility())?.focus();
  }
}
