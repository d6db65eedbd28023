import type { LinkState } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/types.ts';
import { whoCalls, type Linking } from './link.ts';

/** The same in a line, beside elements that say it at length: a page says it once. Of an account that is not linked. */
export const linkLine = (t: Texts, clinic: Linking, link: Exclude<LinkState, 'linked'> | null): TemplateResult =>
  html`${link === 'refused' || link === 'revoked' ? nothing : `${t('link.none')} `}${whoCalls(t, clinic, link)}`;
