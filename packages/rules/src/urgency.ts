import { isOpenAt, type PracticeHours } from './opening-hours.ts';

/** Numbers in international form (`+31…`) or short (`112`). */
export interface PracticePhones { practice: string; outOfHours: string; emergency: string }

export interface NumberToCall { which: 'practice' | 'outOfHours'; number: string }

/** The number for this clinic and this minute (N4): the practice while it is open, else the out-of-hours post. The emergency number stands beside it, at any hour. */
export function numberToCall(practice: PracticeHours, phones: PracticePhones, at: Date): NumberToCall {
  const which = isOpenAt(practice, at) ? 'practice' : 'outOfHours';
  return { which, number: phones[which] };
}
