/** FHIR Patient → row, and what is to be said of its number. */
import type { ClinicConfig } from '@balie/contracts';
import { numberHmac, type Keyring, type schema } from '@balie/database';
import { isDate, numberSystems, readPersonalNumber, type Country } from '@balie/rules';
import { readPhone } from '@balie/rules/phones';
import { sealOptional } from '../seals.ts';
import type { Found } from './read-files.ts';
import { sourceIdOf } from './references.ts';
import { patient, readAs, type ContactPoint, type HumanName, type Identifier, type Patient } from './resources.ts';

export type PatientInsert = typeof schema.patients.$inferInsert;

/** `reason` is null when the number holds. */
export function patientOf(found: Found, clinic: ClinicConfig, keyring: Keyring): { row: PatientInsert; reason: string | null } {
  const read = readAs(patient, found.resource);
  const told = numberOf(read, clinic.country);
  const number = 'number' in told ? told.number : null;
  const name = pick(read.name, ['official', 'usual', undefined, 'temp', 'nickname', 'anonymous']);
  const email = contact(read.telecom, 'email', ['home', undefined, 'work', 'mobile', 'temp']);
  const phone = contact(read.telecom, 'phone', ['mobile', 'home', undefined, 'work', 'temp']);
  return {
    row: {
      clinic: clinic.id, sourceId: sourceIdOf(keyring, found.id), ...namesOf(name), birthDate: read.birthDate !== undefined && isDate(read.birthDate) ? read.birthDate : null, gender: read.gender ?? null,
      ...sealedNumber(keyring, clinic.country, number), verified: number !== null,
      phoneSealed: sealOptional(keyring, 'phone', phone === null ? null : written(phone, clinic.country)), emailSealed: sealOptional(keyring, 'email', email),
      deceased: read.deceasedBoolean === true || read.deceasedDateTime !== undefined,
    },
    reason: 'reason' in told ? told.reason : null,
  };
}

/** The columns of a record's number. */
export const sealedNumber = (keyring: Keyring, country: Country, number: string | null) =>
  (number === null ? { numberHmac: null, numberSealed: null } : { numberHmac: numberHmac(keyring, country, number), numberSealed: sealOptional(keyring, 'number', number) });

const called = { NL: 'BSN', DK: 'CPR number' } as const;
/** Every identifier system of the country counts; a number that was replaced does not. */
function numberOf(read: Patient, country: Country): { number: string } | { reason: string } {
  if (read.active === false || read.link?.some((link) => link.type === 'replaced-by')) return { reason: 'the record is no longer in use' };
  const written = (read.identifier ?? []).filter((one) => one.use !== 'old' && numberSystems[country].includes(one.system?.trim() ?? ''));
  const numbers = new Set(written.map((one) => one.value).filter((value) => value !== undefined).map((value) => readPersonalNumber(country, value)).map((reading) => (reading.ok && !reading.value.doubtful ? reading.value.number : null)));
  const [only] = numbers;
  if (numbers.size > 1) return { reason: `has several different ${called[country]}s` };
  if (only) return { number: only };
  if (only === null) return { reason: `its ${called[country]} fails the check` };
  return { reason: written.some(isMasked) ? `its ${called[country]} is masked` : `has no ${called[country]}` };
}

/** MedMij hands out records with the number taken out: `data-absent-reason` = `masked`. */
const isMasked = (one: Identifier): boolean => [...(one.extension ?? []), ...(one._value?.extension ?? [])].some((extension) => extension.url?.endsWith('/data-absent-reason') && extension.valueCode === 'masked');

function pick<T extends { use?: string | undefined }>(from: readonly T[] | undefined, order: readonly (string | undefined)[]): T | undefined {
  return order.map((use) => from?.find((one) => one.use === use)).find((one) => one !== undefined);
}

export function namesOf(name: HumanName | undefined): { family: string; given: string } {
  const given = tidy((name?.given ?? []).filter((part) => part !== null).join(' '));
  const family = tidy(name?.family ?? '');
  // Without parts the whole stands in `text`.
  return family || given ? { family, given } : { family: tidy(name?.text ?? ''), given: '' };
}
const tidy = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 200);

function contact(from: readonly ContactPoint[] | undefined, system: string, order: readonly (string | undefined)[]): string | null {
  const ranked = (from ?? []).filter((one) => one.system === system && one.value?.trim()).sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0);
  return pick(ranked, order)?.value?.trim() ?? null;
}

/** As it can be dialled from anywhere; a number we do not understand stays as it was written, for a person to read. */
function written(phone: string, country: string): string {
  const reading = readPhone(phone, country);
  return reading.ok ? reading.value.e164 : phone;
}
