/** The three services against the running demo: what a lost answer, a reload and a closed page do to what a patient sends (N1, N7, N9). */
import { expect, test, type Page, type Request } from '@playwright/test';
import { logIn, openService, pages, scope, sharedPatient, type Person } from './support.ts';
import type { ElementName } from '@balie/contracts';

/** To a service's own page, logged in and inside. */
async function enter(page: Page, person: Person, address: string, element: ElementName) {
  await page.goto(address);
  const gate = scope(page, element);
  await expect(gate.getByLabel('Gebruikersnaam').or(gate.getByRole('button', { name: /^Open / }))).toBeVisible({ timeout: 30_000 });
  if (await gate.getByLabel('Gebruikersnaam').isVisible()) await logIn(page, person, element);
  await openService(page, person, element);
  return gate;
}

/** The service gets the next order and acts; its answer is lost on the way. */
async function loseTheAnswer(page: Page, path: string): Promise<Request[]> {
  const sent: Request[] = [];
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    sent.push(route.request());
    if (sent.length > 1) return route.continue();
    // Node does not know names under localhost.
    const url = new URL(route.request().url());
    const answer = await route.fetch({ url: `http://127.0.0.1:${url.port}${url.pathname}`, headers: { ...await route.request().allHeaders(), host: url.host } });
    expect(answer.status(), 'the service took it').toBeLessThan(300);
    return route.abort();
  });
  return sent;
}
const key = (request: Request) => request.headers()['idempotency-key'];

test.describe('what a patient sends', () => {
  test.slow();

  test('a question whose answer was lost is “not sent yet”, and sent again it is there once (N1)', async ({ browser, page }) => {
    const person = await sharedPatient(browser);
    const consult = await enter(page, person, pages.econsults, 'econsult-form');
    const subject = `Kwijt antwoord ${Date.now()}`;
    await consult.getByRole('radio', { name: /^Nee/ }).check();
    await consult.getByRole('button', { name: 'Verder' }).click();
    await consult.getByLabel('Onderwerp').fill(subject);
    await consult.getByLabel('Uw vraag').fill('Is dit aangekomen?');
    await consult.getByRole('button', { name: 'Verder' }).click();
    const sent = await loseTheAnswer(page, '/care/econsults');
    await consult.getByRole('button', { name: 'Verstuur vraag' }).click();
    await expect(consult.getByText('Nog niet verstuurd')).toBeVisible();
    await consult.getByRole('button', { name: 'Verstuur opnieuw' }).click();
    await expect(consult.getByRole('heading', { name: 'Uw vraag is ontvangen' })).toBeVisible();
    expect(sent).toHaveLength(2);
    expect(key(sent[1]!)).toBe(key(sent[0]!));
    await expect(consult.locator('.item').filter({ hasText: subject })).toHaveCount(1);
  });

  test('a request whose answer was lost survives a reload with its key: one request (N1, N7)', async ({ browser, page }) => {
    const person = await sharedPatient(browser);
    let form = await enter(page, person, pages.prescriptions, 'prescription-request');
    await form.getByRole('checkbox').and(form.locator(':enabled')).first().check();
    const requests = await form.locator('.item').count();
    await form.getByRole('button', { name: 'Verder' }).click();
    const sent = await loseTheAnswer(page, '/care/prescription-requests');
    await form.getByRole('button', { name: 'Verstuur aanvraag' }).click();
    await expect(form.getByText('Nog niet verstuurd')).toBeVisible();
    form = await enter(page, person, pages.prescriptions, 'prescription-request');
    await expect(form.getByText('Nog niet verstuurd')).toBeVisible();
    await form.getByRole('button', { name: 'Verstuur opnieuw' }).click();
    await expect(form.getByRole('heading', { name: 'Uw aanvraag is ontvangen' })).toBeVisible();
    expect(key(sent[1]!)).toBe(key(sent[0]!));
    await expect(form.locator('.item')).toHaveCount(requests + 1);
  });

  test('a held time survives a reload, can be held longer, and becomes one appointment (N9)', async ({ browser, page }) => {
    const person = await sharedPatient(browser);
    let booking = await enter(page, person, pages.appointments, 'book-appointment');
    await booking.getByRole('radio').first().check();
    const appointments = await booking.locator('.item').count();
    await booking.getByRole('button', { name: 'Toon vrije tijden' }).click();
    await booking.locator('.times button').first().click();
    await expect(booking.getByText('Wij houden deze tijd voor u vast').first()).toBeVisible();
    const when = await booking.locator('.held .when').innerText();
    await booking.getByLabel(/Reden van de afspraak/).fill('Herladen');
    booking = await enter(page, person, pages.appointments, 'book-appointment');
    await expect(booking.locator('.held .when')).toHaveText(when);
    await expect(booking.getByLabel(/Reden van de afspraak/)).toHaveValue('Herladen');
    await booking.getByRole('button', { name: 'Houd deze tijd langer vast' }).click();
    await expect(booking.locator('.held')).toContainText(/Nog (3 minuten|2 minuten en [45]0 seconden)\./);
    await booking.getByRole('button', { name: 'Verder' }).click();
    await booking.getByRole('button', { name: 'Bevestig afspraak' }).dblclick();
    await expect(booking.getByRole('heading', { name: 'Uw afspraak staat vast' })).toBeVisible();
    await expect(booking.locator('.item')).toHaveCount(appointments + 1);
  });
});
