/** Results of tests (S1-10): reports with their values, single values, the doctor's comment, and how a value lies towards what is usual. */
import type { Judgement, Locale, ResultEntry, ResultValue } from '@balie/contracts';
import { addDays } from '@balie/rules';
import { mistaken } from '../mistaken.ts';
import { dayOf, firstDay, isRecent, whenOf } from './days.ts';
import { codesOf, diagnosticReport, isOneOf, nameOf, notesOf, observation, type DiagnosticReport, type Measured, type Observation, type Quantity } from './fhir.ts';

export interface View { locale: Locale; timeZone: string; today: string; since: string | null; resultsAfterDays: number }
interface Stored { id: string; type: string; resource: unknown }

/** Reviewed and given out. Anything else is still being worked on, or was a mistake. */
const given = ['final', 'amended', 'corrected', 'appended'];
/** Not taken back. What a report holds that is still being worked on waits for it, also where it is final by itself. */
const stands = ({ it }: { it: { status: string } }) => it.status !== 'cancelled' && it.status !== mistaken;
/** Questions about how one lives are no results. */
const notResults = ['social-history', 'survey'];

/** Newest is for the caller to put first. `unreadable`: given out, but not in a form that can be shown. */
export function resultsOf(rows: readonly Stored[], view: View): { items: ResultEntry[]; unreadable: number } {
  let unreadable = 0;
  const readAll = <T>(type: string, read: (resource: unknown) => T | null) => rows.filter((row) => row.type === type).flatMap((row) => {
    const read_ = read(row.resource);
    if (read_ === null) unreadable += 1;
    return read_ === null ? [] : [{ id: row.id, it: read_ }];
  });
  const [measured, written] = [readAll('Observation', (resource) => observation.safeParse(resource).data ?? null), readAll('DiagnosticReport', (resource) => diagnosticReport.safeParse(resource).data ?? null)];
  const [observations, reports] = [measured.filter(({ it }) => given.includes(it.status)), written.filter(({ it }) => given.includes(it.status))];
  const byReference = new Map(observations.map(({ it }) => [`Observation/${it.id}`, it]));
  const members = new Set([...written.filter(stands).flatMap(({ it }) => it.result ?? []), ...measured.filter(stands).flatMap(({ it }) => it.hasMember ?? [])].map(({ reference }) => reference));

  const seen = (of: (typeof written)[number]['it'] | (typeof measured)[number]['it'], entry: ResultEntry | null): ResultEntry[] => {
    if (!entry) { unreadable += 1; return []; }
    return mayBeSeen(of, entry, view) ? [entry] : [];
  };
  const ofReports = reports.flatMap(({ id, it }) => seen(it, ofReport(id, it, (reference) => byReference.get(reference) ?? containedIn(it, reference), view)));
  const alone = observations.filter(({ it }) => !members.has(`Observation/${it.id}`) && !it.category?.some((one) => isOneOf(one, notResults))).flatMap(({ id, it }) => seen(it, ofObservation(id, it, (reference) => byReference.get(reference) ?? null, view)));
  return { items: [...ofReports, ...byKind(alone)], unreadable };
}

/** What was measured time after time is one entry: the newest, and those before it. */
function byKind(entries: readonly ResultEntry[]): ResultEntry[] {
  const day = ({ date }: ResultEntry) => (date === null ? '' : firstDay(date));
  const newestFirst = entries.toSorted((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : 0));
  return [...Map.groupBy(newestFirst, ({ title }) => title).values()].map(([newest, ...earlier]) => (earlier.length ? { ...newest!, earlier } : newest!));
}

/** A result without a comment may have to wait for one. */
function mayBeSeen({ issued }: { issued?: string | undefined }, { date, comment, values }: ResultEntry, { timeZone, today, since, resultsAfterDays }: View): boolean {
  if (!isRecent(date, since)) return false;
  const out = dayOf(issued, timeZone) ?? date;
  const commented = comment !== null || values.some((value) => value.comment !== null);
  return resultsAfterDays === 0 || commented || (out !== null && today >= addDays(firstDay(out), resultsAfterDays));
}

const containedIn = ({ contained }: DiagnosticReport, reference: string): Observation | null => {
  const found = contained?.find((one) => `#${one.id}` === reference);
  const read = found && observation.safeParse(found).data;
  return read && given.includes(read.status) ? read : null;
};
type Find = (reference: string) => Observation | null;

function ofReport(id: string, report: DiagnosticReport, find: Find, view: View): ResultEntry | null {
  const title = nameOf(report.code);
  const values = membersOf(report.result, find, view, new Set());
  if (title === null || (values.length === 0 && !report.conclusion)) return null;
  return { id, date: dayOf(whenOf(report), view.timeZone), title, comment: report.conclusion?.trim() || null, author: (report.resultsInterpreter ?? report.performer)?.find(({ display }) => display)?.display ?? null, values, corrected: report.status !== 'final' };
}

