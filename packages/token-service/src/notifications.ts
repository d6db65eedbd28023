/** How a patient wants to hear of what a clinic has to tell: by mail, by SMS, or not at all; one choice a kind. */
import { notificationChannels, notificationKinds, PublicError, type ClinicConfig, type NotificationChannel, type NotificationChoice, type NotificationKind, type NotificationsAnswer } from '@balie/contracts';
import { and, appendAudit, eq, schema } from '@balie/database';
import { maskPhone, takesSms } from '@balie/rules/phones';
import { accountById, openContact } from './accounts.ts';
import { invalidToken } from './access-tokens.ts';
import type { Context } from './context.ts';
import type { ServiceAccess } from './guard.ts';

const { notificationChoices } = schema;
/** What this clinic tells of at all. */
const tells = ({ services, prescriptions }: ClinicConfig, kind: NotificationKind): boolean => ({ renewals: services.prescriptions !== undefined && prescriptions.reminders, appointments: services.appointments !== undefined, answers: services.prescriptions !== undefined || services.econsults !== undefined })[kind];

/** GET /account/notifications */
export async function readNotifications(ctx: Context, access: ServiceAccess): Promise<NotificationsAnswer> {
  const account = await accountById(ctx.db, access.account);
  if (!account) throw invalidToken();
  const clinic = access.client.clinic!;
  const { phone } = openContact(ctx, account);
  const chosen = await ctx.db.select().from(notificationChoices).where(and(eq(notificationChoices.account, account.id), eq(notificationChoices.clinic, clinic.id)));
  const channel = (kind: NotificationKind): NotificationChannel => notificationChannels.find((one) => one === chosen.find((row) => row.kind === kind)?.channel) ?? notificationChannels[0];
  return { choices: notificationKinds.filter((kind) => tells(clinic, kind)).map((kind) => ({ kind, channel: channel(kind) })), phone: clinic.sms && takesSms(phone) ? maskPhone(phone) : null };
}

/** POST /account/notifications. @throws PublicError access_denied for a kind this clinic does not tell of, or an SMS that cannot be sent */
export async function chooseNotification(ctx: Context, access: ServiceAccess, { kind, channel }: NotificationChoice): Promise<void> {
  const clinic = access.client.clinic!;
  const { phone } = await readNotifications(ctx, access);
  if (!tells(clinic, kind) || (channel === 'sms' && phone === null)) throw new PublicError('access_denied');
  await ctx.db.transaction(async (tx) => {
    await tx.insert(notificationChoices).values({ account: access.account, clinic: clinic.id, kind, channel }).onConflictDoUpdate({ target: [notificationChoices.account, notificationChoices.clinic, notificationChoices.kind], set: { channel } });
    await appendAudit(tx, { at: ctx.clock(), clinic: clinic.id, actorKind: 'account', actor: access.account, action: 'account.notifications', objectKind: 'account', object: access.account, patient: null, outcome: channel });
  });
}
