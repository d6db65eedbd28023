/** FHIR MedicationRequest → row: the medicine's name, class and supply, wherever the source put them. */
import type { schema } from '@balie/database';
import { isDate, localDate } from '@balie/rules';
import type { Resource } from './read-files.ts';
import { Refusal } from './report.ts';
import { medication, medicationRequest, readAs, reference, type Concept, type Reference } from './resources.ts';

type MedicationInsert = typeof schema.medications.$inferInsert;
/** Systems under which ATC codes are written. */
const atcSystems = ['http://www.whocc.no/atc', 'urn:oid:2.16.840.1.113883.6.73', 'http://www.whocc.no/atcddd'];
const atcCode = /^[A-Z]\d{2}([A-Z]([A-Z](\d{2})?)?)?$/;
/** Until when a repeat is authorised, as UK Core writes it: R4 itself has no name for it. */
const repeatInformation = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation';
const daysOf: Readonly<Record<string, number>> = { d: 1, day: 1, days: 1, wk: 7, week: 7, weeks: 7, mo: 30, month: 30, months: 30, a: 365, year: 365, years: 365 };

export type MedicationRead = { subject: Reference } & Omit<MedicationInsert, 'id' | 'clinic' | 'sourceId' | 'patient'>;

/** The Medication it refers to outside itself. */
export function productOf(resource: Resource): Reference | undefined {
  const read = reference.safeParse(resource['medicationReference']);
  return read.success ? read.data : undefined;
}

/** @param product the Medication it refers to, where there is one */
export function medicationOf(resource: Resource, timeZone: string, product: Resource | undefined): MedicationRead {
  const read = readAs(medicationRequest, resource);
  if (read.doNotPerform) throw new Refusal('says what must not be given');
  if (read.intent === 'proposal' || read.intent === 'option') throw new Refusal('is a proposal, not a prescription');
  const { medicationReference: to } = read;
  const contained = to?.reference?.startsWith('#') ? read.contained?.find((one) => one.resourceType === 'Medication' && `#${one.id}` === to.reference) : undefined;
  const meant = contained ?? product;
  const described = meant ? readAs(medication, meant) : undefined;
  const concepts = [read.medicationCodeableConcept, described?.code].filter((concept) => concept !== undefined);
  // A mixture often has no name of its own.
  const mixture = (described?.ingredient ?? []).map((one) => nameOf([one.itemCodeableConcept ?? {}])).filter(Boolean).join(' + ');
  const name = nameOf(concepts) ?? (to?.display?.trim() || mixture);
  if (!name) throw new Refusal(to && !meant ? 'its Medication is neither in this import nor in the records' : 'its medicine has no name');
  const { numberOfRepeatsAllowed, expectedSupplyDuration, validityPeriod } = read.dispenseRequest ?? {};
  const authorised = read.extension?.find(({ url }) => url === repeatInformation)?.extension?.find(({ url }) => url === 'authorisationExpiryDate')?.valueDateTime;
  return {
    subject: read.subject, name: name.slice(0, 400), dosage: dosageOf(read.dosageInstruction), atc: atcOf(concepts), status: read.status, authoredOn: dayOf(read.authoredOn, timeZone),
    supplyDays: supplyOf(expectedSupplyDuration), repeatsAllowed: numberOfRepeatsAllowed ?? null,
    // Once it is no longer authorised or valid, the practice looks at it first.
    reviewDue: dayOf(authorised ?? validityPeriod?.end, timeZone),
  };
}

const nameOf = (concepts: readonly Concept[]): string | undefined => concepts.flatMap((concept) => [concept.text, ...(concept.coding ?? []).map((coding) => coding.display)]).map((text) => text?.trim()).find(Boolean);

/** Two different classes for one medicine leave it unknown: then the practice decides. */
function atcOf(concepts: readonly Concept[]): string | null {
  const codes = concepts.flatMap((concept) => concept.coding ?? []).filter((coding) => atcSystems.includes(coding.system ?? '')).map((coding) => coding.code?.trim().toUpperCase() ?? '').filter((code) => atcCode.test(code));
  const longest = codes.toSorted((a, b) => b.length - a.length)[0];
  return longest !== undefined && codes.every((code) => longest.startsWith(code)) ? longest : null;
}

/** What the patient is told goes before what the pharmacist is told. */
function dosageOf(instructions: readonly { sequence?: number | undefined; text?: string | undefined; patientInstruction?: string | undefined }[] = []): string | null {
  const lines = instructions.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)).map((one) => (one.patientInstruction ?? one.text)?.trim()).filter(Boolean);
  return lines.join('; ').slice(0, 2000) || null;
}

/** The clinic's day. A date without a day is no date to count from. */
function dayOf(written: string | undefined, timeZone: string): string | null {
  if (written === undefined) return null;
  return isDate(written) ? written : /T.*(Z|[+-]\d{2}:\d{2})$/.test(written) ? localDate(new Date(written), timeZone) : isDate(written.slice(0, 10)) ? written.slice(0, 10) : null;
}

function supplyOf(duration: { value?: number | undefined; unit?: string | undefined; code?: string | undefined } | undefined): number | null {
  const unit = daysOf[duration?.code ?? ''] ?? daysOf[duration?.unit?.toLowerCase() ?? ''];
  const days = unit && duration?.value !== undefined ? Math.floor(duration.value * unit) : 0;
  return days > 0 && days <= 3660 ? days : null;
}
