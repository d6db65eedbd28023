/** Members of staff: invited by mail, in with a password and an authenticator app (S3-02, S3-11). Removed ones keep their row, because the audit names them. */
import type { InvitationAnswer, Locale, Member, Members, StaffRole } from '@balie/contracts';
import { PublicError } from '@balie/contracts';
import { and, appendAudit, asc, eq, gt, hashSecret, inArray, isNotNull, isNull, ne, queueMail, schema, sql, type Queryable, type Transaction } from '@balie/database';
import { checkPassword as passwordProblems } from '@balie/rules';
import { emailHmac } from './accounts.ts';
import { clinicOf } from './clients.ts';
import type { Context } from './context.ts';
import { endFamiliesOf } from './families.ts';
import { counterKey, forget } from './limits.ts';
import { secretFrom } from './random.ts';
import { forgetRecoveryCodes, newRecoveryCodes, recoveryCodesLeft } from './recovery-codes.ts';

const { factors, staff, staffDevices } = schema;
type Row = typeof staff.$inferSelect;
export const invitationLife = 7 * 86_400_000;
/** Longer than a clinic asks of its patients; no composition rule. */
const staffPolicy = { minLength: 12, composition: false };

export interface NewStaff { clinic: string; email: string; name: string; roles: readonly StaffRole[]; locale: Locale }

const sealedEmail = (ctx: Context, email: string) => ({ emailHmac: emailHmac(ctx, email), emailSealed: ctx.keyring.seal('staff-email', email) });
const addressOf = (ctx: Context, row: Row) => ({ to: ctx.keyring.open('staff-email', row.emailSealed), locale: row.locale as Locale, clinic: row.clinic });

/** Mails an invitation; inviting again replaces one that was not used. Who was removed begins anew. Answers the member's id. @throws PublicError conflict when the address belongs to a member already */
async function invite(tx: Transaction, ctx: Context, wish: NewStaff): Promise<string> {
  const clinic = clinicOf(ctx, wish.clinic, 'invalid_request');
  const now = ctx.clock();
  const secret = secretFrom(ctx.random);
  const expiresAt = new Date(now.getTime() + invitationLife);
  const values = { clinic: clinic.id, ...sealedEmail(ctx, wish.email), name: wish.name, roles: [...wish.roles], locale: wish.locale, invitationHash: hashSecret(secret), invitationExpiresAt: expiresAt, removedAt: null, passwordHash: null, totpSealed: null, totpLastStep: null };
  // Whoever left another practice is another member here: the audit there still names them.
  await tx.update(staff).set({ emailHmac: sql`${staff.emailHmac} || ' ' || ${staff.id}` }).where(and(eq(staff.emailHmac, values.emailHmac), isNotNull(staff.removedAt), ne(staff.clinic, clinic.id)));
  const [row] = await tx.insert(staff).values({ ...values, createdAt: now }).onConflictDoUpdate({ target: staff.emailHmac, set: values, setWhere: sql`(${staff.passwordHash} is null or ${staff.removedAt} is not null) and ${staff.clinic} = ${clinic.id}` }).returning({ id: staff.id });
  if (!row) throw new PublicError('conflict');
  await queueMail(tx, ctx.keyring, { template: 'staff-invitation', to: wish.email, locale: wish.locale, clinic: clinic.id, data: { secret } }, now, expiresAt);
  return row.id;
}

/** By the operator: how a practice gets its first owner. */
export async function inviteStaff(ctx: Context, wish: NewStaff): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const id = await invite(tx, ctx, wish);
    await appendAudit(tx, { at: ctx.clock(), clinic: wish.clinic, actorKind: 'operator', actor: null, action: 'staff-invite', objectKind: 'staff', object: id, patient: null, outcome: 'mailed' });
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
    const [member] = await tx.select({ id: staff.id }).from(staff).where(and(eq(staff.emailHmac, emailHmac(ctx, wish.email)), eq(staff.clinic, wish.clinic)));
    if (!member) throw new PublicError('not_found');
    await removeMember(tx, ctx, member.id);
    await appendAudit(tx, { at: ctx.clock(), clinic: wish.clinic, actorKind: 'operator', actor: null, action: 'staff-remove', objectKind: 'staff', object: member.id, patient: null, outcome: 'done' });
  });
}

/** Out at once: sessions, known devices and second factors go with it; of N callers one removes. @throws PublicError not_found */
async function removeMember(tx: Transaction, ctx: Context, id: string): Promise<void> {
  const [removed] = await tx.update(staff).set({ removedAt: ctx.clock(), invitationHash: null, invitationExpiresAt: null }).where(and(eq(staff.id, id), isNull(staff.removedAt))).returning({ id: staff.id });
  if (!removed) throw new PublicError('not_found');
  await tx.delete(staffDevices).where(eq(staffDevices.staff, id));
  await ctx.work.letGo(tx, id);
  await shutOut(tx, ctx, id);
}

