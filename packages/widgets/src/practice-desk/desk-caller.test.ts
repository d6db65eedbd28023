import { expect } from '@open-wc/testing';
import { toHeld } from '../book-appointment/book-appointment.fixtures.ts';
import { press as pressIn, pressSend, submit, tick, until } from '../shared/acts.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { metoprolol, toCheck } from '../prescription-request/prescription-request.fixtures.ts';
import type { FakeDesk } from './fake-desk.ts';
import { fixtures, press } from './practice-desk.fixtures.ts';
import type { PracticeDesk } from './practice-desk.ts';
import './practice-desk.ts';

describe('filling in for a caller (N14)', () => {
  let mounted: Mounted<PracticeDesk> | undefined;
  const printing = window.print;
  afterEach(() => { mounted?.remove(); mounted = undefined; window.print = printing; });
  const show = async (name: keyof typeof fixtures) => {
    mounted = await mount<PracticeDesk>('practice-desk', fixtures[name]);
    const { element } = mounted;
    return { element, desk: element.desk as FakeDesk, caller: element.querySelector<HTMLElement>('desk-caller')! };
  };

  it('is the patient\'s own element, with no log-in and no code, and says who will hear of it', async () => {
    const { caller, desk } = await show('caller-medicine');
    expect(caller.querySelector('h3')!.textContent).to.equal('Invullen voor A. Testpersoon');
    expect(caller.textContent).to.contain('Metoprolol').and.to.contain('met de naam van wie het invult');
    expect(caller.querySelector('[type=password], [autocomplete=one-time-code]')).to.equal(null);
    expect(desk.calls.filter(([name]) => name === 'caller')).to.have.length(1);
    expect((await show('caller-alone')).caller.textContent).to.contain('er is geen account met een e-mailadres');
  });

  it('what is typed is kept for this patient alone, and what is sent says its number and can be printed', async () => {
    const { element, caller, desk } = await show('caller-medicine');
    const request = caller.querySelector<HTMLElement>('prescription-request')!;
    await toCheck(request);
    await until(() => desk.calls.some(([name]) => name === 'drafts.save'));
    const places = desk.calls.filter(([name]) => name === 'drafts.save').map(([, place]) => place);
    expect(new Set(places)).to.deep.equal(new Set([`caller ${(await desk.search({ name: 'x' })).patients[0]!.id} prescriptions`]));
    pressSend(request);
    await settled(element);
    await until(() => request.querySelector('[data-step=sent]'));
    expect(request.textContent).to.contain('R-M2N7-8V');
    let printed = '';
    window.print = () => { printed = element.querySelector('.printed')!.querySelector('h3')!.textContent; dispatchEvent(new Event('afterprint')); };
    await press(caller, 'Afdrukken');
    expect([printed, element.querySelector('.printed')]).to.deep.equal(['Invullen voor A. Testpersoon', null]);
  });

  it('books like the patient does, with the time held and a countdown, and moves or cancels what stands until it begins', async () => {
    const { element, caller } = await show('caller-appointment');
    const booking = caller.querySelector<HTMLElement>('book-appointment')!;
    expect(booking.textContent).to.contain('Voor u geregeld door de praktijk: S. Bakker').and.to.contain('Dubbel spreekuur');
    expect([...booking.querySelectorAll('.item')].map((item) => item.querySelectorAll('.row button').length)).to.deep.equal([4, 0]);
    await toHeld(booking);
    expect(booking.querySelector('.held')!.textContent).to.contain('2 minuten en 40 seconden');
    await submit(booking);
    await settled(element);
    pressSend(booking);
    await until(() => booking.querySelector('[data-step=sent]'));
    expect(booking.textContent).to.contain('A-6RWT-3K');
    pressIn(booking, 'Afzeggen');
    await until(() => booking.querySelector('[id$=-ask]'));
    expect(booking.querySelector('[id$=-ask]')!.textContent).to.contain('afzeggen');
  });

  it('promises no message to who has no account', async () => {
    expect((await show('caller-asked')).caller.querySelector('[data-step=sent]')!.textContent).to.contain('U krijgt geen e-mail als er antwoord is').and.not.contain('Wij laten het u weten');
  });

  it('goes from medicine to a question and back to the patients, with the focus where one goes on', async () => {
    const { element, caller } = await show('caller-medicine');
    await press(caller, 'eConsult');
    await until(() => caller.querySelector('econsult-form form'));
    await settled(element);
    const question = caller.querySelector<HTMLElement>('econsult-form')!;
    tick(question, 'no');
    await settled(element);
    submit(question);
    await until(() => question.querySelector('[name=question]'));
    // What leads to forms that the desk does not have is not offered.
    expect([caller.querySelector('prescription-request'), caller.querySelector('[id$=add-file]')]).to.deep.equal([null, null]);
    await press(caller, 'Klaar');
    expect([element.querySelector('desk-caller'), document.activeElement!.textContent.trim()]).to.deep.equal([null, 'Invullen voor deze patiënt']);
    // What was searched for is still there.
    expect(element.querySelector<HTMLInputElement>('desk-patients [name=name]')!.value).to.equal('Voorbeeld');
  });

  it('a medicine that may not be asked for says so here too', async () => {
    const { caller } = await show('caller-medicine');
    expect([...caller.querySelectorAll('.medicine input')].some((box) => (box as HTMLInputElement).disabled)).to.equal(true);
    expect(caller.querySelector(`input[value="${metoprolol.id}"]`)).to.not.equal(null);
  });
});
