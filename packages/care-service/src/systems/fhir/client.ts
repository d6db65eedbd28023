/**
 * The wire to a FHIR server. Plain `fetch`: a FHIR client library would follow redirects and links wherever they point and read answers of any size, and what it
 * would save us is six lines. No address but the practice's own is ever asked (SSRF), whatever an answer says.
 */
import { SystemTrouble } from '../system.ts';
import type { Tokens } from './tokens.ts';

/** Milliseconds for one call; bytes of one answer. */
const patience = 15_000;
const largest = 20_000_000;
export const tooLarge = 'answer-too-large';

export interface FhirAnswer { status: number; text: string; /** Of the server's clock, where it tells. */ date: Date | null }
export interface FhirClient {
  base: URL;
  /** `path`: below the base, or an address of it. @throws SystemTrouble `out` when there is no use in asking more */
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<FhirAnswer>;
}

/** Calls one address. Redirects are refused, time and size limited. @throws SystemTrouble `out` */
export async function call(url: URL, init: RequestInit): Promise<FhirAnswer & { headers: Headers }> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(patience) });
    if (answer.status >= 300 && answer.status < 400) { await answer.body?.cancel(); throw new SystemTrouble('out', 'redirected'); }
    const date = Date.parse(answer.headers.get('date') ?? '');
    return { status: answer.status, text: await readText(answer), date: Number.isNaN(date) ? null : new Date(date), headers: answer.headers };
  } catch (thrown) {
    if (thrown instanceof SystemTrouble) throw thrown;
    throw new SystemTrouble('out', thrown instanceof Error && thrown.name === 'TimeoutError' ? 'no-answer-in-time' : 'unreachable');
  }
}

async function readText(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    // Leaving the loop cancels what would still come.
    if ((size += part.length) > largest) throw new SystemTrouble('out', tooLarge);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** An address that an answer names, if it is one of ours to ask: same origin, below the same base. @throws SystemTrouble `out` */
export function within(base: URL, address: string): URL {
  const url = URL.parse(address, base);
  if (!url || url.origin !== base.origin || url.username || url.password || !(url.pathname === base.pathname || url.pathname.startsWith(`${base.pathname.replace(/\/$/, '')}/`))) throw new SystemTrouble('out', 'link-leads-elsewhere');
  return url;
}

const waitOf = (headers: Headers): number => Math.min(3600, Number(/^\d+$/.exec(headers.get('retry-after') ?? '')?.[0] ?? 0));

export function createFhirClient(address: string, tokens: Tokens): FhirClient {
  const base = new URL(address.replace(/\/$/, ''));
  return {
    base,
    async ask(method, path, body, headers = {}) {
      const url = within(base, path.startsWith('http') ? path : `${base.href.replace(/\/$/, '')}/${path}`);
      const go = async () => call(url, {
        method, headers: { authorization: `Bearer ${await tokens.get()}`, accept: 'application/fhir+json', ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      let answer = await go();
      // A token may be withdrawn before its time: once with a new one.
      if (answer.status === 401) { tokens.forget(); answer = await go(); }
      const { status } = answer;
      if (status === 401 || status === 429 || status === 503) throw new SystemTrouble('out', `http-${status}`, waitOf(answer.headers));
      if (status >= 500) throw new SystemTrouble('later', `http-${status}`);
      return answer;
    },
  };
}
