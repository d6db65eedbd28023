import { expect } from '@open-wc/testing';
import { press, submit, typeIn, until } from '../shared/acts.ts';
import { fixtureNow, openPage } from '../shared/fake-portal.ts';
import { mount, settled, type Fixture, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './session-code-prompt.fixtures.ts';
import type { SessionCodePrompt } from './session-code-prompt.ts';
import './session-code-prompt.ts';
import '../econsult-form/econsult-form.ts';

describe('session-code-prompt', () => {
  let mounted: Mounted<SessionCodePrompt>;
  const show = async (name: keyof typeof fixtures) => { const fixture: Fixture<SessionCodePrompt> = fixtures[name]; mounted = await mount<SessionCodePrompt>('session-code-prompt', fixture); return mounted; };
  const code = () => mounted.element.querySelector<HTMLInputElement>('[name=code]')!;
  afterEach(() => mounted?.remove());

  it('lists the services by the clinic’s own names; clicking one asks for its code, once (S0-24, S0-25, S0-39, S0-41)', async () => {
    const { element, portal } = await show('services');
    expect([...element.querySelectorAll('li .button')].map((one) => one.textContent)).to.deep.equal(['Herhaalrecepten', 'Afspraak maken', 'eConsult']);
    expect(portal.calls).to.deep.equal([]);
    press(element, 'eConsult');
    await settled(element);
    expect(portal.calls).to.deep.equal([['ask']]);
    expect(document.activeElement?.tagName).to.equal('H2');
  });

  it('asks for no code before a patient is logged in and linked (S0-23)', async () => {
    const { element, portal } = await show('chosen-logged-out');
    expect(portal.calls).to.deep.equal([]);
    expect(element.querySelector('[name=password]')).to.not.equal(null);
    mounted.remove();
    const waiting = await show('not-linked');
    expect(waiting.element.querySelector('li .button')).to.equal(null);
    // The whole story stands in patient-login: beside it a line is enough, with who calls whom (S0-20).
    expect(waiting.element.querySelector('.notice')).to.equal(null);
    expect(waiting.element.querySelector('[role=status]')?.textContent).to.contain('nog niet gekoppeld').and.to.contain('belt u');
  });

  it('asks a second clinic right there, where one log-in serves many (S4-21)', async () => {
    const { portal: options } = fixtures['not-here'];
    mounted = await mount<SessionCodePrompt>('session-code-prompt', { title: '', portal: { ...options, self: { registerHere: async () => undefined } } }, { lang: 'da' });
    const { element, portal } = mounted;
    expect(element.querySelector('li .button')).to.equal(null);
    press(element, 'Registrer');
    await until(() => portal.calls.some(([name]) => name === 'registerHere'));
  });

  it('tells where the code went, its mark, why there is one and not to close the screen (S0-26, S0-29, S0-31, S0-32, S0-36, N6)', async () => {
    const { element } = await show('sent');
    for (const words of ['a***@v***.nl', 'K7', 'Sluit u vooral niet het scherm waar de sessiecode wordt gevraagd!', 'minimaliseren mag', 'Ongewenste e-mail', 'Voor uw privacy', 'U kunt geen oude sessiecodes gebruiken', 'Na gebruik mag u de e-mail weggooien', 'nog 10 minuten geldig', 'over 1 minuut']) expect(element.innerText, words).to.contain(words);
    expect(element.querySelector('form [type=submit]')?.textContent).to.equal('Doorgaan');
  });

  it('does not say that a code is asked every time where the code of the log-in opens it (S2-14)', async () => {
    const { element } = await show('sent-after-log-in');
    expect(element.innerText).to.contain('Bent u net ingelogd? Dan gaat eConsult meteen open.').and.not.contain('elke keer een nieuwe sessiecode');
  });

  it('has one field that phones fill in and that takes "123 456" as pasted (S0-33)', async () => {
    const { element, portal } = await show('sent');
    expect([code().type, code().inputMode, code().getAttribute('autocomplete'), code().maxLength]).to.deep.equal(['text', 'numeric', 'one-time-code', -1]);
    for (const typed of ['123 456', ' 123-456 ', '123\u00a0456']) {
      typeIn(element, 'code', typed);
      submit(element);
      await settled(element);
    }
    expect(portal.calls).to.deep.equal([['submit', '123456'], ['submit', '123456'], ['submit', '123456']]);
  });

  it('sends nothing that is no code, and puts the focus where it is mended', async () => {
    const { element, portal } = await show('not-six-digits');
    expect(portal.calls).to.deep.equal([]);
    expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
    press(element, 'zes cijfers');
    expect(document.activeElement).to.equal(code());
    expect(code().value).to.equal('12 34');
  });

  it('says live how the code stands, and takes the focus to what went wrong', async () => {
    const { element, portal } = await show('sent');
    const page = portal.page('econsults');
    const state = page.state.value;
    if (state.step !== 'code') throw new Error('no code');
    typeIn(element, 'code', '111111');
    submit(element);
    page.state.set({ ...state, problem: 'wrong_code', guessesLeft: 1 });
    await settled(element);
    expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
    expect(element.querySelector('.error-summary')?.textContent).to.match(/kenmerk K7.*nog 1 keer/s);
    page.state.set({ ...state, mark: 'P4', problem: null, expiresAt: fixtureNow + 600_000 });
    await settled(element);
    expect(element.querySelector('.error-summary')).to.equal(null);
    expect(element.querySelector('.mark')?.textContent).to.equal('P4');
  });

  it('S0-31 N6 a code that another page asked for is said to belong there, and a new one is the way on here: never "only the newest", which is not this page\'s', async () => {
    const { element } = await show('replaced');
    expect(element.querySelector('.error-summary')!.textContent).to.contain('werkt alleen daar').and.contain('Vraag een nieuwe code');
    expect(element.textContent).not.to.contain('nog 10 minuten geldig');
    expect([...element.querySelectorAll('button')].find((one) => one.classList.contains('primary'))!.textContent).to.contain('Stuur een nieuwe code');
  });

  it('offers a new code after the wait, empties the field for it and says that the old one is dead (S0-30, S0-31)', async () => {
    const { element, portal } = await show('resend');
    typeIn(element, 'code', '111111');
    press(element, 'Stuur een nieuwe code');
    await settled(element);
    expect(portal.calls).to.deep.equal([['resend']]);
    expect(code().value).to.equal('');
    expect(document.activeElement).to.equal(code());
    expect(element.querySelector('[role=status]')?.textContent).to.contain('De vorige code werkt niet meer.');
  });

  it('an expired code is told before it is tried (WCAG 2.2.1)', async () => {
    const { element } = await show('expired');
    expect(element.innerText).to.contain('Vraag een nieuwe code. Er is niets verloren.');
  });

  it('after leaving or idling it says why it closed and mails nothing by itself (S0-28, S0-30)', async () => {
    for (const name of ['left', 'idle', 'ended'] as const) {
      const { element, portal, remove } = await show(name);
      // Choosing the service again is the act that asks.
      expect(portal.calls).to.deep.equal([['ask']]);
      expect(element.querySelector('.notice.warning')?.textContent).to.contain('Vraag een nieuwe code om verder te gaan.');
      remove();
    }
  });

  it('opens the service in the same place when the code is right, and leaves by the same door', async () => {
    const { element, portal } = await show('sent');
    const events: unknown[] = [];
    element.addEventListener('balie-service-opened', (event) => events.push((event as CustomEvent).detail));
    portal.page('econsults').state.set(openPage());
    await settled(element);
    expect(events).to.deep.equal([{ service: 'econsults' }]);
    press(element, 'Kies een andere dienst');
    await settled(element);
    expect(portal.calls.at(-1)).to.deep.equal(['close']);
    expect(element.querySelectorAll('li .button').length).to.equal(3);
    expect(document.activeElement?.textContent).to.equal('Waar wilt u mee verder?');
  });

  itHoldsEverywhere('session-code-prompt', fixtures);
});
