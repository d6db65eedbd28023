import type { Locale } from '@balie/contracts';
import { texts } from './texts.ts';

/** Language of the tag: its own `lang`, or that of the closest ancestor, also outside its shadow tree. Null: none we speak, the clinic's default counts. */
export function languageOf(element: Element): Locale | null {
  for (let node: Node | null = element; node; node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)) {
    const lang = node instanceof Element && node.getAttribute('lang');
    if (lang) {
      const [primary = ''] = lang.toLowerCase().split('-');
      return Object.hasOwn(texts, primary) ? (primary as Locale) : null;
    }
  }
  return null;
}

/** Calls `changed` when a `lang` anywhere on the page may have changed. Returns what ends it. */
export function watchLanguage(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
