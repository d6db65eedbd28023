import { expect } from '@open-wc/testing';
import { PortalError, type CareApi } from '@balie/portal-client';
import { buttonOf, inTurn, pressSend, submit, tick, typeIn, until } from '../shared/acts.ts';
import { openPage } from '../shared/fake-portal.ts';
import { answer as bookable, free, hold, toHeld } from '../book-appointment/book-appointment.fixtures.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { room } from './econsult-flow.ts';
import { answer, answered, fillIn, fixtures, forLars, openAnswer, question, receipt, replied, subject, thread, toCheck, toMove, toWrite } from './econsult-form.fixtures.ts';
import { smaller } from './files-part.ts';
import { moveText } from './move-part.ts';
import '../book-appointment/book-appointment.ts';
import '../prescription-request/prescription-request.ts';
import type { EconsultForm } from './econsult-form.ts';
import './econsult-form.ts';

describe('econsult-form', () => {
  let mounted: Mounted<EconsultForm>;
  const show = async (name: keyof typeof fixtures, care?: Partial<CareApi>) => {
    const { portal, ...fixture } = fixtures[name] as (typeof fixtures)['urgency'];
    mounted = await mount<EconsultForm>('econsult-form', { ...fixture, portal: { ...portal, care: { ...portal?.care, ...care } } });
    return mounted;
  };
  const sent = () => mounted.portal.calls.filter(([name]) => name === 'sendEconsult');
  const step = (element: HTMLElement) => element.querySelector<HTMLElement>('[data-step]')!.dataset['step'];
  const area = (element: HTMLElement) => element.querySelector<HTMLTextAreaElement>('[name=question]')!;
  afterEach(() => mounted?.remove());

  it('N8 a guardian with a child here chooses for whom; it opens for that child, says so, and keeps what is typed apart', async () => {
    const { element, portal } = await show('for-whom');
    expect([...element.querySelectorAll('[name=for] + label')].map((label) => label.textContent)).to.deep.equal(['Voor mijzelf', 'Lars Berggren']);
    // The focus of who came by a key is at the heading: the question comes after it.
    expect(element.querySelector('h2')!.compareDocumentPosition(element.querySelector('[name=for]')!) & Node.DOCUMENT_POSITION_FOLLOWING).to.be.greaterThan(0);
    await forLars(element);
    expect(portal.calls.filter(([name]) => name === 'ask')).to.deep.equal([['ask', '00000000-0000-4000-8000-000000000009']]);
    portal.page('econsults').state.set(openPage());
    await until(() => element.querySelector('[data-step=urgency]'));
    expect(element.querySelector('.notice')!.textContent).to.contain('U doet dit voor Lars Berggren');
    await fillIn(element);
    const saved = portal.calls.filter(([name]) => name === 'drafts.save').map(([, name]) => name);
    expect(new Set(saved)).to.deep.equal(new Set(['econsults 00000000-0000-4000-8000-000000000009']));
  });
  it('N8 a guardian who is not linked here has the child to choose all the same', async () => {
    const { element, portal } = await show('for-child-only');
    expect(element.querySelector('.row .primary')).to.equal(null);
    await forLars(element);
    expect(portal.calls.filter(([name]) => name === 'ask')).to.have.length(1);
  });
  it('N8 a child is told who can read along before it sends anything; nobody else is asked or told', async () => {
    expect((await show('read-along')).element.querySelector('.notice')!.textContent).to.contain('kan ook gelezen worden door: Kirsten Berggren');
    mounted.remove();
    const { element, portal } = await show('urgency');
    expect(element.querySelector('[name=for]')).to.equal(null);
    expect(portal.calls.filter(([name]) => name === 'guardians')).to.deep.equal([]);
  });

  it('asks whether it can wait before there is any text field (S4-06, N4)', async () => {
    const { element } = await show('urgency');
    expect(element.querySelectorAll('textarea, input:not([type=radio])').length).to.equal(0);
    expect([...element.querySelectorAll<HTMLInputElement>('[type=radio]')].map(({ value, checked }) => [value, checked])).to.deep.equal([['yes', false], ['no', false]]);
    submit(element);
    await settled(element);
    expect(document.activeElement).to.equal(element.querySelector('.error-summary'));
    expect(step(element)).to.equal('urgency');
  });

  it('cannot wait: stops with the numbers to call now, and no text field', async () => {
    const { element } = await show('stop');
    expect(element.querySelectorAll('textarea, input').length).to.equal(0);
    expect([...element.querySelectorAll<HTMLAnchorElement>('[data-step=stop] a')].map(({ href }) => href)).to.deep.equal(['tel:+31101234567', 'tel:112']);
    expect(document.activeElement).to.equal(element.querySelector('h2'));
  });

  it('cannot wait while the practice is closed: the out-of-hours post', async () => {
    const { element } = await show('stop-at-night');
    expect(element.querySelector<HTMLAnchorElement>('[data-step=stop] a')!.href).to.equal('tel:+31107654321');
  });

  it('cannot wait on a holiday in opening hours: the out-of-hours post', async () => {
    const { portal, ...fixture } = fixtures.stop;
    mounted = await mount<EconsultForm>('econsult-form', { ...fixture, portal: { ...portal, clinic: { closed: ['2026-11-23'] } } });
    expect(mounted.element.querySelector<HTMLAnchorElement>('[data-step=stop] a')!.href).to.equal('tel:+31107654321');
  });

  it('changing one’s mind about urgency loses nothing that was written', async () => {
    const { element } = await show('urgency');
    await fillIn(element);
    await inTurn(element, (at) => buttonOf(at, 'Terug').click(), (at) => tick(at, 'yes'), submit);
    expect(element.textContent).to.contain('Wat u al had geschreven, is bewaard.');
    await inTurn(element, (at) => buttonOf(at, 'kan toch wachten').click(), (at) => tick(at, 'no'), submit);
    expect(area(element).value).to.equal(question);
  });

  it('says what it is not for (S4-06)', async () => {
    const { element } = await show('write');
    expect(element.querySelector('.notice')!.textContent).to.contain('Niet voor medicijnen, afspraken of spoed.');
  });

  it('tells the room left only when it matters, exact for the eye and in steps for the ear', async () => {
    const { element } = await show('write');
    const said = () => element.querySelector('[role=status]')!.textContent!.trim();
    const shown = () => element.querySelector('.room')!.textContent!.trim();
    await inTurn(element, (at) => typeIn(at, 'question', 'x'.repeat(1000)));
    expect([shown(), said()]).to.deep.equal(['', '']);
    await inTurn(element, (at) => typeIn(at, 'question', 'x'.repeat(1857)));
    expect([shown(), said()]).to.deep.equal(['Nog 143 tekens over.', 'Nog ongeveer 200 tekens over.']);
    await inTurn(element, (at) => typeIn(at, 'question', 'x'.repeat(2007)));
    expect([shown(), said()]).to.deep.equal(['7 tekens te veel. Maak uw vraag korter.', 'Uw vraag is te lang. Maak uw vraag korter.']);
    expect(area(element).value.length, 'nothing pasted is cut').to.equal(2007);
    expect([room(1800, 2000), room(1799, 2000), room(2000, 2000)]).to.deep.equal([{ visible: 200, spoken: 200 }, { visible: null, spoken: null }, { visible: 0, spoken: 0 }]);
  });

  it('names each field that is missing or too long, at the summary and at the field', async () => {
    const { element } = await show('write-empty');
    expect([...element.querySelectorAll<HTMLAnchorElement>('.error-summary a')].map(({ hash }) => hash)).to.deep.equal(['#econsult-form-subject', '#econsult-form-question']);
    await inTurn(element, (at) => typeIn(at, 'subject', 'x'.repeat(121)), (at) => typeIn(at, 'question', 'x'), submit);
    expect(element.querySelector('#econsult-form-subject-error')!.textContent).to.contain('1 teken korter');
  });

  it('shows what is sent before it is sent, line breaks and all', async () => {
    const { element } = await show('check');
    expect(element.querySelector('.checks')!.textContent).to.contain(subject).and.to.contain(question);
    expect(sent()).to.deep.equal([]);
    await inTurn(element, (at) => buttonOf(at, 'Wijzig vraag').click());
    expect(document.activeElement).to.equal(area(element));
    expect(area(element).value).to.equal(question);
  });

  it('promises to tell of the answer only where there is an address for it (S1-07)', async () => {
    expect((await show('sent')).element.textContent).to.contain('Wij laten het u weten');
    mounted.remove();
    expect((await show('sent-unheard')).element.textContent).to.contain('U krijgt geen e-mail als er antwoord is').and.not.contain('Wij laten het u weten');
  });

  it('sends once, and gives a number and the day of the answer (N1, N3)', async () => {
    const { element, portal } = await show('sent');
    expect(sent().map(([, order]) => order)).to.deep.equal([{ urgent: false, subject, question }]);
    const text = element.querySelector('[data-step=sent]')!.textContent;
    expect(text).to.contain('E-4RVS-9K').and.to.contain('uiterlijk op donderdag 26 november').and.to.contain('zodra uw consult beantwoord is');
    expect(element.querySelector('[data-step=sent] a[href="tel:112"]'), 'whom to call if it gets worse (N4)').to.not.equal(null);
    expect(document.activeElement).to.equal(element.querySelector('h2'));
    expect(await portal.drafts.load('econsults')).to.equal(null);
  });

  it('sends once on a double click', async () => {
    const { element } = await show('check', { sendEconsult: () => new Promise(() => undefined) });
    pressSend(element);
    await inTurn(element, pressSend);
    expect(sent().length).to.equal(1);
  });

  it('without an answer: “not sent yet”; sent again with the same key', async () => {
    let tries = 0;
    const { element } = await show('check', { sendEconsult: () => (++tries < 2 ? Promise.reject(new PortalError('offline')) : Promise.resolve(receipt)) });
    await inTurn(element, pressSend);
    expect(element.querySelector('[role=alert]')!.textContent).to.contain('Nog niet verstuurd');
    await inTurn(element, (at) => buttonOf(at, 'Verstuur opnieuw').click());
    expect(sent().length).to.equal(2);
    expect(sent()[0]!.slice(1)).to.deep.equal(sent()[1]!.slice(1));
  });

  it('keeps the question over an expired code, in the step it was in (N7)', async () => {
    const { element, portal } = await show('urgency');
    await fillIn(element);
    portal.page('econsults').state.set({ step: 'closed', why: 'ended' });
    await settled(element);
    expect(element.textContent).to.contain('Wat u had ingevuld, is bewaard.').and.to.not.contain(subject);
    portal.page('econsults').state.set(openPage());
    await settled(element);
    expect(step(element)).to.equal('write');
    expect(area(element).value).to.equal(question);
  });

  it('after a reload the text is back, and whether it can wait is asked anew', async () => {
    const { element } = await show('restored');
    expect(step(element)).to.equal('urgency');
    expect(element.querySelectorAll('input:checked').length).to.equal(0);
    expect(element.textContent).to.contain('Wat u eerder had ingevuld, staat er nog.');
    await toWrite(element);
    expect(area(element).value).to.equal(question);
  });

  it('a photo does not survive a reload, nor a page that closed: that is said where it is added again (N7)', async () => {
    const { element, portal } = await show('restored-files');
    expect(area(element).value).to.equal(question);
    expect(element.querySelector('.error')!.textContent).to.contain('Voeg ze opnieuw toe');
    expect((await portal.drafts.load<{ draft: { files: boolean } }>('econsults'))!.draft.files).to.equal(false);
  });

  it('after a reload a send without an answer goes again with its key', async () => {
    const { element } = await show('restored-unsure');
    expect(step(element)).to.equal('check');
    await inTurn(element, pressSend);
    expect(sent()[0]!.slice(1)).to.deep.equal([{ urgent: false, subject, question }, '00000000-0000-4000-8000-000000000900']);
  });

  it('lists one’s own questions: answered and unread, waiting, late', async () => {
    const { element } = await show('urgency');
    const [first, second, third] = [...element.querySelectorAll('.item')].map((one) => one.textContent);
    expect(first).to.contain('Er is nog geen antwoord.').and.to.contain('Antwoord uiterlijk op dinsdag 24 november');
    expect(second).to.contain('Nieuw antwoord').and.to.contain('Beantwoord op donderdag 19 november om 12:45 uur');
    expect(third).to.contain('langer dan wij u beloofden');
    expect(element.querySelector('.notice.success')!.textContent).to.contain('Er is een antwoord dat u nog niet heeft gelezen.');
  });

  it('shows earlier questions when asked for them; one that cannot be fetched now keeps what is shown', async () => {
    const { element } = await show('urgency', { econsults: async (after) => (after ? { ...answer, items: [{ ...answered, id: '00000000-0000-4000-8000-000000000099', subject: 'Van vorig jaar' }] } : { ...answer, next: answered.id }) });
    buttonOf(element, 'Toon eerdere').click();
    await until(() => element.querySelectorAll('.item').length > answer.items.length);
    expect([...element.querySelectorAll('.item')].at(-1)!.textContent).to.contain('Van vorig jaar');
    mounted.remove();
    const { element: failing } = await show('urgency', { econsults: async (after) => (after ? Promise.reject(new PortalError('temporarily_unavailable')) : { ...answer, next: answered.id }) });
    buttonOf(failing, 'Toon eerdere').click();
    await until(() => failing.querySelector('.notice.warning'));
    expect(failing.querySelectorAll('.item')).to.have.length(answer.items.length);
  });

  it('reads the answer right here, the mail carried none (S1-07), and marks it read', async () => {
    let reads = 0;
    const { element, portal } = await show('thread', { econsults: async () => (reads++ === 0 ? answer : { ...answer, items: [{ ...answered, unread: 0 }] }) });
    expect(portal.calls.filter(([name]) => name === 'econsult')).to.deep.equal([['econsult', answered.id]]);
    expect(document.activeElement).to.equal(element.querySelector('h2'));
    expect([...element.querySelectorAll('.message')].map((one) => one.querySelector('.typed')!.textContent)).to.deep.equal([...fixtureTexts]);
    await inTurn(element, (at) => buttonOf(at, 'Terug naar uw vragen').click());
    expect(document.activeElement?.id).to.equal('econsult-form-own');
    expect(element.textContent).to.not.contain('Nieuw antwoord');
  });
  const fixtureTexts = ['Vorige week is er bloed geprikt.\n\nIs de uitslag er al, en moet ik nuchter terugkomen?', 'De uitslag is goed.\n\nU hoeft niet terug te komen.'];

  it('one writes again right there: sent once, kept until then, and it waits with a day of its own (S4-05, N1, N3)', async () => {
    const { element, portal } = await show('replied');
    expect(portal.calls.filter(([name]) => name === 'replyEconsult').map(([, id, reply]) => [id, reply])).to.deep.equal([[thread.id, { text: 'Dank u wel. Moet ik mijn pillen dan nog slikken?' }]]);
    expect(element.querySelectorAll('.message')).to.have.length(3);
    expect(element.querySelector('.notice.success')!.textContent).to.contain('Uw reactie is ontvangen.');
    expect(element.querySelector('[data-step=thread]')!.textContent).to.contain('Antwoord uiterlijk op woensdag 25 november.');
    expect(element.querySelector<HTMLTextAreaElement>('[name=text]')!.value).to.equal('');
    expect(portal.calls.filter(([name]) => name === 'drafts.clear').map(([, name]) => name)).to.deep.equal([`econsult ${thread.id}`]);
  });

  it('a reply without an answer is “not sent yet”, stays, and goes again with the same key', async () => {
    const { element, portal } = await show('reply-not-sent');
    expect(element.querySelector('[role=alert]')!.textContent).to.contain('Nog niet verstuurd');
    expect(await portal.drafts.load(`econsult ${thread.id}`)).to.deep.include({ tried: true });
    await inTurn(element, submit);
    const [first, second] = portal.calls.filter(([name]) => name === 'replyEconsult');
    expect(first).to.deep.equal(second);
    await inTurn(element, (at) => buttonOf(at, 'Terug naar uw vragen').click());
    await openAnswer(element);
    expect(element.querySelector<HTMLTextAreaElement>('[name=text]')!.value).to.contain('Moet ik mijn pillen');
  });

  it('a reply takes files along as a question does: after the patient agreed, and once (S4-05)', async () => {
    const { element, portal } = await show('reply-file', { replyEconsult: async () => replied });
    expect(element.querySelector('form .files')!.textContent).to.contain('brief van de specialist.pdf');
    await inTurn(element, submit);
    expect(portal.calls.filter(([name]) => name === 'replyEconsult').map(([, id, reply]) => [id, reply])).to.deep.equal([[thread.id, { text: 'Hierbij de brief.', files: ['00000000-0000-4000-8000-000000000031'] }]]);
    expect([element.querySelector('form .files'), element.querySelectorAll('#econsult-form-thread-add-file').length]).to.deep.equal([null, 1]);
    expect(JSON.stringify(portal.calls)).to.not.contain('specialist');
  });

  it('a file that was not kept long enough says so where it is added again; what was written stays', async () => {
    const { element } = await show('reply-file-lost');
    expect(element.querySelector('#econsult-form-thread-file-error')!.textContent).to.contain('Voeg ze opnieuw toe');
    expect(element.querySelector('.notice.danger')!.textContent).to.contain('Voeg ze opnieuw toe');
    expect(element.querySelector<HTMLTextAreaElement>('[name=text]')!.value).to.equal('Hierbij de brief.');
    mounted.remove();
    const { portal, ...fixture } = fixtures.thread;
    mounted = await mount<EconsultForm>('econsult-form', { ...fixture, portal: { ...portal, care: { ...portal.care, econsults: async () => ({ ...answer, files: { count: 0, bytes: 0 } }) } } });
    expect(mounted.element.querySelectorAll('form textarea, #econsult-form-thread-add-file').length, 'no button where no files go along').to.equal(1);
  });

  it('says until when one can write again, and what to do after that', async () => {
    expect((await show('thread')).element.textContent).to.contain('U kunt reageren tot donderdag 3 december om 12:45 uur.');
    mounted.remove();
    const { element } = await show('thread-over');
    expect(element.querySelectorAll('textarea')).to.have.length(0);
    expect(element.textContent).to.contain('Stel een nieuwe vraag');
  });

  it('an answer that is late says so where it is read, with the number to call (N3)', async () => {
    const { element } = await show('thread-late');
    expect(element.querySelector<HTMLAnchorElement>('[data-step=thread] .late a')!.href).to.equal('tel:+31101234567');
    expect(element.textContent).to.not.contain('Antwoord uiterlijk');
  });

  it('says when no question can be sent, why, from when, and whom to call meanwhile; answers can be read all the same', async () => {
    const { element } = await show('shut-hours');
    expect(element.querySelectorAll('form, textarea')).to.have.length(0);
    expect(element.textContent).to.contain('U kunt weer een vraag sturen vanaf dinsdag 24 november om 08:00 uur.');
    expect([...element.querySelectorAll<HTMLAnchorElement>('[data-step=closed] a')].map(({ href }) => href)).to.deep.equal(['tel:+31101234567', 'tel:112']);
    await openAnswer(element);
    expect(step(element)).to.equal('thread');
  });

  it('full while one was writing: the text is kept, and goes when it can', async () => {
    const { element, portal } = await show('shut-meanwhile');
    await until(() => element.querySelector('[data-step=closed]'));
    expect(element.textContent).to.contain('Wat u al had geschreven, is bewaard.');
    expect(await portal.drafts.load('econsults')).to.deep.include({ tried: false });
  });

  it('a file goes up after the patient agreed, under no name of theirs, and with the question (S4-05)', async () => {
    const { element, portal } = await show('write');
    expect(element.querySelectorAll('[type=file]')).to.have.length(0);
    mounted.remove();
    const checked = await show('check-file');
    expect(checked.portal.calls.filter(([name]) => name === 'stageFile')).to.deep.equal([['stageFile', btoa('%PDF-')]]);
    expect(checked.element.querySelector('.checks')!.textContent).to.contain('brief van de specialist.pdf');
    await inTurn(checked.element, pressSend);
    expect(checked.portal.calls.filter(([name]) => name === 'sendEconsult').map(([, order]) => order)).to.deep.equal([{ urgent: false, subject, question, files: ['00000000-0000-4000-8000-000000000031'] }]);
    expect(JSON.stringify(checked.portal.calls)).to.not.contain('specialist');
    expect(portal.calls.filter(([name]) => name === 'stageFile')).to.have.length(0);
  });

  it('who comes by keyboard stays at the files: after agreeing, after a file has gone up, and after taking one away', async () => {
    const { element } = await show('write-file');
    const focused = () => document.activeElement!.id;
    expect(focused(), 'agreed, and a file has gone up').to.equal('econsult-form-file');
    await inTurn(element, (at) => { const remove = at.querySelector<HTMLElement>('.files button')!; remove.focus(); remove.click(); });
    expect(focused()).to.equal('econsult-form-file');
    mounted.remove();
    await show('write-file-full');
    expect(document.activeElement!.closest('.files'), 'no more fit').to.not.equal(null);
  });

  it('a file that is refused says what to do instead, at the field; the question stays', async () => {
    for (const [name, words] of [['write-file-refused', 'Sla de PDF op zonder wachtwoord'], ['write-file-heic', 'Maak een schermafdruk']] as const) {
      const { element } = await show(name);
      expect(element.querySelector('#econsult-form-file-error')!.textContent).to.contain(words);
      expect(area(element).value).to.equal(question);
      mounted.remove();
    }
  });

  it('whatever it is refused for, it is told why and what to do, each in its own words', async () => {
    const said: string[] = [];
    for (const fault of ['empty', 'size', 'type', 'heic', 'damaged', 'pixels', 'unpacks', 'active', 'encrypted', 'author', 'gone']) {
      const { element } = await show('write-file-refused', { stageFile: () => Promise.reject(new PortalError('file_refused', { fields: [fault] })) });
      said.push(element.querySelector('#econsult-form-file-error')!.textContent);
      mounted.remove();
    }
    expect(new Set(said).size).to.equal(11);
    for (const words of said) expect(words).to.match(/Kies|Maak|Stuur|Sla|Druk|Voeg/);
  });

  it('a photo is made smaller and upright before it leaves the device, without what the camera wrote in it', async () => {
    const canvas = new OffscreenCanvas(3000, 1500);
    canvas.getContext('2d')!.fillRect(0, 0, 3000, 1500);
    const photo = new Blob([await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 }), 'GPS'.repeat(200_000)], { type: 'image/jpeg' });
    const made = await smaller(photo);
    const { width, height } = await createImageBitmap(made);
    expect([width, height, made.size < 200_000]).to.deep.equal([2400, 1200, true]);
    expect(await made.text()).to.not.contain('GPSGPS');
    const broken = new Blob(['x'.repeat(600_000)], { type: 'image/jpeg' });
    expect(await smaller(broken), 'what cannot be read goes as it is').to.equal(broken);
  });

  for (const [lang, about, title, take, back, to] of [
    ['nl', 'Kan ik een afspraak maken?', 'Wilt u een afspraak maken?', 'Neem mee naar ‘Afspraak maken’', 'Terug naar uw vraag', 'appointments'],
    ['en', 'I need a repeat prescription.', 'Would you like to ask for medicine?', 'Take it to ‘Herhaalrecepten’', 'Back to your question', 'prescriptions'],
    ['da', 'Jeg vil gerne bestille tid.', 'Vil du bestille tid?', 'Tag det med til »Afspraak maken«', 'Tilbage til dit spørgsmål', 'appointments'],
  ] as const) it(`what belongs in another form is offered to be moved there, words and all; nothing is sent, and nothing is lost (${lang}, S4-06, N5, N7)`, async () => {
    mounted = await mount<EconsultForm>('econsult-form', { ...fixtures.urgency, lang });
    const { element, portal } = mounted;
    await toMove(element, about);
    expect(element.querySelector('.notice')!.textContent).to.contain(title);
    expect(element.querySelector('#econsult-form-send'), 'it may be sent as a question all the same').to.not.equal(null);
    const form = to === 'appointments' ? 'book-appointment' : 'prescription-request';
    await inTurn(element, (at) => buttonOf(at, take).click());
    await until(() => element.querySelector(form));
    expect(await portal.drafts.load(to)).to.deep.include({ tried: false, draft: { [to === 'appointments' ? 'reason' : 'remark']: `Van vorige week\n${about}` } });
    expect(portal.calls.filter(([name]) => name === 'ask'), 'one code is asked, by this click').to.have.length(1);
    await until(() => document.activeElement?.closest(form));
    expect(await portal.drafts.load('econsults')).to.deep.include({ draft: { step: 'check', urgent: 'no', subject: 'Van vorige week', question: about } });
    await inTurn(element, (at) => buttonOf(at, back).click());
    expect(step(element)).to.equal('check');
    expect(element.querySelector('.checks')!.textContent).to.contain(about);
    expect(sent()).to.deep.equal([]);
  });

  it('what was moved stands in the form it was moved to, once that opens (N5, N7)', async () => {
    const { element, portal } = await show('check-move', { appointments: async () => bookable, slots: async () => free, hold: async () => hold });
    await inTurn(element, (at) => at.querySelector<HTMLButtonElement>('#econsult-form-move')!.click());
    await until(() => element.querySelector('book-appointment'));
    portal.page('appointments').state.set(openPage());
    await until(() => element.querySelector('book-appointment [value=consult]'));
    const booking = element.querySelector<HTMLElement>('book-appointment')!;
    await toHeld(booking);
    expect(booking.querySelector<HTMLTextAreaElement>('[name=reason]')!.value).to.equal('Van vorige week\nIk wil graag een afspraak maken.');
  });

  it('what was moved and sent there is no question any more, here and on the device (N5)', async () => {
    const { element, portal } = await show('check-move');
    await inTurn(element, (at) => at.querySelector<HTMLButtonElement>('#econsult-form-move')!.click());
    await until(() => element.querySelector('book-appointment'));
    element.querySelector('book-appointment')!.dispatchEvent(new CustomEvent('balie-sent', { bubbles: true, composed: true, detail: { service: 'appointments', number: 'A-M2N7-8V' } }));
    await until(() => portal.calls.some(([name, at]) => name === 'drafts.clear' && at === 'econsults'));
    await inTurn(element, (at) => buttonOf(at, 'Terug naar uw vraag').click());
    expect(step(element)).to.equal('urgency');
    expect(element.textContent).to.not.contain('Van vorige week');
  });

  it('moving never writes over what stands in the other form, nor over what may have been sent, and says so', async () => {
    const kept = { draft: { reason: 'Eerder' }, key: 'k', tried: false };
    for (const there of [kept, { ...kept, draft: {}, tried: true }]) {
      let saved = 0;
      expect(await moveText({ load: async <T>() => there as T, save: async () => { saved += 1; }, clear: async () => {} }, 'appointments', { subject: 'Nieuw', question: '' })).to.equal(false);
      expect(saved).to.equal(0);
    }
    const { portal, ...fixture } = fixtures['check-move'];
    mounted = await mount<EconsultForm>('econsult-form', { ...fixture, portal: { ...portal, drafts: { appointments: kept } } });
    await inTurn(mounted.element, (at) => at.querySelector<HTMLButtonElement>('#econsult-form-move')!.click());
    await until(() => mounted.element.querySelector('book-appointment'));
    expect(mounted.element.textContent).to.contain('Hier had u al iets ingevuld, en dat is zo gebleven. Uw vraag is bewaard.');
    expect(await mounted.portal.drafts.load('appointments')).to.deep.equal(kept);
  });

  it('nothing is offered that this practice does not have, for a child, or for what may have been sent', async () => {
    const { portal, ...fixture } = fixtures.urgency;
    mounted = await mount<EconsultForm>('econsult-form', { ...fixture, portal: { ...portal, clinic: { services: [{ id: 'econsults', title: 'eConsult' }] } } });
    await toWrite(mounted.element);
    await inTurn(mounted.element, (at) => typeIn(at, 'subject', 'Tijd'), (at) => typeIn(at, 'question', 'Ik wil graag een afspraak maken.'), submit);
    await settled(mounted.element);
    expect([step(mounted.element), mounted.element.querySelector('#econsult-form-move')]).to.deep.equal(['check', null]);
    mounted.remove();
    const { element } = await show('check-move', { sendEconsult: () => Promise.reject(new PortalError('offline')) });
    await inTurn(element, pressSend);
    expect([step(element), element.querySelector('#econsult-form-move')]).to.deep.equal(['check', null]);
    mounted.remove();
    const child = await show('for-whom');
    await forLars(child.element);
    child.portal.page('econsults').state.set(openPage());
    await until(() => child.element.querySelector('[data-step=urgency]'));
    await toWrite(child.element);
    await inTurn(child.element, (at) => typeIn(at, 'subject', 'Tijd'), (at) => typeIn(at, 'question', 'Ik wil graag een afspraak maken.'), submit);
    await settled(child.element);
    expect([step(child.element), child.element.querySelector('#econsult-form-move')]).to.deep.equal(['check', null]);
  });

  it('a question that cannot be fetched says why at that question and keeps the form', async () => {
    const { element } = await show('urgency', { econsult: () => Promise.reject(new PortalError('offline')) });
    await inTurn(element, (at) => tick(at, 'no'));
    await openAnswer(element);
    expect(element.querySelector('.item [role=alert]')!.textContent).to.contain('geen internet');
    expect(element.querySelector<HTMLInputElement>('[value=no]')!.checked).to.equal(true);
  });

  it('an answer being read is wiped when the page closes', async () => {
    const { element, portal } = await show('thread');
    portal.page('econsults').state.set({ step: 'closed', why: 'idle' });
    await settled(element);
    expect(element.textContent).to.not.contain('De uitslag is goed.');
    portal.page('econsults').state.set(openPage());
    await settled(element);
    expect(step(element)).to.equal('urgency');
  });

  it('what is written is text, never markup (T01)', async () => {
    const { element } = await show('write');
    await inTurn(element, (at) => typeIn(at, 'subject', '<img src=x onerror=alert(1)>'), (at) => typeIn(at, 'question', '<script>alert(1)</script>'), submit);
    expect(element.querySelectorAll('img, script').length).to.equal(0);
    expect(element.querySelector('.checks')!.textContent).to.contain('<img src=x');
  });

  it('changes its language without losing what was typed', async () => {
    const { element, setLang } = await show('write');
    await inTurn(element, (at) => typeIn(at, 'question', question));
    setLang('en');
    await settled(element);
    expect(element.querySelector('h2')!.textContent).to.equal('What do you want to ask?');
    expect(area(element).value).to.equal(question);
  });

  it('works by keyboard alone: native controls in the order of the page', async () => {
    const { element } = await show('urgency');
    await toCheck(element);
    expect([...element.querySelectorAll<HTMLElement>('button, a[href], input, textarea')].every(({ tabIndex }) => tabIndex === 0)).to.equal(true);
    element.querySelector<HTMLButtonElement>('#econsult-form-send')!.focus();
    expect(document.activeElement?.id).to.equal('econsult-form-send');
  });

  itHoldsEverywhere('econsult-form', fixtures);
});
