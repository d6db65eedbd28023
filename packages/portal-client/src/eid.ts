/**
 * An eID trip as a frame sees it (docs/protocol.md, "eID"): pushed, gone at top level after a click, back with a fragment that only this device can use. In a chunk of
 * its own, for clinics that have an eID. The page's URL is never read here: whoever holds the document hands the fragment over.
 */
import type { EidPurpose, ErrorCode } from '@balie/contracts';
import { errors } from '@balie/contracts/error-codes';
import { readTokens, take } from './answers.ts';
import { base64url, utf8 } from './dpop.ts';
import { coreOf } from './core.ts';
import { toPortalError } from './http.ts';
import { withLock } from './storage.ts';
import { PortalError, type Observable, type Portal } from './types.ts';
import { Value } from './value.ts';

export type EidState =
  | { step: 'none' }
  /** On the way: `url` for whom the browser did not take there by itself. */
  | { step: 'leaving'; url: string | null }
  | { step: 'returning' }
  /** Logged in by it, or what else came of it. */
  | { step: 'back'; purpose: EidPurpose; result: string }
  /** `draft`: what was typed before, where nobody came back to own it; `waits`: the service keeps the form, so the same trip can be made once more. */
  | { step: 'failed'; purpose: EidPurpose; error: PortalError; draft?: { name: string; value: unknown }; waits?: boolean };

export interface EidWish {
  purpose: EidPurpose;
  /** The registered page of the clinic to come back to; its path, put on the site that holds this frame. */
  page: string;
  /** Secret of a form that waits for this proof. */
  registration?: string;
  /** What was typed before logging in, and the draft it shall become for who comes back. */
  draft?: { name: string; value: unknown };
}
export interface Eid extends Observable<EidState> {
  /** After the patient's own click. Resolves when the browser was told to leave; rejects never: see the state. */
  begin(wish: EidWish): Promise<void>;
  /** A `balie-eid=…` fragment of the page, already gone from its address. A stranger's is ignored, and changes nothing (T18). */
  take(fragment: string): Promise<void>;
  /** Once more: after `offline` the code still counts for some minutes; else the trip that failed, with what was typed and the form that waits. */
  retry(): Promise<void>;
}

