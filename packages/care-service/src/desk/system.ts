/** What the desk sees of its practice's own system: that it cannot be reached, what waits for it, and what it refused: to be done by hand there, or tried again. */
import { PublicError, type DeskQueue } from '@balie/contracts';
import { and, eq, isNotNull, lt, schema, type Transaction } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { fullName } from '../people.ts';
import { troubleOf } from '../systems/changes.ts';
import { demand, may } from './roles.ts';

const { systemPushes } = schema;

export async function systemOf(tx: Transaction, { clinic }: Pick<StaffAct, 'clinic'>, trail: { shown: readonly string[] }): Promise<Pick<DeskQueue, 'system'>> {
  const trouble = await troubleOf(tx, clinic);
  if (!trouble) return {};
  const refused = trouble.refused.flatMap(({ id, number, at, reason, ...person }) => (number === null ? [] : [{ id, number, patient: fullName(person), at: at!.toISOString(), reason: reason ?? '' }]));
  // Whose names are shown stands in the audit.
  trail.shown = [...trail.shown, ...trouble.refused.map(({ patient }) => patient)];
  return { system: { failingSince: trouble.failingSince?.toISOString() ?? null, waiting: trouble.waiting, refused } };
}

/** POST /staff/system/:id/retry: goes again, as the thing is now. Of any number who ask at once one is heard (compare-and-set); the others, and who asks for what is under way or there, get `already_handled`. */
export function retry(act: StaffAct, id: string): Promise<void> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const ofClinic = and(eq(systemPushes.clinic, act.clinic.id), eq(systemPushes.object, id));
    const [again] = await tx.update(systemPushes).set({ failedAt: null, reason: null, attempts: 0, nextAt: act.now }).where(and(ofClinic, isNotNull(systemPushes.failedAt), lt(systemPushes.sent, systemPushes.wanted))).returning();
    if (!again) throw new PublicError(await tx.$count(systemPushes, ofClinic) ? 'already_handled' : 'not_found');
    trail.objectKind = again.kind;
    trail.patient = again.patient;
  });
}
