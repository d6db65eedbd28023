import { expect } from '@open-wc/testing';
import type { ElementName, PublicClinic } from '@balie/contracts';
import '../runtime/context-root.ts';
import '../patient-login/patient-login.ts';
import '../register-form/register-form.ts';
import { press, typeIn, until } from './acts.ts';
import { adoptFormStyles } from './adopt.ts';
import { fakeClinic, fakePortal } from './fake-portal.ts';
import { provide, settled } from './fixture.ts';

/** What the server puts into its page (see the middleware of the test runner). */
async function servedForm(element: ElementName, more: Record<string, unknown> = {}): Promise<DocumentFragment> {
  const answer = await fetch(`/served/${element}?options=${encodeURIComponent(JSON.stringify({ clinic: fakeClinic, ...more }))}`);
  return document.createRange().createContextualFragment(await answer.text());
}

describe('a served form', () => {
  let place: HTMLElement;
  beforeEach(async () => { await adoptFormStyles(document); place = document.createElement('div'); document.body.append(place); });
  afterEach(() => place.remove());

  /** As in a page: the form is there and in use before its element has portal and texts. */
  const inPage = async (name: ElementName, more: Record<string, unknown> = {}) => {
    const element = document.createElement(name);
    element.append(await servedForm(name, more));
    place.append(element);
    return element;
  };

  it('can be sent before any script runs, to our own page, at top level, by POST (T38)', async () => {
    const element = await inPage('patient-login');
    const form = element.querySelector('form')!;
    expect([form.method, form.target, form.getAttribute('action')]).to.deep.equal(['post', '_top', '/hosted/de-linde/log-in']);
    expect(element.querySelector<HTMLInputElement>('[name=username]')!.labels).to.have.length(1);
  });

  it('is taken over with the same nodes, what was typed, the focus and the caret', async () => {
    const element = await inPage('patient-login');
    const [username, password] = [...element.querySelectorAll('input')];
    username!.value = 'a.devries@voorbeeld.nl';
    password!.value = 'half';
    password!.focus();
    password!.setSelectionRange(2, 2);
    const portal = fakePortal({ session: { state: 'unknown' } });
    provide(place, portal);
    await settled(element);
    portal.session.set({ state: 'out', why: null });
    await settled(element);
    expect([...element.querySelectorAll('input')]).to.deep.equal([username, password]);
    expect(element.querySelectorAll('form')).to.have.length(1);
    expect(document.activeElement).to.equal(password);
    expect(password!.selectionStart).to.equal(2);
    expect([username!.value, password!.value]).to.deep.equal(['a.devries@voorbeeld.nl', 'half']);
    element.querySelector('form')!.requestSubmit();
    await settled(element);
    expect(portal.calls).to.deep.equal([['logIn', 'a.devries@voorbeeld.nl', 'half']]);
  });

  it('hears what was typed, ticked and pressed before it: the hyphen comes, the number is hidden, the password shown (S4-14, S4-29)', async () => {
    const clinic: PublicClinic = { ...fakeClinic, logIn: { ...fakeClinic.logIn, userName: 'cpr' } };
    const element = await inPage('patient-login', { clinic });
    const field = (name: string) => element.querySelector<HTMLInputElement>(`[name=${name}]`)!;
    field('username').value = '0201609995';
    field('hide').click();
    globalThis.baliePressed = undefined;
    const keep = (event: Event) => { globalThis.baliePressed = event; };
    addEventListener('click', keep);
    element.querySelector<HTMLElement>('button[type=button]')!.click();
    removeEventListener('click', keep);
    const before = field('username');
    provide(place, fakePortal({ clinic, session: { state: 'unknown' } }));
    await settled(element);
    expect(field('username')).to.equal(before);
    expect([field('username').value, field('username').type, field('hide').checked, field('password').type]).to.deep.equal(['020160-9995', 'password', true, 'text']);
    // Once: the press was this element's, and it has been heard.
    element.requestUpdate();
    await settled(element);
    expect(field('password').type).to.equal('text');
  });

  it('does not press again what was pressed long ago, or in another element', async () => {
    const element = await inPage('patient-login');
    const button = element.querySelector<HTMLElement>('button[type=button]')!;
    const old = new Event('click');
    Object.defineProperties(old, { target: { value: button }, timeStamp: { value: performance.now() - 6000 } });
    globalThis.baliePressed = old;
    provide(place, fakePortal({ session: { state: 'unknown' } }));
    await settled(element);
    expect(element.querySelector<HTMLInputElement>('[name=password]')!.type).to.equal('password');
    const other = await inPage('patient-login');
    const elsewhere = document.body.appendChild(document.createElement('button'));
    elsewhere.type = 'button';
    let pressed = 0;
    elsewhere.onclick = (event) => { pressed += 1; globalThis.baliePressed = event; };
    elsewhere.click();
    await settled(other);
    elsewhere.remove();
    globalThis.baliePressed = undefined;
    expect([pressed, other.querySelector<HTMLInputElement>('[name=password]')!.type]).to.deep.equal([1, 'password']);
  });

  it('of registration goes on where it was', async () => {
    const element = await inPage('register-form', { step: 'begin' });
    const email = element.querySelector<HTMLInputElement>('[name=email]')!;
    provide(place, fakePortal({ session: { state: 'unknown' } }));
    await settled(element);
    press(element, 'Registreer nu');
    await settled(element);
    expect(element.querySelector('[name=email]')).to.equal(email);
    typeIn(element, 'email', 'a');
    await until(() => email.checkVisibility());
  });

  it('of another shape, as after an error without script, is replaced and keeps what was typed', async () => {
    const element = await inPage('register-form', { step: 'form', errors: [{ message: 'Kijk het na.' }] });
    element.querySelector<HTMLInputElement>('[name=email]')!.value = 'anna@voorbeeld.nl';
    provide(place, fakePortal());
    await settled(element);
    expect(element.querySelectorAll('[name=email]')).to.have.length(1);
    expect(element.querySelector<HTMLInputElement>('[name=email]')!.value).to.equal('anna@voorbeeld.nl');
  });

  it('a page author’s fallback content gives way', async () => {
    const element = document.createElement('patient-login');
    element.append(Object.assign(document.createElement('p'), { textContent: 'Bel 010' }));
    place.append(element);
    expect(element.textContent).to.equal('Bel 010');
    provide(place, fakePortal());
    await settled(element);
    expect(element.textContent).to.not.contain('Bel 010\n');
    expect(element.querySelectorAll('form')).to.have.length(1);
  });
});
