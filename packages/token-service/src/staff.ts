/** Members of staff: invited by mail, in with a password and an authenticator app (S3-02, S3-11). */
import type { InvitationAnswer, Locale, StaffRole } from '@balie/contracts';
import { PublicError } from '@balie/contracts';
import { and, appendAudit, eq, gt, hashSecret, isNull, queueMail, schema, sql, type Queryable, type Transaction } from '@balie/database';
import { checkPassword as passwordProblems } from '@balie/rules';
import { Secret } from 'otpauth';
import { emailHmac } from './accounts.ts';
import { clinicOf } from './clients.ts';
import type { Context } from './context.ts';
import { endFamiliesOf } from './families.ts';
import { totpOf, totpStep } from './log-in.ts';
import { counterKey, forget, limits, tryWithBackoff } from './limits.ts';
import { secretFrom } from './random.ts';

const { factors, recoveryCodes, staff, staffDevices } = schema;
export const invitationLife = 7 * 86_400_000;
/** Longer than a clinic asks of its patients; no composition rule. */
const staffPolicy = { minLength: 12, composition: false };

export interface NewStaff { clinic: string; email: string; name: string; roles: readonly StaffRole[]; locale: Locale }

/** Mails an invitation; inviting again replaces one that was not used. Who was removed begins anew. @throws PublicError conflict when the address belongs to a member already */
export async function inviteStaff(ctx: Context, wish: NewStaff): Promise<void> {
  const clinic = clinicOf(ctx, wish.clinic, 'invalid_request');
  const now = ctx.clock();
  const secret = secretFrom(ctx.random);
  const expiresAt = new Date(now.getTime() + invitationLife);
  await ctx.db.transaction(async (tx) => {
    const values = { clinic: clinic.id, ...sealedEmail(ctx, wish.email), name: wish.name, roles: [...wish.roles], locale: wish.locale, invitationHash: hashSecret(secret), invitationExpiresAt: expiresAt, removedAt: null, passwordHash: null, totpSealed: null, totpLastStep: null };
    const [row] = await tx.insert(staff).values({ ...values, createdAt: now }).onConflictDoUpdate({ target: staff.emailHmac, set: values, setWhere: sql`(${staff.passwordHash} is null or ${staff.removedAt} is not null) and ${staff.clinic} = ${clinic.id}` }).returning({ id: staff.id });
    if (!row) throw new PublicError('conflict');
    await queueMail(tx, ctx.keyring, { template: 'staff-invitation', to: wish.email, locale: wish.locale, clinic: clinic.id, data: { secret } }, now, expiresAt);
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'operator', actor: null, action: 'staff-invite', objectKind: 'staff', object: row.id, patient: null, outcome: 'mailed' });
  });
}

/** A member who can log in at once, for the demo. Seeding again sets everything anew. `totpSecret`: base32. */
export async function seedStaff(ctx: Context, wish: NewStaff & { password: string; totpSecret: string }): Promise<string> {
  const clinic = clinicOf(ctx, wish.clinic, 'invalid_request');
  const values = { clinic: clinic.id, ...sealedEmail(ctx, wish.email), name: wish.name, roles: [...wish.roles], locale: wish.locale, passwordHash: await ctx.hasher.hash(wish.password), totpSealed: ctx.keyring.seal('totp', wish.totpSecret), invitationHash: null, invitationExpiresAt: null, removedAt: null };
  const now = ctx.clock();
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx.insert(staff).values({ ...values, createdAt: now }).onConflictDoUpdate({ target: staff.emailHmac, set: values }).returning({ id: staff.id });
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'operator', actor: null, action: 'staff-seed', objectKind: 'staff', object: row!.id, patient: null, outcome: 'done' });
    return row!.id;
  });
}

/** By the operator. @throws PublicError not_found */
export async function removeStaff(ctx: Context, wish: { clinic: string; email: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [member] = await tx.select({ id: staff.id }).from(staff).where(eq(staff.emailHmac, emailHmac(ctx, wish.email)));
    await removeMember(tx, ctx, { clinic: wish.clinic, id: member?.id ?? null }, null);
  });
}

/**
 * Out at once: sessions, known devices and second factors go with it; of N callers one removes. `by`: member of staff, null: the operator.
 * The transaction's last statements, for the audit is among them. @throws PublicError not_found when no member of that clinic
 */
