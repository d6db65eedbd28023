/** Questions to the practice, and its answers. Subject and text are sealed; nothing of them is ever mailed. */
import { PublicError, type EconsultOrder, type EconsultsAnswer, type EconsultSummary, type EconsultThread, type Receipt } from '@balie/contracts';
import { and, asc, desc, eq, isNull, schema, type Queryable, type Transaction } from '@balie/database';
import type { PatientAct } from './act.ts';
import type { CareBase } from './deps.ts';
import { mailNewWork } from './mails.ts';
import { econsultPromise, storedPromise } from './promise.ts';
import { withReceiptNumber } from './receipt.ts';
import { open, seal } from './seals.ts';
import { sendOnce } from './send.ts';

const { econsults, econsultMessages } = schema;
export type EconsultRow = typeof econsults.$inferSelect;

export const summaryOf = ({ keyring }: CareBase, row: EconsultRow): EconsultSummary => ({
  id: row.id, number: row.number, receivedAt: row.receivedAt.toISOString(), promise: storedPromise(row.promiseDate, null), subject: open(keyring, 'econsultSubject', row.subjectSealed),
  state: row.state as EconsultSummary['state'], answeredAt: row.answeredAt?.toISOString() ?? null, unread: row.answeredAt !== null && row.readAt === null,
});

/** The messages of a question, oldest first. */
export async function threadOf(db: Queryable, base: CareBase, row: EconsultRow): Promise<EconsultThread> {
  const messages = await db.select().from(econsultMessages).where(eq(econsultMessages.econsult, row.id)).orderBy(asc(econsultMessages.at));
  return { ...summaryOf(base, row), messages: messages.map((message) => ({ from: message.from as EconsultThread['messages'][number]['from'], author: message.author, at: message.at.toISOString(), text: open(base.keyring, 'econsultMessage', message.textSealed) })) };
}

export async function addMessage(tx: Transaction, base: CareBase, econsult: string, message: { from: 'patient' | 'practice'; staff: string | null; author: string | null; at: Date; text: string }): Promise<void> {
  const { text, ...rest } = message;
  await tx.insert(econsultMessages).values({ ...rest, econsult, textSealed: seal(base.keyring, 'econsultMessage', text) });
}

const own = (act: PatientAct) => and(eq(econsults.clinic, act.clinic.id), eq(econsults.patient, act.access.patient));

/** GET /care/econsults, newest first. */
export function listEconsults(act: PatientAct): Promise<EconsultsAnswer> {
  return act.transact(async (tx) => {
    const rows = await tx.select().from(econsults).where(own(act)).orderBy(desc(econsults.receivedAt)).limit(50);
    return { items: rows.map((row) => summaryOf(act.deps, row)) };
  });
}

/** GET /care/econsults/:id: reading an answer is what marks it read. */
export function readEconsult(act: PatientAct, id: string): Promise<EconsultThread> {
  return act.transact(async (tx) => {
    const mine = and(own(act), eq(econsults.id, id));
    await tx.update(econsults).set({ readAt: act.now }).where(and(mine, eq(econsults.state, 'answered'), isNull(econsults.readAt)));
    const [row] = await tx.select().from(econsults).where(mine);
    if (!row) throw new PublicError('not_found');
    return threadOf(tx, act.deps, row);
  });
}

/** POST /care/econsults. The clinic's own length limit stands beside the contract's. */
export function sendEconsult(act: PatientAct, order: EconsultOrder, key: string): Promise<Receipt> {
  if (order.question.length > act.clinic.econsults.maxLength) throw new PublicError('invalid_request', { fields: ['question'] });
  return sendOnce(act, { operation: 'econsult', key, request: order }, async (tx, trail) => {
    const promise = econsultPromise(act.clinic, act.now);
    const row = await withReceiptNumber('econsults', async (number) => {
      const [made] = await tx.insert(econsults).values({
        number, clinic: act.clinic.id, patient: act.access.patient, account: act.access.account, subjectSealed: seal(act.deps.keyring, 'econsultSubject', order.subject), state: 'sent', receivedAt: act.now, promiseDate: promise?.date ?? null,
      }).onConflictDoNothing().returning();
      return made;
    });
    await addMessage(tx, act.deps, row.id, { from: 'patient', staff: null, author: null, at: act.now, text: order.question });
    trail.object = row.id;
    await mailNewWork(tx, act.deps, act.clinic, 'econsults', act.now);
    return { id: row.id, number: row.number, receivedAt: row.receivedAt.toISOString(), promise };
  });
}
