/**
 * What a patient tells the portal, and every secret it hands out, goes through every route, right and wrong. Afterwards it is looked for wherever
 * it must not be: log lines, addresses, error answers, audit, outbox, tables, mails (T25, T26).
 */
import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFhir } from '@balie/care-service';
import type { PageScope, TokenAnswer } from '@balie/contracts';
import { schema, sql, verifyAudit } from '@balie/database';
import { readBsn } from '@balie/rules';
import { formActions } from '@balie/forms';
import { deskOrigin, issuer, openPrompt, pkce, wish, type Device } from '../packages/token-service/test/harness.ts';
import { totpOf } from '../packages/token-service/src/log-in.ts';
import { openHouse, type WatchedHouse } from './canary/house.ts';
import { atDesk, byEid, care, letters, own as ownAccount, type Tools } from './canary/rest.ts';

const bsnOf = (): string => { for (;;) { const bsn = `9999${String(randomInt(100_000)).padStart(5, '0')}`; if (readBsn(bsn).ok) return bsn; } };
/** Of the patient: none of it may stand anywhere in the open. */
const personal = {
  bsn: bsnOf(), otherBsn: bsnOf(), eid: bsnOf(), cpr: '0707614285', email: 'kanarie.q7x@patient.example', child: '0505159995', parent: '0707624286', guardian: '0707634287', bounce: 'bounce.kanarie.q7x@patient.example', defer: 'defer.kanarie.q7x@patient.example', letter: 'brief.kanarie.q7x@patient.example',
  phone: '687654321', name: 'Kanarie Zeldzaam', subject: 'kanarie-onderwerp', question: 'kanarie-vraag zwartgallig', remark: 'kanarie-bericht', note: 'kanarie-opmerking', reason: 'kanarie-reden',
  answer: 'kanarie-antwoord', phrase: 'kanarie-zin', refusal: 'kanarie-weigering', cancellation: 'kanarie-afzegging', password: 'kanarie-Wachtwoord-77x',
};
const staffSecrets = { password: 'kanarie-balie-wachtwoord-9', joining: 'kanarie-nieuw-wachtwoord-8', address: 'nieuw.kanarie.q7x@de-linde.example', asked: 'gevraagd.kanarie.q7x@de-linde.example', totp: 'JBSWY3DPEHPK3PXPKRSXG5CTMVRXEZLU' };
/** Handed out on the way: tokens, codes, link and page secrets. */
const secrets = new Map<string, string>();
const keep = (what: string, value: unknown): string => { const text = String(value); expect(text.length).toBeGreaterThan(5); secrets.set(`${what} ${secrets.size}`, text); return text; };

let house: WatchedHouse;
/** After the walk, when pages and codes are still there, and at the end. */
const dumps: Map<string, string>[] = [];
beforeAll(async () => { house = await openHouse(); const letterEnds = await walk(); await outOfOrder(); dumps.push(await house.tables()); await letterEnds(); await wrongs(); await crowded(); dumps.push(await house.tables()); await noDatabase(); }, 240_000);
afterAll(() => house?.close(), 60_000);

type Body = Record<string, unknown>;
const bodyOf = async (answer: Response): Promise<Body> => { const text = await answer.text(); return answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) as Body : {}; };

