/**
 * Tells a patient that there is something to read or to do: by mail or SMS as they chose for this clinic, or not at all. Nothing of what it is (T25). The first goes at
 * once; what comes within a quarter of an hour after it waits, and goes as one message of how many there are, and where.
 */
import { notificationChannels, type AccountContact, type AppointmentTemplate, type CalendarEntry, type ClinicConfig, type NoticeTemplate, type NotificationChannel, type NotificationKind, type Service } from '@balie/contracts';
import { and, appendAudit, asc, eq, inArray, isNull, lte, notInArray, or, queueMail, queueSms, schema, sql, type Queryable, type Transaction } from '@balie/database';
import { takesSms } from '@balie/rules/phones';
import { eachByItself } from './by-itself.ts';
import { isDaytime } from './daytime.ts';
import type { CareBase, CareDeps } from './deps.ts';
import { isOffered } from './offered.ts';

const { econsultMessages, econsults, notices, notificationChoices } = schema;
const kindOf: Readonly<Record<NoticeTemplate | AppointmentTemplate, NotificationKind>> = { 'answer-ready': 'answers', 'medicine-due': 'renewals', 'medicine-viewed': 'renewals', 'earlier-time': 'appointments', 'appointment-booked': 'appointments', 'appointment-moved': 'appointments', 'appointment-cancelled': 'appointments' };
/** `patient`: whose record it is about, `of`: the question that was answered. */
type Waiting = { template: NoticeTemplate; data: { service: Service }; patient: string; of?: string };
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

/** How it would be told; null: not at all. `must`: what somebody has to know who wants to hear of nothing. */
export async function carrierFor(db: Queryable, clinic: ClinicConfig, contact: AccountContact, kind: NotificationKind, must = false): Promise<'sms' | 'mail' | null> {
  const channel = await channelOf(db, contact.account, clinic.id, kind);
  return channel === 'none' && !must ? null : carrierOf(clinic, contact, channel);
}

/** True when it was told, or will be. */
export async function notify(tx: Transaction, base: CareBase, clinic: ClinicConfig, contact: AccountContact, now: Date, notice: Notice, must = false): Promise<boolean> {
  const by = await carrierFor(tx, clinic, contact, kindOf[notice.template], must);
  if (by === null) return false;
  if (!canWait(notice) || await isFirst(tx, { account: contact.account, clinic: clinic.id, channel: by }, now, notice)) await send(tx, base, clinic, contact, now, by, notice);
  return true;
}

async function send(tx: Transaction, base: CareBase, clinic: ClinicConfig, contact: AccountContact, now: Date, by: 'sms' | 'mail', { of: _of, patient: _patient, ...notice }: (Notice | { template: 'several-waiting'; data: { count: number; services: Service[] } }) & { of?: string; patient?: string }): Promise<void> {
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

/** Of what waited, what there still is to tell: not of records that the account sees no more (`lost`, T32), nor of services that are not offered any more, nor of questions whose answers were all read meanwhile. One answer stands for those that came unread beside it. */
async function stillNew(tx: Transaction, account: string, clinic: string, all: readonly Waiting[], lost: string[]): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  for (const one of all) if (!lost.includes(one.patient) && await isOffered(tx, one.patient, one.data.service)) waiting.push(one);
  const asked = waiting.flatMap(({ of }) => of ?? []);
  if (asked.length === 0) return waiting;
  const rows = await tx.selectDistinct({ id: econsults.id }).from(econsultMessages).innerJoin(econsults, eq(econsults.id, econsultMessages.econsult))
    .where(and(eq(econsults.clinic, clinic), or(eq(econsults.account, account), inArray(econsults.id, asked)), notInArray(econsults.patient, lost), eq(econsultMessages.from, 'practice'), isNull(econsultMessages.readAt)));
  const unread = new Set(rows.map(({ id }) => id));
  const kept = waiting.filter(({ of }) => of === undefined || unread.has(of));
  return unread.size > 0 && !kept.some(({ of }) => of !== undefined) ? [...kept, waiting.find(({ of }) => of !== undefined)!] : kept;
}

/** Whoever looks at a service's list sees all that there was to tell of it. */
export async function noteSeen(tx: Transaction, account: string, clinic: string, service: Service): Promise<void> {
  const those = JSON.stringify({ data: { service } });
  await tx.update(notices).set({ waiting: sql`coalesce((select jsonb_agg(one order by place) from jsonb_array_elements(${notices.waiting}) with ordinality as each(one, place) where not one @> ${those}::jsonb), '[]'::jsonb)` })
    .where(and(eq(notices.account, account), eq(notices.clinic, clinic), sql`${notices.waiting} @> ${`[${those}]`}::jsonb`));
}

/**
 * To be called now and then: what waited goes, by day, as far as it is still new and as the patient chooses now. Row and message are one transaction, so of N services that call it at once
 * one tells, and none twice.
 */
export async function tellGathered(deps: CareDeps, now: Date): Promise<void> {
  const due = lte(notices.toldAt, new Date(now.getTime() - gathered));
  const rows = await deps.db.select().from(notices).where(due).orderBy(asc(notices.toldAt)).limit(1000);
  const contacts = await deps.accounts.contacts([...new Set(rows.map(({ account }) => account))]);
  await eachByItself(rows, async ({ account, clinic: id, channel, waiting: waited }) => {
    const clinic = deps.clinics.get(id);
    if (clinic && !isDaytime(clinic, now)) return;
    const mine = and(eq(notices.account, account), eq(notices.clinic, id), eq(notices.channel, channel));
    // Before the transaction, as contacts are.
    const lost: string[] = [];
    for (const patient of new Set((waited as Waiting[]).map((one) => one.patient))) if (!await deps.accounts.reads(account, id, patient)) lost.push(patient);
    await deps.db.transaction(async (tx) => {
      const [row] = await tx.select().from(notices).where(and(due, mine)).for('update', { skipLocked: true });
      if (!row) return;
      const contact = contacts.get(account);
      const waiting = clinic && contact ? await stillNew(tx, account, id, row.waiting as Waiting[], lost) : [];
      const chosen = new Map<NotificationKind, NotificationChannel>();
      for (const kind of new Set(waiting.map(({ template }) => kindOf[template]))) chosen.set(kind, await channelOf(tx, account, id, kind));
      const carriers = Map.groupBy(waiting, ({ template }) => { const how = chosen.get(kindOf[template])!; return how === 'none' ? null : carrierOf(clinic!, contact!, how); });
      carriers.delete(null);
      if (carriers.size === 0) { await tx.delete(notices).where(mine); return; }
      await tx.update(notices).set({ toldAt: now, waiting: [] }).where(mine);
      for (const [by, told] of carriers) await send(tx, deps, clinic!, contact!, now, by!, told.length === 1 ? told[0]! : { template: 'several-waiting', data: { count: told.length, services: [...new Set(told.map(({ data }) => data.service))] } });
      await appendAudit(tx, { at: now, clinic: id, actorKind: 'system', actor: null, action: 'notice.gathered', objectKind: 'account', object: account, patient: null, outcome: 'told' });
    });
  });
}
