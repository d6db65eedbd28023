/** Questions at the desk: read and answered once; the patient is mailed that there is an answer, not what it says. */
import { PublicError, type DeskEconsultThread } from '@balie/contracts';
import { and, eq, schema, type Queryable } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { addMessage, threadOf } from '../econsults.ts';
import { mailPatient } from '../mails.ts';
import { deskPatientOf } from '../people.ts';
import { contactOf } from './contacts.ts';
import { demand, may } from './roles.ts';

const { econsults, patients } = schema;
export const econsultRows = (db: Queryable) => db.select({ econsult: econsults, patient: patients }).from(econsults).innerJoin(patients, eq(patients.id, econsults.patient));
const ofClinic = (act: StaffAct, id: string) => and(eq(econsults.id, id), eq(econsults.clinic, act.clinic.id));

async function deskThread(db: Queryable, act: StaffAct, id: string): Promise<DeskEconsultThread> {
  const [row] = await econsultRows(db).where(ofClinic(act, id));
  if (!row) throw new PublicError('not_found');
  return { ...await threadOf(db, act.deps, row.econsult), patient: deskPatientOf(act.deps, row.patient) };
}

/** GET /staff/econsults/:id */
export function readAtDesk(act: StaffAct, id: string): Promise<DeskEconsultThread> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const thread = await deskThread(tx, act, id);
    trail.patient = thread.patient.id;
    return thread;
  });
}

/** POST /staff/econsults/:id/answer: of two who answer at once one does; the other hears `already_handled` and loses nothing typed. */
export async function answer(act: StaffAct, id: string, text: string): Promise<DeskEconsultThread> {
  demand(may(act.access, act.clinic).care);
  const contact = await contactOf(act, econsults, id);
  return act.transact(async (tx, trail) => {
    const [answered] = await tx.update(econsults).set({ state: 'answered', answeredAt: act.now }).where(and(ofClinic(act, id), eq(econsults.state, 'sent'))).returning();
    if (!answered) throw new PublicError('already_handled');
    trail.patient = answered.patient;
    await addMessage(tx, act.deps, id, { from: 'practice', staff: act.access.staff, author: act.access.name, at: act.now, text });
    await mailPatient(tx, act.deps, act.clinic, contact, act.now, { template: 'answer-ready', data: { service: 'econsults' } });
    return deskThread(tx, act, id);
  });
}
