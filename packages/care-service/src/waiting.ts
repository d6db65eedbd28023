/** The waiting list: a patient waits for a time, or for an earlier one, and is offered what comes free. An offer is a hold: nobody else can take the time until it ends. */
import { PublicError, wordsIn, type Waiting, type waitingAnswer, type WaitingOrder } from '@balie/contracts';
import { and, appendAudit, asc, eq, gt, inArray, isNull, lt, lte, ne, notExists, notInArray, or, type Queryable, schema, sql, type Transaction } from '@balie/database';
import type { output } from 'zod/mini';
import type { CareAct } from './act.ts';
import { eachByItself } from './by-itself.ts';
import { isDaytime } from './daytime.ts';
import type { CareDeps } from './deps.ts';
import { offerHold } from './holds.ts';
import { offeredTo } from './offered.ts';
import { notify } from './notices.ts';
import { hearerOf, practitionerOf } from './people.ts';
import { appointmentTypeOf, freeSlots, findSlot, slotOf } from './slots.ts';

const { waitingList, slotHolds, appointments, slots, practitioners } = schema;
type Place = typeof waitingList.$inferSelect;
const batch = 200;

const liveOffer = (now: Date) => and(eq(slotHolds.page, waitingList.id), eq(slotHolds.offer, true), gt(slotHolds.expiresAt, now));
/** For an earlier time only while the appointment stands. */
const stillWaits = or(isNull(waitingList.appointment), eq(appointments.state, 'booked'));
/** Whose place: the patient's, who may be on the telephone with the desk. */
type Whose = { clinic: { id: string }; access: { patient: string } };
const mine = ({ clinic, access }: Whose) => and(eq(waitingList.clinic, clinic.id), eq(waitingList.patient, access.patient));

/** Where times are offered, to who can be told of one. */
export const hasWaitingList = ({ access, clinic: { appointments: { online, offerMinutes } } }: CareAct): boolean => online && offerMinutes !== null && access.account !== null;

export async function waitingOf(db: Queryable, act: CareAct): Promise<Waiting[]> {
  const rows = await db.select({ place: waitingList, hold: slotHolds, practitioner: practitioners }).from(waitingList).leftJoin(slotHolds, liveOffer(act.now)).leftJoin(practitioners, eq(practitioners.id, waitingList.practitioner)).leftJoin(appointments, eq(appointments.id, waitingList.appointment)).where(and(mine(act), or(stillWaits, eq(slotHolds.offer, true)))).orderBy(asc(waitingList.createdAt)).limit(50);
  return Promise.all(rows.map(async ({ place, hold, practitioner }) => {
    const title = wordsIn(act.clinic, act.clinic.appointments.types.find(({ id }) => id === place.type)?.title, act.access.locale) ?? place.type;
    // An offer is for the account that waits: another guardian sees that it waits.
    const offer = hold && hold.account === act.access.account ? { slot: slotOf((await findSlot(db, act.clinic.id, hold.slot))!), until: hold.expiresAt.toISOString() } : null;
    return { id: place.id, type: place.type, title, practitioner: practitioner && practitionerOf(practitioner), appointment: place.appointment, since: place.createdAt.toISOString(), offer };
  }));
}

/** POST /care/waiting. Once for a type, once for an appointment: asking again changes with whom, and keeps the place. */
export function wait(act: CareAct, order: WaitingOrder): Promise<output<typeof waitingAnswer>> {
  const { account } = act.access;
  if (!hasWaitingList(act) || account === null) throw new PublicError('access_denied');
  return act.transact(async (tx, trail) => {
    const place = { clinic: act.clinic.id, patient: act.access.patient, account, createdAt: act.now };
    if ('appointment' in order) {
      const [row] = await tx.select().from(appointments).where(and(eq(appointments.id, order.appointment), eq(appointments.clinic, act.clinic.id), eq(appointments.patient, act.access.patient), eq(appointments.state, 'booked')));
      if (!row) throw new PublicError('not_found');
      trail.object = row.id;
      await tx.insert(waitingList).values({ ...place, type: row.type, appointment: row.id }).onConflictDoNothing();
    } else {
      appointmentTypeOf(act.clinic, order.type);
      if (order.practitioner !== undefined && !(await tx.$count(practitioners, and(eq(practitioners.id, order.practitioner), eq(practitioners.clinic, act.clinic.id))))) throw new PublicError('invalid_request', { fields: ['practitioner'] });
      const practitioner = order.practitioner ?? null;
      await tx.insert(waitingList).values({ ...place, type: order.type, practitioner }).onConflictDoUpdate({ target: [waitingList.patient, waitingList.type], targetWhere: isNull(waitingList.appointment), set: { practitioner, account } });
    }
    return { waiting: await waitingOf(tx, act) };
  });
}

