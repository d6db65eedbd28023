/** What asks for a personal number: the first field of the log-in, and the form that registers. In a chunk of its own, which only clinics that ask one load, before the first render. */
import { button, errorWords, linkButton, notice, phoneLink } from '@balie/forms';
import { numberClosed, numberRegistrationForm, numberLogIn, type NumberFormField, type NumberRegistrationForm } from '@balie/forms/numbers';
import { asksNumber, type MeAnswer, type RegisterRequest } from '@balie/contracts';
import { endsAsNumber } from '@balie/rules';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act, type Problem } from './act.ts';
import type { Balie } from './balie.ts';
import { FormState, typedIn } from './form-state.ts';
import { HideNumbers, typeHyphen } from './number-fields.ts';
import { StrengthMeter } from './strength-meter.ts';
import { TabDraft } from './tab-draft.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}

/** What a host keeps while it is shown: its box, and its act. */
const boxes = new WeakMap<Host, HideNumbers>();
const acts = new WeakMap<Host, Act>();
function kept<T>(of: WeakMap<Host, T>, host: Host, make: () => T): T {
  const there = of.get(host) ?? make();
  of.set(host, there);
  return there;
}

/** For `LogInPart`, where the user name is a number: heading, first field, and what stands below. */
export function logIn(host: Host, stem: string, { portal: { clinic }, texts: t }: Balie, error: unknown) {
  if (clinic.logIn.userName !== 'cpr') return undefined;
  const { hidden, toggle } = kept(boxes, host, () => new HideNumbers(host));
  return numberLogIn(t, clinic, stem, { hidden, error, onHide: toggle, onInput: typeHyphen });
}
/** What is said of an empty first field. */
export const missing = ({ portal: { clinic }, texts: t }: Balie): string => t(clinic.logIn.userName === 'cpr' ? 'number.missing' : 'login.usernameMissing');
/** Its own words for what came of it, where it has them; for a first log-in that an eID confirms (S4-36), the way on. */
export function words(host: Host, stem: string, { portal: { clinic }, texts: t, eid }: Balie, { code }: Problem): unknown {
  if (clinic.logIn.userName !== 'cpr') return undefined;
  if (code === 'wrong_credentials') return t.rich('number.wrong', { phone: phoneLink(clinic.phones.practice) });
  return code === 'eid_confirmation' && eid ? html`${t('number.confirm', { name: eid.name(t) })} ${button(t, { kind: 'primary', label: t('number.confirmButton', { name: eid.name(t) }), onClick: () => void eid.leave({ t, stem, host, purpose: 'confirm' }) })}` : undefined;
}

/** The form for oneself or for a child: up to where the eID takes over, and what came of it. */
export class NumberRegistration {
  readonly #host: Host;
  readonly #stem: string;
  readonly #kind: NumberRegistrationForm['kind'];
  readonly #hide: HideNumbers;
  readonly #form: FormState;
  readonly #act: Act;
  readonly #strength: StrengthMeter;
  readonly #kept: TabDraft;
  #showPassword = false;
  /** Numbers that were asked about and sent again. */
  #sure = '';
  #restored: unknown;
  /** What was typed before a reload stands there again. */
  #recalled: 'no' | 'asked' | 'shown' = 'no';
  /** How a trip ended, once its words were brought into sight and what was kept for it was dropped. */
  #told: unknown;

  constructor(host: Host, stem: string, kind: NumberRegistrationForm['kind']) {
    this.#host = host;
    this.#stem = stem;
    this.#kind = kind;
    this.#hide = new HideNumbers(host);
    this.#form = new FormState(host, () => stem);
    this.#act = new Act(host);
    this.#strength = new StrengthMeter(host);
    this.#kept = new TabDraft(host, this.#draft);
  }
  get #purpose() { return this.#kind === 'child' ? 'child' as const : 'register' as const; }

