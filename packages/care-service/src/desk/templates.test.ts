import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatesAnswer } from '@balie/contracts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let gp: string;
beforeAll(async () => { world = await openWorld(); gp = world.staff(['gp']); });
afterAll(() => world.close());

const order = { kind: 'answer', locale: 'nl', title: 'Uitslag goed', text: 'De uitslag is goed.\nMet groet, {practice}, {date}' };
const send = (path: string, body: object, as = gp) => world.post(`/staff/templates${path}`, as, body);
const list = async (as = gp) => templatesAnswer.parse((await world.get('/staff/templates', as)).body).templates;

describe('standard texts', () => {
  it('are made, changed and removed by a doctor or the owner, and read by who answers', async () => {
    const assistant = world.staff(['assistant']);
    const [made] = templatesAnswer.parse((await send('', order)).body).templates;
    expect(await list(assistant)).toEqual([{ id: made!.id, ...order }]);
    expect(templatesAnswer.parse((await send(`/${made!.id}`, { ...order, title: 'Uitslag' }, world.staff(['owner']))).body).templates).toMatchObject([{ title: 'Uitslag' }]);
    for (const as of [assistant, world.staff(['admin'])]) for (const path of ['', `/${made!.id}`, `/${made!.id}/remove`]) expect((await send(path, order, as)).body, path).toMatchObject({ error: 'access_denied' });
    expect((await world.get('/staff/templates', world.staff(['admin']))).body).toMatchObject({ error: 'access_denied' });
    expect((await send(`/${made!.id}/remove`, {})).body).toEqual({ templates: [] });
    expect((await send(`/${made!.id}/remove`, {})).body).toMatchObject({ error: 'not_found' });
  });
  it('stay within their practice (T42)', async () => {
    const [made] = templatesAnswer.parse((await send('', order)).body).templates;
    const elsewhere = world.staff(['owner'], 'zeezicht');
    expect(await list(elsewhere)).toEqual([]);
    for (const path of [`/${made!.id}`, `/${made!.id}/remove`, `/${randomUUID()}`]) expect((await send(path, order, elsewhere)).body, path).toMatchObject({ error: 'not_found' });
  });
  it('name the practice and the day, and nothing of a patient; a reason is one short line; only in a language of the practice (T25, T45)', async () => {
    for (const text of ['Beste {name}', 'Uw nummer {bsn}', '{}']) expect((await send('', { ...order, text })).body, text).toMatchObject({ error: 'invalid_request', fields: ['text'] });
    for (const text of ['a'.repeat(201), 'twee\nregels']) expect((await send('', { ...order, kind: 'refusal', text })).body).toMatchObject({ error: 'invalid_request', fields: ['text'] });
    expect((await send('', { ...order, locale: 'da' })).body).toMatchObject({ error: 'invalid_request', fields: ['locale'] });
    expect((await send('', { ...order, kind: 'cancellation', text: '{practice} is dicht op {date}' })).status).toBe(200);
  });
});
