import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { button, linkButton } from '../parts/button.ts';
import { errorSummary, type FormError } from '../parts/error-summary.ts';
import { field } from '../parts/field.ts';
import { notice } from '../parts/notice.ts';
import type { Texts } from '../texts/types.ts';
import { formAction } from './action.ts';
import { showPasswordButton } from './show-password.ts';

export interface ConfirmForm {
  t: Texts;
  clinic: Pick<PublicClinic, 'id' | 'phones' | 'pages' | 'registration'>;
  stem: string;
  /** True where the script has the secret from the page's fragment; a server never sees a fragment, so it asks for the link. */
  secretKnown?: boolean;
  errors?: readonly FormError[];
  fieldError?: (name: 'secret' | 'password') => unknown;
  busy?: boolean;
  showPassword?: boolean;
  onSubmit?: (event: SubmitEvent) => void;
  onInput?: (event: Event) => void;
  onShowPassword?: (event: Event) => void;
}
/** Another browser than the one that registered: the mailed secret counts only together with the password chosen then (T38, T39). */
export function confirmForm({ t, clinic, stem, ...o }: ConfirmForm): TemplateResult {
  return html`<form class="stack" method="post" target="_top" action=${formAction(clinic.id, 'confirm')} novalidate aria-labelledby="${stem}-title" @submit=${o.onSubmit ?? nothing} @input=${o.onInput ?? nothing}>
    <h2 id="${stem}-title" tabindex="-1">${t('register.confirmPasswordTitle')}</h2>
    ${errorSummary(t, stem, o.errors ?? [])}
    ${o.secretKnown ? nothing : field(t, { id: `${stem}-secret`, name: 'secret', label: t('register.confirmLink'), hint: t('register.confirmLinkHint'), error: o.fieldError?.('secret') })}
    <p>${t('register.confirmPassword')}</p>
    ${field(t, { id: `${stem}-password`, name: 'password', type: o.showPassword ? 'text' : 'password', label: t('login.password'), autocomplete: 'current-password', error: o.fieldError?.('password'), beside: showPasswordButton(t, o.showPassword, o.onShowPassword) })}
    ${button(t, { type: 'submit', label: t('register.confirmSubmit'), busy: o.busy })}
  </form>`;
}

export interface ConfirmedView { t: Texts; clinic: ConfirmForm['clinic']; stem: string; loggedIn: boolean; /** Not yet linked, and who calls whom (S0-17, S0-20). */ link: unknown }
/** S0-40: heading, both notices, and where to go. */
export const confirmedView = ({ t, clinic, stem, loggedIn, link }: ConfirmedView): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('register.successTitle')}</h2>
    <p>${loggedIn ? t('register.successIn') : t('register.successLogIn')}</p>
    ${link}
    ${notice({ body: t('register.keep') })}
    ${linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: loggedIn ? t('register.toPortal') : t('register.logIn') })}
  </section>`;

/** Used, expired, replaced or broken: one answer, and both ways out. */
export const linkDeadView = ({ t, clinic, stem, onAgain }: { t: Texts; clinic: ConfirmForm['clinic']; stem: string; onAgain?: (event: Event) => void }): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('register.linkDeadTitle')}</h2>
    <p>${t('register.linkDead', { hours: clinic.registration.linkHours })}</p>
    <div class="row">${linkButton({ href: clinic.pages.portal, target: '_top', label: t('register.logIn') })}${onAgain ? button(t, { label: t('register.again'), onClick: onAgain }) : linkButton({ href: `/hosted/${clinic.id}/register-form`, label: t('register.again') })}</div>
  </section>`;
