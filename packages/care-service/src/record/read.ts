/** The record as its patient may read it (S1-08 … S1-14): what the practice shows, newest first, a page at a time. */
import type { FileAnswer, RecordAnswer, RecordPage, RecordPart } from '@balie/contracts';
import { and, asc, desc, eq, inArray, notInArray, schema, type Queryable } from '@balie/database';
import { localDate } from '@balie/rules';
import type { PatientAct } from '../act.ts';
import { neverShown } from '../medication.ts';
import { open } from '../seals.ts';
import { stepOf } from '../systems/changes.ts';
import { adviceOf, adviceTypes } from './advice.ts';
import { firstDay, isRecent, shownSince } from './days.ts';
import { lettersOf, readLetter } from './letters.ts';
import { resultsOf, type View } from './results.ts';

const { clinicalResources, medications } = schema;
const pageLength = 20;
/** Resources read of one part, newest first: more than a patient of a practice gathers in the months shown. */
const most = 2000;
const over = ['stopped', 'completed', 'cancelled'];

const viewOf = ({ clinic, access, now }: PatientAct): View => {
  const today = localDate(now, clinic.timeZone);
  return { locale: access.locale, timeZone: clinic.timeZone, today, since: shownSince(clinic.record, today), resultsAfterDays: clinic.record.resultsAfterDays };
};

/** GET /care/record */
export function readRecord(act: PatientAct): Promise<RecordAnswer> {
  const view = viewOf(act);
  return act.transact(async (tx) => {
    const parts: RecordPage[] = [];
    for (const part of act.clinic.record.parts) parts.push(await pageOf(tx, act, view, part, null));
    return { since: view.since, parts, ...await stepOf(tx, act) };
  });
}

/** GET /care/record/page. A part that the practice does not show is empty. */
export function readRecordPage(act: PatientAct, { part, after }: { part: RecordPart; after: string }): Promise<RecordPage> {
  return act.transact((tx) => (act.clinic.record.parts.includes(part) ? pageOf(tx, act, viewOf(act), part, after) : Promise.resolve({ part, items: [], next: null })));
}

/** GET /care/record/letters/:id */
export const readRecordLetter = (act: PatientAct, id: string): Promise<FileAnswer> => readLetter(act, viewOf(act), id);

async function pageOf(db: Queryable, act: PatientAct, view: View, part: RecordPart, after: string | null): Promise<RecordPage> {
  switch (part) {
    case 'advice': return { part, ...cut(adviceOf(await resources(db, act, adviceTypes), view), act, after) };
    case 'results': return { part, ...cut(resultsOf(await resources(db, act, ['Observation', 'DiagnosticReport']), view), act, after) };
    case 'letters': return { part, ...cut(await lettersOf(db, act, await resources(db, act, ['DocumentReference']), view), act, after) };
    case 'medication': return { part, ...cut({ items: await medicines(db, act, view), unreadable: 0 }, act, after) };
  }
}

/** Newest first, however old: a report of lately may hold a value of before. */
async function resources(db: Queryable, { deps, clinic, access }: PatientAct, types: readonly string[]) {
  const { about } = clinicalResources;
  const rows = await db.select().from(clinicalResources)
    .where(and(eq(clinicalResources.clinic, clinic.id), eq(clinicalResources.patient, access.patient), inArray(clinicalResources.type, [...types])))
    .orderBy(desc(about), asc(clinicalResources.id)).limit(most);
  return rows.map(({ id, type, resourceSealed }) => ({ id, type, resource: JSON.parse(open(deps.keyring, 'resource', resourceSealed)) as unknown }));
}

async function medicines(db: Queryable, { clinic, access }: PatientAct, { since }: View) {
  const rows = await db.select().from(medications).where(and(eq(medications.clinic, clinic.id), eq(medications.patient, access.patient), notInArray(medications.status, neverShown))).orderBy(asc(medications.name)).limit(most);
  return rows.map(({ id, name, dosage, authoredOn, status }) => ({ id, name, dosage, date: authoredOn, ended: over.includes(status) })).filter(({ ended, date }) => !ended || isRecent(date, since));
}

/** Going on before ended, then newest first; after the entry that the page before ended with. What cannot be shown is counted for the practice's log, never shown half. */
function cut<Item extends { id: string; date: string | null; ended?: boolean }>({ items, unreadable }: { items: Item[]; unreadable: number }, { deps, clinic }: PatientAct, after: string | null): { items: Item[]; next: string | null } {
  if (unreadable > 0 && after === null) deps.log({ event: 'record-not-shown', clinic: clinic.id, count: unreadable });
  const rank = ({ ended, date, id }: Item) => `${ended ? 0 : 1}${date === null ? '' : firstDay(date)} ${id}`;
  const sorted = items.toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1));
  const mark = ({ date, id }: Item) => `${date === null ? '' : firstDay(date)}_${id}`;
  const before = sorted.findIndex((item) => mark(item) === after);
  const start = after === null ? 0 : before < 0 ? sorted.length : before + 1;
  const page = sorted.slice(start, start + pageLength);
  const last = page.at(-1);
  return { items: page, next: last && start + pageLength < sorted.length ? mark(last) : null };
}
