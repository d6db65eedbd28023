import type { ErrorCode, PublicClinic } from '@balie/contracts';
import { html, nothing } from 'lit';
import type { Texts } from './texts/types.ts';
import { phoneLink, timeInWords } from './words.ts';

/** What an element knows of a failure; a `PortalError` is one. */
export interface Failure { code: ErrorCode | 'offline'; id?: string | null; retryAfter?: number | null }

/** What happened and what to do, with the practice's number (N4), and for our own faults the number to quote. */
export function errorWords(t: Texts, clinic: Pick<PublicClinic, 'phones'>, failure: Failure): unknown {
  const words = t.rich(`errors.${failure.code}`, { phone: phoneLink(clinic.phones.practice), wait: timeInWords(t, (failure.retryAfter ?? 60) * 1000) });
  const quotable = failure.id && (failure.code === 'server_error' || failure.code === 'temporarily_unavailable');
  return html`${words}${quotable ? html` ${t('errors.quote', { id: failure.id ?? '' })}` : nothing}`;
}
