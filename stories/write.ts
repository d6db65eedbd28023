/**
 * Writes the story files: each state of each element, in each language and theme. Storybook reads names from files before it runs them, so
 * the lists in `packages/widgets/src/<element>/<element>.fixtures.ts` are read here. Those lists need no browser, so Node can import them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const languages = { nl: 'Nederlands', en: 'English' };
const themes = ['light', 'dark'];

/** Elements are the folders that hold a file of their own name. */
const elementsIn = (widgets: string) => readdirSync(widgets).filter((name) => existsSync(join(widgets, name, `${name}.ts`)));

export async function writeStories(widgets: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  const files = new Map<string, string>();
  for (const element of elementsIn(widgets)) {
    const names = await fixtureNames(join(widgets, element, `${element}.fixtures.ts`));
    for (const [locale, language] of Object.entries(languages)) for (const theme of themes) files.set(`${element}.${locale}-${theme}.stories.ts`, storyFile(element, names, { locale, language, theme }));
  }
  for (const old of readdirSync(into)) if (!files.has(old)) rmSync(join(into, old));
  // Unchanged files stay untouched: a running Storybook would load them again.
  for (const [name, text] of files) if (!existsSync(join(into, name)) || readFileSync(join(into, name), 'utf8') !== text) writeFileSync(join(into, name), text);
}

/** Names of an element's states; a reason when there are none, which becomes a story that fails. */
async function fixtureNames(file: string): Promise<string[] | Error> {
  try {
    const { fixtures } = await import(pathToFileURL(file).href) as { fixtures?: Record<string, unknown> };
    const names = Object.keys(fixtures ?? {});
    if (names.length === 0) throw new Error('it exports no `fixtures`');
    return names;
  } catch (thrown) {
    return new Error(`${file.slice(file.lastIndexOf('/') + 1)} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function storyFile(element: string, names: string[] | Error, { locale, language, theme }: { locale: string; language: string; theme: string }): string {
  const meta = `export default { title: ${JSON.stringify(`${element}/${language}, ${theme}`)}, globals: ${JSON.stringify({ locale, theme })} };\n`;
  if (names instanceof Error) return `${meta}export const Missing = { render: () => { throw new Error(${JSON.stringify(names.message)}); } };\n`;
  const folder = `../../packages/widgets/src/${element}/${element}`;
  const stories = names.map((name) => `export const ${identifier(name)} = story('${element}', fixtures[${JSON.stringify(name)}]);\n`);
  return `import '${folder}.ts';\nimport { fixtures } from '${folder}.fixtures.ts';\nimport { story } from '../story.ts';\n\n${meta}${stories.join('')}`;
}

/** `not linked` → `NotLinked` */
const identifier = (name: string) => name.split(/[^A-Za-z0-9]+/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('').replace(/^(?=\d)/, 'State');
