/**
 * The national eID as a way in, with its behaviour: one a document, shared by all its elements. In a chunk of its own, loaded with the page where the clinic has an
 * eID; the work behind it comes with the first press or return.
 */
import { button, eidForm, eidIsWay, eidName, errorWords, notice, phoneLink, waysForm, type LogInForm, type Texts } from '@balie/forms';
import type { EidPurpose, ElementName, MeAnswer, PublicClinic } from '@balie/contracts';
import type { Observable, Portal } from '@balie/portal-client';
import type { Eid, EidState, EidWish } from '@balie/portal-client/eid';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Relay } from '../runtime/relay.ts';
import { problem, type Problem } from './act.ts';

type Draft = NonNullable<EidWish['draft']>;
interface Host extends ReactiveControllerHost, HTMLElement {}
export interface EidPlace {
  t: Texts;
  stem: string;
  /** Rendered again when the trip's state changes. */
  host: Host;
  purpose: 'log-in' | 'register' | 'child' | 'confirm';
  /** Secret of a form that waits for this proof. */
  registration?: string;
  /** What stands typed and unsent, taken along when the patient leaves. */
  draft?: (() => Draft | undefined) | undefined;
}

export interface EidWays extends Observable<EidState> {
  readonly name: (t: Texts) => string;
  /** Log-in with all its ways (`LogInForm.ways`), and making an account by it; as the server drew them. Undefined where the clinic does not offer it there. */
  ways(place: EidPlace): LogInForm['ways'];
  form(place: EidPlace): TemplateResult | undefined;
  /** Only the button, for whoever is logged in already and needs more (RFC 9470). */
  stepUp(place: EidPlace, service: string): TemplateResult;
  /** Leaves at once, for a form that was sent just now. */
  leave(place: EidPlace): Promise<void>;
  /** Where it leads if nothing happens by itself, or how the trip stands. */
  after(t: Texts, host: Host, purpose: EidPlace['purpose']): unknown;
  /** In place of "you get a mail": an account that began with an eID may have no address yet. */
  follows(t: Texts, me: MeAnswer): string | undefined;
  /** How the trip stands: under way, back, or what went wrong. Null when there is nothing to say. */
  told(t: Texts, host: Host): TemplateResult | null;
  /** A `balie-eid=…` fragment; any other is left alone. */
  take(fragment: string): Promise<void>;
}

/** What another frame of ours said, as far as it is known and well-formed. */
function stateOf(data: unknown): EidState | 'retry' | null {
  if (data === 'retry') return data;
  const { step, purpose, result, error, draft, waits } = (data ?? {}) as Record<string, unknown>;
  if (step === 'none' || step === 'returning') return { step };
  if (typeof purpose !== 'string') return null;
  if (step === 'back' && typeof result === 'string') return { step, purpose: purpose as EidPurpose, result };
  return step === 'failed' && typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? { step, purpose: purpose as EidPurpose, error: failure(error as Problem['code']), ...(isDraft(draft) ? { draft } : {}), ...(waits === true ? { waits } : {}) } : null;
}
const isDraft = (draft: unknown): draft is Draft => typeof (draft as Partial<Draft> | undefined)?.name === 'string';
/** As a client's error looks, whose class is part of what is loaded later. */
const failure = (code: Problem['code']) => Object.assign(new Error(code), { name: 'PortalError', ...problem(code) });

/** Page of the practice's own site to come back to, for each element; the portal page where it has no page of its own. */
const pageOf: Partial<Record<string, keyof PublicClinic['pages']>> = { 'register-form': 'register', 'prescription-request': 'prescriptions', 'book-appointment': 'appointments', 'econsult-form': 'econsults', 'medical-record': 'record', 'guardian-accounts': 'guardians' } satisfies Partial<Record<ElementName, keyof PublicClinic['pages']>>;

