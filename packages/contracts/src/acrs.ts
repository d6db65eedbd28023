/** How strongly somebody logged in. Apart from lists.ts, because no first bundle needs it. */
/** Authentication context classes, weakest first. A refresh never raises one (RFC 9470). */
export const acrs = ['urn:balie:acr:password', 'urn:balie:acr:email-code', 'urn:balie:acr:sms-code', 'urn:balie:acr:totp', 'urn:balie:acr:passkey', 'urn:balie:acr:eid'] as const;
export type Acr = (typeof acrs)[number];
export const acrAtLeast = (have: Acr, need: Acr): boolean => acrs.indexOf(have) >= acrs.indexOf(need);
