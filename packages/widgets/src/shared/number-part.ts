/** What asks for a personal number: the first field of the log-in, and the form that registers. In a chunk of its own, which only clinics that ask one load, before the first render. */
import { errorWords, linkButton, notice, phoneLink, type FormError } from '@balie/forms';
import { numberClosed, numberRegistrationForm, numberLogIn, type NumberForm, type NumberFormField } from '@balie/forms/numbers';
import type { PublicClinic, RegisterRequest } from '@balie/contracts';
import { hyphenateCpr } from '@balie/rules';
import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from './act.ts';
import type { Balie } from './balie.ts';
import { FormState, typedIn } from './form-state.ts';
import { StrengthMeter } from './strength-meter.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}

export const asksNumber = ({ logIn, registration }: Pick<PublicClinic, 'logIn' | 'registration'>): boolean => logIn.userName === 'cpr' || registration.ways.some((way) => way === 'number' || way === 'child');

/** For `@input` of a number: the hyphen comes by itself, unless somebody mends in the middle (S4-29). */
export function typeHyphen(event: Event): void {
  const input = event.target as HTMLInputElement;
  if (input.selectionStart !== input.value.length) return;
  const shown = hyphenateCpr(input.value);
  if (shown !== input.value) input.value = shown;
}

/** "Skjul CPR-nummer": one box, whatever it hides (S4-41). */
export class HideNumbers {
  hidden = false;
  readonly #host: ReactiveControllerHost;
  constructor(host: ReactiveControllerHost) { this.#host = host; }
  readonly toggle = (event: Event) => { this.hidden = (event.target as HTMLInputElement).checked; this.#host.requestUpdate(); };
}

/** For `LogInPart`: heading, first field, what stands below, and its own words for what went wrong. */
export class NumberLogIn {
  readonly #stem: string;
  readonly #hide: HideNumbers;
  constructor(host: Host, stem: string) {
    this.#stem = stem;
    this.#hide = new HideNumbers(host);
  }
  own({ portal, texts: t }: Balie, error: unknown) { return numberLogIn(t, portal.clinic, this.#stem, { hidden: this.#hide.hidden, error, onHide: this.#hide.toggle, onInput: typeHyphen }); }
  missing({ texts: t }: Balie): string { return t('number.missing'); }
  wrong({ portal, texts: t }: Balie): unknown { return t.rich('number.wrong', { phone: phoneLink(portal.clinic.phones.practice) }); }
}

export interface NumberRegistrationOptions {
  kind: NumberForm['kind'];
  /** Takes the secret of a form that was kept, and leads to the eID. */
  leave: (registration: string) => Promise<void>;
}
/** The form for oneself or for a child, up to where the eID takes over. */
export class NumberRegistration {
  readonly #host: Host;
  readonly #stem: string;
  readonly #options: NumberRegistrationOptions;
  readonly #hide: HideNumbers;
  readonly #form: FormState;
  readonly #act: Act;
  readonly #strength: StrengthMeter;
  #showPassword = false;
  /** Numbers that were asked about and sent again. */
  #sure = '';

  constructor(host: Host, stem: string, options: NumberRegistrationOptions) {
    this.#host = host;
    this.#stem = stem;
    this.#options = options;
    this.#hide = new HideNumbers(host);
    this.#form = new FormState(host, () => stem);
    this.#act = new Act(host);
    this.#strength = new StrengthMeter(host);
  }

  render(balie: Balie, more: readonly FormError[] = []): TemplateResult {
    const { portal: { clinic }, texts: t } = balie;
    if (!clinic.registration.ways.includes(this.#options.kind)) return numberClosed({ t, clinic, stem: this.#stem });
    const { problem } = this.#act;
    return numberRegistrationForm({
      t, clinic, stem: this.#stem, kind: this.#options.kind, hidden: this.#hide.hidden, busy: this.#act.busy, showPassword: this.#showPassword, strength: this.#strength.render(t),
      errors: [...more, ...this.#form.summary, ...(problem ? [{ message: errorWords(t, clinic, problem) }] : [])],
      fieldError: (name) => this.#form.error(name), onNumber: typeHyphen, onHide: this.#hide.toggle, onInput: (event) => this.#typed(event, clinic.name),
      onShowPassword: () => { this.#showPassword = !this.#showPassword; this.#host.requestUpdate(); },
      onSubmit: (event) => { event.preventDefault(); void this.#send(balie, typedIn(event.currentTarget as HTMLFormElement)); },
    });
  }

  #typed(event: Event, clinic: string) {
    this.#form.mend(event);
    const { name, value, form } = event.target as HTMLInputElement;
    void import('@balie/forms/registration').catch(() => undefined);
    if (name === 'password' && form) { const typed = typedIn(form); this.#strength.measure(value, [typed['email'] ?? '', `${typed['givenName'] ?? ''} ${typed['familyName'] ?? ''}`, clinic]); }
  }

  async #send({ portal, texts: t, now }: Balie, typed: Partial<Record<NumberFormField, string>>) {
    if (this.#act.busy) return;
    let request: Omit<RegisterRequest, 'clinic' | 'locale'> | null = null;
    const checked = await this.#act.run(async () => {
      const { checkNumberForm } = await import('@balie/forms/registration');
      const readPhone = typed.phone?.trim() ? (await import('@balie/rules/phones').catch(() => null))?.readPhone : undefined;
      const { errors, doubtful, request: made } = checkNumberForm(t, portal.clinic, this.#options.kind, typed, new Date(now()), readPhone);
      const asked = doubtful.map((name) => typed[name]).join();
      const ask = Object.keys(errors).length === 0 && asked !== this.#sure;
      this.#sure = asked;
      if (this.#form.check(ask ? Object.fromEntries(doubtful.map((name) => [name, t('number.doubtful')])) : errors)) request = made;
    });
    if (!checked) return this.#form.focusSummary();
    if (!request) return;
    this.#showPassword = false;
    const left = await this.#act.run(async () => this.#options.leave(await (await portal.self()).registerNumber(request!)));
    const { problem } = this.#act;
    if (left || !problem) return;
    const [field] = problem.fields;
    // The server saw more than we did: the message stands at the field it is about.
    if (field || problem.code === 'weak_password') {
      this.#act.reset();
      this.#form.check({ [field ?? 'password']: problem.code === 'weak_password' ? t('errors.weak_password') : t('number.shape') });
    } else await this.#form.focusSummary();
  }
}

/** After the eID, and the only way on. */
export function numberOutcome({ portal: { clinic }, texts: t }: Balie, stem: string, outcome: 'pending' | 'created' | 'exists'): TemplateResult {
  const words = outcome === 'pending' ? t('number.pending', { clinic: clinic.name }) : t(`number.${outcome}`);
  return html`<section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t(`number.${outcome}Title`)}</h2>
    ${notice({ kind: outcome === 'exists' ? 'warning' : 'success', body: words, live: 'polite' })}
    ${linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: t('login.submit') })}
    <p class="soft">${t('number.closeAll')}</p>
  </section>`;
}
