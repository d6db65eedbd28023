import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { membersAnswer, staffRoles, type StaffRole } from '@balie/contracts';
import { openWorld, type World } from '../testing/world.ts';
import { mayGive, mayManage } from './roles.ts';

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world.close());
beforeEach(() => { world.staffOf.clear(); });

const member = (roles: readonly StaffRole[], clinic?: string) => { const token = world.staff(roles, clinic); return { token, id: world.staffId(token) }; };
const act = async (as: { token: string }, of: { id: string }, what: string, body: object = {}) => { const answer = await world.post(`/staff/members/${of.id}/${what}`, as.token, body); return answer.body.error ?? answer.status; };
const rolesOf = (of: { id: string }) => world.staffOf.get(of.id)?.roles;

describe('members of the practice', () => {
  it('an owner sees everybody of the own practice and gives every role; an admin gives those of the daily work (S3-03)', async () => {
    const [owner, admin, elsewhere] = [member(['gp', 'owner']), member(['admin']), member(['owner'], 'zeezicht')];
    const list = async (as: { token: string }) => membersAnswer.parse((await world.get('/staff/members', as.token)).body);
    const seen = await list(owner);
    expect([seen.give, seen.members.map((one) => one.id).includes(elsewhere.id), seen.members.every((one) => one.mine)]).toEqual([[...staffRoles], false, true]);
    const byAdmin = await list(admin);
    expect([byAdmin.give, byAdmin.members.map((one) => one.mine)]).toEqual([['assistant', 'gp'], [false, false]]);
  });
  it('an assistant or a GP sees no members and changes none', async () => {
    const [owner, assistant, gp] = [member(['owner']), member(['assistant']), member(['gp'])];
    for (const as of [assistant, gp]) {
      expect((await world.get('/staff/members', as.token)).body).toMatchObject({ error: 'access_denied' });
      expect((await world.post('/staff/members', as.token, { name: 'B', email: 'b@praktijk.example', roles: ['assistant'] })).body).toMatchObject({ error: 'access_denied' });
      for (const what of ['resend', 'reset', 'remove']) expect(await act(as, owner, what)).toBe('access_denied');
      expect(await act(as, as, 'roles', { roles: ['owner'] })).toBe('access_denied');
    }
  });
  it('the owner gives admin rights to another, who then invites but makes no admins (S3-03, S3-04)', async () => {
    const [owner, manager] = [member(['owner']), member(['assistant'])];
    expect(await act(owner, manager, 'roles', { roles: ['assistant', 'admin'] })).toBe(200);
    const invite = async (as: { token: string }, email: string, roles: StaffRole[]) => (await world.post('/staff/members', as.token, { name: 'Nieuw Lid', email, roles })).body;
    const made = membersAnswer.parse(await invite(manager, 'nieuw@praktijk.example', ['assistant']));
    expect(made.members).toContainEqual(expect.objectContaining({ email: 'nieuw@praktijk.example', state: 'invited', roles: ['assistant'] }));
    expect(await invite(manager, 'nog@praktijk.example', ['admin'])).toMatchObject({ error: 'access_denied' });
    expect(await invite(owner, 'nog@praktijk.example', ['owner'])).toMatchObject({ give: [...staffRoles] });
    // An invitation that an owner sent is not an admin's to replace.
    expect(await invite(manager, 'nog@praktijk.example', ['assistant'])).toMatchObject({ error: 'access_denied' });
  });
  it('an admin touches neither owners nor admins, nor makes one of themselves (T40)', async () => {
    const [owner, admin, other, assistant] = [member(['owner']), member(['admin', 'assistant']), member(['admin']), member(['assistant'])];
    for (const of of [owner, other, admin]) for (const what of ['reset', 'remove']) expect(await act(admin, of, what)).toBe('access_denied');
    expect(await act(admin, admin, 'roles', { roles: ['owner'] })).toBe('access_denied');
    expect(await act(admin, assistant, 'roles', { roles: ['assistant', 'admin'] })).toBe('access_denied');
    expect(await act(admin, assistant, 'roles', { roles: ['gp'] })).toBe(200);
    expect(rolesOf(assistant)).toEqual(['gp']);
  });
  it('the last owner stays: not removed, not demoted, not even by themselves; an owner who only was invited does not count (T40)', async () => {
    const owner = member(['owner']);
    await world.post('/staff/members', owner.token, { name: 'Later', email: 'later@praktijk.example', roles: ['owner'] });
    expect(await act(owner, owner, 'remove')).toBe('conflict');
    expect(await act(owner, owner, 'roles', { roles: ['gp'] })).toBe('conflict');
    const second = member(['owner', 'gp']);
    expect(await act(second, owner, 'remove')).toBe(200);
    expect(world.staffOf.has(owner.id)).toBe(false);
  });
  it('rights that were taken away meanwhile no longer count, though the request began with them (T40)', async () => {
    const [owner, admin, assistant] = [member(['owner']), member(['admin']), member(['assistant'])];
    await act(owner, admin, 'roles', { roles: ['assistant'] });
    expect(await act(admin, assistant, 'remove')).toBe('access_denied');
  });
  it('nobody of another practice is found', async () => {
    const [owner, elsewhere] = [member(['owner']), member(['assistant'], 'zeezicht')];
    expect(await act(owner, elsewhere, 'remove')).toBe('not_found');
  });
  it('a new invitation goes to who did not use the first one only', async () => {
    const [owner, assistant] = [member(['owner']), member(['assistant'])];
    expect(await act(owner, assistant, 'resend')).toBe('already_handled');
    await world.post('/staff/members', owner.token, { name: 'Nieuw', email: 'n@praktijk.example', roles: ['assistant'] });
    expect(await act(owner, [...world.staffOf.values()].find((one) => one.state === 'invited')!, 'resend')).toBe(200);
  });
  it('every act is written down with who and whom, refused ones too', async () => {
    const [owner, assistant] = [member(['owner']), member(['assistant'])];
    await act(assistant, owner, 'remove');
    await act(owner, assistant, 'reset');
    await act(owner, assistant, 'remove');
    expect((await world.audit()).slice(-3).map(({ actor, action, object, outcome }) => [actor, action, object, outcome])).toEqual([
      [assistant.id, 'member.remove', owner.id, 'access_denied'], [owner.id, 'member.reset', assistant.id, 'done'], [owner.id, 'member.remove', assistant.id, 'done'],
    ]);
  });
  it('whoever may give a role is above it: no set of roles manages one that it could not have made (T40)', () => {
    const sets = Array.from({ length: 16 }, (_, bits) => staffRoles.filter((_role, at) => bits & (1 << at)));
    for (const one of sets) for (const other of sets) expect(mayManage(one, { roles: other })).toBe(one.includes('owner') || (one.includes('admin') && !other.includes('owner') && !other.includes('admin')));
    expect(mayGive(['assistant', 'gp'])).toEqual([]);
  });
});

