/** What a page of ours does around its elements: portal, texts, language. */
import { locales, type Locale, type PublicClinic } from '@balie/contracts';
import { createTexts, loadCatalog, type Namespace } from '@balie/forms';
import type { Portal } from '@balie/portal-client';
import type { Part } from '@balie/forms/texts-of-element';
import type { Balie } from '../shared/balie.ts';
import type { EidWays } from '../shared/eid-ways.ts';
import { provider } from './context-root.ts';
import { lazyPortal, type LazyPortal } from './lazy-portal.ts';

export const isLocale = (value: unknown): value is Locale => (locales as readonly unknown[]).includes(value);

/** Written by our own server into our own page. */
const dataIn = (json: string) => JSON.parse(json) as PublicClinic & { title: string; textGroups?: readonly Exclude<Namespace, 'mail'>[] };
const here = () => dataIn(document.getElementById('balie-clinic')?.textContent ?? 'null');
const inPage = /<script type="application\/json" id="balie-clinic">([^]*?)<\/script>/;

export interface Runtime {
  readonly portal: LazyPortal;
  /** Loads an element or part with its texts. */
  need(what: Part): Promise<void>;
  /** Where the clinic has a national eID. */
  readonly eid: Promise<EidWays> | undefined;
  /** Speaks another language of the clinic from now on; what is typed stays. */
  speak(locale: Locale): Promise<void>;
}

const client = async (clinic: PublicClinic): Promise<Portal> => (await import('@balie/portal-client')).createPortal({ clinic, issuer: location.origin });

/** Resolves when the elements that stand in the page have their texts. */
export async function startRuntime(): Promise<Runtime> {
  // One object for portal and texts: when the language changes, its words change.
  const clinic = here();
  const portal = lazyPortal(clinic, () => client(clinic));
  const groups = new Set<Exclude<Namespace, 'mail'>>(['base', ...clinic.textGroups ?? []]);
  let locale = clinic.locale;
  // A plain password log-in loads nothing of it.
  const eid = clinic.eid ? import('./eid.ts').then(({ startEid }) => startEid(portal)) : undefined;

  const number = groups.has('number') || clinic.logIn.asks ? import('../shared/number-part.ts') : undefined;

  const made = async (): Promise<Balie> => ({ portal, texts: createTexts(locale, await loadCatalog(locale, groups), clinic.texts), need, eid: await eid, number: await number, now: () => Date.now() });
  async function need(what: Part) {
    const before = groups.size;
    const { loadElement, textGroupsOf } = await import('./load-element.ts');
    for (const group of textGroupsOf(what, clinic)) groups.add(group);
    const [balie] = await Promise.all([groups.size > before ? made() : null, loadElement[what]()]);
    if (balie) provider.setValue(balie);
  }
  async function speak(asked: Locale) {
    if (asked === locale || !clinic.locales.includes(asked)) return;
    const page = await fetch(`${location.pathname}?lang=${asked}`, { credentials: 'omit' });
    const json = inPage.exec(await page.text())?.[1];
    if (!page.ok || !json) return;
    document.title = Object.assign(clinic, dataIn(json)).title;
    locale = asked;
    document.documentElement.lang = asked;
    provider.setValue(await made());
  }
  provider.setValue(await made());
  return { portal, need, speak, eid };
}

/** When nobody has touched anything: who was logged in here? */
export function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 200);
}
