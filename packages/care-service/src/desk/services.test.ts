import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskLogAnswer, medicationAnswer, patientServicesAnswer, services, type Service } from '@balie/contracts';
import { schema, sql } from '@balie/database';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let gp: string;
beforeAll(async () => { world = await openWorld(); gp = world.staff(['gp']); });
afterAll(() => world.close());

async function person() {
  const one = { account: world.account(), patient: (await world.patient()).id };
  return { ...one, page: (service: Service) => world.page(service, one) };
}
const put = (patient: string, service: string, off: { reason: string } | null, as = gp) => world.post(`/staff/patients/${patient}/services`, as, { service, off });
const first: Record<Service, string> = { prescriptions: '/care/medication', appointments: '/care/appointments', econsults: '/care/econsults', record: '/care/record' };

describe('a service switched off for one patient', () => {
  it('is closed to that patient, read or write, in pages open already; the others and other patients go on; the patient is not told why (T43, T45)', async () => {
    const [one, other] = [await person(), await person()];
    for (const service of services) {
      const page = one.page(service);
      expect((await world.get(first[service], page)).status, service).toBe(200);
      const { body } = await put(one.patient, service, { reason: 'Gaat mis met de medicijnen' });
      expect(patientServicesAnswer.parse(body).services.find((row) => row.service === service)).toEqual({ service, off: { reason: 'Gaat mis met de medicijnen', since: world.now.toISOString(), by: 'A. Balie' } });
      const refused = await world.get(first[service], page);
      expect([refused.status, refused.body.error, refused.text.includes('medicijnen')], service).toEqual([403, 'service_off', false]);
      expect((await world.get(first[service], other.page(service))).status, service).toBe(200);
      await put(one.patient, service, null);
      expect((await world.get(first[service], page)).status, service).toBe(200);
    }
    await put(one.patient, 'econsults', { reason: 'x' });
    expect((await world.post('/care/econsults', one.page('econsults'), { urgent: false, subject: 'a', question: 'b' }, randomUUID())).body).toMatchObject({ error: 'service_off' });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'econsult.send', outcome: 'service_off', patient: one.patient });
    expect((await world.get(first.record, one.page('record'))).status).toBe(200);
    expect(JSON.stringify(await world.db.select().from(schema.serviceBlocks))).not.toContain('"x"');
  });
  it('holds a guardian too: it is about the record, whoever acts (N8, T43)', async () => {
    const child = await person();
    await put(child.patient, 'record', { reason: 'x' });
    expect((await world.get(first.record, world.page('record', { account: world.account(), patient: child.patient }))).body).toMatchObject({ error: 'service_off' });
  });
  it('nothing is done after it, though many were under way when it was switched off (T43)', async () => {
    const one = await person();
    const page = one.page('econsults');
    const sends = Array.from({ length: 15 }, () => world.post('/care/econsults', page, { urgent: false, subject: 'a', question: 'b' }, randomUUID()));
    const [off, ...answers] = await Promise.all([put(one.patient, 'econsults', { reason: 'x' }), ...sends]);
    expect(off.status).toBe(200);
    const rows = (await world.audit()).filter((row) => row.patient === one.patient);
    const at = rows.find((row) => row.action === 'service.switch')!.sequence;
    const sent = rows.filter((row) => row.action === 'econsult.send' && row.outcome === 'done');
    expect(sent.every((row) => row.sequence < at)).toBe(true);
    expect(await world.db.$count(schema.econsults)).toBeGreaterThanOrEqual(sent.length);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(sent.length);
    expect((await world.db.select().from(schema.econsults)).filter((row) => row.patient === one.patient)).toHaveLength(sent.length);
    expect((await world.post('/care/econsults', page, { urgent: false, subject: 'a', question: 'b' }, randomUUID())).body).toMatchObject({ error: 'service_off' });
  });
  it('one under way that passed the first look, and would end after it, is undone (T43)', async () => {
    const one = await person();
    const [held, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // As the act that switches off: it has the audit's lock, and is about to be done.
    const switching = world.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(4400003)`);
      await tx.insert(schema.serviceBlocks).values({ patient: one.patient, service: 'econsults', reasonSealed: 'x', by: one.account, at: world.now });
      held.resolve();
      await go.promise;
    });
    await held.promise;
    const sending = world.post('/care/econsults', one.page('econsults'), { urgent: false, subject: 'a', question: 'b' }, randomUUID());
    const waits = async () => (await world.db.execute<{ n: number }>(sql`select count(*)::int as n from pg_stat_activity where wait_event = 'advisory' and datname = current_database()`)).rows[0]!.n > 0;
    while (!await waits()) await new Promise((resolve) => setTimeout(resolve, 5));
    go.resolve();
    await switching;
    expect((await sending).body).toMatchObject({ error: 'service_off' });
    expect((await world.db.select().from(schema.econsults)).filter((row) => row.patient === one.patient)).toEqual([]);
  });
  it('is for who does the care, of the own practice, and for services that it offers (T42)', async () => {
    const { patient } = await person();
    expect((await put(patient, 'record', { reason: 'x' }, world.staff(['admin']))).body).toMatchObject({ error: 'access_denied' });
    expect((await put(patient, 'record', { reason: 'x' }, world.staff(['gp'], 'zeezicht'))).body).toMatchObject({ error: 'not_found' });
    expect((await put(patient, 'record', { reason: '' })).body).toMatchObject({ error: 'invalid_request' });
    expect((await put(patient, 'account', { reason: 'x' })).body).toMatchObject({ error: 'invalid_request' });
  });
  it('nobody is reminded of medicine that they cannot ask for', async () => {
    const [one, other] = [await person(), await person()];
    for (const { account, patient } of [one, other]) {
      const link = await world.requestLink(account);
      await world.db.update(schema.recordLinks).set({ state: 'linked', patient }).where(sql`id = ${link}`);
      await world.medicine(patient, { authoredOn: '2026-11-01', supplyDays: 20 });
    }
    await put(one.patient, 'prescriptions', { reason: 'x' });
    await world.care.sweep();
    const told = (await world.mails()).filter(({ template }) => template === 'medicine-due').map(({ to }) => to);
    expect(told).toEqual([`${other.account}@post.example`]);
  });
});

describe('who did what with a patient’s data', () => {
  it('names staff, also who left, tells the patient from a guardian, pages to the end, and is in the log itself', async () => {
    const one = await person();
    const link = await world.requestLink(one.account);
    await world.db.update(schema.recordLinks).set({ state: 'linked', patient: one.patient }).where(sql`id = ${link}`);
    medicationAnswer.parse((await world.get('/care/medication', one.page('prescriptions'))).body);
    await world.get('/care/medication', world.page('prescriptions', { account: world.account(), patient: one.patient }));
    const leaving = world.staff(['gp']);
    await put(one.patient, 'record', { reason: 'x' }, leaving);
    await world.get('/care/record', one.page('record'));
    await world.post(`/staff/members/${world.staffId(leaving)}/remove`, world.staff(['owner']), {});
    const read = async (query = '', as = gp) => deskLogAnswer.parse((await world.get(`/staff/patients/${one.patient}/log${query}`, as)).body);
    const seen = (await read()).entries.map(({ who, name, did, refused }) => [who, name, did, refused]);
    expect(seen).toEqual([['patient', null, 'record.read', true], ['staff', 'A. Balie', 'service.switch', false], ['guardian', null, 'medication.list', false], ['patient', null, 'medication.list', false]]);
    expect((await read()).entries[0]).toMatchObject({ who: 'staff', did: 'log.read' });
    for (let turn = 0; turn < 52; turn += 1) await read();
    const all: number[] = [];
    for (let next: number | null | undefined; next !== null;) { const part: Awaited<ReturnType<typeof read>> = await read(next === undefined ? '' : `?before=${next}`); all.push(...part.entries.map(({ id }) => id)); next = part.next; }
    expect([new Set(all).size, all.length, all.toSorted((a, b) => b - a)]).toEqual([58, 58, all]);
    for (const as of [world.staff(['admin']), world.staff(['gp'], 'zeezicht')]) expect((await world.get(`/staff/patients/${one.patient}/log`, as)).status).toBeGreaterThan(400);
    expect((await world.get(`/staff/patients/${one.patient}/log?before=x`, gp)).body).toMatchObject({ error: 'invalid_request' });
  });
});
