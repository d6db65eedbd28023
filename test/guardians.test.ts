/** More than one guardian of a child, over two clinics (N8): both services on one database; the eID's answer and who is at the desk are given. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCareService, createLinking } from '@balie/care-service';
import type { Linking, MailRequest, StaffAccess, StaffRole, TokenAnswer } from '@balie/contracts';
import { and, desc, eq, hashSecret, numberHmac, schema, sql, type Transaction } from '@balie/database';
import { danish, numberOf, password, people, sendForm, session } from '../packages/token-service/test/danish.ts';
import { bodyOf, deskOrigin, harness, issuer, logIn, openPrompt, pkce, type Device, type Harness } from '../packages/token-service/test/harness.ts';
import { issueCode } from '../packages/token-service/src/authorization-codes.ts';
import { clientOf } from '../packages/token-service/src/clients.ts';
import { announceRights } from '../packages/token-service/src/guardians.ts';
import { settleProof } from '../packages/token-service/src/eid/proofs.ts';
import { confirmIdentities, sealPerson } from '../packages/token-service/src/accounts.ts';

/** Services open by the log-in's own proof, so that one test shows one thing. */
const open = { services: { prescriptions: { title: { da: 'Recepter' }, minAcr: 'urn:balie:acr:password', maxAge: 28_800 } } };
const ahorn = danish('ahorn', open), birk = danish('birk', { ...open, registration: { admission: 'automatic' } });
const [first, second, stranger] = [people.kirsten, people.einer, '1001751234'];
const child = '0505159995';

let h: Harness, care: ReturnType<typeof createCareService>, staff: StaffAccess, lars: string;
beforeAll(async () => {
  const linking = {} as Linking<Transaction>, clinics = [ahorn, birk];
  h = await harness({ clinics, linking });
  const base = { db: h.db, keyring: h.keyring, clock: () => new Date(h.time.now), clinics: new Map(clinics.map((one) => [one.id, one])), log: () => undefined };
  Object.assign(linking, createLinking(base));
  const { accounts, members, guardians, guard } = h.service;
  care = createCareService({ ...base, issuer, deskOrigin, accounts, members, guardians, guard: { ...guard, staff: async () => staff }, systemKeys: {} });
  at('ahorn');
});
afterAll(() => h.close());
const at = (clinic: string, roles: readonly StaffRole[] = ['owner']) => { staff = { kind: 'staff', staff: crypto.randomUUID(), clinic, name: 'A. Balie', roles, locale: 'da' }; };

