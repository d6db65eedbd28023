/** The eID trip: pushed by a frame, gone and back at top level. */
import { Hono, type Context as Call } from 'hono';
import { getCookie } from 'hono/cookie';
import { eidPurposes, json, parAnswer, parRequest, PublicError, readForm } from '@balie/contracts';
import { clientOf } from '../clients.ts';
import type { Context } from '../context.ts';
import { arrive, leave, push, type Leaving } from '../eid/trips.ts';
import type { Gate } from '../guard.ts';
import { describe } from './describe.ts';
import type { Edge } from './edge.ts';

/** Of every answer at top level: framed by nobody, kept by nobody, and its address told to nobody. */
export const topLevel = { 'content-security-policy': `default-src 'none'; frame-ancestors 'none'`, 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };
const seeOther = (location: string, cookie: string | null = null) => new Response(null, { status: 303, headers: { ...topLevel, location, ...(cookie === null ? {} : { 'set-cookie': cookie }) } });
const away = ({ location, cookie }: Leaving) => seeOther(location, cookie);

export const eidRoutes = (ctx: Context, guard: Gate, edge: Edge) => new Hono()
  .post('/par', describe({ summary: `Begins an eID trip (RFC 9126), for ${eidPurposes.join(', ')}`, security: 'dpop', body: { type: 'application/x-www-form-urlencoded', schema: parRequest }, answers: { 201: { description: 'what /authorize takes, once', schema: parAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    const request = await readForm(c.req.raw, parRequest);
    const client = clientOf(ctx, request.client_id);
    // With an access token the same proof carries it: the trip is then for the account logged in.
    const base = c.req.header('authorization') === undefined ? null : await guard.base(c.req.raw);
    if (base && base.client.id !== client.id) throw new PublicError('invalid_token');
    const { jkt, address } = base ? { jkt: base.family.jkt, address: ctx.addressOf(c.req.raw, c.env) } : await edge.caller(c.req.raw, c.env, client);
    return json(await push(ctx, client, request, { jkt, address, account: base?.subject ?? null }), 201);
  })

  /**
   * Only ever at top level, and only where our own frame or page sent the browser (`Sec-Fetch-Site: same-origin`): a script of the clinic's page cannot (T37). Whoever
   * comes otherwise begins anew on our own page. Never silently (T03).
   */
  .get('/authorize', describe({ summary: 'Leaves for the eID broker', answers: { 303: { description: 'the broker, or our own page' }, 400: { description: 'login_required, invalid_request' } } }), async (c) => {
    const { client_id: clientId = '', request_uri: requestUri = '', prompt } = c.req.query();
    if (prompt?.split(' ').includes('none')) throw new PublicError('login_required', {}, topLevel);
    const clinic = ctx.clinics.get(clientId);
    if (!clinic || !clinic.eid) throw new PublicError('login_required', {}, topLevel);
    const [site, to] = [c.req.header('sec-fetch-site'), c.req.header('sec-fetch-dest')];
    if (to !== undefined && to !== 'document') throw new PublicError('access_denied', {}, topLevel);
    if (site !== 'same-origin') return seeOther(`${ctx.issuer}/hosted/${clinic.id}`);
    return away(await leave(ctx, clinic.id, requestUri).catch((thrown: unknown): Leaving => {
      if (thrown instanceof PublicError && thrown.code === 'invalid_request') return { location: `${ctx.issuer}/hosted/${clinic.id}#balie-eid=lost&error=eid_lost`, cookie: null };
      throw thrown;
    }));
  })

  .get('/eid/callback', describe({ summary: 'Back from the eID broker', answers: { 303: { description: 'the page the trip began at, with its result in the fragment' } } }), async (c: Call) =>
    away(await arrive(ctx, new URL(c.req.url).searchParams, getCookie(c)) ?? { location: `${ctx.issuer}/hosted`, cookie: null }));
