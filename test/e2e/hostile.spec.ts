/** A practice's page that is out to harm its patients, and other sites that are. What they see, hold or send opens nothing. */
import { expect, test, type Browser, type Frame, type Page } from '@playwright/test';
import { call, startAttacker, type Attacker } from './hostile/pages.ts';
import { dump, spy } from './hostile/spy.ts';
import { confirmLink, enterCode, lastCodeMail, logIn, mailFor, mailsFor, newPerson, openService, origins, pages, register, scope, sharedPatient, type Person } from './support.ts';

test.describe.configure({ timeout: 240_000 });
let attacker: Attacker;
test.beforeAll(async () => { attacker = await startAttacker(); });
test.afterAll(() => attacker.stop());

const frameOf = (page: Page, element: string): Frame => page.frames().find((frame) => frame.url().includes(`/frame/de-linde/${element}`))!;
/** 256 bits in base64url or more, or a signed token. */
const looksSecret = (text: string): string[] => [...text.matchAll(/[\w-]{43,}|eyJ[\w-]{8,}\.[\w-]+/g)].map(([match]) => match).filter((match) => /[a-z]/.test(match) && /[A-Z]/.test(match) && /\d/.test(match));
const requestsTo = (page: Page, path: string): string[] => {
  const made: string[] = [];
  page.on('request', (request) => { const url = new URL(request.url()); if (request.method() === 'POST' && url.origin === origins.service && url.pathname.startsWith(path)) made.push(url.pathname); });
  return made;
};

test('T01 T02 S0-36 a script that patched everything before load sees no password, no code, no question, no token; keys cannot be exported', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await attacker.infect(page, pages.portal, call(spy), '<input id="own" aria-label="Van de site zelf">');
  await page.goto(pages.portal);
  await page.getByLabel('Van de site zelf').pressSequentially('dit-ziet-de-site-wel');
  await logIn(page, person);
  const prompt = scope(page, 'session-code-prompt');
  const before = await lastCodeMail(person.email);
  await prompt.getByRole('button', { name: 'Vraag aan de huisarts' }).click();
  await expect(prompt.getByLabel('Sessiecode')).toBeVisible({ timeout: 30_000 });
  const code = await mailFor(person.email, /sessiecode/i, before).then(({ text }) => /^(\d{3} \d{3})$/m.exec(text)![1]!);
  await enterCode(page, 'session-code-prompt', code);
  await prompt.getByLabel('Nee, het kan een paar dagen wachten').check();
  await prompt.getByRole('button', { name: 'Verder' }).click();
  await prompt.getByRole('textbox', { name: 'Uw vraag' }).pressSequentially('Mijn knie is dik sinds dinsdag.');

  const held = (await page.evaluate(dump)).join('\n');
  // The spy works: it saw the site's own field, our port, our events and our shadow tree.
  for (const own of ['dit-ziet-de-site-wel', 'attachShadow', 'balie-logged-in', 'port heard']) expect(held).toContain(own);
  for (const secret of [person.password, code, code.replace(' ', ''), 'Mijn knie', person.email, person.name, person.bsn]) expect(held).not.toContain(secret);
  expect(looksSecret(held)).toEqual([]);
  expect(await page.locator('patient-login').evaluate((shell) => { try { return shell.shadowRoot!.querySelector('iframe')!.contentDocument; } catch { return null; } })).toBeNull();

  const keys = await frameOf(page, 'patient-login').evaluate(async () => {
    const open = indexedDB.open('balie:de-linde');
    await new Promise((resolve, reject) => { open.onsuccess = resolve; open.onerror = reject; });
    const all = open.result.transaction('kept').objectStore('kept').getAll();
    await new Promise((resolve) => { all.onsuccess = resolve; });
    const pairs = (all.result as Partial<CryptoKeyPair>[]).flatMap(({ privateKey }) => (privateKey instanceof CryptoKey ? [privateKey] : []));
    return Promise.all(pairs.map((key) => Promise.any((['jwk', 'pkcs8'] as const).map((format) => crypto.subtle.exportKey(format, key))).then(() => 'exported', () => 'refused')));
  });
  expect(keys).toEqual(['refused']);
});

test('T03 a hidden frame cannot start a silent log-in, and nothing of ours answers to the page', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await attacker.infect(page, pages.portal, call(spy));
  await page.goto(pages.portal);
  await logIn(page, person);
  const address = `${origins.service}/authorize?client_id=de-linde&response_type=code&scope=portal&prompt=none&redirect_uri=${encodeURIComponent(`${origins.service}/return/de-linde`)}`;
  const answered = page.waitForResponse((response) => response.url() === address);
  await page.evaluate((src) => { const frame = document.createElement('iframe'); frame.hidden = true; frame.src = src; document.body.append(frame); }, address);
  const answer = await answered;
  expect(answer.status()).toBe(400);
  expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(answer.headers()['x-frame-options']).toBe('DENY');
  // Nor does any API talk to the page itself, with whatever token.
  const said = await page.evaluate(async (service) => Promise.all(['/me', '/care/medication', '/care/econsults', '/authorize-challenge', '/token'].map((path) =>
    fetch(service + path, { method: path === '/me' || path.startsWith('/care') ? 'GET' : 'POST', headers: { authorization: 'DPoP stolen' } }).then(() => 'answered', () => 'refused'))), origins.service);
  expect(said).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
  expect((await page.evaluate(dump)).join('\n')).not.toContain('login_required');
});

