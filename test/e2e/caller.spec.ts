/** Somebody telephones: the desk fills in the patient's own form for them, and the patient finds it with the name of who did (N14). The doctor looks at the site as a child would on a Sunday (N10). */
import { expect, test } from '@playwright/test';
import { logIn, openService, pages, scope, sharedPatient, staffLogIn } from './support.ts';

test('the desk asks for a medicine for who telephones, and the patient finds it with the name of who filled it in (N14)', async ({ browser, page }) => {
  test.slow();
  const person = await sharedPatient(browser);
  const desk = await staffLogIn(browser, 'huisarts@de-linde.example');
  const caller = desk.locator('desk-caller');
  let number = '';

  await test.step('the desk opens the patient\'s own form', async () => {
    await desk.bringToFront();
    await desk.getByRole('tab', { name: 'Patiënt zoeken' }).click();
    const patients = desk.locator('desk-patients');
    await patients.getByLabel('Naam').first().fill(person.family);
    await patients.getByRole('button', { name: 'Zoeken' }).click();
    await patients.getByRole('button', { name: /^Invullen voor deze patiënt/ }).click();
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
