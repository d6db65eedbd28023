/** How each element is loaded, into a document that shows it later. Each is a chunk of its own. */
import type { ElementName } from '@balie/contracts';

export const loadElement: Readonly<Record<ElementName, () => Promise<unknown>>> = {
  'patient-login': () => import('../patient-login/patient-login.ts'),
  'register-form': () => import('../register-form/register-form.ts'),
  'session-code-prompt': () => import('../session-code-prompt/session-code-prompt.ts'),
  'prescription-request': () => import('../prescription-request/prescription-request.ts'),
  'book-appointment': () => import('../book-appointment/book-appointment.ts'),
  'econsult-form': () => import('../econsult-form/econsult-form.ts'),
};
