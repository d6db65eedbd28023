/** Starts the practice's own system and speaks with it as the practice would. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exportJWK, generateKeyPair } from 'jose';
import type { SystemKeys } from '@balie/contracts';

export type Resource = Record<string, unknown> & { resourceType: string; id?: string };
export interface Told { tokens: number; refusedTokens: number; replays: number; requests: string[]; examples: number; found: Resource[] }
export interface PracticeSystem {
  url: string; origin: string; keys: SystemKeys;
  /** Faults, loads, searches: see fhir-server.ts. */
  control(ask: object): Promise<Told>;
  search(query: string): Promise<Resource[]>;
  load(...resources: Resource[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startPracticeSystem(algorithm: 'ES384' | 'RS384' = 'ES384'): Promise<PracticeSystem> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const kid = 'balie-1';
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fhir-server.ts')], { env: { ...process.env, JWKS: JSON.stringify({ keys: [{ ...await exportJWK(pair.publicKey), kid, alg: algorithm }] }), CLIENT_ID: 'balie' }, stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await new Promise<string>((told, failed) => { createInterface(child.stdout).once('line', told); child.once('exit', () => failed(new Error('The practice\'s system did not start.'))); });
  const origin = `http://localhost:${port}`;
  const control = async (ask: object) => (await (await fetch(`http://127.0.0.1:${port}/control`, { method: 'POST', body: JSON.stringify(ask) })).json()) as Told;
  return {
    url: `${origin}/fhir`, origin, keys: { 'de-linde': { ...await exportJWK(pair.privateKey), kid } as never }, control,
    search: async (query) => (await control({ search: query })).found,
    load: async (...resources) => { await control({ load: resources }); },
    stop: () => new Promise((gone) => { child.once('exit', () => gone()); child.kill('SIGTERM'); }),
  };
}
