/**
 * `npm run build`: the loader, then everything frames, hosted pages and the desk load; the loader's versioned copy with its integrity (T35); all of it pressed once, as
 * hard as it goes. Made in a folder aside and put in place at the end: a server that starts meanwhile finds the old build or the new one, never half.
 * balie.json tells a webmaster the tag with `integrity`, and the style that reserves each element's height before any script has run.
 * `node .config/build.ts <folder>` puts it there instead of in dist/.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { heights } from '../packages/embed/src/places.ts';

const root = join(import.meta.dirname, '..');
const made = join(root, 'node_modules/.cache/balie', `build-${process.pid}`);
const target = resolve(process.argv[2] ?? join(root, 'dist'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

function press(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isFile() || !/\.(js|css|svg|json)$/.test(name)) continue;
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

mkdirSync(made, { recursive: true });
try {
  for (const mode of ['embed', 'elements']) await build({ root, configFile: join(root, 'vite.config.ts'), mode, logLevel: 'warn', build: { outDir: made, emptyOutDir: false } });

  const loader = readFileSync(join(made, 'balie.js'));
  const file = `balie-${version}-${createHash('sha256').update(loader).digest('hex').slice(0, 8)}.js`;
  const integrity = `sha384-${createHash('sha384').update(loader).digest('base64')}`;
  writeFileSync(join(made, file), loader);
  const reserve = [...Object.entries(heights).map(([name, [narrow]]) => `${name}:not(:defined){display:flow-root;min-height:${narrow}px}`), '@media(min-width:520px){', ...Object.entries(heights).map(([name, [, wide]]) => `${name}:not(:defined){min-height:${wide}px}`), '}'].join('');
  writeFileSync(join(made, 'balie.json'), `${JSON.stringify({ version, latest: 'balie.js', reserve, pinned: { file, integrity, tag: `<script type="module" src="…/${file}" integrity="${integrity}" crossorigin="anonymous" data-clinic="…"></script>` } }, null, 2)}\n`);
  copyFileSync(join(root, 'packages/themes/theme.css'), join(made, 'theme.css'));
  copyFileSync(join(root, 'packages/themes/favicon.svg'), join(made, 'favicon.svg'));
  press(made);
  press(join(made, 'assets'));

  const old = `${made}-old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(made, target);
  rmSync(old, { recursive: true, force: true });
  console.log(`${target}/${file} ${integrity}`);
} finally {
  rmSync(made, { recursive: true, force: true });
}
