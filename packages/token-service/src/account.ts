/** One's own account, behind a token of the scope `account`: what is held, and every change the patient makes to it. All of it is audited. */
import { acrAtLeast, PublicError, type AccessLogAnswer, type AccountAnswer, type AccountExport, type FactorKind, type LinkState } from '@balie/contracts';
import { and, appendAudit, eq, inArray, isNotNull, queueMail, schema, type Transaction } from '@balie/database';
import { checkPassword as passwordProblems } from '@balie/rules';
import { maskPhone } from '@balie/rules/phones';
import { accessLog } from './access-log.ts';
import { invalidToken } from './access-tokens.ts';
import { accountById, openContact, type AccountRow } from './accounts.ts';
import type { Context } from './context.ts';
import { devicesOf, endSessions, forgetDevices, mailOwner } from './devices.ts';
import { familyById } from './families.ts';
import type { ServiceAccess } from './guard.ts';
import { counts, holdGuardians } from './guardian-rows.ts';
import { isOwnPassword } from './own-password.ts';
import { voidLinks } from './password-reset.ts';
import { rightsOf } from './rights.ts';
import { openPhone } from './sms-number.ts';

const { accounts, consents, factors, identities, recoveryCodes, registrations, slotHolds } = schema;
const partOfLog = 25;
/** More than this many lines do not fit an export; it says so. */
const exportedLog = 1000;

async function own(ctx: Context, access: ServiceAccess): Promise<AccountRow> {
  const account = await accountById(ctx.db, access.account);
  if (!account) throw invalidToken();
  return account;
}

/** The key of the base session that this page hangs on: the device the patient sits at. */
async function deviceOf(ctx: Context, access: ServiceAccess): Promise<string> {
  const base = await familyById(ctx.db, access.page.family);
  if (!base) throw invalidToken();
  return base.jkt;
}

const audit = (ctx: Context, tx: Transaction, access: ServiceAccess, action: string, object: { kind: string; id: string | null } = { kind: 'account', id: access.account }, outcome = 'done') =>
  appendAudit(tx, { at: ctx.clock(), clinic: access.client.id, actorKind: 'account', actor: access.account, action, objectKind: object.kind, object: object.id, patient: null, outcome });

async function held(ctx: Context, account: AccountRow, access: ServiceAccess): Promise<AccountAnswer> {
  const { name, email, phone, birthDate, locale } = openContact(ctx, account);
  const rows = await ctx.db.select().from(factors).where(and(eq(factors.owner, account.id), isNotNull(factors.activatedAt))).orderBy(factors.createdAt);
  return {
    profile: { name, email, phone, birth_date: birthDate, locale, created_at: account.createdAt.toISOString(), has_password: account.passwordHash !== null, phrase: account.phraseSealed === null ? null : ctx.keyring.open('account-phrase', account.phraseSealed) },
    factors: rows.map((row) => ({ id: row.id, kind: row.kind as FactorKind, label: row.kind === 'sms' ? maskPhone(openPhone(ctx, row.secretSealed)) : row.label, created_at: row.createdAt.toISOString(), last_used_at: row.lastUsedAt?.toISOString() ?? null })),
    devices: await devicesOf(ctx, account.id, await deviceOf(ctx, access), ctx.clock()),
    clinics: (await ctx.linking.all(account.id)).flatMap(({ clinic, state, guardiansOnly, since }) => { const known = guardiansOnly ? undefined : ctx.clinics.get(clinic); return known ? [{ id: clinic, name: known.name, page: known.pages.portal, link: state as LinkState, since: since.toISOString() }] : []; }),
  };
}

export async function readAccount(ctx: Context, access: ServiceAccess): Promise<AccountAnswer> {
  const answer = await held(ctx, await own(ctx, access), access);
  await ctx.db.transaction((tx) => audit(ctx, tx, access, 'account.read'));
  return answer;
}

