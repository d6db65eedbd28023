import type { MailRequest, SmsRequest } from '@balie/contracts';
import type { QueueOptions } from 'pg-boss';

/** What leaves by which channel. Each has a queue of its own: a gateway that is down holds up no mail. */
export interface Messages { mail: MailRequest; sms: SmsRequest }
export type Channel = keyof Messages;
export const channels = ['mail', 'sms'] as const satisfies readonly Channel[];
/** A message waits for its server for 30 days, tried at least once a minute. A worker that dies is noticed by its missing heartbeat. */
export const queueOptions = {
  retryLimit: 100_000, retryDelay: 2, retryBackoff: true, retryDelayMax: 60, retentionSeconds: 30 * 86_400, deleteAfterSeconds: 86_400,
  expireInSeconds: 300, heartbeatSeconds: 10, notify: true,
} satisfies QueueOptions & { notify: boolean };
/** What a job carries: where the message lies, nothing of the message. */
export interface Job { outbox: string }
