/** Asking for medicine again: what may be chosen, what is sent, what the list says. Pure; the element draws it. */
import type { MedicationItem, PrescriptionOrder } from '@balie/contracts';

export const noteMax = 300;
export const remarkMax = 500;

export interface PrescriptionDraft {
  step: 'choose' | 'check';
  /** Medication ids in the order of the list. */
  chosen: string[];
  /** Note by medication id; kept while a medicine is unticked. */
  notes: Record<string, string>;
  remark: string;
}
export const emptyPrescription = (): PrescriptionDraft => ({ step: 'choose', chosen: [], notes: {}, remark: '' });

export const mayOrder = (item: MedicationItem): boolean => item.renewal.state !== 'not-renewable';

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

export function prescriptionOrderOf(draft: PrescriptionDraft): PrescriptionOrder {
  const remark = draft.remark.trim();
  return {
    lines: draft.chosen.map((medicationId) => { const note = draft.notes[medicationId]?.trim(); return { medicationId, ...(note ? { note } : {}) }; }),
    ...(remark ? { remark } : {}),
  };
}
