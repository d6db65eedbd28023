/** How each element and part is loaded, into a document that shows it later. Each is a chunk of its own. */
import type { Part } from '../shared/balie.ts';

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
