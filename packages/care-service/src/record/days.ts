/** Days of a record: FHIR gives a year, a month, a day or a moment; a moment is a day by the practice's clock. */
import { localDate } from '@balie/rules';

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export const dayOf = (written: string | undefined, timeZone: string): string | null => (written === undefined ? null : written.includes('T') ? localDate(new Date(written), timeZone) : written);
type Written = string | undefined;
interface Begun { start?: Written }
/** Fields in which FHIR resources say when they are from. */
export interface Dated { effectiveDateTime?: Written; effectiveInstant?: Written; effectivePeriod?: Begun | undefined; issued?: Written; onsetDateTime?: Written; onsetPeriod?: Begun | undefined; recordedDate?: Written; created?: Written; date?: Written; period?: Begun | undefined }
/** When a resource is from, whichever field of its type says so: what it is about before when that was written down. */
export const whenOf = (it: Dated): Written => it.effectiveDateTime ?? it.effectiveInstant ?? it.effectivePeriod?.start ?? it.issued ?? it.onsetDateTime ?? it.onsetPeriod?.start ?? it.recordedDate ?? it.created ?? it.date ?? it.period?.start;
/** First day that it may mean: what is sorted and compared by. */
export const firstDay = (day: string): string => `${day}-01-01`.slice(0, 10);
/** Nothing that ended before it is shown (S1-25); null: all is. */
export function shownSince({ months, from }: { months: number | null; from?: string | undefined }, today: string): string | null {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  // The last day of a shorter month where there is no such day.
  const back = months === null ? null : new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  const cut = back === null ? null : new Date(Date.UTC(year, month - 1 - months!, Math.min(day, back))).toISOString().slice(0, 10);
  return cut === null ? from ?? null : from !== undefined && from > cut ? from : cut;
}
/** Not before the first day shown. What names no day cannot be told to be recent enough. */
export const isRecent = (day: string | null, since: string | null): boolean => since === null || (day !== null && firstDay(day) >= since);
