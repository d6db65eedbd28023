/** Telephone numbers. A subpath of its own: the number plans of all countries are large, so browsers load this only when used. */
import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import type { Reading } from './reading.ts';

/** Why a number cannot receive a text message. `special`: toll-free, premium and the like; `unknown`: its plan does not say. */
export type NoSms = 'fixed-line' | 'voip' | 'special' | 'unknown';

export interface Phone {
  /** `+31612345678` */
  e164: string;
  /** ISO 3166 country of the number; its own prefix wins over the one chosen. Null for numbers of no country. */
  country: string | null;
  /** As written at home: `06 12345678`. */
  national: string;
  /** As written abroad: `+31 6 12345678`. */
  international: string;
  /** Kept for calling whatever this says (N13). */
  sms: { able: true } | { able: false; reason: NoSms };
}

/**
 * Reads a telephone number as typed, with the country chosen beside it (S2-18). `+` or `00` first, then the chosen country; a leading zero is
 * dropped only where that country has a trunk zero (S2-19), so not in Denmark.
 */
export function readPhone(typed: string, country: string): Reading<'invalid', Phone> {
  const text = typed.normalize('NFKC').trim().replace(/^00/, '+');
  // Words around a number, or an extension behind it, are not ours to guess away.
  if (!/^\+?[\d\s().\/\p{Pd}\u2212]+$/u.test(text)) return { ok: false, problem: 'invalid' };
  const found = parsePhoneNumberFromString(text, { defaultCountry: country as Country, extract: false });
  if (!found?.isValid()) return { ok: false, problem: 'invalid' };
  return { ok: true, value: { e164: found.number, country: found.country ?? null, national: found.formatNational(), international: found.formatInternational(), sms: smsOf(found) } };
}

/** Whether a stored number (E.164) can receive a text message. */
export function takesSms(e164: string | null): e164 is string {
  const read = e164 === null ? null : readPhone(e164, 'NL');
  return read?.ok === true && read.value.sms.able;
}

/** `*** 78`: enough to recognise one's own number by. */
export const maskPhone = (e164: string): string => `*** ${e164.slice(-2)}`;

type Country = NonNullable<PhoneNumber['country']>;

// Danish numbers do not tell fixed from mobile: never demand MOBILE.
function smsOf(phone: PhoneNumber): Phone['sms'] {
  switch (phone.getType()) {
    case 'MOBILE': case 'FIXED_LINE_OR_MOBILE': return { able: true };
    case 'FIXED_LINE': return { able: false, reason: 'fixed-line' };
    case 'VOIP': return { able: false, reason: 'voip' };
    case undefined: return { able: false, reason: 'unknown' };
    default: return { able: false, reason: 'special' };
  }
}
