/** A portal without a network, for fixtures, stories and tests: plain values that the caller sets. */
import type { MeAnswer, PageScope, PublicClinic } from '@balie/contracts';
import { examplePublicClinic } from '@balie/contracts/testing';
import type { Eid, EidState } from '@balie/portal-client/eid';
import type { AccountApi, CareApi, CodePrompt, Drafts, JoiningApi, Observable, PageState, Portal, SelfApi, ServicePage, Session } from '@balie/portal-client';

export interface Settable<T> extends Observable<T> { set(value: T): void }
export function observable<T>(value: T): Settable<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    get value() { return value; },
    set(next) { value = next; for (const listener of [...listeners]) listener(next); },
    subscribe(listener) { listeners.add(listener); return () => listeners.delete(listener); },
  };
}

/** The now of fixtures: a Monday morning in the practice. */
export const fixtureNow = Date.parse('2026-11-23T09:00:00Z');

export const fakeClinic: PublicClinic = examplePublicClinic();
export const fakeMe: MeAnswer = {
  sub: 'sub', clinic: 'de-linde', name: 'A. de Vries', email: 'a.devries@voorbeeld.nl', link: 'linked', draft_key: 'A'.repeat(43), record_name: 'A. de Vries', session_ends_at: '2026-11-23T17:00:00Z',
};

const refuse = (name: string) => () => Promise.reject(new Error(`the fixture says nothing about ${name}`));

export interface FakePage extends ServicePage { readonly state: Settable<PageState> }
export interface FakePortal extends Portal {
  readonly session: Settable<Session>;
  readonly online: Settable<boolean>;
  page(service: PageScope): FakePage;
  /** What was called, in order: `['logIn', 'a@b.nl', 'secret']`. */
  readonly calls: unknown[][];
  readonly eid: Eid & Settable<EidState>;
}
export interface FakeOptions {
  clinic?: Partial<PublicClinic>;
  session?: Session;
  /** Short for a session of `fakeMe` with these changes. */
  me?: Partial<MeAnswer>;
  pages?: Partial<Record<PageScope, PageState>>;
  care?: Partial<CareApi>;
  account?: Partial<AccountApi>;
  self?: Partial<SelfApi>;
  online?: boolean;
  storage?: boolean;
  /** The code that a log-in then asks for (C2). */
  logInCode?: Partial<CodeState>;
  /** Letter, consents, telephone number. */
  joining?: Partial<JoiningApi>;
  /** How an eID trip stands. */
  eid?: EidState;
  askPasskey?: ServicePage['askPasskey'];
  /** What is kept as draft, by name. */
  drafts?: Record<string, unknown>;
  /** What was typed in this tab before there was an account. */
  typed?: Record<string, unknown>;
  /** Replaces single methods. */
  portal?: Partial<Pick<Portal, 'register' | 'confirm' | 'logIn' | 'logInByPasskey' | 'phrase' | 'logOut' | 'refresh'>>;
}

type CodeState = Extract<PageState, { step: 'code' }>;
/** A code that was just sent. */
export const sentCode = (more: Partial<CodeState> = {}): CodeState => ({ step: 'code', by: 'email', to: 'a***@v***.nl', mark: 'K7', expiresAt: fixtureNow + 600_000, resendAt: fixtureNow + 60_000, problem: null, guessesLeft: null, checking: false, ...more });
type Noting = <A extends unknown[], R>(name: string, act: (...args: A) => R) => (...args: A) => R;
/** A code prompt that takes any code. */
export function fakePrompt(more: Partial<CodeState> = {}, noting: Noting = (_name, act) => act, right: () => void = () => {}): CodePrompt & { readonly state: Settable<PageState> } {
  const state = observable<PageState>(sentCode(more));
  return { state, get value() { return state.value; }, subscribe: state.subscribe, resend: noting('resend', async () => {}), submit: noting('submit', async (_code: string) => { state.set(openPage()); right(); }) };
}
export const openPage = (): PageState => ({ step: 'open', endsAt: fixtureNow + 900_000, finalAt: fixtureNow + 3_600_000, warn: false });

