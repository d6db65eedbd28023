/** What was done here and has yet to reach the practice's own system, and how far the two are in step. */
import type { ClinicConfig } from '@balie/contracts';
import { and, asc, eq, inArray, isNotNull, isNull, lt, schema, sql, type Queryable, type Transaction } from '@balie/database';
import { isElsewhere } from './connectors.ts';
import type { Kind } from './things.ts';

const { appointments, econsultMessages, econsults, patients, prescriptionLines, prescriptionRequests, systemPushes, systemStates } = schema;

/** In the transaction of the act: no act without its way there, none there without the act. True: it holds already, for the records are these tables. `told`: the practice did it there, and the patient knows. */
export async function passOn(tx: Transaction, { clinic, now }: { clinic: ClinicConfig; now: Date }, kind: Kind, patient: string, objects: readonly string[], told = false): Promise<boolean> {
  if (!isElsewhere(clinic)) return true;
  // By id: two acts that change the same things lock them in the same order.
  for (const object of objects.toSorted()) {
    await tx.insert(systemPushes).values({ clinic: clinic.id, kind, object, patient, changedAt: now, nextAt: now, told })
      .onConflictDoUpdate({ target: [systemPushes.clinic, systemPushes.kind, systemPushes.object], set: { wanted: sql`${systemPushes.wanted} + 1`, changedAt: now, nextAt: now, attempts: 0, failedAt: null, reason: null, told } });
  }
  return false;
}

export const waiting = (clinic: string) => and(eq(systemPushes.clinic, clinic), lt(systemPushes.sent, systemPushes.wanted), isNull(systemPushes.failedAt));

/** Which of these have not reached the practice's system yet. */
export async function onTheirWay(db: Queryable, clinic: ClinicConfig, kind: Kind, objects: readonly string[]): Promise<ReadonlySet<string>> {
  if (!isElsewhere(clinic) || objects.length === 0) return new Set();
  const rows = await db.select({ object: systemPushes.object }).from(systemPushes).where(and(eq(systemPushes.clinic, clinic.id), eq(systemPushes.kind, kind), inArray(systemPushes.object, [...objects]), lt(systemPushes.sent, systemPushes.wanted)));
  return new Set(rows.map(({ object }) => object));
}

/** Between two looks at a practice's own system. */
export const everySeconds = ({ system }: ClinicConfig): number => ('everySeconds' in system ? system.everySeconds : 0);
/** Looks that may be missed before what is shown is called old. */
const missed = 5;

/** What a patient is told when the practice's system cannot be reached: as of when what they read is; null: it was never read. Nothing while the two are in step. */
export async function stepOf(db: Queryable, { clinic, now }: { clinic: ClinicConfig; now: Date }): Promise<{ behind?: { since: string | null } }> {
  if (!isElsewhere(clinic)) return {};
  const [state] = await db.select().from(systemStates).where(eq(systemStates.clinic, clinic.id));
  const late = !state?.pulledAt || state.pulledAt.getTime() < now.getTime() - missed * everySeconds(clinic) * 1000;
  return late || state.failedSince ? { behind: { since: state?.pulledAt?.toISOString() ?? null } } : {};
}

/** Receipt number of what a push is about, without opening anything; null: it is gone. */
const numberOf = sql<string | null>`case ${systemPushes.kind}
  when 'prescription-line' then (select request.number from ${prescriptionLines} line join ${prescriptionRequests} request on request.id = line.request where line.id = ${systemPushes.object})
  when 'appointment' then (select one.number from ${appointments} one where one.id = ${systemPushes.object})
  when 'message' then (select one.number from ${econsultMessages} message join ${econsults} one on one.id = message.econsult where message.id = ${systemPushes.object}) end`;

/** What the desk is told of its practice's system; null: all is well. What it refused is named by receipt number and patient, in one query however much it is. */
export async function troubleOf(db: Queryable, clinic: ClinicConfig) {
  if (!isElsewhere(clinic)) return null;
  const [state] = await db.select().from(systemStates).where(eq(systemStates.clinic, clinic.id));
  const refused = await db.select({ id: systemPushes.object, patient: systemPushes.patient, at: systemPushes.failedAt, reason: systemPushes.reason, number: numberOf, given: patients.given, family: patients.family }).from(systemPushes).innerJoin(patients, eq(patients.id, systemPushes.patient)).where(and(eq(systemPushes.clinic, clinic.id), isNotNull(systemPushes.failedAt), lt(systemPushes.sent, systemPushes.wanted))).orderBy(asc(systemPushes.failedAt)).limit(50);
  const failingSince = state?.failedSince ?? null;
  return failingSince || refused.length ? { failingSince, waiting: await db.$count(systemPushes, waiting(clinic.id)), refused } : null;
}
