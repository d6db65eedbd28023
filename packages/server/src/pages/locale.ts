import type { ClinicConfig, Locale } from '@balie/contracts';

/** `?lang=` where the clinic speaks it, else the clinic's own language. */
export const localeOf = (clinic: ClinicConfig, asked: string | undefined): Locale => clinic.locales.find((locale) => locale === asked) ?? clinic.locales[0]!;
