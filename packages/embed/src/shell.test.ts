import { expect } from '@open-wc/testing';
import { asked, base, connected, frameOf, frameShown, hostedLink, inside, load, ownShown, place, script, settle, until, warnings } from './testing/page.ts';

script({ clinic: 'de-linde' });
load();

describe('a shell', () => {
  afterEach(() => { for (const tag of document.querySelectorAll('body > *')) if (tag.localName.includes('-') || tag.id === 'area') tag.remove(); document.documentElement.removeAttribute('style'); });

  it('asks for the frame of its clinic and element, and says which site asks', async () => {
    const tag = await connected('patient-login', { lang: 'en-GB' });
    const url = asked.at(-1)!;
    expect(url.href.replace(base, '')).to.equal(`frame/de-linde/patient-login?host=${encodeURIComponent(location.origin)}&lang=en`);
    inside(tag).say({ type: 'title', title: 'Log in – De Linde' });
    await until(() => frameOf(tag).title === 'Log in – De Linde', 'the frame tells its title');
    // A passkey, and nothing else that a browser guards.
    expect(frameOf(tag).getAttribute('allow')).to.equal('publickey-credentials-get;publickey-credentials-create');
  });

  it('keeps the author’s content until the frame is ready, at the same height', async () => {
    const tag = await connected('patient-login');
    const before = tag.offsetHeight;
    expect(ownShown(tag)).to.equal(true);
    expect(frameShown(tag)).to.equal(false);
    inside(tag).say({ type: 'ready' });
    await until(() => frameShown(tag));
    expect(ownShown(tag)).to.equal(false);
    expect(tag.offsetHeight).to.equal(before);
    expect(hostedLink(tag)).to.equal(null);
  });

  it('brings the author’s content back, with the hosted page, when the frame says nothing', async function (this: { timeout(ms: number): void }) {
    this.timeout(20_000);
    const tag = place('patient-login', { 'data-clinic': 'quiet', lang: 'en' });
    await until(() => hostedLink(tag));
    expect(ownShown(tag)).to.equal(true);
    expect(hostedLink(tag)!.href).to.equal(`${base}hosted/quiet/patient-login?lang=en`);
    expect(warnings.filter((line) => line.includes('did not answer') && line.includes('data-clinic="quiet"') && line.includes(location.origin))).to.have.length(1);
    inside(tag).postMessage('say hello', location.origin);
    await until(() => inside(tag).heard.length);
    inside(tag).say({ type: 'ready' });
    await until(() => frameShown(tag), 'a late frame is shown after all');
    expect(ownShown(tag)).to.equal(false);
  });

  it('offers the hosted page where storage is refused, at our own address whatever the frame names', async () => {
    const tag = await connected('book-appointment');
    inside(tag).say({ type: 'ready' });
    await until(() => frameShown(tag));
    inside(tag).say({ type: 'storage-refused', hosted: 'https://evil.example/' });
    await until(() => hostedLink(tag));
    expect(hostedLink(tag)!.href).to.equal(`${base}hosted/de-linde/book-appointment`);
    expect([ownShown(tag), frameShown(tag)]).to.deep.equal([true, false]);
  });

  it('hands its port to nobody but its own frame (T28)', async () => {
    const stranger = document.createElement('iframe');
    stranger.id = 'area';
    stranger.src = `${base}frame.html?clinic=quiet`;
    document.body.append(stranger);
    const tag = await connected('econsult-form');
    await until(() => (stranger.contentWindow as unknown as { heard?: unknown }).heard);
    stranger.contentWindow!.postMessage('say hello', location.origin);
    window.postMessage({ balie: 'hello', v: 1 }, location.origin);
    inside(tag).parent.postMessage(null, location.origin);
    await settle();
    expect((stranger.contentWindow as unknown as { connects?: number }).connects).to.equal(undefined);
    expect(inside(tag).connects).to.equal(1);
  });

  it('sends the page’s tokens at the start and whenever they change, and nothing else of its styles', async () => {
    const area = document.createElement('div');
    area.id = 'area';
    document.body.append(area);
    area.style.setProperty('--balie-accent', '#6b2d73');
    area.style.setProperty('--balie-ink', 'url(https://evil.example/x)');
    area.style.setProperty('--secret', 'no');
    const tag = await connected('patient-login', {}, area);
    expect(inside(tag).heard[0]).to.deep.equal({ type: 'start', lang: null, theme: { accent: '#6b2d73' }, fragment: null });
    area.style.setProperty('--balie-accent', '#0b5c8a');
    await until(() => inside(tag).heard.length > 1);
    expect(inside(tag).heard[1]).to.deep.equal({ type: 'theme', theme: { accent: '#0b5c8a' } });
    document.documentElement.style.setProperty('--balie-radius', '2px');
    await until(() => inside(tag).heard.length > 2);
    expect(inside(tag).heard[2]).to.deep.equal({ type: 'theme', theme: { accent: '#0b5c8a', radius: '2px' } });
  });

  it('follows the language of the closest ancestor, also later and across shadow roots', async () => {
    const area = document.createElement('div');
    area.id = 'area';
    area.lang = 'nl-NL';
    document.body.append(area);
    const root = area.attachShadow({ mode: 'open' });
    const inner = document.createElement('div');
    root.append(inner);
    const tag = await connected('register-form', {}, inner);
    expect(inside(tag).heard[0]!['lang']).to.equal('nl');
    area.lang = 'en';
    await until(() => inside(tag).heard.some((message) => message['type'] === 'lang' && message['lang'] === 'en'));
    tag.lang = 'da';
    await until(() => inside(tag).heard.some((message) => message['lang'] === 'da'));
    tag.lang = 'fr';
    await until(() => inside(tag).heard.at(-1)!['lang'] === null);
  });

  it('fires the frame’s events on the tag: known names, ids and states only', async () => {
    const tag = await connected('prescription-request');
    const got: CustomEvent[] = [];
    for (const name of ['balie-sent', 'click', 'balie-unknown']) tag.addEventListener(name, (event) => got.push(event as CustomEvent));
    inside(tag).say({ type: 'event', name: 'balie-unknown', detail: {} });
    inside(tag).say({ type: 'event', name: 'click', detail: {} });
    inside(tag).say({ type: 'event', name: 'balie-sent', detail: { service: 'prescriptions', number: 'R-7K4M-2Q', remark: 'my back hurts', nested: { a: 1 } } });
    await until(() => got.length);
    await settle();
    expect(got).to.have.length(1);
    expect(got[0]!.detail).to.deep.equal({ service: 'prescriptions', number: 'R-7K4M-2Q' });
    expect(got[0]!.bubbles).to.equal(false);
  });

  it('follows the frame’s height, within reason', async () => {
    const tag = await connected('patient-login');
    inside(tag).say({ type: 'ready' });
    inside(tag).say({ type: 'height', height: 700.4 });
    await until(() => frameOf(tag).offsetHeight === 701);
    for (const height of [-5, Number.NaN, Number.POSITIVE_INFINITY, '900', 1e9, null]) inside(tag).say({ type: 'height', height });
    await settle();
    expect(frameOf(tag).offsetHeight).to.equal(701);
  });

  it('lets the room of the log-in go for who is in, also what the page itself reserves, but only below the window\'s edge: nothing in sight moves', async function (this: { timeout(ms: number): void }) {
    this.timeout(10_000);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('patient-login { display: flow-root; min-height: 1050px }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const logsIn = async (top: number) => {
      const tag = await connected('patient-login');
      tag.style.cssText = `position: absolute; inset: ${top}px 0 auto 0`;
      for (const message of [{ type: 'height', height: 980 }, { type: 'ready' }, { type: 'height', height: 556 }, { type: 'event', name: 'balie-logged-in', detail: { linked: true } }]) inside(tag).say(message);
      await until(() => frameOf(tag).offsetHeight === 556);
      return tag;
    };
    const [below, above] = [await logsIn(300), await logsIn(-600)];
    expect([below.offsetHeight, above.offsetHeight], 'what comes late still has room').to.deep.equal([1050, 1050]);
    await until(() => below.offsetHeight === 556);
    expect(above.offsetHeight).to.equal(1050);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  });

  it('starts again where it is moved to, and leaves nothing behind when removed', async () => {
    const tag = await connected('patient-login');
    const area = document.createElement('div');
    area.id = 'area';
    document.body.append(area);
    area.append(tag);
    await until(() => inside(tag)?.heard?.length);
    expect(tag.shadowRoot!.querySelectorAll('iframe')).to.have.length(1);
    inside(tag).say({ type: 'ready' });
    await until(() => frameShown(tag));
    tag.remove();
    expect(tag.shadowRoot!.querySelector('iframe')).to.equal(null);
  });

  it('passes the focus on', async () => {
    const tag = await connected('patient-login');
    inside(tag).say({ type: 'ready' });
    await until(() => frameShown(tag));
    tag.focus();
    expect(document.activeElement).to.equal(tag);
    expect(tag.shadowRoot!.activeElement).to.equal(frameOf(tag));
  });

  it('its frame lives in a realm of its own: what a page patches does not reach it (T27)', async () => {
    const real = Array.prototype.map;
    try {
      Array.prototype.map = () => { throw new Error('patched'); };
      const tag = await connected('patient-login');
      const realm = inside(tag) as unknown as { Array: ArrayConstructor };
      expect([...realm.Array.prototype.map.call([1, 2], (value: unknown) => value)]).to.deep.equal([1, 2]);
    } finally { Array.prototype.map = real; }
  });

  it('tells a webmaster once what is wrong with a tag', async () => {
    for (let time = 0; time < 2; time += 1) place('patient-login', { theme: 'dark' });
    place('patient-login', { 'data-clinic': 'De Linde!' });
    await settle();
    expect(warnings.filter((line) => line.includes('<patient-login theme>'))).to.have.length(1);
    expect(warnings.filter((line) => line.includes('<patient-login data-clinic>'))).to.have.length(1);
  });
});
