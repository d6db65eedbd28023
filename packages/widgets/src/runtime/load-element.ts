/** How each element and part is loaded, into a document that shows it later. Each is a chunk of its own. */
import type { Part } from '@balie/forms/texts-of-element';

export { textGroupsOf } from '@balie/forms/texts-of-element';

export const loadElement: Readonly<Record<Part, () => Promise<unknown>>> = {
  'patient-login': () => import('../patient-login/patient-login.ts'),
  'register-form': () => import('../register-form/register-form.ts'),
  'session-code-prompt': () => import('../session-code-prompt/session-code-prompt.ts'),
  'prescription-request': () => import('../prescription-request/prescription-request.ts'),
  'book-appointment': () => import('../book-appointment/book-appointment.ts'),
  'econsult-form': () => import('../econsult-form/econsult-form.ts'),
  'portal-menu': () => import('../portal-menu/portal-menu.ts'),
  'portal-help': () => import('../portal-help/portal-help.ts'),
  'patient-account': () => import('../patient-account/patient-account.ts'),
  'password-reset': () => import('../password-reset/password-reset.ts'),
  'guardian-accounts': () => import('../guardian-accounts/guardian-accounts.ts'),
  'contact-confirm': () => import('../contact-confirm/contact-confirm.ts'),
  'second-factor-setup': () => import('../second-factor-setup/second-factor-setup.ts'),
  'medical-record': () => import('../medical-record/medical-record.ts'),
  'log-in-code': () => import('../shared/log-in-code.ts'),
  behind: () => import('../shared/behind-part.ts'),
  family: () => import('../shared/family-part.ts'),
  'econsult-files': () => import('../econsult-form/files-part.ts'),
  'econsult-thread': () => import('../econsult-form/thread-part.ts'),
  'econsult-move': () => import('../econsult-form/move-part.ts'),
  'own-appointments': () => import('../book-appointment/own-part.ts'),
  recall: () => import('../register-form/recall-part.ts'),
  activation: () => import('../register-form/activation-part.ts'),
};