/** Reading the log is itself logged, once for each look at its beginning. */
export async function readLog(ctx: Context, access: ServiceAccess, before: number | undefined): Promise<AccessLogAnswer> {
  const answer = await accessLog(ctx, access.account, { before, limit: partOfLog });
  if (before === undefined) await ctx.db.transaction((tx) => audit(ctx, tx, access, 'account.log'));
  return answer;
}

export async function exportAccount(ctx: Context, access: ServiceAccess): Promise<AccountExport> {
  const account = await own(ctx, access);
  const known = await ctx.db.select().from(identities).where(eq(identities.account, account.id));
  const agreed = await ctx.db.select().from(consents).where(eq(consents.account, account.id)).orderBy(consents.at);
  const log = await accessLog(ctx, account.id, { limit: exportedLog });
  const answer: AccountExport = {
    made_at: ctx.clock().toISOString(), account: await held(ctx, account, access), known_by: known.map(({ kind, proof, createdAt }) => ({ kind, proof, since: createdAt.toISOString() })),
    consents: agreed.map((row) => ({ clinic: ctx.clinics.get(row.clinic)?.name ?? row.clinic, document: row.document, version: row.version, at: row.at.toISOString() })), log: log.entries, log_is_complete: log.next === null,
  };
  await ctx.db.transaction((tx) => audit(ctx, tx, access, 'account.export'));
  return answer;
}

/**
 * That it is the owner who sits there: the password again or, for an account without one, a log-in as strong as a passkey.
 * @throws PublicError wrong_credentials, access_denied
 */
async function confirmOwner(ctx: Context, account: AccountRow, access: ServiceAccess, password: string | undefined): Promise<void> {
  if (account.passwordHash === null) {
    if (!acrAtLeast(access.acr, 'urn:balie:acr:passkey')) throw new PublicError('access_denied');
    return;
  }
  if (await isOwnPassword(ctx, account, password ?? '')) return;
  await ctx.db.transaction((tx) => audit(ctx, tx, access, 'account.confirm', undefined, 'wrong_credentials'));
  throw new PublicError('wrong_credentials');
}

/** Every other session of the account ends, at every clinic. @throws PublicError wrong_credentials, weak_password, access_denied where there is no password to change */
export async function changePassword(ctx: Context, access: ServiceAccess, wish: { current: string; password: string }): Promise<void> {
  const account = await own(ctx, access);
  if (account.passwordHash === null) throw new PublicError('access_denied');
  const clinic = access.client.clinic!;
  const { email, name } = openContact(ctx, account);
  const problems = passwordProblems(wish.password, clinic.registration.password, [email ?? '', name ?? '', clinic.name]);
  if (problems.length > 0) throw new PublicError('weak_password', { fields: ['password'], problems });
  await confirmOwner(ctx, account, access, wish.current);
  const passwordHash = await ctx.hasher.hash(wish.password);
  const here = await deviceOf(ctx, access);
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    // Of two changes at once the second finds another password than it was confirmed with.
    const changed = await tx.update(accounts).set({ passwordHash }).where(and(eq(accounts.id, account.id), eq(accounts.passwordHash, account.passwordHash!))).returning({ id: accounts.id });
    if (changed.length !== 1) throw new PublicError('conflict');
    await endSessions(tx, account.id, { allBut: here }, now);
    await voidLinks(tx, account.id);
    await mailOwner(tx, ctx, account.id, (to) => queueMail(tx, ctx.keyring, { template: 'password-changed', ...to, clinic: clinic.id, data: {} }, now));
    await audit(ctx, tx, access, 'account.password');
  });
}

/** One device, or all but the one that asks. @throws PublicError not_found */
export async function endDevices(ctx: Context, access: ServiceAccess, device: string | undefined): Promise<void> {
  const here = await deviceOf(ctx, access);
  await ctx.db.transaction(async (tx) => {
    await forgetDevices(tx, access.account, device === undefined ? { allBut: here } : { device }, ctx.clock());
    await audit(ctx, tx, access, 'account.device-end', { kind: 'device', id: device ?? null });
  });
}

