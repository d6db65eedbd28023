/** The desk's open work, oldest first: a page of fifty of each kind, the rest counted. After what waits stands what was handled lately: accounts that were refused, medicine that is not yet at the pharmacy, questions that were answered. */
import { workKinds, type AccountContact, type DeskQueue, type QueueQuery, type WorkKind } from '@balie/contracts';
import { and, asc, schema, sql, type SQL, type Transaction } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { summariesOf } from '../econsults.ts';
import { hearerOf } from '../people.ts';
import { deskAppointmentOf, deskAppointmentRows } from './appointments.ts';
import { askedBy, econsultRows } from './econsults.ts';
import { guardiansAsked } from './guardians.ts';
import { deskLinkOf, linkRows } from './links.ts';
import { pilesOf, type Pile } from './piles.ts';
import { deskPrescriptionsOf, requestRows } from './prescriptions.ts';
import { may, sees } from './roles.ts';
import { noteSights } from './sightings.ts';
import { systemOf } from './system.ts';
import { assignedTo, ofWhom } from './work.ts';

const { recordLinks, prescriptionRequests, appointments, econsults } = schema;
const page = 50;

/** Where a page ended: among what waits (0) or what was handled lately (1), by time and then id. */
interface Place { part: 0 | 1; at: Date; id: string }
const written = ({ part, at, id }: Place): string => `${part}.${at.getTime()}.${id}`;
function readPlace(cursor: string): Place {
  const [part, at, id] = cursor.split('.') as [string, string, string];
  return { part: part === '1' ? 1 : 0, at: new Date(Number(at)), id };
}

interface Turn<Row> { rows: Row[]; /** What waits after this page. */ more: number; next: string | null }
const none = { rows: [], more: 0, next: null };

/** One page of one kind. Both parts are read in the order of their index, no further than the page. */
async function turn<Row>(tx: Transaction, pile: Pile, whose: SQL | undefined, after: Place | null, read: (where: SQL | undefined, limit: number) => PromiseLike<Row[]>, place: (row: Row) => { at: Date; id: string }): Promise<Turn<Row>> {
  const beyond = (part: 0 | 1) => (after?.part === part ? sql`(${pile.at}, ${pile.id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)` : undefined);
  const waits = and(pile.waits, whose, beyond(0));
  const first = after?.part === 1 ? [] : await read(waits, page + 1);
  const second = pile.lately && first.length <= page ? await read(and(pile.lately, whose, beyond(1)), page + 1 - first.length) : [];
  const rows = [...first, ...second].slice(0, page);
  const last = rows.length - 1;
  return {
    rows, next: first.length + second.length > page ? written({ part: last < first.length ? 0 : 1, ...place(rows[last]!) }) : null,
    // Never below nothing: a colleague may have handled one between the two questions.
    more: after?.part === 1 || first.length <= page ? 0 : Math.max(0, await tx.$count(pile.table, waits) - page),
  };
}

/** GET /staff/queue */
export async function readQueue(act: StaffAct, { whose = 'all', kind, after }: QueueQuery): Promise<DeskQueue> {
  const { deps, clinic } = act;
  // What somebody's role has nothing to do with is empty for them.
  const seen = sees(may(act.access, clinic));
  const piles = pilesOf(act);
  const read = await act.transact(async (tx, trail) => {
    const of = async <Row>(one: WorkKind, rows: (where: SQL | undefined, limit: number) => PromiseLike<Row[]>, place: (row: Row) => { at: Date; id: string }): Promise<Turn<Row>> =>
      (seen[one] && (kind ?? one) === one ? turn(tx, piles[one], ofWhom(act, one, piles[one], whose), after === undefined ? null : readPlace(after), rows, place) : none);
    const links = await of('links', (where, limit) => linkRows(tx).where(where).orderBy(asc(recordLinks.requestedAt), asc(recordLinks.id)).limit(limit), ({ link }) => ({ at: link.requestedAt, id: link.id }));
    const prescriptions = await of('prescriptions', (where, limit) => requestRows(tx).where(where).orderBy(asc(prescriptionRequests.receivedAt), asc(prescriptionRequests.id)).limit(limit), ({ request }) => ({ at: request.receivedAt, id: request.id }));
    const booked = await of('appointments', (where, limit) => deskAppointmentRows(tx).where(where).orderBy(asc(appointments.receivedAt), asc(appointments.id)).limit(limit), ({ appointment }) => ({ at: appointment.receivedAt, id: appointment.id }));
    const questions = await of('econsults', (where, limit) => econsultRows(tx).where(where).orderBy(asc(econsults.waitingSince), asc(econsults.id)).limit(limit), ({ econsult }) => ({ at: econsult.waitingSince, id: econsult.id }));
    const guardians = seen.links && (kind ?? 'links') === 'links' && after === undefined && whose !== 'mine' ? await guardiansAsked(tx, act) : [];
    trail.shown = [...links.rows, ...guardians, ...prescriptions.rows, ...booked.rows, ...questions.rows].flatMap(({ patient }) => (patient ? [patient.id] : []));
    const members = await deps.members.of(tx, clinic.id);
    const ids = [...links.rows.map(({ link }) => link.id), ...prescriptions.rows.map(({ request }) => request.id), ...booked.rows.map(({ appointment }) => appointment.id), ...questions.rows.map(({ econsult }) => econsult.id)];
    const turns = { links, prescriptions, appointments: booked, econsults: questions };
    const system = seen.prescriptions ? await systemOf(tx, act, trail) : {};
    const answer = {
      links: links.rows, booked: booked.rows, questions: questions.rows, prescriptions: await deskPrescriptionsOf(tx, act, prescriptions.rows), summaries: await summariesOf(tx, deps, questions.rows.map(({ econsult }) => econsult)),
      assigned: await assignedTo(tx, ids, members),
      members: members.flatMap((one) => { const kinds = workKinds.filter((work) => sees(may(one, clinic))[work]); return one.state === 'active' && kinds.some((work) => seen[work]) ? [{ id: one.id, name: one.name, kinds }] : []; }),
      ...system, ...(guardians.length ? { guardians } : {}),
      more: each((one) => turns[one].more), next: each((one) => turns[one].next),
    };
    await noteSights(tx, act, trail);
    return answer;
  });
  // After the transaction: contacts are read over another connection.
  const contacts = await deps.accounts.contacts(read.links.map((row) => row.link.account));
  const hearers = new Map<string, AccountContact | undefined>();
  for (const { econsult, patient } of read.questions) if (patient.phoneSealed === null) hearers.set(econsult.id, await hearerOf(deps, econsult));
  return {
    links: read.links.map((row) => deskLinkOf(deps, row, contacts.get(row.link.account))), prescriptions: read.prescriptions,
    appointments: read.booked.map((row) => deskAppointmentOf(act, row)),
    econsults: read.questions.map((row, at) => ({ ...read.summaries[at]!, ...askedBy(act, row.patient, hearers.get(row.econsult.id)) })), more: read.more, next: read.next, assigned: read.assigned, members: read.members, ...(read.system ? { system: read.system } : {}), ...(read.guardians ? { guardians: read.guardians } : {}),
  };
}
const each = <T>(of: (kind: WorkKind) => T): Record<WorkKind, T> => Object.fromEntries(workKinds.map((kind) => [kind, of(kind)])) as Record<WorkKind, T>;
