import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { button, linkButton } from '../parts/button.ts';
import type { Texts } from '../texts/types.ts';
import { formAction } from './action.ts';
import { registerLabel, type LogInForm } from './log-in.ts';

export interface EidForm {
  t: Texts;
  clinic: Pick<PublicClinic, 'id' | 'eid'>;
  stem: string;
  purpose: 'log-in' | 'register';
  busy?: boolean;
  /** Under the button: where it leads if nothing happens, or what went wrong. */
  after?: unknown;
  onSubmit?: (event: SubmitEvent) => void;
}

/** The ways in, in the clinic's order (S1-26, S4-44): for `logInForm`. */
export const waysForm = (eid: EidForm & { clinic: Pick<PublicClinic, 'logIn' | 'pages' | 'registration'> }): NonNullable<LogInForm['ways']> => (title, withPassword) => {
  const { t, clinic } = eid;
  const { ways } = clinic.logIn;
  return html`<div class="stack">${title}${ways.map((way) => (way === 'eid' ? eidForm(eid) : way === 'password' ? withPassword(html`<h3>${t(clinic.logIn.userName === 'cpr' ? 'number.logInTitle' : 'eid.passwordTitle')}</h3>`) : nothing))}
    ${ways.includes('password') ? nothing : html`<div class="row"><span>${t('login.noAccount')}</span>${linkButton({ href: clinic.pages.register, target: '_top', label: registerLabel(t, clinic) })}</div>`}</div>`;
};

export const eidName = (t: Texts, clinic: Pick<PublicClinic, 'eid'>): string => (clinic.eid ? t(`eid.${clinic.eid.scheme}`) : '');

/**
 * The national eID as a way in: the notice that names the national log-in stands before the button (S4-10, S4-45), with from what age it is (S4-11, S4-12).
 * Nothing of it is typed here. Pressed before the script is ready it opens our hosted page, which has the same button.
 */
export function eidForm({ t, clinic, stem, purpose, ...o }: EidForm): TemplateResult {
  const { scheme, fromAge } = clinic.eid!;
  const name = eidName(t, clinic);
  return html`<form class="stack" data-eid method="post" target="_top" action=${formAction(clinic.id, purpose === 'register' ? 'eid-register' : 'eid')} aria-labelledby="${stem}-eid" @submit=${o.onSubmit ?? nothing}>
    <h3 id="${stem}-eid">${t(purpose === 'register' ? 'eid.register' : 'eid.logIn', { name })}</h3>
    ${purpose === 'register' ? html`<p>${t(`eid.registerWhy.${scheme}`)}</p>` : nothing}
    <p>${t(`eid.leads.${scheme}`)}${fromAge > 0 ? ` ${t('eid.fromAge', { age: fromAge })}` : ''}</p>
    ${button(t, { type: 'submit', label: t(purpose === 'register' ? 'eid.register' : 'eid.logIn', { name }), busy: o.busy })}
    ${o.after ?? nothing}
  </form>`;
}

/** Whether the clinic offers its eID there. */
export const eidIsWay = ({ eid, logIn, registration }: Pick<PublicClinic, 'eid' | 'logIn' | 'registration'>, purpose: EidForm['purpose']): boolean =>
  eid !== null && (purpose === 'register' ? registration.ways.includes('eid') : logIn.ways.includes('eid'));

/** The account exists and is logged in: S0-40 without a password to keep. */
export const eidDoneView = ({ t, clinic, stem, link }: { t: Texts; clinic: Pick<PublicClinic, 'eid' | 'pages'>; stem: string; link: unknown }): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('eid.registeredTitle')}</h2>
    <p>${t('register.successIn')}</p>
    ${link}
    <p>${t('eid.keep', { name: eidName(t, clinic) })}</p>
    ${linkButton({ href: clinic.pages.portal, target: '_top', kind: 'primary', label: t('register.toPortal') })}
  </section>`;
