import { expect } from '@open-wc/testing';
import type { Receipt } from '@balie/contracts';
import { PortalError, type CareApi } from '@balie/portal-client';
import { buttonOf, inTurn, pressSend, submit, tick, typeIn, until } from '../shared/acts.ts';
import { fakeMe, openPage } from '../shared/fake-portal.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { sentElsewhere } from '../shared/moved.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { addUnlisted, answer, asking, fillIn, fixtures, items, metoprolol, omeprazole, receipt, requests } from './prescription-request.fixtures.ts';
import type { PrescriptionRequest } from './prescription-request.ts';
import './prescription-request.ts';
import '../book-appointment/book-appointment.ts';
import '../second-factor-setup/second-factor-setup.ts';

describe('prescription-request', () => {
  let mounted: Mounted<PrescriptionRequest>;
  const show = async (name: keyof typeof fixtures, care?: Partial<CareApi>) => {
    const { portal, ...fixture } = fixtures[name] as (typeof fixtures)['choose'];
    mounted = await mount<PrescriptionRequest>('prescription-request', { ...fixture, portal: { ...portal, care: { ...portal?.care, ...care } } });
    return mounted;
  };
  const sent = () => mounted.portal.calls.filter(([name]) => name === 'orderPrescriptions');
  const box = (element: HTMLElement, id: string) => element.querySelector<HTMLInputElement>(`input[value="${id}"]`)!;
  afterEach(() => mounted?.remove());

  it('says as of when the list is while the practice’s system cannot be reached, and that what is sent is kept', async () => {
    const { element } = await show('behind');
    await until(() => element.querySelector('behind-notice .notice'));
    expect(element.querySelector<HTMLElement>('behind-notice')!.innerText.replace(/\s+/g, ' ')).to.contain('niet bereikbaar').and.to.contain('van maandag 23 november om 09:12 uur').and.to.contain('wij bewaren het');
    expect(element.querySelector('[type=checkbox]')).not.to.equal(null);
  });

  it('whoever broke off the set-up of their telephone number sets it up right here: no code could be sent (S2-13)', async () => {
    const { element, portal } = await show('sms-first');
    expect(element.textContent).to.contain('wij hebben uw mobiele nummer nog niet');
    expect(element.querySelector('second-factor-setup')).to.not.equal(null);
    expect([...element.querySelectorAll('button')].filter((one) => one.textContent?.includes('sessiecode')), 'no button that cannot help').to.deep.equal([]);
    expect(portal.calls.filter(([name]) => name === 'ask')).to.deep.equal([]);
  });

  it('who was refused is told whom to call, and not to look again; who still waits can look', async () => {
    const { element } = await show('not-linked-refused');
    expect(element.querySelector('a[href^="tel:"]')).to.not.equal(null);
    expect(element.querySelector('button')).to.equal(null);
    mounted.remove();
    expect((await show('not-linked')).element.querySelector('button')?.textContent).to.contain('al gekoppeld');
  });

  it('says whom to call, and asks for no code, where the practice does not offer it to this patient (T43)', async () => {
    const { element, portal } = await show('switched-off');
    expect(element.querySelector('.notice')?.textContent).to.contain('niet online aan');
    expect(element.querySelector('.notice a[href^="tel:"]')).to.not.equal(null);
    expect(element.querySelectorAll('button'), 'no button that cannot help').to.have.length(0);
    // Switched off while the page stood open: the server's answer tells.
    portal.session.set({ state: 'in', me: fakeMe });
    await settled(element);
    buttonOf(element, 'Open Herhaalrecepten');
    portal.page('prescriptions').state.set({ step: 'failed', error: new PortalError('service_off') });
    await settled(element);
    expect(element.querySelector('.notice')?.textContent).to.contain('niet online aan');
    expect(element.querySelectorAll('button')).to.have.length(0);
    expect(portal.calls.filter(([name]) => name === 'ask')).to.deep.equal([]);
  });

  it('promises no new code each time where one was given at the log-in', async () => {
    const { element } = await show('code-at-log-in');
    expect(element.textContent).to.contain('gaat Herhaalrecepten meteen open').and.not.to.contain('elke keer een nieuwe sessiecode');
  });

  it('lists the patient’s own medicine with dosage and the date of the last issue (S1-03)', async () => {
    const { element } = await show('choose');
    const about = element.querySelector(`[id="${box(element, metoprolol.id).getAttribute('aria-describedby')!}"]`)!;
    expect(about.textContent).to.contain('1 tablet per dag').and.to.contain('24-08-2026').and.to.contain('genoeg tot 22-11-2026');
    expect(box(element, items[5]!.id).closest('.medicine')!.textContent).to.contain('nog 1 keer geven');
  });

  it('shows what cannot be asked for as disabled, with the reason and what to do (S4-02, S4-03, N2)', async () => {
    const { element } = await show('choose');
    const said = (at: number) => { const input = box(element, items[at]!.id); expect(input.disabled, items[at]!.name).to.equal(true); return input.closest('.medicine')!; };
    expect(said(4).textContent).to.contain('verslavend');
    expect(said(4).querySelector('a[href="tel:+31101234567"]')).to.not.equal(null);
    expect(said(5).textContent).to.contain('zondag 31 januari 2027');
    expect(said(6).textContent).to.contain('al aangevraagd');
    expect(said(7).textContent).to.contain('gestopt');
    expect(said(8).textContent).to.contain('wil u eerst zien');
    expect(said(9).textContent).to.contain('niet online kunt aanvragen');
  });

  it('puts what can be asked for first', async () => {
    const { element } = await show('choose', { medication: async () => ({ ...answer, items: [...items].reverse() }) });
    expect([...element.querySelectorAll<HTMLInputElement>('[name=lines]')].map(({ disabled }) => disabled)).to.deep.equal([false, false, false, false, true, true, true, true, true, true]);
  });

  it('lets the patient ask where the practice decides, and says so', async () => {
    const { element } = await show('choose');
    for (const at of [2, 3]) {
      expect(box(element, items[at]!.id).disabled).to.equal(false);
      expect(box(element, items[at]!.id).closest('.medicine')!.textContent).to.contain('U kunt dit aanvragen.');
    }
  });

  it('asks for at least one, at the summary and at the list', async () => {
    const { element } = await show('empty-submit');
    expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
    element.querySelector<HTMLAnchorElement>('.error-summary a')!.click();
    expect(document.activeElement).to.equal(element.querySelector('fieldset'));
    await inTurn(element, (at) => tick(at, metoprolol.id));
    expect(element.querySelector('.error-summary')).to.equal(null);
  });

  it('shows the answers to check before anything is sent, and moves the focus to each step’s heading', async () => {
    const { element } = await show('check');
    expect(element.querySelector('h2')!.textContent).to.equal('Controleer uw aanvraag');
    expect(document.activeElement).to.equal(element.querySelector('h2'));
    expect(element.querySelector('.checks')!.textContent).to.contain('Metoprolol').and.to.contain('Omeprazol').and.to.contain('Graag voor drie maanden.').and.to.contain('op reis');
    expect(element.textContent).to.contain('Er is nog niets besteld.');
    expect(sent()).to.deep.equal([]);
    await inTurn(element, (at) => buttonOf(at, 'Wijzig bericht').click());
    expect((document.activeElement as HTMLTextAreaElement).name).to.equal('remark');
    expect((document.activeElement as HTMLTextAreaElement).value).to.equal('Ik ga op 1 december op reis.');
    expect(element.querySelector<HTMLTextAreaElement>(`[name="note-${omeprazole.id}"]`)!.value).to.equal('Graag voor drie maanden.');
  });

  it('sends several medicines in one request and gives number and honest date (S1-28, N1, N3)', async () => {
    const heard: unknown[] = [];
    document.addEventListener('balie-sent', (event) => heard.push((event as CustomEvent).detail), { once: true });
    const { element } = await show('sent');
    expect(sent().length).to.equal(1);
    expect(sent()[0]![1]).to.deep.equal({ lines: [{ medicationId: metoprolol.id }, { medicationId: omeprazole.id, note: 'Graag voor drie maanden.' }], remark: 'Ik ga op 1 december op reis.' });
    expect(element.querySelector('h2')!.textContent).to.equal('Uw aanvraag is ontvangen');
    expect(document.activeElement).to.equal(element.querySelector('h2'));
    expect(element.querySelector('[data-step=sent]')!.textContent).to.contain('R-M2N7-8V').and.to.contain('donderdag 26 november vanaf 15:30 uur');
    expect(heard).to.deep.equal([{ service: 'prescriptions', number: 'R-M2N7-8V' }]);
  });

  it('forgets what was typed once it is sent, and reads the list anew', async () => {
    const { element, portal } = await show('sent');
    expect(portal.calls.filter(([name]) => name === 'medication').length).to.equal(2);
    expect(await portal.drafts.load('prescriptions')).to.equal(null);
    await inTurn(element, (at) => buttonOf(at, 'Nog iets aanvragen').click());
    expect(box(element, metoprolol.id).checked).to.equal(false);
    expect(element.querySelector<HTMLTextAreaElement>('[name=remark]')!.value).to.equal('');
  });

  it('sends once on a double click', async () => {
    const { element } = await show('check', { orderPrescriptions: () => new Promise(() => undefined) });
    pressSend(element);
    pressSend(element);
    await inTurn(element, pressSend);
    expect(sent().length).to.equal(1);
    expect(element.querySelector('#prescription-request-send')!.getAttribute('aria-disabled')).to.equal('true');
    expect([...element.querySelectorAll('[role=status]')].some((status) => status.textContent?.includes('Wij versturen het'))).to.equal(true);
  });

  it('without an answer it says “not sent yet” and sends again with the same key (N1)', async () => {
    let tries = 0;
    const { element } = await show('check', { orderPrescriptions: () => (++tries < 3 ? Promise.reject(new PortalError('offline')) : Promise.resolve(receipt)) });
    await inTurn(element, pressSend);
    expect(element.querySelector('[role=alert]')!.textContent).to.contain('Nog niet verstuurd');
    await inTurn(element, pressSend);
    await inTurn(element, pressSend);
    expect(sent().length).to.equal(3);
    expect(new Set(sent().map(([, , key]) => key)).size).to.equal(1);
    expect(new Set(sent().map(([, order]) => JSON.stringify(order))).size).to.equal(1);
    expect(element.textContent).to.contain('R-M2N7-8V');
  });

  it('after a reload a send without an answer goes again with its key, also when the list already has it', async () => {
    const { element } = await show('restored-unsure', { medication: async () => ({ ...answer, items: items.map((item) => (item.id === metoprolol.id ? { ...item, renewal: { state: 'not-renewable', reason: 'pending', from: null } as const } : item)) }) });
    expect(element.textContent).to.contain('Nog niet verstuurd').and.to.contain('Metoprolol');
    await inTurn(element, pressSend);
    expect(sent()[0]!.slice(1)).to.deep.equal([{ lines: [{ medicationId: metoprolol.id }] }, '00000000-0000-4000-8000-000000000900']);
  });

  it('changed after a send that did arrive: says so, and a next send is a new one', async () => {
    const { element } = await show('arrived');
    expect(element.textContent).to.contain('toch aangekomen');
    const [first] = sent();
    await inTurn(element, pressSend);
    expect(sent()[1]![2]).to.not.equal(first![2]);
  });

  it('says which part is kept when a chosen medicine can no longer be asked for', async () => {
    const { element } = await show('list-changed');
    expect(element.querySelector('[role=alert]')!.textContent).to.contain('kunt u nu niet meer aanvragen');
    expect(box(element, metoprolol.id).checked).to.equal(true);
  });

  it('a refusal of the service brings the list anew and keeps the rest', async () => {
    let reads = 0;
    const { element } = await show('check', {
      orderPrescriptions: () => Promise.reject(new PortalError('medication_not_renewable')),
      medication: async () => (reads++ === 0 ? answer : { ...answer, items: items.filter(({ id }) => id !== omeprazole.id) }),
    });
    await inTurn(element, pressSend);
    expect(element.querySelector('[data-step]')!.getAttribute('data-step')).to.equal('choose');
    expect(element.querySelector('[role=alert]')!.textContent).to.contain('kunt u nu niet meer aanvragen');
    expect(box(element, metoprolol.id).checked).to.equal(true);
    expect(element.querySelector<HTMLTextAreaElement>('[name=remark]')!.value).to.equal('Ik ga op 1 december op reis.');
  });

  it('keeps what was typed over an expired code and wipes what it showed (N7)', async () => {
    const { element, portal } = await show('chosen');
    portal.page('prescriptions').state.set({ step: 'closed', why: 'idle' });
    await settled(element);
    expect(element.textContent).to.contain('Wat u had ingevuld, is bewaard.').and.to.not.contain('Metoprolol');
    portal.page('prescriptions').state.set(openPage());
    await settled(element);
    expect(box(element, metoprolol.id).checked).to.equal(true);
    expect(element.querySelector<HTMLTextAreaElement>('[name=remark]')!.value).to.equal('Ik ga op 1 december op reis.');
  });

  it('sending into a closed page asks for a code and then goes on from the check, same key', async () => {
    let tries = 0;
    const { element, portal } = await show('check', { orderPrescriptions: (): Promise<Receipt> => {
      if (++tries > 1) return Promise.resolve(receipt);
      portal.page('prescriptions').state.set({ step: 'closed', why: 'ended' });
      return Promise.reject(new PortalError('page_closed'));
    } });
    await inTurn(element, pressSend);
    expect(element.querySelector('h2')!.textContent).to.equal('Herhaalrecepten');
    portal.page('prescriptions').state.set(openPage());
    await settled(element);
    expect(element.querySelector('[role=alert]')!.textContent).to.contain('Nog niet verstuurd').and.to.contain('was gesloten');
    await inTurn(element, pressSend);
    expect(new Set(sent().map(([, , key]) => key)).size).to.equal(1);
    expect(element.textContent).to.contain('R-M2N7-8V');
  });

  const askedBefore = (question: string) => ({ draft: { step: 'check', subject: 'Pillen', question }, key: 'q', tried: false });
  const from = { name: 'econsults', typed: { subject: 'Pillen', question: 'Graag' } };
  it('a question that was taken along, and is sent from here in a later document, is not kept as a question (N5, N7)', async () => {
    const taken = { draft: { step: 'check', chosen: [metoprolol.id], remark: 'Pillen\nGraag' }, key: 'k', tried: false, from };
    const { portal: fixed, ...fixture } = fixtures.choose;
    mounted = await mount<PrescriptionRequest>('prescription-request', { ...fixture, portal: { ...fixed, drafts: { econsults: askedBefore('Graag'), prescriptions: taken } } });
    const { element, portal } = mounted;
    await until(() => element.querySelector('[data-step=check]'));
    await inTurn(element, pressSend);
    await until(() => portal.calls.some(([name, at]) => name === 'drafts.clear' && at === 'econsults'));
    expect(sent()[0]![1]).to.deep.include({ remark: 'Pillen\nGraag' });
  });
  it('the question stays where it was changed since, or may have been sent (N5, N7)', async () => {
    let cleared = 0;
    const left = (there: object) => sentElsewhere({ load: async <T>() => there as T, save: async () => {}, clear: async () => { cleared += 1; } }, from);
    await left(askedBefore('Graag snel'));
    await left({ ...askedBefore('Graag'), tried: true });
    expect(cleared).to.equal(0);
    await left(askedBefore('Graag'));
    expect(cleared).to.equal(1);
  });

  it('brings back a draft of an earlier document and keeps the one of this document', async () => {
    const { element, portal } = await show('restored');
    expect(element.textContent).to.contain('Wat u eerder had ingevuld, staat er nog.');
    expect(element.querySelector<HTMLTextAreaElement>(`[name="note-${metoprolol.id}"]`)!.value).to.equal('Liever tabletten');
    await inTurn(element, (at) => typeIn(at, 'remark', 'Toch niet.'));
    expect(await portal.drafts.load('prescriptions')).to.have.nested.property('draft.remark', 'Toch niet.');
  });

  it('shows nothing of one patient to the next', async () => {
    const { element, portal } = await show('chosen');
    await portal.drafts.clear('prescriptions');
    portal.session.set({ state: 'out', why: 'patient' });
    await settled(element);
    portal.session.set({ state: 'in', me: { ...fakeMe, sub: 'another' } });
    portal.page('prescriptions').state.set(openPage());
    await settled(element);
    expect(element.querySelectorAll('input:checked').length).to.equal(0);
    expect(element.querySelector<HTMLTextAreaElement>('[name=remark]')!.value).to.equal('');
  });

  it('reads again when one looks at the page again: what the practice decided meanwhile is there, also under a receipt; who is typing is let be (N1)', async () => {
    let decided = false;
    const { element, portal } = await show('sent', { medication: async () => (decided ? { ...answer, requests: [{ ...requests[0]!, lines: requests[0]!.lines.map((line) => ({ ...line, state: 'approved' as const })) }] } : { ...answer, requests: [requests[0]!] }), orderPrescriptions: async () => receipt });
    const own = () => element.querySelector('[aria-labelledby$="-own"]')!.textContent!;
    const looks = async () => { document.dispatchEvent(new Event('visibilitychange')); await settled(element); };
    expect(own()).to.contain('moet dit nog');
    decided = true;
    await looks();
    await until(() => !own().includes('moet dit nog'));
    expect(element.textContent).to.contain(receipt.number);
    await inTurn(element, (at) => buttonOf(at, 'Nog iets aanvragen').click(), (at) => tick(at, metoprolol.id));
    const before = portal.calls.filter(([name]) => name === 'medication').length;
    await looks();
    expect(portal.calls.filter(([name]) => name === 'medication').length).to.equal(before);
  });

  it('lists requests with the state and reason of each medicine, and says when one is late (N1, N3)', async () => {
    const { element } = await show('choose');
    const [waiting, handled, late] = [...element.querySelectorAll('.item')].map((one) => one.textContent);
    expect(waiting).to.contain('R-7K4M-2Q').and.to.contain('moet dit nog bekijken').and.to.contain('donderdag 26 november vanaf 15:30 uur').and.to.not.contain('langer dan');
    expect(handled).to.contain('Staat bij de apotheek').and.to.contain('Ophalen bij: Apotheek in het dorp').and.to.contain('Goedgekeurd').and.to.contain('Niet goedgekeurd').and.to.contain('Reden: Maak eerst een afspraak.');
    expect(late).to.contain('langer dan wij u beloofden');
  });

  it('shows what was asked earlier when asked for it, behind the rest; the first of it gets the focus', async () => {
    const { element } = await show('older');
    expect(element.querySelectorAll('.items > .item')).to.have.length(3);
    buttonOf(element, 'Toon eerdere').click();
    await until(() => element.querySelectorAll('.items > .item').length === 6);
    await settled(element);
    expect(document.activeElement).to.equal(element.querySelectorAll('.items > .item')[3]);
    expect(document.activeElement!.textContent).to.contain('2 februari');
    expect([...element.querySelectorAll('button')].some(({ textContent }) => textContent.includes('Toon eerdere'))).to.equal(false);
  });

  it('a list that is read again on return stays as long as it was', async () => {
    const { element, portal } = await show('older');
    buttonOf(element, 'Toon eerdere').click();
    await until(() => element.querySelectorAll('.items > .item').length === 6);
    const read = () => portal.calls.filter(([name]) => name === 'medication').length;
    const before = read();
    document.dispatchEvent(new Event('visibilitychange'));
    await until(() => read() === before + 2);
    await settled(element);
    expect(element.querySelectorAll('.items > .item')).to.have.length(6);
    expect([...element.querySelectorAll('button')].some(({ textContent }) => textContent.includes('Toon eerdere'))).to.equal(false);
  });

  it('a list that cannot be read says why, whom to call, and tries again', async () => {
    let reads = 0;
    const { element } = await show('failed', { medication: () => (reads++ === 0 ? Promise.reject(new PortalError('temporarily_unavailable')) : Promise.resolve(answer)) });
    expect(element.querySelector('[role=alert] a[href="tel:+31101234567"]')).to.not.equal(null);
    expect(element.querySelector('[role=alert] a[href="tel:112"]')).to.not.equal(null);
    const retry = buttonOf(element, 'Probeer opnieuw');
    retry.focus();
    await inTurn(element, () => retry.click());
    expect(element.querySelectorAll('.medicine').length).to.equal(items.length);
    expect(document.activeElement).to.equal(element.querySelector('h2'));
  });

  it('says before anything is sent that nothing is ordered, and when it would be ready (N1, N3)', async () => {
    const { element } = await show('chosen');
    for (const step of ['choose', 'check']) {
      expect(element.querySelector(`[data-step=${step}]`)!.textContent).to.contain('Er is nog niets besteld.').and.to.contain('donderdag 26 november vanaf 15:30 uur');
      if (step === 'choose') await inTurn(element, submit);
    }
  });

  it('asks what the practice asks: pharmacy, a reason where it decides, and other medicine by name; sends it as one request (S1-28)', async () => {
    const { element } = await show('asking-check');
    expect(element.querySelector('.checks')!.textContent).to.contain('Waarom: Ik slaap slecht.').and.to.contain('Hydrocortisonzalf 1%').and.to.contain('Apotheek bij de brug');
    await inTurn(element, pressSend);
    expect(sent()[0]![1]).to.deep.equal({ lines: [{ medicationId: metoprolol.id }, { medicationId: items[3]!.id, why: 'Ik slaap slecht.' }], unlisted: [{ name: 'Hydrocortisonzalf 1%', note: 'Een kleine tube.', why: 'Eczeem' }], pharmacy: 'brug' });
  });

  it('what is missing of it stands in the summary, each linked to its field', async () => {
    const { element } = await show('asking-empty');
    const links = [...element.querySelectorAll<HTMLAnchorElement>('.error-summary a')];
    expect(links.map(({ textContent }) => textContent)).to.deep.equal(['Vul in waarom u Oxazepam 10 mg nodig heeft.', 'Vul de naam van het medicijn in, of haal het weg.', 'Vul in waarom u dit medicijn nodig heeft.', 'Kies waar u uw medicijnen ophaalt.']);
    for (const { hash } of links) expect(element.querySelector(hash), hash).to.not.equal(null);
    await inTurn(element, (at) => tick(at, 'dorp'), (at) => typeIn(at, 'name-0', 'Zalf'));
    expect(element.querySelectorAll('.error-summary a').length).to.equal(2);
  });

  it('a medicine that was added can be taken away again; the focus stays near', async () => {
    const { element } = await show('asking');
    expect(document.activeElement).to.equal(element.querySelector('[name=name-0]'));
    await inTurn(element, (at) => typeIn(at, 'name-0', 'Eerste'), addUnlisted, (at) => typeIn(at, 'name-1', 'Tweede'), (at) => buttonOf(at, 'Haal weg').click());
    expect(element.querySelectorAll('[name^=name-]').length).to.equal(1);
    expect(element.querySelector<HTMLInputElement>('[name=name-0]')!.value).to.equal('Tweede');
    expect(document.activeElement).to.equal(element.querySelector('#prescription-request-add'));
  });

  it('begins with the pharmacy of last time', async () => {
    const { element } = await show('choose', { medication: async () => ({ ...answer, terms: { ...asking, pharmacy: 'brug' } }) });
    expect(element.querySelector<HTMLInputElement>('[value=brug]')!.checked).to.equal(true);
    await inTurn(element, (at) => tick(at, metoprolol.id), submit, pressSend);
    expect(sent()[0]![1]).to.deep.equal({ lines: [{ medicationId: metoprolol.id }], pharmacy: 'brug' });
  });

  it('what cannot be renewed leads to the appointment, its type chosen; the request is kept and one comes back to it (N2, S4-02)', async () => {
    const { element, portal } = await show('asking', { appointments: async () => ({ online: true, waitingList: false, types: [{ id: 'other', title: 'Iets anders' }, { id: 'consult', title: 'Spreekuur' }].map((type) => ({ ...type, minutes: 10, instructions: null, questions: [], practitioners: [] })), practitioners: [], hold: null, upcoming: [], waiting: [] }) });
    await inTurn(element, (at) => tick(at, metoprolol.id));
    // Addictive, stopped, review, not online: each has its way out; what is only too early has its date, and what waits waits.
    expect(element.querySelectorAll('.medicine .way-out button').length).to.equal(4);
    const early = box(element, items[5]!.id).closest('.medicine')!;
    expect([early.querySelector('.way-out'), early.textContent!.includes('31 januari 2027')]).to.deep.equal([null, true]);
    const out = element.querySelector<HTMLButtonElement>('.way-out button')!;
    expect(out.getAttribute('aria-label')).to.contain('Oxycodon');
    out.click();
    await settled(element);
    expect(portal.calls).to.deep.include(['ask']);
    portal.page('appointments').state.set(openPage());
    const booking = element.querySelector<HTMLElement>('book-appointment')!;
    await settled(booking);
    expect(booking.querySelector<HTMLInputElement>('[value=consult]')!.checked).to.equal(true);
    expect(element.textContent).to.contain('is bewaard');
    await inTurn(element, (at) => buttonOf(at, 'Terug naar uw aanvraag').click());
    expect(box(element, metoprolol.id).checked).to.equal(true);
    expect(document.activeElement).to.equal(element.querySelector('h2'));
  });

  it('what the practice refused leads to the appointment as well, where the practice has one for it (N2)', async () => {
    const { element, portal } = await show('asking');
    const refused = [...element.querySelectorAll<HTMLElement>('.item li')].filter(({ textContent }) => textContent.includes('Niet goedgekeurd'));
    expect(refused.length).to.be.greaterThan(0);
    for (const line of refused) expect(line.querySelectorAll('.way-out button')).to.have.length(1);
    expect(element.querySelectorAll('.item .way-out')).to.have.length(refused.length);
    refused[0]!.querySelector<HTMLButtonElement>('.way-out button')!.click();
    await until(() => element.querySelector('book-appointment'));
    expect(element.querySelector('book-appointment')!.getAttribute('type')).to.equal(asking.wayOut!.type);
    expect(portal.calls).to.deep.include(['ask']);
    mounted.remove();
    const { element: without } = await show('asking', { medication: async () => ({ ...answer, terms: { ...asking, wayOut: null } }) });
    expect(without.querySelectorAll('.way-out')).to.have.length(0);
  });

  it('works by keyboard alone: real boxes and buttons in the order of the page, none with a positive tabindex', async () => {
    const { element } = await show('chosen');
    const stops = [...element.querySelectorAll<HTMLElement>('input, textarea, button, a[href], summary')];
    expect(stops.every((stop) => stop.tabIndex === 0 || stop.matches(':disabled'))).to.equal(true);
    expect(element.querySelectorAll('[tabindex]:not([tabindex="-1"])').length).to.equal(0);
    submit(element);
    await settled(element);
    expect(element.querySelector('[data-step=check]')).to.not.equal(null);
  });

  it('changes its language without losing what was typed', async () => {
    const { element, setLang } = await show('choose');
    await fillIn(element);
    setLang('en');
    await settled(element);
    expect(element.querySelector('h2')!.textContent).to.equal('Which medicines do you need?');
    expect(element.querySelector<HTMLTextAreaElement>('[name=remark]')!.value).to.equal('Ik ga op 1 december op reis.');
  });

  itHoldsEverywhere('prescription-request', fixtures);
});
