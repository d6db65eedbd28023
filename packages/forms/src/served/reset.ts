/** Forgotten password, in two forms: where to send the link (S4-16), and the new password behind it. Both work without a script. */
import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { button, linkButton } from '../parts/button.ts';
import { errorSummary, type FormError } from '../parts/error-summary.ts';
import { field } from '../parts/field.ts';
import { notice } from '../parts/notice.ts';
import type { Texts } from '../texts/types.ts';
import { phoneLink } from '../words.ts';
import { formAction } from './action.ts';
import { hideBox, numberField } from './numbers.ts';
import { passwordRule } from './password-rule.ts';
import { showPasswordButton } from './show-password.ts';

export const resetFields = ['number', 'email', 'secret', 'password', 'passwordAgain'] as const;
export type ResetField = (typeof resetFields)[number];
interface Form {
  t: Texts;
  clinic: Pick<PublicClinic, 'id' | 'phones' | 'pages' | 'registration' | 'logIn'>;
  stem: string;
  errors?: readonly FormError[];
  fieldError?: (name: ResetField) => unknown;
  busy?: boolean;
  onSubmit?: (event: SubmitEvent) => void;
  onInput?: (event: Event) => void;
}
export interface ForgotForm extends Form { hidden?: boolean; email?: string; /** A mailed link's page was loaded again, without its secret. */ reloaded?: boolean; onNumber?: (event: Event) => void; onHide?: (event: Event) => void }

export function forgotForm({ t, clinic, stem, ...o }: ForgotForm): TemplateResult {
  const cpr = clinic.logIn.userName === 'cpr';
  return html`<form class="stack" method="post" target="_top" action=${formAction(clinic.id, 'forgot')} novalidate aria-labelledby="${stem}-title" @submit=${o.onSubmit ?? nothing} @input=${o.onInput ?? nothing}>
    <h2 id="${stem}-title" tabindex="-1">${t('reset.title')}</h2>
    ${errorSummary(t, stem, o.errors ?? [])}
    ${o.reloaded ? notice({ kind: 'warning', live: 'polite', body: t('reset.reloaded') }) : nothing}
    <p>${t(cpr ? 'reset.leadNumber' : 'reset.lead')}</p>
    ${cpr ? html`${numberField(t, { id: `${stem}-number`, name: 'number', label: t('number.cpr'), hidden: o.hidden, error: o.fieldError?.('number'), onInput: o.onNumber })}${hideBox(stem, t('number.hide'), o.hidden ?? false, o.onHide)}` : nothing}
    ${field(t, { id: `${stem}-email`, name: 'email', type: 'email', label: t('reset.email'), autocomplete: cpr ? 'email' : 'username', inputmode: 'email', value: o.email, error: o.fieldError?.('email') })}
    ${button(t, { type: 'submit', label: t('reset.submit'), busy: o.busy })}
    <p class="soft">${t.rich('reset.stuck', { phone: phoneLink(clinic.phones.practice) })}</p>
  </form>`;
}

/** Says the same whatever exists (T16). */
export const forgotSent = ({ t, stem, onAgain, clinic, pasteHere }: Pick<Form, 't' | 'stem' | 'clinic'> & { onAgain?: (event: Event) => void; /** Without a script the link is pasted there. */ pasteHere?: string }): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('reset.sentTitle')}</h2>
    <p>${t('reset.sent')}</p><p>${t('reset.sentSpam')}</p>
    <p class="soft">${t.rich('reset.stuck', { phone: phoneLink(clinic.phones.practice) })}</p>
    ${pasteHere ? html`<p><a href=${pasteHere}>${t('reset.pasteHere')}</a></p>` : nothing}
    ${onAgain ? button(t, { label: t('reset.again'), onClick: onAgain }) : nothing}
  </section>`;

export interface ResetForm extends Form { /** True where the script took the secret from the fragment; a server never sees one, so it asks for the link. */ secretKnown?: boolean; showPassword?: boolean; strength?: unknown; onShowPassword?: (event: Event) => void }
export function resetForm({ t, clinic, stem, ...o }: ResetForm): TemplateResult {
  const secret = (name: 'password' | 'passwordAgain') => ({ id: `${stem}-${name}`, name, type: o.showPassword ? 'text' as const : 'password' as const, autocomplete: 'new-password', error: o.fieldError?.(name) });
  return html`<form class="stack" method="post" target="_top" action=${formAction(clinic.id, 'reset')} novalidate aria-labelledby="${stem}-title" @submit=${o.onSubmit ?? nothing} @input=${o.onInput ?? nothing}>
    <h2 id="${stem}-title" tabindex="-1">${t('reset.newTitle')}</h2>
    ${errorSummary(t, stem, o.errors ?? [])}
    ${o.secretKnown ? nothing : field(t, { id: `${stem}-secret`, name: 'secret', label: t('register.confirmLink'), hint: t('register.confirmLinkHint'), error: o.fieldError?.('secret') })}
    ${field(t, { ...secret('password'), label: t('reset.new'), hint: html`${passwordRule(t, clinic)} ${t('register.passwordHint')}`, describedBy: `${stem}-strength`, beside: showPasswordButton(t, o.showPassword, o.onShowPassword), after: html`<div class="meter" id="${stem}-strength">${o.strength ?? nothing}</div>` })}
    ${field(t, { ...secret('passwordAgain'), label: t('reset.newAgain') })}
    ${button(t, { type: 'submit', label: t('reset.save'), busy: o.busy })}
  </form>`;
}

export const resetDone = ({ t, clinic, stem }: Pick<Form, 't' | 'clinic' | 'stem'>): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('reset.doneTitle')}</h2>
    <p>${t('reset.done')}</p>
    ${linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: t('register.logIn') })}
  </section>`;

export const resetDead = ({ t, clinic, stem, onAgain }: Pick<Form, 't' | 'clinic' | 'stem'> & { onAgain?: (event: Event) => void }): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('register.linkDeadTitle')}</h2>
    <p>${t('reset.dead')}</p>
    ${onAgain ? button(t, { label: t('reset.again'), onClick: onAgain }) : linkButton({ href: `/hosted/${clinic.id}/password-reset`, label: t('reset.again') })}
  </section>`;
