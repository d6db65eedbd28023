// Not a module: it leaves `axe` on the window.
import 'axe-core/axe.min.js';
import type * as Axe from 'axe-core';
import type { ElementName } from '@balie/contracts';
import { mount, type Fixtures } from './fixture.ts';
import { shortcomings } from './shortcomings.ts';

declare const axe: typeof Axe;

/** Rules about a whole page: a fixture is a part of one. */
const pageRules = ['region', 'page-has-heading-one', 'landmark-one-main', 'document-title', 'html-has-lang', 'bypass'];

/** What axe finds, in words; empty when all is well. */
export async function accessibilityFindings(place: Element): Promise<string[]> {
  const { violations, incomplete } = await axe.run(place, { rules: Object.fromEntries(pageRules.map((id) => [id, { enabled: false }])) });
  const unsure = incomplete.filter(({ id }) => id === 'duplicate-id-aria' || id === 'aria-valid-attr-value');
  return [...violations, ...unsure].flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}

/** The tokens every page of ours has. */
async function themed(): Promise<void> {
  if (document.querySelector('link[data-theme]')) return;
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/packages/themes/theme.css' });
  link.dataset['theme'] = '';
  // Colours are judged as they come to rest.
  const still = new CSSStyleSheet();
  still.replaceSync('* { transition: none !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
  await new Promise((resolve, reject) => { link.onload = resolve; link.onerror = () => reject(new Error('no theme.css')); document.head.append(link); });
}

/** axe reads the tree and its styles, which are the same in every engine: one of them is asked. */
const asksAxe = navigator.userAgent.includes('Chrome/');

/**
 * Every fixture in the first language, in each engine the run has: as `shortcomings` has it, and no finding of axe. The other languages differ in words
 * alone: the stories look at those, each with axe too.
 */
export function itHoldsEverywhere<E extends HTMLElement>(tag: ElementName | 'practice-desk', fixtures: Fixtures<E>): void {
  for (const [name, fixture] of Object.entries(fixtures)) {
    const lang = fixture.lang ?? 'nl';
    it(`${name}, ${lang}: ${asksAxe ? 'axe finds nothing, ' : ''}nothing is untranslated, 320 px is enough`, async () => {
      await themed();
      const into = document.createElement('div');
      document.body.append(into);
      const mounted = await mount(tag, fixture, { lang, into });
      try {
        const found = [...shortcomings(into, mounted.element), ...(asksAxe ? await accessibilityFindings(into) : [])];
        if (found.length) throw new Error(found.join('\n'));
      } finally {
        mounted.remove();
        into.remove();
      }
    }).timeout(20_000);
  }
}
