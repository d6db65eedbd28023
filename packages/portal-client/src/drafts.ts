import { fromBase64url, utf8 } from './dpop.ts';
import type { Store } from './storage.ts';
import type { Drafts } from './types.ts';

interface Sealed { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer; /** Epoch ms. */ at: number }
const life = 24 * 3_600_000;
const prefix = 'draft:';

/** Drafts of whoever is logged in. A session that ends leaves the key in this document's memory, so that typing goes on being kept; a log-out does not. */
export class SealedDrafts implements Drafts {
  readonly #store: () => Store;
  #owner: { sub: string; key: Promise<CryptoKey> } | null = null;

  constructor(store: () => Store) { this.#store = store; }

  /** `draftKey`: 256 bits, base64url, of this account at this client. `null` at log-out. */
  belongTo(owner: { sub: string; draftKey: string } | null): void {
    if (owner && owner.sub === this.#owner?.sub) return;
    this.#owner = owner && { sub: owner.sub, key: crypto.subtle.importKey('raw', fromBase64url(owner.draftKey), 'AES-GCM', false, ['encrypt', 'decrypt']) };
  }

  async load<T>(name: string): Promise<T | null> {
    if (!this.#owner) return null;
    const { sub, key } = this.#owner;
    const id = this.#id(sub, name);
    const sealed = await this.#store().get<Sealed>(id);
    if (!sealed) return null;
    try {
      if (sealed.at < Date.now() - life) throw new Error('old');
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: utf8(id) }, await key, sealed.data);
      return JSON.parse(new TextDecoder().decode(plain)) as T;
    } catch {
      await this.#store().remove(id);
      return null;
    }
  }

  async save(name: string, value: unknown): Promise<void> {
    if (!this.#owner) return;
    const { sub, key } = this.#owner;
    const id = this.#id(sub, name);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(id) }, await key, utf8(JSON.stringify(value)));
    await this.#store().set(id, { iv, data, at: Date.now() } satisfies Sealed);
  }

  async clear(name: string): Promise<void> {
    if (this.#owner) await this.#store().remove(this.#id(this.#owner.sub, name));
  }

  /** Removes what is older than a day, whoever's it is. */
  async sweep(): Promise<void> {
    for (const id of (await this.#store().keys()).filter((one) => one.startsWith(prefix))) {
      const sealed = await this.#store().get<Sealed>(id);
      if (sealed && sealed.at < Date.now() - life) await this.#store().remove(id);
    }
  }

  #id(sub: string, name: string): string { return `${prefix}${sub}:${name}`; }
}