test('T04 messages on a port that the page got hold of send nothing; a click in the frame does', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await attacker.infect(page, pages.econsults, call(spy));
  await page.goto(pages.econsults);
  await logIn(page, person, 'econsult-form');
  await openService(page, person, 'econsult-form');
  const form = scope(page, 'econsult-form');
  await form.getByLabel('Nee, het kan een paar dagen wachten').check();
  await form.getByRole('button', { name: 'Verder' }).click();
  await form.getByLabel('Onderwerp').fill('Knie');
  await form.getByRole('textbox', { name: 'Uw vraag' }).fill('Mijn knie is dik.');
  await form.getByRole('button', { name: 'Verder' }).click();
  await expect(form.getByRole('button', { name: 'Verstuur vraag' })).toBeVisible();
  const sent = requestsTo(page, '/care/');
  const codes = requestsTo(page, '/authorize-challenge');
  expect(await page.evaluate(() => {
    const types = ['send', 'submit', 'click', 'ask', 'resend', 'open', 'start', 'event', 'fragment', 'lang', 'theme', 'ready', '__proto__', 'constructor'];
    const forged: unknown[] = types.flatMap((type) => [{ type }, { type, name: 'balie-sent', detail: { service: 'econsults' }, fragment: 'balie-send', lang: 'nl', theme: { ink: 'red' } }]);
    forged.push('send', null, [], JSON.parse('{"type":"start","__proto__":{"draft":{"step":"sent"}},"theme":{"__proto__":{"ink":"red"},"constructor":"x"}}'));
    for (const port of globalThis.spied.ports) for (const message of forged) port.postMessage(message);
    for (const frame of document.querySelector('econsult-form')!.shadowRoot!.querySelectorAll('iframe')) for (const message of forged) frame.contentWindow!.postMessage(message, new URL(frame.src).origin);
    return globalThis.spied.ports.length;
  })).toBeGreaterThan(0);
  await page.waitForTimeout(2_000);
  await expect(form.getByText('Mijn knie is dik.')).toBeVisible();
  expect([...sent, ...codes]).toEqual([]);
  await form.getByRole('button', { name: 'Verstuur vraag' }).click();
  await expect(form.getByRole('heading', { name: 'Uw vraag is ontvangen' })).toBeVisible();
  expect(sent).toEqual(['/care/econsults']);
});

test('T18 a foreign code or a made-up confirm link in the address changes nothing', async ({ page }) => {
  const tokens = requestsTo(page, '/token');
  for (const address of [pages.portal, `${origins.service}/hosted/de-linde`]) {
    await page.goto(`${address}#code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj&iss=${encodeURIComponent(origins.service)}`);
    await expect(scope(page, 'patient-login').getByLabel('Gebruikersnaam')).toBeVisible();
    await page.goto(`${address}?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj`);
    await expect(scope(page, 'patient-login').getByLabel('Gebruikersnaam')).toBeVisible();
  }
  for (const garbage of [`balie-confirm=${'A'.repeat(43)}`, 'balie-confirm=', 'balie-confirm=%3Cscript%3E', 'balie-confirm=..%2f..%2f']) {
    await page.goto('about:blank');
    await page.goto(`${pages.register}#${garbage}`);
    const form = scope(page, 'register-form');
    await expect(form.getByRole('heading', { name: 'Deze link werkt niet meer' }).or(form.getByRole('link', { name: 'Registreer nu' }))).toBeVisible();
  }
  await page.goto(pages.portal);
  await expect(scope(page, 'patient-login').getByLabel('Gebruikersnaam')).toBeVisible();
  await page.waitForTimeout(1_000);
  expect(tokens).toEqual([]);
});

