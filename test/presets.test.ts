/** A preset is what a practice's file begins with and nothing else: no code asks which one it was. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { presetNames } from '@balie/contracts';

const root = join(import.meta.dirname, '..');
/** The list, the settings themselves, and the command that prints what a preset asks. */
const mayName = ['packages/contracts/src/lists.ts', 'packages/contracts/src/presets.ts', 'packages/server/src/cli.ts'];
const code = (file: string) => readFileSync(join(root, file), 'utf8').replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*/g, '');
/** `recommended` is also a word of FHIR. */
const names = new RegExp(`['"\`](${presetNames.filter((name) => name !== 'recommended').join('|')})['"\`]`);
const asks = /\.preset\b|\['preset'\]|\bpreset\s*[!=]==?|[!=]==?\s*preset\b|case 'recommended'/;

it('what is told and done follows settings alone: no source file asks for a preset\'s name', () => {
  const files = globSync(['packages/*/src/**/*.ts', 'demo-site/**/*.ts'], { cwd: root, exclude: (path) => /node_modules|\.test\.ts$|\.fixtures\.ts$|\/testing\b/.test(String(path)) });
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => !mayName.includes(file)).filter((file) => names.test(code(file)) || asks.test(code(file)))).toEqual([]);
  for (const asked of ["if (clinic.preset === 'x')", "name === 'dk-mitid'", "file['preset']"]) expect(names.test(asked) || asks.test(asked), asked).toBe(true);
});
