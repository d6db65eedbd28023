/** A token service on a database of its own, with a clock that tests turn, a mailbox to read, and callers with real keys. */
import { createHash, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { clinicConfig, parse, type ClinicConfig, type LinkState, type Linking, type LogRecord, type MailRequest, type PageScope, type ProvenNumber, type SmsRequest, type TokenAnswer } from '@balie/contracts';
import { asc, schema, type Transaction } from '@balie/database';
import { asWritten, testDatabase } from '@balie/database/testing';
import type { Context } from '../src/context.ts';
import { createTokenService, type Hasher, type TokenServiceDeps } from '../src/index.ts';
import { systemRandom } from '../src/random.ts';

export const issuer = 'http://balie.localhost:4400';
export const deskOrigin = 'http://desk.localhost:4400';
export const goodPassword = 'paarse koffiemok 41';

export const clinic = (id: string, more: Record<string, unknown> = {}): ClinicConfig => parse(clinicConfig, {
  id, name: `Praktijk ${id}`, country: 'NL', timeZone: 'Europe/Amsterdam', locales: ['nl', 'en'], origins: [`http://${id}.localhost:4401`], pages: { register: `http://${id}.localhost:4401/r`, portal: `http://${id}.localhost:4401/p` },
  phones: { practice: '+31101234567', outOfHours: '+31101234568', emergency: '112' }, openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' }], mail: { from: `praktijk@${id}.example`, notify: [`balie@${id}.example`] },
  registration: { confirmEmail: 'review', fields: [], password: { minLength: 10, composition: false }, linkHours: 24 },
  services: { prescriptions: { title: { nl: 'Receptservice' } }, econsults: { title: { nl: 'eConsult' } } }, ...more,
});

/** Counts what argon2 would do, at no cost: the limits are under test, not the hash. */
export function countingHasher() {
  const hasher = { hashed: 0, verified: 0, hash: async (password: string) => { hasher.hashed++; return `plain:${password}`; }, verify: async (stored: string | null, password: string) => { hasher.verified++; return stored === `plain:${password}`; } };
  return hasher satisfies Hasher;
}

export type Harness = Awaited<ReturnType<typeof harness>>;
export async function harness({ clinics = [clinic('de-linde'), clinic('zeezicht')], ...more }: { clinics?: ClinicConfig[] } & Partial<Omit<TokenServiceDeps, 'clinics'>> = {}) {
  const database = await testDatabase();
  const time = { now: new Date('2026-03-02T09:00:00Z') };
  const links = new Map<string, LinkState>();
  const linked: string[] = [];
  /** Records of the practice by id, and those that have their account. */
  const patients = new Map<string, { name: string; birthDate: string | null; number?: string }>();
  const joined = new Set<string>();
  /** What came along with the request. */
  const proved = new Map<string, ProvenNumber>();
  /** What the practice's record says of somebody. */
  const records = new Map<string, { email: string | null; phone: string | null }>();
  /** `patient/service` that the practice does not offer. */
  const off = new Set<string>();
  /** `account/clinic` whose own log-in is closed. */
  const guardiansOnly = new Set<string>();
  const logs: LogRecord[] = [];
  // The practice's side is kept in maps: what a transaction asked of it goes with that transaction.
  const undo = new WeakMap<object, (() => void)[]>();
  const begin = database.db.transaction.bind(database.db);
  database.db.transaction = async (work, config) => {
    const steps: (() => void)[] = [];
    try { return await begin((tx) => { undo.set(tx, steps); return work(tx); }, config); } catch (thrown) { for (const step of steps.reverse()) step(); throw thrown; }
  };
  function setLink(tx: Transaction, key: string, state: LinkState) {
    const before = links.get(key);
    links.set(key, state);
    undo.get(tx)?.push(() => { if (before) links.set(key, before); else links.delete(key); });
  }
  function noteLinked(tx: Transaction, key: string) {
    linked.push(key);
    undo.get(tx)?.push(() => { linked.splice(linked.lastIndexOf(key), 1); proved.delete(key); });
  }
  const opened = (key: string) => { const state = links.get(key)!, patient = state === 'linked' ? `patient-of-${key.split('/')[0]}` : null; return { state, patient, own: guardiansOnly.has(key) ? null : patient, guardiansOnly: guardiansOnly.has(key) }; };
  const linking: Linking<Transaction> = {
    async request(tx, account, at, proven) { const key = `${account}/${at}`; if (!links.has(key)) { setLink(tx, key, 'requested'); noteLinked(tx, key); if (proven) proved.set(key, proven); } return { patient: null }; },
    async person(_clinic, patient) { const found = patients.get(patient); return found && !joined.has(patient) ? { number: null, ...found } : null; },
    async byDesk(tx, { account, clinic: at, patient, number }) { if (joined.has(patient) || (number != null && patients.get(patient)?.number !== number)) return false; joined.add(patient); undo.get(tx)?.push(() => { joined.delete(patient); }); setLink(tx, `${account}/${at}`, 'linked'); noteLinked(tx, `${account}/${at}`); return true; },
    async accountOf() { return null; },
    async state(account, at) { return links.has(`${account}/${at}`) ? { link: account, ...opened(`${account}/${at}`), recordName: null, contact: records.get(account) ?? null } : null; },
    async all(account) { return [...links.keys()].flatMap((key) => { const [whose, clinic = ''] = key.split('/'); return whose === account ? [{ clinic, ...opened(key), since: new Date('2026-03-01T00:00:00Z') }] : []; }); },
    async offered(patient, service) { return !off.has(`${patient}/${service}`); },
    async revokeAll(tx, account) { for (const key of links.keys()) if (key.startsWith(`${account}/`)) setLink(tx, key, 'revoked'); },
    async ownAgain(tx, account, at) { for (const key of guardiansOnly) if (at.some((clinic) => key === `${account}/${clinic}`)) { guardiansOnly.delete(key); undo.get(tx)?.push(() => { guardiansOnly.add(key); }); } },
  };
  /** Members whose work became nobody's. */
  const letGo: string[] = [];
  const hasher = countingHasher();
  const deps: TokenServiceDeps = {
    db: database.db, keyring: database.keyring, clock: () => new Date(time.now), issuer, deskOrigin, clinics: new Map(clinics.map((one) => [one.id, one])), linking, work: { letGo: async (_tx, member) => { letGo.push(member); } }, log: (record) => { logs.push(record); },
    hasher, addressOf: (request) => request.headers.get('x-test-address') ?? '192.0.2.1', ...more,
  };
  const service = createTokenService(deps);

  const send = async (path: string, init: RequestInit & { origin?: string } = {}): Promise<Response> => service.app.request(`${init.origin ?? issuer}${path}`, init);
  const queued = async (sms: boolean): Promise<unknown[]> => {
    const rows = await database.db.select().from(schema.outbox).orderBy(asc(schema.outbox.createdAt), asWritten);
    return rows.filter((row) => row.template.startsWith('sms-') === sms).map((row) => JSON.parse(database.keyring.open('outbox', row.mailSealed!)));
  };
  const mails = async (template?: MailRequest['template']): Promise<MailRequest[]> => (await queued(false) as MailRequest[]).filter((mail) => !template || mail.template === template);
  return {
    ...database, service, context: { random: systemRandom, brokers: {}, hasher, addressOf: () => '192.0.2.1', ...deps } satisfies Context, time, letGo, links, linked, off, guardiansOnly, patients, proved, records, logs, hasher, send, mails,
    texts: () => queued(true) as Promise<Extract<SmsRequest, { template: 'code' }>[]>,
    /** Turns the clock. */
    pass: (seconds: number) => { time.now = new Date(time.now.getTime() + seconds * 1000); },
    device: () => createDevice(service, () => time.now),
    async lastMail<T extends MailRequest['template']>(template: T) { return (await mails(template)).at(-1) as (MailRequest & { template: T }) | undefined; },
    /** An account as if registered, confirmed and, when asked, linked. */
    async account(email: string, { at = 'de-linde', link = 'linked' as LinkState | null } = {}) {
      const device = await createDevice(service, () => time.now);
      await device.json('/register', { clinic: at, locale: 'nl', email, password: goodPassword });
      const mail = (await mails('confirm-registration')).at(-1) as MailRequest & { template: 'confirm-registration' };
      const answer = await (await device.json('/register/confirm', { clinic: at, secret: mail.data.secret })).json() as { tokens: TokenAnswer };
      const id = linked.at(-1)!.split('/')[0]!;
      if (link) links.set(`${id}/${at}`, link);
      return { id, device, tokens: answer.tokens, client: at };
    },
  };
}

export interface Proof { method?: string; htu?: string; accessToken?: string; nonce?: string | null; claims?: Record<string, unknown>; header?: Record<string, unknown> }
export type Device = Awaited<ReturnType<typeof createDevice>>;

/** A caller with a key: makes proofs and sends forms and JSON as a frame does. */
export async function createDevice(service: { app: { request(url: string, init?: RequestInit, env?: unknown): Response | Promise<Response> }; nonce(): string }, now: () => Date) {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const jkt = await calculateJwkThumbprint(jwk);
  const proof = async (url: string, { method = 'POST', htu = url, accessToken, nonce = service.nonce(), claims = {}, header = {} }: Proof = {}): Promise<string> => new SignJWT({
    jti: randomBytes(12).toString('base64url'), htm: method, htu, iat: Math.floor(now().getTime() / 1000), ...(nonce === null ? {} : { nonce }), ...(accessToken ? { ath: createHash('sha256').update(accessToken).digest('base64url') } : {}), ...claims,
  }).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header }).sign(pair.privateKey);
  type More = { origin?: string; headers?: Record<string, string>; accessToken?: string; proof?: Proof; method?: string };
  const send = async (path: string, body: string | undefined, type: string | null, { origin = issuer, headers = {}, accessToken, proof: wish = {}, method = 'POST' }: More = {}): Promise<Response> => service.app.request(`${origin}${path}`, {
    method, ...(body === undefined ? {} : { body }),
    headers: { origin, ...(type ? { 'content-type': type } : {}), dpop: await proof(`${origin}${path}`, { method, ...(accessToken ? { accessToken } : {}), ...wish }), ...(accessToken ? { authorization: `DPoP ${accessToken}` } : {}), ...headers },
  });
  const form = (path: string, fields: Record<string, string>, more?: More) => send(path, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', more);
  return {
    jkt, jwk: jwk as JWK, privateKey: pair.privateKey as CryptoKey, proof, form,
    json: (path: string, body: unknown, more?: More) => send(path, JSON.stringify(body), 'application/json', more),
    get: (path: string, accessToken: string, more?: More) => send(path, undefined, null, { ...more, accessToken, method: 'GET' }),
    post: (path: string, accessToken: string, more?: More) => send(path, undefined, null, { ...more, accessToken }),
    token: (fields: Record<string, string>, more?: More) => form('/token', fields, more),
  };
}

