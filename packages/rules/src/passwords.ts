import { blockedWords } from './blocked-words.ts';

/** A clinic's rule for passwords. It is not the strength meter: the rule decides, the meter (`/strength`) only tells. */
export interface PasswordPolicy {
  /** Characters, as a reader counts them. */
  minLength: number;
  /** Demands lower case, upper case and a digit (S4-30). */
  composition: boolean;
}

export const passwordProblems = ['too-short', 'too-long', 'needs-lower', 'needs-upper', 'needs-digit', 'too-common', 'too-personal'] as const;
export type PasswordProblem = (typeof passwordProblems)[number];

export const passwordMaxLength = 128;

/** The form that is hashed and compared: an Å typed as one character or as two is the same password (NIST SP 800-63B, 3.1.1.2). */
export const normalisePassword = (typed: string): string => typed.normalize('NFKC');

/**
 * Everything wrong with a password, in the order of the list above; empty when it will do. Æ, Ø and Å are letters. The blocklist wins over a
 * rule that is weaker: S4-30 accepts Welkom01. `personal`: e-mail address, name, name of the clinic.
 */
export function checkPassword(typed: string, policy: PasswordPolicy, personal: readonly string[] = []): PasswordProblem[] {
  const password = normalisePassword(typed);
  const length = [...password].length;
  const found: Record<PasswordProblem, boolean> = {
    'too-short': length < policy.minLength,
    'too-long': length > passwordMaxLength,
    'needs-lower': policy.composition && !/\p{Ll}/u.test(password),
    'needs-upper': policy.composition && !/\p{Lu}/u.test(password),
    'needs-digit': policy.composition && !/\p{Nd}/u.test(password),
    // Nobody's password of 128 characters is in a list; the regular expressions below need not see a megabyte.
    'too-common': length > 0 && length <= passwordMaxLength && isCommon(password),
    'too-personal': length > 0 && length <= passwordMaxLength && isPersonal(password, personal),
  };
  return passwordProblems.filter((problem) => found[problem]);
}

const looksLike: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's', '!': 'i', '€': 'e' };
const onlyLetters = (text: string) => text.replace(/[^\p{L}]/gu, '');

/** The words a password may boil down to: as typed, and with "W@chtw00rd" read as it is meant; digits and signs around it dropped. */
function stemsOf(password: string): string[] {
  const plain = password.toLowerCase();
  const trimmed = plain.replace(/^[^\p{L}@$€]+|[^\p{L}]+$/gu, '');
  const meant = [...trimmed].map((character) => looksLike[character] ?? character).join('');
  return [onlyLetters(plain), onlyLetters(meant)].flatMap((stem) => [stem, unrepeated(stem)]);
}

/** `welkomwelkom` → `welkom` */
const unrepeated = (text: string): string => /^(.+?)\1+$/u.exec(text)?.[1] ?? text;

const runs = ['01234567890', 'abcdefghijklmnopqrstuvwxyzæøå', 'qwertyuiopå', 'asdfghjklæø', 'zxcvbnm', 'azertyuiop', '1q2w3e4r5t6y7u8i9o0p', '1qaz2wsx3edc4rfv', 'qazwsxedcrfvtgb'];
const backwards = (text: string) => [...text].reverse().join('');

function isCommon(password: string): boolean {
  const plain = password.toLowerCase();
  // One run along the keyboard or alphabet, one character, or a date: all that is left of "1234567890", "aaaaaaaa", "01-01-1980".
  const core = unrepeated(plain);
  if ([...core].length === 1 || runs.some((run) => (run + run).includes(core) || backwards(run + run).includes(core))) return true;
  if (/^(\d{1,2}\D?\d{1,2}\D?(19|20)\d{2}|(19|20)\d{2}\D?\d{1,2}\D?\d{1,2})$/.test(plain)) return true;
  return stemsOf(password).some((stem) => blockedWords.has(stem) || (stem.length >= 4 && runs.some((run) => run.includes(stem))));
}

/** Nothing but words of the patient's own address or name, or of the clinic's, in their order. */
function isPersonal(password: string, personal: readonly string[]): boolean {
  const stems = stemsOf(password).filter((stem) => [...stem].length >= 4);
  return personal.some((value) => {
    const words = normalisePassword(value).toLowerCase().split(/[^\p{L}]+/u).filter(Boolean).slice(0, 12);
    return words.some((_, from) => words.slice(from).some((_word, count) => stems.includes(words.slice(from, from + count + 1).join(''))));
  });
}