/** `load`: the client's part. `host`: origin of the page that holds this frame, null where we are at top level. */
export function createEidWays(portal: Portal, load: () => Promise<Eid>, host: string | null): EidWays {
  const { clinic } = portal;
  const state = new Relay<EidState>({ step: 'none' });
  const hosts = new Set<Host>();
  state.subscribe(() => again());
  let loading: Promise<Eid> | undefined;
  let refused = false, pressed = false;
  /** Begun here, but the work behind it could not be loaded. */
  let missed: EidPlace | null = null;
  // The fragment may come to any frame of the page; how it ended is told in all of them.
  const channel = new BroadcastChannel(`balie:${clinic.id}:eid`);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const heard = stateOf(data);
    if (heard === 'retry') void loading?.then((made) => made.retry());
    else if (heard) state.set(heard);
  };
  const tell = (value: EidState) => { if (value.step === 'failed') channel.postMessage({ ...value, error: value.error.code }); else if (value.step !== 'leaving') channel.postMessage(value); };
  const eid = () => loading ??= load().then((made) => { state.follow(made); made.subscribe(tell); return made; }).catch((thrown: unknown) => { loading = undefined; throw thrown; });
  const name = (t: Texts) => eidName(t, clinic);
  const page = (element: string): string => {
    if (host !== null) return clinic.pages[pageOf[element] ?? 'portal'] ?? clinic.pages.portal;
    const own = `/hosted/${clinic.id}`;
    // Also where the page answers a press that came before its script (`/hosted/…/eid`).
    return location.origin + (location.pathname === own ? own : `${own}/${element}`);
  };

  const again = () => hosts.forEach((at) => at.requestUpdate());
  /** One press, one trip: also while the work behind it is still being loaded. */
  async function begin(place: EidPlace): Promise<void> {
    if (busy()) return;
    const { host: { localName: element }, purpose, registration, draft } = place;
    [pressed, missed] = [true, null];
    again();
    try {
      const made = await eid();
      refused = !portal.storage;
      if (refused) return;
      const typed = draft?.();
      await made.begin({ purpose, page: page(element), ...(registration ? { registration } : {}), ...(typed ? { draft: typed } : {}) });
    } catch {
      missed = place;
      state.set({ step: 'failed', purpose, error: failure(navigator.onLine ? 'temporarily_unavailable' : 'offline') });
    } finally {
      pressed = false;
      again();
    }
  }

  const told = (t: Texts, at: Host): TemplateResult | null => {
    hosts.add(at);
    const { value } = state;
    if (value.step === 'returning') return html`<p role="status">${t('eid.returning', { name: name(t) })}</p>`;
    if (value.step !== 'failed') return null;
    const { error, waits } = value;
    const down = error.code === 'temporarily_unavailable';
    const words = down ? t.rich('eid.down', { name: name(t), phone: phoneLink(clinic.phones.practice) }) : errorWords(t, clinic, error);
    const body = html`<p>${words}</p>${waits ? html`<p>${t('eid.waits')}</p>` : nothing}${waits || down || error.code === 'offline' ? html`<p>${button(t, { label: waits ? t('eid.again', { name: name(t) }) : t('common.retry'), onClick: retry })}</p>` : nothing}`;
    // Given up by oneself: nothing went wrong.
    return error.code === 'eid_cancelled' ? notice({ live: 'polite', body }) : notice({ kind: 'danger', live: 'assertive', title: t('eid.failedTitle', { name: name(t) }), body });
  };
  const retry = () => {
    if (missed) return void begin(missed);
    void loading?.then((made) => made.retry());
    channel.postMessage('retry');
  };
  const filled = (place: EidPlace) => ({ t: place.t, clinic, stem: place.stem, purpose: place.purpose === 'log-in' ? place.purpose : 'register' as const, busy: busy(), after: after(place.t, place.host, place.purpose), onSubmit: (event: SubmitEvent) => { event.preventDefault(); void begin(place); } });
  const after = (t: Texts, at: Host, purpose: EidPlace['purpose']): unknown => {
    hosts.add(at);
    if (refused) return notice({ kind: 'warning', live: 'assertive', body: t.rich('eid.noStorage', { name: name(t), phone: phoneLink(clinic.phones.practice) }) });
    const { value } = state;
    // Told once where a page has both forms: at the one the trip was for.
    if (value.step === 'failed' && (value.purpose === 'register') !== (purpose === 'register')) return nothing;
    if (value.step !== 'leaving') return told(t, at) ?? nothing;
    return value.url ? html`<p role="status"><a href=${value.url} target="_top">${t('eid.leavingLink', { name: name(t) })}</a></p>` : html`<p role="status">${t('eid.leaving', { name: name(t) })}</p>`;
  };
  const busy = () => pressed || state.value.step === 'returning' || (state.value.step === 'leaving' && state.value.url === null);

  return {
    get value() { return state.value; },
    subscribe: (listener) => state.subscribe(listener),
    name,
    ways: (place) => (eidIsWay(clinic, 'log-in') ? waysForm(filled(place)) : undefined),
    form: (place) => (eidIsWay(clinic, 'register') ? eidForm(filled(place)) : undefined),
    stepUp(place, service) {
      const { t } = place;
      return html`<div class="stack"><p>${t('eid.stepUp', { service, name: name(t) })}</p>${button(t, { label: t('eid.logIn', { name: name(t) }), kind: 'primary', busy: busy(), onClick: () => void begin(place) })}${after(t, place.host, place.purpose)}</div>`;
    },
    told, after, leave: begin,
    follows: (t, { email }) => (email === null ? t('eid.noMail') : undefined),
    take: async (fragment) => { if (fragment.startsWith('balie-eid=')) await eid().then((made) => made.take(fragment)).catch(() => undefined); },
  };
}
