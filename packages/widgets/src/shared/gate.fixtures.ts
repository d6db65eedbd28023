import type { PageScope, Service } from '@balie/contracts';
import { examplePublicClinic } from '@balie/contracts/testing';
import { PortalError } from '@balie/portal-client';
import { openPage, sentCode, type FakeOptions } from './fake-portal.ts';
import type { Fixture } from './fixture.ts';

/** Logged in, linked, and the service open. */
export const opened = (service: PageScope, options: FakeOptions): FakeOptions => ({ me: {}, pages: { [service]: openPage() }, ...options });

/** What stands before each service: log-in, link, code; and its end. `clinic`: where the clinic of fixtures does not offer it. */
export const gateFixtures = (service: Service, clinic: NonNullable<FakeOptions['clinic']> = {}) => ({
  'logged-out': { title: 'Not logged in: the log-in form right here', portal: { clinic } },
  'not-linked': { title: 'Logged in, not linked yet', portal: { clinic, me: { link: 'requested', record_name: null } } },
  'not-linked-refused': { title: 'Logged in, the practice refused the link', portal: { clinic, me: { link: 'refused', record_name: null } } },
  'ask-code': { title: 'Linked: asks for a session code', portal: { clinic, me: {} } },
  'code-sent': { title: 'A session code was mailed', portal: { clinic, me: {}, pages: { [service]: sentCode() } } },
  'closed-idle': { title: 'The service closed after doing nothing', portal: { clinic, me: {}, pages: { [service]: { step: 'closed', why: 'idle' } } } },
  'sms-first': { title: 'Asks for a code by SMS, and no number is there yet (S2-13)', portal: { clinic: { ...clinic, sms: true }, me: {}, joining: { setup: async () => ({ documents: [], phone: 'asked', help: 'hulp@linde.example' }) }, pages: { [service]: { step: 'failed', error: new PortalError('insufficient_user_authentication') } } } },
  'code-at-log-in': { title: 'The clinic asks a code at each log-in', portal: { clinic: { ...clinic, logIn: examplePublicClinic({ preset: 'nl-letter-pin-sms' }).logIn }, me: {} } },
  'switched-off': { title: 'The practice does not offer it to this patient', portal: { clinic, me: { off: `record ${service}` } } },
  'not-offered': { title: 'The clinic does not offer this service', portal: { me: {}, clinic: { services: [] } } },
}) as const satisfies Record<string, Fixture>;
