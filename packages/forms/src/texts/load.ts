/** Browser: loads only the language and the groups that are needed. Servers and tests take `@balie/forms/all`. */
import type { Locale } from '@balie/contracts';
import type { Catalog, Namespace } from './types.ts';

export type Groups = Record<Exclude<Namespace, 'mail'>, () => Promise<{ default: Catalog }>>;
/** Each language knows its own groups, so that a page pays for one language, however many there are. */
const languages: Record<Locale, () => Promise<{ groups: Groups }>> = { nl: () => import('./nl/groups.ts'), en: () => import('./en/groups.ts'), da: () => import('./da/groups.ts') };

export async function loadCatalog(locale: Locale, groups: Iterable<Exclude<Namespace, 'mail'>>): Promise<Catalog> {
  const loaders = (await languages[locale]()).groups;
  const loaded = await Promise.all([...new Set(groups)].map((group) => loaders[group]()));
  return Object.assign({}, ...loaded.map((module) => module.default)) as Catalog;
}
