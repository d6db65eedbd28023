/** Where a form goes when it is sent before its script is ready, or without one: our own hosted page, at top level, by POST, so that no password ever stands in a URL. */
export const formActions = ['log-in', 'register', 'confirm', 'forgot', 'reset', 'verify', 'eid', 'eid-register', 'number'] as const;
export type FormAction = (typeof formActions)[number];
export const formAction = (clinic: string, form: FormAction): string => `/hosted/${clinic}/${form}`;
