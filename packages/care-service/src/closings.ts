/** When the whole practice is closed against its settings, as its desk said: the one source for opening hours, promises and the number to call (N3, N4). */
import { traceOf, type ClinicClosing, type ClinicConfig, type Words } from '@balie/contracts';
import { and, asc, eq, gt, isNull, schema, type Queryable } from '@balie/database';
import { wallOf, type Closing } from '@balie/rules';
import type { CareBase } from './deps.ts';

const { agendaBlocks } = schema;
type Times = Pick<typeof agendaBlocks.$inferSelect, 'start' | 'end'>;

/** The same moments by the practice's clock. */
export const closingOf = ({ start, end }: Times, timeZone: string): Closing => ({ from: wallOf(start, timeZone), until: wallOf(end, timeZone) });

/** What has not ended, earliest first; `words` is what patients read, as far as the desk wrote any. */
export async function closingsOf(db: Queryable, clinic: ClinicConfig, now: Date): Promise<ClinicClosing[]> {
  const rows = await db.select().from(agendaBlocks).where(and(eq(agendaBlocks.clinic, clinic.id), isNull(agendaBlocks.practitioner), gt(agendaBlocks.end, now))).orderBy(asc(agendaBlocks.start)).limit(200);
  return rows.map((row) => ({ ...closingOf(row, clinic.timeZone), words: row.words as Words }));
}

/** How long pages go by what was read, and wait for it to be read, in ms. */
const [fresh, patience] = [5_000, 1_000];

/**
 * For pages, which must come also while the database does not answer: what was read last then stands. A closing is on every page that is asked for five seconds after it was made.
 */
export function createClosings({ db, clock, log }: Pick<CareBase, 'db' | 'clock' | 'log'>): (clinic: ClinicConfig) => Promise<readonly ClinicClosing[]> {
  const known = new Map<string, { at: number; closings: readonly ClinicClosing[]; reading: Promise<void> | null }>();
  return async (clinic) => {
    const one = known.get(clinic.id) ?? { at: 0, closings: [], reading: null };
    known.set(clinic.id, one);
    if (clock().getTime() - one.at >= fresh) {
      one.reading ??= closingsOf(db, clinic, clock()).then((closings) => { one.closings = closings; }, (thrown: unknown) => log({ event: 'closings-unread', level: 'warn', clinic: clinic.id, ...traceOf(thrown) })).finally(() => { one.at = clock().getTime(); one.reading = null; });
      await Promise.race([one.reading, new Promise((done) => { setTimeout(done, patience).unref(); })]);
    }
    return one.closings;
  };
}
