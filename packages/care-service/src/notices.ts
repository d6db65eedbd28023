/**
 * Tells a patient that there is something to read or to do: by mail or SMS as they chose for this clinic, or not at all. Nothing of what it is (T25). The first goes at
 * once; what comes within a quarter of an hour after it waits, and goes as one message of how many there are, and where.
 */
import { notificationChannels, type AccountContact, type AppointmentTemplate, type CalendarEntry, type ClinicConfig, type NoticeTemplate, type NotificationChannel, type NotificationKind, type Service } from '@balie/contracts';
import { and, appendAudit, eq, lte, queueMail, queueSms, schema, sql, type Queryable, type Transaction } from '@balie/database';
import { takesSms } from '@balie/rules/phones';
import { isDaytime } from './daytime.ts';
import type { CareBase, CareDeps } from './deps.ts';

const { notices, notificationChoices } = schema;
const kindOf: Readonly<Record<NoticeTemplate | AppointmentTemplate, NotificationKind>> = { 'answer-ready': 'answers', 'medicine-due': 'renewals', 'medicine-viewed': 'renewals', 'earlier-time': 'appointments', 'appointment-booked': 'appointments', 'appointment-moved': 'appointments', 'appointment-cancelled': 'appointments' };
type Waiting = { template: NoticeTemplate; data: { service: Service } };
type Notice = Waiting | { template: AppointmentTemplate; data: CalendarEntry };
/** An offered time ends by itself, and an appointment brings its calendar file: those never wait. */
const canWait = (notice: Notice): notice is Waiting => ['answer-ready', 'medicine-due', 'medicine-viewed'].includes(notice.template);
const gathered = 15 * 60_000;
/** An SMS that could not go for so long is not sent any more. */
const smsLives = 24 * 3_600_000;

export async function channelOf(db: Queryable, account: string, clinic: string, kind: NotificationKind): Promise<NotificationChannel> {
  const [row] = await db.select().from(notificationChoices).where(and(eq(notificationChoices.account, account), eq(notificationChoices.clinic, clinic), eq(notificationChoices.kind, kind)));
  return notificationChannels.find((one) => one === row?.channel) ?? notificationChannels[0];
}

/** Without a number that takes SMS, or at a clinic that sends no SMS any more, it goes by mail; without an address too, not at all. */
const carrierOf = (clinic: ClinicConfig, contact: AccountContact, channel: string): 'sms' | 'mail' | null => (channel === 'sms' && clinic.sms && takesSms(contact.phone) ? 'sms' : contact.email ? 'mail' : null);

/** `must`: what somebody has to know who wants to hear of nothing. True when it was told, or will be. */
export async function notify(tx: Transaction, base: CareBase, clinic: ClinicConfig, contact: AccountContact, now: Date, notice: Notice, must = false): Promise<boolean> {
  const channel = await channelOf(tx, contact.account, clinic.id, kindOf[notice.template]);
  const by = carrierOf(clinic, contact, channel);
  if (by === null || (channel === 'none' && !must)) return false;
  if (!canWait(notice) || await isFirst(tx, { account: contact.account, clinic: clinic.id, channel: by }, now, notice)) await send(tx, base, clinic, contact, now, by, notice);
  return true;
}

async function send(tx: Transaction, base: CareBase, clinic: ClinicConfig, contact: AccountContact, now: Date, by: 'sms' | 'mail', notice: Notice | { template: 'several-waiting'; data: { count: number; services: Service[] } }): Promise<void> {
  const to = { locale: contact.locale, clinic: clinic.id };
  if (by === 'mail') return queueMail(tx, base.keyring, { ...to, ...notice, to: contact.email! }, now);
  const sms = notice.template === 'several-waiting' ? { template: notice.template, data: { count: notice.data.count } } : { template: notice.template, data: { service: 'service' in notice.data ? notice.data.service : 'appointments' as const } };
  await queueSms(tx, base.keyring, { ...to, ...sms, to: contact.phone! }, now, new Date(now.getTime() + smsLives));
}

/** Of those told within one quarter of an hour, the one that goes at once; the others are added to the row. Of N at the same time one is first: they take turns at the row. */
async function isFirst(tx: Transaction, key: { account: string; clinic: string; channel: string }, now: Date, notice: Waiting): Promise<boolean> {
  const over = sql`${notices.toldAt} <= ${new Date(now.getTime() - gathered).toISOString()}::timestamptz and ${notices.waiting} = '[]'::jsonb`;
  const [row] = await tx.insert(notices).values({ ...key, toldAt: now, waiting: [] }).onConflictDoUpdate({
    target: [notices.account, notices.clinic, notices.channel],
    set: { toldAt: sql`case when ${over} then excluded.told_at else ${notices.toldAt} end`, waiting: sql`case when ${over} then '[]'::jsonb else ${notices.waiting} || ${JSON.stringify([notice])}::jsonb end` },
  }).returning({ waiting: notices.waiting });
  return row!.waiting.length === 0;
}

/** To be called now and then: what waited goes, by day. Row and message are one transaction, so of N services that call it at once one tells, and none twice. */
export async function tellGathered(deps: CareDeps, now: Date): Promise<void> {
  const due = lte(notices.toldAt, new Date(now.getTime() - gathered));
  const rows = await deps.db.select().from(notices).where(due).limit(1000);
  const contacts = await deps.accounts.contacts([...new Set(rows.map(({ account }) => account))]);
  for (const { account, clinic: id, channel } of rows) {
    const clinic = deps.clinics.get(id);
    if (clinic && !isDaytime(clinic, now)) continue;
    const mine = and(eq(notices.account, account), eq(notices.clinic, id), eq(notices.channel, channel));
    await deps.db.transaction(async (tx) => {
      const [row] = await tx.select().from(notices).where(and(due, mine)).for('update', { skipLocked: true });
      if (!row) return;
      const contact = contacts.get(account);
      const by = clinic && contact ? carrierOf(clinic, contact, channel) : null;
      const [first, ...more] = row.waiting as Waiting[];
      if (!first || !clinic || !contact || by === null) { await tx.delete(notices).where(mine); return; }
      await tx.update(notices).set({ toldAt: now, waiting: [] }).where(mine);
      await send(tx, deps, clinic, contact, now, by, more.length === 0 ? first : { template: 'several-waiting', data: { count: row.waiting.length, services: [...new Set([first, ...more].map(({ data }) => data.service))] } });
      await appendAudit(tx, { at: now, clinic: id, actorKind: 'system', actor: null, action: 'notice.gathered', objectKind: 'account', object: account, patient: null, outcome: 'told' });
    });
  }
}
