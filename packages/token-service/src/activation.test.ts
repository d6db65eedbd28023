import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeskActivation } from '@balie/contracts';
import { and, eq, numberHmac, schema } from '@balie/database';
import { danish, numberOf, password, people } from '../test/danish.ts';
import { logInAtDesk, type DeskClient } from '../test/desk.ts';
import { bodyOf, harness, logIn, type Device, type Harness } from '../test/harness.ts';
import { counterKey, limits } from './limits.ts';
import { registrationOf, settleProof, type Proof } from './eid/proofs.ts';

/** The preset alone: activation by mail, first log-in confirmed by MitID, no code at log-in so that one test shows one thing. */
const ahorn = danish('ahorn'), birk = danish('birk', { registration: { ways: ['practice'], staffCreated: 'link' } }), cypres = danish('cypres', { registration: { ways: ['number'] } });
let h: Harness, desk: DeskClient;
beforeAll(async () => { h = await harness({ clinics: [ahorn, birk, cypres] }); });
beforeEach(async () => { h.pass(30); desk = await logInAtDesk(h, 'ahorn', 'lis@ahorn.example', ['assistant']); });
afterAll(() => h.close());

let count = 0;
/** Somebody of the records, for whom nobody has an account yet. */
function patientOf(number: string, birthDate: string) {
  const patient = crypto.randomUUID();
  h.patients.set(patient, { name: 'Lis Test Hansen', birthDate, number: numberHmac(h.keyring, 'DK', numberOf(number).number) });
  return { patient, email: `mailed${count++}@patient.example` };
}
const adult = (n: number) => { const number = `01018${n}9990`.slice(0, 10); return { number, ...patientOf(number, numberOf(number).birthDate!) }; };
const begin = async (who: { patient: string; email: string }, more: Record<string, unknown> = {}, at = desk) => {
  const { status, body } = await at.call('activations', { patient: who.patient, email: who.email, by: 'practice', ...more });
  return { status, body: body as { activation?: DeskActivation; pin?: string | null; error?: string } };
};
const secretFor = async (email: string) => { const { secret } = (await h.mails('activation-alone')).findLast((mail) => mail.to === email)!.data as { secret: string }; return { secret }; };
const post = async (device: Device, path: string, body: object, clinic = 'ahorn') => { const answer = await device.json(`/activation${path}`, { clinic, ...body }); return { status: answer.status, body: await bodyOf(answer) }; };
const choose = async (who: { email: string }, clinic = 'ahorn', secret = password) => post(await h.device(), '/password', { ...await secretFor(who.email), password: secret }, clinic);
/** MitID proves that number, for the trip that this device began to confirm its log-in. */
async function confirmBy(device: Device, number: string) {
  const form = await registrationOf(h.context, { clinic: 'ahorn', purpose: 'confirm', secret: null, jkt: device.jkt });
  const proof: Proof = { clinic: ahorn, purpose: 'confirm', subject: form.subject, number: numberOf(number), brokerSubject: null, locale: 'da', jkt: device.jkt };
  return h.db.transaction((tx) => settleProof(tx, h.context, proof, h.time.now));
}
const identity = async (number: string) => (await h.db.select().from(schema.identities).where(and(eq(schema.identities.kind, 'cpr'), eq(schema.identities.hmac, numberHmac(h.keyring, 'DK', numberOf(number).number)))))[0];

