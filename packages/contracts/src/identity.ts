/** Registration, log-in, step-up, tokens and pages: the bodies of the token service. Endpoints stand in docs/protocol.md. */
import * as z from 'zod/mini';
import { acrs, ascii, clinicId, emailAddress, instant, isoDate, line, linkStates, locales, pageScopes, secret256, uuid } from './ids.ts';

export const password = z.string().check(z.minLength(1), z.maxLength(128));
/** A BSN or CPR number as typed; `readPersonalNumber` of the rules reads it. Only ever in a body. */
export const personalNumber = z.string().check(z.minLength(1), z.maxLength(20));

/**
 * POST /register → always 202: same bytes whatever exists (T16). A DPoP proof binds the attempt to the device key. With `number` it waits for the eID
 * that proves it (S4-22); with `guardianNumber` too it is a child's, and the guardian's eID must prove that one (S4-27, S4-48).
 */
export const registerRequest = z.strictObject({
  clinic: clinicId,
  locale: z.enum(locales),
  email: emailAddress,
  password,
  name: z.optional(line(120)),
  givenName: z.optional(line(80)),
  familyName: z.optional(line(80)),
  birthDate: z.optional(isoDate),
  phone: z.optional(line(40)),
  number: z.optional(personalNumber),
  guardianNumber: z.optional(personalNumber),
});
export type RegisterRequest = z.infer<typeof registerRequest>;

/** `registration`: secret by which the eID trip finds the attempt; only where a personal number was typed, and whatever exists. */
export const registerAnswer = z.object({ registration: z.optional(secret256) });
export type RegisterAnswer = z.infer<typeof registerAnswer>;

/** POST /register/here → 204: an account of another clinic asks this one too (S4-21). */
export const registerHere = z.strictObject({});

/** POST /password/forgot → always 202 `{}`. `number` where the user name is one (S4-16). */
export const forgotRequest = z.strictObject({ clinic: clinicId, locale: z.enum(locales), email: emailAddress, number: z.optional(personalNumber) });
export type ForgotRequest = z.infer<typeof forgotRequest>;
/** POST /password/reset → 204, or `link_invalid`, `weak_password`. The mailed secret alone suffices, so it is used on our own page only (T38). */
export const resetRequest = z.strictObject({ clinic: clinicId, secret: secret256, password });
export type ResetRequest = z.infer<typeof resetRequest>;
/** POST /password/link → 204, or `link_invalid`: whether that secret would still set a password. Nothing is used up. */
export const resetLink = z.strictObject({ clinic: clinicId, secret: secret256 });
export type ResetLink = z.infer<typeof resetLink>;

/** GET /contact: the portal's own address and telephone number, and whether the practice's record says something else (S4-40). What it says is not told. `pending`: an address whose mailed link still waits. */
export const contactAnswer = z.object({ email: z.nullable(z.string()), phone: z.nullable(z.string()), differs: z.object({ email: z.boolean(), phone: z.boolean() }), ask: z.boolean(), pending: z.optional(z.string()) });
export type ContactAnswer = z.infer<typeof contactAnswer>;
/** POST /contact/start: both as they should be. An address that changes waits for its mailed link. */
export const contactStart = z.strictObject({ email: emailAddress, phone: z.optional(line(40)) });
export const contactStarted = z.object({ mailed: z.boolean() });
/** POST /contact/verify → 204 */
export const contactVerify = z.strictObject({ clinic: clinicId, secret: secret256 });

/** POST /register/confirm: with the device key that registered, or with the password chosen then (T38, T39). */
export const confirmRequest = z.strictObject({ clinic: clinicId, secret: secret256, password: z.optional(password) });
export type ConfirmRequest = z.infer<typeof confirmRequest>;
/** `password_needed`: another browser than the one that registered. `confirmed` carries tokens when a device key came along. */
export const confirmAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('password_needed') }),
  z.object({ state: z.literal('confirmed'), tokens: z.optional(z.lazy(() => tokenAnswer)) }),
]);
export type ConfirmAnswer = z.infer<typeof confirmAnswer>;

/** Form body of the first POST /authorize-challenge (parameters we do not know are ignored, RFC 6749 §3.1); later ones carry `auth_session` and one of `code`, `resend`, `assertion`. */
export const challengeRequest = z.object({
  client_id: ascii(60),
  response_type: z.optional(z.literal('code')),
  scope: z.optional(ascii(100)),
  redirect_uri: z.optional(ascii(400)),
  state: z.optional(ascii(400)),
  code_challenge: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))),
  code_challenge_method: z.optional(z.literal('S256')),
  dpop_jkt: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))),
  response_mode: z.optional(z.enum(['query', 'fragment'])),
  ui_locales: z.optional(ascii(40)),
  username: z.optional(line(254)),
  password: z.optional(password),
  auth_session: z.optional(secret256),
  code: z.optional(line(40)),
  resend: z.optional(z.literal('1')),
  /** Asks for a passkey instead of what the step would ask; then `assertion`, the authenticator's answer as JSON. */
  passkey: z.optional(z.literal('1')),
  assertion: z.optional(z.string().check(z.maxLength(8000))),
  /** What was found for a step of type `work`; beside `username` and `password`. */
  work: z.optional(ascii(40)),
});
export type ChallengeRequest = z.infer<typeof challengeRequest>;

