/** The national number by which a clinic's country knows a patient, one door for both countries. */
import { bsnSystems, readBsn, type BsnProblem } from './bsn.ts';
import { readCpr, type CprProblem } from './cpr.ts';
import type { Reading } from './reading.ts';

export type Country = 'NL' | 'DK';
export interface PersonalNumber {
  /** As it is stored and compared: nine digits, or ten characters. */
  number: string;
  /** `YYYY-MM-DD` where the number tells it. */
  birthDate: string | null;
  /** Cannot be told right from wrong: ask "please check", never refuse (N13). */
  doubtful: boolean;
}

/** What each country calls it. */
export const numberKinds = { NL: 'bsn', DK: 'cpr' } as const satisfies Record<Country, string>;

/** Identifier systems in FHIR; the Danish one is the CPR register's OID (hl7dk dk-core). */
export const numberSystems: Record<Country, readonly string[]> = { NL: bsnSystems, DK: ['urn:oid:1.2.208.176.1.2', 'urn:oid:1.2.208.176.1.6.1.3'] };

/** Reads a BSN or a CPR number as typed. */
export function readPersonalNumber(country: Country, typed: string): Reading<BsnProblem | CprProblem, PersonalNumber> {
  if (country === 'NL') {
    const bsn = readBsn(typed);
    return bsn.ok ? { ok: true, value: { number: bsn.value, birthDate: null, doubtful: false } } : bsn;
  }
  const cpr = readCpr(typed);
  return cpr.ok ? { ok: true, value: { number: cpr.value.cpr, birthDate: cpr.value.birthDate, doubtful: cpr.value.doubtful } } : cpr;
}

/** What a list may show to tell two people apart. Of a CPR number less: the date of birth that stands beside it is the rest of it. */
export const numberEnds = (country: Country, number: string): string => number.slice(country === 'NL' ? -3 : -2);

// What is read for one where nobody asked for one, to be left out: wide on purpose, as what is asked for is read by `readPersonalNumber` alone.
const written = '\\d{6} ?-? ?(?:\\d{4}|[01567][A-Z]{2}\\d)';
const whole = new RegExp(`^${written}$`, 'i');
const atEnd = new RegExp(`${written}\\s*$`, 'i');
/** Digits enough for a BSN are left out too, whether they pass its check or not. */
const anywhere = new RegExp(`\\d{6}-?\\d{2,}|${written}`, 'gi');
/** Some systems use the citizen's number as the record's id: such an id is never shown and never stored as it is. */
export const isNumber = (id: string): boolean => whole.test(id) || readBsn(id).ok;
/** Somebody typed a CPR number where something else is asked. */
export const endsAsNumber = (text: string): boolean => atEnd.test(text);
/** For a log: whatever may be a number is left out of it (T25). */
export const withoutNumbers = (text: string): string => text.replace(anywhere, '…');
