/** The elements a webmaster can place: reserved heights, so that nothing on the page moves when a frame arrives, and attributes that go into the frame. */
import type { ElementName } from '@balie/contracts';

interface Place {
  /** Pixels: in a column narrower than 480 px, and in any other. Measured on the served forms; the frame may grow later. */
  readonly height: readonly [narrow: number, wide: number];
  /** Attributes that are forwarded, each with all its values. Anything else stays in the clinic's page. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

export const places: Readonly<Record<ElementName, Place>> = {
  'patient-login': { height: [400, 380] },
  'register-form': { height: [480, 440] },
  'session-code-prompt': { height: [420, 380] },
  'prescription-request': { height: [420, 380] },
  'book-appointment': { height: [420, 380] },
  'econsult-form': { height: [420, 380] },
};
export const names = Object.keys(places) as readonly ElementName[];
