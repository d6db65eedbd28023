/** Registration: an attempt waits for its mailed link; the link counts only with the key that registered or the password chosen then (T38, T39). */
import type { ClinicConfig, ConfirmAnswer, ConfirmRequest, RegisterAnswer, RegisterRequest, TokenAnswer } from '@balie/contracts';
import { PublicError } from '@balie/contracts';
import { and, appendAudit, eq, gt, hashSecret, isNull, lt, queueMail, schema, type Queryable, type Transaction } from '@balie/database';
import { birthProblem, checkPassword as passwordProblems, localDate } from '@balie/rules';
import { readPhone } from '@balie/rules/phones';
import { claimIdentity, emailHmac, emailIdentity, findAccount, sealPerson, type Person } from './accounts.ts';
import { beginSession } from './authorization-codes.ts';
import { clientOf, clinicOf } from './clients.ts';
import type { Context } from './context.ts';
import { mintFamily, tokenAnswerFor } from './families.ts';
import type { SigningKeys } from './keys.ts';
import { counterKey, countHit, forget, limits, networkOf, spend, tryWithBackoff } from './limits.ts';
import { registerNumber } from './number-registration.ts';
import { secretFrom } from './random.ts';

const { accounts, registrations } = schema;
type Registration = typeof registrations.$inferSelect;

/**
 * Answers nothing, whatever exists: an address that has an account is told so by mail, and a fourth mail of the day is not sent. The password is
 * hashed in every case (T16). `jkt` is null for a form posted without script. With a personal number nothing is mailed: the eID trip comes first.
 * @throws PublicError invalid_request, access_denied where the clinic has no such way (S4-18), weak_password, too_many_requests
 */
export async function register(ctx: Context, request: RegisterRequest, from: { jkt: string | null; address: string }): Promise<RegisterAnswer> {
  const clinic = clinicOf(ctx, request.clinic, 'invalid_request');
  const now = ctx.clock();
  const person = personOf(clinic, request, now);
  if (request.number !== undefined) {
    if (from.jkt === null) throw new PublicError('invalid_request');
    return { registration: await registerNumber(ctx, clinic, request, person, { jkt: from.jkt, address: from.address }) };
  }
  if (!clinic.registration.ways.includes('email')) throw new PublicError('access_denied');
  const problems = passwordProblems(request.password, clinic.registration.password, [request.email, person.name ?? '', clinic.name]);
  if (problems.length > 0) throw new PublicError('weak_password', { fields: ['password'], problems });
  await spend(ctx.db, counterKey(ctx, 'register-network', networkOf(from.address)), limits.registerNetwork, now);
  const passwordHash = await ctx.hasher.hash(request.password);
  const mailbox = emailHmac(ctx, request.email);
  const mayMail = (await countHit(ctx.db, counterKey(ctx, 'register-mails', mailbox), limits.registerMails, now)).allowed;
  if (!mayMail) return {};
  await ctx.db.transaction(async (tx) => {
    const to = { to: request.email, locale: request.locale, clinic: clinic.id } as const;
    const taken = await findAccount(tx, emailIdentity(ctx, request.email)) !== null;
    const secret = secretFrom(ctx.random);
    const hours = clinic.registration.linkHours;
    const expiresAt = new Date(now.getTime() + hours * 3_600_000);
    if (!taken) await tx.insert(registrations).values({ clinic: clinic.id, secretHash: hashSecret(secret), emailHmac: mailbox, personSealed: ctx.keyring.seal('registration', JSON.stringify(person)), passwordHash, jkt: from.jkt, locale: request.locale, createdAt: now, expiresAt });
    await queueMail(tx, ctx.keyring, taken ? { template: 'already-registered', ...to, data: {} } : { template: 'confirm-registration', ...to, data: { secret, hours } }, now, expiresAt);
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'public', actor: null, action: 'register', objectKind: 'registration', object: null, patient: null, outcome: 'mailed' });
  });
  return {};
}

/** What the clinic asks for, and nothing it does not; a telephone number only if the patient gives one; nobody is born tomorrow or 130 years old. @throws PublicError invalid_request with the fields that miss or do not read */
function personOf(clinic: ClinicConfig, request: RegisterRequest, now: Date): Person {
  const asked = clinic.registration.fields;
  const phone = asked.includes('phone') && request.phone !== undefined ? readPhone(request.phone, clinic.country) : null;
  const impossible = request.birthDate !== undefined && birthProblem(request.birthDate, localDate(now, clinic.timeZone)) !== null;
  const fields: string[] = asked.filter((field) => (field === 'phone' ? phone?.ok === false : request[field] === undefined || (field === 'birthDate' && impossible)));
  if (fields.length > 0) throw new PublicError('invalid_request', { fields });
  const take = (field: 'name' | 'givenName' | 'familyName' | 'birthDate') => (asked.includes(field) ? request[field] ?? null : null);
  const name = take('name') ?? ([take('givenName'), take('familyName')].filter(Boolean).join(' ') || null);
  return { email: request.email, name, birthDate: take('birthDate'), phone: phone?.ok ? phone.value.e164 : null };
}

