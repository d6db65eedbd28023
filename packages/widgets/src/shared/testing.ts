// Not a module: it leaves `axe` on the window.
import 'axe-core/axe.min.js';
import type * as Axe from 'axe-core';
import { locales, type ElementName, type Locale } from '@balie/contracts';
import { mount, type Fixtures } from './fixture.ts';

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

/** Here axe looks in the first language, in every engine; another differs in its words alone, so words and width are looked at, and its stories by axe. */
const judged: readonly Locale[] = ['nl'];

/** Every fixture, in every language: no finding of axe, nothing untranslated, and no wider than a phone of 320 px. */
export function itHoldsEverywhere<E extends HTMLElement>(tag: ElementName | 'practice-desk', fixtures: Fixtures<E>, languages: readonly Locale[] = locales): void {
  for (const [name, fixture] of Object.entries(fixtures)) for (const lang of fixture.lang ? [fixture.lang] : languages) {
    it(`${name}, ${lang}: ${judged.includes(lang) ? 'axe finds nothing, ' : ''}nothing is untranslated, 320 px is enough`, async () => {
      await themed();
      const into = document.createElement('div');
      into.style.inlineSize = '320px';
      document.body.append(into);
      const mounted = await mount(tag, fixture, { lang, into });
      try {
        const { element } = mounted;
        if (element.textContent.trim() === '' && element.shadowRoot === null) throw new Error('it shows nothing');
        const gap = /\b(common|errors|eid|login|link|menu|help|account|passkey|register|number|reset|contact|guardians|code|activation|setup|factor|letter|paper|prescriptions|appointments|econsults|record|desk)\.[a-z][\w.-]+\b|\{\w+\}|\[object|undefined|NaN/.exec(element.innerText);
        if (gap) throw new Error(`untranslated or unfilled: ${gap[0]}`);
        if (element.scrollWidth > 320) throw new Error(`${element.scrollWidth} px wide`);
        const findings = judged.includes(lang) ? await accessibilityFindings(into) : [];
        if (findings.length) throw new Error(findings.join('\n'));
      } finally {
        mounted.remove();
        into.remove();
      }
    }).timeout(20_000);
  }
}
