/** The states a patient meets when something goes otherwise, through the real product: codes, tabs, network, log-out, theme, language, keyboard. */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import type { ElementName } from '@balie/contracts';
import { askCode, confirm, enterCode, logIn, mailFor, mailsFor, newPerson, openService, origins, pages, ports, register, scope, sharedPatient, type Person } from './support.ts';

test.describe.configure({ timeout: 240_000 });

const question = 'econsult-form';
const urgency = (page: Page) => scope(page, question).getByLabel('Nee, het kan een paar dagen wachten');
const prompt = (page: Page) => scope(page, question).getByLabel('Sessiecode');
/** At the gate of the e-consult, logged in. */
async function atGate(page: Page, person: Person): Promise<void> {
  await page.goto(pages.econsults);
  const gate = scope(page, question);
  const open = gate.getByRole('button', { name: /^Open / });
  await expect(open.or(gate.getByLabel('Gebruikersnaam'))).toBeVisible({ timeout: 30_000 });
  if (!await open.isVisible()) await logIn(page, person, question);
  await expect(open).toBeVisible({ timeout: 30_000 });
}
async function write(page: Page, subject: string, text: string): Promise<void> {
  const form = scope(page, question);
  await urgency(page).check();
  await form.getByRole('button', { name: 'Verder' }).click();
  await form.getByLabel('Onderwerp').fill(subject);
  await form.getByRole('textbox', { name: 'Uw vraag' }).fill(text);
  await form.getByRole('button', { name: 'Verder' }).click();
}
const refused = (code: string) => (code === '000 000' ? '111 111' : '000 000');

test('S0-27 S0-30 S0-31 a wrong code says what to do; the right one works once; a reload asks for a new one and the old one stays dead', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await atGate(page, person);
  const first = await askCode(page, person, question);
  await enterCode(page, question, refused(first));
  await expect(scope(page, question).getByText(/Deze code klopt niet\. Kijk of u de e-mail met kenmerk .. heeft\..*U kunt het nog 4 keer proberen\./).first()).toBeVisible();
  await enterCode(page, question, first);
  await expect(urgency(page)).toBeVisible({ timeout: 30_000 });

  await page.reload();
  const second = await askCode(page, person, question);
  expect(second).not.toBe(first);
  await enterCode(page, question, first);
  await expect(scope(page, question).getByText(/Deze code klopt niet/).first()).toBeVisible();
  await enterCode(page, question, second);
  await expect(urgency(page)).toBeVisible({ timeout: 30_000 });
});

test('S0-28 S0-30 a page that is closed while it waits for the code takes the code with it', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await atGate(page, person);
  const first = await askCode(page, person, question);
  await page.goto(`${origins.deLinde}/index.html`);
  await page.goBack();
  await expect(prompt(page)).toHaveCount(0);
  await expect(urgency(page)).toHaveCount(0);
  const second = await askCode(page, person, question);
  await enterCode(page, question, first);
  await expect(scope(page, question).getByText(/Deze code klopt niet/).first()).toBeVisible();
  await enterCode(page, question, second);
  await expect(urgency(page)).toBeVisible({ timeout: 30_000 });
});

test('T11 back to a page whose service was open: it is closed, and nothing of the patient stands there', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await atGate(page, person);
  await openService(page, person, question);
  await expect(urgency(page)).toBeVisible({ timeout: 30_000 });
  await page.goto(`${origins.deLinde}/index.html`);
  await page.goBack();
  await expect(scope(page, question).getByRole('button', { name: /^(Open |Stuur een nieuwe)/ })).toBeVisible({ timeout: 30_000 });
  await expect(urgency(page)).toHaveCount(0);
});

test('S0-24 S0-31 T10 every tab has a code of its own; a newer one ends the older, and says so there', async ({ page, context, browser }) => {
  const person = await sharedPatient(browser);
  await atGate(page, person);
  const first = await askCode(page, person, question);
  const other = await context.newPage();
  await atGate(other, person);
  const second = await askCode(other, person, question);
  await expect(scope(page, question).getByText(/Die werkt alleen daar/).first()).toBeVisible();
  // The newer code belongs to the other tab's key.
  await enterCode(page, question, second);
  await expect(scope(page, question).getByText(/Die werkt alleen daar/).first()).toBeVisible();
  await expect(urgency(page)).toHaveCount(0);
  await enterCode(other, question, first);
  await expect(scope(other, question).getByText(/Deze code klopt niet/).first()).toBeVisible();
  await enterCode(other, question, second);
  await expect(urgency(other)).toBeVisible({ timeout: 30_000 });
});

