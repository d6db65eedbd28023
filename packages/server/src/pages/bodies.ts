/** What stands in the body of each page. Elements that begin with a form are served with it, so that a field is usable before a script runs. */
import { confirmForm, eidForm, eidIsWay, eidName, letterView, logInForm, onlyByLetter, phoneLink, registerForm, waysForm } from '@balie/forms';
import { textsOf } from '@balie/forms/all';
import { numberClosed, numberLogIn, numberRegistrationForm } from '@balie/forms/numbers';
import { forgotForm } from '@balie/forms/reset';
import { html, nothing, type TemplateResult } from 'lit';
import { registersByNumber, type ElementName, type Locale, type PublicClinic, type Service } from '@balie/contracts';
import { toMarkup } from './render.ts';

const serviceOf = { 'prescription-request': 'prescriptions', 'book-appointment': 'appointments', 'econsult-form': 'econsults', 'medical-record': 'record' } as const satisfies Partial<Record<ElementName, Service>>;
/** What the hosted portal page shows; the services open inside the prompt. */
export const portalElements = ['patient-login', 'session-code-prompt', 'register-form'] as const satisfies readonly ElementName[];

/** Title of a page, for the tab and for who cannot see: what it is, then the clinic. */
export function titleOf(locale: Locale, what: ElementName | 'pages.portal' | 'pages.notFoundTitle' | 'pages.desk', clinic?: PublicClinic): string {
  const t = textsOf(locale, clinic?.texts);
  const name = clinic?.name ?? '';
  switch (what) {
    case 'pages.notFoundTitle': case 'pages.desk': return t(what);
    case 'pages.portal': case 'session-code-prompt': return t('pages.portal', { clinic: name });
    case 'patient-login': return `${t('login.title')} – ${name}`;
    case 'register-form': return `${t('register.title')} – ${name}`;
    case 'portal-menu': return `${t('menu.title')} – ${name}`;
    case 'patient-account': return `${t('account.title')} – ${name}`;
    case 'portal-help': return `${t('help.title')} – ${name}`;
    case 'password-reset': return `${t('reset.title')} – ${name}`;
    case 'guardian-accounts': return `${t('guardians.title')} – ${name}`;
    case 'contact-confirm': return `${t('contact.title')} – ${name}`;
    case 'second-factor-setup': return `${t('factor.title')} – ${name}`;
    case 'prescription-request': case 'book-appointment': case 'econsult-form': case 'medical-record': return `${clinic?.services.find(({ id }) => id === serviceOf[what])?.title ?? what} – ${name}`;
  }
}

/** The very template the element renders first: it takes these nodes over. */
function served(element: ElementName, clinic: PublicClinic): TemplateResult {
  const t = textsOf(clinic.locale, clinic.texts);
  switch (element) {
    case 'patient-login': return logInForm({ t, clinic, stem: element, ...(clinic.logIn.userName === 'cpr' ? { own: numberLogIn(t, clinic, element) } : {}), ...(eidIsWay(clinic, 'log-in') ? { ways: waysForm({ t, clinic, stem: element, purpose: 'log-in' }) } : {}) });
    case 'register-form': return registersByNumber(clinic)
      ? numberForm(clinic, element, 'number')
      : onlyByLetter(clinic) ? letterView({ t, clinic, stem: element }) : registerForm({ t, clinic, stem: element, step: 'begin', ...(eidIsWay(clinic, 'register') ? { eid: eidForm({ t, clinic, stem: element, purpose: 'register' }), eidName: eidName(t, clinic) } : {}) });
    case 'guardian-accounts': return numberForm(clinic, element, 'child');
    case 'password-reset': return forgotForm({ t, clinic, stem: element });
    default: return html`<p role="status">${t('common.loading')}</p>`;
  }
}
/** S4-18: where a clinic has switched it off, that is said instead. */
const numberForm = (clinic: PublicClinic, stem: ElementName, kind: 'number' | 'child'): TemplateResult => {
  const t = textsOf(clinic.locale, clinic.texts);
  return clinic.registration.ways.includes(kind) ? numberRegistrationForm({ t, clinic, stem, kind }) : numberClosed({ t, clinic, stem });
};
/** Only what is the element's own first rendering is taken over; of anything else it must not think that it was. */
const takenOver: readonly ElementName[] = ['patient-login', 'register-form', 'guardian-accounts', 'password-reset'];
const marks = (element: ElementName, markup: string) => (takenOver.includes(element) ? markup : markup.replace(/<!--[^]*?-->/g, ''));

