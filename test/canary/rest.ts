/** The rest of every route, as it should go: what the walk of a patient with a service does not touch. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PageScope, TokenAnswer } from '@balie/contracts';
import { importFhir } from '@balie/care-service';
import { eq, numberHmac, schema } from '@balie/database';
import { createAuthenticator } from '../../packages/token-service/test/authenticator.ts';
import { issuer, openPrompt, pkce, wish, type Device } from '../../packages/token-service/test/harness.ts';
import { letterPdf } from '../../demo-site/letter.ts';
import { createBrowser, fragmentOf } from '../eid/walk.ts';
import type { WatchedHouse } from './house.ts';

type Body = Record<string, unknown>;
interface Base { device: Device; tokens: TokenAnswer; client?: string }
interface Opened { accessToken: string; device: Device; get(path: string): Promise<Body>; post(path: string, body: Body): Promise<{ status: number; body: Body }> }
interface Desk { get(path: string): Promise<Body>; post(path: string, body?: Body): Promise<{ status: number; body: Body }> }
export interface Tools {
  house: WatchedHouse; keep(what: string, value: unknown): string;
  account(email: string, at?: string): Promise<Base>; page(base: Base, service: PageScope): Promise<Opened>; desk(clinic?: string, username?: string): Promise<Desk>;
  password: string; name: string;
}
const bodyOf = async (answer: Response): Promise<Body> => { const text = await answer.text(); return answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) as Body : {}; };
const right = <T extends { status: number }>(answer: T): T => { expect(answer.status).toBeLessThan(400); return answer; };
const secretOf = (text: string, name: string) => new RegExp(`#${name}=([\\w-]{43})`).exec(text)![1]!;

/** Care: what is read, and what is done with times. */
export async function care(tools: Tools, { rx, booking, asking }: Record<'rx' | 'booking' | 'asking', Opened>, slot: Times): Promise<void> {
  for (const [opened, path] of [[rx, '/care/medication'], [asking, '/care/econsults']] as const) expect(Object.keys(await opened.get(path)), path).not.toContain('error');
  await times(tools, booking, '/care', slot, 4);
}
interface Times { schedule: string; practitioner: string }
/** Times are read; one is held, held longer and let go; an appointment moved, put in a calendar, waited for and cancelled. `under`: a patient's routes, or the desk's for one. `days`: from now. */
async function times({ house }: Tools, booking: Pick<Opened, 'get' | 'post'>, under: string, { schedule, practitioner }: Times, days: number): Promise<void> {
  for (const path of [`${under}/appointments`, `${under}/slots?type=spreekuur`]) expect(Object.keys(await booking.get(path)), path).not.toContain('error');
  const start = new Date(Date.now() + days * 86_400_000);
  const [free, later] = await house.db.insert(schema.slots).values([0, 1].map((at) => ({ clinic: 'de-linde', sourceId: `canary-${days}-${at}`, schedule, practitioner, start: new Date(start.getTime() + at * 3_600_000), end: new Date(start.getTime() + at * 3_600_000 + 600_000), status: 'free' }))).returning();
  const hold = async (time: string) => right(await booking.post(`${under}/holds`, { slot: time, type: 'spreekuur' })).body['id'];
  const held = await hold(free!.id);
  for (const act of ['extend', 'release']) right(await booking.post(`${under}/holds/${act}`, { hold: held }));
  const { body: booked } = right(await booking.post(`${under}/appointments`, { hold: await hold(free!.id) }));
  const one = `${under}/appointments/${String(booked['id'])}`;
  right(await booking.post(`${one}/move`, { hold: await hold(later!.id) }));
  for (const path of [`${one}/calendar`, `${under}/appointments/past`, `${under}/days?type=spreekuur&month=${start.toISOString().slice(0, 7)}`]) expect(Object.keys(await booking.get(path)), path).not.toContain('error');
  const { body: list } = right(await booking.post(`${under}/waiting`, { appointment: booked['id'] }));
  const [place] = list['waiting'] as { id: string }[];
  for (const act of ['decline', 'leave']) right(await booking.post(`${under}/waiting/${place!.id}/${act}`, {}));
  right(await booking.post(`${one}/cancel`, {}));
}

