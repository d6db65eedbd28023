/** What every walk through the demo needs: a person, their mail, the inside of a frame, the practice's staff. The service, mail and database are the real ones. */
import { execFile } from 'node:child_process';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import type { ElementName } from '@balie/contracts';
import { readBsn } from '@balie/rules';
import { origins, ports } from '../../demo-site/addresses.ts';
import type { Mail } from '../../demo-site/inbox.ts';
import { letterPdf } from '../../demo-site/letter.ts';
import { demoStaff } from '../../demo-site/people.ts';
import { keepsElsewhere, type Resource } from '../../demo-site/system/start.ts';
import { putThere } from './there.ts';

export { origins, ports };
export const pages = {
  register: `${origins.deLinde}/inschrijven.html`, portal: `${origins.deLinde}/portaal.html`, prescriptions: `${origins.deLinde}/recepten.html`,
  appointments: `${origins.deLinde}/afspraak.html`, econsults: `${origins.deLinde}/vraag.html`,
} as const;

/** The practice with DigiD. */
export const eik = {
  register: `${origins.deEik}/account-aanmaken.html`, portal: `${origins.deEik}/patientportaal.html`, prescriptions: `${origins.deEik}/receptservice.html`, appointments: `${origins.deEik}/webagenda.html`, econsults: `${origins.deEik}/econsult.html`, record: `${origins.deEik}/dossier.html`,
} as const;

export interface Person { email: string; password: string; name: string; given: string; family: string; /** YYYY-MM-DD */ birthDate: string; phone: string; bsn: string }
export function newPerson(): Person {
  const mark = randomBytes(4).toString('hex');
  const family = `Proef${mark.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`;
  let bsn: string;
  do bsn = `9999${String(randomInt(100_000)).padStart(5, '0')}`; while (!readBsn(bsn).ok);
  return { email: `proef-${mark}@patient.example`, password: `paarse-koffiemok-${mark}`, name: `Testje ${family}`, given: 'Testje', family, birthDate: '1980-05-17', phone: '0612345678', bsn };
}
/** As people type it: 17-05-1980. */
export const typedDate = (date: string): string => date.split('-').reverse().join('-');

// ── where to look ───────────────────────────────────────────────────────────────────────────────────────────────────
export type Scope = Pick<Locator, 'getByRole' | 'getByLabel' | 'getByText' | 'locator'>;
/** Inside an element: in its frame on a practice's page, in the page itself where we host it. */
export function scope(page: Page, element: ElementName): Scope {
  const tag = page.locator(element);
  return new URL(page.url()).origin === origins.service ? tag : tag.locator('iframe').contentFrame().locator(element);
}

/** At the broker's log-in page: who to be, and how it ends. Comes back to where the trip began. */
export async function digid(page: Page, number: string, ending: { happens?: string; level?: string; cancel?: boolean } = {}): Promise<void> {
  await page.waitForURL((url) => url.origin === origins.eid, { timeout: 30_000 });
  if (ending.happens || ending.level) await page.getByText('Hoe het inloggen afloopt').click();
  if (ending.happens) await page.locator(`input[name=happens][value=${ending.happens}]`).check();
  if (ending.level) await page.locator(`input[name=level][value=${ending.level}]`).check();
  if (ending.cancel) await page.getByRole('button', { name: 'Annuleren' }).click();
  else {
    await page.getByLabel('BSN', { exact: true }).fill(number);
    await page.getByRole('button', { name: 'Inloggen', exact: true }).click();
  }
  await page.waitForURL((url) => url.origin !== origins.eid, { timeout: 30_000 });
}

