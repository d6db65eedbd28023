/** The value lists that cross a wire, each written once: they feed the types, the runtime checks, the stories and the tests. Without schemas, so that a first bundle may hold them. */
export const locales = ['nl', 'en', 'da'] as const;
export type Locale = (typeof locales)[number];

/** Medical services a patient opens one by one; each is also the OAuth scope of its access token. */
export const services = ['prescriptions', 'appointments', 'econsults'] as const;
export type Service = (typeof services)[number];

/** `portal` is the base scope: it opens nothing medical. `desk` belongs to the staff client alone. */
export const scopes = ['portal', ...services, 'desk'] as const;
export type Scope = (typeof scopes)[number];

/** Authentication context classes, weakest first. A refresh never raises one (RFC 9470). */
export const acrs = ['urn:balie:acr:password', 'urn:balie:acr:email-code', 'urn:balie:acr:totp', 'urn:balie:acr:eid'] as const;
export type Acr = (typeof acrs)[number];
export const acrAtLeast = (have: Acr, need: Acr): boolean => acrs.indexOf(have) >= acrs.indexOf(need);

/** The elements a webmaster can place; `practice-desk` is hosted only and not among them. */
export const elements = ['patient-login', 'register-form', 'session-code-prompt', 'prescription-request', 'book-appointment', 'econsult-form'] as const;
export type ElementName = (typeof elements)[number];

export const staffRoles = ['assistant', 'gp', 'owner'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** A record link's life. Registered and linked are two separate states (S0-23). */
export const linkStates = ['requested', 'identity-checked', 'linked', 'refused', 'revoked'] as const;
export type LinkState = (typeof linkStates)[number];

export const deskClientId = 'desk';
