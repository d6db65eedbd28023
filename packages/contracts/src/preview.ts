/** What a practice's settings make of its site for somebody at some moment (N10). */
import * as z from 'zod/mini';
import { services, type LogInWay, type RegistrationWay, type Rights } from './ids.ts';
import { receipt } from './care.ts';
import { wallTime } from './times.ts';

/** A name of one of our lists, taken as it comes: their schemas would be in what every page loads first. */
const one = <Name extends string>() => z.string() as unknown as z.ZodMiniType<Name>;
const yesNo = z.enum(['yes', 'no']);
export const previewLinks = ['none', 'requested', 'linked', 'refused'] as const;
/** GET /staff/preview?age=&link=&guardian=&mobile=&at=: `link` of the record; `guardian`: who stands at the page acts for somebody of that age; `mobile`: a number was activated; `at` by the practice's clock. */
export const previewQuery = z.strictObject({ age: z.string().check(z.regex(/^(\d|[1-9]\d|1[01]\d|120)$/)), link: z.enum(previewLinks), guardian: yesNo, mobile: yesNo, at: wallTime });
export type PreviewQuery = z.infer<typeof previewQuery>;

const code = z.nullable(z.enum(['email', 'sms']));
const shutUntil = z.nullable(z.object({ date: z.string(), time: z.string() }));
export const previewAnswer = z.object({
  /** Whom to call at that moment, and what the desk wrote of a closing. */
  call: z.object({ which: z.enum(['practice', 'outOfHours']), number: z.string(), emergency: z.string(), words: z.nullable(z.string()) }),
  /** Who acts for somebody of that age; null: at this practice nobody acts for another. */
  acts: z.nullable(one<Rights>()),
  logIn: z.object({ number: z.enum(['email', 'cpr']), scheme: z.nullable(z.enum(['digid', 'mitid'])), eidFrom: z.number(), ways: z.array(z.object({ way: one<LogInWay>(), allowed: z.boolean(), code })), admitted: z.enum(['in', 'pending', 'refused']) }),
  register: z.array(one<RegistrationWay>()), caller: z.enum(['practice', 'patient', 'visit', 'nobody']),
  services: z.array(z.object({
    service: z.enum(services), title: z.string(),
    /** Why it does not open, whichever way one logged in. */
    shut: z.nullable(z.enum(['not-admitted', 'not-linked', 'own-say', 'nobody-acts'])),
    /** Right after each log-in that is allowed: at once, by a code, or not with that log-in. */
    opens: z.array(z.object({ way: one<LogInWay>(), by: z.enum(['at-once', 'email', 'sms', 'stronger']) })),
    /** What is promised for what is sent at that moment; only where something is sent. */
    promise: receipt.shape.promise,
    /** Questions that cannot be sent then. */
    closed: z.nullable(z.object({ why: z.enum(['closed', 'hours', 'full']), opens: shutUntil })),
    /** Appointments that can be booked online, by name; null: none online. Of every other service null. */
    types: z.nullable(z.array(z.string())),
  })),
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;
