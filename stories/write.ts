/**
 * Writes the story files: each state of each element, in each language and theme. Storybook reads names from files before it runs them, so
 * the lists in `packages/widgets/src/<element>/<element>.fixtures.ts` are read here. Those lists need no browser, so Node can import them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { elements } from '@balie/contracts';
import { languages } from './languages.ts';

const themes = ['light', 'dark'];
/** All are there to be looked at. Words differ by language and colours by theme, so tests take each of them once; the first language, in light, is what element tests look at in every engine. */
const tested = new Set(['en light', 'da dark']);
const variants = Object.keys(languages).flatMap((locale) => themes.map((theme) => ({ locale, theme, tested: tested.has(`${locale} ${theme}`) })));
/** Files that hold no test, so that none is opened to find that out. */
export const untested: readonly string[] = variants.flatMap(({ locale, theme, tested }) => (tested ? [] : [`**/*.${locale}-${theme}.stories.ts`]));

/** Every element there is: those of a practice's page, and the desk. */
export const shown: readonly string[] = [...elements, 'practice-desk'];

export async function writeStories(widgets: string, into: string, tags = shown): Promise<void> {
  mkdirSync(into, { recursive: true });
  const files = new Map<string, string>();
  for (const element of tags) {
    const states = await statesIn(join(widgets, element, `${element}.fixtures.ts`));
    for (const [locale, language] of Object.entries(languages)) for (const theme of themes) files.set(`${element}.${locale}-${theme}.stories.ts`, storyFile(element, states, { locale, language, theme }));
  }
  for (const old of readdirSync(into)) if (!files.has(old)) rmSync(join(into, old));
  // Unchanged files stay untouched: a running Storybook would load them again.
  for (const [name, text] of files) if (!existsSync(join(into, name)) || readFileSync(join(into, name), 'utf8') !== text) writeFileSync(join(into, name), text);
}

interface State { name: string; title: string }

/** An element's states; a reason when there are none, which becomes a story that fails. */
async function statesIn(file: string): Promise<State[] | Error> {
  try {
    const { fixtures } = await import(pathToFileURL(file).href) as { fixtures?: Record<string, { title: string }> };
    const states = Object.entries(fixtures ?? {}).map(([name, { title }]) => ({ name, title }));
    if (states.length === 0) throw new Error('it exports no `fixtures`');
    return states;
  } catch (thrown) {
    return new Error(`${file.slice(file.lastIndexOf('/') + 1)} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function storyFile(element: string, states: State[] | Error, { locale, language, theme }: { locale: string; language: string; theme: string }): string {
  const meta = `export default { title: ${JSON.stringify(`${element}/${language}, ${theme}`)}, globals: ${JSON.stringify({ locale, theme })}, tags: ${JSON.stringify([...(locale === 'nl' && theme === 'light' ? ['autodocs'] : []), ...(tested.has(`${locale} ${theme}`) ? [] : ['!test'])])} };\n`;
  if (states instanceof Error) return `${meta}export const Missing = { render: () => { throw new Error(${JSON.stringify(states.message)}); } };\n`;
  const folder = `../../packages/widgets/src/${element}/${element}`;
  const stories = states.map(({ name, title }) => `export const ${identifier(name)} = { ...story('${element}', fixtures[${JSON.stringify(name)}]), name: ${JSON.stringify(title)} };\n`);
  return `import '${folder}.ts';\nimport { fixtures } from '${folder}.fixtures.ts';\nimport { story } from '../story.ts';\n\n${meta}${stories.join('')}`;
}

/** `not linked` → `NotLinked` */
const identifier = (name: string) => name.split(/[^A-Za-z0-9]+/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('').replace(/^(?=\d)/, 'State');
