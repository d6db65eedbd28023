/** What the operator's settings say of others' servers: brokers of national eIDs, one a scheme (used by `token-service`), and our keys to practices' own systems (`care-service`). */
import * as z from 'zod/mini';
import { eidSchemes } from './ids.ts';

/** https; plain http only for names under localhost, so that a demo needs no certificate. */
export const secureUrl = z.string().check(z.refine((value) => {
  try {
    const url = new URL(value);
    return url.username === '' && url.hash === '' && url.search === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && /(^|\.)localhost$/.test(url.hostname)));
  } catch { return false; }
}, 'an https:// address (http:// only for names under localhost)'));

/** The key that proves us to the broker (private_key_jwt): EC P-256 or RSA, private, as a JWK. */
const privateJwk = z.looseObject({ kty: z.enum(['EC', 'RSA']), d: z.string().check(z.minLength(20)), kid: z.optional(z.string()), alg: z.optional(z.enum(['ES256', 'PS256', 'RS256'])) });

export const brokerSettings = z.strictObject({
  issuer: secureUrl,
  client_id: z.string().check(z.minLength(1), z.maxLength(200)),
  private_key: privateJwk,
  /** What makes the broker choose this eID, such as `idp:digid`. */
  acr_values: z.optional(z.string().check(z.maxLength(200))),
  /** Instead of the scheme's own. */
  scope: z.optional(z.string().check(z.regex(/^openid\b/, 'scopes that begin with openid'), z.maxLength(200))),
  /** MitID: where the broker compares a CPR number with who logged in (POST JSON `{cpr}` with the access token, answered `{match}`). Not needed where it hands the number out. */
  cpr_match: z.optional(secureUrl),
});
export type BrokerSettings = z.infer<typeof brokerSettings>;
export const brokersFile = z.partialRecord(z.enum(eidSchemes), brokerSettings);
export type Brokers = z.infer<typeof brokersFile>;

/** Keys that prove us to practices' own systems (SMART backend services: ES384 or RS384), by the name that `system.key` of a clinic's file uses. */
const systemKey = z.looseObject({ kty: z.enum(['EC', 'RSA']), crv: z.optional(z.literal('P-384', 'P-384 for ES384')), d: z.string().check(z.minLength(20)), kid: z.string().check(z.minLength(1)) });
export type SystemKey = z.infer<typeof systemKey>;
export const systemKeysFile = z.record(z.string(), systemKey);
export type SystemKeys = z.infer<typeof systemKeysFile>;
