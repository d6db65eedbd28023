/** What the desk sees of its practice's own system: that it cannot be reached, what waits for it, and what it refused (the practice then does that by hand). */
import type { DeskQueue } from '@balie/contracts';
import type { Transaction } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { fullName, findPatient } from '../people.ts';
import { troubleOf } from '../systems/changes.ts';
import { numberOf, type Kind } from '../systems/things.ts';

export async function systemOf(tx: Transaction, { clinic }: Pick<StaffAct, 'clinic'>, trail: { shown: readonly string[] }): Promise<Pick<DeskQueue, 'system'>> {
  const trouble = await troubleOf(tx, clinic);
  if (!trouble) return {};
  const refused = await Promise.all(trouble.refused.map(async ({ kind, object, patient, failedAt, reason }) => {
    const [number, person] = [await numberOf(tx, kind as Kind, object), await findPatient(tx, clinic.id, patient)];
    return number && person ? [{ number, patient: fullName(person), at: failedAt!.toISOString(), reason: reason ?? '' }] : [];
  }));
  // Whose names are shown stands in the audit.
  trail.shown = [...trail.shown, ...trouble.refused.map(({ patient }) => patient)];
  return { system: { failingSince: trouble.failingSince?.toISOString() ?? null, waiting: trouble.waiting, refused: refused.flat() } };
}
