/** What the desk sees of its practice's own system: that it cannot be reached, what waits for it, and what it refused (the practice then does that by hand). */
import type { DeskQueue } from '@balie/contracts';
import { and, eq, inArray, schema, type Transaction } from '@balie/database';
import type { StaffAct, Trail } from '../act.ts';
import { fullName } from '../people.ts';
import { troubleOf } from '../systems/changes.ts';
import { numberOf, type Kind } from '../systems/things.ts';

const { patients } = schema;

/** `trail`: whose names are shown joins it. */
export async function systemOf(tx: Transaction, { clinic }: Pick<StaffAct, 'clinic'>, trail: Trail): Promise<Pick<DeskQueue, 'system'>> {
  const trouble = await troubleOf(tx, clinic);
  if (!trouble) return {};
  const people = await tx.select().from(patients).where(and(eq(patients.clinic, clinic.id), inArray(patients.id, trouble.refused.map(({ patient }) => patient))));
  const refused = await Promise.all(trouble.refused.map(async ({ kind, object, patient, failedAt, reason }) => {
    const [number, person] = [await numberOf(tx, kind as Kind, object), people.find(({ id }) => id === patient)];
    return number && person ? [{ number, patient: fullName(person), at: failedAt!.toISOString(), reason: reason ?? '' }] : [];
  }));
  trail.shown = [...trail.shown, ...people.map(({ id }) => id)];
  return { system: { failingSince: trouble.failingSince?.toISOString() ?? null, waiting: trouble.waiting, refused: refused.flat() } };
}
