/** Codes: six digits by mail or SMS, one live per account, bound to one key and one scope: a page's and its service, or a log-in's and `portal` (S0-24 … S0-31, S2-14, S4-37, T09, T10). */
import { PublicError, type Locale, type NextStep, type PageScope, type Scope } from '@balie/contracts';
import { and, eq, queueMail, queueSms, readCount, schema, sql, type Transaction } from '@balie/database';
import { maskEmail, readCode, windowMark } from '@balie/rules';
import { maskPhone } from '@balie/rules/phones';
import { accountById, emailHmac, openContact } from './accounts.ts';
import type { CodeWay } from './auth-sessions.ts';
import { sameText } from './compare.ts';
import type { Context } from './context.ts';
import { smsNumber } from './sms-number.ts';
import { bucketWait, counterKey, countHit, giveBackToBucket, limits, spend, takeFromBucket, uncount } from './limits.ts';
import { sixDigits } from './random.ts';

export const sessionCodeLife = 600_000;
const { sessionCodes } = schema;

/** For whom and for what a code is; `page` null: for the log-in itself, or for a number that is being set up. `session`: of an auth_session, or that number's row. */
export interface CodeFor { account: string; clinic: string; scope: Scope | 'factor'; page: string | null; by: CodeWay; session: string; jkt: string; /** A number that is not the account's yet: the code makes it so. */ to?: string }
export type CodeProblem = 'wrong_code' | 'code_expired' | 'code_used' | 'code_replaced' | 'code_guesses_spent';

const codeHmac = (ctx: Context, of: CodeFor, code: string) => ctx.keyring.hmac('session-code', of.account, of.jkt, of.scope, code);
export const guessKey = (ctx: Context, account: string) => counterKey(ctx, 'code-guesses', account);
/** Of those, the ones at one clinic: what that practice may forgive. */
export const guessKeyAt = (ctx: Context, account: string, clinic: string) => counterKey(ctx, 'code-guesses-at', account, clinic);
const messageKeys = (ctx: Context, by: CodeWay, to: string) => { const key = (what: string) => counterKey(ctx, `code-${by}-${what}`, to); return { burst: key('burst'), hour: key('hour'), day: key('day') }; };
const clinicKey = (ctx: Context, clinic: string) => counterKey(ctx, 'code-sms-clinic', clinic);
export const networkKey = (ctx: Context, by: CodeWay, network: string): string => counterKey(ctx, `code-${by}-network`, network);

/** Where the code goes: counters of that mailbox or number, what is shown of it, and the queue. @throws PublicError contact_missing */
async function receiverOf(tx: Transaction, ctx: Context, of: Pick<CodeFor, 'account' | 'by' | 'to'>): Promise<{ to: string; shown: string; locale: Locale; keys: ReturnType<typeof messageKeys> }> {
  const row = await accountById(tx, of.account);
  if (!row) throw new PublicError('invalid_session');
  const { email, locale } = openContact(ctx, row);
  const to = of.to ?? (of.by === 'sms' ? await smsNumber(tx, ctx, of.account) : email);
  if (to === null) throw new PublicError('contact_missing');
  return { to, locale, ...(of.by === 'sms' ? { shown: maskPhone(to), keys: messageKeys(ctx, 'sms', to) } : { shown: maskEmail(to), keys: messageKeys(ctx, 'email', emailHmac(ctx, to)) }) };
}

