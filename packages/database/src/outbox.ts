/** Mail and SMS, written with their cause: row and job are part of the caller's transaction, so there is no message without the act and no act without its message. */
import type { MailRequest, SmsRequest } from '@balie/contracts';
import { and, isNotNull, lt, sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Keyring } from './keyring.ts';
import type { Queryable, Transaction } from './open.ts';
import { queueOptions, type Channel, type Job, type Messages } from './queues.ts';
import { outbox } from './schema.ts';

export const messageLabel = 'outbox';

/** @param expiresAt after which the mail is dropped instead of sent (a code that no longer works) */
export const queueMail = (tx: Transaction, keyring: Keyring, mail: MailRequest, now: Date, expiresAt?: Date): Promise<void> => queue(tx, keyring, 'mail', mail.template, mail, now, expiresAt);
/** The same for a text message. */
export const queueSms = (tx: Transaction, keyring: Keyring, sms: SmsRequest, now: Date, expiresAt?: Date): Promise<void> => queue(tx, keyring, 'sms', `sms-${sms.template}`, sms, now, expiresAt);

async function queue<C extends Channel>(tx: Transaction, keyring: Keyring, channel: C, template: string, message: Messages[C], now: Date, expiresAt?: Date): Promise<void> {
  const [row] = await tx.insert(outbox).values({ template, clinic: message.clinic, mailSealed: keyring.seal(messageLabel, JSON.stringify(message)), createdAt: now, expiresAt: expiresAt ?? null }).returning({ id: outbox.id });
  if (!row) throw new Error('A message was not written.');
  const boss = await producer(tx);
  await boss.send(channel, { outbox: row.id } satisfies Job, { db: fromDrizzle(tx, sql) });
}

/** A message that never went has no job any more after thirty days: address and payload go too, the row tells that it failed. */
export async function sweepMail(db: Queryable, now: Date): Promise<void> {
  await db.update(outbox).set({ mailSealed: null, failedAt: now }).where(and(isNotNull(outbox.mailSealed), lt(outbox.createdAt, new Date(now.getTime() - queueOptions.retentionSeconds * 1000))));
}

let known: Promise<PgBoss> | undefined;
/** Sending a job needs only what pg-boss read at its start (the queues' table), the same in every database: one, started once, without timers. */
function producer(tx: Transaction): Promise<PgBoss> {
  known ??= (async () => {
    const boss = new PgBoss({ db: fromDrizzle(tx, sql), migrate: false, supervise: false, schedule: false });
    await boss.start();
    await boss.stop({ graceful: false });
    return boss;
  })();
  known.catch(() => { known = undefined; });
  return known;
}
