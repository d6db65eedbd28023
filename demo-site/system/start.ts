/** Starts the practices' own systems and speaks with them as a practice would. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { SystemKeys } from '@balie/contracts';

export type Resource = Record<string, unknown> & { resourceType: string; id?: string };
export interface Told { tokens: number; refusedTokens: number; replays: number; requests: string[]; examples: number; found: Resource[]; pid: number }
/** One practice's. */
export interface Practice {
  url: string; origin: string;
  /** `system` of the practice's configuration. */
  setting: { kind: 'fhir'; url: string; clientId: string; key: string };
  /** Faults, loads, searches: see server.ts. */
  control(ask: object): Promise<Told>;
  search(query: string): Promise<Resource[]>;
  load(...resources: Resource[]): Promise<void>;
}
export interface PracticeSystem extends Practice { keys: SystemKeys; of(practice: string): Practice; stop(): Promise<void> }

const clientId = 'balie', key = 'practice';

/** Whether that practice of the demo keeps its records in a system of its own. DEMO_FHIR: names parted by commas, or `all`. */
export const keepsElsewhere = (practice: string): boolean => (process.env['DEMO_FHIR'] ?? '').split(',').some((one) => one === 'all' || one === practice);

/** One that runs already. */
export function practiceAt(port: number | string, practice = 'de-linde'): Practice {
  const origin = `http://localhost:${port}`, url = `${origin}/${practice}/fhir`;
  const control = async (ask: object) => (await (await fetch(`http://127.0.0.1:${port}/control`, { method: 'POST', body: JSON.stringify({ practice, ...ask }) })).json()) as Told;
  return { url, origin, setting: { kind: 'fhir', url, clientId, key }, control, search: async (query) => (await control({ search: query })).found, load: async (...resources) => { await control({ load: resources }); } };
}

/** `folder`: keeps what is written there, and our key in it, for the next start. */
export async function startPracticeSystem({ algorithm = 'ES384', port = 0, folder }: { algorithm?: 'ES384' | 'RS384'; port?: number; folder?: string } = {}): Promise<PracticeSystem> {
  const keyFile = folder && join(folder, 'system-keys.json');
  const keys: SystemKeys = keyFile && existsSync(keyFile) ? JSON.parse(readFileSync(keyFile, 'utf8')) as SystemKeys : { [key]: { ...await exportJWK((await generateKeyPair(algorithm, { extractable: true })).privateKey), kid: 'balie-1' } as never };
  if (keyFile) writeFileSync(keyFile, JSON.stringify(keys), { mode: 0o600 });
  const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...open } = keys[key] as JWK;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], { env: { ...process.env, PORT: String(port), JWKS: JSON.stringify({ keys: [{ ...open, alg: algorithm }] }), CLIENT_ID: clientId, ...(folder ? { FOLDER: folder } : {}) }, stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<void>((told) => { child.once('exit', () => told()); });
  const at = await new Promise<string>((told, failed) => { createInterface(child.stdout).once('line', told); void gone.then(() => failed(new Error('The practice\'s system did not start.'))); });
  return { ...practiceAt(at), keys, of: (practice) => practiceAt(at, practice), stop() { child.kill('SIGTERM'); return gone; } };
}
