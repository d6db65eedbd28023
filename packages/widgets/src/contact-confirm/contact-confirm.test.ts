import { expect } from '@open-wc/testing';
import { until } from '../shared/acts.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './contact-confirm.fixtures.ts';
import type { ContactConfirm } from './contact-confirm.ts';
import './contact-confirm.ts';

describe('contact-confirm', () => {
  let mounted: Mounted<ContactConfirm>;
  const show = async (name: keyof typeof fixtures, attributes: Record<string, string> = {}) => { mounted = await mount<ContactConfirm>('contact-confirm', { ...fixtures[name], attributes }); return mounted; };
  afterEach(() => mounted?.remove());

  it('shows both as the portal has them, and sends both as they should be (S4-40)', async () => {
    const { portal, element } = await show('mailed');
    expect(portal.calls).to.deep.equal([['contact'], ['confirmContact', { email: 'anna@voorbeeld.nl', phone: '+31612345678' }]]);
    expect(element.querySelector('[role=status]')?.textContent).to.contain('anna@voorbeeld.nl');
  });
  it('says what to do first where another address needs a code (T31)', async () => {
    const { element } = await show('code-first');
    expect(element.querySelector('.error-summary')?.textContent).to.contain('“Mijn account” met een code');
  });
  it('inside the log-in it shows nothing where nothing is asked', async () => {
    mounted = await mount<ContactConfirm>('contact-confirm', { ...fixtures['same-as-record'], act: () => undefined, attributes: { 'only-when-asked': '' } } as never);
    await settled(mounted.element);
    expect(mounted.portal.calls).to.deep.equal([['contact']]);
    expect(mounted.element.textContent.trim()).to.equal('');
  });
  it('forgets what it knew of one patient when the next logs in', async () => {
    const { portal, element } = await show('differs');
    portal.session.set({ state: 'out', why: 'patient' });
    await settled(element);
    expect(element.querySelector('[name=email]')).to.equal(null);
  });
  it('S4-40 who is asked again while the link to another address waits, reads where it went, and can still mend it', async () => {
    const { element } = await show('pending');
    expect(element.querySelector('.notice')!.textContent).to.contain('Wij hebben een link gestuurd naar anna@voorbeeld.nl');
    expect(element.querySelector('form [name=email]')).to.not.equal(null);
  });
  it('uses a mailed link by POST alone, without being logged in (T30)', async () => {
    const { portal } = await show('verified');
    expect(portal.calls).to.deep.equal([['verifyContact', 's'.repeat(43)]]);
  });
  it('loaded again says that the link is to be opened again, and uses none; who is logged in goes on', async () => {
    const { element, portal } = await show('reloaded');
    await until(() => element.textContent?.includes('opnieuw geladen'));
    expect(portal.calls).to.deep.equal([]);
    mounted.remove();
    mounted = await mount<ContactConfirm>('contact-confirm', { ...fixtures.differs, act: (shown) => { shown.fragment = 'balie-contact='; } });
    await until(() => mounted.element.querySelector('[name=email]'));
    expect(mounted.element.textContent).not.to.contain('opnieuw geladen');
  });
  itHoldsEverywhere('contact-confirm', fixtures);
});
