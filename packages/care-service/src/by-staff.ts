/** Filled in at the desk for a patient (N14): who did, as a column and as patient and desk read it. */
import type { CareAct } from './act.ts';

export const byStaffOf = (access: CareAct['access']): string | null => (access.kind === 'staff' ? access.staff : null);
/** Null: the patient did. Of who is not known any more, an empty name. */
export const byOf = (names: ReadonlyMap<string, string>, staff: string | null): string | null => (staff === null ? null : names.get(staff) ?? '');
