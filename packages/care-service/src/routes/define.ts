/**
 * How every route runs: origin gate, guard, contract, act, answer. A route says what it takes and gives; the same words make its OpenAPI entry.
 * Nothing is parsed before the caller is known, and no error leaves except through the one door of `contracts`.
 */
import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import * as z from 'zod/mini';
import { errorBody, errors, formFields, idempotencyKey, json, originGate, parse, PublicError, readJson, toErrorResponse, uuid, type ErrorCode, type PatientAccess, type Service, type StaffAccess } from '@balie/contracts';
import { perform, type Act, type CallerAccess } from '../act.ts';
import type { CareDeps } from '../deps.ts';
import { demand, may } from '../desk/roles.ts';
import { spend } from '../limits.ts';
import { findPatient, linkedAccount } from '../people.ts';

type None = z.ZodMiniUndefined;

export interface Route<Body extends z.ZodMiniType, Query extends z.ZodMiniType, Answer extends z.ZodMiniType> {
  method: 'get' | 'post';
  path: `/${string}`;
  summary: string;
  /** What the audit calls the act, and the kind of thing it is done to. */
  action: string;
  object: string;
  body?: Body;
  query?: Query;
  /** Left out: 204. */
  answer?: Answer;
  /** Sending: takes an Idempotency-Key. */
  once?: boolean;
  errors?: readonly ErrorCode[];
  /** Largest body, where it is more than text. */
  maxBytes?: number;
  /** The answer is what somebody sent: never shown by itself, whatever a browser takes it for. */
  file?: boolean;
}
interface Input<Body extends z.ZodMiniType, Query extends z.ZodMiniType> { body: z.output<Body>; query: z.output<Query>; /** The `:id` of the path, else ''. */ id: string; /** Idempotency-Key, else ''. */ key: string }
type Anybody = PatientAccess | StaffAccess | CallerAccess;
type Run<Access extends Anybody, Body extends z.ZodMiniType, Query extends z.ZodMiniType, Answer extends z.ZodMiniType> = (act: Act<Access>, input: Input<Body, Query>) => Promise<z.output<Answer> | (Answer extends None ? void : never)>;

/** Largest body: an e-consult of 5,000 signs of four bytes, escaped. */
const maxBytes = 65_536;
const asFile = { 'content-disposition': 'attachment', 'content-security-policy': "sandbox; default-src 'none'", 'x-content-type-options': 'nosniff' };
const always: readonly ErrorCode[] = ['invalid_request', 'invalid_token', 'invalid_dpop_proof', 'use_dpop_nonce', 'access_denied', 'origin_refused', 'temporarily_unavailable', 'server_error'];

