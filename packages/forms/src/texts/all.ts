/** Every text of every language at once: for servers, tests and stories. Never for a browser bundle. */
import type { Locale } from '@balie/contracts';
import { createTexts } from './create.ts';
import { messages as da } from './da/all.ts';
import { messages as en } from './en/all.ts';
import { messages as nl } from './nl/all.ts';
import type { Catalog, Texts } from './types.ts';

export const catalogs: Readonly<Record<Locale, Catalog>> = { nl, en, da };
export const textsOf = (locale: Locale, overrides?: Readonly<Record<string, string>>): Texts => createTexts(locale, catalogs[locale], overrides);
