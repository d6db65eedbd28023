/** Session codes: six digits by mail, one live per account, bound to one page's key and one service (S0-24 … S0-31, T09, T10). */
import { PublicError, type Locale, type NextStep, type PageScope } from '@balie/contracts';
import { and, eq, queueMail, readCount, schema, sql, type Transaction } from '@balie/database';
import { maskEmail, readCode, windowMark } from '@balie/rules';
import { accountById, emailHmac, openContact } from './accounts.ts';
import { sameText } from './compare.ts';
import type { Context } from './context.ts';
import { bucketWait, counterKey, countHit, giveBackToBucket, limits, spend, takeFromBucket, uncount } from './limits.ts';
import { sixDigits } from './random.ts';

export const sessionCodeLife = 600_000;
const { sessionCodes } = schema;

/** For whom and for what a code is. */
export interface CodeFor { account: string; clinic: string; service: PageScope; page: string; session: string; jkt: string }
export type CodeProblem = 'wrong_code' | 'code_expired' | 'code_used' | 'code_replaced' | 'code_guesses_spent';

const codeHmac = (ctx: Context, of: CodeFor, code: string) => ctx.keyring.hmac('session-code', of.account, of.jkt, of.service, code);
export const guessKey = (ctx: Context, account: string) => counterKey(ctx, 'code-guesses', account);
const mailKeys = (ctx: Context, mailbox: string) => ({ burst: counterKey(ctx, 'code-mail-burst', mailbox), hour: counterKey(ctx, 'code-mail-hour', mailbox), day: counterKey(ctx, 'code-mail-day', mailbox) });
export const mailNetworkKey = (ctx: Context, network: string) => counterKey(ctx, 'code-mail-network', network);

async function mailboxOf(tx: Transaction, ctx: Context, account: string): Promise<{ key: string; email: string; locale: Locale }> {
  const row = await accountById(tx, account);
  if (!row) throw new PublicError('invalid_session');
  const { email, locale } = openContact(ctx, row);
  if (email === null) throw new PublicError('contact_missing');
  return { key: emailHmac(ctx, email), email, locale };
}

/** One account's codes are mailed and guessed one after the other: both go on to the same counters, from other ends. Also where there is no row yet. */
const lockCodes = (tx: Transaction, account: string) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`session_code ${account}`}, 0))`);

/**
 * Mails a new code and so replaces whatever code the account had, of any page or clinic. Counted against the mailbox and the network until it is
 * used. @throws PublicError too_many_requests: then nothing is mailed and the caller's transaction rolls the counts back
 */
export async function mailCode(tx: Transaction, ctx: Context, of: CodeFor, mailNetwork: string): Promise<NextStep> {
  const now = ctx.clock();
  await lockCodes(tx, of.account);
  const mailbox = await mailboxOf(tx, ctx, of.account);
  const keys = mailKeys(ctx, mailbox.key);
  const wait = await takeFromBucket(tx, keys.burst, limits.mailBurst, now);
  if (wait > 0) throw new PublicError('too_many_requests', { retry_after: wait });
  await spend(tx, keys.hour, limits.mailHour, now);
  await spend(tx, keys.day, limits.mailDay, now);
  await spend(tx, mailNetwork, limits.mailNetwork, now);

  const [before] = await tx.select({ mark: sessionCodes.mark }).from(sessionCodes).where(eq(sessionCodes.account, of.account));
  const mark = windowMark(ctx.random(8), before ? [before.mark] : []);
  const code = sixDigits(ctx.random);
  const expiresAt = new Date(now.getTime() + sessionCodeLife);
  const row = { id: sql`gen_random_uuid()`, codeHmac: codeHmac(ctx, of, code), authSession: of.session, page: of.page, mark, guesses: 0, sentAt: now, expiresAt, usedAt: null };
  await tx.insert(sessionCodes).values({ ...row, account: of.account }).onConflictDoUpdate({ target: sessionCodes.account, set: row });
  await queueMail(tx, ctx.keyring, { template: 'session-code', to: mailbox.email, locale: mailbox.locale, clinic: of.clinic, data: { code, mark, service: of.service, minutes: sessionCodeLife / 60_000, at: now.toISOString() } }, now, expiresAt);
  return { type: 'email_code', to: maskEmail(mailbox.email), mark, expires_in: sessionCodeLife / 1000, resend_in: await bucketWait(tx, keys.burst, limits.mailBurst, now) };
}

/** What the prompt shows while a code is out; null once another page's code has replaced it. */
export async function codeOut(tx: Transaction, ctx: Context, of: CodeFor): Promise<NextStep | null> {
  const [row] = await tx.select().from(sessionCodes).where(and(eq(sessionCodes.account, of.account), eq(sessionCodes.authSession, of.session)));
  if (!row) return null;
  const mailbox = await mailboxOf(tx, ctx, of.account);
  const now = ctx.clock();
  return { type: 'email_code', to: maskEmail(mailbox.email), mark: row.mark, expires_in: Math.max(0, Math.round((row.expiresAt.getTime() - now.getTime()) / 1000)), resend_in: await bucketWait(tx, mailKeys(ctx, mailbox.key).burst, limits.mailBurst, now) };
}

/** True once the day's guesses are spent: codes are closed for this account, so mailing another would only mislead. */
export const codesClosed = async (tx: Transaction, ctx: Context, account: string): Promise<boolean> => await readCount(tx, guessKey(ctx, account), ctx.clock()) >= limits.guessesPerAccount.limit;

/**
 * One guess. Counted first, in two budgets, then compared in constant time; the transaction commits whatever the comparison says, so a wrong guess
 * stays counted. N parallel guesses wait for each other and count N. The right one consumes the code (compare-and-set) and gives
 * guess and mail back.
 */
export async function guessCode(tx: Transaction, ctx: Context, of: CodeFor, typed: string, mailNetwork: string): Promise<{ right: true } | { right: false; problem: CodeProblem; left: number }> {
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
  if (sameText(row.codeHmac, codeHmac(ctx, of, code))) {
    await tx.update(sessionCodes).set({ usedAt: now }).where(eq(sessionCodes.account, of.account));
    await giveBack(tx, ctx, of.account, mailNetwork);
    return { right: true };
  }
  const left = Math.min(limits.guessesPerCode - guesses, limits.guessesPerAccount.limit - today.count);
  if (today.count === limits.guessesPerAccount.limit) await tellClosed(tx, ctx, of, now);
  return left > 0 ? no('wrong_code', left) : no('code_guesses_spent');
}

/** Only wrong guesses and unused mails count against the limits. */
async function giveBack(tx: Transaction, ctx: Context, account: string, mailNetwork: string): Promise<void> {
  const keys = mailKeys(ctx, (await mailboxOf(tx, ctx, account)).key);
  await giveBackToBucket(tx, keys.burst, limits.mailBurst);
  for (const key of [keys.hour, keys.day, mailNetwork, guessKey(ctx, account)]) await uncount(tx, key);
}

async function tellClosed(tx: Transaction, ctx: Context, of: CodeFor, now: Date): Promise<void> {
  const mailbox = await mailboxOf(tx, ctx, of.account);
  await queueMail(tx, ctx.keyring, { template: 'code-log-in-closed', to: mailbox.email, locale: mailbox.locale, clinic: of.clinic, data: {} }, now);
}

