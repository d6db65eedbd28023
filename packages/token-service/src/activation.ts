/**
 * An account that the practice begins. By letter (S2): a PIN, a mail with a link, both needed (S2-29); then a password, a second mail, and the password again; neither link opens
 * anything alone. By its mail alone (S4-35): the link and a password, and where the clinic asks it the first log-in brings an eID (S4-36). The steps are passed in order, each by
 * compare-and-set (T30, T38). Here is what the patient does with it; activation-desk.ts has what the desk does.
 */
import type { ActivationChosen, ActivationStep, ClinicConfig, Locale, TokenAnswer } from '@balie/contracts';
import { oldEnoughForEid, PublicError } from '@balie/contracts';
import { and, appendAudit, eq, gt, hashSecret, inArray, lt, ne, queueMail, readCount, schema, type AuditEntry, type Queryable, type Transaction } from '@balie/database';
import { ageAt, checkPassword as passwordProblems, numberKinds } from '@balie/rules';
import { claimIdentity, emailIdentity, findAccount, isUnconfirmed, sealPerson, type Identity, type IdentityProof, type Person } from './accounts.ts';
import { beginSession } from './authorization-codes.ts';
import { clientOf, clinicOf } from './clients.ts';
import type { Context } from './context.ts';
import { mintFamily, tokenAnswerFor } from './families.ts';
import type { SigningKeys } from './keys.ts';
import { counterKey, countHit, forget, limits, networkOf, spend, tryWithBackoff, uncount } from './limits.ts';
import { secretFrom } from './random.ts';

const { accounts, activations, consents, identities } = schema;
export type Activation = typeof activations.$inferSelect;

/** `number`: keyed hash of the record's number when it began: of one that has another since, nobody's account is made. */
export type Begun = Person & { number?: string | null };
export const openPerson = (ctx: Context, row: Activation): Begun => JSON.parse(ctx.keyring.open('activation', row.personSealed)) as Begun;
export const pinKey = (ctx: Context, id: string) => counterKey(ctx, 'activation-pin', id);
/** Its last guess was spent: only a new letter helps. */
export const pinSpent = async (db: Queryable, ctx: Context, id: string): Promise<boolean> => await readCount(db, pinKey(ctx, id), ctx.clock()) >= limits.pinGuesses.limit;

/** The second mail lives as long as the clinic's other links; the first link stays, to ask for this mail again. */
export async function mailSecond(tx: Transaction, ctx: Context, row: Activation): Promise<Activation> {
  const secret = secretFrom(ctx.random);
  const hours = clinicOf(ctx, row.clinic, 'invalid_request').registration.linkHours;
  const expiresAt = new Date(ctx.clock().getTime() + hours * 3_600_000);
  const [changed] = await tx.update(activations).set({ confirmHash: hashSecret(secret), expiresAt }).where(eq(activations.id, row.id)).returning();
  await queueMail(tx, ctx.keyring, { template: 'activation-confirm', to: openPerson(ctx, row).email!, locale: row.locale as Locale, clinic: row.clinic, data: { secret, hours } }, ctx.clock(), expiresAt);
  return changed!;
}

async function byLink(db: Queryable, ctx: Context, wish: { clinic: string; secret: string }, of: 'linkHash' | 'confirmHash', lock = false): Promise<Activation> {
  const query = db.select().from(activations).where(and(eq(activations[of], hashSecret(wish.secret)), eq(activations.clinic, wish.clinic), ne(activations.step, 'done'), gt(activations.expiresAt, ctx.clock())));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) throw new PublicError('link_invalid');
  return row;
}

/** Where this link has come to. Changes nothing, so that a scanner that opens it spoils nothing (T30). @throws PublicError link_invalid */
export async function readActivation(ctx: Context, wish: { clinic: string; secret: string }): Promise<ActivationStep> {
  const { step } = await byLink(ctx.db, ctx, wish, 'linkHash');
  return step === 'confirm' ? step : step === 'mail' ? 'password' : 'pin';
}

