import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskLink, deskQueue, linkCheckAnswer } from '@balie/contracts';
import { eq, numberHmac, schema, sql } from '@balie/database';
import { importFhir } from './import/import.ts';
import { bsns, openWorld, type World } from './testing/world.ts';

let world: World;
let assistant: string, gp: string, owner: string;
beforeAll(async () => {
  world = await openWorld({ zeezicht: { linking: { caller: 'patient', identityCheck: 'assistant', link: 'assistant' } } });
  [assistant, gp, owner] = [world.staff(['assistant']), world.staff(['gp']), world.staff(['owner'])];
});
afterAll(() => world.close());

const bsnFor = (serial: number): string => {
  // The next number after a start that passes the 11-proef: each test's own person.
  for (let candidate = 200_000_000 + serial * 1000; ; candidate += 1) {
    const digits = [...String(candidate)].map(Number);
    if ([9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((sum, weight, at) => sum + weight * digits[at]!, 0) % 11 === 0) return String(candidate);
  }
};
let serial = 0;
async function waiting(clinic = 'de-linde', contact: Parameters<World['account']>[0] = {}) {
  const bsn = bsnFor(serial += 1);
  const account = world.account(contact);
  const patient = await world.patient({ clinic, bsn });
  return { account, bsn, patient, link: await world.requestLink(account, clinic) };
}
const said = (of: { patient: { id: string }; bsn: string }, more: object = {}) => ({ patient: of.patient.id, birthDate: '1980-05-17', number: of.bsn, how: 'telephone', ...more });

describe('a new account at the practice', () => {
  it('tells the practice once, however often it is asked (S0-19, S0-35)', async () => {
    const account = world.account();
    const before = (await world.mails()).length;
    await Promise.all(Array.from({ length: 20 }, () => world.requestLink(account)));
    const mails = (await world.mails()).slice(before);
    expect(mails).toEqual([{ template: 'practice-new-account', to: 'team@de-linde.example', locale: 'nl', clinic: 'de-linde', data: {} }]);
    expect(await world.linking.state(account, 'de-linde')).toMatchObject({ state: 'requested', patient: null, recordName: null });
    expect(await world.linking.state(account, 'zeezicht')).toBeNull();
  });

  it('is undone with the transaction that asked for it', async () => {
    const account = world.account();
    await expect(world.db.transaction(async (tx) => { await world.linking.request(tx, account, 'de-linde'); throw new Error('undone'); })).rejects.toThrow('undone');
    expect(await world.linking.state(account, 'de-linde')).toBeNull();
  });

  it('stands in the queue with its telephone number, oldest first (S0-20)', async () => {
    world.pass(1);
    const { link } = await waiting();
    const { body } = await world.get('/staff/queue', assistant);
    const queue = deskQueue.parse(body);
    expect(queue.links.at(-1)).toMatchObject({ id: link, state: 'requested', phone: '+31612345678', name: 'T. Proef', checkedPatient: null });
    expect(queue.links.map((one) => one.requestedAt)).toEqual(queue.links.map((one) => one.requestedAt).toSorted());
  });
});

describe('identity check and link (S0-20, S0-21, S0-34)', () => {
  it('of a child\'s account the mail in its guardian\'s mailbox says that it is a child\'s, and whose it does not (S0-22)', async () => {
    const one = await waiting('de-linde', { email: 'ouder@post.example', child: true });
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    expect((await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })).status).toBe(200);
    expect((await world.mails()).at(-1)).toEqual({ template: 'linked-child', to: 'ouder@post.example', locale: 'en', clinic: 'de-linde', data: {} });
  });
  it('says at the desk that nobody is mailed where the account has no address', async () => {
    const one = await waiting('de-linde', { email: '' });
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    expect(deskLink.parse((await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })).body)).toMatchObject({ state: 'linked', told: false });
  });
  it('goes from call to linked, and the patient is mailed in the patient’s language (S0-22, S0-23)', async () => {
    const one = await waiting();
    const check = await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    expect(linkCheckAnswer.parse(check.body)).toMatchObject({ matched: true, birthDate: true, number: true, link: { state: 'identity-checked', checkedBy: world.staffId(assistant), checkedPatient: { id: one.patient.id, numberEnds: one.bsn.slice(-3) } } });
    // Checked is not linked: nothing is open yet.
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'identity-checked', patient: null, recordName: null });

    const linked = await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id });
    expect(deskLink.parse(linked.body)).toMatchObject({ state: 'linked', told: true });
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'linked', patient: one.patient.id, recordName: 'Testje Proef' });
    expect((await world.mails()).at(-1)).toEqual({ template: 'linked', to: `${one.account}@post.example`, locale: 'en', clinic: 'de-linde', data: {} });
    expect((await world.audit()).slice(-2)).toMatchObject([
      { action: 'link.check', actorKind: 'staff', actor: world.staffId(assistant), object: one.link, patient: one.patient.id, outcome: 'done' },
      { action: 'link.link', actor: world.staffId(gp), object: one.link, patient: one.patient.id, outcome: 'done' },
    ]);
  });

  it.each([
    ['another date of birth', { birthDate: '1980-05-18' }, { birthDate: false, number: true }],
    ['another BSN', { number: bsns[0] }, { birthDate: true, number: false }],
  ])('changes nothing on %s, and says what did not match', async (_, wrong, matched) => {
    const one = await waiting();
    const { status, body } = await world.post(`/staff/links/${one.link}/check`, assistant, said(one, wrong));
    expect([status, body]).toEqual([200, { matched: false, ...matched, link: null }]);
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'requested' });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'link.check', outcome: 'no-match', patient: one.patient.id });
  });

  it('reads a BSN as it is written: dashes, spaces, eight digits (N13)', async () => {
    const account = world.account();
    const patient = await world.patient({ bsn: '010464554' });
    const link = await world.requestLink(account);
    const { body } = await world.post(`/staff/links/${link}/check`, assistant, { patient: patient.id, birthDate: '1980-05-17', number: '1046.4554', how: 'visit' });
    expect(body).toMatchObject({ matched: true });
  });

  it('refuses a BSN that cannot be one, by field name and without echo', async () => {
    const one = await waiting();
    const { status, body, text } = await world.post(`/staff/links/${one.link}/check`, assistant, said(one, { number: '123456789' }));
    expect([status, body]).toMatchObject([400, { error: 'invalid_request', fields: ['number'] }]);
    expect(text).not.toContain('123456789');
  });

  it('never matches a record whose own number is not verified', async () => {
    const bsn = bsnFor(serial += 1);
    const patient = await world.patient({ bsn, verified: false });
    const link = await world.requestLink(world.account());
    const { body } = await world.post(`/staff/links/${link}/check`, assistant, said({ patient, bsn }));
    expect(body).toEqual({ matched: false, birthDate: true, number: false, link: null });
  });

  it('keeps the two roles apart as the clinic set them, and audits the attempt', async () => {
    const one = await waiting();
    expect((await world.post(`/staff/links/${one.link}/check`, gp, said(one))).body.error).toBe('access_denied');
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'link.check', actor: world.staffId(gp), object: one.link, outcome: 'access_denied' });
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    expect((await world.post(`/staff/links/${one.link}/link`, assistant, { patient: one.patient.id })).status).toBe(403);
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'identity-checked' });
  });

  it('lets the owner do both, and one role both where the clinic says so (S1-20)', async () => {
    const one = await waiting();
    expect((await world.post(`/staff/links/${one.link}/check`, owner, said(one))).body).toMatchObject({ matched: true });
    expect((await world.post(`/staff/links/${one.link}/link`, owner, { patient: one.patient.id })).body).toMatchObject({ state: 'linked' });

    const two = await waiting('zeezicht');
    const both = world.staff(['assistant'], 'zeezicht');
    expect((await world.get('/staff/me', both)).body).toMatchObject({ clinic: 'zeezicht', clinic_name: 'Praktijk zeezicht', locale: 'nl', may: { checkIdentity: true, link: true } });
    expect((await world.post(`/staff/links/${two.link}/check`, both, said(two))).body).toMatchObject({ matched: true });
    expect((await world.post(`/staff/links/${two.link}/link`, both, { patient: two.patient.id })).body).toMatchObject({ state: 'linked' });
  });

  it('is never linked unchecked, nor handled twice', async () => {
    const one = await waiting();
    expect((await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })).body.error).toBe('conflict');
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    const before = (await world.mails()).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map((answer) => answer.body.error))).toEqual(new Set(['already_handled']));
    expect((await world.mails()).length - before).toBe(1);
    expect((await world.post(`/staff/links/${one.link}/check`, assistant, said(one))).body.error).toBe('already_handled');
    expect((await world.post(`/staff/links/${one.link}/refuse`, assistant, { reason: 'te laat' })).body.error).toBe('already_handled');
  });

  it('gives one record to one account: of two checked accounts linked at once one wins', async () => {
    const first = await waiting();
    const second = { account: world.account(), bsn: first.bsn, patient: first.patient };
    const link = await world.requestLink(second.account);
    for (const id of [first.link, link]) expect((await world.post(`/staff/links/${id}/check`, assistant, said(first))).body).toMatchObject({ matched: true });
    const answers = await Promise.all([first.link, link].map((id) => world.post(`/staff/links/${id}/link`, gp, { patient: first.patient.id })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body.error).toBe('conflict');

    const third = await world.requestLink(world.account());
    expect((await world.post(`/staff/links/${third}/check`, assistant, said(first))).body.error).toBe('conflict');
  });

  it('links to the record that was on the screen alone: one that was checked meanwhile is a conflict, and nothing is linked', async () => {
    const [one, other] = [await waiting(), await waiting()];
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    // A colleague finds that it was the wrong record, and checks anew.
    await world.post(`/staff/links/${one.link}/check`, assistant, said(other));
    expect((await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })).body.error).toBe('conflict');
    expect((await world.post(`/staff/links/${one.link}/link`, gp, {})).body).toMatchObject({ error: 'invalid_request', fields: ['patient'] });
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'identity-checked' });
    expect((await world.post(`/staff/links/${one.link}/link`, gp, { patient: other.patient.id })).body).toMatchObject({ state: 'linked' });
  });

  it('does not link a record that lost its proof after the check', async () => {
    const one = await waiting();
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    await world.db.update(schema.patients).set({ verified: false }).where(eq(schema.patients.id, one.patient.id));
    expect((await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })).body.error).toBe('conflict');
  });

  it('never links the record of someone who died', async () => {
    const [before, after] = [await waiting(), await waiting()];
    const die = (one: typeof before) => world.db.update(schema.patients).set({ deceased: true }).where(eq(schema.patients.id, one.patient.id));
    await die(before);
    expect((await world.post(`/staff/links/${before.link}/check`, assistant, said(before))).body.error).toBe('conflict');
    await world.post(`/staff/links/${after.link}/check`, assistant, said(after));
    await die(after);
    expect((await world.post(`/staff/links/${after.link}/link`, gp, { patient: after.patient.id })).body.error).toBe('conflict');
  });

  it('refuses with a reason that stays at the practice', async () => {
    const one = await waiting();
    expect((await world.post(`/staff/links/${one.link}/refuse`, assistant, { reason: 'Onbekend aan de telefoon' })).body).toMatchObject({ state: 'refused', checkedPatient: null });
    expect((await world.mails()).at(-1)).toMatchObject({ template: 'link-refused', data: {} });
    const [row] = await world.db.select().from(schema.recordLinks).where(eq(schema.recordLinks.id, one.link));
    expect(JSON.stringify(row)).not.toContain('Onbekend');
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'refused', patient: null });
  });

  it('a refusal of a child\'s account says to its guardian that it is the child\'s', async () => {
    const { link } = await waiting('de-linde', { email: 'ouder@post.example', child: true });
    await world.post(`/staff/links/${link}/refuse`, assistant, { reason: 'Onbekend aan de telefoon' });
    expect((await world.mails()).at(-1)).toEqual({ template: 'link-refused-child', to: 'ouder@post.example', locale: 'en', clinic: 'de-linde', data: {} });
  });

  it('a refusal is not the last word: it stands after those that wait for 30 days, and can be checked and linked', async () => {
    const one = await waiting();
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    await world.post(`/staff/links/${one.link}/refuse`, assistant, { reason: 'vergissing' });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'link.refuse', object: one.link, patient: one.patient.id });
    world.pass(1);
    const waits = await waiting();
    const queue = async () => deskQueue.parse((await world.get('/staff/queue', assistant)).body);
    const { links, more } = await queue();
    expect(links.filter((link) => link.state !== 'refused').at(-1)).toMatchObject({ id: waits.link });
    expect(links.find((link) => link.id === one.link)).toMatchObject({ state: 'refused', checkedPatient: null, checkedBy: null });
    expect(links.map((link) => link.state === 'refused').lastIndexOf(false)).toBeLessThan(links.findIndex((link) => link.state === 'refused'));
    expect(more.links).toBe(0);
    expect((await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })).body.error).toBe('already_handled');
    expect((await world.post(`/staff/links/${one.link}/check`, assistant, said(one))).body).toMatchObject({ matched: true, link: { state: 'identity-checked' } });
    expect((await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })).body).toMatchObject({ state: 'linked' });

    await world.post(`/staff/links/${waits.link}/refuse`, assistant, { reason: 'x' });
    world.pass(30 * 86_400);
    expect((await queue()).links.map((link) => link.id)).not.toContain(waits.link);
  });

  it('knows nothing of another clinic’s links and patients', async () => {
    const one = await waiting();
    const elsewhere = world.staff(['owner'], 'zeezicht');
    for (const [act, body] of [['check', said(one)], ['link', { patient: one.patient.id }], ['refuse', { reason: 'x' }]] as const) {
      expect((await world.post(`/staff/links/${one.link}/${act}`, elsewhere, body)).status, act).toBe(404);
    }
    const foreign = await world.patient({ clinic: 'zeezicht', bsn: bsnFor(serial += 1) });
    expect((await world.post(`/staff/links/${one.link}/check`, assistant, said(one, { patient: foreign.id }))).status).toBe(404);
  });
});

