/** Filling in for somebody at the counter or on the telephone (N14). */
import * as z from 'zod/mini';
import { publicClinic } from './clinic.ts';

/** GET /staff/patients/:id/care: what the patient's own elements have to know of the practice, in the words of who is at the desk. `told`: an account that can be reached is linked to the record, so the patient sees what is sent and hears of the answer. */
export const callerAnswer = z.object({ clinic: publicClinic, told: z.boolean() });
export type CallerAnswer = z.infer<typeof callerAnswer>;
