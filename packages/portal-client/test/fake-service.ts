/** A small token and care service behind `fetch`, for tests in a browser: checks every proof by WebCrypto, mails codes into `mails`. */
import type { PublicClinic, Service } from '@balie/contracts';
import { examplePublicClinic } from '@balie/contracts/testing';
import { fromBase64url, base64url, utf8 } from '../src/dpop.ts';

export const secret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

export function testClinic(id = `c${crypto.randomUUID().slice(0, 8)}`): PublicClinic {
  return examplePublicClinic({ id, registration: { fields: [] }, services: { prescriptions: { title: { nl: 'Receptservice' } } } });
}

export interface Seen { method: string; path: string; form: Record<string, string>; json: Record<string, unknown>; headers: Headers; jkt: string | null; claims: Record<string, unknown> }
interface Reply { status: number; body: Record<string, unknown>; headers?: Record<string, string> }
type Route = (seen: Seen) => Reply | Promise<Reply>;

const ok = (body: Record<string, unknown> = {}): Reply => ({ status: 200, body });
export const refuse = (error: string, more: Record<string, unknown> = {}, status = 400): Reply => ({ status, body: { error, ...more } });

export class FakeService {
  readonly issuer: string = location.origin;
  readonly seen: Seen[] = [];
  readonly mails: { code: string; service: string }[] = [];
  readonly beacons: string[] = [];
  /** Set to have one answer replaced. */
  override: Record<string, Route | undefined> = {};
  down = false;
  nonce: string | null = null;
  /** Asked for after the password. */
  logInCode: 'email_code' | 'sms_code' | null = null;
  /** Zero bits asked of every log-in by password; 0 asks none. */
  workBits = 0;
  worked = 0;
  sub = 'sub-a';
  /** Of the newest page. */
  closeSecret = '';
  readonly #real = globalThis.fetch;
  readonly #beacon = navigator.sendBeacon.bind(navigator);
  #access = new Map<string, { jkt: string; scope: string }>();
  #refresh = new Map<string, { jkt: string; scope: string }>();
  #codes = new Map<string, { jkt: string; scope: string; challenge: string }>();
  #sessions = new Map<string, { fields: Record<string, string>; jkt: string }>();
  #live: { code: string; session: string } | null = null;
  readonly draftKey = secret();