/** One guess at the letter's PIN, counted before it is compared (T09); a right one is given back. @throws PublicError link_invalid, wrong_code, code_guesses_spent, too_many_requests */
export async function checkPin(ctx: Context, wish: { clinic: string; secret: string; pin: string }, address: string): Promise<Activation> {
  const now = ctx.clock();
  await spend(ctx.db, counterKey(ctx, 'activation-network', networkOf(address)), limits.registerNetwork, now);
  const row = await byLink(ctx.db, ctx, wish, 'linkHash');
  if (row.step !== 'letter' || !row.pinHash) throw new PublicError('link_invalid');
  const hit = await countHit(ctx.db, pinKey(ctx, row.id), limits.pinGuesses, now);
  if (!hit.allowed) throw new PublicError('code_guesses_spent', { guesses_left: 0 });
  if (await ctx.hasher.verify(row.pinHash, wish.pin.replace(/[\s-]/g, ''))) { await uncount(ctx.db, pinKey(ctx, row.id)); return row; }
  await ctx.db.transaction((tx) => appendAudit(tx, { ...publicAudit(ctx, row, 'activation-pin'), outcome: 'wrong_code' }));
  const left = limits.pinGuesses.limit - hit.count;
  throw new PublicError(left > 0 ? 'wrong_code' : 'code_guesses_spent', { guesses_left: left });
}

/** PIN and password together; with it the PIN is dead and the second mail on its way (S2-09, S2-10, S2-32). Of N callers one chooses. @throws PublicError as `checkPin`, weak_password */
async function chooseByPin(ctx: Context, wish: { clinic: string; secret: string; pin: string; password: string }, address: string): Promise<ActivationChosen> {
  const seen = await checkPin(ctx, wish, address);
  const passwordHash = await hashChosen(ctx, clinicOf(ctx, seen.clinic, 'invalid_request'), openPerson(ctx, seen), wish.password);
  await ctx.db.transaction(async (tx) => {
    const [chosen] = await tx.update(activations).set({ passwordHash, pinHash: null, step: 'confirm' }).where(and(eq(activations.id, seen.id), eq(activations.step, 'letter'), eq(activations.pinHash, seen.pinHash!))).returning();
    if (!chosen) throw new PublicError('link_invalid');
    await mailSecond(tx, ctx, chosen);
    await appendAudit(tx, publicAudit(ctx, chosen, 'activation-password'));
  });
  return { state: 'mailed', confirm: false };
}

/** POST /activation/password, by letter or by the link alone. @throws PublicError as those two */
export const choosePassword = (ctx: Context, { pin, ...wish }: { clinic: string; secret: string; pin?: string | undefined; password: string }, address: string): Promise<ActivationChosen> =>
  (pin === undefined ? chooseByLink(ctx, wish, address) : chooseByPin(ctx, { ...wish, pin }, address));

/** @throws PublicError weak_password */
async function hashChosen(ctx: Context, clinic: ClinicConfig, person: Person, password: string): Promise<string> {
  const problems = passwordProblems(password, clinic.registration.password, [person.email ?? '', person.name ?? '', clinic.name]);
  if (problems.length > 0) throw new PublicError('weak_password', { fields: ['password'], problems });
  return ctx.hasher.hash(password);
}

/**
 * The link alone and a password (S4-35): account, what it is known by, record link and audit are one transaction; nobody is logged in by it. Somebody too young for an eID, or of whom
 * the desk said so, is vouched for by the practice; anybody else waits for one where the clinic asks it (S4-36, S4-51). A number that has its account already is linked and keeps its
 * password, unless this practice began that one and it was never confirmed: then it was nobody's yet. Of N callers one makes it. @throws PublicError link_invalid, weak_password, too_many_requests, conflict
 */
