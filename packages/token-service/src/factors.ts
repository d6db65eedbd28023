/** Setting up a second factor: a telephone number that codes are sent to (S2-13 … S2-24). Asked for at every log-in once activated. */
import { acrAtLeast, PublicError, type Acr, type NextStep } from '@balie/contracts';
import { and, appendAudit, eq, gt, isNull, ne, queueMail, schema, type Queryable, type Transaction } from '@balie/database';
import { readPhone } from '@balie/rules/phones';
import { invalidToken } from './access-tokens.ts';
import { accountById, openContact } from './accounts.ts';
import type { Context } from './context.ts';
import type { BaseAccess } from './guard.ts';
import { counterKey, limits, networkOf, spend } from './limits.ts';
import { isOwnPassword } from './own-password.ts';
import { demandMailbox } from './pages.ts';
import { stepUp } from './step-up.ts';
import { openPhone, sealPhone, smsFactorsOf, smsNumber } from './sms-number.ts';
import { codeOut, codesClosed, guessCode, networkKey, sendCode, type CodeFor } from './session-codes.ts';

const { factors } = schema;
/** From the right code to the password that activates the number. */
export const provenFor = 600_000;

const codeFor = ({ client, family, subject }: BaseAccess, factor: string, to: string): CodeFor => ({ account: subject, clinic: client.id, scope: 'factor', page: null, by: 'sms', session: factor, jkt: family.jkt, to });

/** Who has a number gives a new one only in a session that the old one opened; the first one needs the mailbox (T31). */
async function demandMayGivePhone(db: Queryable, ctx: Context, access: BaseAccess): Promise<void> {
  const { subject, family, client } = access;
  if (!client.clinic) throw new PublicError('access_denied');
  if (acrAtLeast(family.acr as Acr, 'urn:balie:acr:sms-code')) return;
  if (await smsNumber(db, ctx, subject)) throw stepUp('urn:balie:acr:sms-code', client.baseScope);
  await demandMailbox(db, ctx, access);
}

/**
 * Notes a number and sends a code to it (S2-18 … S2-20). Fixed and internet numbers are refused by name of the field: the form knows the reason.
 * Counted against account, number and network. @throws PublicError invalid_request, code_guesses_spent, too_many_requests
 */
export async function addPhone(ctx: Context, access: BaseAccess, wish: { country: string; number: string }, address: string): Promise<{ factor: string; next: NextStep }> {
  const read = readPhone(wish.number, wish.country);
  if (!read.ok || !read.value.sms.able) throw new PublicError('invalid_request', { fields: ['number'] });
  const phone = read.value.e164;
  return ctx.db.transaction(async (tx) => {
    await demandMayGivePhone(tx, ctx, access);
    const now = ctx.clock();
    // However many numbers one account tries (toll fraud).
    await spend(tx, counterKey(ctx, 'phone-setup', access.subject), limits.mailDay, now);
    await tx.delete(factors).where(and(smsFactorsOf(access.subject), isNull(factors.activatedAt)));
    const [row] = await tx.insert(factors).values({ owner: access.subject, kind: 'sms', secretSealed: sealPhone(ctx, phone), createdAt: now }).returning({ id: factors.id });
    return { factor: row!.id, next: await send(tx, ctx, access, row!.id, phone, address) };
  });
}

async function send(tx: Transaction, ctx: Context, access: BaseAccess, factor: string, phone: string, address: string): Promise<NextStep> {
  if (await codesClosed(tx, ctx, access.subject)) throw new PublicError('code_guesses_spent');
  return sendCode(tx, ctx, codeFor(access, factor, phone), networkKey(ctx, 'sms', networkOf(address)));
}

export type PhoneProof = { right: true } | { error: string; next?: NextStep; guesses_left?: number };

/** A guess at that code, or another one sent (S2-23). @throws PublicError not_found, code_guesses_spent, too_many_requests */
export async function provePhone(ctx: Context, access: BaseAccess, { factor, code, resend }: { factor: string; code?: string | undefined; resend?: string | undefined }, address: string): Promise<PhoneProof> {
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(factors).where(and(smsFactorsOf(access.subject), eq(factors.id, factor), isNull(factors.activatedAt))).for('update');
    if (!row) throw new PublicError('not_found');
    const phone = openPhone(ctx, row.secretSealed);
    if (resend !== undefined) return { error: 'insufficient_authorization', next: await send(tx, ctx, access, factor, phone, address) };
    const of = codeFor(access, factor, phone);
    const guess = await guessCode(tx, ctx, of, code ?? '', networkKey(ctx, 'sms', networkOf(address)));
    if (guess.right) await tx.update(factors).set({ lastUsedAt: ctx.clock() }).where(eq(factors.id, factor));
    const next = guess.right ? null : await codeOut(tx, ctx, of);
    await appendAudit(tx, entry(ctx, access, factor, 'factor-code', guess.right ? 'done' : guess.problem));
    return guess.right ? { right: true } : { error: guess.problem, ...(next ? { next } : {}), guesses_left: guess.left };
  });
}

/**
 * S2-24: with the password again, within ten minutes of the right code. Takes the place of the number before; the owner is told by mail. Of N
 * callers one activates. @throws PublicError not_found, wrong_credentials
 */
export async function activatePhone(ctx: Context, access: BaseAccess, { factor, password }: { factor: string; password: string }): Promise<void> {
  await demandMayGivePhone(ctx.db, ctx, access);
  const owner = await accountById(ctx.db, access.subject);
  if (!owner) throw invalidToken();
  if (!await isOwnPassword(ctx, owner, password)) {
    await ctx.db.transaction((tx) => appendAudit(tx, entry(ctx, access, factor, 'factor-activate', 'wrong_credentials')));
    throw new PublicError('wrong_credentials');
  }
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    const [done] = await tx.update(factors).set({ activatedAt: now }).where(and(smsFactorsOf(access.subject), eq(factors.id, factor), isNull(factors.activatedAt), gt(factors.lastUsedAt, new Date(now.getTime() - provenFor)))).returning({ id: factors.id });
    if (!done) throw new PublicError('not_found');
    await tx.delete(factors).where(and(smsFactorsOf(access.subject), ne(factors.id, factor)));
    const contact = openContact(ctx, owner);
    if (contact.email) await queueMail(tx, ctx.keyring, { template: 'phone-added', to: contact.email, locale: contact.locale, clinic: access.client.id, data: {} }, now);
    await appendAudit(tx, entry(ctx, access, factor, 'factor-activate', 'done'));
  });
}

const entry = (ctx: Context, { client, subject }: BaseAccess, factor: string, action: string, outcome: string) => ({ at: ctx.clock(), clinic: client.id, actorKind: 'account' as const, actor: subject, action, objectKind: 'factor', object: factor, patient: null, outcome });
