/**
 * Forgotten password (S4-16): a link to the mailbox, used once on our own page. Whoever has the mailbox gets no further than a mailed code does: every
 * session ends, so what an eID had proven is gone, and the mailbox is told (T31).
 */
import { PublicError, type ClinicConfig, type ForgotRequest, type Locale, type ResetLink, type ResetRequest } from '@balie/contracts';
import { and, appendAudit, eq, gt, hashSecret, isNull, queueMail, schema, sql, type Transaction } from '@balie/database';
import { checkPassword as passwordProblems } from '@balie/rules';
import { accountById, emailHmac, emailIdentity, findAccount, identityOf, openContact, type AccountRow } from './accounts.ts';
import { clinicOf } from './clients.ts';
import type { Context } from './context.ts';
import { endFamiliesOf } from './families.ts';
import { counterKey, countHit, forget, limits, networkOf, spend } from './limits.ts';
import { secretFrom } from './random.ts';

const { accountLinks, accounts, identities } = schema;
/** Minutes that a reset link lives. */
export const resetMinutes = 60;

/** Answers nothing, whatever exists (T16); mails nobody who has no account, and at most three times a day (T13). @throws PublicError invalid_request, too_many_requests */
export async function forgotPassword(ctx: Context, request: ForgotRequest, address: string): Promise<void> {
  const clinic = clinicOf(ctx, request.clinic, 'invalid_request');
  if (clinic.logIn.userName === 'cpr' && request.number === undefined) throw new PublicError('invalid_request', { fields: ['number'] });
  const now = ctx.clock();
  await spend(ctx.db, counterKey(ctx, 'register-network', networkOf(address)), limits.registerNetwork, now);
  const mailbox = emailHmac(ctx, request.email);
  const account = await findAccount(ctx.db, clinic.logIn.userName === 'cpr' ? identityOf(ctx, clinic, request.number!) : emailIdentity(ctx, request.email));
  const mayMail = (await countHit(ctx.db, counterKey(ctx, 'forgot-mails', mailbox), limits.registerMails, now)).allowed;
  // The number and the address tied to it must belong together (S4-16); an account without a password does not get one by mail.
  if (!mayMail || !account || account.emailHmac !== mailbox || account.passwordHash === null) return;
  await ctx.db.transaction(async (tx) => {
    const secret = await issueLink(tx, ctx, { account: account.id, clinic: clinic.id, purpose: 'password', data: null, minutes: resetMinutes });
    // To the address as the account has it: what was typed may be another mailbox that only folds to the same letters.
    await queueMail(tx, ctx.keyring, { template: 'password-reset', to: openContact(ctx, account).email!, locale: request.locale, clinic: clinic.id, data: { secret, minutes: resetMinutes } }, now, new Date(now.getTime() + resetMinutes * 60_000));
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'public', actor: null, action: 'password-forgot', objectKind: 'account', object: account.id, patient: null, outcome: 'mailed' });
  });
}

const live = (clinic: ClinicConfig, secret: string, now: Date) => and(eq(accountLinks.secretHash, hashSecret(secret)), eq(accountLinks.clinic, clinic.id), eq(accountLinks.purpose, 'password'), isNull(accountLinks.usedAt), gt(accountLinks.expiresAt, now));

/** Told when the page opens, before anybody types: the same bytes for what was used, is too old or never was (T16). @throws PublicError link_invalid */
export async function lookAtReset(ctx: Context, { clinic, secret }: ResetLink): Promise<void> {
  const [link] = await ctx.db.select({ account: accountLinks.account }).from(accountLinks).where(live(clinicOf(ctx, clinic, 'invalid_request'), secret, ctx.clock()));
  if (!link) throw new PublicError('link_invalid');
}

/** Of N callers with one link, one sets its password. The link outlives a password that does not fit. @throws PublicError link_invalid, weak_password */
export async function resetPassword(ctx: Context, request: ResetRequest): Promise<void> {
  const clinic = clinicOf(ctx, request.clinic, 'invalid_request');
  const now = ctx.clock();
  const works = live(clinic, request.secret, now);
  const [link] = await ctx.db.select({ account: accountLinks.account }).from(accountLinks).where(works);
  const account = link && await accountById(ctx.db, link.account);
  if (!account) throw new PublicError('link_invalid');
  demandPassword(ctx, clinic, account, request.password);
  const passwordHash = await ctx.hasher.hash(request.password);
  const done = await ctx.db.transaction(async (tx) => {
    const [used] = await tx.update(accountLinks).set({ usedAt: now }).where(works).returning({ account: accountLinks.account });
    if (!used) return false;
    await tx.update(accounts).set({ passwordHash }).where(eq(accounts.id, account.id));
    await endFamiliesOf(tx, account.id, now);
    await voidLinks(tx, account.id);
    // Who was kept out by wrong guesses comes in with the new password.
    for (const { hmac } of await tx.select({ hmac: identities.hmac }).from(identities).where(eq(identities.account, account.id))) await forget(tx, counterKey(ctx, 'password-in-a-row', `patient/${hmac}`, ''));
    const { email } = openContact(ctx, account);
    if (email) await queueMail(tx, ctx.keyring, { template: 'password-changed', to: email, locale: account.locale as Locale, clinic: clinic.id, data: {} }, now);
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'account', actor: account.id, action: 'password-reset', objectKind: 'account', object: account.id, patient: null, outcome: 'done' });
    return true;
  });
  if (!done) throw new PublicError('link_invalid');
}

/** The clinic's rule, and the blocklist above it (S4-30). @throws PublicError weak_password */
function demandPassword(ctx: Context, clinic: ClinicConfig, account: AccountRow, password: string): void {
  const { email, name } = openContact(ctx, account);
  const problems = passwordProblems(password, clinic.registration.password, [email ?? '', name ?? '', clinic.name]);
  if (problems.length > 0) throw new PublicError('weak_password', { fields: ['password'], problems });
}

/** Links that somebody else may have asked for before the password was chosen anew: one to another address would take the mailbox, and by it the account (T31). */
export async function voidLinks(tx: Transaction, account: string): Promise<void> {
  await tx.delete(accountLinks).where(and(eq(accountLinks.account, account), isNull(accountLinks.usedAt)));
}

/** A link of that purpose for an account; one that was mailed before dies with it. */
export async function issueLink(tx: Transaction, ctx: Context, wish: { account: string; clinic: string; purpose: 'password' | 'contact'; data: unknown; minutes: number }): Promise<string> {
  const secret = secretFrom(ctx.random);
  const now = ctx.clock();
  const { account, clinic, purpose } = wish;
  const row = { secretHash: hashSecret(secret), clinic, dataSealed: wish.data === null ? null : ctx.keyring.seal('account-link', JSON.stringify(wish.data)), createdAt: now, expiresAt: new Date(now.getTime() + wish.minutes * 60_000) };
  await tx.insert(accountLinks).values({ account, purpose, ...row }).onConflictDoUpdate({ target: [accountLinks.account, accountLinks.purpose], targetWhere: sql`used_at is null`, set: row });
  return secret;
}
