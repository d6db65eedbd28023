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

/** Calls `changed` when a `lang` around the element may have changed, in its own tree or one around that. Returns what ends it. */
export function watchLanguage(element: Element, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    observer.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang'] });
    if (!(root instanceof ShadowRoot)) return () => observer.disconnect();
  }
}
