import type { Hold } from '@balie/contracts';
import { timeInWords, type Texts } from '@balie/forms';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { countdown, secondsLeft } from './booking-flow.ts';

/** How long the held time is still held: in calm steps for the eye, and for the ear at one minute, at the end, and after extending (N9, WCAG 2.2.1). */
export class HoldClock implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #hold: () => Hold | null;
  readonly #now: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #shown = '';
  #said: '' | 'minute' | 'over' | 'extended' = '';

  constructor(host: ReactiveControllerHost, hold: () => Hold | null, now: () => number) {
    this.#host = host;
    this.#hold = hold;
    this.#now = now;
    host.addController(this);
  }
  hostConnected() { this.#timer = setInterval(() => this.#tick(), 1000); }
  hostDisconnected() { clearInterval(this.#timer); }

  /** Seconds. */
  get left(): number { const hold = this.#hold(); return hold ? secondsLeft(hold, this.#now()) : 0; }
  /** Null: it is over. */
  words(t: Texts): string | null {
    const { unit, count } = countdown(this.left);
    return unit === 'over' ? null : timeInWords(t, count * (unit === 'minutes' ? 60_000 : 1000));
  }
  spoken(t: Texts): string {
    if (this.#said === 'over') return t('appointments.overTitle');
    if (!this.#said || this.left === 0) return '';
    return t(this.#said === 'extended' ? 'appointments.extended' : 'appointments.heldFor', { time: this.words(t)! });
  }
  extended(): void {
    this.#said = 'extended';
    this.#host.requestUpdate();
  }

  #tick(): void {
    if (!this.#hold()) return;
    const { unit, count } = countdown(this.left);
    const shown = `${unit} ${count}`;
    if (shown === this.#shown) return;
    const first = this.#shown === '';
    this.#shown = shown;
    if (unit === 'over') this.#said = 'over';
    else if (shown === 'seconds 60' && !first) this.#said = 'minute';
    else if (this.#said !== 'extended' || unit === 'seconds') this.#said = '';
    this.#host.requestUpdate();
  }
}
