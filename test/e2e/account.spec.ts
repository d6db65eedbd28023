/** One's own account, its devices and passkeys, in a real browser against the running demo; passkeys by Chromium's virtual authenticator. */
import { expect, test, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { call, startAttacker, type Attacker } from './hostile/pages.ts';
import { dump, spy } from './hostile/spy.ts';
import { confirm, logIn, mailFor, mailsFor, newPerson, openService, origins, pages, register, scope, sessionCode, type Person } from './support.ts';

test.describe.configure({ timeout: 240_000 });
let attacker: Attacker;
test.beforeAll(async () => { attacker = await startAttacker(); });
test.afterAll(() => attacker.stop());

const own = `${origins.deLinde}/account.html`;
const inElement = (page: Page) => scope(page, 'patient-account');
const another = async (page: Page): Promise<Page> => (await page.context().browser()!.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' })).newPage();
async function openAccount(page: Page, person: Person): Promise<void> {
  await page.goto(own);
  await expect(inElement(page).getByRole('button', { name: /^Open / })).toBeVisible({ timeout: 30_000 });
  await openService(page, person, 'patient-account');
  await expect(inElement(page).getByRole('heading', { name: 'Uw gegevens', exact: true })).toBeVisible({ timeout: 30_000 });
}
/** Names of what the frame keeps on this device. */
const kept = (page: Page): Promise<string[]> => page.frames().find((frame) => frame.url().includes('/frame/de-linde/'))!.evaluate(async () => {
  const open = indexedDB.open('balie:de-linde');
  await new Promise((resolve, reject) => { open.onsuccess = resolve; open.onerror = reject; });
  const keys = open.result.transaction('kept').objectStore('kept').getAllKeys();
  await new Promise((resolve) => { keys.onsuccess = resolve; });
  const names = keys.result.map(String);
  open.result.close();
  return names;
});

test('T05 one’s own phrase stands above the log-in of a known device, and nowhere the practice’s page can see', async ({ page }) => {
  const person = newPerson();
  await register(page, person);
  await confirm(page, person);
  await openAccount(page, person);
  const phrase = 'zeven blauwe olifanten';
  await inElement(page).getByRole('button', { name: 'Kies een zin' }).click();
  await inElement(page).getByRole('textbox', { name: 'Herkenningszin' }).fill(phrase);
  await inElement(page).getByRole('button', { name: 'Bewaar' }).click();
  await expect(inElement(page).getByText(phrase)).toBeVisible();
  await page.goto(pages.portal);
  await scope(page, 'patient-login').getByRole('button', { name: 'Uitloggen' }).click();
  await expect(scope(page, 'patient-login').getByText('U bent uitgelogd.')).toBeVisible();

  await attacker.infect(page, pages.portal, call(spy));
  await page.goto(pages.portal);
  await expect(scope(page, 'patient-login').getByText(phrase)).toBeVisible({ timeout: 30_000 });
  const held = (await page.evaluate(dump)).join('\n');
  expect(held).toContain('port heard');
  expect(held).not.toContain('olifanten');

  const stranger = await another(page);
  await stranger.goto(pages.portal);
  await expect(scope(stranger, 'patient-login').getByLabel('Gebruikersnaam')).toBeVisible();
  await expect(scope(stranger, 'patient-login').getByText(phrase)).toHaveCount(0);
  await stranger.context().close();
});

test('a log-in from a new device is mailed; the shared-computer ending logs out everywhere and wipes this device (N7)', async ({ page }) => {
  const person = newPerson();
  await register(page, person);
  await confirm(page, person);
  expect((await mailsFor(person.email)).filter(({ subject }) => /nieuw apparaat/i.test(subject))).toEqual([]);
  const other = await another(page);
  await other.goto(pages.portal);
  await logIn(other, person);
  const { text } = await mailFor(person.email, /nieuw apparaat/i);
  expect(text).toContain('Chrome, Linux');

  await page.bringToFront();
  await openAccount(page, person);
  await expect(inElement(page).getByText('Dit apparaat', { exact: true })).toBeVisible();
  expect(await kept(page)).toEqual(expect.arrayContaining(['key', 'session']));
  await inElement(page).getByRole('button', { name: 'Log overal uit en wis dit apparaat' }).click();
  await expect(inElement(page).getByLabel('Gebruikersnaam')).toBeVisible({ timeout: 30_000 });
  await expect(inElement(page).getByText(person.email)).toHaveCount(0);
  expect(await kept(page)).toEqual([]);
  await other.bringToFront();
  await other.reload();
  await expect(scope(other, 'patient-login').getByLabel('Gebruikersnaam')).toBeVisible({ timeout: 30_000 });
  await other.context().close();
});

test('the access log, the export and a closed account, in the frame', async ({ page }) => {
  const person = newPerson();
  await register(page, person);
  await confirm(page, person);
  await openAccount(page, person);
  const account = inElement(page);
  await account.getByRole('button', { name: 'Toon het overzicht' }).click();
  await expect(account.getByText('Account gemaakt')).toBeVisible();
  await account.getByRole('button', { name: 'Maak het bestand' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), account.getByRole('link', { name: 'Bewaar het bestand' }).click()]);
  expect(download.suggestedFilename()).toBe('mijn-account.json');
  expect(download.url()).not.toContain(person.email);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(JSON.parse(Buffer.concat(chunks).toString('utf8'))).toMatchObject({ account: { profile: { email: person.email } }, log_is_complete: true });

  await account.getByRole('button', { name: 'Ik wil mijn account opheffen' }).click();
  await account.getByLabel('Vul uw wachtwoord in').fill(person.password);
  await account.getByRole('button', { name: 'Hef mijn account nu op' }).click();
  await expect(account.getByRole('heading', { name: 'Uw account is opgeheven' })).toBeVisible({ timeout: 30_000 });
  await mailFor(person.email, /opgeheven/);
  await page.goto(pages.portal);
  const form = scope(page, 'patient-login');
  await form.getByLabel('Gebruikersnaam').fill(person.email);
  await form.getByLabel('Wachtwoord', { exact: true }).fill(person.password);
  await form.getByRole('button', { name: 'Inloggen' }).click();
  await expect(form.getByText(/horen niet bij elkaar/)).toBeVisible({ timeout: 30_000 });
});

/** A device with a fingerprint reader that says yes by itself. */
async function authenticator(context: BrowserContext, page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  return { cdp, id };
}

test('a passkey is made in the frame on the practice’s page, logs in there and on our own page, opens the account, and goes', async ({ page, context }) => {
  const person = newPerson();
  await register(page, person);
  await confirm(page, person);
  const { cdp, id } = await authenticator(context, page);
  const portal = `${origins.zeezicht}/portal.html`, account = `${origins.zeezicht}/account.html`;
  const form = () => scope(page, 'patient-login');
  await page.goto(portal);
  await form().getByLabel('User name').fill(person.email);
  await form().getByLabel('Password', { exact: true }).fill(person.password);
  await form().getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(form().getByRole('heading', { name: 'You are logged in' })).toBeVisible({ timeout: 30_000 });

  await page.goto(account);
  await inElement(page).getByRole('button', { name: 'Open My account' }).click();
  await inElement(page).getByLabel('Session code').fill(sessionCode(await mailFor(person.email, /session ?code|sessiecode/i)));
  await inElement(page).getByRole('button', { name: 'Continue' }).click();
  await inElement(page).getByRole('button', { name: 'Make a passkey on this device' }).click();
  await expect(inElement(page).getByText('The passkey was made.')).toBeVisible({ timeout: 30_000 });
  expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials).toEqual([expect.objectContaining({ isResidentCredential: true, rpId: 'balie.localhost' })]);
  await inElement(page).getByRole('button', { name: 'Make a passkey on this device' }).click();
  await expect(inElement(page).getByText('This device already has a passkey')).toBeVisible({ timeout: 30_000 });
  await mailFor(person.email, /passkey/i);

  await page.goto(portal);
  await form().getByRole('button', { name: 'Log out' }).click();
  // The finger is not recognised: nothing happens, in words.
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false });
  await form().getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(form().getByText('was not finished')).toBeVisible({ timeout: 60_000 });
  await expect(form().getByRole('link', { name: /page of its own/ })).toHaveAttribute('href', '/hosted/zeezicht/patient-login?lang=en');
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: true });
  await form().getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(form().getByRole('heading', { name: 'You are logged in' })).toBeVisible({ timeout: 30_000 });

  // As strong a proof just now: no code is mailed.
  const before = (await mailsFor(person.email)).length;
  await page.goto(account);
  await inElement(page).getByRole('button', { name: 'Open My account' }).click();
  await expect(inElement(page).getByRole('heading', { name: 'Your details' })).toBeVisible({ timeout: 30_000 });
  expect((await mailsFor(person.email)).length).toBe(before);

  await page.goto(`${origins.service}/hosted/zeezicht/patient-login?lang=en`);
  await form().getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(form().getByRole('heading', { name: 'You are logged in' })).toBeVisible({ timeout: 30_000 });

  await page.goto(account);
  await inElement(page).getByRole('button', { name: 'Open with a passkey' }).click();
  await expect(inElement(page).getByRole('heading', { name: 'Your details' })).toBeVisible({ timeout: 30_000 });
  await inElement(page).getByRole('button', { name: /^Remove: Passkey/ }).click();
  await expect(inElement(page).getByText('Removed. You will get an e-mail')).toBeVisible({ timeout: 30_000 });
  await page.goto(portal);
  await form().getByRole('button', { name: 'Log out' }).click();
  await form().getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(form().getByText('We do not know this passkey')).toBeVisible({ timeout: 30_000 });
});
