/** What a patient does in the services of De Eik, the same in every walk. Each begins inside the service. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { keepsElsewhere } from '../../demo-site/system/start.ts';
import { pressBelow, type Scope } from './support.ts';

type Choose = (booking: Scope) => Promise<void>;
export const firstFree: Choose = (booking) => booking.locator('.times button').first().click();
/** The first time that is free two weeks from now. */
export const inTwoWeeks: Choose = async (booking) => {
  await booking.getByRole('button', { name: 'Toon latere tijden' }).click();
  await expect(booking.getByRole('button', { name: 'Toon eerdere tijden' })).toBeVisible();
  await firstFree(booking);
};

/** What stands over the receipt of an appointment. At a practice with a system of its own it is kept, and told by mail once it stands there. */
export const booked = (practice: string) => (keepsElsewhere(practice) ? 'Uw afspraak is bewaard' : 'Uw afspraak staat vast');

/** Up to the receipt. */
export async function book(booking: Scope, type: string, { choose = firstFree, reason }: { choose?: Choose; reason?: string } = {}): Promise<void> {
  await booking.getByRole('radio', { name: type }).check();
  await booking.getByRole('button', { name: 'Toon vrije tijden' }).click();
  await choose(booking);
  if (reason) await booking.getByLabel('Reden van de afspraak').fill(reason);
  await pressBelow(booking.getByRole('button', { name: 'Verder' }));
  await booking.getByRole('button', { name: 'Bevestig afspraak' }).click();
  await expect(booking.getByRole('heading', { name: booked('de-eik') })).toBeVisible();
}
export async function move(booking: Scope, { choose = firstFree }: { choose?: Choose } = {}): Promise<void> {
  await booking.getByRole('button', { name: /^Verzetten/ }).click();
  await choose(booking);
  await booking.getByRole('button', { name: 'Verzet afspraak' }).click();
  await expect(booking.getByText(keepsElsewhere('de-eik') ? booked('de-eik') : 'Uw afspraak is verzet')).toBeVisible();
}
export async function cancel(booking: Scope): Promise<void> {
  await booking.getByRole('button', { name: /^Afzeggen/ }).click();
  await booking.getByRole('button', { name: /^Ja, zeg af/ }).click();
  await expect(booking.getByText('Door u afgezegd')).toBeVisible();
}

export const medicineIn = (list: Scope, name: string) => list.locator('.medicine').filter({ hasText: name });
/** `why`: of what the practice decides on each time. */
export async function renew(list: Scope, medicines: readonly { name: string; why?: string }[], pharmacy = 'Apotheek bij het station'): Promise<void> {
  for (const { name } of medicines) await medicineIn(list, name).getByRole('checkbox').check();
  for (const { name, why } of medicines) if (why) await list.getByLabel(`Waarom heeft u ${name} nodig?`).fill(why);
  await list.getByRole('radio', { name: pharmacy }).check();
  await pressBelow(list.getByRole('button', { name: 'Verder' }));
  await list.getByRole('button', { name: 'Verstuur aanvraag' }).click();
  await expect(list.getByRole('heading', { name: 'Uw aanvraag is ontvangen' })).toBeVisible();
}

/** `attach`: with the form filled in, before it is looked over. */
export async function ask(consult: Scope, subject: string, question: string, attach?: () => Promise<void>): Promise<void> {
  await consult.getByRole('radio', { name: /^Nee/ }).check();
  await pressBelow(consult.getByRole('button', { name: 'Verder' }));
  await consult.getByLabel('Onderwerp').fill(subject);
  await consult.getByLabel('Uw vraag').fill(question);
  await attach?.();
  await pressBelow(consult.getByRole('button', { name: 'Verder' }));
  await consult.getByRole('button', { name: 'Verstuur vraag' }).click();
  await expect(consult.getByRole('heading', { name: 'Uw vraag is ontvangen' })).toBeVisible();
}
export async function readAnswer(consult: Scope, subject: string, answer: string): Promise<void> {
  await consult.getByRole('button', { name: new RegExp(`^Lees .${subject}`) }).first().click();
  await expect(consult.getByText(answer)).toBeVisible({ timeout: 30_000 });
}

/** What the browser keeps when that button is pressed; `name`: of the file. */
export async function savedFile(page: Page, at: Scope, button: RegExp, name: RegExp): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), at.getByRole('button', { name: button }).first().click()]);
  expect(download.suggestedFilename()).toMatch(name);
  return readFileSync(await download.path());
}
