/**
 * The work behind a page once it was asked for: its key, its code, its tokens. All of it lives in this object's memory and dies with the
 * document (S0-28). In a chunk of its own: a log-in needs none of it.
 */
import type { PageScope } from '@balie/contracts';
import { readDone, readTokens } from './answers.ts';
import { codeStep, type Problem } from './code-steps.ts';
import { createKey, proof, type KeyPair } from './dpop.ts';
import { notNow, toPortalError, type Call } from './http.ts';
import { readLease, readPage } from './page-answers.ts';
import type { BaseSession, Tokens } from './session.ts';
import type { Signin } from './signin.ts';
import type { Closed } from './page.ts';
import { PortalError, type PageState, type PasskeyOutcome } from './types.ts';
import type { Value } from './value.ts';

/** Protocol, "keys and tokens": idle 15 min, 60 min at most. The server's own times replace these at the first lease. All in ms. */
const idle = 15 * 60_000;
const longest = 60 * 60_000;
const warning = 2 * 60_000;
const leaseEvery = 60_000;
const margin = 5_000;

/** What a page holds from asking until it closes. */
interface Opening { key: KeyPair; signin: Signin; authSession: string; closeSecret: string; tokens: { access: string; expiresAt: number; renewal: string } | null }

export class PageWork {
  readonly #base: BaseSession;
  readonly #service: PageScope;
  readonly #state: Value<PageState>;
  /** A code is on its way: every other page's code no longer works. */
  readonly #codeSent: () => void;
  #opening: Opening | null = null;
  #asked = 0;
  #leased = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewing: Promise<string> | undefined;

