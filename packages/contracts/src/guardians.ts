/** Who acts for whom (N8), as a patient's page reads it: in a file of its own, for most pages never do. */
import * as z from 'zod/mini';
import { instant, isoDate, rights, uuid } from './ids.ts';

const change = z.nullable(z.object({ date: isoDate, rights: z.enum(rights) }));
/** GET /guardians: who may read and act for whom, as of today, and the next change by the country's law (N8). Names are as the portal knows them. */
export const guardiansAnswer = z.object({
  rights: z.nullable(z.enum(rights)), next: change,
  guardians: z.array(z.object({ name: z.nullable(z.string()), since: instant })),
  /** `id`: of the guardianship; `open`: services can be opened for this child, here and today; `others`: who else acts for it, where it is open. */
  children: z.array(z.object({ id: uuid, name: z.nullable(z.string()), since: instant, rights: z.nullable(z.enum(rights)), next: change, open: z.boolean(), others: z.optional(z.array(z.object({ name: z.nullable(z.string()), since: instant }))) })),
});
export type GuardiansAnswer = z.infer<typeof guardiansAnswer>;
