/** The contracts' schemas, with zod, in a chunk of their own: nothing of it is needed before there is a session. */
import { parse } from '@balie/contracts/errors';
import { challengeContinues, challengeDone, confirmAnswer, leaseAnswer, meAnswer, pageAnswer, staffMe, tokenAnswer } from '@balie/contracts/identity';
import type * as z from 'zod/mini';
import { PortalError } from './types.ts';

/** An answer that does not fit its contract is the server's mistake, never the patient's. */
export const reader = <T extends z.ZodMiniType>(schema: T) => (body: unknown): z.output<T> => {
  try { return parse(schema, body); } catch { throw new PortalError('server_error'); }
};

export const readTokens = reader(tokenAnswer);
export const readMe = reader(meAnswer);
export const readStaff = reader(staffMe);
export const readPage = reader(pageAnswer);
export const readLease = reader(leaseAnswer);
export const readConfirm = reader(confirmAnswer);
export const readContinues = reader(challengeContinues);
export const readDone = reader(challengeDone);