export function pkce() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export const wish = (client: string, scope: string, challenge: string, origin = issuer) => ({ client_id: client, response_type: 'code', scope, redirect_uri: `${origin}/return/${client}`, state: 'st4te', code_challenge: challenge, code_challenge_method: 'S256' });

/** Log-in as a frame does it; the answer of the last request. */
export async function logIn(device: Device, email: string, { password = goodPassword, client = 'de-linde', headers = {} }: { password?: string; client?: string; headers?: Record<string, string> } = {}) {
  const { verifier, challenge } = pkce();
  const answer = await device.form('/authorize-challenge', { ...wish(client, 'portal', challenge), dpop_jkt: device.jkt, username: email, password }, { headers });
  const body = await answer.json() as Record<string, string>;
  const redeem = (more: Record<string, string> = {}, by: Device = device) => by.token({ grant_type: 'authorization_code', client_id: client, code: body['authorization_code'] ?? '', code_verifier: verifier, redirect_uri: `${issuer}/return/${client}`, ...more });
  const state = { session: body['auth_session'] ?? '' };
  /** The next step of the same log-in: a code, or another one. */
  const again = async (fields: Record<string, string>, by: Device = device) => {
    const next = await by.form('/authorize-challenge', { client_id: client, auth_session: state.session, ...fields });
    const said = await next.json() as Record<string, unknown> & { error?: string; auth_session?: string; authorization_code?: string; guesses_left?: number };
    state.session = said.auth_session ?? state.session;
    return { status: next.status, body: said };
  };
  return { status: answer.status, body, verifier, redeem, again, state };
}

