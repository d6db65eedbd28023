import type { Hold } from '@balie/contracts';
import type { Texts } from '@balie/forms';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { countdown, secondsLeft } from './booking-flow.ts';

/** How long the held time is still held: every ten seconds for the eye; for the ear with one minute left, at the end, and after extending (N9, WCAG 2.2.1). */
export class HoldClock implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #hold: () => Hold | null;
  readonly #now: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #shown: string | null = null;
  #said: '' | 'minute' | 'over' | 'extended' = '';

  /** `now`: epoch ms. */
  constructor(host: ReactiveControllerHost, hold: () => Hold | null, now: () => number) {
    this.#host = host;
    this.#hold = hold;
    this.#now = now;
    host.addController(this);
  }
  hostConnected() { this.#timer = setInterval(() => this.tick(), 1000); }
  hostDisconnected() { clearInterval(this.#timer); }

  /** Seconds. */
  get left(): number { const hold = this.#hold(); return hold ? secondsLeft(hold, this.#now()) : 0; }
  /** Null: it is over. */
  words(t: Texts): string | null {
    const shown = countdown(this.left);
    if (!shown) return null;
    const minutes = t('common.minutes', { count: shown.minutes });
    const seconds = t('common.seconds', { count: shown.seconds });
    return !shown.minutes ? seconds : !shown.seconds ? minutes : t('appointments.minutesAndSeconds', { minutes, seconds });
  }
  /** For a live region. */
  spoken(t: Texts): string {
    if (this.#said === 'over') return t('appointments.overTitle');
    const time = this.words(t);
    if (!this.#said || !time) return '';
    return t(this.#said === 'extended' ? 'appointments.extended' : 'appointments.heldFor', { time });
  }
  extended(): void {
    this.#shown = this.#key;
    this.#said = 'extended';
    this.#host.requestUpdate();
  }

  /** Renders the host only when the words change. */
  tick(): void {
    if (!this.#hold()) { this.#shown = null; return; }
    const before = this.#shown;
    this.#shown = this.#key;
    if (before === null || this.#shown === before) return;
    this.#said = this.#shown === '' ? 'over' : this.#shown === '1:0' ? 'minute' : '';
    this.#host.requestUpdate();
  }
  get #key(): string { const shown = countdown(this.left); return shown ? `${shown.minutes}:${shown.seconds}` : ''; }
}
