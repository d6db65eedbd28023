/** A forgotten password, one's own address and telephone number, and who acts for whom. */
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { contactAnswer, contactStart, contactStarted, contactVerify, forgotRequest, guardiansAnswer, json, PublicError, readJson, registerHere, resetLink, resetRequest, type ClinicConfig } from '@balie/contracts';
import { appendAudit } from '@balie/database';
import { askHere } from '../admission.ts';
import { readContact, startContact, verifyContact } from '../contact.ts';
import type { Context } from '../context.ts';
import type { BaseAccess, Gate } from '../guard.ts';
import { listGuardians } from '../guardians.ts';
import { forgotPassword, lookAtReset, resetPassword } from '../password-reset.ts';
import { describe } from './describe.ts';
import type { Edge } from './edge.ts';

const type = 'application/json';
const clinicOfAccess = ({ client }: BaseAccess): ClinicConfig => { if (!client.clinic) throw new PublicError('access_denied'); return client.clinic; };

export const selfRoutes = (ctx: Context, guard: Gate, edge: Edge) => new Hono()
  .post('/password/forgot', describe({ summary: 'Mails a link that sets a new password', security: 'dpop', body: { type, schema: forgotRequest }, answers: { 202: { description: 'the same bytes whatever exists', schema: z.object({}) } } }), edge.patients, edge.freshNonce, async (c) => {
    const request = await readJson(c.req.raw, forgotRequest);
    const { address } = await edge.caller(c.req.raw, c.env, { origin: ctx.issuer });
    await forgotPassword(ctx, request, address);
    return json({}, 202);
  })

  .post('/password/link', describe({ summary: 'Whether a mailed link would still set a password; uses nothing up', security: 'dpop', body: { type, schema: resetLink }, answers: { 204: { description: 'it would' } } }), edge.patients, edge.freshNonce, async (c) => {
    const request = await readJson(c.req.raw, resetLink);
    await edge.caller(c.req.raw, c.env, { origin: ctx.issuer });
    await lookAtReset(ctx, request);
    return c.body(null, 204);
  })

  .post('/password/reset', describe({ summary: 'Uses the mailed link once: new password, every session ends', security: 'dpop', body: { type, schema: resetRequest }, answers: { 204: { description: 'done; log in now' } } }), edge.patients, edge.freshNonce, async (c) => {
    const request = await readJson(c.req.raw, resetRequest);
    await edge.caller(c.req.raw, c.env, { origin: ctx.issuer });
    await resetPassword(ctx, request);
    return c.body(null, 204);
  })

  .post('/register/here', describe({ summary: 'An account of another clinic asks this one too', security: 'token', body: { type, schema: registerHere }, answers: { 204: { description: 'asked' } } }), edge.patients, edge.freshNonce, async (c) => {
    await readJson(c.req.raw, registerHere);
    const access = await guard.base(c.req.raw);
    const clinic = clinicOfAccess(access);
    const now = ctx.clock();
    await ctx.db.transaction(async (tx) => {
      await askHere(tx, ctx, clinic, access.subject);
      await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'account', actor: access.subject, action: 'register-here', objectKind: 'account', object: access.subject, patient: null, outcome: 'done' });
    });
    return c.body(null, 204);
  })

  .get('/contact', describe({ summary: 'One\'s own address and telephone number', security: 'token', answers: { 200: { description: 'and whether the practice has others', schema: contactAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.base(c.req.raw);
    return json(await readContact(ctx, clinicOfAccess(access), access.subject));
  })

  .post('/contact/start', describe({ summary: 'Confirms both, or begins to change them', security: 'token', body: { type, schema: contactStart }, answers: { 200: { description: 'whether a link was mailed', schema: contactStarted } } }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.base(c.req.raw);
    return json(await startContact(ctx, clinicOfAccess(access), access.subject, access, await readJson(c.req.raw, contactStart)));
  })

  .post('/contact/verify', describe({ summary: 'Uses the link mailed to a new address once', security: 'dpop', body: { type, schema: contactVerify }, answers: { 204: { description: 'done' } } }), edge.patients, edge.freshNonce, async (c) => {
    const request = await readJson(c.req.raw, contactVerify);
    await edge.caller(c.req.raw, c.env, { origin: ctx.issuer });
    await verifyContact(ctx, request);
    return c.body(null, 204);
  })

  .get('/guardians', describe({ summary: 'Who may act for whom, and until when', security: 'token', answers: { 200: { description: 'as of today', schema: guardiansAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.base(c.req.raw);
    return json(await listGuardians(ctx, clinicOfAccess(access), access.subject));
  });
