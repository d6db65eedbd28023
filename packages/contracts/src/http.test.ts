import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { PublicError } from './errors.ts';
import { formFields, originGate, readForm, readJson, readText, toErrorResponse, traceOf } from './http.ts';
import type { LogRecord } from './ports.ts';

const post = (body: BodyInit, type: string, headers: Record<string, string> = {}) => new Request('http://x.localhost/', { method: 'POST', body, headers: { 'content-type': type, ...headers } });
const code = (act: () => unknown) => Promise.resolve().then(act).then(() => null, (thrown: PublicError) => thrown.code);

describe('the origin gate (T22, T23)', () => {
  const gate = (origin?: string) => code(() => originGate(new Request('http://x.localhost/', { headers: origin === undefined ? {} : { origin } }), ['http://a.localhost:1']));
  it('lets the listed and the absent through, nothing else', async () => {
    expect(await gate('http://a.localhost:1')).toBeNull();
    expect(await gate()).toBeNull();
    for (const origin of ['null', 'http://a.localhost', 'http://a.localhost:1/', 'HTTP://A.LOCALHOST:1', 'http://a.localhost:1, http://a.localhost:1', 'http://b.a.localhost:1', '']) expect(await gate(origin)).toBe('origin_refused');
  });
});

describe('bodies', () => {
  const schema = z.strictObject({ a: z.string() });
  it('JSON: only as such, no larger than asked, no __proto__ at any depth (T27)', async () => {
    expect(await readJson(post('{"a":"é"}', 'application/json; charset=utf-8'), schema)).toEqual({ a: 'é' });
    expect(await code(() => readJson(post('{"a":"b"}', 'text/plain'), schema))).toBe('unsupported_media_type');
    expect(await code(() => readJson(post('{"a":"b"}', 'application/json'), schema, 5))).toBe('too_large');
    expect(await code(() => readJson(post('{"a":"b","c":[{"__proto__":1}]}', 'application/json'), z.looseObject({})))).toBe('invalid_request');
  });
  it('count what arrives, not what was announced', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => { sent += 1000; controller.enqueue(new Uint8Array(1000)); } });
    const request = new Request('http://x.localhost/', { method: 'POST', body: endless, duplex: 'half', headers: { 'content-length': '10' } } as RequestInit);
    expect(await code(() => readText(request, 5000))).toBe('too_large');
    expect(sent).toBeLessThan(10_000);
  });
  it('forms: a repeated parameter is refused, an empty one was not sent (RFC 6749 §3.1, §3.2)', async () => {
    expect(await readForm(post('a=b+c&d=', 'application/x-www-form-urlencoded'), z.object({ a: z.string(), d: z.optional(z.string()) }))).toEqual({ a: 'b c' });
    for (const body of ['a=1&a=1', 'a=&a=1', '__proto__=1']) expect(() => formFields(body)).toThrow(PublicError);
    expect(Object.getPrototypeOf(formFields('constructor=1'))).toBeNull();
  });
});

describe('errors (T26)', () => {
  const logs: LogRecord[] = [];
  const answer = async (thrown: unknown) => { logs.length = 0; const response = toErrorResponse(thrown, (record) => logs.push(record), { route: '/r', method: 'POST' }); return { status: response.status, headers: response.headers, body: await response.json() as Record<string, unknown> }; };
  it('tell a code and an id; the log has the same id, never a message', async () => {
    const { status, body } = await answer(Object.assign(new RangeError('canary'), { detail: 'canary' }));
    expect(status).toBe(500);
    expect(body).toEqual({ error: 'server_error', id: logs[0]!.id });
    expect(logs).toEqual([{ event: 'request-refused', level: 'error', id: body['id'], route: '/r', method: 'POST', status: 500, code: 'server_error', thrown: 'RangeError' }]);
  });
  it('carry what our own functions chose to tell, and when to come back', async () => {
    const { status, headers, body } = await answer(new PublicError('too_many_requests', { retry_after: 2.5 }, { 'x-more': 'y' }));
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('3');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ error: 'too_many_requests', retry_after: 2.5 });
    expect(headers.get('x-more')).toBe('y');
  });
  it('trace a system or SQL code to its cause, and no text that looks like one', () => {
    expect(traceOf(new Error('x', { cause: Object.assign(new Error('y'), { code: '23505' }) }))).toEqual({ thrown: 'Error', systemCode: '23505' });
    expect(traceOf(Object.assign(new Error('x'), { code: 'jan@patient.example' }))).toEqual({ thrown: 'Error' });
    expect(traceOf('canary')).toEqual({ thrown: 'string' });
  });
});
