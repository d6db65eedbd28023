/** Forgets what nobody can use any more. Everything refuses by its own time already; this keeps the tables small. */
import { lt, schema } from '@balie/database';
import type { CareBase } from './deps.ts';
import { endSights } from './desk/sightings.ts';
import { sweepFiles } from './files/files.ts';
import { sweepReminders } from './reminders.ts';
import { sweepWaiting } from './waiting.ts';

const day = 86_400_000;

/** Drafts live 24 hours, so a retry of the same sending comes within two days at the latest; its stored answer is kept that long. */
export async function sweep({ db, clock }: CareBase, now: Date = clock()): Promise<void> {
  await db.delete(schema.slotHolds).where(lt(schema.slotHolds.expiresAt, now));
  await db.delete(schema.idempotency).where(lt(schema.idempotency.createdAt, new Date(now.getTime() - 2 * day)));
  await endSights({ db }, now);
  await sweepFiles(db, now);
  await sweepReminders(db, now);
  await sweepWaiting(db, now);
}
