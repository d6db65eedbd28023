/** Browser: loads only the language and the groups that are needed. Servers and tests take `@balie/forms/all`. */
import type { Locale } from '@balie/contracts';
import type { Catalog, Namespace } from './types.ts';

type Group = Exclude<Namespace, 'mail'>;
const languages: Record<Locale, () => Promise<{ groups: Record<Group, () => Promise<{ default: Catalog }>> }>> = { nl: () => import('./nl/load.ts'), en: () => import('./en/load.ts'), da: () => import('./da/load.ts') };

export async function loadCatalog(locale: Locale, wanted: Iterable<Group>): Promise<Catalog> {
  const { groups } = await languages[locale]();
  const loaded = await Promise.all([...new Set(wanted)].map((group) => groups[group]()));
  return Object.assign({}, ...loaded.map((module) => module.default)) as Catalog;
}
