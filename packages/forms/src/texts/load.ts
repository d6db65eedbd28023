/** Browser: loads only the language and the groups that are needed. Servers and tests take `@balie/forms/all`. */
import type { Locale } from '@balie/contracts';
import type { Catalog, Namespace } from './types.ts';

type Group = Exclude<Namespace, 'mail'>;
type Loaders = Record<Exclude<Group, 'base'>, () => Promise<{ default: Catalog }>>;
/** What every element needs, at once; where the rest is found costs a look of its own, so that a log-in form does not carry it. */
const base: Record<Locale, () => Promise<{ default: Catalog }>> = { nl: () => import('./nl/base.ts'), en: () => import('./en/base.ts'), da: () => import('./da/base.ts') };
const rest: Record<Locale, () => Promise<{ groups: Loaders }>> = { nl: () => import('./nl/groups.ts'), en: () => import('./en/groups.ts'), da: () => import('./da/groups.ts') };

export async function loadCatalog(locale: Locale, groups: Iterable<Group>): Promise<Catalog> {
  const loaded = await Promise.all([...new Set(groups)].map(async (group) => (group === 'base' ? base[locale]() : (await rest[locale]()).groups[group]())));
  return Object.assign({}, ...loaded.map((module) => module.default)) as Catalog;
}
