import type { DeskQueue } from '@balie/contracts';
import { notice } from '@balie/forms';
import { html, nothing, type TemplateResult } from 'lit';
import { when, type DeskAt } from './part.ts';

/** What is wrong with the practice's own system: that it cannot be reached and what waits for it, and what it refused, to be entered there by hand. */
export function systemNotice(at: DeskAt, { failingSince, waiting, refused }: NonNullable<DeskQueue['system']>): TemplateResult {
  const { t } = at;
  return html`
    ${failingSince ? notice({ kind: 'warning', live: 'polite', body: html`<p>${t('desk.system.out', { when: when(at, failingSince) })}</p>${waiting ? html`<p>${t('desk.system.waiting', { count: waiting })}</p>` : nothing}` }) : nothing}
    ${refused.length ? notice({ kind: 'danger', live: 'polite', body: html`<p>${t('desk.system.refused')}</p><ul>${refused.map(({ number, patient, at: since, reason }) => html`<li>${t('desk.system.line', { number, patient, when: when(at, since), reason })}</li>`)}</ul>` }) : nothing}`;
}
