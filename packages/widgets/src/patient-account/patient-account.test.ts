import { expect } from '@open-wc/testing';
import { buttonOf, press, submit, typeIn, until } from '../shared/acts.ts';
import { fixtureNow, openPage } from '../shared/fake-portal.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { account, entries, fixtures } from './patient-account.fixtures.ts';
import type { PatientAccount } from './patient-account.ts';
import './patient-account.ts';

describe('patient-account', () => {
  let mounted: Mounted<PatientAccount>;
  const show = async (name: keyof typeof fixtures) => { mounted = await mount<PatientAccount>('patient-account', fixtures[name]); return mounted; };
  const called = (name: string) => mounted.portal.calls.filter(([one]) => one === name);
  const part = (name: string) => mounted.element.querySelector<HTMLElement>(`[aria-labelledby="patient-account-${name}-title"]`)!;
  afterEach(() => mounted?.remove());

  it('asks for a code of its own also before the account is linked, and shows nothing until then', async () => {
    const { element } = await show('ask-code');
    press(element, 'Mijn account');
    await settled(element);
    expect(called('ask').length).to.equal(1);
    expect(element.textContent).to.not.contain('Uw gegevens');
  });
  it('the focus goes along with who is at work: from the button to the code, and on to what it opened', async () => {
    const { element, portal } = await show('ask-code');
    const focused = () => (element.contains(document.activeElement) ? document.activeElement?.tagName : 'lost');
    press(element, 'Mijn account');
    portal.page('account').state.set({ step: 'code', by: 'email', to: 'a***@v***.nl', mark: 'K7', expiresAt: fixtureNow + 600_000, resendAt: fixtureNow, problem: null, guessesLeft: null, checking: false });
    await settled(element);
    expect(focused()).to.equal('H2');
    element.querySelector<HTMLElement>('[name=code]')!.focus();
    let known = (_held: typeof account) => {};
    portal.page('account').account.read = () => new Promise((resolve) => { known = resolve; });
    portal.page('account').state.set(openPage());
    await settled(element);
    expect(focused()).to.equal('H2');
    known(account);
    await until(() => element.querySelector('h3'));
    expect(focused()).to.equal('H2');
  });
  it('shows what is held, devices in words, and links over the practices of the account', async () => {
    const { element } = await show('open');
    expect(part('profile').innerText).to.contain('06 12 34 56 78').and.contain('17-05-1980');
    expect(part('devices').innerText).to.contain('Safari, iPhone').and.contain('Dit apparaat').and.contain('Onbekend apparaat');
    expect(part('clinics').querySelector('a')!.href).to.equal('http://zeezicht.localhost:4401/portaal');
    expect(element.querySelectorAll('[aria-labelledby="patient-account-clinics-title"] a').length).to.equal(1);
  });
  it('how one hears of things is chosen by kind and kept at once; SMS only where there is a number for it (S1-04)', async () => {
    await show('notices-saved');
    expect(called('chooseNotification')).to.deep.equal([['chooseNotification', { kind: 'renewals', channel: 'none' }]]);
    expect(part('notices').innerText).to.contain('Bewaard.').and.contain('Per sms, naar *** 78');
    expect(part('notices').querySelector<HTMLInputElement>('[name=notice-answers][value=sms]')!.checked).to.equal(true);
    mounted.remove();
    await show('notices-no-sms');
    expect(part('notices').querySelector('[value=sms]')).to.equal(null);
    expect(part('notices').querySelector<HTMLInputElement>('[value=none]')!.checked).to.equal(true);
  });
  it('without an address nothing can be told, and that is said; the first address is not told of an old one; a new number can be chosen at once (S1-04)', async () => {
    const { portal } = await show('profile-first');
    expect(part('notices').innerText).to.contain('Wij kunnen u nog geen bericht sturen');
    expect(part('profile').innerText).to.contain('Wij hebben een link gestuurd naar anna@voorbeeld.nl').and.not.contain('oude');
    expect(portal.calls.filter(([name]) => name === 'notifications').length, 'read again with the profile').to.equal(2);
    mounted.remove();
    await show('open');
    expect(part('notices').innerText).to.not.contain('geen bericht sturen');
  });
  it('a choice that could not be kept is shown as it is', async () => {
    await show('notices-failed');
    expect(part('notices').querySelector('[role=alert]')).to.not.equal(null);
    expect(part('notices').querySelector<HTMLInputElement>('[name=notice-renewals][value=mail]')!.checked).to.equal(true);
  });
  it('forgets all of it when the page closes', async () => {
    const { element, portal } = await show('log');
    portal.page('account').state.set({ step: 'closed', why: 'idle' });
    await settled(element);
    expect(element.innerText).to.not.match(/de Vries|iPhone|voorbeeld\.nl/);
  });
  it('changes name and number; another address is told to wait for its link; what is wrong stands at its field', async () => {
    await show('profile-mailed');
    expect(called('changeProfile')).to.deep.equal([['changeProfile', { name: 'A. de Vries', email: 'anna@voorbeeld.nl', phone: '06 12 34 56 78' }]]);
    expect(part('profile').innerText).to.contain('Wij hebben een link gestuurd naar anna@voorbeeld.nl');
    expect(document.activeElement?.id).to.equal('patient-account-profile-title');
    mounted.remove();
    await show('profile-saved');
    expect(part('profile').innerText).to.contain('Uw gegevens zijn gewijzigd');
    mounted.remove();
    const { element } = await show('profile-phone');
    expect(element.querySelector('[name=phone]')!.getAttribute('aria-invalid')).to.equal('true');
    expect(document.activeElement?.className).to.equal('error-summary');
  });
  it('S2-14 offers a code by SMS where the practice sends them and there is none, set up right here', async () => {
    const { element } = await show('sms-offered');
    buttonOf(element, 'Een code per sms toevoegen').click();
    await settled(element);
    expect(element.querySelector('second-factor-setup')).to.not.equal(null);
    mounted.remove();
    expect((await show('open')).element.textContent).to.not.contain('Een code per sms toevoegen');
  });
  it('S2-14 the number that codes go to is told by its end, and another can be set up right here', async () => {
    const { element } = await show('sms-other');
    expect(part('factors').innerText).to.contain('Code per sms: *** 78');
    buttonOf(element, 'Een ander nummer voor sms-codes').click();
    await settled(element);
    expect(element.querySelector('second-factor-setup')).to.not.equal(null);
  });
  it('changes the password with the old one; what was wrong stands at its field and keeps what was typed', async () => {
    const { element } = await show('password-wrong');
    expect(called('changePassword')).to.deep.equal([['changePassword', 'oud wachtwoord', 'paarse koffiemok 41']]);
    expect(document.activeElement?.className).to.equal('error-summary');
    expect(element.querySelector('[name=current]')!.getAttribute('aria-invalid')).to.equal('true');
    expect(element.querySelector<HTMLInputElement>('[name=password]')!.value).to.equal('paarse koffiemok 41');
    mounted.remove();
    await show('password-done');
    expect(part('password').querySelector('form')).to.equal(null);
    expect(part('password').innerText).to.contain('Uw wachtwoord is gewijzigd');
    expect(document.activeElement?.id).to.equal('patient-account-password-title');
  });
  it('S4-30 says what the clinic asks of a new password, and what one that breaks it lacks', async () => {
    await show('password-rule');
    expect(called('changePassword')).to.deep.equal([]);
    expect(part('password').innerText).to.contain('Minstens 8 tekens, met hoofdletters, kleine letters en een cijfer.').and.contain('Gebruik in uw wachtwoord hoofdletters');
  });
  it('gives password managers the user name and tells old from new', async () => {
    const { element } = await show('password-form');
    expect([...element.querySelectorAll<HTMLInputElement>('input:not([type=radio])')].map(({ autocomplete }) => autocomplete)).to.deep.equal(['username', 'current-password', 'new-password']);
    expect(document.activeElement?.id).to.equal('patient-account-password-current');
  });
  it('ends one device or all others, never this one', async () => {
    await show('device-ended');
    expect(called('endDevice')).to.deep.equal([['endDevice', account.devices[1]!.device]]);
    expect([...part('devices').querySelectorAll('button')].map((one) => one.getAttribute('aria-label') ?? one.textContent)).to.deep.equal(['Beëindig: Safari, iPhone', 'Beëindig: Onbekend apparaat', 'Log uit op alle andere apparaten']);
  });
  it('the shared-computer ending logs out everywhere and wipes this device (N7)', async () => {
    await show('devices-ended');
    mounted.portal.calls.length = 0;
    buttonOf(mounted.element, 'Log overal uit en wis dit apparaat').click();
    await settled(mounted.element);
    expect(mounted.portal.calls).to.deep.equal([['endOtherDevices'], ['logOut', { shared: true }]]);
    expect(mounted.element.innerText).to.not.contain('de Vries');
  });
  it('says in words who saw what, in which role; a new act is "something else", a refused one says so', async () => {
    await show('log');
    const lines = [...part('log').querySelectorAll('li')].map((line) => line.innerText.replace(/\s+/g, ' '));
    expect(lines.length).to.equal(entries.length);
    expect(lines[1]).to.contain('Vraag gelezen').and.contain('Een huisarts');
    expect(lines[4]).to.contain('Sessiecode (niet gelukt)');
    expect(lines[5]).to.contain('Iets anders').and.contain('Het portaal');
    expect(lines[6]).to.contain('Praktijk Zeezicht');
    expect(part('log').innerText).to.not.match(/quite-new|econsult\.read/);
  });
  it('reads older lines from where the last part ended', async () => {
    await show('log-more');
    press(mounted.element, 'Toon oudere regels');
    await settled(mounted.element);
    expect(called('log')).to.deep.equal([['log', undefined], ['log', 3]]);
    expect(part('log').querySelectorAll('li').length).to.equal(entries.length * 2);
  });
  it('the export is a file of this frame’s memory, and gone with the page', async () => {
    const { element, portal } = await show('export');
    const link = part('export').querySelector('a')!;
    expect(link.href).to.match(/^blob:/);
    expect(link.download).to.equal('mijn-account.json');
    expect((await (await fetch(link.href)).json() as { made_at: string }).made_at).to.equal('2026-11-23T09:00:00Z');
    const { href } = link;
    portal.page('account').state.set({ step: 'closed', why: 'idle' });
    await settled(element);
    expect(await fetch(href).then(() => 'there', () => 'gone')).to.equal('gone');
  });
  it('closes the account only by password, and wipes this device with it', async () => {
    const { element } = await show('close-form');
    submit(element);
    await settled(element);
    expect(called('close')).to.deep.equal([]);
    mounted.remove();
    await show('closed');
    expect(called('close')).to.deep.equal([['close', 'paarse koffiemok 41']]);
    expect(called('logOut')).to.deep.equal([['logOut', { shared: true }]]);
    expect(mounted.element.querySelector('h2')!.textContent).to.equal('Uw account is opgeheven');
    expect(document.activeElement?.tagName).to.equal('H2');
  });
  it('makes a passkey, and says what became of it', async () => {
    await show('passkey-added');
    expect(called('addPasskey').length).to.equal(1);
    expect(part('factors').innerText).to.contain('De passkey is gemaakt');
    mounted.remove();
    await show('passkey-cancelled');
    expect(part('factors').innerText).to.contain('Er is geen passkey gemaakt');
    mounted.remove();
    expect((await show('open')).element.textContent).to.not.contain('Maak een passkey');
  });
  it('T05 keeps a phrase, and never an empty one', async () => {
    const { element } = await show('phrase-form');
    submit(element);
    await settled(element);
    expect(called('setPhrase')).to.deep.equal([]);
    typeIn(element, 'phrase', ' de kat van oma ');
    submit(element);
    await settled(element);
    expect(called('setPhrase')).to.deep.equal([['setPhrase', 'de kat van oma']]);
  });

  itHoldsEverywhere('patient-account', fixtures);
});
