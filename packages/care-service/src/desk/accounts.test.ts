import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountSearchAnswer, deskAccount, manyCancelledAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { receiptNumber } from '@balie/rules';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let assistant: string;
beforeAll(async () => { world = await openWorld(); assistant = world.staff(['assistant', 'gp']); });
afterAll(() => world.close());

async function linked(person: { given: string; family: string; birthDate?: string; bsn?: string; email: string; child?: true }) {
  const patient = await world.patient(person);
  const account = world.account({ name: `${person.given} ${person.family}`, email: person.email, birthDate: person.birthDate ?? null, ...(person.child ? { child: true } : {}) });
  const link = await world.requestLink(account);
  await world.db.update(schema.recordLinks).set({ state: 'linked', patient: patient.id, linkedAt: world.now }).where(eq(schema.recordLinks.id, link));
  return { account, link, patient: patient.id };
}
const search = async (body: object, as = assistant) => accountSearchAnswer.parse((await world.post('/staff/accounts/search', as, body)).body);
const found = async (body: object) => (await search(body)).accounts.map((one) => one.email).sort();

describe('finding an account', () => {
  beforeAll(async () => {
    await linked({ given: 'Anna', family: 'van den Berg', birthDate: '1970-01-02', bsn: '249566758', email: 'anna@post.example' });
    await world.requestLink(world.account({ name: 'Anna Bergsma', email: 'bergsma@post.example', birthDate: '1971-02-03' }));
    await world.requestLink(world.account({ name: 'Anna Berg', email: 'elders@post.example' }), 'zeezicht');
  });
  it('by its address, whole', async () => {
    expect(await found({ email: 'bergsma@post.example' })).toEqual(['bergsma@post.example']);
    expect(await found({ email: 'berg@post.example' })).toEqual([]);
    expect(await found({ email: 'elders@post.example' })).toEqual([]);
  });
  it('by the name and the birth date, of the record or as they gave it themselves', async () => {
    expect(await found({ name: 'berg' })).toEqual(['anna@post.example', 'bergsma@post.example']);
    expect(await found({ name: 'anna', birthDate: '1971-02-03' })).toEqual(['bergsma@post.example']);
    expect(await found({ name: 'berg', email: 'anna@post.example' })).toEqual(['anna@post.example']);
    expect(await found({ name: 'jansen', email: 'anna@post.example' })).toEqual([]);
  });
  it('whose record was shown stands in the audit (T33)', async () => {
    await search({ email: 'anna@post.example' });
    const [anna] = await world.db.select().from(schema.patients).where(eq(schema.patients.family, 'van den Berg'));
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'account.search', patient: anna!.id, outcome: 'done' });
  });
  it('that of one found by what they said of themselves too (T33)', async () => {
    const record = await world.patient({ given: 'Petronella', family: 'Zwart' }), link = await world.requestLink(world.account({ name: 'Nel Kwint', email: 'nel@post.example' }));
    await world.db.update(schema.recordLinks).set({ state: 'identity-checked', patient: record.id }).where(eq(schema.recordLinks.id, link));
    expect(await search({ name: 'kwint' })).toMatchObject({ accounts: [{ checkedPatient: { id: record.id } }] });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'account.search', patient: record.id });
  });
  it('by the number, of the record alone; never shown whole (T25)', async () => {
    const answer = await search({ number: '2495.66.758' });
    expect(answer.accounts).toMatchObject([{ email: 'anna@post.example', state: 'linked', checkedPatient: { numberEnds: '758' } }]);
    expect(JSON.stringify(answer)).not.toContain('249566');
    expect((await world.post('/staff/accounts/search', assistant, { number: '249566759' })).body).toMatchObject({ error: 'invalid_request', fields: ['number'] });
    expect((await world.post('/staff/accounts/search', assistant, {})).body).toMatchObject({ error: 'invalid_request' });
  });
});

