/** Tells a patient that there is something to read or to do: by mail or SMS as they chose for this clinic, or not at all. Nothing of what it is (T25). */
import { notificationChannels, type AccountContact, type AppointmentTemplate, type CalendarEntry, type ClinicConfig, type NoticeTemplate, type NotificationChannel, type NotificationKind, type Service } from '@balie/contracts';
import { and, eq, queueMail, queueSms, schema, type Queryable, type Transaction } from '@balie/database';
import { takesSms } from '@balie/rules/phones';
import type { CareBase } from './deps.ts';

const { notificationChoices } = schema;
const kindOf: Readonly<Record<NoticeTemplate | AppointmentTemplate, NotificationKind>> = { 'answer-ready': 'answers', 'medicine-due': 'renewals', 'medicine-viewed': 'renewals', 'earlier-time': 'appointments', 'appointment-booked': 'appointments', 'appointment-moved': 'appointments', 'appointment-cancelled': 'appointments' };
type Notice = { template: NoticeTemplate; data: { service: Service } } | { template: AppointmentTemplate; data: CalendarEntry };
/** An SMS that could not go for so long is not sent any more. */
const smsLives = 24 * 3_600_000;

export async function channelOf(db: Queryable, account: string, clinic: string, kind: NotificationKind): Promise<NotificationChannel> {
  const [row] = await db.select().from(notificationChoices).where(and(eq(notificationChoices.account, account), eq(notificationChoices.clinic, clinic), eq(notificationChoices.kind, kind)));
  return notificationChannels.find((one) => one === row?.channel) ?? notificationChannels[0];
}

/** Without a number that takes SMS, or at a clinic that sends no SMS any more, it goes by mail. `must`: what somebody has to know who wants to hear of nothing. True when something was queued. */
export async function notify(tx: Transaction, base: CareBase, clinic: ClinicConfig, contact: AccountContact, now: Date, notice: Notice, must = false): Promise<boolean> {
  const channel = await channelOf(tx, contact.account, clinic.id, kindOf[notice.template]);
  const to = { locale: contact.locale, clinic: clinic.id };
  if (channel === 'none' && !must) return false;
  if (channel === 'sms' && clinic.sms && takesSms(contact.phone)) await queueSms(tx, base.keyring, { ...to, template: notice.template, data: { service: 'service' in notice.data ? notice.data.service : 'appointments' }, to: contact.phone }, now, new Date(now.getTime() + smsLives));
  else if (contact.email) await queueMail(tx, base.keyring, { ...to, ...notice, to: contact.email }, now);
  else return false;
  return true;
}
