/** eID trips in a real browser: how they end, several widgets and tabs, other browsers, and pages that mean harm. The broker is the demo's. */
import { expect, test, type Page } from '@playwright/test';
import type { ElementName } from '@balie/contracts';
import { digid, eik, keepRecord, newPerson, origins, scope, type Person } from './support.ts';

const logIn = (page: Page) => scope(page, 'patient-login');
const press = (page: Page, element: ElementName = 'patient-login') => scope(page, element).getByRole('button', { name: 'Inloggen met DigiD' }).click();
const isIn = (page: Page) => expect(logIn(page).getByRole('heading', { name: 'U bent ingelogd' })).toBeVisible({ timeout: 30_000 });
const atBroker = (page: Page) => page.waitForURL((url) => url.origin === origins.eid, { timeout: 30_000 });
async function known(): Promise<Person> {
  const person = newPerson();
  await keepRecord(person, 'de-eik');
  return person;
}
/** Paths of ours that the browser asked for, and whether it ever went to the broker. */
function watch(page: Page) {
  const paths: string[] = [], urls: string[] = [];
  page.on('request', (request) => { const url = new URL(request.url()); urls.push(request.url()); if (url.origin === origins.service) paths.push(`${request.method()} ${url.pathname}`); });
  return { paths, urls, wentToBroker: () => urls.some((url) => url.startsWith(origins.eid)) };
}

test('S4-32 S1-15 cancel, a fault, a slow answer and too low a level come back to the page one began at, each in its own words; then it works', async ({ page }) => {
  test.setTimeout(180_000);
  const person = await known();
  await page.goto(eik.portal);
  const endings: readonly (readonly [ending: Parameters<typeof digid>[2], words: string])[] = [
    [{ cancel: true }, 'U heeft het inloggen afgebroken. Er is niets gebeurd.'], [{ happens: 'error' }, 'DigiD of het portaal heeft een storing.'], [{ level: 'low' }, 'een hogere betrouwbaarheid nodig'], [{ happens: 'sector' }, 'gaf geen burgerservicenummer door'],
  ];
  for (const [ending, words] of endings) {
    await press(page);
    await digid(page, person.bsn, ending);
    await expect(page).toHaveURL(eik.portal);
    await expect(logIn(page).getByText(words)).toBeVisible({ timeout: 30_000 });
    await expect(logIn(page).getByRole('button', { name: 'Inloggen met DigiD' })).toBeEnabled();
  }
  await press(page);
  await digid(page, person.bsn, { happens: 'slow' });
  await isIn(page);
});

test('the number stands in no address, and every widget and tab of the practice knows at once', async ({ page, context }) => {
  test.setTimeout(120_000);
  const person = await known();
  const { urls } = watch(page);
  const other = await context.newPage();
  await other.goto(eik.econsults);
  await expect(scope(other, 'econsult-form').getByRole('button', { name: 'Inloggen met DigiD' })).toBeVisible({ timeout: 30_000 });
  await page.bringToFront();
  await page.goto(eik.portal);
  await press(page);
  await digid(page, person.bsn);
  await isIn(page);
  await expect(scope(page, 'session-code-prompt').getByRole('button', { name: 'Receptservice' })).toBeVisible();
  await other.bringToFront();
  await expect(scope(other, 'econsult-form').getByRole('button', { name: 'Open eConsult' })).toBeVisible({ timeout: 30_000 });
  expect(urls.join('\n')).not.toContain(person.bsn);
  expect(await page.evaluate(() => location.href + JSON.stringify(history.state))).not.toContain('balie-eid');
});

test('two tabs may be under way at once: both come back', async ({ page, context }) => {
  test.setTimeout(120_000);
  const person = await known();
  const other = await context.newPage();
  for (const tab of [page, other]) { await tab.bringToFront(); await tab.goto(eik.portal); await press(tab); await atBroker(tab); }
  await page.bringToFront();
  await digid(page, person.bsn);
  await isIn(page);
  await other.bringToFront();
  await digid(other, person.bsn);
  await isIn(other);
});

test('S4-07 from a service\'s own page one comes back to that service, and it opens', async ({ page }) => {
  const person = await known();
  await page.goto(eik.prescriptions);
  await press(page, 'prescription-request');
  await digid(page, person.bsn);
  await expect(page).toHaveURL(eik.prescriptions);
  const service = scope(page, 'prescription-request');
  await service.getByRole('button', { name: 'Open Receptservice' }).click();
  await expect(service.getByText('Metoprolol tablet 50 mg')).toBeVisible({ timeout: 30_000 });
});

/** The element has taken its served form over: a press is the script's. */
const takenOver = (page: Page, element: ElementName) => page.waitForFunction((name) => (document.querySelector(name) as { hasUpdated?: boolean } | null)?.hasUpdated, element);

test('on our own page at top level the same trip comes back there', async ({ page }) => {
  const person = await known();
  await page.goto(`${origins.service}/hosted/de-eik/patient-login`);
  await takenOver(page, 'patient-login');
  await press(page);
  await digid(page, person.bsn);
  await expect(page).toHaveURL(`${origins.service}/hosted/de-eik/patient-login`);
  await isIn(page);
});

