/** Times as the practice's clock shows them. Apart from ids.ts: a log-in has no use for them. */
import { isDate } from '@balie/rules';
import * as z from 'zod/mini';

/** Time of day on the practice's clock, `HH:MM`. */
export const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM'));
/** Day and time on the practice's clock, `YYYY-MM-DDTHH:MM`. */
export const wallTime = z.string().check(z.regex(/T([01]\d|2[0-3]):[0-5]\d$/), z.refine((value) => value.length === 16 && isDate(value.slice(0, 10))));