async function invited(db: Queryable, ctx: Context, secret: string): Promise<Row> {
  const [row] = await db.select().from(staff).where(and(eq(staff.invitationHash, hashSecret(secret)), isNull(staff.passwordHash), isNull(staff.removedAt), gt(staff.invitationExpiresAt, ctx.clock())));
  if (!row) throw new PublicError('link_invalid');
  return row;
}

/** What the set-password screen shows (S3-07, S3-08). Changes nothing. @throws PublicError link_invalid */
export async function readInvitation(ctx: Context, secret: string): Promise<InvitationAnswer> {
  const row = await invited(ctx.db, ctx, secret);
  const clinic = clinicOf(ctx, row.clinic, 'invalid_request');
  return { email: ctx.keyring.open('staff-email', row.emailSealed), name: row.name, clinic: clinic.id, clinic_name: clinic.name, locale: row.locale as Locale, password: staffPolicy };
}

/** Sets the password and spends the invitation (S3-10, S3-22): the second factor comes with the first log-in. Of N callers one accepts. @throws PublicError link_invalid, weak_password */
export async function acceptInvitation(ctx: Context, wish: { secret: string; password: string }): Promise<void> {
  const row = await invited(ctx.db, ctx, wish.secret);
  const problems = passwordProblems(wish.password, staffPolicy, [ctx.keyring.open('staff-email', row.emailSealed), row.name]);
  if (problems.length > 0) throw new PublicError('weak_password', { fields: ['password'], problems });
  const passwordHash = await ctx.hasher.hash(wish.password);
  await ctx.db.transaction(async (tx) => {
    const [used] = await tx.update(staff).set({ passwordHash, invitationHash: null, invitationExpiresAt: null }).where(and(eq(staff.invitationHash, hashSecret(wish.secret)), isNull(staff.passwordHash), isNull(staff.removedAt))).returning({ id: staff.id });
    if (!used) throw new PublicError('link_invalid');
    await appendAudit(tx, { at: ctx.clock(), clinic: row.clinic, actorKind: 'staff', actor: row.id, action: 'invitation-accept', objectKind: 'staff', object: row.id, patient: null, outcome: 'done' });
  });
}

async function present(tx: Transaction, id: string): Promise<Row> {
  const [row] = await tx.select().from(staff).where(and(eq(staff.id, id), isNull(staff.removedAt))).for('update');
  if (!row) throw new PublicError('not_found');
  return row;
}

const asMember = (ctx: Context, row: Row): Member => ({
  id: row.id, name: row.name, email: ctx.keyring.open('staff-email', row.emailSealed), roles: row.roles as StaffRole[], locale: row.locale as Locale, secondFactor: row.totpSealed !== null, since: row.createdAt,
  state: row.passwordHash ? 'active' : row.invitationExpiresAt && row.invitationExpiresAt > ctx.clock() ? 'invited' : 'expired',
});

/** Of somebody who loses the second factor, or the access: sessions, factors, recovery codes. */
async function shutOut(tx: Transaction, ctx: Context, id: string): Promise<void> {
  await endFamiliesOf(tx, id, ctx.clock());
  await tx.delete(factors).where(eq(factors.owner, id));
  await forgetRecoveryCodes(tx, id);
  await forget(tx, counterKey(ctx, 'totp', id));
}

export const createMembers = (ctx: Context): Members<Transaction> => ({
  async of(tx, clinic, lock = false) {
    const query = tx.select().from(staff).where(and(eq(staff.clinic, clinic), isNull(staff.removedAt))).orderBy(asc(staff.name), asc(staff.id));
    return (lock ? await query.for('update') : await query).map((row) => asMember(ctx, row));
  },
  async names(tx, members) {
    if (members.length === 0) return new Map();
    return new Map((await tx.select({ id: staff.id, name: staff.name }).from(staff).where(inArray(staff.id, [...members]))).map(({ id, name }) => [id, name]));
  },
  invite: (tx, wish) => invite(tx, ctx, wish),
  async setRoles(tx, id, roles) {
    await present(tx, id);
    await tx.update(staff).set({ roles: [...roles] }).where(eq(staff.id, id));
  },
  async resetSecondFactor(tx, id) {
    const row = await present(tx, id);
    await tx.update(staff).set({ totpSealed: null, totpLastStep: null }).where(eq(staff.id, id));
    await shutOut(tx, ctx, id);
    await queueMail(tx, ctx.keyring, { template: 'second-factor-reset', ...addressOf(ctx, row), data: {} }, ctx.clock());
  },
  remove: (tx, id) => removeMember(tx, ctx, id),
  recoveryCodesLeft: (tx, id) => recoveryCodesLeft(tx, id),
  renewRecoveryCodes: (tx, id) => newRecoveryCodes(tx, ctx, id),
});
