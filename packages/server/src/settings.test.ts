import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';
import { createLog } from './log.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'balie-settings-')); });

describe('settings', () => {
  test('defaults run the demo addresses and keep one secret, readable by its owner alone', () => {
    const one = readSettings({ BALIE_FOLDER: folder });
    expect(one).toMatchObject({ issuer: 'http://balie.localhost:4400', deskOrigin: 'http://desk.localhost:4400', databaseUrl: null });
    expect(one.secret).toHaveLength(32);
    expect(Buffer.from(readSettings({ BALIE_FOLDER: folder }).secret)).toEqual(Buffer.from(one.secret));
    expect(statSync(join(folder, 'secret')).mode & 0o077).toBe(0);
  });
  test.each([
    [{ BALIE_ORIGIN: 'http://balie.example' }, /^BALIE_ORIGIN: expected an origin/],
    [{ BALIE_PORT: 'eighty' }, /^BALIE_PORT: /],
    [{ DATABASE_URL: 'mysql://user:hunter2@host/db' }, /^DATABASE_URL: expected a postgres:\/\/ address$/],
    [{ SMTP_URL: 'mail.example' }, /^SMTP_URL: /],
    [{ BALIE_SECRET: 'short-secret' }, /^BALIE_SECRET: expected 32 bytes/],
    [{ BALIE_ORIGIN: 'https://one.example', BALIE_DESK_ORIGIN: 'https://one.example:8443' }, /^BALIE_DESK_ORIGIN: the desk needs a host name of its own/],
  ])('a wrong one is named with what it takes, never with its value: %j', (env, expected) => {
    const read = () => readSettings({ BALIE_FOLDER: folder, ...env });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(expected);
    for (const value of ['hunter2', 'short-secret']) expect(read).not.toThrow(value);
  });
});

describe('the log', () => {
  test('writes allow-listed fields only, and only plain values (T25, T26)', () => {
    const lines: string[] = [];
    const log = createLog({ write: (line) => lines.push(line) });
    const record = { event: 'test', id: 'abc', status: 200, email: 'jan@example.org', code: 'server_error', route: { secret: 'x' }, stack: 'Error: 249566758' };
    log(record as unknown as Parameters<typeof log>[0]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 30, time: expect.any(String) as string, event: 'test', id: 'abc', status: 200, code: 'server_error' });
  });
});
