/**
 * The guide of preset S0, walked as a patient, an assistant and a GP would, on real parts: from "account aanmaken" to an answered e-consult. Each step
 * names the requirement numbers it proves; `npm run test:guides -- S0` prints them. The project `storage-refused` walks the same on the hosted page.
 */
import { expect, test, type Page } from '@playwright/test';
import type { ElementName } from '@balie/contracts';
import { booked } from './care.ts';
import { confirmLink, keepRecord, mailFor, mailsFor, newPerson, origins, pages, pressBelow, scope, sessionCode, staffLogIn, typedDate, type Person, type Scope } from './support.ts';
import { standsThere } from './there.ts';

const practice = 'balie@de-linde.example';

/** Where the element of an opened page lives: in its frame, or, where frames have no storage, on the hosted page that the tag offers. */
async function inside(page: Page, element: ElementName): Promise<Scope> {
  if (test.info().project.name === 'storage-refused') await page.locator(element).getByRole('link', { name: 'Open dit onderdeel op een eigen pagina' }).click();
  return scope(page, element);
}
async function visit(page: Page, address: string, element: ElementName): Promise<Scope> {
  await page.goto(address);
  return inside(page, element);
}

test('S0: from account to answered question', async ({ page, browser }, { project }) => {
  test.setTimeout(240_000);
  const person = newPerson();
  await keepRecord(person);
  const { email, password } = person;
  const typo = email.replace('@', '.typo@');
  const violations: string[] = [];
  const watch = (text: string) => { if (/Content.Security.Policy|violates/i.test(text)) violations.push(text); };
  page.on('console', (message) => watch(message.text()));
  // A refusal that brings a nonce: each page has brought the first one itself. Firefox tells it to https pages only.
  if (test.info().project.use.browserName === 'chromium') page.on('response', (answer) => { if (answer.status() >= 400 && answer.headers()['dpop-nonce']) violations.push(`no nonce: ${answer.url()}`); });
  // Where Firefox tells it.
  page.on('pageerror', ({ name, message }) => watch(`${name}: ${message}`));

  await test.step('S0-01 S0-08 the practice\'s own website leads to the portal and to making an account', async () => {
    await page.goto(`${origins.deLinde}/index.html`);
    await page.getByRole('link', { name: 'Patiëntenportaal' }).click();
    const logIn = await inside(page, 'patient-login');
    // S0-07: nothing can be used before there is an account; S0-15 the fields stand above "Registreer nu".
    const field = await logIn.getByLabel('Gebruikersnaam (uw e-mailadres)').boundingBox();
    const register = await logIn.getByRole('link', { name: 'Registreer nu' }).boundingBox();
    expect(field!.y).toBeLessThan(register!.y);
    await logIn.getByRole('link', { name: 'Registreer nu' }).click();
    await expect(page).toHaveURL(`${origins.deLinde}/inschrijven.html`);
  });

  const form = await inside(page, 'register-form');
  await test.step('S0-02 S0-03 S0-04 S0-05 before you begin: own e-mail address, internet, one patient per address and why', async () => {
    await expect(form.getByText('Heeft u een eigen e-mailadres?')).toBeVisible();
    await expect(form.getByText('Heeft u toegang tot internet?')).toBeVisible();
    await expect(form.getByText('Slechts één patiënt per e-mailadres kan zich registreren.').first()).toBeVisible();
    await expect(form.getByText('Het gaat immers over privacygevoelige informatie.').first()).toBeVisible();
    await expect(form.getByText('Dan is daarvoor een ander e-mailadres nodig.').first()).toBeVisible();
  });

  await test.step('S0-37 S0-41 "Registreer nu" begins; the fields and the password rule are the practice\'s own', async () => {
    await form.getByRole('link', { name: 'Registreer nu' }).click();
    await expect(form.getByLabel('Uw e-mailadres')).toBeVisible();
    await form.getByLabel('Uw e-mailadres').fill(typo);
    await form.getByLabel('Kies een wachtwoord').fill('kort');
    await form.getByLabel('Uw naam').fill(person.name);
    await form.getByLabel('Uw geboortedatum').fill(typedDate(person.birthDate));
    await form.getByLabel('Uw telefoonnummer').fill('06 12345678');
    await pressBelow(form.getByRole('button', { name: 'Verder' }));
    await expect(form.getByRole('alert').or(form.locator('.error-summary')).first()).toContainText('te kort');
    await form.getByLabel('Kies een wachtwoord').fill(password);
    await pressBelow(form.getByRole('button', { name: 'Verder' }));
    await expect(form.getByText('Klopt uw e-mailadres?')).toBeVisible();
  });

  await test.step('S0-09 S0-10 S0-12 S0-13 a mail goes to the address that was typed; spam hint; after a typo one registers again and nothing typed is lost', async () => {
    await form.getByRole('button', { name: 'Ja, maak mijn account aan' }).click();
    await expect(form.getByRole('heading', { name: 'Bevestig uw account' })).toBeVisible();
    await expect(form.getByText(/klik binnen 24 uur op de link/)).toBeVisible();
    await expect(form.getByText(/map Ongewenste e-mail/)).toBeVisible();
    await mailFor(typo, /Bevestig uw account/);
    await form.getByRole('button', { name: 'Opnieuw registreren' }).click();
    await expect(form.getByLabel('Uw naam')).toHaveValue(person.name);
    const address = form.getByLabel('Uw e-mailadres');
    // The focus goes to the heading of the step; a fill that begins before that would be cut in two. Over BiDi `fill` adds to what an e-mail field holds.
    await expect(async () => { await address.evaluate((field: HTMLInputElement) => { field.value = ''; }); await address.fill(email); await expect(address).toHaveValue(email, { timeout: 1_000 }); }).toPass();
    if (await form.getByLabel('Kies een wachtwoord').inputValue() === '') await form.getByLabel('Kies een wachtwoord').fill(password);
    await pressBelow(form.getByRole('button', { name: 'Verder' }));
    await form.getByRole('button', { name: 'Ja, maak mijn account aan' }).click();
    await expect(form.getByText(email)).toBeVisible();
  });

  const before = (await mailsFor(practice)).length;
  await test.step('S0-07 S0-35 before the link is used there is no account, and the practice knows of nothing', async () => {
    const other = await page.context().newPage();
    const logIn = await visit(other, pages.portal, 'patient-login');
    await logIn.getByLabel('Gebruikersnaam (uw e-mailadres)').fill(email);
    await logIn.getByLabel('Wachtwoord', { exact: true }).fill(password);
    await logIn.getByRole('button', { name: 'Inloggen' }).click();
    await expect(logIn.locator('.error-summary')).toBeVisible();
    await other.close();
    expect((await mailsFor(practice)).length).toBe(before);
  });

  await test.step('S0-11 S0-14 S0-17 S0-18 S0-40 the link confirms, logs in at once, congratulates, says "not yet linked" and "keep these safe"', async () => {
    await page.goto(confirmLink(await mailFor(email, /Bevestig uw account/)));
    const done = await inside(page, 'register-form');
    await expect(done.getByText('Gefeliciteerd, u heeft uw account aangemaakt')).toBeVisible();
    await expect(done.getByText('Uw account is op dit moment nog niet gekoppeld met uw medische gegevens uit het systeem van uw huisarts.')).toBeVisible();
    await expect(done.getByText('Bewaart u uw wachtwoord en gebruikersnaam goed.')).toBeVisible();
    await expect(done.getByText('U bent nu ingelogd.')).toBeVisible();
  });

  await test.step('S0-19 S0-35 now the practice is told', async () => {
    await expect.poll(async () => (await mailsFor(practice)).length).toBeGreaterThan(before);
  });

  let portal = await visit(page, pages.portal, 'patient-login');
  await test.step('S0-23 registered is not linked: the services wait, in words', async () => {
    await expect(portal.getByText('U bent ingelogd', { exact: true })).toBeVisible();
    await expect(portal.getByText(/nog niet gekoppeld/).first()).toBeVisible();
    const services = await visit(page, pages.portal, 'session-code-prompt');
    await expect(services.getByText(/nog niet gekoppeld/).first()).toBeVisible();
    await expect(services.getByRole('button', { name: 'Vraag aan de huisarts' })).toHaveCount(0);
  });

  await test.step('S0-19 S0-20 S0-34 at the desk the assistant finds the account on the call list, telephones, and checks who it is; linking is another\'s role', async () => {
    const desk = await newAccounts(await staffLogIn(browser, 'assistente@de-linde.example'));
    const card = desk.locator('article').filter({ hasText: email });
    await expect(card.getByRole('link', { name: /06 12 34 56 78/ })).toHaveAttribute('href', 'tel:+31612345678');
    await card.getByRole('button', { name: /Identiteit controleren/ }).click();
    await card.getByLabel('Naam').fill(person.family);
    await card.getByRole('button', { name: 'Zoeken' }).click();
    await card.getByRole('radio', { name: person.name }).first().check();
    const compare = card.locator('form').last();
    await compare.getByLabel('Geboortedatum').fill(typedDate(person.birthDate));
    await compare.getByLabel('Burgerservicenummer (BSN)').fill(newPerson().bsn);
    await compare.getByRole('radio', { name: 'Aan de telefoon' }).check();
    await compare.getByRole('button', { name: 'Vergelijken en vastleggen' }).click();
    await expect(card.getByText('Het BSN is anders dan in het dossier.')).toBeVisible();
    await compare.getByLabel('Burgerservicenummer (BSN)').fill(person.bsn);
    await compare.getByRole('button', { name: 'Vergelijken en vastleggen' }).click();
    await expect(desk.getByText(/Identiteit gecontroleerd/).first()).toBeVisible();
    await expect(desk.locator('article').filter({ hasText: email }).getByRole('button', { name: /Account koppelen/ })).toHaveCount(0);
  });

  const gp = await newAccounts(await staffLogIn(browser, 'huisarts@de-linde.example'));
  await test.step('S0-21 S0-22 the GP links; the patient gets a mail', async () => {
    const card = gp.locator('article').filter({ hasText: email });
    await card.getByRole('button', { name: /Account koppelen/ }).click();
    await gp.locator('article').filter({ hasText: email }).getByRole('button', { name: /^Account koppelen/ }).last().click();
    await mailFor(email, /is gekoppeld/);
  });

  await test.step('S0-15 S0-16 S0-38 log out, and log in again with e-mail address and password, without a code', async () => {
    portal = await visit(page, pages.portal, 'patient-login');
    await portal.getByRole('button', { name: 'Uitloggen' }).click();
    await expect(portal.getByText('U bent uitgelogd.')).toBeVisible();
    const codes = (await mailsFor(email)).filter((mail) => /Sessiecode/.test(mail.subject)).length;
    await portal.getByLabel('Gebruikersnaam (uw e-mailadres)').fill(email);
    await portal.getByLabel('Wachtwoord', { exact: true }).fill(password);
    await portal.getByRole('button', { name: 'Inloggen' }).click();
    await expect(portal.getByText('U bent ingelogd', { exact: true })).toBeVisible();
    expect((await mailsFor(email)).filter((mail) => /Sessiecode/.test(mail.subject)).length).toBe(codes);
  });

  let old = '';
  await test.step('S0-24 S0-25 S0-26 S0-29 S0-36 S0-39 the services are listed; a click on one has its code mailed, and the page says why, and what not to do', async () => {
    const services = await visit(page, pages.portal, 'session-code-prompt');
    for (const title of ['Herhaalrecept aanvragen', 'Afspraak maken', 'Vraag aan de huisarts']) await expect(services.getByRole('button', { name: title })).toBeVisible();
    await services.getByRole('button', { name: 'Herhaalrecept aanvragen' }).click();
    await expect(services.getByLabel('Sessiecode', { exact: true })).toBeVisible();
    await expect(services.getByText('Sluit u vooral niet het scherm waar de sessiecode wordt gevraagd!')).toBeVisible();
    await expect(services.getByText(/in een nieuw venster/)).toBeVisible();
    await expect(services.getByText(/minimaliseren mag/)).toBeVisible();
    await expect(services.getByText(/Ongewenste e-mail \(spam\)/)).toBeVisible();
    await expect(services.getByText(/Voor uw privacy/).first()).toBeVisible();
    await expect(services.getByText(/Na gebruik mag u de e-mail weggooien/)).toBeVisible();
    const mail = await mailFor(email, /Sessiecode/);
    // N6: the mark on the screen is the mark in the mail.
    await expect(services.locator('.mark')).toHaveText(/Sessiecode (\w\w)/.exec(mail.subject)![1]!);
    old = sessionCode(mail);
  });

  await test.step('S0-28 S0-30 S0-31 closing the page kills the code: opened again it sends a new one, and the old one never works', async () => {
    portal = await visit(page, pages.portal, 'patient-login');
    await expect(portal.getByText('U bent ingelogd', { exact: true })).toBeVisible();
    const services = await visit(page, pages.portal, 'session-code-prompt');
    await services.getByRole('button', { name: 'Herhaalrecept aanvragen' }).click();
    await expect.poll(async () => (await mailsFor(email)).filter((mail) => /Sessiecode/.test(mail.subject)).length).toBe(2);
    const fresh = sessionCode(await mailFor(email, /Sessiecode/));
    const input = services.getByLabel('Sessiecode', { exact: true });
    if (old !== fresh) {
      await input.fill(old);
      await services.getByRole('button', { name: 'Doorgaan' }).click();
      await expect(services.locator('.error-summary')).toContainText(/klopt niet|nieuwere code/);
    }
    await test.step('S0-27 S0-32 S0-33 "Doorgaan" with the newest code opens the service, once', async () => {
      await input.fill(`${fresh.slice(0, 3)} ${fresh.slice(3)}`);
      await services.getByRole('button', { name: 'Doorgaan' }).click();
      await expect(services.getByText('Welke medicijnen heeft u nodig?')).toBeVisible();
    });
    await test.step('medicine from the own list is requested, once, with a number', async () => {
      await services.getByRole('checkbox').and(services.locator(':enabled')).first().check();
      await pressBelow(services.getByRole('button', { name: 'Verder' }));
      await services.getByRole('button', { name: 'Verstuur aanvraag' }).click();
      await expect(services.getByText('Uw aanvraag is ontvangen')).toBeVisible();
      await expect(services.getByText(/R-\w{4}-\w\w/).first()).toBeVisible();
    });
  });

  await test.step('S0-24 S0-27 another service asks a code of its own: an appointment is booked while its time is held', async () => {
    const booking = await openService(page, pages.appointments, 'book-appointment', person);
    await booking.getByRole('radio', { name: /Spreekuur bij de huisarts/ }).check();
    await booking.getByRole('button', { name: 'Toon vrije tijden' }).click();
    await booking.locator('.times button').first().click();
    await expect(booking.getByText('Wij houden deze tijd voor u vast').first()).toBeVisible();
    await booking.getByLabel(/Reden van de afspraak/).fill('Controle van de bloeddruk');
    await pressBelow(booking.getByRole('button', { name: 'Verder' }));
    await booking.getByRole('button', { name: 'Bevestig afspraak' }).click();
    await expect(booking.getByText(booked('de-linde'))).toBeVisible();
    await expect(booking.getByText(/A-\w{4}-\w\w/).first()).toBeVisible();
    await mailFor(email, /Uw afspraak staat vast op/);
  });

  const question = `Mijn vraag gaat over de uitslag van ${project.name}.`;
  await test.step('a question: urgency comes before the text field', async () => {
    const consult = await openService(page, pages.econsults, 'econsult-form', person);
    await expect(consult.getByRole('textbox', { name: 'Uw vraag' })).toHaveCount(0);
    await consult.getByRole('radio', { name: /Ja, het kan niet wachten/ }).check();
    const next = consult.getByRole('button', { name: 'Verder' });
    if (await next.isVisible()) await next.click();
    await expect(consult.getByText('Bel nu, stuur geen vraag')).toBeVisible();
    await expect(consult.locator('a[href="tel:112"]').first()).toBeVisible();
    await consult.getByRole('button', { name: 'Het kan toch wachten' }).click();
    await consult.getByRole('radio', { name: /Nee, het kan een paar dagen wachten/ }).check();
    if (await next.isVisible()) await next.click();
    await consult.getByLabel('Onderwerp').fill('Uitslag bloedonderzoek');
    await consult.getByRole('textbox', { name: 'Uw vraag' }).fill(question);
    await pressBelow(consult.getByRole('button', { name: 'Verder' }));
    await expect(consult.getByText(question)).toBeVisible();
    await consult.getByRole('button', { name: 'Verstuur vraag' }).click();
    await expect(consult.getByText('Uw vraag is ontvangen')).toBeVisible();
    await expect(consult.getByText(/E-\w{4}-\w\w/).first()).toBeVisible();
  });

  const answer = 'De uitslag was goed. U hoeft niets te doen.';
  await test.step('the desk sees and handles all three', async () => {
    await gp.getByRole('tab', { name: /Herhaalrecepten/ }).click();
    await gp.getByRole('button', { name: 'Vernieuwen' }).filter({ visible: true }).click();
    const renewal = gp.locator('article').filter({ hasText: person.family, visible: true }).first();
    await renewal.getByRole('radio', { name: 'Goedkeuren' }).first().check();
    await renewal.getByRole('button', { name: /Besluit versturen/ }).click();
    await gp.getByRole('tab', { name: /Afspraken/ }).click();
    const visitCard = gp.locator('article').filter({ hasText: person.family, visible: true }).first();
    await expect(visitCard.getByText('Controle van de bloeddruk')).toBeVisible();
    await visitCard.getByRole('button', { name: /^Gezien/ }).click();
    await gp.getByRole('tab', { name: /eConsulten/ }).click();
    const consult = gp.locator('article').filter({ hasText: person.family, visible: true }).first();
    await consult.getByRole('button', { name: /Lezen en beantwoorden/ }).click();
    await expect(consult.getByText(question)).toBeVisible();
    await consult.getByLabel('Uw antwoord').fill(answer);
    await consult.getByRole('button', { name: 'Antwoord versturen' }).click();
    await expect(gp.getByText(/Het antwoord aan .* is verstuurd/)).toBeVisible();
  });

  await test.step('the answer is mailed without content and read in the element', async () => {
    const mail = await mailFor(email, /Er is een bericht voor u/);
    for (const secret of [answer, question, 'bloedonderzoek', person.name]) expect(`${mail.subject}${mail.text}${mail.html}`).not.toContain(secret);
    const consult = await openService(page, pages.econsults, 'econsult-form', person);
    await consult.getByRole('button', { name: /Lees .Uitslag bloedonderzoek/ }).first().click();
    await expect(consult.getByText(answer)).toBeVisible();
    for (const [type, states] of [['Task', ['accepted']], ['Appointment', ['booked']], ['Communication', ['completed', 'completed']]] as const) await standsThere('de-linde', person.bsn, type, states);
  });

  await test.step('S0-06 without internet the page says so', async () => {
    const logIn = await visit(page, pages.portal, 'patient-login');
    await expect(logIn.getByText('U bent ingelogd', { exact: true })).toBeVisible();
    await page.context().setOffline(true);
    await expect(logIn.getByText(/U heeft op dit moment geen internet/).first()).toBeVisible();
    await page.context().setOffline(false);
  });

  expect(violations, 'no report of the strict policies').toEqual([]);
});