test('T21 every page says who may frame it, and framed by another site it does not load', async ({ page }) => {
  const ancestors = async (address: string) => /frame-ancestors ([^;]+)/.exec((await page.goto(address))!.headers()['content-security-policy'] ?? '')?.[1];
  for (const element of ['patient-login', 'register-form', 'econsult-form']) {
    expect(await ancestors(`${origins.service}/frame/de-linde/${element}?host=${encodeURIComponent(attacker.site)}`)).toBe(origins.deLinde);
    expect(await ancestors(`${origins.service}/frame/zeezicht/${element}`)).toBe(origins.zeezicht);
  }
  for (const address of [`${origins.service}/hosted/de-linde`, `${origins.service}/hosted/de-linde/register-form`, `${origins.service}/hosted/de-linde/confirm`, `${origins.service}/frame/nergens/patient-login`, `${origins.desk}/`]) {
    expect(await ancestors(address), address).toBe("'none'");
  }
  const targets = [`${origins.service}/frame/de-linde/patient-login?host=${encodeURIComponent(origins.deLinde)}`, `${origins.service}/hosted/de-linde`, `${origins.desk}/`];
  const bait = `<p>Lok</p>${targets.map((target) => `<iframe src="${target}" width="600" height="400"></iframe>`).join('')}`;
  const [strange, neighbour] = [attacker.put('/lok.html', bait), `${origins.zeezicht}/lok.html`];
  await attacker.instead(page, neighbour, bait);
  for (const address of [strange, neighbour]) {
    await page.goto(address);
    await expect(page.getByText('Lok')).toBeVisible();
    for (let at = 0; at < targets.length; at++) await expect(page.frameLocator(`iframe >> nth=${at}`).locator('patient-login, practice-desk, form')).toHaveCount(0);
  }
});

test('T21 under something drawn over it by the practice\'s own page a button asks for no code, not even when that goes away with the press, where the browser can tell', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await attacker.infect(page, pages.econsults, '', '<div id="over" style="position:fixed;inset:0;background:#fff;pointer-events:none">Klik hier en win</div>');
  await page.goto(pages.econsults);
  await logIn(page, person, 'econsult-form');
  const asked = requestsTo(page, '/page');
  const gate = scope(page, 'econsult-form');
  const button = gate.getByRole('button', { name: 'Open Vraag aan de huisarts' });
  const warned = gate.getByText('Er ligt iets over deze knop heen');
  const tells = await frameOf(page, 'econsult-form').evaluate(() => 'isVisible' in IntersectionObserverEntry.prototype);
  if (tells) {
    await button.click();
    await expect(warned).toBeVisible();
    // Who presses in a frame takes the focus from the page around it: all that a page gets to know.
    await page.evaluate(() => { addEventListener('blur', () => document.getElementById('over')!.remove()); });
    await page.mouse.click(2, 2);
    await button.click({ delay: 400 });
    await expect(page.locator('#over')).toHaveCount(0);
    await page.waitForTimeout(1_000);
    await expect(warned).toBeVisible();
    expect(asked).toEqual([]);
  } else await page.locator('#over').evaluate((over) => over.remove());
  await button.click();
  await expect(gate.getByLabel('Sessiecode')).toBeVisible({ timeout: 30_000 });
  await expect(warned).toHaveCount(0);
});

test('T22 forms of another site are refused and store nothing', async ({ page }) => {
  const victim = newPerson();
  const registration = { clinic: 'de-linde', locale: 'nl', email: victim.email, password: victim.password, name: victim.name, birthDate: victim.birthDate };
  const posts: [path: string, enctype: string, fields: Record<string, string>][] = [
    ['/register', 'text/plain', { [JSON.stringify(registration).slice(0, -1)]: '}' }],
    ['/register', 'application/x-www-form-urlencoded', registration],
    ['/hosted/de-linde/register', 'application/x-www-form-urlencoded', { ...registration, birthDate: '17-05-1980', phone: '0612345678' }],
    ['/hosted/de-linde/confirm', 'application/x-www-form-urlencoded', { secret: 'A'.repeat(43), password: victim.password }],
    ['/hosted/de-linde/log-in', 'application/x-www-form-urlencoded', { username: victim.email, password: victim.password }],
    ['/token', 'application/x-www-form-urlencoded', { grant_type: 'refresh_token', client_id: 'de-linde', refresh_token: 'A'.repeat(43) }],
    ['/authorize-challenge', 'application/x-www-form-urlencoded', { client_id: 'de-linde', username: victim.email, password: victim.password }],
    ['/page/close', 'text/plain', { ['A'.repeat(43)]: '' }],
    ['/care/econsults', 'text/plain', { '{"urgent":false,"subject":"x","question":"y"': '}' }],
  ];
  const start = attacker.put('/post.html', '<p>Post</p>');
  for (const [path, enctype, fields] of posts) {
    await page.goto(start);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST' && new URL(response.url()).pathname === path);
    await page.evaluate(({ action, enctype, fields }) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action, enctype });
      for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
      document.body.append(form);
      form.submit();
    }, { action: origins.service + path, enctype, fields });
    const answer = await answered;
    expect(answer.status(), path).toBe(403);
    await page.waitForURL(origins.service + path);
    expect(Object.keys(answer.headers()).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
  // Whoever registers after them has the mail; they would have had it first.
  const honest = newPerson();
  await register(page, honest);
  await mailFor(honest.email, /#balie-confirm=/);
  expect(await mailsFor(victim.email)).toEqual([]);
});