test('N1 S0-06 without network nothing is lost: the same question arrives once, also when only the answer was', async ({ page, context, browser }) => {
  const person = await sharedPatient(browser);
  await atGate(page, person);
  await openService(page, person, question);
  const form = scope(page, question);
  const subject = `Netwerk ${String(Date.now())}`;
  await write(page, subject, 'Staat dit er straks nog?');
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/care/econsults')) keys.push(request.headers()['idempotency-key']); });

  await context.setOffline(true);
  await form.getByRole('button', { name: 'Verstuur vraag' }).click();
  await expect(form.getByText('Nog niet verstuurd')).toBeVisible();
  await expect(form.getByText('Staat dit er straks nog?')).toBeVisible();
  await context.setOffline(false);

  // It arrives, but its answer is lost on the way back.
  let lost = 0;
  await page.route(`${origins.service}/care/econsults`, async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    // Node does not know names under localhost.
    const { host } = new URL(origins.service);
    const answer = await route.fetch({ url: `http://127.0.0.1:${ports.service}/care/econsults`, headers: { ...await route.request().allHeaders(), host } });
    expect(answer.status()).toBe(200);
    return route.abort('connectionreset');
  });
  await form.getByRole('button', { name: 'Verstuur opnieuw' }).click();
  await expect.poll(() => lost).toBe(1);
  await expect(form.getByText('Nog niet verstuurd')).toBeVisible();
  await form.getByRole('button', { name: 'Verstuur opnieuw' }).click();
  await expect(form.getByRole('heading', { name: 'Uw vraag is ontvangen' })).toBeVisible({ timeout: 30_000 });
  expect(lost).toBe(1);
  expect(keys.length).toBeGreaterThanOrEqual(2);
  expect(new Set(keys).size).toBe(1);
  await expect(form.getByText(subject, { exact: true })).toHaveCount(1);
});

test('log-out in one frame logs out every other frame and tab', async ({ page, context, browser }) => {
  const person = await sharedPatient(browser);
  await page.goto(pages.portal);
  await logIn(page, person);
  const other = await context.newPage();
  await atGate(other, person);
  await openService(other, person, question);
  await expect(urgency(other)).toBeVisible({ timeout: 30_000 });
  await scope(page, 'patient-login').getByRole('button', { name: 'Uitloggen' }).click();
  await expect(scope(page, 'patient-login').getByText('U bent uitgelogd.')).toBeVisible();
  await expect(scope(other, question).getByLabel('Gebruikersnaam')).toBeVisible({ timeout: 30_000 });
  await expect(urgency(other)).toHaveCount(0);
  await scope(page, 'session-code-prompt').getByRole('button', { name: 'Vraag aan de huisarts' }).click();
  await expect(scope(page, 'session-code-prompt').getByLabel('Gebruikersnaam')).toBeVisible();
});

test('T07 two tabs that refresh at once both stay logged in', async ({ page, context, browser }) => {
  const person = await sharedPatient(browser);
  await page.goto(pages.portal);
  await logIn(page, person);
  const other = await context.newPage();
  await other.goto(pages.portal);
  for (let round = 0; round < 3; round++) {
    await Promise.all([page.reload(), other.reload()]);
    for (const tab of [page, other]) await expect(scope(tab, 'patient-login').getByRole('heading', { name: 'U bent ingelogd' })).toBeVisible({ timeout: 30_000 });
  }
  // Not only what was there before: a service opens in either.
  await atGate(other, person);
  await openService(other, person, question);
  await expect(urgency(other)).toBeVisible({ timeout: 30_000 });
});

