import { PortalError } from '@balie/portal-client';
import type { ContactAnswer } from '@balie/contracts';
import type { Fixtures } from '../shared/fixture.ts';
import { submit, typeIn, until } from '../shared/acts.ts';
import type { ContactConfirm } from './contact-confirm.ts';

const contact = (more: Partial<ContactAnswer> = {}) => async (): Promise<ContactAnswer> => ({ email: 'a.devries@voorbeeld.nl', phone: '+31612345678', differs: { email: true, phone: false }, ask: true, ...more });
const shown = (element: ContactConfirm) => until(() => element.querySelector('[name=email]'));
const send = async (element: ContactConfirm) => { await shown(element); typeIn(element, 'email', 'anna@voorbeeld.nl'); submit(element); await until(() => !element.querySelector('form') || element.querySelector('.error-summary')); };
const opened = (element: ContactConfirm, secret = 's'.repeat(43)) => { element.fragment = `balie-contact=${secret}`; };

export const fixtures = {
  'logged-out': { title: 'Not logged in' },
  loading: { title: 'Asking what is known', portal: { me: {}, self: { contact: () => new Promise<never>(() => undefined) } } },
  differs: { title: 'The practice has something else', portal: { me: {}, self: { contact: contact() } }, act: shown },
  'same-as-record': { title: 'Nothing differs; both can be mended', portal: { me: {}, self: { contact: contact({ differs: { email: false, phone: false }, ask: false }) } }, act: shown },
  pending: { title: 'A link to another address still waits', portal: { me: {}, self: { contact: contact({ pending: 'anna@voorbeeld.nl' }) } }, act: shown },
  'no-phone': { title: 'No telephone number known', portal: { me: {}, self: { contact: contact({ phone: null }) } }, act: shown },
  'empty-submit': { title: 'Sent without an address', portal: { me: {}, self: { contact: contact({ email: null }) } }, act: async (element) => { await shown(element); submit(element); await until(() => element.querySelector('.error-summary')); } },
  confirmed: { title: 'Both are right', portal: { me: {}, self: { contact: contact(), confirmContact: async () => ({ mailed: false }) } }, act: send },
  mailed: { title: 'A link went to the new address', portal: { me: {}, self: { contact: contact(), confirmContact: async () => ({ mailed: true }) } }, act: send },
  'code-first': { title: 'Logged in by a password alone: another address needs a code first', portal: { me: {}, self: { contact: contact(), confirmContact: () => Promise.reject(new PortalError('insufficient_user_authentication')) } }, act: send },
  offline: { title: 'No internet while sending', portal: { me: {}, self: { contact: contact(), confirmContact: () => Promise.reject(new PortalError('offline')) } }, act: send },
  failed: { title: 'What is known cannot be read', portal: { me: {}, self: { contact: () => Promise.reject(new PortalError('server_error', { id: 'K3T9-P2WX' })) } } },
  verifying: { title: 'The link was clicked', portal: { self: { verifyContact: () => new Promise<never>(() => undefined) } }, act: (element) => opened(element) },
  verified: { title: 'The address is confirmed', portal: { self: { verifyContact: async () => undefined } }, act: (element) => opened(element) },
  reloaded: { title: 'The page of the link was loaded again', act: (element) => opened(element, '') },
  dead: { title: 'The link was used or is too old', portal: { self: { verifyContact: () => Promise.reject(new PortalError('link_invalid')) } }, act: (element) => opened(element) },
} as const satisfies Fixtures<ContactConfirm>;
