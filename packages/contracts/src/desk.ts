/** Who is at the desk, its queue, and what a practice keeps there: bodies that no patient's page loads. */
import { longestTemplate, strangeNames } from '@balie/rules';
import * as z from 'zod/mini';
import { deskAppointment, deskEconsult, deskLink, deskPatient, deskPrescription } from './care.ts';
import { password, personalNumber } from './identity.ts';
import { clinicId, emailAddress, instant, isoDate, line, locales, receiptNumber, secret256, services, staffRoles, templateKinds, text, uuid, whoseWork, workKinds } from './ids.ts';

/** GET /staff/me. */
export const staffMe = z.object({
  id: uuid, clinic: clinicId, clinic_name: z.string(), name: z.string(), roles: z.array(z.enum(staffRoles)), locale: z.enum(locales),
  /** Where the roles and the clinic's settings lead: `accounts` finds patients and their accounts, `care` sees what patients ask, `members` manages the staff. */
  may: z.object({ checkIdentity: z.boolean(), link: z.boolean(), accounts: z.boolean(), care: z.boolean(), members: z.boolean(), /** hands out letters with a PIN (S2-03) */ letters: z.boolean(), /** keeps the practice's standard texts */ templates: z.boolean(), /** looks at its site as somebody else would (N10) */ preview: z.boolean(), /** says who acts for a child (N8) */ guardians: z.optional(z.boolean()), /** begins accounts by an activation mail alone (S4-35); `eid`: the first log-in is confirmed */ activate: z.nullable(z.enum(['link', 'eid'])) }),
  /** Recovery codes that still work; 0 also before any were made. */
  recovery_codes: z.number(),
  /** The practice's clock, and whose personal numbers it asks. */
  time_zone: z.optional(z.string()), /** In which the practice speaks to its patients. */ locales: z.optional(z.array(z.enum(locales))), country: z.optional(z.enum(['NL', 'DK'])), /** It sends codes by SMS. */ sms: z.optional(z.boolean()),
  /** The practice's own wordings of the desk, by key. */
  texts: z.optional(z.record(z.string(), z.string())),
  /** As `draft_key` of a patient: for answers half written. */
  draft_key: z.optional(secret256),
});
export type StaffMe = z.infer<typeof staffMe>;

/** POST /staff/invitation: who is invited, before anything is chosen. 400 `link_invalid` when used, expired or unknown. Changes nothing. */
export const invitationRequest = z.strictObject({ secret: secret256 });
export const invitationAnswer = z.object({ email: z.string(), name: z.string(), clinic: clinicId, clinic_name: z.string(), locale: z.enum(locales), password: z.object({ minLength: z.number(), composition: z.boolean() }) });
export type InvitationAnswer = z.infer<typeof invitationAnswer>;
/** POST /staff/invitation/accept → 204: the password is set and the invitation spent (S3-22); the second factor comes with the first log-in. Else `link_invalid` or `weak_password`, and the invitation still counts. */
export const invitationAcceptance = z.strictObject({ secret: secret256, password });

/** GET /staff/{prescriptions,appointments,econsults}/:id/bundle: the request as a FHIR R4 Bundle, to take away. */
export const takenAlong = ['prescriptions', 'appointments', 'econsults'] as const;
export type TakenAlong = (typeof takenAlong)[number];
export const bundleAnswer = z.object({ bundle: z.looseObject({ resourceType: z.literal('Bundle') }) });
export type BundleAnswer = z.infer<typeof bundleAnswer>;

/** GET /staff/queue: the first page of each kind; with `kind` of that one only, from `after` on. */
export const queueQuery = z.strictObject({ whose: z.optional(z.enum(whoseWork)), kind: z.optional(z.enum(workKinds)), after: z.optional(z.string().check(z.regex(/^[01]\.\d{1,13}\./), z.refine((value) => z.safeParse(uuid, value.split('.')[2]).success && value.split('.').length === 3))) }).check(z.refine(({ kind, after }) => after === undefined || kind !== undefined, { path: ['kind'] }));
export type QueueQuery = z.infer<typeof queueQuery>;
const colleague = z.object({ id: uuid, name: z.string() });
const acting = z.object({ id: uuid, name: z.nullable(z.string()), since: instant });
/**
 * Somebody whose eID proved who they are asks to act for a child that has its account already. `patient`: the one record with the child's number, null where there is none to be sure of; `acting`: who does already, here.
 * `waits`: the child's own account is among the links that wait, and comes first. The name as the practice's own record has it, else as the portal knows it.
 */