export function createRoutes(deps: CareDeps) {
  const app = new Hono();

  function define<Access extends Anybody, Body extends z.ZodMiniType, Query extends z.ZodMiniType, Answer extends z.ZodMiniType>(
    route: Route<Body, Query, Answer>, origin: string, tag: string, guard: (request: Request, patient: string) => Promise<Access>, errorsOfGuard: readonly ErrorCode[], run: Run<Access, Body, Query, Answer>,
  ): void {
    const withId = route.path.includes('/:id');
    app.on(route.method.toUpperCase(), route.path, describe(route, tag, [...always, ...errorsOfGuard, ...(withId ? ['not_found' as const] : [])]), async (c) => {
      const request = c.req.raw;
      let clinic: string | undefined;
      try {
        originGate(request, [origin]);
        const access = await guard(request, c.req.param('patient') ?? '');
        clinic = access.clinic;
        const input = {
          id: withId ? parse(z.object({ id: uuid }), { id: c.req.param('id') }).id : '',
          key: route.once ? parse(z.object({ 'Idempotency-Key': idempotencyKey }), { 'Idempotency-Key': request.headers.get('idempotency-key') ?? undefined })['Idempotency-Key'] : '',
          query: route.query ? parse(route.query, { ...formFields(new URL(request.url).search.slice(1)) }) : undefined as z.output<Query>,
          body: route.body ? await readJson(request, route.body, route.maxBytes ?? maxBytes) : undefined as z.output<Body>,
        };
        const answer = await perform(deps, access, { action: route.action, objectKind: route.object, object: input.id || null }, (act) => run(act, input));
        return route.answer ? json(answer, 200, route.file ? asFile : {}) : new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
      } catch (thrown) {
        return toErrorResponse(thrown, deps.log, { route: route.path, method: request.method, ...(clinic === undefined ? {} : { clinic }) });
      }
    });
  }

  /** A member of staff, counted before anything is read or parsed for them. */
  async function memberOf(request: Request, { file, method, action }: Pick<Route<None, None, None>, 'file' | 'method' | 'action'>): Promise<StaffAccess> {
    const access = await deps.guard.staff(request);
    await spend(deps.db, deps, file ? 'staffFile' : method === 'get' ? 'staffRead' : 'staffWrite', action, access.staff);
    return access;
  }

  /** Who fills in for a patient of their practice: the roles that do the daily work (N14). */
  async function callerOf(request: Request, route: Pick<Route<None, None, None>, 'file' | 'method' | 'action'>, service: Service, given: string): Promise<CallerAccess> {
    const access = await memberOf(request, route);
    const clinic = deps.clinics.get(access.clinic);
    if (!clinic?.services[service]) throw new PublicError('access_denied');
    demand(may(access, clinic).care);
    const { patient } = parse(z.object({ patient: uuid }), { patient: given });
    if (!await findPatient(deps.db, clinic.id, patient)) throw new PublicError('not_found');
    return { ...access, service, patient, account: await linkedAccount(deps.db, clinic.id, patient) };
  }

  const routes = {
    app,
    /** A route of an open service page (`/care/…`). A clinic without that service has no such route. */
    patient<Body extends z.ZodMiniType = None, Query extends z.ZodMiniType = None, Answer extends z.ZodMiniType = None>(service: Service, route: Route<Body, Query, Answer>, run: Run<PatientAccess, Body, Query, Answer>): void {
      const guard = async (request: Request) => {
        const access = await deps.guard.patient(request, service);
        const clinic = deps.clinics.get(access.clinic);
        if (!clinic || !clinic.services[service]) throw new PublicError('access_denied');
        await spend(deps.db, deps, route.file ? 'file' : route.maxBytes ? 'upload' : route.method === 'get' ? 'read' : 'write', route.action, access.account);
        return access;
      };
      define(route, deps.issuer, service, guard, ['insufficient_user_authentication', 'page_closed', 'not_linked', 'service_off', 'too_many_requests'], run);
    },
    /** A route of the desk (`/staff/…`). */
    staff<Body extends z.ZodMiniType = None, Query extends z.ZodMiniType = None, Answer extends z.ZodMiniType = None>(route: Route<Body, Query, Answer>, run: Run<StaffAccess, Body, Query, Answer>): void {
      define(route, deps.deskOrigin, 'desk', (request) => memberOf(request, route), ['too_many_requests'], run);
    },
    /** A route of an open service page, and the same under /staff/patients/:patient for who is at the counter or on the telephone (N14). */
    both<Body extends z.ZodMiniType = None, Query extends z.ZodMiniType = None, Answer extends z.ZodMiniType = None>(service: Service, route: Route<Body, Query, Answer>, run: Run<PatientAccess | CallerAccess, Body, Query, Answer>): void {
      routes.patient(service, route, run);
      define({ ...route, path: `/staff/patients/:patient${route.path}` }, deps.deskOrigin, 'desk', (request, patient) => callerOf(request, route, service, patient), ['not_found', 'too_many_requests'], run);
    },
  };
  return routes;
}

/** The route's OpenAPI entry. Errors are grouped by status, because that is how OpenAPI tells answers apart. */
function describe(route: Route<z.ZodMiniType, z.ZodMiniType, z.ZodMiniType>, tag: string, common: readonly ErrorCode[]) {
  const codes = [...new Set([...common, ...(route.once ? ['idempotency_mismatch' as const] : []), ...(route.body ? ['too_large' as const, 'unsupported_media_type' as const] : []), ...(route.errors ?? [])])];
  const statuses = [...new Set(codes.map((code) => errors[code]))].sort();
  const content = (schema: z.ZodMiniType) => ({ 'application/json': { schema: resolver(schema) } });
  const query = route.query instanceof z.ZodMiniObject ? Object.entries(route.query.shape as Record<string, z.ZodMiniType>) : [];
  return describeRoute({
    tags: [tag], summary: route.summary, operationId: route.path.includes('/:patient') ? `${route.action}.for` : route.action, security: [{ dpop: [] }],
    parameters: [
      ...['patient', 'id'].filter((name) => route.path.includes(`/:${name}`)).map((name) => ({ name, in: 'path' as const, required: true, schema: { type: 'string' as const, format: 'uuid' } })),
      ...(route.once ? [{ name: 'Idempotency-Key', in: 'header' as const, required: true, schema: { type: 'string' as const, format: 'uuid' } }] : []),
      ...query.map(([name, schema]) => ({ name, in: 'query' as const, required: !z.safeParse(schema, undefined).success, schema: { type: 'string' as const } })),
    ],
    ...(route.body ? { requestBody: { required: true, content: content(route.body) } } : {}),
    responses: {
      ...(route.answer ? { 200: { description: 'Done.', content: content(route.answer) } } : { 204: { description: 'Done.' } }),
      ...Object.fromEntries(statuses.map((status) => [status, { description: codes.filter((code) => errors[code] === status).join(', '), content: content(errorBody) }])),
    },
  });
}
