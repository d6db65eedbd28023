/** Fields for a personal number, and the forms that ask one: log-in, registration, a child's registration (S4). Only clinics that ask numbers load this. */
import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { button, linkButton } from '../parts/button.ts';
import { errorSummary, type FormError } from '../parts/error-summary.ts';
import { checkbox, field } from '../parts/field.ts';
import { notice } from '../parts/notice.ts';
import type { Texts } from '../texts/types.ts';
import { phoneLink } from '../words.ts';
import { formAction } from './action.ts';
import { passwordRule } from './password-rule.ts';
import { showPasswordButton } from './show-password.ts';

export interface NumberField {
  id: string;
  name: string;
  label: string;
  /** Dots instead of the number: another type of input, so that who cannot see is not read it aloud either. */
  hidden?: boolean | undefined;
  hint?: unknown;
  error?: unknown;
  value?: string | undefined;
  autocomplete?: 'username';
  after?: unknown;
  onInput?: ((event: Event) => void) | undefined;
}
/** Letters are let in: replacement numbers have them (N13). The hyphen comes by itself where a script runs (S4-29). */
export const numberField = (t: Texts, o: NumberField): TemplateResult => field(t, {
  id: o.id, name: o.name, label: o.label, type: o.hidden ? 'password' : 'text', autocomplete: o.autocomplete ?? 'off', size: 13, ...(o.hint ? { hint: o.hint } : {}), error: o.error, value: o.value, after: o.after, onInput: o.onInput,
});

/** "Skjul CPR-nummer": shown unless ticked (S4-14, S4-41). Nothing without a script, so not shown without one. */
export const hideBox = (id: string, label: string, hidden: boolean, onChange: ((event: Event) => void) | undefined): TemplateResult =>
  html`<div class="scripted">${checkbox({ id: `${id}-hide`, name: 'hide', label, checked: hidden, ...(onChange ? { onChange } : {}) })}</div>`;

type Clinic = Pick<PublicClinic, 'id' | 'name' | 'phones' | 'pages' | 'registration' | 'operator' | 'guardians'>;

/** The front page (S4-09, S4-44): the clinic's name and help, the log-in's first field, and what stands below it: where one becomes a user (S4-17, S4-18), advice (S4-23), and whose portal it is (S4-53). */
export function numberLogIn(t: Texts, clinic: Clinic, stem: string, o: { hidden?: boolean; value?: string | undefined; error?: unknown; onHide?: (event: Event) => void; onInput?: (event: Event) => void } = {}) {
  const { ways } = clinic.registration;
  const { register } = clinic.pages;
  const help = html`<a class="help" href=${clinic.pages.help ?? `/hosted/${clinic.id}/portal-help?lang=${t.locale}`} target="_top">${t('number.help')}</a>`;
  return {
    heading: html`${t('number.front', { clinic: clinic.name })} ${help}`,
    user: html`${numberField(t, { id: `${stem}-username`, name: 'username', label: t('number.cpr'), hidden: o.hidden, value: o.value, error: o.error, autocomplete: 'username', onInput: o.onInput })}${hideBox(`${stem}-username`, t('number.hide'), o.hidden ?? false, o.onHide)}`,
    after: html`<section class="stack" aria-labelledby="${stem}-become">
        <h3 id="${stem}-become">${t('number.become')}</h3>
        ${ways.every((way) => way !== 'number' && way !== 'child') ? html`<p>${t.rich('number.closed', { phone: phoneLink(clinic.phones.practice) })}</p>` : html`<div class="row">
          ${ways.includes('number') ? linkButton({ href: register, target: '_top', label: clinic.registration.label ?? t('number.becomeSelf') }) : nothing}
          ${ways.includes('child') ? linkButton({ href: clinic.pages.guardians ?? `/hosted/${clinic.id}/guardian-accounts`, target: '_top', label: t('number.becomeChild') }) : nothing}
        </div>`}
      </section>
      <p class="soft">${t('number.closeAll')}</p>
      ${clinic.operator ? html`<p class="soft">${t('number.operator', { operator: clinic.operator })}</p>` : nothing}`,
  };
}