/** A page with its own key, up to the point where its code is in the mailbox. */
export async function openPrompt(h: Harness, base: { device: Device; tokens: TokenAnswer; client?: string }, service: PageScope = 'prescriptions', more: Record<string, unknown> = {}) {
  const client = base.client ?? 'de-linde';
  const page = await h.device();
  const started = await base.device.json('/page', { service, page_proof: await page.proof(`${issuer}/page`), ...more }, { accessToken: base.tokens.access_token });
  const made = await started.json() as { page: string; auth_session: string; close_secret: string; error?: string };
  if (started.status !== 200) throw new Error(`no page: ${made.error}`);
  const { verifier, challenge } = pkce();
  const asked = await page.form('/authorize-challenge', { ...wish(client, service, challenge), auth_session: made.auth_session });
  const next = await asked.json() as Record<string, unknown> & { auth_session: string };
  const state = { session: next.auth_session };
  const again = async (fields: Record<string, string>, by: Device = page) => {
    const answer = await by.form('/authorize-challenge', { client_id: client, auth_session: state.session, ...fields });
    const body = await answer.json() as Record<string, unknown> & { error?: string; auth_session?: string; authorization_code?: string; guesses_left?: number };
    if (body.auth_session) state.session = body.auth_session;
    return { status: answer.status, body };
  };
  return {
    page, made, asked: { status: asked.status, body: next }, state, verifier, again, client,
    redeem: (code: string, by: Device = page) => by.token({ grant_type: 'authorization_code', client_id: client, code, code_verifier: verifier, redirect_uri: `${issuer}/return/${client}` }),
    async open() {
      // Where the log-in is proof enough no code is asked.
      if (asked.status === 200) return await (await this.redeem(String(next['authorization_code']))).json() as TokenAnswer;
      const mail = await h.lastMail('session-code');
      const { body } = await again({ code: mail!.data.code });
      return await (await this.redeem(String(body.authorization_code))).json() as TokenAnswer;
    },
    close: () => h.send('/page/close', { method: 'POST', headers: { origin: issuer, 'content-type': 'text/plain' }, body: made.close_secret }),
  };
}

export const bodyOf = async (response: Response): Promise<Record<string, unknown>> => await response.json() as Record<string, unknown>;