interface Sealed { name: string; iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer; key: CryptoKey }
interface Trip extends Pick<EidWish, 'purpose' | 'page' | 'registration'> { verifier: string; redirectUri: string; /** Epoch ms. */ at: number; draft: Sealed | null }
/** The server forgets a trip after so long, in ms. */
const life = 30 * 60_000;
/** Until the way there is offered as a link, in ms: some browsers let a frame leave only while its click is fresh. */
const patience = 1_500;
const prefix = 'eid:';
const readPushed = take<{ request_uri: string; expires_in: number }>({ request_uri: 'string', expires_in: 'number' });
const secret = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** `host`: origin of the page that holds this frame; null at top level. */
export function createEid(portal: Portal, host: string | null, go: (url: string) => void = goTop): Eid {
  const { base, drafts, readMe } = coreOf(portal);
  const { clinic } = portal;
  const state = new Value<EidState>({ step: 'none' });
  let pending: { trip: Trip; code: string } | null = null;
  /** The trip that failed on the way. */
  let missed: Omit<EidWish, 'draft'> & { draft: Sealed | null } | null = null;

  async function push(wish: NonNullable<typeof missed>): Promise<string> {
    const [key, trip] = [await base.key(), { state: secret(), verifier: secret() }];
    const redirectUri = host === null ? wish.page : host + new URL(wish.page).pathname + new URL(wish.page).search;
    const form = {
      client_id: clinic.id, response_type: 'code', scope: 'portal', redirect_uri: redirectUri, state: trip.state, code_challenge: base64url(await crypto.subtle.digest('SHA-256', utf8(trip.verifier))), code_challenge_method: 'S256',
      purpose: wish.purpose, ui_locales: clinic.locale, ...(wish.registration ? { registration: wish.registration } : {}),
    };
    const call = { method: 'POST', path: '/par', form } as const;
    // Whoever is logged in says so: the trip is then for that account and no other.
    const body = await base.exists() ? await base.call(call).catch((thrown: unknown) => { if (!(thrown instanceof PortalError) || thrown.code !== 'login_required' || wish.purpose === 'attach') throw thrown; return base.http.call({ ...call, key }); }) : await base.http.call({ ...call, key });
    const { request_uri: requestUri } = readPushed(body);
    await sweep();
    await base.store.set(prefix + trip.state, { ...wish, verifier: trip.verifier, redirectUri, at: Date.now() } satisfies Trip);
    return `${base.http.origin}/authorize?${new URLSearchParams({ client_id: clinic.id, request_uri: requestUri })}`;
  }

  async function finish(): Promise<void> {
    const { trip, code } = pending!;
    state.set({ step: 'returning' });
    try {
      const tokens = readTokens(await base.http.call({ method: 'POST', path: '/token', key: await base.key(), form: { grant_type: 'authorization_code', client_id: clinic.id, code, code_verifier: trip.verifier, redirect_uri: trip.redirectUri } }));
      pending = null;
      await base.adopt(tokens);
      await readMe();
      if (trip.draft) await claim(trip.draft);
      state.set({ step: 'back', purpose: trip.purpose, result: 'logged-in' });
    } catch (thrown) {
      const error = thrown instanceof PortalError ? thrown : new PortalError('server_error');
      if (!['offline', 'temporarily_unavailable', 'too_many_requests'].includes(error.code)) pending = null;
      state.set({ step: 'failed', purpose: trip.purpose, error: error.code === 'invalid_grant' ? new PortalError('eid_lost') : error });
    }
  }

  async function leave(wish: NonNullable<typeof missed>): Promise<void> {
    if (state.value.step === 'leaving' && state.value.url === null) return;
    state.set({ step: 'leaving', url: null });
    missed = null;
    try {
      await base.ready;
      const url = await push(wish);
      try { go(url); } catch { /* the click is too long ago: the link does it */ }
      setTimeout(() => { if (state.value.step === 'leaving') state.set({ step: 'leaving', url }); }, patience);
    } catch (thrown) { miss(wish, thrown instanceof PortalError ? thrown : new PortalError('server_error')); }
  }
  function miss({ purpose, page, registration, draft }: NonNullable<typeof missed>, error: PortalError, typed: EidWish['draft'] | null = null): void {
    missed = { purpose, page, draft, ...(registration ? { registration } : {}) };
    // Used up, or an hour old: the form is filled in again.
    state.set({ step: 'failed', purpose, error, ...(typed ? { draft: typed } : {}), ...(registration && error.code !== 'link_invalid' ? { waits: true } : {}) });
  }

  /** Drafts typed before logging in become the draft of the account that returned. */
  async function claim(sealed: Sealed): Promise<void> {
    const draft = await unsealed(sealed);
    if (draft) await drafts.save(draft.name, draft.value);
  }

  async function sweep(): Promise<void> {
    for (const id of (await base.store.keys()).filter((one) => one.startsWith(prefix))) if ((await base.store.get<Trip>(id))!.at < Date.now() - life) await base.store.remove(id);
  }

  return {
    get value() { return state.value; },
    subscribe: (listener) => state.subscribe(listener),
    async begin({ draft, ...wish }) { await leave({ ...wish, draft: draft ? await sealed(draft) : null }); },
    async take(fragment) {
      const { 'balie-eid': name = '', code, error, result, iss } = Object.fromEntries(new URLSearchParams(fragment));
      // Told by our own hosted page to who came without the cookie: there is no trip to look up.
      if (name === 'lost' && host === null && error === 'eid_lost') return state.set({ step: 'failed', purpose: 'log-in', error: new PortalError('eid_lost') });
      if (iss !== base64url(utf8(base.client.issuer))) return;
      await base.ready;
      const trip = await withLock(`balie:${clinic.id}:eid`, async () => {
        const found = await base.store.get<Trip>(prefix + name);
        if (found) await base.store.remove(prefix + name);
        return found;
      });
      if (!trip || trip.at < Date.now() - life) return;
      if (code) {
        pending = { trip, code };
        return finish();
      }
      if (error) miss(trip, toPortalError({ status: errors[error as ErrorCode] ?? 500, body: { error } }), trip.draft && await unsealed(trip.draft));
      else state.set({ step: 'back', purpose: trip.purpose, result: result ?? '' });
    },
    async retry() {
      if (pending) await finish();
      else if (missed) await leave(missed);
    },
  };
}

/** The key lies beside what it seals, cannot be exported, and both go with the trip. */
async function sealed({ name, value }: { name: string; value: unknown }): Promise<Sealed> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { name, iv, key, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, utf8(JSON.stringify(value))) };
}

async function unsealed({ name, iv, data, key }: Sealed): Promise<{ name: string; value: unknown } | null> {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data).catch(() => null);
  return plain && { name, value: JSON.parse(new TextDecoder().decode(plain)) as unknown };
}

/** Our own document leads the browser there, so that it arrives as same-origin: no script of the clinic's page can. */
function goTop(url: string): void { (window.top ?? window).location.href = url; }
