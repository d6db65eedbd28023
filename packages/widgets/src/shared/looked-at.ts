import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Calls `again` each time somebody comes back to the page, as from another tab: what it shows may be of before. */
export class LookedAt implements ReactiveController {
  readonly #seen: () => void;
  constructor(host: ReactiveControllerHost, again: () => void) {
    this.#seen = () => { if (document.visibilityState === 'visible') again(); };
    host.addController(this);
  }
  hostConnected() { document.addEventListener('visibilitychange', this.#seen); }
  hostDisconnected() { document.removeEventListener('visibilitychange', this.#seen); }
}
