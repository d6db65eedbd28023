import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Observable } from '@balie/portal-client';

/** Renders its host whenever the observable picked by `pick` changes; follows when another one is picked. Listens only while connected. */
export class Watch<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #pick: () => Observable<T> | undefined;
  readonly #changed: ((value: T) => void) | undefined;
  #watched: Observable<T> | undefined;
  #stop: (() => void) | undefined;

  /** `changed` hears values before the host renders them. */
  constructor(host: ReactiveControllerHost, pick: () => Observable<T> | undefined, changed?: (value: T) => void) {
    this.#host = host;
    this.#pick = pick;
    this.#changed = changed;
    host.addController(this);
  }
  get value(): T | undefined { return this.#watched?.value; }
  hostConnected() { this.#follow(); }
  hostUpdate() { this.#follow(); }
  hostDisconnected() { this.#stop?.(); this.#stop = undefined; this.#watched = undefined; }

  #follow() {
    const picked = this.#pick();
    if (picked === this.#watched) return;
    this.#stop?.();
    this.#watched = picked;
    this.#stop = picked?.subscribe((value) => { this.#changed?.(value); this.#host.requestUpdate(); });
  }
}
