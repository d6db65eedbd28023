/**
 * Who has whom before them in the queue. A desk that is open reads it each minute: that is one sight, of which the audit has the beginning and the end, not a line a
 * minute. The end is known once somebody was not shown for a while; until then it stands in a row of its own, and then it is appended like everything else (T33).
 */
import { and, appendAudits, eq, inArray, lt, schema, sql, type Transaction } from '@balie/database';
import type { StaffAct, Trail } from '../act.ts';
import type { CareBase } from '../deps.ts';

const { sightings } = schema;
/** Between two looks of one sight: several turns of the desk's own timer. */
const apart = 15 * 60_000;
const later = (now: Date) => lt(sightings.lastAt, new Date(now.getTime() - apart));
const until = ({ patient, lastAt }: typeof sightings.$inferSelect) => ({ patient, at: lastAt, outcome: 'until-then' });
const lasted = ({ firstAt, lastAt }: typeof sightings.$inferSelect) => firstAt < lastAt;

/** What the audit is to say of a queue that showed these patients: whom this member had not before them already, and of earlier sights when they ended; nothing where all of it is known, or nobody was shown. */
export async function noteSights(tx: Transaction, { access, clinic, now }: StaffAct, trail: Trail): Promise<void> {
  const mine = and(eq(sightings.staff, access.staff), eq(sightings.clinic, clinic.id));
  // In one order, so that two pages of one member never wait for each other.
  const patients = [...new Set(trail.shown)].sort();
  trail.known = patients.length === 0;
  if (trail.known) return;
  const ended = await tx.delete(sightings).where(and(mine, inArray(sightings.patient, patients), later(now))).returning();
  const rows = await tx.insert(sightings).values(patients.map((patient) => ({ staff: access.staff, clinic: clinic.id, patient, firstAt: now, lastAt: now })))
    .onConflictDoUpdate({ target: [sightings.staff, sightings.clinic, sightings.patient], set: { lastAt: now } }).returning({ patient: sightings.patient, fresh: sql<boolean>`xmax = 0` });
  trail.each = ended.filter(lasted).map(until);
  trail.shown = rows.filter(({ fresh }) => fresh).map(({ patient }) => patient);
  trail.known = trail.shown.length === 0;
}

/** To be called now and then: of each sight that is over, when it ended. Row and line are one transaction; of N services that call it at once one writes. */
export async function endSights({ db }: Pick<CareBase, 'db'>, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const over = await tx.select().from(sightings).where(later(now)).orderBy(sightings.lastAt).limit(1000).for('update', { skipLocked: true });
    for (const { staff, clinic, patient } of over) await tx.delete(sightings).where(and(eq(sightings.staff, staff), eq(sightings.clinic, clinic), eq(sightings.patient, patient)));
    await appendAudits(tx, over.filter(lasted).map((one) => ({ clinic: one.clinic, actorKind: 'staff', actor: one.staff, action: 'desk.queue', objectKind: 'clinic', object: null, ...until(one) })));
  });
}
