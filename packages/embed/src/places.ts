/** The elements a webmaster can place, with the height each reserves, so that nothing on the page moves when its frame arrives. */
import type { ElementName } from '@balie/contracts';

/** Pixels in a column of 300 to 480 px, and in a wider one: what the frame first shows, as measured in every language and several engines; it may grow later. */
export const heights: Readonly<Record<ElementName, readonly [narrow: number, wide: number]>> = {
  'patient-login': [495, 385],
  'register-form': [610, 440],
  'session-code-prompt': [630, 430],
  'prescription-request': [560, 430],
  'book-appointment': [560, 430],
  'econsult-form': [560, 430],
  'portal-menu': [630, 475],
  'portal-help': [525, 385],
  'patient-account': [560, 430],
  'password-reset': [420, 330],
  'guardian-accounts': [1500, 1250],
  'contact-confirm': [420, 330],
  'medical-record': [560, 430],
  'second-factor-setup': [330, 290],
};
export const names = Object.keys(heights) as readonly ElementName[];
