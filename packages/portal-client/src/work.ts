/** Proof of work, asked of a log-in while passwords are being tried in numbers (T14). A worker is out: the page's policy lets no script make one. */
import type { SendStep } from './code-prompt.ts';
import { utf8 } from './dpop.ts';
import type { Answer } from './http.ts';
import { PortalError } from './types.ts';

/** Tries between two looks of the page at its own input. */
const slice = 256;

/** A text so that SHA-256 of `<secret>.<text>` begins with `bits` zero bits (at most 32): 2^bits tries on average. Hashing happens beside the page, which stays awake. */
export async function findWork(secret: string, bits: number): Promise<string> {
  for (let from = 0; ; from += slice) {
    const digests = await Promise.all(Array.from({ length: slice }, (_, n) => crypto.subtle.digest('SHA-256', utf8(`${secret}.${from + n}`))));
    const found = digests.findIndex((digest) => Math.clz32(new DataView(digest).getUint32(0)) >= bits);
    if (found >= 0) return String(from + found);
    await new Promise((next) => { setTimeout(next); });
  }
}

/** The answer after the work, or the one at hand where none is asked. More than a browser can do in reasonable time is no step of ours. @throws PortalError */
export async function finishWork(send: SendStep, asked: Answer, fields: Record<string, string>): Promise<Answer | null> {
  const { next, auth_session: secret } = asked.body as { next?: { type?: unknown; bits?: unknown }; auth_session?: unknown };
  if (next?.type !== 'work') return asked;
  if (typeof secret !== 'string' || typeof next.bits !== 'number' || next.bits > 22) throw new PortalError('server_error');
  return send({ ...fields, auth_session: secret, work: await findWork(secret, next.bits) });
}
