import { PortalError } from '@balie/portal-client';
import { press } from '../shared/acts.ts';
import { fakeClinic } from '../shared/fake-portal.ts';
import type { Fixtures } from '../shared/fixture.ts';
import type { PortalMenu } from './portal-menu.ts';

const pages = { ...fakeClinic.pages, prescriptions: 'http://de-linde.localhost:4401/recepten', appointments: 'http://de-linde.localhost:4401/afspraak', econsults: 'http://de-linde.localhost:4401/vraag', account: 'http://de-linde.localhost:4401/account', help: 'http://de-linde.localhost:4401/hulp' };
const app = { title: 'De Linde-app', url: 'https://app.example/', kind: 'app', when: 'always' } as const;
const clinic = { pages, help: { links: [app] }, practices: [{ name: 'Huisartsenpraktijk De Linde', url: fakeClinic.pages.portal }, { name: 'Praktijk Zeezicht', url: 'http://zeezicht.localhost:4401/portaal' }] };

export const fixtures = {
  'logged-out': { title: 'Not logged in: services with a page each', portal: { clinic: { pages } } },
  unknown: { title: 'Before the session is known', portal: { session: { state: 'unknown' } } },
  'no-pages': { title: 'No page for each service: all lead to the portal' },
  practices: { title: 'Several practices behind one front door, an app', portal: { clinic } },
  desk: { title: 'With the link to the desk', portal: { clinic: { desk: { label: 'Serviceportaal', url: 'http://desk.localhost:4400/' } } } },
  empty: { title: 'The practice offers no service', portal: { clinic: { services: [] } } },
  'logged-in': { title: 'Logged in', portal: { me: {}, clinic } },
  'not-linked': { title: 'Logged in, not linked yet', portal: { me: { link: 'requested', record_name: null } } },
  offline: { title: 'No internet', portal: { online: false } },
  'out-fails': { title: 'Logging out failed', portal: { me: {}, portal: { logOut: () => Promise.reject(new PortalError('server_error', { id: 'K3T9-P2WX' })) } }, act: (element) => press(element, element.closest('[lang]')?.getAttribute('lang') === 'nl' ? 'Uitloggen' : 'Log') },
} as const satisfies Fixtures<PortalMenu>;
