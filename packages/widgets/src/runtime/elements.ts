/** The groups of texts that each element and part speaks. */
import type { Namespace } from '@balie/forms';
import type { Part } from '../shared/balie.ts';

type Group = Exclude<Namespace, 'mail'>;
export const textsOfElement: Readonly<Record<Part, readonly Group[]>> = {
  'patient-login': ['base'], 'register-form': ['base', 'register'], 'session-code-prompt': ['base', 'code'],
  'prescription-request': ['base', 'code', 'prescriptions'], 'book-appointment': ['base', 'code', 'appointments'], 'econsult-form': ['base', 'code', 'econsults'],
  'second-factor-setup': ['base', 'code', 'joining'],
  'log-in-code': ['base', 'code'], activation: ['base', 'register', 'joining'],
};
