/** Letters of the practice, on either connector: what a patient reads of them, what is held, and what is never handed on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileAnswer, type RecordAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { hostileFiles, plainJpeg, plainPdf } from '../../packages/care-service/src/files/hostile.ts';
import type { Resource } from '../../demo-site/system/start.ts';
import { openPractice, type Connector, type Practice } from './practice.ts';

const letterOf = (id: string, bytes: Uint8Array, more: object = {}): Resource => ({
  resourceType: 'DocumentReference', id, status: 'current', docStatus: 'final', subject: { reference: 'Patient/P-1' }, date: new Date(Date.now() - 5 * 86_400_000).toISOString(), author: [{ display: 'Ziekenhuis De Test' }], description: `Brief ${id}`,
  content: [{ attachment: { contentType: 'application/pdf', data: Buffer.from(bytes).toString('base64') } }], ...more,
});
type Letters = Extract<RecordAnswer['parts'][number], { part: 'letters' }>;

describe.each<Connector>(['own', 'fhir'])('letters on the connector %s', (connector) => {
  let practice: Practice, page: string;
  beforeAll(async () => { practice = await openPractice(connector, { examples: false }); page = practice.page('record'); });
  afterAll(() => practice.close());
  const list = async () => ((await practice.record()).parts.find(({ part }) => part === 'letters') as Letters).items;
  const idOf = async (title: string) => (await list()).find((one) => one.title === title)!.id;
  const open = (id: string, as = page) => practice.world.get(`/care/record/letters/${id}`, as);
  const audited = async () => (await practice.world.audit()).at(-1);

  it('S1-08 a letter is listed with day, title and author, opened as a file that is never shown, and each opening is audited', async () => {
    await practice.put(letterOf('L-1', plainPdf), letterOf('L-2', plainJpeg, { description: undefined, type: { text: 'Foto van de huid' } }));
    const letters = await list();
    expect(letters.map(({ title, author }) => [title, author])).toEqual(expect.arrayContaining([['Brief L-1', 'Ziekenhuis De Test'], ['Foto van de huid', 'Ziekenhuis De Test']]));
    expect(letters.every(({ date }) => /^\d{4}-\d\d-\d\d$/.test(date ?? ''))).toBe(true);
    const { status, body, headers } = await open(await idOf('Brief L-1'));
    expect(status).toBe(200);
    expect(fileAnswer.parse(body)).toMatchObject({ kind: 'pdf', data: plainPdf.toString('base64') });
    expect(['content-disposition', 'content-security-policy', 'x-content-type-options'].map((name) => headers.get(name))).toEqual(['attachment', "sandbox; default-src 'none'", 'nosniff']);
    expect(await audited()).toMatchObject({ action: 'record.letter', actorKind: 'patient', actor: practice.account, objectKind: 'letter', object: body['id'], outcome: 'done' });
    expect((await audited())!.patient).not.toBeNull();
    expect((await open(await idOf('Foto van de huid'))).body).toMatchObject({ kind: 'jpeg' });
  });

  it('what nobody is done with, was a mistake, is restricted, superseded or older than what is shown is neither listed nor opened', async () => {
    const id = await idOf('Brief L-1'), old = new Date(Date.now() - 500 * 86_400_000).toISOString();
    const held: Record<string, object> = { early: { docStatus: 'preliminary' }, unsaid: { docStatus: undefined }, over: { status: 'superseded' }, secret: { securityLabel: [{ coding: [{ code: 'eigen' }, { code: 'R' }] }] }, old: { date: old }, undated: { date: undefined }, mistake: { status: 'entered-in-error' } };
    const before = (await list()).map(({ title }) => title).sort();
    await practice.put(...Object.entries(held).map(([name, more]) => letterOf(name, plainPdf, more)));
    expect((await list()).map(({ title }) => title).sort()).toEqual(before);
    const rows = await practice.world.db.select().from(schema.clinicalResources).where(eq(schema.clinicalResources.type, 'DocumentReference'));
    const hidden = rows.filter(({ sourceId }) => Object.hasOwn(held, sourceId));
    expect(hidden.length).toBeGreaterThanOrEqual(6);
    for (const one of hidden) expect((await open(one.id)).status, one.sourceId).toBe(404);
    // One that was shown, and turns out a mistake.
    await practice.put(letterOf('L-1', plainPdf, { status: 'entered-in-error' }));
    expect((await list()).map(({ title }) => title)).not.toContain('Brief L-1');
    expect((await open(id)).status).toBe(404);
    expect(await audited()).toMatchObject({ action: 'record.letter', outcome: 'not_found' });
  });

  it('T46 somebody else\'s letter is never opened: by another patient, another practice, another service', async () => {
    const { world } = practice, id = await idOf('Foto van de huid');
    const other = { account: world.account(), patient: (await world.patient()).id };
    expect((await open(id, world.page('record', other))).status).toBe(404);
    expect((await open(id, world.page('record', { ...other, clinic: 'zeezicht' }))).status).toBe(404);
    expect((await open(id, practice.page('econsults'))).status).toBe(401);
    await practice.put({ resourceType: 'Patient', id: 'P-2', name: [{ family: 'Ander', given: ['Testje'] }], birthDate: '1990-01-01' });
    await practice.put(letterOf('L-3', plainPdf, { subject: { reference: 'Patient/P-2' } }));
    const [theirs] = await world.db.select().from(schema.clinicalResources).where(eq(schema.clinicalResources.sourceId, 'L-3'));
    expect((await open(theirs!.id)).status).toBe(404);
    expect((await list()).map(({ title }) => title)).not.toContain('Brief L-3');
  });

  it('T46 a page, a script, a drawing or an archive is never handed on, whatever it calls itself', async () => {
    const hostile = hostileFiles.filter(({ becomes }) => becomes !== 'cleaned' && becomes !== 'empty');
    await practice.put(...hostile.map(({ bytes }, at) => letterOf(`H-${at}`, bytes, { description: `Hostile ${at}` })));
    const listed = (await list()).filter(({ title }) => title.startsWith('Hostile'));
    // Imported: refused with what it is. In the practice's own system nobody has looked into it yet.
    if (connector === 'own') expect(listed).toEqual([]);
    else expect(listed.length).toBeGreaterThan(10);
    for (const { id, title } of listed) expect((await open(id)).body, title).toMatchObject({ error: 'file_refused' });
  });
});

describe('letters in a system of the practice\'s own', () => {
  let practice: Practice, page: string;
  beforeAll(async () => {
    practice = await openPractice('fhir', { examples: false });
    page = practice.page('record');
    await practice.put(letterOf('L-1', plainPdf), { resourceType: 'Binary', id: 'B-1', contentType: 'image/jpeg', data: plainJpeg.toString('base64') }, letterOf('L-2', plainPdf, { content: [{ attachment: { url: 'Binary/B-1' } }] }));
  });
  afterAll(() => practice.close());
  const open = async (source: string) => practice.world.get(`/care/record/letters/${(await practice.world.db.select().from(schema.clinicalResources).where(eq(schema.clinicalResources.sourceId, source)))[0]!.id}`, page);

  it('are fetched when they are opened, by their own server\'s address too, and never kept here', async () => {
    expect((await open('L-1')).body).toMatchObject({ kind: 'pdf' });
    expect((await open('L-2')).body).toMatchObject({ kind: 'jpeg', data: plainJpeg.toString('base64') });
    expect(await practice.world.db.$count(schema.clinicalFiles)).toBe(0);
  });

  it('while it is away the patient is told so, and nothing else fails', async () => {
    await practice.system!.control({ faults: { down: true } });
    expect((await open('L-1')).body).toMatchObject({ error: 'temporarily_unavailable' });
    await practice.system!.control({ faults: {} });
    expect((await open('L-1')).status).toBe(200);
  });

  it('T41 a few are read at once, for each lies in memory whole: whoever comes meanwhile is told to try again', async () => {
    await practice.system!.control({ faults: { delay: 500 } });
    const answers = await Promise.all(Array.from({ length: 12 }, () => open('L-1')));
    await practice.system!.control({ faults: {} });
    const read = answers.filter(({ status }) => status === 200), refused = answers.filter(({ body }) => body['error'] === 'temporarily_unavailable');
    expect([read.length >= 1 && read.length <= 6, read.length + refused.length]).toEqual([true, 12]);
    expect((await open('L-1')).status).toBe(200);
  });

  it('T46 what has become somebody else\'s here while it was fetched is not handed on', async () => {
    const { world } = practice, { clinicalResources } = schema, which = eq(clinicalResources.sourceId, 'L-1');
    const [before] = await world.db.select().from(clinicalResources).where(which), other = await world.patient();
    await practice.system!.control({ faults: { delay: 800 } });
    const opening = open('L-1');
    await new Promise((on) => { setTimeout(on, 300); });
    await world.db.update(clinicalResources).set({ patient: other.id }).where(which);
    expect((await opening).body).toMatchObject({ error: 'not_found' });
    await practice.system!.control({ faults: {} });
    await world.db.update(clinicalResources).set({ patient: before!.patient }).where(which);
    expect((await open('L-1')).status).toBe(200);
  });

  it('T46 what has become somebody else\'s, a mistake or a page since it was listed is not opened', async () => {
    for (const [more, error] of [[{ subject: { reference: 'Patient/P-9' } }, 'not_found'], [{ subject: undefined }, 'not_found'], [{ status: 'entered-in-error' }, 'not_found'], [{ docStatus: 'preliminary' }, 'not_found'], [{ content: [] }, 'not_found'], [{ content: [{ attachment: { data: Buffer.from('<!doctype html><script>alert(1)</script>').toString('base64') } }] }, 'file_refused']] as const) {
      await practice.system!.load(letterOf('L-1', plainPdf, more));
      expect((await open('L-1')).body, JSON.stringify(more)).toMatchObject({ error });
    }
  });

  it('T41 T46 no address but the practice\'s own is asked for one', async () => {
    for (const url of ['http://localhost:1/fhir/Binary/B-1', 'https://evil.example/Binary/B-1', '/control', '../../control', `${practice.system!.origin}/zeezicht/fhir/Binary/B-1`]) {
      await practice.system!.load(letterOf('L-1', plainPdf, { content: [{ attachment: { url } }] }));
      expect((await open('L-1')).body, url).toMatchObject({ error: 'file_refused' });
    }
    expect(practice.world.logged).toContainEqual(expect.objectContaining({ event: 'letter-not-read', code: 'link-leads-elsewhere' }));
    expect(JSON.stringify(practice.world.logged)).not.toMatch(/evil|Brief/);
  });
});
