/** What was typed into a form before there is an account, kept over a reload (N7): sealed on the device, for this tab alone (`tabDrafts`). What may wait there, each form says itself. */
import type { ReactiveControllerHost } from 'lit';
import type { Balie } from './balie.ts';

type Typed = Readonly<Record<string, string>>;

/** `name`: of the draft. A browser that keeps nothing has nothing to say. */
export class TabDraft {
  readonly #host: HTMLElement & ReactiveControllerHost;
  readonly #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  constructor(host: HTMLElement & ReactiveControllerHost, name: string) {
    this.#host = host;
    this.#name = name;
  }

  /** Null where nothing waits. */
  async recall({ portal }: Balie): Promise<Typed | null> {
    const kept = await portal.self().then((self) => self.typed()).then((typed) => typed.load<Typed>(this.#name)).catch(() => null);
    return kept && Object.values(kept).some(Boolean) ? kept : null;
  }
  /** Into the fields that are still empty. */
  async fill(value: unknown) {
    await this.#host.updateComplete;
    for (const [name, typed] of Object.entries(value as Record<string, unknown>)) {
      const input = this.#host.querySelector<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`);
      if (input && !input.value && typeof typed === 'string') input.value = typed;
    }
  }
  /** Once typing rests. */
  keepSoon(balie: Balie, value: Typed) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(balie, value), 400);
  }
  /** Null: it is done with. */
  async keep({ portal }: Balie, value: Typed | null) {
    clearTimeout(this.#timer);
    await portal.self().then((self) => self.typed()).then((typed) => (value ? typed.save(this.#name, value) : typed.clear(this.#name))).catch(() => undefined);
  }
}
