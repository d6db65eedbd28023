/** Asking the practice a question: urgency first (S4-06, N4), then subject and question. Pure; the element draws it. */
import type { EconsultOrder } from '@balie/contracts';

export const subjectMax = 120;

export interface EconsultDraft {
  step: 'urgency' | 'stop' | 'write' | 'check';
  urgent: '' | 'yes' | 'no';
  subject: string;
  question: string;
  /** Photos or PDFs went along, which a reload does not keep. */
  files?: boolean;
}
export const emptyEconsult = (): EconsultDraft => ({ step: 'urgency', urgent: '', subject: '', question: '' });

/** A draft of an earlier visit: the text is kept, but whether it is urgent is asked anew, for that may have changed. */
export const askAgain = (draft: EconsultDraft): EconsultDraft => ({ ...draft, step: 'urgency', urgent: '' });

export const econsultOrderOf = (draft: EconsultDraft): EconsultOrder => ({ urgent: false, subject: draft.subject.trim(), question: draft.question.trim() });

/**
 * How many characters are left, told only when it begins to matter: `visible` exact from the last 200 on, `spoken` in a few steps, so that
 * a screen reader is not interrupted at each key. Negative: so many too many. Null: nothing to say yet.
 */
export function room(length: number, max: number): { visible: number | null; spoken: number | null } {
  const left = max - length;
  if (left > 200) return { visible: null, spoken: null };
  const spoken = left < 0 ? Math.floor(left / 50) * 50 : ([0, 20, 50, 100, 200].find((step) => left <= step) ?? 200);
  return { visible: left, spoken };
}
