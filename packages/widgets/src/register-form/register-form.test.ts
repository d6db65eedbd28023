import { expect } from '@open-wc/testing';
import { mount, settled, type Fixture, type Mounted } from '../shared/fixture.ts';
import { press, submit, typeIn, until } from '../shared/acts.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { confirmSecret } from './confirm-part.ts';
import { fixtures } from './register-form.fixtures.ts';
import type { RegisterFormElement } from './register-form.ts';
import './register-form.ts';

describe('register-form', () => {
  let mounted: Mounted<RegisterFormElement>;
  const show = async (name: keyof typeof fixtures) => { const fixture: Fixture<RegisterFormElement> = fixtures[name]; mounted = await mount<RegisterFormElement>('register-form', fixture); return mounted; };
  const value = (name: string) => mounted.element.querySelector<HTMLInputElement>(`[name=${name}]`)!.value;
  afterEach(() => mounted?.remove());

  it('begins with what is needed, and why one address serves one patient (S0-02 … S0-05)', async () => {
    const { element } = await show('begin');
    for (const words of ['Voordat u begint', 'Heeft u een eigen e-mailadres?', 'Heeft u toegang tot internet?', 'Slechts één patiënt per e-mailadres kan zich registreren.', 'Het gaat immers over privacygevoelige informatie.']) expect(element.innerText).to.contain(words);
    expect(element.querySelector('form')!.checkVisibility()).to.equal(false);
    press(element, 'Registreer nu');
    await settled(element);
    expect(element.querySelector('form')!.checkVisibility()).to.equal(true);
    expect(document.activeElement?.textContent).to.equal('Een account aanmaken');
  });

  it('says what is wrong at every field, in words that say what to do, and sends nothing', async () => {
    const { element, portal } = await show('mistakes');
    const summary = element.querySelector<HTMLElement>('.error-summary')!;
    expect(document.activeElement).to.equal(summary);
    expect([...summary.querySelectorAll('a')].map((link) => link.getAttribute('href'))).to.deep.equal(['#register-form-email', '#register-form-password', '#register-form-birthDate', '#register-form-phone']);
    expect(summary.textContent).to.contain('Dit wachtwoord gebruiken veel mensen');
    expect(value('birthDate')).to.equal('31-02-1970');
    expect(portal.calls).to.deep.equal([]);
  });

  it('shows the address once more before sending, and sends what was typed (WCAG 3.3.7)', async () => {
    const { element, portal } = await show('review');
    expect(element.querySelector('.address')?.textContent).to.equal('a.devries@voorbeeld.nl');
    expect(portal.calls).to.deep.equal([]);
    const button = element.querySelector<HTMLButtonElement>('section .row .primary')!;
    button.click();
    button.click();
    await settled(element);
    expect(portal.calls).to.deep.equal([['register', { email: 'a.devries@voorbeeld.nl', password: 'vier blauwe fietsen op dinsdag', name: 'Anna de Vries', birthDate: '1970-12-31', phone: '+31612345678' }]]);
  });

  it('tells where the mail may hide and until when the link works (S0-10, S0-12)', async () => {
    const { element } = await show('sent');
    for (const words of ['a.devries@voorbeeld.nl', 'binnen 24 uur', 'Ongewenste e-mail', 'Probeert u zich nogmaals te registreren met het juiste e-mailadres.']) expect(element.innerText).to.contain(words);
    expect(document.activeElement?.textContent).to.equal('Bevestig uw account');
  });

  it('starts again after a typo with everything still there (S0-13)', async () => {
    const { element, portal } = await show('sent');
    press(element, 'Opnieuw registreren');
    await settled(element);
    expect((document.activeElement as HTMLInputElement).name).to.equal('email');
    expect([value('email'), value('name'), value('birthDate'), value('phone')]).to.deep.equal(['a.devries@voorbeeld.nl', 'Anna de Vries', '31-12-1970', '06-12345678']);
    typeIn(element, 'email', 'anna@voorbeeld.nl');
    submit(element);
    await until(() => element.querySelector('.address')?.textContent === 'anna@voorbeeld.nl');
    press(element, 'Ja, maak mijn account aan');
    await settled(element);
    expect(portal.calls.length).to.equal(2);
  });

  it('asks to type the address twice only where the clinic says so', async () => {
    const { element, portal } = await show('type-twice');
    typeIn(element, 'email', 'anna@voorbeeld.nl');
    typeIn(element, 'emailAgain', 'ana@voorbeeld.nl');
    typeIn(element, 'password', 'Vier8Fietsen');
    submit(element);
    await until(() => element.querySelector('.error-summary'));
    expect(element.querySelector('.error-summary')?.textContent).to.contain('niet hetzelfde e-mailadres');
    typeIn(element, 'emailAgain', 'Anna@voorbeeld.nl');
    submit(element);
    await until(() => portal.calls.length === 1);
    expect(portal.calls[0]).to.deep.equal(['register', { email: 'anna@voorbeeld.nl', password: 'Vier8Fietsen' }]);
  });

  it('keeps rule and strength apart: the meter tells in words, the rule decides (S3-09)', async () => {
    const { element } = await show('weak-password');
    expect(element.querySelector('.strength')?.textContent).to.match(/Sterkte: (zeer )?zwak/);
    typeIn(element, 'password', 'vier blauwe fietsen op dinsdag');
    await until(() => element.querySelector('.strength')?.textContent.includes('sterk'));
  });

  it('says that a failed sending lost nothing, and can be tried again', async () => {
    const { element } = await show('send-offline');
    expect(element.querySelector('.error-summary')?.textContent).to.contain('geen internet');
    expect(element.querySelector('.error-summary')).to.equal(document.activeElement);
    expect(value('password')).to.equal('vier blauwe fietsen op dinsdag');
  });

  it('goes back to the password when the service refuses it', async () => {
    const { element } = await show('password-refused');
    expect(element.querySelector('.error-summary a')?.getAttribute('href')).to.equal('#register-form-password');
  });

  describe('after the mailed link', () => {
    it('confirms at once with the device key and says it as the portal does (S0-14, S0-17, S0-18, S0-20, S0-40)', async () => {
      const { element, portal } = await show('confirmed');
      expect(portal.calls).to.deep.equal([['confirm', 's'.repeat(43), undefined]]);
      expect(element.querySelector('h2')?.textContent).to.equal('Gefeliciteerd, u heeft uw account aangemaakt');
      for (const words of ['U bent nu ingelogd', 'op dit moment nog niet gekoppeld met uw medische gegevens uit het systeem van uw huisarts', 'Bewaart u uw wachtwoord en gebruikersnaam goed.', 'belt u om te controleren wie u bent']) expect(element.innerText).to.contain(words);
      expect(document.activeElement?.tagName).to.equal('H2');
    });

    it('asks for the password in another browser and keeps it after a wrong one (T38, T39)', async () => {
      const { element, portal } = await show('confirm-wrong');
      await until(() => element.querySelector('.error-summary'));
      expect(portal.calls).to.deep.equal([['confirm', 's'.repeat(43), undefined], ['confirm', 's'.repeat(43), 'niet dit']]);
      expect(element.textContent).to.contain('hoort niet bij deze link');
      expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
    });

    it('tells who calls whom as the clinic has it (C4)', async () => {
      const { element } = await show('confirmed-elsewhere');
      expect(element.innerText).to.contain('Bel de assistente');
      expect(element.innerText).to.contain('U kunt nu inloggen met uw e-mailadres');
    });

    it('a dead or broken link says what to do and leads to a new registration', async () => {
      for (const name of ['link-dead', 'link-broken'] as const) {
        const { element, remove } = await show(name);
        expect(element.querySelector('h2')?.textContent).to.equal('Deze link werkt niet meer');
        press(element, 'Opnieuw registreren');
        await settled(element);
        expect(element.querySelector('form')).to.not.equal(null);
        remove();
      }
    });

    it('a broken link asks the service nothing', async () => {
      const { portal } = await show('link-broken');
      expect(portal.calls).to.deep.equal([]);
    });

    it('can be tried again when there was no internet', async () => {
      const { element, portal } = await show('confirm-offline');
      press(element, 'Probeer opnieuw');
      await settled(element);
      expect(portal.calls.length).to.equal(2);
    });

    it('reads only its own fragment', () => {
      expect(confirmSecret(`#balie-confirm=${'a'.repeat(43)}`)).to.equal('a'.repeat(43));
      expect(confirmSecret('#balie-confirm=x')).to.equal('');
      expect(confirmSecret('#code=abc')).to.equal(null);
    });
  });

  describe('by letter and PIN (S2)', () => {
    it('says how one gets an account where it begins with the practice, and of what device only what the practice says (S2-01, S2-28)', async () => {
      const { element } = await show('by-letter');
      expect(element.textContent).to.contain('super-PIN').and.contain('010 123 45 67').and.contain('op een computer en op een telefoon');
      expect(element.querySelector('form')).to.equal(null);
      mounted.remove();
      expect((await show('by-letter-computer')).element.textContent).to.contain('Registreren kan alleen via de computer (dus niet via telefoon).');
    });
    it('with a mailed link shows nothing of the form while its step is on its way (S2-07)', async () => {
      const { element } = await show('by-letter');
      const seen: string[] = [];
      const watch = new MutationObserver(() => { seen.push(element.innerText.trim()); });
      element.fragment = `balie-activation=${'A'.repeat(43)}`;
      await element.updateComplete;
      expect(element.textContent).not.to.contain('Zo krijgt u een account');
      watch.observe(element, { childList: true, subtree: true, characterData: true });
      await until(() => element.querySelector('[id$=activation-title]'));
      await settled(element);
      watch.disconnect();
      expect(seen.filter((words) => words.includes('Zo krijgt u een account'))).to.deep.equal([]);
    });
    it('loaded again says that the link is to be opened again, not how one gets an account', async () => {
      const { element, portal } = await show('activation-reloaded');
      await until(() => element.textContent?.includes('opnieuw geladen'));
      expect(element.textContent).to.contain('open de link in de laatste e-mail opnieuw').and.not.contain('Zo krijgt u een account').and.not.contain('Bel de praktijk');
      expect(portal.calls).to.deep.equal([]);
    });
    it('asks the PIN, then the password twice, then tells of the second mail (S2-08 … S2-10)', async () => {
      const { element, portal } = await show('activation-differs');
      const names = () => portal.calls.map(([name]) => name);
      expect(element.querySelector('.error-summary')!.textContent).to.contain('niet gelijk');
      expect(names()).to.deep.equal(['activation', 'checkPin']);
      expect(portal.calls[1]).to.deep.equal(['checkPin', 'A'.repeat(43), '12345678']);
      typeIn(element, 'again', 'zeven paarse fietsen');
      submit(element);
      await settled(element);
      expect(portal.calls.at(-1)).to.deep.equal(['choosePassword', 'A'.repeat(43), '12345678', 'zeven paarse fietsen']);
      expect(element.textContent).to.contain('tweede e-mail').and.contain('spam');
      press(element, 'Stuur de e-mail opnieuw');
      await settled(element);
      expect(names().at(-1)).to.equal('resendSecond');
    });
    it('S4-31 S4-35 S4-36 by the link alone asks a password for the CPR number, shows the terms, and says that MitID confirms the first log-in', async () => {
      const first = (await show('activation-alone')).element;
      expect(first.querySelector('[name=pin]')).to.equal(null);
      expect(first.textContent).to.contain('Met uw CPR-nummer en dit wachtwoord');
      expect(first.querySelector('a[href$="/vilkaar"]')).to.not.equal(null);
      const { element, portal } = await show('activation-made');
      expect(portal.calls.filter(([name]) => name === 'choosePassword')).to.deep.equal([['choosePassword', 'A'.repeat(43), null, 'Blaa cykel 1970']]);
      expect(element.textContent).to.contain('Uw account is klaar').and.contain('met MitID dat u het bent');
    });
    it('behind the second mail asks for the password alone (S2-11, S2-31)', async () => {
      const { element } = await show('activation-confirm');
      expect([...element.querySelectorAll('input')].map(({ name, autocomplete }) => [name, autocomplete])).to.deep.equal([['password', 'current-password']]);
    });
    it('a PIN that is not whole costs no guess', async () => {
      const { element, portal } = await show('activation-pin-short');
      expect(portal.calls.some(([name]) => name === 'checkPin')).to.equal(false);
      expect(element.querySelector('.error-summary')!.textContent).to.contain('acht cijfers');
    });
    it('tells how many guesses of a PIN are left, and whom to call when none are', async () => {
      const wrong = (await show('activation-pin-wrong')).element;
      expect(wrong.textContent).to.contain('nog 4 keer');
      wrong.querySelector<HTMLAnchorElement>('.error-summary a')!.click();
      expect((document.activeElement as HTMLInputElement).name).to.equal('pin');
      mounted.remove();
      const { element } = await show('activation-pin-spent');
      expect([...element.querySelectorAll('.error-summary a')].map((link) => link.getAttribute('href')), 'nothing to mend: only to call').to.deep.equal(['tel:+31101234567']);
    });
  });

  it('N7 after a reload the form stands there with what was typed, takes no focus, and says why the password does not; that is never kept', async () => {
    const { element, portal } = await show('recalled');
    expect(element.querySelector('form')!.checkVisibility()).to.equal(true);
    expect(element.querySelector('form .notice')?.textContent).to.contain('Uw wachtwoord vult u opnieuw in');
    expect(['email', 'password', 'name', 'birthDate', 'phone'].map(value)).to.deep.equal(['a.devries@voorbeeld.nl', '', 'Anna de Vries', '31-12-1970', '0612345678']);
    expect(element.contains(document.activeElement)).to.equal(false);
    const tab = await (await portal.self()).typed();
    let kept: Record<string, string> | null = null;
    typeIn(element, 'password', 'vier blauwe fietsen op dinsdag');
    typeIn(element, 'name', 'Anna');
    await until(() => { void tab.load<Record<string, string>>('register-email').then((one) => { kept = one; }); return kept?.['name'] === 'Anna'; });
    expect(kept).to.deep.equal({ email: 'a.devries@voorbeeld.nl', name: 'Anna', birthDate: '31-12-1970', phone: '0612345678' });
  });

  it('N7 once the mail is on its way no address waits on the device; a reload says that there is a mail to look for, and one can begin anew (S0-12, S0-13)', async () => {
    const { portal } = await show('sent');
    const tab = await (await portal.self()).typed();
    let kept: Record<string, string> | null = null;
    await until(() => { void tab.load<Record<string, string>>('register-email').then((one) => { kept = one; }); return kept?.['sent']; });
    expect(kept).to.deep.equal({ sent: 'yes' });
    mounted.remove();
    const { element } = await show('recalled-sent');
    for (const words of ['naar het adres dat u invulde', 'binnen 24 uur', 'Ongewenste e-mail']) expect(element.innerText).to.contain(words);
    expect(element.contains(document.activeElement)).to.equal(false);
    press(element, 'Opnieuw registreren');
    await settled(element);
    expect((document.activeElement as HTMLInputElement).name).to.equal('email');
    expect(element.querySelector('form .notice[role=status]')).to.equal(null);
  });

  it('N7 who registers again is not told once more, after a reload, of the mail of before: what stands in the form waits again (S0-13)', async () => {
    const kept = async (portal: Mounted<RegisterFormElement>['portal']) => (await (await portal.self()).typed()).load<Record<string, string>>('register-email');
    const again = async (name: 'sent' | 'recalled-sent') => {
      const { element, portal } = await show(name);
      let draft: Record<string, string> | null = null;
      await until(() => { void kept(portal).then((one) => { draft = one; }); return draft?.['sent']; });
      press(element, 'Opnieuw registreren');
      await until(() => { void kept(portal).then((one) => { draft = one; }); return !draft?.['sent']; });
      mounted.remove();
      return draft;
    };
    expect(await again('sent')).to.deep.equal({ email: 'a.devries@voorbeeld.nl', name: 'Anna de Vries', birthDate: '31-12-1970', phone: '06-12345678' });
    expect(Object.values((await again('recalled-sent')) ?? {}).join('')).to.equal('');
  });

  it('N7 after a reload by the mailed link nothing of the form comes back, and an account that exists ends what was kept', async () => {
    const { element, portal } = await mount<RegisterFormElement>('register-form', { ...fixtures.confirmed, portal: { ...fixtures.confirmed.portal, typed: fixtures['recalled-sent'].portal.typed } }).then((one) => (mounted = one));
    const tab = await (await portal.self()).typed();
    let kept: unknown = 'unread';
    await until(() => { void tab.load('register-email').then((one) => { kept = one; }); return kept === null; });
    expect(element.querySelector('h2')?.textContent).to.equal('Gefeliciteerd, u heeft uw account aangemaakt');
  });

  it('N7 after a reload what was typed stands there again, and it says why number and password do not; neither is ever kept, in whichever field it was typed', async () => {
    const { element, portal } = await show('number-recalled');
    await until(() => element.querySelector('.notice')?.textContent?.includes('CPR-nummer'));
    expect([value('givenName'), value('emailAgain'), value('phone'), value('number'), value('password')]).to.deep.equal(['Einer', 'einer@patient.example', '20 12 34 56', '', '']);
    const tab = await (await portal.self()).typed();
    let kept: Record<string, string> | null = null;
    for (const [name, typed] of [['number', '020160-9995'], ['password', 'Grøn tekande 77'], ['familyName', '0201609995'], ['givenName', 'Ejnar']] as const) typeIn(element, name, typed);
    await until(() => { void tab.load<Record<string, string>>('register-number').then((one) => { kept = one; }); return kept?.['givenName'] === 'Ejnar'; });
    expect(kept).to.deep.equal({ givenName: 'Ejnar', email: 'einer@patient.example', emailAgain: 'einer@patient.example', phone: '20 12 34 56' });
    // A telephone number with its country is none: no citizen was born on the 45th.
    for (const [turn, [typed, stays]] of ([['+4520123456', true], ['4520123456', true], ['004520123456', true], ['+31612345678', true], ['0201609995', false], ['020160-9995', false], ['ring 0201609995', false], ['050490-7AA1', false]] as const).entries()) {
      typeIn(element, 'phone', typed);
      typeIn(element, 'givenName', `Ejnar ${turn}`);
      await until(() => { void tab.load<Record<string, string>>('register-number').then((one) => { kept = one; }); return kept?.['givenName'] === `Ejnar ${turn}`; });
      expect(kept!['phone'], typed).to.equal(stays ? typed : undefined);
    }
  });

  it('S4-32 N7 after a trip to MitID that was given up, what was typed stands there again, but for numbers and passwords', async () => {
    const { element } = await show('number-cancelled');
    const value = (name: string) => element.querySelector<HTMLInputElement>(`input[name=${name}]`)!.value;
    expect(['givenName', 'familyName', 'email', 'emailAgain', 'phone', 'number', 'password'].map(value)).to.deep.equal(['Einer Test', 'Lauridsen', 'einer@patient.example', 'einer@patient.example', '20 12 34 56', '', '']);
    const input = element.querySelector<HTMLInputElement>('input[name=givenName]')!;
    input.value = 'Ellen';
    element.requestUpdate();
    await settled(element);
    expect(input.value).to.equal('Ellen');
    // What is told of the trip stands below the log-in on many pages: the focus, and with it the window, goes there.
    await until(() => element.querySelector('h2') === document.activeElement);
  });

  itHoldsEverywhere('register-form', fixtures);
});
