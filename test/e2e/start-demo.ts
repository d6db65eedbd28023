/** Starts the demo in a folder of its own, waits for its first page, and ends it after the tests. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default async function startDemo(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'balie-e2e-'));
  const demo = spawn('node', ['demo-site/start.ts'], { cwd: join(import.meta.dirname, '../..'), env: { ...process.env, BALIE_FOLDER: folder }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the demo did not start within 120 s:\n${output}`)), 120_000);
    demo.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); if (output.includes('Balie is running')) { clearTimeout(late); resolve(); } });
    demo.stderr.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    demo.once('exit', (code) => { clearTimeout(late); reject(new Error(`the demo ended with ${String(code)}:\n${output}`)); });
  });
  await ready;
  process.env['BALIE_FOLDER'] = folder;
  return async () => {
    const ended = new Promise((resolve) => demo.once('exit', resolve));
    demo.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}
