import { randomUUID } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { econsultThread, fileAnswer, receipt, sentFile } from '@balie/contracts';
import { schema } from '@balie/database';
import { openWorld, type World } from '../testing/world.ts';
import { clean } from './clean.ts';
import { FileRefused } from './fault.ts';
import { hostileFiles, plainJpeg, plainPdf, plainPng, plainWebp, secret } from './hostile.ts';

describe('a file that a patient sends', () => {
  it('is taken as it is where there is nothing to take away', async () => {
    for (const [kind, plain] of [['jpeg', plainJpeg], ['png', plainPng], ['webp', plainWebp], ['pdf', plainPdf]] as const) {
      const made = await clean(plain);
      expect([made.kind, Buffer.from(made.bytes).equals(plain)]).toEqual([kind, true]);
    }
  });
  it('there are 40 hostile ones at least, each another', () => {
    expect(hostileFiles.length).toBeGreaterThanOrEqual(40);
    expect(new Set(hostileFiles.map(({ name }) => name)).size).toBe(hostileFiles.length);
  });
  it.each(hostileFiles.map((file) => [file.name, file] as const))('%s: refused for its reason, or cleaned', async (_, { bytes, becomes }) => {
    const became = await clean(bytes).catch((thrown: unknown) => { if (thrown instanceof FileRefused) return thrown.fault; throw thrown; });
    if (typeof became === 'string' || becomes !== 'cleaned') { expect(became).toBe(becomes); return; }
    const text = Buffer.from(became.bytes).toString('latin1');
    const unpacked = [...text.matchAll(/stream\n(?=x)/g)].map(({ index }) => inflateSync(became.bytes.subarray(index + 7)).toString('latin1')).join('');
    for (const word of [secret, Buffer.from(secret).toString('hex')]) expect(unpacked + text).not.toContain(word);
    if (became.kind === 'pdf') expect([became.bytes.length, text.indexOf('trailer'), text.includes('bladzijde')], 'every offset stays').toEqual([bytes.length, Buffer.from(bytes).indexOf('trailer'), Buffer.from(bytes).includes('bladzijde')]);
    for (const word of [secret, '<script', 'PK\x03\x04', 'iCCP']) expect(text).not.toContain(word);
    // Cleaning what is clean changes nothing: it is a whole file of its kind.
    expect(Buffer.from((await clean(became.bytes)).bytes).equals(became.bytes)).toBe(true);
  });
  it('a photo that was taken on its side stays so: which way up is all that is left of its Exif', async () => {
    const turned = hostileFiles.find(({ name }) => name.startsWith('JPEG on its side'))!;
    const { bytes } = await clean(turned.bytes);
    expect([...bytes.subarray(2, 4), bytes[31]]).toEqual([0xff, 0xe1, 6]);
  });
  it('never makes the service fail, whatever byte of it is another', async () => {
    for (const plain of [plainJpeg, plainPng, plainWebp, plainPdf]) for (let at = 0; at < plain.length; at += 1) {
      const changed = Buffer.from(plain);
      changed[at]! ^= 0x55;
      await clean(changed).catch((thrown: unknown) => { if (!(thrown instanceof FileRefused)) throw thrown; });
      await clean(plain.subarray(0, at)).catch((thrown: unknown) => { if (!(thrown instanceof FileRefused)) throw thrown; });
    }
  });
  it.each([
    ['streams that begin', 'stream\n', ''], ['streams that are said to be about it', '1 0 obj << /Type /Metadata >> stream\n', 'endstream'], ['numbers of who made it', '/Info 1 0 R /Info 22 0 R ', ''], ['objects that begin', '1 0 obj ', '/Info 1 0 R'], ['parentheses', '(', '1 0 obj (( /Info 1 0 R'],
  ])('of nothing but %s is looked at in the time of its size: nobody else waits for it', async (_, again, last) => {
    const began = performance.now();
    await clean(Buffer.from(`%PDF-1.7\n${again.repeat(100_000)} ${last}\n%%EOF`)).catch((thrown: unknown) => { if (!(thrown instanceof FileRefused)) throw thrown; });
    expect(performance.now() - began).toBeLessThan(4000);
  });
});