export async function removeMember(tx: Transaction, ctx: Context, member: { clinic: string; id: string | null }, by: string | null): Promise<void> {
  const now = ctx.clock();
  const [removed] = member.id === null ? [] : await tx.update(staff).set({ removedAt: now, invitationHash: null, invitationExpiresAt: null }).where(and(eq(staff.id, member.id), eq(staff.clinic, member.clinic), isNull(staff.removedAt))).returning({ id: staff.id });
  if (!removed) throw new PublicError('not_found');
  await endFamiliesOf(tx, removed.id, now);
  await tx.delete(staffDevices).where(eq(staffDevices.staff, removed.id));
  await tx.delete(factors).where(eq(factors.owner, removed.id));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.owner, removed.id));
  await appendAudit(tx, { at: now, clinic: member.clinic, actorKind: by === null ? 'operator' : 'staff', actor: by, action: 'staff-remove', objectKind: 'staff', object: removed.id, patient: null, outcome: 'done' });
}

const sealedEmail = (ctx: Context, email: string) => ({ emailHmac: emailHmac(ctx, email), emailSealed: ctx.keyring.seal('staff-email', email) });

async function invited(db: Queryable, ctx: Context, secret: string) {
  const [row] = await db.select().from(staff).where(and(eq(staff.invitationHash, hashSecret(secret)), isNull(staff.passwordHash), isNull(staff.removedAt), gt(staff.invitationExpiresAt, ctx.clock())));
  if (!row) throw new PublicError('link_invalid');
  return row;
}

/** Made from the invitation, so that every look at it shows the same secret and nothing is stored before it is accepted. */
const invitedTotp = (ctx: Context, secret: string): string => new Secret({ buffer: ctx.keyring.derive('invited-totp', hashSecret(secret)).slice(0, 20).buffer as ArrayBuffer }).base32;

/** What the set-up screen shows. Changes nothing. @throws PublicError link_invalid */
export async function readInvitation(ctx: Context, secret: string): Promise<InvitationAnswer> {
  const row = await invited(ctx.db, ctx, secret);
  const email = ctx.keyring.open('staff-email', row.emailSealed);
  const totp = invitedTotp(ctx, secret);
  const clinic = clinicOf(ctx, row.clinic, 'invalid_request');
  return { email, name: row.name, clinic_name: clinic.name, locale: row.locale as Locale, password: staffPolicy, totp: { secret: totp, uri: totpOf(totp, email, new URL(ctx.deskOrigin).hostname).toString() } };
}

/** Sets the password once a code proves that the app works (S3-19); the secret is never shown again. Of N callers one accepts. @throws PublicError link_invalid, weak_password, wrong_code */
export async function acceptInvitation(ctx: Context, wish: { secret: string; password: string; code: string }): Promise<void> {
  const row = await invited(ctx.db, ctx, wish.secret);
  const email = ctx.keyring.open('staff-email', row.emailSealed);
  const problems = passwordProblems(wish.password, staffPolicy, [email, row.name]);
  if (problems.length > 0) throw new PublicError('weak_password', { fields: ['password'], problems });
  const now = ctx.clock();
  const key = counterKey(ctx, 'totp', row.id);
  const totp = invitedTotp(ctx, wish.secret);
  const step = await tryWithBackoff(ctx.db, key, limits.password, now) ? totpStep(totp, wish.code, now) : null;
  if (step === null) throw new PublicError('wrong_code', { fields: ['code'] });
  const passwordHash = await ctx.hasher.hash(wish.password);
  await ctx.db.transaction(async (tx) => {
    const [used] = await tx.update(staff).set({ passwordHash, totpSealed: ctx.keyring.seal('totp', totp), totpLastStep: step, invitationHash: null, invitationExpiresAt: null }).where(and(eq(staff.invitationHash, hashSecret(wish.secret)), isNull(staff.passwordHash))).returning({ id: staff.id });
    if (!used) throw new PublicError('link_invalid');
    await forget(tx, key);
    await appendAudit(tx, { at: now, clinic: row.clinic, actorKind: 'staff', actor: row.id, action: 'invitation-accept', objectKind: 'staff', object: row.id, patient: null, outcome: 'done' });
  });
}
