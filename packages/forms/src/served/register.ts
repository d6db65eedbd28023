import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { button, linkButton } from '../parts/button.ts';
import { errorSummary, type FormError } from '../parts/error-summary.ts';
import { field } from '../parts/field.ts';
import { notice } from '../parts/notice.ts';
import type { Texts } from '../texts/types.ts';
import { formAction } from './action.ts';
import { registerLabel } from './log-in.ts';
import { passwordRule } from './password-rule.ts';
import { showPasswordButton } from './show-password.ts';

export const registerSteps = ['begin', 'form', 'review', 'sent'] as const;
export type RegisterStep = (typeof registerSteps)[number];
export const registerFields = ['email', 'emailAgain', 'password', 'name', 'birthDate', 'phone'] as const;
export type RegisterField = (typeof registerFields)[number];

export interface RegisterForm {
  t: Texts;
  clinic: Pick<PublicClinic, 'id' | 'phones' | 'pages' | 'registration'>;
  stem: string;
  step: RegisterStep;
  /** What was typed before, without the password; for a form the server answers with. */
  typed?: Partial<Record<RegisterField, string>>;
  /** For review and sent. */
  email?: string | undefined;
  /** After a reload: a notice above what was typed, or what stands for the address once the mail is on its way. */
  recalled?: unknown;
  errors?: readonly FormError[];
  fieldError?: (name: RegisterField) => unknown;
  busy?: boolean;
  showPassword?: boolean;
  /** Under the password: how strong it is, in words and in colour. */
  strength?: unknown;
  /** The eID's own form (`eidForm`), where the clinic has one: it comes first, the manual route beside it (S1-15, S1-16). */
  eid?: unknown;
  /** What the manual route is headed then. */
  eidName?: string;
  onBegin?: (event: Event) => void;
  onSubmit?: (event: SubmitEvent) => void;
  onInput?: (event: Event) => void;
  onShowPassword?: (event: Event) => void;
  onSend?: (event: Event) => void;
  onBack?: (event: Event) => void;
}

/**
 * All of registration up to the mail. Before the script runs, and without one, "Registreer nu" is a link to the form below it (`:target`); the form is sent
 * to the hosted page. It stays in the document through review and "mail sent", so that starting again after a typo finds what was typed (S0-13).
 */
export function registerForm(o: RegisterForm): TemplateResult {
  return html`<div class="register ${o.step}">${before(o)}${fields(o)}${o.step === 'review' ? review(o) : nothing}${o.step === 'sent' ? sent(o) : nothing}</div>`;
}