export type Confirmed = { state: 'password_needed' } | { state: 'confirmed'; account: string; tokens: TokenAnswer | null };

/**
 * Uses the link. With the key that registered it logs in at once (S0-14); any other caller gives the password chosen then. Of N callers one
 * confirms; every other attempt for the address dies with it. Account, link request, notice to the practice and audit are one transaction.
 * @throws PublicError link_invalid, wrong_credentials, too_many_requests
 */
export async function confirm(ctx: Context, keys: SigningKeys, request: ConfirmRequest, jkt: string | null, device: string | null = null): Promise<Confirmed> {
  const client = clientOf(ctx, clinicOf(ctx, request.clinic, 'invalid_request').id);
  const registration = await pending(ctx.db, ctx, request);
  if (jkt === null || jkt !== registration.jkt) {
    if (request.password === undefined) return { state: 'password_needed' };
    await checkChosenPassword(ctx, registration, request.password);
  }
  const now = ctx.clock();
  const made = await ctx.db.transaction(async (tx) => {
    // All attempts for the address at once and in one order, so that two links used together do not wait for each other.
    await tx.select({ id: registrations.id }).from(registrations).where(eq(registrations.emailHmac, registration.emailHmac)).orderBy(registrations.id).for('update');
    const [used] = await tx.update(registrations).set({ usedAt: now }).where(and(eq(registrations.id, registration.id), isNull(registrations.usedAt), gt(registrations.expiresAt, now))).returning();
    if (!used) return null;
    const account = await createAccount(tx, ctx, used, now);
    if (!account) return null;
    await tx.delete(registrations).where(eq(registrations.emailHmac, used.emailHmac));
    const session = jkt === null ? null : await mintFamily(tx, ctx, { subject: account, client, clinic: used.clinic, jkt, scope: client.baseScope, acr: 'urn:balie:acr:password', authTime: now, page: null });
    if (jkt !== null) await beginSession(tx, ctx, client, { account, jkt, label: device }, now);
    else await ctx.linking.request(tx, account, used.clinic);
    await appendAudit(tx, { at: now, clinic: used.clinic, actorKind: 'account', actor: account, action: 'registration-confirm', objectKind: 'account', object: account, patient: null, outcome: 'done' });
    return { account, session };
  });
  if (!made) throw new PublicError('link_invalid');
  return { state: 'confirmed', account: made.account, tokens: made.session ? await tokenAnswerFor(ctx, keys, client, made.session.family, made.session.refreshToken) : null };
}

async function pending(db: Queryable, ctx: Context, request: ConfirmRequest): Promise<Registration> {
  const [row] = await db.select().from(registrations).where(and(eq(registrations.secretHash, hashSecret(request.secret)), eq(registrations.clinic, request.clinic), isNull(registrations.usedAt), gt(registrations.expiresAt, ctx.clock())));
  if (!row) throw new PublicError('link_invalid');
  return row;
}

async function checkChosenPassword(ctx: Context, registration: Registration, password: string): Promise<void> {
  const key = counterKey(ctx, 'confirm-password', registration.id);
  const mayTry = await tryWithBackoff(ctx.db, key, limits.password, ctx.clock());
  if (!await ctx.hasher.verify(mayTry ? registration.passwordHash : null, password)) {
    await ctx.db.transaction((tx) => appendAudit(tx, { at: ctx.clock(), clinic: registration.clinic, actorKind: 'public', actor: null, action: 'registration-confirm', objectKind: 'registration', object: registration.id, patient: null, outcome: 'wrong_credentials' }));
    throw new PublicError('wrong_credentials');
  }
  await forget(ctx.db, key);
}

/** Null when the address got its account in the meantime. */
async function createAccount(tx: Transaction, ctx: Context, registration: Registration, now: Date): Promise<string | null> {
  const person = JSON.parse(ctx.keyring.open('registration', registration.personSealed)) as Person;
  if (await findAccount(tx, { kind: 'email', hmac: registration.emailHmac })) return null;
  const [account] = await tx.insert(accounts).values({ ...sealPerson(ctx, person), passwordHash: registration.passwordHash, locale: registration.locale, createdAt: now }).returning({ id: accounts.id });
  return account && await claimIdentity(tx, account.id, { kind: 'email', hmac: registration.emailHmac }, 'mail', now) ? account.id : null;
}

export const confirmAnswerOf = (confirmed: Confirmed): ConfirmAnswer => (confirmed.state === 'confirmed' ? { state: 'confirmed', ...(confirmed.tokens ? { tokens: confirmed.tokens } : {}) } : confirmed);

/** Attempts whose link has run out, with the personal data in them. */
export async function sweepRegistrations(db: Queryable, now: Date): Promise<void> {
  await db.delete(registrations).where(lt(registrations.expiresAt, now));
}
