/**
 * What shell and frame may say to each other over the one MessagePort. The shell posts `{ balie: 'connect', v: 1 }` with the port to the frame's exact
 * origin after the frame's load; everything after that goes over the port. The port carries no key, token, code or free text.
 */
import type { BalieEventName, BalieEvents } from './events.ts';
import type { Locale } from './ids.ts';

export type ToFrame =
  | { type: 'start'; lang: Locale | null; theme: Record<string, string>; attributes: Record<string, string>; /** `balie-…` fragment of the clinic's page, already removed from its URL */ fragment: string | null }
  | { type: 'theme'; theme: Record<string, string> }
  | { type: 'lang'; lang: Locale | null }
  | { type: 'fragment'; fragment: string };
export type FromFrame =
  | { type: 'ready' }
  | { type: 'height'; height: number }
  | { type: 'event'; name: BalieEventName; detail: BalieEvents[BalieEventName] }
  /** Storage is refused in frames here: the shell offers the hosted page. */
  | { type: 'storage-refused'; hosted: string }
  /** Keep the focused field in view: offset from the frame's top in px. */
  | { type: 'scroll'; top: number };
