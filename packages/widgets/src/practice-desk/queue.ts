import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Desk } from '@balie/portal-client/desk';
import type { DeskQueue, WhoseWork, WorkKind } from '@balie/contracts';
import { workKinds } from '@balie/contracts/ids';
import { asProblem, type Problem } from '../shared/act.ts';
import { LookedAt } from '../shared/looked-at.ts';

export const kinds = workKinds;
export type Kind = WorkKind;

/** Between two refreshes by itself, and how long after the last touch they go on: a desk left alone must idle out. In ms. */
const every = 60_000;
const attended = 5 * 60_000;

/** The desk's open work: read at log-in and on request, and each minute while the page is seen and used. */
export class Queue implements ReactiveController {
  value: DeskQueue | null = null;
  /** Whose work is shown. */
  whose: WhoseWork = 'all';
  /** Epoch ms of `value`. */
  readAt = 0;
  busy = false;
  problem: Problem | null = null;
  /** Items that are no longer in the queue, kept because somebody is at work on them here. */
  readonly gone = new Set<string>();
  readonly #host: ReactiveControllerHost;
  readonly #desk: () => Desk | undefined;
  readonly #held = new Set<string>();
  /** How many pages of a kind are shown, where it is more than the first. */
  readonly #pages = new Map<Kind, number>();
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Grows when the session ends, and where a colleague was first: what was asked for before is not shown after it. */
  #turn = 0;
  #touched = Date.now();

