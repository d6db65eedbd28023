import { expect } from '@open-wc/testing';
import { press, submit, until } from '../shared/acts.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fill, fixtures } from './guardian-accounts.fixtures.ts';
import type { GuardianAccounts } from './guardian-accounts.ts';
import './guardian-accounts.ts';

describe('guardian-accounts', () => {
  let mounted: Mounted<GuardianAccounts>;
  const show = async (name: keyof typeof fixtures, portal: object = {}) => { const fixture = fixtures[name]; mounted = await mount<GuardianAccounts>('guardian-accounts', { ...fixture, portal: { ...('portal' in fixture ? fixture.portal : {}), ...portal } }, { lang: 'da' }); return mounted; };
  afterEach(() => mounted?.remove());

  it('has the guide\'s fields in its order, one box over both numbers, all but "Mobil" needed (S4-26, S4-28, S4-41)', async () => {
    const { element } = await show('form');
    expect([...element.querySelectorAll<HTMLInputElement>('.field input')].map(({ name, required }) => `${name}${required ? '' : '?'}`)).to.deep.equal(['number', 'guardianNumber', 'givenName', 'familyName', 'email', 'emailAgain', 'phone?', 'password', 'passwordAgain']);
    element.querySelector<HTMLInputElement>('[name=hide]')!.click();
    await settled(element);
    expect(['number', 'guardianNumber'].map((name) => element.querySelector<HTMLInputElement>(`[name=${name}]`)!.type)).to.deep.equal(['password', 'password']);
    expect(element.textContent).to.contain('Skjul CPR-numre');
  });

  it('keeps the form at the service, then leaves for the eID with its secret (S4-27, S4-46)', async () => {
    const { element, portal } = await show('form', { self: { registerNumber: async () => 'r'.repeat(43) } });
    fill(element);
    submit(element);
    await until(() => portal.calls.length > 1);
    const [name, request] = portal.calls[0] as [string, Record<string, string>];
    expect([name, request['number'], request['guardianNumber'], request['givenName']]).to.deep.equal(['registerNumber', '050515-9995', '291182-9996', 'Lars']);
    expect(JSON.stringify(portal.calls[1])).to.contain('r'.repeat(43));
    expect(JSON.stringify(portal.calls[1])).to.contain('"child"');
  });

  it('who comes back without a proof reads so above the form, and goes on without typing it again (S4-27, S4-32)', async () => {
    const { element, portal } = await show('eid-down');
    const told = element.querySelector('.notice')!;
    expect(told.textContent).to.contain('MitID eller portalen har en fejl').and.to.contain('Det, du skrev, er gemt i en time.');
    expect(told.compareDocumentPosition(element.querySelector('.field')!) & Node.DOCUMENT_POSITION_FOLLOWING).to.be.greaterThan(0);
    press(element, 'Fortsæt med MitID');
    await until(() => portal.calls.some(([name]) => name === 'eid.retry'));
  });

  it('a number whose date does not exist is asked about once, and goes on when sent again (N13)', async () => {
    const { element, portal } = await show('doubtful', { self: { registerNumber: async () => 'r'.repeat(43) } });
    expect(element.querySelector('.error-summary')?.textContent).to.contain('Tjek nummeret');
    expect(portal.calls).to.deep.equal([]);
    submit(element);
    await until(() => portal.calls.length > 0);
    expect(portal.calls[0]?.[0]).to.equal('registerNumber');
  });

  it('tells the child who reads along, as of today, and the day it ends; the name of nobody is made up (N8)', async () => {
    const { element } = await show('child');
    expect([...element.querySelectorAll('li')].map((item) => item.textContent)).to.deep.equal(['Kirsten Berggren, siden 23. november 2026', 'Forælder eller værge, siden 23. november 2026']);
    expect(element.textContent).to.contain('Fra den 5. maj 2030 bestemmer du selv. Så kan ingen længere læse med.').and.not.contain('barnet selv');
  });

  it('a guardian reads who else acts for the child, and since when (N8)', async () => {
    const { element } = await show('guardian');
    await until(() => element.querySelector('li'));
    expect(element.querySelector('li')!.textContent).to.contain('Også for barnet: Einer Lauridsen, siden 24. november 2026; Forælder eller værge, siden 20. november 2026.');
    expect(element.querySelectorAll('li')[1]!.textContent).not.to.contain('Også');
  });

  it('who is logged in can make a child\'s user too; a child cannot (S4-27, N8)', async () => {
    const { element } = await show('nobody');
    await until(() => element.querySelector('[name=guardianNumber]'));
    expect(element.querySelector('h2')!.textContent).to.equal('Hvem kan læse med');
    mounted.remove();
    await show('child');
    await until(() => mounted.element.querySelector('li'));
    expect(mounted.element.querySelector('[name=guardianNumber]')).to.equal(null);
  });

  itHoldsEverywhere('guardian-accounts', fixtures);
});
