/** The built browser files, known through manifests on disk, never by import. Read once: a release is a new process. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

interface ManifestEntry { file: string; name?: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] }

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json' };

/** One static file with what was pressed beforehand. */
export interface BrowserFile { type: string; immutable: boolean; bytes: Record<'identity' | 'br' | 'gzip', Buffer | null>; etag: string }
/**
 * What a page loads: the entry's script and everything it imports, so that the browser fetches all of it in one round trip. `lazy`: the same for a module
 * it imports later, by the end of its source path.
 */
export interface Entry { script: string; preload: readonly string[]; lazy(source: string): readonly string[] }
export interface BrowserFiles {
  readonly complete: boolean;
  file(path: string): BrowserFile | null;
  /** `name` as in vite.config.ts, such as `frame-patient-login`. Null before a build. */
  entry(name: string): Entry | null;
  /** Default values of the design tokens. */
  readonly themeCss: string;
  /** Style rules that keep room for each tag before its script has run, as `balie.json` publishes them. */
  readonly reserve: string;
}

export function readBrowserFiles(folder: string): BrowserFiles {
  const read = (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null);
  const manifest = JSON.parse(read('manifest.json')?.toString() ?? '{}') as Record<string, ManifestEntry>;
  const all = (path: string, seen = new Set<string>()): string[] => {
    const entry = manifest[path];
    if (!entry || seen.has(path)) return [];
    seen.add(path);
    return [`/${entry.file}`, ...(entry.imports ?? []).flatMap((inner) => all(inner, seen))];
  };
  const entries = new Map(Object.entries(manifest).flatMap(([path, entry]) => (entry.isEntry && entry.name ? [[entry.name, path] as const] : [])));

  const files = new Map<string, BrowserFile>();
  const add = (path: string, immutable: boolean) => {
    const type = types[extname(path)];
    const bytes = type ? read(path) : null;
    if (bytes && type) files.set(`/${path}`, { type, immutable, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`, bytes: { identity: bytes, br: read(`${path}.br`), gzip: read(`${path}.gz`) } });
  };
  for (const name of existsSync(join(folder, 'assets')) ? readdirSync(join(folder, 'assets')) : []) add(`assets/${name}`, true);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) if (/^(balie(-.*)?\.js|balie\.json|favicon\.svg)$/.test(name)) add(name, /^balie-\d/.test(name));

  return {
    complete: entries.size > 0 && files.has('/balie.js'),
    file: (path) => files.get(path) ?? null,
    entry: (name) => {
      const path = entries.get(name);
      if (!path) return null;
      const [script = '', ...preload] = all(path);
      const own = new Set([script, ...preload]);
      return { script, preload, lazy: (source) => all(Object.keys(manifest).find((key) => key.endsWith(source)) ?? '').filter((file) => !own.has(file)) };
    },
    themeCss: read('theme.css')?.toString() ?? '', reserve: (JSON.parse(read('balie.json')?.toString() ?? '{}') as { reserve?: string }).reserve ?? '',
  };
}
