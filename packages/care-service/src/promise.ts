/** Honest dates (N3): when the practice will have dealt with what was sent now, by its settings and by what its desk closed. */
import { promiseFor, type Promised } from '@balie/rules';
import { practiceHours } from '@balie/rules/calendar';
import type { ClinicConfig } from '@balie/contracts';
import type { Queryable } from '@balie/database';
import { closingsOf } from './closings.ts';

/** Ready to collect, from a time of the day. */
export async function prescriptionPromise(db: Queryable, clinic: ClinicConfig, at: Date): Promise<Promised | null> {
  const { workingDays, cutOff, readyFrom } = clinic.prescriptions;
  return promiseFor(practiceHours(clinic, await closingsOf(db, clinic, at)), at, { workingDays, cutOff, from: readyFrom });
}

/** Answered in the course of that day. A question counts for today until the practice closes: the cut-off is about orders. */
export const econsultPromise = async (db: Queryable, clinic: ClinicConfig, at: Date): Promise<Promised | null> =>
  promiseFor(practiceHours(clinic, await closingsOf(db, clinic, at)), at, { workingDays: clinic.econsults.answerWorkingDays, cutOff: '24:00' });

/** As stored with a request: both columns empty when no honest date could be given. */
export const storedPromise = (date: string | null, from: string | null): Promised | null => (date === null ? null : { date, from });