/** The desk: reads, and the acts on what is there already. */
export async function atDesk(tools: Tools, staff: Desk, ids: { econsult: unknown; request: unknown; appointment: unknown; link: string; email: string; patient: string; medicine: string }): Promise<void> {
  const { house, name } = tools;
  expect(await staff.get('/staff/me')).toHaveProperty('clinic');
  for (const path of [`econsults/${String(ids.econsult)}`, `prescriptions/${String(ids.request)}`, `appointments/${String(ids.appointment)}`]) expect(await staff.get(`/staff/${path}/bundle`), path).toHaveProperty('bundle');
  const [known] = await house.db.select().from(schema.slots).limit(1);
  await times(tools, staff, `/staff/patients/${ids.patient}/care`, known! as Times, 5);
  expect(await staff.get(`/staff/econsults/${String(ids.econsult)}`)).not.toHaveProperty('error');
  expect(await staff.get(`/staff/patients/${ids.patient}/medication`)).not.toHaveProperty('error');
  right(await staff.post(`/staff/medication/${ids.medicine}/override`, { override: null }));
  right(await staff.post(`/staff/links/${ids.link}/reopen-codes`));
  expect((await staff.post(`/staff/links/${ids.link}/refuse`, { reason: name })).status).toBe(409);
  right(await staff.post('/staff/members', { name: 'U. Itgenodigd', email: ids.email, roles: ['assistant'] }));
  const { members } = await staff.get('/staff/members') as { members: { id: string; email: string }[] };
  const { id } = members.find(({ email }) => email === ids.email)!;
  right(await staff.post(`/staff/members/${id}/roles`, { roles: ['gp'] }));
  right(await staff.post(`/staff/members/${id}/resend`));
  await house.mail(ids.email, /#invitation=/);
  const [refused] = await house.db.insert(schema.systemPushes).values({ clinic: 'de-linde', kind: 'message', object: randomUUID(), patient: ids.patient, changedAt: new Date(), nextAt: new Date(), failedAt: new Date(), reason: 'http-422' }).returning();
  for (const status of [204, 409]) expect((await staff.post(`/staff/system/${refused!.object}/retry`)).status).toBe(status);
  await dayAtDesk(staff, { econsult: ids.econsult, patient: ids.patient, me: (await staff.get('/staff/me'))['id'], reason: name });
}

/** The desk's own: whose work it is, standard texts, a service off, the log, and the whole agenda. */
async function dayAtDesk(staff: Desk, { econsult, patient, me, reason }: { econsult: unknown; patient: string; me: unknown; reason: string }): Promise<void> {
  const id = (body: Body, ...path: string[]) => String(path.reduce<unknown>((at, key) => (at as Body)[key], body));
  right(await staff.post('/staff/work', { kind: 'econsults', item: econsult, from: null, to: me }));
  const order = { kind: 'answer', locale: 'nl', title: 'Groet', text: 'Met groet, {practice}' };
  const one = `/staff/templates/${id(right(await staff.post('/staff/templates', order)).body, 'templates', '0', 'id')}`;
  for (const path of [one, `${one}/remove`]) right(await staff.post(path, order));
  for (const off of [{ reason }, null, { reason }]) right(await staff.post(`/staff/patients/${patient}/services`, { service: 'prescriptions', off }));
  for (const path of ['/staff/templates', `/staff/patients/${patient}/services`, `/staff/patients/${patient}/log`, '/staff/agenda/closings', '/staff/agenda/schedules']) expect(Object.keys(await staff.get(path)), path).not.toContain('error');
  const practitioner = id(await staff.get('/staff/agenda'), 'practitioners', '0', 'id');
  const date = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const extra = (time: string) => ({ place: { practitioner, at: `${date}T${time}`, minutes: 10 } });
  const booked = id(right(await staff.post('/staff/agenda/book', { patient, type: 'spreekuur', reason, ...extra('10:00') })).body, 'appointment', 'id');
  right(await staff.post(`/staff/appointments/${booked}/move`, extra('11:00')));
  const stretch = { practitioner, from: `${date}T09:00`, until: `${date}T12:00` };
  const block = id(right(await staff.post('/staff/agenda/blocks', { ...stretch, kind: 'block', reason })).body, 'block', 'id');
  expect(id(await staff.get(`/staff/agenda/blocks/${block}`), 'inTheWay', '0', 'id')).toBe(booked);
  right(await staff.post('/staff/agenda/cancel', { appointments: [booked], reason }));
  right(await staff.post('/staff/agenda/free', { ...stretch, until: `${date}T10:30` }));
  const plan = { hours: [{ days: [1, 2, 3, 4, 5], from: '13:00', to: '14:00' }], breaks: [], minutes: 10, from: date, until: date };
  const schedule = `/staff/agenda/schedules/${id(right(await staff.post('/staff/agenda/schedules', { practitioner, plan })).body, 'schedule', 'id')}`;
  right(await staff.post(schedule, { plan: { ...plan, minutes: 20 } }));
  right(await staff.post(`${schedule}/end`));
  await forCaller(staff, patient, reason);
}

/** Filling in for somebody on the telephone, and the site as another would see it. */
async function forCaller(staff: Desk, patient: string, said: string): Promise<void> {
  const at = `/staff/patients/${patient}/care`;
  for (const path of [at, `${at}/econsults`, '/staff/preview?age=14&link=linked&guardian=no&mobile=no&at=2026-11-29T10:00']) expect(Object.keys(await staff.get(path)), path).not.toContain('error');
  const { items } = await staff.get(`${at}/medication`) as { items: { id: string; renewal: { state: string } }[] };
  right(await staff.post(`${at}/prescription-requests`, { lines: [{ medicationId: items.find(({ renewal }) => renewal.state !== 'not-renewable')!.id, note: said }] }));
  const { body } = right(await staff.post(`${at}/econsults`, { urgent: false, subject: said, question: said }));
  expect(await staff.get(`${at}/econsults/${String(body['id'])}`)).not.toHaveProperty('error');
  right(await staff.post(`${at}/econsults/${String(body['id'])}/reply`, { text: said }));
}

/** One's own account: another address, another password, a passkey made and used and taken away, devices ended, a forgotten password, and the end of it. */
export async function own(tools: Tools, emails: { first: string; second: string; third: string }): Promise<void> {
  const { house, keep, password } = tools;
  const at = 'zeezicht';
  const one = { ...await tools.account(emails.first, at), client: at };
  const call = async (method: 'GET' | 'POST', path: string, body: Body = {}) => { const accessToken = one.tokens.access_token; const answer = method === 'GET' ? await one.device.get(path, accessToken) : await one.device.json(path, body, { accessToken }); return { status: answer.status, body: await bodyOf(answer) }; };
  for (const path of ['/contact', '/guardians', '/account/setup']) right(await call('GET', path));
  right(await one.device.json('/device/phrase', { clinic: at }));
  const account = await tools.page(one, 'account');
  const offered = right(await account.post('/account/passkey/options', {}));
  const authenticator = createAuthenticator(issuer);
  right(await account.post('/account/passkey', { auth_session: offered.body['auth_session'], response: authenticator.create(offered.body['options'] as Body) }));
  const begun = await bodyOf(await one.device.form('/authorize-challenge', { ...wish(at, 'portal', pkce().challenge), passkey: '1' })) as { auth_session: string; next: { options: Body } };
  keep('code', (await bodyOf(right(await one.device.form('/authorize-challenge', { client_id: at, auth_session: begun.auth_session, assertion: JSON.stringify(authenticator.get(begun.next.options)) }))))['authorization_code']);
  const { factors } = await account.get('/account') as { factors: { id: string }[] };
  right(await account.post('/account/factors/remove', { factor: factors[0]!.id }));
  right(await account.post('/account/profile', { name: tools.name, email: emails.first }));
  right(await account.post('/account/notifications', { kind: 'answers', channel: 'none' }));
  expect(await account.get('/account/notifications')).not.toHaveProperty('error');
  right(await account.post('/account/devices/end', {}));
  const newer = keep('password', `${password}-nieuw-${randomUUID().slice(0, 8)}`);
  right(await account.post('/account/password', { current: password, password: newer }));
  right(await call('POST', '/contact/start', { email: emails.second }));
  right(await one.device.json('/contact/verify', { clinic: at, secret: keep('contact', secretOf((await house.mail(emails.second, /#balie-contact=/)).text, 'balie-contact')) }));
  right(await account.post('/account/close', { password: newer }));

  const other = await tools.account(emails.third, at);
  right(await other.device.form('/revoke', { client_id: at, token: other.tokens.refresh_token! }));
  right(await other.device.json('/password/forgot', { clinic: at, locale: 'nl', email: emails.third }));
  const reset = keep('reset', secretOf((await house.mail(emails.third, /#balie-reset=/)).text, 'balie-reset'));
  right(await other.device.json('/password/link', { clinic: at, secret: reset }));
  right(await other.device.json('/password/reset', { clinic: at, secret: reset, password: newer }));
}

/** Letters at the counter, as far as they need no patient. */
export async function letters(counter: Desk, order: { patient: string; by: 'letter'; email: string }): Promise<void> {
  const { activation } = right(await counter.post('/staff/activations', order)).body as { activation: { id: string } };
  right(await counter.post('/staff/activations/letter', { id: activation.id }));
  expect(await counter.get('/staff/activations')).toHaveProperty('activations');
  right(await counter.post('/staff/activations/void', { id: activation.id }));
}

/** By DigiD with the broker down and up; by CPR number and MitID, for oneself and for a child; a second clinic asked. */
export async function byEid(tools: Tools, numbers: { bsn: string; cpr: string; child: string; others: readonly string[]; email: string }): Promise<void> {
  const { house, keep } = tools;
  const browserOf = () => createBrowser({ send: (path: string, init?: RequestInit) => house.send(`${issuer}${path}`, init) } as never);
  const trip = async (device: Device, clinic: string, redirect: string, purpose: string, number: string, registration?: string) => {
    const { verifier, challenge } = pkce();
    const pushed = await bodyOf(right(await device.form('/par', { client_id: clinic, response_type: 'code', scope: 'portal', redirect_uri: redirect, state: pkce().verifier, code_challenge: challenge, code_challenge_method: 'S256', purpose, ...(registration ? { registration } : {}) })));
    const browser = browserOf();
    const away = await browser.leave(`/authorize?${new URLSearchParams({ client_id: clinic, request_uri: keep('request uri', pushed['request_uri']) })}`);
    if (away.startsWith(redirect)) return { ...fragmentOf(away), tokens: null };
    const end = fragmentOf(await browser.callback(away, { number }));
    const tokens = end.code ? await (await device.token({ grant_type: 'authorization_code', client_id: clinic, code: keep('code', end.code), code_verifier: verifier, redirect_uri: redirect })).json() as TokenAnswer : null;
    if (tokens) keep('access', tokens.access_token);
    return { ...end, tokens };
  };
  const pages = house.clinics.get('de-eik')!.pages;
  const device = await house.device();
  expect(await trip(device, 'de-eik', pages.portal, 'log-in', numbers.bsn)).toMatchObject({ error: 'temporarily_unavailable' });
  await house.brokerUp();
  await importFhir(house, 'de-eik', [{ name: 'canary', content: JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: { resourceType: 'Patient', id: 'eik', active: true, identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: numbers.bsn }], name: [{ family: 'Proef', given: ['Testje'] }], birthDate: '1980-05-17' } }, { resource: { resourceType: 'DocumentReference', id: 'brief', status: 'current', docStatus: 'final', subject: { reference: 'Patient/eik' }, date: new Date().toISOString(), description: tools.name, content: [{ attachment: { data: letterPdf(tools.name).toString('base64') } }] } }] }) }]);
  const { tokens: inside } = await trip(device, 'de-eik', pages.portal, 'log-in', numbers.bsn);
  // The number is of a record there: linked at once, and the eID opens it without a code.
  const record = await openPrompt({ device: house.device } as never, { device, tokens: inside!, client: 'de-eik' }, 'record');
  const { access_token: reading } = await (await record.redeem(keep('code', record.asked.body['authorization_code']))).json() as TokenAnswer;
  const [letter] = await house.db.select().from(schema.clinicalFiles);
  for (const query of ['', `/page?part=advice&after=_${randomUUID()}`, `/letters/${letter!.resource}`]) right(await record.page.get(`/care/record${query}`, keep('access', reading), { proof: { htu: `${issuer}/care/record${query.split('?')[0]!}` } }));

  const ahorn = house.clinics.get('laegehuset-ahorn')!;
  const register = async (by: Device, more: Body) => keep('registration', (await bodyOf(right(await by.json('/register', { clinic: ahorn.id, locale: 'da', email: numbers.email, password: 'Kanarie-kode-77', givenName: tools.name, familyName: tools.name, phone: '20123456', ...more }))))['registration']);
  keep('password', 'Kanarie-kode-77');
  const dane = await house.device();
  expect(await trip(dane, ahorn.id, ahorn.pages.register, 'register', numbers.cpr, await register(dane, { number: numbers.cpr }))).toMatchObject({ result: 'waiting' });
  // Somebody else's MitID: compared, and refused.
  expect(await trip(dane, ahorn.id, ahorn.pages.register, 'register', numbers.child, await register(dane, { number: numbers.cpr }))).toMatchObject({ error: expect.any(String) as string });
  expect(await trip(dane, ahorn.id, ahorn.pages.register, 'child', numbers.cpr, await register(dane, { number: numbers.child, guardianNumber: numbers.cpr }))).toMatchObject({ result: 'waiting' });
  // Others ask to act for that child: looked at, let in, refused, added and let go at the desk.
  const counter = await tools.desk(ahorn.id, 'kanarie.balie@laegehuset-ahorn.example'), numberKey = numberHmac(house.keyring, 'DK', numbers.child);
  const child = (await house.db.insert(schema.patients).values({ clinic: ahorn.id, sourceId: randomUUID(), given: 'Testje', family: 'Proef', birthDate: '2015-05-05', numberHmac: numberKey, verified: true }).returning())[0]!.id;
  const [known] = await house.db.select().from(schema.identities).where(eq(schema.identities.hmac, numberKey));
  await house.db.update(schema.recordLinks).set({ state: 'linked', patient: child, numberHmac: numberKey, linkedAt: new Date() }).where(eq(schema.recordLinks.account, known!.account));
  for (const other of numbers.others) expect(await trip(dane, ahorn.id, ahorn.pages.register, 'child', other, await register(dane, { number: numbers.child, guardianNumber: other }))).toMatchObject({ result: 'waiting' });
  const { guardians } = await counter.get('/staff/queue') as { guardians: { id: string }[] };
  right(await counter.post(`/staff/guardians/${guardians[0]!.id}/approve`, { patient: child }));
  right(await counter.post(`/staff/guardians/${guardians[1]!.id}/refuse`, { reason: tools.name }));
  const added = right(await counter.post(`/staff/patients/${child}/guardians`, { number: numbers.others[1], name: tools.name, email: numbers.email }));
  expect(await counter.get(`/staff/patients/${child}/guardians`)).toEqual(added.body);
  right(await counter.post(`/staff/patients/${child}/guardians/stop`, { guardianship: (added.body as { acting: { id: string }[] }).acting.at(-1)!.id, reason: tools.name }));

  // At the second clinic, where one logs in with the number and a mailed code.
  const cypres = 'klinik-cypres';
  const before = house.mails.length;
  const { verifier, challenge } = pkce();
  const asked = await bodyOf(await dane.form('/authorize-challenge', { ...wish(cypres, 'portal', challenge), username: numbers.cpr, password: 'Kanarie-kode-77' }));
  keep('auth session', asked['auth_session']);
  const spaced = () => house.mails.slice(before).map(({ text }) => /^(\d{3}) (\d{3})$/m.exec(text)).find(Boolean);
  while (!spaced()) await new Promise((next) => { setTimeout(next, 50); });
  const code = spaced()!;
  keep('log-in code', `${code[1]!} ${code[2]!}`);
  const done = await bodyOf(right(await dane.form('/authorize-challenge', { client_id: cypres, auth_session: String(asked['auth_session']), code: `${code[1]!}${code[2]!}` })));
  const tokens = await bodyOf(await dane.token({ grant_type: 'authorization_code', client_id: cypres, code: keep('code', done['authorization_code']), code_verifier: verifier, redirect_uri: `${issuer}/return/${cypres}` }));
  right(await dane.json('/register/here', {}, { accessToken: keep('access', tokens['access_token']) }));
}
