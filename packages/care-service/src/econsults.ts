/** Questions to the practice, and what both sides write in them. Subject and text are sealed; nothing of them is ever mailed. */
import { PublicError, type ClinicConfig, type EconsultOrder, type EconsultReply, type EconsultsAnswer, type EconsultSummary, type EconsultThread, type Receipt } from '@balie/contracts';
import { and, asc, count, countHit, desc, eq, inArray, isNull, readCount, schema, sql, type Queryable, type Transaction } from '@balie/database';
import { intakeAt, localDate, type Intake } from '@balie/rules';
import type { Act, CareAct } from './act.ts';
import { writerOf } from './by-staff.ts';
import type { CareBase } from './deps.ts';
import { filesOf, takeFiles } from './files/files.ts';
import { mailNewWork } from './mails.ts';
import { ownLimit, ownPage } from './own-pages.ts';
import { econsultPromise, storedPromise } from './promise.ts';
import { withReceiptNumber } from './receipt.ts';
import { open, seal } from './seals.ts';
import { sendOnce } from './send.ts';
import { passOn, stepOf } from './systems/changes.ts';

const { econsults, econsultMessages } = schema;
export type EconsultRow = typeof econsults.$inferSelect;
const day = 86_400_000;
/** A conversation that needs more than this needs another way to talk. */
const longest = 40;

/** Questions as a list shows them, in the order of `rows`. */
export async function summariesOf(db: Queryable, { keyring }: CareBase, rows: readonly EconsultRow[]): Promise<EconsultSummary[]> {
  const counted = rows.length === 0 ? [] : await db.select({ econsult: econsultMessages.econsult, unread: count() }).from(econsultMessages)
    .where(and(inArray(econsultMessages.econsult, rows.map((row) => row.id)), eq(econsultMessages.from, 'practice'), isNull(econsultMessages.readAt))).groupBy(econsultMessages.econsult);
  const unread = new Map(counted.map((one) => [one.econsult, one.unread]));
  return rows.map((row) => ({
    id: row.id, number: row.number, receivedAt: row.receivedAt.toISOString(), promise: storedPromise(row.promiseDate, null), subject: open(keyring, 'econsultSubject', row.subjectSealed),
    state: row.state as EconsultSummary['state'], waitingSince: row.waitingSince.toISOString(), answeredAt: row.answeredAt?.toISOString() ?? null, unread: unread.get(row.id) ?? 0,
  }));
}

/** While it waits the patient may always add something; after an answer for as many days as the practice says. */
function replyOf({ econsults: { replyDays } }: ClinicConfig, row: EconsultRow, now: Date): EconsultThread['reply'] {
  if (replyDays === 0 || row.messages >= longest || row.state === 'closed') return null;
  if (row.state === 'sent' || row.answeredAt === null) return { until: null };
  const until = new Date(row.answeredAt.getTime() + replyDays * day);
  return now < until ? { until: until.toISOString() } : null;
}

type Sender = EconsultThread['messages'][number]['from'];

/** The messages of a question, oldest first. */
export async function threadOf(db: Queryable, { deps, clinic, now }: Pick<Act, 'deps' | 'clinic' | 'now'>, row: EconsultRow): Promise<EconsultThread> {
  const messages = await db.select().from(econsultMessages).where(eq(econsultMessages.econsult, row.id)).orderBy(asc(econsultMessages.position));
  const [summary] = await summariesOf(db, deps, [row]);
  const files = await filesOf(db, messages.map((one) => one.id));
  return {
    ...summary!, reply: replyOf(clinic, row, now),
    messages: messages.map((one) => ({ id: one.id, from: one.from as Sender, author: one.author, at: one.at.toISOString(), readAt: one.readAt?.toISOString() ?? null, text: open(deps.keyring, 'econsultMessage', one.textSealed), files: files.get(one.id) ?? [] })),
  };
}

/** `row`: the question with this message counted in. Answers the message's id. */
export async function addMessage(tx: Transaction, base: CareBase, row: EconsultRow, message: { from: Sender; staff: string | null; author: string | null; at: Date; text: string; sourceId?: string }): Promise<string> {
  const { text, ...rest } = message;
  const [made] = await tx.insert(econsultMessages).values({ ...rest, econsult: row.id, position: row.messages, textSealed: seal(base.keyring, 'econsultMessage', text) }).returning({ id: econsultMessages.id });
  return made!.id;
}

/** What the patient's side wrote, with its files. */
async function addOwn(tx: Transaction, act: CareAct, row: EconsultRow, text: string, files: EconsultOrder['files']): Promise<void> {
  const { access } = act;
  const message = await addMessage(tx, act.deps, row, { ...writerOf(access), at: act.now, text });
  await takeFiles(tx, act, message, files);
  await passOn(tx, act, 'message', access.patient, [message]);
}

const own = (act: CareAct) => and(eq(econsults.clinic, act.clinic.id), eq(econsults.patient, act.access.patient));
const one = (act: CareAct, id: string) => and(own(act), eq(econsults.id, id));
/** The clinic's own length limit stands beside the contract's. */
function demandRoom({ clinic }: CareAct, field: string, text: string): void { if (text.length > clinic.econsults.maxLength) throw new PublicError('invalid_request', { fields: [field] }); }