describe('files of a question', () => {
  let world: World;
  beforeAll(async () => { world = await openWorld({ 'de-linde': { econsults: { files: { count: 2, megabytes: 1 } } } }); });
  afterAll(() => world.close());
  const someone = async () => { const person = { account: world.account(), patient: (await world.patient()).id }; return { ...person, page: world.page('econsults', person) }; };
  const stage = (page: string, bytes: Uint8Array) => world.post('/care/econsults/files', page, { data: Buffer.from(bytes).toString('base64') });
  const staged = async (page: string, bytes: Uint8Array = plainPng) => sentFile.parse((await stage(page, bytes)).body).id;
  const ask = (page: string, files: readonly string[]) => world.post('/care/econsults', page, { urgent: false, subject: 'Plekje', question: 'Wat is dit?', files }, randomUUID());

  it('go up one by one, become part of the question, and are read by both sides, sealed at rest', async () => {
    const one = await someone();
    const ids = [await staged(one.page, hostileFiles.find(({ name }) => name.startsWith('JPEG with the place'))!.bytes), await staged(one.page, plainPdf)];
    const { id } = receipt.parse((await ask(one.page, ids)).body);
    const thread = econsultThread.parse((await world.get(`/care/econsults/${id}`, one.page)).body);
    expect(thread.messages[0]!.files.map(({ id, kind }) => [id, kind]).sort()).toEqual([[ids[0], 'jpeg'], [ids[1], 'pdf']].sort());
    const gp = world.staff(['gp']);
    for (const [path, as] of [[`/care/econsults/files/${ids[1]}`, one.page], [`/staff/econsults/files/${ids[1]}`, gp]] as const) {
      const answer = await world.get(path, as);
      expect(Buffer.from(fileAnswer.parse(answer.body).data, 'base64').equals(plainPdf)).toBe(true);
      expect(['content-disposition', 'content-security-policy', 'x-content-type-options'].map((name) => answer.headers.get(name))).toEqual(['attachment', "sandbox; default-src 'none'", 'nosniff']);
      expect((await world.audit()).at(-1)).toMatchObject({ action: 'econsult.file', object: ids[1], patient: one.patient });
    }
    const rows = await world.db.select().from(schema.econsultFiles);
    expect(JSON.stringify(rows)).not.toContain(plainPdf.toString('base64').slice(0, 40));
    const desk = (await world.get(`/staff/econsults/${id}`, gp)).body as { messages: { files: unknown[] }[] };
    expect(desk.messages[0]!.files).toHaveLength(2);
  });

  it('a refused one says why, and nothing of it is kept', async () => {
    const { page } = await someone();
    const before = await world.db.$count(schema.econsultFiles);
    for (const { bytes, becomes } of hostileFiles.filter((file) => file.becomes !== 'cleaned' && file.bytes.length < 900_000)) expect((await stage(page, bytes)).body).toMatchObject({ error: 'file_refused', fields: [becomes] });
    expect((await stage(page, Buffer.alloc(1_000_001, 1))).body).toMatchObject({ error: 'file_refused', fields: ['size'] });
    expect(await world.db.$count(schema.econsultFiles)).toBe(before);
  });

  it('belong to the page, the person and the hour in which they went up', async () => {
    const [one, other] = [await someone(), await someone()];
    const id = await staged(one.page);
    for (const page of [other.page, world.page('econsults', one)]) expect((await ask(page, [id])).body).toMatchObject({ error: 'file_refused', fields: ['gone'] });
    expect((await world.get(`/care/econsults/files/${id}`, one.page)).status, 'not before it is sent').toBe(404);
    world.pass(3600);
    expect((await ask(one.page, [id])).body).toMatchObject({ error: 'file_refused', fields: ['gone'] });
    await world.care.sweep();
    expect(await world.db.$count(schema.econsultFiles)).toBe(2);
    const fresh = await staged(one.page);
    expect((await ask(one.page, [fresh])).status).toBe(200);
    expect((await ask(one.page, [fresh])).body, 'not twice').toMatchObject({ error: 'file_refused', fields: ['gone'] });
    expect((await world.get(`/care/econsults/files/${fresh}`, other.page)).status).toBe(404);
    expect((await world.get(`/staff/econsults/files/${fresh}`, world.staff(['gp'], 'zeezicht'))).status).toBe(404);
    expect((await world.get(`/staff/econsults/files/${fresh}`, world.staff(['admin']))).body).toMatchObject({ error: 'access_denied' });
  });

  it('are limited in number, in a message and on a page', async () => {
    const { page } = await someone();
    const ids = await Promise.all(Array.from({ length: 3 }, () => staged(page)));
    expect((await ask(page, ids)).body).toMatchObject({ error: 'invalid_request', fields: ['files'] });
    expect((await ask(page, [ids[0]!, ids[0]!])).body).toMatchObject({ error: 'invalid_request', fields: ['files'] });
    const raced = await Promise.all(Array.from({ length: 30 }, () => stage(page, plainPng)));
    expect(raced.map(({ status }) => status).sort(), 'also at the same moment').toEqual([...Array<number>(9).fill(200), ...Array<number>(21).fill(429)]);
    // Not even read: a file that would be refused is answered as one too many.
    expect((await stage(page, Buffer.from('geen foto'))).body).toMatchObject({ error: 'too_many_requests' });
  });
});