export function fakePortal(options: FakeOptions = {}): FakePortal {
  const calls: unknown[][] = [];
  /** Notes the call, then does what the fixture says. */
  const noted = <A extends unknown[], R>(name: string, act: (...args: A) => R) => (...args: A): R => { calls.push([name, ...args]); return act(...args); };
  const api = <Api extends object>(given: Partial<Api> | undefined) => new Proxy({ ...given } as Api, { get: (known, name: string) => (name === 'then' ? undefined : noted(name, (known as unknown as Record<string, () => Promise<unknown>>)[name] ?? refuse(name))) });
  const care = api<CareApi>(options.care);
  const account = api<AccountApi>(options.account);
  const typed = new Map<string, unknown>(Object.entries(options.typed ?? {}));
  const tab: Drafts = { load: async <T>(name: string) => (typed.get(name) ?? null) as T | null, save: async (name, value) => { typed.set(name, structuredClone(value)); }, clear: async (name) => { typed.delete(name); } };
  const noting = api<SelfApi>(options.self);
  // Beside what a patient asks of the service.
  const self = new Proxy(noting, { get: (known, name: keyof SelfApi) => (name === 'typed' ? async () => tab : known[name]) });
  const kept = new Map<string, unknown>(Object.entries(options.drafts ?? {}));
  const drafts: Drafts = {
    load: async <T>(name: string) => (kept.get(name) ?? null) as T | null,
    save: noted('drafts.save', async (name: string, value: unknown) => { kept.set(name, structuredClone(value)); }),
    clear: noted('drafts.clear', async (name: string) => { kept.delete(name); }),
  };
  const pages = new Map<PageScope, FakePage>();
  const makePage = (service: PageScope): FakePage => {
    const state = observable<PageState>(options.pages?.[service] ?? { step: 'closed', why: 'new' });
    return {
      service, state, care, account, get value() { return state.value; }, subscribe: (listener) => state.subscribe(listener),
      ask: noted('ask', async (..._child: [child?: string]) => {}), askPasskey: noted('askPasskey', options.askPasskey ?? (async () => 'cancelled' as const)), resend: noted('resend', async () => {}), submit: noted('submit', async (_code: string) => {}),
      touch: noted('touch', () => {}), close: noted('close', () => { state.set({ step: 'closed', why: 'new' }); }),
    };
  };
  const logInCode = (more: Partial<CodeState>) => fakePrompt(more, (name, act) => noted(`logIn.${name}`, act), () => session.set({ state: 'in', me: fakeMe }));
  const trip = observable<EidState>(options.eid ?? { step: 'none' });
  const eid: Eid & Settable<EidState> = { get value() { return trip.value; }, set: (value) => trip.set(value), subscribe: (listener) => trip.subscribe(listener), begin: noted('eid.begin', async (_wish: unknown) => { trip.set({ step: 'leaving', url: null }); }), take: noted('eid.take', async () => {}), retry: noted('eid.retry', async () => {}) };
  const session = observable<Session>(options.session ?? (options.me ? { state: 'in', me: { ...fakeMe, ...options.me } } : { state: 'out', why: null }));
  const { portal = {} } = options;
  return {
    clinic: { ...fakeClinic, ...options.clinic }, session, online: observable(options.online ?? true), storage: options.storage ?? true, drafts, calls, eid,
    register: noted('register', portal.register ?? (async () => {})),
    confirm: noted('confirm', portal.confirm ?? (async () => 'confirmed' as const)),
    logIn: noted('logIn', portal.logIn ?? (options.logInCode ? async () => logInCode(options.logInCode!) : async () => { session.set({ state: 'in', me: fakeMe }); return null; })),
    joining: new Proxy({ ...options.joining } as JoiningApi, { get: (given, name: string) => noted(name, (given as unknown as Record<string, () => Promise<unknown>>)[name] ?? refuse(name)) }),
    logInByPasskey: noted('logInByPasskey', portal.logInByPasskey ?? (async () => { session.set({ state: 'in', me: fakeMe }); return 'done' as const; })),
    phrase: portal.phrase ?? (async () => null),
    logOut: noted('logOut', portal.logOut ?? (async () => { session.set({ state: 'out', why: 'patient' }); })),
    self: async () => self,
    refresh: noted('refresh', portal.refresh ?? (async () => {})),
    page: (service) => { const page = pages.get(service) ?? makePage(service); pages.set(service, page); return page; },
  };
}
