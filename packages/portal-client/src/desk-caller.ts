/** What a patient's elements ask, asked by the desk for a patient (N14). Loaded when somebody fills in for one. */
import type { CallerAnswer } from '@balie/contracts';
import { createCare } from './care.ts';
import type { DeskCaller } from './desk-types.ts';
import type { Call } from './http.ts';
import { PortalError } from './types.ts';

/** The practice's settings are taken as our own pages take them; their schema would bring every page the names of all settings. */
function read({ clinic, told }: Record<string, unknown>): CallerAnswer {
  if (typeof told !== 'boolean' || typeof clinic !== 'object' || clinic === null || !('services' in clinic)) throw new PortalError('server_error');
  return { told, clinic: clinic as CallerAnswer['clinic'] };
}

export async function callerOf(call: (call: Omit<Call, 'key' | 'token'>) => Promise<Record<string, unknown>>, patient: string): Promise<DeskCaller> {
  const at = `/staff/patients/${encodeURIComponent(patient)}`;
  return { ...read(await call({ method: 'GET', path: `${at}/care` })), care: createCare((asked) => call({ ...asked, path: at + asked.path }), (instant) => Date.parse(instant)) };
}
