import { practiceHours, type PracticeSchedule } from './calendar.ts';

/** A Dutch practice: Monday to Friday 8-12:30 and 13:30-17, closed in the week of 20 July 2026. */
export const schedule: PracticeSchedule = {
  country: 'NL', timeZone: 'Europe/Amsterdam',
  openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '12:30' }, { days: [1, 2, 3, 4, 5], from: '13:30', to: '17:00' }],
  closures: [{ from: '2026-07-20', to: '2026-07-24' }],
};
export const practice = practiceHours(schedule);
