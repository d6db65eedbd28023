/** The desk at work in the running demo. One patient's question is taken and answered with a standard text; then the service is switched off for this patient, and the practice reads who did what. And its agenda: times laid out, blocked, overbooked, and the practice closed. */
import { expect, test, type Page } from '@playwright/test';
import { addDays, localDate, weekdayOf } from '@balie/rules';
import { publicHolidays } from '@balie/rules/calendar';
import { logIn, mailFor, openService, origins, pages, scope, sharedPatient, staffLogIn } from './support.ts';

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
  await test.step('off for this patient, who reads so before any code is asked, with the number', async () => {
    const row = await services();
    await row.getByRole('button', { name: /^Uitzetten/ }).click();
    await row.getByLabel('Reden').fill('Belt liever');
    await row.getByRole('button', { name: 'Uitzetten' }).click();
    await expect(row.getByText('Staat uit')).toBeVisible();
    await page.bringToFront();
    const form = scope(page, 'econsult-form');
    await page.reload();
    await expect(form.getByText('De praktijk biedt u deze dienst niet online aan.')).toBeVisible();
    await expect(form.locator('.notice a[href^="tel:"]').first()).toBeVisible();
    await expect(form.getByRole('button', { name: /^Open / }), 'no code is asked for nothing').toHaveCount(0);
    await expect(form.getByText('Belt liever')).toHaveCount(0);
  });
  await test.step('on again, and everything is in the log', async () => {
    await gp.bringToFront();
    const row = patient.locator('desk-services .line').filter({ hasText: 'Vragen stellen' });
    await row.getByRole('button', { name: /^Weer aanzetten/ }).click();
    await expect(row.getByText('Staat aan')).toBeVisible();
    await patient.getByRole('button', { name: /^Wie deed wat/ }).click();
    const log = patient.locator('desk-log');
    await expect(log.getByRole('listitem').filter({ hasText: 'Huisarts De Linde' }).first()).toBeVisible();
    await expect(log.getByRole('listitem').filter({ hasText: 'Patiënt' }).first()).toBeVisible();
  });
});

/** A week ahead or a little more: a day on which the practice works. */
function workday(): string {
  let day = addDays(localDate(new Date(), 'Europe/Amsterdam'), 7);
  while (weekdayOf(day) > 5 || publicHolidays('NL', Number(day.slice(0, 4))).some(({ date }) => date === day)) day = addDays(day, 1);
  return day;
}

