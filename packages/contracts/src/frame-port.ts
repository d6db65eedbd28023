/**
 * What shell and frame may say to each other over the one MessagePort. The port carries no key, token or code, and no text but the page's own title.
 *
 * Handshake: the first script of a served frame page (before any module) posts `{ balie: 'hello', v: 1 }` to its parent, to the exact origin of the
 * embedding site. The shell checks `source` and origin and answers `{ balie: 'connect', v: 1 }` with the port, to the frame's exact origin, once. That first
 * script checks `source` and origin too, keeps the port unstarted in `globalThis.balieFrame` and, where the page was served with a form, says `ready`
 * and the height at once: a field is usable before modules arrive. The frame's module sets `port.onmessage`, gets `start` (it waited in the
 * port's queue) and says `ready` (again; the shell takes it once).
 */
import type { BalieEventName, BalieEvents } from './events.ts';
import type { Locale } from './ids.ts';

export type ToFrame =
  | { type: 'start'; lang: Locale | null; theme: Record<string, string>; /** `balie-…` fragment of the clinic's page without `#`, already removed from its URL */ fragment: string | null }
  | { type: 'theme'; theme: Record<string, string> }
  | { type: 'lang'; lang: Locale | null }
  | { type: 'fragment'; fragment: string };
export type FromFrame =
  | { type: 'ready' }
  /** What the frame is called, for who cannot see it: its page's title, again in another language. */
  | { type: 'title'; title: string }
  | { type: 'height'; height: number }
  | { type: 'event'; name: BalieEventName; detail: BalieEvents[BalieEventName] }
  /** Storage is refused in frames here: the shell offers the hosted page. */
  | { type: 'storage-refused' }
  /** Keep the focused field in view: offset from the frame's top in px. */
  | { type: 'scroll'; top: number };

/** Left by the first script of a frame page; undefined on hosted pages. Resolves when a shell of the embedding site connected. */
export interface BalieFrame { readonly connected: Promise<MessagePort> }
