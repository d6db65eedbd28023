/**
 * Registration with a personal number (S4-20 … S4-27): the form waits for the eID that proves it, and until then it is nobody's: no account, no mail, no work for the
 * practice (S4-46). One account a number over all clinics.
 */
import { PublicError, type ClinicConfig, type Locale, type RegisterRequest } from '@balie/contracts';
import { and, appendAudit, eq, hashSecret, isNull, numberHmac, queueMail, schema, sql, type Transaction } from '@balie/database';
import { ageAt, checkPassword as passwordProblems, readPersonalNumber, rightsAt, type PersonalNumber } from '@balie/rules';
import { accountById, claimIdentity, confirmIdentities, findAccount, makeAccount, numberIdentity, openContact, sealPerson, type Identity, type Person } from './accounts.ts';
import type { Context } from './context.ts';
import { waitingForms } from './eid/proofs.ts';
import { askToAct, maySetUpAnew } from './guardian-requests.ts';
import { beginGuardianship, endSetUp, takeOver } from './guardians.ts';
import { counterKey, limits, networkOf, spend } from './limits.ts';
import { secretFrom } from './random.ts';

const { accounts, consents, guardianships, registrations } = schema;
type Registration = typeof registrations.$inferSelect;
/** Minutes within which the eID must follow the form. */
const waitMinutes = 60;

/**
 * Keeps what was typed and answers the secret by which the eID trip finds it, whatever exists (T16). `person` has been checked.
 * @throws PublicError invalid_request with `problems` for a number of the wrong age, weak_password, too_many_requests
 */
export async function registerNumber(ctx: Context, clinic: ClinicConfig, request: RegisterRequest, person: Person, from: { jkt: string; address: string }): Promise<string> {
  const child = request.guardianNumber !== undefined;
  if (!clinic.registration.ways.includes(child ? 'child' : 'number')) throw new PublicError('access_denied');
  const now = ctx.clock();
  const number = read(clinic, 'number', request.number);
  const guardian = child ? read(clinic, 'guardianNumber', request.guardianNumber) : null;
  if (guardian?.number === number.number) throw new PublicError('invalid_request', { fields: ['guardianNumber'], problems: ['same-number'] });
  const age = number.birthDate === null ? null : ageAt(number.birthDate, now, clinic.timeZone);
  if (age !== null && (rightsAt(clinic.country, age) === 'own') === child) throw new PublicError('invalid_request', { fields: ['number'], problems: [child ? 'too-old' : 'too-young'] });
  const problems = passwordProblems(request.password, clinic.registration.password, [request.email, person.name ?? '', clinic.name]);
  if (problems.length > 0) throw new PublicError('weak_password', { fields: ['password'], problems });
  await spend(ctx.db, counterKey(ctx, 'register-network', networkOf(from.address)), limits.registerNetwork, now);
  const passwordHash = await ctx.hasher.hash(request.password);
  const sealed = sealPerson(ctx, person);
  const secret = secretFrom(ctx.random);
  const hmac = (one: PersonalNumber | null) => (one === null ? null : numberHmac(ctx.keyring, clinic.country, one.number));
  await ctx.db.transaction(async (tx) => {
    await tx.insert(registrations).values({
      clinic: clinic.id, kind: child ? 'child' : 'number', secretHash: hashSecret(secret), emailHmac: sealed.emailHmac!, personSealed: ctx.keyring.seal('registration', JSON.stringify({ ...person, birthDate: number.birthDate, proves: (guardian ?? number).number } satisfies Waiting)),
      numberHmac: hmac(number), guardianHmac: hmac(guardian), passwordHash, jkt: from.jkt, locale: request.locale, createdAt: now, expiresAt: new Date(now.getTime() + waitMinutes * 60_000),
    });
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'public', actor: null, action: 'register', objectKind: 'registration', object: null, patient: null, outcome: 'waits-for-eid' });
  });
  return secret;
}

function read(clinic: ClinicConfig, field: 'number' | 'guardianNumber', typed: string | undefined): PersonalNumber {
  const reading = readPersonalNumber(clinic.country, typed ?? '');
  if (!reading.ok) throw new PublicError('invalid_request', { fields: [field] });
  return reading.value;
}

