/**
 * Client libraries that nobody here wrote, unmodified, against the service: log-in, code and refresh. They do the standards' part by themselves;
 * only the first-party challenge, which none of them knows, is posted with their key and their parameters.
 */
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import { InMemoryWebStorage, UserManager, WebStorageStateStore, type DPoPState, type INavigator } from 'oidc-client-ts';
import * as openid from 'openid-client';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { goodPassword, harness, issuer, openPrompt, type Device, type Harness } from '../../packages/token-service/test/harness.ts';

let h: Harness;
const email = 'independent@patient.example';
const call = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => h.service.app.request(input instanceof Request ? input : String(input), init);
/** As the libraries hand their requests over. */
const libraryFetch = (url: string, options: object): Promise<Response> => call(url, options as RequestInit);

beforeAll(async () => {
  // Their proofs carry the real time.
  h = await harness({ clock: () => new Date() });
  h.time.now = new Date();
  await h.account(email);
});
afterEach(() => vi.unstubAllGlobals());
afterAll(() => h.close());

/** Posts the parameters of an authorization request with a proof by the library's key; answers what a redirect would have carried back. */
async function challenge(parameters: Iterable<[string, string]>, keys: CryptoKeyPair): Promise<URLSearchParams> {
  const jwk = await exportJWK(keys.publicKey);
  const url = `${issuer}/authorize-challenge`;
  const proof = await new SignJWT({ jti: crypto.randomUUID(), htm: 'POST', htu: url, iat: Math.floor(Date.now() / 1000), nonce: h.service.nonce() }).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk }).sign(keys.privateKey);
  const body = new URLSearchParams([...parameters, ['username', email], ['password', goodPassword]]);
  const answer = await call(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', dpop: proof, origin: issuer }, body: body.toString() });
  const { authorization_code: code, iss, state } = await answer.json() as Record<string, string>;
  expect(answer.status).toBe(200);
  return new URLSearchParams({ code: code!, iss: iss!, ...(state ? { state } : {}) });
}

it('oidc-client-ts: an unmodified UserManager logs in through its navigator seam, redeems, refreshes and calls with proofs', async () => {
  vi.stubGlobal('fetch', call);
  vi.stubGlobal('window', globalThis);
  const kept = new Map<string, DPoPState>();
  const store = { set: async (key: string, value: DPoPState) => { kept.set(key, value); }, get: async (key: string) => kept.get(key)!, remove: async (key: string) => { const value = kept.get(key)!; kept.delete(key); return value; }, getAllKeys: async () => [...kept.keys()] };
  const seam: INavigator = {
    prepare: async () => ({
      navigate: async ({ url }) => ({ url: `${issuer}/return/de-linde?${await challenge(new URL(url).searchParams, [...kept.values()][0]!.keys)}` }),
      close: () => {},
    }),
    callback: async () => {},
  };
  const manager = new UserManager({
    authority: issuer, metadataUrl: `${issuer}/.well-known/oauth-authorization-server`, client_id: 'de-linde', redirect_uri: `${issuer}/return/de-linde`, popup_redirect_uri: `${issuer}/return/de-linde`, scope: 'portal', response_type: 'code',
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }), stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }), automaticSilentRenew: false, monitorSession: false, loadUserInfo: false,
    dpop: { bind_authorization_code: true, store },
  }, seam, seam, seam);
  const user = await manager.signinPopup();
  expect(user).toMatchObject({ token_type: 'DPoP', scope: 'portal' });
  const renewed = await manager.signinSilent();
  expect(renewed!.access_token).not.toBe(user.access_token);
  expect(renewed!.refresh_token).not.toBe(user.refresh_token);
  const me = `${issuer}/me`;
  const proof = await manager.dpopProof(me, renewed!, 'GET', h.service.nonce());
  expect(await (await call(me, { headers: { authorization: `DPoP ${renewed!.access_token}`, dpop: proof! } })).json()).toMatchObject({ email });
});

