import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { button, linkButton } from '../parts/button.ts';
import { errorSummary, type FormError } from '../parts/error-summary.ts';
import { field } from '../parts/field.ts';
import type { Texts } from '../texts/types.ts';
import { formAction } from './action.ts';
import { showPasswordButton } from './show-password.ts';

export interface LogInForm {
  t: Texts;
  clinic: Pick<PublicClinic, 'id' | 'phones' | 'pages' | 'registration' | 'logIn'>;
  /** Begins every id inside. */
  stem: string;
  /** Above the form: why one is asked to log in, or how the last session ended. */
  lead?: unknown;
  /** Where there are other ways than the password: puts them together (`waysForm`). */
  ways?: ((title: TemplateResult, withPassword: (head: TemplateResult) => TemplateResult) => TemplateResult) | undefined;
  username?: string;
  errors?: readonly FormError[];
  fieldError?: (name: 'username' | 'password') => unknown;
  /** Where the user name is a number (`numberLogIn`): the front page's heading, its first field, and what stands below. */
  own?: { heading: unknown; user: unknown; after: unknown } | undefined;
  busy?: boolean;
  showPassword?: boolean;
  onSubmit?: (event: SubmitEvent) => void;
  onInput?: (event: Event) => void;
  onShowPassword?: (event: Event) => void;
  onPasskey?: () => void;
}

/** The registration page of the practice's own site; its label is the clinic's (S0-37, S1-30). */
export const registerLabel = (t: Texts, clinic: Pick<PublicClinic, 'registration'>): string => clinic.registration.label ?? t('login.register');

/** User name and password stand above "Registreer nu" (S0-15); the user name is the e-mail address (S0-16); no code here (S0-38). */
export function logInForm(o: LogInForm): TemplateResult {
  const { t, clinic, stem } = o;
  const title = html`<h2 id="${stem}-title" tabindex="-1">${o.own?.heading ?? t('login.title')}</h2>${o.lead ?? nothing}`;
  const withPassword = (head: TemplateResult) => html`<form class="stack" method="post" target="_top" action=${formAction(clinic.id, 'log-in')} novalidate aria-labelledby="${stem}-title" @submit=${o.onSubmit ?? nothing} @input=${o.onInput ?? nothing}>
    ${head}
    ${errorSummary(t, stem, o.errors ?? [])}
    ${o.own?.user ?? field(t, { id: `${stem}-username`, name: 'username', type: 'email', label: t('login.username'), autocomplete: 'username', inputmode: 'email', value: o.username, error: o.fieldError?.('username') })}
    ${field(t, {
      id: `${stem}-password`, name: 'password', type: o.showPassword ? 'text' : 'password', label: t('login.password'), autocomplete: 'current-password', error: o.fieldError?.('password'),
      beside: showPasswordButton(t, o.showPassword, o.onShowPassword),
    })}
    ${button(t, { type: 'submit', label: t('login.submit'), busy: o.busy })}
    ${clinic.logIn.ways.includes('passkey') ? button(t, { label: t('login.passkey'), onClick: o.onPasskey }) : nothing}
    <p><a href="/hosted/${clinic.id}/password-reset?lang=${t.locale}" target="_top">${t('login.forgot')}</a></p>
    ${o.own?.after ?? html`<div class="row"><span>${t('login.noAccount')}</span>${linkButton({ href: clinic.pages.register, target: '_top', label: registerLabel(t, clinic) })}</div>`}
  </form>`;
  return o.ways ? o.ways(title, withPassword) : withPassword(title);
}
