/** Value lists that a log-in's first bundle has no use for. */
/** The elements a webmaster can place; `practice-desk` is hosted only and not among them. */
export const elements = ['patient-login', 'register-form', 'session-code-prompt', 'prescription-request', 'book-appointment', 'econsult-form', 'portal-menu', 'portal-help', 'patient-account', 'password-reset', 'guardian-accounts', 'contact-confirm', 'second-factor-setup', 'medical-record'] as const;
export type ElementName = (typeof elements)[number];

/** What a patient may read of the own record, in the order of the guide (S1-09 … S1-11); and letters, where the practice says so. */
export const recordParts = ['advice', 'results', 'medication', 'letters'] as const;
export type RecordPart = (typeof recordParts)[number];

/** Second factors and passkeys. */
export const factorKinds = ['sms', 'totp', 'passkey'] as const;
export type FactorKind = (typeof factorKinds)[number];

/** What a patient may be told of; how, and first how it is as long as they chose nothing. */
export const notificationKinds = ['renewals', 'appointments', 'answers'] as const;
export type NotificationKind = (typeof notificationKinds)[number];
export const notificationChannels = ['mail', 'sms', 'none'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/** When a patient says why a medicine is needed: never, where the practice decides on it, or with each. */
export const whyAsked = ['never', 'decides', 'always'] as const;

/** How a question at booking is answered: in words, yes or no, or one of what is offered. */
export const questionKinds = ['text', 'yes-no', 'choice'] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** Messages about one appointment: each goes with a calendar file. */
export const appointmentTemplates = ['appointment-booked', 'appointment-moved', 'appointment-cancelled'] as const;
export type AppointmentTemplate = (typeof appointmentTemplates)[number];
