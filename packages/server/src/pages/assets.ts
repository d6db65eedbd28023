import type { Context } from 'hono';
import type { BrowserFile } from './browser-files.ts';

/** Best coding the browser takes among those pressed at build time. */
function chosen(file: BrowserFile, accepts: string): 'br' | 'gzip' | 'identity' {
  const offered = new Map(accepts.split(',').map((part) => { const [name = '', q] = part.trim().toLowerCase().split(/\s*;\s*q=/); return [name, q === undefined ? 1 : Number(q)]; }));
  for (const coding of ['br', 'gzip'] as const) if (file.bytes[coding] && (offered.get(coding) ?? offered.get('*') ?? 0) > 0) return coding;
  return 'identity';
}

/** Answers with a built file. Named by its content it never changes; the loader's fixed name is asked for again after an hour. */
export function sendFile(c: Context, file: BrowserFile, pathname: string): Response {
  const coding = chosen(file, c.req.header('accept-encoding') ?? '');
  const loader = /^\/balie[-.]/.test(pathname);
  const headers: Record<string, string> = {
    'content-type': file.type, etag: file.etag, vary: 'accept-encoding', 'x-content-type-options': 'nosniff',
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600, stale-while-revalidate=86400',
    // Clinics' pages load the loader as a module from another origin; everything else is ours alone. No credentials either way.
    ...(loader ? { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' } : { 'cross-origin-resource-policy': 'same-origin' }),
    ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
  };
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
  return c.body(new Uint8Array(file.bytes[coding]!), 200, headers);
}
