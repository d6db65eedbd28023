import { expect } from '@open-wc/testing';
import { FakeService, refuse, secret, testClinic, until } from '../test/fake-service.ts';
import { base64url, utf8 } from './dpop.ts';
import { createEid, type Eid } from './eid.ts';
import { createPortal, type Portal } from './index.ts';
import { deviceStore } from './storage.ts';

const page = 'http://example.localhost:4401/portaal?a=b';
const host = 'http://www.example.localhost:4401';

describe('an eID trip in the browser', () => {
  let service: FakeService;
  let gone: string[];
  beforeEach(() => { service = new FakeService(); gone = []; });
  afterEach(() => service.restore());
  const open = async (clinic = testClinic()): Promise<Portal> => {
    const portal = createPortal({ clinic, issuer: service.issuer });
    await until(() => portal.session.value.state !== 'unknown');
    return portal;
  };
  const start = async (portal: Portal, wish: Partial<Parameters<Eid['begin']>[0]> = {}, at: string | null = host) => {
    const eid = createEid(portal, at, (url) => gone.push(url));
    await eid.begin({ purpose: 'log-in', page, ...wish });
    return eid;
  };
  const iss = base64url(utf8(location.origin));
  const back = (more: Record<string, string>, state = service.pushed.at(-1)!.form['state']!) => `balie-eid=${state}&${new URLSearchParams({ ...more, iss })}`;
  const kept = async (portal: Portal) => (await deviceStore(`balie:${portal.clinic.id}`).keys()).filter((key) => key.startsWith('eid:'));

  it('pushes PKCE and the registered page on the site that holds the frame, keeps its secrets on the device, and leads the browser away', async () => {
    const portal = await open();
    const eid = await start(portal);
    const { form } = service.pushed[0]!;
    expect(form).to.include({ redirect_uri: `${host}/portaal?a=b`, purpose: 'log-in', code_challenge_method: 'S256', response_type: 'code', scope: 'portal' });
    expect(gone).to.have.length(1);
    expect(new URL(gone[0]!).pathname).to.equal('/authorize');
    expect([...new URL(gone[0]!).searchParams.keys()]).to.deep.equal(['client_id', 'request_uri']);
    expect(await kept(portal)).to.deep.equal([`eid:${form['state']}`]);
    expect(eid.value).to.deep.equal({ step: 'leaving', url: null });
    await until(() => eid.value.step === 'leaving' && eid.value.url !== null);
  });

  it('comes back into another document of the same device: logged in, the other frames told, nothing left', async () => {
    const portal = await open();
    await start(portal);
    const code = service.eidCode();
    // The document that left is gone; two frames of the page it comes back to.
    const [one, other] = [await open(portal.clinic), await open(portal.clinic)];
    const eid = createEid(one, host);
    await eid.take(back({ code }));
    expect(eid.value).to.deep.equal({ step: 'back', purpose: 'log-in', result: 'logged-in' });
    expect(one.session.value.state).to.equal('in');
    await until(() => other.session.value.state === 'in');
    expect(await kept(portal)).to.deep.equal([]);
    expect(service.last('/token').form).to.include({ grant_type: 'authorization_code', code, redirect_uri: `${host}/portaal?a=b` });
  });

  it('of several frames that were handed the fragment one uses it', async () => {
    const portal = await open();
    await start(portal);
    const fragment = back({ code: service.eidCode() });
    const frames = await Promise.all([1, 2, 3].map(async () => createEid(await open(portal.clinic), host)));
    await Promise.all(frames.map((eid) => eid.take(fragment)));
    expect(service.count('/token')).to.equal(1);
    expect(frames.filter((eid) => eid.value.step === 'back')).to.have.length(1);
  });

  it('T18 a foreign code is ignored and nothing changes: unknown state, another issuer, no state', async () => {
    const portal = await open();
    await start(portal);
    const code = service.eidCode();
    const before = await kept(portal);
    const eid = createEid(portal, host);
    const { state } = service.pushed[0]!.form;
    for (const fragment of [back({ code }, secret()), `balie-eid=${state}&code=${code}&iss=${base64url(utf8('https://evil.example'))}`, `balie-eid=${state}&code=${code}`, `balie-eid=&code=${code}&iss=${iss}`, 'balie-eid=lost&error=eid_lost', `balie-eid=${secret()}&error=identity_mismatch&iss=${iss}`]) await eid.take(fragment);
    expect(service.seen.filter(({ path, form }) => path === '/token' && form['code'] === code)).to.deep.equal([]);
    expect(eid.value).to.deep.equal({ step: 'none' });
    expect(await kept(portal)).to.deep.equal(before);
    expect(portal.session.value.state).to.equal('out');
  });

  it('says what went wrong, and forgets the trip', async () => {
    const portal = await open();
    const eid = await start(portal);
    await eid.take(back({ error: 'eid_cancelled' }));
    expect(eid.value).to.include({ step: 'failed' });
    expect(eid.value.step === 'failed' && eid.value.error.code).to.equal('eid_cancelled');
    expect(await kept(portal)).to.deep.equal([]);
  });

  it('a form that waits, and what was typed, go along when a trip that was cancelled is made once more (S4-32)', async () => {
    const portal = await open();
    const registration = secret();
    await start(portal, { purpose: 'register', registration, draft: { name: 'vraag', value: 'knie' } });
    const returned = await open(portal.clinic);
    const eid = createEid(returned, host, (url) => gone.push(url));
    await eid.take(back({ error: 'eid_cancelled' }));
    expect(eid.value).to.include({ step: 'failed', waits: true });
    await eid.retry();
    expect(service.last('/par').form).to.include({ purpose: 'register', registration });
    expect(gone).to.have.length(2);
    await createEid(returned, host).take(back({ code: service.eidCode() }));
    expect(await returned.drafts.load('vraag')).to.equal('knie');
  });

  it('a form that the server no longer has waits for nothing', async () => {
    service.override['/par'] = () => refuse('link_invalid');
    const eid = await start(await open(), { purpose: 'register', registration: secret() });
    expect(eid.value).to.include({ step: 'failed' }).and.not.to.have.property('waits');
  });

  it('without internet at the return the code is kept, and counts at the next try', async () => {
    const portal = await open();
    const eid = await start(portal);
    const fragment = back({ code: service.eidCode() });
    service.down = true;
    await eid.take(fragment);
    expect(eid.value.step === 'failed' && eid.value.error.code).to.equal('offline');
    service.down = false;
    await eid.retry();
    expect(portal.session.value.state).to.equal('in');
  });

  it('what was typed before becomes the draft of the account that returns; its key cannot be exported and goes with the trip', async () => {
    const portal = await open();
    await start(portal, { draft: { name: 'vraag', value: { text: 'Mijn knie is dik.' } } });
    const [name] = await kept(portal);
    const trip = await deviceStore(`balie:${portal.clinic.id}`).get<{ draft: { key: CryptoKey; data: ArrayBuffer } }>(name!);
    expect(trip!.draft.key.extractable).to.equal(false);
    expect(new TextDecoder().decode(trip!.draft.data)).not.to.contain('knie');
    const returned = await open(portal.clinic);
    await createEid(returned, host).take(back({ code: service.eidCode() }));
    expect(await returned.drafts.load('vraag')).to.deep.equal({ text: 'Mijn knie is dik.' });
  });

  it('S4-32 N7 what was typed comes back with a trip that was given up, to the form it was typed in', async () => {
    const portal = await open();
    const draft = { name: 'register-number', value: { email: 'a@patient.example' } };
    await start(portal, { purpose: 'register', draft });
    const eid = createEid(await open(portal.clinic), host);
    await eid.take(back({ error: 'eid_cancelled' }));
    expect(eid.value.step === 'failed' && [eid.value.error.code, eid.value.draft]).to.deep.equal(['eid_cancelled', draft]);
    expect(await kept(portal)).to.deep.equal([]);
  });

  it('a trip of half an hour ago is none any more', async () => {
    const portal = await open();
    await start(portal);
    const store = deviceStore(`balie:${portal.clinic.id}`);
    const [name] = await kept(portal);
    const trip = await store.get<object>(name!);
    await store.set(name!, { ...trip, at: Date.now() - 31 * 60_000 });
    const eid = createEid(portal, host);
    const before = service.count('/token');
    await eid.take(back({ code: service.eidCode() }));
    expect([eid.value.step, service.count('/token')]).to.deep.equal(['none', before]);
  });

  it('whoever is logged in says so, so that nobody comes back as another', async () => {
    const portal = await open();
    await portal.logIn('t@example.org', 'goed');
    await start(portal, { purpose: 'attach' });
    expect(service.last('/par').headers.get('authorization')).to.match(/^DPoP /);
  });

  it('at the refusal of /par it stays, with the reason', async () => {
    service.override['/par'] = () => refuse('too_many_requests', { retry_after: 60 }, 429);
    const eid = await start(await open());
    expect(eid.value.step === 'failed' && eid.value.error.code).to.equal('too_many_requests');
    expect(gone).to.deep.equal([]);
  });
});
