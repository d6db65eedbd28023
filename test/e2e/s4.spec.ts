/**
 * The guide of preset S4, walked by Danes: a person, a child with a parent, and the clinic's secretary, at three clinics that differ in settings alone. On real parts:
 * the service, its mail, and MitID at an OpenID provider. Each step names the requirement numbers it proves; `npm run test:guides -- S4` prints them.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { demoStaff } from '../../demo-site/people.ts';
import { mailFor, mailsFor, origins, pressBelow, scope, sessionCode, type Scope } from './support.ts';
import { standsThere } from './there.ts';

const at = (file: string) => `${origins.ahorn}/${file}.html`;
const einer = { cpr: '0201609995', typed: '020160-9995', name: 'Einer Test Lauridsen', given: 'Einer', family: 'Lauridsen' };
const password = 'Blaa cykel 1970', email = `einer-${Date.now()}@patient.example`;
const link = (text: string, kind: string): string => { const found = new RegExp(`https?://\\S+#balie-${kind}=[\\w-]{43}`).exec(text)?.[0]; if (!found) throw new Error(`no ${kind} link`); return found; };

/** What a person types; a word of it may differ. */
async function fillForm(form: Scope, person: { number: string; guardian?: string; given: string; family: string; email: string }, secret = password) {
  if (person.guardian) {
    await form.getByLabel('Barnets CPR-nummer').pressSequentially(person.number);
    await form.getByLabel('Forælder/værge CPR-nummer').pressSequentially(person.guardian);
  } else await form.getByLabel('CPR-nummer', { exact: true }).pressSequentially(person.number);
  await form.getByLabel(person.guardian ? 'Barnets fornavn' : 'Fornavn').fill(person.given);
  await form.getByLabel(person.guardian ? 'Barnets efternavn' : 'Efternavn').fill(person.family);
  await form.getByLabel('E-mail', { exact: true }).fill(person.email);
  await form.getByLabel('Bekræft e-mail').fill(person.email);
  await form.getByLabel('Adgangskode', { exact: true }).fill(secret);
  await form.getByLabel('Bekræft adgangskode').fill(secret);
}
const send = (form: Scope) => form.getByRole('button', { name: 'Opret bruger', exact: true }).click();
/** At the demo's MitID. */
async function mitId(page: Page, who: string | { number: string }) {
  await expect(page).toHaveURL(new RegExp(`^${origins.eid}/`));
  if (typeof who === 'string') return page.getByRole('button', { name: who }).click();
  await page.getByLabel('CPR-nummer').fill(who.number);
  await page.getByRole('button', { name: 'Log ind', exact: true }).click();
}
/** Number and password; with `mailbox` also the security code that comes there. */
async function logIn(form: Scope, number: string, secret = password, mailbox?: string) {
  const before = mailbox ? (await mailsFor(mailbox))[0]?.id ?? 0 : 0;
  await form.getByLabel('CPR-nummer', { exact: true }).pressSequentially(number);
  await form.getByLabel('Adgangskode', { exact: true }).fill(secret);
  await form.getByRole('button', { name: 'Log ind', exact: true }).click();
  if (!mailbox) return;
  await form.getByLabel('Sikkerhedskode').fill(sessionCode(await mailFor(mailbox, /Sikkerhedskode/, before)));
  await form.getByRole('button', { name: 'Fortsæt' }).click();
}
const portal = async (page: Page, address = at('patientportal')): Promise<Scope> => { await page.goto(address); return scope(page, 'patient-login'); };
async function logOut(page: Page, address?: string) {
  const form = await portal(page, address);
  await form.getByRole('button', { name: 'Log ud' }).click();
  await expect(form.getByText('Du er logget ud.')).toBeVisible();
}

let opened: Page | undefined;
/** The secretary's desk, in Danish. */
async function desk(browser: Browser): Promise<Page> {
  if (!opened) {
    opened = await (await browser.newContext({ locale: 'da-DK', timezoneId: 'Europe/Copenhagen' })).newPage();
    const member = demoStaff.find((one) => one.email === 'sekretaer@laegehuset-ahorn.example')!;
    await opened.goto(`${origins.desk}/?lang=da`);
    await opened.getByLabel('Brugernavn').fill(member.email);
    await opened.getByLabel('Adgangskode', { exact: true }).fill(member.password);
    await opened.getByRole('button', { name: 'Log ind' }).click();
    await opened.getByLabel('Seks cifre').fill(new TOTP({ secret: Secret.fromBase32(member.totpSecret) }).generate());
    await opened.getByRole('button', { name: 'Fortsæt' }).click();
  }
  await opened.getByRole('tab', { name: /Nye brugere/ }).click();
  await opened.getByRole('tabpanel').getByRole('button', { name: 'Opdater' }).click();
  return opened;
}
async function approve(browser: Browser, about: string) {
  const page = await desk(browser);
  const card = page.locator('desk-link').filter({ hasText: about });
  await card.getByRole('button', { name: /^Tilknyt bruger/ }).click();
  await card.getByRole('button', { name: 'Tilknyt bruger', exact: true }).click();
  await expect(card).toHaveCount(0);
}