/** POST /care/waiting/:id/decline: the offered time is free for the next; the place stays. Nothing to decline is nothing to do. */
export function declineOffer(act: CareAct, id: string): Promise<output<typeof waitingAnswer>> {
  return act.transact(async (tx) => {
    await releaseOffers(tx, act, eq(waitingList.id, id));
    return { waiting: await waitingOf(tx, act) };
  });
}

/** POST /care/waiting/:id/leave. */
export function leave(act: CareAct, id: string): Promise<output<typeof waitingAnswer>> {
  return act.transact(async (tx) => {
    await remove(tx, act, eq(waitingList.id, id));
    return { waiting: await waitingOf(tx, act) };
  });
}

/** Who booked a time of the type, or moved the appointment, waits no longer for it. */
export const leaveAfter = (tx: Transaction, act: Whose, what: { type: string } | { appointment: string }): Promise<void> =>
  remove(tx, act, 'type' in what ? and(eq(waitingList.type, what.type), isNull(waitingList.appointment))! : eq(waitingList.appointment, what.appointment));

async function remove(tx: Transaction, act: Whose, which: ReturnType<typeof eq>): Promise<void> {
  await releaseOffers(tx, act, which);
  await tx.delete(waitingList).where(and(mine(act), which));
}
const releaseOffers = (tx: Transaction, act: Whose, which: ReturnType<typeof eq>) =>
  tx.delete(slotHolds).where(and(eq(slotHolds.offer, true), inArray(slotHolds.page, tx.select({ id: waitingList.id }).from(waitingList).where(and(mine(act), which)))));

/** To be called now and then: offers free times to those who wait, one at a time, longest wait since the last offer first. Of N services that call it at once, one offers: the others wait for it at each place, else they would give to the next in line what the first is being offered. */
export async function offerTimes(deps: CareDeps, now: Date): Promise<void> {
  await eachByItself(deps.clinics.values(), async (clinic) => {
    const { online, offerMinutes } = clinic.appointments;
    if (!clinic.services.appointments || !online || offerMinutes === null || !isDaytime(clinic, now)) return;
    const places = await deps.db.select({ place: waitingList }).from(waitingList).leftJoin(appointments, eq(appointments.id, waitingList.appointment))
      .where(and(eq(waitingList.clinic, clinic.id), offeredTo(waitingList.patient, 'appointments'), stillWaits, notExists(deps.db.select({ one: sql`1` }).from(slotHolds).where(liveOffer(now)))))
      .orderBy(sql`${waitingList.offeredAt} asc nulls first`, asc(waitingList.createdAt)).limit(batch);
    await eachByItself(places, ({ place }) => offerTo(deps, now, clinic, place, offerMinutes));
  });
}

async function offerTo(deps: CareDeps, now: Date, clinic: CareAct['clinic'], { id, ...waits }: Place, minutes: number): Promise<void> {
  const contact = await hearerOf(deps, waits);
  if (!contact) return;
  const { account } = contact, { patient } = waits;
  await deps.db.transaction(async (tx) => {
    const [place] = await tx.select().from(waitingList).where(eq(waitingList.id, id)).for('update');
    const type = clinic.appointments.types.find((one) => one.id === place?.type);
    if (!place || !type || (await tx.$count(slotHolds, and(eq(slotHolds.page, id), eq(slotHolds.offer, true), gt(slotHolds.expiresAt, now)))) > 0) return;
    const until = new Date(now.getTime() + minutes * 60_000);
    const earlier = place.appointment === null ? undefined : lt(slots.start, sql`(select s.start from ${appointments} a join ${slots} s on s.id = a.slot where a.id = ${place.appointment})`);
    // One that begins before the offer ends is no use to anybody.
    const [found] = await freeSlots(tx, { clinic, type, holders: [account], patient, now }, and(gt(slots.start, until), earlier, place.practitioner === null ? undefined : eq(slots.practitioner, place.practitioner), notInArray(slots.id, place.offered))).limit(1);
    if (!found || !(await offerHold(tx, { slot: found.slot.id, account, patient, clinic: clinic.id, place: id, type: type.id, now, until }))) return;
    await tx.update(waitingList).set({ offered: [...place.offered, found.slot.id], offeredAt: now }).where(eq(waitingList.id, id));
    const told = await notify(tx, deps, clinic, contact, now, { template: 'earlier-time', data: { service: 'appointments' }, patient });
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'system', actor: null, action: 'waiting.offer', objectKind: 'slot', object: found.slot.id, patient: place.patient, outcome: told ? 'told' : 'switched-off' });
  });
}

/** Nobody waits for an earlier time than one that has been or was cancelled. */
export async function sweepWaiting(db: Queryable, now: Date): Promise<void> {
  await db.delete(waitingList).where(inArray(waitingList.appointment, db.select({ id: appointments.id }).from(appointments).innerJoin(slots, eq(slots.id, appointments.slot)).where(or(ne(appointments.state, 'booked'), lte(slots.start, now)))));
}
