/** Where a country has its own words for what the desk says: its personal number is called something else. */
import type { Texts } from '@balie/forms';
import type { Country } from '@balie/rules';

const danish = { 'desk.bsn': 'desk.cpr', 'desk.bsnShort': 'desk.cprShort', 'desk.bsnShape': 'desk.cprShape', 'desk.unverified': 'desk.cprUnverified', 'desk.links.mismatchBsn': 'desk.links.mismatchCpr', 'desk.search.nothing': 'desk.search.nothingCpr', 'desk.accounts.nothing': 'desk.accounts.nothingCpr' } as const;
const own: Readonly<Partial<Record<Country, Readonly<Record<string, string>>>>> = { DK: danish };

/** The same texts, in the country's words. */
export function inCountry(t: Texts, country: Country): Texts {
  const words = own[country];
  if (!words) return t;
  const say = t as unknown as (key: string, ...values: unknown[]) => string;
  const called = (key: string) => words[key] ?? key;
  return Object.assign((key: string, ...values: unknown[]) => say(called(key), ...values), { locale: t.locale, rich: (key: string, values: never) => t.rich(called(key) as never, values) }) as unknown as Texts;
}
