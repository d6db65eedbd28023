import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskQueue, patientSearchAnswer, type DeskQueue } from '@balie/contracts';
import { eq, schema, sql } from '@balie/database';
import { nameWords } from '@balie/rules';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let assistant: string;
beforeAll(async () => { world = await openWorld(); assistant = world.staff(['assistant']); });
afterAll(() => world.close());

const search = async (body: object, as = assistant) => patientSearchAnswer.parse((await world.post('/staff/patients/search', as, body)).body);
const names = async (body: object) => (await search(body)).patients.map((patient) => patient.name);

describe('finding a patient (S0-21)', () => {
  beforeAll(async () => {
    await world.patient({ given: 'Anna Maria', family: 'van den Berg', bsn: '249566758', birthDate: '1970-01-02' });
    await world.patient({ given: 'Ánna', family: 'Bergsma', birthDate: '1970-01-02' });
    for (const family of ['Østergård', 'Åbenrå', 'Aagaard', 'Kjær-Zimmer', 'd’Hondt']) await world.patient({ given: 'Deens', family });
    await world.patient({ given: 'Bert', family: '100% Zeker_', birthDate: null });
    await world.patient({ clinic: 'zeezicht', given: 'Anna', family: 'Berg', bsn: '249566758' });
  });

  it('takes the beginnings of any words of the name, in any case and order', async () => {
    expect(await names({ name: 'berg maria' })).toEqual(['Anna Maria van den Berg']);
    expect(await names({ name: 'BERG' })).toEqual(['Ánna Bergsma', 'Anna Maria van den Berg']);
    expect(await names({ name: 'erg' })).toEqual([]);
  });
  it('takes letters with and without their marks for the same, and each part of a double name for a word', async () => {
    expect(await names({ name: 'berg anna' })).toEqual(['Ánna Bergsma', 'Anna Maria van den Berg']);
    for (const [typed, family] of [['østerg', 'Østergård'], ['OSTERGAARD', 'Østergård'], ['åben', 'Åbenrå'], ['aabenraa', 'Åbenrå'], ['ågård', 'Aagaard'], ['kjaer', 'Kjær-Zimmer'], ['zimmer', 'Kjær-Zimmer'], ['hondt', 'd’Hondt'], ["d'hondt", 'd’Hondt']] as const) expect(await names({ name: typed }), typed).toEqual([`Deens ${family}`]);
    expect(await names({ name: ' - ' })).toEqual([]);
  });
  it('the database folds names as the rules do (the index holds what the desk looks for)', async () => {
    for (const name of ['Søren Kjær-Østergård', 'ĲSBRAND  Œrsted', 'Þóra Müßig', 'Łukasz Đorđević', 'İpek Yıldız', 'Daniëlle d’Hondt', "O'Brien \\ 100%", 'Aaaagaard', 'Ǻ ẞ ﬁ', 'x'.repeat(600)]) {
      const { rows } = await world.db.execute<{ words: string[] }>(sql`select tsvector_to_array(patient_words('c', ${name})) as words`);
      expect(rows[0]!.words.map((word) => word.slice(2)).sort(), name).toEqual([...new Set(nameWords(name))].sort());
    }
  });
  it('is put in the order of the country', async () => {
    const danish = await openWorld({ 'de-linde': { country: 'DK', timeZone: 'Europe/Copenhagen' } });
    try {
      for (const family of ['Åse', 'Bang', 'Østrup', 'Zeuthen', 'Ærø']) await danish.patient({ given: 'Ida', family });
      const order = async (as: World) => patientSearchAnswer.parse((await as.post('/staff/patients/search', as.staff(['assistant']), { name: 'ida' })).body).patients.map(({ name }) => name.slice(4));
      expect(await order(danish)).toEqual(['Bang', 'Zeuthen', 'Ærø', 'Østrup', 'Åse']);
    } finally { await danish.close(); }
  });
  it('takes signs of a pattern as letters', async () => {
    expect(await names({ name: '100% zeker_' })).toEqual(['Bert 100% Zeker_']);
    expect(await names({ name: '%' })).toEqual([]);
    expect(await names({ name: '_' })).toEqual([]);
    expect(await names({ name: '\\' })).toEqual([]);
  });
  it('takes a BSN as written, and shows its end only', async () => {
    const { patients } = await search({ number: '2495.66.758' });
    expect(patients).toMatchObject([{ name: 'Anna Maria van den Berg', numberEnds: '758', verified: true, phone: '+31612345678' }]);
    expect(JSON.stringify(patients)).not.toContain('249566');
  });
  it('says who has an account here already, so that none is begun for them', async () => {
    const one = await world.patient({ given: 'Gekoppelde', family: 'Persoon' }), other = await world.patient({ given: 'Losse', family: 'Persoon' }), account = world.account();
    const link = await world.requestLink(account);
    const found = async () => (await search({ name: 'persoon' })).patients.map(({ id, linked }) => [id, linked]);
    await world.db.update(schema.recordLinks).set({ state: 'identity-checked', patient: one.id }).where(eq(schema.recordLinks.id, link));
    expect(await found()).toEqual([[one.id, false], [other.id, false]]);
    await world.db.update(schema.recordLinks).set({ state: 'linked' }).where(eq(schema.recordLinks.id, link));
    expect(await found()).toEqual([[one.id, true], [other.id, false]]);
  });
  it('wants all fields to fit', async () => {
    expect(await names({ birthDate: '1970-01-02' })).toHaveLength(2);
    expect(await names({ birthDate: '1970-01-02', number: '249566758' })).toEqual(['Anna Maria van den Berg']);
    expect(await names({ birthDate: '1970-01-03', number: '249566758' })).toEqual([]);
  });
  it('says which field is wrong: no field at all, a BSN that cannot be one, a date that does not exist', async () => {
    const fields = async (body: object) => (await world.post('/staff/patients/search', assistant, body)).body;
    expect(await fields({})).toMatchObject({ error: 'invalid_request' });
    expect(await fields({ number: '249566759' })).toMatchObject({ error: 'invalid_request', fields: ['number'] });
    expect(await fields({ birthDate: '1970-02-30' })).toMatchObject({ error: 'invalid_request', fields: ['birthDate'] });
  });
  it('finds nobody of another clinic', async () => {
    expect((await search({ number: '249566758' }, world.staff(['assistant'], 'zeezicht'))).patients.map((patient) => patient.name)).toEqual(['Anna Berg']);
  });
  it('shows fifty and counts the rest', async () => {
    for (let at = 0; at < 53; at += 1) await world.patient({ family: 'Velen' });
    const answer = await search({ name: 'velen' });
    expect([answer.patients.length, answer.more]).toEqual([50, 3]);
  });
});

