import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
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

describe('brokers of national eIDs', () => {
  const good = { issuer: 'https://broker.example/auth', client_id: 'balie', private_key: { kty: 'EC', crv: 'P-256', d: 'k'.repeat(43), x: 'x', y: 'y' } };
  const read = (content: unknown) => { writeFileSync(join(folder, 'brokers.json'), typeof content === 'string' ? content : JSON.stringify(content)); return readSettings({ BALIE_FOLDER: folder }).brokers; };
  test('none without a file; one a scheme from brokers.json', () => {
    expect(readSettings({ BALIE_FOLDER: folder }).brokers).toEqual({});
    expect(read({ digid: good })).toMatchObject({ digid: { client_id: 'balie' } });
    expect(read({ mitid: { ...good, issuer: 'http://eid.localhost:4403', cpr_match: 'http://eid.localhost:4403/cpr-match' } })).toHaveProperty('mitid.cpr_match');
  });
  test.each([
    ['an issuer over http is refused at start, names under localhost apart', { digid: { ...good, issuer: 'http://broker.example' } }, /^BALIE_BROKERS: digid\.issuer: expected an https:\/\/ address/],
    ['so is a look-alike of localhost', { digid: { ...good, issuer: 'http://localhost.evil.example' } }, /digid\.issuer/],
    ['and a match address over http', { mitid: { ...good, cpr_match: 'http://broker.example/match' } }, /mitid\.cpr_match/],
    ['a public key is no private one', { digid: { ...good, private_key: { kty: 'EC', x: 'x', y: 'y' } } }, /digid\.private_key\.d/],
    ['a typing error is named', { digid: { ...good, clientid: 'x' } }, /digid: expected no other keys/],
    ['an unknown scheme', { bankid: good }, /BALIE_BROKERS: /],
    ['a file that is no JSON', '{', /the file is not JSON/],
  ])('%s', (_, content, expected) => {
    expect(() => read(content)).toThrow(SettingsError);
    expect(() => read(content)).toThrow(expected);
    expect(() => read(content)).not.toThrow('k'.repeat(20));
  });
  test('a file that was named must be there', () => { expect(() => readSettings({ BALIE_FOLDER: folder, BALIE_BROKERS: join(folder, 'nowhere.json') })).toThrow('BALIE_BROKERS: the file cannot be read'); });
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
