import { expect } from '@open-wc/testing';
import { PortalError } from '@balie/portal-client';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { emptyQueue, newAccount, queue, type FakeDesk } from './fake-desk.ts';
import { fixtures, press, typeIn } from './practice-desk.fixtures.ts';
import type { PracticeDesk } from './practice-desk.ts';
import './practice-desk.ts';

describe('practice-desk', () => {
  let mounted: Mounted<PracticeDesk> | undefined;
  afterEach(() => { mounted?.remove(); mounted = undefined; });
  const show = async (name: keyof typeof fixtures): Promise<{ element: PracticeDesk; desk: FakeDesk; calls: (method: string) => unknown[][] }> => {
    mounted = await mount<PracticeDesk>('practice-desk', fixtures[name]);
    const desk = mounted.element.desk as FakeDesk;
    return { element: mounted.element, desk, calls: (method) => desk.calls.filter(([called]) => called === method) };
  };
  const submit = async (element: PracticeDesk, selector: string) => { element.querySelector<HTMLFormElement>(selector)!.requestSubmit(); await settled(element); };
  const said = (element: PracticeDesk) => element.querySelector('.said')!.textContent.trim();

  it('asks for six digits after the password, and only then is anybody in (S3-06, S3-11)', async () => {
    const { element, calls } = await show('log-in-code');
    expect(calls('logIn')).to.deep.equal([['logIn', 's.bakker@de-linde.example', 'een lang wachtwoord']]);
    const code = element.querySelector<HTMLInputElement>('[name=code]')!;
    expect([code.getAttribute('autocomplete'), code.inputMode, code.maxLength, document.activeElement === code]).to.deep.equal(['one-time-code', 'numeric', -1, true]);
    expect(calls('queue')).to.have.length(0);
    typeIn(element, 'code', ' 123 456 ');
    await submit(element, 'desk-log-in form');
    expect(calls('verify')).to.deep.equal([['verify', '123456']]);
    expect(calls('queue')).to.have.length(1);
    expect(element.querySelector('[role=tablist]')).not.to.equal(null);
  });

  it('shows nothing of the practice before log-in and nothing after log-out', async () => {
    const { element } = await show('accounts');
    expect(element.textContent).to.contain('J. Voorbeeld');
    await press(element, 'Uitloggen');
    expect(element.textContent).not.to.contain('Voorbeeld');
    expect(element.textContent).to.contain('U bent uitgelogd');
  });

  it('lists new accounts with a telephone number to press (S0-19, S0-20)', async () => {
    const { element } = await show('accounts');
    const card = element.querySelector('desk-link')!;
    expect(card.querySelector<HTMLAnchorElement>('a[href="tel:+31612345678"]')?.textContent).to.equal('06 12 34 56 78');
    expect(card.textContent).to.contain('12-03-1964');
    expect(element.querySelector('#desk-tab-links .count')?.textContent).to.equal('2');
  });

  it('records the identity check with what the patient said, not with what the screen knew (S0-20, S0-21)', async () => {
    const { element, calls } = await show('check-matched');
    expect(calls('search')).to.deep.equal([['search', { name: 'J. Voorbeeld', birthDate: '1964-03-12' }]]);
    expect(calls('check')).to.deep.equal([['check', newAccount.id, { patient: '00000000-0000-4000-8000-000000000010', birthDate: '1964-03-12', number: '123456782', how: 'telephone' }]]);
    expect(said(element)).to.contain('De identiteit van J. Voorbeeld is vastgelegd');
    expect(element.querySelector('desk-link .badge')?.textContent).to.equal('Identiteit gecontroleerd');
  });

  it('a record without a valid BSN cannot be chosen', async () => {
    const { element } = await show('check-compare');
    expect([...element.querySelectorAll<HTMLInputElement>('desk-link [name=patient]')].map((box) => box.disabled)).to.deep.equal([false, true]);
  });

  it('asks for what is missing and sends no check before', async () => {
    const { element, calls } = await show('check-compare');
    typeIn(element.querySelectorAll<HTMLElement>('desk-link form')[1]!, 'bsn', '111111111');
    element.querySelectorAll<HTMLFormElement>('desk-link form')[1]!.requestSubmit();
    await settled(element);
    expect(calls('check')).to.have.length(0);
    expect(document.activeElement?.className).to.equal('error-summary');
    expect(document.activeElement?.querySelectorAll('a')).to.have.length(4);
  });

  it('says which of the two differs, and keeps what was typed', async () => {
    const { element } = await show('check-mismatch');
    const alert = element.querySelector('[role=alert]')!;
    expect(alert.textContent).to.contain('Het BSN is anders');
    expect(alert.textContent).not.to.contain('geboortedatum is anders');
    expect(element.querySelectorAll<HTMLFormElement>('desk-link form')[1]!.querySelector<HTMLInputElement>('[name=bsn]')!.value).to.equal('123456782');
  });

  it('checking and linking are separate roles (S0-34)', async () => {
    const assistant = await show('accounts-assistant');
    const labels = (element: PracticeDesk) => [...element.querySelectorAll('desk-link button')].map((one) => one.textContent.trim());
    expect(labels(assistant.element)).to.include('Identiteit controleren').and.not.include('Account koppelen');
    mounted!.remove();
    const gp = await show('accounts-gp');
    expect(labels(gp.element)).to.include('Account koppelen').and.not.include('Identiteit controleren');
    expect(gp.element.textContent).to.contain('Een collega met een andere rol controleert wie de patiënt is.');
  });

  it('asks once more before linking, then the account leaves the list and the patient is mailed (S0-21, S0-22)', async () => {
    const { element, calls } = await show('link-sure');
    expect(calls('link')).to.have.length(0);
    await press(element, 'Account koppelen');
    expect(calls('link')).to.have.length(1);
    expect(said(element)).to.contain('De patiënt krijgt een e-mail');
    expect(element.querySelectorAll('desk-link')).to.have.length(0);
    expect(document.activeElement?.textContent).to.equal('Nieuwe accounts');
  });

  it('does not refuse without a reason', async () => {
    const { element, calls } = await show('link-refuse');
    expect(calls('refuse')).to.have.length(0);
    typeIn(element, 'reason', 'Niet ingeschreven bij de praktijk');
    await submit(element, 'desk-link form');
    expect(calls('refuse')).to.deep.equal([['refuse', newAccount.id, 'Niet ingeschreven bij de praktijk']]);
  });

  it('decides line by line, with a reason for a refusal; what is left open waits', async () => {
    const { element, calls } = await show('prescriptions-refuse');
    expect(calls('decide')).to.have.length(0);
    const line = queue.prescriptions[0]!.lines[0]!.medicationId;
    typeIn(element, `${line}-reason`, 'Eerst bloeddruk meten');
    await submit(element, 'desk-prescription form');
    expect(calls('decide')).to.deep.equal([['decide', queue.prescriptions[0]!.id, [{ medicationId: line, state: 'refused', reason: 'Eerst bloeddruk meten' }]]]);
    expect(said(element)).to.contain('Er wacht nog een deel');
    expect(element.querySelector('desk-prescription')!.textContent).to.contain('geweigerd: Eerst bloeddruk meten');
  });

  it('approves all lines at once when asked', async () => {
    const { element, calls } = await show('prescriptions');
    await press(element, 'Alles goedkeuren');
    expect([...element.querySelectorAll<HTMLInputElement>('desk-prescription [value=approved]')].every((box) => box.checked)).to.equal(true);
    await submit(element, 'desk-prescription form');
    expect((calls('decide')[0]![2] as unknown[]).length).to.equal(2);
    expect(element.querySelectorAll('desk-prescription')).to.have.length(0);
  });

  it('cancels an appointment with a reason, takes another off the list', async () => {
    const { element, calls } = await show('appointments-cancel');
    expect(document.activeElement?.getAttribute('name')).to.equal('reason');
    typeIn(element, 'reason', 'De huisarts is ziek');
    await submit(element, 'desk-appointment form');
    expect(calls('cancel')).to.deep.equal([['cancel', queue.appointments[0]!.id, 'De huisarts is ziek']]);
    expect(element.querySelectorAll('desk-appointment')).to.have.length(0);
  });

  it('fetches a question only when it is opened, and keeps the answer as a draft until it is sent', async () => {
    const list = await show('econsults');
    expect(list.calls('econsult')).to.have.length(0);
    expect(list.element.textContent).not.to.contain('bloedonderzoek');
    mounted!.remove();
    const { element, calls } = await show('econsult-draft');
    const text = element.querySelector<HTMLTextAreaElement>('[name=text]')!;
    expect(text.value).to.equal('Goedemorgen, de uitslag is goed.');
    expect(element.textContent).to.contain('Het is nog niet verstuurd');
    await submit(element, 'desk-econsult form');
    expect(calls('answer')).to.deep.equal([['answer', queue.econsults[0]!.id, 'Goedemorgen, de uitslag is goed.']]);
    expect(calls('drafts.clear')).to.have.length(1);
    expect(element.querySelectorAll('desk-econsult')).to.have.length(0);
  });

  it('an answer that did not go stays, is kept, and the browser asks before it goes', async () => {
    const { element, calls } = await show('econsult-unsent');
    expect(element.querySelector<HTMLTextAreaElement>('[name=text]')!.value).to.equal('De uitslag is goed.');
    const leave = new Event('beforeunload', { cancelable: true });
    dispatchEvent(leave);
    expect(leave.defaultPrevented).to.equal(true);
    element.remove();
    expect(calls('drafts.save')).to.deep.equal([['drafts.save', `answer:${queue.econsults[0]!.id}`, 'De uitslag is goed.']]);
  });

  it('what is typed in one section stays while looking at another', async () => {
    const { element } = await show('link-refuse');
    typeIn(element, 'reason', 'half');
    await press(element, 'Patiënt zoeken');
    await press(element, 'Nieuwe accounts');
    expect(element.querySelector<HTMLInputElement>('[name=reason]')!.value).to.equal('half');
  });

  it('a refresh keeps what somebody is at work on, and says that a colleague was first', async () => {
    const { element, desk } = await show('link-refuse');
    typeIn(element, 'reason', 'half');
    desk.queue = async () => emptyQueue;
    await press(element, 'Vernieuwen');
    expect(element.querySelectorAll('desk-link')).to.have.length(1);
    expect(element.querySelector<HTMLInputElement>('[name=reason]')!.value).to.equal('half');
    expect(element.textContent).to.contain('een collega heeft het waarschijnlijk afgehandeld');
    expect(element.querySelector('#desk-tab-links .count')?.textContent).to.equal('0');
  });

  it('a refresh that fails keeps the list and says how old it is', async () => {
    const { element, desk } = await show('accounts');
    desk.queue = () => Promise.reject(new PortalError('offline'));
    await press(element, 'Vernieuwen');
    expect(element.querySelectorAll('desk-link')).to.have.length(2);
    expect(element.textContent).to.contain('Vernieuwen lukt nu niet');
  });

  it('its sections are tabs by keyboard', async () => {
    const { element } = await show('accounts');
    const tab = element.querySelector<HTMLElement>('#desk-tab-links')!;
    tab.focus();
    tab.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    await settled(element);
    expect(document.activeElement?.id).to.equal('desk-tab-patients');
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
    await settled(element);
    expect([document.activeElement?.id, element.querySelector<HTMLElement>('#desk-panel-links')!.hidden]).to.deep.equal(['desk-tab-links', false]);
  });

  it('an ended session empties the screen and says so', async () => {
    const { element, desk } = await show('econsult-reading');
    desk.session.set({ state: 'out', why: 'idle' });
    await settled(element);
    expect(element.textContent).not.to.contain('bloedonderzoek');
    expect(element.textContent).to.contain('U heeft een tijd niets gedaan');
  });

  it('an invitation sets password and app together, and says the key as text beside the QR code (S3-07 … S3-19)', async () => {
    const { element, calls } = await show('invitation');
    await import('uqr');
    await settled(element);
    expect(element.querySelector('svg.qr')?.getAttribute('aria-label')).to.contain('authenticator');
    expect(element.querySelector('code')?.textContent.replaceAll(' ', '')).to.equal('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    const username = element.querySelector<HTMLInputElement>('[name=username]')!;
    expect([username.readOnly, username.value]).to.deep.equal([true, 's.bakker@de-linde.example']);
    for (const [name, value] of [['password', 'zeven paarse fietsen'], ['again', 'zeven paarse fietsen'], ['code', '123 456']] as const) typeIn(element, name, value);
    await submit(element, 'desk-invitation form');
    expect(calls('acceptInvitation')).to.deep.equal([['acceptInvitation', 'A'.repeat(43), 'zeven paarse fietsen', '123456']]);
    expect(element.textContent).to.contain('Uw toegang is klaar');
    expect(element.querySelector<HTMLInputElement>('[name=username]')!.value).to.equal('s.bakker@de-linde.example');
  });

  it('begins an account for a patient of the records: a letter with a PIN, shown and printed once, then the mail (S2-02 … S2-04, S2-29)', async () => {
    const { element, calls } = await show('letters-print');
    expect(calls('beginActivation')).to.deep.equal([['beginActivation', { patient: '00000000-0000-4000-8000-000000000010', email: 'j.voorbeeld@example.nl', phone: '+31612345678' }]]);
    const letter = element.querySelector('.letter')!;
    expect(letter.textContent).to.contain('1234 5678').and.contain('J. Voorbeeld').and.contain('Huisartsenpraktijk De Linde');
    let printed = 0;
    const real = globalThis.print;
    globalThis.print = () => { printed += 1; };
    try { await press(element, 'Druk af'); } finally { globalThis.print = real; }
    expect(printed).to.equal(1);
    await press(element, 'Klaar, verberg de super-PIN');
    expect(element.textContent).not.to.contain('1234 5678');
    await press(element, 'Stuur de e-mail');
    expect(calls('mailActivation')).to.deep.equal([['mailActivation', '00000000-0000-4000-8000-000000000060']]);
    expect(said(element)).to.contain('J. Voorbeeld');
  });
  it('offers letters only where the practice hands them out', async () => {
    const { element, calls } = await show('patients-found');
    expect(element.textContent).not.to.contain('Account maken');
    expect(calls('activations')).to.have.length(0);
  });

  it('a personal number is never part of an address or of the page’s title (T25)', async () => {
    const { element } = await show('check-matched');
    expect(location.href + document.title + [...element.querySelectorAll('a')].map((one) => one.href).join()).not.to.contain('123456782');
  });

});
