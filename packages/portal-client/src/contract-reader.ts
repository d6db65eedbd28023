/** Reads answers with the contracts' schemas. Comes with the typed APIs, after a log-in. */
import { parse } from '@balie/contracts/errors';
import type * as z from 'zod/mini';
import { PortalError } from './types.ts';

/** An answer that does not fit its contract is the server's mistake, never the reader's. */
export const reader = <T extends z.ZodMiniType>(schema: T) => (body: unknown): z.output<T> => {
  try { return parse(schema, body); } catch { throw new PortalError('server_error'); }
};
