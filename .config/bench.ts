/**
 * Milliseconds from nothing to a usable field, cold, on a slow phone (1.6 Mbit/s, 150 ms, CPU ÷ 4): medians of 7 in Debian's Chromium, beside a plain HTML form and a
 * bare frame. Then what the server takes. Printed, never asserted: machines differ. Needs `npm run build` first.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import puppeteer from 'puppeteer-core';
import { clinicConfig } from '@balie/contracts';
import { createPages } from '../packages/server/src/pages/index.ts';

const root = join(import.meta.dirname, '..');
const rounds = Number(process.env['ROUNDS'] ?? 7);
const chromium = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (!chromium) throw new Error('Chromium is not installed. On Debian: apt-get install chromium');

const freePort = () => new Promise<number>((resolve) => { const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address() as AddressInfo; server.close(() => resolve(port)); }); });
const listen = (app: Hono, port: number) => new Promise<ServerType>((ready) => { const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => ready(server)); });
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const service = await freePort();
const site = await freePort();
const issuer = `http://balie.localhost:${service}`;
const host = `http://de-linde.localhost:${site}`;
const folder = join(root, 'demo-site/clinics');
const clinic = clinicConfig.parse({ ...JSON.parse(readFileSync(join(folder, 'de-linde.json'), 'utf8')) as object, origins: [host] });
const refuse = () => Promise.reject(new Error('not here'));
const pages = createPages({ clinics: new Map([[clinic.id, clinic]]), issuer, deskOrigin: 'http://desk.localhost:1', distFolder: join(root, 'dist'), registration: { register: refuse, confirm: refuse, forgot: refuse, reset: refuse, verifyContact: refuse, eidNumber: refuse }, log: () => undefined });

const start = '<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Praktijk</title><link rel="icon" href="data:,">';
const sites = new Hono()
  .get('/plain', (c) => c.html(`${start}</head><body><h1>Praktijk</h1><form method="post"><label>E-mail <input type="email" name="username"></label><label>Wachtwoord <input type="password" name="password"></label><button>Inloggen</button></form></body></html>`))
  .get('/bare', (c) => c.html(`${start}</head><body><h1>Praktijk</h1><iframe title="Inloggen" src="${issuer}/bare" width="400" height="400"></iframe></body></html>`))
  .get('/balie', (c) => c.html(`${start}<script type="module" src="${issuer}/balie.js" data-clinic="${clinic.id}"></script></head><body><h1>Praktijk</h1><patient-login><p>Bel 010 123 45 67</p></patient-login></body></html>`));
const ours = new Hono()
  .get('/bare', (c) => c.html(`${start}</head><body><form method="post"><label>E-mail <input type="email" name="username"></label><label>Wachtwoord <input type="password" name="password"></label><button>Inloggen</button></form><script>parent.postMessage('usable', '${host}')</script></body></html>`))
  .route('/', pages);
const servers = [await listen(ours, service), await listen(sites, site)];

/** Runs in the clinic's page: notes when a field can be used, and when the element behind it is alive. */
function watch(): void {
  const marks = ((globalThis as { marks?: Record<string, number> }).marks = {} as Record<string, number>);
  const note = (name: string) => requestAnimationFrame(() => requestAnimationFrame(() => { marks[name] ??= performance.now(); }));
  addEventListener('message', ({ data }) => { if (data === 'usable') note('usable'); });
  addEventListener('DOMContentLoaded', () => document.querySelector('patient-login')?.addEventListener('balie-ready', () => note('alive')));
  const look = () => {
    const tag = document.querySelector('patient-login');
    if (document.querySelector('input[type=password]') || (tag?.shadowRoot?.querySelector('iframe:not(.waiting)'))) note('usable');
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) marks['shift'] = (marks['shift'] ?? 0) + (entry as unknown as { value: number }).value; }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => { for (const { name, duration } of list.getEntries()) { const where = name === 'self' ? 'task' : 'frame task'; marks[where] = Math.max(marks[where] ?? 0, duration); } }).observe({ type: 'longtask', buffered: true });
}

async function visit(path: string): Promise<Record<string, number>> {
  // One process for page and frame, so that the throttles reach both.
  const browser = await puppeteer.launch({ executablePath: chromium!, headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-site-isolation-trials', '--disable-features=IsolateOrigins,site-per-process'] });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
    await page.setCacheEnabled(false);
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 });
    await page.emulateCPUThrottling(4);
    await page.evaluateOnNewDocument(watch);
    await page.goto(`${host}${path}`, { waitUntil: 'load' });
    const all = path === '/balie' ? ['usable', 'alive'] : ['usable'];
    await page.waitForFunction((names: string[]) => names.every((name) => ((globalThis as { marks?: Record<string, number> }).marks ?? {})[name]), { timeout: 30_000 }, all);
    return await page.evaluate(() => (globalThis as { marks?: Record<string, number> }).marks ?? {});
  } finally { await browser.close(); }
}

