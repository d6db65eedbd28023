/**
 * Every error that crosses the wire, in one table: HTTP status and nothing else the caller may learn.
 * The words a patient reads stand by code in the texts of `@balie/forms`. OAuth codes follow RFC 6749, 9449, 9470 and
 * the First-Party Applications draft; ours are prefixed by nothing and named for the state they tell.
 */
import * as z from 'zod/mini';

export const errors = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  invalid_scope: 400,
  unsupported_grant_type: 400,
  invalid_token: 401,
  invalid_dpop_proof: 401,
  use_dpop_nonce: 401,
  insufficient_user_authentication: 401,
  insufficient_authorization: 400,
  invalid_session: 400,
  login_required: 400,
  access_denied: 403,
  origin_refused: 403,
  not_linked: 403,
  wrong_credentials: 400,
  wrong_code: 400,
  code_expired: 400,
  code_used: 400,
  code_replaced: 400,
  code_guesses_spent: 400,
  weak_password: 400,
  link_invalid: 400,
  page_closed: 401,
  not_found: 404,
  conflict: 409,
  slot_taken: 409,
  hold_expired: 409,
  hold_limit: 409,
  medication_not_renewable: 409,
  already_handled: 409,
  idempotency_mismatch: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  temporarily_unavailable: 503,
  server_error: 500,
} as const satisfies Record<string, number>;
export type ErrorCode = keyof typeof errors;

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

/** The one door from a thrown value to an answer: a code from the table, never a message, a value or a key name (T26). */
export function toPublicError(thrown: unknown): PublicError {
  return thrown instanceof PublicError ? thrown : new PublicError('server_error');
}

/** Parses with a schema or throws `invalid_request` naming the fields of ours that failed (unknown keys are not echoed). */
export function parse<T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const fields = [...new Set(result.error.issues.filter((issue) => issue.code !== 'unrecognized_keys').map((issue) => issue.path.filter((part) => typeof part === 'string').join('.')).filter(Boolean))];
  throw new PublicError('invalid_request', fields.length ? { fields } : {});
}