describe('the queue', () => {
  it('shows fifty of each kind, oldest first, and counts the rest; nothing of another clinic', async () => {
    world.set('2026-11-01T09:00:00Z');
    for (let at = 0; at < 52; at += 1) {
      const person = { account: world.account(), patient: (await world.patient()).id };
      await world.requestLink(person.account);
      await world.post('/care/econsults', world.page('econsults', person), { urgent: false, subject: `Vraag ${at}`, question: 'x' }, randomUUID());
      await world.post('/care/prescription-requests', world.page('prescriptions', person), { lines: [{ medicationId: (await world.medicine(person.patient)).id }] }, randomUUID());
      world.pass(60);
    }
    const queue = deskQueue.parse((await world.get('/staff/queue', assistant)).body);
    expect([queue.links.length, queue.econsults.length, queue.prescriptions.length, queue.appointments.length, queue.more]).toEqual([50, 50, 50, 0, { links: 2, prescriptions: 2, appointments: 0, econsults: 2 }]);
    expect(queue.econsults.map((item) => item.subject)).toEqual(Array.from({ length: 50 }, (_, at) => `Vraag ${at}`));
    for (const items of [queue.links.map((one) => one.requestedAt), queue.prescriptions.map((one) => one.receivedAt)]) expect(items).toEqual(items.toSorted());
    expect(deskQueue.parse((await world.get('/staff/queue', world.staff(['owner'], 'zeezicht'))).body)).toMatchObject({ links: [], prescriptions: [], appointments: [], econsults: [], more: { links: 0, prescriptions: 0, appointments: 0, econsults: 0 }, next: { links: null, econsults: null }, assigned: {} });
  }, 60_000);

  const read = async (query: string, as = assistant) => deskQueue.parse((await world.get(`/staff/queue${query}`, as)).body);
  /** Every page of a kind, one after the other. */
  async function walk(kind: 'links' | 'econsults' | 'prescriptions', more = '', as = assistant): Promise<DeskQueue[]> {
    const pages: DeskQueue[] = [];
    for (let after: string | null = ''; after !== null; after = pages.at(-1)!.next[kind]) pages.push(await read(`?kind=${kind}${more}${after ? `&after=${after}` : ''}`, as));
    return pages;
  }
  it('pages one kind to its end: each once, in one order, also where many came in the same moment, and what was handled lately last', async () => {
    const person = { account: world.account(), patient: (await world.patient()).id };
    const receiptLetters = 'ABCDEFGHJKMN';
    const base = { clinic: 'de-linde', ...person, subjectSealed: world.keyring.seal('econsult.subject', 'tegelijk'), receivedAt: world.now, waitingSince: world.now, messages: 1 };
    await world.db.insert(schema.econsults).values(Array.from({ length: 130 }, (_, at) => ({ ...base, number: `E-TEST-${receiptLetters[Math.floor(at / 12)]}${receiptLetters[at % 12]}`, state: at < 70 ? 'sent' : 'answered', answeredAt: at < 70 ? null : world.now })));
    const pages = await walk('econsults');
    const items = pages.flatMap((one) => one.econsults);
    expect([pages.map((one) => one.econsults.length), pages.map((one) => one.more.econsults)]).toEqual([[50, 50, 50, 32], [72, 22, 0, 0]]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(182);
    expect(items.findIndex(({ state }) => state === 'answered')).toBe(122);
    expect(pages.every((one) => one.links.length === 0 && one.more.prescriptions === 0)).toBe(true);
    expect((await walk('links')).map((one) => one.links.length)).toEqual([50, 2]);
    for (const wrong of ['?after=0.1.00000000-0000-4000-8000-000000000000', '?kind=links&after=x', `?kind=links&after=0.1.${'-'.repeat(36)}`, `?kind=links&after=0.${'9'.repeat(15)}.00000000-0000-4000-8000-000000000000`, '?kind=else', '?whose=theirs']) expect((await world.get(`/staff/queue${wrong}`, assistant)).body, wrong).toMatchObject({ error: 'invalid_request' });
  });
  it('a page begun stays whole while what came before it is handled', async () => {
    const first = await read('?kind=prescriptions');
    await world.db.update(schema.prescriptionRequests).set({ handledAt: world.now }).where(sql`id = ${first.prescriptions[49]!.id}`);
    const second = await read(`?kind=prescriptions&after=${first.next.prescriptions!}`);
    expect(second.prescriptions.length).toBe(2);
    expect(second.prescriptions.some(({ id }) => first.prescriptions.some((one) => one.id === id))).toBe(false);
  });
});

describe('whose work it is', () => {
  let item: string;
  let colleague: string;
  const order = (body: object, as = assistant) => world.post('/staff/work', as, { kind: 'econsults', item, from: null, to: null, ...body });
  const me = (token = assistant) => world.staffId(token);
  const queue = async (whose: string, as = assistant) => deskQueue.parse((await world.get(`/staff/queue?whose=${whose}`, as)).body);
  async function question(clinic = 'de-linde') {
    const person = { account: world.account(), patient: (await world.patient({ clinic })).id, clinic };
    return String((await world.post('/care/econsults', world.page('econsults', person), { urgent: false, subject: 'x', question: 'y' }, randomUUID())).body['id']);
  }
  beforeAll(async () => {
    await world.db.delete(schema.econsultMessages);
    await world.db.delete(schema.econsults);
    colleague = world.staff(['gp']);
  });
  beforeEach(async () => { item = await question(); });

  it('is taken, given to a colleague and let go; the queue says whose it is and can be narrowed to it', async () => {
    expect((await order({ to: me() })).body).toEqual({ assigned: { id: me(), name: 'A. Balie' } });
    expect((await queue('mine')).econsults.map(({ id }) => id)).toEqual([item]);
    expect((await queue('mine')).assigned).toEqual({ [item]: { id: me(), name: 'A. Balie' } });
    expect((await queue('free')).econsults.some(({ id }) => id === item)).toBe(false);
    expect((await queue('mine', colleague)).econsults).toEqual([]);
    expect((await order({ from: me(), to: me(colleague) })).status).toBe(200);
    expect((await queue('mine', colleague)).econsults.map(({ id }) => id)).toEqual([item]);
    expect((await order({ from: me(colleague) }, colleague)).body).toEqual({ assigned: null });
    expect((await queue('free')).econsults.some(({ id }) => id === item)).toBe(true);
    expect((await world.audit()).filter((row) => row.action === 'work.assign' && row.object === item).map(({ actor, outcome, patient }) => [actor, outcome, patient !== null])).toEqual([[me(), 'done', true], [me(), 'done', true], [me(colleague), 'done', true]]);
  });
  it('of 20 who take it at once one has it, and knows so however often it asks (T42)', async () => {
    const all = Array.from({ length: 20 }, () => world.staff(['assistant']));
    const answers = await Promise.all(all.map((one) => order({ to: me(one) }, one)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.error))).toEqual(new Set(['conflict']));
    const winner = all[answers.findIndex(({ status }) => status === 200)]!;
    expect((await order({ to: me(winner) }, winner)).status).toBe(200);
    expect((await order({ from: me(), to: me() })).body).toMatchObject({ error: 'conflict' });
  });
  it('goes only to who may do such work, of the own practice, and only while it stands in the queue (T42)', async () => {
    const [admin, elsewhere] = [world.staff(['admin']), world.staff(['gp'], 'zeezicht')];
    for (const to of [me(admin), me(elsewhere), randomUUID()]) expect((await order({ to })).body).toMatchObject({ error: 'not_found' });
    expect((await order({ to: me(admin) }, admin)).body).toMatchObject({ error: 'access_denied' });
    expect((await order({ to: me(elsewhere) }, elsewhere)).body).toMatchObject({ error: 'not_found' });
    expect((await order({ kind: 'links', to: me() })).body).toMatchObject({ error: 'not_found' });
    expect((await queue('all')).members.some(({ id }) => id === me(admin) || id === me(elsewhere))).toBe(false);
    await world.db.update(schema.econsults).set({ state: 'closed' }).where(sql`id = ${item}`);
    expect((await order({ to: me() })).body).toMatchObject({ error: 'already_handled' });
  });
  it('of a member who is removed it is nobody’s again, also when it is given at that moment (T40)', async () => {
    const owner = world.staff(['owner']);
    const leaving = world.staff(['gp']);
    await order({ to: me(leaving) });
    const second = await question();
    const [removed] = await Promise.all([world.post(`/staff/members/${me(leaving)}/remove`, owner, {}), order({ item: second, to: me(leaving) })]);
    expect(removed.status).toBe(200);
    expect((await queue('free')).econsults.some(({ id }) => id === item)).toBe(true);
    expect((await order({ to: me() })).status).toBe(200);
    expect((await order({ item: second, to: me(leaving) })).body).toMatchObject({ error: 'not_found' });
  });
  it('of a member who may no longer see it, it is nobody’s again; what they still see stays theirs', async () => {
    const [owner, one] = [world.staff(['owner']), world.staff(['gp'])];
    await order({ to: me(one) });
    const roles = (wanted: string[]) => world.post(`/staff/members/${me(one)}/roles`, owner, { roles: wanted });
    expect((await roles(['assistant'])).status).toBe(200);
    expect((await queue('all')).assigned[item]).toMatchObject({ id: me(one) });
    expect((await roles(['admin'])).status).toBe(200);
    expect((await queue('free')).econsults.some(({ id }) => id === item)).toBe(true);
  });
});

