/** Browser: loads only the language and the groups that are needed. Servers and tests take `@balie/forms/all`. */
import type { Locale } from '@balie/contracts';
import type { Catalog, Namespace } from './types.ts';

type Loaders = Record<Exclude<Namespace, 'mail'>, () => Promise<{ default: Catalog }>>;
const languages: Record<Locale, Loaders> = {
  nl: {
    base: () => import('./nl/base.ts'), code: () => import('./nl/code.ts'), register: () => import('./nl/register.ts'), joining: () => import('./nl/joining.ts'), prescriptions: () => import('./nl/prescriptions.ts'),
    appointments: () => import('./nl/appointments.ts'), econsults: () => import('./nl/econsults.ts'), desk: () => import('./nl/desk.ts'),
  },
  en: {
    base: () => import('./en/base.ts'), code: () => import('./en/code.ts'), register: () => import('./en/register.ts'), joining: () => import('./en/joining.ts'), prescriptions: () => import('./en/prescriptions.ts'),
    appointments: () => import('./en/appointments.ts'), econsults: () => import('./en/econsults.ts'), desk: () => import('./en/desk.ts'),
  },
  da: {
    base: () => import('./da/base.ts'), code: () => import('./da/code.ts'), register: () => import('./da/register.ts'), joining: () => import('./da/joining.ts'), prescriptions: () => import('./da/prescriptions.ts'),
    appointments: () => import('./da/appointments.ts'), econsults: () => import('./da/econsults.ts'), desk: () => import('./da/desk.ts'),
  },
};

export async function loadCatalog(locale: Locale, groups: Iterable<Exclude<Namespace, 'mail'>>): Promise<Catalog> {
  const loaded = await Promise.all([...new Set(groups)].map((group) => languages[locale][group]()));
  return Object.assign({}, ...loaded.map((module) => module.default)) as Catalog;
}
