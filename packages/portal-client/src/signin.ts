/**
 * Authorization code with PKCE by `oidc-client-ts`, over the challenge endpoint instead of a redirect. In a chunk of its own, loaded at the
 * first log-in. Nothing here reads the page's URL: a code that stands there is nobody's (T18).
 */
import { ErrorResponse, OidcClient, type OidcClientSettings, type StateStore } from 'oidc-client-ts';
import type { ChallengeDone, Scope } from '@balie/contracts';
import { readTokens } from './answers.ts';
import { thumbprint, type KeyPair } from './dpop.ts';
import { toPortalError, type Http } from './http.ts';
import { PortalError } from './types.ts';

export interface Signin {
  /** Fields of the first POST /authorize-challenge. */
  readonly fields: Record<string, string>;
  /** Checks who answered and that it answers this log-in, then redeems the code. May be called again after `offline`. */
  finish(done: ChallengeDone): Promise<ReturnType<typeof readTokens>>;
}

export async function beginSignin(http: Http, client: { issuer: string; id: string; redirectUri: string }, scope: Scope, key: KeyPair): Promise<Signin> {
  const oidc = new OidcClient({
    authority: client.issuer, client_id: client.id, redirect_uri: client.redirectUri, scope,
    metadata: { issuer: client.issuer, authorization_endpoint: `${http.origin}/authorize-challenge`, token_endpoint: `${http.origin}/token` },
    stateStore: memoryState(), dpop: { store: keyStore(http, client.id, key) }, requestTimeoutInSeconds: 30,
  });
  const request = await oidc.createSigninRequest({ dpopJkt: await thumbprint(key) });
  const fields = Object.fromEntries(new URL(request.url).searchParams);
  return {
    fields,
    async finish({ authorization_code: code, iss, state }) {
      if (iss !== client.issuer || state === undefined || state !== fields['state']) throw new PortalError('server_error');
      try {
        const { access_token, token_type, refresh_token, scope: granted, expires_in } = await oidc.processSigninResponse(`${client.redirectUri}?${new URLSearchParams({ code, state })}`, undefined, false);
        return readTokens({ access_token, token_type, expires_in, scope: granted, ...(refresh_token ? { refresh_token } : {}) });
      } catch (thrown) {
        if (thrown instanceof PortalError) throw thrown;
        // Only the code is taken over: an ErrorResponse also holds what was sent.
        throw thrown instanceof ErrorResponse ? toPortalError({ status: 400, body: { error: thrown.error } }) : new PortalError(isNetwork(thrown) ? 'offline' : 'server_error');
      }
    },
  };
}

const isNetwork = (thrown: unknown) => thrown instanceof TypeError || (thrown instanceof Error && thrown.name === 'ErrorTimeout');

/** The verifier lives as long as this log-in does; the library would have put it in localStorage. */
function memoryState(): StateStore {
  const kept = new Map<string, string>();
  return {
    set: async (key, value) => { kept.set(key, value); },
    get: async (key) => kept.get(key) ?? null,
    remove: async (key) => { const value = kept.get(key) ?? null; kept.delete(key); return value; },
    getAllKeys: async () => [...kept.keys()],
  };
}

/** Shows the library our one key, and shares the nonce with our own calls. */
function keyStore(http: Http, clientId: string, keys: KeyPair): NonNullable<OidcClientSettings['dpop']>['store'] {
  const state = () => ({ keys, ...(http.nonce ? { nonce: http.nonce } : {}) });
  return {
    getAllKeys: async () => [clientId],
    get: async () => state(),
    set: async (_key, { nonce }) => { http.nonce = nonce ?? http.nonce; },
    remove: async () => state(),
  };
}