describe('helping an account', () => {
  it('a link that is revoked closes what is open, mails the patient without the reason, and is written down', async () => {
    const { account, link, patient } = await linked({ given: 'Bo', family: 'Jansen', email: 'bo@post.example' });
    expect((await world.post(`/staff/links/${link}/revoke`, assistant, {})).body).toMatchObject({ error: 'invalid_request' });
    const answer = deskAccount.parse((await world.post(`/staff/links/${link}/revoke`, assistant, { reason: 'Verkeerde persoon' })).body);
    expect([answer.state, await world.linking.state(account, 'de-linde')]).toMatchObject(['revoked', { state: 'revoked', patient: null, recordName: null }]);
    expect(world.pagesClosed).toContain(`${account}/de-linde`);
    const mail = (await world.mails()).at(-1);
    expect(mail).toMatchObject({ template: 'link-revoked', to: 'bo@post.example', data: {} });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'link.revoke', object: link, patient, outcome: 'done' });
    expect((await world.post(`/staff/links/${link}/revoke`, assistant, { reason: 'nog eens' })).body).toMatchObject({ error: 'already_handled' });
  });
  it('a link of a child\'s account that is revoked says to its guardian that it is the child\'s', async () => {
    const { link } = await linked({ given: 'Kim', family: 'Jansen', email: 'moeder@post.example', child: true });
    await world.post(`/staff/links/${link}/revoke`, assistant, { reason: 'Verkeerde persoon' });
    expect((await world.mails()).at(-1)).toMatchObject({ template: 'link-revoked-child', to: 'moeder@post.example', data: {} });
  });
  it('who lost the record hears nothing more about it: neither when it is nor that there is an answer; whoever has it now does (T32)', async () => {
    const { account, link, patient } = await linked({ given: 'Ina', family: 'Mulder', birthDate: '1972-05-06', bsn: '111222333', email: 'ina@post.example' });
    const guardian = world.account({ email: 'voogd@post.example' }), gp = await world.practitioner();
    const by = async (whose: string, at: string) => (await world.db.insert(schema.appointments).values({ number: receiptNumber('appointments', randomBytes(16)), clinic: 'de-linde', patient, account: whose, slot: (await world.slot(gp, at)).id, type: 'consult', state: 'booked', receivedAt: world.now }).returning())[0]!.id;
    const [moved, cancelled, second, third] = [await by(account, '2026-11-26T09:00:00Z'), await by(account, '2026-11-26T09:20:00Z'), await by(account, '2026-11-26T09:40:00Z'), await by(guardian, '2026-11-26T10:00:00Z')];
    const asked = await world.post('/care/econsults', world.page('econsults', { account, patient }), { urgent: false, subject: 'a', question: 'b' }, randomUUID());
    await world.post(`/staff/links/${link}/revoke`, assistant, { reason: 'Verkeerde persoon' });
    world.endedGuardians.add(guardian);
    const before = (await world.mails()).length;
    expect((await world.post(`/staff/appointments/${moved}/move`, assistant, { place: { slot: (await world.slot(gp, '2026-11-27T09:00:00Z')).id } }, randomUUID())).body).toMatchObject({ told: false });
    expect((await world.post(`/staff/appointments/${cancelled}/cancel`, assistant, { reason: 'x' })).status).toBe(200);
    expect((await world.post(`/staff/econsults/${String(asked.body['id'])}/answer`, assistant, { text: 'c', seen: 1 })).status).toBe(200);
    const untold = async (id: string) => manyCancelledAnswer.parse((await world.post('/staff/agenda/cancel', assistant, { appointments: [id], reason: 'x' })).body).untold.map((one) => one.id);
    expect([await untold(second), (await world.mails()).slice(before)]).toEqual([[second], []]);
    const now = world.account({ email: 'nu@post.example' });
    await world.db.update(schema.recordLinks).set({ state: 'linked', patient, linkedAt: world.now }).where(eq(schema.recordLinks.id, await world.requestLink(now)));
    expect(await untold(third)).toEqual([]);
    expect((await world.mails()).at(-1)).toMatchObject({ template: 'appointment-cancelled', to: 'nu@post.example' });
  });
  it('how to reach somebody whose link was revoked is not told any more, nor are they told of what waited in the quarter before it (T32)', async () => {
    const { account, link, patient } = await linked({ given: 'Uma', family: 'Visser', birthDate: '1970-02-03', bsn: '111222333', email: 'uma@post.example' });
    const asked = await world.post('/care/econsults', world.page('econsults', { account, patient }), { urgent: false, subject: 'a', question: 'b' }, randomUUID());
    expect((await world.post(`/staff/econsults/${String(asked.body['id'])}/answer`, assistant, { text: 'c', seen: 1 })).status).toBe(200);
    const medicine = await world.post('/care/prescription-requests', world.page('prescriptions', { account, patient }), { lines: [{ medicationId: (await world.medicine(patient)).id }] }, randomUUID());
    const [line] = await world.db.select().from(schema.prescriptionLines).where(eq(schema.prescriptionLines.request, String(medicine.body['id'])));
    expect((await world.post(`/staff/prescriptions/${line!.request}/decide`, assistant, { decisions: [{ line: line!.id, state: 'approved' }] })).status).toBe(200);
    expect((await world.db.select().from(schema.notices).where(eq(schema.notices.account, account))).flatMap(({ waiting }) => waiting)).toHaveLength(1);
    const answer = deskAccount.parse((await world.post(`/staff/links/${link}/revoke`, assistant, { reason: 'Verkeerde persoon' })).body);
    expect(answer).toMatchObject({ name: 'Uma Visser', phone: null, email: '' });
    expect((await search({ email: 'uma@post.example' })).accounts).toMatchObject([{ id: link, phone: null, email: '' }]);
    const before = (await world.mails()).length;
    world.pass(16 * 60);
    await world.care.sweep(world.now);
    expect((await world.mails()).slice(before).filter(({ to }) => to.startsWith('uma'))).toEqual([]);
  });
  it('a guardian whose day has come while something waited is not told of it; of their other children they are (T32)', async () => {
    const { patient: child } = await linked({ given: 'Pim', family: 'Visser', birthDate: '2010-11-25', bsn: '111222333', email: 'pim@post.example' });
    const guardian = world.account({ email: 'ouder@post.example' }), [first, other] = [(await world.patient()).id, (await world.patient()).id];
    const asks = async (patient: string) => { const asked = await world.post('/care/econsults', world.page('econsults', { account: guardian, patient }), { urgent: false, subject: 'a', question: 'b' }, randomUUID()); return String(asked.body['id']); };
    const answered = async (id: string) => { expect((await world.post(`/staff/econsults/${id}/answer`, assistant, { text: 'c', seen: 1 })).status).toBe(200); };
    const mails = async () => (await world.mails()).filter(({ to }) => to === 'ouder@post.example').map(({ template }) => template);
    for (const id of [await asks(first), await asks(child), await asks(other)]) await answered(id);
    expect(await mails()).toEqual(['answer-ready']);
    world.endedGuardians.add(`${guardian}/${child}`);
    world.pass(16 * 60);
    await world.care.sweep(world.now);
    expect(await mails()).toEqual(['answer-ready', 'answer-ready']);
  });
  it('a link that was revoked may be checked and linked again', async () => {
    const { link, patient, account } = await linked({ given: 'Els', family: 'Prins', birthDate: '1971-03-04', bsn: '123456782', email: 'els@post.example' });
    await world.post(`/staff/links/${link}/revoke`, assistant, { reason: 'x' });
    expect((await world.post(`/staff/links/${link}/check`, assistant, { patient, birthDate: '1971-03-04', number: '123456782', how: 'visit' })).body).toMatchObject({ matched: true });
    expect((await world.post(`/staff/links/${link}/link`, assistant, { patient })).status).toBe(200);
    expect(await world.linking.state(account, 'de-linde')).toMatchObject({ state: 'linked', patient });
  });
  it('is for who deals with links, of the own practice', async () => {
    const { link } = await linked({ given: 'Cor', family: 'Smit', email: 'cor@post.example' });
    expect((await world.post(`/staff/links/${link}/revoke`, world.staff(['admin']), { reason: 'x' })).body).toMatchObject({ error: 'access_denied' });
    expect((await world.post(`/staff/links/${link}/revoke`, world.staff(['owner'], 'zeezicht'), { reason: 'x' })).body).toMatchObject({ error: 'not_found' });
    expect((await world.post(`/staff/links/${link}/reopen-codes`, world.staff(['owner'], 'zeezicht'), {})).body).toMatchObject({ error: 'not_found' });
  });
  it('T31 the number of a lost telephone is taken away, once, by who may check identity, of an account that is linked here', async () => {
    const { account, link } = await linked({ given: 'Fred', family: 'Bos', email: 'fred@post.example' });
    world.numbered.add(account);
    expect((await search({ email: 'fred@post.example' })).accounts).toMatchObject([{ smsNumber: true }]);
    const at = `/staff/links/${link}/remove-number`;
    expect((await world.post(at, world.staff(['gp']), {})).body).toMatchObject({ error: 'access_denied' });
    expect((await world.post(at, world.staff(['owner'], 'zeezicht'), {})).body).toMatchObject({ error: 'not_found' });
    expect((await world.post(at, assistant, {})).body).toMatchObject({ smsNumber: false });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'number.remove', object: link, outcome: 'done' });
    expect((await world.post(at, assistant, {})).body).toMatchObject({ error: 'already_handled' });
    world.numbered.add(account);
    await world.post(`/staff/links/${link}/revoke`, assistant, { reason: 'x' });
    expect((await world.post(at, assistant, {})).body).toMatchObject({ error: 'already_handled' });
    expect([...world.numbered]).toContain(account);
  });
  it('T32 the number of a log-in that this practice closed, another guardian\'s of the child, is not taken away here, nor told of', async () => {
    const { account, link } = await linked({ given: 'Guus', family: 'Bosch', email: 'guus@post.example' });
    world.numbered.add(account);
    await world.db.update(schema.recordLinks).set({ guardiansOnly: true }).where(eq(schema.recordLinks.id, link));
    expect((await search({ name: 'Guus Bosch' })).accounts).toMatchObject([{ id: link, smsNumber: false }]);
    expect((await world.post(`/staff/links/${link}/remove-number`, assistant, {})).body).toMatchObject({ error: 'already_handled' });
    expect(world.numbered.has(account)).toBe(true);
  });
  it('codes that wrong guesses closed are seen and opened again', async () => {
    const { account, link } = await linked({ given: 'Dirk', family: 'Visser', email: 'dirk@post.example' });
    world.codesClosed.add(account);
    expect((await search({ email: 'dirk@post.example' })).accounts).toMatchObject([{ codesClosed: true }]);
    expect((await world.post(`/staff/links/${link}/reopen-codes`, assistant, {})).body).toMatchObject({ codesClosed: false });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'codes.reopen', object: link, outcome: 'done' });
  });
});