async function account(email: string, clinic = 'de-linde'): Promise<{ device: Device; tokens: TokenAnswer; client: string }> {
  const device = await house.device();
  const registered = await device.json('/register', { clinic, locale: 'nl', email, password: personal.password, name: personal.name, birthDate: '1980-05-17', phone: `06${personal.phone.slice(1)}` });
  expect(registered.status).toBe(202);
  const secret = keep('confirm', /#balie-confirm=([\w-]{43})/.exec((await house.mail(email, /balie-confirm/)).text)![1]);
  const { tokens } = await bodyOf(await device.json('/register/confirm', { clinic, secret })) as { tokens: TokenAnswer };
  keep('access', tokens.access_token);
  keep('refresh', tokens.refresh_token);
  return { device, tokens, client: clinic };
}

async function desk(clinic = 'de-linde', username = 'kanarie.balie@de-linde.example') {
  await house.tokens.seedStaff({ clinic, email: username, name: 'A. Balie', roles: ['owner'], locale: 'nl', password: staffSecrets.password, totpSecret: staffSecrets.totp });
  const device = await house.device();
  const { verifier, challenge } = pkce();
  const asked = await bodyOf(await device.form('/authorize-challenge', { ...wish('desk', 'desk', challenge, deskOrigin), username, password: staffSecrets.password }, { origin: deskOrigin }));
  const done = await bodyOf(await device.form('/authorize-challenge', { client_id: 'desk', auth_session: keep('auth session', asked['auth_session']), code: totpOf(staffSecrets.totp).generate() }, { origin: deskOrigin }));
  const tokens = await bodyOf(await device.token({ grant_type: 'authorization_code', client_id: 'desk', code: keep('code', done['authorization_code']), code_verifier: verifier, redirect_uri: `${deskOrigin}/return/desk` }, { origin: deskOrigin }));
  const accessToken = keep('access', tokens['access_token']);
  return {
    get: async (path: string) => bodyOf(await device.get(path, accessToken, { origin: deskOrigin })),
    post: async (path: string, body: Body = {}) => { const answer = await device.json(path, body, { origin: deskOrigin, accessToken, headers: { 'idempotency-key': randomUUID() } }); return { status: answer.status, body: await bodyOf(answer) }; },
  };
}

/** A member of staff from the invitation to a log-in with a recovery code, and out again. */
async function joins(owner: Awaited<ReturnType<typeof desk>>): Promise<void> {
  const { address, joining } = staffSecrets;
  expect((await owner.post('/staff/members', { name: 'N. Balie', email: address, roles: ['assistant'] })).status).toBe(200);
  const secret = keep('invitation', /#invitation=([\w-]{43})/.exec((await house.mail(address, /#invitation=/)).text)![1]);
  const device = await house.device();
  expect((await device.json('/staff/invitation', { secret }, { origin: deskOrigin })).status).toBe(200);
  expect((await device.json('/staff/invitation/accept', { secret, password: joining }, { origin: deskOrigin })).status).toBe(204);
  const enter = async (code: (next: { secret?: string }) => string) => {
    const { verifier, challenge } = pkce();
    const asked = await bodyOf(await device.form('/authorize-challenge', { ...wish('desk', 'desk', challenge, deskOrigin), username: address, password: joining }, { origin: deskOrigin }));
    const wrong = await bodyOf(await device.form('/authorize-challenge', { client_id: 'desk', auth_session: keep('auth session', asked['auth_session']), code: '000000' }, { origin: deskOrigin }));
    const done = await bodyOf(await device.form('/authorize-challenge', { client_id: 'desk', auth_session: keep('auth session', wrong['auth_session']), code: code(asked['next'] as { secret?: string }) }, { origin: deskOrigin }));
    return keep('access', (await bodyOf(await device.token({ grant_type: 'authorization_code', client_id: 'desk', code: keep('code', done['authorization_code']), code_verifier: verifier, redirect_uri: `${deskOrigin}/return/desk` }, { origin: deskOrigin })))['access_token']);
  };
  const accessToken = await enter((next) => totpOf(keep('totp', next.secret)).generate());
  const { codes } = await bodyOf(await device.json('/staff/recovery-codes', {}, { origin: deskOrigin, accessToken })) as { codes: string[] };
  for (const code of codes) keep('recovery', code);
  await enter(() => codes[0]!);
  await house.mail(address, /herstelcode/);
  const { members } = await owner.get('/staff/members') as { members: { id: string; email: string }[] };
  const { id } = members.find(({ email }) => email === address)!;
  for (const act of ['reset', 'remove']) expect((await owner.post(`/staff/members/${id}/${act}`)).status).toBe(200);
}

/** A letter with its PIN, from the desk to a second factor by SMS and a log-in with it (S2). Answers the desk's end of it: the number goes, then the link. */
async function byLetter(): Promise<() => Promise<void>> {
  const at = 'de-beuk';
  await importFhir(house, at, [{ name: 'canary', content: JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: { resourceType: 'Patient', id: 'brief', active: true, identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: personal.otherBsn }], name: [{ family: 'Proef', given: ['Testje'] }], birthDate: '1980-05-17' } }] }) }]);
  const counter = await desk(at, 'kanarie.balie@de-beuk.example');
  const [patient] = ((await counter.post('/staff/patients/search', { number: personal.otherBsn })).body as { patients: { id: string }[] }).patients;
  await letters(counter, { patient: patient!.id, by: 'letter', email: personal.letter });
  const begun = await counter.post('/staff/activations', { patient: patient!.id, by: 'letter', email: personal.letter, phone: `06${personal.phone.slice(1)}` });
  const { activation, pin } = begun.body as { activation: { id: string }; pin: string };
  keep('pin', pin);
  expect((await counter.post('/staff/activations/mail', { id: activation.id })).status).toBe(200);
  const device = await house.device();
  const secret = keep('activation', /#balie-activation=([\w-]{43})/.exec((await house.mail(personal.letter, /#balie-activation=/)).text)![1]);
  expect((await device.json('/activation/pin', { clinic: at, secret, pin: '00000000' })).status).toBe(400);
  expect((await device.json('/activation', { clinic: at, secret })).status).toBe(200);
  expect((await device.json('/activation/pin', { clinic: at, secret, pin })).status).toBe(204);
  expect((await device.json('/activation/password', { clinic: at, secret, pin, password: personal.password })).status).toBe(202);
  await house.mail(personal.letter, /#balie-activation-confirm=/);
  const sent = house.mails.length;
  expect((await device.json('/activation/resend', { clinic: at, secret })).status).toBe(202);
  while (house.mails.length === sent) await new Promise((next) => { setTimeout(next, 50); });
  const second = keep('activation confirm', /#balie-activation-confirm=([\w-]{43})/.exec((await house.mail(personal.letter, /#balie-activation-confirm=/)).text)![1]);
  const { tokens } = await bodyOf(await device.json('/activation/confirm', { clinic: at, secret: second, password: personal.password })) as { tokens: TokenAnswer };
  keep('access', tokens.access_token);
  keep('refresh', tokens.refresh_token);
  const own = async (path: string, body: Body) => { const answer = await device.json(`/account${path}`, body, { accessToken: tokens.access_token }); return { status: answer.status, body: await bodyOf(answer) }; };
  expect((await own('/consents', { agreed: [{ id: 'privacy', version: '2026-01' }, { id: 'terms', version: '3' }] })).status).toBe(204);
  // The gateway refuses the first number, and says which.
  await own('/phone', { country: 'NL', number: `06${personal.phone.slice(1, -2)}00` });
  while (!house.log.some((line) => line.includes('sms-refused'))) await new Promise((next) => { setTimeout(next, 50); });
  const { factor } = (await own('/phone', { country: 'NL', number: `06${personal.phone.slice(1)}` })).body as { factor: string };
  const code = async (after: number) => { while (house.texts.length <= after) await new Promise((next) => { setTimeout(next, 50); }); return keep('sms code', /#(\d{6})$/.exec(house.texts.at(-1)!.text)![1]); };
  expect((await own('/phone/code', { factor, code: await code(0) })).status).toBe(204);
  expect((await own('/phone/activate', { factor, password: personal.password })).status).toBe(204);
  const { accounts } = (await counter.post('/staff/accounts/search', { email: personal.letter })).body as { accounts: { id: string }[] };
  const { challenge } = pkce();
  const asked = await bodyOf(await device.form('/authorize-challenge', { ...wish(at, 'portal', challenge), username: personal.letter, password: personal.password }));
  const done = await bodyOf(await device.form('/authorize-challenge', { client_id: at, auth_session: keep('auth session', asked['auth_session']), code: await code(1) }));
  keep('code', done['authorization_code']);
  return async () => { for (const [act, body] of [['remove-number'], ['revoke', { reason: personal.refusal }]] as const) expect((await counter.post(`/staff/links/${accounts[0]!.id}/${act}`, body)).status, act).toBe(200); };
}


async function page(base: { device: Device; tokens: TokenAnswer; client?: string }, service: PageScope) {
  const before = house.mails.length;
  const prompt = await openPrompt({ device: house.device } as unknown as Parameters<typeof openPrompt>[0], base, service);
  keep('close secret', prompt.made.close_secret);
  keep('auth session', prompt.state.session);
  while (!house.mails.slice(before).some(({ text }) => /^\d{3} \d{3}$/m.test(text))) await new Promise((next) => { setTimeout(next, 50); });
  const code = /^(\d{3}) (\d{3})$/m.exec(house.mails.findLast(({ text }) => /^\d{3} \d{3}$/m.test(text))!.text)!;
  await prompt.again({ code: personal.question.slice(0, 40) });
  const { body } = await prompt.again({ code: `${code[1]}${code[2]}` });
  keep('session code', `${code[1]} ${code[2]}`);
  const tokens = await bodyOf(await prompt.redeem(keep('code', body.authorization_code)));
  const accessToken = keep('access', tokens['access_token']);
  keep('renewal', tokens['refresh_token']);
  return {
    accessToken, device: prompt.page,
    get: async (path: string) => { const [at] = path.split('?'); return bodyOf(await prompt.page.get(path, accessToken, { proof: { htu: `${issuer}${at}` } })); },
    post: async (path: string, body: Body) => { const answer = await prompt.page.json(path, body, { accessToken, headers: { 'idempotency-key': randomUUID() } }); return { status: answer.status, body: await bodyOf(answer) }; },
  };
}

let opened: Awaited<ReturnType<typeof page>>[] = [];
let staff: Awaited<ReturnType<typeof desk>>;
/** Everything as it should go. */
async function walk(): Promise<() => Promise<void>> {
  const start = new Date(Date.now() + 3 * 86_400_000);
  const resources = [
    { resourceType: 'Patient', id: 'p', active: true, identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: personal.bsn }], name: [{ family: 'Proef', given: ['Testje'] }], birthDate: '1980-05-17', telecom: [{ system: 'email', value: personal.email }, { system: 'phone', value: `06${personal.phone.slice(1)}` }] },
    { resourceType: 'Patient', id: personal.otherBsn, active: true, identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '123' }], name: [{ family: 'Ander', given: ['Testje'] }] },
    { resourceType: 'Observation', id: 'o', status: 'final', code: { text: personal.question }, subject: { reference: 'Patient/p' } },
    { resourceType: 'Practitioner', id: 'd', name: [{ text: 'Dr. Proef' }] },
    { resourceType: 'PractitionerRole', id: 'dr', practitioner: { reference: 'Practitioner/d' }, code: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/practitioner-role', code: 'doctor' }] }] },
    { resourceType: 'MedicationRequest', id: 'm', status: 'active', intent: 'order', subject: { reference: 'Patient/p' }, authoredOn: '2020-01-05', medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'C07AB02' }], text: 'Metoprolol 50 mg' } },
  ];
  await importFhir(house, 'de-linde', [{ name: 'canary', content: JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }) }]);
  const { db } = house;
  const [gp] = await db.insert(schema.practitioners).values({ clinic: 'de-linde', sourceId: 'canary-gp', name: 'Dr. Proef', role: 'gp' }).returning();
  const [schedule] = await db.insert(schema.schedules).values({ clinic: 'de-linde', sourceId: 'canary', practitioner: gp!.id }).returning();
  const [slot] = await db.insert(schema.slots).values({ clinic: 'de-linde', sourceId: 'canary', schedule: schedule!.id, practitioner: gp!.id, start, end: new Date(start.getTime() + 600_000), status: 'free' }).returning();
  const [medicine] = await db.select().from(schema.medications);

  staff = await desk();
  const patient = await account(personal.email);
  const other = await account('tweede.kanarie.q7x@patient.example');
  expect((await bodyOf(await patient.device.get('/me', patient.tokens.access_token)))['email']).toBe(personal.email);
  for (const address of [personal.bounce, personal.defer]) await (await house.device()).json('/register', { clinic: 'de-linde', locale: 'nl', email: address, password: personal.password, name: personal.name, birthDate: '1980-05-17' });
  while (!house.log.some((line) => line.includes('mail-waits')) || !house.log.some((line) => line.includes('mail-refused'))) await new Promise((next) => { setTimeout(next, 50); });

  const queue = await staff.get('/staff/queue') as { links: { id: string; email: string }[] };
  const [link, second] = [queue.links.find(({ email }) => email === personal.email)!.id, queue.links.find(({ email }) => email !== personal.email)!.id];
  const found = (await staff.post('/staff/patients/search', { number: personal.bsn })).body as { patients: { id: string }[] };
  const record = found.patients[0]!.id;
  expect((await staff.post(`/staff/links/${link}/check`, { patient: record, birthDate: '1980-05-17', number: personal.otherBsn, how: 'telephone' })).body['matched']).toBe(false);
  expect((await staff.post(`/staff/links/${link}/check`, { patient: record, birthDate: '1980-05-17', number: personal.bsn, how: 'telephone' })).body['matched']).toBe(true);
  expect((await staff.post(`/staff/links/${link}/link`, { patient: record })).status).toBe(200);
  expect((await staff.post(`/staff/links/${second}/refuse`, { reason: personal.refusal })).status).toBe(200);

  const rx = await page(patient, 'prescriptions');
  const sent = await rx.post('/care/prescription-requests', { lines: [{ medicationId: medicine!.id, note: personal.note }], remark: personal.remark });
  expect(sent.status).toBe(200);
  const { requests } = await rx.get('/care/medication') as { requests: { lines: { id: string }[] }[] };
  expect((await staff.post(`/staff/prescriptions/${String(sent.body['id'])}/decide`, { decisions: [{ line: requests[0]!.lines[0]!.id, state: 'refused', reason: personal.reason }] })).status).toBe(200);
  const booking = await page(patient, 'appointments');
  const hold = await booking.post('/care/holds', { slot: slot!.id, type: 'spreekuur' });
  const booked = await booking.post('/care/appointments', { hold: hold.body['id'], reason: personal.reason });
  expect(booked.status).toBe(200);
  expect((await staff.post(`/staff/appointments/${String(booked.body['id'])}/seen`)).status).toBe(200);
  expect((await staff.post(`/staff/appointments/${String(booked.body['id'])}/cancel`, { reason: personal.cancellation })).status).toBe(200);
  const asking = await page(patient, 'econsults');
  const photo = String((await asking.post('/care/econsults/files', { data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' })).body['id']);
  const asked = await asking.post('/care/econsults', { urgent: false, subject: personal.subject, question: personal.question, files: [photo] });
  for (const answer of [await asking.get(`/care/econsults/files/${photo}`), await staff.get(`/staff/econsults/files/${photo}`)]) expect(answer).toMatchObject({ kind: 'png' });
  expect((await staff.post(`/staff/econsults/${String(asked.body['id'])}/answer`, { text: personal.answer, seen: 1 })).status).toBe(200);
  expect(JSON.stringify(await asking.get(`/care/econsults/${String(asked.body['id'])}`))).toContain(personal.answer);
  expect((await asking.post(`/care/econsults/${String(asked.body['id'])}/reply`, { text: personal.question })).status).toBe(200);
  await house.mail(personal.email, /beantwoord|antwoord/i);
  await joins(staff);
  const letterEnds = await byLetter();
  for (const code of (await staff.post('/staff/recovery-codes')).body['codes'] as string[]) keep('recovery', code);
  expect((await staff.post('/staff/accounts/search', { email: personal.email })).body['accounts']).toHaveLength(1);
  const own = await page(patient, 'account');
  expect((await own.post('/account/phrase', { phrase: personal.phrase })).status).toBe(204);
  expect((await own.post('/account/password', { current: `${personal.password}!`, password: personal.question })).status).toBe(400);
  expect(JSON.stringify(await own.get('/account'))).toContain(personal.phrase);
  expect(JSON.stringify(await own.get('/account/log'))).toContain('econsult.');
  expect(JSON.stringify((await own.post('/account/export', {})).body)).toContain(personal.email);
  const tools: Tools = { house, keep, account, page, desk, password: personal.password, name: personal.name };
  await care(tools, { rx, booking, asking }, { schedule: schedule!.id, practitioner: gp!.id });
  await atDesk(tools, staff, { econsult: asked.body['id'], request: sent.body['id'], appointment: booked.body['id'], link, email: staffSecrets.asked, patient: record, medicine: medicine!.id });
  await ownAccount(tools, { first: 'eerste.kanarie.q7x@patient.example', second: 'ander.kanarie.q7x@patient.example', third: 'derde.kanarie.q7x@patient.example' });
  await byEid(tools, { bsn: personal.eid, cpr: personal.cpr, child: personal.child, others: [personal.parent, personal.guardian], email: 'dansk.kanarie.q7x@patient.example' });
  opened = [rx, booking, asking, own];
  expect((await other.device.post('/logout', other.tokens.access_token)).status).toBe(204);
  return letterEnds;
}

/** Every route of both services, and the served forms, with all of it in the wrong places. */
async function wrongs(): Promise<void> {
  const all = { ...personal, ...staffSecrets, ...Object.fromEntries(secrets) };
  const words = Object.values(all);
  const text = words.join(' ');
  const bodies: [type: string, body: string][] = [
    ['application/json', JSON.stringify(all)], ['application/json', JSON.stringify(Object.fromEntries(words.map((word) => [word, word])))], ['application/json', JSON.stringify(words)], ['application/json', JSON.stringify(text)],
    ['application/json', `{"email":"${personal.email}","bsn":${personal.bsn}`], ['application/json', JSON.stringify({ ...all, clinic: { [personal.bsn]: personal.email }, code: 7, secret: [personal.password], reason: null })],
    ['application/json', JSON.stringify({ clinic: 'de-linde', locale: 'nl', email: text, password: personal.password, name: personal.name, birthDate: personal.bsn, phone: personal.phone, secret: personal.cpr })],
    ['application/json', `{"__proto__":{"email":"${personal.email}"}}`], ['application/json', JSON.stringify({ question: personal.question.repeat(9_000) })],
    ['application/x-www-form-urlencoded', new URLSearchParams(all).toString()], ['application/x-www-form-urlencoded', `client_id=${personal.email}&client_id=${personal.bsn}`],
    ['application/x-www-form-urlencoded', new URLSearchParams({ client_id: 'de-linde', grant_type: 'refresh_token', refresh_token: [...secrets.values()][2]!, scope: text.slice(0, 90) }).toString()],
    ['text/plain', text], [`multipart/form-data; boundary=${personal.password}`, text],
  ];
  const routes = [...new Map([...house.tokens.app.routes, ...house.care.app.routes].filter(({ method }) => method === 'GET' || method === 'POST').map((route) => [`${route.method} ${route.path}`, route])).values()];
  expect(routes.length).toBeGreaterThan(30);
  const stranger = await house.device();
  for (const { method, path } of routes) {
    const origin = path.startsWith('/staff') ? deskOrigin : issuer;
    const at = `${origin}${path.replace(':id', randomUUID()).replace('/*', '')}`;
    if (method === 'GET') {
      for (const header of [{}, { authorization: `Bearer ${personal.email}`, dpop: text.slice(0, 3_000) }, { authorization: `DPoP ${[...secrets.values()].find((secret) => secret.startsWith('eyJ'))!}`, dpop: await stranger.proof(at) }]) await house.send(at, { headers: header as Record<string, string> });
      continue;
    }
    for (const [type, body] of bodies) {
      const accessToken = opened.at(-1)!.accessToken;
      await house.send(at, { method, body, headers: { origin, 'content-type': type, 'idempotency-key': personal.email, dpop: await stranger.proof(at) } }).catch(cutOff);
      // By the right key, as far as there is one.
      const { device } = opened.at(-1)!;
      await house.send(at, { method, body, headers: { origin, 'content-type': type, 'idempotency-key': randomUUID(), authorization: `DPoP ${accessToken}`, dpop: await device.proof(at, { accessToken }) } }).catch(cutOff);
    }
    await house.send(at, { method, body: '{}', headers: { origin: `https://${personal.password.toLowerCase()}.example`, 'content-type': 'application/json' } });
  }
  for (const path of ['links/:id/check', 'links/:id/refuse', 'prescriptions/:id/decide', 'appointments/:id/cancel', 'econsults/:id/answer', 'nergens']) await staff.post(`/staff/${path.replace(':id', randomUUID())}`, all);
  for (const body of [{ number: personal.cpr }, { number: [personal.bsn] }, { name: personal.name.repeat(40) }, { name: personal.name, birthDate: personal.bsn, [personal.email]: 1 }]) await staff.post('/staff/patients/search', body);
  for (const clinic of formClinics) for (const form of formActions) {
    for (const [type, body] of bodies) await post(clinic, form, body, { 'content-type': type }).catch(cutOff);
    // As people send it, as far as that goes without a key; and by another site.
    await post(clinic, form, formBody());
    await post(clinic, form, formBody(), { 'sec-fetch-site': 'cross-site' });
  }
  // Log-in with the right name and a wrong password, and with a name that nobody has.
  const { challenge } = pkce();
  for (const [username, password] of [[personal.email, `${personal.password}!`], [personal.cpr, personal.password]] as const) expect((await stranger.form('/authorize-challenge', { ...wish('de-linde', 'portal', challenge), username, password })).status).toBe(400);
  expect((await stranger.json('/register/confirm', { clinic: 'de-linde', secret: [...secrets.values()][0], password: personal.password })).status).toBe(400);
  for (const secret of secrets.values()) await house.send(`${issuer}/page/close`, { method: 'POST', body: secret, headers: { origin: issuer, 'content-type': 'text/plain' } });
  // What is in an address must not be repeated either.
  for (const path of [`/${personal.bsn}`, `/hosted/${personal.email}`, `/frame/de-linde/${encodeURIComponent(personal.name)}`, `/hosted/de-linde?lang=${personal.bsn}`, `/care/slots?type=${personal.cpr}&from=${personal.bsn}`, `/%E0%A4%A?${personal.email}`, `/frame/de-linde/patient-login?host=https://${personal.bsn}.example`]) await house.send(`${issuer}${path}`);
}
/** The forms that work without a script, at a practice with e-mail accounts, one with DigiD and one with CPR numbers. */
const formClinics = ['de-linde', 'de-eik', 'laegehuset-ahorn'];
const post = (clinic: string, form: string, body: string, headers: Record<string, string> = {}) => house.send(`${issuer}/hosted/${clinic}/${form}`, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: issuer, 'sec-fetch-site': 'same-origin', ...headers } });
const formBody = () => new URLSearchParams({ username: personal.email, email: personal.email, emailAgain: personal.email, password: personal.password, passwordAgain: personal.password, name: personal.name, givenName: personal.name, familyName: personal.name, birthDate: '17-05-1980', phone: `06${personal.phone.slice(1)}`, number: personal.cpr, guardianNumber: personal.cpr, secret: [...secrets.values()][0]!, trip: randomUUID() }).toString();
const logged = async (event: string, act: () => Promise<unknown>) => { const before = house.log.length; await act(); while (!house.log.slice(before).some((line) => line.includes(event))) await new Promise((next) => { setTimeout(next, 50); }); };
/** Mail server and gateway do not take anything: what they say of it holds the address and the words. */
async function outOfOrder(): Promise<void> {
  const device = await house.device();
  Object.assign(house.down, { smtp: true, sms: true });
  await logged('mail-waits', () => device.json('/register', { clinic: 'de-linde', locale: 'nl', email: 'later.kanarie.q7x@patient.example', password: personal.password, name: personal.name, birthDate: '1980-05-17', phone: `06${personal.phone.slice(1)}` }));
  await logged('sms-waits', () => device.form('/authorize-challenge', { ...wish('de-beuk', 'portal', pkce().challenge), username: personal.letter, password: personal.password }));
  Object.assign(house.down, { smtp: false, sms: false });
}

/** One network begins more log-ins than it may. */
async function crowded(): Promise<void> {
  const device = await house.device();
  for (let turn = 0; turn <= 120; turn++) await device.form('/authorize-challenge', { ...wish('de-linde', 'portal', pkce().challenge), ui_locales: personal.bsn });
}

/** Every route with the right key and all of it in the body, while the database is away; then it comes back by itself. */
let outage: [from: number, to: number] = [0, 0];
async function noDatabase(): Promise<void> {
  const { accessToken, device } = opened.at(-1)!;
  const from = house.given.length;
  await house.withoutDatabase(async () => {
    for (const { method, path } of await described()) {
      const origin = path.startsWith('/staff') ? deskOrigin : issuer;
      const at = `${origin}${path.replace(/\{id\}/, randomUUID())}`;
      const headers = { origin, authorization: `DPoP ${accessToken}`, dpop: await device.proof(at, { method, accessToken }), 'idempotency-key': randomUUID() };
      await house.send(at, { method, headers: { ...headers, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) }, ...(method === 'POST' ? { body: JSON.stringify({ ...personal, clinic: 'de-linde' }) } : {}) }).catch(cutOff);
    }
    const stranger = await house.device();
    await stranger.json('/register', { clinic: 'de-linde', locale: 'nl', email: personal.email, password: personal.password, name: personal.name, birthDate: '1980-05-17', phone: `06${personal.phone.slice(1)}` });
    await stranger.form('/authorize-challenge', { ...wish('de-linde', 'portal', pkce().challenge), username: personal.email, password: personal.password });
    await stranger.json('/password/forgot', { clinic: 'laegehuset-ahorn', locale: 'da', email: personal.email, number: personal.cpr });
    for (const clinic of formClinics) for (const form of formActions) await post(clinic, form, formBody());
  });
  outage = [from, house.given.length];
  for (const end = Date.now() + 20_000; (await house.send(`${issuer}/healthz`)).status !== 200 && Date.now() < end;) await new Promise((next) => { setTimeout(next, 100); });
}