/** One account's codes are mailed and guessed one after the other: both go on to the same counters, from other ends. Also where there is no row yet. */
const lockCodes = (tx: Transaction, account: string) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`session_code ${account}`}, 0))`);

/**
 * Sends a new code and so replaces whatever code the account had, of any page, log-in or clinic. Counted against the receiver, the network and, by SMS, the practice
 * until it is used. @throws PublicError too_many_requests: then nothing is sent and the caller's transaction rolls the counts back
 */
export async function sendCode(tx: Transaction, ctx: Context, of: CodeFor, network: string): Promise<NextStep> {
  const now = ctx.clock();
  await lockCodes(tx, of.account);
  const receiver = await receiverOf(tx, ctx, of);
  const { keys } = receiver;
  await spendMessage(tx, keys, network, now);
  if (of.by === 'sms') await spend(tx, clinicKey(ctx, of.clinic), limits.smsClinic, now);

  const [before] = await tx.select({ mark: sessionCodes.mark }).from(sessionCodes).where(eq(sessionCodes.account, of.account));
  const mark = windowMark(ctx.random(8), before ? [before.mark] : []);
  const code = sixDigits(ctx.random);
  const expiresAt = new Date(now.getTime() + sessionCodeLife);
  const row = { id: sql`gen_random_uuid()`, codeHmac: codeHmac(ctx, of, code), authSession: of.session, page: of.page, mark, guesses: 0, sentAt: now, expiresAt, usedAt: null };
  await tx.insert(sessionCodes).values({ ...row, account: of.account }).onConflictDoUpdate({ target: sessionCodes.account, set: row });
  const envelope = { to: receiver.to, locale: receiver.locale, clinic: of.clinic };
  const data = { code, mark, minutes: sessionCodeLife / 60_000, at: now.toISOString() };
  if (of.by === 'sms') await queueSms(tx, ctx.keyring, { template: 'code', ...envelope, data: { code, mark } }, now, expiresAt);
  else await queueMail(tx, ctx.keyring, of.page ? { template: 'session-code', ...envelope, data: { ...data, service: of.scope as PageScope } } : { template: 'log-in-code', ...envelope, data }, now, expiresAt);
  return { type: `${of.by}_code`, to: receiver.shown, mark, expires_in: sessionCodeLife / 1000, resend_in: await bucketWait(tx, keys.burst, limits.mailBurst, now) };
}

/** @throws PublicError too_many_requests */
export async function spendMessage(tx: Transaction, keys: ReturnType<typeof messageKeys>, network: string, now: Date): Promise<void> {
  const wait = await takeFromBucket(tx, keys.burst, limits.mailBurst, now);
  if (wait > 0) throw new PublicError('too_many_requests', { retry_after: wait });
  await spend(tx, keys.hour, limits.mailHour, now);
  await spend(tx, keys.day, limits.mailDay, now);
  await spend(tx, network, limits.mailNetwork, now);
}

/** What the prompt shows while a code is out; null once another page's code has replaced it. */
export async function codeOut(tx: Transaction, ctx: Context, of: CodeFor): Promise<NextStep | null> {
  const [row] = await tx.select().from(sessionCodes).where(and(eq(sessionCodes.account, of.account), eq(sessionCodes.authSession, of.session)));
  if (!row) return null;
  const { shown, keys } = await receiverOf(tx, ctx, of);
  const now = ctx.clock();
  return { type: `${of.by}_code`, to: shown, mark: row.mark, expires_in: Math.max(0, Math.round((row.expiresAt.getTime() - now.getTime()) / 1000)), resend_in: await bucketWait(tx, keys.burst, limits.mailBurst, now) };
}

/** True once the day's guesses are spent: codes are closed for this account, so mailing another would only mislead. */
export const codesClosed = async (tx: Transaction, ctx: Context, account: string): Promise<boolean> => await readCount(tx, guessKey(ctx, account), ctx.clock()) >= limits.guessesPerAccount.limit;

/**
 * One guess. Counted first, in two budgets, then compared in constant time; the transaction commits whatever the comparison says, so a wrong guess
 * stays counted. N parallel guesses wait for each other and count N. The right one consumes the code (compare-and-set) and gives
 * guess and mail back.
 */
export async function guessCode(tx: Transaction, ctx: Context, of: CodeFor, typed: string, network: string): Promise<{ right: true } | { right: false; problem: CodeProblem; left: number }> {
  const now = ctx.clock();
  const no = (problem: CodeProblem, left = 0) => ({ right: false as const, problem, left });
  await lockCodes(tx, of.account);
  const [row] = await tx.select().from(sessionCodes).where(eq(sessionCodes.account, of.account));
  // The account's row tells what became of the code of this page: these answers compare nothing, so they cost no guess.
  if (!row) return no('code_expired');
  if (row.authSession !== of.session) return no('code_replaced');
  if (row.usedAt) return no('code_used');
  if (row.expiresAt <= now) return no('code_expired');
  const code = readCode(typed);
  if (!code) return no('wrong_code', Math.max(0, limits.guessesPerCode - row.guesses));

  await tx.update(sessionCodes).set({ guesses: sql`${sessionCodes.guesses} + 1` }).where(eq(sessionCodes.account, of.account));
  const guesses = row.guesses + 1;
  if (guesses > limits.guessesPerCode) return no('code_guesses_spent');
  const today = await countHit(tx, guessKey(ctx, of.account), limits.guessesPerAccount, now);
  if (!today.allowed) return no('code_guesses_spent');
  // Until the same moment: what was guessed before it counts no more, and is not to be forgiven in place of what does.
  await countHit(tx, guessKeyAt(ctx, of.account, of.clinic), { ...limits.guessesPerAccount, windowSeconds: (today.windowEndsAt.getTime() - now.getTime()) / 1000 }, now);
  if (sameText(row.codeHmac, codeHmac(ctx, of, code))) {
    await tx.update(sessionCodes).set({ usedAt: now }).where(eq(sessionCodes.account, of.account));
    await giveBack(tx, ctx, of, network);
    return { right: true };
  }
  const left = Math.min(limits.guessesPerCode - guesses, limits.guessesPerAccount.limit - today.count);
  if (today.count === limits.guessesPerAccount.limit) await tellClosed(tx, ctx, of, now);
  return left > 0 ? no('wrong_code', left) : no('code_guesses_spent');
}

/** Only wrong guesses and unused messages count against the limits. */
async function giveBack(tx: Transaction, ctx: Context, of: CodeFor, network: string): Promise<void> {
  const { keys } = await receiverOf(tx, ctx, of);
  await giveBackToBucket(tx, keys.burst, limits.mailBurst);
  for (const key of [keys.hour, keys.day, network, guessKey(ctx, of.account), guessKeyAt(ctx, of.account, of.clinic), ...(of.by === 'sms' ? [clinicKey(ctx, of.clinic)] : [])]) await uncount(tx, key);
}

/** By mail, whichever way the code went. */
async function tellClosed(tx: Transaction, ctx: Context, of: CodeFor, now: Date): Promise<void> {
  const row = await accountById(tx, of.account);
  const contact = row && openContact(ctx, row);
  if (contact?.email) await queueMail(tx, ctx.keyring, { template: 'code-log-in-closed', to: contact.email, locale: contact.locale, clinic: of.clinic, data: {} }, now);
}

