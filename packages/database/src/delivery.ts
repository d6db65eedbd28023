/** Takes mail from the outbox to the mail server: waits while that is down, and never sends a row again that was sent. */
import { traceOf, type Clock, type Log, type MailRequest } from '@balie/contracts';
import { eq, sql } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import type { Keyring } from './keyring.ts';
import { mailQueue } from './mail-queue.ts';
import type { MailJob } from './mail-queue.ts';
import type { Database } from './open.ts';
import { mailLabel } from './outbox.ts';
import { outbox } from './schema.ts';

/**
 * Hands one mail to the mail server. `id` stays the same over every attempt: make the Message-ID of it, so that a mail that left just before a
 * crash is known as the same when it comes again. An error with `responseCode` 500–599 and `command` `RCPT TO` or `DATA` (as nodemailer gives) is
 * a refusal for good; any other error means "later".
 */
export type SendMail = (mail: MailRequest, envelope: { id: string }) => Promise<void>;

export interface DeliveryOptions { url: string; db: Database; keyring: Keyring; clock: Clock; log: Log; send: SendMail; /** Mails under way at once. */ workers?: number }

export async function startDelivery({ url, db, keyring, clock, log, send, workers = 2 }: DeliveryOptions): Promise<{ stop(): Promise<void> }> {
  const boss = new PgBoss({ connectionString: url, max: workers + 1, application_name: 'balie-delivery', schedule: false, useListenNotify: true, superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 });
  boss.on('error', (thrown) => log({ event: 'delivery-trouble', level: 'warn', ...traceOf(thrown) }));
  await boss.start();
  for (let worker = 0; worker < workers; worker++) {
    let id = '';
    id = await boss.work<MailJob>(mailQueue, { batchSize: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }, async (jobs) => {
      try { for (const job of jobs) await deliver(job.data.outbox); } finally { boss.notifyWorker(id); }
    });
  }
  return { stop: () => boss.stop({ timeout: 5000 }) };

  /** The row stays locked while its mail is sent: a second worker waits, and then sees that it went. */
  async function deliver(id: string): Promise<void> {
    const later = await db.transaction(async (tx) => {
      const [row] = await tx.select().from(outbox).where(eq(outbox.id, id)).for('update');
      if (!row?.mailSealed || row.sentAt || row.failedAt) return false;
      const finish = (as: { sentAt: Date } | { failedAt: Date }) => tx.update(outbox).set({ ...as, mailSealed: null, attempts: row.attempts + 1 }).where(eq(outbox.id, id));
      const line = { template: row.template, clinic: row.clinic, job: id, count: row.attempts + 1 };
      if (row.expiresAt && row.expiresAt <= clock()) {
        await finish({ failedAt: clock() });
        log({ event: 'mail-expired', level: 'warn', ...line });
        return false;
      }
      try {
        await send(read(row.mailSealed), { id });
      } catch (thrown) {
        const forGood = refused(thrown);
        if (forGood) await finish({ failedAt: clock() });
        else await tx.update(outbox).set({ attempts: sql`${outbox.attempts} + 1` }).where(eq(outbox.id, id));
        log({ event: forGood ? 'mail-refused' : 'mail-waits', level: 'warn', ...line, ...traceOf(thrown) });
        return !forGood;
      }
      await finish({ sentAt: clock() });
      log({ event: 'mail-sent', ...line });
      return false;
    });
    // The job's table keeps what is thrown here, so it is never the mail server's own words: those hold addresses (T26).
    if (later) throw new Error('The mail waits for its server.');
  }

  function read(sealed: string): MailRequest {
    // Written by queueMail and sealed since: no one else can have made it.
    return JSON.parse(keyring.open(mailLabel, sealed)) as MailRequest;
  }
}

const property = (thrown: unknown, name: string): unknown => (typeof thrown === 'object' && thrown !== null && name in thrown ? (thrown as Record<string, unknown>)[name] : undefined);

/** Refused recipients and refused content stay refused; a refused log-in, greeting or sender is ours to mend, so the mail waits. */
function refused(thrown: unknown): boolean {
  const code = property(thrown, 'responseCode'), command = property(thrown, 'command');
  return typeof code === 'number' && code >= 500 && code < 600 && (command === 'RCPT TO' || command === 'DATA');
}
