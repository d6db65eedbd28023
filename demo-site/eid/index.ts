/** Starts the demo's broker beside the service, with a key pair made for this start: the public half for the broker, the private one for the service's settings. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { origins, ports } from '../addresses.ts';
import type { BrokerOptions } from './broker.ts';

const clientId = 'balie-demo';

/** `file`: the broker settings of the service (docs/operating.md), written anew. */
export async function startEid(file: string): Promise<{ stop(): Promise<void> }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = 'demo';
  const one = { issuer: origins.eid, client_id: clientId, private_key: { ...await exportJWK(privateKey), kid, alg: 'ES256' } };
  writeFileSync(file, JSON.stringify({ digid: { ...one, acr_values: 'idp:digid' }, mitid: { ...one, acr_values: 'idp:mitid', cpr_match: `${origins.eid}/cpr-match` } }, null, 2), { mode: 0o600 });
  const options: BrokerOptions = { issuer: origins.eid, port: ports.eid, client: { id: clientId, publicKey: { ...await exportJWK(publicKey), kid, alg: 'ES256', use: 'sig' }, redirectUri: `${origins.service}/eid/callback` } };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], { env: { ...process.env, BALIE_EID: JSON.stringify(options) }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  await new Promise<void>((ready, failed) => {
    child.stdout?.on('data', (chunk: Buffer) => { if (chunk.toString().includes('ready')) ready(); });
    child.once('exit', (code) => failed(new Error(`the eID broker ended with ${String(code)}`)));
  });
  return { stop: () => new Promise((ended) => { child.removeAllListeners('exit'); child.once('exit', () => ended()); child.kill('SIGTERM'); }) };
}
