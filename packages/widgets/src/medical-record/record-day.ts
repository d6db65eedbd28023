import { language, type Texts } from '@balie/forms';

/** A day as far as it is known, with its year: `2011`, `augustus 2011`, `5 augustus 2011`. */
export const recordDay = (t: Texts, day: string): string => new Intl.DateTimeFormat(language[t.locale], { year: 'numeric', ...(day.length > 4 ? { month: 'long' as const } : {}), ...(day.length > 7 ? { day: 'numeric' as const } : {}), timeZone: 'UTC' }).format(new Date(day));
