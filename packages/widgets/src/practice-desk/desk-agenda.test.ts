import { expect } from '@open-wc/testing';
import { until } from '../shared/acts.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import type { FakeDesk } from './fake-desk.ts';
import { fixtures, press, typeIn } from './practice-desk.fixtures.ts';
import type { PracticeDesk } from './practice-desk.ts';
import './practice-desk.ts';

describe('the agenda at the desk', () => {
  let mounted: Mounted<PracticeDesk> | undefined;
  afterEach(() => { mounted?.remove(); mounted = undefined; });
  const show = async (name: keyof typeof fixtures) => {
    mounted = await mount<PracticeDesk>('practice-desk', fixtures[name]);
    const { element } = mounted;
    const desk = element.desk as FakeDesk;
    return { element, agenda: element.querySelector<HTMLElement>('desk-agenda')!, calls: (method: string) => desk.calls.filter(([called]) => called === method).map(([, ...args]) => args) };
  };
  const said = (element: PracticeDesk) => element.querySelector('.said')!.textContent.trim();
  const submit = async (element: PracticeDesk, within: string) => { element.querySelector<HTMLFormElement>(`${within} form`)!.requestSubmit(); await settled(element); };

  it('is a list of times a practitioner, each named by its day, with who, why and the number to call', async () => {
    const { agenda } = await show('agenda');
    const [first] = agenda.querySelectorAll('ul.times');
    expect(first!.getAttribute('aria-labelledby')!.split(' ').map((id) => document.getElementById(id)!.textContent.trim().replace(/\s+/g, ' '))).to.deep.equal(['maandag 23 november', 'Dr. E. van den Broek 2 vrij']);
    const rows = [...first!.querySelectorAll('li')];
    expect(rows.map((row) => row.className)).to.deep.equal(['free', 'booked', 'booked', 'held', 'blocked', 'block', 'busy', 'free']);
    expect(rows[1]!.innerText).to.contain('J. Voorbeeld').and.to.contain('Pijn in de schouder').and.to.contain('14:10–14:20');
    expect(rows[1]!.querySelector('a')!.getAttribute('href')).to.equal('tel:+31612345678');
    expect([rows[2]!.querySelector('.badge')!.textContent, rows[5]!.innerText.includes('Overleg met de wijkzorg')]).to.deep.equal(['Extra', true]);
    // Each button says which time it is about.
    expect(rows[0]!.querySelector('button')!.getAttribute('aria-label')).to.equal('Inboeken: 14:00–14:10, maandag 23 november');
  });

  it('goes from day to day and week to week, for one practitioner or all; what was asked last is shown', async () => {
    const { element, agenda, calls } = await show('agenda');
    await press(agenda, 'Volgende');
    await press(agenda, 'Week');
    const who = agenda.querySelector<HTMLSelectElement>('#agenda-practitioner')!;
    expect([...who.options].map(({ text }) => text)).to.deep.equal(['Dr. E. van den Broek', 'POH M. Willems']);
    await press(agenda, 'Vorige');
    await press(agenda, 'Vandaag');
    expect(calls('agenda.read').map(([query]) => query)).to.deep.equal([{ from: '2026-11-23' }, { from: '2026-11-24' }, ...['2026-11-23', '2026-11-16', '2026-11-23'].map((from) => ({ from, days: '7', practitioner: who.value }))]);
    expect(agenda.querySelectorAll('.days h3')).to.have.length(7);
    expect(element.querySelector('[aria-current=date]')!.textContent).to.equal('maandag 23 november');
  });

  it('books a patient who is looked up into the time that was chosen, with one key', async () => {
    const { element, calls } = await show('agenda-book-type');
    expect(document.activeElement?.id).to.equal('agenda-place-type');
    typeIn(element.querySelector('desk-agenda-place')!, 'reason', 'Belde zelf');
    await submit(element, 'desk-agenda-place');
    const [[order, key]] = calls('agenda.book') as [[object, string]];
    expect(order).to.deep.equal({ patient: '00000000-0000-4000-8000-000000000010', type: 'consult', reason: 'Belde zelf', place: { slot: '00000000-0000-4000-8000-000000000101' } });
    expect(key).to.match(/^[0-9a-f-]{36}$/);
    expect(said(element)).to.contain('J. Voorbeeld is ingeboekt').and.to.contain('De patiënt krijgt bericht.');
    expect(document.activeElement?.textContent).to.equal('maandag 23 november');
  });

  it('tries a booking again with the same key, and says when the time was taken', async () => {
    const { element, calls } = await show('agenda-book-taken');
    expect(element.querySelector('desk-agenda-place .error-summary')!.textContent).to.contain('niet meer vrij');
    await submit(element, 'desk-agenda-place');
    const keys = calls('agenda.book').map(([, key]) => key);
    expect([keys.length, new Set(keys).size]).to.deep.equal([2, 1]);
  });

  it('makes an extra appointment at a time of one\'s own', async () => {
    const { element, calls } = await show('agenda-extra');
    expect(element.querySelector('desk-agenda-place .error-summary')!.textContent).to.contain('Vul een tijd in.');
    const form = element.querySelector<HTMLElement>('desk-agenda-place')!;
    typeIn(form, 'time', '18:15');
    await submit(element, 'desk-agenda-place');
    expect((calls('agenda.book')[0]![0] as { place: object }).place).to.deep.equal({ practitioner: '00000000-0000-4000-8000-000000000041', at: '2026-11-23T18:15', minutes: 10 });
  });

  it('what stands ready fits: the kind that who has the time gives, and as many minutes as the kind takes', async () => {
    const { element } = await show('agenda-book-nurse');
    expect(element.querySelector<HTMLSelectElement>('#agenda-place-type')!.value).to.equal('nurse');
    mounted!.remove();
    const { element: extra } = await show('agenda-extra');
    const [type, minutes] = [extra.querySelector<HTMLSelectElement>('#agenda-place-type')!, extra.querySelector<HTMLInputElement>('#agenda-place-minutes')!];
    expect([type.value, minutes.value]).to.deep.equal(['consult', '10']);
    type.value = 'nurse';
    type.dispatchEvent(new Event('change', { bubbles: true }));
    expect(minutes.value).to.equal('20');
  });

  it('moves an appointment to a free time, and says when nobody was told', async () => {
    const { element, calls } = await show('agenda-moved');
    expect(calls('agenda.move')[0]!.slice(0, 2)).to.deep.equal(['00000000-0000-4000-8000-000000000040', { slot: '00000000-0000-4000-8000-000000000101' }]);
    expect(said(element)).to.contain('Geef het zelf door.');
  });

  it('cancels with a reason, there where the appointment stands', async () => {
    const { element, calls } = await show('agenda-cancel');
    expect(document.activeElement?.id).to.equal('agenda-cancel-reason');
    typeIn(element.querySelector('desk-agenda')!, 'reason', 'Arts ziek');
    element.querySelector<HTMLFormElement>('desk-agenda li form')!.requestSubmit();
    await settled(element);
    expect(calls('cancel')).to.deep.equal([['00000000-0000-4000-8000-000000000040', 'Arts ziek']]);
    expect(said(element)).to.equal('De afspraak van J. Voorbeeld is afgezegd.');
  });

  it('offers the standard texts where an appointment is cancelled, one or several', async () => {
    const one = await show('agenda-cancel');
    await press(one.agenda.querySelector<HTMLElement>('li form')!, 'Standaardtekst invoegen');
    await press(one.agenda.querySelector<HTMLElement>('li form')!, 'Invoegen');
    expect(one.agenda.querySelector<HTMLInputElement>('#agenda-cancel-reason')!.value).to.equal('De arts is ziek.');
    mounted!.remove();
    const several = await show('agenda-way');
    const form = several.element.querySelector<HTMLElement>('desk-agenda-way')!;
    await press(form, 'Standaardtekst invoegen');
    await press(form, 'Invoegen');
    expect(document.activeElement).to.equal(form.querySelector('#agenda-way-reason'));
    expect(form.querySelector<HTMLInputElement>('#agenda-way-reason')!.value).to.equal('De arts is ziek.');
  });

  it('blocks and frees a time, a part of a day and a whole day', async () => {
    const { element, agenda, calls } = await show('agenda');
    const [free] = agenda.querySelectorAll<HTMLElement>('li.free');
    await press(free!, 'Blokkeren');
    await press(agenda.querySelector<HTMLElement>('li.blocked')!, 'Vrijgeven');
    await press(agenda, 'Tijd blokkeren');
    element.querySelector<HTMLInputElement>('desk-agenda-block [value=day]')!.click();
    await settled(element);
    typeIn(element.querySelector('desk-agenda-block')!, 'reason', 'Nascholing');
    await submit(element, 'desk-agenda-block');
    const practitioner = '00000000-0000-4000-8000-000000000041';
    expect(calls('agenda.block')).to.deep.equal([[{ practitioner, from: '2026-11-23T14:00', until: '2026-11-23T14:10', kind: 'block' }], [{ practitioner, kind: 'block', from: '2026-11-23T00:00', until: '2026-11-24T00:00', reason: 'Nascholing' }]]);
    expect(calls('agenda.free')).to.deep.equal([[{ practitioner, from: '2026-11-23T14:30', until: '2026-11-23T14:40' }]]);
  });

  it('keeps the focus at the time that was acted on, also when nothing came of it', async () => {
    const { element, agenda } = await show('agenda');
    const at = () => document.activeElement?.closest('[data-slot]')?.getAttribute('data-slot');
    const row = agenda.querySelector<HTMLElement>('li.free')!;
    await press(row, 'Blokkeren');
    expect(at()).to.equal(row.dataset['slot']);
    await press(agenda.querySelector<HTMLElement>('li.booked')!, 'Afspraak afzeggen');
    await press(agenda.querySelector<HTMLElement>('li.booked')!, 'Annuleren');
    expect(at()).to.equal(agenda.querySelector<HTMLElement>('li.booked')!.dataset['slot']);
    await press(agenda.querySelector<HTMLElement>('li.booked')!, 'Verzetten');
    await press(agenda.querySelectorAll<HTMLElement>('li.free')[1]!, 'Hierheen verzetten');
    expect(at()).to.equal(agenda.querySelectorAll<HTMLElement>('li.free')[1]!.dataset['slot']);
    element.querySelector<HTMLElement>('li.booked .row button:last-child')!.click();
    await settled(element);
    typeIn(agenda, 'reason', 'Arts ziek');
    element.querySelector<HTMLFormElement>('desk-agenda li form')!.requestSubmit();
    await settled(element);
    expect(document.activeElement?.textContent).to.equal('maandag 23 november');
  });

  it('shows who is booked in what was blocked; only those ticked are cancelled, and whom to call is named', async () => {
    const { element, calls } = await show('agenda-way-cancelled');
    expect(calls('agenda.cancelMany')).to.deep.equal([[['00000000-0000-4000-8000-000000000040'], 'De arts is ziek']]);
    expect(element.querySelector('desk-agenda-way .warning')!.textContent).to.contain('J. Voorbeeld');
    mounted!.remove();
    const again = await show('agenda-way');
    await submit(again.element, 'desk-agenda-way');
    expect(again.calls('agenda.cancelMany')).to.deep.equal([]);
    await press(again.agenda, 'Laat alles staan');
    expect(again.element.querySelector('desk-agenda-way')).to.equal(null);
  });

  it('closes the practice now, until a time, with words in its languages; and days, both included', async () => {
    const { element, agenda, calls } = await show('agenda-close-now');
    const form = element.querySelector<HTMLElement>('desk-agenda-closings')!;
    typeIn(form, 'time', '17:00');
    typeIn(form, 'words-nl', 'Er is brand geweest.');
    await submit(element, 'desk-agenda-closings');
    await press(agenda, 'Praktijk sluiten');
    const again = element.querySelector<HTMLElement>('desk-agenda-closings')!;
    typeIn(again, 'from', '2026-12-24');
    typeIn(again, 'until', '2026-12-24');
    await submit(element, 'desk-agenda-closings');
    expect(calls('agenda.block')).to.deep.equal([[{ practitioner: null, kind: 'closed', until: '2026-11-23T17:00', words: { nl: 'Er is brand geweest.' } }], [{ practitioner: null, kind: 'closed', from: '2026-12-24T00:00', until: '2026-12-25T00:00', words: {} }]]);
  });

  it('lays out a week; rows come and go without losing what was typed', async () => {
    const { element, calls } = await show('agenda-schedule');
    const form = element.querySelector<HTMLElement>('desk-agenda-schedules')!;
    typeIn(form, 'from', '2026-12-01');
    typeIn(form, 'until', '2026-12-31');
    typeIn(form, 'hours-0-to', '12:00');
    await press(form, 'Uren toevoegen');
    form.querySelectorAll<HTMLInputElement>('[name=hours-1]')[2]!.click();
    typeIn(form, 'hours-1-from', '13:00');
    typeIn(form, 'hours-1-to', '15:00');
    await press([...form.querySelectorAll<HTMLElement>('.weekdays')].at(-1)!, 'Weghalen');
    await submit(element, 'desk-agenda-schedules');
    expect(calls('agenda.laySchedule')).to.deep.equal([['00000000-0000-4000-8000-000000000041', { hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' }, { days: [3], from: '13:00', to: '15:00' }], breaks: [], minutes: 10, from: '2026-12-01', until: '2026-12-31' }]]);
    await until(() => form.querySelector('.success'));
    expect(form.innerText).to.contain('1104 tijden').and.to.contain('blijven staan');
  });

  it('works by keyboard alone: from the tab to a time and into its form', async () => {
    const { element } = await show('agenda');
    const row = element.querySelector<HTMLElement>('li.free button')!;
    row.focus();
    expect(document.activeElement === row).to.equal(true);
    row.click();
    await settled(element);
    expect(document.activeElement?.id).to.equal('agenda-place-title');
  });
});
