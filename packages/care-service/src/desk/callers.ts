/** Somebody at the counter or on the telephone: the desk fills in the patient's own elements for them (N14). What is sent goes through the routes that patients have. */
import { PublicError, toPublicClinic, type CallerAnswer } from '@balie/contracts';
import { localDate } from '@balie/rules';
import { closedDates } from '@balie/rules/calendar';
import type { StaffAct } from '../act.ts';
import { closingsOf } from '../closings.ts';
import { carrierFor } from '../notices.ts';
import { findPatient, hearerOf } from '../people.ts';
import { demand, may } from './roles.ts';

/** Holidays and closures that the elements know of, in days. */
const ahead = 42;

/** GET /staff/patients/:id/care */
export async function readCaller(act: StaffAct, patient: string): Promise<CallerAnswer> {
  const { access, clinic, now } = act;
  demand(may(access, clinic).care);
  const contact = await hearerOf(act.deps, { clinic: clinic.id, account: null, patient });
  return act.transact(async (tx, trail) => {
    if (!await findPatient(tx, clinic.id, patient)) throw new PublicError('not_found');
    trail.patient = patient;
    return { clinic: toPublicClinic(clinic, access.locale, closedDates(clinic, localDate(now, clinic.timeZone), ahead), await closingsOf(tx, clinic, now)), told: contact !== undefined && await carrierFor(tx, clinic, contact, 'answers', true) !== null };
  });
}