for (const [element, button] of [['patient-login', 'Inloggen met DigiD'], ['register-form', 'Account aanmaken met DigiD']] as const) test(`the eID's button of <${element}>, pressed before the page's script is there, stands on the page that answers; the trip comes back to that element's own page`, async ({ page }) => {
  const person = await known();
  const own = `${origins.service}/hosted/de-eik/${element}`;
  const press = () => page.getByRole('button', { name: button }).click();
  // Never answered until the press is sent: the page stays as it was served.
  let sent = false;
  page.on('request', (request) => { sent ||= request.method() === 'POST'; });
  await page.route(/\/assets\//, (route) => (sent ? route.continue() : undefined));
  await page.goto(own, { waitUntil: 'commit' });
  await expect(page.getByRole('button', { name: button })).toBeVisible();
  await press();
  await expect(page.getByText('De pagina was nog niet klaar')).toBeVisible({ timeout: 30_000 });
  await takenOver(page, element);
  await press();
  await digid(page, person.bsn);
  await expect(page).toHaveURL(own);
  await expect(page.getByRole('heading', { name: element === 'patient-login' ? 'U bent ingelogd' : 'Gefeliciteerd, u heeft uw account aangemaakt' })).toBeVisible({ timeout: 30_000 });
});

test('T17 a trip begun in browser A and finished in B: A gets nothing, B drops it and says so', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const person = await known();
  await page.goto(eik.portal);
  await press(page);
  await atBroker(page);
  // The attacker logs in as themselves and keeps the address that would finish it.
  let finish = '';
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Fetch.requestPaused', ({ requestId, request }) => { finish = request.url; void devtools.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }); });
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*/eid/callback*' }] });
  await page.getByLabel('BSN', { exact: true }).fill(person.bsn);
  await page.getByRole('button', { name: 'Inloggen', exact: true }).click();
  await expect.poll(() => finish).toContain('/eid/callback?code=');

  const victim = await browser.newContext({ locale: 'nl-NL' });
  const b = await victim.newPage();
  await b.goto(finish);
  await expect(b.getByText('het inloggen is in een andere browser begonnen')).toBeVisible({ timeout: 30_000 });
  await expect(logIn(b).getByRole('heading', { name: 'U bent ingelogd' })).toHaveCount(0);
  expect((await victim.cookies()).filter(({ name }) => name.startsWith('__Host-eid'))).toEqual([]);
  await victim.close();
  await devtools.send('Fetch.disable');
  await page.goto(eik.portal);
  await expect(logIn(page).getByRole('button', { name: 'Inloggen met DigiD' })).toBeVisible({ timeout: 30_000 });
});

test('T18 a code that somebody put into the page\'s address is ignored', async ({ page }) => {
  const { paths } = watch(page);
  const iss = Buffer.from(origins.service).toString('base64url');
  await page.goto(`${eik.portal}#balie-eid=${'s'.repeat(43)}&code=${'c'.repeat(43)}&iss=${iss}`);
  await expect(logIn(page).getByRole('button', { name: 'Inloggen met DigiD' })).toBeVisible({ timeout: 30_000 });
  await logIn(page).getByLabel('Gebruikersnaam').focus();
  await page.waitForTimeout(2_000);
  expect(paths.filter((path) => path === 'POST /token')).toEqual([]);
  expect(page.url()).toBe(eik.portal);
  await expect(logIn(page).locator('.notice.danger')).toHaveCount(0);
});

test('T37 a script of the practice\'s page can neither push a trip nor lead the browser on one that the frame pushed', async ({ page }) => {
  test.setTimeout(120_000);
  const { wentToBroker } = watch(page);
  await page.goto(eik.portal);
  const pushed = await page.evaluate(async (service) => {
    const form = new URLSearchParams({ client_id: 'de-eik', response_type: 'code', scope: 'portal', purpose: 'log-in', redirect_uri: location.href, state: 's'.repeat(43), code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' });
    try { const answer = await fetch(`${service}/par`, { method: 'POST', body: form, mode: 'no-cors' }); return `${answer.type} ${answer.status}`; } catch (thrown) { return String(thrown); }
  }, origins.service);
  // The page's own policy or the browser stops it; what arrives is refused (see the unit test), and its answer cannot be read.
  expect(pushed).toMatch(/^(opaque 0|TypeError)/);

  // A request_uri as if the script had got hold of it: the frame's own, kept from leaving.
  let address = '';
  await page.route((url) => url.pathname === '/authorize', (route) => { address = route.request().url(); return route.abort(); });
  await press(page);
  await expect.poll(() => address, { timeout: 30_000 }).toContain('request_uri');
  await page.unroute((url) => url.pathname === '/authorize');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.evaluate((to) => { location.href = to; }, address);
  await expect(page).toHaveURL(`${origins.service}/hosted/de-eik`, { timeout: 30_000 });
  expect(wentToBroker()).toBe(false);
});
