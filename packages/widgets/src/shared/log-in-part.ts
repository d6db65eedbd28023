import type { ReactiveControllerHost, TemplateResult } from 'lit';
import { errorWords, logInForm, notice, phoneLink, timeInWords, type FormError } from '@balie/forms';
import type { Session } from '@balie/portal-client';
import { html, nothing } from 'lit';
import { Act } from './act.ts';
import type { EidPlace } from './eid-ways.ts';
import type { Balie } from './balie.ts';
import type { LogInCode } from './log-in-code.ts';
import { FormState, typedIn } from './form-state.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}

/** The log-in form with its behaviour, for `patient-login` and for the gate of every service. */
export class LogInPart {
  readonly #host: Host;
  readonly #stem: string;
  readonly #form: FormState;
  readonly #act: Act;
  #showPassword = false;
  /** What became of a passkey; and the patient's own words, asked once for each time nobody is logged in (T05). */
  #said: unknown = null;
  #phrase: string | null | undefined;
  #code: LogInCode | null = null;

  constructor(host: Host, stem: string) {
    this.#host = host;
    this.#stem = stem;
    this.#form = new FormState(host, () => stem);
    this.#act = new Act(host);
  }

  /** `draft`: what stands typed behind this gate, taken along on an eID trip. */
  render(balie: Balie, session: Session | undefined, more: { lead?: unknown; draft?: EidPlace['draft'] } = {}): TemplateResult {
    if (this.#code) return this.#code.render(balie);
    const { portal, texts: t, eid, number } = balie;
    if (session?.state === 'out' && this.#phrase === undefined) this.#askPhrase(portal);
    const { problem } = this.#act;
    const errors: FormError[] = this.#form.summary;
    if (problem) {
      const tooMany = problem.code === 'too_many_requests';
      const message = tooMany
        ? t.rich('login.tooMany', { wait: timeInWords(t, (problem.retryAfter ?? 60) * 1000), phone: phoneLink(portal.clinic.phones.practice) })
        : number?.words(this.#host, this.#stem, balie, problem) ?? errorWords(t, portal.clinic, problem);
      errors.push({ message });
    }
    if (this.#said) errors.push({ message: this.#said });
    const why = session?.state === 'out' ? session.why : null;
    const ended = why ? notice({ kind: why === 'patient' ? 'success' : 'warning', body: t(`login.ended.${why}`), live: 'polite' }) : nothing;
    // `nothing` where there is nothing to say: the served form has nothing there, and taking it over needs the same shape.
    const phrase = this.#phrase ? html`<p>${t('login.phrase')} <q>${this.#phrase}</q></p>` : nothing;
    const lead = why || more.lead || this.#phrase ? html`${ended}${phrase}${more.lead ?? nothing}` : nothing;
    return logInForm({
      t, clinic: portal.clinic, stem: this.#stem, lead, ways: eid?.ways({ host: this.#host, t, stem: this.#stem, purpose: 'log-in', draft: more.draft }), errors, busy: this.#act.busy, showPassword: this.#showPassword,
      fieldError: (name) => this.#form.error(name),
      own: number?.logIn(this.#host, this.#stem, balie, this.#form.error('username')),
      onInput: this.#form.mend,
      onShowPassword: () => { this.#showPassword = !this.#showPassword; this.#host.requestUpdate(); },
      onPasskey: () => void this.#byPasskey(balie),
      onSubmit: (event) => { event.preventDefault(); void this.#submit(balie, event.currentTarget as HTMLFormElement); },
    });
  }

  #askPhrase(portal: Balie['portal']) {
    this.#phrase = null;
    void portal.phrase().then((phrase) => { this.#phrase = phrase; this.#host.requestUpdate(); }, () => undefined);
  }

  async #byPasskey(balie: Balie) {
    this.#said = null;
    this.#form.clear();
    await this.#act.run(async () => { this.#said = await (await import('./passkey.ts')).logInByPasskey(balie); });
    if (this.#said || this.#act.problem) await this.#form.focusSummary();
    // Somebody else's words at the next log-out.
    else this.#phrase = undefined;
  }

  async #submit(balie: Balie, form: HTMLFormElement) {
    const { portal, texts: t, number } = balie;
    const { username = '', password = '' } = typedIn(form);
    if (this.#act.busy) return;
    this.#said = null;
    this.#act.reset();
    if (!this.#form.check({ username: username.trim() ? '' : number?.missing(balie) ?? t('login.usernameMissing'), password: password ? '' : t('login.passwordMissing') })) return;
    // What a stranger could still read over the shoulder goes back to dots.
    this.#showPassword = false;
    const done = await this.#act.run(async () => {
      const code = await portal.logIn(username.trim(), password);
      if (!code) return;
      const [{ LogInCode }] = await Promise.all([import('./log-in-code.ts'), balie.need('log-in-code')]);
      this.#code = new LogInCode(this.#host, this.#stem, balie, code, (error) => { this.#code = null; this.#act.problem = error; this.#host.requestUpdate(); });
    });
    if (done) this.#phrase = undefined;
    if (!done && this.#act.problem) await this.#form.focusSummary();
  }
}
