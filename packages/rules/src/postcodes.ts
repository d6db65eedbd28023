import type { Reading } from './reading.ts';

const written = {
  // SA, SD and SS were never issued.
  NL: /^([1-9]\d{3})\s?(?!SA|SD|SS)([A-Z]{2})$/,
  DK: /^(\d{4})$/,
} as const;

/** Reads a postcode; answers `1234 AB` in NL and `1234` in DK. */
export function readPostcode(typed: string, country: 'NL' | 'DK'): Reading<'format'> {
  const found = written[country].exec(typed.normalize('NFKC').trim().toUpperCase());
  return found ? { ok: true, value: found.slice(1).join(' ') } : { ok: false, problem: 'format' };
}
