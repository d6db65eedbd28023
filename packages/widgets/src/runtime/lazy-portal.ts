/** A portal at once, its client when needed: a log-in form must not wait for keys, storage and OAuth. */
import type { PageScope, PublicClinic } from '@balie/contracts';
import type { AccountApi, CareApi, PageState, Portal, PortalError, ServicePage, Session } from '@balie/portal-client';
import { lazily } from '@balie/portal-client/lazily';
import { Relay } from './relay.ts';

export interface LazyPortal extends Portal {
  /** Loads the client, once; again after a failure. */
  readonly start: () => Promise<Portal>;
}

/** The client could not be loaded; its error class is part of it. */
const unreachable = () => Object.assign(new Error('offline'), { name: 'PortalError', code: navigator.onLine ? 'temporarily_unavailable' : 'offline', id: null, retryAfter: null, fields: [], guessesLeft: null, alternatives: [] }) as unknown as PortalError;

class LazyPage extends Relay<PageState> implements ServicePage {
  readonly service: PageScope;
  readonly care: CareApi;
  readonly account: AccountApi;
  readonly #start: () => Promise<Portal>;
  #page: ServicePage | undefined;
  constructor(service: PageScope, start: () => Promise<Portal>) {
    super({ step: 'closed', why: 'new' });
    this.service = service;
    this.#start = start;
    this.care = lazily(async () => (await this.#ready()).care);
    this.account = lazily(async () => (await this.#ready()).account);
  }
  async #ready(): Promise<ServicePage> { return this.meet(await this.#start()); }
  /** Joins the page of the client, as soon as there is one. */
  meet(portal: Portal): ServicePage {
    if (!this.#page) {
      this.#page = portal.page(this.service);
      this.follow(this.#page);
    }
    return this.#page;
  }
  async ask(child?: string) {
    this.set({ step: 'sending' });
    let page: ServicePage;
    try { page = await this.#ready(); } catch (thrown) { return this.set({ step: 'failed', error: thrown as PortalError }); }
    await page.ask(child);
  }
  async askPasskey(child?: string) { return (await this.#ready()).askPasskey(child); }
  async resend() { await (await this.#ready()).resend(); }
  async submit(code: string) { await (await this.#ready()).submit(code); }
  touch() { this.#page?.touch(); }
  close() { this.#page?.close(); }
}

export function lazyPortal(clinic: PublicClinic, load: () => Promise<Portal>): LazyPortal {
  const session = new Relay<Session>({ state: 'unknown' });
  const online = new Relay(navigator.onLine);
  const pages = new Map<PageScope, LazyPage>();
  let portal: Portal | undefined;
  let loading: Promise<Portal> | undefined;

  const start = () => loading ??= load().then((made) => {
    portal = made;
    for (const page of pages.values()) page.meet(made);
    online.follow(made.online);
    session.follow(made.session);
    return made;
  }).catch(() => {
    loading = undefined;
    throw unreachable();
  });

  return {
    clinic, session, online, start,
    get storage() { return portal?.storage ?? true; },
    drafts: lazily(async () => (await start()).drafts),
    register: async (request) => (await start()).register(request),
    confirm: async (secret, password) => (await start()).confirm(secret, password),
    logIn: async (username, password) => (await start()).logIn(username, password),
    logInByPasskey: async () => (await start()).logInByPasskey(),
    phrase: async () => (await start()).phrase(),
    joining: lazily(async () => (await start()).joining),
    logOut: async (how) => (await start()).logOut(how),
    self: async () => (await start()).self(),
    refresh: async () => (await start()).refresh(),
    page(service) {
      let page = pages.get(service);
      if (!page) {
        pages.set(service, page = new LazyPage(service, start));
        if (portal) page.meet(portal);
      }
      return page;
    },
  };
}
