/** The elements a webmaster can place, with the height each reserves, so that nothing on the page moves when its frame arrives. */
import type { ElementName } from '@balie/contracts';

/** Pixels in a column narrower than 480 px, and in any other: what the frame first shows, as measured in both languages; it may grow later. */
export const heights: Readonly<Record<ElementName, readonly [narrow: number, wide: number]>> = {
  'patient-login': [445, 385],
  'register-form': [545, 440],
  'session-code-prompt': [560, 425],
  'prescription-request': [515, 430],
  'book-appointment': [515, 430],
  'econsult-form': [515, 430],
};
export const names = Object.keys(heights) as readonly ElementName[];
