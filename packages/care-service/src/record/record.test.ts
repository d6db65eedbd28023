import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordAnswer, recordPage, type RecordAnswer } from '@balie/contracts';
import { openWorld, type World } from '../testing/world.ts';

/** Tuesday 24 November 2026; fourteen months before is 24 September 2025. */
let world: World;
beforeAll(async () => { world = await openWorld({ zeezicht: { record: { parts: ['medication', 'results'], months: null, from: '2020-01-01', resultsAfterDays: 7 } } }); });
afterAll(() => world.close());

async function patient(clinic = 'de-linde') {
  const person = { account: world.account(), patient: (await world.patient({ clinic })).id, clinic };
  return { ...person, page: world.page('record', person), add: (resource: Parameters<World['resource']>[1]) => world.resource(person.patient, resource, clinic) };
}
const read = async (page: string): Promise<RecordAnswer> => recordAnswer.parse((await world.get('/care/record', page)).body);
const part = async <P extends 'advice' | 'results' | 'medication'>(page: string, name: P) => (await read(page)).parts.find((one) => one.part === name) as Extract<RecordAnswer['parts'][number], { part: P }>;
const titles = async (page: string, name: 'advice' | 'results') => (await part(page, name)).items.map(({ title }) => title);

const code = (text: string) => ({ text });
const quantity = (value: number, unit = 'mmol/l') => ({ value, unit });
const lab = (id: string, more: Record<string, unknown> = {}) => ({ resourceType: 'Observation', id, status: 'final', code: code(id), effectiveDateTime: '2026-11-16T08:00:00+01:00', valueQuantity: quantity(5), ...more });
const interpretation = (of: string) => [{ coding: [{ code: of }] }];

