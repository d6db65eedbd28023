/** Value lists of the practice's side: a patient's log-in needs none of them. */
/** `owner` and whom the owner made `admin` manage the members (S3-03). */
export const staffRoles = ['assistant', 'gp', 'admin', 'owner'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** A record link's life. Registered and linked are two separate states (S0-23). */
export const linkStates = ['requested', 'identity-checked', 'linked', 'refused', 'revoked'] as const;
export type LinkState = (typeof linkStates)[number];

export const deskClientId = 'desk';
