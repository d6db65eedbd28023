/** Somebody telephones: the desk fills in the patient's own form for them, and the patient finds it with the name of who did (N14). The doctor looks at the site as a child would on a Sunday (N10). */
import { expect, test, type Page } from '@playwright/test';
import { logIn, openService, pages, scope, sharedPatient, staffLogIn, type Person } from './support.ts';

async function callFor(desk: Page, person: Person): Promise<void> {
  await desk.bringToFront();
  await desk.getByRole('tab', { name: 'Patiënt zoeken' }).click();
  const patients = desk.locator('desk-patients');
  await patients.getByLabel('Naam').first().fill(person.family);
  await patients.getByRole('button', { name: 'Zoeken' }).click();
  await patients.getByRole('button', { name: /^Invullen voor deze patiënt/ }).click();
}

test('the desk asks for a medicine for who telephones, and the patient finds it with the name of who filled it in (N14)', async ({ browser, page }) => {
  test.slow();
  const person = await sharedPatient(browser);
  const desk = await staffLogIn(browser, 'huisarts@de-linde.example');
  const caller = desk.locator('desk-caller');
  let number = '';

  await test.step('the desk opens the patient\'s own form', async () => {
    await callFor(desk, person);
    await expect(caller.getByRole('heading', { name: `Invullen voor ${person.name}` })).toBeFocused();
    await expect(caller.getByText('met de naam van wie het invult')).toBeVisible();
    await caller.locator('.chips button').first().click();
  });

  await test.step('and sends it', async () => {
    const form = caller.locator('prescription-request');
    await form.getByRole('checkbox', { disabled: false }).first().check();
    await form.getByRole('button', { name: 'Verder' }).click();
    await form.getByRole('button', { name: 'Verstuur' }).click();
    number = (await form.locator('[data-step=sent] .number strong').textContent())!;
    expect(number).toMatch(/^R-/);
    await expect(caller.getByRole('button', { name: /^Afdrukken/ })).toBeVisible();
    await caller.getByRole('button', { name: 'Klaar, terug naar de patiënten' }).click();
  });

  await test.step('it is in the queue, with who filled it in', async () => {
    await desk.getByRole('tab', { name: /^Herhaalrecepten/ }).click();
    const panel = desk.getByRole('tabpanel');
    await panel.getByRole('button', { name: 'Vernieuwen' }).click();
    await expect(panel.locator('desk-prescription').filter({ hasText: number })).toContainText('Ingevuld namens de patiënt door');
  });

  await test.step('the patient finds it', async () => {
    await page.bringToFront();
    await page.goto(pages.prescriptions);
    await logIn(page, person, 'prescription-request');
    await openService(page, person, 'prescription-request');
    await expect(scope(page, 'prescription-request').locator('.item').filter({ hasText: number })).toContainText('Voor u ingevuld door de praktijk');
  });
});

test('the desk books, moves and cancels for who telephones, and the patient finds it with the name of who did (N14, N9)', async ({ browser, page }) => {
  test.slow();
  const person = await sharedPatient(browser);
  const desk = await staffLogIn(browser, 'assistente@de-linde.example');
  const booking = desk.locator('desk-caller book-appointment');
  const own = scope(page, 'book-appointment');
  const chooseTime = async (which: number) => { await booking.locator('.times button').nth(which).click(); };
  let number = '';
  const mine = (where: typeof own) => where.locator('.item').filter({ hasText: number });

  await test.step('the same element holds the time, which counts down and can be held longer', async () => {
    await callFor(desk, person);
    await desk.locator('desk-caller').getByRole('button', { name: 'Afspraak maken' }).click();
    await booking.getByRole('radio').first().check();
    await booking.getByRole('button', { name: 'Toon vrije tijden' }).click();
    await chooseTime(0);
    await expect(booking.locator('.held')).toContainText(/Nog (3 minuten|2 minuten en [45]0 seconden)\./);
    await booking.getByRole('button', { name: 'Houd deze tijd langer vast' }).click();
    await booking.getByLabel(/Reden van de afspraak/).fill('Belde over oorpijn');
    await booking.getByRole('button', { name: 'Verder' }).click();
    await booking.getByRole('button', { name: 'Bevestig afspraak' }).click();
    number = (await booking.locator('[data-step=sent] .number strong').textContent())!;
    expect(number).toMatch(/^A-/);
  });

  await test.step('and moves it', async () => {
    await mine(booking).getByRole('button', { name: /^Verzetten/ }).click();
    await chooseTime(1);
    await booking.getByRole('button', { name: 'Verzet afspraak' }).click();
    await expect(booking.getByRole('heading', { name: 'Uw afspraak is verzet' })).toBeVisible();
  });

  await test.step('the patient finds it, with who did', async () => {
    await page.bringToFront();
    await page.goto(pages.appointments);
    await logIn(page, person, 'book-appointment');
    await openService(page, person, 'book-appointment');
    await expect(mine(own)).toContainText('Voor u geregeld door de praktijk');
    await expect(mine(own)).toContainText('Belde over oorpijn');
  });

  await test.step('the desk cancels it for them, and it is the patient\'s own cancelling', async () => {
    await desk.bringToFront();
    await mine(booking).getByRole('button', { name: /^Afzeggen/ }).click();
    await booking.getByRole('button', { name: 'Ja, zeg af' }).click();
    await expect(mine(booking)).toContainText('Door u afgezegd');
  });
});

test('the doctor looks at the site as a child of fourteen would on a Sunday morning (N10)', async ({ browser }) => {
  test.slow();
  const desk = await staffLogIn(browser, 'huisarts@de-linde.example');
  await desk.bringToFront();
  await desk.getByRole('tab', { name: 'Voorbeeld van de site' }).click();
  const preview = desk.locator('desk-preview');
  await preview.getByLabel('Leeftijd', { exact: true }).fill('14');
  await preview.getByLabel('Koppeling').selectOption('requested');
  await preview.getByLabel('Dag', { exact: true }).fill('2026-12-06');
  await preview.getByLabel('Tijd', { exact: true }).fill('10:00');
  await preview.getByRole('button', { name: 'Laat zien' }).click();
  await expect(preview.getByRole('heading', { name: 'Iemand van 14 jaar, zondag 6 december om 10:00' })).toBeFocused();
  await expect(preview).toContainText('De praktijk is gesloten');
  await expect(preview).toContainText('geen koppeling met het dossier');
});