const needsScript = (clinic: PublicClinic) => html`<p>${textsOf(clinic.locale, clinic.texts).rich('common.noScript', { phone: phoneLink(clinic.phones.practice) })}</p>`;
function withoutScript(element: ElementName, clinic: PublicClinic): string {
  const t = textsOf(clinic.locale, clinic.texts);
  const words = element === 'register-form' && !registersByNumber(clinic)
    ? html`<p><a href="/hosted/${clinic.id}/confirm?lang=${clinic.locale}" target="_top">${t('pages.confirmHere')}</a></p>`
    : needsScript(clinic);
  // Asking for a new password works without one.
  return element === 'password-reset' ? '' : `<noscript>${toMarkup(words)}</noscript>`;
}

/** One element; `inner` replaces what it begins with; `waits`: what it shows first only its script knows. */
export function elementBody(element: ElementName, clinic: PublicClinic, { inner, waits }: Pick<HostedBody, 'inner' | 'waits'> = {}): string {
  if (waits) return `<${element}><p class="scripted" role="status">${textsOf(clinic.locale, clinic.texts)('common.loading')}</p></${element}><noscript>${toMarkup(needsScript(clinic))}</noscript>`;
  return `<${element}>${inner ? toMarkup(inner) : marks(element, toMarkup(served(element, clinic)))}</${element}>${inner ? '' : withoutScript(element, clinic)}`;
}

export interface HostedBody {
  /** One element, or without it the portal page. */
  element?: ElementName;
  /** Above the element: what happened to the form that was sent. */
  notice?: TemplateResult;
  inner?: TemplateResult;
  /** In place of what it begins with, until its script has looked at the link that led here. */
  waits?: boolean;
}
/** A page of our own, at top level: heading, telephone numbers, languages, and the elements in one document. */
export function hostedBody(clinic: PublicClinic, { element, notice, inner, waits }: HostedBody = {}): string {
  const t = textsOf(clinic.locale, clinic.texts);
  const path = element ? `/hosted/${clinic.id}/${element}` : `/hosted/${clinic.id}`;
  const header = html`<header><h1>${t('pages.portal', { clinic: clinic.name })}</h1>
    ${clinic.locales.length > 1 ? html`<nav aria-label=${t('pages.language')}>${clinic.locales.map((locale) => html` <a href="${path}?lang=${locale}" lang=${locale} hreflang=${locale} aria-current=${locale === clinic.locale ? 'true' : nothing}>${locale.toUpperCase()}</a>`)}</nav>` : nothing}</header>`;
  const footer = html`<footer><h2>${t('pages.phones')}</h2><ul class="phones">
    <li>${t.rich('pages.practice', { phone: phoneLink(clinic.phones.practice) })}</li><li>${t.rich('pages.outOfHours', { phone: phoneLink(clinic.phones.outOfHours) })}</li><li>${t.rich('pages.emergency', { phone: phoneLink(clinic.phones.emergency) })}</li></ul>
    <p><a href=${clinic.pages.portal}>${t('pages.toSite')}</a></p></footer>`;
  const plain = (template: TemplateResult) => toMarkup(template).replace(/<!--[^]*?-->/g, '');
  const parts = element ? [elementBody(element, clinic, { ...(inner ? { inner } : {}), ...(waits ? { waits } : {}) })] : portalElements.map((name) => elementBody(name, clinic));
  return `${plain(header)}<main>${notice ? plain(notice) : ''}${parts.join('\n')}</main>${plain(footer)}`;
}

/** Without script the mailed link cannot be read from the address: it is pasted. */
export const confirmInner = (clinic: PublicClinic): TemplateResult => confirmForm({ t: textsOf(clinic.locale, clinic.texts), clinic, stem: 'register-form' });

export function notFoundBody(locale: Locale, clinic: PublicClinic | null): string {
  const t = textsOf(locale, clinic?.texts);
  if (clinic) return hostedBody(clinic, { notice: html`<p role="alert">${t.rich('pages.notFoundPart', { clinic: clinic.name, phone: phoneLink(clinic.phones.practice) })}</p>` });
  return toMarkup(html`<main><h1>${t('pages.notFoundTitle')}</h1><p>${t('pages.notFound')}</p></main>`).replace(/<!--[^]*?-->/g, '');
}

export function deskBody(locale: Locale, words?: Readonly<Record<string, string>>): string {
  const t = textsOf(locale, words);
  return `<div role="main"><practice-desk></practice-desk></div><noscript>${toMarkup(html`<p>${t('pages.deskNoScript')}</p>`)}</noscript>`;
}
