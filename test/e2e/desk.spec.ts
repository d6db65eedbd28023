/** The desk at work on one patient's question, in the running demo: taken, answered with a standard text; then the service is switched off for this patient, and the practice reads who did what. */
import { expect, test } from '@playwright/test';
import { lastCodeMail, logIn, openService, pages, scope, sharedPatient, staffLogIn } from './support.ts';

test('the desk takes a question, answers with a standard text, and switches the service off for one patient, who reads whom to call', async ({ browser, page }) => {
  test.slow();
  const person = await sharedPatient(browser);
  const gp = await staffLogIn(browser, 'huisarts@de-linde.example');
  const title = `Groet ${Date.now()}`;

  await test.step('the doctor keeps a standard text', async () => {
    await gp.bringToFront();
    await gp.getByRole('tab', { name: 'Standaardteksten' }).click();
    await gp.getByRole('button', { name: 'Nieuwe standaardtekst' }).click();
    await gp.getByLabel('Titel').fill(title);
    await gp.getByLabel('Tekst', { exact: true }).fill('Alles is goed. Met groet, ');
    await gp.getByRole('button', { name: 'Naam van de praktijk' }).click();
    await gp.getByRole('button', { name: 'Opslaan' }).click();
    await expect(gp.locator('desk-templates').getByText('Alles is goed. Met groet, Huisartsenpraktijk De Linde')).toBeVisible();
  });

  await test.step('the patient asks', async () => {
    await page.bringToFront();
    await page.goto(pages.econsults);
    const form = scope(page, 'econsult-form');
    await logIn(page, person, 'econsult-form');
    await openService(page, person, 'econsult-form');
    await form.getByRole('radio', { name: /^Nee/ }).check();
    await form.getByRole('button', { name: 'Verder' }).click();
    await form.getByLabel('Onderwerp').fill(title);
    await form.getByLabel('Uw vraag').fill('Is alles goed?');
    await form.getByRole('button', { name: 'Verder' }).click();
    await form.getByRole('button', { name: 'Verstuur vraag' }).click();
    await expect(form.getByRole('heading', { name: 'Uw vraag is ontvangen' })).toBeVisible();
  });

  await test.step('the doctor takes it, finds it among the own work, and answers', async () => {
    await gp.bringToFront();
    await gp.getByRole('tab', { name: /eConsulten/ }).click();
    const panel = gp.getByRole('tabpanel');
    await panel.getByRole('button', { name: 'Vernieuwen' }).click();
    const item = panel.locator('.items > div').filter({ has: gp.getByRole('heading', { name: person.name }) });
    await item.getByRole('button', { name: /^Ik doe dit/ }).click();
    await expect(item.locator('desk-work').getByText('Van mij')).toBeVisible();
    await panel.getByRole('button', { name: 'Van mij', exact: true }).click();
    await expect(panel.locator('desk-econsult')).toHaveCount(1);
    await item.getByRole('button', { name: /^Lezen en beantwoorden/ }).click();
    await item.getByRole('button', { name: 'Standaardtekst invoegen' }).click();
    await item.getByRole('combobox', { name: 'Welke tekst?' }).selectOption({ label: `${title} (Nederlands)` });
    await item.getByRole('button', { name: 'Invoegen' }).click();
    await expect(item.getByLabel('Uw antwoord')).toHaveValue('Alles is goed. Met groet, Huisartsenpraktijk De Linde');
    await item.getByRole('button', { name: 'Antwoord versturen' }).click();
    await expect(gp.getByText(`Het antwoord aan ${person.name} is verstuurd`)).toBeVisible();
    await panel.getByRole('button', { name: 'Alles', exact: true }).click();
  });

  const patient = gp.locator('desk-patients');
  const services = async () => {
    await gp.bringToFront();
    await gp.getByRole('tab', { name: 'Patiënt zoeken' }).click();
    await patient.getByLabel('Naam').first().fill(person.family.toUpperCase());
    await patient.getByRole('button', { name: 'Zoeken' }).click();
    await patient.getByRole('button', { name: /^Diensten/ }).click();
    return patient.locator('desk-services .line').filter({ hasText: 'Vragen stellen' });
  };
  await test.step('off for this patient, who reads so at the next click, with the number', async () => {
    const row = await services();
    await row.getByRole('button', { name: /^Uitzetten/ }).click();
    await row.getByLabel('Reden').fill('Belt liever');
    await row.getByRole('button', { name: 'Uitzetten' }).click();
    await expect(row.getByText('Staat uit')).toBeVisible();
    await page.bringToFront();
    const form = scope(page, 'econsult-form');
    await page.reload();
    const codes = await lastCodeMail(person.email);
    await form.getByRole('button', { name: /^Open / }).click();
    await expect(form.getByText('De praktijk biedt u deze dienst niet online aan.')).toBeVisible();
    await expect(form.getByRole('alert').locator('a[href^="tel:"]').first()).toBeVisible();
    await expect(form.getByText('Belt liever')).toHaveCount(0);
    expect(await lastCodeMail(person.email)).toBe(codes);
  });
  await test.step('on again, and everything is in the log', async () => {
    await gp.bringToFront();
    const row = patient.locator('desk-services .line').filter({ hasText: 'Vragen stellen' });
    await row.getByRole('button', { name: /^Weer aanzetten/ }).click();
    await expect(row.getByText('Staat aan')).toBeVisible();
    await patient.getByRole('button', { name: /^Wie deed wat/ }).click();
    const log = patient.locator('desk-log');
    await expect(log.getByRole('listitem').filter({ hasText: 'Huisarts De Linde' }).first()).toBeVisible();
    await expect(log.getByRole('listitem').filter({ hasText: 'Patiënt' }).filter({ hasText: '(niet gelukt)' }).first()).toBeVisible();
  });
});
