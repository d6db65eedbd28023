import type { Observable } from './types.ts';

/** A value that tells its listeners when it changes; a listener that throws does not keep the others from hearing. */
export class Value<T> implements Observable<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();
  constructor(value: T) { this.#value = value; }
  get value(): T { return this.#value; }
  set(value: T): void {
    if (value === this.#value) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) {
      try { listener(value); } catch (thrown) { queueMicrotask(() => { throw thrown; }); }
    }
  }
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }
}
