/**
 * Domain rules without I/O and without a clock: instant, date and zone come in.
 * Small enough for a browser's first bundle; what needs large tables stands in `/phones`, `/strength` and `/calendar`.
 */
export type { Reading } from './reading.ts';
export * from './ages.ts';
export * from './bsn.ts';
export * from './codes.ts';
export * from './cpr.ts';
export * from './dates.ts';
export * from './devices.ts';
export * from './emails.ts';
export * from './hours.ts';
export * from './intake.ts';
export * from './names.ts';
export * from './opening-hours.ts';
export * from './passwords.ts';
export * from './personal-numbers.ts';
export * from './postcodes.ts';
export * from './receipts.ts';
export * from './renewal.ts';
export * from './schedules.ts';
export * from './templates.ts';
export * from './urgency.ts';
export * from './working-days.ts';
export * from './wrong-form.ts';
