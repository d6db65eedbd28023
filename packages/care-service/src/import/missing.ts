/** After a system was read from end to end: what it no longer has goes here too. */
import type { ClinicConfig } from '@balie/contracts';
import { and, eq, gt, isNotNull, like, ne, not, schema } from '@balie/database';
import type { CareBase } from '../deps.ts';
import { mistaken } from '../mistaken.ts';
import { deskMade } from '../systems/things.ts';
import { clinicalTypes } from './load-records.ts';
import { sourceIdOf } from './references.ts';
import { lockImports, withdraw } from './store.ts';

const { clinicalResources, medications, slots } = schema;
/** A system that suddenly lacks more than half of what it had is more likely ill than emptied: then nothing goes. */
const few = 20;

/** People stay: accounts are linked to them. */
export async function withdrawMissing({ db, keyring, clock, log }: CareBase, clinic: ClinicConfig, type: string, seen: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await lockImports(tx, clinic.id);
    const known = type === 'Slot' ? await tx.select({ id: slots.sourceId }).from(slots).where(and(eq(slots.clinic, clinic.id), ne(slots.status, mistaken), gt(slots.start, clock()), not(like(slots.sourceId, `${deskMade}%`))))
      : type === 'MedicationRequest' ? await tx.select({ id: medications.sourceId }).from(medications).where(and(eq(medications.clinic, clinic.id), ne(medications.status, mistaken)))
        : (clinicalTypes as readonly string[]).includes(type) ? await tx.select({ id: clinicalResources.sourceId }).from(clinicalResources).where(and(eq(clinicalResources.clinic, clinic.id), eq(clinicalResources.type, type), isNotNull(clinicalResources.patient))) : [];
    const there = new Set(seen.map((id) => sourceIdOf(keyring, id)));
    const gone = known.map(({ id }) => id).filter((id) => !there.has(id));
    if (gone.length === 0) return;
    if (gone.length > few && gone.length > known.length / 2) return log({ event: 'system-lacks-half', level: 'warn', clinic: clinic.id, template: type, count: gone.length });
    await withdraw(tx, clinic.id, type, gone);
  });
}
