import { expect } from '@open-wc/testing';
import type { Portal } from '@balie/portal-client';
import { fakeClinic, fakePortal, openPage } from '../shared/fake-portal.ts';
import { lazyPortal } from './lazy-portal.ts';

describe('a portal whose client is loaded when needed', () => {
  it('knows the clinic at once and loads once, with the first act', async () => {
    const real = fakePortal({ me: {} });
    let loaded = 0;
    const portal = lazyPortal(fakeClinic, async (): Promise<Portal> => { loaded += 1; return real; });
    expect(portal.session.value).to.deep.equal({ state: 'unknown' });
    expect(loaded).to.equal(0);
    await Promise.all([portal.logIn('a', 'b'), portal.refresh()]);
    expect(loaded).to.equal(1);
    expect(real.calls).to.deep.equal([['logIn', 'a', 'b'], ['refresh']]);
    expect(portal.session.value.state).to.equal('in');
  });

  it('passes on what the session and the pages do, whoever was there first', async () => {
    const real = fakePortal({ me: {} });
    const portal = lazyPortal(fakeClinic, async () => real);
    const before = portal.page('econsults');
    const seen: string[] = [];
    before.subscribe(({ step }) => seen.push(step));
    await portal.start();
    const after = portal.page('prescriptions');
    real.page('econsults').state.set(openPage());
    real.page('prescriptions').state.set({ step: 'sending' });
    real.session.set({ state: 'out', why: 'idle' });
    expect([before.value.step, after.value.step, portal.session.value.state]).to.deep.equal(['open', 'sending', 'out']);
    expect(seen.at(-1)).to.equal('open');
    expect(portal.page('econsults')).to.equal(before);
  });

  it('a client that does not load is a failure one can try again after, for acts and for pages', async () => {
    let fails = true;
    const real = fakePortal();
    const portal = lazyPortal(fakeClinic, async () => { if (fails) throw new TypeError('Failed to fetch'); return real; });
    const refused = await portal.logIn('a', 'b').then(() => null, (thrown: unknown) => thrown as Error & { code: string });
    expect([refused?.name, refused?.code]).to.deep.equal(['PortalError', 'temporarily_unavailable']);
    const page = portal.page('appointments');
    await page.ask();
    expect(page.value.step).to.equal('failed');
    fails = false;
    await page.ask();
    await portal.logIn('a', 'b');
    expect(real.calls).to.deep.equal([['ask', undefined], ['logIn', 'a', 'b']]);
  });
});
