/** What stands before every route: the origin gate, and for callers with a key their proof. */
import { createMiddleware } from 'hono/factory';
import { originGate } from '@balie/contracts';
import { deviceLabel } from '@balie/rules';
import type { Client } from '../clients.ts';
import type { Context } from '../context.ts';
import { nonceNow, verifyProof } from '../dpop.ts';
import type { Caller } from '../challenge.ts';

export function createEdge(ctx: Context) {
  const gate = (...origins: string[]) => createMiddleware(async (c, next) => { originGate(c.req.raw, origins); await next(); });
  return {
    /** Patients' frames and hosted pages only; the desk only; either. */
    patients: gate(ctx.issuer), desk: gate(ctx.deskOrigin), both: gate(ctx.issuer, ctx.deskOrigin),
    /** The next nonce, with 2xx alone: a client library hides our error when a refusal carries it. */
    freshNonce: createMiddleware(async (c, next) => { await next(); if (c.res.ok) c.res.headers.set('dpop-nonce', nonceNow(ctx)); }),
    /** The caller of a token endpoint, once the client is known: its own origin, and a proof made for this very URL. */
    async caller(request: Request, env: unknown, client: Pick<Client, 'origin'>): Promise<Caller> {
      originGate(request, [client.origin]);
      const { jkt } = await verifyProof(ctx, { proof: request.headers.get('dpop'), method: request.method, urls: [`${client.origin}${new URL(request.url).pathname}`], at: 'token' });
      return { jkt, address: ctx.addressOf(request, env), device: deviceLabel(request.headers.get('user-agent')) };
    },
  };
}
export type Edge = ReturnType<typeof createEdge>;
