/** The groups of texts that each element speaks. */
import type { ElementName } from '@balie/contracts';
import type { Namespace } from '@balie/forms';

type Group = Exclude<Namespace, 'mail'>;
export const textsOfElement: Readonly<Record<ElementName, readonly Group[]>> = {
  'patient-login': ['base'], 'register-form': ['base', 'register'], 'session-code-prompt': ['base', 'code'],
  'prescription-request': ['base', 'code', 'prescriptions'], 'book-appointment': ['base', 'code', 'appointments'], 'econsult-form': ['base', 'code', 'econsults'],
};
