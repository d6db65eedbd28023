/** `npm run test:guides -- S0`: walks a portal's guide in real browsers against the demo and prints one line per requirement number. `-- S0 FHIR`: the same walk where every practice keeps its records in a FHIR system of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

interface Step { title: string; error?: unknown; steps?: Step[] }
interface Test { projectName: string; results: { status: string; steps?: Step[] }[] }
interface Suite { suites?: Suite[]; specs?: { title: string; tests: Test[] }[] }

const root = join(import.meta.dirname, '..');
const [guide = 'S0', where = ''] = process.argv.slice(2);
const spec = `test/e2e/${guide.toLowerCase()}.spec.ts`;
if (!/^S\d$/.test(guide) || !existsSync(join(root, spec)) || !['', 'FHIR'].includes(where)) {
  console.error(`No walk for "${process.argv.slice(2).join(' ')}". There is one for: ${readdirSync(join(root, 'test/e2e')).flatMap((name) => /^(s\d)\.spec\.ts$/.exec(name)?.[1]?.toUpperCase() ?? []).join(', ')}; each also with FHIR behind it.`);
  process.exit(2);
}
const file = join(root, 'test-results/e2e.json');
rmSync(file, { force: true });
// One browser, for they do not differ in where a practice keeps its records; and so one demo.
const { status } = spawnSync('playwright', ['test', '--config', '.config/playwright.config.ts', spec, ...(where ? ['--project', 'chromium', '--workers', '1'] : [])], { cwd: root, stdio: 'inherit', env: { ...process.env, DEMO_FHIR: where ? 'all' : '' } });
const report = JSON.parse(readFileSync(file, 'utf8')) as { suites: Suite[] };

/** number → browser → did every step that names it pass? */
const proved = new Map<string, Map<string, boolean>>();
/** Each must reach every number: a walk that stops halfway proves nothing of the rest. */
const projects = new Set<string>();
const note = (title: string, project: string, good: boolean) => {
  for (const [number] of title.matchAll(/\bS\d-\d{2}\b/g)) {
    const browsers = proved.get(number) ?? proved.set(number, new Map()).get(number)!;
    browsers.set(project, (browsers.get(project) ?? true) && good);
  }
};
const walkSteps = (steps: Step[], project: string): void => { for (const step of steps) { note(step.title, project, !step.error); walkSteps(step.steps ?? [], project); } };
const walk = (suite: Suite): void => {
  for (const one of suite.specs ?? []) for (const test of one.tests) for (const result of test.results) { projects.add(test.projectName); note(one.title, test.projectName, result.status === 'passed'); walkSteps(result.steps ?? [], test.projectName); }
  for (const inner of suite.suites ?? []) walk(inner);
};
report.suites.forEach(walk);

const wanted = [...readFileSync(join(root, 'docs/requirements.md'), 'utf8').matchAll(new RegExp(`^(${guide}-\\d{2}) (.*)$`, 'gm'))];
let missing = 0;
for (const [, number = '', words = ''] of wanted) {
  const browsers = proved.get(number);
  const good = browsers !== undefined && [...projects].every((name) => browsers.get(name));
  if (!good) missing += 1;
  console.log(`${number}  ${good ? 'proved' : browsers ? 'FAILED' : 'MISSING'}  ${(browsers ? [...projects] : []).map((name) => (browsers?.get(name) ? name : `${name} (${browsers?.has(name) ? 'failed' : 'not reached'})`)).join(', ').padEnd(36)}  ${words.slice(0, 90)}`);
}
console.log(`\n${wanted.length - missing} of ${wanted.length} requirements of ${guide} proved${where && ', at practices with FHIR systems of their own'}`);
process.exit(status === 0 && missing === 0 && wanted.length > 0 ? 0 : 1);
