/** Discovery, the first-party challenge and the token endpoints (RFC 8414, 6749, 7009, 9449; First-Party Applications draft). */
import { Hono } from 'hono';
import { acrs, challengeContinues, challengeDone, challengeRequest, json, jwksAnswer, parse, PublicError, readFields, readForm, revokeRequest, scopes, serverMetadata, tokenAnswer, tokenRequest } from '@balie/contracts';
import { redeemCode } from '../authorization-codes.ts';
import { challenge } from '../challenge.ts';
import { clientOf } from '../clients.ts';
import type { Context } from '../context.ts';
import { refresh, revoke } from '../families.ts';
import type { SigningKeys } from '../keys.ts';
import { describe } from './describe.ts';
import type { Edge } from './edge.ts';

const cacheable = { 'cache-control': 'public, max-age=3600' };
const grantTypes = ['authorization_code', 'refresh_token'];
const form = 'application/x-www-form-urlencoded';

export const oauthRoutes = (ctx: Context, keys: SigningKeys, edge: Edge) => new Hono()
  .get('/.well-known/oauth-authorization-server', describe({ summary: 'Metadata (RFC 8414)', answers: { 200: { description: 'metadata', schema: serverMetadata } } }), () => json(metadata(ctx), 200, cacheable))

  .get('/jwks', describe({ summary: 'Keys that sign: next, active and retiring', answers: { 200: { description: 'key set', schema: jwksAnswer } } }), async () => json(await keys.jwks(), 200, cacheable))

  .post('/authorize-challenge', describe({ summary: 'Log-in or step-up, step by step', security: 'dpop', body: { type: form, schema: challengeRequest }, answers: { 200: { description: 'authorization code', schema: challengeDone }, 400: { description: 'another step, with a new auth_session', schema: challengeContinues } } }), edge.both, edge.freshNonce, async (c) => {
    const request = await readForm(c.req.raw, challengeRequest);
    const client = clientOf(ctx, request.client_id);
    const { status, body } = await challenge(ctx, client, request, await edge.caller(c.req.raw, c.env, client));
    return json(body, status);
  })

  .post('/token', describe({ summary: 'Tokens for a code or a refresh token', security: 'dpop', body: { type: form, schema: tokenRequest }, answers: { 200: { description: 'tokens bound to the key of the proof', schema: tokenAnswer } } }), edge.both, edge.freshNonce, async (c) => {
    const fields = await readFields(c.req.raw);
    if (fields['grant_type'] !== undefined && !grantTypes.includes(fields['grant_type'])) throw new PublicError('unsupported_grant_type');
    const request = parse(tokenRequest, fields);
    const client = clientOf(ctx, request.client_id);
    const { jkt, device } = await edge.caller(c.req.raw, c.env, client);
    return json(request.grant_type === 'refresh_token'
      ? await refresh(ctx, keys, { client, jkt, refreshToken: request.refresh_token, scope: request.scope })
      : await redeemCode(ctx, keys, { client, jkt, code: request.code, verifier: request.code_verifier, redirectUri: request.redirect_uri, device }));
  })

  .post('/revoke', describe({ summary: 'Ends the family of a refresh token', security: 'dpop', body: { type: form, schema: revokeRequest }, answers: { 200: { description: 'done, or nothing to do' } } }), edge.both, edge.freshNonce, async (c) => {
    const request = await readForm(c.req.raw, revokeRequest);
    const client = clientOf(ctx, request.client_id);
    const { jkt } = await edge.caller(c.req.raw, c.env, client);
    await revoke(ctx, { client, jkt, token: request.token });
    return json({});
  });

const metadata = ({ issuer }: Context) => ({
  issuer, authorization_endpoint: `${issuer}/authorize`, authorization_challenge_endpoint: `${issuer}/authorize-challenge`, pushed_authorization_request_endpoint: `${issuer}/par`, token_endpoint: `${issuer}/token`, revocation_endpoint: `${issuer}/revoke`, jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'], response_modes_supported: ['fragment'], grant_types_supported: grantTypes, code_challenge_methods_supported: ['S256'], token_endpoint_auth_methods_supported: ['none'], revocation_endpoint_auth_methods_supported: ['none'],
  dpop_signing_alg_values_supported: ['ES256'], scopes_supported: scopes, acr_values_supported: acrs, authorization_response_iss_parameter_supported: true,
});
