import { expect } from '@open-wc/testing';
import { fakeMe } from '../shared/fake-portal.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './portal-help.fixtures.ts';
import type { PortalHelp } from './portal-help.ts';
import './portal-help.ts';

describe('portal-help', () => {
  let mounted: Mounted<PortalHelp>;
  const show = async (name: keyof typeof fixtures) => { mounted = await mount<PortalHelp>('portal-help', fixtures[name]); return mounted; };
  const links = () => [...mounted.element.querySelectorAll('.links a')].map((one) => one.textContent.replace(/\s*\(.*\)\s*/, '').trim());
  afterEach(() => mounted?.remove());

  it('S1-18 S4-19 helps other ways logged in than out, as soon as that changes', async () => {
    const { element, portal } = await show('logged-out');
    expect(links()).to.deep.equal(['Inloggen, stap voor stap', 'Een account maken', 'De app']);
    portal.session.set({ state: 'in', me: fakeMe });
    await settled(element);
    expect(links()).to.deep.equal(['Alle functies', 'Het portaal gebruiken', 'De app']);
  });
  it('S2-27 shows the address for questions, as a mail link that leaves the frame', async () => {
    const { element } = await show('mail-only');
    const mail = element.querySelector<HTMLAnchorElement>('a[href^="mailto:"]')!;
    expect([mail.href, mail.target]).to.deep.equal(['mailto:hulp@de-linde.example', '_top']);
  });
  it('N4 names the number to call right now, also offline; closed: the out-of-hours post, and when the practice opens again', async () => {
    await show('offline');
    expect(mounted.element.querySelector('.numbers a[href="tel:+31101234567"]')).to.not.equal(null);
    mounted.remove();
    const { element } = await show('closed');
    expect(element.querySelector('.numbers a[href="tel:+31107654321"]')).to.not.equal(null);
    expect(element.querySelector('a[href="tel:112"]')).to.not.equal(null);
    expect(element.textContent).to.contain('dinsdag 24 november om 08:00');
  });

  itHoldsEverywhere('portal-help', fixtures);
});
