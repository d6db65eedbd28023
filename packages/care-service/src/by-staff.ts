/** Filled in at the desk for a patient (N14): who did, as a column and as patient and desk read it, and in whose name a time is held. */
import type { Act, CallerAccess, CareAct } from './act.ts';

export const fillsIn = (access: Act['access']): access is CallerAccess => access.kind === 'staff' && 'patient' in access;

/** Who holds a time, and in which page: an account in one of its own; at the desk a member of staff, for each patient one. */
export const holderOf = (access: CareAct['access']): { account: string; page: string } => (access.kind === 'patient' ? { account: access.account, page: access.page } : { account: access.staff, page: access.patient });
/** Whose holds for the patient are one's own: the desk goes on with what is kept for the patient online, or was offered to them. */
export const holdersOf = (access: CareAct['access']): string[] => (access.kind === 'patient' ? [access.account] : [access.staff, ...(access.account === null ? [] : [access.account])]);

/** The guardian who acts for a child, by name (N8); null: nobody but the patient or the desk. */
export const guardianOf = (access: CareAct['access']): string | null => (access.kind === 'patient' ? access.guardian : null);
/** Who wrote what is sent: the patient, a guardian for them (N8), or the desk, which writes down the patient's word (N14). */
export const writerOf = (access: CareAct['access']): { from: 'patient' | 'guardian'; author: string | null; staff: string | null } => (access.kind === 'staff' ? { from: 'patient', author: access.name, staff: access.staff } : { from: guardianOf(access) === null ? 'patient' : 'guardian', author: guardianOf(access), staff: null });
export const byStaffOf = (access: CareAct['access']): string | null => (access.kind === 'staff' ? access.staff : null);
/** Null: the patient did. Of who is not known any more, an empty name. */
export const byOf = (names: ReadonlyMap<string, string>, staff: string | null): string | null => (staff === null ? null : names.get(staff) ?? '');