describe('a clinic that admits first (S4-33, S4-46)', () => {
  const request = (account: string, of: { number: string; byGuardian?: boolean }) => danish.db.transaction((tx) => danish.linking.request(tx, account, 'de-linde', { number: numberHmac(danish.keyring, 'DK', of.number), mailTo: null, ...(of.byGuardian ? { byGuardian: true } : {}) }));
  let danish: World;
  beforeAll(async () => { danish = await openWorld({ 'de-linde': { country: 'DK', timeZone: 'Europe/Copenhagen', registration: { admission: 'approve' }, linking: { caller: 'nobody', identityCheck: 'assistant', link: 'assistant' } } }); });
  afterAll(() => danish.close());
  const queue = async () => (await danish.get('/staff/queue', danish.staff(['assistant']))).body as unknown as { links: { id: string; state: string; proof: string | null; checkedPatient: { id: string } | null }[] };

  it('finds the one living record with the proven number beside the request, and links it on the practice\'s word alone', async () => {
    const patient = await danish.patient({ bsn: '0201609995' });
    const account = danish.account();
    expect(await request(account, { number: '0201609995' })).toEqual({ patient: null });
    const [link] = (await queue()).links;
    expect(link).toMatchObject({ state: 'identity-checked', proof: 'eid', checkedPatient: { id: patient.id } });
    expect((await danish.linking.state(account, 'de-linde'))?.patient).toBe(null);
    expect((await danish.post(`/staff/links/${link!.id}/link`, danish.staff(['assistant']), { patient: patient.id })).status).toBe(200);
    expect((await danish.mails()).at(-1)).toMatchObject({ template: 'approved' });
  });
  it('a number of nobody, of the dead, or of a record that another account has waits without a record; a refusal is mailed too (S4-47)', async () => {
    await danish.db.update(schema.patients).set({ deceased: true }).where(eq(schema.patients.id, (await danish.patient({ bsn: '2311143995' })).id));
    for (const number of ['0504909995', '2311143995', '0201609995']) await request(danish.account(), { number });
    const waiting = (await queue()).links;
    expect(waiting.map(({ state, checkedPatient }) => [state, checkedPatient])).toEqual([['requested', null], ['requested', null], ['requested', null]]);
    await danish.post(`/staff/links/${waiting[0]!.id}/refuse`, danish.staff(['assistant']), { reason: 'er ikke patient her' });
    const mail = (await danish.mails()).at(-1)!;
    expect(mail.template).toBe('approval-refused');
    expect(JSON.stringify(mail)).not.toContain('ikke patient her');
  });
  it('says of a child that only its guardian proved who they are; and the mail that it is about a child', async () => {
    const patient = await danish.patient({ bsn: '0505159995', birthDate: '2015-05-05' });
    await request(danish.account({ email: 'foraelder@post.example', child: true }), { number: '0505159995', byGuardian: true });
    const [link, ...more] = (await queue()).links.filter(({ proof }) => proof === 'guardian');
    expect([link, more]).toEqual([expect.objectContaining({ state: 'identity-checked' }), []]);
    // In the mailbox of the guardian, who may have a user of their own: whose it is, without a name.
    await danish.post(`/staff/links/${link!.id}/link`, danish.staff(['assistant']), { patient: patient.id });
    expect((await danish.mails()).at(-1)).toMatchObject({ template: 'approved-child', to: 'foraelder@post.example', data: {} });
    const refused = await danish.requestLink(danish.account({ email: 'vaerge@post.example', child: true }));
    await danish.post(`/staff/links/${refused}/refuse`, danish.staff(['assistant']), { reason: 'er ikke patient her' });
    expect((await danish.mails()).at(-1)).toMatchObject({ template: 'approval-refused-child', to: 'vaerge@post.example', data: {} });
  });
});

