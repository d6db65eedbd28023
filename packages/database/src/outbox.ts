/** Mail, written with its cause: row and job are part of the caller's transaction, so there is no mail without the act and no act without its mail. */
import type { MailRequest } from '@balie/contracts';
import { and, isNotNull, lt, sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Keyring } from './keyring.ts';
import { mailQueue, mailQueueOptions } from './mail-queue.ts';
import type { MailJob } from './mail-queue.ts';
import type { Queryable, Transaction } from './open.ts';
import { outbox } from './schema.ts';

export const mailLabel = 'outbox';

/** @param expiresAt after which the mail is dropped instead of sent (a code that no longer works) */
export async function queueMail(tx: Transaction, keyring: Keyring, mail: MailRequest, now: Date, expiresAt?: Date): Promise<void> {
  const [row] = await tx.insert(outbox).values({ template: mail.template, clinic: mail.clinic, mailSealed: keyring.seal(mailLabel, JSON.stringify(mail)), createdAt: now, expiresAt: expiresAt ?? null }).returning({ id: outbox.id });
  if (!row) throw new Error('A mail was not written.');
  const boss = await producer(tx);
  await boss.send(mailQueue, { outbox: row.id } satisfies MailJob, { db: fromDrizzle(tx, sql) });
}

/** Mail that never went has no job any more after thirty days: address and payload go too, the row tells that it failed. */
export async function sweepMail(db: Queryable, now: Date): Promise<void> {
  await db.update(outbox).set({ mailSealed: null, failedAt: now }).where(and(isNotNull(outbox.mailSealed), lt(outbox.createdAt, new Date(now.getTime() - mailQueueOptions.retentionSeconds * 1000))));
}

let known: Promise<PgBoss> | undefined;
/** Sending a job needs only what pg-boss read at its start (the queue's table), the same in every database: one, started once, without timers. */
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
