/** The four kinds of the desk's work: what waits, and what stands after it because it was handled lately. Each is read by an index of its own (`…_waiting`), however much there is. */
import type { WorkKind } from '@balie/contracts';
import { and, eq, isNull, or, schema, sql, type SQL } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { unseen } from '../appointments.ts';
import { answeredLately } from './econsults.ts';
import { openLinks, refusedLately } from './links.ts';
import { approvedLately } from './prescriptions.ts';

const { recordLinks, prescriptionRequests, appointments, econsults } = schema;
type Table = typeof recordLinks | typeof prescriptionRequests | typeof appointments | typeof econsults;

/** `at`: what it is ordered by, beside the id. `standing`: either. */
export interface Pile { table: Table; id: Table['id']; at: typeof recordLinks.requestedAt | typeof prescriptionRequests.receivedAt | typeof appointments.receivedAt | typeof econsults.waitingSince; waits: SQL | undefined; lately: SQL | undefined; standing: SQL | undefined }
const pile = (table: Table, at: Pile['at'], waits: SQL | undefined, lately?: SQL): Pile => ({ table, id: table.id, at, waits, lately, standing: lately ? or(waits, lately) : waits });

export const pilesOf = ({ clinic: { id }, now }: Pick<StaffAct, 'clinic' | 'now'>): Record<WorkKind, Pile> => ({
  links: pile(recordLinks, recordLinks.requestedAt, openLinks(id), refusedLately(id, now)),
  prescriptions: pile(prescriptionRequests, prescriptionRequests.receivedAt, and(eq(prescriptionRequests.clinic, id), isNull(prescriptionRequests.handledAt)), approvedLately(id, now)),
  appointments: pile(appointments, appointments.receivedAt, and(eq(appointments.clinic, id), unseen)),
  econsults: pile(econsults, econsults.waitingSince, and(eq(econsults.clinic, id), sql`${econsults.state} = 'sent'`), answeredLately(id, now)),
});
