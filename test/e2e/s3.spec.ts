/**
 * The guide of preset S3, walked as a practice owner, a practice manager and an assistant would: from the invitation in the mail to six digits at every
 * log-in. The QR code is read from a screenshot by `zbarimg`, the digits come from `oathtool`: neither knows anything of ours.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { balie, mailFor, origins } from './support.ts';

const run = promisify(execFile);
const portal = `${origins.desk}/clinic/duinrand`;
const host = new URL(origins.desk).hostname;

interface Member { name: string; email: string; password: string; secret: string; step: number; page: Page; link: string; codes: string[] }
const member = (name: string, email: string, page: Page): Member => ({ name, email, password: `zeven gele fietsen ${email.slice(0, 6)}`, secret: '', step: 0, page, link: '', codes: [] });
/** Other runs on this machine are other people. */
const mark = Date.now().toString(36);
const newPage = async (browser: Browser): Promise<Page> => (await browser.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' })).newPage();

/** What stands in the picture, by a reader that is not ours. */
async function readQr(page: Page): Promise<URL> {
  const folder = mkdtempSync(join(tmpdir(), 'balie-qr-'));
  try {
    await page.locator('svg.qr').screenshot({ path: join(folder, 'qr.png') });
    const { stdout } = await run('zbarimg', ['--raw', '--quiet', join(folder, 'qr.png')]);
    return new URL(stdout.trim());
  } finally { rmSync(folder, { recursive: true, force: true }); }
}
/** The six digits that an app would show. A time step is taken once, so a second log-in waits for the next. */
async function digits(of: Member): Promise<string> {
  const now = () => Math.floor(Date.now() / 30_000);
  await expect.poll(now, { timeout: 35_000 }).toBeGreaterThan(of.step);
  of.step = now();
  const { stdout } = await run('oathtool', ['--totp', '--base32', of.secret]);
  return stdout.trim();
}
const inside = (page: Page) => page.getByRole('button', { name: 'Uitloggen' });
const said = (page: Page) => page.locator('.said');

/** From the mailed link to "Je wachtwoord is ingesteld". */
async function setPassword(of: Member): Promise<void> {
  const mail = await mailFor(of.email, /Serviceportaal/);
  of.link = /(https?:\/\/\S+#invitation=[\w-]{43})/.exec(mail.text)![1]!;
  await of.page.goto(of.link);
  await of.page.getByLabel('Wachtwoord', { exact: false }).and(of.page.locator('[name=password]')).fill(of.password);
  await of.page.getByLabel('Bevestig wachtwoord').fill(of.password);
  await of.page.getByRole('button', { name: 'Wachtwoord instellen' }).click();
  await expect(of.page.getByText('Je wachtwoord is ingesteld. Log nu in.')).toBeVisible();
}
async function logIn(of: Member, at = portal): Promise<void> {
  if (!of.page.url().startsWith(at) || !await of.page.getByRole('button', { name: 'Inloggen' }).isVisible()) await of.page.goto(at);
  await of.page.bringToFront();
  await of.page.getByLabel('Gebruikersnaam').fill(of.email);
  await of.page.getByLabel('Wachtwoord', { exact: true }).fill(of.password);
  await of.page.getByRole('button', { name: 'Inloggen' }).click();
}
/** The first log-in, quickly: the owner's walk looks at each step. */
async function setUp(of: Member): Promise<void> {
  await logIn(of);
  await of.page.getByRole('button', { name: 'Verder' }).click();
  await of.page.getByRole('button', { name: /^Activeren/ }).click();
  await of.page.getByRole('button', { name: 'Verder' }).click();
  await expect(of.page.locator('svg.qr')).toBeVisible();
  of.secret = (await readQr(of.page)).searchParams.get('secret')!;
  await of.page.getByRole('button', { name: 'Verder' }).click();
  await of.page.getByRole('textbox', { name: 'Zes cijfers' }).fill(await digits(of));
  await of.page.getByRole('button', { name: 'Activeren' }).click();
  await of.page.getByRole('button', { name: 'Ik heb de codes bewaard' }).click();
  await expect(inside(of.page)).toBeVisible();
}
async function openMembers(page: Page): Promise<void> {
  await page.bringToFront();
  await page.getByRole('tab', { name: 'Medewerkers' }).click();
  await expect(page.getByRole('button', { name: 'Medewerker uitnodigen' })).toBeVisible();
}
async function invite(page: Page, of: Member, roles: readonly string[]): Promise<void> {
  await openMembers(page);
  await page.getByRole('button', { name: 'Medewerker uitnodigen' }).click();
  await page.getByLabel('Naam').and(page.locator('#invite-name')).fill(of.name);
  await page.locator('#invite-email').fill(of.email);
  for (const role of roles) await page.locator('#invite-roles').getByRole('checkbox', { name: role }).check();
  await page.getByRole('button', { name: 'Uitnodiging versturen' }).click();
  await expect(said(page)).toContainText(`${of.name} krijgt een uitnodiging per e-mail`);
}
const card = (page: Page, of: Member) => page.locator('desk-member').filter({ hasText: of.email });

test('S3: from invitation to a portal with its own members', async ({ page, browser }) => {
  test.setTimeout(360_000);
  const owner = member('Praktijkhouder Duin', `houder-${mark}@duinrand.example`, page);
  const manager = member('Praktijkmanager Duin', `manager-${mark}@duinrand.example`, await newPage(browser));
  const assistant = member('Assistent Duin', `assistent-${mark}@duinrand.example`, await newPage(browser));
  const violations: string[] = [];
  for (const one of [owner, manager, assistant]) one.page.on('console', (message) => { if (/Content Security Policy|violates/i.test(message.text())) violations.push(message.text()); });

  await test.step('S3-02 S3-08 the owner gets an invitation at an e-mail address, which becomes the user name', async () => {
    await balie('staff', 'invite', 'duinrand', owner.email, '--name', owner.name, '--roles', 'owner');
    const mail = await mailFor(owner.email, /Uitnodiging voor het Serviceportaal van Zorggroep Duinrand/);
    expect(mail.text).toContain('Maak met deze link een wachtwoord');
    owner.link = /(https?:\/\/\S+#invitation=[\w-]{43})/.exec(mail.text)![1]!;
  });

  await test.step('S3-07 S3-09 S3-22 "Instellen wachtwoord": user name fixed, confirming marked as required, strength in signs and a word', async () => {
    await page.goto(owner.link);
    await expect(page.getByRole('heading', { name: 'Instellen wachtwoord' })).toBeVisible();
    // The secret leaves the address at once, so that neither history nor favourite keeps it.
    expect(page.url()).not.toContain('invitation');
    const username = page.getByLabel('Gebruikersnaam');
    await expect(username).toHaveValue(owner.email);
    await expect(username).toHaveAttribute('readonly', '');
    const confirm = page.getByLabel('Bevestig wachtwoord *');
    await expect(confirm).toHaveAttribute('required', '');
    const password = page.locator('[name=password]');
    await password.pressSequentially('welkom');
    const strength = page.locator('.strength');
    await expect(strength).toContainText(/zwak/, { timeout: 30_000 });
    await expect(strength.locator('i')).toHaveCount(4);
    const box = async (of: typeof strength) => (await of.boundingBox())!;
    expect((await box(strength)).y - (await box(password)).y).toBeLessThan(90);
    await password.fill(owner.password);
    await expect(strength).toContainText(/goed|sterk/);
    await confirm.fill('iets anders');
    await page.getByRole('button', { name: 'Wachtwoord instellen' }).click();
    await expect(page.locator('.error-summary')).toContainText('niet gelijk');
    await confirm.fill(owner.password);
  });

  await test.step('S3-10 the password is set through the link; then "Inloggen"', async () => {
    await page.getByRole('button', { name: 'Wachtwoord instellen' }).click();
    await expect(page.getByText('Je wachtwoord is ingesteld. Log nu in.')).toBeVisible();
    await expect(page.getByLabel('Gebruikersnaam')).toHaveValue(owner.email);
    await expect(page.getByRole('button', { name: 'Inloggen' })).toBeVisible();
  });

  await test.step('S3-22 the screen is seen once: the link does nothing more', async () => {
    const other = await newPage(browser);
    await other.goto(owner.link);
    await expect(other.getByText('Deze uitnodiging werkt niet meer.')).toBeVisible();
    await expect(other.locator('[name=password]')).toHaveCount(0);
    await other.context().close();
  });

  await test.step('S3-01 S3-12 log-in is compulsory; the first time a notice says that two factors are used', async () => {
    await expect(page.getByRole('tab')).toHaveCount(0);
    await logIn(owner);
    await expect(page.getByRole('heading', { name: 'Inloggen in twee stappen' })).toBeVisible();
    await expect(page.getByText(/Het Serviceportaal gebruikt tweefactorauthenticatie/)).toBeVisible();
    await page.getByRole('button', { name: 'Verder' }).click();
  });

  await test.step('S3-13 S3-23 one chooses "Inloggen met verificatiecode", then "Activeren"', async () => {
    const choice = page.getByRole('article', { name: 'Inloggen met verificatiecode' });
    await choice.getByRole('button', { name: /^Activeren/ }).click();
  });

  await test.step('S3-14 S3-24 step 1 of 3: a choice of apps, one of them recommended with the reason', async () => {
    await expect(page.getByText('Stap 1 van 3')).toBeVisible();
    const apps = page.getByRole('radio');
    expect(await apps.count()).toBeGreaterThan(2);
    const recommended = page.getByRole('radio', { name: 'Microsoft Authenticator' });
    await expect(recommended).toBeChecked();
    await expect(recommended).toHaveAccessibleDescription('Aanbevolen. Deze app gebruikt je organisatie al.');
    await page.getByRole('button', { name: 'Verder' }).click();
  });

  await test.step('S3-15 S3-16 S3-17 S3-25 step 2 of 3: "+", "Werk- of schoolaccount", "Een QR-code scannen"; the code holds the account under the portal\'s host name', async () => {
    await expect(page.getByText('Stap 2 van 3')).toBeVisible();
    const guide = page.locator('.guide');
    for (const words of ['“+”', '“Werk- of schoolaccount”', '“Een QR-code scannen”']) await expect(guide).toContainText(words);
    const uri = await readQr(page);
    expect([uri.protocol, uri.host, uri.searchParams.get('issuer')]).toEqual(['otpauth:', 'totp', host]);
    expect(decodeURIComponent(uri.pathname).replace(/^\//, '')).toBe(`${host}:${owner.email}`);
    owner.secret = uri.searchParams.get('secret')!;
    await page.getByText('Scannen lukt niet').click();
    expect((await page.locator('code').textContent())!.replaceAll(' ', '')).toBe(owner.secret);
    await expect(page.getByText(`Het account heet in de app ${host}.`)).toBeVisible();
    await page.getByRole('button', { name: 'Verder' }).click();
  });

  await test.step('S3-18 S3-19 step 3 of 3: six digits; the factor is on only after one right code', async () => {
    await expect(page.getByText('Stap 3 van 3')).toBeVisible();
    const right = await digits(owner);
    await page.getByRole('textbox', { name: 'Zes cijfers' }).fill(right === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: 'Activeren' }).click();
    await expect(page.locator('.error-summary')).toContainText('Deze code klopt niet');
    // Half set up is not set up: another browser is still asked to begin.
    const other = { ...owner, page: await newPage(browser) };
    await logIn(other);
    await expect(other.page.getByRole('heading', { name: 'Inloggen in twee stappen' })).toBeVisible();
    await other.page.context().close();
    await page.bringToFront();
    await page.getByRole('textbox', { name: 'Zes cijfers' }).fill(`${right.slice(0, 3)} ${right.slice(3)}`);
    await page.getByRole('button', { name: 'Activeren' }).click();
    await expect(page.getByRole('heading', { name: 'Herstelcodes' })).toBeVisible();
  });

  await test.step('recovery codes are shown once; then one is in', async () => {
    await expect(page.locator('.codes li')).toHaveCount(10);
    owner.codes = await page.locator('.codes li').allTextContents();
    await page.getByRole('button', { name: 'Ik heb de codes bewaard' }).click();
    await expect(inside(page)).toBeVisible();
    await expect(page.getByText(owner.codes[0]!.trim())).toHaveCount(0);
  });

  await test.step('S3-05 S3-21 two clicks: "Serviceportaal" at the top of the organisation\'s website, then "Inloggen"', async () => {
    await inside(page).click();
    await page.goto(`${origins.duinrand}/index.html`);
    const entry = page.getByRole('link', { name: 'Serviceportaal' });
    expect((await entry.boundingBox())!.y).toBeLessThan(60);
    await entry.click();
    await expect(page).toHaveTitle('Serviceportaal');
    await expect(page.getByRole('heading', { name: 'Serviceportaal' })).toBeVisible();
  });

  await test.step('S3-06 the log-in screen is a favourite: its address holds nothing, and is the same after logging in and out', async () => {
    expect(page.url()).toBe(portal);
    await logIn(owner);
    await expect(page.getByRole('textbox', { name: 'Zes cijfers' })).toBeVisible();
    expect(page.url()).toBe(portal);
  });

  await test.step('S3-11 S3-20 S3-26 every later log-in: open the account in the app, six digits, button; nothing is set up again', async () => {
    await expect(page.getByText('Open het account in je authenticator-app', { exact: false })).toBeVisible();
    await page.getByRole('textbox', { name: 'Zes cijfers' }).fill(await digits(owner));
    await page.getByRole('button', { name: 'Doorgaan' }).click();
    await expect(inside(page)).toBeVisible();
    expect(page.url()).toBe(portal);
    // Again: the same.
    await inside(page).click();
    await logIn(owner);
    await expect(page.getByRole('textbox', { name: 'Zes cijfers' })).toBeVisible();
    await expect(page.locator('svg.qr')).toHaveCount(0);
    await page.getByRole('textbox', { name: 'Zes cijfers' }).fill(await digits(owner));
    await page.getByRole('button', { name: 'Doorgaan' }).click();
    await expect(inside(page)).toBeVisible();
  });

  await test.step('S3-02 S3-03 the owner invites the practice manager, and gives them admin rights', async () => {
    await invite(page, manager, ['assistent']);
    await setPassword(manager);
    await setUp(manager);
    await expect(manager.page.getByRole('tab', { name: 'Medewerkers' })).toHaveCount(0);
    await openMembers(page);
    await card(page, manager).getByRole('button', { name: /^Rollen wijzigen/ }).click();
    await card(page, manager).getByRole('checkbox', { name: 'beheerder' }).check();
    await card(page, manager).getByRole('button', { name: 'Rollen opslaan' }).click();
    await expect(card(page, manager)).toContainText('assistent, beheerder');
    await manager.page.bringToFront();
    await manager.page.reload();
    await openMembers(manager.page);
    // Whom only the owner may change is shown, and left alone.
    await expect(card(manager.page, owner)).toContainText('Alleen een praktijkhouder kan hier iets wijzigen.');
    await expect(card(manager.page, owner).getByRole('button')).toHaveCount(0);
  });

  await test.step('S3-04 access is given directly: an assistant is invited, sets a password and an app, and is in', async () => {
    await invite(page, assistant, ['assistent']);
    await setPassword(assistant);
    await setUp(assistant);
    await expect(assistant.page.getByRole('tab', { name: /Nieuwe accounts/ })).toBeVisible();
    await expect(assistant.page.getByRole('tab', { name: 'Medewerkers' })).toHaveCount(0);
  });

  await test.step('S3-03 the manager, now admin, resets the assistant\'s second factor: out at once, and set up anew at the next log-in', async () => {
    await manager.page.bringToFront();
    await manager.page.reload();
    await openMembers(manager.page);
    await card(manager.page, assistant).getByRole('button', { name: /^Verificatiecode wissen/ }).click();
    await card(manager.page, assistant).getByRole('button', { name: 'Verificatiecode wissen', exact: true }).click();
    await expect(said(manager.page)).toContainText('is gewist');
    await mailFor(assistant.email, /Je verificatiecode voor het Serviceportaal/);
    await assistant.page.bringToFront();
    await assistant.page.reload();
    await expect(assistant.page.getByRole('button', { name: 'Inloggen' })).toBeVisible();
    const before = assistant.secret;
    await setUp(assistant);
    expect(assistant.secret).not.toBe(before);
  });

  await test.step('a recovery code gets in once instead of the six digits, and is told by mail', async () => {
    await page.bringToFront();
    await inside(page).click();
    await logIn(owner);
    await page.getByRole('textbox', { name: 'Zes cijfers' }).fill(owner.codes[0]!.trim().toLowerCase());
    await page.getByRole('button', { name: 'Doorgaan' }).click();
    await expect(inside(page)).toBeVisible();
    expect((await mailFor(owner.email, /Een herstelcode is gebruikt/)).text).toContain('Je hebt nog 9 herstelcodes');
    await page.getByRole('tab', { name: 'Mijn toegang' }).click();
    await expect(page.getByText('Herstelcodes die je nog hebt: 9.')).toBeVisible();
  });

  await test.step('removing a member ends their session at once, and the last owner stays', async () => {
    await openMembers(page);
    await card(page, assistant).getByRole('button', { name: /^Verwijderen/ }).click();
    await card(page, assistant).getByRole('button', { name: 'Toegang beëindigen' }).click();
    await expect(card(page, assistant)).toHaveCount(0);
    await assistant.page.bringToFront();
    await assistant.page.getByRole('button', { name: 'Vernieuwen' }).first().click();
    await expect(assistant.page.getByRole('button', { name: 'Inloggen' })).toBeVisible();
    await logIn(assistant);
    await expect(assistant.page.locator('.error-summary')).toContainText('horen niet bij elkaar');
    await page.bringToFront();
    await card(page, owner).getByRole('button', { name: /^Verwijderen/ }).click();
    await card(page, owner).getByRole('button', { name: 'Toegang beëindigen' }).click();
    await expect(card(page, owner).getByRole('alert')).toContainText('minstens één praktijkhouder');
  });

  expect(violations, 'no report of the strict policies').toEqual([]);
  for (const one of [manager, assistant]) await one.page.context().close();
});
