import type { PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { button } from '../parts/button.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { field } from '../parts/field.ts';
import type { Texts } from '../texts/types.ts';
import { formAction } from './action.ts';

/** After a MitID log-in of somebody we do not know yet: the number, which MitID only compares. A page of our own, without script; the number goes by POST. */
export function numberForm({ t, clinic, stem, trip, wrong }: { t: Texts; clinic: Pick<PublicClinic, 'id'>; stem: string; trip: string; wrong?: boolean }): TemplateResult {
  const error = wrong ? t('eid.number.wrong') : undefined;
  return html`<form class="stack" method="post" action=${formAction(clinic.id, 'number')} novalidate aria-labelledby="${stem}-title">
    <h2 id="${stem}-title" tabindex="-1">${t('eid.number.title')}</h2>
    ${errorSummary(t, stem, error ? [{ field: `${stem}-number`, message: error }] : [])}
    <p>${t('eid.number.lead')}</p>
    ${field(t, { id: `${stem}-number`, name: 'number', label: t('eid.number.label'), error, size: 12 })}
    <input type="hidden" name="trip" value=${trip || nothing}>
    ${button(t, { type: 'submit', label: t('eid.number.submit') })}
  </form>`;
}
