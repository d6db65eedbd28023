/** Members of the practice: invited, given roles, reset, removed (S3-02 … S3-04). The rules are in roles.ts; the token service does it, in the same transaction. */
import { PublicError, type DeskMember, type Member, type MemberInvitation, type MembersAnswer, type StaffRole } from '@balie/contracts';
import type { Transaction } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { demand, demandOwner, may, mayGive, mayManage } from './roles.ts';
import { letGoUnseen } from './work.ts';

const shown = (roles: readonly StaffRole[], one: Member): DeskMember => ({ id: one.id, name: one.name, email: one.email, roles: [...one.roles], state: one.state, secondFactor: one.secondFactor, since: one.since.toISOString(), mine: mayManage(roles, one) });

/** GET /staff/members. Every act below answers the same list as it is then. */
export function listMembers(act: StaffAct): Promise<MembersAnswer> {
  demand(may(act.access, act.clinic).members);
  return act.transact((tx) => answer(tx, act));
}

/** Everybody as they are now, nobody else changing them meanwhile: rights that were taken away a moment ago no longer count. */
async function locked(tx: Transaction, act: StaffAct): Promise<{ members: readonly Member[]; roles: readonly StaffRole[] }> {
  const members = await act.deps.members.of(tx, act.clinic.id, true);
  const roles = members.find((one) => one.id === act.access.staff)?.roles ?? [];
  demand(mayGive(roles).length > 0);
  return { members, roles };
}

/** POST /staff/members. An address that belongs to somebody already is a `conflict`, here or at another practice; one who is invited still gets a new mail. */
export function inviteMember(act: StaffAct, { name, email, roles: wanted }: MemberInvitation): Promise<MembersAnswer> {
  return act.transact(async (tx, trail) => {
    const { members, roles } = await locked(tx, act);
    demand(wanted.every((role) => mayGive(roles).includes(role)));
    const before = members.find((one) => one.email.toLowerCase() === email.toLowerCase());
    demand(!before || mayManage(roles, before));
    trail.object = await act.deps.members.invite(tx, { clinic: act.clinic.id, email, name, roles: [...new Set(wanted)], locale: before?.locale ?? act.access.locale });
    return answer(tx, act);
  });
}

/** One member, changed under the rules. Throws `access_denied`, and `not_found` for somebody of another practice. */
function change(act: StaffAct, id: string, work: (tx: Transaction, member: Member, all: { members: readonly Member[]; roles: readonly StaffRole[] }) => Promise<void>): Promise<MembersAnswer> {
  return act.transact(async (tx) => {
    const all = await locked(tx, act);
    const member = all.members.find((one) => one.id === id);
    if (!member) throw new PublicError('not_found');
    demand(mayManage(all.roles, member));
    await work(tx, member, all);
    return answer(tx, act);
  });
}

/** Everybody afterwards, as the one who asked may see them now: rights may have changed, their own too. */
async function answer(tx: Transaction, act: StaffAct): Promise<MembersAnswer> {
  const members = await act.deps.members.of(tx, act.clinic.id);
  const roles = members.find((one) => one.id === act.access.staff)?.roles ?? [];
  return { members: may({ roles }, act.clinic).members ? members.map((one) => shown(roles, one)) : [], give: [...mayGive(roles)] };
}

/** POST /staff/members/:id/resend: a new link, the old one stops. */
export const resendInvitation = (act: StaffAct, id: string): Promise<MembersAnswer> => change(act, id, async (tx, member) => {
  if (member.state === 'active') throw new PublicError('already_handled');
  await act.deps.members.invite(tx, { ...member, clinic: act.clinic.id });
});

/** POST /staff/members/:id/roles (S3-03): counts from the member's next request on; what they may no longer see is nobody's work again. */
export const setRoles = (act: StaffAct, id: string, wanted: readonly StaffRole[]): Promise<MembersAnswer> => change(act, id, async (tx, member, { members, roles }) => {
  demand(wanted.every((role) => mayGive(roles).includes(role)));
  if (!wanted.includes('owner')) demandOwner(members, member.id);
  await act.deps.members.setRoles(tx, id, [...new Set(wanted)]);
  await letGoUnseen(tx, act, { id, roles: wanted });
});

/** POST /staff/members/:id/reset: of a telephone that is lost. Sessions end, and the member hears of it by mail. */
export const resetSecondFactor = (act: StaffAct, id: string): Promise<MembersAnswer> => change(act, id, (tx, member) => act.deps.members.resetSecondFactor(tx, member.id));

/** POST /staff/members/:id/remove: every session of theirs ends with it. */
export const removeMember = (act: StaffAct, id: string): Promise<MembersAnswer> => change(act, id, async (tx, member, { members }) => {
  demandOwner(members, member.id);
  await act.deps.members.remove(tx, member.id);
});

/** POST /staff/recovery-codes: one's own. */
export const renewRecoveryCodes = (act: StaffAct): Promise<{ codes: string[] }> => act.transact(async (tx, trail) => {
  trail.object = act.access.staff;
  return { codes: [...await act.deps.members.renewRecoveryCodes(tx, act.access.staff)] };
});