describe('a record whose citizen’s number changes in the practice’s own system', () => {
  const load = (patient: { sourceId: string }, number: string | null) => importFhir(world, 'de-linde', [{ name: 'changed.json', content: JSON.stringify({ resourceType: 'Patient', id: patient.sourceId, name: [{ family: 'Proef', given: ['Testje'] }], birthDate: '1980-05-17', identifier: number === null ? [] : [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: number }] }) }], 'system');
  const rowOf = async (link: string) => (await world.db.select().from(schema.recordLinks).where(eq(schema.recordLinks.id, link)))[0]!;
  async function linked() {
    const one = await waiting();
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id });
    return one;
  }

  it('opens to nobody before the practice has looked again, and the practice is told; a number that is the same, or only missing, changes nothing', async () => {
    const one = await linked();
    for (const number of [one.bsn, null]) { await load(one.patient, number); expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'linked', patient: one.patient.id }); }
    const mails = (await world.mails()).length;
    const other = bsnFor(serial += 1);
    await load(one.patient, other);
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'requested', patient: null, recordName: null, contact: null });
    expect((await world.mails()).slice(mails)).toMatchObject([{ template: 'practice-new-account', to: 'team@de-linde.example' }]);
    expect((await world.audit()).slice(-2)).toMatchObject([{ action: 'link.recheck', actorKind: 'system', object: one.link, patient: one.patient.id, outcome: 'done' }, { action: 'import' }]);
    expect(deskQueue.parse((await world.get('/staff/queue?kind=links', assistant)).body).links).toContainEqual(expect.objectContaining({ id: one.link, state: 'requested', checkedPatient: null }));
    // Once: checked against the number of now, it is linked again and stays so.
    await world.post(`/staff/links/${one.link}/check`, assistant, said({ ...one, bsn: other }));
    expect((await world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id })).status).toBe(200);
    await load(one.patient, other);
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'linked' });
  });

  it('is found by the eID of who it was: linked to their own record and not to this one (S1-15)', async () => {
    const one = await linked();
    await load(one.patient, bsnFor(serial += 1));
    const own = await world.patient({ bsn: one.bsn });
    await world.db.transaction((tx) => world.linking.request(tx, one.account, 'de-linde', { number: numberHmac(world.keyring, 'NL', one.bsn), mailTo: null }));
    expect(await world.linking.state(one.account, 'de-linde')).toMatchObject({ state: 'linked', patient: own.id });
  });

  it('is not linked on a check of before, also when it changes at the same moment', async () => {
    const one = await waiting();
    await world.post(`/staff/links/${one.link}/check`, assistant, said(one));
    const number = numberHmac(world.keyring, 'NL', bsnFor(serial += 1));
    let linking: Promise<{ status: number }> | undefined;
    await world.db.transaction(async (tx) => {
      await tx.update(schema.patients).set({ numberHmac: number }).where(eq(schema.patients.id, one.patient.id));
      linking = world.post(`/staff/links/${one.link}/link`, gp, { patient: one.patient.id });
      await expect.poll(async () => (await world.db.execute(sql`select 1 from pg_locks where not granted`)).rows.length).toBeGreaterThan(0);
    });
    expect((await linking!).status).toBe(409);
    expect((await rowOf(one.link)).state).toBe('identity-checked');
    await load(one.patient, bsnFor(serial += 1));
    expect(await rowOf(one.link)).toMatchObject({ state: 'requested', patient: null, checkedBy: null });
  });

  it('is not linked by a letter, or an activation mail, that was begun for who it was', async () => {
    const { bsn, patient } = await waiting();
    const begun = (await world.linking.person('de-linde', patient.id))!;
    await load(patient, bsnFor(serial += 1));
    const byDesk = (number: string | null) => world.db.transaction((tx) => world.linking.byDesk(tx, { account: world.account(), clinic: 'de-linde', patient: patient.id, number, by: world.staffId(gp), proof: 'letter' }));
    expect([begun.number === numberHmac(world.keyring, 'NL', bsn), await byDesk(begun.number)]).toEqual([true, false]);
    expect(await byDesk((await world.linking.person('de-linde', patient.id))!.number)).toBe(true);
  });
});
