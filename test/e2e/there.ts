/** A practice's own system, as a walk sees it: what the practice has is put there, and what is done at Balie stands there. */
import { expect } from '@playwright/test';
import { ports } from '../../demo-site/addresses.ts';
import { keepsElsewhere, practiceAt, type Resource } from '../../demo-site/system/start.ts';

/** Waits until Balie has read it: it reads type by type, people first and what they write last. */
export async function putThere(practice: string, resources: readonly Resource[]): Promise<void> {
  const system = practiceAt(ports.system, practice), asked = async () => (await system.control({})).requests;
  await system.load(...resources);
  const before = (await asked()).length;
  await expect.poll(async () => { const since = (await asked()).slice(before), first = since.indexOf('GET /Patient'); return first >= 0 && since.includes('GET /Communication', first); }, { timeout: 60_000, message: `${practice} is read` }).toBe(true);
}

/** What of that type came from us about the patient with that number, once it stands there in these states. At a practice that keeps its records here there is nothing to see. */
export async function standsThere(practice: string, number: string, type: 'Task' | 'Appointment' | 'Communication' | 'DocumentReference', states: readonly string[]): Promise<Resource[]> {
  if (!keepsElsewhere(practice)) return [];
  const system = practiceAt(ports.system, practice);
  const patient = (await system.search('Patient?_count=1000')).find(({ identifier }) => JSON.stringify(identifier ?? []).includes(`"${number}"`))!;
  let found: Resource[] = [];
  await expect.poll(async () => {
    found = (await system.search(`${type}?_count=1000`)).filter((one) => JSON.stringify(one['identifier'] ?? []).includes('/id/') && JSON.stringify(one).includes(`"Patient/${patient.id}"`));
    return found.map(({ status }) => status).sort();
  }, { timeout: 40_000, message: `${type} at ${practice}` }).toEqual([...states].sort());
  return found;
}
