/** The second step of a log-in at the desk: six digits, a recovery code instead, or setting the app up first (S3-11 … S3-20). */
import { PublicError, wordsIn, type Locale, type NextStep } from '@balie/contracts';
import { and, eq, isNull, queueMail, schema, type AuditEntry, type Transaction } from '@balie/database';
import { Secret } from 'otpauth';
import type { SessionState, Step } from './auth-sessions.ts';
import type { Context } from './context.ts';
import { forget, limits, counterKey, tryWithBackoff } from './limits.ts';
import { checkTotp, totpOf, totpStep } from './log-in.ts';
import { recoveryCodesLeft, useRecoveryCode } from './recovery-codes.ts';

const { staff } = schema;
type State<Name extends SessionState['step']> = SessionState & { step: Name };
type Going = Extract<Step, { state: SessionState }>;
/** Right: what to write down of it beside the log-in itself. */
export type SecondFactor = Going | { right: AuditEntry | null };

async function lockMember(tx: Transaction, id: string) {
  // Held before any counter, as by whoever removes them: no two wait for each other.
  const [row] = await tx.select().from(staff).where(and(eq(staff.id, id), isNull(staff.removedAt))).for('update');
  if (!row) throw new PublicError('invalid_session');
  return row;
}

/** After the right password. The secret of a new factor waits in the auth_session, sealed: nothing is stored with the member before the first right code. */
export async function askSecondFactor(tx: Transaction, ctx: Context, wish: State<'totp'>['wish'], id: string): Promise<Going> {
  const member = await lockMember(tx, id);
  if (member.totpSealed) return { state: { step: 'totp', wish, staff: id }, body: { error: 'insufficient_authorization', next: { type: 'totp' } } };
  const secret = new Secret({ buffer: new Uint8Array(ctx.random(20)).buffer }).base32;
  const state: State<'totp_setup'> = { step: 'totp_setup', wish, staff: id, secretSealed: ctx.keyring.seal('totp', secret) };
  return { state, body: { error: 'insufficient_authorization', next: await setUpNext(tx, ctx, state) } };
}

/** Label and issuer are the portal's host name, so that the account is recognised in the app (S3-17, S3-25). */
async function setUpNext(tx: Transaction, ctx: Context, { staff: id, secretSealed }: State<'totp_setup'>): Promise<NextStep> {
  const member = await lockMember(tx, id);
  const secret = ctx.keyring.open('totp', secretSealed);
  const clinic = ctx.clinics.get(member.clinic);
  const app = clinic?.desk.authenticator ?? null;
  return {
    type: 'totp_setup', secret, uri: totpOf(secret, ctx.keyring.open('staff-email', member.emailSealed), new URL(ctx.deskOrigin).hostname).toString(),
    app: app && clinic ? { name: app.name, reason: wordsIn(clinic, app.reason, member.locale as Locale) ?? null } : null,
  };
}

/** Activates with the first right code (S3-19), counted like every code. Of two set-ups at once the first one stands, the other begins again. @throws PublicError invalid_session */
export async function setUp(tx: Transaction, ctx: Context, state: State<'totp_setup'>, typed: string | undefined): Promise<SecondFactor> {
  const next = await setUpNext(tx, ctx, state);
  if (typed === undefined) return { state, body: { error: 'insufficient_authorization', next } };
  const now = ctx.clock();
  const key = counterKey(ctx, 'totp', state.staff);
  const step = await tryWithBackoff(tx, key, limits.password, now) ? totpStep(ctx.keyring.open('totp', state.secretSealed), typed, now) : null;
  if (step === null) return { state, body: { error: 'wrong_code', next } };
  const [set] = await tx.update(staff).set({ totpSealed: state.secretSealed, totpLastStep: step }).where(and(eq(staff.id, state.staff), isNull(staff.totpSealed), isNull(staff.removedAt))).returning({ clinic: staff.clinic });
  if (!set) throw new PublicError('invalid_session');
  await forget(tx, key);
  return { right: entry(ctx, state.staff, set.clinic, 'second-factor-activate') };
}

/** The six digits, or a recovery code in their place: then its owner is told, with how many are left. */
export async function checkSecondFactor(tx: Transaction, ctx: Context, state: State<'totp'>, typed: string | undefined): Promise<SecondFactor> {
  const next = { type: 'totp' };
  if (typed === undefined) return { state, body: { error: 'insufficient_authorization', next } };
  const proof = await checkTotp(tx, ctx, state.staff, typed, () => useRecoveryCode(tx, ctx, state.staff, typed));
  if (!proof) return { state, body: { error: 'wrong_code', next } };
  if (proof === 'totp') return { right: null };
  const member = await lockMember(tx, state.staff);
  await queueMail(tx, ctx.keyring, { template: 'recovery-code-used', to: ctx.keyring.open('staff-email', member.emailSealed), locale: member.locale as Locale, clinic: member.clinic, data: { left: await recoveryCodesLeft(tx, member.id) } }, ctx.clock());
  return { right: entry(ctx, member.id, member.clinic, 'recovery-code') };
}

const entry = (ctx: Context, member: string, clinic: string, action: string): AuditEntry => ({ at: ctx.clock(), clinic, actorKind: 'staff', actor: member, action, objectKind: 'staff', object: member, patient: null, outcome: 'done' });
