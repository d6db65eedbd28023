/**
 * `npm run pictures`: photographs every element in every state, in every language, light and dark, on a telephone and on a desktop, and lays the pictures side by side in
 * `pictures/index.html`; `-- econsult-form …` takes those elements only. A state is led to once in each language: theme and width are then changed around it.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { shown } from '../stories/write.ts';

const root = join(import.meta.dirname, '..'), built = join(root, 'storybook-static'), folder = join(root, 'pictures');
const sizes = { phone: { width: 390, height: 700 }, desktop: { width: 1000, height: 700 } } as const;
type Size = keyof typeof sizes;
const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((tag) => !shown.includes(tag));
if (unknown.length) { console.error(`No element is called ${unknown.join(', ')}. There are: ${shown.join(', ')}.`); process.exit(2); }

const { status } = spawnSync('storybook', ['build', '-c', '.storybook', '-o', built, '--quiet', '--disable-telemetry'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
if (status !== 0) process.exit(1);
const server = createServer((request, response) => {
  const file = join(built, normalize(new URL(request.url ?? '/', 'http://host').pathname));
  if (!file.startsWith(built) || !statSync(file, { throwIfNoEntry: false })?.isFile()) { response.writeHead(404).end(); return; }
  createReadStream(file).pipe(response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }));
});
await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

interface Story { id: string; title: string; name: string; type: string }
const { entries } = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8')) as { entries: Record<string, Story> };
/** Each state in each language. */
const stories = Object.values(entries).filter(({ title, type }) => type === 'story' && title.endsWith(`, ${themes[0]}`) && (wanted.length === 0 || wanted.includes(title.split('/')[0]!)));
/** Of one element and language, the longest first, so that none is left to the end. */
const series = [...Map.groupBy(stories, ({ title }) => title).values()].sort((a, b) => b.length - a.length);
const fileOf = (id: string, size: Size, theme: Theme) => `${id}-${size}-${theme}.jpg`;
const failed: string[] = [];

/** Shows one state after another in one document, which is what makes it quick. Resolves when the acts that lead to it are done; otherwise why they were not. */
async function show(page: Page, storyId: string): Promise<string | null> {
  const asked = await page.evaluate((id) => {
    const { __STORYBOOK_ADDONS_CHANNEL__: channel, __STORYBOOK_PREVIEW__: preview } = globalThis as unknown as { __STORYBOOK_ADDONS_CHANNEL__: { emit(event: string, told: unknown): void }; __STORYBOOK_PREVIEW__: { currentRender?: { id: string } } };
    if (preview.currentRender?.id !== id) channel.emit('setCurrentStory', { storyId: id, viewMode: 'story' });
    return id;
  }, storyId);
  const done = await page.waitForFunction((id) => {
    const { currentRender: now } = (globalThis as unknown as { __STORYBOOK_PREVIEW__: { currentRender?: { id: string; phase?: string } } }).__STORYBOOK_PREVIEW__;
    return now?.id === id && ['played', 'completed', 'afterEach', 'finished', 'errored', 'aborted'].includes(now.phase ?? '') ? now.phase : false;
  }, asked, { timeout: 20_000, polling: 30 }).catch(() => null);
  const phase = done ? String(await done.jsonValue()) : 'late';
  return ['late', 'errored', 'aborted'].includes(phase) ? phase : null;
}

const begun = Date.now();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] });
const queue = [...series];
await Promise.all(Array.from({ length: 3 }, async () => {
  const page = await browser.newPage();
  for (let of = queue.shift(); of; of = queue.shift()) {
    // axe has its own run.
    await page.goto(`${address}/iframe.html?viewMode=story&globals=a11y.manual:!true&id=${of[0]!.id}`);
    await page.waitForFunction('globalThis.__STORYBOOK_PREVIEW__?.currentRender?.phase');
    for (const { id } of of) {
      const why = await show(page, id).catch((thrown: unknown) => String(thrown));
      if (why) failed.push(`${id}: ${why}`);
      for (const size of Object.keys(sizes) as Size[]) {
        await page.setViewportSize(sizes[size]);
        for (const theme of themes) {
          await page.evaluate((scheme) => { document.documentElement.dataset['balieScheme'] = scheme; }, theme);
          await page.screenshot({ path: join(folder, fileOf(id, size, theme)), fullPage: true, type: 'jpeg', quality: 60, animations: 'disabled' });
        }
      }
    }
  }
  await page.close();
}));
await browser.close();
server.close();

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const sheet = (title: string, body: string) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>body{font:1rem/1.4 system-ui;margin:1rem;background:#777;color:#fff}a{color:#fff}section{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start;padding-bottom:1rem}section+section{border-block-end:1px solid}figure{margin:0}figcaption{font-size:.8rem}img{display:block;width:15rem}img.desktop{width:31rem}</style><h1>${escape(title)}</h1>${body}`;
const tags = [...new Set(stories.map(({ title }) => title.split('/')[0]!))];
for (const tag of tags) {
  const states = Map.groupBy(stories.filter(({ title }) => title.startsWith(`${tag}/`)), ({ id }) => id.split('--')[1]!);
  const figure = ({ id, title }: Story, size: Size, theme: Theme) => `<figure><figcaption>${escape(title.split('/')[1]!.split(',')[0]!)}, ${theme}</figcaption><a href="${fileOf(id, size, theme)}"><img class="${size}" loading="lazy" alt="" src="${fileOf(id, size, theme)}"></a></figure>`;
  const row = (of: readonly Story[], size: Size) => `<section>${of.flatMap((story) => themes.map((theme) => figure(story, size, theme))).join('')}</section>`;
  writeFileSync(join(folder, `${tag}.html`), sheet(tag, [...states.values()].map((of) => `<h2>${escape(of[0]!.name)}</h2>${row(of, 'phone')}${row(of, 'desktop')}`).join('')));
}
writeFileSync(join(folder, 'index.html'), sheet('Balie, every element in every state', `<ul>${tags.map((tag) => `<li><a href="${tag}.html">${tag}</a></li>`).join('')}</ul>`));
for (const line of failed) console.error(`not shown: ${line}`);
console.log(`${stories.length * 4} pictures in ${Math.round((Date.now() - begun) / 1000)} s: ${join('pictures', 'index.html')}`);
process.exit(failed.length ? 1 : 0);