test('a token changed on the practice\'s page arrives in the frame at once, and so does a language; what was typed stays', async ({ page }) => {
  await page.bringToFront();
  await page.goto(pages.portal);
  const form = scope(page, 'patient-login');
  await form.getByLabel('Gebruikersnaam').fill('half@getypt.example');
  const accent = () => form.locator('h2').first().evaluate((heading) => getComputedStyle(heading).getPropertyValue('--balie-accent').trim());
  const before = await accent();
  await page.evaluate(() => document.documentElement.style.setProperty('--balie-accent', '#7a1f5c'));
  await expect.poll(accent).not.toBe(before);
  await page.evaluate(() => document.querySelector('main')!.style.setProperty('--balie-accent', '#0f5132'));
  await expect.poll(accent).toMatch(/#0f5132|15,? 81,? 50/);

  await page.evaluate(() => { document.documentElement.lang = 'en'; });
  await expect(form.getByRole('button', { name: 'Log in' })).toBeVisible({ timeout: 30_000 });
  await expect(form.getByRole('textbox').first()).toHaveValue('half@getypt.example');
  await page.evaluate(() => { document.documentElement.lang = 'nl'; });
  await expect(form.getByRole('button', { name: 'Inloggen' })).toBeVisible();
});

test('a slow press on a button at the edge of the window is a click: the page does not scroll away under it', async ({ page }) => {
  await page.goto(pages.portal);
  const form = scope(page, 'patient-login');
  const button = form.getByRole('button', { name: 'Inloggen' });
  const before = (await button.boundingBox())!;
  await page.setViewportSize({ width: 1280, height: Math.ceil(before.y + before.height + 5) });
  await form.getByLabel('Gebruikersnaam').hover();
  const { x, y, width, height } = (await button.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.waitForTimeout(400);
  await page.mouse.up();
  await expect(form.getByText('Vul uw e-mailadres in.').first()).toBeVisible();
});

/** Presses Tab until the field or button has the focus; where it goes after that is the product's own doing. */
async function tabTo(page: Page, element: ElementName, name: RegExp): Promise<void> {
  const target = scope(page, element).getByRole('textbox', { name }).or(scope(page, element).getByRole('button', { name })).or(scope(page, element).getByRole('radio', { name })).first();
  await expect(target).toBeVisible({ timeout: 30_000 });
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((field) => field === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${String(name)}`);
}
test('our own page of the portal offers who is logged in no account, and after log-out again', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await page.goto(`${origins.service}/hosted/de-linde`);
  const offer = page.getByRole('heading', { name: 'Een account aanmaken' });
  await expect(offer).toBeVisible();
  // A log-in sent before its script is there is answered by this page once more.
  await page.waitForFunction(() => customElements.get('patient-login'));
  await logIn(page, person);
  await expect(offer).toBeHidden();
  await page.getByRole('button', { name: 'Uitloggen' }).click();
  await expect(offer).toBeVisible();
});

test('by keyboard alone: log in, ask a code, enter it, and be inside', async ({ page, browser }) => {
  const person = await sharedPatient(browser);
  await page.bringToFront();
  await page.goto(pages.econsults);
  await tabTo(page, question, /Gebruikersnaam/);
  await page.keyboard.type(person.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await tabTo(page, question, /^Open /);
  const before = (await mailsFor(person.email))[0]?.id ?? 0;
  await page.keyboard.press('Enter');
  await tabTo(page, question, /Sessiecode/);
  const { text } = await mailFor(person.email, /sessiecode/i, before);
  await page.keyboard.type(/^(\d{3} \d{3})$/m.exec(text)![1]!);
  await page.keyboard.press('Enter');
  await tabTo(page, question, /Ja, het kan niet wachten/);
  await page.keyboard.press('ArrowDown');
  await expect(urgency(page)).toBeChecked();
});

test('T16 S0-03 S0-05 registering an address twice says the same to who asks; only the mailbox learns that it has an account', async ({ page, context }) => {
  const person = newPerson();
  await register(page, person);
  const said = async (at: Page) => (await scope(at, 'register-form').locator('section').last().innerText()).trim();
  const first = await said(page);
  await confirm(page, person);

  const again = await other(context);
  await register(again, { ...person, password: `${person.password}-anders` });
  expect(await said(again)).toBe(first);
  const { text } = await mailFor(person.email, /al (?:een|bestaand)? ?account|heeft al/i);
  expect(text).not.toContain('#balie-confirm');
  await again.context().close();
});
/** Another browser, as far as cookies and storage go. */
const other = async (context: BrowserContext): Promise<Page> => (await context.browser()!.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' })).newPage();
