/** A practice's standard text may name the practice and the day, as `{practice}` and `{date}`, and nothing of a patient. */
export const templateNames = ['practice', 'date'] as const;
export type TemplateName = (typeof templateNames)[number];
const named = /\{([^{}]*)\}/g;

/** Names in braces that stand for nothing. */
export const strangeNames = (text: string): string[] => [...text.matchAll(named)].map(([, name]) => name!).filter((name) => !(templateNames as readonly string[]).includes(name));
export const fillTemplate = (text: string, values: Readonly<Record<TemplateName, string>>): string => text.replace(named, (whole, name: string) => (Object.hasOwn(values, name) ? values[name as TemplateName] : whole));

/** Longest text of a reason that a patient reads, in characters, and of an answer. */
export const longestTemplate = { answer: 5000, refusal: 200, cancellation: 200 } as const;
