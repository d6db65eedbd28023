/** A patient's medicines at the desk, and what the practice says of one of them. */
import { PublicError, type DeskMedication, type deskMedicationAnswer, type medicationOverride } from '@balie/contracts';
import { and, eq, notInArray, schema } from '@balie/database';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import { medicationRows, neverShown, withRenewal } from '../medication.ts';
import { demand, may } from './roles.ts';

const { medications, medicationOverrides, patients } = schema;
type Item = Awaited<ReturnType<typeof withRenewal>>[number];
const atDesk = ({ due: _due, ...item }: Item): DeskMedication => item;

/** GET /staff/patients/:id/medication: as the patient sees it. Throws `not_found` for another clinic's patient. */
export function readMedication(act: StaffAct, patient: string): Promise<output<typeof deskMedicationAnswer>> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const [row] = await tx.select({ id: patients.id }).from(patients).where(and(eq(patients.id, patient), eq(patients.clinic, act.clinic.id)));
    if (!row) throw new PublicError('not_found');
    trail.patient = patient;
    return { items: (await withRenewal(tx, act, await medicationRows(tx, act.clinic.id, patient))).map(atDesk) };
  });
}

/** POST /staff/medication/:id/override: from now on, until the day named or until it is taken back (null). The last who says it counts. */
export function overrideRenewal(act: StaffAct, id: string, { override }: output<typeof medicationOverride>): Promise<DeskMedication> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const [row] = await tx.select().from(medications).where(and(eq(medications.id, id), eq(medications.clinic, act.clinic.id), notInArray(medications.status, neverShown)));
    if (!row) throw new PublicError('not_found');
    trail.patient = row.patient;
    const said = override && { ...override, by: act.access.staff, at: act.now };
    if (said) await tx.insert(medicationOverrides).values({ medication: id, ...said }).onConflictDoUpdate({ target: medicationOverrides.medication, set: said });
    else await tx.delete(medicationOverrides).where(eq(medicationOverrides.medication, id));
    const [item] = await withRenewal(tx, act, [row]);
    return atDesk(item!);
  });
}
