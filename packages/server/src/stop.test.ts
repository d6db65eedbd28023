import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testDatabase } from '@balie/database/testing';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

it('closes also while something in the database never ends', async () => {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'balie-stop-'));
  try {
    const house = await compose(readSettings({ BALIE_PORT: '4400', BALIE_FOLDER: folder, BALIE_CLINICS: '', BALIE_SECRET: randomBytes(32).toString('base64url'), DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:1' }), () => undefined);
    void house.db.transaction(() => new Promise(() => undefined)).catch(() => undefined);
    const started = performance.now();
    await house.stop();
    expect(performance.now() - started).toBeLessThan(15_000);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 40_000);
