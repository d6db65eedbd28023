/** The base session of one client: device key, refresh family, access token. It opens nothing medical by itself. */
import type { Scope } from '@balie/contracts';
import { readDone, readTokens } from './answers.ts';
import { openChannel, silent, type Channel, type Message } from './channel.ts';
import { createKey, type KeyPair } from './dpop.ts';
import { toPortalError, type Answer, type Call, type Http } from './http.ts';
import { deviceStore, memoryStore, probeStorage, withLock, type Store } from './storage.ts';
import { PortalError } from './types.ts';

export type EndedBy = 'patient' | 'idle' | 'ended';
interface Kept { token: string; /** Epoch ms of the last refresh. */ at: number }
export interface Tokens { access_token: string; expires_in: number; refresh_token?: string | undefined }

/** The server ends a family that was not refreshed for so long (protocol: keys and tokens), in ms. */
const idle = 30 * 60_000;
/** Not worth sending with less than this left, in ms. */
const margin = 5_000;
/** A token of another frame may live as long as this after a refresh, in ms. */
const accessLife = 5 * 60_000;

export class BaseSession {
  readonly client: { issuer: string; id: string; redirectUri: string };
  readonly http: Http;
  /** What the owner does when this session ended, here or in another frame. */
  onEnd: (why: EndedBy) => void = () => undefined;
  /** Another frame logged in. */
  onBegin: () => void = () => undefined;
  /** Another frame had a code mailed. */
  onCode: () => void = () => undefined;
  /** False once this browser refused. Known for sure after `ready`. */
  storage = true;
  readonly ready: Promise<void>;
  readonly #scope: Scope;
  #store: Store = memoryStore();
  #channel: Channel = silent;
  /** Refused by the server while young: not taken from another frame again. */
  #refused: string | null = null;
  #access: { token: string; expiresAt: number } | null = null;
  #refreshing: Promise<string> | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #told: (() => void)[] = [];
  /** Grows at each end: what was asked for before is not kept after it. */
  #turn = 0;

