/** The desk's open work, oldest first: at most fifty of each kind, the rest counted. Accounts that were lately refused come after those that wait, as do medicine that was approved and is not yet at the pharmacy, and questions that were answered. */
import type { DeskQueue } from '@balie/contracts';
import { and, asc, eq, isNull, or, schema, sql } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { unseen } from '../appointments.ts';
import { summariesOf } from '../econsults.ts';
import { deskPatientOf } from '../people.ts';
import { deskAppointmentOf, deskAppointmentRows } from './appointments.ts';
import { answeredLately, econsultRows } from './econsults.ts';
import { deskLinkOf, linkRows, openLinks, queuedLinks } from './links.ts';
import { approvedLately, deskPrescriptionsOf, requestRows } from './prescriptions.ts';
import { may } from './roles.ts';
import { systemOf } from './system.ts';

const { recordLinks, prescriptionRequests, appointments, econsults } = schema;
const page = 50;
/** Never below nothing: a colleague may have handled one between the two questions. */
const rest = (all: number, shown: readonly unknown[]) => Math.max(0, all - shown.length);

/** GET /staff/queue */
export async function readQueue(act: StaffAct): Promise<DeskQueue> {
  const { deps, clinic } = act;
  const allowed = may(act.access, clinic);
  // What somebody's role has nothing to do with is empty for them.
  const [accounts, care] = [allowed.accounts, allowed.care].map((seen) => (seen ? undefined : sql`false`));
  const open = {
    links: and(accounts, openLinks(clinic.id)),
    prescriptions: and(care, eq(prescriptionRequests.clinic, clinic.id), isNull(prescriptionRequests.handledAt)),
    appointments: and(care, eq(appointments.clinic, clinic.id), unseen),
    econsults: and(care, eq(econsults.clinic, clinic.id), eq(econsults.state, 'sent')),
  };
  const read = await act.transact(async (tx, trail) => {
    const [links, prescriptions, booked, questions] = [
      await linkRows(tx).where(and(accounts, queuedLinks(clinic.id, act.now))).orderBy(sql`${recordLinks.state} = 'refused'`, asc(recordLinks.requestedAt)).limit(page),
      await requestRows(tx).where(or(open.prescriptions, and(care, approvedLately(clinic.id, act.now)))).orderBy(sql`${prescriptionRequests.handledAt} is not null`, asc(prescriptionRequests.receivedAt)).limit(page),
      await deskAppointmentRows(tx).where(open.appointments).orderBy(asc(appointments.receivedAt)).limit(page),
      await econsultRows(tx).where(or(open.econsults, and(care, answeredLately(clinic.id, act.now)))).orderBy(sql`${econsults.state} = 'answered'`, asc(econsults.waitingSince)).limit(page),
    ];
    trail.shown = [...links, ...prescriptions, ...booked, ...questions].flatMap(({ patient }) => (patient ? [patient.id] : []));
    return {
      ...(allowed.care ? await systemOf(tx, act) : {}), links, prescriptions: await deskPrescriptionsOf(tx, act, prescriptions), booked, questions, summaries: await summariesOf(tx, deps, questions.map(({ econsult }) => econsult)),
      more: {
        links: rest(await tx.$count(recordLinks, open.links), links.filter(({ link }) => link.state !== 'refused')), prescriptions: rest(await tx.$count(prescriptionRequests, open.prescriptions), prescriptions.filter(({ request }) => request.handledAt === null)),
        appointments: rest(await tx.$count(appointments, open.appointments), booked), econsults: rest(await tx.$count(econsults, open.econsults), questions.filter(({ econsult }) => econsult.state === 'sent')),
      },
    };
  });
  // After the transaction: contacts are read over another connection.
  const contacts = await deps.accounts.contacts(read.links.map((row) => row.link.account));
  return {
    links: read.links.map((row) => deskLinkOf(deps, row, contacts.get(row.link.account))), prescriptions: read.prescriptions,
    appointments: read.booked.map((row) => deskAppointmentOf(act, row)),
    econsults: read.questions.map((row, at) => ({ ...read.summaries[at]!, patient: deskPatientOf(deps, row.patient) })), more: read.more, ...(read.system ? { system: read.system } : {}),
  };
}
