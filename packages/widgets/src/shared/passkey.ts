/** What a passkey says, in a chunk of its own with its words: forms show it, and know no more of it than a click. */
import { createTexts, errorWords, loadCatalog, type Texts } from '@balie/forms';
import { html, nothing } from 'lit';
import type { PasskeyOutcome, ServicePage } from '@balie/portal-client';
import type { Balie } from './balie.ts';
import { asProblem, type Problem } from './act.ts';

const wordsFor = async ({ texts, portal }: Balie): Promise<Texts> => createTexts(texts.locale, await loadCatalog(texts.locale, ['base', 'passkey']), portal.clinic.texts);
/** Where a frame is refused what our own page is not: Firefox and Safari make no passkey in a frame of another site. */
const elsewhere = (t: Texts, { portal }: Balie, element: string) => (self === top ? nothing : html` <a href="/hosted/${portal.clinic.id}/${element}?lang=${t.locale}" target="_top">${t('passkey.hosted')}</a>`);

/** Runs it and answers what to say, or null when it was done. `known`: words for refusals of the server. */
async function say(balie: Balie, element: string, act: () => Promise<PasskeyOutcome>, cancelled: 'passkey.cancelled' | 'passkey.addCancelled', known: Partial<Record<Problem['code'], 'passkey.unknown' | 'passkey.none' | 'passkey.exists'>>): Promise<unknown> {
  const t = await wordsFor(balie);
  try {
    const outcome = await act();
    if (outcome === 'done') return null;
    return outcome === 'exists' ? t('passkey.exists') : html`${t(outcome === 'cancelled' ? cancelled : 'passkey.unsupported')}${elsewhere(t, balie, element)}`;
  } catch (thrown) {
    const problem = asProblem(thrown);
    const words = known[problem.code];
    return words ? t(words) : errorWords(t, balie.portal.clinic, problem);
  }
}

export const logInByPasskey = (balie: Balie): Promise<unknown> => say(balie, 'patient-login', () => balie.portal.logInByPasskey(), 'passkey.cancelled', { wrong_credentials: 'passkey.unknown' });
export const openByPasskey = (balie: Balie, page: ServicePage, element: string): Promise<unknown> => say(balie, element, () => page.askPasskey(), 'passkey.cancelled', { access_denied: 'passkey.none', wrong_credentials: 'passkey.none' });
export const addPasskey = (balie: Balie, page: ServicePage): Promise<unknown> => say(balie, 'patient-account', () => page.account.addPasskey(), 'passkey.addCancelled', { conflict: 'passkey.exists' });
