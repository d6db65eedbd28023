import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { previewAnswer, type PreviewAnswer, type PreviewQuery } from '@balie/contracts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let danish: World;
let owner: string;
beforeAll(async () => {
  world = await openWorld({
    'de-linde': {
      guardians: true, registration: { ways: ['eid', 'email', 'child'] }, sms: { sender: 'De Linde' }, eid: { scheme: 'digid', fromAge: 16 }, logIn: { ways: ['eid', 'password'], code: null }, econsults: { hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '16:00' }] },
      services: { prescriptions: { title: { nl: 'Recepten' } }, appointments: { title: { nl: 'Afspraken' } }, econsults: { title: { nl: 'Vragen' } }, record: { title: { nl: 'Mijn dossier' }, minAcr: 'urn:balie:acr:sms-code' } },
    },
  });
  danish = await openWorld({ 'de-linde': { country: 'DK', timeZone: 'Europe/Copenhagen', guardians: true, registration: { admission: 'approve' } } });
  owner = world.staff(['owner']);
});
afterAll(() => Promise.all([world.close(), danish.close()]));

const usual: PreviewQuery = { age: '40', link: 'linked', guardian: 'no', mobile: 'no', at: '2026-11-25T10:00' };
const look = async (more: Partial<PreviewQuery> = {}, at = world, as = owner): Promise<PreviewAnswer> => previewAnswer.parse((await at.get(`/staff/preview?${new URLSearchParams({ ...usual, ...more })}`, as)).body);
const service = (answer: PreviewAnswer, name: string) => answer.services.find((one) => one.service === name)!;

describe('the site as somebody else would see it (N10)', () => {
  it('on a Sunday at ten names the out-of-hours post and says from when questions can be asked', async () => {
    const sunday = await look({ age: '14', at: '2026-11-29T10:00' });
    expect(sunday.call).toMatchObject({ which: 'outOfHours', number: '+31107654321', emergency: '112' });
    expect(service(sunday, 'econsults').closed).toEqual({ why: 'hours', opens: { date: '2026-11-30', time: '08:00' } });
    const wednesday = await look();
    expect([wednesday.call.which, service(wednesday, 'econsults').closed]).toEqual(['practice', null]);
    // What is ordered on a Sunday counts as ordered on Monday (N3).
    expect(service(sunday, 'prescriptions').promise!.date > service(await look({ at: '2026-11-27T10:00' }), 'prescriptions').promise!.date).toBe(true);
  });

  it('knows what the desk closed', async () => {
    await world.post('/staff/agenda/blocks', owner, { practitioner: null, kind: 'closed', from: '2026-12-02T09:00', until: '2026-12-02T12:00', words: { nl: 'Wij zijn op scholing.' } });
    expect((await look({ at: '2026-12-02T10:00' })).call).toMatchObject({ which: 'outOfHours', words: 'Wij zijn op scholing.' });
    expect((await look({ at: '2026-12-02T13:00' })).call).toMatchObject({ which: 'practice', words: null });
  });

  it.each([['11', 'guardian'], ['14', 'shared'], ['16', 'own']] as const)('at %s years in the Netherlands: %s (N8, T32)', async (age, acts) => {
    const [self, guardian] = [await look({ age }), await look({ age, guardian: 'yes' })];
    expect([self.acts, self.logIn.ways.find(({ way }) => way === 'eid')!.allowed]).toEqual([acts, Number(age) >= 16]);
    expect(service(guardian, 'record').shut).toBe(acts === 'own' ? 'own-say' : null);
    // A guardian logs in as themselves.
    expect(guardian.logIn.ways.every(({ allowed }) => allowed)).toBe(true);
  });

  it('an account is made in the ways that somebody of that age has (S4-27, S4-52)', async () => {
    const ways = async (more: Partial<PreviewQuery>) => (await look(more)).register;
    expect([await ways({ age: '14' }), await ways({ age: '16' }), await ways({ age: '14', guardian: 'yes' })]).toEqual([['email', 'child'], ['eid', 'email'], ['eid', 'email', 'child']]);
  });

  it('opens a service as the log-in and a mobile number allow', async () => {
    const opens = async (more: Partial<PreviewQuery>, name: string) => Object.fromEntries(service(await look(more), name).opens.map(({ way, by }) => [way, by]));
    expect(await opens({}, 'prescriptions')).toEqual({ eid: 'at-once', password: 'email' });
    expect(await opens({}, 'record')).toEqual({ eid: 'at-once', password: 'stronger' });
    expect(await opens({ mobile: 'yes' }, 'record')).toEqual({ eid: 'at-once', password: 'sms' });
    expect(await opens({ age: '14' }, 'prescriptions')).toEqual({ password: 'email' });
    expect((await look({ mobile: 'yes' })).logIn.ways).toContainEqual({ way: 'password', allowed: true, code: 'sms' });
  });

  it('is shut for who is not linked, and for who is not admitted', async () => {
    expect((await look({ link: 'requested' })).services.map(({ shut, opens }) => [shut, opens.length])).toEqual(Array.from({ length: 4 }, () => ['not-linked', 0]));
    // At a practice without SMS no number can be set up.
    expect((await look({ mobile: 'yes' }, danish, danish.staff(['gp']))).logIn.ways).toContainEqual({ way: 'password', allowed: true, code: null });
    const waits = await look({ link: 'requested' }, danish, danish.staff(['gp']));
    expect([waits.logIn.admitted, ...new Set(waits.services.map(({ shut }) => shut))]).toEqual(['pending', 'not-admitted']);
    expect((await look({ link: 'refused' }, danish, danish.staff(['gp']))).logIn.admitted).toBe('refused');
    expect((await look({ age: '14' }, danish, danish.staff(['gp']))).acts).toBe('guardian');
  });

  it('is for who keeps the practice, of nobody\'s data, and refuses what is no question', async () => {
    for (const role of ['gp', 'admin'] as const) expect((await world.get(`/staff/preview?${new URLSearchParams(usual)}`, world.staff([role]))).status, role).toBe(200);
    expect((await world.get(`/staff/preview?${new URLSearchParams(usual)}`, world.staff(['assistant']))).status).toBe(403);
    for (const wrong of [{ age: '121' }, { age: '-1' }, { link: 'x' }, { at: '2026-02-30T10:00' }, { at: '2026-11-29' }]) expect((await world.get(`/staff/preview?${new URLSearchParams({ ...usual, ...wrong })}`, owner)).status, JSON.stringify(wrong)).toBe(400);
    expect((await world.audit()).filter(({ action }) => action === 'desk.preview').every(({ patient }) => patient === null)).toBe(true);
  });
});