test('agenda: a schedule makes times, what is blocked is cancelled with a mail and its calendar file, a patient is overbooked, and a practice that closes now says so and offers nothing', async ({ browser, page }) => {
  test.slow();
  const person = await sharedPatient(browser);
  const gp: Page = await staffLogIn(browser, 'huisarts@de-linde.example');
  const day = workday();
  const agenda = gp.locator('desk-agenda');
  const times = agenda.getByRole('list', { name: /Joris Proefman/ }).getByRole('listitem');
  const at = (time: string) => times.filter({ hasText: new RegExp(`^\\s*${time}`) });
  const put = async (press: () => Promise<void>, more: () => Promise<void> = () => Promise.resolve()) => {
    await press();
    const place = agenda.locator('desk-agenda-place');
    await place.getByLabel('Naam').fill(person.family);
    await place.getByRole('button', { name: 'Zoeken' }).click();
    await place.getByRole('button', { name: /^Kies deze patiënt/ }).click();
    await more();
    await place.getByRole('button', { name: 'Inboeken' }).click();
    await expect(gp.getByText(`${person.name} is ingeboekt`)).toBeVisible();
    await expect(place).toHaveCount(0);
  };

  await test.step('a schedule of one evening makes its times', async () => {
    await gp.bringToFront();
    await gp.getByRole('tab', { name: 'Agenda' }).click();
    await agenda.getByLabel('Datum').fill(day);
    await agenda.getByRole('button', { name: 'Weekroosters' }).click();
    const form = agenda.locator('desk-agenda-schedules');
    await form.getByRole('button', { name: 'Nieuw rooster' }).click();
    await form.getByLabel('Bij').selectOption({ label: 'Joris Proefman' });
    await form.getByLabel('Vanaf').fill(day);
    await form.getByLabel('Tot en met').fill(day);
    await form.getByLabel('Van', { exact: true }).first().fill('18:00');
    await form.getByLabel('Tot', { exact: true }).first().fill('19:00');
    for (const remove of await form.getByRole('button', { name: /^Weghalen: Pauze/ }).all()) await remove.click();
    await form.getByRole('button', { name: 'Rooster vastleggen' }).click();
    await expect(form.getByText('Er zijn 6 tijden gemaakt.')).toBeVisible();
    await form.getByRole('button', { name: 'Sluiten' }).click();
    await expect(at('18:00')).toContainText('Vrij');
  });

  await test.step('a patient is booked, and another time is put beside it', async () => {
    await put(() => at('18:00').getByRole('button', { name: /^Inboeken/ }).click());
    await put(() => agenda.getByRole('button', { name: 'Extra afspraak' }).click(), async () => {
      await agenda.getByLabel('Bij').last().selectOption({ label: 'Joris Proefman' });
      await agenda.locator('desk-agenda-place').getByLabel('Tijd', { exact: true }).fill('18:00');
    });
    await expect(at('18:00')).toHaveCount(2);
    await expect(at('18:00').filter({ hasText: 'Extra' })).toHaveCount(1);
  });

  await test.step('a stretch is blocked; of who stands in it one is cancelled, told by mail with the calendar file', async () => {
    await agenda.getByRole('button', { name: 'Tijd blokkeren' }).click();
    const form = agenda.locator('desk-agenda-block');
    await form.getByLabel('Bij').selectOption({ label: 'Joris Proefman' });
    await form.getByLabel('Van', { exact: true }).fill('18:00');
    await form.getByLabel('Tot', { exact: true }).fill('18:30');
    await form.getByRole('button', { name: 'Blokkeren' }).click();
    const way = agenda.locator('desk-agenda-way');
    await expect(way.getByRole('heading', { name: '2 afspraken in deze tijd' })).toBeVisible();
    await way.getByRole('checkbox').first().check();
    await way.getByLabel('Reden').fill('De arts is ziek');
    await way.getByRole('button', { name: 'Zeg deze af en stuur bericht' }).click();
    await expect(way.getByText('1 afspraak is afgezegd.')).toBeVisible();
    await way.getByRole('button', { name: 'Sluiten' }).click();
    await expect(at('18:00').filter({ hasText: person.name })).toHaveCount(1);
    await expect(at('18:10')).toContainText('Geblokkeerd');
    const { calendar } = await mailFor(person.email, /gaat niet door|afgezegd/i);
    expect(calendar).toContain('METHOD:CANCEL');
  });

  const closings = agenda.locator('desk-agenda-closings');
  const reopen = async () => {
    await gp.bringToFront();
    await agenda.getByRole('button', { name: 'Praktijk sluiten' }).click();
    await closings.getByRole('button', { name: /^Toch open/ }).click();
    await expect(closings.getByRole('button', { name: /^Toch open/ })).toHaveCount(0);
    await closings.getByRole('button', { name: 'Annuleren' }).click();
  };
  await agenda.getByRole('button', { name: 'Praktijk sluiten' }).click();
  await closings.getByRole('radio', { name: /^Nu meteen/ }).check();
  await closings.getByLabel('Tot (dag)').fill(addDays(day, 60));
  await closings.getByLabel('Tijd', { exact: true }).fill('23:00');
  await closings.getByLabel('Tekst voor patiënten, in het Nederlands').fill('Er is brand geweest.');
  await closings.getByRole('button', { name: /^Praktijk sluiten, en zien/ }).click();
  await agenda.getByRole('button', { name: 'Laat alles staan' }).click();
  try {
    await test.step('the practice\'s page says why it is closed, and no time is offered', async () => {
      await page.bringToFront();
      await page.goto(`${origins.deLinde}/hulp.html`);
      await expect(async () => { await page.reload(); await expect(scope(page, 'portal-help').getByText('Er is brand geweest.').first()).toBeVisible({ timeout: 3_000 }); }).toPass({ timeout: 20_000 });
      await page.goto(pages.appointments);
      const booking = scope(page, 'book-appointment');
      await logIn(page, person, 'book-appointment');
      await openService(page, person, 'book-appointment');
      await expect(booking.getByText('Er is brand geweest.')).toBeVisible();
      await booking.getByRole('radio').first().check();
      await booking.getByRole('button', { name: 'Toon vrije tijden' }).click();
      await expect(booking.getByText(/is er geen tijd vrij/)).toBeVisible();
      await expect(booking.locator('.times button')).toHaveCount(0);
    });
  } finally { await reopen(); }
  await test.step('the closing is over: times are offered again', async () => {
    await page.bringToFront();
    await page.reload();
    const booking = scope(page, 'book-appointment');
    await openService(page, person, 'book-appointment');
    // What was chosen before is still chosen.
    await expect(booking.locator('.times button').first()).toBeVisible();
  });
});
