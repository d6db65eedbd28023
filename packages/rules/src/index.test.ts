import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Everything a file imports, directly or through others. */
function reach(file: string, seen = new Set<string>()): Set<string> {
  for (const [, from] of readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/^(?:import|export) .* from '([^']+)'/gm)) {
    if (!from || seen.has(from)) continue;
    seen.add(from);
    if (from.startsWith('./')) reach(from, seen);
  }
  return seen;
}
const packages = (file: string) => [...reach(file)].filter((from) => !from.startsWith('.'));

it('the first bundle of a browser carries no tables: telephone plans and word lists stand in subpaths', () => {
  expect(packages('index.ts')).toEqual([]);
  expect(reach('index.ts').size).toBeGreaterThan(10);
  expect(['phones.ts', 'strength.ts'].map((file) => packages(file).length)).toEqual([1, 3]);
});

it('rules have no clock, no random source and no I/O of their own', () => {
  for (const file of globSync('*.ts', { cwd: import.meta.dirname }).filter((name) => !name.includes('.test.'))) {
    expect(readFileSync(join(import.meta.dirname, file), 'utf8'), file).not.toMatch(/Date\.now|new Date\(\)|Math\.random|getRandomValues|fetch\(|from 'node:/);
  }
});
