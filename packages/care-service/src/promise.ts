/** Honest dates (N3): when the practice will have dealt with what was sent now. */
import { promiseFor, type Promised } from '@balie/rules';
import { practiceHours } from '@balie/rules/calendar';
import type { ClinicConfig } from '@balie/contracts';

/** Ready to collect, from a time of the day. */
export const prescriptionPromise = (clinic: ClinicConfig, at: Date): Promised | null => {
  const { workingDays, cutOff, readyFrom } = clinic.prescriptions;
  return promiseFor(practiceHours(clinic), at, { workingDays, cutOff, from: readyFrom });
};

/** Answered in the course of that day. A question counts for today until the practice closes: the cut-off is about orders. */
export const econsultPromise = (clinic: ClinicConfig, at: Date): Promised | null =>
  promiseFor(practiceHours(clinic), at, { workingDays: clinic.econsults.answerWorkingDays, cutOff: '24:00' });

/** As stored with a request: both columns empty when no honest date could be given. */
export const storedPromise = (date: string | null, from: string | null): Promised | null => (date === null ? null : { date, from });
