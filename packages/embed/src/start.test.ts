import { expect } from '@open-wc/testing';
import { connected, inside, load, ownShown, place, script, until, warnings } from './testing/page.ts';

describe('the loader', () => {
  it('without a clinic says what to write, and leaves the page as it is', () => {
    load();
    expect(warnings.filter((line) => line.includes('data-clinic'))).to.have.length(1);
    const tag = place('patient-login');
    expect(ownShown(tag)).to.equal(true);
    expect(tag.shadowRoot!.querySelector('iframe')).to.equal(null);
    tag.remove();
  });

  it('a second copy does no harm and says so once', () => {
    script({ clinic: 'de-linde' });
    load();
    load();
    expect(warnings.filter((line) => line.includes('another copy') && line.includes('<econsult-form>'))).to.have.length(1);
  });

  it('takes a returning link out of the address at once and gives it to one register-form only (T38)', async () => {
    history.replaceState({ theirs: 1 }, '', '?page=2#balie-confirm=abc');
    dispatchEvent(new HashChangeEvent('hashchange'));
    expect(location.hash).to.equal('');
    expect(location.search).to.equal('?page=2');
    expect(history.state).to.deep.equal({ theirs: 1 });
    const clinic = { 'data-clinic': 'de-linde' };
    const other = await connected('patient-login', clinic);
    expect(inside(other).heard[0]!['fragment']).to.equal(null);
    const first = await connected('register-form', clinic);
    expect(inside(first).heard[0]!['fragment']).to.equal('balie-confirm=abc');
    const second = await connected('register-form', clinic);
    expect(inside(second).heard[0]!['fragment']).to.equal(null);

    location.hash = '#balie-confirm=def';
    await until(() => inside(first).heard.length > 1);
    expect(inside(first).heard[1]).to.deep.equal({ type: 'fragment', fragment: 'balie-confirm=def' });
    expect(inside(second).heard).to.have.length(1);
    for (const tag of [other, first, second]) tag.remove();
  });

  it('leaves the page’s own fragments alone', () => {
    location.hash = '#contact';
    dispatchEvent(new HashChangeEvent('hashchange'));
    expect(location.hash).to.equal('#contact');
  });
});