  constructor() {
    globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      return new URL(request.url).pathname.startsWith('/__') || /\.(ts|js|mjs)$/.test(new URL(request.url).pathname) ? this.#real(request) : this.#serve(request);
    };
    navigator.sendBeacon = (_url, data) => { this.beacons.push(String(data)); return true; };
  }
  restore(): void { globalThis.fetch = this.#real; navigator.sendBeacon = this.#beacon; }

  count(path: string): number { return this.seen.filter((one) => one.path === path).length; }
  last(path: string): Seen { return this.seen.filter((one) => one.path === path).at(-1)!; }
  /** Forgets tokens as a server does that ended every family. */
  endAll(): void { this.#access.clear(); this.#refresh.clear(); }
  expireAccess(): void { this.#access.clear(); }

  async #serve(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    if (this.down) throw new TypeError('Failed to fetch');
    const proofText = request.headers.get('dpop');
    const { jkt, claims } = proofText ? await checkProof(proofText, request.method, url.origin + url.pathname, request.headers.get('authorization')?.slice(5)) : { jkt: null, claims: {} };
    const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
    const seen: Seen = { method: request.method, path: url.pathname, form: isForm ? Object.fromEntries(new URLSearchParams(text)) : {}, json: !isForm && text ? JSON.parse(text) as Record<string, unknown> : {}, headers: request.headers, jkt, claims };
    this.seen.push(seen);
    const route = this.override[seen.path] ?? this.#routes[seen.path];
    let reply = route ? await route(seen) : refuse('not_found', {}, 404);
    if (this.nonce && jkt && claims['nonce'] !== this.nonce) reply = { ...refuse('use_dpop_nonce', {}, 401), headers: { 'dpop-nonce': this.nonce } };
    return new Response(reply.status === 204 ? null : JSON.stringify(reply.body), { status: reply.status, headers: { 'content-type': 'application/json', ...reply.headers } });
  }

  /** What was pushed for eID trips, newest last, with the key that pushed. */
  readonly pushed: { form: Record<string, string>; jkt: string }[] = [];
  /** The code that comes back from the newest trip. */
  eidCode(): string { const { form, jkt } = this.pushed.at(-1)!; return String(this.#grant(form, jkt).body['authorization_code']); }

  readonly #routes: Record<string, Route> = {
    '/par': ({ form, jkt }) => { this.pushed.push({ form, jkt: jkt! }); return { status: 201, body: { request_uri: `urn:ietf:params:oauth:request_uri:${secret()}`, expires_in: 60 } }; },
    '/authorize-challenge': (seen) => this.challenge(seen),
    '/token': (seen) => this.token(seen),
    '/me': (seen) => this.#with(seen, 'portal', () => ok({ sub: this.sub, clinic: 'linde', name: 'T. Test', email: 't@example.org', link: 'linked', draft_key: this.draftKey, record_name: 'T. Test', session_ends_at: '2030-01-01T00:00:00Z' })),
    '/page': (seen) => this.#with(seen, 'portal', async () => {
      const { jkt } = await checkProof(String(seen.json['page_proof']), 'POST', `${this.issuer}/page`);
      const session = secret();
      this.#sessions.set(session, { fields: {}, jkt });
      this.closeSecret = secret();
      return ok({ page: crypto.randomUUID(), auth_session: session, close_secret: this.closeSecret });
    }),
    '/page/lease': (seen) => this.#with(seen, 'prescriptions', () => ok({ ends_at: new Date(Date.now() + 900_000).toISOString(), final_at: new Date(Date.now() + 3_000_000).toISOString() })),
    '/logout': (seen) => this.#with(seen, 'portal', () => { this.endAll(); return ok(); }),
    '/register': () => ({ status: 202, body: {} }),
    '/care/medication': (seen) => this.#with(seen, 'prescriptions', () => ok({ items: [], requests: [], next: null, terms: { promise: null, pharmacies: [], pharmacy: null, why: 'never', unlisted: false, wayOut: null } })),
    '/care/econsults': (seen) => this.#with(seen, 'econsults', () => ok({ items: [] })),
  };

  #with(seen: Seen, scope: string, act: () => Reply | Promise<Reply>): Reply | Promise<Reply> {
    const held = this.#access.get((seen.headers.get('authorization') ?? '').replace('DPoP ', ''));
    return held?.jkt === seen.jkt && held?.scope === scope ? act() : refuse('invalid_token', {}, 401);
  }

  challenge(seen: Seen): Reply | Promise<Reply> {
    const { form } = seen;
    const jkt = seen.jkt!;
    if (form['username'] !== undefined && this.workBits) return this.#work(form, jkt);
    if (form['username'] !== undefined && this.logInCode && form['password'] === 'goed') {
      const session = secret();
      this.#sessions.set(session, { fields: form, jkt });
      return this.#mail(session, form);
    }
    if (form['username'] !== undefined) return form['password'] === 'goed' ? this.#grant(form, jkt) : refuse('wrong_credentials', { auth_session: secret(), next: { type: 'password' } });
    const known = this.#sessions.get(form['auth_session'] ?? '');
    if (!known || known.jkt !== jkt) return refuse('invalid_session');
    this.#sessions.delete(form['auth_session']!);
    const session = secret();
    const fields = { ...known.fields, ...form };
    this.#sessions.set(session, { fields, jkt });
    if (form['code'] === undefined) return this.#mail(session, fields);
    const live = this.#live;
    if (live?.session !== form['auth_session']) return refuse('code_replaced', { auth_session: session });
    if (form['code'] !== live?.code) { this.#live = { code: live?.code ?? '', session }; return refuse('wrong_code', { auth_session: session, guesses_left: 4 }); }
    this.#live = null;
    return this.#grant(fields, jkt);
  }

  /** Asks for work once; then the log-in goes on as it would have. */
  async #work(form: Record<string, string>, jkt: string): Promise<Reply> {
    const known = this.#sessions.get(form['auth_session'] ?? '');
    if (!known) {
      const session = secret();
      this.#sessions.set(session, { fields: form, jkt });
      return refuse('insufficient_authorization', { auth_session: session, next: { type: 'work', bits: this.workBits } });
    }
    const digest = new DataView(await crypto.subtle.digest('SHA-256', utf8(`${form['auth_session']}.${form['work']}`)));
    if (Math.clz32(digest.getUint32(0)) < this.workBits) throw new Error('no work');
    this.worked += 1;
    const bits = this.workBits;
    this.workBits = 0;
    const reply = await this.challenge({ form: { ...known.fields, username: form['username']!, password: form['password']! }, jkt } as unknown as Seen);
    this.workBits = bits;
    return reply;
  }

  #mail(session: string, fields: Record<string, string>): Reply {
    const code = String(100_000 + Math.floor(Math.random() * 900_000));
    this.#live = { code, session };
    this.mails.push({ code, service: fields['scope'] ?? '' });
    return refuse('insufficient_authorization', { auth_session: session, next: { type: this.logInCode ?? 'email_code', to: 't***@e***.org', mark: 'K7', expires_in: 600, resend_in: 60 } });
  }

  #grant(fields: Record<string, string>, jkt: string): Reply {
    const code = secret();
    this.#codes.set(code, { jkt, scope: fields['scope']!, challenge: fields['code_challenge']! });
    return ok({ authorization_code: code, iss: this.issuer, state: fields['state'] });
  }

  async token({ form, jkt }: Seen): Promise<Reply> {
    if (form['grant_type'] === 'refresh_token') {
      const held = this.#refresh.get(form['refresh_token'] ?? '');
      if (!held || held.jkt !== jkt) return refuse('invalid_grant');
      this.#refresh.delete(form['refresh_token']!);
      return this.#mint(held);
    }
    const held = this.#codes.get(form['code'] ?? '');
    const challenge = base64url(await crypto.subtle.digest('SHA-256', utf8(form['code_verifier'] ?? '')));
    if (!held || held.jkt !== jkt || held.challenge !== challenge) return refuse('invalid_grant');
    this.#codes.delete(form['code']!);
    return this.#mint(held);
  }

  #mint(held: { jkt: string; scope: string }): Reply {
    const access = secret();
    const refresh = secret();
    this.#access.set(access, held);
    this.#refresh.set(refresh, held);
    return ok({ access_token: access, token_type: 'DPoP', expires_in: 300, refresh_token: refresh, scope: held.scope });
  }
}

