import { expect } from '@open-wc/testing';
import { fixtureId, until } from '../shared/acts.ts';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import { itHoldsEverywhere } from '../shared/testing.ts';
import { fixtures } from './medical-record.fixtures.ts';
import type { MedicalRecord } from './medical-record.ts';
import './medical-record.ts';

describe('medical-record', () => {
  let mounted: Mounted<MedicalRecord>;
  const show = async (name: keyof typeof fixtures) => { mounted = await mount<MedicalRecord>('medical-record', fixtures[name]); return mounted; };
  const part = (name: string) => mounted.element.querySelector(`#medical-record-${name}`)!.closest('section')!;
  afterEach(() => mounted?.remove());

  it('S1-09 S1-10 S1-11 shows the parts that the practice shares, in its order, each with a heading to jump to', async () => {
    const { element } = await show('read');
    expect([...element.querySelectorAll('h3')].map((one) => one.textContent)).to.deep.equal(['Het advies van de huisarts', 'De uitslagen van onderzoek', 'De lijst met uw medicijnen']);
    element.querySelector<HTMLAnchorElement>('.jump a[href$="-results"]')!.click();
    await settled(element);
    expect(document.activeElement?.id).to.equal('medical-record-results');
    mounted.remove();
    await show('one-part');
    expect(mounted.element.querySelectorAll('h3').length).to.equal(1);
    expect(mounted.element.querySelector('.jump')).to.equal(null);
  });

  it('of a practice that does not have it the heading is the practice, not a word of ours', async () => {
    const { element, portal } = await show('not-offered');
    expect(element.querySelector('h2')!.textContent).to.equal(portal.clinic.name);
  });

  it('S1-09 S1-14 days are shown as far as they are known, and whether a matter goes on', async () => {
    await show('read');
    const words = [...part('advice').querySelectorAll<HTMLElement>('.entry')].map((one) => one.innerText.replace(/\s+/g, ' ').trim());
    expect(words[0]).to.contain('Sinds 2019');
    expect(words[1]).to.contain('9 november 2026, J. Jansen, huisarts').and.contain('Ga door met de tabletten');
    expect(words[2]).to.contain('Voorbij sinds 15 maart 2026');
    expect(words[3]).to.match(/Hooikoorts Voorbij$/);
  });

  it("S1-10 a result begins with the doctor's comment, and says in words how a value lies", async () => {
    await show('read');
    const [blood, pressure, urine] = [...part('results').querySelectorAll('.entry')];
    expect(blood!.querySelector('.comment')!.compareDocumentPosition(blood!.querySelector('dl')!)).to.equal(Node.DOCUMENT_POSITION_FOLLOWING);
    const said = [...blood!.querySelectorAll<HTMLElement>('dd')].map((one) => one.innerText.replace(/\s+/g, ' ').trim());
    expect(said).to.deep.equal(['78 µmol/l Zoals gebruikelijk Gebruikelijk: 50 tot 110 µmol/l', '6,3 mmol/l Hoger dan gebruikelijk Gebruikelijk: 3,1 tot 6,2 mmol/l', '2,9 mmol/l Veel lager dan gebruikelijk Gebruikelijk: vanaf 3,5 mmol/l', '2,4 mmol/l Gebruikelijk: tot 2,6 mmol/l']);
    expect(pressure!.textContent).to.contain('(verbeterde uitslag)');
    expect([...urine!.querySelectorAll<HTMLElement>('dd:not(.more)')].map((one) => one.innerText.split('\n')[0])).to.deep.equal(['Nee', 'Ja', 'Geen waarde']);
  });

  it('S1-10 what was measured time after time is one entry with the newest value; those before it unfold below, by the name of what was measured', async () => {
    const { element } = await show('measured');
    expect([...part('results').querySelectorAll('h4')].map((one) => one.textContent)).to.deep.equal(['Gewicht', 'Bloedonderzoek', 'Bloeddruk', 'Urineonderzoek']);
    const card = part('results').querySelector<HTMLElement>('.entry')!;
    const details = card.querySelector('details')!;
    expect(card.innerText).to.contain('81,4 kg').and.not.contain('82,9 kg');
    expect([details.open, details.querySelector('summary')!.textContent]).to.deep.equal([false, 'Nog 2 eerdere metingen: Gewicht']);
    details.querySelector('summary')!.click();
    expect([...details.querySelectorAll<HTMLElement>('li')].map((one) => one.innerText.replace(/\s+/g, ' ').trim())).to.deep.equal(['10 augustus 2026 Wat de dokter erover zegt Goed bezig. Gewicht 82,9 kg', '11 mei 2026 Gewicht 84 kg']);
    expect(part('results').querySelectorAll('details').length).to.equal(1);
    details.open = false;
    const { print } = window;
    let open = false;
    window.print = () => { open = details.open; };
    try { [...element.querySelectorAll('button')].find((one) => one.textContent?.includes('Afdrukken'))!.click(); } finally { window.print = print; }
    expect(open).to.equal(true);
  });

  it('S1-12 older entries come page by page; the first of them gets the focus, and a failed page can be asked again', async () => {
    await show('more-shown');
    expect(mounted.portal.calls.at(-1)).to.deep.equal(['recordPage', 'results', '2026-09-01_x']);
    expect(part('results').querySelectorAll('.entry').length).to.equal(4);
    expect(document.activeElement?.id).to.equal(`medical-record-${fixtureId(14)}`);
    expect(part('results').textContent).to.not.contain('Oudere uitslagen');
    mounted.remove();
    await show('more-failed');
    expect(part('results').querySelector('[role=alert]')).to.not.equal(null);
    expect(part('results').querySelectorAll('.entry').length).to.equal(3);
  });

  it('S1-13 what was shown is gone when the page closes', async () => {
    const { element, portal } = await show('read');
    portal.page('record').state.set({ step: 'closed', why: 'idle' });
    await settled(element);
    expect(element.textContent).to.not.contain('Kreatinine');
    expect(element.querySelector('h2')).to.not.equal(null);
  });

  it('S1-08 a letter says what it is, and is saved as a file that no page of ours shows; what cannot be handed on is said with the number to call (T46)', async () => {
    const { element, portal } = await show('letters');
    const [first, second] = [...part('letters').querySelectorAll<HTMLElement>('.entry')];
    expect(first!.innerText).to.contain('12 november 2026, Ziekenhuis De Test');
    expect(second!.innerText).to.contain('juni 2026');
    const saved: { name: string; type: string; text: Promise<string> }[] = [];
    const { createObjectURL } = URL;
    const { click } = HTMLAnchorElement.prototype;
    let blob: Blob | undefined;
    URL.createObjectURL = (made: Blob) => { blob = made; return 'blob:x'; };
    HTMLAnchorElement.prototype.click = function () { saved.push({ name: this.download, type: blob!.type, text: blob!.text() }); };
    try {
      first!.querySelector('button')!.click();
      await until(() => saved.length === 1);
    } finally { URL.createObjectURL = createObjectURL; HTMLAnchorElement.prototype.click = click; }
    expect(portal.calls.at(-1)).to.deep.equal(['letter', fixtureId(31)]);
    expect([saved[0]!.name, saved[0]!.type, await saved[0]!.text]).to.deep.equal(['brief-2026-11-12.pdf', 'application/octet-stream', '%PDF-1.7 letter']);
    expect(element.querySelector('iframe, embed, object, img')).to.equal(null);
    mounted.remove();
    await show('letter-refused');
    await until(() => part('letters').querySelector('[role=alert]') !== null);
    expect(part('letters').querySelector('[role=alert]')!.textContent).to.contain('kunt u hier niet openen');
    expect(part('letters').querySelector('[role=alert] a[href^="tel:"]')).to.not.equal(null);
  });

  it('S1-14 can be printed', async () => {
    const { element } = await show('read');
    let printed = 0;
    const { print } = window;
    window.print = () => { printed += 1; };
    try { [...element.querySelectorAll('button')].find((one) => one.textContent?.includes('Afdrukken'))!.click(); } finally { window.print = print; }
    expect(printed).to.equal(1);
  });

  itHoldsEverywhere('medical-record', fixtures);
});
