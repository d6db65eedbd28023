import type { PageScope, Service } from '@balie/contracts';
import { openPage, sentCode, type FakeOptions } from './fake-portal.ts';
import type { Fixture } from './fixture.ts';

/** Logged in, linked, and the service open. */
export const opened = (service: PageScope, options: FakeOptions): FakeOptions => ({ me: {}, pages: { [service]: openPage() }, ...options });

/** What stands before each service: log-in, link, code; and its end. `clinic`: where the clinic of fixtures does not offer it. */
export const gateFixtures = (service: Service, clinic: NonNullable<FakeOptions['clinic']> = {}) => ({
  'logged-out': { title: 'Not logged in: the log-in form right here', portal: { clinic } },
  'not-linked': { title: 'Logged in, not linked yet', portal: { clinic, me: { link: 'requested', record_name: null } } },
  'ask-code': { title: 'Linked: asks for a session code', portal: { clinic, me: {} } },
  'code-sent': { title: 'A session code was mailed', portal: { clinic, me: {}, pages: { [service]: sentCode() } } },
  'closed-idle': { title: 'The service closed after doing nothing', portal: { clinic, me: {}, pages: { [service]: { step: 'closed', why: 'idle' } } } },
  'not-offered': { title: 'The clinic does not offer this service', portal: { me: {}, clinic: { services: [] } } },
}) as const satisfies Record<string, Fixture>;