/** Verifies a DPoP proof as RFC 9449 §4.3 says; throws when it is wrong, so that the test fails. */
export async function checkProof(jwt: string, method: string, url: string, token?: string): Promise<{ jkt: string; claims: Record<string, unknown> }> {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const header = JSON.parse(new TextDecoder().decode(fromBase64url(head))) as { typ: string; alg: string; jwk: JsonWebKey };
  const claims = JSON.parse(new TextDecoder().decode(fromBase64url(body))) as Record<string, unknown>;
  const key = await crypto.subtle.importKey('jwk', header.jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  const valid = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64url(signature), utf8(`${head}.${body}`));
  const ath = token ? base64url(await crypto.subtle.digest('SHA-256', utf8(token))) : undefined;
  if (!valid || header.typ !== 'dpop+jwt' || header.alg !== 'ES256' || 'd' in header.jwk || claims['htm'] !== method || claims['htu'] !== url || claims['ath'] !== ath) throw new Error('bad proof');
  const { crv, kty, x, y } = header.jwk;
  return { jkt: base64url(await crypto.subtle.digest('SHA-256', utf8(JSON.stringify({ crv, kty, x, y })))), claims };
}

/** Resolves once the condition holds; fails after 2 s, naming it. */
export async function until(condition: () => boolean, what = condition.toString()): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 200) throw new Error(`never: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}

export type { Service };
