import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PortalError } from '@balie/portal-client';

/** What an element may know of a failure: a PortalError, or as much of one. */
export type Problem = Pick<PortalError, 'code' | 'id' | 'retryAfter' | 'fields' | 'guessesLeft' | 'alternatives'>;
export const problem = (code: Problem['code'], more: Partial<Problem> = {}): Problem => ({ code, id: null, retryAfter: null, fields: [], guessesLeft: null, alternatives: [], ...more });
/** By name, so that the first bundle needs no code of the portal client. */
export const asProblem = (thrown: unknown): Problem => (thrown instanceof Error && thrown.name === 'PortalError' ? (thrown as PortalError) : problem(navigator.onLine ? 'server_error' : 'offline'));

/**
 * One act of the patient at a time: `run` ignores a second click while the first is at work, keeps what went wrong for the form to show,
 * and renders the host before and after. What is not a PortalError is a fault of ours and is shown as one.
 */
export class Act implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  busy = false;
  problem: Problem | null = null;
  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }
  hostConnected() {}
  /** Forgets what went wrong, as when the patient goes to another step or mends a field. */
  reset() {
    if (!this.problem) return;
    this.problem = null;
    this.#host.requestUpdate();
  }
  /** True when the act succeeded; false when it failed or another was at work. */
  async run(act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    this.#host.requestUpdate();
    try {
      await act();
      return true;
    } catch (thrown) {
      this.problem = asProblem(thrown);
      return false;
    } finally {
      this.busy = false;
      this.#host.requestUpdate();
    }
  }
}
