/**
 * Runs everything CI runs, or the parts named: checks, unit, elements, stories, e2e; and care, a part of unit. Every runner leaves its counts; the last line sums them.
 * A part that ran no test, skipped one or left no counts has failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

interface Counts { passed: number; failed: number }
/** `again`: what a second run adds, when it takes only what failed in the first. */
interface Part { name: string; command: string[]; counts: (code: number) => Counts; again?: string[] }

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
const file = (name: string) => join(results, `${name}.json`);
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(file(name), 'utf8')) as Record<string, unknown>;
const number = (value: unknown) => (typeof value === 'number' ? value : 0);

const check = (name: string, ...command: string[]): Part => ({ name, command, counts: (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }) });
const vitest = (name: string, project: string, ...files: string[]): Part => ({
  name,
  command: ['vitest', 'run', '--project', project, ...files, '--reporter=default', '--reporter=json', `--outputFile.json=${file(name)}`],
  counts: () => { const r = read(name); return { passed: number(r['numPassedTests']), failed: number(r['numFailedTests']) + number(r['numPendingTests']) + number(r['numFailedTestSuites']) * Number(number(r['numFailedTests']) === 0) }; },
});

/** Lanes of parts: lanes run side by side, the parts of one after each other. Only the checks leave a core idle. */
const groups: Record<string, Part[][]> = {
  checks: [[check('lint', 'npm', 'run', '-s', 'lint')], [check('typecheck', 'npm', 'run', '-s', 'typecheck'), check('requirements', 'npm', 'run', '-s', 'requirements'), check('build', 'npm', 'run', '-s', 'build'), check('size', 'npm', 'run', '-s', 'size')]],
  unit: [[vitest('unit', 'unit')]],
  /** Part of unit: care on both connectors. */
  care: [[vitest('care', 'unit', 'test/care')]],
  elements: [[{ name: 'elements', command: ['wtr', '--config', '.config/web-test-runner.config.mjs'], counts: () => { const r = read('elements'); return { passed: number(r['passed']), failed: number(r['failed']) }; } }]],
  stories: [[check('storybook-build', 'storybook', 'build', '-c', '.storybook', '-o', 'storybook-static', '--quiet', '--disable-telemetry'), vitest('stories', 'storybook')]],
  e2e: [[{
    name: 'e2e', command: ['playwright', 'test', '--config', '.config/playwright.config.ts'], again: ['--last-failed'],
    counts: () => { const stats = read('e2e')['stats'] as Record<string, unknown>; return { passed: number(stats['expected']), failed: number(stats['unexpected']) + number(stats['flaky']) + number(stats['skipped']) }; },
  }]],
};

/** `keep`: what it prints comes in one piece when it ends. */
async function runOnce(part: Part, keep: boolean, more?: string[]): Promise<Counts> {
  rmSync(file(part.name), { force: true });
  const [command = '', ...args] = [...part.command, ...(more ?? [])];
  const kept: Buffer[] = [];
  if (!keep) console.log(`\n── ${part.name} ──`);
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', keep ? 'pipe' : 'inherit', keep ? 'pipe' : 'inherit'], env: { ...process.env, STORYBOOK_DISABLE_TELEMETRY: '1', FORCE_COLOR: '0', ...(more ? { TRACE: '1' } : {}) } });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => kept.push(chunk));
  const code = await once(child, 'close').then(([status]) => (status as number | null) ?? 1, () => 1);
  if (keep) console.log(`\n── ${part.name} ──\n${Buffer.concat(kept).toString()}`);
  let counts: Counts;
  try { counts = part.counts(code); } catch { counts = { passed: 0, failed: 1 }; }
  if (counts.passed + counts.failed === 0 || (code !== 0 && counts.failed === 0)) counts.failed += 1;
  return counts;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in groups));
if (unknown.length) {
  console.error(`Unknown part: ${unknown.join(', ')}. Choose from ${Object.keys(groups).join(', ')}.`);
  process.exit(2);
}
mkdirSync(results, { recursive: true });
const total: Counts = { passed: 0, failed: 0 };
const lines: string[] = [];
async function runLane(parts: Part[], keep: boolean): Promise<void> {
  for (const part of parts) {
    const started = performance.now();
    let counts = await runOnce(part, keep);
    // On a busy machine a browser or a database may come too late. What failed there is run once more, and says so.
    const again = counts.failed > 0 && process.env['CI'] === 'true';
    if (again) {
      const { passed } = part.again ? counts : { passed: 0 };
      counts = await runOnce(part, keep, passed ? part.again : []);
      counts.passed += passed;
    }
    total.passed += counts.passed;
    total.failed += counts.failed;
    lines.push(`${part.name.padEnd(16)} ${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s${again ? '  (second run)' : ''}`);
  }
}
for (const name of asked.length ? asked : Object.keys(groups).filter((group) => group !== 'care')) {
  const lanes = groups[name]!;
  await Promise.all(lanes.map((parts) => runLane(parts, lanes.length > 1)));
}
console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
