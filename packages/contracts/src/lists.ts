/** The value lists that cross a wire, each written once: they feed the types, the runtime checks, the stories and the tests. Without schemas, so that a first bundle may hold them. */
export const locales = ['nl', 'en', 'da'] as const;
export type Locale = (typeof locales)[number];

/** Services by which a patient sends the practice something. */
export const sendingServices = ['prescriptions', 'appointments', 'econsults'] as const;
export type SendingService = (typeof sendingServices)[number];
/** Medical services a patient opens one by one; each is also the OAuth scope of its access token. */
export const services = [...sendingServices, 'record'] as const;
export type Service = (typeof services)[number];

/** What a page can be opened for: a service, or one's own account. */
export const pageScopes = [...services, 'account'] as const;
export type PageScope = (typeof pageScopes)[number];

/** `portal` is the base scope: it opens nothing medical. `desk` belongs to the staff client alone. */
export const scopes = ['portal', ...pageScopes, 'desk'] as const;
export type Scope = (typeof scopes)[number];

/** Portals whose settings a clinic may begin with. */
export const presetNames = ['nl-email-code', 'nl-digid', 'nl-letter-pin-sms', 'staff-portal', 'dk-mitid', 'recommended'] as const;
export type PresetName = (typeof presetNames)[number];

export const logInWays = ['password', 'eid', 'passkey'] as const;
export type LogInWay = (typeof logInWays)[number];
/** To an account: a mailed link, a national eID, a letter with a PIN from the practice, a form with one's personal number, a guardian's form for a child, an activation mail from the practice. */
export const registrationWays = ['email', 'eid', 'letter', 'number', 'child', 'practice'] as const;
/** Those that begin at the desk. */
export const deskWays = ['letter', 'practice'] as const satisfies readonly RegistrationWay[];
export type DeskWay = (typeof deskWays)[number];
export type RegistrationWay = (typeof registrationWays)[number];
export const registrationFields = ['name', 'givenName', 'familyName', 'birthDate', 'phone'] as const;

export const eidSchemes = ['digid', 'mitid'] as const;
export type EidScheme = (typeof eidSchemes)[number];
/** eIDAS levels of assurance, weakest first. */
export const eidLevels = ['low', 'substantial', 'high'] as const;
export type EidLevel = (typeof eidLevels)[number];