it('oauth4webapi: discovery, code, nonce, refresh and a call; its own check of access token and proof agrees with ours', async () => {
  const options = { [oauth.customFetch]: libraryFetch, [oauth.allowInsecureRequests]: true };
  const as = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), { ...options, algorithm: 'oauth2' }));
  const client: oauth.Client = { client_id: 'de-linde' };
  const keys = await oauth.generateKeyPair('ES256');
  const verifier = oauth.generateRandomCodeVerifier(), state = oauth.generateRandomState();
  const redirectUri = `${issuer}/return/de-linde`;
  const returned = await challenge(Object.entries({ client_id: 'de-linde', response_type: 'code', scope: 'portal', redirect_uri: redirectUri, state, code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', dpop_jkt: await calculateJwkThumbprint(await exportJWK(keys.publicKey)) }), keys);
  const parameters = oauth.validateAuthResponse(as, client, returned, state);
  const DPoP = oauth.DPoP(client, keys);
  const code = () => oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, redirectUri, verifier, { ...options, DPoP });
  const first = await oauth.processAuthorizationCodeResponse(as, client, await code()).catch(async (thrown: unknown) => {
    expect(oauth.isDPoPNonceError(thrown)).toBe(true);
    return oauth.processAuthorizationCodeResponse(as, client, await code());
  });
  const second = await oauth.processRefreshTokenResponse(as, client, await oauth.refreshTokenGrantRequest(as, client, oauth.None(), first.refresh_token!, { ...options, DPoP }));
  expect(second.refresh_token).not.toBe(first.refresh_token);
  let checked = false;
  const me = await oauth.protectedResourceRequest(second.access_token, 'GET', new URL(`${issuer}/me`), undefined, null, {
    ...options, DPoP,
    [oauth.customFetch]: async (url, init) => {
      const claims = await oauth.validateJwtAccessToken(as, new Request(url, { method: init.method, headers: init.headers }), `${issuer}/clinic/de-linde`, { ...options, requireDPoP: true });
      checked = claims.client_id === 'de-linde' && claims.scope === 'portal';
      return libraryFetch(url, init);
    },
  });
  expect(checked).toBe(true);
  expect(await me.json()).toMatchObject({ email });
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, oauth.None(), second.refresh_token!, { ...options, headers: { dpop: await revocationProof(keys) } }));
  await expect(oauth.refreshTokenGrantRequest(as, client, oauth.None(), second.refresh_token!, { ...options, DPoP }).then((answer) => oauth.processRefreshTokenResponse(as, client, answer))).rejects.toMatchObject({ error: 'invalid_grant' });
});

async function revocationProof(keys: CryptoKeyPair): Promise<string> {
  return new SignJWT({ jti: crypto.randomUUID(), htm: 'POST', htu: `${issuer}/revoke`, iat: Math.floor(Date.now() / 1000), nonce: h.service.nonce() }).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(keys.publicKey) }).sign(keys.privateKey);
}

it('openid-client: code and refresh with its own handling of the nonce; a replayed code ends the session', async () => {
  const config = await openid.discovery(new URL(issuer), 'de-linde', undefined, openid.None(), { algorithm: 'oauth2', execute: [openid.allowInsecureRequests], [openid.customFetch]: libraryFetch });
  const keys = await openid.randomDPoPKeyPair('ES256');
  const DPoP = openid.getDPoPHandle(config, keys);
  const verifier = openid.randomPKCECodeVerifier(), state = openid.randomState();
  const asked = openid.buildAuthorizationUrl(config, { redirect_uri: `${issuer}/return/de-linde`, scope: 'portal', state, code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', dpop_jkt: await DPoP.calculateThumbprint() });
  const back = new URL(`${issuer}/return/de-linde?${await challenge(asked.searchParams, keys)}`);
  const redeem = () => openid.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: state }, undefined, { DPoP });
  const tokens = await redeem();
  const renewed = await openid.refreshTokenGrant(config, tokens.refresh_token!, undefined, { DPoP });
  const me = () => openid.fetchProtectedResource(config, renewed.access_token, new URL(`${issuer}/me`), 'GET', undefined, undefined, { DPoP });
  expect(await (await me()).json()).toMatchObject({ email });
  await expect(redeem()).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(me()).rejects.toMatchObject({ cause: [expect.objectContaining({ scheme: 'dpop', parameters: expect.objectContaining({ error: 'invalid_token' }) as object })] });
});

it('a service opened by code is understood by them too: the step-up challenge of RFC 9470 and the page\'s own tokens', async () => {
  h.time.now = new Date();
  const base = await h.account('independent2@patient.example');
  const prompt = await openPrompt(h, base);
  const tokens = await prompt.open();
  const as = await oauth.processDiscoveryResponse(new URL(issuer), new Response(JSON.stringify(await (await call(`${issuer}/.well-known/oauth-authorization-server`)).json()), { headers: { 'content-type': 'application/json' } }));
  const url = `${issuer}/page/lease`;
  const request = new Request(url, { method: 'POST', headers: { authorization: `DPoP ${tokens.access_token}`, dpop: await (prompt.page as Device).proof(url, { accessToken: tokens.access_token }) } });
  const claims = await oauth.validateJwtAccessToken(as, request, `${issuer}/clinic/de-linde`, { requireDPoP: true, [oauth.customFetch]: libraryFetch, [oauth.allowInsecureRequests]: true });
  expect(claims).toMatchObject({ scope: 'prescriptions', page: prompt.made.page, acr: 'urn:balie:acr:email-code' });
});
