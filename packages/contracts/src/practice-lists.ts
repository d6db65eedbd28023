/** Value lists of the practice's side: a patient's log-in needs none of them. */
/** `owner` and whom the owner made `admin` manage the members (S3-03). */
export const staffRoles = ['assistant', 'gp', 'admin', 'owner'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** A record link's life. Registered and linked are two separate states (S0-23). */
export const linkStates = ['requested', 'identity-checked', 'linked', 'refused', 'revoked'] as const;
export type LinkState = (typeof linkStates)[number];

/** What the desk's queue holds, and whose of it one looks at: all, one's own, or what nobody has taken. */
export const workKinds = ['links', 'prescriptions', 'appointments', 'econsults'] as const;
export type WorkKind = (typeof workKinds)[number];
export const whoseWork = ['all', 'mine', 'free'] as const;
export type WhoseWork = (typeof whoseWork)[number];

export const deskClientId = 'desk';
