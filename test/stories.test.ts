import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locales } from '@balie/contracts';
import { shown, writeStories } from '../stories/write.ts';

const widgets = join(import.meta.dirname, '../packages/widgets/src');
let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'balie-stories-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

/** Story files by name. */
const written = () => Object.fromEntries(readdirSync(join(folder, 'out')).map((name) => [name, readFileSync(join(folder, 'out', name), 'utf8')]));
function element(name: string, fixtures: string | null) {
  mkdirSync(join(folder, 'in', name), { recursive: true });
  if (fixtures !== null) writeFileSync(join(folder, 'in', name, `${name}.fixtures.ts`), fixtures);
}
const write = () => writeStories(join(folder, 'in'), join(folder, 'out'), readdirSync(join(folder, 'in')));

describe('stories', () => {
  it('cover every state of every element, in each language and theme', async () => {
    await writeStories(widgets, join(folder, 'out'));
    const files = written();
    for (const tag of shown) {
      const { fixtures } = await import(join(widgets, tag, `${tag}.fixtures.ts`)) as { fixtures: Record<string, unknown> };
      expect(Object.keys(fixtures).length, tag).toBeGreaterThan(0);
      for (const variant of locales.flatMap((locale) => [`${locale}-light`, `${locale}-dark`])) {
        const states = [...files[`${tag}.${variant}.stories.ts`]!.matchAll(/story\('([^']+)', fixtures\["([^"]+)"\]\)/g)].map(([, of, name]) => [of, name]);
        expect(states).toEqual(Object.keys(fixtures).map((name) => [tag, name]));
      }
    }
  });
  it('are tested in both themes, and in every language that element tests leave to them', async () => {
    element('some', 'export const fixtures = { one: { title: "One" } };');
    await write();
    const tested = Object.entries(written()).filter(([, text]) => !text.includes('!test')).map(([name]) => name.split('.')[1]).sort();
    expect(tested).toEqual(['da-dark', 'en-light']);
  });
  it('turn a list that is missing, empty or broken into a story that fails', async () => {
    element('no-list', null);
    element('empty-list', 'export const fixtures = {};');
    element('broken-list', "throw new Error('broken');");
    await write();
    const files = written();
    expect(Object.keys(files)).toHaveLength(3 * locales.length * 2);
    for (const text of Object.values(files)) expect(text).toMatch(/throw new Error\("\S+\.fixtures\.ts cannot be read: /);
  });
  it('leave nothing of an element that is gone, and untouched files untouched', async () => {
    element('stays', 'export const fixtures = { "2 states": { title: "Two" }, "not linked": { title: "Not linked" } };');
    element('goes', 'export const fixtures = { one: { title: "One" } };');
    await write();
    const before = statSync(join(folder, 'out/stays.nl-light.stories.ts')).mtimeMs;
    rmSync(join(folder, 'in/goes'), { recursive: true });
    await write();
    expect(Object.keys(written()).filter((name) => name.startsWith('goes'))).toEqual([]);
    expect(statSync(join(folder, 'out/stays.nl-light.stories.ts')).mtimeMs).toBe(before);
    expect(written()['stays.nl-light.stories.ts']).toMatch(/const State2States = .*name: "Two".*\n.*const NotLinked = .*name: "Not linked"/);
  });
});