describe('what each role sees at the desk', () => {
  it('somebody with administration alone sees no patients and nothing that patients asked', async () => {
    const [owner, admin] = [member(['owner']), member(['admin'])];
    const account = world.account();
    await world.requestLink(account);
    const queue = async (as: { token: string }) => (await world.get('/staff/queue', as.token)).body as { links: unknown[] };
    expect((await queue(owner)).links.length).toBe(1);
    expect(await queue(admin)).toMatchObject({ links: [], prescriptions: [], appointments: [], econsults: [], more: { links: 0 } });
    expect((await world.post('/staff/patients/search', admin.token, { name: 'a' })).body).toMatchObject({ error: 'access_denied' });
    expect((await world.post('/staff/accounts/search', admin.token, { name: 'a' })).body).toMatchObject({ error: 'access_denied' });
    const id = '00000000-0000-4000-8000-000000000001';
    for (const [path, body] of [[`prescriptions/${id}/decide`, { decisions: [{ line: id, state: 'approved' }] }], [`appointments/${id}/seen`, {}], [`appointments/${id}/cancel`, { reason: 'x' }], [`econsults/${id}/answer`, { seen: 1, text: 'x' }]] as const) expect((await world.post(`/staff/${path}`, admin.token, body)).body, path).toMatchObject({ error: 'access_denied' });
    expect((await world.get(`/staff/econsults/${id}`, admin.token)).body).toMatchObject({ error: 'access_denied' });
    expect((await world.get('/staff/me', admin.token)).body).toMatchObject({ may: { checkIdentity: false, link: false, accounts: false, care: false, members: true } });
  });
});
