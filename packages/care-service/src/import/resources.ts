/** What we read of FHIR R4 (hl7.org/fhir/R4), field by field: bounded, so that nothing in a file can break a table. Unknown fields are let be. */
import * as z from 'zod/mini';
import { isDate } from '@balie/rules';
import { mistaken } from '../mistaken.ts';
import { dayOf, firstDay, whenOf } from '../record/days.ts';
import { Refusal } from './report.ts';

/** Resource ids as R4 has them, and the longer ones that real servers give. */
export const resourceId = /^[A-Za-z0-9\-._:]{1,128}$/;

export const words = z.string().check(z.maxLength(1000), z.regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/));
const token = z.string().check(z.maxLength(200), z.regex(/^[^\p{Cc}]*$/u));
export const few = <T extends z.ZodMiniType>(item: T) => z.array(item).check(z.maxLength(200));
/** `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, with or without a time; the day must exist, between 1800 and 2200. */
export const dateTime = z.string().check(z.refine((value) => {
  const [, date = '', rest = ''] = /^(\d{4}(?:-\d{2}(?:-\d{2})?)?)(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(value) ?? [];
  const year = Number(date.slice(0, 4));
  return year >= 1800 && year <= 2200 && isDate(`${date}-01-01`.slice(0, 10)) && (rest === '' || (date.length === 10 && !Number.isNaN(Date.parse(value))));
}));
const date = z.string().check(z.regex(/^[\d-]*$/), z.refine((value) => dateTime.safeParse(value).success));
/** A moment: without a zone nobody can say when it is. */
export const instant = z.string().check(z.regex(/T.*(Z|[+-]\d{2}:\d{2})$/), z.refine((value) => dateTime.safeParse(value).success));

const extension = few(z.object({ url: z.optional(token), valueCode: z.optional(token) }));
const dated = few(z.object({ url: z.optional(token), valueDateTime: z.optional(dateTime) }));
const absent = z.optional(z.nullable(z.object({ extension: z.optional(extension) })));
const coding = z.object({ system: z.optional(token), code: z.optional(token), display: z.optional(words) });
export const concept = z.object({ coding: z.optional(few(coding)), text: z.optional(words) });
const identifier = z.object({ use: z.optional(token), system: z.optional(token), value: z.optional(token), _value: absent, extension: z.optional(extension) });
export const reference = z.object({ reference: z.optional(token), display: z.optional(words), identifier: z.optional(identifier) });
const humanName = z.object({ use: z.optional(token), text: z.optional(words), family: z.optional(words), given: z.optional(few(z.nullable(words))), prefix: z.optional(few(z.nullable(words))) });
const contactPoint = z.object({ system: z.optional(token), value: z.optional(token), use: z.optional(token), rank: z.optional(z.number()) });

export const patient = z.object({
  active: z.optional(z.boolean()), identifier: z.optional(few(identifier)), name: z.optional(few(humanName)), telecom: z.optional(few(contactPoint)), birthDate: z.optional(date),
  gender: z.optional(z.enum(['male', 'female', 'other', 'unknown'])), deceasedBoolean: z.optional(z.boolean()), deceasedDateTime: z.optional(dateTime), link: z.optional(few(z.object({ type: token }))),
});
export const practitioner = z.object({ name: z.optional(few(humanName)), qualification: z.optional(few(z.object({ code: z.optional(concept) }))) });
export const practitionerRole = z.object({ active: z.optional(z.boolean()), practitioner: z.optional(reference), code: z.optional(few(concept)), specialty: z.optional(few(concept)) });
export const schedule = z.object({ active: z.optional(z.boolean()), actor: few(reference) });
export const slot = z.object({ schedule: reference, status: z.enum(['busy', 'free', 'busy-unavailable', 'busy-tentative', mistaken]), start: instant, end: instant });
export const medication = z.object({ code: z.optional(concept), ingredient: z.optional(few(z.object({ itemCodeableConcept: z.optional(concept) }))) });
export const medicationRequest = z.object({
  status: z.enum(['active', 'on-hold', 'cancelled', 'completed', mistaken, 'stopped', 'draft', 'unknown']),
  intent: z.enum(['proposal', 'plan', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option']),
  doNotPerform: z.optional(z.boolean()), subject: reference, authoredOn: z.optional(dateTime), medicationCodeableConcept: z.optional(concept), medicationReference: z.optional(reference),
  contained: z.optional(few(z.looseObject({ resourceType: token, id: z.optional(token) }))),
  dosageInstruction: z.optional(few(z.object({ sequence: z.optional(z.number()), text: z.optional(words), patientInstruction: z.optional(words) }))),
  extension: z.optional(few(z.object({ url: z.optional(token), extension: z.optional(dated) }))),
  dispenseRequest: z.optional(z.object({ validityPeriod: z.optional(z.object({ end: z.optional(dateTime) })), numberOfRepeatsAllowed: z.optional(z.int().check(z.minimum(0), z.maximum(1000))), expectedSupplyDuration: z.optional(z.object({ value: z.optional(z.number()), unit: z.optional(token), code: z.optional(token) })) })),
});
/** Any resource about a patient, as far as it is read before it is stored whole. */
export const clinical = z.object({ subject: z.optional(reference), patient: z.optional(reference) });
/** Said by `status` or, of a condition or allergy, by `verificationStatus`. */
const mistake = z.union([z.object({ status: z.literal(mistaken) }), z.object({ verificationStatus: z.object({ coding: z.array(z.unknown()).check(z.refine((codings) => codings.some((one) => coding.safeParse(one).data?.code === mistaken))) }) })]);
export const isMistake = (resource: unknown): boolean => mistake.safeParse(resource).success;

const about = z.object({
  effectiveDateTime: z.optional(dateTime), effectiveInstant: z.optional(dateTime), effectivePeriod: z.optional(z.object({ start: z.optional(dateTime) })), issued: z.optional(dateTime), onsetDateTime: z.optional(dateTime), onsetPeriod: z.optional(z.object({ start: z.optional(dateTime) })), recordedDate: z.optional(dateTime),
  created: z.optional(dateTime), date: z.optional(dateTime), period: z.optional(z.object({ start: z.optional(dateTime) })),
});
/** The day a resource is about: the first day that a year or month may mean; null where it says none that can be read. */
export function aboutDay(resource: unknown, timeZone: string): string | null {
  const { data: it } = about.safeParse(resource);
  const day = it && dayOf(whenOf(it), timeZone);
  return day ? firstDay(day) : null;
}

export type Patient = z.infer<typeof patient>;
export type Reference = z.infer<typeof reference>;
export type Concept = z.infer<typeof concept>;
export type Identifier = z.infer<typeof identifier>;
export type HumanName = z.infer<typeof humanName>;
export type ContactPoint = z.infer<typeof contactPoint>;

/** Reads a resource, or refuses it naming the field that does not fit. */
export function readAs<T extends z.ZodMiniType>(schema: T, resource: { resourceType: string }): z.output<T> {
  const result = z.safeParse(schema, resource);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>((inner, part) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined), resource);
  throw new Refusal(`${[resource.resourceType, ...path].join('.')} is ${value === undefined ? 'missing' : 'not as FHIR R4 has it'}`);
}
