import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elements, eventNames } from '@balie/contracts';
import { heard } from '../packages/embed/src/messages.ts';
import { names } from '../packages/embed/src/places.ts';

const root = join(import.meta.dirname, '..');
// In the repository's own tree: the finished build is moved there, which only works within one file system.
const folder = join(mkdtempSync(join(root, 'node_modules/.cache-loader-')), 'dist');
interface Published { version: string; reserve: string; pinned: { file: string; integrity: string; tag: string } }

describe('the script a clinic’s page loads (T35)', () => {
  let published: Published;
  let loader: string;
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, '.config/build.ts'), folder], { cwd: root, stdio: 'pipe' });
    published = JSON.parse(readFileSync(join(folder, 'balie.json'), 'utf8')) as Published;
    loader = readFileSync(join(folder, 'balie.js'), 'utf8');
  }, 180_000);
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('has a copy whose name never holds other bytes, and the published hash is that of the file', () => {
    const bytes = readFileSync(join(folder, published.pinned.file));
    expect(bytes.toString()).toBe(loader);
    expect(published.pinned.file).toBe(`balie-${published.version}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.js`);
    expect(published.pinned.integrity).toBe(`sha384-${createHash('sha384').update(bytes).digest('base64')}`);
    expect(published.pinned.tag).toContain(published.pinned.integrity);
  });

  it('is one file that loads no other code and has no way to a secret: no request, no storage, no cookie, no form', () => {
    // Its own tags aside: one of them is named for a password.
    const words = elements.reduce((text, element) => text.replaceAll(element, ''), loader);
    expect(words).not.toMatch(/\bimport\b\s*[({"'`]|\bfrom\s*["'`]|fetch\(|XMLHttpRequest|sendBeacon|WebSocket|localStorage|sessionStorage|indexedDB|cookie|crypto|password|<input|innerHTML|eval\(|Function\(/);
    expect(loader).not.toMatch(/postMessage\([^)]*[`'"]\*[`'"]/);
    for (const element of elements) expect(loader).toContain(element);
  });

  it('knows every element and every event of the contract', () => {
    expect([...names].sort()).toEqual([...elements].sort());
    for (const name of eventNames) expect(heard({ type: 'event', name, detail: {} })).toEqual({ type: 'event', name, detail: {} });
  });

  it('comes pressed to at most 3 kB', () => expect(readFileSync(join(folder, 'balie.js.br')).length).toBeLessThanOrEqual(3000));

  it('stands beside an entry for each element, for hosted pages and for the desk', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, { name?: string; isEntry?: boolean }>;
    const entries = Object.values(manifest).filter(({ isEntry }) => isEntry).map(({ name }) => name);
    expect(entries).toEqual(expect.arrayContaining([...elements.map((element) => `frame-${element}`), 'hosted', 'desk']));
  });

  it('leaves no decorator and no white space of ours in what browsers read', () => {
    for (const name of readdirSync(join(folder, 'assets')).filter((file) => file.endsWith('.js'))) expect(/^\s*@(property|state|consume)\(/m.test(readFileSync(join(folder, 'assets', name), 'utf8')), name).toBe(false);
  });
});
