export * as schema from './schema.ts';
export * from './open.ts';
export { migrate } from './migrate.ts';
export { FolderInUse, startPostgres } from './postgres/start.ts';
export type { EmbeddedPostgres } from './postgres/start.ts';
export * from './keyring.ts';
export { canonicalJson } from './canonical.ts';
export { countHit, readCount, uncount } from './counters.ts';
export type { Hit } from './counters.ts';
export { appendAudit, verifyAudit } from './audit.ts';
export type { AuditEntry, AuditVerdict } from './audit.ts';
export { queueMail } from './outbox.ts';
export { startDelivery } from './delivery.ts';
export type { DeliveryOptions, SendMail } from './delivery.ts';
export { idempotent } from './idempotent.ts';
export type { IdempotentRequest } from './idempotent.ts';
// The query builder's words, from here, so that all packages share one copy of its classes.
export { and, asc, between, count, desc, eq, exists, gt, gte, ilike, inArray, isNotNull, isNull, like, lt, lte, max, min, ne, not, notExists, notInArray, or, sql } from 'drizzle-orm';
export type { SQL } from 'drizzle-orm';
