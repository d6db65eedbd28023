import { isDate } from '@balie/rules';

/** A date of birth as typed: `31-12-1970`, `31/12/1970`, `31 12 1970`, or the `1970-12-31` that browsers fill in. Null for no date. */
export function readBirthDate(typed: string): string | null {
  const text = typed.trim();
  const [, day, month, year] = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text) ?? [];
  const date = day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  return isDate(date) ? date : null;
}
