import { expect } from '@open-wc/testing';
import { eventNames } from '@balie/contracts';
import { PortalError } from '@balie/portal-client';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { press, submit, typeIn, until } from '../shared/acts.ts';
import { fakeMe } from '../shared/fake-portal.ts';
import { fixtures } from './patient-login.fixtures.ts';
import type { PatientLogin } from './patient-login.ts';
import './patient-login.ts';
import '../second-factor-setup/second-factor-setup.ts';

describe('patient-login', () => {
  let mounted: Mounted<PatientLogin>;
  const show = async (name: keyof typeof fixtures) => { mounted = await mount<PatientLogin>('patient-login', fixtures[name]); return mounted; };
  const heard = (name: string) => { const details: unknown[] = []; document.addEventListener(name, (event) => details.push((event as CustomEvent).detail), { once: true }); return details; };
  afterEach(() => mounted?.remove());

  it('has user name and password above "Registreer nu", fit for password managers (S0-15, S0-16, S0-37)', async () => {
    const { element } = await show('logged-out');
    const username = element.querySelector<HTMLInputElement>('[name=username]')!;
    const password = element.querySelector<HTMLInputElement>('[name=password]')!;
    const register = [...element.querySelectorAll('a')].find((link) => link.textContent === 'Registreer nu')!;
    expect(username.autocomplete).to.equal('username');
    expect(password.autocomplete).to.equal('current-password');
    expect(username.labels?.[0]?.textContent).to.contain('Gebruikersnaam (uw e-mailadres)');
    expect(password.compareDocumentPosition(register) & Node.DOCUMENT_POSITION_FOLLOWING).to.be.greaterThan(0);
    expect(register.target).to.equal('_top');
    // S4-15: at the bottom, under the button; our own page, at top level.
    const forgot = [...element.querySelectorAll('a')].find((link) => link.textContent === 'Wachtwoord vergeten?')!;
    expect(element.querySelector('[type=submit]')!.compareDocumentPosition(forgot) & Node.DOCUMENT_POSITION_FOLLOWING).to.be.greaterThan(0);
    expect([forgot.getAttribute('href'), forgot.target]).to.deep.equal(['/hosted/de-linde/password-reset?lang=nl', '_top']);
  });

  it('S1-26 S4-10 S4-45 the eID stands first, names the national log-in before its button, and one press begins the trip back to the portal page', async () => {
    const { element, portal } = await show('eid-first');
    const form = element.querySelector<HTMLFormElement>('[data-eid]')!;
    expect(form.textContent).to.contain('DigiD, de landelijke inlog');
    expect(form.compareDocumentPosition(element.querySelector('[name=username]')!) & Node.DOCUMENT_POSITION_FOLLOWING).to.be.greaterThan(0);
    form.requestSubmit();
    form.requestSubmit();
    await settled(element);
    expect(portal.calls).to.deep.equal([['eid.begin', { purpose: 'log-in', page: portal.clinic.pages.portal }]]);
    expect(form.querySelector('button')!.getAttribute('aria-disabled')).to.equal('true');
    portal.eid.set({ step: 'none' });
    await settled(element);
    expect(form.querySelector('button')!.textContent).to.contain('Inloggen met DigiD');
  });

  it('S4-11 S4-12 MitID alone: from what age, no field, and the way to an account', async () => {
    const { element } = await show('eid-alone');
    expect(element.querySelector('input')).to.equal(null);
    expect(element.textContent).to.contain('15 jaar').and.to.contain('Sundhedsdatastyrelsens borgeradgang').and.to.contain('Registreer nu');
  });

  it('asks for no code at log-in (S0-38) and tells the page only ids and states', async () => {
    const { element, portal } = await show('logged-out');
    const details = heard('balie-logged-in');
    typeIn(element, 'username', ' a.devries@voorbeeld.nl ');
    typeIn(element, 'password', ' met spaties ');
    submit(element);
    await settled(element);
    expect(portal.calls).to.deep.equal([['logIn', 'a.devries@voorbeeld.nl', ' met spaties ']]);
    expect(element.querySelector('h2')?.textContent).to.equal('U bent ingelogd');
    expect(details).to.deep.equal([{ linked: true }]);
  });

  it('asks for the code of this log-in after the password, in the way and by the name of the clinic, and tells nothing of it (S2-14, S2-15, S4-37)', async () => {
    const { element, portal } = await show('code-own-name');
    const details = heard('balie-logged-in');
    expect(document.activeElement?.tagName).to.equal('H2');
    expect(element.querySelector('h2')!.textContent).to.equal('Nog één stap: uw code');
    expect(element.querySelector('[name=password]')).to.equal(null);
    const input = element.querySelector<HTMLInputElement>('[name=code]')!;
    expect(input.labels![0]!.textContent).to.contain('TAN-code');
    expect(input.getAttribute('autocomplete')).to.equal('one-time-code');
    expect(element.textContent).to.contain('eindigt op *** 78');
    expect(element.textContent).to.not.contain('e-mail');
    typeIn(element, 'code', '123 456');
    submit(element);
    await settled(element);
    expect(portal.calls.at(-1)).to.deep.equal(['logIn.submit', '123456']);
    expect(element.querySelector('h2')!.textContent).to.equal('U bent ingelogd');
    expect(document.activeElement?.tagName).to.equal('H2');
    expect(details).to.deep.equal([{ linked: true }]);
    // Logged out again: the form, and no code of before.
    portal.session.set({ state: 'out', why: 'patient' });
    await settled(element);
    expect(element.querySelector('[name=password]')).to.not.equal(null);
  });

  it('says why the code comes by mail where the number for SMS was never set up, and asks it once somebody is in (S2-13, S2-17)', async () => {
    const { element } = await show('code-no-number');
    expect(element.querySelector('.notice')?.textContent).to.contain('nog geen telefoonnummer voor sms-codes').and.contain('Na het inloggen');
    mounted.remove();
    expect((await show('code-by-sms')).element.textContent).not.to.contain('nog geen telefoonnummer');
    mounted.remove();
    const due = await show('phone-due');
    await until(() => due.element.querySelector('second-factor-setup section'));
    expect(due.element.querySelector('second-factor-setup')!.textContent).to.contain('uw account is nog niet af').and.contain('Two factor authenticatie');
    // It stands in line with what is around it.
    const left = (selector: string) => due.element.querySelector(selector)!.getBoundingClientRect().left;
    expect(left('second-factor-setup section')).to.equal(left(':scope > section'));
    // One truth: what is due opens the services, so nothing beside it says that they can be used.
    expect(due.element.textContent).not.to.contain('U kunt de diensten gebruiken');
    mounted.remove();
    for (const name of ['phone-there', 'phone-unknown'] as const) {
      const { element: none } = await show(name);
      await until(() => none.textContent!.includes('U kunt de diensten gebruiken'));
      expect(none.querySelector('second-factor-setup section'), name).to.equal(null);
      mounted.remove();
    }
  });
  it('is asked for an address, not a number, where the log-in has more to ask but no personal number', async () => {
    const { element } = await show('due-out');
    submit(element);
    await settled(element);
    expect(element.querySelector('.error-summary')?.textContent).to.contain('e-mailadres');
  });

  it('goes back from the code to the form; so it does when another frame has logged in and out', async () => {
    const { element, portal } = await show('code-mailed');
    expect(element.textContent).to.contain('Houd dit scherm open');
    [...element.querySelectorAll('button')].find((one) => one.textContent?.includes('Terug naar inloggen'))!.click();
    await settled(element);
    expect(element.querySelector('[name=username]')).to.not.equal(null);
    mounted.remove();
    const again = await show('code-mailed');
    again.portal.session.set({ state: 'in', me: fakeMe });
    again.portal.session.set({ state: 'out', why: 'idle' });
    await settled(again.element);
    expect(again.element.querySelector('[name=code]')).to.equal(null);
    expect(portal.calls.some(([name]) => name === 'logIn.resend')).to.equal(false);
  });

  it('moves the focus to a summary that links to the fields; a message goes while its field is mended', async () => {
    const { element, portal } = await show('logged-out');
    submit(element);
    await settled(element);
    const summary = element.querySelector<HTMLElement>('.error-summary')!;
    expect(document.activeElement).to.equal(summary);
    expect(portal.calls).to.deep.equal([]);
    summary.querySelector('a')!.click();
    expect((document.activeElement as HTMLInputElement).name).to.equal('username');
    expect(document.activeElement?.getAttribute('aria-invalid')).to.equal('true');
    typeIn(element, 'username', 'a');
    await settled(element);
    expect(element.querySelectorAll('p.error').length).to.equal(1);
    expect(element.querySelector('[name=username]')?.hasAttribute('aria-invalid')).to.equal(false);
  });

  it('logs in once, however often one clicks', async () => {
    const { element, portal } = await show('busy');
    submit(element);
    submit(element);
    await settled(element);
    expect(portal.calls.filter(([name]) => name === 'logIn').length).to.equal(1);
    expect(element.querySelector('[type=submit]')?.getAttribute('aria-disabled')).to.equal('true');
  });

  it('keeps what was typed when log-in fails, and says what to do with the telephone number (N4)', async () => {
    for (const name of ['wrong-credentials', 'too-many', 'server-error'] as const) {
      const { element, remove } = await show(name);
      expect(element.querySelector<HTMLInputElement>('[name=username]')?.value).to.equal('a.devries@voorbeeld.nl');
      expect(element.querySelector<HTMLInputElement>('[name=password]')?.value).to.equal('niet dit');
      expect(element.querySelector('.error-summary a[href="tel:+31101234567"]'), name).to.not.equal(null);
      expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
      remove();
    }
  });

  it('tells how long to wait in words', async () => {
    const { element } = await show('too-many');
    expect(element.querySelector('.error-summary')?.textContent).to.contain('15 minuten');
  });

  it('shows the password on request and hides it again on submit', async () => {
    const { element } = await show('wrong-credentials');
    const password = element.querySelector<HTMLInputElement>('[name=password]')!;
    const toggle = element.querySelector<HTMLButtonElement>('.control button')!;
    toggle.click();
    await settled(element);
    expect(password.type).to.equal('text');
    expect(toggle.getAttribute('aria-pressed')).to.equal('true');
    submit(element);
    await settled(element);
    expect(password.type).to.equal('password');
    expect(password.value).to.equal('niet dit');
  });

  it('a fault that is no answer of the service is shown as one of ours, without its message (T26)', async () => {
    mounted = await mount<PatientLogin>('patient-login', { ...fixtures['wrong-credentials'], portal: { portal: { logIn: () => Promise.reject(new TypeError('secret detail')) } } });
    expect(mounted.element.textContent).to.contain('dat ligt niet aan u');
    expect(mounted.element.textContent).to.not.contain('secret detail');
  });

  it('says how the session ended and goes back to the form', async () => {
    const { element, portal } = await show('logged-in-linked');
    const details = heard('balie-logged-out');
    portal.session.set({ state: 'out', why: 'idle' });
    await settled(element);
    expect(element.querySelector('[role=status]')?.textContent).to.contain('U heeft een tijd niets gedaan');
    expect(details).to.deep.equal([{ reason: 'idle' }]);
    expect(element.querySelector('[name=username]')).to.not.equal(null);
  });

  it('logs out, with the shared-computer ending when asked', async () => {
    const { element, portal } = await show('logged-in-linked');
    element.querySelector<HTMLInputElement>('[name=shared]')!.click();
    const button = element.querySelector<HTMLButtonElement>('[type=submit]')!;
    button.focus();
    button.click();
    await settled(element);
    expect(portal.calls).to.deep.equal([['logOut', { shared: true }]]);
    expect(element.textContent).to.contain('U bent uitgelogd.');
    expect(document.activeElement?.tagName).to.equal('H2');
  });

  it('looks again whether the account is linked (S0-22)', async () => {
    const { element, portal } = await show('logged-in-requested');
    expect(element.textContent).to.contain('nog niet gekoppeld met uw medische gegevens uit het systeem van uw huisarts');
    [...element.querySelectorAll('button')].find((one) => one.textContent?.includes('al gekoppeld'))!.click();
    await settled(element);
    expect(portal.calls).to.deep.equal([['refresh']]);
    expect(element.textContent).to.contain('Er is nog niets veranderd.');
  });

  it('who was refused is told whom to call, and not to look again: that changes nothing (S0-22)', async () => {
    const { element } = await show('logged-in-refused');
    expect(element.querySelector('.notice a[href^="tel:"]')).to.not.equal(null);
    expect([...element.querySelectorAll('button')].map((one) => one.textContent?.trim())).to.deep.equal(['Uitloggen']);
  });

  it('says so when logging out fails, and stays', async () => {
    mounted = await mount<PatientLogin>('patient-login', { title: '', portal: { me: {}, portal: { logOut: () => Promise.reject(new PortalError('offline')) } } });
    submit(mounted.element);
    await settled(mounted.element);
    expect(mounted.element.querySelector('[role=alert]')?.textContent).to.contain('geen internet');
  });

  it('changes its language without losing what was typed', async () => {
    const { element, setLang } = await show('logged-out');
    typeIn(element, 'username', 'a@b.nl');
    setLang('en');
    await settled(element);
    expect(element.querySelector('[type=submit]')?.textContent).to.equal('Log in');
    expect(element.querySelector<HTMLInputElement>('[name=username]')?.value).to.equal('a@b.nl');
  });

  it('logs in by passkey without a user name, where the clinic has it and nowhere else', async () => {
    const { element, portal, remove } = await show('passkey');
    press(element, 'Inloggen met een passkey');
    await until(() => element.querySelector('h2')?.textContent === 'U bent ingelogd');
    expect(portal.calls).to.deep.equal([['logInByPasskey']]);
    remove();
    expect((await show('logged-out')).element.textContent).to.not.contain('passkey');
  });
  it('says in words what became of a passkey, and the form stays', async () => {
    for (const [name, words] of [['passkey-cancelled', 'niet afgemaakt'], ['passkey-unsupported', 'Kies een andere manier'], ['passkey-unknown', 'kennen wij niet']] as const) {
      const { element, remove } = await show(name);
      expect(element.querySelector('.error-summary')!.textContent).to.contain(words);
      expect(document.activeElement?.className).to.equal('error-summary');
      expect(element.querySelector('[name=password]')).to.not.equal(null);
      remove();
    }
  });
  it('T05 shows the patient’s own phrase once the device is known; never in a title or an event', async () => {
    const heardAll: string[] = [];
    for (const name of eventNames) document.addEventListener(name, (event) => heardAll.push(JSON.stringify((event as CustomEvent).detail)));
    const { element, portal } = await show('phrase');
    expect(element.querySelector('q')!.textContent).to.equal('De kat van oma slaapt');
    typeIn(element, 'username', 'a@b.nl'); typeIn(element, 'password', 'x');
    submit(element);
    await settled(element);
    portal.session.set({ state: 'out', why: 'patient' });
    await settled(element);
    expect(heardAll.length).to.be.greaterThan(0);
    expect(heardAll.join() + document.title).to.not.contain('kat van oma');
  });
  it('asks a CPR number where that is the user name: the guide\'s order, own hyphen, shown unless ticked (S4-14, S4-29, S4-41, S4-44)', async () => {
    mounted = await mount<PatientLogin>('patient-login', fixtures.front, { lang: 'da' });
    const { element, portal } = mounted;
    expect([...element.querySelectorAll('h2, h3')].map((heading) => heading.textContent?.trim())).to.deep.equal(['Patientportalen – Lægehuset Ahorn Hjælp', 'Log ind med MitID', 'Log ind med sikkerhedskode', 'Opret bruger']);
    const number = element.querySelector<HTMLInputElement>('[name=username]')!;
    for (const digit of '0201609995') { number.value += digit; number.dispatchEvent(new InputEvent('input', { bubbles: true })); }
    expect([number.value, number.type, number.autocomplete, number.inputMode]).to.deep.equal(['020160-9995', 'text', 'username', '']);
    element.querySelector<HTMLInputElement>('[name=hide]')!.click();
    await settled(element);
    expect([number.value, number.type]).to.deep.equal(['020160-9995', 'password']);
    typeIn(element, 'password', 'Blaa cykel 1970');
    element.querySelector<HTMLFormElement>('form:not([data-eid])')!.requestSubmit();
    await settled(element);
    expect(portal.calls).to.deep.equal([['logIn', '020160-9995', 'Blaa cykel 1970']]);
  });
  it('S4-36 at a first log-in that MitID confirms says so and leads there, for that log-in alone', async () => {
    mounted = await mount<PatientLogin>('patient-login', fixtures['front-confirm'], { lang: 'da' });
    const { element, portal } = mounted;
    await until(() => element.querySelector('.error-summary'));
    expect(element.querySelector('.error-summary')!.textContent).to.contain('Klinikken har oprettet denne bruger');
    [...element.querySelectorAll('button')].find((one) => one.textContent === 'Bekræft med MitID')!.click();
    await settled(element);
    expect(portal.calls.filter(([name]) => name === 'eid.begin').map(([, wish]) => (wish as { purpose: string }).purpose)).to.deep.equal(['confirm']);
  });
  it('takes the letters of a replacement number, and mends in the middle without moving the caret (N13)', async () => {
    mounted = await mount<PatientLogin>('patient-login', fixtures.front, { lang: 'da' });
    const number = mounted.element.querySelector<HTMLInputElement>('[name=username]')!;
    number.value = '0201601ab2';
    number.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(number.value).to.equal('020160-1ab2');
    number.value = '02160-1ab2';
    number.setSelectionRange(2, 2);
    number.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect([number.value, number.selectionStart]).to.deep.equal(['02160-1ab2', 2]);
  });
  it('at a second clinic asks it only when "Registrer" is pressed (S4-21)', async () => {
    mounted = await mount<PatientLogin>('patient-login', { ...fixtures['second-clinic'], portal: { ...fixtures['second-clinic'].portal, self: { registerHere: async () => undefined } } }, { lang: 'da' });
    expect(mounted.portal.calls).to.deep.equal([]);
    [...mounted.element.querySelectorAll('button')].find((one) => one.textContent === 'Registrer')!.click();
    await settled(mounted.element);
    expect(mounted.portal.calls).to.deep.equal([['registerHere'], ['refresh']]);
  });

  itHoldsEverywhere('patient-login', fixtures);
});
