import { isOpenAt, type PracticeHours } from './opening-hours.ts';

/** Numbers in international form (`+31…`) or short (`112`). */
export interface PracticePhones { practice: string; outOfHours: string; emergency: string }

export interface NumberToCall { which: keyof PracticePhones; number: string; href: string }

/** The number for this clinic and this minute (N4): the practice while it is open, else the out-of-hours post; in an emergency always that number. */
export function numberToCall(practice: PracticeHours, phones: PracticePhones, at: Date, need: 'help' | 'emergency' = 'help'): NumberToCall {
  const which = need === 'emergency' ? 'emergency' : isOpenAt(practice, at) ? 'practice' : 'outOfHours';
  return { which, number: phones[which], href: `tel:${phones[which]}` };
}
