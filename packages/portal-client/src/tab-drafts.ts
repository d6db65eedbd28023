/** What somebody types who has no account yet, kept over a reload (N7): sealed on the device like every draft, with a key that this tab alone has, for an hour. */
import type { DraftOwner } from './drafts.ts';
import type { Store } from './storage.ts';
import type { Drafts } from './types.ts';

const place = 'balie-typed';
const life = 3_600_000;
const sealing = () => import('./sealing.ts');

type Owner = DraftOwner & { at: number };
/** Throws where the browser refuses storage: then nothing is kept. */
function ownerHere(): Owner | null {
  const kept = JSON.parse(sessionStorage.getItem(place) ?? 'null') as Owner | null;
  return kept && kept.at > Date.now() - life ? kept : null;
}
/** With the first thing that is typed: who only looks leaves nothing behind. */
function newOwner(): Owner {
  const made = { sub: `tab-${crypto.randomUUID()}`, draftKey: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))), at: Date.now() };
  sessionStorage.setItem(place, JSON.stringify(made));
  return made;
}

export const tabDrafts = (store: Store): Drafts => ({
  load: async <T>(name: string) => { const owner = ownerHere(); return owner && (await sealing()).load<T>(store, owner, name); },
  save: async (name, value) => (await sealing()).save(store, ownerHere() ?? newOwner(), name, value),
  clear: async (name) => { const owner = ownerHere(); if (owner) await (await sealing()).remove(store, owner, name); },
});
