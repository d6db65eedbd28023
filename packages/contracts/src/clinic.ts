/** A clinic's configuration file: everything in which portals differ. Strict: an unknown key is a typing error and is reported. */
import { renewalPresets } from '@balie/rules';
import * as z from 'zod/mini';
import { secureUrl } from './brokers.ts';
import { acrs, clinicId, deskClientId, eidLevels, eidSchemes, isoDate, line, locales, logInWays, presetNames, recordParts, registrationFields, registrationWays, services, staffRoles, emailAddress, whyAsked, questionKinds, type ElementName } from './ids.ts';
import { clock, wallTime } from './times.ts';

/** Exact web origin: scheme, host, port, no path. Plain http only for names under localhost. */
export const webOrigin = z.string().check(z.refine((value) => {
  try {
    const url = new URL(value);
    return url.origin === value && (url.protocol === 'https:' || (url.protocol === 'http:' && /(^|\.)localhost$/.test(url.hostname)));
  } catch { return false; }
}, 'an origin such as https://www.practice.example, without a path; http only for localhost'));
/** ISO weekdays, Monday 1. */
const opening = z.strictObject({ days: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1)), from: clock, to: clock });
const webPage = z.url({ protocol: /^https?$/ });
/** A page with our elements: links in mails put their secret behind its `#`. */
const ownPage = webPage.check(z.refine((value) => !value.includes('#'), 'an address without #'));
/** International number, `+` and digits (E.164), or a short emergency number. */
const telephone = z.string().check(z.regex(/^(\+[1-9]\d{6,14}|1\d{2})$/, 'an international number such as +31101234567, or 112'));
/** Beginning of an ATC code (WHO): a group and all that is in it. */
const atcPrefix = z.string().check(z.regex(/^[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$/, 'the beginning of an ATC code, such as N05BA'));
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
  /** What to do beforehand or to bring along: read before booking and in the own list. */
  instructions: z.optional(words),
  /** Asked while booking. An answer is kept with the words of its question, so these may change. */
  questions: z._default(z.array(z.strictObject({
    id: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/)), label: words, kind: z.enum(questionKinds), required: z._default(z.boolean(), false),
    /** Of a `choice`. */
    options: z.optional(z.array(words).check(z.minLength(2), z.maxLength(12))),
  }).check(z.refine(({ kind, options }) => (kind === 'choice') === (options !== undefined), 'a choice has options, and nothing else has'))).check(z.maxLength(10)), []),
});

/** What a patient is asked to agree to. A new `version` asks again; the one agreed to is kept (S2-12). */
const consentDocument = z.strictObject({ id: z.enum(['privacy', 'terms']), url: webPage, version: line(40) });
/** A page, film or app the practice points to (S1-18, S1-24, S1-29); `when`: logged out, logged in, or both (S4-19). */
const helpLink = z.strictObject({ title: words, url: webPage, kind: z._default(z.enum(['page', 'film', 'app']), 'page'), when: z._default(z.enum(['always', 'out', 'in']), 'always') });

/** The practice's own system, which speaks FHIR R4 (hl7.org/fhir/R4) and lets us in by SMART backend services (hl7.org/fhir/smart-app-launch/backend-services.html). */
const fhirSystem = z.strictObject({
  kind: z.literal('fhir'),
  /** Base of its API. No other address is ever asked, but the token's. */
  url: secureUrl,
  /** As registered there. */
  clientId: line(200),
  /** Name of our private key in the operator's file of keys (BALIE_SYSTEM_KEYS): a key never stands here. */
  key: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,59}$/)),
  scope: z._default(line(2000), 'system/*.cruds'),
  /** Where tokens are handed out, when that is another server than that of `url`. */
  tokenOrigin: z.optional(webOrigin),
  /** Between two looks at what changed there. */
  everySeconds: z._default(z.int().check(z.minimum(15), z.maximum(3600)), 60),
});
export type FhirSystem = z.output<typeof fhirSystem>;

