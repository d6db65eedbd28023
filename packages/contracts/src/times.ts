/** Times as the practice's clock shows them. Apart from ids.ts: a log-in has no use for them. */
import { isDate } from '@balie/rules';
import * as z from 'zod/mini';

/** Time of day on the practice's clock, `HH:MM`. */
export const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM'));
/** A day that an agenda can be about: far ones are slips, and the calendar's end is no place to count from. */
export const agendaDate = z.string().check(z.refine((value) => isDate(value) && value >= '2000' && value < '2100'));
/** Day and time on the practice's clock, `YYYY-MM-DDTHH:MM`. */
export const wallTime = z.string().check(z.regex(/T([01]\d|2[0-3]):[0-5]\d$/), z.refine((value) => value.length === 16 && z.safeParse(agendaDate, value.slice(0, 10)).success));
