/** The demo's parts, up and filled: the practices' websites, the service, the inbox and the desk, on an embedded database. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@balie/contracts';
import { compose, createLog, readSettings } from '@balie/server';
import { moved, origins, ports } from './addresses.ts';
import { startEid } from './eid/index.ts';
import { startInbox } from './inbox.ts';
import { seed } from './seed.ts';
import { startSites } from './sites.ts';
import { keepsElsewhere, startPracticeSystem } from './system/start.ts';

const root = join(import.meta.dirname, '..');
const folder = process.env['BALIE_FOLDER'] ?? join(root, '.balie');

/** The browser files are built when a source is newer than the last build. */
function build(): void {
  const manifest = join(root, 'dist/manifest.json');
  const built = existsSync(manifest) ? statSync(manifest).mtimeMs : 0;
  const newest = (at: string): number => Math.max(...readdirSync(at, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules')).map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
  if (Math.max(newest(join(root, 'packages')), statSync(join(root, 'vite.config.ts')).mtimeMs) < built) return;
  console.log('Building the browser files …');
  const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', 'build'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) { console.error(stdout, stderr); process.exit(1); }
}

/** Ends everything on SIGINT and SIGTERM. `clock`: of the service; a test may let a year pass. */
export async function openDemo({ clock }: { clock?: Clock } = {}) {
  mkdirSync(join(folder, 'clinics'), { recursive: true });
  build();
  const fhir = process.env['DEMO_FHIR'];
  const systems = fhir ? await startPracticeSystem({ folder, port: ports.system }) : null;
  for (const name of readdirSync(join(import.meta.dirname, 'clinics'))) {
    const text = moved(readFileSync(join(import.meta.dirname, 'clinics', name), 'utf8')), clinic = JSON.parse(text) as { id: string };
    writeFileSync(join(folder, 'clinics', name), systems && keepsElsewhere(clinic.id) ? JSON.stringify({ ...clinic, system: { ...systems.of(clinic.id).setting, everySeconds: 15 } }) : text);
  }
  const smsKey = randomBytes(32).toString('base64url');
  const eid = await startEid(join(folder, 'brokers.json'));
  const settings = readSettings({ BALIE_FOLDER: folder, BALIE_PORT: String(ports.service), BALIE_ORIGIN: origins.service, BALIE_DESK_ORIGIN: origins.desk, BALIE_DATABASE_PORT: String(ports.database), SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`, SMS_GATEWAY: 'signed', SMS_KEY: smsKey, SMS_URL: `http://127.0.0.1:${ports.inbox}/sms`, ...process.env });
  const logFile = createWriteStream(join(folder, 'balie.log'), { flags: 'a' });

  const inbox = await startInbox({ smsKey });
  const sites = await startSites();
  const house = await compose(settings, createLog(logFile), clock && { clock });
  await seed(house, systems);
  await house.listen();

  const stop = async () => { await house.stop(); await systems?.stop(); sites.stop(); await inbox.stop(); await eid.stop(); process.exit(0); };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { void stop(); });
  return { house, folder, fhir };
}
