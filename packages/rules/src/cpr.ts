import { isDate } from './dates.ts';
import { withoutSeparators, type Reading } from './reading.ts';

/** `characters`: neither digits nor a replacement number's letters; `length`: not ten characters. */
export type CprProblem = 'characters' | 'length';

export interface Cpr {
  /** Ten characters, letters in upper case, without the hyphen. */
  cpr: string;
  /** Replacement numbers (X-eCPR, D-eCPR, or a day raised by 60) go to people without a CPR number. */
  kind: 'ordinary' | 'replacement';
  /** `YYYY-MM-DD`; null where the number does not tell: replacement numbers, impossible dates. */
  birthDate: string | null;
  sex: 'male' | 'female' | null;
  /** The date does not exist: ask "please check"; staff can accept it. Nobody is turned away by a field (N13). */
  doubtful: boolean;
}

/**
 * Reads a Danish CPR or replacement number. Only the date is looked at, never modulus 11: numbers are issued without it since
 * 1 October 2007, and cpr.dk asks that such citizens are not turned away.
 */
export function readCpr(typed: string): Reading<CprProblem, Cpr> {
  const cpr = withoutSeparators(typed).toUpperCase();
  if (!/^[A-Z\d]*$/.test(cpr)) return { ok: false, problem: 'characters' };
  if (cpr.length !== 10) return { ok: false, problem: 'length' };
  const ordinary = /^[0-3]\d{9}$/.test(cpr);
  // X-eCPR ends (1|7)AA9, D-eCPR (0|5|6)AA9 (hl7dk dk-core); all-digit ones raise the first digit of the day by 6.
  if (!ordinary && !/^\d{6}[01567][A-Z]{2}\d$/.test(cpr) && !/^\d{10}$/.test(cpr)) return { ok: false, problem: 'characters' };
  const last = Number(cpr[9]);
  if (ordinary) {
    const birthDate = birthDateOf(cpr);
    return { ok: true, value: { cpr, kind: 'ordinary', birthDate, sex: last % 2 ? 'male' : 'female', doubtful: birthDate === null } };
  }
  const raised = Number(cpr[0]) >= 6;
  const day = `${raised ? Number(cpr[0]) - 6 : cpr[0]}${cpr[1]}`;
  // A replacement number does not tell its century: any in which the date exists will do.
  const possible = ['18', '19', '20'].some((century) => isDate(`${century}${cpr.slice(4, 6)}-${cpr.slice(2, 4)}-${day}`));
  return { ok: true, value: { cpr, kind: 'replacement', birthDate: null, sex: null, doubtful: !possible } };
}

/** `010190-1234`: as people write it (S4-29). */
export const formatCpr = (cpr: string): string => `${cpr.slice(0, 6)}-${cpr.slice(6)}`;

/** What stands in the field while somebody types: from the seventh character on the hyphen comes by itself (S4-29), whatever was typed or pasted. */
export function hyphenateCpr(typed: string): string {
  const plain = withoutSeparators(typed);
  return plain.length > 6 ? formatCpr(plain) : typed;
}

function birthDateOf(cpr: string): string | null {
  const year = Number(cpr.slice(4, 6));
  const date = `${centuryOf(Number(cpr[6]), year)}${cpr.slice(4, 6)}-${cpr.slice(2, 4)}-${cpr.slice(0, 2)}`;
  return isDate(date) ? date : null;
}

/** Century by the seventh digit and the year (cpr.dk): first two digits of the full year. */
function centuryOf(seventh: number, year: number): number {
  if (seventh <= 3) return 19;
  if (seventh === 4 || seventh === 9) return year <= 36 ? 20 : 19;
  return year <= 57 ? 20 : 18;
}