describe('a practice of 8,000 patients', () => {
  it('is read by its indexes: the queue’s four kinds, and patients by name, birth date and number', async () => {
    const big = await openWorld();
    try {
      await big.db.execute(sql`insert into patient (clinic, source_id, family, given, birth_date, number_hmac, verified) select 'de-linde', 'n' || n, 'Naam' || n, 'Voor' || n, date '1930-01-01' + (n % 30000), 'h' || n, true from generate_series(1, 8000) n`);
      const of = sql`(select id, row_number() over () as n from patient) p`;
      await big.db.execute(sql`insert into record_link (account, clinic, patient, state, requested_at, refused_at) select gen_random_uuid(), 'de-linde', id, case when n % 16 = 0 then 'requested' else 'linked' end, now() - n * interval '1 minute', null from ${of}`);
      await big.db.execute(sql`insert into prescription_request (number, clinic, patient, account, received_at, handled_at) select 'R' || n, 'de-linde', id, id, timestamptz '2026-11-01' - n * interval '1 minute', case when n % 16 = 0 then null else timestamptz '2026-11-01' end from ${of}`);
      await big.db.execute(sql`insert into econsult (number, clinic, patient, account, subject_sealed, state, received_at, waiting_since, answered_at, messages) select 'E' || n, 'de-linde', id, id, ${big.keyring.seal('econsult.subject', 'x')}, case when n % 16 = 0 then 'sent' else 'answered' end, timestamptz '2026-11-01', timestamptz '2026-11-01' - n * interval '1 minute', timestamptz '2026-11-01', 1 from ${of}`);
      const gp = await big.practitioner();
      await big.db.execute(sql`insert into slot (clinic, source_id, schedule, practitioner, start, "end", status) select 'de-linde', 's' || n, ${gp.schedule}, ${gp.id}, now() + n * interval '1 hour', now() + n * interval '1 hour', 'busy' from generate_series(1, 8000) n`);
      await big.db.execute(sql`insert into appointment (number, clinic, patient, account, slot, type, state, received_at, seen_at) select 'A' || p.n, 'de-linde', p.id, p.id, s.id, 'consult', 'booked', timestamptz '2026-11-01' - p.n * interval '1 minute', case when p.n % 16 = 0 then null else now() end from ${of} join (select id, row_number() over () as n from slot) s on s.n = p.n`);
      await big.db.execute(sql`vacuum analyze`);
      const as = big.staff(['gp']);
      const plans = await explained(big, async () => {
        for (const query of ['', '?whose=free', '?whose=mine']) await big.get(`/staff/queue${query}`, as);
        for (const body of [{ name: 'voor naam77' }, { birthDate: '1950-05-05' }, { number: '249566758' }]) await big.post('/staff/patients/search', as, body);
      });
      const found = await explained(big, async () => { await big.post('/staff/accounts/search', as, { name: 'naam77' }); });
      expect(found.some((plan) => plan.includes('patient_words'))).toBe(true);
      for (const index of ['record_link_waiting', 'prescription_request_waiting', 'appointment_waiting', 'econsult_waiting', 'patient_words', 'patient_birth', 'patient_number']) expect(plans.some((plan) => plan.includes(index)), index).toBe(true);
      // What waits is counted and paged without ever reading a whole table.
      for (const plan of plans.filter((one) => !one.includes('assignment'))) expect(plan).not.toMatch(/Seq Scan on (patient|record_link|prescription_request|appointment|econsult)\b/);
    } finally { await big.close(); }
  }, 60_000);
});

