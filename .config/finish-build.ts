/**
 * After `vite build`: the loader's versioned copy with its integrity (T35), the page parts the server reads, and everything pressed once, as hard as it goes.
 * balie.json tells a webmaster the tag with `integrity`.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

copyFileSync(join(root, 'packages/themes/theme.css'), join(dist, 'theme.css'));
copyFileSync(join(root, 'packages/themes/favicon.svg'), join(dist, 'favicon.svg'));

const loader = readFileSync(join(dist, 'balie.js'));
const file = `balie-${version}-${createHash('sha256').update(loader).digest('hex').slice(0, 8)}.js`;
const integrity = `sha384-${createHash('sha384').update(loader).digest('base64')}`;
writeFileSync(join(dist, file), loader);
writeFileSync(join(dist, 'balie.json'), `${JSON.stringify({ version, latest: 'balie.js', pinned: { file, integrity, tag: `<script type="module" src="…/${file}" integrity="${integrity}" crossorigin="anonymous" data-clinic="…"></script>` } }, null, 2)}\n`);

for (const folder of [dist, join(dist, 'assets')]) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isFile() || !/\.(js|css|svg|json)$/.test(name)) continue;
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
console.log(`${file} ${integrity}`);