async function chooseByLink(ctx: Context, wish: { clinic: string; secret: string; password: string }, address: string): Promise<ActivationChosen> {
  const now = ctx.clock();
  await spend(ctx.db, counterKey(ctx, 'activation-network', networkOf(address)), limits.registerNetwork, now);
  const seen = await byLink(ctx.db, ctx, wish, 'linkHash');
  if (seen.step !== 'mail') throw new PublicError('link_invalid');
  const clinic = clinicOf(ctx, seen.clinic, 'invalid_request');
  const person = openPerson(ctx, seen);
  const found = await ctx.linking.person(clinic.id, seen.patient);
  if (!found) throw new PublicError('conflict');
  const identity: Identity = clinic.logIn.userName === 'cpr' ? { kind: numberKinds[clinic.country], hmac: found.number ?? '' } : emailIdentity(ctx, person.email!);
  if (!identity.hmac) throw new PublicError('conflict');
  const passwordHash = await hashChosen(ctx, clinic, person, wish.password);
  const age = found.birthDate === null ? null : ageAt(found.birthDate, now, clinic.timeZone);
  const waits = clinic.registration.staffCreated === 'eid' && !seen.excused && (age === null || oldEnoughForEid(clinic, age));
  return ctx.db.transaction(async (tx) => {
    const [used] = await tx.update(activations).set({ step: 'done', linkHash: null }).where(and(eq(activations.id, seen.id), eq(activations.step, 'mail'), eq(activations.linkHash, hashSecret(wish.secret)))).returning();
    if (!used) throw new PublicError('link_invalid');
    const known = await findAccount(tx, identity);
    // One that waits for its eID at another practice waits on: no practice vouches for another.
    const fresh = !known || (await isUnconfirmed(tx, known.id) && await tx.$count(activations, and(eq(activations.account, known.id), eq(activations.clinic, clinic.id))) > 0);
    const account = known?.id ?? await createAccount(tx, ctx, person, { ...used, passwordHash }, identity, waits ? 'unconfirmed' : 'practice', now);
    if (known && fresh) {
      await tx.update(accounts).set({ ...sealPerson(ctx, person), passwordHash, locale: used.locale }).where(eq(accounts.id, account));
      if (!waits) await tx.update(identities).set({ proof: 'practice' }).where(and(eq(identities.account, account), eq(identities.proof, 'unconfirmed')));
    }
    if (!await ctx.linking.byDesk(tx, { account, clinic: used.clinic, patient: used.patient, number: person.number, by: used.createdBy, proof: 'practice' })) throw new PublicError('conflict');
    await forgetPerson(tx, ctx, used, account);
    // By pressing the button below them they were agreed to (S4-31).
    const agreed = clinic.registration.terms === 'button' && fresh ? clinic.registration.documents : [];
    if (agreed.length > 0) await tx.insert(consents).values(agreed.map(({ id: document, version }) => ({ account, clinic: clinic.id, document, version, at: now }))).onConflictDoNothing();
    if (!fresh) await queueMail(tx, ctx.keyring, { template: 'linked', to: person.email!, locale: used.locale as Locale, clinic: used.clinic, data: {} }, now);
    await appendAudit(tx, { at: now, clinic: used.clinic, actorKind: 'public', actor: null, action: 'activation-confirm', objectKind: 'account', object: account, patient: used.patient, outcome: waits ? 'waits-for-eid' : 'done' });
    return { state: fresh ? 'made' as const : 'known' as const, confirm: fresh && waits };
  });
}

/** What the account knows now, the activation need not keep. */
const forgetPerson = (tx: Transaction, ctx: Context, row: Activation, account: string) =>
  tx.update(activations).set({ account, personSealed: ctx.keyring.seal('activation', JSON.stringify({ email: null, name: null, birthDate: null, phone: null } satisfies Person)) }).where(eq(activations.id, row.id));

/** The second mail once more, by the first link. @throws PublicError link_invalid, too_many_requests */
export async function resendSecond(ctx: Context, wish: { clinic: string; secret: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await byLink(tx, ctx, wish, 'linkHash', true);
    if (row.step !== 'confirm') throw new PublicError('link_invalid');
    await spend(tx, counterKey(ctx, 'activation-mails', row.id), limits.activationMails, ctx.clock());
    await mailSecond(tx, ctx, row);
    await appendAudit(tx, publicAudit(ctx, row, 'activation-mail'));
  });
}

/**
 * The second link with the password chosen (S2-11): account, record link by the letter's proof, session and audit are one transaction. Where the
 * address has an account already, that one is linked and nothing else of it changes: one logs in with its own password. Of N callers one confirms.
 * @throws PublicError link_invalid, wrong_credentials, conflict when the record got its account meanwhile
 */
