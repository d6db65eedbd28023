/** `npm run requirements`: lists every requirement and threat with the tests that cite it; fails when one has none. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

const tests = globSync(['packages/*/src/**/*.test.ts', 'test/**/*.{spec,test}.ts'], { cwd: root }).sort().map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
/** Numbers in titles of tests and steps count, as ranges too (S0-01…05); a number in a comment proves nothing. */
const titles = /\b(?:test|it|describe|step|suite)(?:\.\w+)*\(\s*(['"`])([\s\S]*?)\1/g;
const cited = new Map<string, Set<string>>();
for (const { file, text } of tests) for (const [, , title = ''] of text.matchAll(titles)) for (const [number] of title.matchAll(/\b(?:S\d-\d{2}|T\d{2})\b/g)) (cited.get(number) ?? cited.set(number, new Set()).get(number)!).add(file);

const requirements = [...readFileSync(join(root, 'docs/requirements.md'), 'utf8').matchAll(/^(S\d-\d{2}) /gm)].map(([, number = '']) => number);
const threats = [...readFileSync(join(root, 'docs/threats.md'), 'utf8').matchAll(/^\| (T\d{2}) /gm)].map(([, number = '']) => number);
let missing = 0;
for (const number of [...requirements, ...threats]) {
  const files = [...(cited.get(number) ?? [])];
  if (!files.length) missing += 1;
  console.log(`${number.padEnd(6)} ${files.join(', ') || 'MISSING'}`);
}
console.log(`\n${cited.size} numbers cited by tests, ${missing} without a test`);
process.exit(missing ? 1 : 0);
