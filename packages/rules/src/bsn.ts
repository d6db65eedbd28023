import { withoutSeparators, type Reading } from './reading.ts';

/** Identifier systems of a BSN in FHIR (nictiz.nl). */
export const bsnSystems = ['http://fhir.nl/fhir/NamingSystem/bsn', 'urn:oid:2.16.840.1.113883.2.4.6.3'] as const;

/** `characters`: something else than digits; `length`: not 8 or 9 of them; `check`: fails the 11-proef. */
export type BsnProblem = 'characters' | 'length' | 'check';

// The last weight is -1, unlike the 11-proef of bank accounts.
const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];

/**
 * Reads a Dutch citizen service number; answers nine digits. Eight-digit numbers of old get their leading zero (N13).
 * A pass says nothing about whether the number was ever issued, or to whom.
 */
export function readBsn(typed: string): Reading<BsnProblem> {
  const digits = withoutSeparators(typed);
  if (!/^\d*$/.test(digits)) return { ok: false, problem: 'characters' };
  if (digits.length !== 8 && digits.length !== 9) return { ok: false, problem: 'length' };
  const bsn = digits.padStart(9, '0');
  const sum = weights.reduce((total, weight, place) => total + weight * Number(bsn[place]), 0);
  // All zeros pass the arithmetic, yet no one has that number.
  return sum % 11 === 0 && Number(bsn) !== 0 ? { ok: true, value: bsn } : { ok: false, problem: 'check' };
}
