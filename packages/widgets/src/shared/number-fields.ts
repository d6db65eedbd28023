/** What a field for a personal number does while somebody types. */
import { hyphenateCpr } from '@balie/rules';
import type { ReactiveControllerHost } from 'lit';

/** For `@input` of a number: the hyphen comes by itself, unless somebody mends in the middle (S4-29). */
export function typeHyphen(event: Event): void {
  const input = event.target as HTMLInputElement;
  if (input.selectionStart !== input.value.length) return;
  const shown = hyphenateCpr(input.value);
  if (shown !== input.value) input.value = shown;
}

/** "Skjul CPR-nummer": one box, whatever it hides (S4-41). */
export class HideNumbers {
  hidden = false;
  readonly #host: ReactiveControllerHost;
  constructor(host: ReactiveControllerHost) { this.#host = host; }
  readonly toggle = (event: Event) => { this.hidden = (event.target as HTMLInputElement).checked; this.#host.requestUpdate(); };
}
