/** What a patient's elements ask, asked by the desk for a patient (N14). Loaded when somebody fills in for one. */
import { callerAnswer } from '@balie/contracts/caller';
import { createCare } from './care.ts';
import { reader } from './contract-reader.ts';
import type { DeskCaller } from './desk-types.ts';
import type { Call } from './http.ts';

const read = reader(callerAnswer);

export async function callerOf(call: (call: Omit<Call, 'key' | 'token'>) => Promise<Record<string, unknown>>, patient: string): Promise<DeskCaller> {
  const at = `/staff/patients/${encodeURIComponent(patient)}`;
  return { ...read(await call({ method: 'GET', path: `${at}/care` })), care: createCare((asked) => call({ ...asked, path: at + asked.path }), (instant) => Date.parse(instant)) };
}
