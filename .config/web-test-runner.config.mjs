// Element tests in the engines this machine has, as one run: BROWSERS=chromium,firefox,webkit chooses, FILES narrows.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import puppeteer from 'puppeteer-core';

const programs = {
  chromium: ['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  firefox: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  webkit: ['/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser'],
};
const found = Object.fromEntries(Object.entries(programs).map(([name, paths]) => [name, paths.find((path) => existsSync(path))]));
const want = process.env.BROWSERS?.split(',') ?? Object.keys(found).filter((name) => found[name]);
const missing = want.filter((name) => !found[name]);
if (missing.length || want.length === 0) throw new Error(`Not found: ${missing.join(', ') || 'any browser'}. On Debian: apt-get install -y chromium firefox-esr webkit2gtk-driver xvfb`);

const folders = [];
const folder = (name) => { const made = mkdtempSync(join(tmpdir(), name)); folders.push(made); return made; };
const children = [];
const start = (command, args, env = {}) => { const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, ...env } }); children.push(child); return child; };
const freePort = () => new Promise((resolve) => { const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); }); });
process.on('exit', () => {
  for (const child of children.reverse()) child.kill();
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

const browsers = [];
if (want.includes('chromium')) browsers.push(chromeLauncher({
  puppeteer,
  launchOptions: {
    executablePath: found.chromium, headless: true, userDataDir: folder('balie-chromium-'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
}));
// Over WebDriver BiDi: no geckodriver, no download.
if (want.includes('firefox')) browsers.push(Object.assign(chromeLauncher({ puppeteer, launchOptions: { browser: 'firefox', executablePath: found.firefox, headless: true } }), { name: 'Firefox', type: 'puppeteer' }));
if (want.includes('webkit')) {
  const port = await freePort();
  const display = `:${100 + (process.pid % 900)}`;
  start('Xvfb', [display, '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']);
  await new Promise((resolve) => setTimeout(resolve, 700));
  start('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], { DISPLAY: display });
  for (let tries = 0; ; tries += 1) {
    try { await fetch(`http://127.0.0.1:${port}/status`); break; } catch (error) { if (tries > 100) throw error; await new Promise((resolve) => setTimeout(resolve, 100)); }
  }
  browsers.push(Object.assign(webdriverLauncher({
    hostname: '127.0.0.1', port, path: '/', logLevel: 'error',
    capabilities: { browserName: 'MiniBrowser', 'wdio:enforceWebDriverClassic': true, 'webkitgtk:browserOptions': { binary: found.webkit, args: ['--automation'] } },
  }), { name: 'WebKitGTK' }));
}

/** Leaves the counts for `npm test`. */
const counter = {
  onTestRunFinished({ sessions }) {
    const counts = { passed: 0, failed: 0, browsers: want };
    const count = (suite) => { for (const test of suite?.tests ?? []) counts[test.passed ? 'passed' : 'failed'] += 1; for (const inner of suite?.suites ?? []) count(inner); };
    for (const session of sessions) { count(session.testResults); if (!session.passed && !session.testResults) counts.failed += 1; }
    mkdirSync('test-results', { recursive: true });
    writeFileSync('test-results/elements.json', JSON.stringify(counts));
  },
};

/** `/served/<element>`: the form as the server renders it into its page, for the tests of taking it over. */
async function served(context, next) {
  const element = /^\/served\/([a-z-]+)$/.exec(context.path)?.[1];
  if (!element) return next();
  const [{ render }, { collectResultSync }, forms, { numberLogIn }, { textsOf }] = await Promise.all([import('@lit-labs/ssr'), import('@lit-labs/ssr/lib/render-result.js'), import('@balie/forms'), import('@balie/forms/numbers'), import('@balie/forms/all')]);
  const { clinic, step, errors } = JSON.parse(context.query.options);
  const t = textsOf('nl');
  const options = { t, clinic, stem: element, ...(clinic.logIn.userName === 'cpr' ? { own: numberLogIn(t, clinic, element) } : {}), ...(step ? { step } : {}), ...(errors ? { errors } : {}) };
  context.type = 'text/html';
  context.body = collectResultSync(render((element === 'patient-login' ? forms.logInForm : forms.registerForm)(options)));
}

/** `/framed?by=<origin>`: a page under the policy that the server gives to frames, for the one site that may frame it; without `by`, to hosted pages and the desk. */
async function framed(context, next) {
  if (context.path !== '/framed') return next();
  const { pageHeaders } = await import('../packages/server/src/pages/policy.ts');
  for (const [name, value] of Object.entries(pageHeaders({ styles: [], scripts: [], frameAncestors: context.query.by ? [context.query.by] : [] }))) context.set(name, value);
  context.type = 'text/html';
  context.body = '<!doctype html><title>Framed</title><p id="here">Here</p>';
}

/** What a failed test compared is sent as text: an element among it cannot be copied, and the runner then waits for the page until its time is up. */
const page = (framework) => `<!doctype html><script>
  sessionStorage.clear(); // A tab is used for one file after the other: each begins as in a new one.
  Object.defineProperty(window, '__WTR_MOCHA_RUNNER__', { set(runner) {
    runner.on('fail', (_test, error) => {
      for (const side of ['actual', 'expected']) try { structuredClone(error[side]); } catch { error[side] = error[side].outerHTML ?? String(error[side]); }
    });
  } });
</script><script type="module" src="${framework}"></script>`;

export default {
  testRunnerHtml: page,
  files: process.env.FILES?.split(' ') ?? 'packages/{widgets,embed,portal-client}/src/**/*.test.ts',
  nodeResolve: { exportConditions: ['browser', 'production', 'default'], browser: true },
  browsers,
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: process.stdout.isTTY }), counter],
  // Focus and keyboard tests fail when pages of one browser run side by side.
  concurrency: 1,
  // All engines at once: one alone leaves a core idle.
  concurrentBrowsers: 3,
  // Nothing reads them, and one that comes late kept a finished page from being counted.
  browserLogs: false,
  testsStartTimeout: 60_000,
  // Every state of an element with axe, in three engines at once on two cores.
  testsFinishTimeout: 600_000,
  browserStartTimeout: 60_000,
  testFramework: { config: { timeout: 15_000 } },
  middleware: [served, framed, (context, next) => { if (context.path.endsWith('/mockServiceWorker.js')) context.set('Service-Worker-Allowed', '/'); return next(); }],
  plugins: [esbuildPlugin({ ts: true, tsconfig: 'tsconfig.json', target: 'es2022' })],
};
