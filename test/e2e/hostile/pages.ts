/** Pages an attacker would serve: the practice's own page with a script ahead of ours, and pages of another site. The service behind them is the real one. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type Page } from '@playwright/test';
import { moved, origins } from '../../../demo-site/addresses.ts';

/** A function as the text of a script that calls it, with values that JSON knows. */
export const call = <Args extends unknown[]>(act: (...args: Args) => void, ...args: Args): string => `(${act.toString()})(...${JSON.stringify(args).replaceAll('<', '\\u003c')});`;

export type Attacker = Awaited<ReturnType<typeof startAttacker>>;
export async function startAttacker() {
  const served = new Map<string, string>();
  // Without a policy: whoever may change a page may change that too.
  const server = createServer(({ url = '' }, answer) => {
    const html = served.get(url);
    answer.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;

  /**
   * From now on the browser gets `html` for that address. In Chromium over a real connection: there a page made up on the spot counts as from the internet,
   * which may not load from this machine. Firefox does not mind, and dies of a request that is led elsewhere.
   */
  async function instead(page: Page, address: string, html: string): Promise<void> {
    const path = `/${served.size}.html`;
    served.set(path, html);
    await page.route((url) => url.origin + url.pathname === address, (route) => (test.info().project.use.browserName === 'firefox' ? route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: html }) : route.continue({ url: `http://127.0.0.1:${port}${path}` })));
  }
  return {
    /** A site that no practice lists. */
    site: `http://vreemd.localhost:${port}`,
    /** Serves a page there; answers its address. */
    put(path: string, body: string): string {
      served.set(path, `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Vreemd</title></head><body>${body}</body></html>`);
      return `http://vreemd.localhost:${port}${path}`;
    },
    instead,
    /** From now on that page of the practice runs `script` before anything else, as a bad plugin would. */
    async infect(page: Page, address: string, script: string, body = ''): Promise<void> {
      const { origin, pathname } = new URL(address);
      const site = origin === origins.zeezicht ? 'zeezicht' : 'de-linde';
      const html = moved(readFileSync(join(import.meta.dirname, '../../../demo-site/sites', site, pathname), 'utf8'));
      await instead(page, address, html.replace('<meta charset="utf-8">', () => `<meta charset="utf-8"><script>${script}</script>`).replace('</main>', () => `${body}</main>`));
    },
    stop: () => new Promise<void>((closed) => { server.close(() => closed()); server.closeAllConnections(); }),
  };
}
