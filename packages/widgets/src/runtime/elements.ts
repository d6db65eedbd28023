/** How each element and part is loaded, with the groups of texts it speaks. Each is a chunk of its own. */
import type { Namespace } from '@balie/forms';
import type { Part } from '../shared/balie.ts';

type Group = Exclude<Namespace, 'mail'>;
export const textsOfElement: Readonly<Record<Part, readonly Group[]>> = {
  'patient-login': ['base'], 'register-form': ['base', 'register'], 'session-code-prompt': ['base', 'code'],
  'prescription-request': ['base', 'code', 'prescriptions'], 'book-appointment': ['base', 'code', 'appointments'], 'econsult-form': ['base', 'code', 'econsults'],
  'second-factor-setup': ['base', 'code', 'joining'],
  'log-in-code': ['base', 'code'], activation: ['base', 'register', 'joining'],
};
export const loadElement: Readonly<Record<Part, () => Promise<unknown>>> = {
  'patient-login': () => import('../patient-login/patient-login.ts'),
  'register-form': () => import('../register-form/register-form.ts'),
  'session-code-prompt': () => import('../session-code-prompt/session-code-prompt.ts'),
  'prescription-request': () => import('../prescription-request/prescription-request.ts'),
  'book-appointment': () => import('../book-appointment/book-appointment.ts'),
  'econsult-form': () => import('../econsult-form/econsult-form.ts'),
  'second-factor-setup': () => import('../second-factor-setup/second-factor-setup.ts'),
  'log-in-code': () => import('../shared/log-in-code.ts'),
  activation: () => import('../register-form/activation-part.ts'),
};