const proofOf: Readonly<Record<FactorKind, Parameters<typeof acrAtLeast>[1]>> = { sms: 'urn:balie:acr:sms-code', totp: 'urn:balie:acr:totp', passkey: 'urn:balie:acr:email-code' };
/**
 * A second factor can be taken away only by who has just shown one as strong, or a mailbox alone could do it (T31). A passkey opens more, so it may
 * always go. @throws PublicError not_found, insufficient_user_authentication
 */
export async function removeFactor(ctx: Context, access: ServiceAccess, id: string): Promise<void> {
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    const [factor] = await tx.delete(factors).where(and(eq(factors.id, id), eq(factors.owner, access.account))).returning();
    if (!factor) throw new PublicError('not_found');
    const kind = factor.kind as FactorKind;
    const base = await familyById(tx, access.page.family);
    if (!base || !(acrAtLeast(access.acr, proofOf[kind]) || acrAtLeast(base.acr as typeof access.acr, proofOf[kind]))) throw new PublicError('insufficient_user_authentication', { acr_values: proofOf[kind] });
    await mailOwner(tx, ctx, access.account, (to) => queueMail(tx, ctx.keyring, { template: 'factor-removed', ...to, clinic: access.client.id, data: { kind } }, now));
    await audit(ctx, tx, access, 'account.factor-remove', { kind: 'factor', id });
  });
}

export async function setPhrase(ctx: Context, access: ServiceAccess, phrase: string | null): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.update(accounts).set({ phraseSealed: phrase === null ? null : ctx.keyring.seal('account-phrase', phrase) }).where(eq(accounts.id, access.account));
    await audit(ctx, tx, access, 'account.phrase');
  });
}

/** A child's account, by which another guardian acts than the one who set its log-in up, or whose log-in some practice closed, is not that one's to end (T32): the practice is asked. @throws PublicError access_denied */
async function demandNobodyElses(tx: Transaction, ctx: Context, child: AccountRow): Promise<void> {
  const { links, guardians } = await holdGuardians(tx, ctx, child.id), { birthDate } = openContact(ctx, child);
  const mine = new Set(guardians.flatMap(({ guardian, setUp }) => (setUp ? [guardian] : [])));
  const grown = (clinic: string) => { const place = ctx.clinics.get(clinic); return place !== undefined && rightsOf(place, birthDate, ctx.clock()) === 'own'; };
  if (links.some((link) => link.guardiansOnly && counts(link)) || guardians.some(({ guardian, endedAt, stoppedAt, clinic }) => guardian !== null && endedAt === null && stoppedAt === null && !mine.has(guardian) && !grown(clinic))) throw new PublicError('access_denied');
}

/**
 * Ends everything: links, sessions, factors, and what is held about the person. What was sent to a practice belongs to its record and stays there; the
 * audit stays, with ids that nobody can read a person from any more. @throws PublicError wrong_credentials, access_denied
 */
export async function closeAccount(ctx: Context, access: ServiceAccess, password: string | undefined): Promise<void> {
  const account = await own(ctx, access);
  await confirmOwner(ctx, account, access, password);
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    await demandNobodyElses(tx, ctx, account);
    const [there] = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, account.id)).for('update');
    if (!there) throw invalidToken();
    await mailOwner(tx, ctx, account.id, (to) => queueMail(tx, ctx.keyring, { template: 'account-closed', ...to, clinic: access.client.id, data: {} }, now));
    await endSessions(tx, account.id, { allBut: null }, now);
    await ctx.linking.revokeAll(tx, account.id);
    await tx.delete(factors).where(eq(factors.owner, account.id));
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.owner, account.id));
    await tx.delete(slotHolds).where(eq(slotHolds.account, account.id));
    if (account.emailHmac !== null) await tx.delete(registrations).where(inArray(registrations.emailHmac, [account.emailHmac]));
    // Identities, devices, consents, pages and codes go with the row; what this account set up for a child still ends on its day (T32).
    await tx.delete(accounts).where(eq(accounts.id, account.id));
    await audit(ctx, tx, access, 'account.close');
  });
}
