import { addDays, isDate } from './dates.ts';

/** Same shape as `renewal` on the wire. `from`: first date on which it can be asked for, where that is known (N2). */
export type RenewalAnswer =
  | { state: 'renewable' }
  | { state: 'practice-decides'; reason: 'unknown-class' | 'listed-class' }
  | { state: 'not-renewable'; reason: 'addictive' | 'too-soon' | 'pending' | 'stopped' | 'review-due' | 'not-online'; from: string | null };

/** What the practice said of one prescription itself, through the last day named or until taken back. It goes before the rules of class, review and time. */
export interface RenewalOverride { state: 'renewable' | 'not-online'; until: string | null }

export interface Medicine {
  /** ATC code (WHO), or null: much real data has none. */
  atc: string | null;
  /** FHIR R4 MedicationRequest.status. */
  status: string;
  authoredOn: string | null;
  /** Days that one issue lasts, only if the source says so. */
  supplyDays: number | null;
  repeatsAllowed: number | null;
  /** From that day on the practice first wants to see the patient. */
  reviewDue: string | null;
  override: RenewalOverride | null;
  /** A request for it waits at the practice. */
  pending: boolean;
  /** It was approved lately and is on its way: asked for as well, unless the practice itself says otherwise. */
  coming?: boolean;
}

export interface RenewalPolicy {
  /** ATC prefixes that may not be renewed online. */
  notRenewable: readonly string[];
  /** ATC prefixes on which the practice decides. */
  practiceDecides: readonly string[];
  /** A renewal may be asked for so many days before the supply ends: the practice needs working days, and there are week-ends. */
  daysBeforeEnd?: number;
}

/**
 * Danish default (Vejledning nr. 9523 of 19 June 2019): opioids, benzodiazepines and similar, barbiturates, central stimulants, medicines for
 * dependence, opioid cough medicine, and opium outside those prefixes. Clinics differ, so each may edit it.
 */
export const addictiveClasses: readonly string[] = ['N02A', 'A07DA02', 'N05BA', 'N05CA', 'N05CD', 'N05CF', 'N03AA02', 'N03AE01', 'N06BA', 'N07BC', 'R05DA'];

/** Atomoxetine, noscapine, dextromethorphan, lofexidine: inside those prefixes, not addictive. A clinic that names the full code means it. */
export const notAddictive: readonly string[] = ['N06BA09', 'R05DA07', 'R05DA09', 'N07BC04'];

export const renewalPresets: Readonly<Record<'NL' | 'DK', RenewalPolicy>> = {
  NL: { notRenewable: [], practiceDecides: ['N02A', 'N05BA', 'N05CD', 'N05CF'] },
  DK: { notRenewable: addictiveClasses, practiceDecides: [] },
};

const defaultDaysBeforeEnd = 7;
/** Days. What claims to last for more than a lifetime is a slip of the source. */
const longest = 36_600;
const over = new Set(['stopped', 'cancelled', 'entered-in-error', 'draft']);

/** May this medicine be renewed online on that date, and if not, why (S4-02, N2)? An unknown class is for the practice to decide: never silently allowed, never refused. */
export function renewalOf(medicine: Medicine, policy: RenewalPolicy, on: string): RenewalAnswer {
  if (over.has(medicine.status)) return { state: 'not-renewable', reason: 'stopped', from: null };
  if (medicine.pending) return { state: 'not-renewable', reason: 'pending', from: null };
  const { override, reviewDue } = medicine;
  if (override && (override.until === null || on <= override.until)) return override.state === 'renewable' ? { state: 'renewable' } : { state: 'not-renewable', reason: 'not-online', from: override.until && addDays(override.until, 1) };
  if (medicine.coming) return { state: 'not-renewable', reason: 'pending', from: null };
  const class_ = classOf(medicine.atc, policy);
  if (class_ === 'addictive') return { state: 'not-renewable', reason: 'addictive', from: null };
  if (reviewDue !== null && reviewDue <= on) return { state: 'not-renewable', reason: 'review-due', from: null };
  const from = renewableFrom(medicine, policy);
  if (from !== null && on < from) return { state: 'not-renewable', reason: 'too-soon', from };
  return class_ === 'free' ? { state: 'renewable' } : { state: 'practice-decides', reason: class_ };
}

/** Whether the patient says why this medicine is needed: never, where the practice decides on it, or with each. */
export const asksWhy = (asked: 'never' | 'decides' | 'always', practiceDecides: boolean): boolean => asked === 'always' || (asked === 'decides' && practiceDecides);

/** The longest prefix decides, so that a clinic can let one medicine out of a listed group; of equal ones the stricter. */
function classOf(written: string | null, policy: RenewalPolicy): 'free' | 'addictive' | 'listed-class' | 'unknown-class' {
  const atc = written?.trim().toUpperCase() ?? '';
  if (!/^[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$/.test(atc)) return 'unknown-class';
  const reach = (prefixes: readonly string[]) => Math.max(0, ...prefixes.filter((prefix) => atc.startsWith(prefix) && (prefix === atc || !notAddictive.includes(atc))).map((prefix) => prefix.length));
  const [barred, decides] = [reach(policy.notRenewable), reach(policy.practiceDecides)];
  if (barred > 0 && barred >= decides) return 'addictive';
  if (decides > 0) return 'listed-class';
  // A code of a whole group, such as N02, may hold a listed medicine.
  return [...policy.notRenewable, ...policy.practiceDecides].some((prefix) => prefix.startsWith(atc)) && atc.length < 7 ? 'unknown-class' : 'free';
}

/** What one issue and its repeats hold, by the calendar: its last day, and the repeats that are not begun on that date. */
type Supply = Pick<Medicine, 'authoredOn' | 'supplyDays' | 'repeatsAllowed' | 'status'>;
export interface Remaining { until: string; repeats: number }
/** Known only where the source says how long one issue lasts; nothing is known of medicine on hold. */
export function remainingOf({ authoredOn, supplyDays, repeatsAllowed, status }: Supply, on: string): Remaining | null {
  if (over.has(status) || status === 'on-hold' || authoredOn === null || !isDate(authoredOn) || supplyDays === null || supplyDays <= 0) return null;
  const repeats = Math.max(0, repeatsAllowed ?? 0);
  if (supplyDays * (1 + repeats) > longest) return null;
  const begun = Math.max(0, Math.floor((Date.parse(on) - Date.parse(authoredOn)) / 86_400_000 / supplyDays));
  return { until: addDays(authoredOn, supplyDays * (1 + repeats)), repeats: Math.max(0, repeats - begun) };
}

/** The first day on which it is due again: so many days before supply and repeats end, never before it was issued. Null where that is not known. */
export function renewableFrom(medicine: Supply, { daysBeforeEnd = defaultDaysBeforeEnd }: Pick<RenewalPolicy, 'daysBeforeEnd'>): string | null {
  const remaining = remainingOf(medicine, medicine.authoredOn ?? '');
  if (!remaining) return null;
  const from = addDays(remaining.until, -daysBeforeEnd);
  return from < medicine.authoredOn! ? medicine.authoredOn : from;
}
