/** Brokers of national eIDs, as the operator's settings name them: one a scheme. Read by `server`, used by `token-service`. */
import * as z from 'zod/mini';
import { eidSchemes } from './ids.ts';

/** https; plain http only for names under localhost, so that a demo needs no certificate. */
const secureUrl = z.string().check(z.refine((value) => {
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
