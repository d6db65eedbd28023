/** Letter and PIN, from the desk to the patient's account; consents and the telephone number that follow. */
import { Hono } from 'hono';
import {
  activationAct, activationChosen, activationConfirm, activationConfirmed, activationLetter, activationLink, activationOrder, activationPassword, activationPin, activationState, consentRequest, deskActivation, deskActivations, json, phoneActivation, phoneAnswer, phoneCode,
  phoneRequest, readJson, setupAnswer,
} from '@balie/contracts';
import * as z from 'zod/mini';
import { beginActivation, listActivations, mailActivation, newLetter, voidActivation } from '../activation-desk.ts';
import { checkPin, choosePassword, confirmActivation, readActivation, resendSecond } from '../activation.ts';
import type { Context } from '../context.ts';
import { activatePhone, addPhone, provePhone } from '../factors.ts';
import type { Gate } from '../guard.ts';
import type { SigningKeys } from '../keys.ts';
import { counterKey, limits, spend } from '../limits.ts';
import { agree, readSetup } from '../setup.ts';
import { describe } from './describe.ts';
import type { Edge } from './edge.ts';

const type = 'application/json';
const done = { 204: { description: 'done' } };
const sent = { 202: { description: 'the mail is on its way', schema: z.object({}) } };

/** A member of staff, counted before anything is read or parsed for them. */
async function memberOf(ctx: Context, guard: Gate, request: Request) {
  const access = await guard.staff(request);
  await spend(ctx.db, counterKey(ctx, 'staff', access.staff), limits.staff, ctx.clock());
  return access;
}

export const joiningRoutes = (ctx: Context, keys: SigningKeys, guard: Gate, edge: Edge) => new Hono()
  .post('/activation', describe({ summary: 'How far a mailed activation link has come', security: 'dpop', body: { type, schema: activationLink }, answers: { 200: { description: 'what is asked next', schema: activationState } } }), edge.patients, edge.freshNonce, async (c) => {
    const wish = await readJson(c.req.raw, activationLink);
    await edge.caller(c.req.raw, c.env, { origin: ctx.issuer });
    return json({ step: await readActivation(ctx, wish) });
  })
  .post('/activation/pin', describe({ summary: 'Checks the PIN of the letter', security: 'dpop', body: { type, schema: activationPin }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const wish = await readJson(c.req.raw, activationPin);
    await checkPin(ctx, wish, (await edge.caller(c.req.raw, c.env, { origin: ctx.issuer })).address);
    return c.body(null, 204);
  })
  .post('/activation/password', describe({ summary: 'Chooses the password: by letter the second mail goes out, by the link alone the account is there', security: 'dpop', body: { type, schema: activationPassword }, answers: { 200: { description: 'the account is there', schema: activationChosen }, 202: { description: 'the mail is on its way', schema: activationChosen } } }), edge.patients, edge.freshNonce, async (c) => {
    const wish = await readJson(c.req.raw, activationPassword);
    const chosen = await choosePassword(ctx, wish, (await edge.caller(c.req.raw, c.env, { origin: ctx.issuer })).address);
    return json(chosen, chosen.state === 'mailed' ? 202 : 200);
  })
  .post('/activation/resend', describe({ summary: 'The second mail once more', security: 'dpop', body: { type, schema: activationLink }, answers: sent }), edge.patients, edge.freshNonce, async (c) => {
    const wish = await readJson(c.req.raw, activationLink);
    await edge.caller(c.req.raw, c.env, { origin: ctx.issuer });
    await resendSecond(ctx, wish);
    return json({}, 202);
  })
  .post('/activation/confirm', describe({ summary: 'The second link with the password: the account is there', security: 'dpop', body: { type, schema: activationConfirm }, answers: { 200: { description: 'logged in, or known already', schema: activationConfirmed } } }), edge.patients, edge.freshNonce, async (c) => {
    const wish = await readJson(c.req.raw, activationConfirm);
    return json(await confirmActivation(ctx, keys, wish, (await edge.caller(c.req.raw, c.env, { origin: ctx.issuer })).jkt));
  })

  .get('/account/setup', describe({ summary: 'What one still has to agree to or set up here', security: 'token', answers: { 200: { description: 'documents, telephone number', schema: setupAnswer } } }), edge.patients, edge.freshNonce, async (c) =>
    json(await readSetup(ctx, await guard.base(c.req.raw))))
  .post('/account/consents', describe({ summary: 'Agrees to the documents as they are now', security: 'token', body: { type, schema: consentRequest }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.base(c.req.raw);
    await agree(ctx, access, (await readJson(c.req.raw, consentRequest)).agreed);
    return c.body(null, 204);
  })
  .post('/account/phone', describe({ summary: 'A telephone number as second factor: sends it a code', security: 'token', body: { type, schema: phoneRequest }, answers: { 200: { description: 'the code is on its way', schema: phoneAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.base(c.req.raw);
    return json(await addPhone(ctx, access, await readJson(c.req.raw, phoneRequest), ctx.addressOf(c.req.raw, c.env)));
  })
  .post('/account/phone/code', describe({ summary: 'The code that came there, or another one sent', security: 'token', body: { type, schema: phoneCode }, answers: { 204: { description: 'right' } } }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.base(c.req.raw);
    const proof = await provePhone(ctx, access, await readJson(c.req.raw, phoneCode), ctx.addressOf(c.req.raw, c.env));
    return 'right' in proof ? c.body(null, 204) : json(proof, 400);
  })
  .post('/account/phone/activate', describe({ summary: 'Activates the number, with the password again', security: 'token', body: { type, schema: phoneActivation }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.base(c.req.raw);
    await activatePhone(ctx, access, await readJson(c.req.raw, phoneActivation));
    return c.body(null, 204);
  })

  .get('/staff/activations', describe({ summary: 'Accounts the practice began and nobody finished', security: 'token', answers: { 200: { description: 'newest first', schema: deskActivations } } }), edge.desk, async (c) =>
    json({ activations: await listActivations(ctx, await memberOf(ctx, guard, c.req.raw)) }))
  .post('/staff/activations', describe({ summary: 'Begins an account for a patient: the PIN of the letter, once, or a mail', security: 'token', body: { type, schema: activationOrder }, answers: { 200: { description: 'to print', schema: activationLetter } } }), edge.desk, async (c) => {
    const access = await memberOf(ctx, guard, c.req.raw);
    return json(await beginActivation(ctx, access, await readJson(c.req.raw, activationOrder)));
  })
  .post('/staff/activations/letter', describe({ summary: 'A new PIN; the old one is dead', security: 'token', body: { type, schema: activationAct }, answers: { 200: { description: 'to print', schema: activationLetter } } }), edge.desk, async (c) => {
    const access = await memberOf(ctx, guard, c.req.raw);
    return json(await newLetter(ctx, access, (await readJson(c.req.raw, activationAct)).id));
  })
  .post('/staff/activations/mail', describe({ summary: 'Sends the mail that waits for its link', security: 'token', body: { type, schema: activationAct }, answers: { 200: { description: 'sent', schema: deskActivation } } }), edge.desk, async (c) => {
    const access = await memberOf(ctx, guard, c.req.raw);
    return json(await mailActivation(ctx, access, (await readJson(c.req.raw, activationAct)).id));
  })
  .post('/staff/activations/void', describe({ summary: 'Ends an unfinished one', security: 'token', body: { type, schema: activationAct }, answers: done }), edge.desk, async (c) => {
    const access = await memberOf(ctx, guard, c.req.raw);
    await voidActivation(ctx, access, (await readJson(c.req.raw, activationAct)).id);
    return c.body(null, 204);
  });
