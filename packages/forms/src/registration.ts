/** What was typed to register, checked: the same function for the element and for the hosted page without a script. Holds the schemas, so the element loads it with the first key. */
import { emailAddress, line, parse, password as anyPassword, type PublicClinic, type RegisterRequest } from '@balie/contracts';
import { ageAt, birthProblem, checkPassword, emailKey, localDate, readPersonalNumber, rightsAt, type PasswordProblem } from '@balie/rules';
import { readBirthDate } from './birth-date.ts';
import type { NumberFormField } from './served/numbers.ts';
import type { RegisterField } from './served/register.ts';
import type { ResetField } from './served/reset.ts';
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

const birthWords = { 'shape': 'register.birthDateShape', 'no-such-day': 'register.birthDateNone', 'future': 'register.birthDateFuture', 'too-long-ago': 'register.birthDatePast' } as const;

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
    const problem = date.ok ? birthProblem(date.value, localDate(now, clinic.timeZone)) : date.problem;
    if (problem) errors.birthDate = t(birthWords[problem]);
    else if (date.ok) request.birthDate = date.value;
  }
  const phone = typed.phone?.trim() ?? '';
  if (fields.includes('phone') && phone) {
    const read = readPhone?.(phone, clinic.country);
    if (read?.ok === false || !valid(line(40), phone)) errors.phone = t('register.phoneShape');
    else request.phone = read?.ok ? read.value.e164 : phone;
  }
  return { errors, request };
}

type NumberClinic = Pick<PublicClinic, 'name' | 'country' | 'timeZone' | 'registration'>;
type ReadPhone = Parameters<typeof checkRegistration>[4];
/** The words for a personal number that cannot be one; empty when it can. `doubtful`: its date does not exist, which is asked about and never refused (N13). */
export function numberProblem(t: Texts, country: NumberClinic['country'], typed: string): { words: string; doubtful: boolean } {
  if (!typed.trim()) return { words: t('number.missing'), doubtful: false };
  const read = readPersonalNumber(country, typed);
  return { words: read.ok ? '' : t('number.shape'), doubtful: read.ok && read.value.doubtful };
}

export interface CheckedNumberForm {
  errors: Partial<Record<NumberFormField, string>>;
  /** Numbers to ask "please check" about; the form goes on when it is sent again with the same. */
  doubtful: readonly ('number' | 'guardianNumber')[];
  request: Omit<RegisterRequest, 'clinic' | 'locale'>;
}
/** What was typed into the form with a personal number, for oneself or for a child (S4-24 … S4-30). The server checks it all again. */
export function checkNumberForm(t: Texts, clinic: NumberClinic, kind: 'number' | 'child', typed: Partial<Record<NumberFormField, string>>, now: Date, readPhone?: ReadPhone): CheckedNumberForm {
  const { confirmEmail, password: policy } = clinic.registration;
  const errors: CheckedNumberForm['errors'] = {};
  const numbers = kind === 'child' ? (['number', 'guardianNumber'] as const) : (['number'] as const);
  const checked = numbers.map((name) => ({ name, ...numberProblem(t, clinic.country, typed[name] ?? '') }));
  for (const { name, words } of checked) if (words) errors[name] = words;
  const read = (name: 'number' | 'guardianNumber') => { const reading = readPersonalNumber(clinic.country, typed[name] ?? ''); return reading.ok ? reading.value : null; };
  const [number, guardian] = [read('number'), read('guardianNumber')];
  const age = number?.birthDate ? ageAt(number.birthDate, now, clinic.timeZone) : null;
  if (age !== null && (rightsAt(clinic.country, age) === 'own') === (kind === 'child')) errors.number = t(kind === 'child' ? 'number.tooOld' : 'number.tooYoung');
  if (kind === 'child' && number && guardian?.number === number.number) errors.guardianNumber = t('number.same');
  const name = (field: 'givenName' | 'familyName') => {
    const value = typed[field]?.trim() ?? '';
    if (!value) errors[field] = t(`number.${field}Missing`);
    else if (!valid(line(80), value)) errors[field] = t('number.nameShape');
    return value;
  };
  const [givenName, familyName] = [name('givenName'), name('familyName')];
  const email = typed.email?.trim() ?? '';
  if (!email) errors.email = t('register.emailMissing');
  else if (!valid(emailAddress, email)) errors.email = t('register.emailShape');
  else if (confirmEmail === 'type-twice' && emailKey(typed.emailAgain ?? '') !== emailKey(email)) errors.emailAgain = t('register.emailDiffers');
  const phone = typed.phone?.trim() ?? '';
  const phoneRead = phone ? readPhone?.(phone, clinic.country) : undefined;
  if (phoneRead?.ok === false || (phone && !valid(line(40), phone))) errors.phone = t('register.phoneShape');
  const password = typed.password ?? '';
  Object.assign(errors, passwordErrors(t, policy, password, typed.passwordAgain ?? '', [email, `${givenName} ${familyName}`, clinic.name], t('number.passwordDiffers')));
  const request: CheckedNumberForm['request'] = {
    email, password, givenName, familyName, number: typed.number?.trim() ?? '', ...(kind === 'child' ? { guardianNumber: typed.guardianNumber?.trim() ?? '' } : {}), ...(phone ? { phone: phoneRead?.ok ? phoneRead.value.e164 : phone } : {}),
  };
  return { errors, doubtful: checked.filter((one) => one.doubtful).map((one) => one.name), request };
}

