/** Starts a demo for each worker in a folder of its own, waits for its first page, and ends them after the tests. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FullConfig } from '@playwright/test';
import { demoOf, runFolder } from './demos.ts';

export default async function startDemos({ workers }: FullConfig): Promise<() => Promise<void>> {
  const demos = await Promise.all(Array.from({ length: workers }, (_, worker) => startDemo(demoOf(worker))));
  return async () => {
    await Promise.all(demos.map((end) => end()));
    rmSync(runFolder, { recursive: true, force: true });
  };
}

/** Answers how to end it, and what it kept. */
export async function startDemo(env: NodeJS.ProcessEnv & { BALIE_FOLDER: string }, script = 'demo-site/start.ts'): Promise<() => Promise<void>> {
  const demo = spawn('node', [script], { cwd: join(import.meta.dirname, '../..'), env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the demo did not start within 120 s:\n${output}`)), 120_000);
    demo.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); if (output.includes('Balie is running')) { clearTimeout(late); resolve(); } });
    demo.stderr.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    demo.once('exit', (code) => { clearTimeout(late); reject(new Error(`the demo ended with ${String(code)}:\n${output}`)); });
  });
  return async () => {
    const ended = new Promise((resolve) => demo.once('exit', resolve));
    demo.kill('SIGTERM');
    await ended;
    rmSync(env.BALIE_FOLDER, { recursive: true, force: true });
  };
}
