/** Slots held while a form is filled in (N9, T29): 3 minutes, extendable, one for a page, two for an account. */
import { PublicError, type Hold, type holdRequest } from '@balie/contracts';
import { and, count, desc, eq, gt, inArray, lt, lte, ne, type Queryable, schema, sql, type Transaction } from '@balie/database';
import type { output } from 'zod/mini';
import type { CareAct } from './act.ts';
import { holderOf, holdersOf } from './by-staff.ts';
import { appointmentTypeOf, askedBy, demandBooking, findSlot, isBookable, slotOf, slotTaken, type SlotRow } from './slots.ts';

const { slotHolds } = schema;
type HoldRow = typeof slotHolds.$inferSelect;

const life = 180_000;
const extensions = 5;
const perAccount = 2;
const until = (now: Date) => new Date(now.getTime() + life);

const holdOf = (row: HoldRow, slot: SlotRow): Hold => ({ id: row.id, slot: slotOf(slot), type: row.type, expiresAt: row.expiresAt.toISOString(), canExtend: row.extensions < extensions });
const live = (act: CareAct, holders: string[] = holdersOf(act.access)) => and(inArray(slotHolds.account, holders), eq(slotHolds.patient, act.access.patient), eq(slotHolds.clinic, act.clinic.id), gt(slotHolds.expiresAt, act.now));

/**
 * Any number may race for a slot: the upsert takes a row that is new or expired, so one wins and the others get `slot_taken` with alternatives.
 * A page that holds another slot lets that one go once the new one is won. A slot the account holds already stays held, now by this page:
 * so a hold survives a reload. Throws `hold_limit` when two other pages of the account hold slots.
 */
export async function takeHold(act: CareAct, wanted: output<typeof holdRequest>): Promise<Hold> {
  demandBooking(act);
  const asked = askedBy(act, appointmentTypeOf(act.clinic, wanted.type));
  return act.transact(async (tx, trail) => {
    trail.object = wanted.slot;
    const slot = await findSlot(tx, act.clinic.id, wanted.slot);
    if (!slot) throw new PublicError('not_found');
    await lockHolds(tx, act);
    const row = await keepOwn(tx, act, wanted) ?? await takeFree(tx, act, wanted);
    // Asked after the upsert, which may have waited for a booking to commit.
    if (!row || !(await isBookable(tx, asked, wanted.slot))) throw await slotTaken(tx, asked, slot.slot.start);
    await releaseOthers(tx, act, wanted.slot);
    return holdOf(row, slot);
  });
}

/** One account's holds are counted one after another, or parallel pages would not see each other's. */
const lockHolds = (tx: Transaction, act: CareAct) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`slot_hold ${holderOf(act.access).account}`}, 0))`);

/** One hold a page. */
const releaseOthers = (tx: Transaction, act: CareAct, slot: string) => {
  const { account, page } = holderOf(act.access);
  return tx.delete(slotHolds).where(and(eq(slotHolds.account, account), eq(slotHolds.page, page), ne(slotHolds.slot, slot)));
};

async function keepOwn(tx: Transaction, act: CareAct, wanted: { slot: string; type: string }): Promise<HoldRow | undefined> {
  const [row] = await tx.update(slotHolds).set({ ...holderOf(act.access), type: wanted.type, offer: false }).where(and(live(act), eq(slotHolds.slot, wanted.slot))).returning();
  return row;
}

async function takeFree(tx: Transaction, act: CareAct, wanted: { slot: string; type: string }): Promise<HoldRow | undefined> {
  const { patient, kind } = act.access, { account, page } = holderOf(act.access);
  const [others] = await tx.select({ count: count() }).from(slotHolds).where(and(eq(slotHolds.account, account), eq(slotHolds.offer, false), gt(slotHolds.expiresAt, act.now), ne(slotHolds.page, page)));
  // The desk serves one caller after the other, and what was left lapses by itself.
  if (kind === 'patient' && others!.count >= perAccount) throw new PublicError('hold_limit');
  const fresh = { id: sql`gen_random_uuid()`, account, patient, clinic: act.clinic.id, page, type: wanted.type, extensions: 0, offer: false, createdAt: act.now, expiresAt: until(act.now) };
  const [row] = await tx.insert(slotHolds).values({ ...fresh, slot: wanted.slot }).onConflictDoUpdate({ target: slotHolds.slot, set: fresh, setWhere: lte(slotHolds.expiresAt, act.now) }).returning();
  return row;
}

/** Three minutes from now, at most five times; it is then this page's, which lets its other one go. A hold that ended, or was never this account's for this patient, is `hold_expired`: the two are not told apart. */
export async function extendHold(act: CareAct, id: string): Promise<Hold> {
  return act.transact(async (tx, trail) => {
    trail.object = id;
    const mine = and(live(act), eq(slotHolds.id, id));
    await lockHolds(tx, act);
    const [row] = await tx.update(slotHolds).set({ extensions: sql`${slotHolds.extensions} + 1`, expiresAt: sql`greatest(${slotHolds.expiresAt}, ${until(act.now).toISOString()}::timestamptz)`, ...holderOf(act.access) }).where(and(mine, lt(slotHolds.extensions, extensions))).returning();
    if (row) {
      await releaseOthers(tx, act, row.slot);
      return holdOf(row, (await findSlot(tx, act.clinic.id, row.slot))!);
    }
    const [spent] = await tx.select({ id: slotHolds.id }).from(slotHolds).where(mine);
    throw new PublicError(spent ? 'hold_limit' : 'hold_expired');
  });
}

/** Lets go; a hold that is no longer there is already let go. */
export async function releaseHold(act: CareAct, id: string): Promise<void> {
  await act.transact(async (tx, trail) => {
    trail.object = id;
    await tx.delete(slotHolds).where(and(eq(slotHolds.id, id), eq(slotHolds.account, holderOf(act.access).account), eq(slotHolds.patient, act.access.patient), eq(slotHolds.clinic, act.clinic.id)));
  });
}

/** The hold a reloaded form goes on with: the newest of who fills it in, at this clinic. */
export async function currentHold(db: Queryable, act: CareAct): Promise<Hold | null> {
  const [row] = await db.select().from(slotHolds).where(and(live(act, [holderOf(act.access).account]), eq(slotHolds.offer, false))).orderBy(desc(slotHolds.createdAt)).limit(1);
  if (!row) return null;
  return holdOf(row, (await findSlot(db, act.clinic.id, row.slot))!);
}

/** Keeps a free time for somebody on the waiting list; false when another was quicker. Taking it is holding it: the hold then is the page's. */
export async function offerHold(tx: Transaction, { slot, account, patient, clinic, place, type, now, until: expiresAt }: { slot: string; account: string; patient: string; clinic: string; place: string; type: string; now: Date; until: Date }): Promise<boolean> {
  const fresh = { id: sql`gen_random_uuid()`, account, patient, clinic, page: place, type, extensions: 0, offer: true, createdAt: now, expiresAt };
  const rows = await tx.insert(slotHolds).values({ ...fresh, slot }).onConflictDoUpdate({ target: slotHolds.slot, set: fresh, setWhere: lte(slotHolds.expiresAt, now) }).returning({ id: slotHolds.id });
  return rows.length > 0;
}

/** Ends a live hold of the account for this patient for good; of parallel callers one gets the row. Throws `hold_expired`. */
export async function consumeHold(tx: Transaction, act: CareAct, id: string): Promise<HoldRow> {
  const [row] = await tx.delete(slotHolds).where(and(live(act), eq(slotHolds.id, id))).returning();
  if (!row) throw new PublicError('hold_expired');
  return row;
}