  render(balie: Balie): TemplateResult {
    const { portal: { clinic }, texts: t, eid } = balie;
    if (!clinic.registration.ways.includes(this.#kind)) return numberClosed({ t, clinic, stem: this.#stem });
    const back = eid?.value;
    const ours = back && 'purpose' in back && back.purpose === this.#purpose;
    // Where the log-in stands above this form, the window that comes back from the eID shows only that.
    const outcome = ours && back.step === 'back' && isOutcome(back.result) ? back.result : null;
    if (ours && back !== this.#told) {
      this.#told = back;
      void this.#host.updateComplete.then(() => this.#host.querySelector('h2')?.focus());
      if (outcome) void this.#kept.keep(balie, null);
    }
    if (outcome) return numberOutcome(balie, this.#stem, outcome);
    if (this.#recalled === 'no') { this.#recalled = 'asked'; void this.#recall(balie); }
    // After a trip that was given up or failed: what was typed stands there again, but no number and no password, which wait nowhere.
    if (back?.step === 'failed' && back.draft?.name === this.#draft && back.draft !== this.#restored) { this.#restored = back.draft; void this.#kept.fill(back.draft.value); }
    const { problem } = this.#act;
    const trip = eid?.after(t, this.#host, this.#purpose);
    return numberRegistrationForm({
      t, clinic, stem: this.#stem, kind: this.#kind, hidden: this.#hide.hidden, busy: this.#act.busy, showPassword: this.#showPassword, strength: this.#strength.render(t), recalled: this.#recalled === 'shown' && !(ours && back.step === 'failed' && back.waits), ...(back?.step === 'failed' ? { ended: trip } : { trip }),
      errors: [...this.#form.summary, ...(problem ? [{ message: errorWords(t, clinic, problem) }] : [])],
      fieldError: (name) => this.#form.error(name), onNumber: typeHyphen, onHide: this.#hide.toggle, onInput: (event) => this.#typed(event, balie),
      onShowPassword: () => { this.#showPassword = !this.#showPassword; this.#host.requestUpdate(); },
      onSubmit: (event) => { event.preventDefault(); void this.#send(balie, typedIn(event.currentTarget as HTMLFormElement)); },
    });
  }

  get #draft() { return `register-${this.#kind}`; }
  /** After a reload (N7). */
  async #recall(balie: Balie) {
    const kept = await this.#kept.recall(balie);
    if (!kept) return;
    await this.#kept.fill(kept);
    this.#recalled = 'shown';
    this.#host.requestUpdate();
  }

  #typed(event: Event, balie: Balie) {
    const clinic = balie.portal.clinic.name;
    this.#form.mend(event);
    const { name, value, form } = event.target as HTMLInputElement;
    if (form) this.#kept.keepSoon(balie, mayBeKept(typedIn(form)));
    void import('@balie/forms/registration').catch(() => undefined);
    if (name === 'password' && form) { const typed = typedIn(form); this.#strength.measure(value, [typed['email'] ?? '', `${typed['givenName'] ?? ''} ${typed['familyName'] ?? ''}`, clinic]); }
  }

  async #send({ portal, texts: t, eid, now }: Balie, typed: Partial<Record<NumberFormField, string>>) {
    if (this.#act.busy) return;
    let request: Omit<RegisterRequest, 'clinic' | 'locale'> | null = null;
    const checked = await this.#act.run(async () => {
      const { checkNumberForm } = await import('@balie/forms/registration');
      const readPhone = typed.phone?.trim() ? (await import('@balie/rules/phones').catch(() => null))?.readPhone : undefined;
      const { errors, doubtful, request: made } = checkNumberForm(t, portal.clinic, this.#kind, typed, new Date(now()), readPhone);
      const asked = doubtful.map((name) => typed[name]).join();
      const ask = Object.keys(errors).length === 0 && asked !== this.#sure;
      this.#sure = asked;
      if (this.#form.check(ask ? Object.fromEntries(doubtful.map((name) => [name, t('number.doubtful')])) : errors)) request = made;
    });
    if (!checked) return this.#form.focusSummary();
    if (!request) return;
    this.#showPassword = false;
    const left = await this.#act.run(async () => {
      const registration = await (await portal.self()).registerNumber(request!);
      await eid!.leave({ t, stem: this.#stem, host: this.#host, purpose: this.#purpose, registration, draft: () => ({ name: this.#draft, value: mayBeKept(typed) }) });
    });
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

/** A telephone number with its country: nobody's number has a sign before it, or begins with a day from 32 to 60. */
const withCountry = /^\s*(?:\+|00|(?:3[2-9]|[45]\d)\d{8}\s*$)/;
/** What may wait on a device: neither passwords nor personal numbers, nor what looks like one in another field. */
const mayBeKept = (typed: Partial<Record<NumberFormField, string>>): Record<string, string> => Object.fromEntries(Object.entries(typed).filter(([name, value]) => ['givenName', 'familyName', 'email', 'emailAgain', 'phone'].includes(name) && (!endsAsNumber(value) || (name === 'phone' && withCountry.test(value)))));

/** What came of the trip, as the token service says it: waits for the clinic, exists now, existed before. */
const outcomes = { waiting: 'pending', registered: 'created', exists: 'exists' } as const;
const isOutcome = (result: string): result is keyof typeof outcomes => Object.hasOwn(outcomes, result);

/** After the eID, and the only way on. */
function numberOutcome({ portal: { clinic }, texts: t }: Balie, stem: string, result: keyof typeof outcomes): TemplateResult {
  const outcome = outcomes[result];
  const words = outcome === 'pending' ? t('number.pending', { clinic: clinic.name }) : t(`number.${outcome}`);
  return html`<section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t(`number.${outcome}Title`)}</h2>
    ${notice({ kind: outcome === 'exists' ? 'warning' : 'success', body: words, live: 'polite' })}
    ${linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: t('login.submit') })}
    <p class="soft">${t('number.closeAll')}</p>
  </section>`;
}

/**
 * For whoever is logged in: where one log-in serves many clinics, to ask this one or to wait for it (S4-21, S4-33), else `otherwise`; and before it what is due: the number of a
 * second factor that was left for later (S2-13), and both address and number where the practice has another (S4-40).
 */
export function loggedIn(host: Host, stem: string, balie: Balie, me: MeAnswer, otherwise: unknown): TemplateResult {
  const { portal: { clinic } } = balie;
  const asks = (what: 'contact' | 'phone') => clinic.logIn.asks?.includes(what) ?? false;
  if (asks('contact') && me.link === 'linked') void balie.need('contact-confirm').catch(() => undefined);
  if (asks('phone')) void balie.need('second-factor-setup').catch(() => undefined);
  // That the services can be used is said once nothing is due: what is due says that they open after it.
  const usable = asks('phone') && me.link === 'linked';
  return html`${asks('phone') ? html`<second-factor-setup only-when-asked .otherwise=${usable ? otherwise : nothing}></second-factor-setup>` : nothing}${asks('contact') ? html`<contact-confirm only-when-asked></contact-confirm>` : nothing}${usable ? nothing : admission(host, stem, balie, me) ?? otherwise}`;
}
/** Of an account that is not linked, where one log-in serves many clinics: how this one is asked, or that it was; wherever a service would be. */
export function admission(host: Host, stem: string, { portal, texts: t }: Balie, { link }: MeAnswer): TemplateResult | undefined {
  const { clinic } = portal;
  if (!asksNumber(clinic) || link === 'linked') return undefined;
  if (link === 'refused' || link === 'revoked') return notice({ kind: 'danger', body: t.rich('errors.approval_refused', { phone: phoneLink(clinic.phones.practice) }), live: 'polite' });
  if (link !== null) return notice({ kind: 'warning', title: t('number.pendingTitle'), body: t('number.pending', { clinic: clinic.name }), live: 'polite' });
  const act = kept(acts, host, () => new Act(host));
  return html`<section class="stack" aria-labelledby="${stem}-here">
    <h3 id="${stem}-here">${t('number.hereTitle', { clinic: clinic.name })}</h3>
    ${act.problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, act.problem) }) : nothing}
    <p>${t('number.here', { clinic: clinic.name, button: t('number.hereButton') })}</p>
    ${button(t, { label: t('number.hereButton'), kind: 'primary', busy: act.busy, onClick: () => void act.run(async () => { await (await portal.self()).registerHere(); await portal.refresh(); }) })}
  </section>`;
}
