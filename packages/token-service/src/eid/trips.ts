/**
 * An eID trip (docs/protocol.md, "eID"): begun by a frame's POST /par, gone by GET /authorize at top level, back at /eid/callback, ended by a code in the
 * fragment of the clinic's page. One row a trip; each step takes it by compare-and-set, so that of N callers one goes on.
 */
import { elements, oldEnoughForEid, PublicError, type ClinicConfig, type EidPurpose, type EidScheme, type Locale, type ParRequest } from '@balie/contracts';
import { and, appendAudit, eq, gt, hashSecret, isNotNull, isNull, lt, schema, type Queryable } from '@balie/database';
import { numberKinds, readPersonalNumber, ageAt, type PersonalNumber } from '@balie/rules';
import { issueCode } from '../authorization-codes.ts';
import { clientOf, type Client } from '../clients.ts';
import { sameText } from '../compare.ts';
import type { Context } from '../context.ts';
import { counterKey, limits, networkOf, spend } from '../limits.ts';
import { secretFrom } from '../random.ts';
import { brokerOf, comeBack, leaveFor, matchesNumber, type BrokerCheck } from './brokers.ts';
import { numberOfSubject, registrationOf, settleProof, type Proof } from './proofs.ts';
import { levelAtLeast, readClaims, type Read } from './schemes.ts';

const { eidTransactions } = schema;
export type Trip = typeof eidTransactions.$inferSelect;

const seconds = 1000;
/** Of a request_uri; of the whole trip, with the cookie; of the code that comes back (plugins that delay scripts delay our frame). */
export const eidLife = { requestUri: 60 * seconds, trip: 1800 * seconds, code: 300 * seconds, number: 600 * seconds } as const;
const numberTries = 5;
const requestUriPrefix = 'urn:ietf:params:oauth:request_uri:';
export const cookieName = (transaction: string): string => `__Host-eid-${transaction}`;

/** What the row keeps sealed: the patient's language, the number to be proven where one was typed, and what each step needs of the one before. */
interface Kept { locale: Locale; number: string | null; check?: BrokerCheck; asked?: { read: Read; accessToken: string; tries: number; until: string } }
const keep = (ctx: Context, kept: Kept): string => ctx.keyring.seal('eid-trip', JSON.stringify(kept));
const keptOf = (ctx: Context, trip: Trip): Kept => JSON.parse(ctx.keyring.open('eid-trip', trip.brokerSealed!)) as Kept;

/** Pages of a client to come back to: each registered page on each of its sites, and our own hosted ones. Exact texts; nothing is ever taken apart (T20). */
export function returnUrls(ctx: Context, clinic: ClinicConfig): ReadonlySet<string> {
  const pages = Object.values(clinic.pages).filter((page): page is string => page !== undefined);
  const hosted = `${ctx.issuer}/hosted/${clinic.id}`;
  return new Set([
    ...pages.flatMap((page) => clinic.origins.map((origin) => { const { pathname, search } = new URL(page); return `${origin}${pathname}${search}`; })),
    hosted, ...elements.map((element) => `${hosted}/${element}`),
  ]);
}

export interface TripWish { client: Client; jkt: string; purpose: EidPurpose; /** Account or registration the proof is for. */ subject: string | null; /** The number that must be the proven one, as `readPersonalNumber` gives it; null: whoever comes. */ number: string | null; codeChallenge: string; state: string; redirectUri: string; locale: Locale }

/** The row of a trip. Registrations that wait for a proof begin one here too. @throws PublicError invalid_request, temporarily_unavailable */
export async function beginTrip(ctx: Context, wish: TripWish): Promise<{ request_uri: string; expires_in: number }> {
  const clinic = wish.client.clinic;
  if (!clinic?.eid) throw new PublicError('invalid_request');
  brokerOf(ctx, clinic.eid.scheme);
  if (!returnUrls(ctx, clinic).has(wish.redirectUri)) throw new PublicError('invalid_request', { fields: ['redirect_uri'] });
  const now = ctx.clock();
  const secret = secretFrom(ctx.random);
  await ctx.db.insert(eidTransactions).values({
    clinic: clinic.id, broker: clinic.eid.scheme, purpose: wish.purpose, requestUriHash: hashSecret(secret), jkt: wish.jkt, codeChallenge: wish.codeChallenge, state: wish.state, returnUrl: wish.redirectUri, scope: wish.client.baseScope,
    subject: wish.subject, brokerSealed: keep(ctx, { locale: wish.locale, number: wish.number }), createdAt: now, expiresAt: new Date(now.getTime() + eidLife.trip),
  });
  return { request_uri: `${requestUriPrefix}${secret}`, expires_in: eidLife.requestUri / seconds };
}