export const nextStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('password') }),
  /** Many wrong passwords come from there: the same credentials again, with a `work` so that SHA-256 of `<auth_session>.<work>` begins with that many zero bits (T14). */
  z.object({ type: z.literal('work'), bits: z.number() }),
  z.object({ type: z.literal('totp') }),
  /** No second factor yet (S3-12 … S3-19). `secret` is Base32 to type, `uri` the `otpauth:` address to scan: the same as long as this auth_session goes on. `app`: the one the practice recommends, and why (S3-24). */
  z.object({ type: z.literal('totp_setup'), secret: z.string(), uri: z.string(), app: z.nullable(z.object({ name: z.string(), reason: z.nullable(z.string()) })) }),
  /** `options`: what `navigator.credentials.get` is asked. */
  z.object({ type: z.literal('passkey'), options: z.record(z.string(), z.unknown()) }),
  /** `to` is masked; `mark` is the window mark that also stands in the mail or SMS (N6); seconds. */
  z.object({ type: z.enum(['email_code', 'sms_code']), to: z.string(), mark: z.string(), expires_in: z.number(), resend_in: z.number() }),
]);
export type NextStep = z.infer<typeof nextStep>;
/** 400 answer of a challenge that goes on. `error` tells what was wrong with the last try, if anything. */
export const challengeContinues = z.object({ error: z.string(), auth_session: z.optional(z.string()), next: z.optional(nextStep), guesses_left: z.optional(z.number()), retry_after: z.optional(z.number()) });
export type ChallengeContinues = z.infer<typeof challengeContinues>;
export const challengeDone = z.object({ authorization_code: z.string(), iss: z.string(), state: z.optional(z.string()) });
export type ChallengeDone = z.infer<typeof challengeDone>;

/** What an eID trip is for: see `eid_transaction`. */
export const eidPurposes = ['log-in', 'register', 'child', 'confirm', 'attach'] as const;
export type EidPurpose = (typeof eidPurposes)[number];

/**
 * Form body of POST /par (RFC 9126), for an eID trip. `redirect_uri` is one of the client's pages, exactly; with a base token beside it the trip is for the account
 * logged in. `registration`: secret of a form that waits for this proof.
 */
export const parRequest = z.object({
  client_id: z.string().check(z.maxLength(60)), response_type: z.literal('code'), scope: z.literal('portal'), redirect_uri: z.string().check(z.maxLength(400)), state: secret256,
  code_challenge: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)), code_challenge_method: z.literal('S256'), dpop_jkt: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))),
  purpose: z.enum(eidPurposes), registration: z.optional(secret256), ui_locales: z.optional(z.enum(locales)),
});
export type ParRequest = z.infer<typeof parRequest>;
/** 201. `request_uri` works once, within `expires_in` seconds. */
export const parAnswer = z.object({ request_uri: z.string(), expires_in: z.number() });
export type ParAnswer = z.infer<typeof parAnswer>;

/** Form body of POST /token. */
export const tokenRequest = z.discriminatedUnion('grant_type', [
  z.object({ grant_type: z.literal('authorization_code'), client_id: ascii(60), code: ascii(200), code_verifier: z.string().check(z.regex(/^[A-Za-z0-9._~-]{43,128}$/)), redirect_uri: ascii(400) }),
  z.object({ grant_type: z.literal('refresh_token'), client_id: ascii(60), refresh_token: ascii(200), scope: z.optional(ascii(100)) }),
]);
export type TokenRequest = z.infer<typeof tokenRequest>;
export const tokenAnswer = z.object({ access_token: z.string(), token_type: z.literal('DPoP'), expires_in: z.number(), refresh_token: z.optional(z.string()), scope: z.string() });
export type TokenAnswer = z.infer<typeof tokenAnswer>;

/** POST /page: base token and device proof in the headers, a proof by the new page key in the body. `for`: a guardianship of the caller's, whose child the page is about (N8); else oneself. */
export const pageRequest = z.strictObject({ service: z.enum(pageScopes), page_proof: z.string().check(z.maxLength(2000)), for: z.optional(uuid) });
export const pageAnswer = z.object({ page: uuid, auth_session: secret256, close_secret: secret256 });
export type PageAnswer = z.infer<typeof pageAnswer>;
/** POST /page/lease with the service token. `ends_at`: when the page closes unless there is input; `final_at`: the 60-minute end. */
export const leaseAnswer = z.object({ ends_at: instant, final_at: instant });

/** GET /me with the base token. */
export const meAnswer = z.object({
  sub: z.string(), clinic: clinicId, name: z.nullable(z.string()), /** Null until one was given: nothing can be mailed then. */ email: z.nullable(z.string()), link: z.nullable(z.enum(linkStates)),
  /** AES-256 key for drafts on this device, derived per account and client; base64url. */
  draft_key: secret256,
  /** The name in the practice's record, once linked. */
  record_name: z.nullable(z.string()), session_ends_at: instant,
  /** Services that the practice does not offer this patient online, as a scope: told before anybody asks for a code. */
  off: z.optional(z.string()),
});
export type MeAnswer = z.infer<typeof meAnswer>;

/** Claims of our access tokens (`at+jwt`, RFC 9068), beside iss, aud, exp, iat, jti. */
export const accessClaims = z.object({
  iss: z.string(), aud: z.string(), sub: z.string(), client_id: z.string(), scope: z.string(), exp: z.number(), iat: z.number(), jti: z.string(),
  acr: z.enum(acrs), auth_time: z.number(), cnf: z.object({ jkt: z.string() }), page: z.optional(uuid), fam: z.optional(uuid),
  /** Who acts, where it is not whom the token is about (RFC 8693 §4.1). */
  act: z.optional(z.object({ sub: z.string() })),
});
export type AccessClaims = z.infer<typeof accessClaims>;

/** Form body of POST /revoke (RFC 7009). */
export const revokeRequest = z.object({ client_id: ascii(60), token: ascii(4000), token_type_hint: z.optional(ascii(40)) });

/** GET /jwks and GET /.well-known/oauth-authorization-server. */
export const jwksAnswer = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string() })) });
export const serverMetadata = z.looseObject({ issuer: z.string(), token_endpoint: z.string(), jwks_uri: z.string() });