  constructor(http: Http, client: BaseSession['client'], scope: Scope) {
    this.http = http;
    this.client = client;
    this.#scope = scope;
    this.ready = probeStorage().then((granted) => this.#open(granted));
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') void this.#checkIdle(); });
  }

  get store(): Store { return this.#store; }

  /** The device key: made once a client and device, the same in all its frames. */
  async key(): Promise<KeyPair> {
    await this.ready;
    return await this.#store.get<KeyPair>('key') ?? await this.#store.keep('key', await createKey());
  }

  /** Whether there is something to refresh. */
  async exists(): Promise<boolean> {
    await this.ready;
    return await this.#store.get<Kept>('session') !== undefined;
  }

  /**
   * A log-in by POST /authorize-challenge under the device key: one call a step. Answers what the server says instead of letting in, or null
   * once this session has begun. The first call's fields go with those of the request, later ones stand alone.
   */
  async beginLogIn(): Promise<(fields: Record<string, string>) => Promise<Answer | null>> {
    const [{ beginSignin }, key] = await Promise.all([import('./signin.ts'), this.key()]);
    const signin = await beginSignin(this.http, this.client, this.#scope, key);
    let first = signin.fields;
    return async (fields) => {
      const turn = this.#turn;
      const answer = await this.http.send({ method: 'POST', path: '/authorize-challenge', key, form: { ...first, ...fields } });
      if (answer.status >= 300) { first = {}; return answer; }
      await this.adopt(await signin.finish(readDone(answer.body)), turn);
      return null;
    };
  }

  /** Begins with these tokens and tells the other frames. Rejects with `login_required` when a session ended since `turn`. */
  async adopt(tokens: Tokens, turn = this.#turn): Promise<void> {
    await this.#keep(tokens, turn);
    this.tellIn();
  }

  /** An access token with some life left. Refreshes only when none is at hand. Rejects with `login_required` where there is no session, or `offline`. */
  async token(): Promise<string> {
    await this.ready;
    return this.#live() ?? (this.#refreshing ??= this.#refresh().finally(() => { this.#refreshing = undefined; }));
  }

  /** A call with the base token and the device key. A token refused although young is refreshed once: keys rotate, families end. */
  async call(call: Omit<Call, 'key' | 'token'>): Promise<Record<string, unknown>> {
    const answer = await this.ask(call);
    if (answer.status >= 300) throw toPortalError(answer);
    return answer.body;
  }
  /** The same, whatever the answer. */
  async ask(call: Omit<Call, 'key' | 'token'>): Promise<Answer> {
    const key = await this.key();
    const send = async (token: string) => this.http.send({ ...call, key, token });
    const token = await this.token();
    let answer = await send(token);
    if (answer.body['error'] === 'invalid_token') {
      this.#refused = token;
      if (this.#access?.token === token) this.#access = null;
      answer = await send(await this.token());
      if (answer.body['error'] === 'invalid_token') await this.end('ended');
    }
    return answer;
  }

  /** Real input: keeps the session from idling out while a page is used. */
  async touch(): Promise<void> {
    const kept = await this.#store.get<Kept>('session');
    if (kept && Date.now() - kept.at > idle / 3) await this.token().catch(() => undefined);
  }

  /** Ends it here and in the other frames. Nothing is sent: the server's side is the caller's. */
  async end(why: EndedBy): Promise<void> {
    this.#forget();
    await this.#store.remove('session');
    this.#channel.post({ type: 'out', why });
    this.onEnd(why);
  }

  /** POST /logout, as far as it comes within 3 s: nobody waits for a network to be logged out. */
  async tellLogOut(): Promise<void> {
    const tell = async () => this.http.send({ method: 'POST', path: '/logout', json: {}, keepalive: true, key: await this.key(), token: await this.token() });
    await Promise.race([tell().catch(() => undefined), new Promise((resolve) => { setTimeout(resolve, 3_000); })]);
  }

  /** The other frames look at who is logged in, and at what changed for them. */
  tellIn(): void { this.#channel.post({ type: 'in' }); }
  tellCode(): void { this.#channel.post({ type: 'code' }); }

  /** The shared-computer ending: device key and everything kept go too. */
  async wipe(): Promise<void> { await this.#store.clear(); }

  #open(granted: boolean): void {
    this.storage = granted;
    if (!granted) return;
    this.#store = deviceStore(`balie:${this.client.id}`);
    this.#channel = openChannel(`balie:${this.client.id}`, (message) => this.#hear(message));
  }

  #hear(message: Message): void {
    switch (message.type) {
      case 'token':
        if (message.token === this.#refused) break;
        this.#access = { token: message.token, expiresAt: message.expiresAt };
        this.#watchIdle(Date.now());
        for (const tell of this.#told.splice(0)) tell();
        break;
      case 'want': if (this.#live()) this.#channel.post({ type: 'token', ...this.#access! }); break;
      case 'in': this.onBegin(); break;
      case 'out': this.#forget(); this.onEnd(message.why); break;
      case 'code': this.onCode(); break;
    }
  }

  #live(): string | null { return this.#access && this.#access.expiresAt - margin > Date.now() ? this.#access.token : null; }

  async #refresh(): Promise<string> {
    const key = await this.key();
    return withLock(`balie:${this.client.id}:refresh`, () => this.#exchange(key, true));
  }

  async #exchange(key: KeyPair, retry: boolean): Promise<string> {
    const turn = this.#turn;
    const kept = await this.#store.get<Kept>('session');
    const given = kept && (this.#live() ?? await this.#ask(kept));
    if (given) return given;
    if (!kept) throw await this.#over('ended');
    const answer = await this.http.send({ method: 'POST', path: '/token', key, form: { grant_type: 'refresh_token', client_id: this.client.id, refresh_token: kept.token } });
    if (answer.body['error'] === 'invalid_grant') {
      // Where the lock was not honoured, another frame has put a newer one there.
      if ((await this.#store.get<Kept>('session'))?.token !== kept.token && retry) return this.#exchange(key, false);
      throw await this.#over(Date.now() - kept.at > idle ? 'idle' : 'ended');
    }
    if (answer.status >= 300) throw toPortalError(answer);
    return this.#keep({ refresh_token: kept.token, ...readTokens(answer.body) }, turn);
  }

  /** Another frame that refreshed lately answers within a moment, or is gone. */
  async #ask(kept: Kept): Promise<string | null> {
    if (Date.now() - kept.at > accessLife) return null;
    this.#channel.post({ type: 'want' });
    await new Promise<void>((resolve) => { this.#told.push(resolve); setTimeout(resolve, 100); });
    return this.#live();
  }

  async #keep({ access_token: token, expires_in: seconds, refresh_token: refresh }: Tokens, turn: number): Promise<string> {
    const over = () => turn !== this.#turn;
    if (refresh && !over()) {
      await this.#store.set('session', { token: refresh, at: Date.now() } satisfies Kept);
      // Ended while it was written; a session that began meanwhile stays.
      if (over() && (await this.#store.get<Kept>('session'))?.token === refresh) await this.#store.remove('session');
    }
    if (over()) throw new PortalError('login_required');
    this.#access = { token, expiresAt: Date.now() + seconds * 1000 };
    this.#channel.post({ type: 'token', ...this.#access });
    this.#watchIdle(Date.now());
    return token;
  }

  async #over(why: EndedBy): Promise<PortalError> {
    await this.end(why);
    return new PortalError('login_required');
  }

  #forget(): void {
    this.#turn += 1;
    this.#access = null;
    clearTimeout(this.#idleTimer);
  }

  /** Ends what nobody used, so that a screen left alone shows nothing (T11). No request is made for it. */
  #watchIdle(since: number): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.#checkIdle(), since + idle - Date.now());
  }
  async #checkIdle(): Promise<void> {
    const kept = await this.#store.get<Kept>('session').catch(() => undefined);
    if (!kept) return;
    if (Date.now() - kept.at >= idle) await this.end('idle');
    else this.#watchIdle(kept.at);
  }
}
