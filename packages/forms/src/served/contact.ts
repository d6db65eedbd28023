/** Confirming address and telephone number (S4-40), and what the link mailed to a new address opens. */
import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { button } from '../parts/button.ts';
import { errorSummary, type FormError } from '../parts/error-summary.ts';
import { field } from '../parts/field.ts';
import type { Texts } from '../texts/types.ts';
import { formAction } from './action.ts';

export const contactFields = ['email', 'phone'] as const;
export type ContactField = (typeof contactFields)[number];
export interface ContactForm { t: Texts; stem: string; email: string | null; phone: string | null; /** The practice has something else. */ differs: boolean; errors?: readonly FormError[]; fieldError?: (name: ContactField) => unknown; busy?: boolean; onSubmit?: (event: SubmitEvent) => void; onInput?: (event: Event) => void }
/** Only ever shown to who is logged in, so it is never sent without a script. */
export const contactForm = ({ t, stem, ...o }: ContactForm): TemplateResult => html`
  <form class="stack" method="post" action="" novalidate aria-labelledby="${stem}-title" @submit=${o.onSubmit ?? nothing} @input=${o.onInput ?? nothing}>
    <h2 id="${stem}-title" tabindex="-1">${t('contact.title')}</h2>
    ${errorSummary(t, stem, o.errors ?? [])}
    <p>${t(o.differs ? 'contact.lead' : 'contact.leadAny')}</p>
    ${field(t, { id: `${stem}-email`, name: 'email', type: 'email', label: t('contact.email'), autocomplete: 'email', inputmode: 'email', value: o.email ?? undefined, error: o.fieldError?.('email') })}
    ${field(t, { id: `${stem}-phone`, name: 'phone', type: 'tel', label: t('contact.phone'), autocomplete: 'tel', inputmode: 'tel', optional: true, size: 18, value: o.phone ?? undefined, error: o.fieldError?.('phone') })}
    ${button(t, { type: 'submit', label: t('contact.confirm'), busy: o.busy })}
  </form>`;

/** Without a script the link is pasted: a server never sees the fragment. */
export const verifyForm = ({ t, clinic, stem, ...o }: { t: Texts; clinic: Pick<PublicClinic, 'id'>; stem: string; errors?: readonly FormError[]; error?: unknown }): TemplateResult => html`
  <form class="stack" method="post" target="_top" action=${formAction(clinic.id, 'verify')} novalidate aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('contact.verifyTitle')}</h2>
    ${errorSummary(t, stem, o.errors ?? [])}
    ${field(t, { id: `${stem}-secret`, name: 'secret', label: t('register.confirmLink'), hint: t('register.confirmLinkHint'), error: o.error })}
    ${button(t, { type: 'submit', label: t('contact.confirm') })}
  </form>`;
export const verifiedView = ({ t, stem, dead = false }: { t: Texts; stem: string; dead?: boolean }): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-title"><h2 id="${stem}-title" tabindex="-1">${t('contact.verifyTitle')}</h2><p role=${dead ? 'alert' : 'status'}>${t(dead ? 'contact.dead' : 'contact.verified')}</p></section>`;
