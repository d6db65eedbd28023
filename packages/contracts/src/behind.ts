/** In the answers to patients, where their practice keeps its records in a system of its own. */
import * as z from 'zod/mini';
import { instant } from './ids.ts';

/** While that system cannot be reached: as of when what is shown is so; null: it was never read. What is sent meanwhile waits, and arrives once. */
export const behind = { behind: z.optional(z.object({ since: z.nullable(instant) })) };
export type Behind = { since: string | null } | undefined;
