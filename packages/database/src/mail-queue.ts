import type { QueueOptions } from 'pg-boss';

export const mailQueue = 'mail';
/** Mail waits for its server for 30 days, tried at least once a minute. A worker that dies is noticed by its missing heartbeat. */
export const mailQueueOptions = {
  retryLimit: 100_000, retryDelay: 2, retryBackoff: true, retryDelayMax: 60, retentionSeconds: 30 * 86_400, deleteAfterSeconds: 86_400,
  expireInSeconds: 300, heartbeatSeconds: 10, notify: true,
} satisfies QueueOptions & { notify: boolean };
/** What a job carries: where the mail lies, nothing of the mail. */
export interface MailJob { outbox: string }
