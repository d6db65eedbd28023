import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { clinicConfig, type ClinicClosing, type ClinicConfigFile, type ConfirmRequest, type ForgotRequest, type ResetRequest, type LogRecord, type RegisterRequest } from '@balie/contracts';
import { createPages } from '../index.ts';

export const issuer = 'http://balie.localhost:4400';
export const deskOrigin = 'http://desk.localhost:4400';

const file = (id: string, origins: string[], more: Partial<ClinicConfigFile> = {}): ClinicConfigFile => ({
  id, name: 'Praktijk <De Linde> & zonen', country: 'NL', timeZone: 'Europe/Amsterdam', locales: ['nl', 'en'], origins,
  pages: { register: `${origins[0]}/inschrijven`, portal: `${origins[0]}/portaal` },
  phones: { practice: '+31101234567', outOfHours: '+31107654321', emergency: '112' },
  openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' }],
  mail: { from: 'praktijk@example.org', notify: ['secret-notify@example.org'] },
  services: { prescriptions: { title: { nl: 'Herhaalrecepten', en: 'Repeat prescriptions' } } },
  texts: { nl: { 'login.title': 'Inloggen </script><b>bij ons' } },
  ...more,
});

/** A folder as the build leaves it, with as little in it as the server reads. */
export function builtFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'balie-dist-'));
  const write = (path: string, content: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
    writeFileSync(join(folder, `${path}.br`), brotliCompressSync(content));
  };
  write('balie.js', 'export {};');
  write('balie-0.1.0-abcdef12.js', 'export {};');
  write('balie.json', JSON.stringify({ reserve: 'patient-login:not(:defined){display:flow-root;min-height:495px}@media(min-width:520px){patient-login:not(:defined){min-height:385px}}' }));
  write('theme.css', ':root{--balie-ink:#123456}');
  write('favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  for (const name of ['frame-patient-login-A1', 'lit-B2', 'shared-C3', 'hosted-D4', 'desk-E5', 'lazy-F6']) write(`assets/${name}.js`, `// ${name}`);
  write('manifest.json', JSON.stringify({
    'packages/widgets/src/frame/patient-login.ts': { file: 'assets/frame-patient-login-A1.js', name: 'frame-patient-login', isEntry: true, imports: ['_lit.js', '_shared.js'], dynamicImports: ['_lazy.js'] },
    '_lit.js': { file: 'assets/lit-B2.js', name: 'lit' }, '_shared.js': { file: 'assets/shared-C3.js', name: 'shared', imports: ['_lit.js'] }, '_lazy.js': { file: 'assets/lazy-F6.js', name: 'lazy' },
    'packages/widgets/src/hosted/hosted.ts': { file: 'assets/hosted-D4.js', name: 'hosted', isEntry: true, imports: ['_lit.js'] },
    'packages/widgets/src/desk/desk.ts': { file: 'assets/desk-E5.js', name: 'desk', isEntry: true },
  }));
  return folder;
}

export function testPages(distFolder = builtFolder(), clock: () => Date = () => new Date('2026-11-23T10:00:00Z'), closings: () => Promise<readonly ClinicClosing[]> = async () => []) {
  const log: LogRecord[] = [];
  const registered: { request: RegisterRequest; address: string }[] = [];
  const confirmed: ConfirmRequest[] = [];
  const resets: { forgot: ForgotRequest[]; reset: ResetRequest[]; verified: string[] } = { forgot: [], reset: [], verified: [] };
  const registration = {
    forgot: (request: ForgotRequest): Promise<void> => { resets.forgot.push(request); return Promise.resolve(); },
    reset: (request: ResetRequest): Promise<void> => { resets.reset.push(request); return Promise.resolve(); },
    verifyContact: ({ secret }: { secret: string }): Promise<void> => { resets.verified.push(secret); return Promise.resolve(); },
    register: (request: RegisterRequest, address: string): Promise<void> => { registered.push({ request, address }); return Promise.resolve(); },
    eidNumber: (): Promise<'again'> => Promise.resolve('again'),
    confirm: (request: ConfirmRequest): Promise<'password_needed' | 'confirmed'> => { confirmed.push(request); return Promise.resolve('confirmed'); },
  };
  const clinics = new Map([file('de-linde', ['https://www.delinde.example', 'https://delinde.example']), file('zeezicht', ['https://zeezicht.example'], { desk: { link: { nl: 'Serviceportaal' } }, help: { email: 'hulp@example.org', links: [{ title: { nl: 'Uitleg', en: 'Guide' }, url: 'https://help.example/' }] }, practices: [{ name: 'De Linde', url: 'https://delinde.example/' }] })].map((one) => [one.id, clinicConfig.parse(one)]));
  let nonces = 0;
  const pages = createPages({ nonce: () => `nonce-${++nonces}`, clinics, issuer, deskOrigin, distFolder, registration, log: (record) => log.push(record), clock, closings });
  const get = (path: string, headers: Record<string, string> = {}, origin = issuer) => pages.request(`${origin}${path}`, { headers: { host: new URL(origin).host, ...headers } });
  const post = (path: string, fields: Record<string, string> | URLSearchParams, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
    pages.request(`${issuer}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers: { host: new URL(issuer).host, ...headers } });
  return { get, post, log, registered, confirmed, resets, registration };
}
