import { errors, type ErrorCode } from '@balie/contracts/error-codes';
import { proof, type KeyPair } from './dpop.ts';
import { PortalError } from './types.ts';
import { Value } from './value.ts';

export interface Call {
  method: 'GET' | 'POST';
  /** With its query, if any. */
  path: string;
  /** Signs the proof. Without it the call carries none. */
  key?: KeyPair;
  token?: string;
  form?: Record<string, string>;
  /** A function where the body holds a proof of its own, which needs the nonce. */
  json?: object | ((nonce: string | null) => Promise<object>);
  idempotencyKey?: string;
  /** Lives on when the document goes. */
  keepalive?: boolean;
}
export interface Answer { status: number; body: Record<string, unknown> }

/** Nothing was decided: the same may be tried again. */
export const notNow: readonly string[] = ['offline', 'temporarily_unavailable', 'too_many_requests'];

/** Milliseconds until an answer counts as lost. */
const patience = 30_000;

/** Calls of one origin, with DPoP and its nonces. */
export class Http {
  readonly origin: string;
  /** What the last calls taught: an answer of any kind means there is a network. */
  readonly online = new Value(navigator.onLine);
  /** The first came with the page, as server timing: the one part of its head that a script may read. */
  nonce: string | null = (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.serverTiming?.find(({ name }) => name === 'dpop')?.description ?? null;
  /** This device's clock minus the server's, in ms; known to a second. */
  skew = 0;

  constructor(origin: string) {
    this.origin = origin;
    addEventListener('online', () => this.online.set(true));
    addEventListener('offline', () => this.online.set(false));
  }

  /** Any answer, whatever its status. Rejects with `offline` only. */
  async send(call: Call): Promise<Answer> {
    const first = await this.#once(call);
    return first.body['error'] === 'use_dpop_nonce' && this.nonce ? this.#once(call) : first;
  }

  /** The body of a 2xx answer; rejects with PortalError for every other. */
  async call(call: Call): Promise<Record<string, unknown>> {
    const answer = await this.send(call);
    if (answer.status >= 300) throw toPortalError(answer);
    return answer.body;
  }

  /** Epoch ms of this device for an instant of the server. */
  local(instant: string): number { return Date.parse(instant) + this.skew; }

  async #once({ method, path, key, token, form, json, idempotencyKey, keepalive = false }: Call): Promise<Answer> {
    const url = this.origin + path;
    const headers = new Headers({ accept: 'application/json' });
    if (token) headers.set('authorization', `DPoP ${token}`);
    if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);
    if (key) headers.set('dpop', await proof(key, { method, url, token, nonce: this.nonce }));
    let body: BodyInit | null = null;
    if (form) body = new URLSearchParams(form);
    else if (json) {
      headers.set('content-type', 'application/json');
      body = JSON.stringify(typeof json === 'function' ? await json(this.nonce) : json);
    }
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, { method, headers, body, keepalive, credentials: 'omit', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(patience) });
      text = await response.text();
    } catch {
      this.online.set(false);
      throw new PortalError('offline');
    }
    this.online.set(true);
    this.nonce = response.headers.get('dpop-nonce') ?? this.nonce;
    const date = Date.parse(response.headers.get('date') ?? '');
    if (date) this.skew = Date.now() - date;
    return { status: response.status, body: object(text) };
  }
}

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
  } catch { return {}; }
}

const known = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errors, code);

/** What did not come from our service (a proxy's page, say) has no code: a 503 of its own for 502 to 504, else `server_error`. */
export function toPortalError({ status, body }: Answer): PortalError {
  const { error, id, retry_after: retryAfter, fields, guesses_left: guessesLeft } = body;
  return new PortalError(known(error) ? error : status > 501 ? 'temporarily_unavailable' : 'server_error', {
    id: typeof id === 'string' ? id : null,
    retryAfter: typeof retryAfter === 'number' ? retryAfter : null,
    guessesLeft: typeof guessesLeft === 'number' ? guessesLeft : null,
    fields: Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [],
  });
}
