import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '@balie/database';
import { harness, logIn, type Harness } from '../test/harness.ts';
import { createSigningKeys, keyLife } from './keys.ts';

let h: Harness;
beforeAll(async () => { h = await harness(); });
afterAll(() => h.close());

const jwks = async () => await (await h.send('/jwks')).json() as JSONWebKeySet;
const kidOf = (token: string) => (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
const seconds = (ms: number) => ms / 1000;

it('a token signed in the last second of a key verifies through its retiring, by key sets fetched a day before (T34)', async () => {
  const { device, tokens } = await h.account('keys@patient.example');
  const first = kidOf(tokens.access_token);
  expect((await jwks()).keys.map((key) => key.kid)).toEqual([first]);
  h.pass(seconds(keyLife.active - keyLife.aheadFrom));
  await h.service.sweep();
  const known = await jwks();
  expect(known.keys).toHaveLength(2);
  expect(JSON.stringify(known)).not.toContain('"d"');

  h.pass(seconds(keyLife.aheadFrom) - 1);
  await h.service.sweep();
  const last = await (await (await logIn(device, 'keys@patient.example')).redeem()).json() as { access_token: string };
  expect(kidOf(last.access_token)).toBe(first);
  h.pass(1);
  const next = await (await (await logIn(device, 'keys@patient.example')).redeem()).json() as { access_token: string };
  expect(kidOf(next.access_token)).not.toBe(first);
  for (const token of [last, next]) {
    expect((await device.get('/me', token.access_token)).status).toBe(200);
    await jwtVerify(token.access_token, createLocalJWKSet(known), { currentDate: h.time.now });
  }
  h.pass(seconds(keyLife.retiring));
  await h.service.sweep();
  expect((await jwks()).keys.map((key) => key.kid)).toEqual([kidOf(next.access_token)]);
});

it('a successor made late still stands a day in the key set before it signs', async () => {
  const before = kidOf((await h.account('late@patient.example')).tokens.access_token);
  h.pass(seconds(keyLife.active) - 3600);
  await h.service.sweep();
  h.pass(7200);
  expect(kidOf((await h.account('late2@patient.example')).tokens.access_token)).toBe(before);
  h.pass(seconds(keyLife.aheadAtLeast));
  expect(kidOf((await h.account('late3@patient.example')).tokens.access_token)).not.toBe(before);
});

it('ten processes that start at once make one key', async () => {
  await h.db.delete(schema.signingKeys);
  const processes = Array.from({ length: 10 }, () => createSigningKeys({ db: h.db, keyring: h.keyring, clock: () => h.time.now }));
  expect(new Set(await Promise.all(processes.map(async (keys) => (await keys.signing()).kid))).size).toBe(1);
});

it('private keys lie sealed', async () => {
  for (const row of await h.db.select().from(schema.signingKeys)) expect(row.privateSealed).not.toMatch(/PRIVATE|"d"/);
});
