/**
 * A patient's year at a practice, 2027, walked in the browser against a demo whose clock is turned: book, move, cancel, be reminded, renew, be refused, ask, be answered, read a result.
 * Summer time begins on Easter Sunday, and ends in October. At the end: every mail, every calendar file, and the log of who saw what.
 */
import { ownDemo } from './own-demo.ts';
import ICAL from 'ical.js';
import { randomUUID } from 'node:crypto';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { demoStaff } from '../../demo-site/people.ts';
import type { Mail } from '../../demo-site/inbox.ts';
import { ask, book, cancel, inTwoWeeks, medicineIn, move, readAnswer, renew } from './care.ts';
import { startDemo } from './start-demo.ts';
import { checkIdentity, confirmLink, eik, importAll, linkAccount, mailFor, mailsFor, newPerson, openService, origins, ports, scope, supply, typedDate } from './support.ts';

test.use({ actionTimeout: 20_000 });
const year = { ...ownDemo, YEAR_BEGINS: '2027-01-11T08:00:00Z' };
let end: (() => Promise<void>) | undefined;
test.beforeAll(async () => { test.setTimeout(150_000); end = await startDemo(year, 'test/e2e/year/start.ts'); });
test.afterAll(async () => { await end?.(); });

let now = year.YEAR_BEGINS;
/** An instant of 2027 on the practice's clock. What falls due until then is done. */
async function turn(day: string, time: string, zone: '+01:00' | '+02:00'): Promise<void> {
  now = `2027-${day}T${time}:00${zone}`;
  const answer = await fetch(`http://127.0.0.1:${ports.service + 40}/clock`, { method: 'POST', body: now });
  expect(answer.status, await answer.text()).toBe(204);
}
/** A browser whose clock is right, as long as the visit lasts. */
async function visit<Found>(browser: Browser, act: (page: Page) => Promise<Found>): Promise<Found> {
  const context = await browser.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' });
  await context.clock.install({ time: now });
  try { return await act(await context.newPage()); } finally { await context.close(); }
}

const person = newPerson();
const id = randomUUID();
const patient = { reference: `Patient/${id}` };
const medicine = (name: string, code: string, authoredOn: string, days?: number) => ({
  resourceType: 'MedicationRequest', id: `${id}-${code}`, status: 'active', intent: 'order', subject: patient, authoredOn, medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code }], text: name },
  dosageInstruction: [{ text: '1 maal per dag 1 tablet' }], ...(days ? { dispenseRequest: supply(days) } : {}),
});

/** To the practice's page, logged in there, and into the service with its session code. */
async function into(page: Page, element: 'book-appointment' | 'prescription-request' | 'econsult-form' | 'medical-record', address: string) {
  await page.goto(address);
  const at = scope(page, element);
  await at.getByLabel('Gebruikersnaam').fill(person.email);
  await at.getByLabel('Wachtwoord', { exact: true }).fill(person.password);
  await at.getByRole('button', { name: 'Inloggen', exact: true }).click();
  await expect(at.getByLabel('Gebruikersnaam')).toHaveCount(0, { timeout: 30_000 });
  await openService(page, person, element);
  return at;
}
/** The desk, on the tab of that name, as the practice has it at this moment. */
async function atDesk(browser: Browser, tab: RegExp, act: (desk: Page) => Promise<void>): Promise<void> {
  const member = demoStaff.find(({ email }) => email === 'assistente@de-eik.example')!;
  await visit(browser, async (desk) => {
    await desk.goto(origins.desk);
    await desk.getByLabel('Gebruikersnaam').fill(member.email);
    await desk.getByLabel('Wachtwoord', { exact: true }).fill(member.password);
    await desk.getByRole('button', { name: 'Inloggen' }).click();
    await desk.getByLabel('Zes cijfers').fill(new TOTP({ secret: Secret.fromBase32(member.totpSecret) }).generate({ timestamp: await desk.evaluate(() => Date.now()) }));
    await desk.getByRole('button', { name: 'Doorgaan' }).click();
    await desk.getByRole('tab', { name: tab }).click();
    await act(desk);
  });
}
/** What a calendar programme reads in the newest mail about that. */
async function calendarOf(about: RegExp, after: number): Promise<{ mail: Mail; method: unknown; event: ICAL.Event; status: unknown }> {
  const mail = await mailFor(person.email, about, after);
  const calendar = new ICAL.Component(ICAL.parse(mail.calendar!) as ConstructorParameters<typeof ICAL.Component>[0]);
  const event = calendar.getFirstSubcomponent('vevent')!;
  return { mail, method: calendar.getFirstPropertyValue('method'), event: new ICAL.Event(event), status: event.getFirstPropertyValue('status') };
}
const newest = async () => (await mailsFor(person.email))[0]?.id ?? 0;