export const clinicConfig = z.strictObject({
  $schema: z.optional(z.string()),
  /** Settings of a known portal to begin with; what this file says itself wins. See presets.ts and \`withPreset\`. */
  preset: z.optional(z.enum(presetNames)),
  id: clinicId.check(z.refine((value) => value !== deskClientId, 'another id: "desk" is the desk\'s own')),
  name: line(120),
  country: z.enum(['NL', 'DK']),
  timeZone: z.enum(['Europe/Amsterdam', 'Europe/Copenhagen']),
  /** First is the default; mails follow the language the patient used. */
  locales: z.array(z.enum(locales)).check(z.minLength(1)),
  /** Sites that may frame the elements: becomes `frame-ancestors`, exactly. */
  origins: z.array(webOrigin).check(z.minLength(1)),
  /** Pages on the practice's own site that carry the elements, for links in mails. */
  pages: z.strictObject({ register: ownPage, portal: ownPage, account: z.optional(ownPage), guardians: z.optional(ownPage), help: z.optional(ownPage), prescriptions: z.optional(ownPage), appointments: z.optional(ownPage), econsults: z.optional(ownPage), record: z.optional(ownPage) }),
  phones: z.strictObject({ practice: telephone, outOfHours: telephone, emergency: telephone }),
  openingHours: z.array(opening).check(z.minLength(1)),
  closures: z._default(z.array(z.strictObject({ from: isoDate, to: isoDate })), []),
  /** Where the practice keeps its records: in Balie's own tables, or in a system of its own with which they are kept in step. */
  system: z._default(z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('own') }), fhirSystem]), { kind: 'own' }),
  mail: z.strictObject({ from: emailAddress, notify: z.array(emailAddress) }),
  /** How patients log in. */
  logIn: z.prefault(z.strictObject({
    /** In the order they are shown (S1-26, S4-44). */
    ways: z._default(z.array(z.enum(logInWays)).check(z.minLength(1)), ['password']),
    /** What stands in the first field (C1). */
    userName: z._default(z.enum(['email', 'cpr']), 'email'),
    /** A code at each log-in, after the password (C2): S4 mails it, S2 sends it by SMS. */
    code: z._default(z.nullable(z.enum(['email', 'sms'])), null),
    /** Seconds after a log-in by passkey within which services open without a session code. 0: a code for each page all the same. */
    passkeyMaxAge: z._default(z.int().check(z.minimum(0), z.maximum(28_800)), 0),
    /** Where the portal's address or telephone number differs from the practice's, ask at log-in (S4-40). */
    confirmContact: z._default(z.boolean(), false),
  }), {}),
  /** National eID, through the broker of that scheme in the service's settings; null: none. */
  eid: z._default(z.nullable(z.strictObject({
    scheme: z.enum(eidSchemes),
    minLevel: z._default(z.enum(eidLevels), 'substantial'),
    /** Youngest age that may log in by it (S4-11, S4-52). */
    fromAge: z._default(z.int().check(z.minimum(0), z.maximum(18)), 0),
    /** Seconds after an eID log-in within which services open without a session code (S1-31). 0: a code for each page all the same. */
    maxAge: z._default(z.int().check(z.minimum(0), z.maximum(28_800)), 900),
  })), null),
  registration: z.prefault(z.strictObject({
    /** Ways to an account, in the order shown; none: "contact the practice" (S4-18). */
    ways: z._default(z.array(z.enum(registrationWays)), ['email']),
    /** What a new account may do before the practice did anything: nothing medical until linked by hand; linked at once on a proven personal number; or not even log in until approved (S0-21, S4-33, S4-34). */
    admission: z._default(z.enum(['link', 'automatic', 'approve']), 'link'),
    /** Where confirming ends (C5). */
    after: z._default(z.enum(['logged-in', 'log-in-page']), 'logged-in'),
    /** How consent is given (C6): two boxes, or by the button itself. */
    terms: z._default(z.enum(['none', 'button', 'boxes']), 'none'),
    documents: z._default(z.array(consentDocument), []),
    /** One patient an e-mail address (S0-03); families may share one where the user name is a number (C7). */
    uniqueEmail: z._default(z.boolean(), true),
    /** `computer` only says so (S2-28): nobody is kept out by a device. */
    devices: z._default(z.enum(['any', 'computer']), 'any'),
    /** Set up at once after registering (S2-13). */
    secondFactor: z._default(z.nullable(z.enum(['sms'])), null),
    /** First log-in of an account the practice made by its activation mail (way `practice`): by that link alone, or confirmed by eID (S4-36). Ends at the log-in page, whatever `after` says. */
    staffCreated: z._default(z.enum(['link', 'eid']), 'link'),
    /** Button that begins registration: one control, several names (S0-37, S1-30). */
    label: z.optional(words),
    /** WCAG 3.3.7: type twice only where a preset demands it. */
    confirmEmail: z._default(z.enum(['review', 'type-twice']), 'review'),
    fields: z._default(z.array(z.enum(registrationFields)), ['name', 'birthDate', 'phone']),
    password: z._default(z.strictObject({ minLength: z.int().check(z.minimum(8), z.maximum(64)), composition: z.boolean() }), { minLength: 10, composition: false }),
    linkHours: z._default(z.int().check(z.minimum(1), z.maximum(72)), 24),
  }), {}),
  linking: z.prefault(z.strictObject({
    /** Who calls whom to check identity (C4); `visit`: one comes by with a paper PIN; `nobody`: an eID has proved it. */
    caller: z._default(z.enum(['practice', 'patient', 'visit', 'nobody']), 'practice'),
    /** Which role checks identity and which links (S0-34). The owner may do both. */
    identityCheck: z._default(z.enum(staffRoles), 'assistant'),
    link: z._default(z.enum(staffRoles), 'gp'),
  }), {}),
  /** Parents act for their children, until the age at which the country's law ends it (N8). */
  guardians: z._default(z.boolean(), false),
  /** Name that an SMS comes from (S2-22): letters and digits, eleven at most (3GPP TS 23.040). */
  sms: z._default(z.nullable(z.strictObject({ sender: z.string().check(z.regex(/^(?=.*[A-Za-z])[A-Za-z0-9 ]{3,11}$/, 'three to eleven letters and digits, at least one letter')) })), null),
  help: z.prefault(z.strictObject({ email: z.optional(emailAddress), links: z._default(z.array(helpLink), []) }), {}),
  /** Practices that share this portal's front door (S0-08). */
  practices: z._default(z.array(z.strictObject({ name: line(120), url: webPage })), []),
  /** The desk of this practice. */
  desk: z.prefault(z.strictObject({
    /** The app recommended at the second factor, and why (S3-14, S3-24). */
    authenticator: z._default(z.nullable(z.strictObject({ name: line(60), reason: z.optional(words) })), null),
    /** What the link to the desk is called in `portal-menu` (S3-05); none: no link. */
    link: z.optional(words),
  }), {}),
  services: z.strictObject({ prescriptions: z.optional(serviceConfig), appointments: z.optional(serviceConfig), econsults: z.optional(serviceConfig), record: z.optional(serviceConfig) }),
  prescriptions: z.prefault(z.strictObject({
    /** Classes that may not be renewed online, and those on which the practice decides; a medicine without a known class is always decided on (S4-02). */
    notRenewable: z._default(z.array(atcPrefix), []),
    practiceDecides: z._default(z.array(atcPrefix), [...renewalPresets.NL.practiceDecides]),
    /** A medicine may be asked for again so many days before its supply and repeats end. */
    daysBeforeEnd: z._default(z.int().check(z.minimum(0), z.maximum(60)), 7),
    workingDays: z._default(z.int().check(z.minimum(0), z.maximum(10)), 3),
    readyFrom: z._default(clock, '15:30'),
    cutOff: z._default(clock, '17:00'),
    /** Appointment type that a medicine which cannot be renewed leads to (N2); null: only the telephone. */
    wayOut: z._default(z.nullable(line(40)), null),
    /** Where medicine can be collected; with any, the patient chooses one. The id stays with a request, so keep it. */
    pharmacies: z._default(z.array(z.strictObject({ id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)), name: line(120) })).check(z.maxLength(30)), []),
    why: z._default(z.enum(whyAsked), 'never'),
    /** A medicine that is not in the list may be asked for by its name; the practice decides. */
    unlisted: z._default(z.boolean(), false),
    /** Tells a patient once when a medicine is due again, and once when it was seen and not ordered (S1-04, N1). */
    reminders: z._default(z.boolean(), true),
  }), {}),
  appointments: z.prefault(z.strictObject({
    /** False: patients see their appointments here and make, move and cancel them by telephone. */
    online: z._default(z.boolean(), true),
    types: z._default(z.array(appointmentType).check(z.minLength(1)), [{ id: 'consult', title: { nl: 'Spreekuur', en: 'Consultation', da: 'Konsultation' }, minutes: 10, roles: ['gp'], questions: [] }]),
    /** Until so many hours before, by the practice's clock, patients cancel and move an appointment themselves; null: only by telephone. */
    changeHours: z._default(z.nullable(z.int().check(z.minimum(0), z.maximum(336))), 24),
    /** A patient may wait for a time, or for an earlier one. Minutes that an offered time is kept for the one it was offered to; null: no waiting list. */
    offerMinutes: z._default(z.nullable(z.int().check(z.minimum(15), z.maximum(1440))), 120),
  }), {}),
  econsults: z.prefault(z.strictObject({
    maxLength: z._default(z.int().check(z.minimum(200), z.maximum(5000)), 2000),
    answerWorkingDays: z._default(z.int().check(z.minimum(1), z.maximum(10)), 2),
    /** Days after an answer within which the patient may write again in the same question; 0: not at all. */
    replyDays: z._default(z.int().check(z.minimum(0), z.maximum(90)), 14),
    /** Photos and PDFs with a message: how many (0: none), and how large each. */
    files: z.prefault(z.strictObject({ count: z._default(z.int().check(z.minimum(0), z.maximum(10)), 3), megabytes: z._default(z.int().check(z.minimum(1), z.maximum(10)), 5) }), {}),
    /** When questions are taken; none: day and night (S1-01). */
    hours: z._default(z.array(opening), []),
    /** Days on which none are taken, both included. */
    closures: z._default(z.array(z.strictObject({ from: isoDate, to: isoDate })), []),
    /** Most new questions of one day, of all patients together. */
    perDay: z._default(z.nullable(z.int().check(z.minimum(1), z.maximum(1000))), null),
  }), {}),
  /** What patients read of their record (S1-25). */
  record: z.prefault(z.strictObject({
    parts: z._default(z.array(z.enum(recordParts)).check(z.minLength(1)), ['advice', 'results', 'medication']),
    /** What ended longer ago is not shown; null: all is. */
    months: z._default(z.nullable(z.int().check(z.minimum(1), z.maximum(1200))), 14),
    /** Nothing from before this day, whatever `months` says: the day the practice began to share. */
    from: z.optional(isoDate),
    /** Days that a result waits before it is shown, so that the doctor has time to comment on it, and a letter after its date. A comment ends the wait of a result. */
    resultsAfterDays: z._default(z.int().check(z.minimum(0), z.maximum(30)), 0),
  }), {}),
  /** Replaces single texts of the portal by key, per language. */
  texts: z._default(z.partialRecord(z.enum(locales), z.record(z.string(), z.string())), {}),
  operator: z.optional(line(120)),
});
export type ClinicConfig = z.output<typeof clinicConfig>;
export type ClinicConfigFile = z.input<typeof clinicConfig>;
export type AppointmentType = z.infer<typeof appointmentType>;
export type Words = z.infer<typeof words>;

