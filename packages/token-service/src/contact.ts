/** Address and telephone number of an account, confirmed by the patient (S4-40). A new address counts once its mailed link was used on our own page (T38). */
import { PublicError, type ClinicConfig, type ContactAnswer, type Locale } from '@balie/contracts';
import { and, appendAudit, eq, gt, hashSecret, isNull, queueMail, schema } from '@balie/database';
import { emailKey } from '@balie/rules';
import { readPhone } from '@balie/rules/phones';
import { accountById, claimIdentity, emailHmac, emailIdentity, findAccount, openContact, sealPerson } from './accounts.ts';
import { clinicOf } from './clients.ts';
import type { Context } from './context.ts';
import type { BaseAccess } from './guard.ts';
import { counterKey, countHit, limits } from './limits.ts';
import { demandMailbox } from './pages.ts';
import { issueLink } from './password-reset.ts';

const { accountLinks, accounts, identities } = schema;
const linkMinutes = 24 * 60;
/** How long "yes, that is right" holds, in ms: the practice's system may say something else for ever. */
const holds = 180 * 86_400_000;

/** What a `contact` link confirms. */
const newAddress = (ctx: Context, sealed: string): string => (JSON.parse(ctx.keyring.open('account-link', sealed)) as { email: string }).email;

/** Whether the record says something else; what it says is the practice's and not told to a base session. */
export async function readContact(ctx: Context, clinic: ClinicConfig, id: string): Promise<ContactAnswer> {
  const account = await accountById(ctx.db, id);
  if (!account) throw new PublicError('not_found');
  const { email, phone } = openContact(ctx, account);
  const record = (await ctx.linking.state(id, clinic.id))?.contact ?? null;
  const number = (typed: string | null) => { const read = typed === null ? null : readPhone(typed, clinic.country); return read?.ok ? read.value.e164 : typed; };
  const differs = { email: record !== null && record.email !== null && emailKey(record.email) !== emailKey(email ?? ''), phone: record !== null && record.phone !== null && number(record.phone) !== number(phone) };
  const lately = account.contactConfirmedAt !== null && ctx.clock().getTime() - account.contactConfirmedAt.getTime() < holds;
  const [link] = await ctx.db.select({ data: accountLinks.dataSealed }).from(accountLinks).where(and(eq(accountLinks.account, id), eq(accountLinks.purpose, 'contact'), isNull(accountLinks.usedAt), gt(accountLinks.expiresAt, ctx.clock())));
  return { email, phone, differs, ask: clinic.logIn.confirmContact && (differs.email || differs.phone) && !lately, ...(link?.data ? { pending: newAddress(ctx, link.data) } : {}) };
}

/**
 * Confirms both, or begins to change them. The mailbox of before is told of a change. `base`: the base session that asks, which must have shown its mailbox for another address; null: a code has opened the account's own page.
 * @throws PublicError invalid_request, insufficient_user_authentication, too_many_requests
 */
export async function startContact(ctx: Context, clinic: ClinicConfig, id: string, base: BaseAccess | null, wish: { email: string; phone?: string | undefined; /** As the patient calls themselves; the record keeps its own. */ name?: string }): Promise<{ mailed: boolean }> {
  const now = ctx.clock();
  const account = await accountById(ctx.db, id);
  if (!account) throw new PublicError('not_found');
  const phone = wish.phone === undefined ? null : readPhone(wish.phone, clinic.country);
  if (phone && !phone.ok) throw new PublicError('invalid_request', { fields: ['phone'] });
  const before = openContact(ctx, account);
  const same = before.email !== null && emailKey(before.email) === emailKey(wish.email);
  if (!same && before.email !== null && base) await demandMailbox(ctx.db, ctx, base);
  if (!same && !(await countHit(ctx.db, counterKey(ctx, 'contact-mails', emailHmac(ctx, wish.email)), limits.registerMails, now)).allowed) throw new PublicError('too_many_requests', { retry_after: limits.registerMails.windowSeconds });
  await ctx.db.transaction(async (tx) => {
    const { phoneSealed, nameSealed } = sealPerson(ctx, { ...before, name: wish.name ?? before.name, phone: phone?.ok ? phone.value.e164 : null });
    await tx.update(accounts).set({ phoneSealed, nameSealed, ...(same ? { contactConfirmedAt: now } : {}) }).where(eq(accounts.id, id));
    if (!same) {
      const secret = await issueLink(tx, ctx, { account: id, clinic: clinic.id, purpose: 'contact', data: { email: wish.email }, minutes: linkMinutes });
      await queueMail(tx, ctx.keyring, { template: 'contact-verify', to: wish.email, locale: before.locale, clinic: clinic.id, data: { secret, hours: linkMinutes / 60 } }, now, new Date(now.getTime() + linkMinutes * 60_000));
      if (before.email) await queueMail(tx, ctx.keyring, { template: 'contact-changing', to: before.email, locale: before.locale, clinic: clinic.id, data: {} }, now);
    }
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'account', actor: id, action: wish.name === undefined ? 'contact-confirm' : 'account.profile', objectKind: 'account', object: id, patient: null, outcome: same ? 'done' : 'mailed' });
  });
  return { mailed: !same };
}

/** Uses the mailed link: from now on mail goes there. Of N callers one. @throws PublicError link_invalid, also when the address has become another account's user name */
export async function verifyContact(ctx: Context, request: { clinic: string; secret: string }): Promise<void> {
  const clinic = clinicOf(ctx, request.clinic, 'invalid_request');
  const now = ctx.clock();
  const done = await ctx.db.transaction(async (tx) => {
    const [used] = await tx.update(accountLinks).set({ usedAt: now }).where(and(eq(accountLinks.secretHash, hashSecret(request.secret)), eq(accountLinks.clinic, clinic.id), eq(accountLinks.purpose, 'contact'), isNull(accountLinks.usedAt), gt(accountLinks.expiresAt, now))).returning();
    const account = used && await accountById(tx, used.account);
    if (!used?.dataSealed || !account) return false;
    const email = newAddress(ctx, used.dataSealed);
    const identity = emailIdentity(ctx, email);
    const [named] = await tx.select().from(identities).where(and(eq(identities.account, account.id), eq(identities.kind, 'email')));
    const taken = await findAccount(tx, identity);
    // Where the address is the user name, it changes with it; one that is somebody else's stays theirs (S0-03).
    if (named && taken && taken.id !== account.id) return false;
    if (named && !taken) {
      // Written anew, not changed in place: of two accounts that reach for one address at once, the second is told so.
      await tx.delete(identities).where(and(eq(identities.account, account.id), eq(identities.kind, 'email')));
      if (!await claimIdentity(tx, account.id, identity, 'mail', now)) throw new PublicError('link_invalid');
    }
    const { emailHmac: hmac, emailSealed } = sealPerson(ctx, { ...openContact(ctx, account), email });
    await tx.update(accounts).set({ emailHmac: hmac, emailSealed, contactConfirmedAt: now }).where(eq(accounts.id, account.id));
    const to = { to: email, locale: account.locale as Locale, clinic: clinic.id };
    await queueMail(tx, ctx.keyring, { template: 'contact-changed', ...to, data: {} }, now);
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'account', actor: account.id, action: 'contact-verify', objectKind: 'account', object: account.id, patient: null, outcome: 'done' });
    return true;
  });
  if (!done) throw new PublicError('link_invalid');
}
