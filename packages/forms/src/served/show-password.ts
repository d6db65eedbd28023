import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/types.ts';

/** Beside a password; hidden where no script can answer it. */
export const showPasswordButton = (t: Texts, shown: boolean | undefined, onClick: ((event: Event) => void) | undefined): TemplateResult =>
  html`<button type="button" class="button secondary scripted" aria-pressed=${shown ? 'true' : 'false'} aria-label=${t('common.showPassword')} @click=${onClick ?? nothing}>${shown ? t('common.hide') : t('common.show')}</button>`;
