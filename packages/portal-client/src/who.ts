import type { OwnDrafts } from './drafts.ts';
import { notNow, type Http } from './http.ts';
import type { BaseSession, EndedBy } from './session.ts';
import { PortalError, type Who } from './types.ts';
import { Value } from './value.ts';

/** Who is logged in on this device, for one document: looked up at once and when the network is back, and heard of from its other frames and tabs. */
export interface Followed<Me> {
  session: Value<Who<Me>>;
  /** Asks the server who this is: after a log-in, and whenever something of theirs has changed. */
  readMe(): Promise<void>;
  look(): Promise<void>;
}

/** `read` asks the server and lends the drafts to whom it names; `ended` comes before the others hear that nobody is logged in any more. */
export function follow<Me>(base: BaseSession, http: Http, drafts: OwnDrafts, read: () => Promise<Me>, ended?: (why: EndedBy) => void): Followed<Me> {
  const session = new Value<Who<Me>>({ state: 'unknown' });
  const readMe = async () => session.set({ state: 'in', me: await read() });
  const look = async () => {
    try {
      if (await base.exists()) await readMe();
      else session.set({ state: 'out', why: null });
    } catch (thrown) {
      if (session.value.state !== 'unknown' || (thrown instanceof PortalError && notNow.includes(thrown.code))) return;
      session.set({ state: 'out', why: null });
    }
  };
  base.onEnd = (why) => {
    ended?.(why);
    if (why === 'patient') drafts.belongTo(null);
    if (session.value.state !== 'out') session.set({ state: 'out', why: session.value.state === 'in' ? why : null });
  };
  base.onBegin = () => void readMe().catch(() => undefined);
  http.online.subscribe((online) => { if (online && session.value.state === 'unknown') void look(); });
  void look().catch(() => undefined);
  return { session, readMe, look };
}
