import type { Store } from './storage.ts';
import type { Drafts } from './types.ts';

/** `draftKey`: 256 bits, base64url, of this account at this client. */
export interface DraftOwner { sub: string; draftKey: string }
const sealing = () => import('./sealing.ts');

/** Drafts of whoever is logged in. A session that ends leaves the key in this document's memory, so that typing goes on being kept; a log-out does not. */
export class OwnDrafts implements Drafts {
  readonly #store: () => Store;
  #owner: DraftOwner | null = null;

  constructor(store: () => Store) { this.#store = store; }

  /** `null` at log-out. */
  belongTo(owner: DraftOwner | null): void { this.#owner = owner; }

  // The owner is whoever was logged in at the call, however long the sealing takes to load.
  async load<T>(name: string): Promise<T | null> {
    const owner = this.#owner;
    return owner && (await sealing()).load<T>(this.#store(), owner, name);
  }
  async save(name: string, value: unknown): Promise<void> {
    const owner = this.#owner;
    if (owner) await (await sealing()).save(this.#store(), owner, name, value);
  }
  async clear(name: string): Promise<void> {
    const owner = this.#owner;
    if (owner) await (await sealing()).remove(this.#store(), owner, name);
  }
}
