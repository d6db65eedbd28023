import { isDate, localDate } from './dates.ts';

/**
 * Whole years on a date. The birthday itself counts; someone born on 29 February grows older on 1 March where the year has no such day
 * (our reading: the guides leave both open). Null when a date does not exist or birth lies later.
 */
export function ageOn(birthDate: string, on: string): number | null {
  if (!isDate(birthDate) || !isDate(on) || on < birthDate) return null;
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) >= birthDate.slice(5) ? years : years - 1;
}

/** Age at an instant by the calendar of a zone: it changes at local midnight (T32). */
export const ageAt = (birthDate: string, at: Date, timeZone: string): number | null => ageOn(birthDate, localDate(at, timeZone));

/** Nobody is older, in years (the oldest age on record is 122). */
export const oldestAge = 130;
/** Why nobody who lives on that day was born on that date. Null when somebody may be, and for a date that does not exist. */
export function birthProblem(birthDate: string, today: string): 'future' | 'too-long-ago' | null {
  if (birthDate > today) return 'future';
  return (ageOn(birthDate, today) ?? 0) > oldestAge ? 'too-long-ago' : null;
}

/** First day on which someone has that age. */
export function birthdayOf(birthDate: string, age: number): string {
  const day = `${Number(birthDate.slice(0, 4)) + age}${birthDate.slice(4)}`;
  return isDate(day) ? day : `${day.slice(0, 4)}-03-01`;
}

/**
 * Who acts for a child. `guardian`: parents alone; `shared`: child and parents together; `own`: the patient alone.
 * NL: under 12, 12-15, from 16 (WGBO, art. 7:447 and 7:450 BW). DK: under 15, from 15 (sundhedsloven § 17; S4-52).
 */
export type Rights = 'guardian' | 'shared' | 'own';
const steps: Record<'NL' | 'DK', readonly { from: number; rights: Rights }[]> = {
  NL: [{ from: 0, rights: 'guardian' }, { from: 12, rights: 'shared' }, { from: 16, rights: 'own' }],
  DK: [{ from: 0, rights: 'guardian' }, { from: 15, rights: 'own' }],
};

/** Rights of someone of that age in that country. */
export const rightsAt = (country: 'NL' | 'DK', age: number): Rights => steps[country].findLast((step) => step.from <= age)?.rights ?? 'guardian';

/** The next change of rights after a date, to be announced beforehand (N8); null when there is none. */
export function nextRights(country: 'NL' | 'DK', birthDate: string, on: string): { date: string; rights: Rights } | null {
  const next = steps[country].map((step) => ({ date: birthdayOf(birthDate, step.from), rights: step.rights })).find((step) => step.date > on);
  return next ?? null;
}
