/** What holds on every page of ours and of the practice, before anybody does anything: nothing moves, and nothing is refused by the strict policy. */
import { expect, test, type Page } from '@playwright/test';
import type { ElementName } from '@balie/contracts';
import { newPerson, origins, pages, register, scope } from './support.ts';

test.describe.configure({ timeout: 180_000 });

interface Quiet { shift: number; violations: string[] }
declare global { var quiet: Quiet }
/** In every document, ours and theirs, from its first moment on. */
const watch = (page: Page) => page.addInitScript(() => {
  const quiet: Quiet = globalThis.quiet = { shift: 0, violations: [] };
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => quiet.violations.push(`${effectiveDirective} ${blockedURI} ${sourceFile}`));
  if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) new PerformanceObserver((list) => { for (const entry of list.getEntries()) quiet.shift += (entry as unknown as { value: number }).value; }).observe({ type: 'layout-shift', buffered: true });
  // For engines that do not tell: where the page's last part stands in each frame that is painted.
  let stood: number | undefined;
  const look = () => {
    const foot = document.querySelector('footer')?.getBoundingClientRect().top;
    const painted = performance.getEntriesByName('first-contentful-paint').length > 0;
    if (painted && foot !== undefined) { if (stood !== undefined && Math.abs(stood - foot) > 0.5) quiet.shift += 1; stood = foot; }
    requestAnimationFrame(look);
  };
  look();
});
const gather = async (page: Page): Promise<Quiet[]> => Promise.all(page.frames().map((frame) => frame.evaluate(() => globalThis.quiet)));

const clinicPages: [address: string, elements: ElementName[]][] = [
  [pages.portal, ['patient-login', 'session-code-prompt']], [pages.register, ['register-form']], [pages.prescriptions, ['prescription-request']], [pages.appointments, ['book-appointment']], [pages.econsults, ['econsult-form']],
  [`${origins.zeezicht}/portal.html`, ['patient-login', 'register-form']], [`${origins.zeezicht}/questions.html`, ['econsult-form']],
  // What a practice asks more makes its elements taller than the reserve: its own page says how much.
  [`${origins.deEik}/patientportaal.html`, ['patient-login', 'session-code-prompt']], [`${origins.deBeuk}/portaal.html`, ['patient-login', 'session-code-prompt']], [`${origins.ahorn}/patientportal.html`, ['patient-login', 'session-code-prompt']],
];

// The desktop is just wide enough for the practice's second column: what is left for an element is narrowest there.
for (const { name, width, height } of [{ name: 'desktop', width: 900, height: 900 }, { name: 'phone', width: 360, height: 800 }]) {
  test(`${name}: no page of a practice shifts before the first action`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await watch(page);
    const shifts: Record<string, number> = {};
    for (const [address, elements] of clinicPages) {
      await page.goto(address);
      for (const element of elements) await expect(scope(page, element).locator('h2:visible').first()).toBeVisible({ timeout: 30_000 });
      await page.waitForTimeout(1_000);
      const [site] = await gather(page);
      shifts[address] = site!.shift;
    }
    expect(shifts).toEqual(Object.fromEntries(clinicPages.map(([address]) => [address, 0])));
    // The watch works: something that comes late and takes room is seen.
    await page.evaluate(() => document.querySelector('h1')!.after(Object.assign(document.createElement('p'), { textContent: 'Te laat' })));
    await expect.poll(async () => (await gather(page))[0]!.shift).toBeGreaterThan(0);
  });
}

test('no practice\'s front page is wider than a window of 320 px where text is twice as large (WCAG 1.4.4)', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  const wide: string[] = [];
  for (const site of [origins.deLinde, origins.deEik, origins.deBeuk, origins.zeezicht, origins.ahorn, origins.birk, origins.cypres, origins.duinrand]) {
    await page.goto(`${site}/index.html`);
    await page.evaluate(() => { const root = document.documentElement; root.style.fontSize = `${2 * Number.parseFloat(getComputedStyle(root).fontSize)}px`; });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) wide.push(`${site} ${width}`);
  }
  expect(wide).toEqual([]);
});

test('no page breaks its own policy: practices, frames, hosted pages, a form answered without script, the desk', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => { if (/Content.Security.Policy|Trusted ?Type/i.test(message.text())) said.push(message.text()); });
  await watch(page);
  const violations: string[] = [];
  const look = async () => { for (const { violations: found } of await gather(page)) violations.push(...found); };
  for (const [address, elements] of clinicPages) {
    await page.goto(address);
    for (const element of elements) await expect(scope(page, element).locator('h2:visible').first()).toBeVisible({ timeout: 30_000 });
    await look();
  }
  for (const path of ['/hosted/de-linde', '/hosted/de-linde/register-form', '/hosted/de-linde/confirm', '/hosted/zeezicht/econsult-form?lang=en', '/hosted/nergens']) {
    await page.goto(origins.service + path);
    await expect(page.locator('h1')).toBeVisible();
    await page.waitForTimeout(500);
    await look();
  }
  await page.goto(origins.desk);
  await expect(page.getByLabel('Gebruikersnaam')).toBeVisible();
  await look();
  await register(page, newPerson());
  await look();
  expect([...violations, ...said]).toEqual([]);

  // The watch works: a script that no policy allows is told.
  await page.goto(`${origins.service}/hosted/de-linde`);
  await page.evaluate(() => { const script = document.createElement('img'); script.src = 'http://vreemd.localhost/x.png'; document.body.append(script); });
  await expect.poll(async () => (await gather(page))[0]!.violations.length).toBe(1);
});
