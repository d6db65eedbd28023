import { createHash } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { elements, locales, type ClinicClosing } from '@balie/contracts';
import { textsOf } from '@balie/forms/all';
import { deskOrigin, testPages } from './testing/pages.ts';

const policyOf = (response: Response) => Object.fromEntries((response.headers.get('content-security-policy') ?? '').split('; ').map((part) => { const [name = '', ...values] = part.split(' '); return [name, values.join(' ')]; }));
const inline = (html: string, tag: 'style' | 'script') => [...html.matchAll(new RegExp(`<${tag}(?: data-balie-forms)?>([^]*?)</${tag}>`, 'g'))].map((match) => match[1]!);
const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('frame pages', () => {
  const { get } = testPages();

  it('may be framed by exactly that clinic’s sites (T21)', async () => {
    expect(policyOf(await get('/frame/de-linde/patient-login'))['frame-ancestors']).toBe('https://www.delinde.example https://delinde.example');
    expect(policyOf(await get('/frame/zeezicht/patient-login'))['frame-ancestors']).toBe('https://zeezicht.example');
  });

  it('allow nothing inline but what a hash names, and demand Trusted Types', async () => {
    for (const element of elements) {
      const response = await get(`/frame/de-linde/${element}`);
      const html = await response.text();
      const policy = policyOf(response);
      expect(policy['default-src']).toBe("'none'");
      expect(policy['script-src']).toBe(`'self' ${inline(html, 'script').map(hash).join(' ')}`);
      expect(policy['style-src']).toBe(`'self' ${inline(html, 'style').map(hash).join(' ')}`);
      expect(policy['require-trusted-types-for']).toBe("'script'");
      expect(policy['base-uri']).toBe("'none'");
      expect(html).not.toMatch(/\sstyle=|\son[a-z]+=/);
      expect(response.headers.get('referrer-policy')).toBe('same-origin');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('name the embedding site only when the clinic lists it', async () => {
    expect(await (await get('/frame/de-linde/patient-login?host=https%3A%2F%2Fdelinde.example')).text()).toContain('data-host="https://delinde.example"');
    for (const host of ['https://evil.example', 'https://zeezicht.example', '"><script>', 'https://delinde.example.evil.example']) expect(await (await get(`/frame/de-linde/patient-login?host=${encodeURIComponent(host)}`)).text()).not.toContain('data-host');
  });

  it('hold a form that works before any script: top level, by POST, to the hosted page', async () => {
    const html = await (await get('/frame/de-linde/patient-login')).text();
    expect(html).toMatch(/<patient-login><!--lit-part [^>]+--><!--lit-node 0--><form[^>]* method="post" target="_top" action="\/hosted\/de-linde\/log-in"/);
    expect(html).toMatch(/<input id="patient-login-password" name="password" type="password"/);
    expect(await (await get('/frame/de-linde/register-form')).text()).toMatch(/<form[^>]* method="post" target="_top" action="\/hosted\/de-linde\/register"/);
  });

  it('tell the elements what a visitor may know, and end no script early', async () => {
    const html = await (await get('/frame/de-linde/patient-login')).text();
    const json = /<script type="application\/json" id="balie-clinic">([^]*?)<\/script>/.exec(html)![1]!;
    expect(JSON.parse(json)).toMatchObject({ id: 'de-linde', locale: 'nl', texts: { 'login.title': 'Inloggen </script><b>bij ons' } });
    expect(json).not.toContain('<');
    expect(html).not.toContain('secret-notify');
    expect(html).not.toContain('<b>bij ons');
    expect(html).not.toContain('<De Linde>');
  });

  it('tell help, practices and the desk only to the elements that show them', async () => {
    const told = async (path: string) => Object.keys(JSON.parse(/id="balie-clinic">([^]*?)<\/script>/.exec(await (await get(path)).text())![1]!) as object);
    for (const element of elements) {
      const keys = await told(`/frame/zeezicht/${element}`);
      expect(['help', 'practices', 'desk'].filter((key) => keys.includes(key)), element).toEqual(element === 'portal-menu' ? ['help', 'practices', 'desk'] : element === 'portal-help' ? ['help'] : []);
    }
    const page = await (await get('/frame/zeezicht/portal-menu')).text();
    expect(page).toContain(`"desk":{"label":"Serviceportaal","url":"${deskOrigin}/"}`);
    expect(page).not.toContain('hulp@example.org');
    expect(await (await get('/frame/zeezicht/portal-help?lang=en')).text()).toContain('"help":{"email":"hulp@example.org","links":[{"title":"Guide"');
  });

  it('know the closed days of the coming weeks, anew each day, so that they name the right number to call (N4)', async () => {
    let now = '2026-12-15T10:00:00Z';
    const { get: at } = testPages(undefined, () => new Date(now));
    const closed = async () => (JSON.parse(/id="balie-clinic">([^]*?)<\/script>/.exec(await (await at('/frame/de-linde/econsult-form')).text())![1]!) as { closed: string[] }).closed;
    expect(await closed()).toEqual(['2026-12-25', '2026-12-26', '2027-01-01']);
    now = '2026-12-27T10:00:00Z';
    expect(await closed()).toEqual(['2027-01-01']);
  });

  it('know what the desk closed, at once and in the reader\'s language (N4)', async () => {
    let closings: ClinicClosing[] = [];
    const { get: at } = testPages(undefined, undefined, async () => closings);
    const told = async (lang: string) => (JSON.parse(/id="balie-clinic">([^]*?)<\/script>/.exec(await (await at(`/frame/de-linde/portal-help?lang=${lang}`)).text())![1]!) as { closings?: unknown }).closings;
    expect(await told('nl')).toBeUndefined();
    closings = [{ from: '2026-11-24T10:15', until: '2026-11-24T15:00', words: { nl: 'Er is brand geweest.' } }, { from: '2026-12-01T00:00', until: '2026-12-02T00:00', words: {} }];
    expect(await told('nl')).toEqual([{ from: '2026-11-24T10:15', until: '2026-11-24T15:00', words: 'Er is brand geweest.' }, { from: '2026-12-01T00:00', until: '2026-12-02T00:00' }]);
    // One far away is told when it comes near: other people's pages carry no year of it.
    closings = [{ from: '2027-02-01T00:00', until: '2027-03-01T00:00', words: { nl: 'Wij verbouwen.' } }];
    expect(await told('nl')).toBeUndefined();
  });

  it('load the entry and all it imports in one round trip, and nothing that waits for use', async () => {
    const html = await (await get('/frame/de-linde/patient-login')).text();
    expect([...html.matchAll(/modulepreload" href="([^"]+)"/g)].map((match) => match[1])).toEqual(['/assets/lit-B2.js', '/assets/shared-C3.js']);
    expect(html).toContain('<script type="module" src="/assets/frame-patient-login-A1.js"></script>');
    expect(html).not.toContain('lazy-F6');
  });

  it('speak the language asked for, if the clinic does', async () => {
    const langOf = async (query: string) => /<html lang="([^"]+)"/.exec(await (await get(`/frame/de-linde/patient-login${query}`)).text())![1];
    expect([await langOf(''), await langOf('?lang=en'), await langOf('?lang=da'), await langOf('?lang=%3Cb%3E')]).toEqual(['nl', 'en', 'nl', 'nl']);
  });

  it('are sent pressed, and not again when unchanged', async () => {
    const response = await get('/frame/de-linde/patient-login', { 'accept-encoding': 'gzip, br' });
    expect([response.headers.get('content-encoding'), response.headers.get('vary'), response.headers.get('cache-control')]).toEqual(['br', 'accept-encoding', 'no-cache']);
    expect(brotliDecompressSync(Buffer.from(await response.arrayBuffer())).toString()).toContain('<patient-login>');
    expect((await get('/frame/de-linde/patient-login', { 'if-none-match': response.headers.get('etag')! })).status).toBe(304);
  });

  it('bring the nonce of the first call in their head: the body stays the same for everybody, and the unchanged page brings a fresh one too', async () => {
    const { get } = testPages();
    const timing = (response: Response) => response.headers.get('server-timing');
    const first = await get('/frame/de-linde/patient-login');
    const html = await first.text();
    const later = await get('/frame/de-linde/patient-login', { 'if-none-match': first.headers.get('etag')! });
    expect([timing(first), later.status, timing(later)]).toEqual(['dpop;desc="nonce-1"', 304, 'dpop;desc="nonce-2"']);
    expect(html).not.toContain('nonce-');
    expect([timing(await get('/hosted/de-linde')), timing(await get('/', {}, deskOrigin)), timing(await get('/assets/lit-B2.js'))]).toEqual(['dpop;desc="nonce-3"', 'dpop;desc="nonce-4"', null]);
  });
});

describe('hosted pages', () => {
  const { get } = testPages();

  it('stand at top level only', async () => {
    for (const path of ['/hosted/de-linde', ...elements.map((element) => `/hosted/de-linde/${element}`)]) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(policyOf(response)['frame-ancestors']).toBe("'none'");
      expect(response.headers.get('x-frame-options')).toBe('DENY');
      expect(await response.text()).not.toContain('data-host');
    }
  });

  it('keep the room of their elements, so that nothing below a log-in moves when it becomes lower', async () => {
    const style = /<style[^>]*>([^]*?)<\/style>/.exec(await (await get('/hosted/de-linde')).text())![1]!;
    expect(style).toContain('main>patient-login{display:flow-root;min-height:495px}');
    expect(style).not.toContain(':not(:defined)');
    expect(await (await get('/frame/de-linde/patient-login')).text()).not.toContain('min-height:495px');
  });
  it('to which a mailed link leads show no form before their script has looked at the link, and the telephone number without one', async () => {
    const body = async (query: string) => /<main>([^]*)<\/main>/.exec(await (await get(`/hosted/de-linde/register-form?lang=nl${query}`)).text())![1]!;
    expect(await body('')).toContain('<form');
    expect(await body('&link=1')).not.toMatch(/<form|<h2/);
    expect(await body('&link=1')).toMatch(/<noscript>.*href="tel:\+31101234567"/s);
  });
  it('the portal page shows heading, telephone numbers, languages and the elements in one document', async () => {
    const html = await (await get('/hosted/de-linde?lang=en')).text();
    for (const part of ['<h1>Patient portal of', 'href="tel:+31101234567"', 'href="tel:+31107654321"', 'href="tel:112"', '/hosted/de-linde?lang=nl', '<patient-login>', '<session-code-prompt>', '<register-form>', 'https://www.delinde.example/portaal']) expect(html).toContain(part);
    expect(html.match(/id="[^"]+"/g)!.length).toBe(new Set(html.match(/id="[^"]+"/g)).size);
  });
});

describe('the desk', () => {
  const { get } = testPages();
  it('has a page on its own host, framed by nobody, and none on the patients’ host', async () => {
    const response = await get('/', {}, deskOrigin);
    expect(response.status).toBe(200);
    expect(policyOf(response)['frame-ancestors']).toBe("'none'");
    expect(await response.text()).toContain('<practice-desk>');
    expect((await get('/')).status).toBe(404);
    expect((await get('/balie.js', {}, deskOrigin)).status).toBe(404);
  });
  it('speaks every language there is, asked for by the link of a mail', async () => {
    for (const locale of locales) {
      const html = await (await get(`/?lang=${locale}`, {}, deskOrigin)).text();
      expect(html).toContain(`<html lang="${locale}"`);
      expect(html).toContain(`<title>${textsOf(locale)('pages.desk')}</title>`);
      expect(html).toContain(`"locale":"${locale}"`);
    }
    expect(await (await get('/?lang=xx', {}, deskOrigin)).text()).toContain('<html lang="nl"');
  });
  it('speaks what the browser asks for where no link does, but a practice\'s own door its own', async () => {
    const asked = async (path: string, language: string) => (await get(path, { 'accept-language': language }, deskOrigin)).text();
    expect(await asked('/', 'da-DK,da;q=0.9,en;q=0.8')).toContain('<html lang="da"');
    expect(await asked('/', 'fr')).toContain('<html lang="nl"');
    expect(await asked('/?lang=nl', 'da')).toContain('<html lang="nl"');
    expect(await asked('/clinic/de-linde', 'en')).toContain('<html lang="nl"');
    expect((await get('/', {}, deskOrigin)).headers.get('vary')).toBe('accept-encoding, accept-language');
  });
});

describe('what is not there', () => {
  const { get, post } = testPages();
  it('is said in words, with what to do, framed by nobody', async () => {
    for (const path of ['/frame/nowhere/patient-login', '/hosted/nowhere', '/hosted/nowhere/patient-login', '/no-such-page', '/assets/none.js', '/frame/de-linde/practice-desk', '/hosted/de-linde/constructor', '/assets/../../package.json', '/manifest.json', '/theme.css', '/balie.js.br']) {
      const response = await get(path);
      expect(response.status, path).toBe(404);
      expect(policyOf(response)['frame-ancestors']).toBe("'none'");
      expect(await response.text(), path).toMatch(/bel uw praktijk|Kies hieronder een ander onderdeel/);
    }
    expect((await post('/hosted/nowhere/register', {})).status).toBe(404);
  });
  it('is said in any language where there is no practice to ask, else in one that the practice speaks', async () => {
    for (const locale of locales) expect(await (await get(`/hosted/nowhere?lang=${locale}`)).text()).toContain(textsOf(locale)('pages.notFound'));
    expect(await (await get('/hosted/de-linde/constructor?lang=da')).text()).toContain('<html lang="nl"');
  });
});

describe('browser files', () => {
  const { get } = testPages();
  it('named by their content stay for ever; the loader is asked for again, from any site', async () => {
    const loader = await get('/balie.js', { 'accept-encoding': 'br' });
    expect([loader.headers.get('content-encoding'), loader.headers.get('access-control-allow-origin'), loader.headers.get('cache-control')]).toEqual(['br', '*', 'public, max-age=3600, stale-while-revalidate=86400']);
    expect((await get('/balie-0.1.0-abcdef12.js')).headers.get('cache-control')).toContain('immutable');
    const asset = await get('/assets/lit-B2.js', { 'accept-encoding': 'gzip;q=0, br;q=0' });
    expect([asset.headers.get('content-encoding'), asset.headers.get('access-control-allow-origin'), asset.headers.get('content-type'), asset.headers.get('cache-control')]).toEqual([null, null, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable']);
    expect(await asset.text()).toBe('// lit-B2');
  });
  it('missing before a build: forms are served all the same, and the log says so', async () => {
    const bare = testPages('/nonexistent');
    expect(bare.log.map(({ event }) => event)).toEqual(['browser-files-missing']);
    expect(await (await bare.get('/frame/de-linde/patient-login')).text()).toContain('<form');
  });
});