/** POST /par. `account`: who is logged in there, if anybody. @throws PublicError invalid_request, access_denied, link_invalid, login_required, too_many_requests */
export async function push(ctx: Context, client: Client, request: ParRequest, from: { jkt: string; address: string; account: string | null }): Promise<{ request_uri: string; expires_in: number }> {
  if (!client.clinic || (request.dpop_jkt ?? from.jkt) !== from.jkt) throw new PublicError('invalid_request');
  await spend(ctx.db, counterKey(ctx, 'eid-network', networkOf(from.address)), limits.eidNetwork, ctx.clock());
  if (request.purpose === 'attach' && !from.account) throw new PublicError('login_required');
  const waiting = request.registration === undefined && request.purpose !== 'confirm' ? null : await registrationOf(ctx, { clinic: client.id, purpose: request.purpose, secret: request.registration ?? null, jkt: from.jkt });
  if (request.purpose === 'child' && !waiting && !from.account) throw new PublicError('invalid_request', { fields: ['registration'] });
  return beginTrip(ctx, {
    client, jkt: from.jkt, purpose: request.purpose, subject: waiting?.subject ?? from.account, number: waiting?.number ?? null, codeChallenge: request.code_challenge, state: request.state, redirectUri: request.redirect_uri,
    locale: request.ui_locales ?? client.clinic.locales[0]!,
  });
}

export interface Leaving { location: string; cookie: string | null }

/** GET /authorize: uses the request_uri, and says where the broker is. @throws PublicError invalid_request */
export async function leave(ctx: Context, clientId: string, requestUri: string): Promise<Leaving> {
  const now = ctx.clock();
  const secret = requestUri.startsWith(requestUriPrefix) ? requestUri.slice(requestUriPrefix.length) : '';
  const [trip] = await ctx.db.update(eidTransactions).set({ startedAt: now })
    .where(and(eq(eidTransactions.requestUriHash, hashSecret(secret)), eq(eidTransactions.clinic, clientId), isNull(eidTransactions.startedAt), gt(eidTransactions.createdAt, new Date(now.getTime() - eidLife.requestUri)))).returning();
  if (!trip) throw new PublicError('invalid_request', { fields: ['request_uri'] });
  try {
    const { url, check } = await leaveFor(ctx, brokerOf(ctx, trip.broker), trip.broker as EidScheme, trip.id);
    const cookie = secretFrom(ctx.random);
    await ctx.db.transaction(async (tx) => {
      await tx.update(eidTransactions).set({ cookieHash: hashSecret(cookie), brokerSealed: keep(ctx, { ...keptOf(ctx, trip), check }) }).where(eq(eidTransactions.id, trip.id));
      await audit(tx, ctx, trip, 'eid-leave', null, 'done');
    });
    return { location: url, cookie: cookieHeader(trip.id, cookie, eidLife.trip / seconds) };
  } catch (thrown) { return { location: backWith(ctx, trip, { error: codeOf(ctx, thrown, trip) }), cookie: null }; }
}

const cookieHeader = (transaction: string, value: string, maxAge: number) => `${cookieName(transaction)}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${maxAge}`;

/**
 * GET /eid/callback. Without the cookie of the browser that left, nothing is used up: whoever was led here holds nothing (T17). With it the trip is consumed,
 * whatever comes of it. Answers null when nothing is known of this trip.
 */
