import { expect } from '@open-wc/testing';
import { submit, typeIn, until } from '../shared/acts.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './password-reset.fixtures.ts';
import type { PasswordReset } from './password-reset.ts';
import './password-reset.ts';

describe('password-reset', () => {
  let mounted: Mounted<PasswordReset>;
  const show = async (name: keyof typeof fixtures, lang: 'nl' | 'da' = 'nl') => { mounted = await mount<PasswordReset>('password-reset', fixtures[name], { lang }); return mounted; };
  afterEach(() => mounted?.remove());

  it('asks the address alone where that is the user name, and says the same whatever exists (S4-16, T16)', async () => {
    const { element, portal } = await show('sent');
    expect(portal.calls).to.deep.equal([['forgot', { email: 'a.devries@voorbeeld.nl' }]]);
    expect(element.querySelector('h2')?.textContent).to.equal('Kijk in uw e-mail');
    expect(element.textContent).to.not.contain('a.devries');
  });

  it('asks number and address where the user name is a number: own hyphen, and a box that hides it (S4-14, S4-16, S4-29)', async () => {
    const { element, portal } = await show('forgot-number', 'da');
    const number = element.querySelector<HTMLInputElement>('[name=number]')!;
    number.value = '0201609995';
    number.setSelectionRange(10, 10);
    number.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(number.value).to.equal('020160-9995');
    element.querySelector<HTMLInputElement>('[name=hide]')!.click();
    await settled(element);
    expect([number.type, number.value]).to.deep.equal(['password', '020160-9995']);
    typeIn(element, 'email', 'einer@patient.example');
    submit(element);
    await until(() => portal.calls.length > 0);
    expect(portal.calls).to.deep.equal([['forgot', { email: 'einer@patient.example', number: '020160-9995' }]]);
  });

  it('sets the new password with the link\'s secret, once it is typed twice the same', async () => {
    const { portal, element } = await show('done');
    expect(portal.calls).to.deep.equal([['resetLink', 's'.repeat(43)], ['reset', 's'.repeat(43), 'Nieuwe groene theepot 7']]);
    expect(document.activeElement?.tagName).to.equal('H2');
    expect(element.fragment).to.equal(null);
  });
  it('asks the service nothing before both are the same', async () => {
    const { portal, element } = await show('mistakes');
    expect(portal.calls).to.deep.equal([['resetLink', 's'.repeat(43)]]);
    expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
  });
  it('a link that was used is told before anybody types, with the way to a new one; one that cannot be asked about now is left to the sending', async () => {
    const { element } = await show('dead-at-once');
    await until(() => element.textContent!.includes('De link is al gebruikt'));
    expect([element.querySelector('form'), document.activeElement === element.querySelector('h2')]).to.deep.equal([null, true]);
    mounted.remove();
    const offline = await show('choose-offline');
    await until(() => offline.portal.calls.length > 0);
    await settled(offline.element);
    expect(offline.element.querySelector('form[action$=reset]')).to.not.equal(null);
  });
  it('loaded again it says that the link is to be opened again, and asks nothing of the service', async () => {
    const { element, portal } = await show('reloaded');
    await until(() => element.querySelector('.notice'));
    expect(element.querySelector('.notice')!.textContent).to.contain('open die link opnieuw');
    expect([element.querySelector('[name=email]') !== null, portal.calls.length]).to.deep.equal([true, 0]);
  });
  it('a dead link leads back to asking for a new one', async () => {
    const { element } = await show('dead');
    element.querySelector('button')!.click();
    await settled(element);
    expect(element.querySelector('[name=email]')).to.not.equal(null);
  });
  itHoldsEverywhere('password-reset', fixtures);
});
