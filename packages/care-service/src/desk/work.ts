/** Whose work an item of the queue is: taken, given to a colleague, let go. */
import { PublicError, workKinds, type Member, type WhoseWork, type Work, type workAnswer, type WorkKind, type WorkOrder } from '@balie/contracts';
import { and, eq, inArray, schema, sql, type SQL, type Transaction } from '@balie/database';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import { pilesOf, type Pile } from './piles.ts';
import { demand, may, sees } from './roles.ts';

const { assignments } = schema;
const ofItem = (kind: WorkKind, item: string) => and(eq(assignments.kind, kind), eq(assignments.item, item));

/** Narrows a pile to what is one's own, or nobody's. */
export function ofWhom({ access }: Pick<StaffAct, 'access'>, kind: WorkKind, { id }: Pile, whose: WhoseWork): SQL | undefined {
  const given = (more: SQL) => sql`exists (select 1 from ${assignments} where ${assignments.kind} = ${kind} and ${assignments.item} = ${id}${more})`;
  return whose === 'all' ? undefined : whose === 'mine' ? given(sql` and ${assignments.staff} = ${access.staff}`) : sql`not ${given(sql``)}`;
}

/** By item. */
export async function assignedTo(tx: Transaction, items: readonly string[], members: readonly { id: string; name: string }[]): Promise<Record<string, { id: string; name: string }>> {
  const rows = items.length ? await tx.select({ item: assignments.item, staff: assignments.staff }).from(assignments).where(inArray(assignments.item, [...items])) : [];
  return Object.fromEntries(rows.flatMap(({ item, staff }) => { const one = members.find(({ id }) => id === staff); return one ? [[item, { id: one.id, name: one.name }]] : []; }));
}

/**
 * POST /staff/work. Of any number who take one item at once one has it (primary key, compare-and-set on `from`), the others are a `conflict`; asking again for what is so
 * already is no fault. Members are locked meanwhile: nobody is given work while they are being removed. Throws `not_found` for who may not do such work.
 */
export function assign(act: StaffAct, { kind, item, from, to }: WorkOrder): Promise<output<typeof workAnswer>> {
  demand(sees(may(act.access, act.clinic))[kind]);
  return act.transact(async (tx, trail) => {
    trail.object = item;
    const heir = to === null ? null : (await act.deps.members.of(tx, act.clinic.id, true)).find((one) => one.id === to && one.state === 'active' && sees(may(one, act.clinic))[kind]);
    if (heir === undefined) throw new PublicError('not_found');
    const { table, standing } = pilesOf(act)[kind];
    const [found] = await tx.select({ patient: table.patient, stands: sql<boolean>`coalesce(${standing}, false)` }).from(table).where(and(eq(table.id, item), eq(table.clinic, act.clinic.id)));
    if (!found) throw new PublicError('not_found');
    trail.patient = found.patient;
    if (!found.stands) throw new PublicError('already_handled');

    const as = { staff: to ?? '', by: act.access.staff, at: act.now };
    const mine = and(ofItem(kind, item), from === null ? sql`false` : eq(assignments.staff, from));
    const changed = to === null ? await tx.delete(assignments).where(mine).returning()
      : from === null ? await tx.insert(assignments).values({ kind, item, clinic: act.clinic.id, ...as }).onConflictDoNothing().returning() : await tx.update(assignments).set(as).where(mine).returning();
    if (changed.length === 0) {
      const [now] = await tx.select({ staff: assignments.staff }).from(assignments).where(ofItem(kind, item));
      if ((now?.staff ?? null) !== to) throw new PublicError('conflict');
      trail.outcome = 'repeated';
    }
    return { assigned: heir && { id: heir.id, name: heir.name } };
  });
}

/** What a member may no longer see is nobody's work again. */
export async function letGoUnseen(tx: Transaction, { clinic }: Pick<StaffAct, 'clinic'>, { id, roles }: Pick<Member, 'id' | 'roles'>): Promise<void> {
  const seen = sees(may({ roles }, clinic)), unseen = workKinds.filter((kind) => !seen[kind]);
  await tx.delete(assignments).where(and(eq(assignments.staff, id), inArray(assignments.kind, unseen)));
}

export const createWork = (): Work<Transaction> => ({ async letGo(tx, member) { await tx.delete(assignments).where(eq(assignments.staff, member)); } });
