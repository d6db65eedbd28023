/** Episodes and the doctor's advice (S1-09). */
import type { AdviceEntry } from '@balie/contracts';
import { mistaken } from '../mistaken.ts';
import { dayOf, isRecent, whenOf } from './days.ts';
import { carePlan, clinicalImpression, condition, isOneOf, nameOf, notesOf } from './fhir.ts';
import type { View } from './results.ts';

export const adviceTypes = ['Condition', 'ClinicalImpression', 'CarePlan'];
const ongoing = ['active', 'recurrence', 'relapse'];

/** Null: not for the patient (yet). Undefined: meant for the patient, but not in a form that can be shown. */
type Read = (id: string, resource: unknown, view: View) => AdviceEntry | null | undefined;

const episode: Read = (id, resource, { timeZone, since }) => {
  const { data: it } = condition.safeParse(resource);
  const title = nameOf(it?.code);
  if (!it || title === null) return undefined;
  if (isOneOf(it.verificationStatus, ['refuted', mistaken])) return null;
  const date = dayOf(whenOf(it), timeZone);
  const until = dayOf(it.abatementDateTime ?? it.abatementPeriod?.end ?? it.onsetPeriod?.end, timeZone);
  const ended = until !== null || (it.clinicalStatus !== undefined && !isOneOf(it.clinicalStatus, ongoing));
  if (ended && !isRecent(until ?? date, since)) return null;
  return { kind: 'episode', id, date, until, ended, title, note: notesOf(it.note) };
};

const impression: Read = (id, resource, { timeZone, since }) => {
  const { data: it } = clinicalImpression.safeParse(resource);
  const note = it && ([it.summary?.trim(), notesOf(it.note)].filter(Boolean).join('\n\n') || null);
  const title = it && (it.description ?? nameOf(it.code));
  if (!it || !note || !title) return undefined;
  if (it.status !== 'completed') return null;
  const date = dayOf(whenOf(it), timeZone);
  return isRecent(date, since) ? { kind: 'advice', id, date, title, note, author: it.assessor?.display ?? null } : null;
};

const plan: Read = (id, resource, { timeZone, since }) => {
  const { data: it } = carePlan.safeParse(resource);
  const title = it && (it.title ?? nameOf(it.category?.[0]));
  const note = it && ([it.description?.trim(), notesOf(it.note)].filter(Boolean).join('\n\n') || null);
  if (!it || !title || !note) return undefined;
  if (!['active', 'on-hold', 'completed'].includes(it.status)) return null;
  const date = dayOf(whenOf(it), timeZone);
  return it.status === 'active' || isRecent(dayOf(it.period?.end, timeZone) ?? date, since) ? { kind: 'advice', id, date, title, note, author: it.author?.display ?? null } : null;
};

const readers: Readonly<Record<string, Read>> = { Condition: episode, ClinicalImpression: impression, CarePlan: plan };

export function adviceOf(rows: readonly { id: string; type: string; resource: unknown }[], view: View): { items: AdviceEntry[]; unreadable: number } {
  const read = rows.map(({ id, type, resource }) => readers[type]!(id, resource, view));
  return { items: read.filter((one) => one != null), unreadable: read.filter((one) => one === undefined).length };
}