export const guardianRequest = z.object({ id: uuid, state: z.enum(['requested', 'refused']), requestedAt: instant, patient: z.nullable(deskPatient), name: z.nullable(z.string()), numberEnds: z.string(), birthDate: z.nullable(isoDate), email: z.nullable(z.string()), phone: z.nullable(z.string()), acting: z.array(acting), waits: z.boolean(), /** When this practice last refused them or let them go, and why. */ before: z.nullable(z.object({ at: instant, reason: z.nullable(z.string()) })) });
export type GuardianRequest = z.infer<typeof guardianRequest>;
/** GET, POST /staff/patients/:id/guardians, POST /staff/patients/:id/guardians/stop: as it is then. `account`: the record is linked, so that somebody can act for it. */
export const patientGuardians = z.object({ account: z.boolean(), acting: z.array(acting) });
export type PatientGuardians = z.infer<typeof patientGuardians>;
/** One more guardian, whose identity and custody were seen at the counter. `conflict`: they act for the child already, or the child has its own say, or has no account here. */
export const guardianOrder = z.strictObject({ number: personalNumber, name: line(120), email: z.optional(emailAddress) });
export type GuardianOrder = z.infer<typeof guardianOrder>;
export const guardianEnd = z.strictObject({ guardianship: uuid, reason: line(200) });
/** Open work, oldest first, at most 50 of each; `more` counts what waits after it, `next` is the `after` of the page that follows. After the links that wait stand those refused in the last 30 days, after the prescriptions those approved in the last 7 and not yet at the pharmacy, after the questions those answered in the last 7. */
export const deskQueue = z.object({
  links: z.array(deskLink), prescriptions: z.array(deskPrescription), appointments: z.array(deskAppointment), econsults: z.array(deskEconsult),
  more: z.record(z.enum(workKinds), z.number()), next: z.record(z.enum(workKinds), z.nullable(z.string())),
  /** By item: whose work it is; nobody's where it is not named. */ assigned: z.record(uuid, colleague),
  /** To whom which kinds can be given. */ members: z.array(z.object({ ...colleague.shape, kinds: z.array(z.enum(workKinds)) })),
  /** Who asks to act for a child that has its account, where anybody does: with the links, whole, and after what waits those refused in the last 30 days. */
  guardians: z.optional(z.array(guardianRequest)),
  /** Of a practice with a system of its own, while something is wrong: since when it cannot be reached, how much waits for it, and what it refused for good: `id` is what POST /staff/system/:id/retry takes. */
  system: z.optional(z.object({ failingSince: z.nullable(instant), waiting: z.number(), refused: z.array(z.object({ id: uuid, number: receiptNumber, patient: z.string(), at: instant, reason: z.string() })) })),
});
/** POST /staff/work: `from` is whose it was on the screen, null: nobody's; `to` null lets it go. Where it is another's by now it is a `conflict`, and where there is nothing left to do `already_handled`. */
export const workOrder = z.strictObject({ kind: z.enum(workKinds), item: uuid, from: z.nullable(uuid), to: z.nullable(uuid) });
export type WorkOrder = z.infer<typeof workOrder>;
export const workAnswer = z.object({ assigned: z.nullable(colleague) });
export type DeskQueue = z.infer<typeof deskQueue>;

/** GET /staff/patients/:id/services: what this patient may do online. POST: one service off, with a reason that staff see and the patient does not, or on again (`off` null). `by` null: of somebody who is not known any more. */
const switchedOff = z.object({ reason: z.string(), since: instant, by: z.nullable(z.string()) });
export const patientService = z.object({ service: z.enum(services), off: z.nullable(switchedOff) });
export type PatientService = z.infer<typeof patientService>;
export const patientServicesAnswer = z.object({ services: z.array(patientService) });
export const serviceSwitch = z.strictObject({ service: z.enum(services), off: z.nullable(z.strictObject({ reason: line(200) })) });
export type ServiceSwitch = z.infer<typeof serviceSwitch>;

/** GET /staff/patients/:id/log?before=: who did what with this patient's data, newest first. `name`: of a member of staff. */
export const deskLogEntry = z.object({ id: z.number(), at: instant, who: z.enum(['staff', 'patient', 'guardian', 'system']), name: z.nullable(z.string()), did: z.string(), refused: z.boolean() });
export type DeskLogEntry = z.infer<typeof deskLogEntry>;
export const deskLogAnswer = z.object({ entries: z.array(deskLogEntry), next: z.nullable(z.number()) });
export type DeskLogAnswer = z.infer<typeof deskLogAnswer>;

/** GET /staff/templates: the practice's own standard texts, by title. POST /staff/templates, /staff/templates/:id and /staff/templates/:id/remove answer them as they are then. In the text stand `{practice}` and `{date}` and no other name. */
export const template = z.object({ id: uuid, kind: z.enum(templateKinds), locale: z.enum(locales), title: z.string(), text: z.string() });
export type Template = z.infer<typeof template>;
export const templatesAnswer = z.object({ templates: z.array(template) });
export const templateOrder = z.strictObject({ kind: z.enum(templateKinds), locale: z.enum(locales), title: line(80), text: text(5000) })
  .check(z.refine(({ kind, text: said }) => strangeNames(said).length === 0 && said.length <= longestTemplate[kind] && (kind === 'answer' || !/[\n\r\t]/.test(said)), { path: ['text'] }));
export type TemplateOrder = z.infer<typeof templateOrder>;
