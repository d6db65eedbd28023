import type { Locale } from '@balie/contracts';

/** Every language, by its own name. */
export const languages: Readonly<Record<Locale, string>> = { nl: 'Nederlands', en: 'English', da: 'Dansk' };
