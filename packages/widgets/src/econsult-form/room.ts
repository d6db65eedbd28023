import type { Texts } from '@balie/forms';
import { html, nothing, type TemplateResult } from 'lit';
import { room } from './econsult-flow.ts';

/** Under a text field: nothing while there is plenty; then exact for the eye, and in a few steps for the ear. */
export function roomLeft(t: Texts, length: number, max: number, wrong: boolean): TemplateResult {
  const { visible, spoken } = room(length, max);
  const shown = visible === null || wrong ? nothing : visible < 0 ? t('econsults.over', { count: -visible }) : visible === 0 ? t('econsults.full') : t('econsults.left', { count: visible });
  const said = spoken === null ? nothing : spoken < 0 ? t('econsults.overSpoken') : spoken === 0 ? t('econsults.full') : t('econsults.leftSpoken', { count: spoken });
  return html`<p class=${(visible ?? 0) < 0 ? 'room over' : 'room'} aria-hidden="true">${shown}</p><p class="hidden" role="status">${said}</p>`;
}
