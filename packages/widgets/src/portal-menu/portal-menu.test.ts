import { expect } from '@open-wc/testing';
import { press } from '../shared/acts.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './portal-menu.fixtures.ts';
import type { PortalMenu } from './portal-menu.ts';
import './portal-menu.ts';

describe('portal-menu', () => {
  let mounted: Mounted<PortalMenu>;
  const show = async (name: keyof typeof fixtures) => { mounted = await mount<PortalMenu>('portal-menu', fixtures[name]); return mounted; };
  const link = (label: string) => [...mounted.element.querySelectorAll('a')].find((one) => (one.getAttribute('aria-label') ?? one.textContent).includes(label));
  afterEach(() => mounted?.remove());

  it('S4-01 S4-08 shows each service with the clinic’s own title and intro text', async () => {
    const { element } = await show('logged-out');
    expect([...element.querySelectorAll('.services a')].map((one) => one.textContent)).to.deep.equal(['Herhaalrecepten', 'Afspraak maken', 'eConsult']);
    expect(element.querySelector('.services')!.textContent).to.contain('Vraag medicijnen aan die u al gebruikt.');
  });
  it('S4-07 leads to the page of each service, at top level; without one to the portal', async () => {
    await show('logged-out');
    expect([link('Herhaalrecepten')!.href, link('eConsult')!.href, link('eConsult')!.target]).to.deep.equal(['http://de-linde.localhost:4401/recepten', 'http://de-linde.localhost:4401/vraag', '_top']);
    mounted.remove();
    await show('no-pages');
    expect(link('Herhaalrecepten')!.href).to.equal('http://de-linde.localhost:4401/portaal');
  });
  it('S0-08 lets one choose the practice, and says which this is', async () => {
    const { element } = await show('practices');
    expect(link('Praktijk Zeezicht')!.href).to.equal('http://zeezicht.localhost:4401/portaal');
    expect(element.querySelector('[aria-current]')!.textContent).to.contain('Huisartsenpraktijk De Linde');
    expect(link('Huisartsenpraktijk De Linde')).to.equal(undefined);
  });
  it('S1-24 S1-29 names and links the app', async () => {
    await show('practices');
    expect([link('De Linde-app')!.href, link('De Linde-app')!.rel]).to.deep.equal(['https://app.example/', 'noopener noreferrer']);
  });
  it('S3-05 S3-21 links to the desk by the name the clinic gave it, and only then', async () => {
    await show('desk');
    expect(link('Serviceportaal')!.href).to.equal('http://desk.localhost:4400/');
    mounted.remove();
    await show('logged-out');
    expect(link('Serviceportaal')).to.equal(undefined);
  });
  it('differs logged in and out', async () => {
    const { element, portal } = await show('logged-in');
    expect(element.textContent).to.contain('A. de Vries');
    expect(link('Mijn account')!.href).to.equal('http://de-linde.localhost:4401/account');
    expect(link('Inloggen')).to.equal(undefined);
    press(element, 'Uitloggen');
    await settled(element);
    expect(portal.calls).to.deep.equal([['logOut']]);
    expect(link('Inloggen')!.href).to.equal('http://de-linde.localhost:4401/portaal');
    expect(link('Mijn account')).to.equal(undefined);
  });
  it('is reached by keyboard, link after link', async () => {
    const { element } = await show('practices');
    for (const one of element.querySelectorAll('a')) { one.focus(); expect(document.activeElement).to.equal(one); }
  });

  itHoldsEverywhere('portal-menu', fixtures);
});
