/** The practices' websites, as any web host would serve them: static files, told apart by host name, under a strict policy of their own. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { moved, origins, ports } from './addresses.ts';

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.js': 'text/javascript; charset=utf-8' };
const policy = `default-src 'none'; script-src ${origins.service}; style-src 'self'; img-src 'self'; frame-src ${origins.service}; connect-src 'none'; base-uri 'none'; form-action 'none'`;

const sites = new Set(readdirSync(join(import.meta.dirname, 'sites')));

export function startSites() {
  const app = new Hono().get('*', async (c) => {
    const site = /^([a-z-]+)\.localhost:/.exec(c.req.header('host') ?? '')?.[1] ?? '';
    const path = normalize(new URL(c.req.url).pathname).replace(/\/$/, '/index.html');
    const type = types[extname(path)];
    if (!sites.has(site) || !type || path.includes('..')) return c.notFound();
    try {
      const content = moved(await readFile(join(import.meta.dirname, 'sites', site, path), 'utf8'));
      return c.body(content, 200, { 'content-type': type, 'content-security-policy': policy, 'cache-control': 'no-cache' });
    } catch { return c.notFound(); }
  });
  return new Promise<{ stop(): void }>((ready) => { const server = serve({ fetch: app.fetch, port: ports.sites, hostname: '127.0.0.1' }, () => ready({ stop: () => server.close() })); });
}