/** What a frame may know of its clinic: no addresses of staff, no mail settings. Served inside the frame page as JSON. */
export const publicClinic = z.object({
  id: clinicId, name: z.string(), country: z.enum(['NL', 'DK']), timeZone: z.string(), locale: z.enum(locales), locales: z.array(z.enum(locales)),
  phones: z.object({ practice: z.string(), outOfHours: z.string(), emergency: z.string() }),
  openingHours: z.array(z.object({ days: z.array(z.number()), from: z.string(), to: z.string() })),
  /** Holidays and closures of the coming weeks, so that a browser names the right number to call (N4). */
  closed: z.optional(z.array(isoDate)),
  /** What the desk closed besides, by the practice's clock (`Closing` of `@balie/rules`), with its words for the reader. */
  closings: z.optional(z.array(z.object({ from: wallTime, until: wallTime, words: z.optional(z.string()) }))),
  pages: z.object({ register: z.string(), portal: z.string(), account: z.optional(z.string()), guardians: z.optional(z.string()), help: z.optional(z.string()), prescriptions: z.optional(z.string()), appointments: z.optional(z.string()), econsults: z.optional(z.string()), record: z.optional(z.string()) }),
  logIn: z.object({ ways: z.array(z.enum(logInWays)), userName: z.enum(['email', 'cpr']), code: z.nullable(z.enum(['email', 'sms'])), /** What the log-in asks once somebody is in, where it is due: whether address and number are right, and the number of the second factor. */ asks: z.optional(z.array(z.enum(['contact', 'phone']))) }),
  eid: z.nullable(z.object({ scheme: z.enum(eidSchemes), fromAge: z.number() })),
  registration: z.object({
    label: z.optional(z.string()), ways: z.array(z.enum(registrationWays)), admission: z.enum(['link', 'automatic', 'approve']), after: z.enum(['logged-in', 'log-in-page']), terms: z.enum(['none', 'button', 'boxes']), documents: z.array(z.object({ id: z.enum(['privacy', 'terms']), url: z.string(), version: z.string() })),
    devices: z.enum(['any', 'computer']), confirmEmail: z.enum(['review', 'type-twice']), fields: z.array(z.enum(registrationFields)), password: z.object({ minLength: z.number(), composition: z.boolean() }), linkHours: z.number(),
  }),
  linking: z.object({ caller: z.enum(['practice', 'patient', 'visit', 'nobody']) }), guardians: z.optional(z.boolean()), /** Codes by SMS can be set up. */ sms: z.optional(z.boolean()),
  services: z.array(z.object({ id: z.enum(services), title: z.string(), intro: z.optional(z.string()) })),
  econsults: z.object({ maxLength: z.number() }),
  texts: z.record(z.string(), z.string()),
  operator: z.optional(z.string()),
  /** Only on the pages of the elements that show them: see `morePublic`. */
  help: z.optional(z.object({ email: z.optional(z.string()), links: z.array(z.object({ title: z.string(), url: z.string(), kind: z.enum(['page', 'film', 'app']), when: z.enum(['always', 'out', 'in']) })) })),
  practices: z.optional(z.array(z.object({ name: z.string(), url: z.string() }))),
  desk: z.optional(z.object({ label: z.string(), url: z.string() })),
});
export type PublicClinic = z.infer<typeof publicClinic>;