/** The desk stays open between walks: look again. */
async function newAccounts(desk: Page): Promise<Page> {
  await desk.getByRole('tab', { name: /Nieuwe accounts/ }).click();
  await desk.getByRole('tabpanel').getByRole('button', { name: 'Vernieuwen' }).click();
  return desk;
}

/** Comes to a service's own page, logs in there where needed, and opens it with the code from the inbox. */
async function openService(page: Page, address: string, element: ElementName, { email, password }: Person): Promise<Scope> {
  const gate = await visit(page, address, element);
  const ask = gate.getByRole('button', { name: /^Open / });
  const logIn = gate.getByLabel('Gebruikersnaam (uw e-mailadres)');
  await expect(ask.or(logIn).first()).toBeVisible();
  if (await logIn.isVisible()) {
    await logIn.fill(email);
    await gate.getByLabel('Wachtwoord', { exact: true }).fill(password);
    await gate.getByRole('button', { name: 'Inloggen' }).click();
  }
  const known = (await mailsFor(email)).filter((mail) => /Sessiecode/.test(mail.subject)).length;
  await ask.click();
  await expect.poll(async () => (await mailsFor(email)).filter((mail) => /Sessiecode/.test(mail.subject)).length, { timeout: 90_000 }).toBe(known + 1);
  await gate.getByLabel('Sessiecode', { exact: true }).fill(sessionCode(await mailFor(email, /Sessiecode/)));
  await gate.getByRole('button', { name: 'Doorgaan' }).click();
  await expect(gate.getByLabel('Sessiecode', { exact: true })).toHaveCount(0);
  return gate;
}
