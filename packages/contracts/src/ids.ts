/** The small schemas that others are made of. */
import { isDate } from '@balie/rules';
import * as z from 'zod/mini';

export * from './acrs.ts';
export * from './desk-lists.ts';
export * from './later-lists.ts';
export * from './lists.ts';
export * from './numbers.ts';
export * from './practice-lists.ts';

export const clinicId = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/, 'two to forty small letters, digits and hyphens, such as de-linde'));
export const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
/** 256-bit secret, base64url without padding. */
export const secret256 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
/** Calendar date, `YYYY-MM-DD`. */
export const isoDate = z.string().check(z.refine(isDate));
/** Instant in UTC, ISO 8601 with `Z`. */
export const instant = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/));
/** Receipt number a patient can read out on the telephone, e.g. `R-7K4M-2Q`: no 0/O, 1/I/L. */
export const receiptNumber = z.string().check(z.regex(/^[RAE]-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}$/));
/** Client-made key, one per act of sending: the same key never acts twice. Header `Idempotency-Key`. */
export const idempotencyKey = uuid;

/** What OAuth carries: printable ASCII (VSCHAR, RFC 6749 appendix A). */
export const ascii = (max: number) => z.string().check(z.maxLength(max), z.regex(/^[\x20-\x7e]*$/));
/** One line of text as typed: trimmed, no control characters. */
export const line = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.regex(/^[^\p{Cc}]*$/u));
/** Several lines of text as typed; line breaks and tabs are kept, other control characters refused. */
export const text = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/));
export const emailAddress = z.string().check(z.trim(), z.maxLength(254), z.regex(/^[^\s@<>(),;:"\\[\]\p{Cc}]{1,64}@[^\s@<>(),;:"\\[\]\p{Cc}]+\.[^\s@<>(),;:"\\[\]\p{Cc}.]{2,}$/u));
