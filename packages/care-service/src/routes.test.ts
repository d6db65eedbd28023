import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { generateSpecs } from 'hono-openapi';
import { errorBody, errors } from '@balie/contracts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let patient: string;
beforeAll(async () => { world = await openWorld(); patient = (await world.patient()).id; });
afterAll(() => world.close());

interface Known { method: 'GET' | 'POST'; path: string; at: string; service: 'prescriptions' | 'appointments' | 'econsults' | 'record' | 'desk' }
/** Every route there is, read from the app itself: a new one is tested without being named here. */
const known = (): Known[] => [...new Map(world.app.routes.filter((route) => route.method !== 'ALL').map((route) => [`${route.method} ${route.path}`, route])).values()].map((route) => ({
  method: route.method as 'GET' | 'POST', path: route.path, at: route.path.replace(':id', randomUUID()).replace(':patient', patient),
  service: route.path.startsWith('/staff') ? 'desk' : /medication|prescription/.test(route.path) ? 'prescriptions' : /econsult/.test(route.path) ? 'econsults' : /record/.test(route.path) ? 'record' : 'appointments',
}));
const person = { account: randomUUID(), patient: randomUUID() };
const token = (service: Known['service']) => (service === 'desk' ? world.staff(['owner']) : world.page(service, person));
const takesBody = (route: Known) => route.method === 'POST' && !/\/(seen|reopen-codes|resend|reset|remove|remove-number|recovery-codes|decline|leave|end|retry)$|care.*cancel$/.test(route.path);