/** What is wrong with a new password by the clinic's rule, in words; empty when nothing is. `personal`: what it may not look like. */
export function newPasswordProblem(t: Texts, policy: NumberClinic['registration']['password'], password: string, personal: readonly string[]): string {
  const [problem] = checkPassword(password, policy, personal.filter((one) => one.trim()));
  return !password ? t('register.passwordMissing') : problem ? passwordWords(t, problem, policy.minLength) : '';
}
function passwordErrors(t: Texts, policy: NumberClinic['registration']['password'], password: string, again: string, personal: readonly string[], differs: string): { password?: string; passwordAgain?: string } {
  const words = newPasswordProblem(t, policy, password, personal);
  return words ? { password: words } : password === again ? {} : { passwordAgain: differs };
}

/** Where to send the link (S4-16). */
export function checkForgot(t: Texts, clinic: Pick<PublicClinic, 'country' | 'logIn'>, typed: Partial<Record<ResetField, string>>): { errors: Partial<Record<ResetField, string>>; request: { email: string; number?: string } } {
  const cpr = clinic.logIn.userName === 'cpr';
  const email = typed.email?.trim() ?? '';
  const errors: Partial<Record<ResetField, string>> = {};
  const number = cpr ? numberProblem(t, clinic.country, typed.number ?? '').words : '';
  if (number) errors.number = number;
  if (!email) errors.email = t('register.emailMissing');
  else if (!valid(emailAddress, email)) errors.email = t('register.emailShape');
  return { errors, request: { email, ...(cpr ? { number: typed.number?.trim() ?? '' } : {}) } };
}
/** The new password, by the clinic's rule. */
export const checkReset = (t: Texts, clinic: Pick<PublicClinic, 'name' | 'registration'>, typed: Partial<Record<ResetField, string>>): Partial<Record<ResetField, string>> =>
  passwordErrors(t, clinic.registration.password, typed.password ?? '', typed.passwordAgain ?? '', [clinic.name], t('reset.differs'));

/** Address and telephone number as they should be (S4-40). */
export function checkContact(t: Texts, country: string, typed: { email?: string; phone?: string }, readPhone?: ReadPhone): { errors: { email?: string; phone?: string }; contact: { email: string; phone?: string } } {
  const [email, phone] = [typed.email?.trim() ?? '', typed.phone?.trim() ?? ''];
  const read = phone ? readPhone?.(phone, country) : undefined;
  const errors = { ...(!email ? { email: t('register.emailMissing') } : valid(emailAddress, email) ? {} : { email: t('register.emailShape') }), ...(read?.ok === false || (phone && !valid(line(40), phone)) ? { phone: t('register.phoneShape') } : {}) };
  return { errors, contact: { email, ...(phone ? { phone: read?.ok ? read.value.e164 : phone } : {}) } };
}