describe('what a patient reads of the own record', () => {
  it('S1-10 a report with its values, the comment of the doctor, units as given, and the reader\'s way of writing numbers', async () => {
    const { page, add } = await patient();
    await add(lab('glucose', { valueQuantity: quantity(6.3), interpretation: interpretation('H'), referenceRange: [{ low: quantity(3.1), high: quantity(6.2) }], note: [{ text: 'Nuchter.' }] }));
    await add(lab('pressure', { valueQuantity: undefined, component: [{ code: code('systolic'), valueQuantity: quantity(128, 'mmHg') }, { code: code('diastolic'), valueQuantity: quantity(79, 'mmHg') }] }));
    await add({ resourceType: 'DiagnosticReport', id: 'r', status: 'amended', code: code('Bloedonderzoek'), issued: '2026-11-16T23:30:00Z', result: [{ reference: 'Observation/glucose' }, { reference: 'Observation/gone' }, { reference: '#inside' }], resultsInterpreter: [{ display: 'J. Jansen' }], conclusion: 'Iets te hoog.', contained: [{ resourceType: 'Observation', id: 'inside', status: 'final', code: code('Kleur'), valueCodeableConcept: code('helder') }] });
    const { items } = await part(page, 'results');
    expect(items).toEqual([
      { id: expect.any(String), date: '2026-11-17', title: 'Bloedonderzoek', comment: 'Iets te hoog.', author: 'J. Jansen', corrected: true, values: [
        { name: 'glucose', value: '6,3 mmol/l', judgement: 'higher', range: { low: '3,1', high: '6,2 mmol/l', text: null }, comment: 'Nuchter.' },
        { name: 'Kleur', value: 'helder', judgement: null, range: null, comment: null },
      ] },
      { id: expect.any(String), date: '2026-11-16', title: 'pressure', comment: null, author: null, corrected: false, values: [expect.objectContaining({ name: 'systolic', value: '128 mmHg' }), expect.objectContaining({ name: 'diastolic', value: '79 mmHg' })] },
    ]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'record.read', actorKind: 'patient', objectKind: 'record', outcome: 'done' });
  });

  it('S1-10 what was measured time after time is one entry: the newest, those before it inside it; reports stay apart, and what may not be seen yet is not in it', async () => {
    const { page, add } = await patient();
    const weigh = (id: string, effectiveDateTime: string, value: number, more = {}) => lab(id, { code: code('Gewicht'), effectiveDateTime, valueQuantity: quantity(value, 'kg'), ...more });
    for (const [id, day, value] of [['w1', '2026-05-11', 84], ['w3', '2026-11-02', 81], ['w2', '2026-08-10', 83]] as const) await add(weigh(id, day, value));
    await add(weigh('w4', '2026-11-09', 80, { status: 'preliminary' }));
    await add(weigh('w0', '2020-01-01', 90));
    for (const [id, issued] of [['r1', '2026-10-01T08:00:00Z'], ['r2', '2026-11-01T08:00:00Z']] as const) await add({ resourceType: 'DiagnosticReport', id, status: 'final', code: code('Bloedonderzoek'), issued, conclusion: 'Goed.' });
    const { items } = await part(page, 'results');
    expect(items.map(({ title, date, earlier }) => [title, date, earlier?.map((one) => [one.date, one.values[0]!.value])])).toEqual([
      ['Gewicht', '2026-11-02', [['2026-08-10', '83 kg'], ['2026-05-11', '84 kg']]], ['Bloedonderzoek', '2026-11-01', undefined], ['Bloedonderzoek', '2026-10-01', undefined],
    ]);
  });

  it('S1-10 how a value lies is as the laboratory said; else by a range in the same unit; else it is not said', async () => {
    const { page, add } = await patient();
    const range = (low: object | undefined, high: object | undefined, more: object = {}) => [{ ...(low ? { low } : {}), ...(high ? { high } : {}), ...more }];
    const cases: [name: string, more: Record<string, unknown>, judgement: string | null][] = [
      ['said low', { interpretation: interpretation('LL'), referenceRange: range(quantity(1), quantity(9)) }, 'much-lower'],
      ['said positive only', { interpretation: interpretation('POS'), referenceRange: range(quantity(6), quantity(9)) }, null],
      ['below', { referenceRange: range(quantity(6), quantity(9)) }, 'lower'],
      ['above', { referenceRange: range(quantity(1), quantity(4)) }, 'higher'],
      ['inside', { referenceRange: range(quantity(5), quantity(5)) }, 'usual'],
      ['a range without units', { referenceRange: range({ value: 6 }, { value: 9 }) }, 'lower'],
      ['another unit', { referenceRange: range(quantity(60, 'mg/dl'), quantity(90, 'mg/dl')) }, null],
      ['inside a range with one end', { referenceRange: range(undefined, quantity(9)) }, null],
      ['above a range with one end', { referenceRange: range(undefined, quantity(4)) }, 'higher'],
      ['ranges for several ages', { referenceRange: [...range(quantity(6), quantity(9)), ...range(quantity(1), quantity(2))] }, null],
      ['the usual one beside the therapeutic one', { referenceRange: [...range(quantity(6), quantity(9), { type: { coding: [{ code: 'normal' }] } }), ...range(quantity(1), quantity(2), { type: { coding: [{ code: 'treatment' }] } })] }, 'lower'],
      ['no more than so much', { valueQuantity: { ...quantity(5), comparator: '<' }, referenceRange: range(quantity(6), quantity(9)) }, null],
    ];
    for (const [name, more] of cases) await add(lab(name, more));
    const found = Object.fromEntries((await part(page, 'results')).items.map(({ title, values }) => [title, values[0]!.judgement]));
    expect(found).toEqual(Object.fromEntries(cases.map(([name, , judgement]) => [name, judgement])));
  });

  it('every kind of value is shown as text, and yes and no as such', async () => {
    const { page, add } = await patient();
    const none = { valueQuantity: undefined };
    await add(lab('string', { ...none, valueString: ' veel ' }));
    await add(lab('boolean', { ...none, valueBoolean: false }));
    await add(lab('integer', { ...none, valueInteger: 12345 }));
    await add(lab('ratio', { ...none, valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }));
    await add(lab('range', { ...none, valueRange: { low: quantity(1.5), high: quantity(2) } }));
    await add(lab('moment', { ...none, valueDateTime: '2026-11-01T23:30:00Z' }));
    await add(lab('less', { valueQuantity: { value: 0.4, comparator: '<', code: 'mg/L' } }));
    expect(Object.fromEntries((await part(page, 'results')).items.map(({ title, values }) => [title, values[0]!.value]))).toEqual({ string: 'veel', boolean: false, integer: '12345', ratio: '1 : 128', range: '1,5 mmol/l – 2 mmol/l', moment: '2026-11-02', less: '< 0,4 mg/L' });
  });

  it('panels that refer to one another, and again to themselves, are shown with each value once', async () => {
    const { page, add } = await patient();
    const panel = ['a', 'b', 'c'].map((id) => ({ reference: `Observation/${id}` }));
    const all = Array.from({ length: 60 }, () => panel).flat();
    for (const id of ['a', 'b', 'c']) await add(lab(id, { hasMember: all, interpretation: interpretation('constructor') }));
    await add({ resourceType: 'DiagnosticReport', id: 'panel', status: 'final', code: code('Panel'), issued: '2026-11-16T08:00:00Z', result: panel });
    expect((await part(page, 'results')).items).toMatchObject([{ title: 'Panel', values: [{ name: 'a', judgement: null }, { name: 'b' }, { name: 'c' }] }]);
  });

  it('what is not reviewed is held, what was a mistake is never shown, and how one lives is no result', async () => {
    const { page, add } = await patient();
    for (const status of ['preliminary', 'registered', 'entered-in-error', 'cancelled', 'unknown']) await add(lab(status, { status }));
    await add(lab('smoking', { category: [{ coding: [{ code: 'social-history' }] }] }));
    await add({ resourceType: 'DiagnosticReport', id: 'early', status: 'partial', code: code('Vroeg'), issued: '2026-11-16T08:00:00Z', conclusion: 'Nog niet klaar.' });
    await add({ resourceType: 'Condition', id: 'c1', verificationStatus: { coding: [{ code: 'entered-in-error' }] }, code: code('Vergissing') });
    // In a practice's own words first.
    await add({ resourceType: 'Condition', id: 'c3', verificationStatus: { coding: [{ system: 'urn:eigen', code: 'weg' }, { code: 'refuted' }] }, code: code('Ook niet') });
    await add(lab('drinking', { category: [{ coding: [{ code: 'eigen' }] }, { coding: [{ system: 'urn:eigen', code: 'leefstijl' }, { code: 'social-history' }] }] }));
    await add({ resourceType: 'Condition', id: 'c2', verificationStatus: { coding: [{ code: 'refuted' }] }, code: code('Toch niet') });
    await add({ resourceType: 'ClinicalImpression', id: 'i', status: 'in-progress', description: 'Bezoek', summary: 'Nog aan het schrijven' });
    await add({ resourceType: 'CarePlan', id: 'p', status: 'draft', title: 'Plan', description: 'Nog niet' });
    await world.medicine((await patient()).patient, { name: 'Van een ander' });
    expect((await read(page)).parts.map(({ items }) => items)).toEqual([[], [], []]);
  });

  it('a value of a report or panel that is still being worked on waits for it, though it is final by itself; of one that was called off it is shown', async () => {
    const { page, add } = await patient();
    const report = (id: string, status: string, ...result: string[]) => add({ resourceType: 'DiagnosticReport', id, status, code: code(id), issued: '2026-11-16T08:00:00Z', result: result.map((one) => ({ reference: `Observation/${one}` })) });
    for (const id of ['held', 'of-panel', 'shared', 'freed']) await add(lab(id));
    await add(lab('panel', { status: 'preliminary', hasMember: [{ reference: 'Observation/of-panel' }] }));
    await report('later', 'preliminary', 'held', 'shared');
    await report('given', 'final', 'shared');
    await report('off', 'cancelled', 'freed');
    expect((await titles(page, 'results')).sort()).toEqual(['freed', 'given']);
    expect((await part(page, 'results')).items.find(({ title }) => title === 'given')!.values.map(({ name }) => name)).toEqual(['shared']);
    await report('later-still', 'final', 'held');
    expect((await titles(page, 'results')).sort()).toEqual(['freed', 'given', 'later-still']);
  });

  it('fourteen months by the clinic\'s calendar: what ended before is not shown, what goes on is, however old', async () => {
    const { patient: id, page, add } = await patient();
    await add(lab('last day', { effectiveDateTime: '2025-09-24' }));
    await add(lab('day before', { effectiveDateTime: '2025-09-23' }));
    await add(lab('by the clock of the clinic', { effectiveDateTime: '2025-09-23T22:30:00Z' }));
    await add(lab('no day', { effectiveDateTime: undefined }));
    await add(lab('value of before', { effectiveDateTime: '2025-09-01' }));
    await add({ resourceType: 'DiagnosticReport', id: 'late', status: 'final', code: code('report of lately'), effectiveDateTime: '2026-01-05', result: [{ reference: 'Observation/value of before' }] });
    await add({ resourceType: 'Condition', id: 'on', clinicalStatus: { coding: [{ code: 'active' }] }, code: code('Hoge bloeddruk'), onsetDateTime: '1998', note: [{ text: 'Controle elk half jaar.' }] });
    await add({ resourceType: 'Condition', id: 'off', clinicalStatus: { coding: [{ code: 'resolved' }] }, code: code('Enkel'), onsetDateTime: '2025-08', abatementDateTime: '2025-10-01' });
    await add({ resourceType: 'Condition', id: 'long ago', clinicalStatus: { coding: [{ code: 'resolved' }] }, code: code('Griep'), onsetDateTime: '2025-08' });
    await add({ resourceType: 'CarePlan', id: 'plan', status: 'active', title: 'Afvallen', description: 'Elke dag een half uur lopen.', period: { start: '2019-01-01' }, author: { display: 'P. Voigt' } });
    await world.medicine(id, { name: 'Nu', status: 'active', authoredOn: '2010-01-01' });
    await world.medicine(id, { name: 'Pas gestopt', status: 'stopped', authoredOn: '2026-01-01' });
    await world.medicine(id, { name: 'Lang gestopt', status: 'completed', authoredOn: '2024-01-01' });
    const answer = await read(page);
    expect(answer.since).toBe('2025-09-24');
    expect(new Set(await titles(page, 'results'))).toEqual(new Set(['last day', 'by the clock of the clinic', 'report of lately']));
    expect((await part(page, 'advice')).items).toEqual([
      expect.objectContaining({ title: 'Afvallen', kind: 'advice', author: 'P. Voigt', note: 'Elke dag een half uur lopen.' }),
      expect.objectContaining({ title: 'Hoge bloeddruk', kind: 'episode', date: '1998', ended: false, note: 'Controle elk half jaar.' }),
      expect.objectContaining({ title: 'Enkel', date: '2025-08', until: '2025-10-01', ended: true }),
    ]);
    expect((await part(page, 'medication')).items.map(({ name, ended }) => [name, ended])).toEqual([['Nu', false], ['Pas gestopt', true]]);
  });

  it('S1-25 a practice shows the parts it chose, in its order, from its own first day, and a result only after its doctor had time', async () => {
    const { page, add } = await patient('zeezicht');
    await add(lab('too old', { effectiveDateTime: '2019-12-31' }));
    await add(lab('first day', { effectiveDateTime: '2020-01-01' }));
    await add(lab('waits', { effectiveDateTime: '2026-11-16', issued: '2026-11-18T09:00:00Z' }));
    await add(lab('waited', { effectiveDateTime: '2026-11-15', issued: '2026-11-17T09:00:00Z' }));
    await add(lab('commented', { effectiveDateTime: '2026-11-14', issued: '2026-11-23T09:00:00Z', note: [{ text: 'Alles goed.' }] }));
    await add({ resourceType: 'Condition', id: 'c', code: code('Niet gedeeld') });
    const { since, parts } = await read(page);
    expect([since, parts.map((one) => one.part)]).toEqual(['2020-01-01', ['medication', 'results']]);
    expect(await titles(page, 'results')).toEqual(['waited', 'commented', 'first day']);
    const { body } = await world.get('/care/record/page?part=advice&after=_00000000-0000-4000-8000-000000000000', page);
    expect(body).toEqual({ part: 'advice', items: [], next: null });
  });

  it('comes page by page, nothing twice and nothing left out', async () => {
    const { page, add } = await patient();
    const days = Array.from({ length: 45 }, (_, index) => new Date(Date.UTC(2026, 10, 20 - Math.floor(index / 3))).toISOString().slice(0, 10));
    for (const [index, day] of days.entries()) await add(lab(`uitslag ${index}`, { effectiveDateTime: day }));
    let seen = await part(page, 'results');
    const found = [...seen.items];
    for (let pages = 1; seen.next !== null; pages += 1) {
      expect(pages).toBeLessThan(4);
      seen = recordPage.parse((await world.get(`/care/record/page?part=results&after=${seen.next}`, page)).body) as typeof seen;
      found.push(...seen.items);
    }
    expect(new Set(found.map(({ title }) => title)).size).toBe(45);
    expect(found.map(({ date }) => date)).toEqual(days);
    expect((await world.get('/care/record/page?part=results&after=1; drop', page)).status).toBe(400);
    expect((await world.get('/care/record/page?part=else&after=_00000000-0000-4000-8000-000000000000', page)).status).toBe(400);
  });

  it('what cannot be read is counted in the log and never shown half; nothing of it is in the log', async () => {
    const { page, add } = await patient();
    await add(lab('without a name', { code: {} }));
    await add(lab('number as text', { valueQuantity: { value: 'zes' } }));
    await add({ resourceType: 'Condition', id: 'nameless' });
    world.logged.length = 0;
    expect((await read(page)).parts.map(({ items }) => items)).toEqual([[], [], []]);
    expect(world.logged).toEqual([{ event: 'record-not-shown', clinic: 'de-linde', count: 1 }, { event: 'record-not-shown', clinic: 'de-linde', count: 2 }]);
  });

  it('T23 is the own record alone: another patient\'s, another clinic\'s and another service\'s page show nothing of it', async () => {
    const { page, add, account, patient: id } = await patient();
    const other = await patient();
    await add(lab('eigen'));
    expect(await titles(other.page, 'results')).toEqual([]);
    expect(await titles(page, 'results')).toEqual(['eigen']);
    expect((await world.get('/care/record', world.page('econsults', { account, patient: id }))).status).toBe(401);
    expect(await titles(world.page('record', { account, patient: id, clinic: 'zeezicht' }), 'results')).toEqual([]);
  });
});