export const numberFormFields = ['number', 'guardianNumber', 'givenName', 'familyName', 'email', 'emailAgain', 'phone', 'password', 'passwordAgain'] as const;
export type NumberFormField = (typeof numberFormFields)[number];
export interface NumberRegistrationForm {
  t: Texts;
  clinic: Clinic;
  stem: string;
  /** For oneself, or for a child by its guardian. */
  kind: 'number' | 'child';
  hidden?: boolean;
  errors?: readonly FormError[];
  fieldError?: (name: NumberFormField) => unknown;
  busy?: boolean;
  showPassword?: boolean;
  strength?: unknown;
  /** Where the eID leads: at the button. How it ended: on top, where who comes back from it looks. */
  trip?: unknown;
  ended?: unknown;
  /** What was typed before a reload stands there again, but for numbers and passwords. */
  recalled?: boolean;
  onSubmit?: (event: SubmitEvent) => void;
  onInput?: (event: Event) => void;
  onNumber?: (event: Event) => void;
  onHide?: (event: Event) => void;
  onShowPassword?: (event: Event) => void;
}
/** Fields in the guide's order (S4-24, S4-26); every one but the telephone is needed (S4-28); agreed by the button, with the terms to read first (S4-31). */
export function numberRegistrationForm({ t, clinic, stem, kind, ...o }: NumberRegistrationForm): TemplateResult {
  const child = kind === 'child';
  const { documents, terms, confirmEmail } = clinic.registration;
  const title = child ? t('number.becomeChild') : clinic.registration.label ?? t('number.becomeSelf');
  const one = (name: NumberFormField) => ({ id: `${stem}-${name}`, name, error: o.fieldError?.(name) });
  const number = (name: 'number' | 'guardianNumber', label: string) => numberField(t, { ...one(name), label, hidden: o.hidden, onInput: o.onNumber });
  const secret = (name: 'password' | 'passwordAgain') => ({ ...one(name), type: o.showPassword ? 'text' as const : 'password' as const, autocomplete: 'new-password' });
  const document = documents.find(({ id }) => id === 'terms');
  return html`<form class="stack" id="${stem}-form" method="post" target="_top" action=${formAction(clinic.id, 'register')} novalidate aria-labelledby="${stem}-title" @submit=${o.onSubmit ?? nothing} @input=${o.onInput ?? nothing}>
    <h2 id="${stem}-title" tabindex="-1">${title}</h2>
    ${o.ended ?? nothing}${o.recalled ? notice({ live: 'polite', body: t('number.recalled') }) : nothing}${errorSummary(t, stem, o.errors ?? [])}
    ${notice({ body: html`${child ? html`<p>${t('number.childLead')}</p>` : nothing}<p>${t('number.redirect')}</p>${child && clinic.guardians ? html`<p>${t('number.childKnown')}</p>` : nothing}` })}
    <p>${t('number.allNeeded')}</p>
    ${number('number', child ? t('number.childCpr') : t('number.cpr'))}
    ${child ? number('guardianNumber', t('number.guardianCpr')) : nothing}
    ${hideBox(stem, child ? t('number.hideBoth') : t('number.hide'), o.hidden ?? false, o.onHide)}
    ${field(t, { ...one('givenName'), label: child ? t('number.childGivenName') : t('number.givenName'), autocomplete: child ? 'off' : 'given-name' })}
    ${field(t, { ...one('familyName'), label: child ? t('number.childFamilyName') : t('number.familyName'), autocomplete: child ? 'off' : 'family-name' })}
    ${field(t, { ...one('email'), type: 'email', label: t('register.email'), hint: child ? t('number.childEmailHint') : t('number.emailHint'), autocomplete: 'email', inputmode: 'email' })}
    ${confirmEmail === 'type-twice' ? field(t, { ...one('emailAgain'), type: 'email', label: t('register.emailAgain'), inputmode: 'email' }) : nothing}
    ${field(t, { ...one('phone'), type: 'tel', label: t('number.mobile'), autocomplete: 'tel', inputmode: 'tel', optional: true, size: 18 })}
    ${field(t, { ...secret('password'), label: t('login.password'), hint: html`${passwordRule(t, clinic)} ${t('register.passwordHint')}`, describedBy: `${stem}-strength`, beside: showPasswordButton(t, o.showPassword, o.onShowPassword), after: html`<div class="meter" id="${stem}-strength">${o.strength ?? nothing}</div>` })}
    ${field(t, { ...secret('passwordAgain'), label: t('number.passwordAgain') })}
    ${terms === 'button' && document ? html`<p>${t.rich('number.terms', { button: t('number.submit'), terms: html`<a href=${document.url} target="_blank" rel="noopener">${t('number.termsLink')}</a>` })}</p>` : nothing}
    ${button(t, { type: 'submit', label: t('number.submit'), busy: o.busy })}
    ${o.trip ?? nothing}
    <p class="soft">${t('number.closeAll')}</p>
  </form>`;
}

/** Self-registration is switched off (S4-18). */
export const numberClosed = ({ t, clinic, stem }: { t: Texts; clinic: Clinic; stem: string }): TemplateResult =>
  html`<section class="stack" aria-labelledby="${stem}-title"><h2 id="${stem}-title" tabindex="-1">${t('number.become')}</h2><p>${t.rich('number.closed', { phone: phoneLink(clinic.phones.practice) })}</p></section>`;
