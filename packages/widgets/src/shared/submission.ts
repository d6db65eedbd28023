/** What a patient is filling in to send: the draft, its one idempotency key, and how the sending went. The three services share it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Portal, Session } from '@balie/portal-client';
import { asProblem, problem, type Problem } from './act.ts';
import { Watch } from './watch.ts';

/** `tried`: sent at least once without learning how it ended, so it may have arrived. */
export interface Kept<Draft> { draft: Draft; key: string; tried: boolean; from?: Moved }
/** The draft that words were taken from (N5), and its fields as they were. */
export interface Moved { name: string; typed: Readonly<Record<string, string>> }

export type Sending<Answer> =
  | { state: 'no' }
  | { state: 'busy' }
  /** Not sent yet (N1): the patient sends again, with the same key, so that it never counts twice. */
  | { state: 'unsent'; problem: Problem }
  /** What was sent before the last change did arrive after all; what stands in the form now was not sent. */
  | { state: 'arrived' }
  | { state: 'sent'; answer: Answer };

/** Answers that prove the order took no effect, now or at an earlier try with the same key. After all others it may have. */
const settled: readonly Problem['code'][] = ['invalid_request', 'medication_not_renewable', 'econsults_closed', 'file_refused', 'conflict', 'slot_taken', 'hold_expired', 'hold_limit', 'too_late', 'already_handled', 'not_found', 'too_large'];

export class Submission<Draft extends object, Answer> implements ReactiveController {
  sending: Sending<Answer> = { state: 'no' };
  readonly #host: ReactiveControllerHost;
  readonly #portal: () => Portal | undefined;
  readonly #name: string;
  readonly #empty: () => Draft;
  #kept: Kept<Draft>;
  #touched = false;
  #owner: string | null = null;
  /** A child whom it is for, by guardianship: each person's draft is its own (N8). */
  #child: string | null = null;
  #writing: Promise<void> | null = null;
  #written: Kept<Draft> | null = null;

  /** `name`: under which the device keeps the draft. */
  constructor(host: ReactiveControllerHost, name: string, empty: () => Draft, portal: () => Portal | undefined) {
    this.#host = host;
    this.#name = name;
    this.#empty = empty;
    this.#portal = portal;
    this.#kept = this.#fresh();
    host.addController(this);
    // What one patient typed is never shown to the next.
    new Watch<Session>(host, () => portal()?.session, (session) => {
      if ((session.state === 'out' && session.why === 'patient') || (session.state === 'in' && this.#owner !== null && session.me.sub !== this.#owner)) this.#forget();
    });
  }
  hostConnected() {}

  get draft(): Draft { return this.#kept.draft; }
  get tried(): boolean { return this.#kept.tried; }
  /** For whom, where it is a child by guardianship. */
  get child(): string | null { return this.#child; }
  /** Something was filled in and not sent. */
  get dirty(): boolean { return this.#touched; }

  /** Typed while nobody was logged in: for whoever comes back from an eID trip. What belongs to an account stays that account's. */
  get toTake(): { name: string; value: Kept<Draft> } | undefined { return this.#touched && this.#owner === null ? { name: this.#name, value: this.#kept } : undefined; }

  /** When the service opened. What was typed in this document wins over what an earlier one left; true when something of an earlier one came back. */
  async restore(): Promise<boolean> {
    const portal = this.#portal();
    if (!portal) return false;
    if (portal.session.value.state === 'in') this.#owner = portal.session.value.me.sub;
    if (this.#touched) return false;
    const kept = await portal.drafts.load<Kept<Draft>>(this.#place).catch(() => null);
    if (!kept || this.#touched) return false;
    this.#touched = true;
    this.#kept = { ...kept, draft: { ...this.#empty(), ...kept.draft } };
    if (kept.tried) this.sending = { state: 'unsent', problem: problem('offline') };
    this.#host.requestUpdate();
    return true;
  }

  /** Goes on with what was typed for that person; what was typed for the one before stays kept for them alone. */
  belongTo(child: string | null): void {
    if (child === this.#child) return;
    this.#child = child;
    this.#forget();
    // Nothing of it is to be written under the other's name.
    this.#written = this.#kept;
  }
  get #place(): string { return this.#child === null ? this.#name : `${this.#name} ${this.#child}`; }

  change(patch: Partial<Draft>): void {
    this.#touched = true;
    this.#keep({ draft: { ...this.draft, ...patch } });
  }

  /** Sends at most once at a time; `sending` says how it went. After `sent` nothing typed stays, here or on the device. */
  async send(call: (key: string) => Promise<Answer>): Promise<void> {
    if (this.sending.state === 'busy') return;
    const { key, from } = this.#kept;
    this.#touched = true;
    this.sending = { state: 'busy' };
    this.#keep({ tried: true });
    try {
      const answer = await call(key);
      const drafts = from && this.#portal()?.drafts;
      if (drafts) void import('./moved.ts').then(({ sentElsewhere }) => sentElsewhere(drafts, from)).catch(() => undefined);
      // Another patient may have logged in meanwhile.
      if (this.#kept.key === key) { this.again(); this.sending = { state: 'sent', answer }; }
    } catch (thrown) {
      if (this.#kept.key === key) this.#failed(asProblem(thrown));
    }
    this.#host.requestUpdate();
  }

  /** Forgets how the last sending went, as when the patient goes back to change something. The key stays. */
  calm(): void {
    this.sending = { state: 'no' };
    this.#host.requestUpdate();
  }

  /** Begins anew: an empty draft and a new key. */
  again(): void {
    this.#forget();
    void this.#write();
  }

  #fresh(): Kept<Draft> { return { draft: this.#empty(), key: crypto.randomUUID(), tried: false }; }

  #forget(): void {
    this.#touched = false;
    this.sending = { state: 'no' };
    this.#kept = this.#fresh();
    this.#host.requestUpdate();
  }

  #failed(problem: Problem): void {
    const arrived = problem.code === 'idempotency_mismatch';
    this.sending = arrived ? { state: 'arrived' } : { state: 'unsent', problem };
    this.#keep(arrived ? { key: crypto.randomUUID(), tried: false } : { tried: !settled.includes(problem.code) });
  }

  #keep(patch: Partial<Kept<Draft>>): void {
    this.#kept = { ...this.#kept, ...patch };
    this.#host.requestUpdate();
    void this.#write();
  }

  /** One write at a time, the newest last. Where storage is refused the draft lives in memory only. */
  #write(): Promise<void> {
    this.#writing ??= (async () => {
      const drafts = this.#portal()?.drafts;
      while (drafts && this.#written !== this.#kept) {
        const kept = this.#written = this.#kept;
        const place = this.#place;
        await (this.#touched ? drafts.save(place, kept) : drafts.clear(place)).catch(() => undefined);
      }
      this.#writing = null;
    })();
    return this.#writing;
  }
}
