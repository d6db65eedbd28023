/** Who did what with one patient's data, as the practice may ask (NEN 7513): from the audit, and itself in it. */
import { errors, PublicError, type DeskLogAnswer } from '@balie/contracts';
import { and, desc, eq, lt, schema } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { findPatient } from '../people.ts';
import { demand, may } from './roles.ts';

const { audit, recordLinks } = schema;
const page = 50;

/** GET /staff/patients/:id/log: newest first, by an index of its own, however long it is. Staff by name, also who left; of a patient's acts who is not the record's own account is a guardian (N8). */
export function readLog(act: StaffAct, patient: string, before: number | undefined): Promise<DeskLogAnswer> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    if (!await findPatient(tx, act.clinic.id, patient)) throw new PublicError('not_found');
    trail.patient = patient;
    const rows = await tx.select().from(audit).where(and(eq(audit.patient, patient), eq(audit.clinic, act.clinic.id), before === undefined ? undefined : lt(audit.sequence, before))).orderBy(desc(audit.sequence)).limit(page + 1);
    const shown = rows.slice(0, page);
    const names = await act.deps.members.names(tx, [...new Set(shown.flatMap(({ actorKind, actor }) => (actorKind === 'staff' && actor ? [actor] : [])))]);
    const own = new Set((await tx.select({ account: recordLinks.account }).from(recordLinks).where(and(eq(recordLinks.clinic, act.clinic.id), eq(recordLinks.patient, patient)))).map(({ account }) => account));
    return {
      entries: shown.map(({ sequence, at, actorKind, actor, action, outcome }) => ({
        id: sequence, at: at.toISOString(), who: actorKind === 'staff' ? 'staff' : actorKind === 'patient' ? (own.has(actor ?? '') ? 'patient' : 'guardian') : 'system',
        name: actorKind === 'staff' ? names.get(actor ?? '') ?? null : null, did: action, refused: Object.hasOwn(errors, outcome),
      })),
      next: rows.length > page ? shown.at(-1)!.sequence : null,
    };
  });
}
