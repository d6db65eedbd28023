/** Whole pages in real browsers against the running demo (own ports, own database folder). */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const root = join(import.meta.dirname, '..');
const base = Number(process.env['BALIE_PORT_BASE'] ?? 4600);
process.env['BALIE_PORT_BASE'] = String(base);
const chromiumArgs = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** Not part of `npm test` yet: over BiDi the walk stalls in Firefox ESR. `FIREFOX=1` runs it. */
const firefox = process.env['FIREFOX'] === '1';

export default defineConfig({
  testDir: join(root, 'test'), testMatch: /.*\.spec\.ts/, outputDir: join(root, 'test-results/playwright'),
  workers: 1, retries: 0, timeout: 90_000, expect: { timeout: 15_000 }, forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: join(root, 'test-results/e2e.json') }]],
  globalSetup: join(root, 'test/e2e/start-demo.ts'),
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' },
  projects: [
    // Playwright's own Chromium switches storage partitioning off, which denies framed pages their storage; people's browsers have it on.
    { name: 'chromium', use: { browserName: 'chromium', launchOptions: { executablePath: join(root, '.config/chromium-with-partitioned-storage.sh'), args: chromiumArgs } } },
    // Over BiDi a click does not reach a frame in another process: sites share one here.
    ...(firefox ? [{ name: 'firefox', use: { browserName: 'firefox' as const, channel: 'moz-firefox', launchOptions: { executablePath: '/usr/bin/firefox-esr', firefoxUserPrefs: { 'fission.webContentIsolationStrategy': 0 } } } }] : []),
    { name: 'storage-refused', testMatch: /s0\.spec\.ts/, use: { browserName: 'chromium', launchOptions: { executablePath: join(root, '.config/chromium-refusing-storage.sh'), args: chromiumArgs } } },
  ],
});
