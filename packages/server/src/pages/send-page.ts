import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import type { Rendered } from './document.ts';

interface Pressed { rendered: Rendered; etag: string; bytes: Record<'identity' | 'br' | 'gzip', Uint8Array<ArrayBuffer>> }

function press(rendered: Rendered): Pressed {
  const identity = new TextEncoder().encode(rendered.html);
  return {
    rendered, etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    bytes: { identity, br: new Uint8Array(brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } })), gzip: new Uint8Array(gzipSync(identity)) },
  };
}

/**
 * Pages are the same for everybody who asks with the same clinic, element, language and site: rendered and pressed once, kept in memory. Nothing of a
 * visitor is ever in them. `nonce`, for the first proof of the page's script, goes in the head, as the one part of it that a script may read: without it that
 * first call would be refused once, and browsers print that in red. `limit` bounds the memory whatever is asked for.
 */
export function createPageCache(nonce?: () => string, limit = 500) {
  const kept = new Map<string, Pressed>();
  return (c: Context, key: string, status: 200 | 404, make: () => Rendered): Response => {
    let page = kept.get(key);
    if (!page) {
      page = press(make());
      if (kept.size >= limit) kept.delete(kept.keys().next().value!);
      kept.set(key, page);
    }
    const accepts = c.req.header('accept-encoding') ?? '';
    const coding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : 'identity';
    const headers = { ...page.rendered.headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', vary: 'accept-encoding', etag: page.etag, ...(nonce ? { 'server-timing': `dpop;desc="${nonce()}"` } : {}), ...(coding === 'identity' ? {} : { 'content-encoding': coding }) };
    if (status === 200 && c.req.header('if-none-match') === page.etag) return c.body(null, 304, headers);
    return c.body(page.bytes[coding], status, headers);
  };
}

/** A page made for one visitor, such as a form with what was typed: no cache keeps it. */
export const sendOnce = (c: Context, page: Rendered, status: 200 | 400 | 403 | 413 | 429 | 503): Response => c.body(page.html, status, { ...page.headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
