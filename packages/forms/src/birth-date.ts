import { isDate, type Reading } from '@balie/rules';

/** A date of birth as typed: `31-12-1970`, `31/12/1970`, `31 12 1970`, `31121970` of a keyboard with digits alone, or the `1970-12-31` that browsers fill in. `no-such-day` for one that has the look of a date and is none. */
export function readBirthDate(typed: string): Reading<'shape' | 'no-such-day'> {
  const text = typed.trim();
  const [, day, month, year] = /^(\d\d?)[-/. ]+(\d\d?)[-/. ]+(\d{4})$|^(\d\d)(\d\d)(\d{4})$/.exec(text)?.filter(Boolean) ?? [];
  const date = day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  if (isDate(date)) return { ok: true, value: date };
  return { ok: false, problem: /^\d{4}-\d\d-\d\d$/.test(date) ? 'no-such-day' : 'shape' };
}
