import { expect } from '@open-wc/testing';
import { FakeService, refuse, secret, testClinic, until } from '../test/fake-service.ts';
import { createPortal, type PageState, type Portal, type PortalError } from './index.ts';
import { deviceStore } from './storage.ts';

const failure = async (act: Promise<unknown>): Promise<PortalError> => act.then(() => { throw new Error('should have failed'); }, (thrown: unknown) => thrown as PortalError);

describe('portal', () => {
  let service: FakeService;
  beforeEach(() => { service = new FakeService(); });
  afterEach(() => { service.restore(); history.replaceState(null, '', location.pathname + location.search); });

  const open = async (clinic = testClinic()): Promise<Portal> => {
    const portal = createPortal({ clinic, issuer: service.issuer });
    await until(() => portal.session.value.state !== 'unknown');
    return portal;
  };
  const loggedIn = async (clinic = testClinic()): Promise<Portal> => {
    const portal = await open(clinic);
    await portal.logIn('t@example.org', 'goed');
    return portal;
  };
  const step = <S extends PageState['step']>(state: PageState, name: S): Extract<PageState, { step: S }> => {
    if (state.step !== name) throw new Error(`${state.step} instead of ${name}`);
    return state as Extract<PageState, { step: S }>;
  };

  it('asks nothing of the server where nobody was logged in', async () => {
    const portal = await open();
    expect(portal.session.value).to.deep.equal({ state: 'out', why: null });
    expect(service.seen).to.have.length(0);
    expect(portal.storage).to.equal(true);
  });

  it('logs in with user name and password, no code (S0-16, S0-38)', async () => {
    const portal = await loggedIn();
    expect(portal.session.value.state).to.equal('in');
    const first = service.seen.find((one) => one.path === '/authorize-challenge')!;
    expect(first.form['dpop_jkt']).to.equal(first.jkt);
    expect(first.form['scope']).to.equal('portal');
    expect(first.form['redirect_uri']).to.equal(`${service.issuer}/return/${portal.clinic.id}`);
  });

  it('tells a wrong password by its code', async () => {
    const portal = await open();
    expect((await failure(portal.logIn('t@example.org', 'fout'))).code).to.equal('wrong_credentials');
    expect(portal.session.value.state).to.equal('out');
  });

  it('asks for the code of a log-in where there is one, by its own way, and is in once that was right (S2-14, S4-37)', async () => {
    const portal = await open();
    service.logInCode = 'sms_code';
    const code = (await portal.logIn('t@example.org', 'goed'))!;
    expect(step(code.value, 'code')).to.include({ by: 'sms', mark: 'K7', problem: null });
    expect(portal.session.value.state).to.equal('out');
    await code.submit('000000');
    expect(step(code.value, 'code')).to.include({ problem: 'wrong_code', guessesLeft: 4 });
    await code.resend();
    expect(step(code.value, 'code')).to.include({ problem: null, checking: false });
    const { code: typed } = service.mails.at(-1)!;
    await code.submit(`${typed.slice(0, 3)} ${typed.slice(3)}`);
    expect(code.value.step).to.equal('open');
    expect(portal.session.value.state).to.equal('in');
    expect(new Set(service.seen.filter(({ path }) => path === '/authorize-challenge').map(({ jkt }) => jkt)).size).to.equal(1);
    expect(service.last('/authorize-challenge').form).to.include({ client_id: portal.clinic.id, code: typed });
  });

  it('keeps the code of a log-in over a lost network, and begins again when it took too long', async () => {
    const portal = await open();
    service.logInCode = 'email_code';
    const code = (await portal.logIn('t@example.org', 'goed'))!;
    service.down = true;
    await code.submit('123456');
    expect(step(code.value, 'code')).to.include({ problem: 'offline', checking: false });
    service.down = false;
    service.override['/authorize-challenge'] = () => refuse('invalid_session');
    await code.submit('123456');
    expect(step(code.value, 'failed').error.code).to.equal('invalid_session');
    expect(portal.session.value.state).to.equal('out');
  });

  it('says so when codes are closed for today, instead of asking for one', async () => {
    const portal = await open();
    service.override['/authorize-challenge'] = () => refuse('code_guesses_spent', { auth_session: secret(), guesses_left: 0 });
    expect((await failure(portal.logIn('t@example.org', 'goed'))).code).to.equal('code_guesses_spent');
  });

  it('tells how long to wait', async () => {
    const portal = await open();
    service.override['/authorize-challenge'] = () => refuse('too_many_requests', { retry_after: 8, id: 'ABCDEFGHJK' }, 429);
    const error = await failure(portal.logIn('t@example.org', 'goed'));
    expect([error.code, error.retryAfter, error.id]).to.deep.equal(['too_many_requests', 8, 'ABCDEFGHJK']);
  });

  it('says offline when no answer comes, and logs in when asked again', async () => {
    const portal = await open();
    service.down = true;
    expect((await failure(portal.logIn('t@example.org', 'goed'))).code).to.equal('offline');
    expect(portal.online.value).to.equal(false);
    service.down = false;
    await portal.logIn('t@example.org', 'goed');
    expect(portal.session.value.state).to.equal('in');
    expect(portal.online.value).to.equal(true);
  });

  it('keeps a key that nobody can export, and no token in any storage a script can list (T02)', async () => {
    const portal = await loggedIn();
    const key = await deviceStore(`balie:${portal.clinic.id}`).get<CryptoKeyPair>('key');
    expect(key!.privateKey.extractable).to.equal(false);
    await failure(crypto.subtle.exportKey('jwk', key!.privateKey));
    await failure(crypto.subtle.exportKey('pkcs8', key!.privateKey));
    expect([...Object.keys(localStorage), ...Object.keys(sessionStorage)]).to.deep.equal([]);
    expect(document.cookie).to.equal('');
  });

  it('answers a demand for a nonce and keeps to it', async () => {
    const portal = await open();
    service.nonce = 'nonce-1';
    await portal.logIn('t@example.org', 'goed');
    expect(portal.session.value.state).to.equal('in');
    expect(service.last('/me').claims['nonce']).to.equal('nonce-1');
    service.nonce = 'nonce-2';
    await portal.refresh();
    expect(service.last('/me').claims['nonce']).to.equal('nonce-2');
    await portal.page('prescriptions').ask();
    expect(portal.page('prescriptions').value.step).to.equal('code');
  });

  it('has the first nonce from the page\'s own head: no call is refused for want of one', async () => {
    const entries = performance.getEntriesByType.bind(performance);
    performance.getEntriesByType = (type) => (type === 'navigation' ? [{ serverTiming: [{ name: 'cache', description: 'hit' }, { name: 'dpop', description: 'nonce-0' }] } as unknown as PerformanceEntry] : entries(type));
    try {
      service.nonce = 'nonce-0';
      const portal = await open();
      await portal.logIn('t@example.org', 'goed');
      expect(portal.session.value.state).to.equal('in');
      expect([service.count('/authorize-challenge'), service.count('/token')]).to.deep.equal([1, 1]);
    } finally { performance.getEntriesByType = entries; }
  });

  it('does the work that is asked of it in a storm, then logs in, goes on to a code, or hears that the password is wrong (T14)', async () => {
    service.workBits = 8;
    const portal = await open();
    expect(await portal.logIn('t@example.org', 'goed')).to.equal(null);
    expect([portal.session.value.state, service.worked]).to.deep.equal(['in', 1]);
    expect((await failure((await open()).logIn('t@example.org', 'fout'))).code).to.equal('wrong_credentials');
    service.logInCode = 'email_code';
    const prompt = await (await open()).logIn('t@example.org', 'goed');
    expect([prompt!.value.step, service.worked]).to.deep.equal(['code', 3]);
    service.workBits = 60;
    expect((await failure((await open()).logIn('t@example.org', 'goed'))).code).to.equal('server_error');
  });

  it('ignores a code in the fragment that it did not ask for (T18)', async () => {
    const clinic = testClinic();
    history.replaceState(null, '', `#code=${secret()}&state=${secret()}&iss=${encodeURIComponent(service.issuer)}`);
    const portal = await open(clinic);
    expect(portal.session.value.state).to.equal('out');
    expect(service.seen).to.have.length(0);
    expect(await deviceStore(`balie:${clinic.id}`).keys()).to.deep.equal([]);
  });

  for (const iss of ['https://elsewhere.example', undefined]) {
    it(`rejects an answer ${iss ? 'of another issuer' : 'that does not say who gave it'} before the code is redeemed (T19)`, async () => {
      const portal = await open();
      service.override['/authorize-challenge'] = (seen) => ({ status: 200, body: { authorization_code: secret(), ...(iss ? { iss } : {}), state: seen.form['state'] } });
      expect((await failure(portal.logIn('t@example.org', 'goed'))).code).to.equal('server_error');
      expect(service.count('/token')).to.equal(0);
      expect(portal.session.value.state).to.equal('out');
    });
  }

  it('rejects an answer to another log-in (T18)', async () => {
    const portal = await open();
    service.override['/authorize-challenge'] = () => ({ status: 200, body: { authorization_code: secret(), iss: service.issuer, state: 'another' } });
    await failure(portal.logIn('t@example.org', 'goed'));
    expect(service.count('/token')).to.equal(0);
  });

  it('a second frame is logged in by the first, with the same device key and without a refresh', async () => {
    const clinic = testClinic();
    const first = await open(clinic);
    const second = await open(clinic);
    await first.logIn('t@example.org', 'goed');
    await until(() => second.session.value.state === 'in');
    expect(service.count('/token')).to.equal(1);
    expect(new Set(service.seen.map((one) => one.jkt)).size).to.equal(1);
  });

  it('where one frame sees that the account was linked, the others see it too (S0-23)', async () => {
    const clinic = testClinic();
    let state = 'requested';
    service.override['/me'] = () => ({ status: 200, body: { sub: service.sub, clinic: clinic.id, name: 'T. Test', email: 't@example.org', link: state, draft_key: service.draftKey, record_name: null, session_ends_at: '2030-01-01T00:00:00Z' } });
    const first = await loggedIn(clinic);
    const second = await open(clinic);
    state = 'linked';
    await first.refresh();
    await until(() => second.session.value.state === 'in' && second.session.value.me.link === 'linked');
    const asked = service.count('/me');
    await first.refresh();
    expect(service.count('/me'), 'nothing new, nobody else asks').to.equal(asked + 1);
  });

  it('two frames that need a token at once refresh once (T07)', async () => {
    const clinic = testClinic();
    const first = await loggedIn(clinic);
    const second = await open(clinic);
    await until(() => second.session.value.state === 'in');
    service.expireAccess();
    await Promise.all([first.refresh(), second.refresh()]);
    expect(service.seen.filter((one) => one.form['grant_type'] === 'refresh_token')).to.have.length(1);
  });

  it('two documents that open at once with a kept session refresh once (T07)', async () => {
    const clinic = testClinic();
    await deviceStore(`balie:${clinic.id}`).set('unused', 1);
    const first = await loggedIn(clinic);
    const kept = await deviceStore(`balie:${clinic.id}`).get<{ token: string }>('session');
    await deviceStore(`balie:${clinic.id}`).set('session', { ...kept, at: Date.now() - 10 * 60_000 });
    // The first document's own token no longer counts, as if it were gone.
    service.expireAccess();
    const [a, b] = await Promise.all([open(clinic), open(clinic)]);
    expect([a.session.value.state, b.session.value.state, first.session.value.state]).to.deep.equal(['in', 'in', 'in']);
    expect(service.seen.filter((one) => one.form['grant_type'] === 'refresh_token')).to.have.length(1);
  });

  it('log-out ends the other frames too', async () => {
    const clinic = testClinic();
    const first = await loggedIn(clinic);
    const second = await open(clinic);
    await until(() => second.session.value.state === 'in');
    await first.logOut();
    await until(() => second.session.value.state === 'out');
    expect(first.session.value).to.deep.equal({ state: 'out', why: 'patient' });
    expect(second.session.value).to.deep.equal({ state: 'out', why: 'patient' });
    expect(service.count('/logout')).to.equal(1);
  });

  for (const late of ['a refresh', 'a log-in', 'a refresh that is being kept'] as const) {
    it(`${late} that is answered after a log-out does not undo it`, async () => {
      const clinic = testClinic();
      const store = deviceStore(`balie:${clinic.id}`);
      const portal = await loggedIn(clinic);
      /** What another frame does that logs out. */
      const leave = async () => { await store.remove('session'); new BroadcastChannel(`balie:${clinic.id}`).postMessage({ type: 'out', why: 'patient' }); await until(() => portal.session.value.state === 'out'); };
      let answer = () => {};
      const asked = new Promise<void>((arrived) => { service.override['/token'] = async (seen) => { arrived(); await new Promise<void>((go) => { answer = go; }); return service.token(seen); }; });
      if (late !== 'a log-in') service.expireAccess();
      const act = failure(late === 'a log-in' ? portal.logIn('t@example.org', 'goed') : portal.refresh());
      await asked;
      const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')!;
      if (late === 'a refresh that is being kept') {
        // The store's transaction stays open until the log-out was heard.
        Object.defineProperty(IDBObjectStore.prototype, 'put', { ...put, value(this: IDBObjectStore, ...args: [unknown, IDBValidKey]) {
          const request = (put.value as IDBObjectStore['put']).apply(this, args);
          const stay = () => { if (portal.session.value.state === 'in') this.get('').onsuccess = stay; };
          stay();
          new BroadcastChannel(`balie:${clinic.id}`).postMessage({ type: 'out', why: 'patient' });
          return request;
        } });
      } else await leave();
      answer();
      try { expect((await act).code).to.equal('login_required'); } finally { Object.defineProperty(IDBObjectStore.prototype, 'put', put); }
      expect(portal.session.value).to.deep.equal({ state: 'out', why: 'patient' });
      expect(await store.get('session')).to.equal(undefined);
      const before = service.seen.length;
      expect((await failure(portal.refresh())).code).to.equal('login_required');
      expect(service.seen.slice(before)).to.deep.equal([]);
    });
  }

  it('log-out on a shared computer forgets key and drafts', async () => {
    const portal = await loggedIn();
    await portal.drafts.save('econsult', { question: 'privé' });
    await portal.logOut({ shared: true });
    expect(await deviceStore(`balie:${portal.clinic.id}`).keys()).to.deep.equal([]);
  });

  it('logs out without a network', async () => {
    const portal = await loggedIn();
    service.down = true;
    await portal.logOut();
    expect(portal.session.value.state).to.equal('out');
    expect(await deviceStore(`balie:${portal.clinic.id}`).get('session')).to.equal(undefined);
  });

  it('a session the server ended is told as ended', async () => {
    const portal = await loggedIn();
    service.endAll();
    await failure(portal.refresh());
    expect(portal.session.value).to.deep.equal({ state: 'out', why: 'ended' });
  });

  it('a patient who comes back without a network is not logged out', async () => {
    const clinic = testClinic();
    const first = await loggedIn(clinic);
    service.expireAccess();
    const kept = await deviceStore(`balie:${clinic.id}`).get<{ token: string }>('session');
    await deviceStore(`balie:${clinic.id}`).set('session', { ...kept, at: Date.now() - 10 * 60_000 });
    service.down = true;
    const second = createPortal({ clinic, issuer: service.issuer });
    await until(() => !second.online.value);
    expect(second.session.value.state).to.equal('unknown');
    service.down = false;
    await second.refresh();
    expect(second.session.value.state).to.equal('in');
    expect(first.session.value.state).to.equal('in');
  });

  describe('a service page', () => {
    it('asks a code at the click, opens with it, and its calls carry the page key (S0-24, S0-25, S0-39)', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      expect(page.value).to.deep.equal({ step: 'closed', why: 'new' });
      expect(service.mails).to.have.length(0);
      await page.ask();
      const code = step(page.value, 'code');
      expect([code.mark, code.to, code.problem]).to.deep.equal(['K7', 't***@e***.org', null]);
      const { code: digits } = service.mails[0]!;
      await page.submit(` ${digits.slice(0, 3)} ${digits.slice(3)}`);
      expect(page.value.step).to.equal('open');
      expect(await page.care.medication()).to.include.keys('items', 'requests', 'terms');
      expect(service.last('/care/medication').jkt).not.to.equal(service.last('/me').jkt);
      expect(portal.page('prescriptions')).to.equal(page);
    });

    it('says a wrong code and how many guesses are left; the right one still opens', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit('000000');
      const state = step(page.value, 'code');
      expect([state.problem, state.guessesLeft, state.mark, state.checking]).to.deep.equal(['wrong_code', 4, 'K7', false]);
      await page.submit(service.mails[0]!.code);
      expect(page.value.step).to.equal('open');
    });

    it('a new code by re-sending replaces the first', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.resend();
      await page.submit(service.mails[0]!.code);
      expect(step(page.value, 'code').problem).to.equal('wrong_code');
      await page.submit(service.mails[1]!.code);
      expect(page.value.step).to.equal('open');
    });

    it('re-sending too soon says when it may', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      service.override['/authorize-challenge'] = () => refuse('too_many_requests', { retry_after: 30 }, 429);
      await page.resend();
      const state = step(page.value, 'code');
      expect(state.problem).to.equal('too_many_requests');
      expect(Math.round((state.resendAt - Date.now()) / 1000)).to.equal(30);
    });

    it('a network drop keeps the prompt, and the same code opens it later', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      service.down = true;
      await page.submit(service.mails[0]!.code);
      expect(step(page.value, 'code').problem).to.equal('offline');
      service.down = false;
      await page.submit(service.mails[0]!.code);
      expect(page.value.step).to.equal('open');
    });

    for (const [name, answer] of [['that is out of reach', () => refuse('temporarily_unavailable', { retry_after: 5 }, 503)], ['whose proxy answers for it', () => ({ status: 502, body: {} })]] as const) {
      it(`a service ${name} keeps the prompt, and the same code opens it later`, async () => {
        const portal = await loggedIn();
        const page = portal.page('prescriptions');
        await page.ask();
        service.override['/authorize-challenge'] = answer;
        await page.submit(service.mails[0]!.code);
        expect(step(page.value, 'code')).to.include({ problem: 'temporarily_unavailable', checking: false });
        service.override['/authorize-challenge'] = undefined;
        await page.submit(service.mails[0]!.code);
        expect(page.value.step).to.equal('open');
      });
    }

    it('a code asked in another frame says so here (N6, S0-31)', async () => {
      const clinic = testClinic();
      const first = await loggedIn(clinic);
      const second = await open(clinic);
      await until(() => second.session.value.state === 'in');
      await first.page('prescriptions').ask();
      await second.page('econsults').ask();
      await until(() => step(first.page('prescriptions').value, 'code').problem === 'code_replaced');
      expect(step(second.page('econsults').value, 'code').problem).to.equal(null);
    });

    it('closing the page drops its key and tells the server (S0-28, T11)', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      expect(page.value).to.deep.equal({ step: 'closed', why: 'left' });
      expect(service.beacons).to.include(service.closeSecret);
      const asked = service.count('/authorize-challenge');
      await page.submit(service.mails[0]!.code);
      expect(service.count('/authorize-challenge')).to.equal(asked);
      expect((await failure(page.care.medication())).code).to.equal('page_closed');
    });

    it('opening again makes a new key and a new code (S0-30)', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      const before = service.last('/authorize-challenge').jkt;
      page.close();
      await page.ask();
      expect(service.last('/authorize-challenge').jkt).not.to.equal(before);
      expect(service.mails).to.have.length(2);
    });

    it('renews its token when a call needs one, never by itself', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      const before = service.count('/token');
      service.expireAccess();
      await page.care.medication();
      expect(service.count('/token')).to.equal(before + 1);
      expect(service.last('/token').jkt).to.equal(service.last('/care/medication').jkt);
    });

    it('what the server closed is closed here', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      service.override['/care/medication'] = () => refuse('page_closed', {}, 401);
      expect((await failure(page.care.medication())).code).to.equal('page_closed');
      expect(page.value).to.deep.equal({ step: 'closed', why: 'ended' });
    });

    it('what asks for more than this page has closes it; one act that does leaves it open (T31)', async () => {
      const portal = await loggedIn();
      const page = portal.page('account');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      service.override['/account/factors/remove'] = () => refuse('insufficient_user_authentication', { acr_values: 'urn:balie:acr:sms-code' }, 401);
      expect((await failure(page.account.removeFactor(crypto.randomUUID()))).code).to.equal('insufficient_user_authentication');
      expect(page.value.step).to.equal('open');
      service.override['/account/phrase'] = () => refuse('insufficient_user_authentication', { acr_values: 'urn:balie:acr:sms-code', scope: 'account' }, 401);
      expect((await failure(page.account.setPhrase(null))).code).to.equal('insufficient_user_authentication');
      expect(page.value).to.deep.equal({ step: 'closed', why: 'ended' });
    });

    it('real input renews the lease, at most once a minute', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      page.touch();
      expect(service.count('/page/lease')).to.equal(0);
      const now = Date.now;
      Date.now = () => now() + 61_000;
      try {
        page.touch();
        page.touch();
        await until(() => service.count('/page/lease') === 1);
        await until(() => step(page.value, 'open').finalAt < now() + 61_000 + 3_001_000);
        expect(service.count('/page/lease')).to.equal(1);
      } finally { Date.now = now; }
    });

    it('warns two minutes before the end and closes at the end (T11)', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      const now = Date.now;
      try {
        Date.now = () => now() + 13.5 * 60_000;
        document.dispatchEvent(new Event('visibilitychange'));
        expect(step(page.value, 'open').warn).to.equal(true);
        Date.now = () => now() + 15.1 * 60_000;
        document.dispatchEvent(new Event('visibilitychange'));
        expect(page.value).to.deep.equal({ step: 'closed', why: 'idle' });
      } finally { Date.now = now; }
    });

    it('logging out closes it', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      await portal.logOut();
      expect(page.value).to.deep.equal({ step: 'closed', why: 'logged-out' });
    });

    it('a send that is refused for a taken time brings the free ones (N9)', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      const slot = { id: crypto.randomUUID(), start: '2026-05-04T08:00:00Z', end: '2026-05-04T08:10:00Z', practitioner: { id: crypto.randomUUID(), name: 'Arts', role: 'gp' } };
      service.override['/care/holds'] = () => refuse('slot_taken', { alternatives: [slot] }, 409);
      const error = await failure(page.care.hold(slot.id, 'consult'));
      expect([error.code, error.alternatives]).to.deep.equal(['slot_taken', [slot]]);
    });

    it('tells the end of a hold by the clock of a device that is wrong (N9)', async () => {
      const portal = await loggedIn();
      const page = portal.page('appointments');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      // The server's clock is an hour ahead of this device's.
      const ahead = Date.now() + 3_600_000;
      const slot = { id: crypto.randomUUID(), start: '2026-05-04T08:00:00Z', end: '2026-05-04T08:10:00Z', practitioner: { id: crypto.randomUUID(), name: 'Arts', role: 'gp' } };
      service.override['/care/holds'] = () => ({ status: 200, body: { id: crypto.randomUUID(), slot, type: 'consult', expiresAt: new Date(ahead + 180_000).toISOString(), canExtend: true }, headers: { date: new Date(ahead).toUTCString() } });
      const { expiresAt } = await page.care.hold(slot.id, 'consult');
      expect(Date.parse(expiresAt) - Date.now()).to.be.within(175_000, 182_000);
    });

    it('repeats the idempotency key it is given', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      const key = crypto.randomUUID();
      service.override['/care/prescription-requests'] = () => ({ status: 200, body: { id: crypto.randomUUID(), number: 'R-7K4M-2Q', receivedAt: '2026-05-04T08:00:00Z', promise: null } });
      service.down = true;
      const order = { lines: [{ medicationId: crypto.randomUUID() }] };
      expect((await failure(page.care.orderPrescriptions(order, key))).code).to.equal('offline');
      service.down = false;
      expect((await page.care.orderPrescriptions(order, key)).number).to.equal('R-7K4M-2Q');
      expect(service.last('/care/prescription-requests').headers.get('idempotency-key')).to.equal(key);
    });

    it('an answer that breaks its contract is the server’s mistake', async () => {
      const portal = await loggedIn();
      const page = portal.page('prescriptions');
      await page.ask();
      await page.submit(service.mails[0]!.code);
      service.override['/care/medication'] = () => ({ status: 200, body: { items: 'geheim' } });
      expect((await failure(page.care.medication())).code).to.equal('server_error');
    });
  });

  describe('drafts', () => {
    it('are kept encrypted, for their own account only (N7)', async () => {
      const clinic = testClinic();
      const portal = await loggedIn(clinic);
      await portal.drafts.save('econsult', { question: 'hoofdpijn' });
      expect(await portal.drafts.load('econsult')).to.deep.equal({ question: 'hoofdpijn' });
      const store = deviceStore(`balie:${clinic.id}`);
      const [id] = (await store.keys()).filter((one) => one.startsWith('draft:'));
      const kept = await store.get<{ data: ArrayBuffer }>(id!);
      expect(new TextDecoder().decode(kept!.data)).not.to.contain('hoofdpijn');
      await portal.logOut();
      expect(await portal.drafts.load('econsult')).to.equal(null);
      service.sub = 'sub-b';
      await portal.logIn('b@example.org', 'goed');
      expect(await portal.drafts.load('econsult')).to.equal(null);
      service.sub = 'sub-a';
      await portal.logIn('t@example.org', 'goed');
      expect(await portal.drafts.load('econsult')).to.deep.equal({ question: 'hoofdpijn' });
    });

    it('go after a day, and when cleared', async () => {
      const portal = await loggedIn();
      await portal.drafts.save('a', 1);
      await portal.drafts.save('b', 2);
      await portal.drafts.clear('a');
      expect(await portal.drafts.load('a')).to.equal(null);
      const now = Date.now;
      try {
        Date.now = () => now() + 24 * 3_600_000 + 1;
        expect(await portal.drafts.load('b')).to.equal(null);
      } finally { Date.now = now; }
      expect((await deviceStore(`balie:${portal.clinic.id}`).keys()).filter((one) => one.startsWith('draft:'))).to.deep.equal([]);
    });

    it('go on being kept when the session has expired', async () => {
      const portal = await loggedIn();
      service.endAll();
      await failure(portal.refresh());
      await portal.drafts.save('econsult', 'na het einde');
      await portal.logIn('t@example.org', 'goed');
      expect(await portal.drafts.load('econsult')).to.equal('na het einde');
    });
  });
});