export async function arrive(ctx: Context, query: URLSearchParams, cookies: Readonly<Record<string, string>>): Promise<Leaving | null> {
  const state = query.get('state') ?? '';
  const trip = await tripByCookie(ctx, state.split('.')[0] ?? '', cookies);
  if (!trip) return null;
  if (trip.lost) return { location: `${ctx.issuer}/hosted/${trip.row.clinic}#balie-eid=lost&error=eid_lost`, cookie: null };
  const { row } = trip;
  const now = ctx.clock();
  const taken = await ctx.db.update(eidTransactions).set({ usedAt: now }).where(and(eq(eidTransactions.id, row.id), isNull(eidTransactions.usedAt), gt(eidTransactions.expiresAt, now))).returning({ id: eidTransactions.id });
  const gone = cookieHeader(row.id, '', 0);
  if (taken.length !== 1) return { location: backWith(ctx, row, { error: 'eid_lost' }), cookie: gone };
  try {
    const kept = keptOf(ctx, row);
    const broker = brokerOf(ctx, row.broker);
    const { check } = kept;
    // One trip, one broker: whoever answers says so, or is not heard (RFC 9207, T19).
    if (!check || !sameText(state, check.state) || query.get('iss') !== broker.issuer) throw new PublicError('eid_failed');
    const refused = query.get('error');
    if (refused !== null) throw new PublicError(refused === 'access_denied' ? 'eid_cancelled' : refused === 'temporarily_unavailable' || refused === 'server_error' ? 'temporarily_unavailable' : 'eid_failed');
    const { claims, accessToken } = await comeBack(ctx, broker, query, check);
    const read = readClaims(row.broker as EidScheme, claims);
    const clinic = ctx.clinics.get(row.clinic)!;
    if (!levelAtLeast(read.level, clinic.eid!.minLevel)) throw new PublicError('eid_level');
    demandAge(ctx, clinic, read, read.number);
    if (read.number) return { location: await settle(ctx, row, read, read.number), cookie: gone };
    if (kept.number !== null) {
      const typed = readPersonalNumber(clinic.country, kept.number);
      if (!typed.ok || !await matchesNumber(broker, accessToken, typed.value.number)) throw new PublicError('identity_mismatch');
      return { location: await settle(ctx, row, read, typed.value), cookie: gone };
    }
    // Known from an earlier comparison; else the number is asked once, on a page of our own.
    const before = await numberOfSubject(ctx, brokerIdentity(ctx, row.broker, read.subject), numberKinds[clinic.country]);
    if (before) return { location: await settle(ctx, row, read, null), cookie: gone };
    await ctx.db.update(eidTransactions).set({ brokerSealed: keep(ctx, { locale: kept.locale, number: null, asked: { read, accessToken, tries: 0, until: new Date(now.getTime() + eidLife.number).toISOString() } }) }).where(eq(eidTransactions.id, row.id));
    return { location: `${ctx.issuer}/hosted/${row.clinic}/number?lang=${kept.locale}&trip=${row.id}`, cookie: null };
  } catch (thrown) { return { location: await failed(ctx, row, thrown), cookie: gone }; }
}

/** POST of our own page: the CPR number of who has just logged in by MitID. `again`: it is not theirs, or cannot be read. @throws PublicError eid_lost */
export async function giveNumber(ctx: Context, clinicId: string, transaction: string, typed: string, cookies: Readonly<Record<string, string>>): Promise<Leaving | 'again'> {
  const trip = await tripByCookie(ctx, transaction, cookies);
  if (!trip || trip.lost || trip.row.clinic !== clinicId) throw new PublicError('eid_lost');
  const clinic = ctx.clinics.get(clinicId)!;
  const number = readPersonalNumber(clinic.country, typed);
  if (!number.ok) return 'again';
  // Counted first, under a lock, so that N at once are N tries.
  const asked = await ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(eidTransactions).where(eq(eidTransactions.id, trip.row.id)).for('update');
    const kept = row && row.brokerSealed ? keptOf(ctx, row) : null;
    if (!row || !kept?.asked || kept.asked.tries >= numberTries || kept.asked.until <= ctx.clock().toISOString()) throw new PublicError('eid_lost');
    const tries = kept.asked.tries + 1;
    await tx.update(eidTransactions).set({ brokerSealed: keep(ctx, { ...kept, asked: { ...kept.asked, tries } }) }).where(eq(eidTransactions.id, row.id));
    return { ...kept.asked, tries };
  });
  const gone = cookieHeader(transaction, '', 0);
  try {
    if (!await matchesNumber(brokerOf(ctx, trip.row.broker), asked.accessToken, number.value.number)) {
      if (asked.tries < numberTries) return 'again';
      throw new PublicError('identity_mismatch');
    }
    demandAge(ctx, clinic, asked.read, number.value);
    return { location: await settle(ctx, trip.row, asked.read, number.value), cookie: gone };
  } catch (thrown) { return { location: await failed(ctx, trip.row, thrown), cookie: gone }; }
}

async function tripByCookie(ctx: Context, transaction: string, cookies: Readonly<Record<string, string>>): Promise<{ row: Trip; lost: boolean } | null> {
  if (!/^[0-9a-f-]{36}$/.test(transaction)) return null;
  const [row] = await ctx.db.select().from(eidTransactions).where(and(eq(eidTransactions.id, transaction), isNotNull(eidTransactions.cookieHash)));
  if (!row) return null;
  const cookie = cookies[cookieName(transaction)];
  return { row, lost: cookie === undefined || !sameText(hashSecret(cookie), row.cookieHash!) };
}

