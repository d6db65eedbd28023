import type { LinkState, PublicClinic } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../parts/notice.ts';
import type { Texts } from '../texts/types.ts';
import { phoneLink } from '../words.ts';

export type Linking = Pick<PublicClinic, 'name' | 'phones' | 'linking'>;
/** Who calls whom (S0-20, C4), or why nobody will. */
export function whoCalls(t: Texts, clinic: Linking, link: Exclude<LinkState, 'linked'> | null): unknown {
  const phone = phoneLink(clinic.phones.practice);
  if (link === 'refused' || link === 'revoked') return t.rich(`link.${link}`, { phone });
  if (link === 'identity-checked') return t('link.identity-checked');
  return clinic.linking.caller === 'practice' ? t('link.practiceCalls', { clinic: clinic.name }) : t.rich('link.patientCalls', { clinic: clinic.name, phone });
}

/** Registered is not linked (S0-17, S0-23): what that means now, who calls whom (S0-20, C4), and that a mail follows (S0-22). */
export function linkNotice(t: Texts, clinic: Linking, link: LinkState | null, more: { live?: 'polite'; actions?: unknown; /** In place of the promise of a mail, where none can be sent. */ follows?: string | undefined } = {}): TemplateResult {
  const live = more.live ? { live: more.live } : {};
  if (link === 'linked') return notice({ kind: 'success', body: t('link.linked'), ...live });
  const who = whoCalls(t, clinic, link);
  if (link === 'refused' || link === 'revoked') return notice({ kind: 'danger', body: who, ...live });
  return notice({ kind: 'warning', title: t('link.title'), body: html`<p>${t('link.requested')}</p><p>${who}</p><p>${more.follows ?? t('link.mailFollows')}</p>${more.actions ?? nothing}`, ...live });
}