  constructor(base: BaseSession, service: PageScope, state: Value<PageState>, codeSent: () => void) {
    this.#base = base;
    this.#service = service;
    this.#state = state;
    this.#codeSent = codeSent;
    document.addEventListener('visibilitychange', () => this.#tick());
  }

  async ask(child?: string): Promise<void> {
    await this.#begin(child, async (opening, fields) => this.#step(opening, fields));
  }

  /** Opens by a passkey instead of a code. What the patient did not finish leaves the page closed, as it was. */
  async askPasskey(child?: string): Promise<PasskeyOutcome> {
    let outcome: PasskeyOutcome = 'cancelled';
    const { answerChallenge } = await import('./passkey.ts');
    await this.#begin(child, async (opening, fields) => {
      outcome = await answerChallenge(this.#base.client.id, { ...fields, passkey: '1' }, async (form) => {
        const answer = await this.#base.http.send({ method: 'POST', path: '/authorize-challenge', key: opening.key, form });
        if (answer.status >= 300) return answer;
        const tokens = await opening.signin.finish(readDone(answer.body));
        if (opening === this.#opening) this.#opened(opening, tokens);
        return null;
      });
      if (outcome !== 'done') this.end('new');
    });
    if (this.#state.value.step === 'failed') {
      const { error } = this.#state.value;
      this.end('new');
      throw error;
    }
    return outcome;
  }

  /** The page's key, its row and its auth_session; then `act` with the fields of the first request. */
  async #begin(child: string | undefined, act: (opening: Opening, fields: Record<string, string>) => Promise<void>): Promise<void> {
    this.#drop();
    const turn = ++this.#asked;
    this.#state.set({ step: 'sending' });
    try {
      const { http, client } = this.#base;
      const [{ beginSignin }, key] = await Promise.all([import('./signin.ts'), createKey()]);
      const page = readPage(await this.#base.call({
        method: 'POST', path: '/page',
        json: async (nonce) => ({ service: this.#service, ...(child ? { for: child } : {}), page_proof: await proof(key, { method: 'POST', url: `${http.origin}/page`, nonce }) }),
      }));
      const signin = await beginSignin(http, client, this.#service, key);
      const opening: Opening = { key, signin, authSession: page.auth_session, closeSecret: page.close_secret, tokens: null };
      if (turn !== this.#asked) return this.#tellClosed(opening);
      this.#opening = opening;
      await act(opening, { ...signin.fields, auth_session: page.auth_session });
    } catch (thrown) {
      if (turn === this.#asked) this.#fail(thrown);
    }
  }

  async resend(): Promise<void> { await this.#again({ resend: '1' }); }

  async submit(code: string): Promise<void> { await this.#again({ code: code.replace(/[\s-]/g, '') }); }

  touch(): void {
    if (this.#state.value.step !== 'open' || Date.now() - this.#leased < leaseEvery) return;
    this.#leased = Date.now();
    void this.#lease().catch(() => { this.#leased = 0; });
    void this.#base.touch();
  }

  /** Forgets key and tokens and tells the server, which need not hear it for the rule to hold. */
  end(why: Closed): void {
    this.#asked += 1;
    this.#drop();
    if (this.#state.value.step !== 'closed' || why === 'logged-out') this.#state.set({ step: 'closed', why });
  }

  #drop(): void {
    clearTimeout(this.#timer);
    if (this.#opening) this.#tellClosed(this.#opening);
    this.#opening = null;
    this.#renewing = undefined;
  }
  #tellClosed({ closeSecret }: Opening): void { navigator.sendBeacon(`${this.#base.http.origin}/page/close`, closeSecret); }

  async #again(fields: Record<string, string>): Promise<void> {
    const opening = this.#opening;
    if (!opening || this.#state.value.step !== 'code' || this.#state.value.checking) return;
    this.#state.set({ ...this.#state.value, checking: true });
    try {
      await this.#step(opening, { client_id: this.#base.client.id, auth_session: opening.authSession, ...fields });
    } catch (thrown) {
      if (opening !== this.#opening) return;
      const code = thrown instanceof PortalError ? thrown.code : 'server_error';
      if (notNow.includes(code) && this.#state.value.step === 'code') this.#state.set({ ...this.#state.value, problem: code as Problem, checking: false });
      else if (code === 'invalid_session') this.end('ended');
      else this.#fail(thrown);
    }
  }

  /** One POST of the challenge, and what follows from its answer. */
  async #step(opening: Opening, form: Record<string, string>): Promise<void> {
    const answer = await this.#base.http.send({ method: 'POST', path: '/authorize-challenge', key: opening.key, form });
    if (opening !== this.#opening) return;
    if (answer.status < 300) {
      const tokens = await opening.signin.finish(readDone(answer.body));
      if (opening === this.#opening) this.#opened(opening, tokens);
      return;
    }
    const { state, authSession, sent } = codeStep(answer, this.#state.value.step === 'code' ? this.#state.value : null);
    opening.authSession = authSession ?? opening.authSession;
    this.#state.set(state);
    if (sent) this.#codeSent();
  }

  #opened(opening: Opening, tokens: Tokens): void {
    this.#hold(opening, tokens);
    const now = Date.now();
    this.#leased = now;
    this.#opens(now + idle, now + longest);
  }

  #hold(opening: Opening, { access_token: access, expires_in: seconds, refresh_token: renewal }: Tokens): string {
    opening.tokens = { access, expiresAt: Date.now() + seconds * 1000, renewal: renewal ?? opening.tokens?.renewal ?? '' };
    return access;
  }

  #opens(endsAt: number, finalAt: number): void {
    this.#state.set({ step: 'open', endsAt: Math.min(endsAt, finalAt), finalAt, warn: Math.min(endsAt, finalAt) - warning <= Date.now() });
    this.#tick();
  }

  /** Warns, and closes at the end; asks nothing of the server. */
  #tick(): void {
    clearTimeout(this.#timer);
    const state = this.#state.value;
    if (state.step !== 'open') return;
    const left = state.endsAt - Date.now();
    if (left <= 0) return this.end('idle');
    if (left <= warning && !state.warn) this.#state.set({ ...state, warn: true });
    this.#timer = setTimeout(() => this.#tick(), left > warning ? left - warning : left);
  }

  async #lease(): Promise<void> {
    const body = await this.call({ method: 'POST', path: '/page/lease', json: {} });
    const { ends_at: ends, final_at: final } = readLease(body);
    if (this.#state.value.step === 'open') this.#opens(this.#base.http.local(ends), this.#base.http.local(final));
  }

  /** A call under the page's token and key. What the server closed is closed here too. */
  async call(call: Omit<Call, 'key' | 'token'>): Promise<Record<string, unknown>> {
    const opening = this.#opening;
    if (!opening?.tokens) throw new PortalError('page_closed');
    const send = async (token: string) => this.#base.http.send({ ...call, key: opening.key, token });
    let answer = await send(await this.#token(opening));
    if (answer.body['error'] === 'invalid_token') answer = await send(await this.#renew(opening));
    if (answer.status < 300) return answer.body;
    const error = toPortalError(answer);
    // A step-up that names no scope is about that one act: the page stays open.
    const closed = ['page_closed', 'invalid_token'].includes(error.code) || (error.code === 'insufficient_user_authentication' && 'scope' in answer.body);
    if (closed && opening === this.#opening) this.end(this.#state.value.step === 'open' && this.#state.value.endsAt <= Date.now() ? 'idle' : 'ended');
    if (error.code === 'slot_taken') throw (await import('./care.ts')).slotTakenError(error, answer.body);
    throw error;
  }

  async #token(opening: Opening): Promise<string> {
    const { tokens } = opening;
    return tokens && tokens.expiresAt - margin > Date.now() ? tokens.access : this.#renew(opening);
  }
  #renew(opening: Opening): Promise<string> {
    return this.#renewing ??= this.#exchange(opening).finally(() => { this.#renewing = undefined; });
  }
  async #exchange(opening: Opening): Promise<string> {
    const answer = await this.#base.http.send({ method: 'POST', path: '/token', key: opening.key, form: { grant_type: 'refresh_token', client_id: this.#base.client.id, refresh_token: opening.tokens?.renewal ?? '' } });
    if (answer.body['error'] === 'invalid_grant') {
      if (opening === this.#opening) this.end('ended');
      throw new PortalError('page_closed');
    }
    if (answer.status >= 300) throw toPortalError(answer);
    return this.#hold(opening, readTokens(answer.body));
  }

  #fail(thrown: unknown): void {
    this.#drop();
    if (thrown instanceof PortalError && thrown.code === 'login_required') this.#state.set({ step: 'closed', why: 'ended' });
    else this.#state.set({ step: 'failed', error: thrown instanceof PortalError ? thrown : new PortalError('server_error') });
  }
}
