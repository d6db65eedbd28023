/** `npm run requirements`: lists every requirement and threat with the tests that cite it; fails when one that is due has none. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comesWithCare } from './care-numbers.ts';

const root = join(import.meta.dirname, '..');
/** Presets whose walk is built; the others come with the issues on log-ins and on care. */
const dueGuides = ['S0', 'S1', 'S2', 'S3', 'S4'];

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
  const reason = number.startsWith('T') ? undefined : comesWithCare(number) ? 'care' : dueGuides.includes(number.slice(0, 2)) ? undefined : 'its preset';
  if (!files.length && !reason) missing += 1;
  console.log(`${number.padEnd(6)} ${files.length ? files.join(', ') : reason ? `open: comes with ${reason}` : 'MISSING'}`);
}
console.log(`\n${cited.size} numbers cited by tests, ${missing} due without a test`);
process.exit(missing ? 1 : 0);
