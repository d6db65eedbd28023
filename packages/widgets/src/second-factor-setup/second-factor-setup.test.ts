import { expect } from '@open-wc/testing';
import { press, submit, typeIn, until } from '../shared/acts.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './second-factor-setup.fixtures.ts';
import type { SecondFactorSetup } from './second-factor-setup.ts';
import './second-factor-setup.ts';

describe('second-factor-setup', () => {
  let mounted: Mounted<SecondFactorSetup>;
  const show = async (name: keyof typeof fixtures) => { mounted = await mount<SecondFactorSetup>('second-factor-setup', fixtures[name]); return mounted; };
  const heading = () => mounted.element.querySelector('h2')!.textContent;
  const named = (name: string) => mounted.portal.calls.filter(([call]) => call === name);
  afterEach(() => mounted?.remove());

  it('goes on by itself from the terms to the telephone number: two boxes, both needed, each with its version (S2-12, S2-13, S2-17)', async () => {
    const { element } = await show('terms-missing');
    expect(element.querySelector('.error-summary')!.textContent).to.contain('allebei');
    expect(named('agree')).to.have.length(0);
    element.querySelector<HTMLInputElement>('[name=terms]')!.click();
    submit(element);
    await settled(element);
    expect((named('agree')[0]![1] as { id: string; version: string }[]).map(({ id, version }) => [id, version])).to.deep.equal([['privacy', '2026-01'], ['terms', '3']]);
    expect(heading()).to.equal('Two factor authenticatie');
    expect(document.activeElement?.tagName).to.equal('H2');
    expect(element.textContent).to.contain('Bij elke keer inloggen sturen wij een sms');
    expect(element.textContent).to.contain('Authenticatie met SMS op uw mobiele telefoon');
  });

  it('in the log-in says what is still due and sets it up right there, without a log-out at its end; where nothing is due it shows nothing (S2-13, S2-26)', async () => {
    const { element } = await show('due');
    expect(element.querySelector('.notice')?.textContent).to.contain('uw account is nog niet af');
    expect(heading()).to.equal('Two factor authenticatie');
    expect(element.querySelector('.back'), 'no way back to where one is').to.equal(null);
    mounted.remove();
    const done = await show('due-done');
    expect(heading()).to.equal('Alles is klaar');
    expect([done.portal.calls.some(([name]) => name === 'logOut'), done.portal.session.value.state]).to.deep.equal([false, 'in']);
    done.portal.session.set({ state: 'out', why: 'patient' });
    await settled(done.element);
    expect(done.element.innerText.trim()).to.equal('');
    mounted.remove();
    const nothing = mounted = await mount<SecondFactorSetup>('second-factor-setup', { ...fixtures.there, attributes: { 'only-when-asked': '' } });
    await until(() => nothing.portal.calls.some(([name]) => name === 'setup'));
    await settled(nothing.element);
    expect(nothing.element.innerText.trim()).to.equal('');
  });

  it('T31 a number that the log-in does not suffice for says where to go: a first one to “My account”, another one to a log-in with the code of now', async () => {
    const first = await show('phone-code-first');
    expect(first.element.querySelector('.error-summary')!.textContent).to.contain('dat opent met een code');
    expect(first.element.querySelector('.error-summary a')!.getAttribute('href')).to.equal('/hosted/de-linde/patient-account?lang=nl');
    mounted.remove();
    expect((await show('phone-stronger')).element.querySelector('.error-summary')!.textContent).to.contain('Log uit en opnieuw in');
  });

  it('opens no window: documents open by the patient\'s own click on a plain link (S2-16)', async () => {
    const { element } = await show('terms');
    expect([...element.querySelectorAll('a[target=_blank]')].map((link) => [link.getAttribute('href'), link.getAttribute('rel')])).to.deep.equal([['https://linde.example/privacy', 'noopener'], ['https://linde.example/terms', 'noopener']]);
  });

  it('takes country code and number apart, own country first, as typed with or without its zero (S2-18, S2-19)', async () => {
    const { element } = await show('phone');
    const select = element.querySelector('select')!;
    expect(select.value).to.equal('NL');
    expect(select.options[0]!.label).to.equal('Nederland (+31)');
    expect([...select.options].some(({ label }) => label === 'Denemarken (+45)')).to.equal(true);
    expect(select.labels[0]!.textContent).to.equal('Landcode');
    expect(element.querySelector<HTMLInputElement>('[name=number]')!.labels![0]!.textContent).to.contain('Telefoonnummer');
    select.value = 'DK';
    typeIn(element, 'number', '20 12 34 56');
    submit(element);
    await until(() => named('addPhone').length > 0);
    expect(named('addPhone')[0]).to.deep.equal(['addPhone', 'DK', '20 12 34 56']);
  });

  for (const [name, words] of [['phone-fixed', 'vast nummer'], ['phone-voip', 'internetnummer'], ['phone-short', 'geen telefoonnummer']] as const) {
    it(`${name}: says why no SMS can go there, and asks nothing of the server`, async () => {
      const { element } = await show(name);
      expect(element.querySelector('.error-summary')!.textContent).to.contain(words);
      expect(named('addPhone')).to.have.length(0);
    });
  }

  it('says that the SMS went, then asks for its code and for the password again (S2-20 … S2-24)', async () => {
    const { element } = await show('sent');
    expect(heading()).to.equal('De sms is verstuurd');
    expect(element.textContent).to.contain('*** 78');
    press(element, 'Doorgaan');
    await settled(element);
    const code = element.querySelector<HTMLInputElement>('[name=code]')!;
    expect(code.getAttribute('autocomplete')).to.equal('one-time-code');
    expect(element.querySelector('[type=submit]')!.textContent).to.equal('Bevestig de code');
    typeIn(element, 'code', '123 456');
    submit(element);
    await settled(element);
    expect(heading()).to.equal('Nog één keer uw wachtwoord');
    expect(element.querySelector('[type=submit]')!.textContent).to.equal('Verifieer en activeer');
    expect(element.querySelector<HTMLInputElement>('[name=password]')!.autocomplete).to.equal('current-password');
  });

  it('ends logged out, with where to log in and whom to ask, where the clinic says so (S2-26, S2-27, S2-33)', async () => {
    const { element, portal } = await show('finished');
    expect(portal.session.value.state).to.equal('out');
    expect(element.textContent).to.contain('Het registratieproces is helemaal afgerond. U kunt inloggen.');
    expect(element.querySelector('a[href="mailto:hulp@linde.example"]')).to.not.equal(null);
    expect(element.querySelector<HTMLAnchorElement>('a.button')!.getAttribute('href')).to.equal(portal.clinic.pages.portal);
  });
  it('ends logged in elsewhere', async () => {
    const { portal } = await show('done');
    expect(portal.session.value.state).to.equal('in');
    expect(named('logOut')).to.have.length(0);
  });

  it('has the way back to the portal at the top of every step (S2-25)', async () => {
    for (const name of ['terms', 'method', 'phone', 'sent', 'code', 'password', 'finished'] as const) {
      const { element, portal, remove } = await show(name);
      const [first] = element.querySelectorAll('a');
      expect(first!.getAttribute('href'), name).to.equal(portal.clinic.pages.portal);
      expect(first!.target, name).to.equal('_top');
      remove();
    }
  });

  it('begins with the number again when the password came too late, and says so', async () => {
    const { element } = await show('late');
    expect(element.querySelector('select')).to.not.equal(null);
    expect(element.querySelector('.error-summary')!.textContent).to.contain('te lang');
  });

  itHoldsEverywhere('second-factor-setup', fixtures);
});
