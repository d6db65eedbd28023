/** Booking a time: steps, days of free times, and how long a held time is still held. Pure; the element draws it. */
import { localDate } from '@balie/rules';
import type { AppointmentOrder, AppointmentQuestion, Hold, SlotSummary } from '@balie/contracts';

export const reasonMax = 300;

export interface BookingDraft {
  step: 'what' | 'when' | 'details' | 'check';
  type: string;
  /** Empty: any practitioner. */
  practitioner: string;
  reason: string;
  /** By question. */
  answers: Readonly<Record<string, string>>;
  /** Id of the appointment that goes to the time chosen; null: a new one is made. */
  moves: string | null;
  /** The time held for this booking: kept here too, so that a send that got no answer can go again unchanged after a reload. */
  hold: Hold | null;
}
export const emptyBooking = (): BookingDraft => ({ step: 'what', type: '', practitioner: '', reason: '', answers: {}, moves: null, hold: null });

export function bookingOrderOf(draft: BookingDraft, questions: readonly AppointmentQuestion[]): AppointmentOrder | null {
  const reason = draft.reason.trim();
  const answers = questions.flatMap(({ id }) => { const answer = (draft.answers[id] ?? '').trim(); return answer ? [{ question: id, answer }] : []; });
  return draft.hold ? { hold: draft.hold.id, ...(reason ? { reason } : {}), ...(answers.length ? { answers } : {}) } : null;
}

/** The server's hold wins over what this device remembers: a time that is no longer held is not shown as held. */
export function withHold(draft: BookingDraft, hold: Hold | null): BookingDraft {
  if (hold) return { ...draft, hold, type: hold.type, step: draft.moves || draft.step === 'check' ? 'check' : 'details' };
  return draft.step === 'what' ? { ...draft, hold: null } : { ...draft, hold: null, step: draft.type ? 'when' : 'what' };
}

/** Whole seconds that a hold still lasts, never below 0. */
export const secondsLeft = (hold: Hold, now: number): number => Math.max(0, Math.ceil((Date.parse(hold.expiresAt) - now) / 1000));

/** What the countdown says: whole tens of seconds, never more than is left but the last ten, so that nothing flickers. Null: it is over. */
export function countdown(left: number): { minutes: number; seconds: number } | null {
  if (left <= 0) return null;
  const shown = Math.max(10, Math.floor(left / 10) * 10);
  return { minutes: Math.floor(shown / 60), seconds: shown % 60 };
}

export interface SlotDay { /** Calendar date in the clinic's zone. */ date: string; slots: SlotSummary[] }

export function daysOf(slots: readonly SlotSummary[], timeZone: string): SlotDay[] {
  const days = new Map<string, SlotSummary[]>();
  for (const slot of [...slots].sort((a, b) => a.start.localeCompare(b.start) || a.practitioner.name.localeCompare(b.practitioner.name))) {
    const date = localDate(new Date(slot.start), timeZone);
    days.set(date, [...(days.get(date) ?? []), slot]);
  }
  return [...days].map(([date, of]) => ({ date, slots: of }));
}
