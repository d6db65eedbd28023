/** Medicines that are not in the list, by name: for the practice to decide on. */
import { button, field, textArea, type Texts } from '@balie/forms';
import { html, nothing, type TemplateResult } from 'lit';
import type { FormState } from '../shared/form-state.ts';
import type { Unlisted } from './prescription-flow.ts';

interface Options { t: Texts; stem: string; form: FormState; why: boolean; /** Null: there are as many as one request takes. */ add: (() => void) | null; remove: (at: number) => void }
/** Names of its inputs: `name-0`, `why-0`, `more-0`. */
export const unlistedFields = (unlisted: readonly Unlisted[], { t, stem, form, why, add, remove }: Options): TemplateResult => html`<section class="stack unlisted" aria-labelledby="${stem}-unlisted">
  <h3 id="${stem}-unlisted">${t('prescriptions.unlisted')}</h3>
  <p class="soft">${t('prescriptions.unlistedHint')}</p>
  ${unlisted.map((_one, at) => html`<div class="medicine">
    ${field(t, { id: `${stem}-name-${at}`, name: `name-${at}`, label: t('prescriptions.unlistedName'), hint: t('prescriptions.unlistedNameHint'), error: form.error(`name-${at}`) })}
    ${why ? textArea(t, { id: `${stem}-why-${at}`, name: `why-${at}`, label: t('prescriptions.unlistedWhy'), rows: 2, error: form.error(`why-${at}`) }) : nothing}
    ${textArea(t, { id: `${stem}-more-${at}`, name: `more-${at}`, label: t('prescriptions.unlistedNote'), optional: true, rows: 2, error: form.error(`more-${at}`) })}
    ${button(t, { kind: 'quiet', label: t('prescriptions.unlistedRemove'), ariaLabel: t('prescriptions.unlistedRemoveWhich', { count: at + 1 }), onClick: () => remove(at) })}
  </div>`)}
  ${add ? html`<p>${button(t, { id: `${stem}-add`, label: t('prescriptions.unlistedAdd'), onClick: add })}</p>` : nothing}
</section>`;
