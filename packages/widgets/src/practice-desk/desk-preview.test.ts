import { expect } from '@open-wc/testing';
import { mount, settled, type Mounted } from '../shared/fixture.ts';
import type { FakeDesk } from './fake-desk.ts';
import { fixtures, typeIn } from './practice-desk.fixtures.ts';
import type { PracticeDesk } from './practice-desk.ts';
import './practice-desk.ts';

describe('the site as somebody else would see it (N10)', () => {
  let mounted: Mounted<PracticeDesk> | undefined;
  afterEach(() => { mounted?.remove(); mounted = undefined; });
  const show = async (name: keyof typeof fixtures) => {
    mounted = await mount<PracticeDesk>('practice-desk', fixtures[name]);
    const { element } = mounted;
    const calls = () => (element.desk as FakeDesk).calls.filter(([called]) => called === 'preview').map(([, query]) => query);
    return { element, preview: element.querySelector<HTMLElement>('desk-preview')!, calls };
  };

  it('asks for whom and when, beginning with now, and says in words what each part asks and offers', async () => {
    const { preview, calls } = await show('preview-shown');
    expect(calls()).to.deep.equal([{ age: '40', link: 'linked', guardian: 'no', mobile: 'yes', at: '2026-11-23T10:00' }]);
    expect(document.activeElement!.textContent).to.equal('Iemand van 40 jaar, maandag 23 november om 10:00');
    const text = preview.innerText;
    for (const words of ['huisartsenpost: 010 765 43 21', 'Niet met DigiD: dat kan vanaf 16 jaar.', 'e-mailadres en wachtwoord, en dan een code per e-mail', 'handelen het kind en de ouder of voogd allebei', 'ligt klaar op donderdag 3 december vanaf 15:30', 'Weer vanaf maandag 30 november om 08:00.', 'Spreekuur, Bloed prikken', 'een sterker bewijs']) expect(text).to.contain(words);
    expect(text).not.to.contain('{');
  });

  it('says of who is not linked who calls whom', async () => {
    const { preview } = await show('preview-unlinked');
    expect(preview.innerText).to.contain('geen koppeling met het dossier').and.to.contain('dat de patiënt de praktijk belt');
  });

  it('asks nothing of an age or a moment that is none', async () => {
    const { element, preview, calls } = await show('preview');
    typeIn(preview, 'age', '140');
    typeIn(preview, 'time', '');
    preview.querySelector('form')!.requestSubmit();
    await settled(element);
    expect([calls().length, preview.querySelectorAll('.field.wrong').length]).to.deep.equal([0, 2]);
  });

  it('is not there for an assistant', async () => {
    const { element } = await show('accounts');
    expect(element.querySelector('#desk-tab-preview')).to.equal(null);
  });
});