/** The secretary begins a user for somebody in the records. */
async function activate(browser: Browser, { cpr, name }: { cpr: string; name: string }, mailbox: string, excused = false) {
  const page = await desk(browser);
  await page.getByRole('tab', { name: 'Find patient' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Find patient' });
  await panel.getByLabel('CPR-nummer').fill(cpr);
  await panel.getByRole('button', { name: 'Søg' }).click();
  await panel.getByRole('button', { name: `Opret bruger: ${name}` }).click();
  await panel.getByLabel('Patientens e-mailadresse').fill(mailbox);
  if (excused) await panel.getByLabel('Patienten kan ikke bruge MitID').check();
  await panel.getByRole('button', { name: 'Opret bruger, og send e-mailen' }).click();
  await expect(page.getByText(/^E-mailen til .* er sendt\.$/)).toBeVisible();
}
/** By the link of the activation mail, on our own page. */
async function choosePassword(page: Page, mailbox: string) {
  await page.goto(link((await mailFor(mailbox, /Aktivér din bruger/)).text, 'activation'));
  const part = page.locator('register-form');
  await expect(part.getByRole('heading', { name: 'Din egen adgangskode' })).toBeVisible();
  await part.getByLabel('Vælg en adgangskode', { exact: true }).fill(password);
  await part.getByLabel('Gentag din adgangskode').fill(password);
  await part.getByRole('button', { name: 'Videre' }).click();
  await expect(part.getByRole('heading', { name: 'Din bruger er klar' })).toBeVisible();
}

test('S4-14 S4-17 S4-29 nothing pressed, ticked or typed between the served page and its script is lost, however slow the network', async ({ page }) => {
  test.setTimeout(120_000);
  let free = () => {};
  const held = new Promise<void>((resolve) => { free = resolve; });
  await page.route(/\/assets\//, async (route) => { await held; await route.continue().catch(() => undefined); });
  const open = async () => {
    await page.goto(at('patientportal'), { waitUntil: 'commit' });
    const form = scope(page, 'patient-login');
    await expect(form.getByRole('link', { name: 'Opret ny bruger' })).toBeVisible();
    return form;
  };
  // Links lead on without it.
  for (const [name, file] of [['Opret ny bruger', 'opret-bruger'], ['Opret bruger under 15 år', 'opret-barn']]) {
    await pressBelow((await open()).getByRole('link', { name: name! }));
    await expect(page).toHaveURL(at(file!));
  }
  const form = await open();
  const number = form.getByLabel('CPR-nummer', { exact: true });
  await number.pressSequentially(einer.cpr);
  await form.getByLabel('Skjul CPR-nummer').check();
  await form.getByLabel('Adgangskode', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Vis adgangskode' }).click();
  await expect(number).toHaveValue(einer.cpr);
  free();
  await expect(number).toHaveAttribute('type', 'password');
  await expect(number).toHaveValue(einer.typed);
  await expect(form.getByLabel('Adgangskode', { exact: true })).toHaveAttribute('type', 'text');
  await expect(form.getByLabel('Adgangskode', { exact: true })).toHaveValue(password);
});

test('S4: a Dane, a child and three clinics', async ({ page, browser }) => {
  test.setTimeout(300_000);
  const violations: string[] = [];
  page.on('console', (message) => { if (/Content Security Policy|violates/i.test(message.text())) violations.push(message.text()); });

  await test.step('S4-01 S4-07 S4-08 S4-43 S4-50 three services with words of their own, a link a service on the clinic\'s own site, with the clinic\'s titles and words; the front page of the service asks to log in', async () => {
    await page.goto(at('index'));
    for (const [title, words] of [['RECEPTFORNYELSE', 'Dog ikke vanedannende medicin.'], ['TIDSBESTILLING', 'IKKE-akutte'], ['E-KONSULTATION', 'IKKE til medicin- og tidsbestilling']]) await expect(page.getByRole('link', { name: new RegExp(title!) })).toContainText(words!);
    await page.getByRole('link', { name: /RECEPTFORNYELSE/ }).click();
    await expect(page).toHaveURL(at('receptfornyelse'));
    await expect(scope(page, 'prescription-request').getByText('Log ind først for at bruge Receptfornyelse.')).toBeVisible();
  });

  let form = await portal(page);
  await test.step('S4-09 S4-10 S4-11 S4-15 S4-17 S4-23 S4-44 S4-45 S4-52 S4-53 the front page in its order: clinic, help, MitID with its notice, security code, forgotten password, two ways to become a user, advice, operator', async () => {
    const parts = [
      form.getByRole('heading', { name: /Lægehuset Ahorn/ }), form.getByRole('link', { name: 'Hjælp' }), form.getByText(/Du vil blive viderestillet til log ind med MitID via Sundhedsdatastyrelsens borgeradgang/), form.getByRole('button', { name: 'Log ind med MitID' }),
      form.getByRole('heading', { name: 'Log ind med sikkerhedskode' }), form.getByRole('button', { name: 'Log ind', exact: true }), form.getByRole('link', { name: 'Glemt adgangskode?' }), form.getByRole('link', { name: 'Opret ny bruger' }), form.getByRole('link', { name: 'Opret bruger under 15 år' }),
      form.getByText('Det anbefales at logge ud og lukke alle browservinduer efter endt brug af Patientportalen.'), form.getByText('Patientportalen drives af Balie.'),
    ];
    const places = [];
    for (const part of parts) { await expect(part.first()).toBeVisible(); const box = await part.first().boundingBox(); places.push(box!.y * 10_000 + box!.x); }
    expect(places).toEqual([...places].sort((a, b) => a - b));
    await expect(form.getByText(/fyldt 15 år/)).toBeVisible();
  });

  await test.step('S4-19 before log-in the help tells how to become a user and log in', async () => {
    await pressBelow(form.getByRole('link', { name: 'Hjælp' }));
    await expect(page).toHaveURL(at('hjaelp'));
    const help = scope(page, 'portal-help');
    await expect(help.getByRole('link', { name: /Opret bruger og log ind/ })).toHaveAttribute('href', `${at('vejledninger')}#log-ind`);
    await expect(help.getByRole('link', { name: /Brug portalen/ })).toHaveCount(0);
    form = await portal(page);
  });

  await test.step('S4-14 S4-29 S4-41 the hyphen comes by itself; the number shows unless the box is ticked', async () => {
    const number = form.getByLabel('CPR-nummer', { exact: true });
    await number.pressSequentially(einer.cpr);
    await expect(number).toHaveValue(einer.typed);
    await expect(number).toHaveAttribute('type', 'text');
    await form.getByLabel('Skjul CPR-nummer').check();
    await expect(number).toHaveAttribute('type', 'password');
    await expect(number).toHaveValue(einer.typed);
    await form.getByLabel('Skjul CPR-nummer').uncheck();
    await expect(number).toHaveAttribute('type', 'text');
  });

  const before = (await mailsFor('skranke@laegehuset-ahorn.example')).length;
  await test.step('S4-22 S4-24 S4-25 S4-28 S4-30 S4-31 S4-45 S4-46 the form: fields in order, everything but "Mobil" needed, e-mail twice, password rule, terms to read by a link and agreed to by the button', async () => {
    await pressBelow(form.getByRole('link', { name: 'Opret ny bruger' }));
    await expect(page).toHaveURL(at('opret-bruger'));
    form = scope(page, 'register-form');
    await expect(form.getByText(/borgeradgang/)).toBeVisible();
    const labels = await form.locator('.field label').allInnerTexts();
    expect(labels.map((label) => label.replace(/ \(valgfrit\)/, '').trim())).toEqual(['CPR-nummer', 'Fornavn', 'Efternavn', 'E-mail', 'Bekræft e-mail', 'Mobil', 'Adgangskode', 'Bekræft adgangskode']);
    await expect(form.getByText('Alle felter undtagen \'Mobil\' skal udfyldes.')).toBeVisible();
    await send(form);
    await expect(form.locator('.error-summary a')).toHaveCount(5);
    await fillForm(form, { number: einer.cpr, given: einer.given, family: einer.family, email });
    await form.getByLabel('Bekræft e-mail').fill(`anden-${email}`);
    for (const [weak, words] of [['Welkom01', 'Mange bruger denne adgangskode'], ['lutter smaa 1', 'små og store bogstaver']]) {
      await form.getByLabel('Adgangskode', { exact: true }).fill(weak!);
      await send(form);
      await expect(form.locator('.error-summary')).toContainText(words!);
      await expect(form.locator('.error-summary')).toContainText('De to e-mailadresser er ikke ens');
    }
    await form.getByLabel('Bekræft e-mail').fill(email);
    await form.getByLabel('Adgangskode', { exact: true }).fill(password);
    await expect(form.getByText(/Ved at klikke på “Opret bruger” accepterer du/)).toBeVisible();
    await expect(form.getByRole('link', { name: 'vilkår og retningslinjer' })).toHaveAttribute('href', at('vilkaar'));
    await send(form);
    await expect(page).toHaveURL(new RegExp(`^${origins.eid}/`));
    expect((await mailsFor('skranke@laegehuset-ahorn.example')).length).toBe(before);
  });

  await test.step('S4-32 "Afbryd" at MitID comes back cleanly: nothing was made', async () => {
    await page.getByRole('button', { name: 'Afbryd' }).click();
    await expect(page).toHaveURL(at('opret-bruger'));
    form = scope(page, 'register-form');
    await expect(form.getByText(/afbrudt|afbrød/)).toBeVisible();
    expect((await mailsFor('skranke@laegehuset-ahorn.example')).length).toBe(before);
  });

  await test.step('S4-22 S4-33 S4-38 S4-46 MitID proves who it is and leads back; the request goes to the clinic only now', async () => {
    await page.goto(at('opret-bruger'));
    await fillForm(form, { number: einer.cpr, given: einer.given, family: einer.family, email });
    await send(form);
    await mitId(page, einer.name);
    await expect(page).toHaveURL(at('opret-bruger'));
    await expect(scope(page, 'register-form').getByRole('heading', { name: 'Din anmodning er sendt' })).toBeVisible();
    await expect.poll(async () => (await mailsFor('skranke@laegehuset-ahorn.example')).length).toBeGreaterThan(before);
  });

  await test.step('S4-33 until the clinic has said yes one may not log in there, and is told so; by MitID neither', async () => {
    form = await portal(page);
    await logIn(form, einer.cpr);
    await expect(form.locator('.error-summary')).toContainText('Klinikken har endnu ikke behandlet din anmodning');
    await form.getByRole('button', { name: 'Log ind med MitID' }).click();
    await mitId(page, einer.name);
    await expect(scope(page, 'patient-login').getByText(/endnu ikke behandlet din anmodning/)).toBeVisible();
  });

  await test.step('S4-33 the desk finds request and record side by side, proved by MitID, and says yes; the mail has a link to the portal', async () => {
    const card = (await desk(browser)).locator('desk-link').filter({ hasText: email });
    await expect(card).toContainText('MitID');
    await expect(card).toContainText('Einer Test Lauridsen');
    await approve(browser, email);
    const mail = await mailFor(email, /er godkendt/);
    expect(mail.text).toContain(at('patientportal'));
  });

  await test.step('S4-37 S4-38 log in with MitID leads back to the portal, logged in', async () => {
    form = await portal(page);
    await form.getByRole('button', { name: 'Log ind med MitID' }).click();
    await mitId(page, einer.name);
    await expect(page).toHaveURL(at('patientportal'));
    await expect(scope(page, 'patient-login').getByRole('heading', { name: 'Du er logget ind' })).toBeVisible();
  });

  await test.step('S4-40 where the clinic\'s system has another address both are asked; the right one is typed, and counts once its link was used', async () => {
    form = scope(page, 'patient-login');
    await expect(form.getByRole('heading', { name: 'Er dine oplysninger rigtige?' })).toBeVisible();
    await form.locator('contact-confirm').getByLabel('E-mail').fill(`ny-${email}`);
    await form.locator('contact-confirm').getByLabel(/Mobil/).fill('20 12 34 56');
    await form.getByRole('button', { name: 'Bekræft' }).click();
    await expect(form.getByText(/Vi har sendt et link til/)).toBeVisible();
    expect(await mailFor(email, /En anden e-mailadresse/)).toBeTruthy();
    const other = await page.context().newPage();
    await other.goto(link((await mailFor(`ny-${email}`, /Bekræft din e-mailadresse/)).text, 'contact'));
    await expect(other.getByText('Din e-mailadresse er bekræftet. Vi bruger den fra nu af.')).toBeVisible();
    expect(other.url()).not.toContain('#');
    await other.close();
  });

  await test.step('S4-19 logged in the help tells how to use the services', async () => {
    await page.goto(at('hjaelp'));
    const help = scope(page, 'portal-help');
    await expect(help.getByRole('link', { name: /Brug portalen/ })).toHaveAttribute('href', `${at('vejledninger')}#funktioner`);
    await expect(help.getByRole('link', { name: /Opret bruger og log ind/ })).toHaveCount(0);
    await portal(page);
  });

  await test.step('S4-02 S4-03 N2 regular medicine only: what is addictive says so, and what can be done; what is not in the list is for the telephone', async () => {
    await page.goto(at('receptfornyelse'));
    const rx = scope(page, 'prescription-request');
    await rx.getByRole('button', { name: 'Åbn Receptfornyelse' }).click();
    const medicine = (name: string) => rx.locator('.medicine').filter({ hasText: name });
    await expect(medicine('Metoprolol').getByRole('checkbox')).toBeEnabled({ timeout: 30_000 });
    await expect(medicine('Oxazepam').getByRole('checkbox')).toBeDisabled();
    await expect(medicine('Oxazepam')).toContainText('kan være vanedannende');
    await expect(medicine('Oxazepam').getByRole('link', { name: /86 12 34 56/ })).toHaveAttribute('href', 'tel:+4586123456');
    await expect(medicine('Oxazepam').getByRole('button', { name: /^Bestil en tid: Konsultation/ })).toBeVisible();
    await expect(medicine('Simvastatin')).toContainText(/Du kan bestille denne medicin fra .*dag den/);
    await expect(medicine('Metformin')).toContainText('vil gerne se dig');
    await expect(rx.getByText(/Mangler der noget medicin på listen\? Ring til klinikken på/)).toBeVisible();
    await expect(rx.getByText(/er det klar .*dag.* fra kl\. 12\.00/)).toBeVisible();
  });

  await test.step('S4-04 booking is for what is not acute; for what is, the secretary\'s number', async () => {
    await page.goto(at('tidsbestilling'));
    const booking = scope(page, 'book-appointment');
    await booking.getByRole('button', { name: 'Åbn Tidsbestilling' }).click();
    const notice = booking.locator('.notice').filter({ hasText: 'Kun til ikke-akutte henvendelser' });
    await expect(notice).toContainText('Så bestil ikke tid på denne side, men ring.', { timeout: 30_000 });
    await expect(notice.locator('a[href="tel:112"]')).toBeVisible();
  });

  const consult = scope(page, 'econsult-form');
  await test.step('S4-06 a question is not for what is acute: that has the numbers to call, and no field to write in', async () => {
    await page.goto(at('e-konsultation'));
    await consult.getByRole('button', { name: 'Åbn E-konsultation' }).click();
    await consult.getByRole('radio', { name: /^Ja/ }).check({ timeout: 30_000 });
    await consult.getByRole('button', { name: 'Næste' }).click();
    await expect(consult.getByRole('heading', { name: 'Ring nu i stedet for at skrive' })).toBeVisible();
    await expect(consult.locator('[data-step=stop] a[href^="tel:"]').first()).toBeVisible();
    await expect(consult.locator('textarea')).toHaveCount(0);
  });
  await test.step('S4-06 N5 nor for medicine or bookings: it says so, and what is one can be taken there, words and all', async () => {
    await consult.getByRole('button', { name: 'Det kan alligevel godt vente' }).click();
    await consult.getByRole('radio', { name: /^Nej/ }).check();
    await consult.getByRole('button', { name: 'Næste' }).click();
    await expect(consult.getByText(/Ikke til medicin- og tidsbestilling eller akutte henvendelser/)).toBeVisible();
    await consult.getByLabel('Emne').fill('Kontrol');
    await consult.getByLabel('Dit spørgsmål').fill('Jeg vil gerne bestille tid til kontrol.');
    await consult.getByRole('button', { name: 'Næste' }).click();
    await consult.getByRole('button', { name: 'Tag det med til »Tidsbestilling«' }).click();
    const booking = consult.locator('book-appointment');
    await booking.getByRole('radio', { name: /^Konsultation hos lægen/ }).check({ timeout: 30_000 });
    await booking.getByRole('button', { name: 'Vis ledige tider' }).click();
    await booking.getByRole('button', { name: /kl\. \d\d\.\d\d/ }).first().click();
    await expect(booking.locator('textarea')).toHaveValue('Kontrol\nJeg vil gerne bestille tid til kontrol.');
    await consult.getByRole('button', { name: 'Tilbage til dit spørgsmål' }).click();
    await expect(consult.getByText('Jeg vil gerne bestille tid til kontrol.')).toBeVisible();
  });
  await test.step('S4-05 a question to the doctor, about blood-test results; the answer is read right there', async () => {
    await consult.getByRole('button', { name: 'Ret emne' }).click();
    await consult.getByLabel('Emne').fill('Svar på blodprøve');
    await consult.getByLabel('Dit spørgsmål').fill('Hvad betyder mit blodprøvesvar?');
    await consult.getByRole('button', { name: 'Næste' }).click();
    await consult.getByRole('button', { name: 'Send spørgsmål' }).click();
    await expect(consult.getByRole('heading', { name: 'Vi har modtaget dit spørgsmål' })).toBeVisible();
    const number = await consult.locator('[data-step=sent] .number strong').innerText();
    const secretary = await desk(browser);
    await secretary.getByRole('tab', { name: /E-konsultationer/ }).click();
    await secretary.getByRole('tabpanel').getByRole('button', { name: 'Opdater' }).click();
    const card = secretary.locator('desk-econsult').filter({ hasText: number });
    await card.getByRole('button', { name: /Læs og svar/ }).click();
    await expect(card.getByText('Hvad betyder mit blodprøvesvar?')).toBeVisible();
    await card.getByLabel('Dit svar').fill('Alt er, som det skal være.');
    await card.getByRole('button', { name: 'Send svar' }).click();
    await mailFor(`ny-${email}`, /Der er en besked til dig/);
    await page.goto(at('e-konsultation'));
    await consult.getByRole('button', { name: 'Åbn E-konsultation' }).click();
    await consult.getByRole('button', { name: 'Læs »Svar på blodprøve«', exact: true }).first().click({ timeout: 30_000 });
    await expect(consult.getByText('Alt er, som det skal være.')).toBeVisible();
    await standsThere('laegehuset-ahorn', einer.cpr, 'Communication', ['completed', 'completed']);
  });

  await test.step('S4-07 S4-13 S4-37 S4-39 log in with number and password and then a security code by e-mail, on the page of the chosen service, and stay there', async () => {
    await logOut(page);
    await page.goto(at('tidsbestilling'));
    form = scope(page, 'book-appointment');
    await logIn(form, einer.typed, password, `ny-${email}`);
    await expect(form.getByRole('button', { name: 'Åbn Tidsbestilling' })).toBeVisible();
    await expect(page).toHaveURL(at('tidsbestilling'));
  });

  await test.step('S4-14 S4-15 S4-16 S4-30 forgotten password: number and address, a mail with a link, a new password; the old one is dead', async () => {
    await logOut(page);
    await pressBelow(scope(page, 'patient-login').getByRole('link', { name: 'Glemt adgangskode?' }));
    await expect(page).toHaveURL(/\/hosted\/laegehuset-ahorn\/password-reset/);
    const reset = page.locator('password-reset');
    await reset.getByLabel('CPR-nummer', { exact: true }).pressSequentially(einer.cpr);
    await reset.getByLabel('Skjul CPR-nummer').check();
    await expect(reset.getByLabel('CPR-nummer', { exact: true })).toHaveAttribute('type', 'password');
    await reset.getByLabel('E-mail').fill(`ny-${email}`);
    await reset.getByRole('button', { name: 'Nulstil adgangskode' }).click();
    await expect(reset.getByRole('heading', { name: 'Se i din e-mail' })).toBeVisible();
    await page.goto(link((await mailFor(`ny-${email}`, /Ny adgangskode/)).text, 'reset'));
    await page.getByLabel('Ny adgangskode', { exact: true }).fill('Welkom01');
    await page.getByLabel('Bekræft den nye adgangskode').fill('Welkom01');
    await page.getByRole('button', { name: 'Gem adgangskode' }).click();
    await expect(page.locator('.error-summary')).toContainText('Mange bruger denne adgangskode');
    await page.getByLabel('Ny adgangskode', { exact: true }).fill('Groen tekande 77');
    await page.getByLabel('Bekræft den nye adgangskode').fill('Groen tekande 77');
    await page.getByRole('button', { name: 'Gem adgangskode' }).click();
    await expect(page.getByRole('heading', { name: 'Din adgangskode er ændret' })).toBeVisible();
    await mailFor(`ny-${email}`, /er ændret/);
    form = await portal(page);
    await logIn(form, einer.cpr);
    await expect(form.locator('.error-summary')).toContainText('CPR-nummeret og adgangskoden passer ikke sammen');
  });

  await test.step('S4-20 S4-21 the same log-in at a second clinic; there one presses "Registrer"', async () => {
    form = await portal(page, `${origins.birk}/index.html`);
    await logIn(form, einer.cpr, 'Groen tekande 77', `ny-${email}`);
    await expect(form.getByRole('heading', { name: /Du er ikke tilmeldt hos .+ endnu/ })).toBeVisible();
    await form.getByRole('button', { name: 'Registrer', exact: true }).click();
    await expect(form.getByText('Din bruger er tilknyttet. Du kan bruge tjenesterne.')).toBeVisible();
  });

  await test.step('S4-34 the automatic clinic: the user exists at once, and log-in works straight away', async () => {
    await logOut(page, `${origins.birk}/index.html`);
    form = scope(page, 'register-form');
    await fillForm(form, { number: '0504909995', given: 'Magnus', family: 'Lauridsen', email: `magnus-${email}` });
    await send(form);
    await mitId(page, 'Magnus Test Lauridsen');
    await expect(scope(page, 'register-form').getByRole('heading', { name: 'Brugeren er oprettet' })).toBeVisible();
    form = await portal(page, `${origins.birk}/index.html`);
    await logIn(form, '0504909995', password, `magnus-${email}`);
    await expect(form.getByRole('heading', { name: 'Du er logget ind' })).toBeVisible();
    await logOut(page, `${origins.birk}/index.html`);
  });

  await test.step('S4-18 a clinic that has switched self-registration off says to contact it', async () => {
    await page.goto(`${origins.cypres}/index.html`);
    await expect(scope(page, 'register-form').getByText(/Kontakt klinikken på 86 33 44 55/)).toBeVisible();
    await expect(scope(page, 'patient-login').getByText(/Kontakt klinikken på 86 33 44 55/)).toBeVisible();
  });

  const child = `lars-${email}`;
  await test.step('S4-17 S4-23 S4-25 S4-26 S4-27 S4-28 S4-30 S4-31 S4-41 S4-42 S4-45 S4-49 a child\'s form: both numbers under one box, the child\'s names, where its codes go, all the rest as for adults', async () => {
    form = await portal(page);
    await pressBelow(form.getByRole('link', { name: 'Opret bruger under 15 år' }));
    await expect(page).toHaveURL(at('opret-barn'));
    form = scope(page, 'guardian-accounts');
    await expect(form.getByText('Oprettelse af bruger under 15 år kræver forælder/værge bekræftelse.')).toBeVisible();
    await expect(form.getByText(/borgeradgang/)).toBeVisible();
    const labels = await form.locator('.field label').allInnerTexts();
    expect(labels.map((label) => label.replace(/ \(valgfrit\)/, '').trim())).toEqual(['Barnets CPR-nummer', 'Forælder/værge CPR-nummer', 'Barnets fornavn', 'Barnets efternavn', 'E-mail', 'Bekræft e-mail', 'Mobil', 'Adgangskode', 'Bekræft adgangskode']);
    await expect(form.getByText('Hertil sender vi barnets sikkerhedskoder.')).toBeVisible();
    await expect(form.getByText('Det anbefales at logge ud og lukke alle browservinduer efter endt brug af Patientportalen.')).toBeVisible();
    await fillForm(form, { number: einer.cpr, guardian: '2911829996', given: 'Lars', family: 'Berggren', email: child });
    await form.getByLabel('Skjul CPR-numre').check();
    for (const label of ['Barnets CPR-nummer', 'Forælder/værge CPR-nummer']) await expect(form.getByLabel(label)).toHaveAttribute('type', 'password');
    await send(form);
    await expect(form.locator('.error-summary')).toContainText('fyldt 15 år');
    await form.getByLabel('Barnets CPR-nummer').fill('');
    await form.getByLabel('Barnets CPR-nummer').pressSequentially('0505159995');
    await send(form);
  });

  await test.step('S4-48 another\'s MitID than the guardian\'s confirms nothing', async () => {
    await mitId(page, einer.name);
    await expect(page).toHaveURL(at('opret-barn'));
    await expect(scope(page, 'guardian-accounts').locator('.notice.danger')).toBeVisible();
  });

  await test.step('S4-27 S4-33 the guardian\'s own does; the clinic looks at it', async () => {
    await page.goto(at('opret-barn'));
    form = scope(page, 'guardian-accounts');
    await fillForm(form, { number: '0505159995', guardian: '2911829996', given: 'Lars', family: 'Berggren', email: child });
    await send(form);
    await mitId(page, 'Kirsten Test Berggren');
    await expect(scope(page, 'guardian-accounts').getByRole('heading', { name: 'Din anmodning er sendt' })).toBeVisible();
    await expect((await desk(browser)).locator('desk-link').filter({ hasText: child })).toContainText('Tjek forældremyndigheden');
    await approve(browser, child);
    expect((await mailFor(child, /er godkendt/)).subject).toMatch(/^Dit barns bruger hos /);
  });

  await test.step('S4-12 S4-37 under 15 one logs in with number and password only: MitID says no; the child sees who reads along, and until when', async () => {
    form = await portal(page);
    await form.getByRole('button', { name: 'Log ind med MitID' }).click();
    await mitId(page, { number: '0505159995' });
    await page.getByRole('textbox', { name: 'CPR-nummer' }).fill('0505159995');
    await page.locator('form [type=submit]').click();
    await expect(scope(page, 'patient-login').getByText(/gammel nok/)).toBeVisible();
    form = await portal(page);
    await logIn(form, '0505159995', password, child);
    await expect(form.getByRole('heading', { name: 'Du er logget ind' })).toBeVisible();
    await page.goto(at('opret-barn'));
    const mine = scope(page, 'guardian-accounts');
    await expect(mine.getByRole('heading', { name: 'Hvem kan læse med' })).toBeVisible();
    await expect(mine.getByText(/Fra den 5\. maj 2030 bestemmer du selv/)).toBeVisible();
    await logOut(page);
  });

  await test.step('S4-47 the mail comes on refusal too, without a link; and log-in says so', async () => {
    const refused = `else-${email}`;
    await page.goto(at('opret-bruger'));
    form = scope(page, 'register-form');
    await fillForm(form, { number: '0201919990', given: 'Else', family: 'Lauridsen', email: refused });
    await send(form);
    await mitId(page, 'Else Test Lauridsen');
    await expect(scope(page, 'register-form').getByRole('heading', { name: 'Din anmodning er sendt' })).toBeVisible();
    const card = (await desk(browser)).locator('desk-link').filter({ hasText: refused });
    await card.getByRole('button', { name: /^Tilknyt ikke/ }).click();
    await card.getByLabel('Begrundelse').fill('Er patient hos en anden læge.');
    await card.getByRole('button', { name: 'Tilknyt ikke, og send e-mail' }).click();
    const mail = await mailFor(refused, /er afvist/);
    expect(`${mail.text}${mail.html}`).not.toMatch(/https?:\/\/laegehuset|anden læge/);
    form = await portal(page);
    await logIn(form, '0201919990');
    await expect(form.locator('.error-summary')).toContainText('Klinikken har afvist din anmodning');
  });

  await test.step('N8 the guardian, logged in with MitID, asks the doctor for the child; the child sees who reads along before it sends anything', async () => {
    form = await portal(page);
    await form.getByRole('button', { name: 'Log ind med MitID' }).click();
    await mitId(page, 'Kirsten Test Berggren');
    await expect(scope(page, 'patient-login').getByRole('heading', { name: /Du er ikke tilmeldt hos .+ endnu/ })).toBeVisible();
    await page.goto(at('receptfornyelse'));
    form = scope(page, 'prescription-request');
    await form.getByLabel('Lars Berggren').check();
    await form.getByRole('button', { name: 'Åbn Receptfornyelse' }).click();
    await expect(form.getByText('Du gør dette for Lars Berggren')).toBeVisible();
    await expect(form.getByText(/Salbutamol/)).toBeVisible();
    await logOut(page);
    await page.goto(at('receptfornyelse'));
    await logIn(form, '0505159995', password, child);
    await form.getByRole('button', { name: 'Åbn Receptfornyelse' }).click();
    await expect(form.getByText(/kan også læses af: /)).toBeVisible();
    await expect(form.getByText(/Salbutamol/)).toBeVisible();
    await logOut(page);
  });

  const far = { cpr: einer.cpr, name: einer.name, email: `far-${email}` };
  await test.step('S4-21 S4-27 S4-33 N8 the other parent asks by the same form and reads the same words as for a child without a user; the clinic says yes beside the record, all whom it concerns are mailed, and both then read of each other', async () => {
    await page.goto(at('opret-barn'));
    form = scope(page, 'guardian-accounts');
    await expect(form.getByText(/Har barnet allerede en bruger/)).toBeVisible();
    await fillForm(form, { number: '0505159995', guardian: far.cpr, given: 'Lars', family: 'Berggren', email: far.email });
    await send(form);
    await mitId(page, far.name);
    await expect(scope(page, 'guardian-accounts').getByRole('heading', { name: 'Din anmodning er sendt' })).toBeVisible();
    const secretary = await desk(browser);
    const card = secretary.locator('desk-guardian').filter({ hasText: far.name });
    await expect(card).toContainText('Tjek forældremyndigheden');
    await expect(card).toContainText('Lars Test Berggren');
    await card.getByRole('button', { name: /^Godkend:/ }).click();
    await card.getByRole('button', { name: 'Godkend', exact: true }).click();
    await expect(card).toHaveCount(0);
    expect((await mailFor(child, /Endnu en person kan handle for et barn/)).text).not.toContain(far.name);
    form = await portal(page);
    await logIn(form, '0505159995', password, child);
    await expect(form.getByRole('heading', { name: 'Du er logget ind' })).toBeVisible();
    await page.goto(at('opret-barn'));
    await expect(scope(page, 'guardian-accounts').locator('li')).toHaveCount(2);
    await logOut(page);
  });
  await test.step('S4-27 N8 the secretary lets that parent go again; the first parent\'s access and the child\'s log-in stay', async () => {
    const secretary = await desk(browser);
    await secretary.getByRole('tab', { name: 'Find patient' }).click();
    const panel = secretary.getByRole('tabpanel', { name: 'Find patient' });
    await panel.getByLabel('CPR-nummer').fill('0505159995');
    await panel.getByRole('button', { name: 'Søg' }).click();
    await panel.getByRole('button', { name: /^Hvem handler:/ }).click();
    const part = panel.locator('desk-guardians');
    await expect(part.locator('.line')).toHaveCount(2);
    await part.getByRole('button', { name: `Afslut adgang: ${far.name}` }).click();
    await part.getByLabel('Begrundelse').fill('Har ikke længere forældremyndighed.');
    await part.getByRole('button', { name: 'Afslut adgang', exact: true }).click();
    await expect(part.locator('.line')).toHaveCount(1);
    form = await portal(page);
    await logIn(form, '0505159995', password, child);
    await expect(form.getByRole('heading', { name: 'Du er logget ind' })).toBeVisible();
    await page.goto(at('opret-barn'));
    await expect(scope(page, 'guardian-accounts').locator('li')).toHaveCount(1);
    await logOut(page);
  });

  const anders = { cpr: '3103979995', name: 'Anders Test Jensen', email: `anders-${email}` };
  await test.step('S4-35 the clinic makes the user of a patient in its records; the activation link in the mail must be used, and leads to choosing a password', async () => {
    await activate(browser, anders, anders.email);
    form = await portal(page);
    await logIn(form, anders.cpr);
    await expect(form.locator('.error-summary')).toContainText('CPR-nummeret og adgangskoden passer ikke sammen');
    await choosePassword(page, anders.email);
    await expect(page.getByText('Første gang bekræfter du med MitID, at det er dig.')).toBeVisible();
  });

  await test.step('S4-36 its first log-in is confirmed with MitID; another\'s MitID confirms nothing; later ones take number, password and code', async () => {
    form = await portal(page);
    await logIn(form, anders.cpr);
    await expect(form.locator('.error-summary')).toContainText('Klinikken har oprettet denne bruger');
    await form.getByRole('button', { name: 'Bekræft med MitID' }).click();
    await mitId(page, einer.name);
    await expect(scope(page, 'patient-login').locator('.notice.danger')).toBeVisible();
    form = await portal(page);
    await logIn(form, anders.cpr);
    await form.getByRole('button', { name: 'Bekræft med MitID' }).click();
    await mitId(page, 'Anders Test Jensen');
    await expect(scope(page, 'patient-login').getByRole('heading', { name: 'Du er logget ind' })).toBeVisible();
    await logOut(page);
    form = await portal(page);
    await logIn(form, anders.cpr, password, anders.email);
    await expect(form.getByRole('heading', { name: 'Du er logget ind' })).toBeVisible();
    await logOut(page);
  });

  await test.step('S4-36 S4-51 who cannot use MitID, by the desk\'s word, and who is under 15 log in at once with number, password and code', async () => {
    for (const { cpr, name, mailbox, excused } of [{ cpr: '2512489996', name: 'Nancy Ann Test Berggren', mailbox: `nancy-${email}`, excused: true }, { cpr: '0212159995', name: 'Bo Test Vestergaard', mailbox: `bo-${email}`, excused: false }]) {
      await activate(browser, { cpr, name }, mailbox, excused);
      await choosePassword(page, mailbox);
      await expect(page.getByText('Første gang bekræfter du med MitID')).toHaveCount(0);
      form = await portal(page);
      await logIn(form, cpr, password, mailbox);
      await expect(form.getByRole('heading', { name: 'Du er logget ind' })).toBeVisible();
      await logOut(page);
    }
  });

  expect(violations, 'no report of the strict policies').toEqual([]);
});
