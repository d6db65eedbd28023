import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/types.ts';

/** `field`: id of the input it is about; without it the message is about the whole form. */
export interface FormError { field?: string; message: unknown }

function goTo(event: Event) {
  const link = event.currentTarget as HTMLAnchorElement;
  const target = (link.getRootNode() as Document | ShadowRoot).getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.scrollIntoView({ block: 'center' });
}

/** All that is wrong, at the top of the form; takes the focus after a submit and links to the fields (WCAG 3.3.1, 2.4.3). */
export const errorSummary = (t: Texts, id: string, errors: readonly FormError[]): TemplateResult | typeof nothing => (errors.length === 0 ? nothing : html`
  <div class="error-summary" id="${id}-errors" tabindex="-1" role="group" aria-labelledby="${id}-errors-title">
    <p class="notice-title" id="${id}-errors-title">${t('common.errorTitle')}</p>
    <ul>${errors.map(({ field, message }) => html`<li>${field ? html`<a href="#${field}" @click=${goTo}>${message}</a>` : message}</li>`)}</ul>
  </div>`);
