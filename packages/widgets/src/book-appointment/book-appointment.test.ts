import { expect } from '@open-wc/testing';
import { textsOf } from '@balie/forms/all';
import { PortalError, type CareApi } from '@balie/portal-client';
import { buttonOf, inTurn, pressSend, submit, tick, typeIn, until } from '../shared/acts.ts';
import { openPage } from '../shared/fake-portal.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { answer, bakker, booked, fails, fixtures, free, hold, jansen, nearest, slot, slots, listed, offered, place, past, questions, toAnswered, toCheck, toHeld, toMove, toMoved, toTimes, upcoming } from './book-appointment.fixtures.ts';
import type { BookAppointment } from './book-appointment.ts';
import { countdown, daysOf } from './booking-flow.ts';
import { goes, weeksOf } from './calendar-part.ts';
import { HoldClock } from './hold-clock.ts';
import './book-appointment.ts';

describe('book-appointment', () => {
  let mounted: Mounted<BookAppointment>;
  const show = async (name: keyof typeof fixtures, care?: Partial<CareApi>) => {
    const { portal, ...fixture } = fixtures[name] as (typeof fixtures)['check'];
    mounted = await mount<BookAppointment>('book-appointment', { ...fixture, portal: { ...portal, care: { ...portal?.care, ...care } } });
    return mounted;
  };
  const called = (name: string) => mounted.portal.calls.filter(([call]) => call === name);
  const step = (element: HTMLElement) => element.querySelector<HTMLElement>('[data-step]')!.dataset['step'];
  afterEach(() => mounted?.remove());

  it('says which appointment waits to be confirmed, and shows the nearest times beside one that was given away (N9)', async () => {
    const { element } = await show('behind');
    const items = [...element.querySelectorAll<HTMLElement>('li.item')].map(({ innerText }) => innerText.replace(/\s+/g, ' '));
    expect(items[0]).to.contain('wordt nog bevestigd');
    expect(items[1]).to.contain('al vergeven').and.to.contain('nog vrij zijn');
    expect(element.querySelectorAll('li.item li')).to.have.length(nearest.length);
  });

  it('does not say that an appointment stands before the practice’s system has it', async () => {
    const { element } = await show('sent-on-its-way');
    expect(element.querySelector<HTMLElement>('[data-step=sent]')!.innerText).to.contain('bewaard').and.to.contain('bevestigt').and.not.to.contain('staat vast');
  });

  it('says first that it is not for urgent matters, with the numbers to call now (S4-04, N4)', async () => {
    const { element } = await show('what');
    const warning = element.querySelector('.notice.warning')!;
    expect(warning.textContent).to.contain('Niet voor spoed');
    expect([...warning.querySelectorAll('a')].map(({ href, target }) => [href, target])).to.deep.equal([['tel:+31101234567', '_top'], ['tel:112', '_top']]);
  });

  it('lets one choose what for and with whom, or anyone (S1-05)', async () => {
    const { element } = await show('what');
    await inTurn(element, (at) => tick(at, 'double'), (at) => tick(at, bakker.id), submit);
    expect(called('slots')).to.deep.equal([['slots', { type: 'double', practitioner: bakker.id }]]);
    await inTurn(element, (at) => buttonOf(at, 'Kies iets anders').click());
    expect(element.querySelector<HTMLInputElement>(`[value="${bakker.id}"]`)!.checked).to.equal(true);
    await inTurn(element, (at) => at.querySelector<HTMLInputElement>('[name=practitioner][value=""]')!.click(), submit);
    expect(called('slots')[1]).to.deep.equal(['slots', { type: 'double' }]);
  });

  it('names each kind as the practice calls it, with how long it takes, what to do beforehand, and what each practitioner is (S1-05)', async () => {
    const { element } = await show('what');
    const about = (value: string) => { const input = element.querySelector<HTMLInputElement>(`[value="${value}"]`)!; return `${input.labels![0]!.textContent} ${element.querySelector(`#${input.getAttribute('aria-describedby')!}`)!.textContent}`.replace(/\s+/g, ' '); };
    expect(about('consult')).to.contain('Spreekuur').and.to.contain('10 minuten');
    expect(about('lung')).to.contain('Longfunctie').and.to.contain('30 minuten').and.to.contain('Rook niet op de dag zelf, en neem uw inhalator mee.');
    expect([about(jansen.id), about(bakker.id)]).to.deep.equal(['M. Jansen huisarts', 'S. Bakker-van den Oudenhoven physician assistant']);
    expect([...element.querySelectorAll<HTMLElement>('.item')].find(({ textContent }) => textContent.includes('Dubbel spreekuur'))!.textContent, 'and again with what was booked').to.contain('Neem de metingen van thuis mee.');
  });

  it('shows what is booked and says whom to call where appointments are made by telephone: nothing to choose, move or cancel', async () => {
    const { element } = await show('only-to-look-at');
    await until(() => element.querySelector('.item'));
    expect(element.querySelectorAll('form, input, textarea')).to.have.length(0);
    expect(element.querySelector<HTMLAnchorElement>('section a[href="tel:+31101234567"]')).to.not.equal(null);
    expect([...element.querySelectorAll('.item')].map(({ textContent }) => textContent).join()).to.contain('Dubbel spreekuur');
    expect([...element.querySelectorAll('button')].map(({ textContent }) => textContent.trim()).filter((label) => /afzeggen|verzetten|wacht/i.test(label))).to.deep.equal([]);
  });

  it('asks for a kind of appointment', async () => {
    const { element } = await show('what-empty');
    expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
    expect(called('slots')).to.deep.equal([]);
  });

  it('groups free times by day on the practice’s clock, with the first day open', async () => {
    const { element } = await show('times');
    const days = [...element.querySelectorAll('details')];
    expect(days.map((day) => [day.querySelector('.date')!.textContent, day.open, day.querySelectorAll('button').length])).to.deep.equal([
      ['dinsdag 24 november', true, 4], ['woensdag 25 november', false, 1], ['vrijdag 27 november', false, 2],
    ]);
    expect(days[0]!.querySelector('button')!.textContent.replace(/\s+/g, ' ').trim()).to.equal('08:30 uur M. Jansen');
    expect(document.activeElement).to.equal(element.querySelector('h2'));
  });

  it('puts a time just after midnight on the day of the practice, also when the clock changes', () => {
    const days = daysOf([slot(1, '2026-11-24T23:30:00Z'), slot(2, '2026-10-25T00:30:00Z'), slot(3, '2026-10-24T22:30:00Z')], 'Europe/Amsterdam');
    expect(days.map(({ date, slots: of }) => [date, of.length])).to.deep.equal([['2026-10-25', 2], ['2026-11-25', 1]]);
  });

  it('goes to later free times and back; the heading of the stretch gets the focus', async () => {
    const { element } = await show('times-later');
    expect(called('slots')[1]).to.deep.equal(['slots', { type: 'consult', from: '2026-12-07' }]);
    expect(document.activeElement?.id).to.equal('book-appointment-between');
    expect(element.querySelector('.date')!.textContent).to.equal('maandag 7 december');
    expect([...element.querySelectorAll('button')].some((one) => one.textContent === 'Toon latere tijden'), 'nothing later').to.equal(false);
    await inTurn(element, (at) => buttonOf(at, 'Toon eerdere tijden').click());
    expect(called('slots')[2]).to.deep.equal(['slots', { type: 'consult', from: '2026-11-23' }]);
  });

  it('offers the first day that has a free time when there is none now', async () => {
    const { element } = await show('times-none');
    expect(element.textContent).to.contain('Tussen maandag 23 november en zondag 6 december is er geen tijd vrij.');
    await inTurn(element, (at) => buttonOf(at, 'Toon maandag 7 december').click());
    expect(element.querySelectorAll('details').length).to.equal(1);
  });

  it('offers to look with everyone when one practitioner has none', async () => {
    const { element } = await show('times-none-with-one');
    await inTurn(element, (at) => buttonOf(at, 'Zoek bij iedereen').click());
    expect(called('slots')[1]).to.deep.equal(['slots', { type: 'consult' }]);
    expect(element.querySelectorAll('details').length).to.equal(3);
  });

  it('holds a time by choosing it and says in words for how long (N9)', async () => {
    const { element } = await show('details');
    expect(called('hold')).to.deep.equal([['hold', slots[2]!.id, 'consult']]);
    expect(element.querySelector('.held')!.textContent).to.contain('dinsdag 24 november om 10:20 uur').and.to.contain('Nog 2 minuten en 40 seconden.').and.to.contain('M. Jansen');
    expect(document.activeElement).to.equal(element.querySelector('h2'));
  });

  it('takes one hold on a double click', async () => {
    const { element } = await show('times', { hold: () => new Promise(() => undefined) });
    const time = buttonOf(element, '10:20');
    time.click();
    time.click();
    await settled(element);
    expect(called('hold').length).to.equal(1);
  });

  it('holds it longer by a button that keyboards reach; says when it cannot be longer (WCAG 2.2.1)', async () => {
    const { element } = await show('details');
    const extend = buttonOf(element, 'Houd deze tijd langer vast');
    expect(extend.tabIndex).to.equal(0);
    extend.focus();
    await inTurn(element, () => extend.click());
    expect(called('extendHold')).to.deep.equal([['extendHold', hold.id]]);
    expect(element.querySelector('.held')!.textContent).to.contain('Nog 3 minuten.').and.to.contain('Langer vasthouden kan niet meer.');
    expect(element.querySelector('.held [role=status]')!.textContent).to.contain('langer voor u vastgehouden');
  });

  it('an end reached meanwhile is said, and the time can be held again with nothing lost', async () => {
    const { element } = await show('check', { extendHold: fails('hold_expired') });
    await inTurn(element, (at) => buttonOf(at, 'langer vast').click());
    expect(element.querySelector('.held.over')!.textContent).to.contain('niet meer voor u vast');
    expect(element.querySelector('#book-appointment-send'), 'nothing to confirm without a hold').to.equal(null);
    await inTurn(element, (at) => buttonOf(at, 'Houd deze tijd opnieuw vast').click());
    expect(step(element)).to.equal('check');
    expect(element.textContent).to.contain('Pijn in mijn schouder').and.to.contain('Nog 2 minuten');
  });

  it('counts down in calm words and speaks at one minute, at the end and after extending', () => {
    const t = textsOf('nl');
    let now = Date.parse(hold.expiresAt) - 75_000;
    let renders = 0;
    const clock = new HoldClock({ addController: () => {}, removeController: () => {}, requestUpdate: () => { renders += 1; }, updateComplete: Promise.resolve(true) }, () => hold, () => now);
    const at = (left: number) => { now = Date.parse(hold.expiresAt) - left * 1000; clock.tick(); return [clock.words(t), clock.spoken(t)]; };
    expect(at(75)).to.deep.equal(['1 minuut en 10 seconden', '']);
    expect(at(71)).to.deep.equal(['1 minuut en 10 seconden', '']);
    expect(renders, 'nothing changed').to.equal(0);
    expect(at(69)).to.deep.equal(['1 minuut', 'Nog 1 minuut.']);
    expect(at(42)).to.deep.equal(['40 seconden', '']);
    clock.extended();
    expect(at(42)).to.deep.equal(['40 seconden', 'Deze tijd is langer voor u vastgehouden: nog 40 seconden.']);
    expect(at(3)).to.deep.equal(['10 seconden', '']);
    expect(at(0)).to.deep.equal([null, 'Wij houden deze tijd niet meer voor u vast']);
    expect([countdown(181), countdown(-5)]).to.deep.equal([{ minutes: 3, seconds: 0 }, null]);
  });

  it('a lost race shows the three nearest times right there; choosing one holds it (N9)', async () => {
    let tries = 0;
    const { element } = await show('taken', { hold: () => (++tries === 1 ? Promise.reject(new PortalError('slot_taken', { alternatives: nearest })) : Promise.resolve(hold)) });
    const lost = element.querySelector<HTMLElement>('#book-appointment-lost')!;
    expect(document.activeElement).to.equal(lost);
    expect(lost.textContent).to.contain('net door iemand anders gekozen');
    expect([...lost.querySelectorAll('button')].map((one) => one.textContent.replace(/\s+/g, ' ').trim())).to.deep.equal(['dinsdag 24 november 08:30 uur M. Jansen', 'dinsdag 24 november 08:40 uur S. Bakker-van den Oudenhoven', 'woensdag 25 november 09:10 uur M. Jansen']);
    expect(called('slots').length, 'the list below is read anew').to.equal(2);
    await inTurn(element, () => lost.querySelectorAll('button')[2]!.click());
    expect(called('hold')[1]).to.deep.equal(['hold', nearest[2]!.id, 'consult']);
    expect(step(element)).to.equal('details');
  });

  it('lets the old time go once another one is won, not before', async () => {
    const { element } = await show('details');
    await inTurn(element, (at) => buttonOf(at, 'Kies een andere tijd').click());
    expect(called('releaseHold')).to.deep.equal([]);
    mounted.portal.page('appointments').care.hold = async () => ({ ...hold, id: 'another', slot: slots[4]! });
    await inTurn(element, (at) => buttonOf(at, '09:10').click());
    expect(called('releaseHold')).to.deep.equal([['releaseHold', hold.id]]);
  });

  it('goes on with the hold after a reload, the reason still there', async () => {
    const { element } = await show('held-after-reload');
    expect(step(element)).to.equal('details');
    expect(element.querySelector<HTMLTextAreaElement>('[name=reason]')!.value).to.equal('Pijn in mijn schouder');
    await inTurn(element, submit, pressSend);
    expect(called('book')[0]!.slice(1)).to.deep.equal([{ hold: hold.id, reason: 'Pijn in mijn schouder' }, '00000000-0000-4000-8000-000000000900']);
  });

  it('a hold that did not survive is not shown as held', async () => {
    const { element } = await show('held-after-reload', { appointments: async () => answer });
    expect(step(element)).to.equal('when');
    expect(element.querySelector('.held')).to.equal(null);
    await inTurn(element, (at) => buttonOf(at, '10:20').click());
    expect(element.querySelector<HTMLTextAreaElement>('[name=reason]')!.value).to.equal('Pijn in mijn schouder');
  });

  it('shows what will be booked before it is booked; each answer can be changed', async () => {
    const { element } = await show('check');
    expect([...element.querySelectorAll('.checks > div')].map((row) => row.querySelector('dd')!.textContent.trim())).to.deep.equal(['dinsdag 24 november om 10:20 uur', 'Spreekuur', 'M. Jansen', 'Pijn in mijn schouder']);
    expect(element.textContent).to.contain('De afspraak staat nog niet.');
    expect(called('book')).to.deep.equal([]);
    await inTurn(element, (at) => buttonOf(at, 'Wijzig reden').click());
    expect((document.activeElement as HTMLTextAreaElement).value).to.equal('Pijn in mijn schouder');
  });

  it('books once on a double click, and gives a number (N1)', async () => {
    const { element, portal } = await show('check');
    pressSend(element);
    pressSend(element);
    await settled(element);
    expect(called('book').length).to.equal(1);
    expect(element.querySelector('[data-step=sent]')!.textContent).to.contain('A-6RWT-3K').and.to.contain('dinsdag 24 november om 10:20 uur').and.to.contain('Kunt u niet komen?');
    expect(document.activeElement).to.equal(element.querySelector('h2'));
    expect(await portal.drafts.load('appointments')).to.equal(null);
    expect(called('appointments').length, 'the list is read anew').to.equal(2);
  });

  it('what was just booked stands in the list at once, by its day, before the list is read again', async () => {
    let reads = 0;
    const { element } = await show('check', { appointments: () => (reads++ ? new Promise(() => undefined) : Promise.resolve({ ...answer, upcoming: [] })), book: async () => booked });
    await listed(element);
    expect(element.querySelector('.items')).to.equal(null);
    await inTurn(element, pressSend);
    expect([...element.querySelectorAll('.items .item p:first-child')].map((one) => one.textContent.trim())).to.deep.equal(['dinsdag 24 november om 10:20 uur']);
  });

  it('without an answer: not booked yet; confirmed again with the same key, also when the hold has ended by then', async () => {
    let tries = 0;
    const { element } = await show('check', { book: () => (++tries < 3 ? Promise.reject(new PortalError('offline')) : Promise.resolve(booked)) });
    await inTurn(element, pressSend);
    expect(element.querySelector('[role=alert]')!.textContent).to.contain('Nog niet verstuurd');
    await inTurn(element, pressSend, pressSend);
    expect(called('book').length).to.equal(3);
    expect(new Set(called('book').map((call) => JSON.stringify(call))).size).to.equal(1);
    expect(element.textContent).to.contain('A-6RWT-3K');
  });

  it('after a reload a confirmation without an answer goes again with its key and its hold', async () => {
    const { element } = await show('restored-unsure');
    expect(element.textContent).to.contain('Nog niet verstuurd').and.to.contain('dinsdag 24 november om 10:20 uur');
    await inTurn(element, pressSend);
    expect(called('book')[0]!.slice(1)).to.deep.equal([{ hold: hold.id, reason: 'Pijn in mijn schouder' }, '00000000-0000-4000-8000-000000000900']);
  });

  it('a hold that ended before confirming can be taken again', async () => {
    const { element } = await show('not-confirmed-expired');
    expect(step(element)).to.equal('check');
    expect(element.querySelector('.held.over')).to.not.equal(null);
    await inTurn(element, (at) => buttonOf(at, 'opnieuw vast').click());
    expect(element.querySelector('#book-appointment-send')).to.not.equal(null);
  });

  it('a time that the practice closed meanwhile gives way to the nearest ones', async () => {
    const { element } = await show('not-confirmed-taken');
    expect(step(element)).to.equal('when');
    expect(element.querySelectorAll('#book-appointment-lost button').length).to.equal(3);
    expect(element.textContent).to.not.contain('Nog niet verstuurd');
  });

  it('keeps hold, reason and step over an expired code (N7)', async () => {
    let reads = 0;
    const { element, portal } = await show('what', { appointments: async () => (reads++ === 0 ? answer : { ...answer, hold }) });
    await toCheck(element);
    portal.page('appointments').state.set({ step: 'closed', why: 'idle' });
    await settled(element);
    expect(element.textContent).to.not.contain('schouder');
    portal.page('appointments').state.set(openPage());
    await settled(element);
    expect(step(element)).to.equal('check');
    expect(element.textContent).to.contain('Pijn in mijn schouder').and.to.contain('Nog 2 minuten');
  });

  it('lists appointments with day, time, practitioner and state, and why one was cancelled', async () => {
    const { element } = await show('what');
    await listed(element);
    const [first, second] = [...element.querySelectorAll('.item')].map((one) => one.textContent);
    expect(first).to.contain('maandag 30 november om 11:20 uur').and.to.contain('Dubbel spreekuur').and.to.contain(bakker.name).and.to.contain('Staat vast').and.to.contain('A-4NPV-8H');
    expect(second).to.contain('Gaat niet door').and.to.contain('nascholing');
  });

  it('does not ask with whom where there is only one', async () => {
    const { element } = await show('no-appointments');
    expect(element.querySelectorAll('[name=practitioner]').length).to.equal(0);
    await toTimes(element);
    expect(called('slots')).to.deep.equal([['slots', { type: 'consult' }]]);
  });

  it('works by keyboard alone: days and times are native controls', async () => {
    const { element } = await show('times-one-practitioner', { slots: async () => ({ ...free, slots: slots.filter(({ practitioner }) => practitioner === jansen) }) });
    expect(element.querySelectorAll('summary').length).to.equal(3);
    expect([...element.querySelectorAll<HTMLElement>('summary, button, a[href]')].every(({ tabIndex }) => tabIndex === 0)).to.equal(true);
    expect(buttonOf(element, '10:20').textContent, 'no name where all are with one').to.not.contain('Jansen');
  });

  it('changes its language without losing what was typed', async () => {
    const { element, setLang } = await show('what');
    await toHeld(element);
    typeIn(element, 'reason', 'Pijn in mijn schouder');
    setLang('en');
    await settled(element);
    // Engines differ in the comma.
    expect(element.querySelector('.held')!.textContent).to.match(/Tuesday,? 24 November at 10:20/).and.to.contain('2 minutes and 40 seconds');
    expect(element.querySelector<HTMLTextAreaElement>('[name=reason]')!.value).to.equal('Pijn in mijn schouder');
  });

  describe('what the practice asks (S1-05)', () => {
    it('asks it with the reason, marks what was left out, and shows the answers before they are sent', async () => {
      const { element } = await show('questions-empty');
      expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
      expect([...element.querySelectorAll('.error-summary a')].map((one) => one.textContent.trim())).to.deep.equal(['Beantwoord deze vraag.']);
      await inTurn(element, (at) => tick(at, 'no'), (at) => typeIn(at, 'answer-more', 'Sinds vorige week'), submit);
      expect(element.querySelector('.checks')!.textContent).to.contain(questions[0]!.label).and.to.contain('Nee').and.to.contain('Sinds vorige week').and.to.contain('Rook niet');
      await inTurn(element, pressSend);
      expect(called('book')[0]![1]).to.deep.equal({ hold: hold.id, answers: [{ question: 'first', answer: 'no' }, { question: 'more', answer: 'Sinds vorige week' }] });
    });

    it('says with whom a kind of appointment can be, and asks no one who does not give it', async () => {
      const { element } = await show('what');
      await inTurn(element, (at) => tick(at, jansen.id), (at) => tick(at, 'lung'));
      expect(element.querySelectorAll('[name=practitioner]').length, 'only one gives it').to.equal(0);
      await inTurn(element, submit);
      expect(called('slots')).to.deep.equal([['slots', { type: 'lung' }]]);
    });

    it('keeps the answers over an expired code (N7)', async () => {
      const { element, portal } = await show('what', { appointments: async () => ({ ...answer, hold: null }), hold: async () => ({ ...hold, type: 'lung' }) });
      await toAnswered(element);
      const care = portal.page('appointments').care;
      care.appointments = async () => ({ ...answer, hold: { ...hold, type: 'lung' } });
      portal.page('appointments').state.set({ step: 'closed', why: 'idle' });
      await settled(element);
      expect(element.textContent).to.not.contain('Sinds vorige week');
      portal.page('appointments').state.set(openPage());
      await settled(element);
      expect(element.textContent).to.contain('Sinds vorige week').and.to.contain('Rechts');
    });
  });

  describe('moving and cancelling (S1-05)', () => {
    it('moves by the same steps: says that the old time stands, shows both, and sends the one held', async () => {
      const { element } = await show('what', { hold: async () => ({ ...hold, type: 'double' }) });
      await toMove(element);
      expect(element.textContent).to.contain('Uw afspraak van maandag 30 november om 11:20 uur blijft staan');
      expect(called('slots')).to.deep.equal([['slots', { type: 'double' }]]);
      await inTurn(element, (at) => buttonOf(at, '08:30').click());
      expect([...element.querySelectorAll('.checks dd')].map((row) => row.textContent.trim()).slice(0, 2)).to.deep.equal(['dinsdag 24 november om 10:20 uur', 'maandag 30 november om 11:20 uur']);
      pressSend(element);
      pressSend(element);
      await settled(element);
      expect(called('moveAppointment').map((call) => call.slice(1, 3))).to.deep.equal([[upcoming[0]!.id, hold.id]]);
      expect(called('book')).to.deep.equal([]);
      expect(element.querySelector('[data-step=sent]')!.textContent).to.contain('Uw afspraak is verzet').and.to.contain('dinsdag 24 november om 10:20 uur');
    });

    it('lets one think better of it: the held time goes, the appointment stays', async () => {
      const { element } = await show('what', { hold: async () => ({ ...hold, type: 'double' }) });
      await toMoved(element);
      await inTurn(element, (at) => buttonOf(at, 'Laat de afspraak zoals die is').click());
      expect(called('releaseHold')).to.deep.equal([['releaseHold', hold.id]]);
      expect(step(element)).to.equal('what');
    });

    it('asks once before it cancels, and reads the list anew', async () => {
      const { element } = await show('cancelling');
      expect(document.activeElement!.textContent).to.contain('Wilt u deze afspraak afzeggen?');
      expect(called('cancelAppointment')).to.deep.equal([]);
      await inTurn(element, (at) => buttonOf(at, 'Nee, laat staan').click());
      expect(element.textContent).to.not.contain('Wilt u deze afspraak afzeggen?');
      await inTurn(element, (at) => buttonOf(at, 'Afzeggen').click(), (at) => buttonOf(at, 'Ja, zeg af').click());
      await until(() => called('appointments').length === 2);
      expect(called('cancelAppointment')).to.deep.equal([['cancelAppointment', upcoming[0]!.id]]);
    });

    it('leaves no receipt that says an appointment stands, once that appointment is cancelled', async () => {
      let upcoming = answer.upcoming;
      const { element } = await show('check', { appointments: async () => ({ ...answer, upcoming }), cancelAppointment: async (id) => { upcoming = [{ ...booked, id, state: 'cancelled', cancelledBy: 'patient', changeBy: null }]; return upcoming[0]!; } });
      upcoming = [{ ...upcoming[0]!, id: booked.id }];
      await inTurn(element, pressSend);
      expect(step(element)).to.equal('sent');
      await until(() => element.querySelectorAll('.item').length === 1);
      await inTurn(element, (at) => buttonOf(at, 'Afzeggen').click(), (at) => buttonOf(at, 'Ja, zeg af').click());
      await until(() => step(element) !== 'sent');
      expect(element.textContent).to.contain('Door u afgezegd').and.to.not.contain('Uw afspraak staat vast');
    });

    it('shows that the practice cancelled what one is moving, and leaves nothing to send in vain', async () => {
      let upcoming = answer.upcoming;
      const { element } = await show('what', { appointments: async () => ({ ...answer, upcoming }), hold: async () => ({ ...hold, type: 'double' }), moveAppointment: fails('already_handled') });
      await toMoved(element);
      upcoming = [{ ...upcoming[0]!, state: 'cancelled', cancelledBy: 'practice', changeBy: null, cancellation: 'De dokter is ziek' }];
      await inTurn(element, pressSend);
      await until(() => element.querySelector('.item')!.textContent!.includes('De dokter is ziek'));
      expect(element.textContent).to.not.contain('Nog niet verstuurd').and.to.not.contain('Verzet afspraak');
    });

    it('too late says whom to call; what cannot be changed any more offers the telephone alone', async () => {
      const { element } = await show('cancel-too-late');
      await until(() => element.querySelector('.item [role=alert]'));
      expect(element.querySelector('.item [role=alert]')!.textContent).to.contain('te kort van tevoren').and.to.contain('010 123 45 67');
      const looking = await show('only-to-look-at');
      expect(looking.element.textContent).to.contain('gaat bij deze praktijk per telefoon').and.to.contain('Kunt u niet komen? Bel de praktijk');
      expect([...looking.element.querySelectorAll('button')].map((one) => one.textContent.trim())).to.not.include.members(['Verzetten', 'Afzeggen', 'Toon vrije tijden']);
    });

    it('makes a calendar file to save, under the number', async () => {
      const { element } = await show('calendar-file');
      const link = element.querySelector<HTMLAnchorElement>('a[download]')!;
      expect([link.download, document.activeElement]).to.deep.equal(['A-4NPV-8H.ics', link]);
      expect(await (await fetch(link.href)).text()).to.equal('BEGIN:VCALENDAR');
    });

    it('offers no file with the old time once the appointment is moved', async () => {
      let upcoming = answer.upcoming;
      const { element } = await show('calendar-file', { appointments: async () => ({ ...answer, upcoming }), hold: async () => ({ ...hold, type: 'double' }), moveAppointment: async () => { upcoming = [{ ...upcoming[0]!, start: hold.slot.start }]; return upcoming[0]!; } });
      expect(element.querySelector('.item a[download]')).to.not.equal(null);
      await inTurn(element, (at) => at.querySelector<HTMLElement>('.item .row button')!.click(), (at) => buttonOf(at, '08:30').click(), pressSend);
      await until(() => element.querySelector('.item')!.textContent!.includes('24 november'));
      expect(element.querySelector('a[download]')).to.equal(null);
      expect(element.querySelector('.item')!.textContent).to.contain('Zet in mijn agenda');
    });

    it('shows what has been when asked, without anything to do about it', async () => {
      const { element } = await show('past');
      expect(called('pastAppointments')).to.deep.equal([['pastAppointments', undefined]]);
      const section = element.querySelector('[aria-labelledby$=-past]')!;
      expect(section.querySelectorAll('.item').length).to.equal(past.length);
      expect(section.querySelectorAll('button').length).to.equal(0);
      expect(section.textContent).to.contain('Oorpijn').and.to.contain('Door u afgezegd');
    });
  });

  describe('the waiting list', () => {
    it('is offered where nothing is free, for what was asked for', async () => {
      const { element } = await show('times-none-at-all');
      await inTurn(element, (at) => buttonOf(at, 'Zet mij op de wachtlijst').click());
      expect(called('wait')).to.deep.equal([['wait', { type: 'consult' }]]);
      expect(element.querySelector('[data-step=when]')!.textContent).to.contain('U staat op de wachtlijst');
      expect([...element.querySelectorAll('button')].some((one) => one.textContent === 'Zet mij op de wachtlijst')).to.equal(false);
    });

    it('shows what is kept for one, until when; taking it holds it for the appointment that moves', async () => {
      const { element } = await show('waiting', { hold: async () => ({ ...hold, type: 'double', slot: offered.offer!.slot }) });
      const section = element.querySelector('[aria-labelledby$=-waiting]')!;
      expect(section.textContent).to.contain('donderdag 26 november om 09:00 uur').and.to.contain('tot maandag 23 november om 12:00 uur');
      await inTurn(element, (at) => buttonOf(at, 'Neem deze tijd').click());
      expect(called('hold')).to.deep.equal([['hold', offered.offer!.slot.id, 'double']]);
      expect(step(element)).to.equal('check');
      await inTurn(element, pressSend);
      expect(called('moveAppointment')[0]!.slice(1, 3)).to.deep.equal([offered.appointment, hold.id]);
    });

    it('promises no message to an account without an address', async () => {
      expect((await show('waiting-unheard')).element.textContent).to.contain('Een e-mail krijgt u niet').and.not.contain('U krijgt bericht');
    });

    it('is declined and left from where it stands', async () => {
      const { element } = await show('waiting', { waiting: async () => [place] });
      await inTurn(element, (at) => buttonOf(at, 'Niet voor mij').click());
      expect(called('waiting')).to.deep.equal([['waiting', offered.id, 'decline']]);
      await inTurn(element, (at) => buttonOf(at, 'Haal mij van de wachtlijst').click());
      expect(called('waiting')[1]).to.deep.equal(['waiting', place.id, 'leave']);
    });
  });

  describe('the calendar', () => {
    const key = (element: HTMLElement, name: string) => inTurn(element, () => document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })));
    const at = () => document.activeElement!.id.replace('book-appointment-day-', '');

    it('is one stop for the Tab key; arrows, Home, End and page keys go from day to day and to other months', async () => {
      const { element } = await show('month');
      const stops = [...element.querySelectorAll<HTMLElement>('[role=grid] button')].filter(({ tabIndex }) => tabIndex === 0);
      expect(stops.map(({ id }) => id)).to.deep.equal(['book-appointment-day-2026-11-23']);
      stops[0]!.focus();
      const path: string[] = [];
      for (const name of ['ArrowRight', 'ArrowDown', 'Home', 'End', 'ArrowUp', 'ArrowLeft', 'PageDown', 'ArrowLeft', 'PageUp', 'ArrowUp']) { await key(element, name); path.push(at()); }
      // Never before today.
      expect(path).to.deep.equal(['2026-11-24', '2026-12-01', '2026-11-30', '2026-12-06', '2026-11-29', '2026-11-28', '2026-12-28', '2026-12-27', '2026-11-27', '2026-11-23']);
      expect(called('days').map(([, query]) => query)).to.deep.equal([{ type: 'consult', month: '2026-11' }, { type: 'consult', month: '2026-12' }]);
    });

    it('goes on from the day that has the focus, also when nothing was pressed to get there', async () => {
      const { element } = await show('month');
      element.querySelector<HTMLElement>('#book-appointment-day-2026-11-26')!.focus();
      await key(element, 'ArrowRight');
      expect(at()).to.equal('2026-11-27');
    });

    it('says of each day whether it has free times; choosing one shows them, choosing another day does nothing', async () => {
      const { element } = await show('month');
      const day = (date: string) => element.querySelector<HTMLElement>(`#book-appointment-day-${date}`)!;
      expect([day('2026-11-24'), day('2026-11-26')].map((one) => [one.getAttribute('aria-label'), one.getAttribute('aria-disabled')])).to.deep.equal([['dinsdag 24 november, 4 vrije tijden', null], ['donderdag 26 november, geen vrije tijd', 'true']]);
      await inTurn(element, () => day('2026-11-26').click());
      expect(called('slots').length).to.equal(1);
      await inTurn(element, () => day('2026-11-27').click());
      expect(called('slots')[1]).to.deep.equal(['slots', { type: 'consult', from: '2026-11-27' }]);
      expect([...element.querySelectorAll('.times button')].map((one) => one.querySelector('.clock')!.textContent)).to.deep.equal(['11:00 uur', '11:10 uur']);
      expect([document.activeElement!.id, day('2026-11-27').parentElement!.getAttribute('aria-selected')]).to.deep.equal(['book-appointment-between', 'true']);
    });

    it('says so where no day shown has a free time', async () => {
      const { element } = await show('week');
      const hint = () => element.querySelector('#book-appointment-calendar-hint')!.textContent;
      expect(hint()).to.contain('Kies een dag');
      await inTurn(element, (shown) => buttonOf(shown, 'Volgende week').click());
      await until(() => hint()!.includes('geen tijd vrij'));
      expect(hint()).to.equal('Tussen maandag 30 november en zondag 6 december is er geen tijd vrij.');
    });

    it('shows a week alone, and the days around the change of the clock once each', async () => {
      const { element } = await show('week');
      expect(element.querySelectorAll('[role=grid] button').length).to.equal(7);
      expect(element.querySelector('.calendar h3')!.textContent).to.equal('Week van maandag 23 november');
      await inTurn(element, (shown) => buttonOf(shown, 'Volgende week').click());
      expect(element.querySelector('.calendar h3')!.textContent).to.equal('Week van maandag 30 november');
      expect(weeksOf('2026-10-25', 'month').flat().filter((date) => date.startsWith('2026-10'))).to.have.length(31);
      expect(weeksOf('2026-03-29', 'week')).to.deep.equal([['2026-03-23', '2026-03-24', '2026-03-25', '2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29']]);
      expect([goes('2026-01-31', 'PageDown', 'month'), goes('2026-03-31', 'PageUp', 'month'), goes('2026-01-31', 'x', 'month')]).to.deep.equal(['2026-02-28', '2026-02-28', null]);
    });
  });

  itHoldsEverywhere('book-appointment', fixtures);
});
