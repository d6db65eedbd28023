/** One's own account: behind a page of the scope `account`, opened by a code like a service. */
import { Hono } from 'hono';
import { accessLogAnswer, accessLogQuery, accountAnswer, accountClosing, accountExport, devicesEnd, factorRemoval, json, notificationChoice, notificationsAnswer, parse, passkeyAnswer, passkeyOptionsAnswer, passwordChange, phraseAnswer, phraseChange, phraseRequest, profileChange, profileChanged, readJson } from '@balie/contracts';
import { deviceLabel } from '@balie/rules';
import { changePassword, closeAccount, endDevices, exportAccount, readAccount, readLog, removeFactor, setPhrase } from '../account.ts';
import { clinicOf } from '../clients.ts';
import { startContact } from '../contact.ts';
import type { Context } from '../context.ts';
import { phraseFor } from '../devices.ts';
import type { Gate } from '../guard.ts';
import { chooseNotification, readNotifications } from '../notifications.ts';
import { addPasskey, offerPasskey } from '../passkeys.ts';
import { describe } from './describe.ts';
import type { Edge } from './edge.ts';

const type = 'application/json';
const done = { 204: { description: 'done' } };

export const ownAccountRoutes = (ctx: Context, guard: Gate, edge: Edge) => new Hono()
  .get('/account', describe({ summary: 'Profile, factors, devices and practices of one\'s own account', security: 'token', answers: { 200: { description: 'what is held', schema: accountAnswer } } }), edge.patients, edge.freshNonce, async (c) =>
    json(await readAccount(ctx, await guard.account(c.req.raw))))

  .get('/account/log', describe({ summary: 'Who saw or changed what, newest first', security: 'token', answers: { 200: { description: 'one part, and where the next begins', schema: accessLogAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    const { before } = parse(accessLogQuery, c.req.query());
    return json(await readLog(ctx, access, before === undefined ? undefined : Number(before)));
  })

  .post('/account/export', describe({ summary: 'Everything held about the account', security: 'token', answers: { 200: { description: 'to keep', schema: accountExport } } }), edge.patients, edge.freshNonce, async (c) =>
    json(await exportAccount(ctx, await guard.account(c.req.raw))))

  .post('/account/profile', describe({ summary: 'Changes name and telephone number, and begins to change the address', security: 'token', body: { type, schema: profileChange }, answers: { 200: { description: 'changed', schema: profileChanged } } }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    return json(await startContact(ctx, access.client.clinic!, access.account, null, await readJson(c.req.raw, profileChange)));
  })

  .post('/account/password', describe({ summary: 'Changes the password and ends every other session', security: 'token', body: { type, schema: passwordChange }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    await changePassword(ctx, access, await readJson(c.req.raw, passwordChange));
    return c.body(null, 204);
  })

  .post('/account/devices/end', describe({ summary: 'Logs out one device, or all others', security: 'token', body: { type, schema: devicesEnd }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    await endDevices(ctx, access, (await readJson(c.req.raw, devicesEnd)).device);
    return c.body(null, 204);
  })

  .post('/account/factors/remove', describe({ summary: 'Takes a second factor or passkey away', security: 'token', body: { type, schema: factorRemoval }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    await removeFactor(ctx, access, (await readJson(c.req.raw, factorRemoval)).factor);
    return c.body(null, 204);
  })

  .post('/account/passkey/options', describe({ summary: 'What the authenticator is asked to make', security: 'token', answers: { 200: { description: 'options, and the auth_session that holds their challenge', schema: passkeyOptionsAnswer } } }), edge.patients, edge.freshNonce, async (c) =>
    json(await offerPasskey(ctx, await guard.account(c.req.raw))))

  .post('/account/passkey', describe({ summary: 'Adds what the authenticator made', security: 'token', body: { type, schema: passkeyAnswer }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    await addPasskey(ctx, access, await readJson(c.req.raw, passkeyAnswer), deviceLabel(c.req.raw.headers.get('user-agent')));
    return c.body(null, 204);
  })

  .post('/account/phrase', describe({ summary: 'Words of one\'s own at the log-in', security: 'token', body: { type, schema: phraseChange }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    await setPhrase(ctx, access, (await readJson(c.req.raw, phraseChange)).phrase);
    return c.body(null, 204);
  })

  .get('/account/notifications', describe({ summary: 'What the practice tells of, and how', security: 'token', answers: { 200: { description: 'a channel for each kind', schema: notificationsAnswer } } }), edge.patients, edge.freshNonce, async (c) =>
    json(await readNotifications(ctx, await guard.account(c.req.raw))))

  .post('/account/notifications', describe({ summary: 'Chooses how to hear of one kind: mail, SMS or not at all', security: 'token', body: { type, schema: notificationChoice }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    await chooseNotification(ctx, access, await readJson(c.req.raw, notificationChoice));
    return c.body(null, 204);
  })

  .post('/account/close', describe({ summary: 'Closes the account for good', security: 'token', body: { type, schema: accountClosing }, answers: done }), edge.patients, edge.freshNonce, async (c) => {
    const access = await guard.account(c.req.raw);
    await closeAccount(ctx, access, (await readJson(c.req.raw, accountClosing)).password);
    return c.body(null, 204);
  })

  .post('/device/phrase', describe({ summary: 'Before a log-in: the words by which a known device knows this page', security: 'dpop', body: { type, schema: phraseRequest }, answers: { 200: { description: 'null for a device nobody logged in with', schema: phraseAnswer } } }), edge.patients, edge.freshNonce, async (c) => {
    clinicOf(ctx, (await readJson(c.req.raw, phraseRequest)).clinic, 'invalid_request');
    const { jkt } = await edge.caller(c.req.raw, c.env, { origin: ctx.issuer });
    return json({ phrase: await phraseFor(ctx, jkt) });
  });
