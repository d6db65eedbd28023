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
