/** What one patient may do online: the practice switches a service off and on again. `offered.ts` holds patients to it. */
import { PublicError, services, type patientServicesAnswer, type ServiceSwitch } from '@balie/contracts';
import { and, eq, schema, type Transaction } from '@balie/database';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import { findPatient } from '../people.ts';
import { open, seal } from '../seals.ts';
import { demand, may } from './roles.ts';

const { serviceBlocks } = schema;
type Answer = output<typeof patientServicesAnswer>;

async function answer(tx: Transaction, { deps, clinic }: StaffAct, patient: string): Promise<Answer> {
  const rows = await tx.select().from(serviceBlocks).where(eq(serviceBlocks.patient, patient));
  const names = await deps.members.names(tx, rows.map(({ by }) => by));
  return {
    services: services.filter((service) => clinic.services[service]).map((service) => {
      const row = rows.find((one) => one.service === service);
      return { service, off: row ? { reason: open(deps.keyring, 'serviceBlock', row.reasonSealed), since: row.at.toISOString(), by: names.get(row.by) ?? null } : null };
    }),
  };
}
async function ofPatient<T>(act: StaffAct, patient: string, work: (tx: Transaction, trail: { patient: string | null; outcome: string }) => Promise<T>): Promise<T> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    if (!await findPatient(tx, act.clinic.id, patient)) throw new PublicError('not_found');
    trail.patient = patient;
    return work(tx, trail);
  });
}

/** GET /staff/patients/:id/services */
export const readServices = (act: StaffAct, patient: string): Promise<Answer> => ofPatient(act, patient, (tx) => answer(tx, act, patient));

/** POST /staff/patients/:id/services: from the moment it is answered no act of the patient (or a guardian) in that service is done any more. The last who says it counts. */
export const switchService = (act: StaffAct, patient: string, { service, off }: ServiceSwitch): Promise<Answer> => ofPatient(act, patient, async (tx, trail) => {
  if (!act.clinic.services[service]) throw new PublicError('invalid_request', { fields: ['service'] });
  trail.outcome = off ? 'off' : 'on';
  if (off) {
    const said = { reasonSealed: seal(act.deps.keyring, 'serviceBlock', off.reason), by: act.access.staff, at: act.now };
    await tx.insert(serviceBlocks).values({ patient, service, ...said }).onConflictDoUpdate({ target: [serviceBlocks.patient, serviceBlocks.service], set: said });
  } else await tx.delete(serviceBlocks).where(and(eq(serviceBlocks.patient, patient), eq(serviceBlocks.service, service)));
  return answer(tx, act, patient);
});
