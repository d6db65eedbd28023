import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import type { TestProjectConfiguration } from 'vitest/config';
import { untested } from '../stories/write.ts';

const chromium = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Every story in Chromium; an accessibility finding fails it. */
export const storybook: TestProjectConfiguration = {
  // A dependency first met in the middle of a run reloads the page under the stories: find them all at each start.
  optimizeDeps: { force: true },
  plugins: [storybookTest({ configDir: import.meta.dirname })],
  test: {
    name: 'storybook',
    maxWorkers: 2,
    exclude: [...untested],
    browser: { enabled: true, headless: true, screenshotFailures: false, provider: playwright({ launchOptions: { executablePath: '/usr/bin/chromium', args: chromium } }), instances: [{ browser: 'chromium' }] },
  },
};
