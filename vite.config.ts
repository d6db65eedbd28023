/**
 * Two builds, both run by `.config/build.ts`:
 * mode `embed`     balie.js: loader and shells, one file
 * mode `elements`  what frames, hosted pages and the desk load: one entry each, shared chunks, a manifest for the server
 * `vitest`                      projects: unit, storybook
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const widgets = join(root, 'packages/widgets/src');

/** frame/patient-login.ts → frame-patient-login */
function entries(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const kind of ['frame', 'hosted', 'desk'] as const) {
    const files = readdirSync(join(widgets, kind), { withFileTypes: true }).filter((file) => file.isFile() && /^[a-z-]+\.ts$/.test(file.name) && !file.name.startsWith('index.'));
    for (const { name } of files) found[name === `${kind}.ts` ? kind : `${kind}-${name.slice(0, -3)}`] = join(widgets, kind, name);
  }
  return found;
}

const frames = readdirSync(join(widgets, 'frame')).length;
/** Chunks that stay in the cache while others change: the libraries, and what nearly every element needs. Fewer and larger ones also press better. */
const shared = [
  { name: 'lit', test: /node_modules[\\/](lit|@lit|lit-html|lit-element|@lit-labs)[\\/]/, minShareCount: frames + 3 },
  { name: 'zod', test: /node_modules[\\/]zod[\\/]/ },
  // What the frame of every element and the hosted page need; the table of errors comes with the client.
  { name: 'core', test: /packages[\\/](widgets[\\/](?!src[\\/]shared[\\/](code-part|log-in-code|catch-up))|forms[\\/](?!src[\\/](parts[\\/]choices|days))|contracts[\\/](?!src[\\/]error-codes)|portal-client[\\/]src[\\/]lazily)/, minShareCount: frames },
  { name: 'client', test: /packages[\\/]portal-client[\\/]src[\\/](?!index|portal|types|desk|page-work|page-answers|code-prompt|code-steps|log-in-steps|work|joining|care|account|passkey|phrase|contract-reader|self|tab-drafts|signin|eid|sealing)/ },
  // What checks a registration; the desk reads numbers by it too.
  { name: 'registration', test: /forms[\\/]src[\\/](registration|birth-date)|rules[\\/]src[\\/](personal-numbers|bsn|passwords)\./ },
  // What the services alone share.
  { name: 'services', test: /packages[\\/](widgets[\\/]src[\\/]shared[\\/](submission|urgent-numbers|promise|room)|forms[\\/]src[\\/](parts[\\/]choices|days)|rules[\\/]src[\\/]working-days)|lit[\\/]directives[\\/]keyed/, minShareCount: 2 },
];

/** What `oidc-client-ts` calls to log; what it calls to throw stays. */
const oidcLogging = ['logger2', 'this._logger'].flatMap((logger) => ['debug', 'info', 'warn', 'error', 'create'].map((level) => `${logger}.${level}`)).concat('Logger.error', 'Logger.createStatic');

export default defineConfig(async ({ mode }) => ({
  build: {
    target: 'es2022',
    outDir: join(root, 'dist'),
    reportCompressedSize: false,
    // Word lists and number tables are large and wait for the field that needs them; `npm run size` holds the budgets.
    chunkSizeWarningLimit: 1000,
    modulePreload: false,
    manifest: mode === 'elements' ? 'manifest.json' : false,
    copyPublicDir: false,
    // Of the libraries inside, beside the files: these hold no comments.
    license: mode === 'elements' ? { fileName: 'licenses.md' } : false,
    // As a library: no helper around `import()`.
    ...(mode === 'elements' ? { lib: { entry: entries(), formats: ['es' as const] } } : {}),
    rolldownOptions: {
      // Logging of oidc-client-ts goes: an error it would print holds what was sent, the refresh token too (docs/protocol.md).
      treeshake: { manualPureFunctions: oidcLogging },
      ...(mode === 'elements' ? {} : { input: { balie: join(root, 'packages/embed/src/index.ts') } }),
      output: {
        entryFileNames: mode === 'embed' ? '[name].js' : 'assets/[name]-[hash:7].js',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        minify: { mangle: true, compress: true, codegen: { removeWhitespace: true } },
        // What bundlers tell each other is no use to a browser.
        comments: { legal: false, annotation: false, jsdoc: false },
        ...(mode === 'elements' ? { codeSplitting: { groups: shared } } : {}),
      },
    },
  },
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['packages/{rules,contracts,database,token-service,care-service,server,forms,themes}/**/*.test.ts', 'test/**/*.test.ts', 'demo-site/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          // Files wait for their database most of the time: four at once, also on two cores.
          maxWorkers: 4,
          // Modules are read once a process, not once a file: a fifth of the time. Tests change nothing that a module keeps.
          isolate: false,
        },
      },
      // Imported late: builds need none of it.
      ...(mode === 'test' ? [(await import('./.storybook/vitest-project.ts')).storybook] : []),
    ],
  },
}));
