/** Registration, one's own session, and the desk's invitations. */
import { Hono } from 'hono';
import { confirmAnswer, confirmRequest, invitationAcceptance, invitationAnswer, invitationRequest, json, meAnswer, readJson, registerAnswer, registerRequest } from '@balie/contracts';
import type { Context } from '../context.ts';
import type { Gate } from '../guard.ts';
import type { SigningKeys } from '../keys.ts';
import { logOut, me } from '../me.ts';
import { confirm, confirmAnswerOf, register } from '../registration.ts';
import { acceptInvitation, readInvitation } from '../staff.ts';
import { describe } from './describe.ts';
import type { Edge } from './edge.ts';

const type = 'application/json';

export const accountRoutes = (ctx: Context, keys: SigningKeys, guard: Gate, edge: Edge) => new Hono()
  .post('/register', describe({ summary: 'Registers; the link goes to the mailbox', security: 'dpop', body: { type, schema: registerRequest }, answers: { 202: { description: 'the same whatever exists', schema: registerAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    const request = await readJson(c.req.raw, registerRequest);
    return json(await register(ctx, request, await edge.caller(c.req.raw, c.env, { origin: ctx.issuer })), 202);
  })

  .post('/register/confirm', describe({ summary: 'Uses the mailed link once', security: 'dpop', body: { type, schema: confirmRequest }, answers: { 200: { description: 'confirmed and logged in, or the password is needed', schema: confirmAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    const request = await readJson(c.req.raw, confirmRequest);
    const { jkt, device } = await edge.caller(c.req.raw, c.env, { origin: ctx.issuer });
    return json(confirmAnswerOf(await confirm(ctx, keys, request, jkt, device)));
  })

  .get('/me', describe({ summary: 'Whose session this is', security: 'token', answers: { 200: { description: 'account, link state, key for drafts', schema: meAnswer } } }), edge.patients, edge.freshNonce, async (c) =>
    json(await me(ctx, await guard.base(c.req.raw))))

  .post('/logout', describe({ summary: 'Ends the session, its pages and all their tokens', security: 'token', answers: { 204: { description: 'done' } } }), edge.both, async (c) => {
    await logOut(ctx, await guard.base(c.req.raw));
    return c.body(null, 204);
  })

  .post('/staff/invitation', describe({ summary: 'Who an invitation is for', body: { type, schema: invitationRequest }, answers: { 200: { description: 'for the set-password screen', schema: invitationAnswer } } }), edge.desk, async (c) =>
    json(await readInvitation(ctx, (await readJson(c.req.raw, invitationRequest)).secret)))

  .post('/staff/invitation/accept', describe({ summary: 'Sets the password, once', body: { type, schema: invitationAcceptance }, answers: { 204: { description: 'done; log in now' } } }), edge.desk, async (c) => {
    await acceptInvitation(ctx, await readJson(c.req.raw, invitationAcceptance));
    return c.body(null, 204);
  });