// ── mail ────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** All mail to an address, newest first. Node does not know names under localhost. */
export async function mailsFor(address: string): Promise<Mail[]> {
  const answer = await fetch(`http://127.0.0.1:${ports.inbox}/messages?to=${encodeURIComponent(address)}`);
  return await answer.json() as Mail[];
}
/** The newest mail with that in its subject or text, once it is there; `after`: the id of one that was there before. */
export async function mailFor(address: string, about: RegExp = /./, after = 0): Promise<Mail> {
  let found: Mail | undefined;
  await expect.poll(async () => {
    found = (await mailsFor(address)).find((mail) => mail.id > after && (about.test(mail.subject) || about.test(mail.text)));
    return found !== undefined;
  }, { timeout: 30_000, message: `mail to ${address} about ${String(about)}` }).toBe(true);
  return found!;
}
const group = (pattern: RegExp, text: string): string => {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${String(pattern)} in this mail:\n${text}`);
  return found;
};
export const confirmLink = (mail: Mail): string => group(/(https?:\/\/\S+#balie-confirm=[\w-]{43})/, mail.text);
/** Six digits, as they stand in the mail: `123 456`. */
export const sessionCode = (mail: Mail): string => group(/^(\d{3} \d{3})$/m, mail.text);
const codeMail = /sessiecode|session code/i;
export const lastCodeMail = async (address: string): Promise<number> => (await mailsFor(address)).find(({ subject, text }) => codeMail.test(subject) || codeMail.test(text))?.id ?? 0;

// ── the patient ─────────────────────────────────────────────────────────────────────────────────────────────────────
// Of several windows only the front one takes what is typed, so each step brings its own there.
/** From the practice's page up to "the mail is on its way". */
export async function register(page: Page, person: Person, at: string = pages.register): Promise<void> {
  await page.bringToFront();
  await page.goto(at);
  const form = scope(page, 'register-form');
  await form.getByRole('link', { name: 'Registreer nu' }).click();
  await form.getByLabel('Uw e-mailadres').fill(person.email);
  await form.getByLabel('Kies een wachtwoord').fill(person.password);
  await form.getByLabel('Uw naam').fill(person.name);
  await form.getByLabel('Uw geboortedatum').fill(typedDate(person.birthDate));
  await form.getByLabel('Uw telefoonnummer').fill(person.phone);
  await form.getByRole('button', { name: 'Verder' }).click();
  await form.getByRole('button', { name: 'Ja, maak mijn account aan' }).click();
  await expect(form.getByRole('heading', { name: 'Bevestig uw account' })).toBeVisible();
}
/** Follows the mailed link in the browser that registered: logged in at once (S0-14). */
export async function confirm(page: Page, person: Person): Promise<void> {
  const link = confirmLink(await mailFor(person.email, /#balie-confirm=/));
  await page.goto('about:blank');
  await page.goto(link);
  await expect(scope(page, 'register-form').getByRole('heading', { name: /Gefeliciteerd/ })).toBeVisible({ timeout: 30_000 });
}
/** On a page that holds the element, which may be the log-in or the gate of a service. */
export async function logIn(page: Page, person: Person, element: ElementName = 'patient-login'): Promise<void> {
  await page.bringToFront();
  const form = scope(page, element);
  await form.getByLabel('Gebruikersnaam').fill(person.email);
  await form.getByLabel('Wachtwoord', { exact: true }).fill(person.password);
  await form.getByRole('button', { name: 'Inloggen' }).click();
  // The button changes its words at once; the field stays until the answer is there.
  await expect(form.getByLabel('Gebruikersnaam')).toHaveCount(0, { timeout: 30_000 });
}
/** Clicks a service and waits for its prompt; answers the code that was mailed. */
export async function askCode(page: Page, person: Person, element: ElementName): Promise<string> {
  const before = await lastCodeMail(person.email);
  const gate = scope(page, element);
  await gate.getByRole('button', { name: /^(Open |Stuur een nieuwe)/ }).click();
  await expect(gate.getByLabel('Sessiecode')).toBeVisible({ timeout: 30_000 });
  return sessionCode(await mailFor(person.email, codeMail, before));
}
export async function enterCode(page: Page, element: ElementName, code: string): Promise<void> {
  await page.bringToFront();
  const gate = scope(page, element);
  await gate.getByLabel('Sessiecode').fill(code);
  await gate.getByRole('button', { name: 'Doorgaan' }).click();
}
/** From the gate of a service to inside. */
export async function openService(page: Page, person: Person, element: ElementName): Promise<void> {
  await enterCode(page, element, await askCode(page, person, element));
  await expect(scope(page, element).getByLabel('Sessiecode')).toHaveCount(0, { timeout: 30_000 });
}

// ── the practice ────────────────────────────────────────────────────────────────────────────────────────────────────
const run = promisify(execFile);
/** The command an operator uses, next to the running demo. */
export async function balie(...args: string[]): Promise<void> {
  const env = { ...process.env, BALIE_ORIGIN: origins.service, BALIE_DESK_ORIGIN: origins.desk, BALIE_PORT: String(ports.service), BALIE_DATABASE_PORT: String(ports.database) };
  await run(process.execPath, ['packages/server/src/cli.ts', ...args], { cwd: join(import.meta.dirname, '../..'), env });
}
/** A medicine beside that one: class, days since it was issued, and what FHIR's dispenseRequest says. */
export interface Medicine { text: string; atc?: string; issued: number; dispense?: object }
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
export const supply = (days: number, more: object = {}) => ({ expectedSupplyDuration: { value: days, unit: 'd', system: 'http://unitsofmeasure.org', code: 'd' }, ...more });
/** Puts the person among the practice's records, with a medicine, by the command an operator uses. */
export async function keepRecord(person: Person, clinic = 'de-linde', medicines: readonly Medicine[] = []): Promise<void> {
  const id = randomUUID();
  const recently = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
  const resources = [
    { resourceType: 'Patient', id, active: true, identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: person.bsn }], name: [{ family: person.family, given: [person.given] }], birthDate: person.birthDate },
    {
      resourceType: 'MedicationRequest', id: `${id}-1`, status: 'active', intent: 'order', subject: { reference: `Patient/${id}` }, authoredOn: '2020-01-15',
      medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'C07AB02', display: 'metoprolol' }], text: 'Metoprolol tablet 50 mg' }, dosageInstruction: [{ text: '1 maal per dag 1 tablet' }],
    },
    ...medicines.map(({ text, atc, issued, dispense }, at) => ({
      resourceType: 'MedicationRequest', id: `${id}-m${String(at)}`, status: 'active', intent: 'order', subject: { reference: `Patient/${id}` }, authoredOn: daysAgo(issued),
      medicationCodeableConcept: { ...(atc ? { coding: [{ system: 'http://www.whocc.no/atc', code: atc }] } : {}), text }, dosageInstruction: [{ text: 'Volgens voorschrift' }], ...(dispense ? { dispenseRequest: dispense } : {}),
    })),
    { resourceType: 'ClinicalImpression', id: `${id}-2`, status: 'completed', subject: { reference: `Patient/${id}` }, description: 'Controle bloeddruk', effectiveDateTime: recently, assessor: { display: 'V. Voorbeeld, huisarts' }, summary: 'Ga door met de tabletten.' },
    { resourceType: 'Observation', id: `${id}-3`, status: 'final', subject: { reference: `Patient/${id}` }, code: { text: 'Glucose, nuchter' }, effectiveDateTime: recently, valueQuantity: { value: 6.3, unit: 'mmol/l' }, referenceRange: [{ low: { value: 3.1, unit: 'mmol/l' }, high: { value: 6.2, unit: 'mmol/l' } }] },
    { resourceType: 'DiagnosticReport', id: `${id}-4`, status: 'final', subject: { reference: `Patient/${id}` }, code: { text: 'Bloedonderzoek' }, effectiveDateTime: recently, result: [{ reference: `Observation/${id}-3` }], conclusion: 'De suiker is iets te hoog.' },
    { resourceType: 'DocumentReference', id: `${id}-6`, status: 'current', docStatus: 'final', subject: { reference: `Patient/${id}` }, description: 'Brief van de cardioloog', date: recently, content: [{ attachment: { contentType: 'application/pdf', data: letterPdf('Het hartfilmpje is goed.').toString('base64') } }] },
    { resourceType: 'Observation', id: `${id}-5`, status: 'preliminary', subject: { reference: `Patient/${id}` }, code: { text: 'Nog niet klaar' }, effectiveDateTime: recently, valueString: 'volgt' },
  ];
  await importAll(clinic, resources);
}
/** Where the practice keeps its records: by that command, or in its own system. */
export async function importAll(clinic: string, resources: readonly Resource[]): Promise<void> {
  if (keepsElsewhere(clinic)) return putThere(clinic, resources);
  const folder = mkdtempSync(join(tmpdir(), 'balie-record-'));
  writeFileSync(join(folder, 'record.json'), JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }));
  try { await balie('import', 'fhir', clinic, folder); } finally { rmSync(folder, { recursive: true, force: true }); }
}

export type Who = 'assistente@de-beuk.example' | 'assistente@de-eik.example' | 'assistente@de-linde.example' | 'huisarts@de-linde.example' | 'frontdesk@zeezicht.example' | 'gp@zeezicht.example';
const desks = new WeakMap<Browser, Map<Who, { context: BrowserContext; page: Page }>>();
const step = () => Math.floor(Date.now() / 30_000);
/**
 * A desk where that member of staff is logged in, kept as long as the browser: a time step is taken once an account, so each log-in may cost half a
 * minute of waiting for the next one.
 */
export async function staffLogIn(browser: Browser, who: Who): Promise<Page> {
  const kept = desks.get(browser) ?? new Map<Who, { context: BrowserContext; page: Page }>();
  desks.set(browser, kept);
  const before = kept.get(who);
  if (before && !before.page.isClosed()) return before.page;
  const member = demoStaff.find(({ email }) => email === who)!;
  const context = await browser.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' });
  const page = await context.newPage();
  await page.goto(origins.desk);
  await page.getByLabel('Gebruikersnaam').fill(who);
  await page.getByLabel('Wachtwoord', { exact: true }).fill(member.password);
  await page.getByRole('button', { name: 'Inloggen' }).click();
  const totp = new TOTP({ secret: Secret.fromBase32(member.totpSecret) });
  const inside = page.getByRole('tab', { name: /Nieuwe accounts/ });
  for (let tries = 0, used = 0; tries < 4 && !await inside.isVisible(); tries++) {
    await expect.poll(step, { timeout: 35_000 }).toBeGreaterThan(used);
    used = step();
    await page.getByLabel('Zes cijfers').fill(totp.generate());
    await page.getByRole('button', { name: 'Doorgaan' }).click();
    await expect(inside.or(page.getByText('Dit gaat nog niet goed'))).toBeVisible({ timeout: 30_000 });
  }
  await expect(inside).toBeVisible();
  kept.set(who, { context, page });
  return page;
}

/** On the card of a new account: finds the record, and compares what is said on the telephone with it. */
export async function checkIdentity(card: Locator, person: Person): Promise<void> {
  await card.getByRole('button', { name: /^Identiteit controleren/ }).click();
  await card.getByLabel('Naam').fill('');
  await card.getByLabel('Burgerservicenummer').first().fill(person.bsn);
  await card.getByRole('button', { name: 'Zoeken' }).click();
  await card.getByRole('radio', { name: person.name }).check();
  const compare = card.locator('form').last();
  await compare.getByLabel('Geboortedatum').fill(typedDate(person.birthDate));
  await compare.getByLabel('Burgerservicenummer').fill(person.bsn);
  await compare.getByRole('radio', { name: 'Aan de telefoon' }).check();
  await compare.getByRole('button', { name: 'Vergelijken en vastleggen' }).click();
  await expect(card.getByText('Identiteit gecontroleerd')).toBeVisible();
}
export async function linkAccount(card: Locator): Promise<void> {
  await card.getByRole('button', { name: /^Account koppelen/ }).click();
  await card.getByRole('button', { name: 'Account koppelen', exact: true }).click();
  await expect(card).toHaveCount(0);
}

/** Assistant checks, GP links (S0-20 … S0-22, S0-34). */
export async function linkPatient(browser: Browser, person: Person): Promise<void> {
  const assistant = await staffLogIn(browser, 'assistente@de-linde.example');
  const card = (page: Page) => page.locator('desk-link').filter({ hasText: person.email });
  const refresh = async (page: Page) => {
    await page.bringToFront();
    await page.getByRole('tab', { name: /Nieuwe accounts/ }).click();
    await page.getByRole('tabpanel').getByRole('button', { name: 'Vernieuwen' }).click();
    await expect(card(page)).toBeVisible();
  };
  await refresh(assistant);
  await checkIdentity(card(assistant), person);

  const gp = await staffLogIn(browser, 'huisarts@de-linde.example');
  await refresh(gp);
  await linkAccount(card(gp));
}

/** Everything up to a linked patient, in `page`, who is logged in there. */
export async function becomePatient(browser: Browser, page: Page, person: Person = newPerson()): Promise<Person> {
  // One for each walk that asks for one: walks of one worker share the patient.
  await keepRecord(person, 'de-linde', [{ text: 'Amlodipine tablet 5 mg', atc: 'C08CA01', issued: 200 }, { text: 'Lisinopril tablet 10 mg', atc: 'C09AA03', issued: 200 }]);
  await register(page, person);
  await confirm(page, person);
  await linkPatient(browser, person);
  return person;
}

let shared: Promise<Person> | undefined;
/** One linked patient for all tests of this browser: linking takes the practice a while. */
export const sharedPatient = (browser: Browser): Promise<Person> => shared ??= (async () => {
  const context = await browser.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' });
  try { return await becomePatient(browser, await context.newPage()); } finally { await context.close(); }
})();

/**
 * What lies below the window's edge. Chromium sends a press that comes in the same moment as a scroll to the page around the frame (the page's own listeners see it, the frame's
 * see none or half of it), so the new place is painted first, as it is before a hand gets there.
 */
export async function pressBelow(what: Locator): Promise<void> {
  await what.scrollIntoViewIfNeeded();
  const painted = () => new Promise<void>((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(() => { resolve(); }); }); });
  await what.evaluate(painted);
  await what.page().evaluate(painted);
  await what.click();
}