/** What the sealed JSON of such an attempt holds beside the person: the number that the eID must prove, the guardian's where it is a child's. */
interface Waiting extends Person { proves: string }

/** Of the row's sealed JSON, as `readPersonalNumber` gives it. */
export const numberToProve = (person: Readonly<Record<string, unknown>>): string | null => (typeof person['proves'] === 'string' ? person['proves'] : null);

/** `created`: a new account, or one that had neither password nor address; `exists`: the number had one, which now asks this clinic too; `asked`: a child's, whose practice is asked about one more guardian. `person`: the account of whoever proved themselves, if they have one. */
interface ProvenForm { state: 'created' | 'exists' | 'asked'; account: string; person: string | null; /** The record linked at once, where the clinic does that. */ patient: string | null }

/**
 * The eID proved exactly the number the form named; the row has been used up by the caller. Account, guardianship, consent and the request to the practice are
 * one transaction with the caller's own work. @throws PublicError identity_mismatch (S4-48), conflict
 */
async function provenForm(tx: Transaction, ctx: Context, clinic: ClinicConfig, row: Registration, proven: PersonalNumber, now: Date): Promise<ProvenForm> {
  const child = row.kind === 'child';
  const mine = numberIdentity(ctx, clinic.country, proven.number);
  if (!row.numberHmac || mine.hmac !== (child ? row.guardianHmac : row.numberHmac)) throw new PublicError('identity_mismatch');
  const identity: Identity = { kind: mine.kind, hmac: row.numberHmac };
  const found = await findAccount(tx, identity);
  // Proven by a grown child, this too ends what a guardian had set up (N8).
  const known = found && !child && await takeOver(tx, ctx, found.id) ? await accountById(tx, found.id) : found;
  // Whoever only claims to be a child's guardian changes nothing of an account that is there, and is not told that it is: the practice is asked (T16).
  if (known && child) {
    const guardian = await guardianOf(tx, ctx, mine, proven, row, now);
    const { proves, ...person } = JSON.parse(ctx.keyring.open('registration', row.personSealed)) as Waiting, { name, birthDate, email, phone } = person;
    const at = await maySetUpAnew(tx, ctx, clinic.id, guardian, known.id);
    if (at) await setUpAnew(tx, ctx, clinic, { guardian, child: known.id, person, at }, row, now);
    else await askToAct(tx, ctx, clinic.id, guardian, known.id, { childName: name, birthDate, number: proves, email, phone, locale: row.locale as Locale }, now);
    return { state: 'asked', account: known.id, person: guardian, patient: null };
  }
  // What only an eID knows yet, as a guardian's since a child's form, becomes its owner's by their own form (S4-17).
  const bare = known?.passwordHash === null && known.emailHmac === null;
  if (known && !bare) return { state: 'exists', account: known.id, person: known.id, patient: (await ask(tx, ctx, clinic, known.id, openContact(ctx, known), mine.hmac)).patient };
  const { proves: _proves, ...typed } = JSON.parse(ctx.keyring.open('registration', row.personSealed)) as Waiting;
  const person: Person = { ...typed, birthDate: typed.birthDate ?? (child ? null : proven.birthDate) };
  const account = known ? await fill(tx, ctx, known.id, person, row) : await makeAccount(tx, ctx, identity, person, { ...row, proof: child ? 'guardian' : 'eid' }, now);
  const guardian = child ? await guardianOf(tx, ctx, mine, proven, row, now) : null;
  if (guardian) await beginGuardianship(tx, clinic.id, guardian, account, now);
  // By pressing the button below them they were agreed to (S4-31).
  const agreed = clinic.registration.terms === 'none' ? [] : clinic.registration.documents;
  if (agreed.length > 0) await tx.insert(consents).values(agreed.map(({ id: document, version }) => ({ account, clinic: clinic.id, document, version, at: now }))).onConflictDoNothing();
  const { patient } = await ask(tx, ctx, clinic, account, { email: person.email, locale: row.locale as Locale }, row.numberHmac, child);
  return { state: 'created', account, person: guardian ?? account, patient };
}

