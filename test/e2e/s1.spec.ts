/**
 * The guide of preset S1 (a practice page with DigiD), walked as a patient and an assistant would, on real parts and the demo's broker. Each step names the
 * requirement numbers it proves; `npm run test:guides -- S1` prints them.
 */
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { ask, book, medicineIn, readAnswer, savedFile } from './care.ts';
import { checkIdentity, confirmLink, digid, eik, keepRecord, linkAccount, mailFor, mailsFor, newPerson, openService, origins, scope, sessionCode, staffLogIn, supply, typedDate, type Person, type Scope } from './support.ts';
import { standsThere } from './there.ts';

const practice = 'balie@de-eik.example';
const codesOf = async (email: string) => (await mailsFor(email)).filter(({ subject }) => /Sessiecode/.test(subject));

test('S1: by DigiD, from the website to a service', async ({ page }) => {
  test.setTimeout(240_000);
  const person = newPerson();
  await keepRecord(person, 'de-eik');
  const violations: string[] = [];
  page.on('console', (message) => { if (/Content Security Policy|violates/i.test(message.text())) violations.push(message.text()); });
  const before = (await mailsFor(practice)).length;

  await test.step('S1-01 the practice\'s own website offers requests and questions, day and night', async () => {
    await page.goto(`${origins.deEik}/index.html`);
    await expect(page.getByText('24 uur per dag')).toBeVisible();
    for (const service of ['Receptservice', 'Webagenda', 'eConsult']) await expect(page.getByRole('link', { name: new RegExp(`^${service}`) })).toBeVisible();
  });

  await test.step('S1-17 S1-30 "inloggen patiëntportaal", then "account aanmaken": the practice\'s own names', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Inloggen patiëntportaal' }).click();
    await scope(page, 'patient-login').getByRole('link', { name: 'Account aanmaken' }).click();
    await expect(page).toHaveURL(eik.register);
  });

  const form = scope(page, 'register-form');
  await test.step('S1-15 S1-16 S1-18 DigiD comes first and says where it leads; the manual route stands beside it, step by step; the explanation is linked', async () => {
    const eid = form.getByRole('button', { name: 'Account aanmaken met DigiD' });
    const manual = form.getByRole('link', { name: 'Account aanmaken' });
    await expect(form.getByText('U gaat naar DigiD, de landelijke inlog')).toBeVisible();
    await expect(form.getByRole('heading', { name: 'Geen DigiD? Maak stap voor stap een account' })).toBeVisible();
    expect((await eid.boundingBox())!.y).toBeLessThan((await manual.boundingBox())!.y);
    await expect(page.getByRole('main').getByRole('link', { name: 'Uitleg' })).toBeVisible();
  });

  await test.step('S1-15 after DigiD the account exists, is logged in, and is linked to the record by itself', async () => {
    await form.getByRole('button', { name: 'Account aanmaken met DigiD' }).click();
    await digid(page, person.bsn);
    await expect(page).toHaveURL(eik.register);
    await expect(form.getByText('Gefeliciteerd, u heeft uw account aangemaakt')).toBeVisible({ timeout: 30_000 });
    await expect(form.getByText('Uw account is gekoppeld. U kunt de diensten gebruiken.')).toBeVisible();
    // The number stood in no address on the way.
    expect(page.url()).not.toContain(person.bsn);
  });

  await test.step('S1-21 the practice is told of the new account', async () => {
    await expect.poll(async () => (await mailsFor(practice)).length, { timeout: 30_000 }).toBeGreaterThan(before);
  });

  await test.step('S1-31 S1-02 just logged in by DigiD a service opens without a session code, with the own list filled in', async () => {
    await page.goto(eik.prescriptions);
    const service = scope(page, 'prescription-request');
    await service.getByRole('button', { name: 'Open Receptservice' }).click();
    await expect(service.getByText('Metoprolol tablet 50 mg')).toBeVisible({ timeout: 30_000 });
  });

  await test.step('S1-08 S1-13 S1-27 just logged in, the own record opens: what the practice put in it, to read and no more', async () => {
    await page.goto(eik.record);
    const element = scope(page, 'medical-record');
    await element.getByRole('button', { name: 'Open Uw medische gegevens' }).click();
    await expect(element.getByRole('heading', { name: 'Het advies van de huisarts' })).toBeVisible({ timeout: 30_000 });
    await expect(element.getByText('Nog niet klaar')).toHaveCount(0);
    await expect(element.locator('input, textarea, select')).toHaveCount(0);
  });
  await test.step('S1-09 S1-10 S1-11 S1-14 S1-25 advice, results with the doctor\'s comment and in words, medicines, letters; it can be printed and taken along', async () => {
    const element = scope(page, 'medical-record');
    await expect(element.getByText('Ga door met de tabletten.')).toBeVisible();
    const result = element.locator('.entry').filter({ hasText: 'Bloedonderzoek' });
    await expect(result).toContainText('De suiker is iets te hoog.');
    await expect(result).toContainText('Hoger dan gebruikelijk');
    await expect(element.locator('.entry').filter({ hasText: 'Metoprolol tablet 50 mg' })).toContainText('1 maal per dag 1 tablet');
    await expect(element.getByRole('button', { name: 'Afdrukken' })).toBeVisible();
    expect((await savedFile(page, element, /^Bewaar de brief: Brief van de cardioloog/, /^brief-\d{4}-\d\d-\d\d\.pdf$/)).toString('latin1')).toContain('(Het hartfilmpje is goed.)');
  });
  await test.step('S1-12 it reads on a telephone: nothing is cut off', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const frame = page.frames().find((one) => one.url().includes('/medical-record'))!;
    await expect.poll(() => frame.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  await test.step('S1-26 DigiD is also a way to log in, before the password', async () => {
    await page.goto(eik.portal);
    const portal = scope(page, 'patient-login');
    await expect(portal.getByText(`U bent ingelogd als ${person.name}`)).toBeVisible({ timeout: 30_000 });
    await portal.getByRole('button', { name: 'Uitloggen' }).click();
    const eid = portal.getByRole('button', { name: 'Inloggen met DigiD' });
    await expect(eid).toBeVisible();
    expect((await eid.boundingBox())!.y).toBeLessThan((await portal.getByLabel('Gebruikersnaam').boundingBox())!.y);
    await eid.click();
    await digid(page, person.bsn);
    await expect(portal.getByText(`U bent ingelogd als ${person.name}`)).toBeVisible({ timeout: 30_000 });
  });

  await test.step('S1-24 the explanation, the film and the app are linked', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Uitleg' }).click();
    await expect(page.getByRole('heading', { name: 'Film: een account aanmaken' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Onze app' })).toBeVisible();
  });
  await test.step('S1-29 the menu names the app, for telephone and tablet, and links to what is said of it; its film stands with the others', async () => {
    await expect(scope(page, 'portal-menu').getByRole('link', { name: 'Onze app, voor telefoon en tablet' })).toHaveAttribute('href', `${origins.deEik}/uitleg.html#app`);
    await expect(scope(page, 'portal-help').getByRole('link', { name: 'Film: de app' })).toHaveAttribute('href', `${origins.deEik}/uitleg.html#app-film`);
  });
  expect(violations, 'no report of the strict policies').toEqual([]);
});

test('S1: without DigiD, by hand', async ({ page, browser }) => {
  test.setTimeout(240_000);
  const person = newPerson();
  await keepRecord(person, 'de-eik');
  const { email, password } = person;

  await test.step('S1-16 S1-22 before you begin, the form, one look at the address, the mail: as the guide of S0 has it', async () => {
    await page.goto(eik.register);
    const form = scope(page, 'register-form');
    await expect(form.getByText('Heeft u een eigen e-mailadres?')).toBeVisible();
    await expect(form.getByText('Slechts één patiënt per e-mailadres kan zich registreren.').first()).toBeVisible();
    await form.getByRole('link', { name: 'Account aanmaken' }).click();
    await form.getByLabel('Uw e-mailadres').fill(email);
    await form.getByLabel('Kies een wachtwoord').fill(password);
    await form.getByLabel('Uw naam').fill(person.name);
    await form.getByLabel('Uw geboortedatum').fill(typedDate(person.birthDate));
    await form.getByRole('button', { name: 'Verder' }).click();
    await form.getByRole('button', { name: 'Ja, maak mijn account aan' }).click();
    await expect(form.getByText(/klik binnen 24 uur op de link/)).toBeVisible();
    await expect(form.getByText(/map Ongewenste e-mail/)).toBeVisible();
  });

  await test.step('S1-19 S1-22 confirmed and logged in at once; now the PATIENT calls the assistant', async () => {
    await page.goto(confirmLink(await mailFor(email, /Bevestig uw account/)));
    const done = scope(page, 'register-form');
    await expect(done.getByText('Gefeliciteerd, u heeft uw account aangemaakt')).toBeVisible({ timeout: 30_000 });
    await expect(done.getByText(/Bel de assistente van Huisartsenpraktijk De Eik/)).toBeVisible();
    await expect(done.getByRole('link', { name: '030 123 45 67' }).first()).toHaveAttribute('href', 'tel:+31301234567');
  });

  await test.step('S1-20 S1-21 the assistant checks BSN and e-mail address, and links; the patient is mailed', async () => {
    await checkAndLink(browser, person);
    await mailFor(email, /is gekoppeld/);
  });

  await test.step('S1-23 a session code for each use: mailed at the click, used once, dead with its page', async () => {
    const inPortal = async () => {
      await page.goto(eik.portal);
      // The log-in above grows smaller when it knows who is in: what stands below has come to rest then.
      await expect(scope(page, 'patient-login').getByText(`U bent ingelogd als ${person.name}`)).toBeVisible({ timeout: 30_000 });
    };
    await inPortal();
    const prompt = scope(page, 'session-code-prompt');
    await prompt.getByRole('button', { name: 'Receptservice' }).click();
    await expect(prompt.getByLabel('Sessiecode', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(prompt.getByText('Sluit u vooral niet het scherm waar de sessiecode wordt gevraagd!')).toBeVisible();
    const old = sessionCode(await mailFor(email, /Sessiecode/));
    await inPortal();
    await prompt.getByRole('button', { name: 'Receptservice' }).click();
    await expect.poll(async () => (await codesOf(email)).length, { timeout: 30_000 }).toBe(2);
    const fresh = sessionCode(await mailFor(email, /Sessiecode/));
    const input = prompt.getByLabel('Sessiecode', { exact: true });
    if (old !== fresh) {
      await input.fill(old);
      await prompt.getByRole('button', { name: 'Doorgaan' }).click();
      await expect(prompt.locator('.error-summary')).toContainText(/klopt niet|nieuwere code/);
    }
    await input.fill(fresh);
    await prompt.getByRole('button', { name: 'Doorgaan' }).click();
    await expect(prompt.getByText('Metoprolol tablet 50 mg')).toBeVisible({ timeout: 30_000 });
  });

  await test.step('S1-15 S1-26 the same person by DigiD later: the identity attaches to this account, for the record has that very number', async () => {
    await page.goto(eik.portal);
    const portal = scope(page, 'patient-login');
    await portal.getByRole('button', { name: 'Uitloggen' }).click();
    await portal.getByRole('button', { name: 'Inloggen met DigiD' }).click();
    await digid(page, person.bsn);
    await expect(portal.getByText(`U bent ingelogd als ${person.name}`)).toBeVisible({ timeout: 30_000 });
    await portal.getByRole('button', { name: 'Uitloggen' }).click();
    await portal.getByLabel('Gebruikersnaam').fill(email);
    await portal.getByLabel('Wachtwoord', { exact: true }).fill(password);
    await portal.getByRole('button', { name: 'Inloggen', exact: true }).click();
    await expect(portal.getByText(`U bent ingelogd als ${person.name}`)).toBeVisible({ timeout: 30_000 });
  });

  await test.step('S1-05 an appointment with the GP or the physician assistant, as one chooses', async () => {
    await page.goto(eik.appointments);
    await openService(page, person, 'book-appointment');
    const booking = scope(page, 'book-appointment');
    await expect(booking.getByRole('radio', { name: 'Huisarts (10 minuten)' })).toBeVisible({ timeout: 30_000 });
    await book(booking, 'Physician assistant (10 minuten)');
    await expect(booking.locator('.item')).toContainText('Physician assistant');
    await mailFor(email, /Uw afspraak staat vast op/);
    await standsThere('de-eik', person.bsn, 'Appointment', ['booked']);
  });

  const consult = scope(page, 'econsult-form');
  const [question, answer, again] = ['Is dit plekje iets om mee langs te komen?', 'Het is onschuldig. Smeer het in, en kijk het een week aan.', 'Dank u wel. Hierbij de brief waarvan ik sprak.'];
  await test.step('S1-06 a medical question, with a letter, straight to the doctor, in a page of which this site sees nothing', async () => {
    await page.goto(eik.econsults);
    await openService(page, person, 'econsult-form');
    await ask(consult, 'Plekje op mijn arm', question, () => addLetter(consult));
    await expect(consult.getByText('zodra uw consult beantwoord is')).toBeVisible();
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('Plekje');
  });
  await test.step('S1-06 the practice reads it, saves the letter, and answers', async () => {
    await atDesk(browser, person, async (card, desk) => {
      await expect(card.getByText(question)).toBeVisible();
      expect(await saved(desk, card)).toEqual(letter);
      await card.getByLabel('Uw antwoord').fill(answer);
      await card.getByRole('button', { name: 'Antwoord versturen' }).click();
      await expect(desk.getByText(/Het antwoord aan .* is verstuurd/)).toBeVisible();
    });
  });
  await test.step('S1-07 the patient is told as soon as it is answered, without a word of it, reads it and writes again with a letter; what was sent can be saved here too', async () => {
    const mail = await mailFor(email, /Er is een bericht voor u/);
    for (const secret of [answer, question, 'Plekje']) expect(`${mail.subject}${mail.text}${mail.html}`).not.toContain(secret);
    await page.bringToFront();
    await page.goto(eik.econsults);
    await openService(page, person, 'econsult-form');
    await readAnswer(consult, 'Plekje', answer);
    expect(await saved(page, consult), 'out of a frame of another site').toEqual(letter);
    await consult.getByLabel('Uw reactie').fill(again);
    await addLetter(consult);
    await consult.getByRole('button', { name: 'Verstuur reactie' }).click();
    await expect(consult.getByText('Uw reactie is ontvangen.')).toBeVisible();
    await expect(consult.getByRole('button', { name: /^PDF 1 opslaan/ })).toHaveCount(2);
    await standsThere('de-eik', person.bsn, 'Communication', ['completed', 'completed', 'completed']);
    await standsThere('de-eik', person.bsn, 'DocumentReference', ['current', 'current']);
  });
});

test('S1: medicine again, from the own list to the pharmacy', async ({ page, browser }) => {
  test.setTimeout(240_000);
  const person = newPerson();
  const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  await keepRecord(person, 'de-eik', [
    { text: 'Amlodipine tablet 5 mg', atc: 'C08CA01', issued: 85, dispense: supply(90) },
    { text: 'Simvastatine tablet 40 mg', atc: 'C10AA01', issued: 20, dispense: supply(90, { numberOfRepeatsAllowed: 1 }) },
    { text: 'Oxazepam tablet 10 mg', atc: 'N05BA04', issued: 60 }, { text: 'Zalf eigen bereiding', issued: 60 },
    { text: 'Methotrexaat tablet 2,5 mg', atc: 'L04AX03', issued: 80, dispense: { validityPeriod: { end: '2020-01-01' } } }, { text: 'Lisinopril tablet 10 mg', atc: 'C09AA03', issued: 80, dispense: { validityPeriod: { end: soon } } },
  ]);
  await page.goto(eik.register);
  const form = scope(page, 'register-form');
  await form.getByRole('button', { name: 'Account aanmaken met DigiD' }).click();
  await digid(page, person.bsn);
  await expect(form.getByText('Uw account is gekoppeld.')).toBeVisible({ timeout: 30_000 });
  await page.goto(eik.prescriptions);
  const rx = scope(page, 'prescription-request');
  await rx.getByRole('button', { name: 'Open Receptservice' }).click();
  const medicine = (name: string) => medicineIn(rx, name);

  await test.step('S1-03 N2 the own list: dose, last issue, what is left, and of each whether it can be asked for, and if not, why and from when', async () => {
    await expect(medicine('Amlodipine')).toContainText('Volgens voorschrift', { timeout: 30_000 });
    await expect(medicine('Amlodipine')).toContainText(/Laatst voorgeschreven op \d\d-\d\d-\d{4}.*genoeg tot \d\d-\d\d-\d{4}/s);
    await expect(medicine('Simvastatine')).toContainText(/nog 1 keer geven zonder nieuw recept.*U kunt dit aanvragen vanaf/s);
    await expect(medicine('Methotrexaat')).toContainText('wil u eerst zien');
    for (const name of ['Simvastatine', 'Methotrexaat']) await expect(medicine(name).getByRole('checkbox')).toBeDisabled();
    await expect(medicine('Oxazepam')).toContainText('beslist de praktijk elke keer opnieuw');
    await expect(medicine('Zalf')).toContainText('kijkt eerst of het zonder afspraak kan');
    for (const name of ['Amlodipine', 'Oxazepam', 'Zalf', 'Lisinopril', 'Metoprolol']) await expect(medicine(name).getByRole('checkbox')).toBeEnabled();
  });

  await test.step('N2 what cannot be asked for leads to the appointment, its kind chosen; the request is kept meanwhile', async () => {
    await medicine('Amlodipine').getByRole('checkbox').check();
    await medicine('Methotrexaat').getByRole('button', { name: /^Maak een afspraak: Huisarts/ }).click();
    const booking = rx.locator('book-appointment');
    await expect(booking.getByRole('radio', { name: 'Huisarts (10 minuten)' })).toBeChecked({ timeout: 30_000 });
    await rx.getByRole('button', { name: 'Terug naar uw aanvraag' }).click();
    await expect(medicine('Amlodipine').getByRole('checkbox')).toBeChecked();
  });

  await test.step('S1-28 N1 N3 several in one request, with a reason where the practice decides, other medicine, a pharmacy; nothing is ordered until it is sent, and the date is told before and after', async () => {
    await medicine('Oxazepam').getByRole('checkbox').check();
    await medicine('Amlodipine').getByLabel(/Opmerking bij/).fill('Graag voor drie maanden.');
    await rx.getByRole('button', { name: 'Voeg een ander medicijn toe' }).click();
    await rx.getByLabel('Naam en sterkte van het medicijn').fill('Hydrocortisonzalf 1%');
    await rx.getByLabel('Waarom heeft u dit nodig?').fill('Eczeem op de hand');
    await rx.getByRole('button', { name: 'Verder' }).click();
    await expect(rx.locator('.error-summary')).toContainText('Vul in waarom u Oxazepam tablet 10 mg nodig heeft.');
    await expect(rx.locator('.error-summary')).toContainText('Kies waar u uw medicijnen ophaalt.');
    await rx.getByLabel('Waarom heeft u Oxazepam tablet 10 mg nodig?').fill('Ik slaap slecht.');
    await rx.getByRole('radio', { name: 'Apotheek bij het station' }).check();
    await expect(rx.getByText('Er is nog niets besteld.')).toBeVisible();
    await rx.getByRole('button', { name: 'Verder' }).click();
    await expect(rx.getByText('Er is nog niets besteld.')).toBeVisible();
    await expect(rx.getByText(/Dan ligt het klaar op .* vanaf 15:30 uur/)).toBeVisible();
    await rx.getByRole('button', { name: 'Verstuur aanvraag' }).click();
    await expect(rx.getByRole('heading', { name: 'Uw aanvraag is ontvangen' })).toBeVisible();
    await expect(rx.locator('[data-step=sent]')).toContainText(/R-\w{4}-\w{2}.*Ontvangen op.*vanaf 15:30 uur/s);
    await expect(rx.locator('.item').filter({ hasText: 'Hydrocortisonzalf' })).toContainText('De praktijk moet dit nog bekijken.');
  });

  await test.step('N1 S4-02 the desk approves, refuses with a reason, says what is at the pharmacy, and that one prescription may not be renewed online', async () => {
    const desk = await staffLogIn(browser, 'assistente@de-eik.example');
    await desk.bringToFront();
    await desk.getByRole('tab', { name: /Herhaalrecepten/ }).click();
    await desk.getByRole('tabpanel').getByRole('button', { name: 'Vernieuwen' }).click();
    const card = desk.locator('desk-prescription').filter({ hasText: person.family });
    await expect(card).toContainText('Apotheek bij het station');
    await expect(card).toContainText('Ik slaap slecht.');
    await card.getByRole('group', { name: /Amlodipine/ }).getByRole('radio', { name: 'Goedkeuren', exact: true }).check();
    await card.getByRole('group', { name: /Hydrocortison/ }).getByRole('radio', { name: /staat bij de apotheek/ }).check();
    await card.getByRole('group', { name: /Oxazepam/ }).getByRole('radio', { name: 'Weigeren' }).check();
    await card.getByLabel('Reden').fill('Kom eerst langs.');
    await card.getByRole('button', { name: /Besluit versturen/ }).click();
    await card.getByRole('checkbox', { name: /Amlodipine.*Staat nu bij de apotheek/ }).check();
    await card.getByRole('button', { name: /Medicijnlijst/ }).click();
    await card.getByRole('button', { name: 'Wijzig: Lisinopril tablet 10 mg' }).click();
    await card.getByRole('radio', { name: 'Mag niet online' }).check();
    await card.getByRole('button', { name: 'Vastleggen' }).click();
    await expect(card.locator('desk-medicines')).toContainText('kan niet: dat heeft de praktijk gezegd');
    await card.getByRole('button', { name: /Besluit versturen/ }).click();
    await expect(card).toHaveCount(0);
    await page.bringToFront();
  });

  await test.step('N1 the patient reads how each line stands, in plain words', async () => {
    await page.goto(eik.prescriptions);
    await rx.getByRole('button', { name: 'Open Receptservice' }).click();
    const request = rx.locator('.item').filter({ hasText: 'Hydrocortisonzalf' });
    await expect(request).toContainText(/Amlodipine tablet 5 mg: Staat bij de apotheek/, { timeout: 30_000 });
    await expect(request).toContainText(/Oxazepam tablet 10 mg: Niet goedgekeurd.*Reden: Kom eerst langs\./s);
    await expect(medicine('Lisinopril')).toContainText('niet online kunt aanvragen');
    await expect(rx.getByRole('radio', { name: 'Apotheek bij het station' })).toBeChecked();
    await standsThere('de-eik', person.bsn, 'Task', ['completed', 'completed', 'rejected']);
  });

  await test.step('S1-04 how one is reminded is one\'s own choice, also not at all', async () => {
    await page.goto(`${origins.service}/hosted/de-eik/patient-account`);
    const account = scope(page, 'patient-account');
    await account.getByRole('button', { name: 'Inloggen met DigiD' }).click();
    await digid(page, person.bsn);
    await account.getByRole('button', { name: /^Open / }).click();
    const reminders = account.getByRole('group', { name: 'Herinnering als u weer medicijnen kunt aanvragen' });
    await expect(reminders.getByRole('radio', { name: 'Per e-mail' })).toBeChecked({ timeout: 30_000 });
    await reminders.getByRole('radio', { name: 'Geen bericht' }).check();
    await expect(account.getByText('Bewaard.')).toBeVisible();
    await page.reload();
    await account.getByRole('button', { name: /^Open / }).click();
    await expect(reminders.getByRole('radio', { name: 'Geen bericht' })).toBeChecked({ timeout: 30_000 });
  });
});

const letter = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n');
/** To a question or a reply, as a hand does. */
async function addLetter(form: Scope): Promise<void> {
  await form.getByRole('button', { name: 'Foto of PDF toevoegen' }).click();
  await form.getByLabel(/Ik wil foto’s of documenten met de praktijk delen/).click();
  await form.getByLabel('Kies een foto of PDF').setInputFiles({ name: 'brief.pdf', mimeType: 'application/pdf', buffer: letter });
  await expect(form.getByRole('button', { name: 'Verwijder: brief.pdf' })).toBeVisible();
}
const saved = (page: Page, at: Scope) => savedFile(page, at, /^PDF 1 opslaan/, /^E-\w{4}-\w{2}-1\.pdf$/);
async function atDesk(browser: Browser, person: Person, act: (card: Locator, desk: Page) => Promise<void>): Promise<void> {
  const desk = await staffLogIn(browser, 'assistente@de-eik.example');
  await desk.bringToFront();
  await desk.getByRole('tab', { name: /eConsulten/ }).click();
  await desk.getByRole('tabpanel').getByRole('button', { name: 'Vernieuwen' }).click();
  const card = desk.locator('desk-econsult').filter({ hasText: person.family });
  await card.getByRole('button', { name: /Lezen en beantwoorden/ }).click();
  await act(card, desk);
}

/** At this practice the assistant does both (S0-34). */
async function checkAndLink(browser: Browser, person: Person): Promise<void> {
  const desk = await staffLogIn(browser, 'assistente@de-eik.example');
  await desk.bringToFront();
  await desk.getByRole('tab', { name: /Nieuwe accounts/ }).click();
  await desk.getByRole('tabpanel').getByRole('button', { name: 'Vernieuwen' }).click();
  const card = desk.locator('desk-link').filter({ hasText: person.email });
  await expect(card).toBeVisible();
  await checkIdentity(card, person);
  await linkAccount(card);
}
