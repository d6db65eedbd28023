import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { linkButton } from '../parts/button.ts';
import { notice } from '../parts/notice.ts';
import type { Texts } from '../texts/types.ts';
import { phoneLink } from '../words.ts';

/** True where an account begins with the practice alone (S2-01). */
export const onlyByLetter = ({ registration: { ways } }: Pick<PublicClinic, 'registration'>): boolean => ways.length > 0 && ways.every((way) => way === 'letter' || way === 'practice');

/** How one gets an account there: call, where there is a letter come by, and go on by the mailed link (S2-01 … S2-04, S4-35). What device that takes is only said (S2-28). */
export const letterView = ({ t, clinic, stem }: { t: Texts; clinic: Pick<PublicClinic, 'phones' | 'pages' | 'registration'>; stem: string }): TemplateResult => html`
  <section class="stack" aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('letter.title')}</h2>
    ${clinic.registration.ways.includes('letter') ? html`<p>${t('letter.lead')}</p>` : nothing}
    <ol>${clinic.registration.ways.includes('letter') ? html`<li>${t.rich('letter.call', { phone: phoneLink(clinic.phones.practice) })}</li><li>${t('letter.visit')}</li>` : html`<li>${t.rich('letter.callOnly', { phone: phoneLink(clinic.phones.practice) })}</li>`}<li>${t(clinic.registration.ways.includes('letter') ? 'letter.mail' : 'letter.mailOnly')} ${clinic.registration.devices === 'any' ? t('letter.any') : nothing}</li></ol>
    ${clinic.registration.devices === 'computer' ? notice({ kind: 'warning', body: t('letter.computer') }) : nothing}
    ${linkButton({ href: clinic.pages.portal, target: '_top', label: t('register.logIn') })}
  </section>`;
