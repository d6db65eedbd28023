/** Country codes to choose from (S2-18): ISO 3166 and ITU-T E.164. Whoever's is missing types the number with `+`. */
export const countryCodes = {
  NL: 31, BE: 32, DE: 49, DK: 45, AT: 43, BG: 359, CH: 41, CY: 357, CZ: 420, EE: 372, ES: 34, FI: 358, FO: 298, FR: 33, GB: 44, GL: 299, GR: 30, HR: 385, HU: 36, IE: 353, IS: 354, IT: 39, LT: 370, LU: 352, LV: 371,
  MA: 212, MT: 356, NO: 47, PL: 48, PT: 351, RO: 40, SE: 46, SI: 386, SK: 421, SR: 597, TR: 90, UA: 380, US: 1,
} as const;
export type CountryCode = keyof typeof countryCodes;

/** The clinic's own first, the others by name in the reader's language. */
export function countriesFor(locale: string, own: string): { code: CountryCode; label: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const all = (Object.keys(countryCodes) as CountryCode[]).map((code) => ({ code, label: `${names.of(code) ?? code} (+${countryCodes[code]})` }));
  return all.sort((a, b) => Number(b.code === own) - Number(a.code === own) || a.label.localeCompare(b.label, locale));
}
