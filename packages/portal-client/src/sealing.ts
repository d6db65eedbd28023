/** How drafts are kept on a device: sealed with a key that the service gives their owner alone. In a chunk of its own: a log-in needs none of it. */
import { fromBase64url, utf8 } from './dpop.ts';
import type { DraftOwner } from './drafts.ts';
import type { Store } from './storage.ts';

interface Sealed { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer; /** Epoch ms. */ at: number }
const life = 24 * 3_600_000;
const prefix = 'draft:';
const idOf = ({ sub }: DraftOwner, name: string) => `${prefix}${sub}:${name}`;
const keyOf = ({ draftKey }: DraftOwner) => crypto.subtle.importKey('raw', fromBase64url(draftKey), 'AES-GCM', false, ['encrypt', 'decrypt']);

/** Removes what is older than a day, whoever's it is, and answers what is left under that name. What cannot be opened goes too. */
export async function load<T>(store: Store, owner: DraftOwner, name: string): Promise<T | null> {
  await sweep(store);
  const id = idOf(owner, name);
  const sealed = await store.get<Sealed>(id);
  if (!sealed) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: utf8(id) }, await keyOf(owner), sealed.data);
    return JSON.parse(new TextDecoder().decode(plain)) as T;
  } catch {
    await store.remove(id);
    return null;
  }
}

export async function save(store: Store, owner: DraftOwner, name: string, value: unknown): Promise<void> {
  const id = idOf(owner, name);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(id) }, await keyOf(owner), utf8(JSON.stringify(value)));
  await store.set(id, { iv, data, at: Date.now() } satisfies Sealed);
}

export const remove = (store: Store, owner: DraftOwner, name: string): Promise<void> => store.remove(idOf(owner, name));

async function sweep(store: Store): Promise<void> {
  for (const id of (await store.keys()).filter((one) => one.startsWith(prefix))) {
    const sealed = await store.get<Sealed>(id);
    if (sealed && sealed.at < Date.now() - life) await store.remove(id);
  }
}
