/** Browser: loads only the language and the groups that are needed. Servers and tests take `@balie/forms/all`. */
import type { Locale } from '@balie/contracts';
import type { Catalog, Namespace } from './types.ts';

type Loaders = Record<Exclude<Namespace, 'mail'>, () => Promise<{ default: Catalog }>>;
const languages: Partial<Record<Locale, Loaders>> = {
  nl: {
    base: () => import('./nl/base.ts'), code: () => import('./nl/code.ts'), register: () => import('./nl/register.ts'), prescriptions: () => import('./nl/prescriptions.ts'),
    appointments: () => import('./nl/appointments.ts'), econsults: () => import('./nl/econsults.ts'), desk: () => import('./nl/desk.ts'), eid: () => import('./nl/eid.ts'),
  },
  en: {
    base: () => import('./en/base.ts'), code: () => import('./en/code.ts'), register: () => import('./en/register.ts'), prescriptions: () => import('./en/prescriptions.ts'),
    appointments: () => import('./en/appointments.ts'), econsults: () => import('./en/econsults.ts'), desk: () => import('./en/desk.ts'), eid: () => import('./en/eid.ts'),
  },
};
/** Danish comes with its own preset; until then such a reader gets English. */
const loadersOf = (locale: Locale) => languages[locale] ?? languages.en!;

export async function loadCatalog(locale: Locale, groups: Iterable<Exclude<Namespace, 'mail'>>): Promise<Catalog> {
  const loaders = loadersOf(locale);
  const loaded = await Promise.all([...new Set(groups)].map((group) => loaders[group]()));
  return Object.assign({}, ...loaded.map((module) => module.default)) as Catalog;
}