  constructor(host: ReactiveControllerHost, desk: () => Desk | undefined) {
    this.#host = host;
    this.#desk = desk;
    host.addController(this);
    new LookedAt(host, () => { if (Date.now() - this.readAt > every) this.#bySelf(); });
  }
  hostConnected() {
    this.#timer = setInterval(() => this.#bySelf(), every);
    for (const event of ['keydown', 'pointerdown']) document.addEventListener(event, this.#touch);
  }
  hostDisconnected() {
    clearInterval(this.#timer);
    for (const event of ['keydown', 'pointerdown']) document.removeEventListener(event, this.#touch);
  }

  /** What waits: not what is gone, nor an account that was refused, a question that was answered or a request whose every line was decided. */
  count(kind: Kind): number | null { const { value } = this; return value && [...(value[kind] as readonly { id: string }[]), ...(kind === 'links' ? value.guardians ?? [] : [])].filter((one) => this.waits(one)).length + value.more[kind]; }
  waits(one: { id: string; state?: string; lines?: readonly { state: string }[] }): boolean { return !this.gone.has(one.id) && one.state !== 'refused' && one.state !== 'answered' && (!one.lines || one.lines.some((line) => line.state === 'received')); }
  hold(id: string, held: boolean) { if (held) this.#held.add(id); else this.#held.delete(id); }

  async load(): Promise<void> {
    const desk = this.#desk();
    if (!desk || this.busy) return;
    const turn = this.#turn;
    this.busy = true;
    this.#host.requestUpdate();
    try {
      let fresh = await desk.queue(this.#query);
      for (const [kind, pages] of this.#pages) for (let page = 1; page < pages && fresh.next[kind]; page += 1) fresh = await this.#after(desk, fresh, kind);
      if (turn !== this.#turn) return;
      this.value = this.#merge(fresh);
      this.readAt = Date.now();
      this.problem = null;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.problem = asProblem(thrown);
    }
    this.busy = false;
    this.#host.requestUpdate();
  }

  /** A colleague was first with that item. It is shown with what is said of it, as what one is at work on, until the list is read once more. */
  async late(id: string): Promise<void> {
    const held = this.#held.has(id);
    this.hold(id, true);
    // What is being read now may be of before.
    this.#turn += 1;
    this.busy = false;
    await this.load();
    if (!held) this.hold(id, false);
  }

  get #query() { return this.whose === 'all' ? {} : { whose: this.whose }; }
  async #after(desk: Desk, value: DeskQueue, kind: Kind): Promise<DeskQueue> {
    const page = await desk.queue({ ...this.#query, kind, after: value.next[kind]! });
    const shown: readonly { id: string }[] = value[kind], more: readonly { id: string }[] = page[kind];
    return {
      ...value, [kind]: [...shown, ...more.filter(({ id }) => !shown.some((one) => one.id === id))],
      more: { ...value.more, [kind]: page.more[kind] }, next: { ...value.next, [kind]: page.next[kind] }, assigned: { ...value.assigned, ...page.assigned },
    };
  }
  /** The page that follows, after what is shown. True when it came. */
  async further(kind: Kind): Promise<boolean> {
    const desk = this.#desk();
    if (!desk || this.busy || !this.value?.next[kind]) return false;
    const turn = this.#turn;
    this.busy = true;
    this.#host.requestUpdate();
    try {
      const value = await this.#after(desk, this.value, kind);
      if (turn !== this.#turn) return false;
      this.value = value;
      this.#pages.set(kind, (this.#pages.get(kind) ?? 1) + 1);
      this.problem = null;
      return true;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = asProblem(thrown);
      return false;
    } finally {
      if (turn === this.#turn) this.busy = false;
      this.#host.requestUpdate();
    }
  }
  /** Shows whose work that is, from the beginning. What was asked for before is not shown any more. */
  async show(whose: WhoseWork): Promise<void> {
    this.#turn += 1;
    this.busy = false;
    this.whose = whose;
    this.#pages.clear();
    await this.load();
  }
  /** Whose an item is from now on; it stays where it stands until the list is read again. */
  assign(id: string, to: DeskQueue['assigned'][string] | null) {
    if (!this.value) return;
    const { [id]: _before, ...assigned } = this.value.assigned;
    this.value = { ...this.value, assigned: to ? { ...assigned, [id]: to } : assigned };
    this.#host.requestUpdate();
  }

  /** What an act left of an item. Room that comes free is filled from what waits. */
  replace(kind: Kind, id: string, item: { id: string } | null) {
    if (!this.value) return;
    const items: readonly { id: string }[] = this.value[kind];
    this.value = { ...this.value, [kind]: item ? items.map((one) => (one.id === id ? item : one)) : items.filter((one) => one.id !== id) };
    if (!item) { this.#held.delete(id); this.gone.delete(id); }
    this.#host.requestUpdate();
    if (!item && this.value.more[kind] > 0) void this.load();
  }

  /** Somebody who asked to act for a child was let in or refused: the list says what is so now. */
  decided(id: string) {
    const guardians = this.value?.guardians?.filter((one) => one.id !== id);
    if (this.value) this.value = { ...this.value, ...(guardians ? { guardians } : {}) };
    this.#turn += 1;
    this.busy = false;
    void this.load();
  }

  /** Nothing of one member of staff stays for the next. */
  clear() {
    this.#turn += 1;
    this.busy = false;
    this.value = null;
    this.problem = null;
    this.whose = 'all';
    this.#pages.clear();
    this.#held.clear();
    this.gone.clear();
  }

  #merge(fresh: DeskQueue): DeskQueue {
    const before = this.value;
    this.gone.clear();
    const kept = <T extends { id: string }>(now: T[], was: readonly T[] | undefined): T[] => {
      const lost = (was ?? []).filter(({ id }) => this.#held.has(id) && !now.some((one) => one.id === id));
      // Of work that is narrowed to somebody's, what is missing need not be handled.
      if (this.whose === 'all') for (const { id } of lost) this.gone.add(id);
      return [...lost, ...now];
    };
    const guardians = kept(fresh.guardians ?? [], before?.guardians);
    return {
      ...fresh, ...(guardians.length ? { guardians } : {}), links: kept(fresh.links, before?.links), prescriptions: kept(fresh.prescriptions, before?.prescriptions),
      appointments: kept(fresh.appointments, before?.appointments), econsults: kept(fresh.econsults, before?.econsults),
    };
  }

  readonly #touch = () => { this.#touched = Date.now(); };
  #bySelf() {
    if (this.value && document.visibilityState === 'visible' && Date.now() - this.#touched < attended) void this.load();
  }
}
