/** Value lists of the services: apart from those that the log-in needs, whose bytes are counted. */
/** What a patient may be told of; how, and first how it is as long as they chose nothing. */
export const notificationKinds = ['renewals', 'answers'] as const;
export type NotificationKind = (typeof notificationKinds)[number];
export const notificationChannels = ['mail', 'sms', 'none'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/** When a patient says why a medicine is needed: never, where the practice decides on it, or with each. */
export const whyAsked = ['never', 'decides', 'always'] as const;
