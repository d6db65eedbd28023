/**
 * The guide of preset S2, walked by the practice and by a patient on a telephone: from the letter with its PIN to the service behind a code by SMS. Each step
 * names the requirement numbers it proves; `npm run test:guides -- S2` prints them.
 */
import { expect, test, type Page } from '@playwright/test';
import { origins, keepRecord, mailFor, mailsFor, newPerson, scope, staffLogIn, type Scope } from './support.ts';

const at = { home: `${origins.deBeuk}/index.html`, account: `${origins.deBeuk}/account.html`, portal: `${origins.deBeuk}/portaal.html`, factor: `${origins.deBeuk}/beveiliging.html` } as const;
const telephone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' } as const;
const link = (text: string, which: string): string => new RegExp(`(http\\S+#balie-${which}=[\\w-]{43})`).exec(text)![1]!;
/** The code of the newest SMS, with its last line as a browser reads it. */
async function tan(number: string, after = 0): Promise<{ code: string; id: number; from: string; text: string }> {
  const sms = await mailFor(number, /SMS:/, after);
  return { code: /#(\d{6})$/.exec(sms.text)![1]!, id: sms.id, from: sms.from, text: sms.text };
}
const fits = async (page: Page) => expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

test('S2: from the letter to the log-in by SMS, on a telephone', async ({ browser }) => {
  test.setTimeout(300_000);
  const person = newPerson();
  const number = `+3161${String(Date.now()).slice(-7)}`;
  const typed = `0${number.slice(3)}`;
  await keepRecord(person, 'de-beuk');
  const desk = await staffLogIn(browser, 'assistente@de-beuk.example');
  const context = await browser.newContext(telephone);
  context.setDefaultTimeout(30_000);
  desk.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const popups: string[] = [];
  page.on('popup', (popup) => popups.push(popup.url()));
  let pin = '';

  await test.step('S2-01 S2-28 S2-06 the website says whom to call, what follows, and that a telephone will do', async () => {
    await page.goto(at.home);
    await page.getByRole('link', { name: 'Lees hoe u er een krijgt' }).click();
    const form = scope(page, 'register-form');
    await expect(form.getByRole('heading', { name: 'Zo krijgt u een account' })).toBeVisible({ timeout: 30_000 });
    await expect(form.getByRole('link', { name: '030 123 45 67' })).toHaveAttribute('href', 'tel:+31301234567');
    await expect(form.getByText('super-PIN').first()).toBeVisible();
    await expect(form.getByText('op een computer en op een telefoon')).toBeVisible();
    await expect(form.getByText('Registreren kan alleen via de computer')).toHaveCount(0);
    await fits(page);
  });

  await test.step('S2-02 S2-03 S2-04 at the appointment the assistant makes the account and prints the letter with a super-PIN, shown once', async () => {
    await desk.bringToFront();
    await desk.getByRole('tab', { name: 'Patiënt zoeken' }).click();
    const panel = desk.locator('desk-patients');
    const find = panel.locator('form').first();
    await find.getByLabel('Naam').fill(person.family);
    await find.getByRole('button', { name: 'Zoeken' }).click();
    await panel.getByRole('button', { name: `Account maken: ${person.name}` }).click();
    await panel.getByLabel('E-mailadres van de patiënt').fill(person.email);
    await panel.getByRole('button', { name: 'Maak account en brief' }).click();
    const letter = panel.locator('.letter');
    await expect(letter.getByText(`Voor ${person.name}`)).toBeVisible();
    pin = (await letter.locator('.pin').textContent())!.replace(/\D/g, '');
    expect(pin).toMatch(/^\d{8}$/);
    // The letter alone goes to paper.
    await desk.emulateMedia({ media: 'print' });
    await expect(letter).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Druk af' })).toBeHidden();
    await expect(desk.getByRole('tablist')).toBeHidden();
    await desk.emulateMedia({ media: null });
    await panel.getByRole('button', { name: 'Klaar, verberg de super-PIN' }).click();
    await expect(desk.getByText(pin.slice(0, 4))).toHaveCount(0);
    expect(await mailsFor(person.email)).toEqual([]);
  });

  await test.step('S2-29 the activation mail goes out after the contact', async () => {
    await desk.locator('desk-letters').getByRole('button', { name: `Stuur de e-mail: ${person.name}` }).click();
    await expect(desk.locator('desk-letters article').filter({ hasText: person.email }).getByText('E-mail verstuurd')).toBeVisible();
  });

  const form = (): Scope => scope(page, 'register-form');
  let first = '';
  await test.step('S2-07 its link can be clicked, or copied as it stands in the text; it opens our own page', async () => {
    const mail = await mailFor(person.email, /Activeer uw account/);
    first = link(mail.text, 'activation');
    expect(mail.html.split(first.replaceAll('&', '&#38;')).length).toBeGreaterThanOrEqual(2);
    expect(mail.text).not.toContain(pin);
    await page.bringToFront();
    await page.goto(first);
    await expect(form().getByRole('heading', { name: 'Inschrijving bevestigen en wachtwoord aanmaken' })).toBeVisible({ timeout: 30_000 });
    expect(page.url()).not.toContain('balie-activation');
    await fits(page);
  });

  await test.step('loaded again the page does not keep the link: it says to open it again, and so it goes on', async () => {
    await page.reload();
    await expect(form().getByRole('heading', { name: 'Deze pagina is opnieuw geladen' })).toBeVisible({ timeout: 30_000 });
    await expect(form().getByText('Zo krijgt u een account')).toHaveCount(0);
    await page.goto(first);
    await expect(form().getByLabel('Super-PIN uit de brief')).toBeVisible({ timeout: 30_000 });
  });
  await test.step('S2-08 S2-30 the super-PIN comes first, [VERDER]; a wrong one is counted in words', async () => {
    await form().getByLabel('Super-PIN uit de brief').fill(pin === '00000000' ? '11111111' : '00000000');
    await form().getByRole('button', { name: 'VERDER' }).click();
    await expect(form().locator('.error-summary')).toContainText('nog 4 keer proberen');
    await form().getByLabel('Super-PIN uit de brief').fill(`${pin.slice(0, 4)} ${pin.slice(4)}`);
    await form().getByRole('button', { name: 'VERDER' }).click();
  });
  await test.step('S2-09 a password of one\'s own, twice, [VERDER]', async () => {
    await form().getByLabel('Kies een wachtwoord').fill(person.password);
    await form().getByLabel('Herhaal uw wachtwoord').fill(`${person.password}x`);
    await form().getByRole('button', { name: 'VERDER' }).click();
    await expect(form().locator('.error-summary')).toContainText('niet gelijk');
    await form().getByLabel('Herhaal uw wachtwoord').fill(person.password);
    await form().getByRole('button', { name: 'VERDER' }).click();
  });
  await test.step('S2-10 a second mail is on its way; mailbox and spam are named', async () => {
    await expect(form().getByRole('heading', { name: 'Kijk in uw e-mail' })).toBeVisible();
    await expect(form().getByText(/tweede e-mail/)).toBeVisible();
    await expect(form().getByText(/spam/)).toBeVisible();
  });
  await test.step('S2-05 S2-32 the steps are gone through once: the PIN is dead, and its link only says that the mail is out', async () => {
    const other = await context.newPage();
    await other.goto(first);
    await expect(scope(other, 'register-form').getByRole('heading', { name: 'Kijk in uw e-mail' })).toBeVisible({ timeout: 30_000 });
    await expect(scope(other, 'register-form').getByLabel('Super-PIN uit de brief')).toHaveCount(0);
    await other.close();
  });

  const setup = (): Scope => scope(page, 'register-form').locator('second-factor-setup');
  let second = '';
  await test.step('S2-11 S2-31 its link asks for the password alone, [VERDER]', async () => {
    second = link((await mailFor(person.email, /Bevestig uw inschrijving/)).text, 'activation-confirm');
    await page.goto('about:blank');
    await page.goto(second);
    await expect(form().getByRole('heading', { name: 'Inschrijving bevestigen' })).toBeVisible({ timeout: 30_000 });
    await expect(form().locator('input')).toHaveCount(1);
    await form().getByLabel('Wachtwoord', { exact: true }).fill(person.password);
    await form().getByRole('button', { name: 'VERDER' }).click();
  });
  await test.step('S2-12 privacy statement and terms of use: two boxes, both needed', async () => {
    await expect(setup().getByRole('heading', { name: 'Privacyverklaring en gebruikersvoorwaarden' })).toBeVisible({ timeout: 30_000 });
    await setup().getByRole('checkbox', { name: /Privacyverklaring/ }).check();
    await setup().getByRole('button', { name: 'VERDER' }).click();
    await expect(setup().locator('.error-summary')).toContainText('allebei');
    await setup().getByRole('checkbox', { name: /Gebruikersvoorwaarden/ }).check();
    await setup().getByRole('button', { name: 'VERDER' }).click();
  });
  await test.step('S2-13 S2-14 S2-17 two-factor authentication opens by itself, with its reason; by SMS on the mobile telephone, [VOEG TOE]', async () => {
    await expect(setup().getByRole('heading', { name: 'Two factor authenticatie' })).toBeVisible();
    await expect(setup().getByText(/Bij elke keer inloggen sturen wij een sms/)).toBeVisible();
    await expect(setup().getByText('Authenticatie met SMS op uw mobiele telefoon')).toBeVisible();
    await expect(setup().getByRole('link', { name: 'Ga terug naar Huisartsenpraktijk De Beuk' })).toHaveAttribute('href', at.portal);
    await setup().getByRole('button', { name: 'VOEG TOE' }).click();
  });
  let before = 0;
  await test.step('S2-18 S2-19 country code and number are two fields; a fixed number is refused with its reason; the leading zero may stay', async () => {
    await expect(setup().getByLabel('Landcode')).toHaveValue('NL');
    await setup().getByLabel('Telefoonnummer').fill('030-1234567');
    await setup().getByRole('button', { name: 'SMS-STUREN' }).click();
    await expect(setup().locator('.error-summary')).toContainText('vast nummer');
    await setup().getByLabel('Telefoonnummer').fill(typed);
    await fits(page);
  });
  await test.step('S2-20 S2-21 S2-22 [SMS-STUREN] says that it went, to the number without its zero and from a sender one knows; [DOORGAAN] leads to the code', async () => {
    await setup().getByRole('button', { name: 'SMS-STUREN' }).click();
    await expect(setup().getByRole('heading', { name: 'De sms is verstuurd' })).toBeVisible({ timeout: 30_000 });
    const sms = await tan(number);
    before = sms.id;
    expect(sms.from).toBe('De Beuk');
    expect(sms.text.split('\n').at(-1)).toMatch(/^@balie\.localhost #\d{6}$/);
    await setup().getByRole('button', { name: 'DOORGAAN' }).click();
  });
  await test.step('S2-15 S2-23 the code is called TAN-code, [BEVESTIG TAN NUMMER]', async () => {
    await setup().getByLabel('TAN-code').fill((await tan(number)).code);
    await setup().getByRole('button', { name: 'BEVESTIG TAN NUMMER' }).click();
  });
  await test.step('S2-24 S2-25 the password again before the number is active, [VERIFIEER EN ACTIVEER]; the way back stands at the top', async () => {
    await expect(setup().getByRole('heading', { name: 'Nog één keer uw wachtwoord' })).toBeVisible({ timeout: 30_000 });
    await expect(setup().getByRole('link').first()).toHaveText('Ga terug naar Huisartsenpraktijk De Beuk');
    await setup().getByLabel('Wachtwoord', { exact: true }).fill(person.password);
    await setup().getByRole('button', { name: 'VERIFIEER EN ACTIVEER' }).click();
  });
  await test.step('S2-26 S2-27 S2-33 all is done and one is not logged in: the notice, whom to ask, and the way to the log-in page', async () => {
    await expect(setup().getByText('Het registratieproces is helemaal afgerond. U kunt inloggen.')).toBeVisible({ timeout: 30_000 });
    await expect(setup().getByText('Bij vragen of problemen kunt u contact opnemen via:')).toBeVisible();
    await expect(setup().getByRole('link', { name: 'hulp@de-beuk.example' })).toHaveAttribute('href', 'mailto:hulp@de-beuk.example');
    await setup().getByRole('link', { name: 'Naar inloggen' }).click();
    await expect(page).toHaveURL(at.portal);
    await expect(scope(page, 'patient-login').getByLabel('Gebruikersnaam')).toBeVisible({ timeout: 30_000 });
  });

  await test.step('S2-14 S2-15 each log-in asks a TAN-code by SMS, and then the services open without another one', async () => {
    const logIn = scope(page, 'patient-login');
    await logIn.getByLabel('Gebruikersnaam').fill(person.email);
    await logIn.getByLabel('Wachtwoord', { exact: true }).fill(person.password);
    await logIn.getByRole('button', { name: 'Inloggen' }).click();
    await expect(logIn.getByRole('heading', { name: 'Nog één stap: uw code' })).toBeVisible({ timeout: 30_000 });
    await fits(page);
    await logIn.getByLabel('TAN-code').fill((await tan(number, before)).code);
    await logIn.getByRole('button', { name: 'Doorgaan' }).click();
    await expect(logIn.getByRole('heading', { name: 'U bent ingelogd' })).toBeVisible({ timeout: 30_000 });
    const services = scope(page, 'session-code-prompt');
    await services.getByRole('button', { name: 'Herhaalrecepten' }).click();
    await expect(services.getByText('Metoprolol')).toBeVisible({ timeout: 30_000 });
    expect((await mailsFor(person.email)).some(({ subject }) => /code/i.test(subject))).toBe(false);
  });
  await test.step('S2-16 nowhere a window opened by itself', () => { expect(popups).toEqual([]); });
  await test.step('S2-05 the second link is dead now, and says how to go on', async () => {
    const other = await context.newPage();
    await other.goto(second);
    await scope(other, 'register-form').getByLabel('Wachtwoord', { exact: true }).fill(person.password);
    await scope(other, 'register-form').getByRole('button', { name: 'VERDER' }).click();
    await expect(scope(other, 'register-form').getByRole('heading', { name: 'Deze link werkt niet meer' })).toBeVisible({ timeout: 30_000 });
    await expect(scope(other, 'register-form').getByRole('link', { name: 'Naar inloggen' })).toBeVisible();
  });
  await context.close();
});
