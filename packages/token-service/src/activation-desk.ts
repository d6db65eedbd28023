/** What the desk does with an account that it begins: the letter with its PIN, the mails, and taking it back. */
import type { ActivationLetter, ActivationOrder, DeskActivation, DeskWay, Locale, StaffAccess } from '@balie/contracts';
import { deskWays, PublicError } from '@balie/contracts';
import { and, appendAudit, appendAudits, desc, eq, gt, hashSecret, ne, queueMail, schema, type AuditEntry, type Queryable, type Transaction } from '@balie/database';
import { readPhone } from '@balie/rules/phones';
import { mailSecond, openPerson, pinKey, pinSpent, type Activation, type Begun } from './activation.ts';
import { clinicOf } from './clients.ts';
import type { Context } from './context.ts';
import { counterKey, forget, limits, spend } from './limits.ts';
import { eightDigits, secretFrom } from './random.ts';

const { activations } = schema;
/** Letter and first link. */
const activationLife = 30 * 86_400_000;
const days = activationLife / 86_400_000;

/** Who may check identities or link may begin an account; the owner may all (S0-34). @throws PublicError access_denied */
function demandDesk(ctx: Context, access: StaffAccess, ways: readonly DeskWay[] = deskWays) {
  const clinic = clinicOf(ctx, access.clinic, 'invalid_request');
  const roles = [clinic.linking.identityCheck, clinic.linking.link, 'owner'] as const;
  if (!ways.some((way) => clinic.registration.ways.includes(way)) || !roles.some((role) => access.roles.includes(role))) throw new PublicError('access_denied');
  return clinic;
}

async function stepOf(db: Queryable, ctx: Context, { id, step, linkHash }: Activation): Promise<DeskActivation['step']> {
  if (step === 'confirm') return 'confirm';
  if (step === 'letter' && await pinSpent(db, ctx, id)) return 'blocked';
  return linkHash ? 'mailed' : 'letter';
}
async function deskActivationOf(db: Queryable, ctx: Context, row: Activation): Promise<DeskActivation> {
  const { name, email } = openPerson(ctx, row);
  return { id: row.id, patient: row.patient, name: name ?? '', email: email ?? '', by: row.step === 'mail' ? 'practice' : 'letter', step: await stepOf(db, ctx, row), createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString() };
}

const staffAudit = (ctx: Context, { clinic, staff }: StaffAccess, action: string, row: Pick<Activation, 'id' | 'patient'>, outcome = 'done'): AuditEntry => ({ at: ctx.clock(), clinic, actorKind: 'staff', actor: staff, action, objectKind: 'activation', object: row.id, patient: row.patient, outcome });

export async function listActivations(ctx: Context, access: StaffAccess): Promise<DeskActivation[]> {
  demandDesk(ctx, access);
  return ctx.db.transaction(async (tx) => {
    const rows = await tx.select().from(activations).where(and(eq(activations.clinic, access.clinic), ne(activations.step, 'done'), gt(activations.expiresAt, ctx.clock()))).orderBy(desc(activations.createdAt)).limit(100);
    // Whose names are shown stands in the audit.
    await appendAudits(tx, (rows.length ? rows : [{ patient: null }]).map(({ patient }) => ({ at: ctx.clock(), clinic: access.clinic, actorKind: 'staff', actor: access.staff, action: 'activation-list', objectKind: 'clinic', object: access.clinic, patient, outcome: 'done' })));
    const shown: DeskActivation[] = [];
    for (const row of rows) shown.push(await deskActivationOf(tx, ctx, row));
    return shown;
  });
}