/** S4-11, S4-12, S4-52: by the birth date in the number, else as the scheme says it, by the clinic's calendar. */
function demandAge(ctx: Context, clinic: ClinicConfig, read: Read, number: PersonalNumber | null): void {
  if (clinic.eid!.fromAge === 0) return;
  const birthDate = number?.birthDate ?? read.birthDate;
  const age = birthDate === null ? read.age : ageAt(birthDate, ctx.clock(), clinic.timeZone);
  // Where a later step brings the number, that step decides.
  if (age === null && number === null) return;
  if (age === null || !oldEnoughForEid(clinic, age)) throw new PublicError('eid_too_young');
}

const brokerIdentity = (ctx: Context, scheme: string, subject: string): string => ctx.keyring.hmac('eid-subject', scheme, brokerOf(ctx, scheme).issuer, subject);

/** What was proven takes effect, and the code that says so is made: one transaction with its audit entry. */
async function settle(ctx: Context, trip: Trip, read: Read, number: PersonalNumber | null): Promise<string> {
  const client = clientOf(ctx, trip.clinic);
  const { locale } = keptOf(ctx, trip);
  const now = ctx.clock();
  const proof: Proof = { clinic: client.clinic!, purpose: trip.purpose as EidPurpose, subject: trip.subject, number, brokerSubject: trip.broker === 'mitid' ? brokerIdentity(ctx, trip.broker, read.subject) : null, locale, jkt: trip.jkt };
  return ctx.db.transaction(async (tx) => {
    // Once, whoever of N comes with the same proof.
    const taken = await tx.update(eidTransactions).set({ brokerSealed: null }).where(and(eq(eidTransactions.id, trip.id), isNotNull(eidTransactions.brokerSealed))).returning({ id: eidTransactions.id });
    if (taken.length !== 1) throw new PublicError('eid_lost');
    const settled = await settleProof(tx, ctx, proof, now);
    const code = settled.account === null ? null : await issueCode(tx, ctx, {
      client, jkt: trip.jkt, codeChallenge: trip.codeChallenge, redirectUri: trip.returnUrl, subject: settled.account, scope: client.baseScope, acr: 'urn:balie:acr:eid', authTime: now, page: null, life: eidLife.code,
    });
    await audit(tx, ctx, trip, 'eid-return', settled.account, settled.result, settled.patient ?? null);
    return backWith(ctx, trip, code === null ? { result: settled.result } : { code });
  });
}

async function failed(ctx: Context, trip: Trip, thrown: unknown): Promise<string> {
  const error = codeOf(ctx, thrown, trip);
  await ctx.db.transaction(async (tx) => {
    await tx.update(eidTransactions).set({ brokerSealed: null }).where(eq(eidTransactions.id, trip.id));
    await audit(tx, ctx, trip, 'eid-return', null, error);
  });
  return backWith(ctx, trip, { error });
}

/** The code of what went wrong, for a fragment that the clinic's page may see; the log gets its class. */
function codeOf(ctx: Context, thrown: unknown, trip: Trip): string {
  const error = thrown instanceof PublicError ? thrown : null;
  const cause = error ? error.cause : thrown;
  if (cause !== undefined) ctx.log({ event: 'eid-failed', level: 'warn', clinic: trip.clinic, code: error?.code ?? 'server_error', thrown: cause instanceof Error ? cause.name : typeof cause, ...(cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && /^[A-Z0-9_]{2,40}$/.test(cause.code) ? { systemCode: cause.code } : {}) });
  return error?.code ?? 'server_error';
}

/** The clinic's page, with what the frame needs in the fragment: no server and no later request sees it. `iss` in base64url, for a fragment of ours holds no other signs. */
const backWith = (ctx: Context, trip: Trip, what: { code: string } | { error: string } | { result: string }): string =>
  `${trip.returnUrl}#balie-eid=${trip.state}&${new URLSearchParams(what as Record<string, string>).toString()}&iss=${Buffer.from(ctx.issuer).toString('base64url')}`;

const audit = (tx: Parameters<typeof appendAudit>[0], ctx: Context, trip: Trip, action: string, account: string | null, outcome: string, patient: string | null = null) =>
  appendAudit(tx, { at: ctx.clock(), clinic: trip.clinic, actorKind: account ? 'account' : 'public', actor: account, action, objectKind: 'eid-trip', object: trip.id, patient, outcome });

export async function sweepTrips(db: Queryable, now: Date): Promise<void> {
  await db.delete(eidTransactions).where(lt(eidTransactions.expiresAt, now));
}