/** The routes as /openapi.json has them. */
async function described(): Promise<{ method: string; path: string }[]> {
  const { paths } = JSON.parse(await (await house.send(`${issuer}/openapi.json`)).text()) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, of]) => Object.keys(of).map((method) => ({ method: method.toUpperCase(), path })));
}
/** A body that is refused before it was read may break the connection. */
const cutOff = (thrown: unknown) => { expect((thrown as { code?: string }).code).toMatch(/ECONNRESET|EPIPE/); };

/** Which of these stand in the text, as they are or in another writing. */
function hits(text: string, of: Readonly<Record<string, string>>): string[] {
  const low = text.toLowerCase();
  return Object.entries(of).filter(([, value]) => [value, value.replace(/ /g, ''), encodeURIComponent(value), JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64').replace(/=+$/, ''), Buffer.from(value).toString('base64url'), Buffer.from(value).toString('hex')].some((form) => low.includes(form.toLowerCase()))).map(([name]) => name);
}
const everything = (): Record<string, string> => ({ ...personal, ...staffSecrets, ...Object.fromEntries(secrets) });

describe('personal data and secrets, after all of this', () => {
  it('every route of the description was asked rightly and wrongly, and every kind of trouble there is was met', async () => {
    const routes = await described();
    expect(routes.length).toBeGreaterThan(75);
    const answered = (method: string, path: string) => { const fits = new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/?]+')}(\\?|$)`); return house.given.filter((one) => one.method === method && fits.test(one.path)).map(({ status }) => status); };
    const seen = routes.map(({ method, path }) => ({ route: `${method} ${path}`, statuses: answered(method, path) }));
    expect(seen.filter(({ statuses }) => !statuses.some((status) => status < 400)).map(({ route }) => route)).toEqual([]);
    // These refuse nothing: they are public, or lead back to a page.
    expect(seen.filter(({ statuses }) => !statuses.some((status) => status >= 400 && status < 500)).map(({ route }) => route)).toEqual(['GET /.well-known/oauth-authorization-server', 'GET /jwks', 'GET /eid/callback']);
    expect([...new Set(house.given.map(({ status }) => status))]).toEqual(expect.arrayContaining([400, 401, 403, 404, 409, 413, 415, 429, 500]));
    for (const event of ['mail-waits', 'mail-refused', 'sms-waits', 'sms-refused', 'eid-failed']) expect(house.log.some((line) => line.includes(event)), event).toBe(true);
    for (const form of formActions) expect(answered('POST', `/hosted/{clinic}/${form}`).length, form).toBeGreaterThan(30);
    // Without its database the service says so; with it, it goes on by itself.
    expect(house.given.slice(...outage).filter(({ status }) => status >= 500).length).toBeGreaterThan(30);
    expect(house.given.findLast(({ path }) => path === '/healthz')!.status).toBe(200);
  });

  it('the search works: it finds them in what a patient reads, and in a mail opened with the key', async () => {
    expect(secrets.size).toBeGreaterThan(20);
    const read = house.given.filter(({ status }) => status === 200).map(({ body }) => body).join('\n');
    expect(hits(read, personal)).toEqual(expect.arrayContaining(['email', 'phone', 'name', 'question', 'answer']));
    const [waiting] = await house.db.select().from(schema.outbox).where(sql`mail_sealed is not null`);
    expect(hits(house.keyring.open('outbox', waiting!.mailSealed!), personal)).toContain('email');
    expect(house.given.filter(({ status }) => status >= 400).length).toBeGreaterThan(500);
  });

  it('T25 no log line holds any of it, and every line is of allowed fields', () => {
    expect(house.log.length).toBeGreaterThan(300);
    expect(hits(house.log.join('\n'), everything())).toEqual([]);
  });

  it('T26 no error answer repeats any of it, in body or headers; none is a server_error while the database is there', () => {
    const errors = house.given.map((one, at) => ({ ...one, away: at >= outage[0] && at < outage[1] })).filter(({ status, headers }) => status >= 400 && headers.includes('application/json'));
    for (const { method, path, status, headers, body, away } of errors) {
      const at = `${method} ${path} ${String(status)}`;
      if (!away) expect(status, at).toBeLessThan(500);
      // The next step of a log-in hands out its own secret, new each time.
      const said = path === '/authorize-challenge' ? body.replace(/"auth_session":"[\w-]{43}",?/, '').replace(/"next":\{"type":"totp_setup"[^}]*\}/, '') : body;
      expect(hits(said + headers, everything()), at).toEqual([]);
      expect(Object.keys(JSON.parse(body) as object).every((key) => /^[a-z_]{2,30}$/.test(key)), `${at} ${body}`).toBe(true);
    }
  });

  it('T26 a form that is answered with a page gives back what was typed, and never a password or a secret', () => {
    const pages = house.given.map((one, at) => ({ ...one, away: at >= outage[0] && at < outage[1] })).filter(({ path, headers }) => path.startsWith('/hosted/') && headers.includes('text/html'));
    expect([pages.length > 300, pages.some(({ away, status }) => away && status === 503)]).toEqual([true, true]);
    const never = { password: personal.password, staff: staffSecrets.password, bsn: personal.bsn, cpr: personal.cpr, ...Object.fromEntries(secrets) };
    for (const { method, path, body, headers, status, away } of pages) {
      if (!away) expect(status, path).toBeLessThan(500);
      // A date of birth and a name are fields; whatever was written into them comes back to the person who did.
      const typedBack = body.replace(/<input[^>]*name="?(?:email|emailAgain|name|birthDate|phone)"?[^>]*>/g, '');
      expect(hits(typedBack + headers, never), `${method} ${path}`).toEqual([]);
    }
  });

  it('T25 no address we made holds any of it: answers redirect nowhere with data, mails carry secrets in the fragment only', () => {
    for (const { headers } of house.given) {
      const [address = '', fragment = ''] = ((JSON.parse(headers) as { location?: string }).location ?? '').split('#');
      expect(hits(address, everything()), address).toEqual([]);
      // An eID brings its code back in the fragment, which no server sees; of the patient nothing stands there either.
      expect(hits(fragment, { ...personal, ...staffSecrets }), fragment).toEqual([]);
    }
    for (const { text } of house.mails) for (const [link] of text.matchAll(/https?:\/\/\S+/g)) {
      const { hash, href } = new URL(link);
      expect(hits(href.slice(0, href.length - hash.length), everything()), link).toEqual([]);
    }
  });

  it('mails say who writes and no more: no number, name, telephone or word of the patient, no password', () => {
    const { email: _own, bounce: _bounce, defer: _defer, letter: _letter, ...rest } = personal;
    expect(house.mails.length).toBeGreaterThan(8);
    for (const { everything: mail } of house.mails) expect(hits(mail, { ...rest, ...staffSecrets })).toEqual([]);
    for (const { text } of house.texts) expect(hits(text, { ...personal, ...staffSecrets })).toEqual([]);
  });

  it('T25 no table holds any of it in the open: not audit, outbox, jobs, counters, nor the services\' own', async () => {
    const filled = new Set(dumps.flatMap((dump) => [...dump].filter(([, rows]) => rows !== '').map(([name]) => name.replace(/^\w+\./, ''))));
    for (const name of ['account', 'registration', 'audit', 'outbox', 'econsult', 'econsult_message', 'prescription_line', 'appointment', 'record_link', 'activation', 'consent', 'factor', 'recovery_code', 'staff', 'session_code', 'auth_session', 'page', 'refresh_token', 'counter', 'patient', 'clinical_resource', 'service_block', 'agenda_block', 'idempotency', 'job_common']) expect(filled, name).toContain(name);
    for (const dump of dumps) for (const [name, rows] of dump) expect(hits(rows, everything()), name).toEqual([]);
    expect(await verifyAudit(house.db)).toMatchObject({ ok: true });
  });
});
