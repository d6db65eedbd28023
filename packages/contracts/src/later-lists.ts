/** Value lists that a log-in's first bundle has no use for. */
/** The elements a webmaster can place; `practice-desk` is hosted only and not among them. */
export const elements = ['patient-login', 'register-form', 'session-code-prompt', 'prescription-request', 'book-appointment', 'econsult-form', 'portal-menu', 'portal-help', 'patient-account', 'password-reset', 'guardian-accounts', 'contact-confirm', 'second-factor-setup', 'medical-record'] as const;
export type ElementName = (typeof elements)[number];

/** What a patient may read of the own record, in the order of the guide (S1-09 … S1-11). */
export const recordParts = ['advice', 'results', 'medication'] as const;
export type RecordPart = (typeof recordParts)[number];

/** Second factors and passkeys. */
export const factorKinds = ['sms', 'totp', 'passkey'] as const;
export type FactorKind = (typeof factorKinds)[number];
