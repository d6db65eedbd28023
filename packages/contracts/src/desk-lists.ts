/** Value lists of the desk alone: no patient's page loads them. */
/** What the desk's queue holds, and whose of it one looks at: all, one's own, or what nobody has taken. */
export const workKinds = ['links', 'prescriptions', 'appointments', 'econsults'] as const;
export type WorkKind = (typeof workKinds)[number];
export const whoseWork = ['all', 'mine', 'free'] as const;
export type WhoseWork = (typeof whoseWork)[number];

/** Where the practice's standard texts go: into an answer, or the reason of a refusal or a cancellation. */
export const templateKinds = ['answer', 'refusal', 'cancellation'] as const;
export type TemplateKind = (typeof templateKinds)[number];
