/** Whole pages in real browsers against the running demo (two of them, each with its own ports and database folder). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type PlaywrightTestProject } from '@playwright/test';
import { demoOf } from '../test/e2e/demos.ts';

const root = join(import.meta.dirname, '..');
// Read before anything of the demo is: a worker's addresses are those of its own demo.
Object.assign(process.env, demoOf(Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)));
const chromiumArgs = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/**
 * Firefox as people have it: every site in a process of its own, storage partitioned by site (said here, because Playwright's profile names another
 * rule). A click reaches a frame in another process only when the browser's own process sends it.
 */
const firefox: PlaywrightTestProject = {
  name: 'firefox', testMatch: /s0\.spec\.ts/,
  use: {
    browserName: 'firefox', channel: 'moz-firefox', trace: 'off', // over BiDi it takes longest
    launchOptions: { executablePath: '/usr/bin/firefox-esr', firefoxUserPrefs: { 'remote.events.async.mouse.enabled': true, 'network.cookie.cookieBehavior': 5 } },
  },
};
/** Left out where it is not installed, as `.config/setup.mjs` says in words; CI has it. */
const hasFirefox = process.env['CI'] === 'true' || existsSync('/usr/bin/firefox-esr');

/** Playwright's own Chromium switches storage partitioning off, which denies framed pages their storage, and hides scrollbars, which take room; people's browsers have both. */
const people: PlaywrightTestProject['use'] = { browserName: 'chromium', launchOptions: { executablePath: join(root, '.config/chromium-with-partitioned-storage.sh'), args: chromiumArgs, ignoreDefaultArgs: ['--hide-scrollbars'] } };

export default defineConfig({
  testDir: join(root, 'test'), testMatch: /.*\.spec\.ts/, outputDir: join(root, 'test-results/playwright'),
  workers: 2, retries: 0, timeout: 90_000, expect: { timeout: 15_000 }, forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: join(root, 'test-results/e2e.json') }]],
  globalSetup: join(root, 'test/e2e/start-demo.ts'),
  // A trace makes a walk half as long again: TRACE=1, and CI's second run of what failed, ask for one of each walk that fails.
  use: { trace: process.env['TRACE'] ? 'retain-on-failure' : 'off', screenshot: 'only-on-failure', locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' },
  projects: [
    { name: 'chromium', testIgnore: /(year|fhir)\.spec\.ts/, use: people },
    // A project each, so that it has a process, and with it a demo, of its own.
    { name: 'year', testMatch: /year\.spec\.ts/, use: people },
    { name: 'fhir', testMatch: /fhir\.spec\.ts/, use: people },
    ...(hasFirefox ? [firefox] : []),
    { name: 'storage-refused', testMatch: /s0\.spec\.ts/, use: { browserName: 'chromium', launchOptions: { executablePath: join(root, '.config/chromium-refusing-storage.sh'), args: chromiumArgs } } },
  ],
});
