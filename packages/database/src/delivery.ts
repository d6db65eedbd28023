/** Takes mail and SMS from the outbox to their servers: waits while one is down, and never sends a row again that was sent. */
import { traceOf, type Clock, type Log, type MailRequest, type SmsRequest } from '@balie/contracts';
import { eq, sql } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import type { Keyring } from './keyring.ts';
import type { Database } from './open.ts';
import { messageLabel } from './outbox.ts';
import { channels, type Channel, type Job, type Messages } from './queues.ts';
import { outbox } from './schema.ts';

/**
 * Hands one mail to the mail server. `id` stays the same over every attempt: make the Message-ID of it, so that a mail that left just before a
 * crash is known as the same when it comes again. An error with `responseCode` 500–599 and `command` `RCPT TO` or `DATA` (as nodemailer gives) is
 * a refusal for good; any other error means "later".
 */
export type SendMail = (mail: MailRequest, envelope: { id: string }) => Promise<void>;

/** Hands one text message to the gateway, under an `id` that stays the same over every attempt. `SmsRefused` is a refusal for good; any other error means "later". */
export type SendSms = (sms: SmsRequest, envelope: { id: string }) => Promise<void>;
/** The gateway has said no to this message: an impossible number, a blocked one. */
export class SmsRefused extends Error { override name = 'SmsRefused'; }

export interface DeliveryOptions { url: string; db: Database; keyring: Keyring; clock: Clock; log: Log; send: SendMail; /** Without one, text messages wait. */ sendSms?: SendSms | null; /** Messages under way at once, a channel. */ workers?: number }

export async function startDelivery({ url, db, keyring, clock, log, send, sendSms = null, workers = 2 }: DeliveryOptions): Promise<{ stop(): Promise<void> }> {
  const carriers: { [C in Channel]: ((message: Messages[C], envelope: { id: string }) => Promise<void>) | null } = { mail: send, sms: sendSms };
  const open = channels.filter((channel) => carriers[channel]);
  const boss = new PgBoss({ connectionString: url, max: workers * open.length + 1, application_name: 'balie-delivery', schedule: false, useListenNotify: true, superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 });
  boss.on('error', (thrown) => log({ event: 'delivery-trouble', level: 'warn', ...traceOf(thrown) }));
  await boss.start();
  for (const channel of open) for (let worker = 0; worker < workers; worker++) {
    let id = '';
    id = await boss.work<Job>(channel, { batchSize: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }, async (jobs) => {
      try { for (const job of jobs) await deliver(channel, job.data.outbox); } finally { boss.notifyWorker(id); }
    });
  }
  return { stop: () => boss.stop({ timeout: 5000 }) };

  /** The row stays locked while its message is sent: a second worker waits, and then sees that it went. */
  async function deliver<C extends Channel>(channel: C, id: string): Promise<void> {
    const later = await db.transaction(async (tx) => {
      const [row] = await tx.select().from(outbox).where(eq(outbox.id, id)).for('update');
      if (!row?.mailSealed || row.sentAt || row.failedAt) return false;
      const finish = (as: { sentAt: Date } | { failedAt: Date }) => tx.update(outbox).set({ ...as, mailSealed: null, attempts: row.attempts + 1 }).where(eq(outbox.id, id));
      const line = { template: row.template, clinic: row.clinic, job: id, count: row.attempts + 1 };
      if (row.expiresAt && row.expiresAt <= clock()) {
        await finish({ failedAt: clock() });
        log({ event: `${channel}-expired`, level: 'warn', ...line });
        return false;
      }
      try {
        await carriers[channel]!(read<C>(row.mailSealed), { id });
      } catch (thrown) {
        const forGood = refused(thrown);
        if (forGood) await finish({ failedAt: clock() });
        else await tx.update(outbox).set({ attempts: sql`${outbox.attempts} + 1` }).where(eq(outbox.id, id));
        log({ event: forGood ? `${channel}-refused` : `${channel}-waits`, level: 'warn', ...line, ...traceOf(thrown) });
        return !forGood;
      }
      await finish({ sentAt: clock() });
      log({ event: `${channel}-sent`, ...line });
      return false;
    });
    // The job's table keeps what is thrown here, so it is never the server's own words: those hold addresses (T26).
    if (later) throw new Error('The message waits for its server.');
  }

  function read<C extends Channel>(sealed: string): Messages[C] {
    // Written by queueMail or queueSms and sealed since: no one else can have made it.
    return JSON.parse(keyring.open(messageLabel, sealed)) as Messages[C];
  }
}

const property = (thrown: unknown, name: string): unknown => (typeof thrown === 'object' && thrown !== null && name in thrown ? (thrown as Record<string, unknown>)[name] : undefined);

/** Refused recipients and refused content stay refused; a refused log-in, greeting or sender is ours to mend, so the mail waits. */
function refused(thrown: unknown): boolean {
  if (thrown instanceof SmsRefused) return true;
  const code = property(thrown, 'responseCode'), command = property(thrown, 'command');
  return typeof code === 'number' && code >= 500 && code < 600 && (command === 'RCPT TO' || command === 'DATA');
}