/** Words of a configuration file in the reader's language, else in the clinic's first, else in any. */
export const wordsIn = (clinic: ClinicConfig, words: Words | undefined, locale: (typeof locales)[number]): string | undefined => words?.[locale] ?? words?.[clinic.locales[0]!] ?? Object.values(words ?? {})[0];

/** What the desk of a practice closed, with words in its languages. */
export interface ClinicClosing { from: string; until: string; words: Words }

/** `closed`: see `closedDates` of `@balie/rules/calendar`. */
export function toPublicClinic(clinic: ClinicConfig, locale: (typeof locales)[number], closed: readonly string[] = [], closings: readonly ClinicClosing[] = []): PublicClinic {
  const say = (value: Words | undefined) => wordsIn(clinic, value, locale);
  const label = say(clinic.registration.label);
  const shut = closings.map(({ from, until, words }) => { const said = say(words); return { from, until, ...(said ? { words: said } : {}) }; });
  const { label: _label, uniqueEmail: _unique, staffCreated: _created, secondFactor, ...registration } = clinic.registration;
  const asks = [...(clinic.logIn.confirmContact ? ['contact' as const] : []), ...(secondFactor ? ['phone' as const] : [])];
  return {
    id: clinic.id, name: clinic.name, country: clinic.country, timeZone: clinic.timeZone, locale, locales: clinic.locales, phones: clinic.phones,
    openingHours: clinic.openingHours, closed: [...closed], ...(shut.length ? { closings: shut } : {}), pages: clinic.pages, registration: { ...registration, ...(label ? { label } : {}) },
    logIn: { ways: clinic.logIn.ways, userName: clinic.logIn.userName, code: clinic.logIn.code, ...(asks.length > 0 ? { asks } : {}) }, eid: clinic.eid && { scheme: clinic.eid.scheme, fromAge: clinic.eid.fromAge }, linking: { caller: clinic.linking.caller }, ...(clinic.guardians ? { guardians: true } : {}), ...(clinic.sms ? { sms: true } : {}),
    services: services.flatMap((id) => { const config = clinic.services[id]; const intro = say(config?.intro); return config ? [{ id, title: say(config.title) ?? id, ...(intro ? { intro } : {}) }] : []; }),
    econsults: { maxLength: clinic.econsults.maxLength }, texts: clinic.texts[locale] ?? {}, ...(clinic.operator ? { operator: clinic.operator } : {}),
  };
}

/** The practice's own wordings of what its desk says, in the reader's language. */
export const deskTexts = (clinic: ClinicConfig, locale: (typeof locales)[number]): Record<string, string> => Object.fromEntries(Object.entries(clinic.texts[locale] ?? {}).filter(([key]) => /^(desk|common|register\.strength)\b/.test(key)));

/** What these elements alone show: other pages must not grow for it. The menu takes the apps, help takes all. */
export function morePublic(clinic: ClinicConfig, element: ElementName | undefined, locale: (typeof locales)[number], deskOrigin: string): Pick<PublicClinic, 'help' | 'practices' | 'desk'> {
  if (element !== 'portal-menu' && element !== 'portal-help') return {};
  const menu = element === 'portal-menu';
  const links = clinic.help.links.filter(({ kind }) => !menu || kind === 'app').map((link) => ({ ...link, title: wordsIn(clinic, link.title, locale) ?? link.url }));
  const desk = wordsIn(clinic, clinic.desk.link, locale);
  return { help: { ...(clinic.help.email && !menu ? { email: clinic.help.email } : {}), links }, ...(menu ? { practices: clinic.practices, ...(desk ? { desk: { label: desk, url: `${deskOrigin}/` } } : {}) } : {}) };
}
