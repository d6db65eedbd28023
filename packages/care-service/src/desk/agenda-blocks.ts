/**
 * Blocking and freeing: a stretch of time, not a slot, so that what an import or a schedule brings later is blocked as well. Whoever is booked in it stays booked: the desk is shown who, and
 * decides. A closing is a block of the whole practice, with words for patients; opening hours, promises and the number to call follow it (closings.ts).
 */
import { PublicError, type BlockAnswer, type BlockOrder, type ClosingsAnswer, type FreeOrder } from '@balie/contracts';
import { and, asc, eq, gt, isNull, lt, schema, type Queryable } from '@balie/database';
import { instantOfWall, localDate, wallOf } from '@balie/rules';
import type { StaffAct, Trail } from '../act.ts';
import { lockImports } from '../import/store.ts';
import { sealOptional } from '../seals.ts';
import { lockSlots } from '../slots.ts';
import { blockOf, daysFrom, type BlockRow, type Span } from './agenda.ts';
import { deskAppointmentOf, deskAppointmentRows, type DeskAppointment } from './appointments.ts';
import { demand, may } from './roles.ts';

const { agendaBlocks, appointments, slots, practitioners } = schema;
const most = 200;
/** Longest stretch, and how far ahead closed days are told, in days. */
const [longest, ahead] = [366, 60];

/** Booked and not over; earliest first. */
export async function bookedIn(db: Queryable, act: StaffAct, { practitioner, start, end }: Span, trail: Trail): Promise<DeskAppointment[]> {
  const rows = await deskAppointmentRows(db).where(and(eq(slots.clinic, act.clinic.id), eq(appointments.state, 'booked'), lt(slots.start, end), gt(slots.end, start), gt(slots.end, act.now), practitioner === null ? undefined : eq(slots.practitioner, practitioner)))
    .orderBy(asc(slots.start), asc(appointments.id)).limit(most);
  trail.shown = rows.map(({ patient }) => patient.id);
  return rows.map((row) => deskAppointmentOf(act, row));
}

const inTheWay = async (db: Queryable, act: StaffAct, row: BlockRow, trail: Trail): Promise<BlockAnswer> => ({ block: blockOf(act, row), inTheWay: await bookedIn(db, act, row, trail) });

/**
 * POST /staff/agenda/blocks. Of a booking that runs at the same moment, either it was first and is in the answer, or it comes after and is refused: both lock the slot. A hold stays until it
 * ends and cannot be booked any more.
 */
export function block(act: StaffAct, order: BlockOrder): Promise<BlockAnswer> {
  demand(may(act.access, act.clinic).care);
  const { clinic, now } = act;
  const { timeZone } = clinic;
  const { practitioner, kind } = order;
  const start = instantOfWall(order.from ?? wallOf(now, timeZone), timeZone), end = instantOfWall(order.until, timeZone);
  if (end <= start || end <= now || end.getTime() - start.getTime() > longest * 86_400_000) throw new PublicError('invalid_request', { fields: ['until'] });
  return act.transact(async (tx, trail) => {
    if (practitioner !== null && await tx.$count(practitioners, and(eq(practitioners.id, practitioner), eq(practitioners.clinic, clinic.id))) === 0) throw new PublicError('invalid_request', { fields: ['practitioner'] });
    await lockSlots(tx, clinic.id, { practitioner, start, end });
    const [row] = await tx.insert(agendaBlocks).values({ clinic: clinic.id, practitioner, start, end, kind, reasonSealed: sealOptional(act.deps.keyring, 'agendaBlock', order.reason), words: kind === 'closed' ? order.words ?? {} : {}, madeBy: act.access.staff, madeAt: now }).returning();
    trail.object = row!.id;
    return inTheWay(tx, act, row!, trail);
  });
}

/** GET /staff/agenda/blocks/:id: who is booked in it now. */
export function readBlock(act: StaffAct, id: string): Promise<BlockAnswer> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const [row] = await tx.select().from(agendaBlocks).where(and(eq(agendaBlocks.id, id), eq(agendaBlocks.clinic, act.clinic.id)));
    if (!row) throw new PublicError('not_found');
    return inTheWay(tx, act, row, trail);
  });
}

/** POST /staff/agenda/free: takes that stretch out of what blocks the practitioner or, null, closes the practice; what lies before and after stays blocked. Nothing to free is nothing to do. One after another, as blocks and imports: of two that overlap the later one finds what the first left blocked. */
export function free(act: StaffAct, { practitioner, from, until }: FreeOrder): Promise<void> {
  demand(may(act.access, act.clinic).care);
  const [start, end] = [from, until].map((wall) => instantOfWall(wall, act.clinic.timeZone)) as [Date, Date];
  // In the night that the clock is put forward a later time on the wall may be an earlier one.
  if (end <= start) throw new PublicError('invalid_request', { fields: ['until'] });
  return act.transact(async (tx, trail) => {
    await lockImports(tx, act.clinic.id);
    const gone = await tx.delete(agendaBlocks).where(and(eq(agendaBlocks.clinic, act.clinic.id), practitioner === null ? isNull(agendaBlocks.practitioner) : eq(agendaBlocks.practitioner, practitioner), lt(agendaBlocks.start, end), gt(agendaBlocks.end, start))).returning();
    trail.each = gone.map(({ id }) => ({ objectKind: 'agenda-block', object: id }));
    const rest = gone.flatMap(({ id: _gone, ...row }) => [{ ...row, end: start }, { ...row, start: end }].filter((part) => part.start < part.end));
    if (rest.length) await tx.insert(agendaBlocks).values(rest);
  });
}

/** GET /staff/agenda/closings */
export function listClosings(act: StaffAct): Promise<ClosingsAnswer> {
  demand(may(act.access, act.clinic).care);
  const { clinic, now } = act;
  return act.transact(async (tx) => {
    const rows = await tx.select().from(agendaBlocks).where(and(eq(agendaBlocks.clinic, clinic.id), isNull(agendaBlocks.practitioner), gt(agendaBlocks.end, now))).orderBy(asc(agendaBlocks.start)).limit(most);
    return { closings: rows.map((row) => blockOf(act, row)), days: daysFrom(act, localDate(now, clinic.timeZone), ahead).filter(({ closed }) => closed), locales: clinic.locales };
  });
}