/** The plan of every query that the work asks of the database. */
async function explained(of: World, work: () => Promise<void>): Promise<string[]> {
  interface Client { query(...args: unknown[]): Promise<{ rows: { 'QUERY PLAN': string }[] }> }
  type Given = (error: Error | undefined, client: Client, done: unknown) => void;
  const pool = (of.db as unknown as { $client: { connect(given?: Given): Promise<Client> } }).$client;
  const connect = pool.connect.bind(pool);
  const asked: [string, unknown[]][] = [];
  const heard = (client: Client): Client => new Proxy(client, { get: (target, name) => (name === 'query' ? (query: string | { text: string }, values: unknown[] = [], ...rest: unknown[]) => {
    const text = typeof query === 'string' ? query : query.text;
    if (/^\s*select/i.test(text) && /"(record_link|prescription_request|appointment|econsult|patient)"/.test(text)) asked.push([text, values]);
    return target.query(query, values, ...rest);
  } : Reflect.get(target, name) as unknown) });
  // With a callback the pool asks for itself, for one query outside a transaction.
  pool.connect = async (given) => (given ? connect((error, client, done) => { given(error, error ? client : heard(client), done); }) : heard(await connect()));
  await work();
  pool.connect = connect;
  const client = await connect();
  try {
    const plans = [];
    for (const [text, values] of asked) plans.push((await client.query(`explain ${text}`, values)).rows.map((row) => row['QUERY PLAN']).join('\n'));
    return plans;
  } finally { (client as unknown as { release(): void }).release(); }
}
