/** A practice's own system, behind one interface: what to take from it, and bringing to it what patients and the desk did here. */
import type { CareDeps } from '../deps.ts';
import type { Thing } from './things.ts';

/** Part of what lies there: FHIR of one type, as the import reads it. `content`: a Bundle. */
export interface Page { type: string; content: string; ids: readonly string[]; /** Last of its type. */ last: boolean; /** Clock of the system when the first page was asked. */ at: Date }

export interface ClinicSystem {
  /** What changed since, what others refer to first; null: everything there is. @throws SystemTrouble */
  pull(since: Date | null): AsyncIterable<Page>;
  /** Makes the thing there as it is here. Twice is once: whoever cannot know whether it arrived does it again. `lost`: the time of an appointment is no longer free there. @throws SystemTrouble */
  push(thing: Thing): Promise<'done' | 'lost'>;
  /** A document as it is there now, with what it holds; null: it is gone, or holds nothing. @throws SystemTrouble */
  document(id: string): Promise<{ resource: unknown; bytes: Uint8Array } | null>;
  /** Says hello, for `balie clinic check`. @throws SystemTrouble */
  greet(): Promise<void>;
}

/**
 * Why something did not go. `out`: the system cannot be used now; `later`: only this thing cannot be brought now; `refused`: never as it is. `code` is ours
 * (a word, a status), never the other side's words: those may repeat what was sent (T26).
 */
export class SystemTrouble extends Error {
  readonly kind: 'out' | 'later' | 'refused';
  readonly code: string;
  /** Seconds that the system asks us to wait. */
  readonly wait: number;
  constructor(kind: SystemTrouble['kind'], code: string, wait = 0) { super(`${kind}: ${code}`); this.name = 'SystemTrouble'; this.kind = kind; this.code = code; this.wait = wait; }
}

export type SystemDeps = Pick<CareDeps, 'systemKeys' | 'issuer' | 'clock'>;