/** S0-02, and why one address serves one patient (S0-03 … S0-05). */
const before = ({ t, clinic, stem, ...o }: RegisterForm): TemplateResult => html`
  <section class="stack before" aria-labelledby="${stem}-before">
    <h2 id="${stem}-before" tabindex="-1">${t('register.title')}</h2>
    ${o.eid ?? nothing}${o.eid ? html`<h3>${t('eid.manualTitle', { name: o.eidName ?? '' })}</h3>` : nothing}
    <h3>${t('register.beforeTitle')}</h3>
    <ul>
      <li><strong>${t('register.ownEmail')}</strong><br>${t('register.ownEmailWhy')}</li>
      <li><strong>${t('register.internet')}</strong><br>${t('register.internetWhy')}</li>
    </ul>
    ${onePerAddress(t)}
    ${linkButton({ href: `#${stem}-form`, kind: o.eid ? 'secondary' : 'primary', label: registerLabel(t, clinic), onClick: o.onBegin })}
  </section>`;

const onePerAddress = (t: Texts) => notice({ title: t('register.onePerAddress'), body: html`<p>${t('register.privacy')} ${t('register.family')}</p>` });

const fields = ({ t, clinic, stem, ...o }: RegisterForm): TemplateResult => {
  const { confirmEmail, fields: asked } = clinic.registration;
  const one = (name: RegisterField) => ({ id: `${stem}-${name}`, name, value: name === 'password' ? undefined : o.typed?.[name], error: o.fieldError?.(name) });
  return html`
  <form class="stack" id="${stem}-form" method="post" target="_top" action=${formAction(clinic.id, 'register')} novalidate aria-labelledby="${stem}-title" @submit=${o.onSubmit ?? nothing} @input=${o.onInput ?? nothing}>
    <h2 id="${stem}-title" tabindex="-1">${t('register.title')}</h2>
    ${o.step === 'form' ? o.recalled : nothing}${errorSummary(t, stem, o.step === 'review' ? [] : o.errors ?? [])}
    ${field(t, { ...one('email'), type: 'email', label: t('register.email'), hint: html`${t('register.emailHint')} ${t('register.onePerAddress')}`, autocomplete: 'username', inputmode: 'email' })}
    ${confirmEmail === 'type-twice' ? field(t, { ...one('emailAgain'), type: 'email', label: t('register.emailAgain'), autocomplete: 'off', inputmode: 'email' }) : nothing}
    ${field(t, {
      ...one('password'), type: o.showPassword ? 'text' : 'password', label: t('register.password'), hint: html`${passwordRule(t, clinic)} ${t('register.passwordHint')}`, autocomplete: 'new-password', describedBy: `${stem}-strength`,
      beside: showPasswordButton(t, o.showPassword, o.onShowPassword),
      after: html`<div class="meter" id="${stem}-strength">${o.strength ?? nothing}</div>`,
    })}
    ${asked.length === 0 ? nothing : html`<fieldset class="stack"><legend>${t('register.aboutYou')}</legend>
      <p class="soft">${t('register.aboutYouWhy')}</p>
      ${asked.includes('name') ? field(t, { ...one('name'), label: t('register.name'), autocomplete: 'name' }) : nothing}
      ${asked.includes('birthDate') ? field(t, { ...one('birthDate'), label: t('register.birthDate'), hint: t('register.birthDateHint'), autocomplete: 'bday', size: 12 }) : nothing}
      ${asked.includes('phone') ? field(t, { ...one('phone'), type: 'tel', label: t('register.phone'), hint: html`${t('register.phoneHint')} ${t('register.phoneOptional')}`, autocomplete: 'tel', inputmode: 'tel', optional: true, size: 18 }) : nothing}
    </fieldset>`}
    ${button(t, { type: 'submit', label: confirmEmail === 'type-twice' ? t('register.submitTwice') : t('register.next'), busy: o.busy })}
  </form>`;
};

/** One look at the address instead of typing it twice (WCAG 3.3.7). */
const review = ({ t, stem, ...o }: RegisterForm): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-review">
    <h2 id="${stem}-review" tabindex="-1">${t('register.reviewTitle')}</h2>
    ${errorSummary(t, `${stem}-send`, o.errors ?? [])}
    <p>${t('register.reviewLead')}</p>
    <p class="address">${o.email}</p>
    <div class="row">${button(t, { label: t('register.submit'), kind: 'primary', busy: o.busy, onClick: o.onSend })}${button(t, { label: t('register.reviewChange'), onClick: o.onBack })}</div>
  </section>`;

/** The mail is on its way: by when (S0-10), where it may hide (S0-12), what to do after a typo (S0-13). Says the same whatever exists (T16). */
const sent = ({ t, clinic, stem, ...o }: RegisterForm): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-sent">
    <h2 id="${stem}-sent" tabindex="-1">${t('register.sentTitle')}</h2>
    <p>${t.rich('register.sent', { email: html`<strong>${o.email ?? o.recalled}</strong>`, hours: clinic.registration.linkHours })}</p>
    <p>${t('register.sentSpam')}</p>
    <p>${t('register.sentTypo')}</p>
    ${o.onBack ? button(t, { label: t('register.again'), onClick: o.onBack }) : linkButton({ href: `/hosted/${clinic.id}/register-form`, label: t('register.again') })}
  </section>`;
