/** The strength meter. A subpath of its own: word lists of some hundred kB, loaded when the first password is typed. It tells; it never decides. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as dutch } from '@zxcvbn-ts/language-nl-be';
import { danishWords, dutchWords, englishWords, medicalWords } from './blocked-words.ts';
import { normalisePassword, passwordMaxLength } from './passwords.ts';

/** 0 very weak … 4 very strong; said in words as well as in colour (S3-09). */
export type StrengthScore = 0 | 1 | 2 | 3 | 4;

const words = (list: string) => list.split(/\s+/);
const meter = new ZxcvbnFactory({
  graphs: adjacencyGraphs,
  dictionary: { ...common, ...Object.fromEntries(Object.entries(dutch).map(([name, list]) => [`${name}-nl`, list])), 'words-practice': [...words(medicalWords), ...words(dutchWords), ...words(danishWords), ...words(englishWords)] },
});

/** How hard a password is to guess. `personal`: e-mail address, name, name of the clinic; their words count as known to the guesser. */
export function strengthOf(password: string, personal: readonly string[] = []): StrengthScore {
  if (password === '') return 0;
  const known = personal.flatMap((value) => [value, ...value.split(/[^\p{L}\d]+/u)]).filter((word) => word.length > 2);
  return meter.check(normalisePassword(password).slice(0, passwordMaxLength), known).score;
}
