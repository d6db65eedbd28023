/** What every element gets from the page it stands in: one context with the portal and the texts. */
import { createContext } from '@lit/context';
import type { Texts } from '@balie/forms';
import type { Part } from '@balie/forms/texts-of-element';
import type { Portal } from '@balie/portal-client';
import type { EidWays } from './eid-ways.ts';
import type * as numberPart from './number-part.ts';

export interface Balie {
  readonly portal: Portal;
  readonly texts: Texts;
  /** Loads another element or part with its texts, to show it in this document. */
  need(what: Part): Promise<void>;
  /** The national eID as a way in, where the clinic has one. */
  readonly eid?: EidWays | undefined;
  /** What asks for a personal number, where the clinic does. */
  readonly number?: typeof numberPart | undefined;
  /** The now of this document; fixtures hold it still. */
  now(): number;
}
export const balieContext = createContext<Balie>('balie');
