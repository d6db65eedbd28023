import { fakeClinic } from '../shared/fake-portal.ts';
import type { Fixtures } from '../shared/fixture.ts';
import type { PortalHelp } from './portal-help.ts';

const help = { email: 'hulp@de-linde.example', links: [
  { title: 'Een account maken', url: 'https://help.example/account', kind: 'film', when: 'out' }, { title: 'Inloggen, stap voor stap', url: 'https://help.example/inloggen', kind: 'page', when: 'out' },
  { title: 'Het portaal gebruiken', url: 'https://help.example/portaal', kind: 'film', when: 'in' }, { title: 'Alle functies', url: 'https://help.example/functies', kind: 'page', when: 'in' },
  { title: 'De app', url: 'https://help.example/app', kind: 'app', when: 'always' },
] as const };
const clinic = { help: { ...help, links: [...help.links] } };

export const fixtures = {
  'logged-out': { title: 'Not logged in: how to make an account and log in', portal: { clinic } },
  unknown: { title: 'Before the session is known: as logged out', portal: { session: { state: 'unknown' }, clinic } },
  'logged-in': { title: 'Logged in: how to use the functions', portal: { me: {}, clinic } },
  'mail-only': { title: 'Only an address for questions', portal: { clinic: { help: { email: help.email, links: [] } } } },
  empty: { title: 'The practice has set no help: telephone numbers' },
  closed: { title: 'The practice is closed now', portal: { clinic: { ...clinic, closed: ['2026-11-23'] } } },
  offline: { title: 'No internet: the numbers still stand there', portal: { online: false, clinic: { ...clinic, phones: fakeClinic.phones } } },
} as const satisfies Fixtures<PortalHelp>;
