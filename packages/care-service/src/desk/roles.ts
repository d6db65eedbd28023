/** Who at a practice may do what (S0-34): the clinic says which role checks identity and which links; the owner may do both. */
import { PublicError, type ClinicConfig, type StaffAccess, type StaffMe } from '@balie/contracts';
import type { StaffAct } from '../act.ts';

export function may(access: StaffAccess, clinic: ClinicConfig): StaffMe['may'] {
  const has = (role: ClinicConfig['linking']['link']) => access.roles.includes(role) || access.roles.includes('owner');
  const both = { checkIdentity: has(clinic.linking.identityCheck), link: has(clinic.linking.link) };
  return clinic.registration.ways.includes('letter') ? { ...both, letters: both.checkIdentity || both.link } : both;
}

/** Throws `access_denied`. */
export function demand(allowed: boolean): void {
  if (!allowed) throw new PublicError('access_denied');
}

/** GET /staff/me */
export const readStaffMe = ({ access, clinic, deps, transact }: StaffAct): Promise<StaffMe> =>
  transact(() => Promise.resolve({ id: access.staff, clinic: clinic.id, clinic_name: clinic.name, name: access.name, roles: [...access.roles], locale: access.locale, may: may(access, clinic), time_zone: clinic.timeZone, draft_key: Buffer.from(deps.keyring.derive('desk-drafts', access.staff)).toString('base64url') }));
