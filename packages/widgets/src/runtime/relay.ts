import type { Observable } from '@balie/portal-client';

/** An observable that can be there before what it observes. */
export class Relay<T> implements Observable<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();
  constructor(value: T) { this.#value = value; }
  get value(): T { return this.#value; }
  set(value: T) {
    if (value === this.#value) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }
  subscribe(listener: (value: T) => void) {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }
  /** From now on it says what `source` says. */
  follow(source: Observable<T>) {
    source.subscribe((value) => this.set(value));
    this.set(source.value);
  }
}
