/** A clinic's configuration file: everything in which portals differ. Strict: an unknown key is a typing error and is reported. */
import * as z from 'zod/mini';
import { acrs, clinicId, isoDate, line, locales, services, staffRoles, emailAddress } from './ids.ts';

const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM'));
/** Exact web origin: scheme, host, port, no path. Plain http only for names under localhost. */
export const webOrigin = z.string().check(z.refine((value) => {
  try {
    const url = new URL(value);
    return url.origin === value && (url.protocol === 'https:' || (url.protocol === 'http:' && /(^|\.)localhost$/.test(url.hostname)));
  } catch { return false; }
}, 'an origin such as https://www.practice.example, without a path; http only for localhost'));
const webPage = z.url({ protocol: /^https?$/ });
/** International number, `+` and digits (E.164), or a short emergency number. */
const telephone = z.string().check(z.regex(/^(\+[1-9]\d{6,14}|1\d{2})$/, 'an international number such as +31101234567, or 112'));
const words = z.partialRecord(z.enum(locales), line(400));

export const serviceConfig = z.strictObject({
  title: words,
  intro: z.optional(words),
  /** The weakest proof that opens the service. `email-code` = a session code for each use (S0-24). */
  minAcr: z._default(z.enum(acrs), 'urn:balie:acr:email-code'),
  /** Seconds since that proof within which the service still opens without a new code. 0 = a code for each page. */
  maxAge: z._default(z.int().check(z.minimum(0), z.maximum(28800)), 0),
});
export type ServiceConfig = z.infer<typeof serviceConfig>;

export const appointmentType = z.strictObject({
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/)),
  title: words,
  minutes: z.int().check(z.minimum(5), z.maximum(240)),
  /** Practitioner roles that give this type; roles as the practitioners are imported with. */
  roles: z.array(line(60)).check(z.minLength(1)),
});

export const clinicConfig = z.strictObject({
  $schema: z.optional(z.string()),
  id: clinicId,
  name: line(120),
  country: z.enum(['NL', 'DK']),
  timeZone: z.enum(['Europe/Amsterdam', 'Europe/Copenhagen']),
  /** First is the default; mails follow the language the patient used. */
  locales: z.array(z.enum(locales)).check(z.minLength(1)),
  /** Sites that may frame the elements: becomes `frame-ancestors`, exactly. */
  origins: z.array(webOrigin).check(z.minLength(1)),
  /** Pages on the practice's own site that carry the elements, for links in mails. */
  pages: z.strictObject({ register: webPage, portal: webPage }),
  phones: z.strictObject({ practice: telephone, outOfHours: telephone, emergency: telephone }),
  openingHours: z.array(z.strictObject({ days: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1)), from: clock, to: clock })).check(z.minLength(1)),
  closures: z._default(z.array(z.strictObject({ from: isoDate, to: isoDate })), []),
  mail: z.strictObject({ from: emailAddress, notify: z.array(emailAddress) }),
  registration: z._default(z.strictObject({
    /** Button that begins registration: one control, several names (S0-37, S1-30). */
    label: z.optional(words),
    /** WCAG 3.3.7: type twice only where a preset demands it. */
    confirmEmail: z._default(z.enum(['review', 'type-twice']), 'review'),
    fields: z._default(z.array(z.enum(['name', 'birthDate', 'phone'])), ['name', 'birthDate', 'phone']),
    password: z._default(z.strictObject({ minLength: z.int().check(z.minimum(8), z.maximum(64)), composition: z.boolean() }), { minLength: 10, composition: false }),
    linkHours: z._default(z.int().check(z.minimum(1), z.maximum(72)), 24),
  }), { confirmEmail: 'review', fields: ['name', 'birthDate', 'phone'], password: { minLength: 10, composition: false }, linkHours: 24 }),
  linking: z._default(z.strictObject({
    /** Who calls whom to check identity (C4). */
    caller: z.enum(['practice', 'patient']),
    /** Which role checks identity and which links (S0-34). The owner may do both. */
    identityCheck: z.enum(staffRoles),
    link: z.enum(staffRoles),
  }), { caller: 'practice', identityCheck: 'assistant', link: 'gp' }),
  services: z.strictObject({ prescriptions: z.optional(serviceConfig), appointments: z.optional(serviceConfig), econsults: z.optional(serviceConfig) }),
  prescriptions: z._default(z.strictObject({
    /** ATC prefixes that may not be renewed online, and those on which the practice decides. */
    notRenewable: z._default(z.array(z.string().check(z.regex(/^[A-Z]\d{2}[A-Z]{0,2}\d{0,2}$/))), []),
    practiceDecides: z._default(z.array(z.string().check(z.regex(/^[A-Z]\d{2}[A-Z]{0,2}\d{0,2}$/))), ['N02A', 'N05BA', 'N05CD', 'N05CF']),
    workingDays: z._default(z.int().check(z.minimum(0), z.maximum(10)), 3),
    readyFrom: z._default(clock, '15:30'),
    cutOff: z._default(clock, '17:00'),
  }), { notRenewable: [], practiceDecides: ['N02A', 'N05BA', 'N05CD', 'N05CF'], workingDays: 3, readyFrom: '15:30', cutOff: '17:00' }),
  appointments: z._default(z.strictObject({ types: z.array(appointmentType).check(z.minLength(1)) }), { types: [{ id: 'consult', title: { nl: 'Spreekuur', en: 'Consultation', da: 'Konsultation' }, minutes: 10, roles: ['gp'] }] }),
  econsults: z._default(z.strictObject({ maxLength: z.int().check(z.minimum(200), z.maximum(5000)), answerWorkingDays: z.int().check(z.minimum(1), z.maximum(10)) }), { maxLength: 2000, answerWorkingDays: 2 }),
  /** Replaces single texts of the portal by key, per language. */
  texts: z._default(z.partialRecord(z.enum(locales), z.record(z.string(), z.string())), {}),
  operator: z.optional(line(120)),
});
export type ClinicConfig = z.output<typeof clinicConfig>;
export type ClinicConfigFile = z.input<typeof clinicConfig>;
export type AppointmentType = z.infer<typeof appointmentType>;
export type Words = z.infer<typeof words>;
export const serviceOf = (clinic: ClinicConfig, service: (typeof services)[number]): ServiceConfig | undefined => clinic.services[service];

