import type { StorybookConfig } from '@storybook/web-components-vite';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeStories } from '../stories/write.ts';

const root = join(import.meta.dirname, '..');

// Both are made from what is installed and written, at each start: neither is kept in the repository.
mkdirSync(join(root, 'stories/public'), { recursive: true });
copyFileSync(join(root, 'node_modules/msw/lib/mockServiceWorker.js'), join(root, 'stories/public/mockServiceWorker.js'));
await writeStories(join(root, 'packages/widgets/src'), join(root, 'stories/generated'));

const config: StorybookConfig = {
  // An own, empty Vite configuration: the root's describes the product's build.
  framework: { name: '@storybook/web-components-vite', options: { builder: { viteConfigPath: '.storybook/vite.config.ts' } } },
  stories: ['../stories/generated/*.stories.ts'],
  staticDirs: ['../stories/public'],
  addons: ['@storybook/addon-a11y', '@storybook/addon-docs', '@storybook/addon-themes', '@storybook/addon-vitest', 'msw-storybook-addon'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
};
export default config;
