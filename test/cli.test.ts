/** The `balie` command as an operator runs it, on a database of its own. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema, sql } from '@balie/database';
import { testDatabase, type TestDatabase } from '@balie/database/testing';
import { startPracticeSystem } from '../demo-site/system/start.ts';

const root = join(import.meta.dirname, '..');
let database: TestDatabase, folder: string;
beforeAll(async () => { database = await testDatabase(); folder = mkdtempSync(join(tmpdir(), 'balie-cli-')); });
afterAll(async () => { await database?.close(); rmSync(folder, { recursive: true, force: true }); });

const env = { ...process.env, BALIE_CLINICS: join(root, 'demo-site/clinics'), BALIE_SECRET: randomBytes(32).toString('base64url') };
const balie = (...args: string[]) => new Promise<{ code: number; out: string; err: string }>((resolve) => {
  const child = execFile(process.execPath, [join(root, 'packages/server/src/cli.ts'), ...args], { cwd: root, env: { ...env, BALIE_FOLDER: folder, DATABASE_URL: database.url } }, (_failed, out, err) => { resolve({ code: child.exitCode ?? 1, out, err }); });
});

it('removes a member of staff once, who may be invited again; walks the audit, and names the row that broke', { timeout: 120_000 }, async () => {
  const email = 'els@praktijk.example';
  expect(await balie('staff', 'invite', 'de-linde', email, '--name', 'Els')).toMatchObject({ code: 0 });
  expect(await balie('staff', 'remove', 'de-linde')).toMatchObject({ code: 2, err: expect.stringContaining('missing: the e-mail address') as string });
  expect(await balie('staff', 'remove', 'de-linde', email)).toMatchObject({ code: 0, out: expect.stringContaining('Removed') as string });
  const again = await balie('staff', 'remove', 'de-linde', email);
  expect([again.code, again.err]).toEqual([1, 'Nobody of that clinic has this address.\n']);
  expect(again.out + again.err).not.toContain(email);
  expect(await balie('staff', 'invite', 'de-linde', email, '--name', 'Els')).toMatchObject({ code: 0 });

  const rows = await database.db.select().from(schema.audit).orderBy(schema.audit.sequence);
  expect(rows.map(({ action }) => action)).toEqual(['staff-invite', 'staff-remove', 'staff-invite']);
  expect(await balie('audit', 'verify')).toEqual({ code: 0, out: `3 rows hold. Head: ${rows[2]!.hash}\n`, err: '' });
  await database.db.execute(sql`alter table audit disable trigger all`);
  await database.db.execute(sql`update audit set outcome = 'x' where sequence = ${rows[1]!.sequence}`);
  expect(await balie('audit', 'verify')).toMatchObject({ code: 1, out: '', err: expect.stringContaining(`at row ${rows[1]!.sequence}:`) as string });
});

it('greets a practice\'s own system with the service\'s keys, says in a word what is wrong with it, and repeats nothing of it', { timeout: 120_000 }, async () => {
  const system = await startPracticeSystem();
  try {
    const file = join(folder, 'de-linde.json'), keys = join(folder, 'system-keys.json');
    const clinic = JSON.parse(readFileSync(join(root, 'demo-site/clinics/de-linde.json'), 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...clinic, system: system.setting }));
    const check = () => balie('clinic', 'check', file);
    const wrong = (word: string) => ({ code: 1, out: expect.stringContaining(`(${word})`) as string, err: '' });
    expect(await check()).toMatchObject(wrong('key-missing'));
    writeFileSync(keys, JSON.stringify(system.keys), { mode: 0o600 });
    expect(await check()).toEqual({ code: 0, out: 'de-linde.json: right\n', err: '' });
    await system.control({ faults: { status: 403 } });
    expect(await check()).toMatchObject(wrong('http-403'));
    await system.control({ faults: { redirectTo: 'http://localhost:1/fhir' } });
    const said = await check();
    expect(said).toMatchObject(wrong('redirected'));
    for (const secret of ['localhost:1', String((system.keys['practice'] as unknown as { d: string }).d), system.url]) expect(said.out + said.err).not.toContain(secret);
  } finally { await system.stop(); }
});