test('T27 builtins that the page poisoned before load do not reach the frame', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await attacker.infect(page, pages.portal, call(() => {
    Array.prototype.map = function map() { return []; };
    JSON.parse = () => ({ state: 'in', me: { link: 'linked' } });
    Object.defineProperty(Object.prototype, 'username', { value: 'aanvaller@example.org', configurable: true });
    Object.defineProperty(Object.prototype, 'issuer', { value: 'http://vreemd.localhost', configurable: true });
    globalThis.Promise = class extends Promise<unknown> { override then(): never { throw new Error('poisoned'); } } as PromiseConstructor;
  }));
  await page.goto(pages.portal);
  await logIn(page, person);
  await expect(scope(page, 'patient-login').getByText(person.name)).toBeVisible();
});

test('T28 messages of other windows and origins are ignored, and ours never go to just anybody', async ({ page }) => {
  const stranger = attacker.put('/bode.html', `<script>${call(() => {
    const heard: unknown[] = [];
    let tries = 0;
    const post = (to: Window, ...what: [unknown, string, Transferable[]?]) => to.postMessage(...what);
    Object.assign(globalThis, { heard, tries: () => tries });
    addEventListener('message', ({ data, ports: [port] }) => { heard.push(data); port?.start(); port?.addEventListener('message', (event) => heard.push(event.data)); });
    setInterval(() => {
      tries += 1;
      post(parent, { balie: 'hello', v: 1 }, '*');
      // Frames in a shadow tree are not among these, so it finds none but itself.
      for (let at = 0; at < parent.frames.length; at++) {
        if (parent.frames[at] === self) continue;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => heard.push(data);
        post(parent.frames[at]!, { balie: 'connect', v: 1 }, '*', [port2]);
        heard.push('found a frame');
      }
    }, 20);
  })}</script>`);
  await attacker.infect(page, pages.portal, call(() => { addEventListener('DOMContentLoaded', () => setInterval(() => postMessage({ balie: 'hello', v: 1 }, location.origin), 20)); }), `<iframe src="${stranger}" title="Reclame"></iframe>`);
  await page.goto(pages.portal);
  const form = scope(page, 'patient-login');
  await expect(form.getByLabel('Gebruikersnaam')).toBeVisible();
  await page.waitForTimeout(1_500);
  const theirs = page.frames().find((frame) => frame.url() === stranger)!;
  expect(await theirs.evaluate(() => (globalThis as unknown as { tries: () => number }).tries())).toBeGreaterThan(10);
  expect(await theirs.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual([]);
  await expect(form.getByRole('heading', { name: 'Inloggen patiëntenportaal' })).toBeVisible();

  const texts = await frameOf(page, 'patient-login').evaluate(async () => {
    const files = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.js'));
    return Promise.all([...files, '/balie.js', location.href].map(async (file) => (await fetch(file)).text()));
  });
  expect(texts.length).toBeGreaterThan(4);
  for (const text of texts) expect(text).not.toMatch(/postMessage\([^;]{0,200}?["'`]\*["'`]/);
});

async function elsewhere<T>(browser: Browser, act: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' });
  try { return await act(await context.newPage()); } finally { await context.close(); }
}
test('T38 T39 what stands in any address the page saw opens nothing without the device key or the password', async ({ page, browser }) => {
  const person: Person = newPerson();
  await attacker.infect(page, pages.register, call(spy));
  await register(page, person);
  const link = confirmLink(await mailFor(person.email, /#balie-confirm=/));

  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link);
    const form = scope(theirs, 'register-form');
    await form.getByLabel('Wachtwoord', { exact: true }).fill('geraden-wachtwoord-1');
    await form.getByRole('button', { name: 'Bevestig mijn account' }).click();
    await expect(form.getByText(/Dit wachtwoord hoort niet bij deze link/).first()).toBeVisible();
  });

  await page.goto('about:blank');
  await page.goto(link);
  await expect(scope(page, 'register-form').getByRole('heading', { name: /Gefeliciteerd/ })).toBeVisible({ timeout: 30_000 });
  // The page did see the link, and it left the address at once.
  const seen = (await page.evaluate(dump)).join('\n');
  expect([...new Set(looksSecret(seen).map((secret) => link.includes(secret)))]).toEqual([true]);
  expect(page.url()).toBe(pages.register);

  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link);
    await expect(scope(theirs, 'register-form').getByRole('heading', { name: 'Deze link werkt niet meer' })).toBeVisible();
    await theirs.goto(pages.portal);
    await expect(scope(theirs, 'patient-login').getByLabel('Gebruikersnaam')).toBeVisible();
  });
});
