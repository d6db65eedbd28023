/** Services that the practice does not offer online to one patient: asked here alone, of every act of a patient and before a code is mailed. */
import { PublicError, type PatientAccess, type Service } from '@balie/contracts';
import { and, eq, schema, sql, type Queryable, type SQL } from '@balie/database';

const { serviceBlocks } = schema;

export const isOffered = async (db: Queryable, patient: string, service: Service): Promise<boolean> => await db.$count(serviceBlocks, and(eq(serviceBlocks.patient, patient), eq(serviceBlocks.service, service))) === 0;

/** Throws `service_off`. A guardian is told the same for a child. */
export async function demandOffered(db: Queryable, { patient, service }: Pick<PatientAccess, 'patient' | 'service'>): Promise<void> {
  if (!await isOffered(db, patient, service)) throw new PublicError('service_off');
}

/** Nobody is reminded of, or offered, what they cannot use. */
export const offeredTo = (patient: typeof schema.medications.patient | typeof schema.waitingList.patient, service: Service): SQL => sql`not exists (select 1 from ${serviceBlocks} where ${serviceBlocks.patient} = ${patient} and ${serviceBlocks.service} = ${service})`;