function ofObservation(id: string, it: Observation, find: Find, view: View): ResultEntry | null {
  const title = nameOf(it.code);
  const values = valuesOf({ ...it, note: undefined }, find, view, new Set([`Observation/${it.id}`]));
  const comment = notesOf(it.note);
  if (title === null || (values.length === 0 && comment === null)) return null;
  return { id, date: dayOf(whenOf(it), view.timeZone), title, comment, author: it.performer?.find(({ display }) => display)?.display ?? null, values, corrected: it.status !== 'final' };
}

/** Values of what an entry refers to; each reference once, so that what refers to itself ends. */
function membersOf(references: Observation['hasMember'], find: Find, view: View, seen: Set<string>): ResultValue[] {
  return (references ?? []).flatMap(({ reference }) => {
    if (reference === undefined || seen.has(reference)) return [];
    seen.add(reference);
    const member = find(reference);
    return member ? valuesOf(member, find, view, seen) : [];
  });
}
/** Its own value, those of its parts and of its members. */
const valuesOf = (it: Observation, find: Find, view: View, seen: Set<string>): ResultValue[] =>
  [...valueOf(it, notesOf(it.note), view), ...(it.component ?? []).flatMap((part) => valueOf(part, null, view)), ...membersOf(it.hasMember, find, view, seen)];

function valueOf(it: Measured, comment: string | null, view: View): ResultValue[] {
  const name = nameOf(it.code);
  const value = read(it, view);
  if (name === null || (value === null && comment === null)) return [];
  return [{ name, value, judgement: judge(it), range: rangeOf(it, view), comment }];
}

function read(it: Measured, view: View): string | boolean | null {
  if (it.valueQuantity) return quantity(it.valueQuantity, view);
  if (it.valueCodeableConcept) return nameOf(it.valueCodeableConcept);
  if (it.valueBoolean !== undefined) return it.valueBoolean;
  if (it.valueInteger !== undefined) return number(it.valueInteger, view);
  if (it.valueRange) return [it.valueRange.low, it.valueRange.high].map((end) => (end ? quantity(end, view) : null)).filter(Boolean).join(' – ') || null;
  if (it.valueRatio) { const [above, below] = [it.valueRatio.numerator, it.valueRatio.denominator].map((end) => (end ? quantity(end, view) : null)); return above && below ? `${above} : ${below}` : null; }
  return dayOf(it.valueDateTime, view.timeZone) ?? it.valueString?.trim() ?? it.valueTime ?? null;
}
const tags: Readonly<Record<Locale, string>> = { nl: 'nl-NL', en: 'en-GB', da: 'da-DK' };
const number = (value: number, { locale }: View) => new Intl.NumberFormat(tags[locale], { maximumFractionDigits: 10, useGrouping: false }).format(value);
const quantity = ({ value, comparator, unit, code }: Quantity, view: View): string | null => (value === undefined ? null : `${comparator ? `${comparator} ` : ''}${number(value, view)}${unit ?? code ? ` ${unit ?? code}` : ''}`);

/** The one range that holds for everybody, or the only one there is: of several for ages and groups nobody told us which. */
function usualRange({ referenceRange = [] }: Measured) {
  const usual = referenceRange.filter(({ type }) => type === undefined || isOneOf(type, ['normal', 'recommended']));
  return usual.length === 1 ? usual[0]! : null;
}
function rangeOf(it: Measured, view: View): ResultValue['range'] {
  const range = usualRange(it);
  if (!range) return null;
  // One unit is said once.
  const alike = range.low?.unit === range.high?.unit && range.low?.code === range.high?.code;
  const low = range.low ? quantity(range.high && alike ? { value: range.low.value, comparator: range.low.comparator } : range.low, view) : null;
  const high = range.high ? quantity(range.high, view) : null;
  return low === null && high === null && !range.text ? null : { low, high, text: range.text ?? null };
}

/** HL7 v3 ObservationInterpretation. What says only "positive" is left to the doctor's words. */
const meanings: ReadonlyMap<string, Judgement> = new Map(Object.entries<Judgement>({ N: 'usual', L: 'lower', H: 'higher', LL: 'much-lower', HH: 'much-higher', LU: 'much-lower', HU: 'much-higher', '<': 'lower', '>': 'higher', A: 'unusual', AA: 'unusual' }));

/** As the laboratory said; else by the range, where value and range are in the same unit (a range without one is in the value's). */
function judge(it: Measured): Judgement | null {
  const said = it.interpretation?.flatMap(codesOf).map((code) => meanings.get(code)).find((one) => one !== undefined);
  if (said) return said;
  const range = usualRange(it);
  const measured = it.valueQuantity;
  if (it.interpretation?.length || !range || measured?.value === undefined || measured.comparator) return null;
  const alike = (end: Quantity) => (end.unit === undefined && end.code === undefined) || (end.code !== undefined && end.code === measured.code) || (end.unit !== undefined && end.unit === measured.unit);
  const ends = [range.low, range.high].filter((end) => end !== undefined);
  if (ends.length === 0 || !ends.every((end) => end.value !== undefined && alike(end))) return null;
  return range.low && measured.value < range.low.value! ? 'lower' : range.high && measured.value > range.high.value! ? 'higher' : range.low && range.high ? 'usual' : null;
}