/** A child's number was named, not proven: the practice always has a look at it. */
const ask = (tx: Transaction, ctx: Context, clinic: ClinicConfig, account: string, contact: { email: string | null; locale: Locale }, number: string, byGuardian = false) =>
  ctx.linking.request(tx, account, clinic.id, { number, mailTo: contact.email ? { email: contact.email, locale: contact.locale } : null, byGuardian });

/** The account of whoever proved themselves for a child; the first time it is made, known by that number alone. */
async function guardianOf(tx: Transaction, ctx: Context, mine: Identity, { birthDate }: PersonalNumber, { locale }: Registration, now: Date): Promise<string> {
  const known = await findAccount(tx, mine);
  if (known) await confirmIdentities(tx, known.id, mine.kind, false);
  return known?.id ?? makeAccount(tx, ctx, mine, { email: null, name: null, birthDate, phone: null }, { passwordHash: null, locale, proof: 'eid' }, now);
}

/** Of the log-in as it was nothing is left; the new one is this guardian's, who is told that it counts. @throws PublicError conflict */
async function setUpAnew(tx: Transaction, ctx: Context, clinic: ClinicConfig, { guardian, child, person, at }: { guardian: string; child: string; person: Person; at: readonly string[] }, row: Registration, now: Date): Promise<void> {
  await endSetUp(tx, child, now);
  await fill(tx, ctx, child, person, row);
  await tx.update(guardianships).set({ setUp: sql`coalesce(${guardianships.guardian} = ${guardian}, false)` }).where(eq(guardianships.child, child));
  await ctx.linking.ownAgain(tx, child, at);
  if (person.email) await queueMail(tx, ctx.keyring, { template: clinic.registration.admission === 'approve' ? 'approved-child' : 'linked-child', to: person.email, locale: row.locale as Locale, clinic: clinic.id, data: {} }, now);
  const link = await ctx.linking.state(child, clinic.id, tx);
  await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'account', actor: guardian, action: 'guardian.set-up', objectKind: 'account', object: child, patient: link?.patient ?? null, outcome: 'done' });
}

/** As `makeAccount`, for an account that is there without password and address. */
async function fill(tx: Transaction, ctx: Context, account: string, person: Person, { passwordHash, locale }: { passwordHash: string | null; locale: string }): Promise<string> {
  const [row] = await tx.update(accounts).set({ ...sealPerson(ctx, person), passwordHash, locale }).where(and(eq(accounts.id, account), isNull(accounts.passwordHash), isNull(accounts.emailHmac))).returning({ id: accounts.id });
  if (!row) throw new PublicError('conflict');
  return row.id;
}

/** The broker's own identifier of whoever proved the number, where the scheme has one: the next log-in need not ask for the number. */
async function rememberBroker(tx: Transaction, person: string | null, brokerSubject: string | null, now: Date): Promise<void> {
  if (!person || !brokerSubject) return;
  const mine: Identity = { kind: 'mitid', hmac: brokerSubject };
  const known = await findAccount(tx, mine);
  if (known ? known.id !== person : !await claimIdentity(tx, person, mine, 'eid', now)) throw new PublicError('identity_mismatch');
}

for (const [kind, purpose] of [['number', 'register'], ['child', 'child']] as const) {
  waitingForms.set(kind, {
    purpose, numberOf: numberToProve,
    async proven(tx, ctx, row, { clinic, number, brokerSubject }, now) {
      const made = await provenForm(tx, ctx, clinic, row, number, now);
      await rememberBroker(tx, made.person, brokerSubject, now);
      if (made.state === 'exists') return { account: null, result: 'exists', patient: made.patient };
      const waits = kind === 'child' || (clinic.registration.admission === 'approve' && (await ctx.linking.state(made.account, clinic.id, tx))?.state !== 'linked');
      return { account: waits || clinic.registration.after === 'log-in-page' ? null : made.account, result: waits ? 'waiting' : 'registered', patient: made.patient };
    },
  });
}