describe('every route', () => {
  it('is one of the 101 of the contract', () => {
    expect(known().map((route) => `${route.method} ${route.path}`).sort()).toEqual([
      'GET /care/appointments', 'GET /care/appointments/:id/calendar', 'GET /care/appointments/past', 'GET /care/days', 'GET /care/econsults', 'GET /care/econsults/:id', 'GET /care/econsults/files/:id', 'GET /care/medication', 'GET /care/record',
      'GET /care/record/letters/:id', 'GET /care/record/page', 'GET /care/slots', 'GET /staff/agenda', 'GET /staff/agenda/blocks/:id', 'GET /staff/agenda/closings', 'GET /staff/agenda/schedules', 'GET /staff/appointments/:id/bundle', 'GET /staff/econsults/:id', 'GET /staff/econsults/:id/bundle', 'GET /staff/econsults/files/:id', 'GET /staff/me',
      'GET /staff/members', 'GET /staff/patients/:id/care', 'GET /staff/patients/:id/guardians', 'GET /staff/patients/:id/log', 'GET /staff/patients/:id/medication', 'GET /staff/patients/:id/services', 'GET /staff/patients/:patient/care/appointments', 'GET /staff/patients/:patient/care/appointments/:id/calendar', 'GET /staff/patients/:patient/care/appointments/past', 'GET /staff/patients/:patient/care/days', 'GET /staff/patients/:patient/care/econsults', 'GET /staff/patients/:patient/care/econsults/:id', 'GET /staff/patients/:patient/care/medication', 'GET /staff/patients/:patient/care/slots', 'GET /staff/prescriptions/:id/bundle', 'GET /staff/preview',
      'GET /staff/queue', 'GET /staff/templates', 'POST /care/appointments', 'POST /care/appointments/:id/cancel', 'POST /care/appointments/:id/move', 'POST /care/econsults', 'POST /care/econsults/:id/reply', 'POST /care/econsults/files', 'POST /care/holds',
      'POST /care/holds/extend', 'POST /care/holds/release', 'POST /care/prescription-requests', 'POST /care/waiting', 'POST /care/waiting/:id/decline', 'POST /care/waiting/:id/leave', 'POST /staff/accounts/search', 'POST /staff/agenda/blocks', 'POST /staff/agenda/book',
      'POST /staff/agenda/cancel', 'POST /staff/agenda/free', 'POST /staff/agenda/schedules', 'POST /staff/agenda/schedules/:id', 'POST /staff/agenda/schedules/:id/end', 'POST /staff/appointments/:id/cancel', 'POST /staff/appointments/:id/move', 'POST /staff/appointments/:id/seen', 'POST /staff/econsults/:id/answer',
      'POST /staff/guardians/:id/approve', 'POST /staff/guardians/:id/refuse', 'POST /staff/links/:id/check', 'POST /staff/links/:id/link', 'POST /staff/links/:id/refuse', 'POST /staff/links/:id/remove-number', 'POST /staff/links/:id/reopen-codes', 'POST /staff/links/:id/revoke', 'POST /staff/medication/:id/override', 'POST /staff/members', 'POST /staff/members/:id/remove', 'POST /staff/members/:id/resend',
      'POST /staff/members/:id/reset', 'POST /staff/members/:id/roles', 'POST /staff/patients/:id/guardians', 'POST /staff/patients/:id/guardians/stop', 'POST /staff/patients/:id/services', 'POST /staff/patients/:patient/care/appointments', 'POST /staff/patients/:patient/care/appointments/:id/cancel', 'POST /staff/patients/:patient/care/appointments/:id/move', 'POST /staff/patients/:patient/care/econsults', 'POST /staff/patients/:patient/care/econsults/:id/reply', 'POST /staff/patients/:patient/care/holds', 'POST /staff/patients/:patient/care/holds/extend', 'POST /staff/patients/:patient/care/holds/release', 'POST /staff/patients/:patient/care/prescription-requests', 'POST /staff/patients/:patient/care/waiting', 'POST /staff/patients/:patient/care/waiting/:id/decline', 'POST /staff/patients/:patient/care/waiting/:id/leave', 'POST /staff/patients/search', 'POST /staff/prescriptions/:id/decide', 'POST /staff/recovery-codes',
      'POST /staff/system/:id/retry', 'POST /staff/templates', 'POST /staff/templates/:id', 'POST /staff/templates/:id/remove', 'POST /staff/work',
    ]);
  });

  it('refuses a foreign, null or the other side’s Origin before anything is read (T22, T23)', async () => {
    for (const route of known()) {
      for (const origin of ['https://evil.example', 'null', 'http://de-linde.localhost:4401', route.service === 'desk' ? world.issuer : world.deskOrigin]) {
        const before = (await world.audit()).length;
        const answer = await world.call(route.method, route.at, token(route.service), route.method === 'POST' ? '{not json' : undefined, { origin });
        expect([answer.status, answer.body.error], `${route.path} from ${origin}`).toEqual([403, 'origin_refused']);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
        expect((await world.audit()).length).toBe(before);
      }
    }
  });

  it('wants a token of its own side and service', async () => {
    for (const route of known()) {
      const body = route.method === 'POST' ? {} : undefined;
      expect((await world.call(route.method, route.at, 'kanarie', body)).body.error, route.path).toBe('invalid_token');
      expect((await world.call(route.method, route.at, token(route.service === 'desk' ? 'econsults' : 'desk'), body)).body.error, route.path).toBe('invalid_token');
      if (route.service !== 'desk') expect((await world.call(route.method, route.at, token(route.service === 'econsults' ? 'appointments' : 'econsults'), body)).body.error, route.path).toBe('insufficient_user_authentication');
    }
  });

  it('answers bad ids, bodies, queries and keys with 400 and field names, without echo', async () => {
    for (const route of known()) {
      const as = token(route.service);
      const call = (path: string, body: unknown, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) => world.call(route.method, path, as, body, headers);
      if (route.path.includes(':id')) expect((await call(route.path.replace(':id', 'kanarie').replace(':patient', patient), route.method === 'POST' ? {} : undefined)).body, route.path).toMatchObject({ error: 'invalid_request', fields: ['id'] });
      if (!takesBody(route)) continue;
      for (const body of ['', 'kanarie', '{"a":', 'null', '[]', '"kanarie"', '{"__proto__":{"kanarie":1}}', '{"constructor":{"prototype":1}}', '{}', '{"kanarie":"kanarie"}']) {
        const answer = await call(route.at, body);
        expect([answer.status, answer.body.error], `${route.path} with ${body}`).toEqual([400, 'invalid_request']);
        expect(answer.text).not.toMatch(/kanarie|constructor|proto/);
      }
      expect((await call(route.at, '{}', { 'content-type': 'text/plain', 'idempotency-key': randomUUID() })).status, route.path).toBe(415);
      expect((await call(route.at, JSON.stringify({ kanarie: 'k'.repeat(route.path.endsWith('/files') ? 14_000_000 : 70_000) }))).status, route.path).toBe(413);
    }
  });

  it('of sending wants an Idempotency-Key that is one', async () => {
    for (const path of ['/care/prescription-requests', '/care/appointments', '/care/econsults']) {
      const route = known().find((one) => one.path === path && one.method === 'POST')!;
      for (const headers of [{}, { 'idempotency-key': 'kanarie' }, { 'idempotency-key': '' }]) {
        const answer = await world.call('POST', path, token(route.service), {}, headers);
        expect([answer.status, answer.body], path).toMatchObject([400, { error: 'invalid_request', fields: ['Idempotency-Key'] }]);
        expect(answer.text).not.toContain('kanarie');
      }
    }
  });

  it('never answers 500, whatever JSON, query or id comes', async () => {
    const routes = known();
    const anything = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string({ unit: 'grapheme' }), fc.uuid(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant('2026-11-25'), fc.array(tie('value'), { maxLength: 3 }), tie('object')),
      object: fc.dictionary(fc.constantFrom('lines', 'medicationId', 'note', 'why', 'unlisted', 'pharmacy', 'override', 'until', 'line', 'remark', 'slot', 'type', 'hold', 'reason', 'urgent', 'subject', 'question', 'name', 'birthDate', 'bsn', 'patient', 'how', 'decisions', 'state', 'text', 'extra'), tie('value'), { maxKeys: 6 }),
    })).object;
    await fc.assert(fc.asyncProperty(fc.nat(routes.length - 1), anything, fc.string(), async (index, body, query) => {
      const route = routes[index]!;
      const answer = await world.call(route.method, `${route.at}?${new URLSearchParams({ type: 'consult', from: query })}`, token(route.service), route.method === 'POST' ? body : undefined, { 'idempotency-key': randomUUID() });
      expect(answer.status, `${route.method} ${route.path}`).toBeLessThan(500);
      if (answer.status >= 400) expect(Object.keys(errors)).toContain(errorBody.parse(answer.body).error);
    }), { numRuns: 300 });
  }, 60_000);

  it('is in the OpenAPI document, with its errors by status', async () => {
    const document = await generateSpecs(world.app);
    for (const route of known()) {
      const operation = document.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method === 'GET' ? 'get' : 'post'];
      expect(operation?.summary, route.path).toBeTruthy();
      expect(Object.keys(operation?.responses ?? {}), route.path).toEqual(expect.arrayContaining(['400', '401', '403', '503']));
      expect(Boolean(operation?.requestBody), route.path).toBe(takesBody(route));
    }
    const taken = JSON.stringify(document.paths['/care/holds']?.post?.responses);
    expect(taken).toContain('slot_taken, hold_limit');
    const body = JSON.stringify(document.paths['/care/econsults']?.post?.requestBody);
    for (const field of ['urgent', 'subject', 'question']) expect(body).toContain(`"${field}"`);
    expect(document.paths['/care/slots']?.get?.parameters).toMatchObject([{ name: 'type', required: true }, { name: 'practitioner', required: false }, { name: 'from', required: false }]);
  });

  it('is kept by no cache and tells no one apart by its answer', async () => {
    const answer = await world.get('/care/econsults', token('econsults'));
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([200, 'no-store', 'application/json']);
  });
});

describe('a clinic', () => {
  it('without a service has none of its routes', async () => {
    const small = await openWorld({ 'de-linde': { services: { econsults: { title: { nl: 'Vragen' } } } } });
    try {
      expect((await small.get('/care/econsults', small.page('econsults', person))).status).toBe(200);
      for (const [service, path] of [['prescriptions', '/care/medication'], ['appointments', '/care/slots?type=consult']] as const) expect((await small.get(path, small.page(service, person))).body.error).toBe('access_denied');
    } finally { await small.close(); }
  });

  it('that is no longer configured opens nothing', async () => {
    expect((await world.get('/care/econsults', world.page('econsults', { ...person, clinic: 'weg' }))).body.error).toBe('access_denied');
    expect((await world.get('/staff/queue', world.staff(['owner'], 'weg'))).body.error).toBe('access_denied');
  });
});
