/** What an error answer holds, and how a thrown value becomes one. The table of codes: error-codes.ts (without zod, for the browser's first chunk). */
import * as z from 'zod/mini';
import { errors, type ErrorCode } from './error-codes.ts';

export * from './error-codes.ts';

/** What an error answer looks like. `fields` names the fields that did not fit their contract, never their values. */
export const errorBody = z.object({
  error: z.string(),
  /** Correlation id: the only thing a patient can quote and the log can find. */
  id: z.optional(z.string()),
  fields: z.optional(z.array(z.string())),
  retry_after: z.optional(z.number()),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** Thrown by our own functions; anything else that is thrown is a `server_error`. Carries no personal data. */
export class PublicError extends Error {
  readonly code: ErrorCode;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The table's, unless a standard asks another at this endpoint (RFC 9449: 400 from a token endpoint, 401 from a resource). */
  readonly status: number;
  constructor(code: ErrorCode, extra: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}, status: number = errors[code]) {
    super(code);
    this.name = 'PublicError';
    this.code = code;
    this.extra = extra;
    this.headers = headers;
    this.status = status;
  }
}

/**
 * The one door from a thrown value to an answer: a code from the table, never a message, a value or a key name (T26).
 * What may go well at the next try is `temporarily_unavailable`, so that nobody takes a database that restarts for a lost request.
 */
export function toPublicError(thrown: unknown): PublicError {
  if (thrown instanceof PublicError) return thrown;
  return new PublicError(isPassing(thrown) || (thrown instanceof Error && isPassing(thrown.cause)) ? 'temporarily_unavailable' : 'server_error');
}

/** Database out of reach, out of room or shutting down, a transaction that lost to another (SQLSTATE 08, 53, 57P, 40001, 40P01), or a broken connection, for which `pg` has words only. */
function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return /^(08...|53...|57P..|40001|40P01|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE)$/.test(code) || /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(thrown.message);
}

/** Parses with a schema or throws `invalid_request` naming the fields of ours that failed (unknown keys are not echoed). */
export function parse<T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const fields = [...new Set(result.error.issues.filter((issue) => issue.code !== 'unrecognized_keys').map((issue) => issue.path.filter((part) => typeof part === 'string').join('.')).filter(Boolean))];
  throw new PublicError('invalid_request', fields.length ? { fields } : {});
}
