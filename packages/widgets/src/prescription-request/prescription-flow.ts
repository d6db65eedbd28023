/** Asking for medicine again: what may be chosen, what is asked of it, what is sent. Pure; the element draws it. */
import type { MedicationAnswer, MedicationItem, PrescriptionOrder } from '@balie/contracts';
import { asksWhy } from '@balie/rules';

export const noteMax = 300;
export const nameMax = 200;
export const remarkMax = 500;
/** Medicines that are not in the list, in one request. */
export const unlistedMax = 5;
type Terms = MedicationAnswer['terms'];

export interface Unlisted { name: string; why: string; note: string }
export interface PrescriptionDraft {
  step: 'choose' | 'check';
  /** Medication ids in the order of the list. */
  chosen: string[];
  /** Note, and why it is needed, by medication id; kept while a medicine is unticked. */
  notes: Record<string, string>;
  whys: Record<string, string>;
  unlisted: Unlisted[];
  /** Empty: the one of last time. */
  pharmacy: string;
  remark: string;
}
export const emptyPrescription = (): PrescriptionDraft => ({ step: 'choose', chosen: [], notes: {}, whys: {}, unlisted: [], pharmacy: '', remark: '' });

export const mayOrder = (item: MedicationItem): boolean => item.renewal.state !== 'not-renewable';
/** It only has to wait, for an answer or for its date: no visit makes it come sooner. */
export const waits = ({ renewal }: MedicationItem): boolean => renewal.state === 'not-renewable' && (renewal.reason === 'pending' || (renewal.reason === 'too-soon' && renewal.from !== null));
/** Whether the patient says why this one is needed; what is not in the list the practice always decides on. */
export const whyOf = (terms: Terms, item: MedicationItem | null): boolean => asksWhy(terms.why, item === null || item.renewal.state === 'practice-decides');

/** The one chosen, else that of last time, else the only one there is. */
export const pharmacyOf = ({ pharmacy }: PrescriptionDraft, { pharmacies, pharmacy: last }: Terms): string => (pharmacies.some(({ id }) => id === pharmacy) ? pharmacy : last ?? (pharmacies.length === 1 ? pharmacies[0]!.id : ''));

/** What can be asked for first; each part in the order it came. */
export const inOrder = (items: readonly MedicationItem[]): MedicationItem[] => [...items.filter(mayOrder), ...items.filter((item) => !mayOrder(item))];

export function toggle(draft: PrescriptionDraft, items: readonly MedicationItem[], id: string, on: boolean): PrescriptionDraft {
  const chosen = new Set(draft.chosen);
  if (on) chosen.add(id); else chosen.delete(id);
  return { ...draft, chosen: items.filter((item) => chosen.has(item.id)).map((item) => item.id) };
}

/** A list read again may have lost a chosen medicine or closed it; `dropped` is told, the rest is kept. */
export function reconcile(draft: PrescriptionDraft, items: readonly MedicationItem[]): { draft: PrescriptionDraft; dropped: boolean } {
  const chosen = items.filter((item) => draft.chosen.includes(item.id) && mayOrder(item)).map((item) => item.id);
  const dropped = chosen.length < draft.chosen.length;
  return { draft: dropped ? { ...draft, chosen, step: 'choose' } : draft, dropped };
}

const said = (note: string | undefined, why: string | undefined) => ({ ...(note?.trim() ? { note: note.trim() } : {}), ...(why?.trim() ? { why: why.trim() } : {}) });
export function prescriptionOrderOf(draft: PrescriptionDraft, { items, terms }: MedicationAnswer): PrescriptionOrder {
  const remark = draft.remark.trim();
  const pharmacy = pharmacyOf(draft, terms);
  const asked = (id: string) => { const item = items.find((one) => one.id === id); return item && whyOf(terms, item) ? draft.whys[id] : undefined; };
  const unlisted = terms.unlisted ? draft.unlisted.map(({ name, note, why }) => ({ name: name.trim(), ...said(note, whyOf(terms, null) ? why : undefined) })) : [];
  return {
    lines: draft.chosen.map((medicationId) => ({ medicationId, ...said(draft.notes[medicationId], asked(medicationId)) })),
    ...(unlisted.length ? { unlisted } : {}), ...(pharmacy ? { pharmacy } : {}), ...(remark ? { remark } : {}),
  };
}