describe('an account that the practice makes by its activation mail alone (S4-35, S4-36, S4-51)', () => {
  it('S4-35 the mailed link leads to choosing a password, once; the record is linked, and nobody is logged in by the link', async () => {
    const one = adult(1);
    const { body } = await begin(one);
    expect(body).toMatchObject({ pin: null, activation: { by: 'practice', step: 'mailed' } });
    const device = await h.device();
    const { secret } = await secretFor(one.email);
    expect(await post(device, '', { secret })).toMatchObject({ body: { step: 'password' } });
    expect(await post(device, '/pin', { secret, pin: '00000000' })).toMatchObject({ body: { error: 'link_invalid' } });
    expect(await post(device, '/password', { secret, password: 'kort' })).toMatchObject({ status: 400, body: { error: 'weak_password' } });
    expect(await post(device, '/password', { secret, password })).toEqual({ status: 200, body: { state: 'made', confirm: true } });
    expect(await post(device, '', { secret })).toMatchObject({ body: { error: 'link_invalid' } });
    expect(h.links.get(`${(await identity(one.number))!.account}/ahorn`)).toBe('linked');
    const [row] = await h.db.select().from(schema.activations).where(eq(schema.activations.id, body.activation!.id));
    expect(JSON.parse(h.keyring.open('activation', row!.personSealed))).toEqual({ email: null, name: null, birthDate: null, phone: null });
  });
  it('S4-35 a record that got another CPR number since the mail went out is another person\'s: no account is made of it', async () => {
    const one = adult(6);
    await begin(one);
    h.patients.set(one.patient, { ...h.patients.get(one.patient)!, number: numberHmac(h.keyring, 'DK', numberOf('0101879990').number) });
    expect(await choose(one)).toMatchObject({ status: 409, body: { error: 'conflict' } });
    expect([await identity('0101879990'), await identity(one.number)]).toEqual([undefined, undefined]);
  });
  it('S4-36 its first log-in says that MitID must confirm it; another\'s MitID does not, the patient\'s own does, and then the password is enough', async () => {
    const one = adult(2);
    await begin(one);
    await choose(one);
    const device = await h.device();
    expect((await logIn(device, one.number, { client: 'ahorn', password: 'et andet kodeord 1' })).body).toMatchObject({ error: 'wrong_credentials' });
    expect((await logIn(device, one.number, { client: 'ahorn', password })).body).toMatchObject({ error: 'eid_confirmation' });
    await logIn(device, one.number, { client: 'ahorn', password });
    expect(await h.db.$count(schema.registrations, and(eq(schema.registrations.kind, 'confirm'), eq(schema.registrations.jkt, device.jkt)))).toBe(1);
    await expect(confirmBy(device, people.einer)).rejects.toMatchObject({ code: 'identity_mismatch' });
    // Only the device that typed the password has a log-in to confirm.
    await expect(confirmBy(await h.device(), one.number)).rejects.toMatchObject({ code: 'link_invalid' });
    expect(await confirmBy(device, one.number)).toMatchObject({ result: 'confirmed', account: (await identity(one.number))!.account });
    expect((await identity(one.number))!.proof).toBe('eid');
    expect((await logIn(device, one.number, { client: 'ahorn', password })).status).toBe(200);
  });
  it('S4-36 a log-in with MitID alone proves nothing of the password, which whoever got the mail may have chosen: it opens nothing at any clinic until it is typed before one (T31)', async () => {
    const one = adult(3);
    await begin(one);
    await choose(one);
    expect((await logIn(await h.device(), one.number, { client: 'cypres', password })).body).toMatchObject({ error: 'eid_confirmation' });
    await h.db.transaction((tx) => settleProof(tx, h.context, { clinic: ahorn, purpose: 'log-in', subject: null, number: numberOf(one.number), brokerSubject: null, locale: 'da', jkt: 'x' }, h.time.now));
    const device = await h.device();
    expect((await logIn(device, one.number, { client: 'ahorn', password })).body).toMatchObject({ error: 'eid_confirmation' });
    // Whose MitID was in is nobody's to make anew by a mail.
    const again = { number: one.number, ...patientOf(one.number, numberOf(one.number).birthDate!) };
    await begin(again, {}, await logInAtDesk(h, 'birk', 'bo3@birk.example', ['assistant']));
    expect(await choose(again, 'birk', 'Groen tekande 77')).toMatchObject({ body: { state: 'known' } });
    await confirmBy(device, one.number);
    expect((await logIn(device, one.number, { client: 'ahorn', password })).status).toBe(200);
  });
  it('S4-36 of whom the desk says that MitID is no way, the first log-in needs none, and the desk\'s word is in the audit', async () => {
    const one = adult(4);
    const { body } = await begin(one, { excused: true });
    expect(await choose(one)).toMatchObject({ body: { state: 'made', confirm: false } });
    expect((await logIn(await h.device(), one.number, { client: 'ahorn', password })).status).toBe(200);
    const rows = await h.db.select().from(schema.audit).where(eq(schema.audit.object, body.activation!.id));
    expect(rows.map(({ action, outcome, actorKind }) => [action, outcome, actorKind])).toEqual([['activation-begin', 'eid-excused', 'staff']]);
  });
  it('S4-51 a child under 15 needs none either: MitID is not for it', async () => {
    const child = { number: people.lars, ...patientOf(people.lars, '2015-05-05') };
    await begin(child);
    expect(await choose(child)).toMatchObject({ body: { state: 'made', confirm: false } });
    expect((await logIn(await h.device(), people.lars, { client: 'ahorn', password })).status).toBe(200);
  });
  it('where the clinic asks no MitID the link alone is enough; where it has not that way the desk begins none', async () => {
    const one = adult(5), two = adult(6);
    await begin(one, {}, await logInAtDesk(h, 'birk', 'bo@birk.example', ['assistant']));
    expect(await choose(one, 'birk')).toMatchObject({ body: { state: 'made', confirm: false } });
    expect((await logIn(await h.device(), one.number, { client: 'birk', password })).status).toBe(200);
    expect(await begin(two, {}, await logInAtDesk(h, 'cypres', 'ca@cypres.example', ['owner']))).toMatchObject({ body: { error: 'access_denied' } });
    expect(await begin(two, { by: 'letter' })).toMatchObject({ body: { error: 'access_denied' } });
  });
  it('of five at once with one link one makes the account; a number that has its account keeps its password (S4-20)', async () => {
    const one = adult(7);
    await begin(one, { excused: true });
    const secret = await secretFor(one.email);
    const all = await Promise.all(Array.from({ length: 5 }, async (_, at) => post(await h.device(), '/password', { ...secret, password: `${password} ${at}` })));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    const again = { number: one.number, ...patientOf(one.number, numberOf(one.number).birthDate!) };
    await begin(again, {}, await logInAtDesk(h, 'birk', 'bo2@birk.example', ['assistant']));
    expect(await choose(again, 'birk', 'Groen tekande 77')).toMatchObject({ body: { state: 'known', confirm: false } });
    expect((await logIn(await h.device(), one.number, { client: 'birk', password: 'Groen tekande 77' })).body).toMatchObject({ error: 'wrong_credentials' });
  });
  it('an account that was never confirmed is made anew by a new mail: whoever got the first one by mistake holds nothing (T38)', async () => {
    const one = adult(8);
    await begin(one);
    await choose(one);
    const right = { number: one.number, ...patientOf(one.number, numberOf(one.number).birthDate!) };
    await begin(right, { excused: true });
    expect(await choose(right, 'ahorn', 'Groen tekande 77')).toMatchObject({ body: { state: 'made', confirm: false } });
    expect((await logIn(await h.device(), one.number, { client: 'ahorn', password })).body).toMatchObject({ error: 'wrong_credentials' });
    expect((await logIn(await h.device(), one.number, { client: 'ahorn', password: 'Groen tekande 77' })).status).toBe(200);
    expect((await h.service.accounts.contacts([(await identity(one.number))!.account])).get((await identity(one.number))!.account)!.email).toBe(right.email);
  });
  it('S4-36 no practice vouches for another: an account that waits for its eID at one is linked at the next, and waits on with its own password', async () => {
    const one = adult(9);
    await begin(one);
    await choose(one);
    const again = { number: one.number, ...patientOf(one.number, numberOf(one.number).birthDate!) };
    await begin(again, { excused: true }, await logInAtDesk(h, 'birk', 'bo3@birk.example', ['assistant']));
    expect(await choose(again, 'birk', 'Groen tekande 77')).toMatchObject({ body: { state: 'known', confirm: false } });
    expect((await logIn(await h.device(), one.number, { client: 'birk', password: 'Groen tekande 77' })).body).toMatchObject({ error: 'wrong_credentials' });
    for (const client of ['ahorn', 'birk']) expect((await logIn(await h.device(), one.number, { client, password })).body).toMatchObject({ error: 'eid_confirmation' });
    expect((await identity(one.number))!.proof).toBe('unconfirmed');
  });
  it('a member of staff has so many requests an hour, and their colleagues theirs', async () => {
    const colleague = await logInAtDesk(h, 'ahorn', 'kai@ahorn.example', ['assistant']);
    expect((await colleague.call('activations')).status).toBe(200);
    const { id } = (await h.db.transaction((tx) => h.service.members.of(tx, 'ahorn'))).find(({ email }) => email === 'kai@ahorn.example')!;
    expect(await h.db.update(schema.counters).set({ count: limits.staff.limit - 1 }).where(eq(schema.counters.key, counterKey(h.context, 'staff', id))).returning()).toHaveLength(1);
    expect([(await colleague.call('activations')).status, (await colleague.call('activations')).status, (await desk.call('activations')).status]).toEqual([200, 429, 200]);
  });
  it('whose names the desk\'s list shows stands in the audit, for each (T33)', async () => {
    const [one, two] = [adult(1), adult(2)];
    await begin(one);
    await begin(two);
    const { activations } = (await desk.call('activations')).body as { activations: DeskActivation[] };
    expect(activations.map(({ patient }) => patient)).toEqual(expect.arrayContaining([one.patient, two.patient]));
    const rows = (await h.db.select().from(schema.audit)).filter(({ action }) => action === 'activation-list').slice(-activations.length);
    expect(rows.map(({ patient, actorKind }) => `${actorKind} ${patient}`).sort()).toEqual(activations.map(({ patient }) => `staff ${patient}`).sort());
  });
  it('one patient is mailed five beginnings a day, whatever addresses they go to (T16)', async () => {
    const one = adult(0);
    for (let time = 0; time < 5; time += 1) expect((await begin({ ...one, email: `anew${time}@patient.example` })).status).toBe(200);
    expect(await begin({ ...one, email: 'anew5@patient.example' })).toMatchObject({ status: 429, body: { error: 'too_many_requests' } });
    expect((await h.mails('activation-alone')).filter(({ to }) => to === 'anew5@patient.example')).toEqual([]);
  });
});