test('a patient\'s whole year: book, move, cancel, be reminded, renew, be refused, ask, be answered, read a result', async ({ browser }) => {
  test.setTimeout(300_000);
  let uid = '';

  await test.step('January: an account, confirmed by mail and linked by the practice', async () => {
    await importAll('de-eik', [
      { resourceType: 'Patient', id, active: true, identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: person.bsn }], name: [{ family: person.family, given: [person.given] }], birthDate: person.birthDate },
      medicine('Amlodipine tablet 5 mg', 'C08CA01', '2026-12-01', 90), medicine('Oxazepam tablet 10 mg', 'N05BA04', '2026-12-15'),
    ]);
    await visit(browser, async (page) => {
      await page.goto(eik.register);
      const form = scope(page, 'register-form');
      await form.getByRole('link', { name: 'Account aanmaken' }).click();
      await form.getByLabel('Uw e-mailadres').fill(person.email);
      await form.getByLabel('Kies een wachtwoord').fill(person.password);
      await form.getByLabel('Uw naam').fill(person.name);
      await form.getByLabel('Uw geboortedatum').fill(typedDate(person.birthDate));
      await form.getByRole('button', { name: 'Verder' }).click();
      await form.getByRole('button', { name: 'Ja, maak mijn account aan' }).click();
      await expect(form.getByText(/klik binnen 24 uur op de link/)).toBeVisible();
      await page.goto('about:blank');
      await page.goto(confirmLink(await mailFor(person.email, /Bevestig uw account/)));
      await expect(form.getByText('Gefeliciteerd, u heeft uw account aangemaakt')).toBeVisible({ timeout: 30_000 });
    });
    await atDesk(browser, /Nieuwe accounts/, async (desk) => {
      const card = desk.locator('desk-link').filter({ hasText: person.email });
      await checkIdentity(card, person);
      await linkAccount(card);
    });
    await mailFor(person.email, /is gekoppeld/);
  });

  await test.step('S1-05 books the GP; the mail brings the appointment into the calendar, and no word of why', async () => {
    await turn('01-12', '10:00', '+01:00');
    const before = await newest();
    await visit(browser, async (page) => {
      const booking = await into(page, 'book-appointment', eik.appointments);
      await book(booking, 'Huisarts (10 minuten)', { choose: inTwoWeeks, reason: 'Eczeem op de hand' });
    });
    const { mail, method, event, status } = await calendarOf(/afspraak/i, before);
    expect([method, event.sequence, status]).toEqual(['REQUEST', 0, 'CONFIRMED']);
    expect(`${mail.subject}${mail.text}${mail.html}${mail.calendar ?? ''}`).not.toMatch(/eczeem|spreekuur/i);
    expect(+event.endDate.toJSDate() - +event.startDate.toJSDate()).toBe(600_000);
    uid = event.uid;
  });

  await test.step('moves it: the same appointment in the calendar, newer', async () => {
    await turn('01-13', '10:00', '+01:00');
    const before = await newest();
    await visit(browser, async (page) => {
      const booking = await into(page, 'book-appointment', eik.appointments);
      await move(booking, { choose: inTwoWeeks });
    });
    const { method, event } = await calendarOf(/verzet/i, before);
    expect([method, event.uid, event.sequence]).toEqual(['REQUEST', uid, 1]);
  });

  await test.step('cancels it: it goes from the calendar, and the desk sees it', async () => {
    await turn('01-14', '10:00', '+01:00');
    const before = await newest();
    await visit(browser, async (page) => {
      const booking = await into(page, 'book-appointment', eik.appointments);
      await cancel(booking);
    });
    const { method, event, status } = await calendarOf(/afgezegd|gaat niet door/i, before);
    expect([method, event.uid, event.sequence, status]).toEqual(['CANCEL', uid, 2, 'CANCELLED']);
    await atDesk(browser, /Afspraken/, async (desk) => {
      await expect(desk.locator('desk-appointment').filter({ hasText: person.family })).toContainText('De patiënt heeft deze afspraak afgezegd.');
    });
  });

  await test.step('S1-04 N1 February: told once that medicine is due; looked and not ordered: told once more, and never again', async () => {
    await turn('02-23', '08:30', '+01:00');
    const before = await newest();
    // Nobody is woken: the practice's day begins at nine.
    expect(await newest()).toBe(before);
    await turn('02-23', '09:30', '+01:00');
    const due = await mailFor(person.email, /weer iets aanvragen/, before);
    expect(`${due.subject}${due.text}${due.html}`).not.toMatch(/amlodipine|oxazepam/i);
    await visit(browser, async (page) => {
      const list = await into(page, 'prescription-request', eik.prescriptions);
      await expect(medicineIn(list, 'Amlodipine').getByRole('checkbox')).toBeEnabled({ timeout: 30_000 });
      await expect(list.getByText('Er is nog niets besteld.').first()).toBeVisible();
    });
    const seen = await newest();
    await turn('02-24', '11:00', '+01:00');
    await mailFor(person.email, /nog niets aangevraagd/, seen);
    const told = await newest();
    await turn('02-25', '11:00', '+01:00');
    expect(await newest()).toBe(told);
  });

  await test.step('S1-28 N3 renews: two medicines in one request, ready on a day that the practice can keep', async () => {
    await turn('02-25', '16:00', '+01:00');
    await visit(browser, async (page) => {
      const list = await into(page, 'prescription-request', eik.prescriptions);
      await renew(list, [{ name: 'Amlodipine tablet 5 mg' }, { name: 'Oxazepam tablet 10 mg', why: 'Ik slaap slecht.' }]);
      // Thursday within hours, and three working days after it: Tuesday.
      await expect(list.locator('[data-step=sent]')).toContainText(/dinsdag 2 maart.*15:30/s);
    });
  });

  await test.step('S4-02 one is approved and one refused, with a reason that the mail does not say', async () => {
    await turn('02-26', '10:00', '+01:00');
    const before = await newest();
    await atDesk(browser, /Herhaalrecepten/, async (desk) => {
      const card = desk.locator('desk-prescription').filter({ hasText: person.family });
      await card.getByRole('group', { name: /Amlodipine/ }).getByRole('radio', { name: 'Goedkeuren', exact: true }).check();
      await card.getByRole('group', { name: /Oxazepam/ }).getByRole('radio', { name: 'Weigeren' }).check();
      await card.getByLabel('Reden').fill('Kom eerst langs.');
      await card.getByRole('button', { name: /Besluit versturen/ }).click();
      await expect(card.getByRole('checkbox', { name: /Amlodipine/ })).toBeVisible();
    });
    const mail = await mailFor(person.email, /bericht voor u/, before);
    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/amlodipine|oxazepam|langs/i);
    await visit(browser, async (page) => {
      const list = await into(page, 'prescription-request', eik.prescriptions);
      const request = list.locator('.item').filter({ hasText: 'Amlodipine tablet 5 mg: Goedgekeurd' });
      await expect(request).toContainText(/Oxazepam tablet 10 mg: Niet goedgekeurd.*Reden: Kom eerst langs\./s, { timeout: 30_000 });
    });
  });

  await test.step('S1-06 N3 March: asks on the Thursday before Easter; the answer is due two working days on, and summer time begins in between', async () => {
    await turn('03-25', '15:00', '+01:00');
    await visit(browser, async (page) => {
      const question = await into(page, 'econsult-form', eik.econsults);
      await ask(question, 'Plekje op mijn arm', 'Is dit plekje iets om mee langs te komen?');
      // Good Friday is a working day for a Dutch practice that did not close; Easter Monday is not.
      await expect(question.getByText('U krijgt antwoord uiterlijk op dinsdag 30 maart')).toBeVisible();
    });
  });

  await test.step('S1-07 is answered after Easter, told without a word of it, and reads it; the desk sees that', async () => {
    await turn('03-30', '09:15', '+02:00');
    const before = await newest();
    const desk = async (act: (page: Page) => Promise<void>, button: RegExp) => atDesk(browser, /eConsulten/, async (page) => {
      await page.locator('desk-econsult').filter({ hasText: person.family }).getByRole('button', { name: button }).click();
      await act(page);
    });
    await desk(async (page) => {
      await page.getByLabel('Uw antwoord').fill('Het is onschuldig. Kijk het een week aan.');
      await page.getByRole('button', { name: 'Antwoord versturen' }).click();
      await expect(page.getByText(/Het antwoord aan .* is verstuurd/)).toBeVisible();
    }, /Lezen en beantwoorden/);
    const mail = await mailFor(person.email, /bericht voor u/, before);
    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/plekje|onschuldig/i);
    await visit(browser, async (page) => {
      const thread = await into(page, 'econsult-form', eik.econsults);
      await readAnswer(thread, 'Plekje', 'Het is onschuldig. Kijk het een week aan.');
    });
  });

  await test.step('S1-10 S1-25 June: a result, with the doctor\'s comment first, in words', async () => {
    await turn('06-15', '11:00', '+02:00');
    const at = { subject: patient, status: 'final', effectiveDateTime: '2027-06-10' };
    await importAll('de-eik', [
      { resourceType: 'Observation', id: `${id}-glucose`, ...at, code: { text: 'Glucose, nuchter' }, valueQuantity: { value: 6.3, unit: 'mmol/l' }, referenceRange: [{ low: { value: 3.1, unit: 'mmol/l' }, high: { value: 6.2, unit: 'mmol/l' } }] },
      { resourceType: 'DiagnosticReport', id: `${id}-blood`, ...at, code: { text: 'Bloedonderzoek' }, result: [{ reference: `Observation/${id}-glucose` }], conclusion: 'De suiker is iets te hoog.' },
    ]);
    await visit(browser, async (page) => {
      const record = await into(page, 'medical-record', eik.record);
      const result = record.locator('.entry').filter({ hasText: 'Bloedonderzoek' });
      await expect(result).toContainText(/De suiker is iets te hoog\..*Hoger dan gebruikelijk/s, { timeout: 30_000 });
    });
  });

  await test.step('October: an appointment after the end of summer time is at the time that was chosen', async () => {
    await turn('10-29', '10:00', '+02:00');
    const before = await newest();
    const chosen = await visit(browser, async (page) => {
      const booking = await into(page, 'book-appointment', eik.appointments);
      await book(booking, 'Huisarts (10 minuten)', { choose: inTwoWeeks });
      return /november om (\d\d:\d\d)/.exec(await booking.locator('[data-step=sent]').innerText())![1];
    });
    const { event, mail } = await calendarOf(/afspraak/i, before);
    const start = event.startDate.toJSDate();
    expect(+start).toBeGreaterThan(Date.parse('2027-10-31T01:00:00Z'));
    expect(new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit' }).format(start)).toBe(chosen);
    expect(mail.text).toContain(chosen!);
    expect(event.uid).not.toBe(uid);
  });

  await test.step('December: the log says who saw and did what, all year; and no mail of it said why, what or which number', async () => {
    await turn('12-28', '11:00', '+01:00');
    await visit(browser, async (page) => {
      await page.goto(`${origins.service}/hosted/de-eik/patient-account`);
      const account = scope(page, 'patient-account');
      await account.getByLabel('Gebruikersnaam').fill(person.email);
      await account.getByLabel('Wachtwoord', { exact: true }).fill(person.password);
      await account.getByRole('button', { name: 'Inloggen', exact: true }).click();
      await openService(page, person, 'patient-account');
      await account.getByRole('button', { name: 'Toon het overzicht' }).click();
      const rows = account.locator('ol.log li');
      await expect(rows.nth(5)).toBeVisible({ timeout: 30_000 });
      for (const more = account.getByRole('button', { name: 'Toon oudere regels' }); await more.isVisible();) { const before = await rows.count(); await more.click(); await expect.poll(() => rows.count()).not.toBe(before); }
      const log = (await rows.allInnerTexts()).join('\n');
      for (const did of ['Account gemaakt', 'Koppeling met uw medische gegevens', 'Afspraak', 'Herinnering over medicijnen', 'Herhaalrecept', 'Vraag gesteld', 'Medische gegevens bekeken']) expect(log).toContain(did);
      for (const who of ['U', 'Een assistente', 'Het portaal']) expect(log).toContain(`${who} · `);
      // From the last visit back to the first.
      expect(log.indexOf('28 december')).toBeLessThan(log.indexOf('11 januari'));
    });
    const all = await mailsFor(person.email);
    for (const mail of all) expect(`${mail.subject}${mail.text}${mail.html}${mail.calendar ?? ''}`, mail.subject).not.toMatch(new RegExp(`${person.bsn}|amlodipine|oxazepam|plekje|eczeem|suiker|onschuldig`, 'i'));
    expect(all.filter(({ calendar }) => calendar !== null)).toHaveLength(4);
    expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(all.length);
  });
});
