/** Questions at the desk: read and answered; the patient is told that there is an answer, not what it says. */
import { PublicError, type AccountContact, type DeskEconsultThread, type EconsultAnswer } from '@balie/contracts';
import { and, eq, gt, inArray, isNull, ne, schema, sql, type Queryable, type Transaction } from '@balie/database';
import type { Act, StaffAct } from '../act.ts';
import { addMessage, threadOf, type EconsultRow } from '../econsults.ts';
import { mailPatient } from '../mails.ts';
import { deskPatientOf, type PatientRow } from '../people.ts';
import { passOn } from '../systems/changes.ts';
import { contactOf } from '../contacts.ts';
import { demand, may } from './roles.ts';

const { econsults, econsultMessages, patients } = schema;
export const econsultRows = (db: Queryable) => db.select({ econsult: econsults, patient: patients }).from(econsults).innerJoin(patients, eq(patients.id, econsults.patient));
/** Answered so lately that one may want to see whether it was read, or add something. */
export const answeredLately = (clinic: string, now: Date) => and(eq(econsults.clinic, clinic), eq(econsults.state, 'answered'), gt(econsults.answeredAt, new Date(now.getTime() - 7 * 86_400_000)));
const ofClinic = (act: StaffAct, id: string) => and(eq(econsults.id, id), eq(econsults.clinic, act.clinic.id));

/** Who asked, and how to call them: by what the record says, else by the account, as long as that sees the record (T32: `hearer` is asked of `hearerOf`). */
export function askedBy(act: StaffAct, row: PatientRow, hearer: AccountContact | undefined): Pick<DeskEconsultThread, 'patient'> & { accountPhone?: string } {
  const patient = deskPatientOf(act.deps, row);
  return { patient, ...(patient.phone === null && hearer?.phone ? { accountPhone: hearer.phone } : {}) };
}
async function deskThread(db: Queryable, act: StaffAct, id: string, hearer: AccountContact | undefined): Promise<DeskEconsultThread> {
  const [row] = await econsultRows(db).where(ofClinic(act, id));
  if (!row) throw new PublicError('not_found');
  return { ...await threadOf(db, act, row.econsult), ...askedBy(act, row.patient, hearer) };
}

/** Whoever asked was told of an answer less than a day ago and has not opened it: what is written now is found beside it, without another message. */
async function unreadLately(tx: Transaction, act: Pick<Act, 'clinic' | 'now'>, { patient, account }: EconsultRow): Promise<boolean> {
  if (account === null) return false;
  const since = new Date(act.now.getTime() - 86_400_000);
  return await tx.$count(econsultMessages, and(isNull(econsultMessages.readAt), eq(econsultMessages.from, 'practice'), gt(econsultMessages.at, since),
    inArray(econsultMessages.econsult, tx.select({ id: econsults.id }).from(econsults).where(and(eq(econsults.clinic, act.clinic.id), eq(econsults.patient, patient), eq(econsults.account, account)))))) > 0;
}

/** GET /staff/econsults/:id */
export async function readAtDesk(act: StaffAct, id: string): Promise<DeskEconsultThread> {
  demand(may(act.access, act.clinic).care);
  const hearer = await contactOf(act, econsults, id);
  return act.transact(async (tx, trail) => {
    const thread = await deskThread(tx, act, id, hearer);
    trail.patient = thread.patient.id;
    return thread;
  });
}

/** POST /staff/econsults/:id/answer: of two who answer at once one does; the other hears `already_handled`, as does who has not read the patient's last word, and loses nothing typed. */
export async function answer(act: StaffAct, id: string, { text, seen }: EconsultAnswer): Promise<DeskEconsultThread> {
  demand(may(act.access, act.clinic).care);
  const contact = await contactOf(act, econsults, id);
  return act.transact(async (tx, trail) => {
    const [answered] = await tx.update(econsults).set({ state: 'answered', answeredAt: act.now, messages: sql`${econsults.messages} + 1` }).where(and(ofClinic(act, id), eq(econsults.messages, seen), ne(econsults.state, 'closed'))).returning();
    if (!answered) throw new PublicError('already_handled');
    trail.patient = answered.patient;
    const message = await addAnswer(tx, act, answered, contact, { staff: act.access.staff, author: act.access.name, at: act.now, text });
    await passOn(tx, act, 'message', answered.patient, [message]);
    return deskThread(tx, act, id, contact);
  });
}

/** What the practice wrote, here or (`sourceId`) in its own system, to a question that counts it already; the patient is told unless an answer waits unread. Answers the message's id. */
export async function addAnswer(tx: Transaction, act: Pick<Act, 'deps' | 'clinic' | 'now'>, row: EconsultRow, contact: AccountContact | undefined, answer: { staff: string | null; author: string | null; at: Date; text: string; sourceId?: string }): Promise<string> {
  const told = await unreadLately(tx, act, row);
  const message = await addMessage(tx, act.deps, row, { from: 'practice', ...answer });
  if (!told) await mailPatient(tx, act.deps, act.clinic, contact, act.now, { template: 'answer-ready', data: { service: 'econsults' }, patient: row.patient, of: row.id });
  return message;
}
