/** A real server process on ports and an embedded database of its own, that can be killed like a machine that loses power. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, readSettings, type Composition } from '@balie/server';

const root = join(import.meta.dirname, '../..');

const freePort = () => new Promise<number>((resolve, reject) => {
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    server.close(() => resolve(port));
  });
});

export type House = Awaited<ReturnType<typeof createHouse>>;
/** `system`: of the practice, with our keys to it. */
export async function createHouse(system?: { setting: object; keys: object }) {
  const folder = mkdtempSync(join(tmpdir(), 'balie-faults-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'clinics'));
  const clinic = JSON.parse(readFileSync(join(root, 'demo-site/clinics/de-linde.json'), 'utf8')) as object;
  writeFileSync(join(folder, 'clinics/de-linde.json'), JSON.stringify({ ...clinic, ...(system ? { system: { ...system.setting, everySeconds: 15 } } : {}) }));
  if (system) writeFileSync(join(folder, 'system-keys.json'), JSON.stringify(system.keys), { mode: 0o600 });
  const [port, databasePort, smtpPort] = [await freePort(), await freePort(), await freePort()];
  // Nobody listens for mail: it waits in the outbox. The origins are names; the port is where the process really is.
  const env = {
    ...process.env, BALIE_FOLDER: folder, BALIE_PORT: String(port), BALIE_DATABASE_PORT: String(databasePort), SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    BALIE_ORIGIN: 'http://balie.localhost:4400', BALIE_DESK_ORIGIN: 'http://desk.localhost:4400', BALIE_CLINICS: '', BALIE_SYSTEM_KEYS: '', DATABASE_URL: '', BALIE_SECRET: '',
  };
  const settings = readSettings(env);
  const log = join(folder, 'balie.log');
  let server: ChildProcess | null = null;

  /** One request, as the network sees it: rejects when the connection breaks before the whole answer came. */
  const send = (url: string, init: RequestInit = {}) => new Promise<Response>((resolve, reject) => {
    const { host, pathname, search } = new URL(url);
    const sent = httpRequest({ host: '127.0.0.1', port, method: init.method ?? 'GET', path: pathname + search, headers: { ...(init.headers as Record<string, string>), host }, agent: false, timeout: 30_000 }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).once('error', reject).once('close', () => {
        if (!answer.complete) return reject(new Error('broken off'));
        resolve(new Response(parts.length ? Buffer.concat(parts) : null, { status: answer.statusCode ?? 0, headers: Object.entries(answer.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]])) }));
      });
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer'))).once('error', reject).end(init.body ?? undefined);
  });

  const healthy = async (): Promise<void> => {
    for (const end = Date.now() + 90_000; Date.now() < end;) {
      if (server?.exitCode != null || server?.signalCode != null) break;
      const up = await send('http://balie.localhost:4400/healthz').then((answer) => answer.status === 200, () => false);
      if (up) return;
      await new Promise((next) => { setTimeout(next, 100); });
    }
    throw new Error(`the server is not healthy (exit code ${String(server?.exitCode)}):\n${readFileSync(log, 'utf8').slice(-3000)}`);
  };

  return {
    send, healthy,
    /** The house in this process, while the other one is down: to fill it and to look into it. */
    async inside<T>(work: (house: Composition) => Promise<T>): Promise<T> {
      const house = await compose(settings, () => {});
      try { return await work(house); } finally { await house.stop(); }
    },
    async start(): Promise<void> {
      server = spawn(process.execPath, ['packages/server/src/cli.ts', 'serve'], { cwd: root, env, stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')] });
      await healthy();
    },
    async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
      const process = server;
      server = null;
      if (!process || process.exitCode !== null || process.signalCode !== null) return;
      const ended = new Promise((done) => { process.once('exit', done); });
      process.kill(signal);
      await ended;
    },
    /** `kill -9` of PostgreSQL: its main process, whose others then end too. */
    killDatabase(): void { process.kill(Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL'); },
    /** Ends what a failed test left running, and takes the folder away. */
    async remove(): Promise<void> {
      if (server) { await this.stop('SIGKILL'); await this.inside(async () => {}); }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
