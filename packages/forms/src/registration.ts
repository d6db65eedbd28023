/** What was typed to register, checked: the same function for the element and for the hosted page without a script. Holds the schemas, so the element loads it with the first key. */
import { emailAddress, line, parse, password as anyPassword, type PublicClinic, type RegisterRequest } from '@balie/contracts';
import { checkPassword, emailKey, localDate, type PasswordProblem } from '@balie/rules';
import { readBirthDate } from './birth-date.ts';
import type { RegisterField } from './served/register.ts';
import type { Texts } from './texts/types.ts';

export { readBirthDate };

/** The secret at the end of a mailed link, or pasted on its own. Null when there is none. */
export const readSecret = (typed: string): string | null => /(?:^|[=#])([A-Za-z0-9_-]{43})$/.exec(typed.trim())?.[1] ?? null;

function valid(schema: Parameters<typeof parse>[0], value: unknown): boolean {
  try { parse(schema, value); return true; } catch { return false; }
}

function passwordWords(t: Texts, problem: PasswordProblem, minLength: number): string {
  switch (problem) {
    case 'too-short': return t('register.passwordTooShort', { count: minLength });
    case 'too-long': return t('register.passwordTooLong');
    case 'needs-lower': case 'needs-upper': case 'needs-digit': return t('register.passwordComposition');
    case 'too-common': return t('register.passwordCommon');
    case 'too-personal': return t('register.passwordSameAsEmail');
  }
}

export interface CheckedRegistration {
  /** Messages by field, in the order of the form; empty when all is well. */
  errors: Partial<Record<RegisterField, string>>;
  request: Omit<RegisterRequest, 'clinic' | 'locale'>;
}
/** `readPhone`: of `@balie/rules/phones`, when it could be loaded; the number is then stored as `+31…`, else as typed. */
export function checkRegistration(
  t: Texts, clinic: Pick<PublicClinic, 'name' | 'country' | 'timeZone' | 'registration'>, typed: Partial<Record<RegisterField, string>>, now: Date,
  readPhone?: (typed: string, country: string) => { ok: true; value: { e164: string } } | { ok: false },
): CheckedRegistration {
  const { fields, confirmEmail, password: policy } = clinic.registration;
  const errors: CheckedRegistration['errors'] = {};
  const email = typed.email?.trim() ?? '';
  if (!email) errors.email = t('register.emailMissing');
  else if (!valid(emailAddress, email)) errors.email = t('register.emailShape');
  if (confirmEmail === 'type-twice' && !errors.email && emailKey(typed.emailAgain ?? '') !== emailKey(email)) errors.emailAgain = t('register.emailDiffers');

  const password = typed.password ?? '';
  const [problem] = checkPassword(password, policy, [email, typed.name ?? '', clinic.name].filter(Boolean));
  if (!password) errors.password = t('register.passwordMissing');
  else if (problem) errors.password = passwordWords(t, problem, policy.minLength);
  else if (!valid(anyPassword, password)) errors.password = t('register.passwordTooLong');

  const request: CheckedRegistration['request'] = { email, password };
  if (fields.includes('name')) {
    const name = typed.name?.trim() ?? '';
    if (!name) errors.name = t('register.nameMissing');
    else if (!valid(line(120), name)) errors.name = t('register.nameShape');
    request.name = name;
  }
  if (fields.includes('birthDate')) {
    const date = readBirthDate(typed.birthDate ?? '');
    if (!date) errors.birthDate = t('register.birthDateShape');
    else if (date > localDate(now, clinic.timeZone)) errors.birthDate = t('register.birthDateFuture');
    else request.birthDate = date;
  }
  const phone = typed.phone?.trim() ?? '';
  if (fields.includes('phone') && phone) {
    const read = readPhone?.(phone, clinic.country);
    if (read?.ok === false || !valid(line(40), phone)) errors.phone = t('register.phoneShape');
    else request.phone = read?.ok ? read.value.e164 : phone;
  }
  return { errors, request };
}