export async function confirmActivation(ctx: Context, keys: SigningKeys, wish: { clinic: string; secret: string; password: string }, jkt: string): Promise<{ state: 'in'; tokens: TokenAnswer } | { state: 'known' }> {
  const client = clientOf(ctx, clinicOf(ctx, wish.clinic, 'invalid_request').id);
  const seen = await byLink(ctx.db, ctx, wish, 'confirmHash');
  const key = counterKey(ctx, 'activation-confirm', seen.id);
  const now = ctx.clock();
  const mayTry = await tryWithBackoff(ctx.db, key, limits.password, now);
  if (!await ctx.hasher.verify(mayTry ? seen.passwordHash : null, wish.password)) {
    await ctx.db.transaction((tx) => appendAudit(tx, { ...publicAudit(ctx, seen, 'activation-confirm'), outcome: 'wrong_credentials' }));
    throw new PublicError('wrong_credentials');
  }
  const made = await ctx.db.transaction(async (tx) => {
    const [used] = await tx.update(activations).set({ step: 'done', confirmHash: null, linkHash: null, passwordHash: null }).where(and(eq(activations.id, seen.id), eq(activations.step, 'confirm'), eq(activations.confirmHash, hashSecret(wish.secret)))).returning();
    if (!used) throw new PublicError('link_invalid');
    await forget(tx, key);
    const person = openPerson(ctx, used);
    const identity = emailIdentity(ctx, person.email!);
    const known = await findAccount(tx, identity);
    const account = known?.id ?? await createAccount(tx, ctx, person, seen, identity, 'letter', now);
    if (!await ctx.linking.byDesk(tx, { account, clinic: used.clinic, patient: used.patient, number: person.number, by: used.createdBy, proof: 'letter' })) throw new PublicError('conflict');
    await forgetPerson(tx, ctx, used, account);
    // The second mail's link and the password: as much as a password and a mailed code.
    const session = known ? null : await mintFamily(tx, ctx, { subject: account, client, clinic: used.clinic, jkt, scope: client.baseScope, acr: 'urn:balie:acr:email-code', authTime: now, page: null });
    if (session) await beginSession(tx, ctx, client, { account, jkt, label: null }, now);
    else await queueMail(tx, ctx.keyring, { template: 'linked', to: person.email!, locale: used.locale as Locale, clinic: used.clinic, data: {} }, now);
    await appendAudit(tx, { at: now, clinic: used.clinic, actorKind: 'account', actor: account, action: 'activation-confirm', objectKind: 'account', object: account, patient: used.patient, outcome: 'done' });
    return session;
  });
  return made ? { state: 'in', tokens: await tokenAnswerFor(ctx, keys, client, made.family, made.refreshToken) } : { state: 'known' };
}

async function createAccount(tx: Transaction, ctx: Context, person: Person, { passwordHash, locale }: Pick<Activation, 'passwordHash' | 'locale'>, identity: Identity, proof: IdentityProof, now: Date): Promise<string> {
  const [account] = await tx.insert(accounts).values({ ...sealPerson(ctx, person), passwordHash, locale, createdAt: now }).returning({ id: accounts.id });
  if (!account || !await claimIdentity(tx, account.id, identity, proof, now)) throw new PublicError('link_invalid');
  // Registrations that waited for the address die with it, as at any other confirmation (T39).
  if (identity.kind === 'email') await tx.delete(schema.registrations).where(eq(schema.registrations.emailHmac, identity.hmac));
  return account.id;
}

const publicAudit = (ctx: Context, row: Activation, action: string): AuditEntry => ({ at: ctx.clock(), clinic: row.clinic, actorKind: 'public', actor: null, action, objectKind: 'activation', object: row.id, patient: row.patient, outcome: 'done' });

/** What nobody finished, with the personal data in it. */
export async function sweepActivations(db: Queryable, now: Date): Promise<void> {
  await db.delete(activations).where(and(inArray(activations.step, ['letter', 'mail', 'confirm']), lt(activations.expiresAt, now)));
}