const results: { what: string; ms: number }[] = [];
const more: string[] = [];
const tasks: string[] = [];
try {
  for (const [path, what] of [['/plain', 'plain HTML form (the limit)'], ['/bare', 'a bare frame with a form'], ['/balie', '<patient-login>: a field to type in (budget 800)']] as const) {
    const runs: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await visit(path));
    results.push({ what, ms: median(runs.map((run) => run['usable'] ?? Number.NaN)) });
    // The browser itself takes time for any page: the plain form's is what a clinic's page cannot go below.
    tasks.push(`${path.slice(1)} ${median(runs.map((run) => run['task'] ?? 0)).toFixed(0)} ms (most ${Math.max(...runs.map((run) => run['task'] ?? 0)).toFixed(0)})`);
    if (path !== '/balie') continue;
    results.push({ what: '<patient-login>: its script has taken over', ms: median(runs.map((run) => run['alive'] ?? Number.NaN)) });
    more.push(`layout shift in the clinic's page   ${Math.max(...runs.map((run) => run['shift'] ?? 0)).toFixed(4)}`, `longest task in our frame           ${median(runs.map((run) => run['frame task'] ?? 0)).toFixed(0)} ms`);
  }
  more.push(`longest task of the page itself     ${tasks.join(', ')}; 0 is none over 50 ms at CPU ÷ 4`);
} finally { for (const server of servers) server.close(); }

/** The whole demo on ports and in a folder of its own: from `npm start` to the first page, and memory after ten quiet seconds. */
async function demo(): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), 'balie-bench-'));
  const base = 20_000 + Math.floor(Math.random() * 20_000);
  try {
    for (const what of ['new database', 'again']) {
      const started = performance.now();
      const child = spawn('npm', ['start', '--silent'], { cwd: root, env: { ...process.env, BALIE_PORT_BASE: String(base), BALIE_FOLDER: own }, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => { said += String(chunk); });
      try {
        const up = async () => fetch(`http://127.0.0.1:${base}/healthz`).then((answer) => answer.ok, () => false);
        while (!await up()) {
          if (child.exitCode !== null || performance.now() - started > 120_000) throw new Error(`npm start did not come up: ${said.slice(-400)}`);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        more.push(`npm start to first page, ${what.padEnd(13)} ${((performance.now() - started) / 1000).toFixed(1)} s (budget 8)`);
        if (what === 'again') {
          await new Promise((resolve) => setTimeout(resolve, 10_000));
          more.push(`npm start, idle                      ${(memoryOf(child.pid!) / 1e6).toFixed(0)} MB (the service with the demo's sites and inbox, without PostgreSQL)`);
        }
      } finally {
        process.kill(-child.pid!, 'SIGTERM');
        await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
      }
    }
  } finally { rmSync(own, { recursive: true, force: true }); }
}
/** `balie serve` alone, with the demo's clinics and an empty database: memory after ten quiet seconds. */
async function alone(): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), 'balie-bench-'));
  const [port, databasePort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['--max-semi-space-size=2', '--optimize-for-size', 'packages/server/src/cli.ts', 'serve'], { cwd: root, env: { ...process.env, BALIE_FOLDER: own, BALIE_PORT: String(port), BALIE_DATABASE_PORT: String(databasePort), BALIE_CLINICS: folder }, stdio: 'ignore' });
  try {
    const asks = performance.now();
    while (!await fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false)) {
      if (child.exitCode !== null || performance.now() - asks > 120_000) throw new Error('balie serve did not come up');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    more.push(`balie serve, idle                    ${(residentOf(child.pid!) / 1e6).toFixed(0)} MB (budget 150; without PostgreSQL)`);
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
    rmSync(own, { recursive: true, force: true });
  }
}
const residentOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
/** Resident bytes of the node process that `npm start` leads to. */
function memoryOf(parent: number): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => { try { const status = readFileSync(`/proc/${pid}/status`, 'utf8'); return [{ pid: Number(pid), parent: Number(/PPid:\s+(\d+)/.exec(status)![1]), rss: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }]; } catch { return []; } });
  const under = (pid: number): typeof all => all.filter((one) => one.parent === pid).flatMap((one) => [one, ...under(one.pid)]);
  return Math.max(...under(parent).filter(({ command }) => command.includes('start.ts')).map(({ rss }) => rss));
}
if (process.argv[2] !== 'pages' && process.platform === 'linux') { await demo(); await alone(); }

for (const { what, ms } of results) console.log(`${ms.toFixed(0).padStart(7)} ms  ${what}`);
console.log(more.map((line) => `            ${line}`).join('\n'));
process.exit(0);