/** What a frame may know of its clinic: no addresses of staff, no mail settings. Served inside the frame page as JSON. */
export const publicClinic = z.object({
  id: clinicId, name: z.string(), country: z.enum(['NL', 'DK']), timeZone: z.string(), locale: z.enum(locales), locales: z.array(z.enum(locales)),
  phones: z.object({ practice: z.string(), outOfHours: z.string(), emergency: z.string() }),
  openingHours: z.array(z.object({ days: z.array(z.number()), from: z.string(), to: z.string() })),
  /** Holidays and closures of the coming weeks, so that a browser names the right number to call (N4). */
  closed: z.optional(z.array(isoDate)),
  pages: z.object({ register: z.string(), portal: z.string() }),
  registration: z.object({ label: z.optional(z.string()), confirmEmail: z.enum(['review', 'type-twice']), fields: z.array(z.enum(['name', 'birthDate', 'phone'])), password: z.object({ minLength: z.number(), composition: z.boolean() }), linkHours: z.number() }),
  linking: z.object({ caller: z.enum(['practice', 'patient']) }),
  services: z.array(z.object({ id: z.enum(services), title: z.string(), intro: z.optional(z.string()) })),
  econsults: z.object({ maxLength: z.number() }),
  texts: z.record(z.string(), z.string()),
  operator: z.optional(z.string()),
});
export type PublicClinic = z.infer<typeof publicClinic>;

/** Words of a configuration file in the reader's language, else in the clinic's first, else in any. */
export const wordsIn = (clinic: ClinicConfig, words: Words | undefined, locale: (typeof locales)[number]): string | undefined => words?.[locale] ?? words?.[clinic.locales[0]!] ?? Object.values(words ?? {})[0];

/** `closed`: see `closedDates` of `@balie/rules/calendar`. */
export function toPublicClinic(clinic: ClinicConfig, locale: (typeof locales)[number], closed: readonly string[] = []): PublicClinic {
  const say = (value: Words | undefined) => wordsIn(clinic, value, locale);
  const label = say(clinic.registration.label);
  const { label: _label, ...registration } = clinic.registration;
  return {
    id: clinic.id, name: clinic.name, country: clinic.country, timeZone: clinic.timeZone, locale, locales: clinic.locales, phones: clinic.phones,
    openingHours: clinic.openingHours, closed: [...closed], pages: clinic.pages, registration: { ...registration, ...(label ? { label } : {}) },
    linking: { caller: clinic.linking.caller },
    services: services.flatMap((id) => { const config = serviceOf(clinic, id); const intro = say(config?.intro); return config ? [{ id, title: say(config.title) ?? id, ...(intro ? { intro } : {}) }] : []; }),
    econsults: { maxLength: clinic.econsults.maxLength }, texts: clinic.texts[locale] ?? {}, ...(clinic.operator ? { operator: clinic.operator } : {}),
  };
}