/** S2-03, S2-04: the PIN is in this answer and nowhere else, ever. S4-35: no PIN, and the mail goes out at once. An earlier beginning for the patient dies. @throws PublicError access_denied, conflict, invalid_request, too_many_requests */
export async function beginActivation(ctx: Context, access: StaffAccess, order: ActivationOrder): Promise<ActivationLetter> {
  const clinic = demandDesk(ctx, access, [order.by]);
  const letter = order.by === 'letter';
  const found = await ctx.linking.person(clinic.id, order.patient);
  if (!found) throw new PublicError('conflict');
  const phone = order.phone === undefined ? null : readPhone(order.phone, clinic.country);
  if (phone && !phone.ok) throw new PublicError('invalid_request', { fields: ['phone'] });
  const person: Begun = { email: order.email, name: found.name, birthDate: found.birthDate, phone: phone?.ok ? phone.value.e164 : null, number: found.number };
  const now = ctx.clock();
  const pin = letter ? eightDigits(ctx.random) : null;
  const pinHash = pin === null ? null : await ctx.hasher.hash(pin);
  const excused = !letter && order.excused === true;
  const row = await ctx.db.transaction(async (tx) => {
    if (!letter) await spend(tx, counterKey(ctx, 'activation-begun', clinic.id, order.patient), limits.activationMails, now);
    await tx.delete(activations).where(and(eq(activations.clinic, clinic.id), eq(activations.patient, order.patient), ne(activations.step, 'done')));
    const [made] = await tx.insert(activations).values({ clinic: clinic.id, patient: order.patient, personSealed: ctx.keyring.seal('activation', JSON.stringify(person)), pinHash, excused, step: letter ? 'letter' : 'mail', locale: clinic.locales[0]!, createdBy: access.staff, createdAt: now, expiresAt: new Date(now.getTime() + activationLife) }).returning();
    const begun = letter ? made! : await mailFirst(tx, ctx, made!);
    await appendAudit(tx, staffAudit(ctx, access, 'activation-begin', begun, excused ? 'eid-excused' : 'done'));
    return begun;
  });
  return { activation: await deskActivationOf(ctx.db, ctx, row), pin };
}

/** The row, locked, while it may still be worked on. @throws PublicError not_found, already_handled */
async function lockOwn(tx: Transaction, ctx: Context, access: StaffAccess, id: string): Promise<Activation> {
  const [row] = await tx.select().from(activations).where(and(eq(activations.id, id), eq(activations.clinic, access.clinic))).for('update');
  if (!row || row.expiresAt <= ctx.clock()) throw new PublicError('not_found');
  if (row.step === 'done') throw new PublicError('already_handled');
  return row;
}

/** A new PIN; the old one is dead, and its guesses are forgotten. @throws PublicError already_handled once a password was chosen (S2-32) */
export async function newLetter(ctx: Context, access: StaffAccess, id: string): Promise<ActivationLetter> {
  demandDesk(ctx, access);
  const pin = eightDigits(ctx.random);
  const pinHash = await ctx.hasher.hash(pin);
  const now = ctx.clock();
  const row = await ctx.db.transaction(async (tx) => {
    if ((await lockOwn(tx, ctx, access, id)).step !== 'letter') throw new PublicError('already_handled');
    const [changed] = await tx.update(activations).set({ pinHash, expiresAt: new Date(now.getTime() + activationLife) }).where(eq(activations.id, id)).returning();
    await forget(tx, pinKey(ctx, id));
    await appendAudit(tx, staffAudit(ctx, access, 'activation-letter', changed!));
    return changed!;
  });
  return { activation: await deskActivationOf(ctx.db, ctx, row), pin };
}

/** Sends the mail that waits for its link, the first or the second one; links sent before die (S2-29). @throws PublicError too_many_requests */
export async function mailActivation(ctx: Context, access: StaffAccess, id: string): Promise<DeskActivation> {
  demandDesk(ctx, access);
  return ctx.db.transaction(async (tx) => {
    const row = await lockOwn(tx, ctx, access, id);
    await spend(tx, counterKey(ctx, 'activation-mails', id), limits.activationMails, ctx.clock());
    const sent = row.step === 'confirm' ? await mailSecond(tx, ctx, row) : await mailFirst(tx, ctx, row);
    await appendAudit(tx, staffAudit(ctx, access, 'activation-mail', row));
    return deskActivationOf(tx, ctx, sent);
  });
}

export async function voidActivation(ctx: Context, access: StaffAccess, id: string): Promise<void> {
  demandDesk(ctx, access);
  await ctx.db.transaction(async (tx) => {
    const row = await lockOwn(tx, ctx, access, id);
    await tx.delete(activations).where(eq(activations.id, id));
    await appendAudit(tx, staffAudit(ctx, access, 'activation-void', row));
  });
}

async function mailFirst(tx: Transaction, ctx: Context, row: Activation): Promise<Activation> {
  const secret = secretFrom(ctx.random);
  const [changed] = await tx.update(activations).set({ linkHash: hashSecret(secret) }).where(eq(activations.id, row.id)).returning();
  await queueMail(tx, ctx.keyring, { template: row.step === 'mail' ? 'activation-alone' : 'activation', to: openPerson(ctx, row).email!, locale: row.locale as Locale, clinic: row.clinic, data: { secret, days } }, ctx.clock(), row.expiresAt);
  return changed!;
}
