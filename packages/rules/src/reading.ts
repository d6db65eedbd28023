/** What came of something typed: its stored form, or one named problem that the texts put in words. The input itself is never in it. */
export type Reading<Problem extends string, Value = string> = { ok: true; value: Value } | { ok: false; problem: Problem };

/** Spaces, dashes and dots as people and word processors put them between digits; full-width forms become plain. */
export const withoutSeparators = (typed: string): string => typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212.]/gu, '');