type Body = Record<string, unknown>;
async function desk<T = Body>(path: string, body?: Body): Promise<{ status: number; body: T }> {
  const answer = await care.app.request(`${deskOrigin}${path}`, { method: body ? 'POST' : 'GET', headers: { origin: deskOrigin, authorization: 'DPoP x', 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : null) as T };
}
interface Asked { id: string; state: string; name: string | null; patient: { id: string } | null; acting: { id: string; name: string | null }[]; waits: boolean; email: string | null; numberEnds: string; before: { reason: string | null } | null }
const queue = async () => (await desk<{ links: { id: string; state: string; name: string | null; email: string; checkedPatient: { id: string } | null }[]; guardians?: Asked[] }>('/staff/queue')).body;
const waiting = async () => ((await queue()).guardians ?? []).filter(({ state }) => state === 'requested');

let serial = 0;
const record = async (clinic: string, number: string, name: string, birthDate: string) => (await h.db.insert(schema.patients).values({ clinic, sourceId: `s${serial += 1}`, given: name, family: 'Test', birthDate, numberHmac: numberHmac(h.keyring, 'DK', numberOf(number).number), verified: true }).returning())[0]!.id;
/** By the form of a child and the guardian's eID, up to what the page is told. */
async function ask(clinic: typeof ahorn, number: string, guardian: string, email: string, secret = password) {
  h.pass(60);
  const device = await h.device();
  const { status, body } = await sendForm(device, clinic.id, { number, guardianNumber: guardian, email, password: secret, givenName: 'Lars', familyName: 'Berggren' });
  const [row] = await h.db.select().from(schema.registrations).where(eq(schema.registrations.secretHash, hashSecret(body.registration!)));
  const settled = await h.db.transaction((tx) => settleProof(tx, h.context, { clinic, purpose: 'child', subject: row!.id, number: numberOf(guardian), brokerSubject: null, locale: 'da', jkt: device.jkt }, h.time.now));
  return { status, keys: Object.keys(body), settled };
}
const accountOf = async (number: string) => (await h.db.select().from(schema.identities).where(eq(schema.identities.hmac, numberHmac(h.keyring, 'DK', number))))[0]!.account;
/** Logged in by eID, as the trip's end does it. */
async function byEid(clinic: typeof ahorn, number: string): Promise<{ device: Device; tokens: TokenAnswer }> {
  const device = await h.device(), { verifier, challenge } = pkce(), client = clientOf(h.context, clinic.id);
  const subject = await accountOf(number);
  const code = await h.db.transaction(async (tx) => {
    await confirmIdentities(tx, subject, 'cpr', false);
    return issueCode(tx, h.context, { client, jkt: device.jkt, codeChallenge: challenge, redirectUri: client.redirectUri, subject, scope: client.baseScope, acr: 'urn:balie:acr:eid', authTime: h.time.now, page: null, life: 60_000 });
  });
  return { device, tokens: await (await device.token({ grant_type: 'authorization_code', client_id: clinic.id, code, code_verifier: verifier, redirect_uri: client.redirectUri })).json() as TokenAnswer };
}
interface Children { children: { id: string; name: string | null; open: boolean; others: { name: string | null }[]; since: string }[]; guardians: unknown[] }
const family = async ({ device, tokens }: Awaited<ReturnType<typeof byEid>>) => await bodyOf(await device.get('/guardians', tokens.access_token)) as unknown as Children;
/** Whether they open a service for one of their children now, or why for none. */
async function opens(clinic: typeof ahorn, who: Awaited<ReturnType<typeof byEid>>): Promise<string> {
  const tried = [];
  for (const { id } of (await family(who)).children) tried.push(await openPrompt(h, { ...who, client: clinic.id }, 'prescriptions', { for: id }).then(() => 'open', (thrown: Error) => thrown.message.replace('no page: ', '')));
  return tried.length === 0 ? 'nobody' : tried.find((one) => one === 'open') ?? tried.join();
}
const lastAudit = async () => (await h.db.select().from(schema.audit).orderBy(desc(schema.audit.sequence)).limit(1))[0];
/** What an act mailed: the clock is turned back too, so not by time. */
const since = async <T>(act: () => Promise<T>): Promise<[T, string[]]> => {
  const known = new Set((await h.db.select({ id: schema.outbox.id }).from(schema.outbox)).map(({ id }) => id)), answer = await act();
  const rows = (await h.db.select().from(schema.outbox)).filter(({ id }) => !known.has(id));
  return [answer, rows.map(({ mailSealed }) => JSON.parse(h.keyring.open('outbox', mailSealed!)) as MailRequest).map(({ template, to, clinic }) => `${template} ${to} ${clinic}`).sort()];
};
const approveChild = async (clinic: string, email: string) => { at(clinic); const link = (await queue()).links.find((one) => one.email === email)!; expect((await desk(`/staff/links/${link.id}/link`, { patient: link.checkedPatient!.id })).status).toBe(200); };

describe('a second guardian of a child that has its account (S4-27, N8)', () => {
  let account: string;
  beforeAll(async () => {
    lars = await record('ahorn', child, 'Lars', '2015-05-05');
    await record('ahorn', second, 'Einer', '1960-01-02');
    await record('ahorn', first, 'Kirsten', '1982-11-29');
    await ask(ahorn, child, first, 'lars@patient.example');
    account = await accountOf(child);
    await approveChild('ahorn', 'lars@patient.example');
  });

  it('asks by the same form and the own eID: same words, same bytes, same hashing as for a child without one, and the account is as it was (T16, S4-46)', async () => {
    const row = async () => JSON.stringify([await h.db.select().from(schema.accounts).where(eq(schema.accounts.id, account)), await h.db.select().from(schema.identities).where(eq(schema.identities.account, account)), await h.db.select().from(schema.guardianships).where(eq(schema.guardianships.child, account))]);
    const before = await row();
    h.hasher.hashed = h.hasher.verified = 0;
    const [known, told] = await since(() => ask(ahorn, child, second, 'einer@patient.example', 'Andet kodeord 33'));
    const cost = [h.hasher.hashed, h.hasher.verified];
    h.hasher.hashed = h.hasher.verified = 0;
    const fresh = await ask(ahorn, '0207169995', second, 'anden@patient.example');
    expect([known, cost]).toEqual([fresh, [h.hasher.hashed, h.hasher.verified]]);
    expect(fresh.settled).toEqual({ account: null, result: 'waiting', patient: null });
    expect([await row(), told]).toEqual([before, ['practice-guardian-asks skranke@ahorn.example ahorn']]);
    // Nor is it told to who asked, once they log in: both stand there as they typed them, and neither opens.
    const who = await byEid(ahorn, second), seen = await family(who);
    expect(seen.children.map(({ name, open: isOpen, others }) => [name, isOpen, others])).toEqual([['Lars Berggren', false, []], ['Lars Berggren', false, []]]);
    expect(Object.keys(seen.children[0]!).sort()).toEqual(Object.keys(seen.children[1]!).sort());
    for (const { id } of seen.children) await expect(openPrompt(h, { ...who, client: 'ahorn' }, 'prescriptions', { for: id })).rejects.toThrow('no page: not_linked');
    expect((await logIn(await h.device(), child, { client: 'ahorn', password: 'Andet kodeord 33' })).body).toMatchObject({ error: 'wrong_credentials' });
  });
  it('asking twice is one request; the desk reads who asks, by its own record, for whom, and who acts already', async () => {
    const [, told] = await since(() => ask(ahorn, child, second, 'einer@patient.example'));
    expect(told).toEqual([]);
    expect(await waiting()).toMatchObject([{ name: 'Einer Test', numberEnds: '95', email: 'einer@patient.example', patient: { id: lars }, waits: false, acting: [{ name: 'Kirsten Test' }], before: null }]);
  });
  it('is refused with a reason that stays at the practice, in the mail of every refusal; asks again in the same words, and is let in by who may link (S4-47)', async () => {
    at('ahorn', ['assistant']);
    const { id } = (await waiting())[0]!;
    at('ahorn', ['admin']);
    expect((await desk(`/staff/guardians/${id}/approve`, { patient: lars })).body).toMatchObject({ error: 'access_denied' });
    at('ahorn');
    const [refused, told] = await since(() => desk(`/staff/guardians/${id}/refuse`, { reason: 'Ikke forælder' }));
    expect([refused.status, told]).toEqual([204, ['approval-refused-child einer@patient.example ahorn']]);
    expect((await desk(`/staff/guardians/${id}/refuse`, { reason: 'igen' })).body).toMatchObject({ error: 'already_handled' });
    expect(JSON.stringify(await h.mails())).not.toContain('Ikke forælder');
    expect((await queue()).guardians).toMatchObject([{ state: 'refused' }]);
    expect(await opens(ahorn, await byEid(ahorn, second))).toBe('not_linked,not_linked');
    const again = await ask(ahorn, child, second, 'einer@patient.example');
    expect(again).toEqual({ status: 202, keys: ['registration'], settled: { account: null, result: 'waiting', patient: null } });
    expect(await waiting()).toMatchObject([{ before: { reason: 'Ikke forælder' } }]);
  });
  it('of two at the desk one lets them in; the first guardian, the child\'s own address and the new one are told without a name; each reads of the other, and since when (N8)', async () => {
    const { id } = (await waiting())[0]!;
    expect((await desk(`/staff/guardians/${id}/approve`, { patient: crypto.randomUUID() })).body).toMatchObject({ error: 'conflict' });
    h.pass(60);
    const [both, told] = await since(() => Promise.all([desk(`/staff/guardians/${id}/approve`, { patient: lars }), desk(`/staff/guardians/${id}/approve`, { patient: lars })]));
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(told).toEqual(['guardian-added lars@patient.example ahorn', 'guardian-approved einer@patient.example ahorn']);
    expect((await h.db.select().from(schema.audit)).find(({ action, outcome }) => action === 'guardian.approve' && outcome === 'done')).toMatchObject({ actorKind: 'staff', object: id, patient: lars });
    const [mother, father] = [await byEid(ahorn, first), await byEid(ahorn, second)];
    expect([await opens(ahorn, mother), await opens(ahorn, father)]).toEqual(['open', 'open']);
    expect((await family(mother)).children[0]).toMatchObject({ name: 'Lars Berggren', others: [{ name: 'Einer Test', since: h.time.now.toISOString() }] });
    const own = { device: await h.device(), tokens: {} as TokenAnswer };
    own.tokens = await session(own.device, child, 'ahorn');
    expect((await family(own)).guardians).toEqual([{ name: null, since: expect.any(String) as string }, { name: 'Einer Test', since: h.time.now.toISOString() }]);
  });
  it('is let go without the first; the page that stands open opens nothing more, and they are told; to the child\'s log-in nothing happens (T32)', async () => {
    const father = await byEid(ahorn, second), mine = (await family(father)).children.find(({ open: isOpen }) => isOpen)!;
    const page = await openPrompt(h, { ...father, client: 'ahorn' }, 'prescriptions', { for: mine.id });
    const { access_token: token } = await page.open();
    const read = async () => { const url = `${issuer}/care/medication`; return care.app.request(url, { headers: { authorization: `DPoP ${token}`, dpop: await page.page.proof(url, { method: 'GET', accessToken: token }) } }); };
    expect((await read()).status).toBe(200);
    const { acting } = (await desk<{ acting: { id: string; name: string | null }[] }>(`/staff/patients/${lars}/guardians`)).body;
    const [ended, told] = await since(() => desk(`/staff/patients/${lars}/guardians/stop`, { guardianship: acting.find(({ name }) => name === 'Einer Test')!.id, reason: 'Har ikke længere forældremyndighed' }));
    expect(ended.body).toMatchObject({ account: true, acting: [{ name: 'Kirsten Test' }] });
    expect(told).toEqual(['guardian-ended einer@patient.example ahorn']);
    expect((await bodyOf(await read()))['error']).toBe('page_closed');
    expect([await opens(ahorn, await byEid(ahorn, first)), (await family(father)).children.some(({ open: isOpen }) => isOpen)]).toEqual(['open', false]);
    expect((await logIn(await h.device(), child, { client: 'ahorn', password })).status).toBe(200);
    expect((await desk(`/staff/patients/${lars}/guardians/stop`, { guardianship: acting.find(({ name }) => name === 'Einer Test')!.id, reason: 'x' })).body).toMatchObject({ error: 'already_handled' });
  });
  it('added at the counter by who saw them, with the number and a name, they act as soon as their eID logs in; again is a conflict; the audit names who and for whom', async () => {
    expect((await desk(`/staff/patients/${lars}/guardians`, { number: child, name: 'Einer Lauridsen' })).body).toMatchObject({ error: 'conflict' });
    expect((await desk(`/staff/patients/${lars}/guardians`, { number: '12', name: 'Einer Lauridsen' })).body).toMatchObject({ error: 'invalid_request', fields: ['number'] });
    h.pass(60);
    const [added, told] = await since(() => desk(`/staff/patients/${lars}/guardians`, { number: '020160-9995', name: 'Einer Lauridsen', email: 'ny@patient.example' }));
    expect([added.body, told]).toMatchObject([{ acting: [{ name: 'Kirsten Test' }, { name: 'Einer Test' }] }, ['guardian-added lars@patient.example ahorn', 'guardian-approved ny@patient.example ahorn']]);
    expect(await lastAudit()).toMatchObject({ action: 'guardian.add', actor: staff.staff, patient: lars, outcome: 'done' });
    expect(await opens(ahorn, await byEid(ahorn, second))).toBe('open');
    expect((await desk(`/staff/patients/${lars}/guardians`, { number: second, name: 'x' })).body).toMatchObject({ error: 'conflict' });
    // Somebody nobody knows yet: an account that only the eID of that number opens.
    const [third, heard] = await since(() => desk(`/staff/patients/${lars}/guardians`, { number: stranger, name: 'Tredje Værge', email: 'tredje@patient.example' }));
    expect([third.status, heard]).toEqual([200, ['guardian-added lars@patient.example ahorn', 'guardian-added ny@patient.example ahorn', 'guardian-approved tredje@patient.example ahorn']]);
    expect(await opens(ahorn, await byEid(ahorn, stranger))).toBe('open');
    for (const [roles, clinic, error] of [[['admin'], 'ahorn', 'access_denied'], [['owner'], 'birk', 'not_found']] as const) { at(clinic, roles); expect((await desk(`/staff/patients/${lars}/guardians`)).body).toMatchObject({ error }); }
    at('ahorn');
  });
  it('who chose the child\'s password and address is let go with them: the child\'s log-in opens nothing here any more, its address hears nothing, and the others go on (T32)', async () => {
    const device = await h.device(), tokens = await session(device, child, 'ahorn');
    const { acting } = (await desk<{ acting: { id: string; name: string | null }[] }>(`/staff/patients/${lars}/guardians`)).body;
    expect((await desk(`/staff/patients/${lars}/guardians/stop`, { guardianship: acting.find(({ name }) => name === 'Kirsten Test')!.id, reason: 'Dom' })).status).toBe(200);
    expect((await device.get('/me', tokens.access_token)).status).toBe(401);
    expect(await bodyOf(await device.token({ grant_type: 'refresh_token', client_id: 'ahorn', refresh_token: tokens.refresh_token! }))).toMatchObject({ error: 'invalid_grant' });
    expect((await logIn(await h.device(), child, { client: 'ahorn', password })).body).toMatchObject({ error: 'approval_refused' });
    expect([await opens(ahorn, await byEid(ahorn, first)), await opens(ahorn, await byEid(ahorn, second))]).toEqual(['nobody', 'open']);
    expect(await h.service.accounts.reads(account, 'ahorn', lars)).toBe(false);
    expect((await desk<{ accounts: { checkedPatient: { id: string } | null }[] }>('/staff/accounts/search', { name: 'Lars' })).body.accounts.find(({ checkedPatient }) => checkedPatient?.id === lars)).toMatchObject({ name: null, email: '', phone: null });
    // Asks again, and is let in again: what was theirs opens again.
    await ask(ahorn, child, first, 'lars@patient.example');
    const [asked] = await waiting();
    expect(asked!.before).toMatchObject({ reason: 'Dom' });
    expect((await desk(`/staff/guardians/${asked!.id}/approve`, { patient: lars })).status).toBe(204);
    expect((await logIn(await h.device(), child, { client: 'ahorn', password })).status).toBe(200);
    // Let go by mistake, and added again at the counter: so too.
    const { acting: again } = (await desk<{ acting: { id: string; name: string | null }[] }>(`/staff/patients/${lars}/guardians`)).body;
    await desk(`/staff/patients/${lars}/guardians/stop`, { guardianship: again.find(({ name }) => name === 'Kirsten Test')!.id, reason: 'Fejl' });
    expect((await desk(`/staff/patients/${lars}/guardians`, { number: first, name: 'Kirsten Test' })).status).toBe(200);
    expect((await logIn(await h.device(), child, { client: 'ahorn', password })).status).toBe(200);
  });
  it('a log-in that was closed so is set up anew by a guardian who stayed, by the same form: the old password and address are of the past (S4-27, T32)', async () => {
    const { acting } = (await desk<{ acting: { id: string; name: string | null }[] }>(`/staff/patients/${lars}/guardians`)).body;
    const own = await h.device(), tokens = await session(own, child, 'ahorn');
    // As long as it is not closed nobody replaces it.
    await ask(ahorn, child, second, 'nyt@patient.example', 'Tredje kodeord 55');
    expect((await logIn(await h.device(), child, { client: 'ahorn', password: 'Tredje kodeord 55' })).body).toMatchObject({ error: 'wrong_credentials' });
    await desk(`/staff/patients/${lars}/guardians/stop`, { guardianship: acting.find(({ name }) => name === 'Kirsten Test')!.id, reason: 'Dom' });
    const [answer, told] = await since(() => ask(ahorn, child, second, 'nyt@patient.example', 'Tredje kodeord 55'));
    expect([answer.settled, told]).toEqual([{ account: null, result: 'waiting', patient: null }, ['approved-child nyt@patient.example ahorn']]);
    expect((await logIn(await h.device(), child, { client: 'ahorn', password: 'Tredje kodeord 55' })).status).toBe(200);
    expect((await logIn(await h.device(), child, { client: 'ahorn', password })).body).toMatchObject({ error: 'wrong_credentials' });
    expect((await own.get('/me', tokens.access_token)).status).toBe(401);
    // Who set up the old one opens nothing with the new one, let in again or not.
    await ask(ahorn, child, first, 'lars@patient.example');
    expect((await desk(`/staff/guardians/${(await waiting())[0]!.id}/approve`, { patient: lars })).status).toBe(204);
    expect((await logIn(await h.device(), child, { client: 'ahorn', password })).body).toMatchObject({ error: 'wrong_credentials' });
  });
});

describe('a child of another clinic (S4-20, S4-21)', () => {
  const other = '0506169995';
  let here: string, there: string, account: string;
  beforeAll(async () => {
    [here, there] = [await record('ahorn', other, 'Mia', '2016-06-05'), await record('birk', other, 'Mia', '2016-06-05')];
    await ask(ahorn, other, first, 'mia@patient.example');
    account = await accountOf(other);
    await approveChild('ahorn', 'mia@patient.example');
  });

  it('is registered there by the same guardian in the same way, and looked at there, whatever that clinic does with adults; one account, and the child\'s log-in is good at both (S4-21, S4-33)', async () => {
    await ask(birk, other, first, 'andet@patient.example');
    at('birk');
    const [asked] = await waiting();
    expect((await h.db.select().from(schema.audit).where(eq(schema.audit.patient, there))).map(({ action }) => action)).toEqual(['desk.queue']);
    expect(asked).toMatchObject({ patient: { id: there }, acting: [], email: 'andet@patient.example' });
    expect((await queue()).links).toEqual([]);
    expect(JSON.stringify(await queue())).not.toMatch(/mia@patient|Lars Berggren/);
    expect(await opens(birk, await byEid(birk, first))).toBe('not_linked');
    expect((await desk(`/staff/guardians/${asked!.id}/approve`, { patient: there })).status).toBe(204);
    expect(await opens(birk, await byEid(birk, first))).toBe('open');
    const links = await h.db.select().from(schema.recordLinks).where(eq(schema.recordLinks.account, account));
    expect(links.map(({ clinic, patient, state, guardiansOnly }) => [clinic, patient, state, guardiansOnly]).sort()).toEqual([['ahorn', here, 'linked', false], ['birk', there, 'linked', false]]);
    for (const clinic of ['ahorn', 'birk']) expect((await logIn(await h.device(), other, { client: clinic, password })).status).toBe(200);
    // What one clinic ends is as it was at the other.
    const { acting } = (await desk<{ acting: { id: string }[] }>(`/staff/patients/${there}/guardians`)).body;
    await desk(`/staff/patients/${there}/guardians/stop`, { guardianship: acting[0]!.id, reason: 'x' });
    expect([await opens(birk, await byEid(birk, first)), await opens(ahorn, await byEid(ahorn, first))]).toEqual(['nobody', 'open']);
    expect([(await logIn(await h.device(), other, { client: 'birk', password })).body['error'], (await logIn(await h.device(), other, { client: 'ahorn', password })).status]).toEqual(['approval_refused', 200]);
  });
  it('is acted for there by another guardian alone: what the first set up elsewhere opens nothing there, is not shown there, and the second sees nothing of elsewhere', async () => {
    const third = '0507169995', record3 = await record('birk', third, 'Ida', '2016-07-05');
    await ask(ahorn, third, first, 'ida@patient.example');
    await ask(birk, third, second, 'einer2@patient.example');
    at('birk');
    const asked = (await waiting()).find(({ patient }) => patient?.id === record3)!;
    const [, told] = await since(() => desk(`/staff/guardians/${asked.id}/approve`, { patient: record3 }));
    expect(told).toEqual([expect.stringMatching(/^guardian-approved einer2?@patient.example birk$/)]);
    expect(await opens(birk, await byEid(birk, second))).toBe('open');
    expect((await logIn(await h.device(), third, { client: 'birk', password })).body).toMatchObject({ error: 'approval_refused' });
    // Nor does the second set it up anew: at the other clinic they see nothing.
    await ask(birk, third, second, 'einer2@patient.example', 'Tredje kodeord 55');
    for (const clinic of ['ahorn', 'birk']) expect((await logIn(await h.device(), third, { client: clinic, password: 'Tredje kodeord 55' })).body).toMatchObject({ error: 'wrong_credentials' });
    expect((await family(await byEid(birk, second))).children.map(({ others }) => others)).toEqual([[]]);
    expect((await family(await byEid(ahorn, second))).children.map(({ id }) => id)).not.toContain(asked.id);
    expect(JSON.stringify((await desk('/staff/accounts/search', { name: 'Ida' })).body)).not.toContain('ida@patient.example');
  });
  it('whoever made the account first without a claim to the child keeps nothing: refused, they stay out when the true guardian is let in (T39, T32)', async () => {
    const fourth = '0508169995', theirs = await record('ahorn', fourth, 'Bo', '2016-08-05');
    await ask(ahorn, fourth, stranger, 'fremmed@patient.example');
    await ask(ahorn, fourth, second, 'far@patient.example');
    at('ahorn');
    const asked = (await waiting()).find(({ patient }) => patient?.id === theirs)!;
    expect(asked).toMatchObject({ waits: true, acting: [] });
    expect((await desk(`/staff/guardians/${asked.id}/approve`, { patient: theirs })).body).toMatchObject({ error: 'conflict' });
    const link = (await queue()).links.find(({ email }) => email === 'fremmed@patient.example')!;
    expect((await desk(`/staff/links/${link.id}/refuse`, { reason: 'Ukendt' })).status).toBe(200);
    expect((await desk(`/staff/guardians/${asked.id}/approve`, { patient: theirs })).status).toBe(204);
    const [intruder, father] = [await byEid(ahorn, stranger), await byEid(ahorn, second)];
    expect((await family(intruder)).children.filter(({ open: isOpen }) => isOpen).map(({ name }) => name)).toEqual(['Lars Berggren']);
    expect((await family(father)).children.filter(({ open: isOpen }) => isOpen).length).toBe(2);
    expect((await logIn(await h.device(), fourth, { client: 'ahorn', password })).body).toMatchObject({ error: 'approval_refused' });
  });
});

describe('a child\'s log-in in the hands of one whom a practice let go', () => {
  const sixth = '0510169995';
  let here: string, there: string, account: string;
  const ownAccount = async (secret = password) => {
    const device = await h.device(), tokens = await session(device, sixth, 'birk', secret), prompt = await openPrompt(h, { device, tokens, client: 'birk' }, 'account'), { access_token: token } = await prompt.open();
    return { read: async (path: string) => JSON.stringify(await bodyOf(await prompt.page.get(path, token))), post: (path: string, body: unknown) => prompt.page.json(path, body, { accessToken: token }) };
  };
  /** Whoever acts there longest. */
  const letGo = async (clinic: string, patient: string) => {
    at(clinic);
    const { acting } = (await desk<{ acting: { id: string }[] }>(`/staff/patients/${patient}/guardians`)).body;
    expect((await desk(`/staff/patients/${patient}/guardians/stop`, { guardianship: acting[0]!.id, reason: 'Dom' })).status).toBe(200);
  };
  const letIn = async (clinic: string, patient: string) => { at(clinic); const asked = (await waiting()).find((one) => one.patient?.id === patient)!; expect((await desk(`/staff/guardians/${asked.id}/approve`, { patient })).status).toBe(204); };
  beforeAll(async () => {
    h.time.now = new Date('2026-03-10T09:00:00Z');
    here = await record('ahorn', sixth, 'Ib', '2016-10-05');
    there = await record('birk', sixth, 'Ib', '2016-10-05');
    await ask(ahorn, sixth, first, 'ib@patient.example');
    account = await accountOf(sixth);
    await approveChild('ahorn', 'ib@patient.example');
    await ask(birk, sixth, first, 'ib@patient.example');
    await letIn('birk', there);
    await ask(ahorn, sixth, second, 'einer@patient.example');
    await letIn('ahorn', here);
    await letGo('ahorn', here);
  });
  afterAll(() => at('ahorn'));

  it('still opens the other practice, and tells nothing there of the one that closed: not as a practice, nor in the log or the copy of what is held (T32)', async () => {
    const { read, post } = await ownAccount();
    const [held, log, copy] = [await read('/account'), await read('/account/log'), await bodyOf(await post('/account/export', {})) as { account: { clinics: { id: string }[] }; log: { did: string }[] }];
    expect([held, copy.account.clinics.map(({ id }) => id)]).toEqual([expect.stringContaining('Klinik birk'), ['birk']]);
    for (const told of [held, log]) expect(told).not.toContain('ahorn');
    expect([log, copy.log.map(({ did }) => did)]).toEqual([expect.stringContaining('account.read'), expect.arrayContaining(['account.read'])]);
    for (const told of [log, JSON.stringify(copy.log)]) expect(told).not.toContain('guardian.end');
  });
  it('is not acted for with a log-in that a practice mailed to somebody: whoever the counter adds shows by their own eID once that the number is theirs (S4-36, T32)', async () => {
    const guardian = '1002751234', hash = numberHmac(h.keyring, 'DK', guardian), device = await h.device();
    // What birk made by mail alone.
    const [made] = await h.db.insert(schema.accounts).values({ ...sealPerson(h.context, { email: 'post@patient.example', name: null, birthDate: null, phone: null }), passwordHash: await h.hasher.hash(password), locale: 'da', createdAt: h.time.now }).returning();
    await h.db.insert(schema.identities).values({ kind: 'cpr', hmac: hash, account: made!.id, proof: 'practice', createdAt: h.time.now });
    await h.db.insert(schema.recordLinks).values({ account: made!.id, clinic: 'ahorn', state: 'linked', patient: await record('ahorn', guardian, 'Ny', '1975-02-10'), requestedAt: h.time.now });
    at('ahorn');
    expect((await desk(`/staff/patients/${here}/guardians`, { number: guardian, name: 'Ny Test' })).status).toBe(200);
    const [row] = await h.db.select().from(schema.guardianships).where(eq(schema.guardianships.guardian, made!.id));
    const mailed = { device, tokens: await session(device, guardian, 'ahorn') };
    expect([await opens(ahorn, mailed), await h.service.accounts.reads(made!.id, 'ahorn', here)]).toEqual(['nobody', false]);
    await expect(openPrompt(h, { ...mailed, client: 'ahorn' }, 'prescriptions', { for: row!.id })).rejects.toThrow('no page: access_denied');
    const proof = { clinic: ahorn, purpose: 'log-in', subject: null, number: numberOf(guardian), brokerSubject: null, locale: 'da', jkt: device.jkt } as const;
    await h.db.transaction((tx) => settleProof(tx, h.context, proof, h.time.now));
    expect([await opens(ahorn, mailed), await h.service.accounts.reads(made!.id, 'ahorn', here)]).toEqual(['open', true]);
    await h.db.update(schema.guardianships).set({ stoppedAt: h.time.now }).where(eq(schema.guardianships.id, row!.id));
  });
  it('does not close the account, which would end what another guardian does for the child elsewhere (T32)', async () => {
    const { post } = await ownAccount();
    expect([(await bodyOf(await post('/account/close', { password })))['error'], await opens(ahorn, await byEid(ahorn, second))]).toEqual(['access_denied', 'open']);
  });
  it('is not set up anew by a guardian whom another practice lets go at that moment, nor opened where that guardian does not act (S4-27, T32)', async () => {
    await ask(birk, sixth, second, 'einer@patient.example');
    await letIn('birk', there);
    // A third practice refused the child, and had closed its log-in before.
    await h.db.insert(schema.recordLinks).values({ account, clinic: 'ceder', state: 'refused', requestedAt: h.time.now, guardiansOnly: true });
    const his = and(eq(schema.guardianships.child, account), eq(schema.guardianships.clinic, 'birk'), eq(schema.guardianships.guardian, await accountOf(second)));
    const blocked = async () => (await h.db.execute(sql`select 1 from pg_locks where not granted`)).rows.length;
    let asked: ReturnType<typeof ask> | undefined;
    await h.db.transaction(async (tx) => {
      await tx.select().from(schema.recordLinks).where(and(eq(schema.recordLinks.account, account), eq(schema.recordLinks.clinic, 'birk'))).for('update');
      await tx.update(schema.guardianships).set({ stoppedAt: h.time.now }).where(his);
      asked = ask(ahorn, sixth, second, 'ny@patient.example', 'Tredje kodeord 55');
      await expect.poll(blocked).toBeGreaterThan(0);
    });
    await asked;
    expect((await logIn(await h.device(), sixth, { client: 'ahorn', password: 'Tredje kodeord 55' })).body).toMatchObject({ error: 'wrong_credentials' });
    await h.db.update(schema.guardianships).set({ stoppedAt: null }).where(his);
    await ask(ahorn, sixth, second, 'ny@patient.example', 'Tredje kodeord 55');
    expect((await logIn(await h.device(), sixth, { client: 'ahorn', password: 'Tredje kodeord 55' })).status).toBe(200);
    const links = await h.db.select().from(schema.recordLinks).where(eq(schema.recordLinks.account, account));
    expect(links.map(({ clinic, guardiansOnly }) => `${clinic} ${guardiansOnly}`).sort()).toEqual(['ahorn false', 'birk false', 'ceder true']);
    const own = await h.db.select().from(schema.audit).where(and(eq(schema.audit.action, 'guardian.set-up'), eq(schema.audit.object, account)));
    expect(own).toMatchObject([{ clinic: 'ahorn', actorKind: 'account', actor: await accountOf(second), objectKind: 'account', patient: here }]);
    expect(await (await ownAccount('Tredje kodeord 55')).read('/account/log')).toContain('guardian.set-up');
    // The first still acts at one of them; once nobody else does, the account is this guardian's to close.
    const wish = { password: 'Tredje kodeord 55' }, close = async () => (await (await ownAccount(wish.password)).post('/account/close', wish)).status;
    expect(await close()).toBe(403);
    await letGo('birk', there);
    expect(await close()).toBe(204);
  });
});

it('all of them end by themselves at midnight of the birthday, and each is told once beforehand (N8, T32)', async () => {
  h.time.now = new Date('2030-04-20T08:00:00Z');
  const [, told] = await since(() => Promise.all([announceRights(h.context, h.time.now), announceRights(h.context, h.time.now)]));
  expect(told.filter((mail) => / (lars|nyt|ny)@/.test(mail))).toEqual(['rights-change-child nyt@patient.example ahorn', 'rights-change-guardian lars@patient.example ahorn', 'rights-change-guardian ny@patient.example ahorn']);
  h.time.now = new Date('2030-05-04T21:58:00Z');
  const [mother, father] = [await byEid(ahorn, first), await byEid(ahorn, second)];
  expect([await opens(ahorn, mother), await opens(ahorn, father)]).toEqual(['open', 'open']);
  const ids = [(await family(mother)).children, (await family(father)).children].map((children) => children.find(({ open: isOpen }) => isOpen)!.id);
  h.time.now = new Date('2030-05-04T22:00:00Z');
  for (const [who, id] of [[mother, ids[0]!], [father, ids[1]!]] as const) await expect(openPrompt(h, { ...who, client: 'ahorn' }, 'prescriptions', { for: id })).rejects.toThrow('no page: guardian_ended');
  expect((await desk(`/staff/patients/${lars}/guardians`, { number: '1101751234', name: 'x' })).body).toMatchObject({ error: 'conflict' });
});

it('who chose their own password, with guardians whom the practice let in beside it, keeps it on the day of the law: only the guardians end (N8, T32)', async () => {
  const own = '0509169995', record5 = await record('ahorn', own, 'Ea', '2016-09-05');
  at('ahorn');
  await ask(ahorn, own, first, 'ea@patient.example');
  await approveChild('ahorn', 'ea@patient.example');
  // As an account that the practice began, by mail or letter: no guardian set it up.
  await h.db.update(schema.guardianships).set({ setUp: false }).where(eq(schema.guardianships.child, await accountOf(own)));
  const mother = await byEid(ahorn, first), { id } = (await family(mother)).children.find(({ open: isOpen }) => isOpen)!;
  h.time.now = new Date('2031-09-06T08:00:00Z');
  await expect(openPrompt(h, { ...await byEid(ahorn, first), client: 'ahorn' }, 'prescriptions', { for: id })).rejects.toThrow('no page: guardian_ended');
  expect((await logIn(await h.device(), own, { client: 'ahorn', password })).status).toBe(200);
  expect(await h.service.accounts.reads(await accountOf(own), 'ahorn', record5)).toBe(true);
  // Nor does a guardian of the past keep the account from being closed.
  const device = await h.device(), prompt = await openPrompt(h, { device, tokens: await session(device, own, 'ahorn'), client: 'ahorn' }, 'account'), { access_token: accessToken } = await prompt.open();
  expect((await prompt.page.json('/account/close', { password }, { accessToken })).status).toBe(204);
});
