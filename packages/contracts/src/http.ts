/** The edge that both services share, over plain `Request` and `Response`: who may call, what is read, how an error is answered. No framework. */
import type * as z from 'zod/mini';
import { parse, PublicError, toPublicError } from './errors.ts';
import type { Log, LogRecord } from './ports.ts';

/**
 * The origin gate, to be called before anything is read. A present `Origin` must be listed (`null` never is); an absent one passes, because
 * browsers leave it out only on GET and HEAD. CORS headers are no substitute: with them the handler would still run (T22, T23).
 */
export function originGate(request: Request, allowed: readonly string[]): void {
  const origin = request.headers.get('origin');
  if (origin !== null && !allowed.includes(origin)) throw new PublicError('origin_refused');
}

/** Reads at most `maxBytes` of a UTF-8 body. Throws `too_large`, or `invalid_request` for bytes that are no UTF-8. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new PublicError('too_large');
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body) {
    const reader = request.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > maxBytes) { await reader.cancel(); throw new PublicError('too_large'); }
      chunks.push(part.value);
    }
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) { bytes.set(chunk, offset); offset += chunk.byteLength; }
  try { return new TextDecoder('utf-8', { fatal: true }).decode(bytes); } catch { throw new PublicError('invalid_request'); }
}

const mediaType = (request: Request) => (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

/** Reads a JSON body with its contract. Throws `unsupported_media_type`, `too_large` or `invalid_request`. A `__proto__` key anywhere is refused (T27). */
export async function readJson<T extends z.ZodMiniType>(request: Request, schema: T, maxBytes = 16_384): Promise<z.output<T>> {
  if (mediaType(request) !== 'application/json') throw new PublicError('unsupported_media_type');
  const text = await readText(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(text, (key, inner: unknown) => { if (key === '__proto__') throw new Error('refused key'); return inner; });
  } catch { throw new PublicError('invalid_request'); }
  return parse(schema, value);
}

/**
 * Reads a form body with its contract. A repeated parameter is `invalid_request` (RFC 6749 §3.2); an empty one counts as left out (§3.1).
 * Throws `unsupported_media_type`, `too_large` or `invalid_request`.
 */
export async function readForm<T extends z.ZodMiniType>(request: Request, schema: T, maxBytes = 16_384): Promise<z.output<T>> {
  return parse(schema, await readFields(request, maxBytes));
}

/** The same before any contract: for an endpoint whose error depends on one field. */
export async function readFields(request: Request, maxBytes = 16_384): Promise<Record<string, string>> {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') throw new PublicError('unsupported_media_type');
  return formFields(await readText(request, maxBytes));
}

/** The fields of a form body in an object without prototype. */
export function formFields(body: string): Record<string, string> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (seen.has(name) || name === '__proto__') throw new PublicError('invalid_request');
    seen.add(name);
    if (value !== '') fields[name] = value;
  }
  return fields;
}

/** 2xx answer in JSON that no cache keeps. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers } });
}

/** What the log may know of the request that failed. `route` is the pattern, never the URL. */
export type RequestMeta = Pick<LogRecord, 'route' | 'method' | 'clinic'>;

/**
 * The one door from a thrown value to an answer: error code, correlation id and what a `PublicError` chose to tell; never a message (T26).
 * The log gets the same id, the class name and the system code, never the error itself.
 */
export function toErrorResponse(thrown: unknown, log: Log, meta: RequestMeta = {}): Response {
  const error = toPublicError(thrown);
  const id = correlationId();
  const cause = error === thrown ? error.cause : thrown;
  // Asking for a nonce is how every proof begins, not a refusal.
  if (error.code !== 'use_dpop_nonce') log({ event: 'request-refused', level: error.status >= 500 ? 'error' : 'info', id, ...meta, status: error.status, code: error.code, ...(cause === undefined ? {} : traceOf(cause)) });
  const retryAfter = error.extra['retry_after'];
  return json({ error: error.code, id, ...error.extra }, error.status, { ...(typeof retryAfter === 'number' ? { 'retry-after': String(Math.ceil(retryAfter)) } : {}), ...error.headers });
}

/** Class name and system, SQL or SMTP code of what was thrown; wrapped errors are followed to their cause. */
export function traceOf(thrown: unknown): Pick<LogRecord, 'thrown' | 'systemCode'> {
  if (!(thrown instanceof Error)) return { thrown: typeof thrown };
  const code = [thrown, thrown.cause].flatMap((one) => { const { code, responseCode } = (one ?? {}) as Record<string, unknown>; return [code, responseCode]; }).map((one) => (typeof one === 'number' ? String(one) : one)).find((one): one is string => typeof one === 'string' && /^[A-Z0-9_]{2,40}$/.test(one));
  return { thrown: thrown.constructor.name, ...(code ? { systemCode: code } : {}) };
}

/** Ten characters a patient can read out: no 0/O, 1/I/L. */
export function correlationId(): string {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** The socket's address, as `@hono/node-server` hands it over in `env`. */
export function socketAddress(_request: Request, env: unknown): string {
  return (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown';
}
