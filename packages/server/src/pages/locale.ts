import type { Locale } from '@balie/contracts';

/** `?lang=` where it is spoken, else the first language spoken: by a clinic, or on a page of no clinic every language there is. */
export const localeOf = (spoken: readonly Locale[], asked: string | undefined): Locale => spoken.find((locale) => locale === asked) ?? spoken[0]!;
