/** The desk's queue and what a practice keeps there: bodies that no patient's page loads. */
import { longestTemplate, strangeNames } from '@balie/rules';
import * as z from 'zod/mini';
import { deskAppointment, deskEconsult, deskLink, deskPrescription } from './care.ts';
import { instant, line, locales, services, templateKinds, text, uuid, whoseWork, workKinds } from './ids.ts';

/** GET /staff/queue: the first page of each kind; with `kind` of that one only, from `after` on. */
export const queueQuery = z.strictObject({ whose: z.optional(z.enum(whoseWork)), kind: z.optional(z.enum(workKinds)), after: z.optional(z.string().check(z.regex(/^[01]\.\d{1,15}\.[0-9a-f-]{36}$/))) }).check(z.refine(({ kind, after }) => after === undefined || kind !== undefined, { path: ['kind'] }));
export type QueueQuery = z.infer<typeof queueQuery>;
const colleague = z.object({ id: uuid, name: z.string() });
/** Open work, oldest first, at most 50 of each; `more` counts what waits after it, `next` is the `after` of the page that follows. After the links that wait stand those refused in the last 30 days, after the prescriptions those approved in the last 7 and not yet at the pharmacy, after the questions those answered in the last 7. */
export const deskQueue = z.object({
  links: z.array(deskLink), prescriptions: z.array(deskPrescription), appointments: z.array(deskAppointment), econsults: z.array(deskEconsult),
  more: z.record(z.enum(workKinds), z.number()), next: z.record(z.enum(workKinds), z.nullable(z.string())),
  /** By item: whose work it is; nobody's where it is not named. */ assigned: z.record(uuid, colleague),
  /** To whom which kinds can be given. */ members: z.array(z.object({ ...colleague.shape, kinds: z.array(z.enum(workKinds)) })),
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