/** The practice's count of new questions of its day. Two days are longer than any day, and the next has a key of its own. */
const dayKey = ({ deps: { keyring }, clinic, now }: CareAct) => keyring.hmac('limit', 'econsults-of-day', clinic.id, localDate(now, clinic.timeZone));
/** Hours and the number of a day are for what comes in online: the desk takes a question whenever it is there. */
async function intakeOf(db: Queryable, act: CareAct): Promise<Intake> {
  if (act.access.kind === 'staff') return { open: true };
  const { clinic: { econsults: terms, timeZone }, now } = act;
  return intakeAt(terms, timeZone, now, terms.perDay === null ? 0 : await readCount(db, dayKey(act), now));
}
/** Throws `econsults_closed`. Who writes again in a question is not one more of the day. */
async function demandOpen(tx: Transaction, act: CareAct, isNew: boolean): Promise<void> {
  if (act.access.kind === 'staff') return;
  const { clinic: { econsults: terms, timeZone }, now } = act;
  const limit = isNew ? terms.perDay : null;
  if (!intakeAt({ ...terms, perDay: null }, timeZone, now, 0).open || (limit !== null && !(await countHit(tx, dayKey(act), { limit, windowSeconds: 2 * 86_400 }, now)).allowed)) throw new PublicError('econsults_closed');
}

/** GET /care/econsults, the last written in first. */
export function listEconsults(act: CareAct, { after }: { after?: string | undefined }): Promise<EconsultsAnswer> {
  return act.transact(async (tx) => {
    const before = after === undefined ? undefined : sql`(${econsults.waitingSince}, ${econsults.id}) < (select e.waiting_since, e.id from ${econsults} e where e.id = ${after} and e.patient = ${act.access.patient})`;
    const { rows, older } = ownPage(await tx.select().from(econsults).where(and(own(act), before)).orderBy(desc(econsults.waitingSince), desc(econsults.id)).limit(ownLimit));
    return { items: await summariesOf(tx, act.deps, rows), intake: await intakeOf(tx, act), files: { count: act.access.kind === 'staff' ? 0 : act.clinic.econsults.files.count, bytes: act.clinic.econsults.files.megabytes * 1_000_000 }, ...await stepOf(tx, act), ...older };
  });
}

/** GET /care/econsults/:id: the patient's opening it is what marks its answers read. */
export function readEconsult(act: CareAct, id: string): Promise<EconsultThread> {
  return act.transact(async (tx) => {
    const [row] = await tx.select().from(econsults).where(one(act, id));
    if (!row) throw new PublicError('not_found');
    if (act.access.kind === 'patient') await tx.update(econsultMessages).set({ readAt: act.now }).where(and(eq(econsultMessages.econsult, id), eq(econsultMessages.from, 'practice'), isNull(econsultMessages.readAt)));
    return threadOf(tx, act, row);
  });
}

/** POST /care/econsults. Throws `econsults_closed` outside the practice's hours for questions and beyond its number of a day; the count is part of the transaction, so N parallel questions count N. */
export function sendEconsult(act: CareAct, order: EconsultOrder, key: string): Promise<Receipt> {
  demandRoom(act, 'question', order.question);
  return sendOnce(act, { operation: 'econsult', key, request: order }, async (tx, trail) => {
    await demandOpen(tx, act, true);
    const promise = await econsultPromise(tx, act.clinic, act.now);
    const row = await withReceiptNumber('econsults', async (number) => {
      const [made] = await tx.insert(econsults).values({
        number, clinic: act.clinic.id, patient: act.access.patient, account: act.access.account, subjectSealed: seal(act.deps.keyring, 'econsultSubject', order.subject), state: 'sent', receivedAt: act.now, waitingSince: act.now, promiseDate: promise?.date ?? null, messages: 1,
      }).onConflictDoNothing().returning();
      return made;
    });
    await addOwn(tx, act, row, order.question, order.files);
    trail.object = row.id;
    await mailNewWork(tx, act.deps, act.clinic, 'econsults', act.now);
    return { id: row.id, number: row.number, receivedAt: row.receivedAt.toISOString(), promise };
  });
}

/** POST /care/econsults/:id/reply: what was answered waits again, with a day of its own; what waited keeps the day it was promised (N3). `conflict` once the time to write again is over. */
export function replyEconsult(act: CareAct, id: string, reply: EconsultReply, key: string): Promise<EconsultThread> {
  demandRoom(act, 'text', reply.text);
  return sendOnce(act, { operation: 'econsult-reply', key, request: { id, ...reply } }, async (tx) => {
    await demandOpen(tx, act, false);
    const [row] = await tx.select().from(econsults).where(one(act, id)).for('update');
    if (!row) throw new PublicError('not_found');
    if (!replyOf(act.clinic, row, act.now)) throw new PublicError('conflict');
    const again = row.state === 'sent' ? {} : { state: 'sent', waitingSince: act.now, promiseDate: (await econsultPromise(tx, act.clinic, act.now))?.date ?? null };
    const [now] = await tx.update(econsults).set({ ...again, messages: sql`${econsults.messages} + 1` }).where(eq(econsults.id, id)).returning();
    await addOwn(tx, act, now!, reply.text, reply.files);
    await mailNewWork(tx, act.deps, act.clinic, 'econsults', act.now);
    return threadOf(tx, act, now!);
  });
}
