/** What we read of a patient's FHIR R4 resources to show them (hl7.org/fhir/R4). Unknown fields are let be; what does not fit is not shown at all. */
import * as z from 'zod/mini';
import { concept, dateTime, few, reference, words, type Concept } from '../import/resources.ts';

const annotation = z.object({ text: words, authorString: z.optional(words), authorReference: z.optional(reference) });
const period = z.object({ start: z.optional(dateTime), end: z.optional(dateTime) });
const quantity = z.object({ value: z.optional(z.number()), comparator: z.optional(z.enum(['<', '<=', '>=', '>'])), unit: z.optional(words), code: z.optional(words) });
const range = z.object({ low: z.optional(quantity), high: z.optional(quantity) });
const referenceRange = z.object({ ...range.shape, type: z.optional(concept), appliesTo: z.optional(few(concept)), age: z.optional(z.unknown()), text: z.optional(words) });
/** A measured value, as an observation and each of its components hold it. */
const measured = {
  code: concept, valueQuantity: z.optional(quantity), valueCodeableConcept: z.optional(concept), valueString: z.optional(words), valueBoolean: z.optional(z.boolean()), valueInteger: z.optional(z.number()), valueRange: z.optional(range),
  valueRatio: z.optional(z.object({ numerator: z.optional(quantity), denominator: z.optional(quantity) })), valueDateTime: z.optional(dateTime), valueTime: z.optional(words),
  interpretation: z.optional(few(concept)), referenceRange: z.optional(few(referenceRange)),
};
export const observation = z.object({
  resourceType: z.literal('Observation'), id: z.optional(z.string()), status: z.string(), category: z.optional(few(concept)), ...measured, effectiveDateTime: z.optional(dateTime), effectivePeriod: z.optional(period), effectiveInstant: z.optional(dateTime), issued: z.optional(dateTime),
  performer: z.optional(few(reference)), note: z.optional(few(annotation)), hasMember: z.optional(few(reference)), component: z.optional(few(z.object(measured))),
});
export const diagnosticReport = z.object({
  resourceType: z.literal('DiagnosticReport'), id: z.optional(z.string()), status: z.string(), code: concept, effectiveDateTime: z.optional(dateTime), effectivePeriod: z.optional(period), issued: z.optional(dateTime), performer: z.optional(few(reference)),
  resultsInterpreter: z.optional(few(reference)), result: z.optional(few(reference)), conclusion: z.optional(words), contained: z.optional(few(z.looseObject({ resourceType: z.string(), id: z.optional(z.string()) }))),
});
export const condition = z.object({
  resourceType: z.literal('Condition'), clinicalStatus: z.optional(concept), verificationStatus: z.optional(concept), code: z.optional(concept), onsetDateTime: z.optional(dateTime), onsetPeriod: z.optional(period), recordedDate: z.optional(dateTime), abatementDateTime: z.optional(dateTime), abatementPeriod: z.optional(period), note: z.optional(few(annotation)),
});
export const clinicalImpression = z.object({
  resourceType: z.literal('ClinicalImpression'), status: z.string(), code: z.optional(concept), description: z.optional(words), effectiveDateTime: z.optional(dateTime), effectivePeriod: z.optional(period), date: z.optional(dateTime), assessor: z.optional(reference), summary: z.optional(words), note: z.optional(few(annotation)),
});
export const carePlan = z.object({
  resourceType: z.literal('CarePlan'), status: z.string(), title: z.optional(words), description: z.optional(words), category: z.optional(few(concept)), period: z.optional(period), created: z.optional(dateTime), author: z.optional(reference), note: z.optional(few(annotation)),
});
export const documentReference = z.object({
  resourceType: z.literal('DocumentReference'), status: z.string(), docStatus: z.optional(z.string()), identifier: z.optional(few(z.object({ system: z.optional(z.string()) }))), type: z.optional(concept), category: z.optional(few(concept)), date: z.optional(dateTime), author: z.optional(few(reference)), description: z.optional(words), securityLabel: z.optional(few(concept)),
});
export type Observation = z.infer<typeof observation>;
export type Measured = Pick<Observation, keyof typeof measured>;
export type DiagnosticReport = z.infer<typeof diagnosticReport>;
export type Quantity = z.infer<typeof quantity>;

/** What a code is called, by who coded it. */
export const nameOf = (of: Concept | undefined): string | null => of?.text ?? of?.coding?.find(({ display }) => display)?.display ?? null;
/** All its codes: beside FHIR's own a practice's system may say it in its words, in any order. */
export const codesOf = (of: Concept | undefined): string[] => (of?.coding ?? []).flatMap(({ code }) => (code ? [code] : []));
export const isOneOf = (of: Concept | undefined, codes: readonly string[]): boolean => codesOf(of).some((code) => codes.includes(code));
export const notesOf = (notes: readonly { text: string }[] | undefined): string | null => notes?.map(({ text }) => text.trim()).filter(Boolean).join('\n\n') || null;
