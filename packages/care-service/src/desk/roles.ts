/**
 * Who at a practice may do what, the one place that decides: the clinic says which role checks identity and which links (S0-34); assistants and GPs do the
 * work; the owner may do all, and alone gives administration (S3-03). Who has no role for it does not see it either.
 */
import { deskTexts, PublicError, staffRoles, type ClinicConfig, type Member, type StaffAccess, type StaffMe, type StaffRole, type WorkKind } from '@balie/contracts';
import type { StaffAct } from '../act.ts';

export function may({ roles }: Pick<StaffAccess, 'roles'>, clinic: ClinicConfig): StaffMe['may'] {
  const has = (...wanted: readonly StaffRole[]) => roles.some((role) => role === 'owner' || wanted.includes(role));
  const checkIdentity = has(clinic.linking.identityCheck), link = has(clinic.linking.link), care = has('assistant', 'gp');
  return { checkIdentity, link, care, accounts: checkIdentity || link || care, members: mayGive(roles).length > 0, templates: has('gp'), preview: has('gp', 'admin'), guardians: (clinic.guardians || clinic.registration.ways.includes('child')) && (checkIdentity || link), ...begins(clinic, checkIdentity || link) };
}

/** Which work of the queue is theirs to see and to do. */
export const sees = ({ accounts, care }: StaffMe['may']): Record<WorkKind, boolean> => ({ links: accounts, prescriptions: care, appointments: care, econsults: care });

const begins = ({ registration: { ways, staffCreated } }: ClinicConfig, who: boolean) => ({ letters: who && ways.includes('letter'), activate: who && ways.includes('practice') ? staffCreated : null });

/** The owner gives every role; whom the owner made admin gives those of the daily work. */
export const mayGive = (roles: readonly StaffRole[]): readonly StaffRole[] => (roles.includes('owner') ? staffRoles : roles.includes('admin') ? ['assistant', 'gp'] : []);

/** One changes, resets and removes whom one could have made: an admin touches neither owners nor admins. */
export const mayManage = (roles: readonly StaffRole[], member: Pick<Member, 'roles'>): boolean => { const give = mayGive(roles); return give.length > 0 && member.roles.every((role) => give.includes(role)); };

/** Throws `conflict` when nobody would be left who may do all: an owner who only was invited is none yet. */
export function demandOwner(members: readonly Member[], without: string): void {
  const owns = (one: Member) => one.roles.includes('owner') && one.state === 'active';
  if (members.some((one) => one.id === without && owns(one)) && !members.some((one) => one.id !== without && owns(one))) throw new PublicError('conflict');
}

/** Throws `access_denied`. */
export function demand(allowed: boolean): void {
  if (!allowed) throw new PublicError('access_denied');
}

/** GET /staff/me */
export const readStaffMe = ({ access, clinic, deps, transact }: StaffAct): Promise<StaffMe> => transact(async (tx) => ({
  id: access.staff, clinic: clinic.id, clinic_name: clinic.name, name: access.name, roles: [...access.roles], locale: access.locale, may: may(access, clinic), recovery_codes: await deps.members.recoveryCodesLeft(tx, access.staff),
  time_zone: clinic.timeZone, locales: [...clinic.locales], country: clinic.country, sms: clinic.sms !== null, texts: deskTexts(clinic, access.locale), draft_key: Buffer.from(deps.keyring.derive('desk-drafts', access.staff)).toString('base64url'),
}));
