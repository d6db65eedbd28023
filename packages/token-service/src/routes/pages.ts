/** A page from its first proof to its close. */
import { Hono } from 'hono';
import { json, leaseAnswer, pageAnswer, pageRequest, readJson, readText, secret256, toErrorResponse } from '@balie/contracts';
import type { Context } from '../context.ts';
import { verifyProof } from '../dpop.ts';
import type { Gate } from '../guard.ts';
import { counterKey, limits, networkOf, spend } from '../limits.ts';
import { closePage, leasePage, startPage } from '../pages.ts';
import { describe } from './describe.ts';
import type { Edge } from './edge.ts';

export const pageRoutes = (ctx: Context, guard: Gate, edge: Edge) => new Hono()
  .post('/page', describe({ summary: 'A page key asks for its auth_session', security: 'token', body: { type: 'application/json', schema: pageRequest }, answers: { 200: { description: 'page, auth_session bound to its key, close secret', schema: pageAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    const base = await guard.base(c.req.raw);
    const { service, page_proof, for: guardianship } = await readJson(c.req.raw, pageRequest);
    const { jkt } = await verifyProof(ctx, { proof: page_proof, method: 'POST', urls: [`${base.client.origin}/page`], at: 'token', nonce: 'optional' });
    await spend(ctx.db, counterKey(ctx, 'page-network', networkOf(ctx.addressOf(c.req.raw, c.env))), limits.pageNetwork, ctx.clock());
    return json(await startPage(ctx, base, service, jkt, guardianship));
  })

  .post('/page/lease', describe({ summary: 'Real input on the page: it stays open', security: 'token', answers: { 200: { description: 'when it ends', schema: leaseAnswer } } }), edge.patients, edge.freshNonce, async (c) =>
    json(await leasePage(ctx, await guard.page(c.req.raw))))

  // By sendBeacon while the page goes: no proof, no answer worth reading, and all it can do is close.
  .post('/page/close', describe({ summary: 'Closes a page by its close secret', body: { type: 'text/plain', schema: secret256 }, answers: { 204: { description: 'always' } } }), edge.patients, async (c) => {
    const secret = await readText(c.req.raw, 100).catch(() => '');
    try {
      if (/^[\w-]{43}$/.test(secret)) await closePage(ctx, secret);
    } catch (thrown) {
      // Nobody reads this answer: the log does, and the page ends by its lease.
      toErrorResponse(thrown, ctx.log, { route: '/page/close', method: 'POST' });
    }
    return c.body(null, 204);
  });
