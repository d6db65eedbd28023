/** What somebody types who has no account yet, kept over a reload (N7): sealed on the device like every draft, with a key that this tab alone has, for an hour. */
import type { DraftOwner } from './drafts.ts';
import type { Store } from './storage.ts';
import type { Drafts } from './types.ts';

const place = 'balie-typed';
const life = 3_600_000;
const sealing = () => import('./sealing.ts');

/** Throws where the browser refuses storage: then nothing is kept. */
function ownerHere(): DraftOwner {
  const kept = JSON.parse(sessionStorage.getItem(place) ?? 'null') as (DraftOwner & { at: number }) | null;
  if (kept && kept.at > Date.now() - life) return kept;
  const made = { sub: `tab-${crypto.randomUUID()}`, draftKey: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))), at: Date.now() };
  sessionStorage.setItem(place, JSON.stringify(made));
  return made;
}

export function tabDrafts(store: Store): Drafts {
  const owner = ownerHere();
  return {
    load: async <T>(name: string) => (await sealing()).load<T>(store, owner, name),
    save: async (name, value) => (await sealing()).save(store, owner, name, value),
    clear: async (name) => (await sealing()).remove(store, owner, name),
  };
}
