import type { Preview } from '@storybook/web-components-vite';
import { withThemeByDataAttribute } from '@storybook/addon-themes';
import { mswLoader } from 'msw-storybook-addon/csf3';
import { http } from 'msw';
import '@balie/themes/theme.css';
import { languages } from '../stories/languages.ts';
import './preview.css';

/** Requests that left an element by another way than its portal; a story that makes one fails. */
const strays: string[] = [];

const preview: Preview = {
  loaders: [mswLoader()],
  beforeEach: () => { strays.length = 0; },
  afterEach: () => {
    if (strays.length > 0) throw new Error(`An element spoke to the network past its portal: ${strays.join(', ')}`);
  },
  decorators: [withThemeByDataAttribute({ themes: { light: 'light', dark: 'dark' }, defaultTheme: 'light', attributeName: 'data-balie-scheme', parentSelector: 'html' })],
  globalTypes: {
    locale: { description: 'Language', toolbar: { title: 'Language', icon: 'globe', items: Object.entries(languages).map(([value, title]) => ({ value, title })), dynamicTitle: true } },
  },
  initialGlobals: { locale: 'nl' },
  parameters: {
    // A finding is an error, in the panel and in the test run.
    a11y: { test: 'error', options: { resultTypes: ['violations'] } },
    controls: { disable: true },
    msw: [http.all(/^https?:\/\/[^/]+\/(authorize-challenge|token|revoke|register|page|me|logout|account|care|staff|password|activation|contact)(\/|$|\?)/, ({ request }) => {
      strays.push(`${request.method} ${new URL(request.url).pathname}`);
      return new Response(null, { status: 500 });
    })],
    // Each state in a document of its own: element ids are unique in a document.
    docs: { story: { inline: false, height: '32rem' } },
    options: { storySort: { method: 'alphabetical' } },
  },
};
export default preview;
