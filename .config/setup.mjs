// Brings a fresh machine to where `npm start` and `npm test` work. Plain JavaScript without dependencies: it runs before anything is installed.
// node .config/setup.mjs            packages
// node .config/setup.mjs browsers   packages and the test browsers (Debian as root; elsewhere it says what to install)
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [major] = process.versions.node.split('.').map(Number);
if (major < 18) {
  console.error(`Node ${process.versions.node} is too old to install Balie. Install Node 20 or newer and run the command again.`);
  process.exit(1);
}
const run = (command, args, options = {}) => execFileSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });

const stamp = join(root, 'node_modules', '.balie-installed');
const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing packages (once, about two minutes) …');
  run('npm', ['ci', '--loglevel=error']);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

if (process.argv[2] === 'browsers') {
  const parts = [
    { name: 'Chromium', file: '/usr/bin/chromium', packages: ['chromium'], needed: true },
    { name: 'Firefox ESR', file: '/usr/bin/firefox-esr', packages: ['firefox-esr'], needed: process.env.CI === 'true' },
    { name: 'zbarimg', file: '/usr/bin/zbarimg', packages: ['zbar-tools'], needed: true },
    { name: 'oathtool', file: '/usr/bin/oathtool', packages: ['oathtool'], needed: true },
    { name: 'WebKitGTK', file: '/usr/bin/WebKitWebDriver', packages: ['webkit2gtk-driver', 'xvfb'], needed: process.env.CI === 'true' },
  ];
  const missing = parts.filter((part) => !existsSync(part.file));
  const packages = missing.flatMap((part) => part.packages);
  if (packages.length && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.log(`Installing ${missing.map((part) => part.name).join(', ')} (once, about a minute) …`);
    const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] };
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
  }
  const still = parts.filter((part) => !existsSync(part.file));
  for (const part of still) console.log(`${part.name} is not installed: ${part.needed ? 'the tests need it' : 'its tests are left out'}. On Debian: apt-get install ${part.packages.join(' ')}`);
  if (still.some((part) => part.needed)) process.exit(1);
}
